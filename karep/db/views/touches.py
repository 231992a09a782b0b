"""Touches: what happened, and with whom."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from karep.db.views.bounds import Bound, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Touch:
    """One contact with an account."""

    id: str
    created_at: str
    changed_at: str
    account_id: str
    opportunity_id: str | None
    at: str
    """When it happened, UTC."""
    kind: str
    purpose: str | None
    summary: str | None
    outcome: str | None
    our_people: str | None
    account_name: str
    opportunity_name: str | None
    tags: str | None
    """Separated by commas."""
    private_note: str | None
    """Said in confidence: it is in nothing that leaves the program."""
    people: tuple[tuple[str, str], ...]
    """Who of theirs took part: ids and names, in the order they were given."""


TOUCHED: Final = """
WITH RECURSIVE touched (id) AS (
    SELECT min(account_id) FROM touch
    UNION ALL
    SELECT (SELECT min(t.account_id) FROM touch t WHERE t.account_id > touched.id) FROM touched WHERE id IS NOT NULL
)
"""
"""The accounts that were ever touched, and one NULL: one leap in the index an account, however many touches it has."""

_TOUCH: Final = """
SELECT t.id, t.created_at, t.changed_at, t.account_id, t.opportunity_id, t.at, t.kind, t.purpose, t.summary, t.outcome,
       t.our_people, a.name, o.name, t.tags, t.private_note
FROM touch t CROSS JOIN account a ON a.id = t.account_id
LEFT JOIN opportunity o ON o.id = t.opportunity_id AND o.removed_at IS NULL
WHERE t.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_touches(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    person_id: str | None = None,
    since: Bound = None,
    until: Bound = None,
    kind: str | None = None,
    limit: int = 200,
) -> list[Touch]:
    """Touches, newest first.

    Args:
        connection: The store.
        account_id: Only this account's.
        person_id: Only those that this person took part in.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
        kind: Only touches of this kind.
        limit: How many at most.
    """
    parts, values = [_TOUCH], list[Any]()
    for clause, value in (
        ("t.account_id = ?", account_id),
        (
            "t.id IN (SELECT x.touch_id FROM attendance x WHERE x.person_id = ? AND x.removed_at IS NULL)",
            person_id,
        ),
        ("t.at >= ?", first_stamp(since)),
        ("t.at < ?", end_stamp(until)),
        ("t.kind = ?", kind),
    ):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    rows = connection.execute(f"{' '.join(parts)} ORDER BY t.at DESC, t.id DESC LIMIT ?", (*values, limit)).fetchall()
    return _touches(connection, rows)


def get_touch(connection: sqlite3.Connection, touch_id: str) -> Touch | None:
    """One touch, or None when it is not there or was removed."""
    rows = connection.execute(f"{_TOUCH} AND t.id = ?", (touch_id,)).fetchall()
    return next(iter(_touches(connection, rows)), None)


def _touches(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> list[Touch]:
    people = people_of_touches(connection, [row[0] for row in rows])
    return [Touch(*(*row, tuple(people.get(row[0], ())))) for row in rows]


def people_of_touches(connection: sqlite3.Connection, touch_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Who of theirs took part in each of some touches, ids and names, in the order they were given."""
    found: dict[str, list[tuple[str, str]]] = {}
    wanted = list(touch_ids)
    for start in range(0, len(wanted), 500):
        block = wanted[start : start + 500]
        for touch_id, person_id, name in connection.execute(
            f"""
            SELECT x.touch_id, p.id, p.name FROM attendance x JOIN person p ON p.id = x.person_id
            WHERE x.touch_id IN ({", ".join("?" * len(block))}) AND x.removed_at IS NULL AND p.removed_at IS NULL
            ORDER BY x.id
            """,
            block,
        ):
            found.setdefault(touch_id, []).append((person_id, name))
    return found
