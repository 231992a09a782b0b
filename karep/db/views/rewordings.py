"""Rewordings: how the rep wants the generated lines of a period's report to stand."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from karep.frozen import frozen


@frozen
class Rewording:
    """What holds for one line, or for the order of the lines of a section or below a line."""

    id: str
    period: str
    """As `karep.rules.periods.Period` writes itself."""
    line: str
    """The key of the line or section; see `karep.reports.own_words.keyed`."""
    text: str | None
    """What stands instead of the generated words; None where these stand."""
    generated: str | None
    """The words that were generated then; see `karep.reports.own_words.generated_words`."""
    left_out: bool
    sequence: tuple[str, ...]
    """The keys of the lines in it, in the rep's order; empty where there is none."""


_REWORDING: Final = (
    "SELECT id, period, line, text, generated, left_out, sequence FROM rewording WHERE removed_at IS NULL"
)


def list_rewordings(connection: sqlite3.Connection, period: str) -> list[Rewording]:
    """The rewordings of a period, the oldest first."""
    rows = connection.execute(f"{_REWORDING} AND period = ? ORDER BY created_at, id", (period,))
    return [_rewording(row) for row in rows]


def get_rewording(connection: sqlite3.Connection, period: str, line: str) -> Rewording | None:
    """The rewording of a line or section, the newest if there are several; None where there is none."""
    rows = connection.execute(
        f"{_REWORDING} AND period = ? AND line = ? ORDER BY created_at DESC, id DESC LIMIT 1", (period, line)
    )
    return next((_rewording(row) for row in rows), None)


def _rewording(row: Sequence[Any]) -> Rewording:
    return Rewording(*(*row[:5], bool(row[5]), _keys(row[6])))


def _keys(stored: str | None) -> tuple[str, ...]:
    """The keys of a stored sequence; what is no list of keys is no order."""
    try:
        known = json.loads(stored) if stored else []
    except ValueError:
        return ()
    return tuple(key for key in known if isinstance(key, str)) if isinstance(known, list) else ()
