"""Which days are free: weekends, public holidays, and the weekend days that are worked in exchange for them."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen

LONGEST_REST: Final = 21
"""No holiday is longer: beyond so many days back a due day stays where it is."""


@frozen
class RestDays:
    """The free days of a place, as far as they are known; weekends are free unless they are worked."""

    free: Mapping[date, str] = field(default_factory=dict)
    """Public holidays, each with its name in the language in use."""
    worked: Mapping[date, str] = field(default_factory=dict)
    """Weekend days on which people work, each with what it makes up for."""
    reckoned: Mapping[date, str] = field(default_factory=dict)
    """Days that may be free, but are not announced yet: nothing moves for them."""

    def is_free(self, day: date) -> bool:
        """Whether people do not work on that day."""
        return day in self.free or (day.weekday() >= 5 and day not in self.worked)

    def name(self, day: date) -> str:
        """What the holiday, or the make-up working day, is called; empty for an ordinary day or weekend."""
        return self.free.get(day) or self.worked.get(day, "")

    def working_day(self, day: date, *, after: date | None = None) -> date:
        """The day itself when people work on it, else the nearest working day before it.

        Args:
            day: The day.
            after: The result lies after this day; where every day up to `day` is free, `day` stays as it is.
        """
        earlier = day
        for _step in range(LONGEST_REST):
            if after is not None and earlier <= after:
                return day
            if not self.is_free(earlier):
                return earlier
            earlier -= timedelta(days=1)
        return day


WEEKENDS: Final = RestDays()
"""What is free where no public holidays are known."""
