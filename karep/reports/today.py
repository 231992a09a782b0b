"""Today: what is overdue and due, who is going cold and why, which days are near, which deals stand still."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import field, replace
from datetime import date, time, timedelta
from typing import Any, Final

from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.opportunities import Opportunity, list_without_next_step
from karep.db.views.planned import list_first_planned
from karep.db.views.promises import Promise, list_open_promises
from karep.db.views.snoozes import snoozed_things
from karep.frozen import frozen
from karep.i18n import _
from karep.reports import words
from karep.reports.attention_points import account_attention, attention_words
from karep.reports.care import care_lines
from karep.reports.due_lines import follow_up_line, promise_line
from karep.reports.report import Line, Report, Section, parts
from karep.reports.rhythm import Due, Rhythm, account_dues, due_words, read_rhythm
from karep.rules.attention import Attention
from karep.rules.clock import Clock
from karep.rules.practice import USUAL, Practice

PROMISED_AHEAD: Final = 3
"""How many days ahead promises of ours are shown."""
LISTED: Final = 100
"""How many lines a section has at most; further ones are counted."""
COLD_LISTED: Final = 20
"""How many accounts a section lists at most, the most pressing first; the others are counted."""
WHOLE: Final = 1_000
"""How many lines a section has at most when whole sections are asked for."""
_COLD_READ: Final = COLD_LISTED * 5 // 4
"""So many are weighed for it: a promise may bring one up, and each costs a part of the frame."""


@frozen
class Found:
    """Everything that is read for one day."""

    promises: list[Promise]
    follow_ups: list[tuple[FollowUp, date, time | None]]
    deals: list[Opportunity] = field(default_factory=list)
    dates: list[Line] = field(default_factory=list)
    rhythm: Rhythm = field(default_factory=lambda: Rhythm((), 0, (), 0, (), 0))
    next_days: Mapping[str, date] = field(default_factory=dict)
    """The rep's day of the earliest open follow-up, by account, for those that wait."""


def today(
    connection: sqlite3.Connection,
    clock: Clock,
    *,
    practice: Practice = USUAL,
    urgent_only: bool = False,
    whole: bool = False,
    hand_on: str = "",
) -> Report:
    """What the rep should see first on a day, the most pressing first in every section.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        practice: How the rep works.
        urgent_only: Read only promises and follow-ups, which takes no time in a book of any size; the other sections
            stay empty.
        whole: List up to `WHOLE` lines of each section, not only the most pressing.
        hand_on: By which keys or command a report is handed on, ``{period}`` in it being its week: on Friday afternoon
            the first line reminds of it then; without these words nothing does.
    """
    found = _read_urgent(connection, clock)
    if not urgent_only:
        found = _read_rest(connection, clock, practice, found, WHOLE if whole else _COLD_READ)
    sections = _weighed(connection, clock, practice, found, _sections(found, clock), whole=whole)
    if hand_on and not urgent_only:
        from karep.reports.reminder import reminder

        sections = (*reminder(connection, clock, hand_on), *sections)
    return Report(_("Today"), words.full_day_words(clock.today), sections)


def without_personal(report: Report) -> Report:
    """The page without the days that are somebody's own business."""
    return replace(
        report,
        sections=tuple(
            replace(one, lines=tuple(line for line in one.lines if line.level != "personal")) for one in report.sections
        ),
    )


def _sections(found: Found, clock: Clock) -> tuple[Section, ...]:
    """All lines, in no order yet; `Section.more` is how many there are beside those that were read."""
    day, rhythm = clock.today, found.rhythm
    ours, theirs, due = _agreed(found, clock)
    cold, idle, lost = (
        [_account(one, day, found.next_days.get(one.account_id), state) for one in dues]
        for dues, state in ((rhythm.behind, "cold"), (rhythm.unplanned, "unplanned"), (rhythm.win_back, ""))
    )
    deals = [_deal(one, day) for one in found.deals]
    nobody = _("nobody")
    return (
        Section("promises", _("We promised"), tuple(ours), _("nothing overdue or due soon")),
        Section("owed_to_us", _("They promised"), tuple(theirs), _("nothing overdue or due today")),
        Section("follow_ups", _("Follow up"), tuple(due), _("nothing due")),
        Section("cold", _("Going cold"), tuple(cold), nobody, max(0, rhythm.behind_count - len(cold))),
        Section("unplanned", _("Nothing planned"), tuple(idle), nobody, max(0, rhythm.unplanned_count - len(idle))),
        Section("dates", _("Important days"), tuple(found.dates), _("none in reach")),
        Section("win_back", _("Win back"), tuple(lost), nobody, max(0, rhythm.win_back_count - len(lost))),
        Section("deals", _("Deals without a next step"), tuple(deals), _("none")),
    )


def _agreed(found: Found, clock: Clock) -> tuple[list[Line], list[Line], list[Line]]:
    """Our promises, theirs, follow-ups. A promise and the follow-up that shall keep it are one thing: one line.

    That is the promise's once it is due, with what is planned; before, what is planned is what the rep has to do.
    """
    day = clock.today
    planned = {one.id: (due, at) for one, due, at in found.follow_ups}
    made_from = {one.follow_up_id: one for one in found.promises if one.follow_up_id in planned}
    ours, theirs = list[Line](), list[Line]()
    for promise in found.promises:
        plan = planned.get(promise.follow_up_id or "")
        if plan is None or _is_due(promise, day):
            words_of_plan = words.due_words(*plan, day) if plan else None
            (ours if promise.owed_by == "us" else theirs).append(_promise(promise, clock, words_of_plan))
    due = []
    for step, on, at in found.follow_ups:
        kept_by_it = made_from.get(step.id)
        if kept_by_it is None or not _is_due(kept_by_it, day):
            due.append(_follow_up(step, on, at, day, words.read_day(kept_by_it.due) if kept_by_it else None))
    return ours, theirs, due


def _is_due(promise: Promise, day: date) -> bool:
    return (promise.due or "") <= day.isoformat()


def _read_urgent(connection: sqlite3.Connection, clock: Clock) -> Found:
    day = clock.today
    # one day more: what is due tomorrow elsewhere may be due today here
    follow_ups = [(one, *words.local_due(one, clock)) for one in list_follow_ups(connection, until=day + timedelta(1))]
    soon = list_open_promises(connection, due_until=day + timedelta(PROMISED_AHEAD))
    promises = [one for one in soon if one.owed_by == "us" or (one.due or "") <= day.isoformat()]
    return Found(promises, [one for one in follow_ups if one[1] <= day])


def _read_rest(connection: sqlite3.Connection, clock: Clock, practice: Practice, found: Found, listed: int) -> Found:
    day = clock.today
    waiting = snoozed_things(connection, "deal", day)
    deals = list_without_next_step(connection, day + timedelta(days=practice.cadence.next_step_days))
    put_off = {(noun, one) for noun in ("occasion", "festival") for one in snoozed_things(connection, noun, day)}
    rhythm = _read_rhythm(connection, clock, practice, listed)
    waiting_ids = [one.account_id for one in (*rhythm.behind, *rhythm.unplanned, *rhythm.win_back) if one.next_due]
    return replace(
        found,
        deals=[one for one in deals if one.id not in waiting],
        dates=[one for one in care_lines(connection, clock, practice) if (one.noun, one.record_id) not in put_off],
        rhythm=rhythm,
        next_days={
            one.account_id: words.local_due(one, clock)[0] for one in list_first_planned(connection, waiting_ids)
        },
    )


def _read_rhythm(connection: sqlite3.Connection, clock: Clock, practice: Practice, listed: int) -> Rhythm:
    """Who waits for a contact or a plan; whom the rep does not want to call for now needs no plan either."""
    found = read_rhythm(connection, clock, practice, listed=listed)
    resting = snoozed_things(connection, "cadence", clock.today)
    left = tuple(one for one in found.unplanned if one.account_id not in resting)
    fewer = len(found.unplanned) - len(left)
    return replace(found, unplanned=left, unplanned_count=found.unplanned_count - fewer)


def _weighed(
    connection: sqlite3.Connection,
    clock: Clock,
    practice: Practice,
    found: Found,
    sections: tuple[Section, ...],
    *,
    whole: bool,
) -> tuple[Section, ...]:
    """The most pressing lines of each section, in order.

    Which ones these are is decided by what is known at once; how the clocks of their accounts stand, which takes
    longer, is read only for those.
    """
    rhythm = found.rhythm
    states = {one.account_id: one.cadence.state for one in (*rhythm.win_back, *rhythm.unplanned, *rhythm.behind)}

    def weigh(ordered: tuple[Section, ...], *, tell: bool) -> tuple[Section, ...]:
        ids = {line.account_id for section in ordered for line in section.lines} - {""}
        standings = account_attention(
            connection, ids, clock.today, promises=found.promises, dates=found.dates, states=states
        )
        return tuple(_in_order(one, standings, tell=tell, whole=whole) for one in ordered)

    chosen = weigh(sections, tell=False)
    unknown = {line.account_id for section in chosen for line in section.lines} - {"", *states}
    states |= {one: due.cadence.state for one, due in account_dues(connection, unknown, clock, practice).items()}
    return weigh(chosen, tell=True)


# --- lines -------------------------------------------------------------------------------------------------------


def _promise(promise: Promise, clock: Clock, planned: str | None) -> Line:
    day = clock.today
    due = words.read_day(promise.due) or day
    when, state = words.due_words(due, None, day), words.due_state(due, day)
    return promise_line(promise, when, due, state, clock, owed=False, planned=planned)


def _follow_up(follow_up: FollowUp, due: date, at: time | None, day: date, promised: date | None) -> Line:
    when, state = words.due_words(due, at, day), words.due_state(due, day)
    return follow_up_line(follow_up, when, due, at, state, promised=promised, today=day)


def _account(due: Due, day: date, upcoming: date | None, state: str) -> Line:
    """An account, or the person of it whose clock falls due first; without a `state` it is due as that clock says."""
    on = due.cadence.due_on
    following = _("next: {day}").format(day=words.day_words(upcoming, day)) if upcoming and upcoming >= day else ""
    return Line(
        "person" if due.person_id else "account",
        due.person_id or due.account_id,
        parts(
            when=words.due_words(on, None, day) if on else _("never"),
            account=due.account_name,
            who=due.person_name,
            why=due_words(due),
            next=following,
        ),
        account_id=due.account_id,
        due=on,
        state=state or words.due_state(on or day, day),
    )


def _deal(deal: Opportunity, today: date) -> Line:
    later = words.read_day(deal.next_due)
    return Line(
        "opportunity",
        deal.id,
        parts(
            when=words.stage_words(deal.stage),
            account=deal.account_name,
            what=deal.name,
            amount=words.amount_words(deal.amount, deal.currency),
            next=_("next step only {day}").format(day=words.day_words(later, today)) if later else "",
        ),
        account_id=deal.account_id,
        opportunity_id=deal.id,
        state="stuck",
    )


# --- order -------------------------------------------------------------------------------------------------------


def _by_due(line: Line, oldest: date) -> tuple[Any, ...]:
    """What is overdue by attention, an account's lines together; then what is due today by attention; then by day."""
    coming = line.due if line.due and line.state == "coming" else date.min
    return line.state != "overdue", coming, -line.attention, oldest, *_by_account(line)


def _by_time(line: Line, oldest: date) -> tuple[Any, ...]:
    """What is overdue by attention; then what has a time today, in that order; then the rest of today by attention."""
    timed = line.at or time.max if line.state == "due" else time.min
    return line.state != "overdue", timed, *_by_due(line, oldest)[1:]


def _by_attention(line: Line, _oldest: date) -> tuple[Any, ...]:
    return -line.attention, line.due or date.max, line.part("account")


def _by_day(line: Line, _oldest: date) -> tuple[Any, ...]:
    return line.due or date.max, -line.attention, line.part("account")


def _by_account(line: Line) -> tuple[Any, ...]:
    return line.part("account"), line.account_id, line.due or date.max


_ORDERS: Final[Mapping[str, Callable[[Line, date], tuple[Any, ...]]]] = {
    "promises": _by_due,
    "owed_to_us": _by_due,
    "follow_ups": _by_time,
    "dates": _by_day,
    "win_back": _by_due,
}
"""By the keys of the sections, from a line and the earliest day of the lines of its account that are as late or not; of
the others the most attention comes first."""
_FEW: Final = ("cold", "unplanned", "win_back")
"""The sections that list few of many."""


def _in_order(section: Section, standings: Mapping[str, Attention], *, tell: bool, whole: bool) -> Section:
    """The most pressing lines of a section; with `tell` they say what their points are for."""
    nothing = Attention(0, ())
    weighed = []
    oldest: dict[tuple[str, str], date] = {}
    for line in section.lines:
        found = standings.get(line.account_id, nothing)
        weighed.append(replace(line, attention=found.score, points=attention_words(found) if tell else ""))
        due, like = line.due or date.max, (line.account_id, line.state)
        oldest[like] = min(due, oldest.get(like, due))
    order = _ORDERS.get(section.key, _by_attention)
    weighed.sort(key=lambda line: order(line, oldest[line.account_id, line.state]))
    listed = WHOLE if whole else COLD_LISTED if section.key in _FEW else LISTED
    return replace(section, lines=tuple(weighed[:listed]), more=section.more + max(0, len(weighed) - listed))
