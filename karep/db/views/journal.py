"""The journal as the rep reads it: actions, and what each did to which record."""

import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from karep.frozen import frozen


@frozen
class Action:
    """One thing that the rep did."""

    seq: int
    """Its number, by which it can be undone."""
    kind: str
    """The id of the action, such as ``touch.log``."""
    label: str
    at: str
    """When, UTC."""
    undoes: int | None
    """The action that this one took back."""
    undone_by: int | None
    """The action that took this one back."""


@frozen
class Entry:
    """What one action did to one record."""

    action: int
    noun: str
    record: str
    op: str
    """``add`` or ``change``."""
    before: dict[str, Any]
    after: dict[str, Any]


_ACTION = "SELECT seq, kind, label, at, undoes, undone_by FROM action"
_ENTRY = "SELECT action, noun, record, op, before, after FROM journal"


def get_action(connection: sqlite3.Connection, seq: int) -> Action | None:
    """The action with that number."""
    row = connection.execute(f"{_ACTION} WHERE seq = ?", (seq,)).fetchone()
    return Action(*row) if row else None


def list_actions(connection: sqlite3.Connection, limit: int = 50) -> list[Action]:
    """The newest actions, newest first."""
    return [Action(*row) for row in connection.execute(f"{_ACTION} ORDER BY seq DESC LIMIT ?", (limit,))]


def next_undo(connection: sqlite3.Connection) -> Action | None:
    """The action that an undo takes back: the newest of the rep's own that still stands."""
    row = connection.execute(
        f"{_ACTION} WHERE undoes IS NULL AND undone_by IS NULL ORDER BY seq DESC LIMIT 1"
    ).fetchone()
    return Action(*row) if row else None


def next_redo(connection: sqlite3.Connection) -> Action | None:
    """The undo that a redo takes back: the newest that still stands, unless the rep has done something since."""
    row = connection.execute(
        """
        SELECT u.seq, u.kind, u.label, u.at, u.undoes, u.undone_by
        FROM action u JOIN action target ON target.seq = u.undoes
        WHERE target.undoes IS NULL AND u.undone_by IS NULL
          AND NOT EXISTS (SELECT 1 FROM action later WHERE later.seq > u.seq AND later.undoes IS NULL)
        ORDER BY u.seq DESC LIMIT 1
        """
    ).fetchone()
    return Action(*row) if row else None


def list_entries(connection: sqlite3.Connection, action: int) -> Iterator[Entry]:
    """What an action did, in order."""
    for row in connection.execute(f"{_ENTRY} WHERE action = ? ORDER BY seq", (action,)):
        yield _entry(row)


def count_entries(connection: sqlite3.Connection, action: int) -> dict[str, int]:
    """How many records of each noun an action touched."""
    rows = connection.execute(
        "SELECT noun, count(DISTINCT record) FROM journal WHERE action = ? GROUP BY noun", (action,)
    )
    return dict(rows.fetchall())


def list_history(connection: sqlite3.Connection, record: str) -> list[tuple[Action, Entry]]:
    """Everything that ever happened to a record, newest first."""
    rows = connection.execute(
        """
        SELECT a.seq, a.kind, a.label, a.at, a.undoes, a.undone_by, j.action, j.noun, j.record, j.op, j.before, j.after
        FROM journal j JOIN action a ON a.seq = j.action WHERE j.record = ? ORDER BY j.seq DESC
        """,
        (record,),
    )
    return [(Action(*row[:6]), _entry(row[6:])) for row in rows]


def _entry(row: tuple[Any, ...]) -> Entry:
    action, noun, record, op, before, after = row
    return Entry(
        action,
        noun,
        record,
        op,
        json.loads(before, strict=False) if before else {},
        json.loads(after, strict=False) if after else {},
    )
