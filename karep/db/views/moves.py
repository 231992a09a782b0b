"""Days that were moved: which promises and follow-ups got another day within a span of time."""

import json
import sqlite3
from typing import Final, Literal

from karep.frozen import frozen

Movable = Literal["promise", "follow_up"]


@frozen
class Moves:
    """How the day of one record was moved so far."""

    moves: int
    """How often."""
    first_due: str | None
    """The day first agreed on, ``YYYY-MM-DD``, once it was moved."""
    reason: str | None
    """Why it was last moved."""


@frozen
class Moved:
    """A record whose day was moved within a span."""

    noun: Movable
    record_id: str
    due_before: str | None
    """The day that it had before the first of those moves, ``YYYY-MM-DD``."""
    times: int
    """How often it was moved within the span."""


# the journal knows when a day was moved; what was taken back does not count
_MOVED: Final = """
SELECT j.record, j.before FROM {noun} r CROSS JOIN account a ON a.id = r.account_id
CROSS JOIN journal j ON j.record = r.id AND j.noun = '{noun}' AND j.op = 'change' AND j.after LIKE '%"moves":%'
CROSS JOIN action c ON c.seq = j.action AND c.undoes IS NULL AND c.undone_by IS NULL
WHERE r.moves > 0 AND r.changed_at >= :since AND c.at >= :since AND c.at < :until
  AND r.removed_at IS NULL AND a.removed_at IS NULL
ORDER BY j.seq
"""


def list_moved(connection: sqlite3.Connection, noun: Movable, since: str, until: str) -> dict[str, Moved]:
    """The records of a noun whose day was moved within a span, by their ids, in the order in which they first were.

    Args:
        connection: The store.
        noun: ``promise`` or ``follow_up``.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    found: dict[str, Moved] = {}
    for record_id, before in connection.execute(_MOVED.format(noun=noun), {"since": since, "until": until}):
        known = found.get(record_id)
        first = known.due_before if known else json.loads(before, strict=False).get("due")
        found[record_id] = Moved(noun, record_id, first, (known.times if known else 0) + 1)
    return found


def get_moves(connection: sqlite3.Connection, noun: Movable, record_id: str) -> Moves:
    """How often the day of a promise or a follow-up was moved; of one that is not there, never."""
    row = connection.execute(f"SELECT moves, first_due, moved_reason FROM {noun} WHERE id = ?", (record_id,)).fetchone()
    return Moves(*row) if row else Moves(0, None, None)
