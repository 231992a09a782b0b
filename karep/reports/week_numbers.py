"""The figures of a week, a month, a quarter or a year: how much was done, what came of it, against what was meant.

A touch with several people counts once, on its day in the rep's zone. A deal counts as won in the period in which that
was last said of it; one that came into the book as won, as with an import, on the day on which it was to close. What
belongs to an account that was removed does not count.
"""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from karep.db.views.figures import (
    Stretch,
    TouchedAccount,
    count_touches,
    count_within,
    first_moment,
    list_kept_moments,
    list_touched_accounts,
)
from karep.db.views.progress import Closing, Newcomer, list_closings, list_newcomer_moments, list_newcomers
from karep.db.views.promises import Promise, list_closed_promises
from karep.db.views.touches import list_touches
from karep.i18n import N_, _, ngettext
from karep.reports.report import Figure, Goal, Line, Part, parts
from karep.reports.targets import Progress, read_progress, signed_amounts, target_name, target_periods
from karep.reports.week_scene import Scene
from karep.rules.clock import Clock
from karep.rules.periods import Period
from karep.rules.zones import utc_span

FIGURES: Final = {
    "visits": N_("Visits"),
    "calls": N_("Calls"),
    "others": N_("Other touches"),
    "touches": N_("Touches"),
    "accounts": N_("Accounts touched"),
    "people": N_("New people"),
    "deals_won": N_("Deals won"),
    "signed": N_("Signed"),
    "promises_kept": N_("Our promises kept"),
}
"""What the figures are called, in their order. All touches stand there only where they have a target."""

HISTORY: Final = {"week": 12, "month": 12, "quarter": 8, "year": 5}
"""Over how many periods a figure is told, at most; the one that the report is about is the last."""
MEAN_OF: Final = 4
"""Over so many periods before goes the mean."""
MOST_TOUCHES: Final = 1_000_000
"""More touches than anybody makes in a year."""
_NOUNS: Final = {"accounts": "account", "people": "person", "promises_kept": "promise"}

Counts = dict[str, int]
"""Numbers by the names of the figures; an amount in another currency than the rep's is ``signed.EUR``."""


def numbers(connection: sqlite3.Connection, period: Period, clock: Clock, currency: str) -> tuple[Line, ...]:
    """The figures of a period, each with the period before, the mean of the four before, its history and its targets.

    There is no mean where the book does not reach back so far, and the history begins with the book.

    Args:
        connection: The store.
        period: The period.
        clock: What day it is, and in which zone days are counted.
        currency: The rep's: what a deal has whose amount names none. Amounts in others are figures of their own.
    """
    past = [period.step(back) for back in range(1 - HISTORY[period.span], 1)]
    stretches = [utc_span(one.first, one.last, clock.zone) for one in past]
    counts = _count(connection, stretches, clock, currency)
    begun = _beginning(connection, stretches, counts)
    progress = read_progress(connection, target_periods(period), clock, currency, until=period.last)
    goals = _goals(progress, currency)
    return tuple(
        Line(
            _noun(name),
            "",
            parts(what=_title(name)),
            figure=_figure(name, counts, begun, currency, tuple(goals.get(name, ()))),
            name=name,
        )
        for name in _names(counts[-2:], goals)
    )


def _names(counts: Sequence[Counts], goals: dict[str, list[Goal]]) -> list[str]:
    """The figures that are told, in order: all but those of which there is nothing to tell."""
    others = {name for name in (*counts[0], *counts[1], *goals) if name.startswith("signed.")}
    names: list[str] = []
    for name in FIGURES:
        if name != "touches" or name in goals:
            names.append(name)
        if name == "signed":
            names += sorted(others)
    return names


def _title(name: str) -> str:
    plain, _dot, currency = name.partition(".")
    title = _(FIGURES[plain])
    return _("{figure} ({currency})").format(figure=title, currency=currency) if currency else title


def _noun(name: str) -> str:
    return "opportunity" if name.startswith(("deals_won", "signed")) else _NOUNS.get(name, "touch")


def _figure(name: str, counts: Sequence[Counts], begun: int, currency: str, goals: tuple[Goal, ...]) -> Figure:
    series = [one.get(name, 0) for one in counts]
    older = len(series) - 1 - MEAN_OF
    mean = Decimal(sum(series[older:-1])) / MEAN_OF if begun <= older else None
    plain, _dot, other = name.partition(".")
    unit = other or currency if plain == "signed" else ""
    before = series[-2] if begun < len(series) - 1 else None
    return Figure(series[-1], before, mean, unit, goals, tuple(series[begun:]))


def _goals(progress: Sequence[Progress], currency: str) -> dict[str, list[Goal]]:
    found: dict[str, list[Goal]] = {}
    for one in progress:
        goal = Goal(one.target.period, one.target.value, one.reached)
        found.setdefault(target_name(one.target, currency), []).append(goal)
    return found


def _count(connection: sqlite3.Connection, stretches: Sequence[Stretch], clock: Clock, currency: str) -> list[Counts]:
    """What was done in each of some spans that follow each other."""
    whole = (stretches[0][0], stretches[-1][1])
    people = list_newcomer_moments(connection, *whole)
    kept = list_kept_moments(connection, whole)
    touches = count_touches(connection, stretches)
    signed = signed_amounts(connection, stretches, clock, currency)
    return [
        {
            "visits": done.visits,
            "calls": done.calls,
            "others": done.touches - done.visits - done.calls,
            "touches": done.touches,
            "accounts": done.accounts,
            "people": count_within(people, stretch),
            "promises_kept": count_within(kept, stretch),
            **amounts,
        }
        for stretch, done, amounts in zip(stretches, touches, signed, strict=True)
    ]


def _beginning(connection: sqlite3.Connection, stretches: Sequence[Stretch], counts: Sequence[Counts]) -> int:
    """The place of the first span in which there was a book, or anything in it; at the latest that of the last."""
    first = first_moment(connection) or stretches[-1][0]
    begun = (place for place, (_since, until) in enumerate(stretches) if first < until or any(counts[place].values()))
    return next(begun, len(stretches) - 1)


# --- what a figure counts --------------------------------------------------------------------------------------------


def counted(connection: sqlite3.Connection, scene: Scene, name: str) -> tuple[Line, ...]:
    """The records that a figure counts, one line each, in the order of time; accounts by their names.

    Args:
        connection: The store.
        scene: The period that the figure is about.
        name: The name of the figure: ``visits``, ``signed.EUR``.

    Raises:
        KeyError: If there is no such figure.
    """
    plain, _dot, other = name.partition(".")
    if plain not in FIGURES:
        raise KeyError(name)
    currency = scene.practice.tiers.currency
    if plain == "accounts":
        touched = list_touched_accounts(connection, (scene.since, scene.until))
        return tuple(_account(one) for one in touched)
    if plain == "people":
        return tuple(_newcomer(one) for one in list_newcomers(connection, scene.since, scene.until))
    if plain == "promises_kept":
        closed = list_closed_promises(connection, scene.since, scene.until)
        return tuple(_kept(one, scene) for one in closed if one.kept_at and one.owed_by == "us")
    if plain in ("deals_won", "signed"):
        closings = list_closings(connection, scene.since, scene.until, zone=scene.clock.zone)
        money = other or currency
        every = plain == "deals_won"
        won = [one for one in closings if one.status == "won"]
        return tuple(_won(one, scene) for one in won if every or (one.amount and (one.currency or currency) == money))
    return _touches(connection, scene, plain)


def _touches(connection: sqlite3.Connection, scene: Scene, name: str) -> tuple[Line, ...]:
    from karep.reports.week_accounts import touch_line

    kind = {"visits": "visit", "calls": "call"}.get(name)
    found = list_touches(connection, since=scene.since, until=scene.until, kind=kind, limit=MOST_TOUCHES)
    told = (one for one in reversed(found) if name != "others" or one.kind not in ("visit", "call"))
    # what was said stands in the report itself
    return tuple(replace(touch_line(one, scene, account=True), lines=()) for one in told)


def _account(one: TouchedAccount) -> Line:
    number = ngettext("{n} touch", "{n} touches", one.touches).format(n=one.touches)
    named = (Part("account", one.name), Part("count", number, one.touches))
    return Line("account", one.account_id, named, account_id=one.account_id)


def _newcomer(one: Newcomer) -> Line:
    named = parts(account=one.account_name, who=one.name, what=one.title)
    return Line("person", one.person_id, named, account_id=one.account_id or "")


def _won(one: Closing, scene: Scene) -> Line:
    from karep.reports.week_lines import pieces, priced, stamped

    amount = priced(one.amount, one.currency)
    named = pieces(when=stamped(one.at, scene), account=one.account_name, deal=one.name, amount=amount)
    return Line(
        "opportunity",
        one.opportunity_id,
        named,
        account_id=one.account_id,
        opportunity_id=one.opportunity_id,
        due=scene.day(one.at),
    )


def _kept(one: Promise, scene: Scene) -> Line:
    from karep.reports.week_lines import pieces, stamped

    what = scene.told("promise", one.id, "what", one.what)
    named = pieces(when=stamped(one.kept_at, scene), account=one.account_name, what=what, who=one.person_name)
    return Line("promise", one.id, named, account_id=one.account_id, due=scene.day(one.kept_at), state="done")
