"""Any record by noun and id: what the rep calls it."""

import sqlite3
from typing import Final

_NAME_COLUMN: Final = {
    "account": "name",
    "person": "name",
    "preference": "text",
    "occasion": "coalesce(label, kind)",
    "touch": "coalesce(purpose, summary, kind)",
    "promise": "what",
    "follow_up": "what",
    "opportunity": "name",
    "objection": "coalesce(words, card)",
    "fact": "name",
}
_LONGEST: Final = 60


def record_name(connection: sqlite3.Connection, noun: str, record_id: str) -> str:
    """What the rep calls a record, cut to 60 characters; an empty text when it has no name or is not there."""
    column = _NAME_COLUMN.get(noun)
    if column is None:
        return ""
    row = connection.execute(f"SELECT {column} FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return str(row[0])[:_LONGEST] if row and row[0] else ""


def person_of_preference(connection: sqlite3.Connection, preference_id: str) -> str | None:
    """The id of the person that a preference belongs to."""
    row = connection.execute("SELECT person_id FROM preference WHERE id = ?", (preference_id,)).fetchone()
    return str(row[0]) if row else None
