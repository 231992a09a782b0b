"""Promises: what one side owes the other."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Final

from karep.db.views.blocks import blocks
from karep.db.views.bounds import Bound, day_text, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Promise:
    """One promise."""

    id: str
    created_at: str
    changed_at: str
    account_id: str
    person_id: str | None
    touch_id: str | None
    """The touch that it was made in."""
    owed_by: str
    """``us`` or ``them``."""
    what: str
    due: str | None
    """``YYYY-MM-DD``."""
    kept_at: str | None
    broken_at: str | None
    account_name: str
    person_name: str | None
    moves: int
    """How often its day was moved."""
    first_due: str | None
    """The day first agreed on, ``YYYY-MM-DD``, once it was moved."""
    moved_reason: str | None
    """Why it was last moved."""
    touch_at: str | None
    """When the touch was that it was made in: UTC."""
    follow_up_id: str | None
    """The next open follow-up that was made from it."""
    follow_up_due: str | None
    """The day of that follow-up, ``YYYY-MM-DD``."""


_PROMISE: Final = """
SELECT r.id, r.created_at, r.changed_at, r.account_id, r.person_id, r.touch_id, r.owed_by, r.what, r.due, r.kept_at,
       r.broken_at, a.name, p.name, r.moves, r.first_due, r.moved_reason, t.at, f.id, f.due
FROM promise r JOIN account a ON a.id = r.account_id
LEFT JOIN person p ON p.id = r.person_id AND p.removed_at IS NULL
LEFT JOIN touch t ON t.id = r.touch_id AND t.removed_at IS NULL
LEFT JOIN follow_up f ON f.id = (
    SELECT s.id FROM follow_up s
    WHERE s.promise_id = r.id AND s.done_at IS NULL AND s.removed_at IS NULL ORDER BY s.due, s.id LIMIT 1
)
WHERE r.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_open_promises(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    person_id: str | None = None,
    due_since: date | str | None = None,
    due_until: date | str | None = None,
    owed_by: str | None = None,
) -> list[Promise]:
    """Promises neither kept nor broken, the earliest due first, those without a day last.

    Args:
        connection: The store.
        account_id: Only this account's.
        person_id: Only those between us and this person.
        due_since: Only those due on this day or after; those without a day are left out then.
        due_until: Only those due on this day or before; those without a day are left out then.
        owed_by: Only ``us`` or only ``them``.
    """
    parts, values = [_PROMISE, "AND r.kept_at IS NULL AND r.broken_at IS NULL"], []
    for clause, value in (
        ("r.account_id = ?", account_id),
        ("r.person_id = ?", person_id),
        ("r.due >= ?", day_text(due_since)),
        ("r.due <= ?", day_text(due_until)),
        ("r.owed_by = ?", owed_by),
    ):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    rows = connection.execute(f"{' '.join(parts)} ORDER BY r.due IS NULL, r.due, a.name, r.id", values)
    return [Promise(*row) for row in rows]


def list_closed_promises(
    connection: sqlite3.Connection, since: Bound = None, until: Bound = None, *, account_id: str | None = None
) -> list[Promise]:
    """Promises that were kept or broken within a span, in that order.

    Args:
        connection: The store.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
        account_id: Only this account's.
    """
    closed = "coalesce(r.kept_at, r.broken_at)"
    parts, values = [_PROMISE, f"AND {closed} IS NOT NULL"], []
    for clause, value in (
        ("r.account_id = ?", account_id),
        (f"{closed} >= ?", first_stamp(since)),
        (f"{closed} < ?", end_stamp(until)),
    ):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    rows = connection.execute(f"{' '.join(parts)} ORDER BY {closed}, r.id", values)
    return [Promise(*row) for row in rows]


def get_promise(connection: sqlite3.Connection, promise_id: str) -> Promise | None:
    """One promise, or None when it is not there or was removed."""
    row = connection.execute(f"{_PROMISE} AND r.id = ?", (promise_id,)).fetchone()
    return Promise(*row) if row else None


def get_promises(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Promise]:
    """Some promises by their ids; those that are not there or were removed are left out."""
    found: dict[str, Promise] = {}
    for block in blocks(ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(f"{_PROMISE} AND r.id IN ({marks})", block)
        found |= {row[0]: Promise(*row) for row in rows}
    return found
