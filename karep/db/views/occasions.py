"""Occasions: days that come back every year."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Occasion:
    """An important day of a person or an account."""

    id: str
    created_at: str
    changed_at: str
    person_id: str | None
    kind: str
    label: str | None
    month: int
    day: int | None
    """None when only the month is known."""
    year: int | None
    calendar: str
    """``solar`` or ``lunar``."""
    leap_month: bool
    whose: str
    """The person's name, or the account's when it is the account's own day."""
    account_id: str | None
    """The account that it is about: its own, or the person's."""
    account_name: str | None
    tier: str | None


_OCCASION: Final = """
SELECT d.id, d.created_at, d.changed_at, d.person_id, d.kind, d.label, d.month, d.day, d.year, d.calendar, d.leap_month,
       coalesce(p.name, a.name), a.id, a.name, a.tier
FROM occasion d LEFT JOIN person p ON p.id = d.person_id
LEFT JOIN account a ON a.id = coalesce(p.account_id, d.account_id)
WHERE d.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_occasions(
    connection: sqlite3.Connection, *, account_id: str | None = None, person_id: str | None = None
) -> list[Occasion]:
    """Important days through the year, by month and day as written in their own calendars.

    People who have left the account are included.

    Args:
        connection: The store.
        account_id: Only this account's own and its people's.
        person_id: Only this person's.
    """
    parts, values = [_OCCASION], []
    if account_id is not None:
        parts.append(
            "AND d.id IN (SELECT id FROM occasion WHERE account_id = ? UNION SELECT i.id FROM person q "
            "JOIN occasion i ON i.person_id = q.id WHERE q.account_id = ?) AND a.id = ?"
        )
        values += [account_id] * 3
    if person_id is not None:
        parts.append("AND d.person_id = ?")
        values.append(person_id)
    rows = connection.execute(f"{' '.join(parts)} ORDER BY d.month, d.day IS NULL, d.day, d.id", values)
    return [_occasion(row) for row in rows]


def _occasion(row: Sequence[Any]) -> Occasion:
    fields = list(row)
    fields[10] = bool(fields[10])
    return Occasion(*fields)
