"""What every part of a report on a period is told: which period, what time it is, where to note what is withheld."""

from collections.abc import Callable
from dataclasses import field
from datetime import date, timedelta
from typing import Any, Final, TypeVar

from karep.frozen import frozen
from karep.reports.report import Withheld
from karep.reports.words import read_local_day
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.practice import USUAL, Practice
from karep.rules.privacy import has_confidence, outward
from karep.rules.zones import utc_span

Found = TypeVar("Found")
LISTED: Final = 20
"""So many records of one kind a quarter or a year lists, the last ones; the others are counted."""


@frozen
class Scene:
    """A period, the moment it is looked at, and what its report does not tell."""

    period: Period
    clock: Clock
    practice: Practice
    since: str
    """Its first moment in the rep's zone, as the store keeps it: UTC, ISO 8601."""
    until: str
    """The first moment after it."""
    withheld: dict[Withheld, None] = field(default_factory=dict)
    """What is left out of the report, each thing once, in the order in which it came up."""
    reads: dict[str, Any] = field(default_factory=dict)
    """What was read for more than one section, by a name of its own; see `once`."""

    @property
    def last_day(self) -> date:
        """The last day of the period that has come: its last one, or today while it goes on."""
        return min(self.period.last, self.clock.today)

    @property
    def day_after(self) -> date:
        """The day on which what is still open is looked at: the one after the last, or today while it goes on."""
        return min(self.period.last + timedelta(days=1), self.clock.today)

    @property
    def over(self) -> bool:
        """Whether its last day has passed."""
        return self.period.last < self.clock.today

    @property
    def recent(self) -> bool:
        """Whether the period, or the one after it, is running: what is true now is news for its reader then."""
        return self.clock.today in self.period or self.clock.today in self.period.step(1)

    @property
    def long(self) -> bool:
        """Whether it is longer than a week, so that much is counted that a week lists."""
        return self.period.span != "week"

    def once(self, name: str, read: Callable[[], Found]) -> Found:
        """What a function reads, which is called for the first of those who ask for it by this name."""
        if name not in self.reads:
            self.reads[name] = read()
        found: Found = self.reads[name]
        return found

    @property
    def most(self) -> int | None:
        """How many lines a section lists at most that tells each record, the last ones; None for all."""
        return LISTED if self.period.span in ("quarter", "year") else None

    def day(self, stamp: str | None) -> date | None:
        """The day of a moment as stored (UTC) in the rep's zone; None where there is none."""
        return read_local_day(stamp, self.clock.zone) if stamp else None

    def told(self, noun: str, record_id: str, field: str, text: str | None) -> str:
        """What a field of a record says to others; lines of it that begin with ``!!`` are noted as withheld."""
        if not text:
            return ""
        if has_confidence(text):
            self.withhold(noun, record_id, field, "private_line")
            return outward(text).strip()
        return text

    def withhold(self, noun: str, record_id: str, field: str, why: str) -> None:
        """Note that something is not told; ``why`` is one of `karep.reports.report.WITHHELD`."""
        self.withheld[Withheld(noun, record_id, field, why)] = None


def scene_of(period: Period, clock: Clock, practice: Practice = USUAL) -> Scene:
    """The scene of a period, with the bounds that it has in the rep's zone."""
    since, until = utc_span(period.first, period.last, clock.zone)
    return Scene(period, clock, practice, since, until)
