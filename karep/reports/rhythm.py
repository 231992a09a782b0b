"""Who is due for a contact, for whom nothing is planned, and whom to win back, each with its why."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, timedelta
from typing import Final

from karep.db.views import rhythm as view
from karep.db.views.rhythm import AccountRhythm, Limits, PersonRhythm, Range, Reached
from karep.frozen import frozen
from karep.reports import words
from karep.reports.due import Due, due_words, state_words
from karep.rules import recovery
from karep.rules.cadence import (
    ACCOUNT_CLOCKS,
    CLASSES,
    UNTIERED,
    Cadence,
    LastContacts,
    account_cadence,
    cadence_of,
    person_clock,
    reach,
)
from karep.rules.clock import Clock
from karep.rules.practice import USUAL, Practice
from karep.rules.referrers import OLD_HEN
from karep.rules.vocabulary import ROLES, TIERS
from karep.rules.zones import utc_span

__all__ = ["COUNTED", "LISTED", "Due", "Rhythm", "account_dues", "due_words", "read_rhythm", "state_words"]

LISTED: Final = 20
"""How many are listed of each kind unless the caller says otherwise."""
COUNTED: Final = 3_000
"""Beyond so many of a kind nobody counts on."""
_NO_END: Final = "~"
"""Later than every moment."""
_COLUMN: Final = dict(zip(ACCOUNT_CLOCKS, view.MOMENTS, strict=True))
_PARTS: Final = (*ROLES, OLD_HEN)


@frozen
class Rhythm:
    """What the rhythm asks for on a day, the most pressing first; counts stop at `COUNTED`."""

    behind: tuple[Due, ...]
    """Accounts that are overdue, never heard from us though they have a tier, or are due; in this order."""
    behind_count: int
    unplanned: tuple[Due, ...]
    """Accounts with a tier and without an open follow-up, as far as they do not stand in ``behind``."""
    unplanned_count: int
    win_back: tuple[Due, ...]
    """Accounts that fell asleep or were lost and of which a step is open."""
    win_back_count: int


def read_rhythm(
    connection: sqlite3.Connection, clock: Clock, practice: Practice = USUAL, *, listed: int = LISTED
) -> Rhythm:
    """What the rhythm asks for today. What is put off beyond today is left out.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        practice: How the rep works.
        listed: How many are listed of each kind at most; the others are counted.
    """
    day = _Day(clock, practice)
    behind, behind_count = _behind(connection, day, listed)
    unplanned, unplanned_count = _unplanned(connection, day, listed, {due.account_id for due in behind})
    win_back, win_back_count = _win_back(connection, day, listed)
    return Rhythm(behind, behind_count, unplanned, unplanned_count, win_back, win_back_count)


def account_dues(
    connection: sqlite3.Connection, account_ids: Iterable[str], clock: Clock, practice: Practice = USUAL
) -> dict[str, Due]:
    """How some accounts stand, by id, whether anything was put off or not.

    Those not in the store are left out, and those that no clock runs for.
    """
    day = _Day(clock, practice)
    rows = view.get_rhythms(connection, account_ids, day.now)
    dues = ((account_id, _due(row, day)) for account_id, row in rows.items())
    return {account_id: due for account_id, due in dues if due is not None}


# --- one day -----------------------------------------------------------------------------------------------------


@frozen
class _Day:
    """What everything is read against: the day, the zone, how the rep works."""

    clock: Clock
    practice: Practice
    today: date = field(init=False)
    now: str = field(init=False)
    reach: date = field(init=False)
    """What is due by then is due today, because the days between are free."""
    starts: dict[date, str] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        now = self.clock.text
        object.__setattr__(self, "now", now)
        object.__setattr__(self, "today", self.local(now))
        object.__setattr__(self, "reach", reach(self.today, self.practice.rest))

    def local(self, moment: str | None) -> date | None:
        """The day of a moment in the rep's zone; a day stands for itself."""
        return words.read_day(moment) if moment and len(moment) == 10 else words.read_local_day(moment, self.clock.zone)

    def start(self, day: date) -> str:
        """The moment at which a day begins."""
        if day not in self.starts:
            self.starts[day] = utc_span(day, day, self.clock.zone)[0]
        return self.starts[day]

    def overdue_before(self, worst: int) -> str:
        """Whoever was last reset before this moment is overdue."""
        return self.start(self.today - timedelta(days=worst))

    def due_before(self, ideal: int) -> str:
        """Whoever was last reset before this moment is due."""
        return self.start(self.reach - timedelta(days=ideal - 1))


def _due(row: AccountRhythm, day: _Day, *, awake: bool = False) -> Due | None:
    """How an account stands, or None when no clock runs for it; with `awake` without the clocks that are put off."""
    own = _own_clock(row, day)
    best = None if awake and _is_asleep(row.snoozed_until, day) else own
    whose: PersonRhythm | None = None
    for person in row.people if row.kind in CLASSES else ():
        if awake and _is_asleep(person.snoozed_until, day):
            continue
        found = person_clock(
            row.kind, (person.role,), day.local(person.contact_at), day.today, day.practice.cadence, day.practice.rest
        )
        if found is not None and (best is None or _is_before(found, best)):
            best, whose = found, person
    if best is None:
        return None
    others = [reading for one in (own, best) if one is not None for reading in one.why if reading != best.why[0]]
    due = Due(
        account_id=row.account_id,
        account_name=row.name,
        tier=row.tier,
        city=row.city,
        district=row.district,
        cadence=replace(best, why=(best.why[0], *others)) if whose else best,
        next_due=row.next_due,
    )
    if whose is None:
        return due
    role = "referrer" if whose.role == OLD_HEN else whose.role
    return replace(due, person_id=whose.person_id, person_name=whose.name, role=role)


def _own_clock(row: AccountRhythm, day: _Day) -> Cadence | None:
    settings, rest = day.practice.cadence, day.practice.rest
    since, contact = day.local(row.since), day.local(row.contact_at)
    if row.kind in recovery.RECOVERED:
        return recovery.recovery_clock(row.kind, since or day.today, contact, day.today, settings, rest)
    last = LastContacts(
        contact=contact,
        face=day.local(row.face_at),
        senior=day.local(row.senior_at),
        meeting=day.local(row.meeting_at),
        survey=day.local(row.survey_at),
        since=since,
    )
    return account_cadence(row.kind, last, day.today, settings, rest)


def _is_before(one: Cadence, other: Cadence) -> bool:
    """Whether a clock counts before another; one that was never reset counts last, but before none."""
    return cadence_of((*other.why[:1], *one.why[:1])).why[0] is one.why[0]


def _is_asleep(until: str | None, day: _Day) -> bool:
    return until is not None and until > day.today.isoformat()


# --- who is behind -----------------------------------------------------------------------------------------------


def _behind(connection: sqlite3.Connection, day: _Day, listed: int) -> tuple[tuple[Due, ...], int]:
    today = day.today.isoformat()
    ahead = view.list_ahead(connection, CLASSES, _PARTS, day.now)
    ids = set(ahead)
    ids |= _first_ids(connection, day, listed, late=True)
    if len(ids - ahead) < listed:
        ids |= _first_ids(connection, day, listed, late=False)
    dues = _those_behind(view.get_rhythms(connection, ids, day.now), day)
    count = view.count_behind(connection, *_limits(day), today, COUNTED)
    if late := ahead & {due.account_id for due in dues}:
        # what was counted went by the moments ahead
        count += len(late) - len(_those_behind(view.get_rhythms(connection, late, _NO_END), day))
    return tuple(sorted(dues, key=_pressing)[:listed]), min(count, COUNTED)


def _those_behind(rows: Mapping[str, AccountRhythm], day: _Day) -> list[Due]:
    dues = (_due(row, day, awake=True) for row in rows.values())
    return [due for due in dues if due is not None and _is_behind(due)]


def _is_behind(due: Due) -> bool:
    return due.cadence.state in ("due", "overdue") or (due.cadence.state == "never" and bool(due.tier))


def _pressing(due: Due) -> tuple[bool, int, bool, date, str]:
    """What is late before what is due, in each the highest tier first, then what fell due first."""
    state = due.cadence.state
    return state == "due", _rank(due.tier), state == "never", due.cadence.limit_on or date.max, due.account_name


def _rank(tier: str | None) -> int:
    return CLASSES.index(tier) if tier in CLASSES else len(CLASSES)


@frozen
class _Span:
    """The accounts of one class whose clock is at one state."""

    asked: Range
    since: str
    """They were last reset at this moment or later; empty for any."""
    worst: int
    never: bool = False
    """Whether it is the accounts that never heard from us."""


def _first_ids(connection: sqlite3.Connection, day: _Day, listed: int, *, late: bool) -> set[str]:
    """The accounts that stand first in the list; those that are late, or those that are only due."""
    found: set[str] = set()
    for kind in CLASSES:
        if len(found) >= listed:
            break
        first: dict[str, tuple[int, str]] = {}
        for span in _spans(kind, day, late=late):
            for account_id, at in _candidates(connection, span, day, listed):
                moment = at or date.min.isoformat()
                due = date.fromisoformat(moment[:10]).toordinal() + span.worst, moment[10:]
                first[account_id] = min(due, first.get(account_id, due))
        found.update(sorted(first, key=first.__getitem__)[:listed])
    return found


def _candidates(connection: sqlite3.Connection, span: _Span, day: _Day, listed: int) -> Iterator[view.Candidate]:
    today = day.today.isoformat()
    if not span.never:
        yield from view.list_behind(connection, span.asked, today, listed, since=span.since)
    if span.never or span.asked.clock in view.MOMENTS[1:]:
        yield from view.list_without(connection, span.asked, today, listed, since=span.since)


def _spans(kind: str, day: _Day, *, late: bool) -> Iterator[_Span]:
    for clock, (ideal, worst) in _intervals(kind, day):
        overdue = day.overdue_before(worst)
        before = overdue if late else day.due_before(ideal)
        if before > overdue or late:
            yield _Span(Range(kind, clock, before), "" if late else overdue, worst)
    if late and kind != UNTIERED and day.practice.cadence.of_tier(kind).contact:
        # behind everybody who ever heard from us
        yield _Span(Range(kind, _COLUMN["contact"], _NO_END), "", _FAR, never=True)


_FAR: Final = 1_000_000


def _intervals(kind: str, day: _Day) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every clock of a class that runs: a column of the accounts or the part of a person, with its interval."""
    settings = day.practice.cadence
    tier = settings.of_tier(kind)
    for clock in ACCOUNT_CLOCKS:
        if interval := tier.of(clock):
            yield _COLUMN[clock], interval
    for role in _PARTS:
        if interval := settings.of_role(kind, role):
            yield role, interval


def _limits(day: _Day) -> tuple[list[Limits], list[Range]]:
    accounts, people = [], []
    for kind in CLASSES:
        clocks = {clock: day.due_before(ideal) for clock, (ideal, _worst) in _intervals(kind, day)}
        accounts.append(Limits(kind, *(clocks.pop(column, "") for column in view.MOMENTS)))
        people += [Range(kind, role, before) for role, before in clocks.items()]
    return accounts, people


# --- what is not planned, whom to win back -----------------------------------------------------------------------


def _unplanned(
    connection: sqlite3.Connection, day: _Day, listed: int, besides: set[str]
) -> tuple[tuple[Due, ...], int]:
    """Accounts without a plan that do not stand in the list above already."""
    today, ids = day.today.isoformat(), list[str]()
    above = 0
    for tier in TIERS:
        found = view.list_unplanned(connection, tier, today, listed + len(besides))
        above += len(besides.intersection(found))
        ids += [one for one in found if one not in besides]
        if len(ids) >= listed:
            break
    rows = view.get_rhythms(connection, ids[:listed], day.now)
    dues = (_due(rows[one], day) for one in ids[:listed] if one in rows)
    count = view.count_unplanned(connection, today, COUNTED)
    return tuple(due for due in dues if due is not None), max(count - above, 0)


def _win_back(connection: sqlite3.Connection, day: _Day, listed: int) -> tuple[tuple[Due, ...], int]:
    today, settings = day.today.isoformat(), day.practice.cadence
    dues: list[Due] = []
    count = 0
    for kind in recovery.RECOVERED:
        ahead = recovery.steps(kind, day.today, settings)
        if not ahead:
            continue
        first = day.reach - timedelta(days=ahead[0].days)
        # two days more than the last step: the rep's day is not the one in UTC, and the limit is included
        asked = Reached(kind, first.isoformat(), day.start(first + timedelta(days=1)), ahead[-1].days + 2)
        alone = view.list_recovering(connection, asked, today, day.now, listed, touched=False)
        touched = view.list_recovering(connection, asked, today, day.now, _LOOKED_THROUGH, touched=True)
        still = _still_open(connection, kind, touched, day)
        count += view.count_untouched(connection, asked, today, COUNTED) + len(still)
        ids = {*(one.account_id for one in alone), *still[:listed]}
        rows = view.get_rhythms(connection, ids, day.now, people=False)
        found = (_due(row, day, awake=True) for row in rows.values())
        dues += [due for due in found if due is not None and due.cadence.state in ("due", "overdue")]
    dues.sort(key=lambda due: recovery.win_back_order(due.tier, due.cadence, due.account_name))
    return tuple(dues[:listed]), min(count, COUNTED)


_LOOKED_THROUGH: Final = 1_000
"""Of accounts that heard from us since they left, so many are looked through for an open step."""


def _still_open(connection: sqlite3.Connection, kind: str, touched: Sequence[view.Recovering], day: _Day) -> list[str]:
    """Of accounts with a contact since they left, those whose latest step is open all the same."""
    ahead = [one.account_id for one in touched if (one.contact_at or "") > day.now]
    happened = view.get_rhythms(connection, ahead, day.now, people=False)
    closed: dict[str, str] = {}
    found = []
    for one in touched:
        if one.since not in closed:
            steps = recovery.steps(kind, day.local(one.since) or day.today, day.practice.cadence)
            from_day = recovery.closed_from(steps, day.today, day.practice.rest)
            closed[one.since] = day.start(from_day) if from_day else ""
        last = happened[one.account_id].contact_at if one.account_id in happened else one.contact_at
        if (last or "") < closed[one.since]:
            found.append(one.account_id)
    return found
