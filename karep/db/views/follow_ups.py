"""Follow-ups: what comes next."""

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Final

from karep.db.views.blocks import blocks
from karep.db.views.bounds import Bound, day_text, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class FollowUp:
    """One dated next step."""

    id: str
    created_at: str
    changed_at: str
    account_id: str
    person_id: str | None
    opportunity_id: str | None
    what: str
    due: str
    """``YYYY-MM-DD``."""
    due_time: str | None
    """``HH:MM`` in the zone, None for any time of the day."""
    zone: str | None
    """The IANA name of the time zone that day and time are meant in; None is the rep's own."""
    repeat: str | None
    done_at: str | None
    done_touch_id: str | None
    account_name: str
    account_tier: str | None
    person_name: str | None
    opportunity_name: str | None


@frozen
class Preparation:
    """What the rep wrote down for a visit. Kept apart from the follow-up, because the bottom line goes nowhere else."""

    aim: str | None
    expected_questions: str | None
    disputes: str | None
    bottom_line: str | None
    """The least that may be accepted, as approved: for the rep's own screen only."""

    def __bool__(self) -> bool:
        """Whether anything was written down."""
        return bool(self.aim or self.expected_questions or self.disputes or self.bottom_line)


PREPARATION: Final = ("aim", "expected_questions", "disputes", "bottom_line")
"""The fields of a preparation, in order."""

_FOLLOW_UP: Final = """
SELECT f.id, f.created_at, f.changed_at, f.account_id, f.person_id, f.opportunity_id, f.what, f.due, f.due_time, f.zone,
       f.repeat, f.done_at, f.done_touch_id, a.name, a.tier, p.name, o.name
FROM follow_up f JOIN account a ON a.id = f.account_id
LEFT JOIN person p ON p.id = f.person_id AND p.removed_at IS NULL
LEFT JOIN opportunity o ON o.id = f.opportunity_id AND o.removed_at IS NULL
WHERE f.removed_at IS NULL AND +a.removed_at IS NULL
"""
_LATER: Final = """
WITH RECURSIVE later(id) AS (
    SELECT id FROM follow_up WHERE origin = 'repeat:' || ?
    UNION SELECT f.id FROM follow_up f JOIN later ON f.origin = 'repeat:' || later.id
)
"""
"""All that came of a follow-up that repeats, one of the other."""
_BY_DUE: Final = "ORDER BY f.due, f.due_time, a.name, f.id"


def list_follow_ups(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    opportunity_id: str | None = None,
    since: date | str | None = None,
    until: date | str | None = None,
    open_only: bool = True,
) -> list[FollowUp]:
    """Follow-ups, the earliest due first; within a day those without a time first.

    Args:
        connection: The store.
        account_id: Only this account's.
        opportunity_id: Only this opportunity's.
        since: Only those due on this day or after.
        until: Only those due on this day or before.
        open_only: Leave out those that are done.
    """
    parts, values = [_FOLLOW_UP], []
    if open_only:
        parts.append("AND f.done_at IS NULL")
    for clause, value in (
        ("f.account_id = ?", account_id),
        ("f.opportunity_id = ?", opportunity_id),
        ("f.due >= ?", day_text(since)),
        ("f.due <= ?", day_text(until)),
    ):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    return [FollowUp(*row) for row in connection.execute(f"{' '.join(parts)} {_BY_DUE}", values)]


def list_done_follow_ups(connection: sqlite3.Connection, since: Bound, until: Bound) -> list[FollowUp]:
    """Follow-ups that were finished within a span, in the order they were.

    Args:
        connection: The store.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    parts, values = [_FOLLOW_UP, "AND f.done_at IS NOT NULL"], []
    for clause, value in (("f.done_at >= ?", first_stamp(since)), ("f.done_at < ?", end_stamp(until))):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    return [FollowUp(*row) for row in connection.execute(f"{' '.join(parts)} ORDER BY f.done_at, f.id", values)]


def list_done_by_due(connection: sqlite3.Connection, since: date | str, until: date | str) -> list[FollowUp]:
    """Follow-ups that are done and were due within a span, the earliest due first.

    Args:
        connection: The store.
        since: Only those due on this day or after.
        until: Only those due on this day or before.
    """
    within = (
        "AND f.id IN (SELECT id FROM follow_up "
        "WHERE done_at IS NOT NULL AND removed_at IS NULL AND due >= ? AND due <= ?)"
    )
    rows = connection.execute(f"{_FOLLOW_UP} {within} {_BY_DUE}", (day_text(since), day_text(until)))
    return [FollowUp(*row) for row in rows]


def get_follow_up(connection: sqlite3.Connection, follow_up_id: str) -> FollowUp | None:
    """One follow-up, or None when it is not there or was removed."""
    row = connection.execute(f"{_FOLLOW_UP} AND f.id = ?", (follow_up_id,)).fetchone()
    return FollowUp(*row) if row else None


def get_follow_ups(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, FollowUp]:
    """Some follow-ups by their ids; those that are not there or were removed are left out."""
    found: dict[str, FollowUp] = {}
    for block in blocks(ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(f"{_FOLLOW_UP} AND f.id IN ({marks})", block)
        found |= {row[0]: FollowUp(*row) for row in rows}
    return found


def get_next_follow_up(connection: sqlite3.Connection, follow_up_id: str) -> FollowUp | None:
    """The open follow-up that came of one that repeats, at once or by way of others that are done, if there is one."""
    query = f"{_LATER} {_FOLLOW_UP} AND f.done_at IS NULL AND f.id IN later"
    row = connection.execute(query, (follow_up_id,)).fetchone()
    return FollowUp(*row) if row else None


def get_preparation(connection: sqlite3.Connection, follow_up_id: str) -> Preparation | None:
    """What was prepared for a follow-up, with nothing in it when nothing was; None when there is no such follow-up."""
    columns = ", ".join(f"f.{name}" for name in PREPARATION)
    row = connection.execute(
        f"SELECT {columns} FROM follow_up f JOIN account a ON a.id = f.account_id "
        "WHERE f.id = ? AND f.removed_at IS NULL AND a.removed_at IS NULL",
        (follow_up_id,),
    ).fetchone()
    return Preparation(*row) if row else None
