"""What a brief is about: the account, person, deal or follow-up that any record leads to."""

import sqlite3
from typing import Final

SUBJECTS: Final = ("account", "person", "opportunity", "follow_up")
"""The nouns that a brief is made for."""

_LEADS_TO: Final = {
    "touch": ("account",),
    "promise": ("person", "account"),
    "occasion": ("person", "account"),
    "preference": ("person",),
    "fact": ("person", "account"),
    "role": ("person",),
    "objection": ("opportunity", "account"),
    "need": ("opportunity", "person", "account"),
    "competitor": ("opportunity", "account"),
    "concession": ("opportunity",),
    "member": ("opportunity",),
    "tier_change": ("account",),
    "gift": ("person", "account"),
    "care": ("person", "account"),
    "snooze": ("opportunity", "person", "account"),
    "remark": ("account",),
    "stage_change": ("opportunity",),
    "tick": ("opportunity",),
}
"""What a record of another noun leads to: the first of these that it has."""


def subject_of(connection: sqlite3.Connection, noun: str, record_id: str) -> tuple[str, str] | None:
    """Noun and id of what a brief would be about at a record; None where it leads to nothing."""
    if noun in SUBJECTS:
        return noun, record_id
    for lead in _LEADS_TO.get(noun, ()):
        row = connection.execute(f"SELECT {lead}_id FROM {noun} WHERE id = ?", (record_id,)).fetchone()
        if row and row[0]:
            return lead, str(row[0])
    return None


def account_of(connection: sqlite3.Connection, noun: str, record_id: str) -> str | None:
    """The id of the account that one of `SUBJECTS` belongs to, or is; None for a person without one."""
    if noun == "account":
        return record_id
    if noun not in SUBJECTS:
        return None
    row = connection.execute(f"SELECT account_id FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return str(row[0]) if row and row[0] else None
