"""What came about within a span of time: deals won and lost, people first noted down."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Closing:
    """A deal that was won or lost."""

    opportunity_id: str
    at: str
    """When, UTC."""
    status: str
    """``won`` or ``lost``."""
    name: str
    amount: int | None
    """In minor units (fen, cents) of the currency."""
    currency: str | None
    stage: str
    lost_reason: str | None
    revisit_on: str | None
    """``YYYY-MM-DD``."""
    account_id: str
    account_name: str


@dataclass(frozen=True, slots=True)
class Newcomer:
    """A person who was noted down."""

    person_id: str
    name: str
    title: str | None
    account_id: str | None
    account_name: str | None


# the journal knows when a deal was closed; what was taken back does not count
_CLOSED: Final = """
SELECT o.id, c.at, j.after, o.name, o.amount, o.currency, o.stage, o.lost_reason, o.revisit_on, a.id, a.name
FROM opportunity o JOIN account a ON a.id = o.account_id
JOIN journal j ON j.record = o.id AND j.noun = 'opportunity' AND j.op = 'change' AND j.after LIKE '%"status":%'
JOIN action c ON c.seq = j.action AND c.undoes IS NULL AND c.undone_by IS NULL
WHERE o.changed_at >= :since AND c.at >= :since AND c.at < :until AND o.removed_at IS NULL AND a.removed_at IS NULL
ORDER BY j.seq
"""


def list_closings(connection: sqlite3.Connection, since: str, until: str) -> list[Closing]:
    """The deals whose last change of status within a span closed them: the won first, each in the order of time.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    last: dict[str, Closing | None] = {}
    for row in connection.execute(_CLOSED, {"since": since, "until": until}):
        status = json.loads(row[2], strict=False).get("status")
        if status is not None:
            last[row[0]] = Closing(row[0], row[1], status, *row[3:]) if status in ("won", "lost") else None
    return sorted((one for one in last.values() if one), key=lambda one: (one.status != "won", one.at))


def list_newcomers(connection: sqlite3.Connection, since: str, until: str) -> list[Newcomer]:
    """The people who were noted down within a span and are still in the book, in the order they were.

    Placeholders for people not known yet are left out, and so is everybody who came with an import or the sample book.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    rows = connection.execute(
        """
        SELECT p.id, p.name, p.title, a.id, a.name FROM person p LEFT JOIN account a ON a.id = p.account_id
        WHERE p.created_at >= ? AND p.created_at < ? AND NOT p.placeholder
          AND p.removed_at IS NULL AND a.removed_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM journal j JOIN action c ON c.seq = j.action
                          WHERE j.record = p.id AND j.op = 'add' AND (c.kind LIKE '%import%' OR c.kind = 'demo.make'))
        ORDER BY p.created_at, p.id
        """,
        (since, until),
    )
    return [Newcomer(*row) for row in rows]
