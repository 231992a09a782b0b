"""What a week left open and what the next one brings: promises, follow-ups, important days of accounts, festivals."""

import sqlite3
from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta

from karep.db.views.follow_ups import FollowUp, get_follow_up, list_done_follow_ups, list_follow_ups
from karep.db.views.moves import Moved, list_moved
from karep.db.views.promises import Promise, list_closed_promises, list_open_promises
from karep.i18n import N_, _
from karep.reports import words
from karep.reports.coming import read_coming
from karep.reports.due_lines import festival_line, follow_up_line, occasion_line, promise_line
from karep.reports.report import Line, parts
from karep.rules.clock import Clock
from karep.rules.festivals import DEFAULT_DAYS, DaySettings, festivals_between
from karep.rules.vocabulary import OWED_BY
from karep.rules.weeks import Week
from karep.rules.zones import utc_span

_KEPT, _BROKEN, _OPEN, _DONE, _MOVED = N_("kept"), N_("not kept"), N_("open"), N_("done"), N_("moved")


def seen_from(span: Week, clock: Clock) -> date:
    """The day from which a week is looked at: today within it, the day after it later on."""
    return min(clock.today, span.last + timedelta(days=1))


def promise_lines(connection: sqlite3.Connection, span: Week, clock: Clock) -> list[Line]:
    """Promises that stood open at the end of a week, ours overdue first, then those kept or broken in it."""
    since, until = utc_span(span.first, span.last, clock.zone)
    on = seen_from(span, clock)
    still = [*list_open_promises(connection), *list_closed_promises(connection, since=until)]
    # what came with an import was noted down later than it was promised
    last = span.last.isoformat()
    moved = list_moved(connection, "promise", since, until)
    here = (one for one in still if one.created_at < until or (one.due and one.due <= last))
    standing = [_promise(one, on, _OPEN, moved) for one in here]
    settled = [
        _promise(one, on, _KEPT if one.kept_at else _BROKEN, moved)
        for one in list_closed_promises(connection, since=since, until=until)
    ]
    ours = {one.id for one in still if one.owed_by == "us"}
    standing.sort(key=lambda line: (line.state != "overdue", line.record_id not in ours, *_by_day(line)))
    return standing + settled


def _by_day(line: Line) -> tuple[date, bool, time, str]:
    return line.due or date.max, line.at is not None, line.at or time.min, line.part("account")


def _moved(moved: Moved | None, on: date) -> str:
    """From which day something was moved, and how often, within the week."""
    before = words.read_day(moved.due_before) if moved else None
    if moved is None or before is None:
        return ""
    sentence = _("moved from {day}") if moved.times == 1 else _("moved {n}× from {day}")
    return sentence.format(n=moved.times, day=words.dated_words(before, on))


def _promise(promise: Promise, on: date, word: str, moved: Mapping[str, Moved]) -> Line:
    due = words.read_day(promise.due)
    open_now = word == _OPEN
    late = open_now and due is not None and due < on
    state = "overdue" if late else "open" if open_now else "done"
    return Line(
        "promise",
        promise.id,
        parts(
            state=words.due_words(due, None, on) if due and late else _(word),
            owed=_(OWED_BY.get(promise.owed_by, "")),
            account=promise.account_name,
            what=promise.what,
            who=promise.person_name,
            when=_("due {day}").format(day=words.dated_words(due, on)) if due and open_now else None,
            moved=_moved(moved.get(promise.id), on),
        ),
        account_id=promise.account_id,
        due=due,
        state=state,
    )


def follow_up_lines(connection: sqlite3.Connection, span: Week, clock: Clock) -> list[Line]:
    """Follow-ups that were due by the end of a week and stood open then, the overdue first; then those done in it, and
    those moved in it to a later week.
    """
    since, until = utc_span(span.first, span.last, clock.zone)
    on = seen_from(span, clock)
    open_now = list_follow_ups(connection, until=span.last + timedelta(days=1))
    later = list_done_follow_ups(connection, since=until, until=None)
    moved = list_moved(connection, "follow_up", since, until)
    standing = []
    for one in (*open_now, *later):
        due, _at = words.local_due(one, clock)
        if due <= span.last:
            standing.append(_follow_up(one, due, on, _OPEN, moved))
    standing.sort(key=_by_day)
    finished = list_done_follow_ups(connection, since=since, until=until)
    done = [_follow_up(one, words.local_due(one, clock)[0], on, _DONE, moved) for one in finished]
    told = {line.record_id for line in (*standing, *done)}
    put_off = []
    for record_id in moved:
        step = None if record_id in told else get_follow_up(connection, record_id)
        if step is not None:
            put_off.append(_follow_up(step, words.local_due(step, clock)[0], on, _MOVED, moved))
    return [*standing, *done, *sorted(put_off, key=_by_day)]


def _follow_up(follow_up: FollowUp, due: date, on: date, word: str, moved: Mapping[str, Moved]) -> Line:
    open_now = word in (_OPEN, _MOVED)
    late = open_now and due < on
    return Line(
        "follow_up",
        follow_up.id,
        parts(
            state=words.due_words(due, None, on) if late else _(word),
            account=follow_up.account_name,
            what=follow_up.what,
            who=follow_up.person_name,
            when=_("due {day}").format(day=words.dated_words(due, on)),
            moved=_moved(moved.get(follow_up.id), on),
        ),
        account_id=follow_up.account_id,
        opportunity_id=follow_up.opportunity_id or "",
        due=due,
        state="overdue" if late else "open" if open_now else "done",
    )


def next_week_lines(
    connection: sqlite3.Connection, span: Week, clock: Clock, days: DaySettings = DEFAULT_DAYS
) -> list[Line]:
    """What a coming week brings, day by day; people's own days are left out because the summary is handed on."""
    lines = [*_planned(connection, span, clock), *_days(connection, span, clock.today, days)]
    return sorted(lines, key=_by_day)


def _planned(connection: sqlite3.Connection, span: Week, clock: Clock) -> Iterator[Line]:
    reach = timedelta(days=1)
    for one in list_follow_ups(connection, since=span.first - reach, until=span.last + reach):
        due, at = words.local_due(one, clock)
        if span.first <= due <= span.last:
            when = " ".join(filter(None, (words.dated_words(due, clock.today), f"{at:%H:%M}" if at else "")))
            yield follow_up_line(one, when, due, at, "coming", deal=False)
    for promise in list_open_promises(connection, due_until=span.last):
        due_day = words.read_day(promise.due)
        if due_day and due_day >= span.first:
            yield promise_line(promise, words.dated_words(due_day, clock.today), due_day, "coming", clock)


def _days(connection: sqlite3.Connection, span: Week, today: date, days: DaySettings) -> Iterator[Line]:
    for occasion, on in read_coming(connection, span.first, 6):
        if not words.is_personal(occasion):
            yield occasion_line(occasion, on, words.dated_words(on, today), "coming")
    for festival in festivals_between(span.first, span.last, off=days.off, own=days.own):
        yield festival_line(festival, words.dated_words(festival.day, today))
