"""The agenda: a day, two weeks or a month, day by day, with next steps, promises, important days and festivals."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date, time, timedelta
from typing import Final

from karep.db.views.follow_ups import FollowUp, list_done_by_due, list_follow_ups
from karep.db.views.occasions import Occasion
from karep.db.views.planned import planned_minutes, read_overdue
from karep.db.views.promises import Promise, list_open_promises
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.coming import read_coming
from karep.reports.day_load import AgendaDay, day_of, rest_words, warning_words
from karep.reports.due_lines import festival_line, follow_up_line, occasion_line, promise_line
from karep.reports.report import Line, Report, Section
from karep.rules.clock import Clock
from karep.rules.day_plan import span_of
from karep.rules.festivals import festivals_between
from karep.rules.practice import USUAL, Practice

DAYS: Final = 14
"""How many days the agenda shows at once unless it is asked for others."""
_ORDER: Final = ("festival", "occasion", "promise", "follow_up")
_REACH: Final = timedelta(days=1)
"""A follow-up with a time in another zone may be due on the day before or after the one that is written in it."""


@frozen
class Agenda:
    """Some days that follow each other."""

    days: tuple[AgendaDay, ...]
    late: int = 0
    """How much is overdue today, as Today counts it; told only when the first day is today."""

    def of(self, day: date) -> AgendaDay:
        """One of its days.

        Raises:
            KeyError: If the day is none of them.
        """
        place = (day - self.days[0].day).days
        if not 0 <= place < len(self.days):
            raise KeyError(day)
        return self.days[place]

    def part(self, first: date, days: int) -> "Agenda":
        """Some of its days."""
        start = (first - self.days[0].day).days
        return Agenda(self.days[start : start + days], self.late)

    def week_of(self, day: date) -> tuple[AgendaDay, ...]:
        """Those of its days that are in the same week, Monday to Sunday, as a day."""
        week = day.isocalendar()[:2]
        return tuple(one for one in self.days if one.day.isocalendar()[:2] == week)


def agenda(
    connection: sqlite3.Connection,
    clock: Clock,
    *,
    first: date | None = None,
    days: int = DAYS,
    practice: Practice = USUAL,
) -> Report:
    """Some days as a report, a section a day; free days that follow each other share one.

    A section's key is its first day, ``YYYY-MM-DD``; before them, ``overdue`` says how much is overdue today.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        first: The first day; today unless another is given. How much is overdue is said when it is today.
        days: How many days.
        practice: Which days are free, and which festivals are listed.
    """
    found = read_agenda(connection, clock, first=first or clock.today, days=days, practice=practice)
    return agenda_report(found, clock.today)


def read_agenda(
    connection: sqlite3.Connection, clock: Clock, *, first: date, days: int = DAYS, practice: Practice = USUAL
) -> Agenda:
    """Some days, each with what falls on it and how much that is; only what is due in them is read."""
    last = first + timedelta(days=days - 1)
    by_day: dict[date, list[Line]] = {first + timedelta(days=step): [] for step in range(days)}
    lengths = planned_minutes(connection, first - _REACH, last + _REACH)
    for line in _lines(connection, clock, first, last, practice, lengths):
        if line.due in by_day:
            by_day[line.due].append(line)
    found = (
        day_of(day, sorted(lines, key=_order), lengths, practice.rest, clock.today) for day, lines in by_day.items()
    )
    return Agenda(tuple(found), _late(connection, clock) if first <= clock.today <= last else 0)


def _late(connection: sqlite3.Connection, clock: Clock) -> int:
    count, near = read_overdue(connection, clock.today)
    return count + sum(words.local_due(one, clock)[0] < clock.today for one in near)


def agenda_report(found: Agenda, today: date) -> Report:
    """Days as a report, as `agenda` gives it."""
    late = found.late if found.days[0].day == today else 0
    sections = [Section("overdue", _("Overdue"), (), _late_words(late))] if late else []
    sections += _sections(found.days, today)
    return Report(_("Agenda"), span_words(found.days[0].day, found.days[-1].day), tuple(sections))


def span_words(first: date, last: date) -> str:
    """From one day to another, with years; a single day by itself."""
    if first == last:
        return words.full_day_words(first)
    return f"{words.full_day_words(first)} – {words.full_day_words(last)}"


def day_title(day: AgendaDay, today: date) -> str:
    """A day with its date, also when it is today or tomorrow; whether people work; what is too much about it."""
    return " · ".join(filter(None, (_title(day.day, today), rest_words(day), warning_words(day))))


def _late_words(late: int) -> str:
    """What stands for everything that is overdue: the days to come should not be pushed off the screen by it."""
    return ngettext("{n} thing, listed in Today", "{n} things, listed in Today", late).format(n=late)


def _sections(days: Sequence[AgendaDay], today: date) -> Iterator[Section]:
    free: list[AgendaDay] = []
    for one in days:
        if free and (one.lines or rest_words(one) != rest_words(free[0])):
            yield _free(free, today)
            free = []
        if one.lines:
            yield Section(one.day.isoformat(), day_title(one, today), one.lines)
        else:
            free.append(one)
    if free:
        yield _free(free, today)


def _free(days: Sequence[AgendaDay], today: date) -> Section:
    title = _title(days[0].day, today)
    if len(days) > 1:
        title = f"{title} – {_title(days[-1].day, today)}"
    title = " · ".join(filter(None, (title, rest_words(days[0]))))
    return Section(days[0].day.isoformat(), title, (), _("nothing planned"))


def _title(day: date, today: date) -> str:
    near = words.day_words(day, today)
    dated = words.dated_words(day, today)
    return dated if near == dated else f"{dated} · {near}"


def _order(line: Line) -> tuple[object, ...]:
    """Festivals and important days first, then what has no time, then by the clock."""
    timed = line.at is not None
    return timed, line.at or time.min, _ORDER.index(line.noun), line.part("account"), line.record_id


def _lines(
    connection: sqlite3.Connection, clock: Clock, first: date, last: date, practice: Practice, lengths: dict[str, int]
) -> Iterator[Line]:
    since, until = first - _REACH, last + _REACH
    done = list_done_by_due(connection, since, until) if first < clock.today else []
    for follow_up in (*list_follow_ups(connection, since=since, until=until), *done):
        line = _follow_up(follow_up, clock, lengths)
        if line.state != "done" or (line.due and line.due < clock.today):
            yield line
    for promise in list_open_promises(connection, due_since=since, due_until=last):
        yield _promise(promise, clock)
    for occasion, on in read_coming(connection, first, (last - first).days):
        if shown_on := _shown_on(occasion, on, clock.today, last):
            yield occasion_line(occasion, shown_on, "")
    for festival in festivals_between(first, last, off=practice.days.off, own=practice.days.own):
        yield festival_line(festival)


def _shown_on(occasion: Occasion, on: date, today: date, last: date) -> date | None:
    """The day that an occasion stands on.

    One of which only the month is known stands on today while that month lasts, else on the first of the month; on
    the other days of it, on which a span may begin, it does not stand.
    """
    if occasion.day is not None or on == today:
        return on
    if on < today:
        later = words.occasion_day(occasion, today)
        if later is not None and later <= last and later == today:
            return later
    begins = words.occasion_day(occasion, on - _REACH)
    return on if begins == on else None


def _follow_up(follow_up: FollowUp, clock: Clock, lengths: dict[str, int]) -> Line:
    due, at = words.local_due(follow_up, clock)
    when = _clock_words(at, lengths.get(follow_up.id))
    if follow_up.done_at:
        return follow_up_line(follow_up, _("done"), due, at, "done")
    state = words.due_state(due, clock.today)
    if state == "overdue":
        when = words.due_words(due, at, clock.today)
    return follow_up_line(follow_up, when, due, at, state)


def _clock_words(at: time | None, minutes: int | None) -> str:
    """From when, and until when if that is known."""
    if at is None:
        return ""
    return f"{at:%H:%M}–{span_of(at, minutes).ends:%H:%M}" if minutes else f"{at:%H:%M}"


def _promise(promise: Promise, clock: Clock) -> Line:
    due, day = words.read_day(promise.due), clock.today
    late = due is not None and due < day
    when = words.due_words(due, None, day) if due and late else ""
    return promise_line(promise, when, due, words.due_state(due, day) if due else "", clock)
