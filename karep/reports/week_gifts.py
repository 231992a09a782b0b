"""Gifts of a period in totals: how many, what they come to, to how many people; never what, to whom or why."""

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from karep.db.views.spend import Spent, list_spent
from karep.i18n import _
from karep.reports.report import Figure, Line, Section, parts
from karep.reports.week_moments import Moment, moments
from karep.reports.week_reads import compared
from karep.reports.week_scene import Scene
from karep.rules.gifts import NEAR, OVER, Allowance, year_reading, year_total
from karep.rules.vocabulary import REPORT_PARTS


def gifts(connection: sqlite3.Connection, scene: Scene) -> Section:
    """Gifts and invitations in totals against the period before; each of them is noted as withheld.

    Args:
        connection: The store.
        scene: The period.
    """
    limits = Allowance(scene.practice.care.gift_limit, scene.practice.tiers.currency)
    seen, before = moments(scene)
    earlier = scene.period.step(-1)
    start = min(earlier.first, date(before.on.year, 1, 1))
    every = list_spent(connection, start.isoformat(), seen.on.isoformat())
    now = _between(every, scene.period.first, seen.on)
    then = _between(every, earlier.first, min(earlier.last, seen.on))
    for one in now:
        scene.withhold("gift", one.gift_id, "", "gift")
    lines = _figures(now, then, limits) if now or then else []
    readings = [_readings(every, moment, limits) for moment in (seen, before)]
    for name, what, state in (
        ("gifts_near_limit", _("People near their limit of the year"), NEAR),
        ("gifts_over_limit", _("People over their limit of the year"), OVER),
    ):
        over, were = (reading[state] for reading in readings)
        if over or were:
            lines.append(_line(name, what, over, were))
    if compared(connection, scene, len(then)) is None:
        lines = [_alone(one) for one in lines]
    return Section("gifts", _(REPORT_PARTS["gifts"]), tuple(lines), part="gifts")


def _figures(now: list[Spent], then: list[Spent], limits: Allowance) -> list[Line]:
    lines = [_line("gifts", _("Gifts and invitations"), len(now), len(then))]
    worth, before = _sums(now, limits), _sums(then, limits)
    for code in sorted({*worth, *before}, key=lambda code: (code != limits.currency, code)):
        title = _("Worth in {currency}").format(currency=code)
        lines.append(_line(f"gift_amount.{code}", title, worth[code], before[code], code))
    people, were = (len({one.person_id for one in of if one.person_id}) for of in (now, then))
    return [*lines, _line("gift_people", _("People who were given something"), people, were)]


def _line(name: str, what: str, now: int, then: int, unit: str = "") -> Line:
    return Line("gift", "", parts(what=what), figure=Figure(now, then, unit=unit), name=name)


def _alone(line: Line) -> Line:
    """A figure without the period before, which the book does not reach back to."""
    return replace(line, figure=line.figure._replace(before=None)) if line.figure else line


def _between(every: Iterable[Spent], first: date, last: date) -> list[Spent]:
    since, until = first.isoformat(), last.isoformat()
    return [one for one in every if since <= one.given_on <= until]


def _sums(of: Iterable[Spent], limits: Allowance) -> Counter[str]:
    """What gifts come to by currency; one without a currency is in that of the limit."""
    found: Counter[str] = Counter()
    for one in of:
        if one.value is not None:
            code = limits.currency if limits.counts(one.currency) else (one.currency or "").strip().upper()
            found[code] += one.value
    return found


def _readings(every: Iterable[Spent], moment: Moment, limits: Allowance) -> Counter[str]:
    """How many people are near or over their limit of the calendar year on a day."""
    by_person: dict[str, list[Spent]] = defaultdict(list)
    for one in _between(every, date(moment.on.year, 1, 1), moment.on):
        if one.person_id:
            by_person[one.person_id].append(one)
    return Counter(
        year_reading(
            year_total(((one.value, one.currency) for one in given), limits), limits.for_person(given[0].own_limit)
        )
        for given in by_person.values()
    )
