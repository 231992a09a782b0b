"""What a signature sets off: four follow-ups, of which each has its day and its purpose."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen
from karep.i18n import N_
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.settings import SIGNING_DAYS


@frozen
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

    def due(self, signed_on: date, rest: RestDays = WEEKENDS) -> date:
        """Its day: never a free day but the working day before, and never before the day after the signature.

        The thanks for a signature on a Friday are therefore due on Monday.
        """
        earliest = signed_on + timedelta(days=1)
        day = rest.working_day(signed_on + timedelta(days=self.days), after=signed_on)
        while rest.is_free(day) and day < earliest + _LONGEST_REST:
            day += timedelta(days=1)
        return day


ORIGIN: Final = "signing"
"""What the origin of such a follow-up begins with."""

STAGE: Final = "S7"
"""The stage that a signature leads to."""

_LONGEST_REST: Final = timedelta(days=21)
_PURPOSES: Final = (
    N_("Say thanks for the order"),
    N_("Ask how the first days of use go"),
    N_("Look back on the first month together"),
    N_("Ask how satisfied they are and for a referral"),
)


def steps(days: Sequence[int] = SIGNING_DAYS) -> tuple[SigningStep, ...]:
    """The follow-ups of a signature, in order.

    Args:
        days: How many days after it each of them is due; two on one day are one.
    """
    found = {day: SigningStep(day, words) for day, words in zip(sorted(days), _PURPOSES, strict=False)}
    return tuple(found.values())


STEPS: Final = steps()
"""The follow-ups of a signature as the program ships them."""
