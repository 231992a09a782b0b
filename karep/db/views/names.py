"""Whom the rep means: accounts and people found by the name that was typed, and the names behind ids."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from karep.frozen import frozen
from karep.rules.matching import exact_key


@frozen
class Named:
    """An account, a person or a deal."""

    noun: str
    """``account``, ``person`` or ``opportunity``."""
    id: str
    name: str
    account: str | None
    """The account of a person or a deal."""
    removed: bool


_FOUND: Final = """
    SELECT 'account' AS noun, id, name, NULL AS account, removed_at IS NOT NULL AS removed
    FROM account WHERE ({account}) AND (removed_at IS NOT NULL) = :removed
    UNION ALL
    SELECT 'person', p.id, p.name, a.name, p.removed_at IS NOT NULL
    FROM person p LEFT JOIN account a ON a.id = p.account_id
    WHERE ({person}) AND (p.removed_at IS NOT NULL) = :removed
    UNION ALL
    SELECT 'opportunity', o.id, o.name, a.name, o.removed_at IS NOT NULL
    FROM opportunity o JOIN account a ON a.id = o.account_id WHERE ({deal}) AND (o.removed_at IS NOT NULL) = :removed
    ORDER BY 3, 2 LIMIT :limit
"""
_EXACT: Final = (
    "id = :words OR match_key = :key OR name = :words COLLATE NOCASE OR short_name = :words COLLATE NOCASE",
    "p.id = :words OR p.match_key = :key OR p.name = :words COLLATE NOCASE",
    "o.id = :words OR o.name = :words COLLATE NOCASE",
)
_LIKE: Final = (
    r"name LIKE :words ESCAPE '\' OR short_name LIKE :words ESCAPE '\'",
    r"p.name LIKE :words ESCAPE '\'",
    r"o.name LIKE :words ESCAPE '\'",
)

_BELONGINGS: Final = {
    "account": (
        ("person", "account_id"),
        ("role", "account_id"),
        ("occasion", "account_id"),
        ("touch", "account_id"),
        ("promise", "account_id"),
        ("follow_up", "account_id"),
        ("opportunity", "account_id"),
        ("objection", "account_id"),
        ("fact", "account_id"),
        ("need", "account_id"),
        ("competitor", "account_id"),
        ("concession", "account_id"),
        ("tier_change", "account_id"),
        ("gift", "account_id"),
        ("care", "account_id"),
        ("snooze", "account_id"),
        ("remark", "account_id"),
    ),
    "person": (
        ("role", "person_id"),
        ("preference", "person_id"),
        ("occasion", "person_id"),
        ("attendance", "person_id"),
        ("promise", "person_id"),
        ("follow_up", "person_id"),
        ("fact", "person_id"),
        ("need", "person_id"),
        ("objection", "person_id"),
        ("concession", "person_id"),
        ("member", "person_id"),
        ("gift", "person_id"),
        ("care", "person_id"),
        ("snooze", "person_id"),
    ),
    "opportunity": (
        ("role", "opportunity_id"),
        ("touch", "opportunity_id"),
        ("follow_up", "opportunity_id"),
        ("stage_change", "opportunity_id"),
        ("tick", "opportunity_id"),
        ("objection", "opportunity_id"),
        ("need", "opportunity_id"),
        ("competitor", "opportunity_id"),
        ("concession", "opportunity_id"),
        ("member", "opportunity_id"),
        ("snooze", "opportunity_id"),
    ),
}
"""The records that point to an account, a person or a deal, by table and column."""


def find_named(connection: sqlite3.Connection, words: str, limit: int = 11) -> list[Named]:
    """Accounts, people and deals by id or name, or failing that by the beginning, or by any part of it.

    The first of these that finds anything decides, and a removed record is found only when no other is.
    """
    escaped = words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    key = exact_key(words)
    searches = (
        (_EXACT, words, False),
        (_EXACT, words, True),
        (_LIKE, f"{escaped}%", False),
        (_LIKE, f"%{escaped}%", False),
        (_LIKE, f"%{escaped}%", True),
    )
    for (account, person, deal), sought, removed in searches:
        values = {"words": sought, "key": key, "removed": removed, "limit": limit}
        rows = connection.execute(_FOUND.format(account=account, person=person, deal=deal), values).fetchall()
        if rows:
            return [Named(noun, found, name, of, bool(gone)) for noun, found, name, of, gone in rows]
    return []


_NAMED: Final = dict.fromkeys(("account", "person", "opportunity"), "name") | {
    "touch": "substr(at, 1, 10)",
    "promise": "what",
}
"""The tables whose records are named elsewhere by id, and what names them."""


def list_belongings(connection: sqlite3.Connection, noun: str, record: str) -> list[str]:
    """The ids of the records that belong to an account, a person or a deal, the removed ones too."""
    found: list[str] = []
    for table, column in _BELONGINGS[noun]:
        found += [key for (key,) in connection.execute(f"SELECT id FROM {table} WHERE {column} = ?", (record,))]
    return found


def names_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """The names of those ids that are accounts, people, opportunities, promises or touches (by their day)."""
    found: dict[str, str] = {}
    wanted = sorted(set(ids))
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        marks = ", ".join("?" * len(some))
        for table, name in _NAMED.items():
            found.update(connection.execute(f"SELECT id, {name} FROM {table} WHERE id IN ({marks})", some).fetchall())
    return found
