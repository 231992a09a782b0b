"""Remarks: the lines in the rep's own words in the report of a period."""

import sqlite3
from typing import Final

from karep.frozen import frozen


@frozen
class Remark:
    """One line of the rep's own."""

    id: str
    period: str
    """As `karep.rules.periods.Period` writes itself."""
    part: str
    """One of `karep.rules.vocabulary.REPORT_PARTS`."""
    text: str
    lesson: str | None
    """One of `karep.rules.vocabulary.LESSONS`; only of a lesson."""
    stage: str | None
    """The stage of a deal that a lesson is about."""
    department: str | None
    """Whose help is needed: a key of `karep.rules.vocabulary.DEPARTMENTS`, or a name."""
    account_id: str | None
    account_name: str | None
    """None too when the account was removed: the rep's words stay."""
    privacy: str
    """One of `karep.rules.vocabulary.PRIVACY`; only what is internal leaves the program."""
    created_at: str
    """When it was written, UTC."""


_REMARK: Final = """
SELECT r.id, r.period, r.part, r.text, r.lesson, r.stage, r.department, a.id, a.name, r.privacy, r.created_at
FROM remark r LEFT JOIN account a ON a.id = r.account_id AND a.removed_at IS NULL WHERE r.removed_at IS NULL
"""


def list_remarks(connection: sqlite3.Connection, period: str) -> list[Remark]:
    """The remarks on a period, the oldest first."""
    rows = connection.execute(f"{_REMARK} AND r.period = ? ORDER BY r.created_at, r.id", (period,))
    return [Remark(*row) for row in rows]


def get_remark(connection: sqlite3.Connection, remark_id: str) -> Remark | None:
    """One remark, or None when it is not there or was removed."""
    row = connection.execute(f"{_REMARK} AND r.id = ?", (remark_id,)).fetchone()
    return Remark(*row) if row else None
