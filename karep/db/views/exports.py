"""What was handed on, when, in which format and where to."""

import json
import sqlite3
from collections.abc import Mapping
from typing import Any, Final

from karep.db.views.records import record_name
from karep.frozen import frozen


@frozen
class Export:
    """One entry of the log of exports."""

    id: int
    at: str
    """The moment, UTC."""
    what: str
    """``week`` for a report on a period, ``accounts``, ``agenda``, ``all``, ``brief`` …."""
    period: str | None
    format: str
    language: str
    destination: str
    """The whole path of a file, or ``clipboard``."""
    lines: int
    withheld: Mapping[str, int]
    """How much was left out, by reason."""


_COLUMNS: Final = "id, at, what, period, format, language, destination, lines, withheld"


def list_exports(
    connection: sqlite3.Connection, what: str | None = None, period: str | None = None, *, most: int = -1
) -> list[Export]:
    """The entries, the newest first; of one kind of export or one period if these are named, and at most so many."""
    rows = connection.execute(
        f"SELECT {_COLUMNS} FROM export_log WHERE (?1 IS NULL OR what = ?1) AND (?2 IS NULL OR period = ?2) "
        "ORDER BY id DESC LIMIT ?3",
        (what, period, most),
    )
    return [_export(row) for row in rows]


def last_export(connection: sqlite3.Connection, what: str, period: str) -> Export | None:
    """When a report on a period was handed on last; None when it never was."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM export_log WHERE what = ? AND period = ? ORDER BY id DESC LIMIT 1", (what, period)
    ).fetchone()
    return _export(row) if row else None


def _export(row: tuple[Any, ...]) -> Export:
    return Export(*(*row[:-1], json.loads(row[-1])))


def told_name(connection: sqlite3.Connection, noun: str, record_id: str) -> str:
    """What the rep calls a record, for a list of what is not told; a touch by its account and day."""
    if noun != "touch":
        return record_name(connection, noun, record_id)
    row = connection.execute(
        "SELECT a.name, substr(t.at, 1, 10) FROM touch t JOIN account a ON a.id = t.account_id WHERE t.id = ?",
        (record_id,),
    ).fetchone()
    return " · ".join(filter(None, row or ()))


def was_left_lying(connection: sqlite3.Connection, period: str, since: str, until: str) -> bool:
    """Whether there were touches in a span of time (UTC, the end not in it) and no report on it was handed on."""
    row = connection.execute(
        "SELECT NOT EXISTS (SELECT 1 FROM export_log WHERE what = 'week' AND period = ?1) AND EXISTS ("
        "SELECT 1 FROM touch t JOIN account a ON a.id = t.account_id AND a.removed_at IS NULL "
        "WHERE t.at >= ?2 AND t.at < ?3 AND t.removed_at IS NULL)",
        (period, since, until),
    ).fetchone()
    return bool(row[0])
