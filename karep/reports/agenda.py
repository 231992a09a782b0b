"""The agenda: two weeks day by day, with next steps, promises, important days and festivals."""

import sqlite3
from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Final

from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.occasions import list_occasions
from karep.db.views.promises import Promise, list_open_promises
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.coming import coming_occasions
from karep.reports.due_lines import festival_line, follow_up_line, occasion_line, promise_line
from karep.reports.report import Line, Report, Section
from karep.rules.clock import Clock
from karep.rules.festivals import festivals_between

DAYS: Final = 14
"""How many days the agenda shows at once."""
_ORDER: Final = ("festival", "occasion", "promise", "follow_up")


def agenda(connection: sqlite3.Connection, clock: Clock, *, first: date | None = None) -> Report:
    """Two weeks from a day on, a section a day; free days that follow each other share one.

    A section's key is its first day, ``YYYY-MM-DD``; before them, ``overdue`` says how much is overdue today.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        first: The first day; today unless another is given. How much is overdue is said when it is today.
    """
    start = first or clock.today
    last = start + timedelta(days=DAYS - 1)
    days = [start + timedelta(days=step) for step in range(DAYS)]
    by_day: dict[date, list[Line]] = {day: [] for day in days}
    late = 0
    for line in _lines(connection, clock, start, last):
        if line.due in by_day:
            by_day[line.due].append(line)
        elif line.state == "overdue" and start == clock.today and line.due and line.due < start:
            late += 1
    sections = [Section("overdue", _("Overdue"), (), _late_words(late))] if late else []
    sections += _sections(by_day, clock.today)
    span = f"{words.full_day_words(start)} – {words.full_day_words(last)}"
    return Report(_("Agenda"), span, tuple(sections))


def _late_words(late: int) -> str:
    """What stands for everything that is overdue: the days to come should not be pushed off the screen by it."""
    return ngettext("{n} thing, listed in Today", "{n} things, listed in Today", late).format(n=late)


def _sections(by_day: dict[date, list[Line]], today: date) -> Iterator[Section]:
    free: list[date] = []
    for day, lines in by_day.items():
        if not lines:
            free.append(day)
            continue
        yield from _free(free, today)
        free = []
        yield Section(day.isoformat(), _title(day, today), tuple(sorted(lines, key=_order)))
    yield from _free(free, today)


def _free(days: list[date], today: date) -> Iterator[Section]:
    if days:
        title = _title(days[0], today)
        if len(days) > 1:
            title = f"{title} – {_title(days[-1], today)}"
        yield Section(days[0].isoformat(), title, (), _("nothing planned"))


def _title(day: date, today: date) -> str:
    """The day with its date, also when it is today or tomorrow."""
    near = words.day_words(day, today)
    dated = words.dated_words(day, today)
    return dated if near == dated else f"{dated} · {near}"


def _order(line: Line) -> tuple[object, ...]:
    """Festivals and important days first, then what has no time, then by the clock."""
    timed = line.at is not None
    return line.due, timed, line.at or time.min, _ORDER.index(line.noun), line.part("account"), line.record_id


def _lines(connection: sqlite3.Connection, clock: Clock, first: date, last: date) -> Iterator[Line]:
    day, reach = clock.today, timedelta(days=1)
    since = None if first == day else first - reach
    for follow_up in list_follow_ups(connection, since=since, until=last + reach):
        yield _follow_up(follow_up, clock)
    if first < day:
        for follow_up in list_follow_ups(connection, since=first - reach, until=last + reach, open_only=False):
            if follow_up.done_at:
                yield _follow_up(follow_up, clock)
    for promise in list_open_promises(connection, due_until=last):
        yield _promise(promise, clock)
    for occasion, on in coming_occasions(list_occasions(connection), first, DAYS - 1):
        yield occasion_line(occasion, on, "")
    for festival in festivals_between(first, last):
        yield festival_line(festival)


def _follow_up(follow_up: FollowUp, clock: Clock) -> Line:
    due, at = words.local_due(follow_up, clock)
    if follow_up.done_at:
        state, when = "done", _("done")
    else:
        state = words.due_state(due, clock.today)
        when = words.due_words(due, at, clock.today) if state == "overdue" else f"{at:%H:%M}" if at else ""
    return follow_up_line(follow_up, when, due, at, state)


def _promise(promise: Promise, clock: Clock) -> Line:
    due, day = words.read_day(promise.due), clock.today
    late = due is not None and due < day
    when = words.due_words(due, None, day) if due and late else ""
    return promise_line(promise, when, due, words.due_state(due, day) if due else "", clock)
