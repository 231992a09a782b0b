"""Any record by noun and id: what the rep calls it."""

import sqlite3
from typing import Final

_NAME_COLUMN: Final = {
    "account": "name",
    "person": "name",
    "preference": "(SELECT p.name FROM person p WHERE p.id = person_id)",
    "occasion": (
        "coalesce((SELECT p.name FROM person p WHERE p.id = person_id), "
        "(SELECT a.name FROM account a WHERE a.id = account_id))"
    ),
    "touch": "coalesce(purpose, summary, kind)",
    "promise": "what",
    "follow_up": "what",
    "opportunity": "name",
    "objection": "coalesce(words, card)",
    "fact": "name",
    "need": "what",
    "competitor": "name",
    "concession": "(SELECT o.name FROM opportunity o WHERE o.id = opportunity_id)",
    "member": "(SELECT p.name FROM person p WHERE p.id = person_id)",
    **dict.fromkeys(
        ("gift", "care", "snooze"),
        "coalesce((SELECT p.name FROM person p WHERE p.id = person_id), "
        "(SELECT a.name FROM account a WHERE a.id = account_id))",
    ),
    "remark": "period",
    "rewording": "period",
    "target": "period",
    "tier_change": "(SELECT a.name FROM account a WHERE a.id = account_id)",
}
_OF_PERSON: Final = frozenset(
    ("preference", "occasion", "promise", "follow_up", "fact", "need", "objection", "member", "gift", "care", "snooze")
)
"""The nouns that can belong to a person."""
_LONGEST: Final = 60


def record_name(connection: sqlite3.Connection, noun: str, record_id: str) -> str:
    """What the rep calls a record, cut to 60 characters; an empty text when it has no name or is not there.

    It goes into the journal's labels and into sentences on the screen, so what is private is known by whose it is.
    """
    column = _NAME_COLUMN.get(noun)
    if column is None:
        return ""
    row = connection.execute(f"SELECT {column} FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return str(row[0])[:_LONGEST] if row and row[0] else ""


def person_of(connection: sqlite3.Connection, noun: str, record_id: str) -> str | None:
    """The id of the person that a record belongs to, if it belongs to one."""
    if noun not in _OF_PERSON:
        return None
    row = connection.execute(f"SELECT person_id FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return str(row[0]) if row and row[0] else None
