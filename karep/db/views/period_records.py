"""What became of records within a period: days that were moved, deals that began, answers that came to work."""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from karep.db.views.blocks import blocks
from karep.db.views.journal_rules import IMPORTED
from karep.db.views.moves import Movable
from karep.frozen import frozen


@frozen
class DayMove:
    """One time that the day of a promise or a follow-up was moved."""

    at: str
    """When, UTC."""
    due_before: str | None
    """The day that it had until then, ``YYYY-MM-DD``."""


@frozen
class Begun:
    """A deal that was noted down."""

    id: str
    at: str
    """When, UTC."""
    name: str
    kind: str
    amount: int | None
    """In minor units (fen, cents) of the currency."""
    currency: str | None
    stage: str
    expected_close: str | None
    """``YYYY-MM-DD``."""
    account_id: str
    account_name: str


# the journal knows when a day was moved; what was taken back does not count
_MOVES: Final = """
SELECT j.record, c.at, j.before FROM {noun} r
CROSS JOIN journal j ON j.record = r.id AND j.noun = '{noun}' AND j.op = 'change' AND j.after LIKE '%"moves":%'
CROSS JOIN action c ON c.seq = j.action AND c.undoes IS NULL AND c.undone_by IS NULL
WHERE r.moves > 0 AND r.changed_at >= :since AND c.at >= :since AND r.removed_at IS NULL
ORDER BY j.seq
"""
# what came with an import or the sample book is older than its row, unless it has a moment of its own
_BEGUN: Final = f"""
SELECT o.id, o.created_at, o.name, o.kind, o.amount, o.currency, o.stage, o.expected_close, a.id, a.name
FROM opportunity o JOIN account a ON a.id = o.account_id
WHERE o.changed_at >= :since AND o.created_at >= :since AND o.created_at < :until
  AND o.removed_at IS NULL AND a.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM journal j JOIN action c ON c.seq = j.action
                  WHERE j.record = o.id AND j.op = 'add' AND {IMPORTED}
                    AND o.created_at >= c.at)
ORDER BY o.created_at, o.id
"""
_WORKED: Final = """
SELECT DISTINCT b.id FROM objection b
CROSS JOIN journal j ON j.record = b.id AND j.noun = 'objection' AND j.op = 'change' AND j.after LIKE '%"outcome":%'
CROSS JOIN action c ON c.seq = j.action AND c.undoes IS NULL AND c.undone_by IS NULL
WHERE b.outcome = 'worked' AND b.changed_at >= :since AND c.at >= :since AND c.at < :until AND b.removed_at IS NULL
ORDER BY b.at, b.id
"""
_FLOORS: Final = {
    "follow_up": ("bottom_line",),
    "opportunity": ("floor_amount", "floor_terms", "floor_approver", "floor_approved_on"),
    "concession": ("price", "approver"),
    "touch": ("private_note",),
}
"""The fields that no report tells, by noun; they are listed as withheld where a record is told that has them."""


def list_day_moves(connection: sqlite3.Connection, noun: Movable, since: str) -> dict[str, list[DayMove]]:
    """When the days of promises or follow-ups were moved from a moment on, by record, the earliest move first.

    So the day that one had at any moment since then can be told: see `due_at`.

    Args:
        connection: The store.
        noun: ``promise`` or ``follow_up``.
        since: The first moment that counts, UTC.
    """
    found: dict[str, list[DayMove]] = {}
    for record_id, at, before in connection.execute(_MOVES.format(noun=noun), {"since": since}):
        due = json.loads(before, strict=False).get("due")
        found.setdefault(record_id, []).append(DayMove(at, due))
    return found


def due_at(moves: Iterable[DayMove], moment: str, due: str | None) -> str | None:
    """The day that a record had just before a moment: what the first move since then took away, or the day it has."""
    return next((one.due_before for one in moves if one.at >= moment), due)


def came_with_a_file(connection: sqlite3.Connection, record_ids: Iterable[str]) -> set[str]:
    """Which of some records came with an import or the sample book: they are older than their rows."""
    found: set[str] = set()
    for block in blocks(record_ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(
            "SELECT j.record FROM journal j JOIN action c ON c.seq = j.action "
            f"WHERE j.record IN ({marks}) AND j.op = 'add' AND {IMPORTED}",
            block,
        )
        found.update(row[0] for row in rows)
    return found


def promises_of_follow_ups(connection: sqlite3.Connection, follow_up_ids: Iterable[str]) -> set[str]:
    """The promises that some follow-ups shall keep."""
    found: set[str] = set()
    for block in blocks(follow_up_ids):
        marks = ", ".join("?" * len(block))
        query = f"SELECT promise_id FROM follow_up WHERE id IN ({marks}) AND promise_id IS NOT NULL"
        found.update(row[0] for row in connection.execute(query, block))
    return found


def list_begun(connection: sqlite3.Connection, since: str, until: str) -> list[Begun]:
    """The deals that were noted down within a span, in the order they were; not those that came with an import.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    return [Begun(*row) for row in connection.execute(_BEGUN, {"since": since, "until": until})]


def list_come_to_work(connection: sqlite3.Connection, since: str, until: str) -> list[str]:
    """The objections of which it was noted within a span that the answer worked, whenever they were voiced: their ids.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    return [row[0] for row in connection.execute(_WORKED, {"since": since, "until": until})]


def list_untold(connection: sqlite3.Connection, noun: str, record_ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What some records hold that no report tells: the record and the field of each. Other nouns hold none of it."""
    fields = _FLOORS.get(noun, ())
    for block in blocks(record_ids) if fields else ():
        marks = ", ".join("?" * len(block))
        named = ", ".join(fields)
        for record_id, *values in connection.execute(f"SELECT id, {named} FROM {noun} WHERE id IN ({marks})", block):
            held = zip(fields, values, strict=True)
            yield from ((record_id, name) for name, value in held if value not in (None, ""))
