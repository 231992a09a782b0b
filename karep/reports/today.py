"""Today: what is overdue and due, who is going cold and why, which days are near, which deals stand still."""

import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time, timedelta
from typing import Any, Final

from karep.db.views.cold import AccountContact, Limit, get_account_contacts, list_cold_accounts
from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.occasions import Occasion, list_occasions
from karep.db.views.opportunities import Opportunity, list_without_next_step
from karep.db.views.promises import Promise, list_open_promises
from karep.i18n import _
from karep.reports import words
from karep.reports.coming import coming_occasions
from karep.reports.due_lines import follow_up_line, occasion_line, promise_line
from karep.reports.report import Line, Report, Section, parts
from karep.rules.attention import attention
from karep.rules.cadence import DEFAULT_SETTINGS, Cadence, CadenceSettings, account_clock
from karep.rules.clock import Clock
from karep.rules.vocabulary import TIERS
from karep.rules.zones import utc_span

PROMISED_AHEAD: Final = 3
"""How many days ahead promises of ours are shown."""
DATES_AHEAD: Final = 14
"""How many days ahead important days are shown."""
LISTED: Final = 100
"""How many lines a section has at most; further ones are counted."""
COLD_LISTED: Final = 20
"""How many accounts going cold are listed at most, the most pressing first; the others are counted."""
_COLD_READ: Final = 3 * COLD_LISTED


@dataclass(frozen=True, slots=True)
class Standing:
    """How an account stands today."""

    contact: AccountContact
    cadence: Cadence
    score: int
    """Its attention, in points."""


@dataclass(frozen=True, slots=True)
class Found:
    """Everything that is read for one day."""

    promises: list[Promise]
    follow_ups: list[tuple[FollowUp, date, time | None]]
    deals: list[Opportunity] = field(default_factory=list)
    occasions: list[tuple[Occasion, date]] = field(default_factory=list)
    cold: list[str] = field(default_factory=list)
    cold_count: int = 0


def today(
    connection: sqlite3.Connection,
    clock: Clock,
    *,
    settings: CadenceSettings = DEFAULT_SETTINGS,
    urgent_only: bool = False,
) -> Report:
    """What the rep should see first on a day, the most pressing first in every section.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        settings: How often a customer should hear from us.
        urgent_only: Read only promises and follow-ups, which takes no time in a book of any size; the other sections
            stay empty.
    """
    day = clock.today
    found = _read_urgent(connection, clock)
    if not urgent_only:
        found = _read_rest(connection, clock, settings, found)
    sections = _sections(found, _standings(connection, clock, settings, found), clock)
    return Report(_("Today"), words.full_day_words(day), sections)


def _sections(found: Found, standings: dict[str, Standing], clock: Clock) -> tuple[Section, ...]:
    day = clock.today
    ours = [_promise(one, clock, standings) for one in found.promises if one.owed_by == "us"]
    theirs = [_promise(one, clock, standings) for one in found.promises if one.owed_by != "us"]
    due = [_follow_up(*one, day, standings) for one in found.follow_ups]
    cold = [_cold(standings[one], day) for one in found.cold if one in standings]
    dates = [_occasion(*one, day, standings) for one in found.occasions]
    deals = [_deal(one, clock.today, standings) for one in found.deals]
    return (
        _section("promises", _("We promised"), ours, _by_due, _("nothing overdue or due soon")),
        _section("owed_to_us", _("They promised"), theirs, _by_due, _("nothing overdue or due today")),
        _section("follow_ups", _("Follow up"), due, _by_time, _("nothing due")),
        _section("cold", _("Going cold"), cold, _by_attention, _("nobody"), listed=COLD_LISTED, count=found.cold_count),
        _section("dates", _("Important days"), dates, _by_day, _("none within 14 days")),
        _section("deals", _("Deals without a next step"), deals, _by_attention, _("none")),
    )


def _read_urgent(connection: sqlite3.Connection, clock: Clock) -> Found:
    day = clock.today
    # one day more: what is due tomorrow elsewhere may be due today here
    follow_ups = [(one, *words.local_due(one, clock)) for one in list_follow_ups(connection, until=day + timedelta(1))]
    soon = list_open_promises(connection, due_until=day + timedelta(PROMISED_AHEAD))
    promises = [one for one in soon if one.owed_by == "us" or (one.due or "") <= day.isoformat()]
    return Found(promises, [one for one in follow_ups if one[1] <= day])


def _read_rest(connection: sqlite3.Connection, clock: Clock, settings: CadenceSettings, found: Found) -> Found:
    cold, count = list_cold_accounts(connection, cold_limits(clock, settings), _COLD_READ)
    return replace(
        found,
        deals=list_without_next_step(connection, clock.today + timedelta(days=settings.next_step_days)),
        occasions=coming_occasions(list_occasions(connection), clock.today, DATES_AHEAD),
        cold=cold,
        cold_count=count,
    )


def cold_limits(clock: Clock, settings: CadenceSettings) -> list[Limit]:
    """The moments before which a last contact, and a last meeting, make an account of a tier cold."""
    limits = []
    for tier in ("", *TIERS):
        intervals = settings.of_tier(tier)
        face = None if intervals.face is None else _day_start(clock, intervals.face)
        limits.append(Limit(tier, _day_start(clock, intervals.contact), face))
    return limits


def _day_start(clock: Clock, days_ago: int) -> str:
    day = clock.today - timedelta(days=days_ago)
    return utc_span(day, day, clock.zone)[0]


def _standings(
    connection: sqlite3.Connection, clock: Clock, settings: CadenceSettings, found: Found
) -> dict[str, Standing]:
    """How every account that is mentioned stands."""
    day = clock.today
    overdue: dict[str, int] = {}
    for promise in found.promises:
        late = words.read_day(promise.due)
        if promise.owed_by == "us" and late and late < day:
            overdue[promise.account_id] = overdue.get(promise.account_id, 0) + 1
    dates: dict[str, date] = {}
    for occasion, on in found.occasions:
        if occasion.account_id:
            dates.setdefault(occasion.account_id, on)
    ids = {*found.cold, *overdue, *dates, *(one.account_id for one in found.deals)}
    ids |= {one.account_id for one in found.promises} | {one.account_id for one, _day, _time in found.follow_ups}
    standings = {}
    for account_id, contact in get_account_contacts(connection, ids).items():
        cadence = account_clock(
            contact.tier,
            words.read_local_day(contact.last_touch_at, clock.zone),
            words.read_local_day(contact.last_face_at, clock.zone),
            day,
            settings,
        )
        score = attention(
            contact.tier,
            overdue_promises=overdue.get(account_id, 0),
            cadence=cadence.state,
            next_date=dates.get(account_id),
            today=day,
        ).score
        standings[account_id] = Standing(contact, cadence, score)
    return standings


# --- lines -------------------------------------------------------------------------------------------------------


def _promise(promise: Promise, clock: Clock, standings: dict[str, Standing]) -> Line:
    day = clock.today
    due = words.read_day(promise.due) or day
    when, state = words.due_words(due, None, day), words.due_state(due, day)
    return promise_line(promise, when, due, state, clock, owed=False, attention=_score(standings, promise.account_id))


def _follow_up(follow_up: FollowUp, due: date, at: time | None, day: date, standings: dict[str, Standing]) -> Line:
    when, state = words.due_words(due, at, day), words.due_state(due, day)
    return follow_up_line(follow_up, when, due, at, state, attention=_score(standings, follow_up.account_id))


def _cold(standing: Standing, day: date) -> Line:
    contact, cadence = standing.contact, standing.cadence
    when = _("never") if cadence.days_left is None else words.due_words(cadence.due_on or day, None, day)
    upcoming = words.read_day(contact.next_due)
    following = _("next: {day}").format(day=words.day_words(upcoming, day)) if upcoming and upcoming >= day else ""
    return Line(
        "account",
        contact.account_id,
        parts(when=when, account=contact.name, why=cold_words(contact.tier, cadence), next=following),
        account_id=contact.account_id,
        due=cadence.due_on,
        state="cold",
        attention=standing.score,
    )


def cold_words(tier: str | None, cadence: Cadence) -> str:
    """Why an account is going cold: “Platinum, last contact 43 d ago, limit 14 d”."""
    if cadence.days_since is None:
        sentence = _("{tier}, never in contact, limit {limit} d")
    elif cadence.clock == "face":
        sentence = _("{tier}, last met {days} d ago, limit {limit} d")
    else:
        sentence = _("{tier}, last contact {days} d ago, limit {limit} d")
    return sentence.format(tier=words.tier_words(tier), days=cadence.days_since, limit=cadence.limit_days)


def _occasion(occasion: Occasion, on: date, day: date, standings: dict[str, Standing]) -> Line:
    when, state = words.day_words(on, day), words.due_state(on, day)
    return occasion_line(occasion, on, when, state, attention=_score(standings, occasion.account_id or ""))


def _deal(deal: Opportunity, today: date, standings: dict[str, Standing]) -> Line:
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
        attention=_score(standings, deal.account_id),
    )


def _score(standings: dict[str, Standing], account_id: str) -> int:
    standing = standings.get(account_id)
    return standing.score if standing else 0


# --- order -------------------------------------------------------------------------------------------------------


def _by_due(line: Line) -> tuple[Any, ...]:
    """What is overdue first, by attention, then what is due today; of equals the longest overdue first; then by day."""
    coming = line.due if line.due and line.state == "coming" else date.min
    return line.state != "overdue", coming, -line.attention, line.due or date.max, line.part("account")


def _by_time(line: Line) -> tuple[Any, ...]:
    """What is overdue by attention; then what has a time today, in that order; then the rest of today by attention."""
    timed = line.at or time.max if line.state == "due" else time.min
    return line.state != "overdue", timed, *_by_due(line)[1:]


def _by_attention(line: Line) -> tuple[Any, ...]:
    return -line.attention, line.due or date.max, line.part("account")


def _by_day(line: Line) -> tuple[Any, ...]:
    return line.due or date.max, -line.attention, line.part("account")


def _section(
    key: str,
    title: str,
    lines: Sequence[Line],
    order: Callable[[Line], tuple[Any, ...]],
    empty: str,
    *,
    listed: int = LISTED,
    count: int | None = None,
) -> Section:
    """The most pressing lines of a section; `count` is how many there are if not all of them were read."""
    shown = tuple(sorted(lines, key=order)[:listed])
    return Section(key, title, shown, empty, more=max(0, (len(lines) if count is None else count) - len(shown)))
