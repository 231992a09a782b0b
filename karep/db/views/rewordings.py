"""Rewordings: how the rep wants the generated lines of a period's report to stand."""

import json
import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from karep.frozen import frozen
from karep.rules.line_keys import record_of


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
    """What was generated then; see `karep.reports.own_words.generated_words`."""
    left_out: bool
    sequence: tuple[str, ...]
    """The keys of the lines in it, in the rep's order; empty where there is none."""
    shown: bool = False
    """Whether the rep said that the line stands here although a shorter period leaves it out."""
    changed: bool = False
    """Whether a record that the words were generated from says something else since."""
    gone: bool = False
    """Whether the record was removed, or is nobody else's business now: the rep's words for it stay inside then."""


SHOWN: Final = "[]"
"""What is stored as the sequence of a line that stands although a shorter period leaves it out."""

_REWORDING: Final = (
    "SELECT id, period, line, text, generated, left_out, sequence FROM rewording WHERE removed_at IS NULL"
)
_TOLD: Final = {
    "touch": "kind <> 'gift'",
    "concession": "made_at IS NOT NULL",
    "occasion": "person_id IS NULL AND kind NOT IN ('birthday', 'memorial')",
}
"""Which records of a noun others may read of at all."""
_SAYS: Final = {
    "account": ("name", "short_name", "tier", "status", "owner"),
    "person": ("name", "title", "department", "account_id"),
    "opportunity": ("name", "kind", "amount", "currency", "expected_close", "stage", "status", "lost_reason"),
}
"""What lines tell of these; of the other nouns every field may be told."""
_SAYS_NOTHING: Final = frozenset({"id", "created_at", "changed_at", "match_key", "private_note", "bottom_line"})


def list_rewordings(connection: sqlite3.Connection, period: str) -> list[Rewording]:
    """The rewordings of a period, the oldest first."""
    rows = connection.execute(f"{_REWORDING} AND period = ? ORDER BY created_at, id", (period,)).fetchall()
    return [_rewording(connection, row) for row in rows]


def get_rewording(connection: sqlite3.Connection, period: str, line: str) -> Rewording | None:
    """The rewording of a line or section, the newest if there are several; None where there is none."""
    row = connection.execute(
        f"{_REWORDING} AND period = ? AND line = ? ORDER BY created_at DESC, id DESC LIMIT 1", (period, line)
    ).fetchone()
    return _rewording(connection, row) if row else None


def list_left_out(connection: sqlite3.Connection, periods: Sequence[str]) -> list[Rewording]:
    """What is left out of the reports of some periods and names a record, the oldest first; without its words."""
    marks = ", ".join("?" * len(periods))
    query = f"{_REWORDING} AND left_out AND period IN ({marks}) ORDER BY created_at, id"
    rows = connection.execute(query, tuple(periods)).fetchall()
    return [Rewording(row[0], row[1], row[2], None, None, True, ()) for row in rows if record_of(row[2])[1]]


def read_state(connection: sqlite3.Connection, records: Sequence[Sequence[str]]) -> str:
    """What some records say, given by noun and id, in short: another text when one of them says something else."""
    from hashlib import sha256

    said = [_said(connection, noun, record_id) for noun, record_id in records]
    return sha256(repr(said).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def read_mark(generated: str | None) -> dict[str, Any]:
    """What `Rewording.generated` holds: ``words``, ``sources``, ``state``; nothing where it is something else."""
    try:
        known = json.loads(generated) if generated else {}
    except ValueError:
        return {}
    return known if isinstance(known, dict) else {}


def _said(connection: sqlite3.Connection, noun: str, record_id: str) -> list[Any] | None:
    """What a record says; None where it is not there."""
    columns = _columns(connection, noun)
    told = [one for one in columns if one in _SAYS.get(noun, columns) and one not in _SAYS_NOTHING]
    if not told:
        return None
    row = connection.execute(f"SELECT {', '.join(told)} FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return list(row) if row else None


def _columns(connection: sqlite3.Connection, noun: str) -> list[str]:
    """The columns of a noun's table; none where there is no such table."""
    return [row[0] for row in connection.execute("SELECT name FROM pragma_table_info(?)", (noun,))]


def _rewording(connection: sqlite3.Connection, row: Sequence[Any]) -> Rewording:
    changed = gone = False
    if row[3]:
        changed = _changed(connection, row[2], read_mark(row[4]))
        gone = not _may_be_told(connection, *record_of(row[2]))
    return Rewording(
        *(row[0], row[1], row[2], row[3], row[4], bool(row[5]), _keys(row[6])),
        shown=row[6] == SHOWN,
        changed=changed,
        gone=gone,
    )


def _changed(connection: sqlite3.Connection, line: str, mark: dict[str, Any]) -> bool:
    state = mark.get("state")
    return bool(state) and state != read_state(connection, marked_records(line, mark))


def marked_records(line: str, mark: dict[str, Any]) -> list[Sequence[str]]:
    """The records that a line comes from, as it was when it was reworded."""
    sources = mark.get("sources")
    pairs = sources if isinstance(sources, list) else []
    return [record_of(line), *(one for one in pairs if isinstance(one, list) and len(one) == 2)]


def _may_be_told(connection: sqlite3.Connection, noun: str, record_id: str) -> bool:
    """Whether a record is there, its account too, and may be told of; what names no record may."""
    columns = _columns(connection, noun)
    if not record_id or "removed_at" not in columns:
        return True
    where = _TOLD.get(noun, "1")
    if "account_id" in columns:
        where += " AND NOT EXISTS (SELECT 1 FROM account a WHERE a.id = account_id AND a.removed_at IS NOT NULL)"
    query = f"SELECT 1 FROM {noun} WHERE id = ? AND removed_at IS NULL AND {where}"
    return connection.execute(query, (record_id,)).fetchone() is not None


def _keys(stored: str | None) -> tuple[str, ...]:
    """The keys of a stored sequence; what is no list of keys is no order."""
    try:
        known = json.loads(stored) if stored else []
    except ValueError:
        return ()
    return tuple(key for key in known if isinstance(key, str)) if isinstance(known, list) else ()
