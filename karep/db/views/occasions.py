"""Occasions: days that come back every year, and the ends of contracts, which come once."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.care import comes_once


@frozen
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
    leap_rule: str | None = None
    """``ordinary`` when a day of a leap month is always kept in the ordinary one; None for ``leap``."""

    @property
    def once(self) -> bool:
        """Whether it falls in its year alone: a contract ends once, everything else comes back every year."""
        return comes_once(self.kind, self.year)


@frozen
class Reach:
    """Some days of a month of one of the calendars, both ends included."""

    calendar: str
    """``solar`` or ``lunar``."""
    month: int
    first: int
    last: int


_OCCASION: Final = """
SELECT d.id, d.created_at, d.changed_at, d.person_id, d.kind, d.label, d.month, d.day, d.year, d.calendar, d.leap_month,
       coalesce(p.name, a.name), a.id, a.name, a.tier, d.leap_rule
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


_WITHIN: Final = """AND d.id IN (
    SELECT id FROM occasion WHERE removed_at IS NULL AND calendar = ?1 AND month = ?2 AND day BETWEEN ?3 AND ?4
    UNION ALL
    SELECT id FROM occasion WHERE removed_at IS NULL AND calendar = ?1 AND month = ?2 AND day IS NULL
)"""


def list_occasions_within(connection: sqlite3.Connection, reaches: Iterable[Reach]) -> list[Occasion]:
    """The important days that are written within some days of the calendars, and those of which only the month is.

    Which of them fall into a span of days is for the caller to say: leap months and years are not looked at. Every day
    comes once, and the whole book is not read.

    Args:
        connection: The store.
        reaches: The days.
    """
    found: dict[str, Occasion] = {}
    for one in reaches:
        rows = connection.execute(f"{_OCCASION} {_WITHIN}", (one.calendar, one.month, one.first, one.last))
        found |= {row[0]: _occasion(row) for row in rows}
    return list(found.values())


def get_occasions(connection: sqlite3.Connection, occasion_ids: Iterable[str]) -> list[Occasion]:
    """Some important days by their ids; who is not there, or was removed, is left out."""
    found: list[Occasion] = []
    for block in blocks(occasion_ids):
        rows = connection.execute(f"{_OCCASION} AND d.id IN ({', '.join('?' * len(block))})", block)
        found += map(_occasion, rows)
    return found


def has_lunar_occasions(connection: sqlite3.Connection) -> bool:
    """Whether any important day goes by the lunar calendar."""
    looked = "SELECT EXISTS (SELECT 1 FROM occasion WHERE removed_at IS NULL AND calendar = 'lunar')"
    return bool(connection.execute(looked).fetchone()[0])


def _occasion(row: Sequence[Any]) -> Occasion:
    fields = list(row)
    fields[10] = bool(fields[10])
    return Occasion(*fields)
