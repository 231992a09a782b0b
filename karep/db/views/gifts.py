"""Gifts and invitations: what was given to whom, when, for which day, what it was worth, who approved it."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from karep.db.views.blocks import blocks
from karep.frozen import frozen


@frozen
class Gift:
    """One gift or invitation."""

    id: str
    account_id: str | None
    person_id: str | None
    """None when it was for an account as a whole."""
    occasion_id: str | None
    """The important day that it was for."""
    touch_id: str | None
    festival: str | None
    """The key of the festival that it was for."""
    given_on: str
    """``YYYY-MM-DD``."""
    kind: str
    """``gift`` or ``invitation``."""
    item: str
    value: int | None
    """In minor units (fen, cents) of its currency."""
    currency: str | None
    approver: str | None
    note: str | None
    person_name: str | None
    account_name: str | None
    occasion_kind: str | None
    occasion_label: str | None
    occasion_person_id: str | None
    """Whose the important day is, where it is a person's."""
    noted_year: int | None
    """The year of the day that it was for, as the care for that day has it."""

    @property
    def year(self) -> int:
        """The year in which it counts."""
        return int(self.given_on[:4])


@frozen
class Recipient:
    """Who may be given something, with what decides whether it is right."""

    id: str
    name: str
    account_id: str | None
    account_name: str | None
    government: bool
    """Whether the person serves the state."""
    gift_limit: int | None
    """The person's own limit a year in minor units, or None for the usual one."""
    left_on: str | None
    referred_groups: int | None = None
    referred_cards: int | None = None
    """How many groups and how many customers the person has brought us."""


_GIFT: Final = """
SELECT g.id, g.account_id, g.person_id, g.occasion_id, g.touch_id, g.festival, g.given_on, g.kind, g.item, g.value,
       g.currency, g.approver, g.note, p.name AS person_name, a.name AS account_name, d.kind AS occasion_kind,
       d.label AS occasion_label, d.person_id AS occasion_person_id,
       (SELECT max(c.year) FROM care c WHERE c.account_id IS g.account_id AND c.gift_id = g.id AND c.removed_at IS NULL)
FROM gift g LEFT JOIN person p ON p.id = g.person_id LEFT JOIN account a ON a.id = g.account_id
LEFT JOIN occasion d ON d.id = g.occasion_id AND d.removed_at IS NULL
WHERE g.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
"""
_NEWEST: Final = "ORDER BY g.given_on DESC, g.id DESC"


def list_gifts(
    connection: sqlite3.Connection,
    *,
    person_id: str | None = None,
    account_id: str | None = None,
    year: int | None = None,
) -> list[Gift]:
    """Gifts, newest first.

    Args:
        connection: The store.
        person_id: Only those to this person.
        account_id: Only those to this account and its people, as they were noted then.
        year: Only those given in this calendar year.
    """
    wanted: dict[str, Any] = {"g.person_id = ?": person_id, "g.account_id = ?": account_id}
    if year is not None:
        wanted |= {"g.given_on >= ?": f"{year:04}-01-01", "g.given_on <= ?": f"{year:04}-12-31"}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    clauses = "".join(f" AND {clause}" for clause in kept)
    rows = connection.execute(f"{_GIFT}{clauses} {_NEWEST}", list(kept.values()))
    return [_gift(row) for row in rows]


def get_gift(connection: sqlite3.Connection, gift_id: str) -> Gift | None:
    """One gift, or None when it is not there or was removed."""
    row = connection.execute(f"{_GIFT} AND g.id = ?", (gift_id,)).fetchone()
    return _gift(row) if row else None


def gift_totals(
    connection: sqlite3.Connection, person_ids: Iterable[str], year: int, currency: str = "CNY"
) -> dict[str, int]:
    """What some people were given in a calendar year, in minor units, by their ids; who got nothing is left out.

    Only gifts in `currency`, or without one, count: the limit is meant in it.
    """
    found: dict[str, int] = {}
    for block in blocks(person_ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(
            f"SELECT person_id, sum(value) FROM gift WHERE person_id IN ({marks}) AND given_on >= ? AND given_on <= ? "
            "AND removed_at IS NULL AND value IS NOT NULL AND (coalesce(currency, '') = '' OR upper(currency) = ?) "
            "GROUP BY person_id",
            (*block, f"{year:04}-01-01", f"{year:04}-12-31", currency.upper()),
        )
        found.update(rows.fetchall())
    return found


def year_values(
    connection: sqlite3.Connection, person_id: str, year: int, *, without: str | None = None
) -> list[tuple[int | None, str | None]]:
    """Value and currency of what a person was given in a calendar year, `without` one gift if it is named."""
    rows = connection.execute(
        "SELECT value, currency FROM gift WHERE person_id = ? AND given_on >= ? AND given_on <= ? "
        "AND removed_at IS NULL AND id <> ?",
        (person_id, f"{year:04}-01-01", f"{year:04}-12-31", without or ""),
    )
    return [(row[0], row[1]) for row in rows]


def last_gifts(connection: sqlite3.Connection, person_ids: Iterable[str], most: int = 3) -> dict[str, list[Gift]]:
    """The last gifts to each of some people, newest first, by their ids; who got none is left out."""
    found: dict[str, list[Gift]] = {}
    for block in blocks(person_ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(
            f"SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY person_id ORDER BY given_on DESC, id DESC) AS n "
            f"FROM ({_GIFT} AND g.person_id IN ({marks}))) "
            "WHERE n <= ? ORDER BY given_on DESC, id DESC",
            (*block, most),
        )
        for row in rows:
            gift = _gift(row[:-1])
            found.setdefault(gift.person_id or "", []).append(gift)
    return found


_RECIPIENT: Final = """
SELECT p.id, p.name, p.account_id, a.name, p.government, p.gift_limit, p.left_on,
       p.referred_groups, p.referred_cards
FROM person p LEFT JOIN account a ON a.id = p.account_id
WHERE p.removed_at IS NULL AND +a.removed_at IS NULL
"""


def get_recipients(connection: sqlite3.Connection, person_ids: Iterable[str]) -> dict[str, Recipient]:
    """What decides about gifts to some people, by their ids; who is not there is left out."""
    found: dict[str, Recipient] = {}
    for block in blocks(person_ids):
        marks = ", ".join("?" * len(block))
        for row in connection.execute(f"{_RECIPIENT} AND p.id IN ({marks})", block):
            found[row[0]] = _recipient(row)
    return found


def get_recipient(connection: sqlite3.Connection, person_id: str) -> Recipient | None:
    """What decides about gifts to one person, or None when not there or removed."""
    return get_recipients(connection, (person_id,)).get(person_id)


def _recipient(row: Sequence[Any]) -> Recipient:
    fields = list(row)
    fields[4] = bool(fields[4])
    return Recipient(*fields)


def _gift(row: Sequence[Any]) -> Gift:
    return Gift(*row)
