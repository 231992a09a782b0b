"""The weekly summary: what was done from Monday to Sunday, what came of it, what comes next.

Everything is counted by the days of the rep's own zone, and every number can be opened. Preferences, gifts' words and
people's own days never appear: the summary is handed on.
"""

import sqlite3
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from karep.db.views.accounts import AccountLine, get_account_lines
from karep.db.views.competitors import list_competitors
from karep.db.views.concessions import list_made_concessions
from karep.db.views.needs import list_needs
from karep.db.views.objections import list_objections
from karep.db.views.opportunities import list_stage_changes
from karep.db.views.progress import Newcomer, list_closings, list_newcomers
from karep.db.views.touches import Touch, list_touches
from karep.i18n import N_, _, language
from karep.reports import week_lines, words
from karep.reports.report import NONE, Figure, Line, Report, Section, parts
from karep.reports.week_plan import follow_up_lines, next_week_lines, promise_lines
from karep.rules.clock import Clock
from karep.rules.practice import USUAL, Practice
from karep.rules.vocabulary import TIERS
from karep.rules.weeks import Week, week_label, week_of
from karep.rules.zones import utc_span

MOST_TOUCHES: Final = 100_000
"""More touches than anybody makes in a week."""

NUMBERS: Final = {
    "visits": N_("Visits"),
    "calls": N_("Calls"),
    "others": N_("Other touches"),
    "accounts": N_("Accounts touched"),
    "people": N_("New people"),
}
"""The headline numbers, in order."""


@dataclass(frozen=True, slots=True)
class Activity:
    """What was done in one week."""

    touches: list[Touch]
    """The oldest first."""
    newcomers: list[Newcomer]

    @property
    def numbers(self) -> dict[str, int]:
        """The headline numbers by their names; a touch with several people counts once."""
        kinds = Counter(touch.kind for touch in self.touches)
        return {
            "visits": kinds["visit"],
            "calls": kinds["call"],
            "others": len(self.touches) - kinds["visit"] - kinds["call"],
            "accounts": len({touch.account_id for touch in self.touches}),
            "people": len(self.newcomers),
        }


def week(
    connection: sqlite3.Connection,
    clock: Clock,
    *,
    of: date | None = None,
    author: str = "",
    practice: Practice = USUAL,
) -> Report:
    """The summary of one week, Monday to Sunday.

    Args:
        connection: The store.
        clock: What day it is, and in which zone days are counted.
        of: Any day of the week; this week unless one is given.
        author: Who reports.
        practice: Which festivals are listed, and the rep's own days.
    """
    span = week_of(of or clock.today)
    since, until = utc_span(span.first, span.last, clock.zone)
    now, before = _activity(connection, span, clock), _activity(connection, span.step(-1), clock)
    accounts = get_account_lines(connection, {touch.account_id for touch in now.touches})
    activity = _by_account(now.touches, accounts, clock, over=span.last < clock.today)
    moves = reversed(list_stage_changes(connection, since=since, until=until))
    closed = list_closings(connection, since, until)
    won = [week_lines.closing(one, clock) for one in closed if one.status == "won"]
    lost = [week_lines.closing(one, clock) for one in closed if one.status == "lost"]
    objections = reversed(list_objections(connection, since=since, until=until))
    given = reversed(list_made_concessions(connection, since=since, until=until))
    needs = reversed(list_needs(connection, since=since, until=until))
    rivals = reversed(list_competitors(connection, since=since, until=until))
    return Report(
        " · ".join((_("Weekly summary"), week_label(span, language()))),
        _subtitle(span, clock, author),
        (
            Section("numbers", _("This week in numbers"), _numbers(now, before, accounts, clock)),
            _section("activity", _("Visits and touches by account"), activity),
            _section("stages", _("Stage moves"), [week_lines.move(one, clock) for one in moves]),
            _section("won", _("Deals won"), won),
            _section("lost", _("Deals lost"), lost),
            _section("promises", _("Promises"), promise_lines(connection, span, clock)),
            _section("follow_ups", _("Follow-ups"), follow_up_lines(connection, span, clock)),
            _section("needs", _("New needs"), [week_lines.need(one, clock) for one in needs]),
            _section("objections", _("New objections"), [week_lines.objection(one, clock) for one in objections]),
            _section("concessions", _("Given and got"), [week_lines.concession(one, clock) for one in given]),
            _section("rivals", _("Competitors seen"), [week_lines.competitor(one, clock) for one in rivals]),
            _section("next_week", _("Next week"), next_week_lines(connection, span.step(1), clock, practice.days)),
        ),
    )


def _subtitle(span: Week, clock: Clock, author: str) -> str:
    pieces = (
        author.strip(),
        f"{span.first.isoformat()} – {span.last.isoformat()}",
        _("written {day}").format(day=f"{clock.local:%Y-%m-%d %H:%M}"),
    )
    return " · ".join(filter(None, pieces))


def _section(key: str, title: str, lines: Iterable[Line]) -> Section:
    return Section(key, title, tuple(lines), _(NONE))


def _activity(connection: sqlite3.Connection, span: Week, clock: Clock) -> Activity:
    since, until = utc_span(span.first, span.last, clock.zone)
    touches = list_touches(connection, since=since, until=until, limit=MOST_TOUCHES)
    return Activity(touches[::-1], list_newcomers(connection, since, until))


def _numbers(now: Activity, before: Activity, accounts: dict[str, AccountLine], clock: Clock) -> tuple[Line, ...]:
    lines = [(touch, week_lines.touch(touch, clock, with_account=True)) for touch in now.touches]
    counted: dict[str, list[Line]] = {
        "visits": [line for touch, line in lines if touch.kind == "visit"],
        "calls": [line for touch, line in lines if touch.kind == "call"],
        "others": [line for touch, line in lines if touch.kind not in ("visit", "call")],
        "accounts": [line for line, _rank in _account_lines(now.touches, accounts)],
        "people": [week_lines.newcomer(one) for one in now.newcomers],
    }
    nouns = {"accounts": "account", "people": "person"}
    past = before.numbers
    return tuple(
        Line(
            nouns.get(name, "touch"),
            "",
            parts(what=_(title)),
            lines=tuple(counted[name]),
            figure=Figure(now.numbers[name], past[name]),
        )
        for name, title in NUMBERS.items()
    )


def _by_account(touches: list[Touch], accounts: dict[str, AccountLine], clock: Clock, *, over: bool) -> list[Line]:
    """The accounts that were touched, the highest tier first, each with its touches; until the week is over, with
    what comes next.
    """
    below: dict[str, list[Line]] = {}
    for touch in touches:
        below.setdefault(touch.account_id, []).append(week_lines.touch(touch, clock))
    found = []
    for line, _rank in _account_lines(touches, accounts):
        following = [] if over else week_lines.next_step(accounts.get(line.account_id), clock)
        children = [*below[line.account_id], *following]
        found.append(Line(line.noun, line.record_id, line.parts, account_id=line.account_id, lines=tuple(children)))
    return found


def _account_lines(touches: list[Touch], accounts: dict[str, AccountLine]) -> list[tuple[Line, int]]:
    """One line for each account that was touched, and the rank of its tier, the highest tier first."""
    ranks = {tier: rank for rank, tier in enumerate(TIERS)}
    names = {touch.account_id: touch.account_name for touch in touches}
    found = []
    for account_id, name in names.items():
        tier = accounts[account_id].tier if account_id in accounts else None
        named = parts(account=name, tier=words.tier_words(tier))
        found.append((Line("account", account_id, named, account_id=account_id), ranks.get(tier or "", len(ranks))))
    return sorted(found, key=lambda pair: (pair[1], pair[0].part("account"), pair[0].record_id))
