"""The places that the rep opened lately: kept outside the journal, for looking changes nothing."""

import sqlite3
from typing import Final

from karep.db.change import moment

KEPT: Final = 50
"""How many places are kept."""


def remember(connection: sqlite3.Connection, noun: str, record_id: str, at: str | None = None) -> None:
    """Note that the page of a record was opened; only the last `KEPT` are kept.

    Args:
        connection: The store, outside an action.
        noun: The record's table.
        record_id: The record.
        at: When, as stored; now where it is left out.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        # replaced and not changed in place: of two in one millisecond the later one has the greater rowid
        connection.execute(
            "INSERT OR REPLACE INTO recent (noun, record, at) VALUES (?, ?, ?)", (noun, record_id, at or moment())
        )
        connection.execute(
            "DELETE FROM recent WHERE rowid NOT IN (SELECT rowid FROM recent ORDER BY at DESC, rowid DESC LIMIT ?)",
            (KEPT,),
        )
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise
