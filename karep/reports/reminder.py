"""A quiet word on Friday afternoon: the report on last week has not been handed on."""

import sqlite3
from datetime import timedelta
from typing import Final

from karep.db.views.exports import was_left_lying
from karep.i18n import _
from karep.reports.report import Line, Section, parts
from karep.rules.clock import Clock
from karep.rules.periods import Period, period_of
from karep.rules.zones import utc_span

NOUN: Final = "report"
"""The noun of the reminder's line; its record is the name of the period."""
KEY: Final = "report"
"""The key of the reminder's section."""
_FRIDAY: Final = 5
_MONDAY: Final = 1
_NOON: Final = 12
"""From that hour of Friday on, until Monday is over."""


def reminder(connection: sqlite3.Connection, clock: Clock, how: str) -> tuple[Section, ...]:
    """A section with one line, if it is time to be reminded and there is something to hand on; else none.

    Args:
        connection: The store.
        clock: What time it is, and in which zone.
        how: By which keys or command a report is handed on; ``{period}`` in it is the week.
    """
    period = _asked_about(clock)
    if period is None:
        return ()
    since, until = utc_span(period.first, period.last, clock.zone)
    if not was_left_lying(connection, str(period), since, until):
        return ()
    name = str(period)
    told = _("not handed on yet: {how}").format(how=how.replace("{period}", name))
    return (Section(KEY, _("Last week's report"), (Line(NOUN, name, parts(when=name, what=told)),)),)


def _asked_about(clock: Clock) -> Period | None:
    """The week before this one, from Friday noon to the end of Monday by the rep's clock."""
    now = clock.local
    day = now.isoweekday()
    if not (day > _FRIDAY or day == _MONDAY or (day == _FRIDAY and now.hour >= _NOON)):
        return None
    try:
        return period_of("week", now.date() - timedelta(days=7))
    except OverflowError:
        return None
