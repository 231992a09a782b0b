"""How much is planned: how long follow-ups take, and how much has passed its day."""

import sqlite3
from datetime import date
from typing import Final

_LENGTHS: Final = """
SELECT id, minutes FROM follow_up
WHERE done_at IS NULL AND removed_at IS NULL AND due >= ? AND due <= ? AND minutes IS NOT NULL
"""
# a join would look at every account first
_OVERDUE: Final = """
SELECT (SELECT count(*) FROM follow_up f WHERE f.done_at IS NULL AND f.removed_at IS NULL AND f.due < :day
        AND (SELECT a.removed_at FROM account a WHERE a.id = f.account_id) IS NULL)
     + (SELECT count(*) FROM promise r
        WHERE r.kept_at IS NULL AND r.broken_at IS NULL AND r.removed_at IS NULL AND r.due < :day
          AND (SELECT a.removed_at FROM account a WHERE a.id = r.account_id) IS NULL)
"""


def planned_minutes(connection: sqlite3.Connection, since: date, until: date) -> dict[str, int]:
    """How many minutes each open follow-up takes, by its id; those without a length are left out.

    Args:
        connection: The store.
        since: Only those due on this day or after.
        until: Only those due on this day or before.
    """
    return dict(connection.execute(_LENGTHS, (since.isoformat(), until.isoformat())).fetchall())


def count_overdue(connection: sqlite3.Connection, day: date) -> int:
    """How many open follow-ups and promises were due before a day, by the day that is written in them."""
    found: int = connection.execute(_OVERDUE, {"day": day.isoformat()}).fetchone()[0]
    return found
