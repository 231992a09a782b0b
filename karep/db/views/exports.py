"""What was handed on, when, in which format and where to."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import field
from typing import Any, Final

from karep.db.views.records import record_name
from karep.frozen import frozen

CLIPBOARD: Final = "clipboard"
"""The destination of what was copied."""
WEEK: Final = "week"
"""What the log calls a report on a period, however long that is."""


@frozen
class Export:
    """Something that was written to a file or copied: one entry of the log of exports."""

    what: str
    """`WEEK` for a report on a period, ``accounts``, ``agenda``, ``all``, ``gifts``, ``brief``, ``today`` …."""
    format: str
    """Its format, or the name of the template."""
    language: str
    """The language that it was written in."""
    destination: str
    """The whole path of the file, or `CLIPBOARD`."""
    period: str | None = None
    """What period it was about, as `karep.rules.periods.Period` writes itself."""
    lines: int = 0
    """How many lines or records it has."""
    withheld: Mapping[str, int] = field(default_factory=dict)
    """How much of what was left out, by reason (`karep.reports.report.WITHHELD`)."""
    at: str = ""
    """When, UTC; empty until it is noted."""


_COLUMNS: Final = "what, format, language, destination, period, lines, withheld, at"


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


def last_file(connection: sqlite3.Connection, what: str) -> Export | None:
    """The newest entry of a kind of export that went into a file."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM export_log WHERE what = ? AND destination <> ? ORDER BY id DESC LIMIT 1",
        (what, CLIPBOARD),
    ).fetchone()
    return _export(row) if row else None


def _export(row: tuple[Any, ...]) -> Export:
    what, form, speech, destination, period, lines, withheld, at = row
    return Export(what, form, speech, destination, period, lines, json.loads(withheld), at)


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
        "SELECT NOT EXISTS (SELECT 1 FROM export_log WHERE what = ?4 AND period = ?1) AND EXISTS ("
        "SELECT 1 FROM touch t JOIN account a ON a.id = t.account_id AND a.removed_at IS NULL "
        "WHERE t.at >= ?2 AND t.at < ?3 AND t.removed_at IS NULL)",
        (period, since, until, WEEK),
    ).fetchone()
    return bool(row[0])
