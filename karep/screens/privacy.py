"""Other eyes: what a screen shows of private fields and phone numbers while a customer can see it.

Every screen asks an `Eyes`; nothing else decides what is hidden.
"""

from collections.abc import Mapping
from datetime import date, time, tzinfo
from typing import TYPE_CHECKING, Any, Final, Self

from karep.db.views.journal import Action
from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports.report import Line
from karep.rules.day_words import describe_day
from karep.rules.privacy import MASK, is_hidden, is_private, masked_numbers, masked_phone
from karep.rules.zones import moment_in

if TYPE_CHECKING:
    from karep.app import KarepApp
    from karep.db.views.follow_ups import FollowUp
    from karep.rules.clock import Clock

_TELLING: Final = ("occasion.add", "occasion.change", "record.remove")
"""The kinds of action whose label may name a person's own day, or say what a record said."""


@frozen
class Eyes:
    """Who looks, and from where."""

    today: date
    zone: tzinfo | None
    clock: "Clock"
    private: bool
    """Whether private fields are hidden."""

    @classmethod
    def of(cls, app: "KarepApp") -> Self:
        """Those in front of the program now."""
        return cls(app.clock.today, app.clock.local.tzinfo, app.clock, app.private)

    # --- what is shown -------------------------------------------------------------------------------------------

    def hides(self, noun: str, field: str, **record: Any) -> bool:
        """Whether a field is hidden now; `record` is what `is_private` decides by."""
        return self.private and is_private(noun, field, record)

    def covers(self, noun: str, field: str, record: Mapping[str, Any]) -> bool:
        """Whether a field of a form is hidden now: the private ones and phone numbers."""
        return self.private and is_hidden(noun, field, record)

    def text(self, noun: str, field: str, text: str, **record: Any) -> str:
        """The text of a field, a mask for it, or the text with its phone numbers masked."""
        return MASK if text and self.hides(noun, field, **record) else self.words(text)

    def phone(self, number: str) -> str:
        """A phone number; but for the last two digits masked while it is hidden."""
        return masked_phone(number) if self.private else number

    def words(self, text: str) -> str:
        """A text that is not private itself, but may hold phone numbers."""
        return masked_numbers(text) if self.private else text

    def sees(self, line: Line) -> bool:
        """Whether a line of a report is shown at all."""
        return not (self.private and line.level)

    def hides_change(self, noun: str, field: str) -> bool:
        """Whether a history says only that a field changed, not to what."""
        return self.private and is_hidden(noun, field)

    # --- days ----------------------------------------------------------------------------------------------------

    def day_of(self, stamp: str) -> date:
        """The local day of a stored moment."""
        return moment_in(stamp, self.zone).date()

    def ago(self, stamp: str | None) -> str:
        """How many days since a stored moment, briefly."""
        if stamp is None:
            return _("never met")
        # the first screen does without these words
        from karep.reports.words import ago_words

        return ago_words((self.today - self.day_of(stamp)).days)

    def on(self, day: str) -> str:
        """A stored day in words."""
        return describe_day(date.fromisoformat(day), self.today, language())

    def due(self, follow_up: "FollowUp") -> tuple[date, time | None]:
        """When a follow-up is due by the rep's own clock."""
        from karep.reports.words import local_due

        return local_due(follow_up, self.clock)

    def when_due(self, follow_up: "FollowUp") -> str:
        """The day and the time of a follow-up by the rep's own clock, with a sign when it is overdue."""
        due, at = self.due(follow_up)
        late = "! " if due < self.today else ""
        return f"{late}{describe_day(due, self.today, language())}{f' {at:%H:%M}' if at else ''}"

    def is_late(self, day: str | None) -> bool:
        """Whether a stored day has passed."""
        return day is not None and date.fromisoformat(day) < self.today


def label_words(action: Action, *, private: bool) -> str:
    """What an action of the journal was about, as its label says; without what is private while that is hidden."""
    if not private:
        return action.label
    return "" if action.kind in _TELLING else masked_numbers(action.label)
