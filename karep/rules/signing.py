"""What a signature sets off: four follow-ups, of which each has its day and its purpose."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from karep.i18n import N_
from karep.rules.calendar_steps import preceding_workday


@dataclass(frozen=True, slots=True)
class SigningStep:
    """One follow-up after a signature."""

    days: int
    """So many days after it."""
    words: str
    """What is to be done, marked for translation."""

    @property
    def origin(self) -> str:
        """What the follow-up notes as its origin: ``signing:7``."""
        return f"{ORIGIN}:{self.days}"

    def due(self, signed_on: date) -> date:
        """Its day: never on a weekend but on the Friday before, and never before the day after the signature.

        The thanks for a signature on a Friday are therefore due on Monday.
        """
        day = preceding_workday(signed_on + timedelta(days=self.days))
        return day if day > signed_on else day + timedelta(days=3)


ORIGIN: Final = "signing"
"""What the origin of such a follow-up begins with."""

STAGE: Final = "S7"
"""The stage that a signature leads to."""

STEPS: Final = (
    SigningStep(1, N_("Say thanks for the order")),
    SigningStep(7, N_("Ask how the first days of use go")),
    SigningStep(30, N_("Look back on the first month together")),
    SigningStep(90, N_("Ask how satisfied they are and for a referral")),
)
"""The follow-ups of a signature, in order."""
