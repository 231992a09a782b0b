"""Targets: what shall be reached in a period."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from karep.frozen import frozen
from karep.rules.periods import SPANS, Period
from karep.rules.vocabulary import MEASURES


@frozen
class Target:
    """A number to reach."""

    id: str
    period: str
    """One period (``2026-11``), or a kind of period (``month``)."""
    measure: str
    """One of `karep.rules.vocabulary.MEASURES`."""
    value: int
    """A count; of what is signed an amount in minor units."""
    currency: str | None
    standing: bool = False
    """Whether it is for each period of its kind that has no target of its own."""


_TARGET: Final = "SELECT id, period, measure, value, currency FROM target WHERE removed_at IS NULL"
_ORDER: Final = tuple(MEASURES)


def list_targets(connection: sqlite3.Connection, periods: Iterable[Period]) -> list[Target]:
    """What shall be reached in each of some periods, in their order; each target names the one period it stands for.

    What is set for a period itself counts instead of what is set for each of its kind, also where that says 0: no
    target at all.
    """
    wanted = list(periods)
    names = {str(one) for one in wanted} | {one.span for one in wanted}
    marks = ", ".join("?" * len(names))
    stored: dict[str, list[Target]] = {}
    for row in connection.execute(f"{_TARGET} AND period IN ({marks}) ORDER BY id", sorted(names)):
        stored.setdefault(row[1], []).append(Target(*row))
    found = []
    for period in wanted:
        standing = {_about(one): replace(one, standing=True) for one in stored.get(period.span, ())}
        own = {_about(one): one for one in stored.get(str(period), ())}
        in_force = sorted((standing | own).values(), key=_about)
        found += [replace(one, period=str(period)) for one in in_force if one.value]
    return found


def list_all_targets(connection: sqlite3.Connection) -> list[Target]:
    """Every target as it was set: those for each period of a kind first, then those for one period by its name."""
    found = [_target(row) for row in connection.execute(_TARGET)]
    return sorted(found, key=lambda one: (_place(one.period), one.period, _about(one), one.id))


def find_target(
    connection: sqlite3.Connection, period: str, measure: str, currency: str | None = None
) -> Target | None:
    """The target that was set for exactly this period or kind of period; of an amount in this currency."""
    row = connection.execute(
        f"{_TARGET} AND period = ? AND measure = ? AND currency IS ? ORDER BY id", (period, measure, currency)
    ).fetchone()
    return _target(row) if row else None


def _target(row: tuple[str, str, str, int, str | None]) -> Target:
    return Target(*row, row[1] in SPANS)


def _about(target: Target) -> tuple[int, str]:
    return _ORDER.index(target.measure), target.currency or ""


def _place(period: str) -> int:
    return SPANS.index(period) if period in SPANS else len(SPANS)
