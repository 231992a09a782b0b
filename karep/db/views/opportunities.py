"""Opportunities: the deals, their moves, what was ticked."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from karep.db.views.bounds import Bound, day_text, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Opportunity:
    """One deal."""

    id: str
    created_at: str
    changed_at: str
    account_id: str
    name: str
    kind: str
    amount: int | None
    """In minor units (fen, cents) of the currency."""
    currency: str | None
    expected_close: str | None
    """``YYYY-MM-DD``."""
    stage: str
    buyer_stage: str | None
    status: str
    """``open``, ``won`` or ``lost``."""
    lost_reason: str | None
    revisit_on: str | None
    """``YYYY-MM-DD``."""
    external_id: str | None
    note: str | None
    account_name: str
    next_due: str | None
    """The day of its earliest open follow-up, ``YYYY-MM-DD``."""
    last_moved_at: str
    """When it came into its stage, UTC: its last move, or when it was noted down."""
    ticked: int
    """How many checklist items of all stages are done or do not apply."""


@frozen
class Tick:
    """A checklist item that is done or does not apply."""

    id: str
    opportunity_id: str
    item_id: str
    at: str
    """When, UTC."""
    by: str | None
    touch_id: str | None
    """The touch that proves it."""
    not_applicable: bool
    reason: str | None


@frozen
class StageChange:
    """A deal that moved."""

    id: str
    opportunity_id: str
    from_stage: str
    to_stage: str
    at: str
    """When, UTC."""
    reason: str | None
    unmet: tuple[str, ...]
    """The ids of exit facts that were not met."""
    opportunity_name: str
    account_id: str
    account_name: str


_NEXT: Final = (
    "SELECT {what} FROM follow_up f WHERE f.account_id = o.account_id AND f.opportunity_id = o.id "
    "AND f.removed_at IS NULL AND f.done_at IS NULL"
)
OPPORTUNITY_COLUMNS: Final = f"""
       o.id, o.created_at, o.changed_at, o.account_id, o.name, o.kind, o.amount, o.currency, o.expected_close, o.stage,
       o.buyer_stage, o.status, o.lost_reason, o.revisit_on, o.external_id, o.note, a.name,
       ({_NEXT.format(what="min(+f.due)")}),
       coalesce((SELECT max(c.at) FROM stage_change c WHERE c.opportunity_id = o.id AND c.removed_at IS NULL),
                o.created_at),
       (SELECT count(DISTINCT k.item_id) FROM tick k WHERE k.opportunity_id = o.id AND k.removed_at IS NULL)
"""
"""The fields of an `Opportunity`, in order."""
FROM_OPPORTUNITIES: Final = """
FROM opportunity o JOIN account a ON a.id = o.account_id
WHERE o.removed_at IS NULL AND +a.removed_at IS NULL
"""
_OPPORTUNITY: Final = f"SELECT {OPPORTUNITY_COLUMNS} {FROM_OPPORTUNITIES}"


def list_opportunities(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    status: str | None = None,
    stage: str | None = None,
) -> list[Opportunity]:
    """Deals that pass every filter: the open first, the furthest first, then by expected close and name."""
    parts, values = [_OPPORTUNITY], []
    for column, value in (("account_id", account_id), ("status", status), ("stage", stage)):
        if value is not None:
            parts.append(f"AND o.{column} = ?")
            values.append(value)
    order = "ORDER BY o.status <> 'open', o.stage DESC, o.expected_close IS NULL, o.expected_close, o.name, o.id"
    return [Opportunity(*row) for row in connection.execute(f"{' '.join(parts)} {order}", values)]


def get_opportunity(connection: sqlite3.Connection, opportunity_id: str) -> Opportunity | None:
    """One deal, or None when it is not there or was removed."""
    row = connection.execute(f"{_OPPORTUNITY} AND o.id = ?", (opportunity_id,)).fetchone()
    return Opportunity(*row) if row else None


def list_without_next_step(connection: sqlite3.Connection, until: date | str) -> list[Opportunity]:
    """Open deals from Engage to Closing (S3–S6) that have no open follow-up due by the day `until`.

    A follow-up counts when it is the deal's own, also when it is overdue: that is shown as overdue instead.
    """
    rows = connection.execute(
        f"{_OPPORTUNITY} AND o.status = 'open' AND o.stage BETWEEN 'S3' AND 'S6' "
        f"AND NOT EXISTS ({_NEXT.format(what='1')} AND +f.due <= ?) ORDER BY o.stage DESC, a.name, o.name, o.id",
        (day_text(until),),
    )
    return [Opportunity(*row) for row in rows]


def list_ticks(connection: sqlite3.Connection, opportunity_id: str) -> dict[str, Tick]:
    """What is ticked on a deal, by the item's id."""
    rows = connection.execute(
        """
        SELECT k.id, k.opportunity_id, k.item_id, k.at, k."by", k.touch_id, k.not_applicable, k.reason
        FROM tick k JOIN opportunity o ON o.id = k.opportunity_id JOIN account a ON a.id = o.account_id
        WHERE k.opportunity_id = ? AND k.removed_at IS NULL AND o.removed_at IS NULL AND +a.removed_at IS NULL
        ORDER BY k.at, k.id
        """,
        (opportunity_id,),
    )
    return {row[2]: Tick(*(*row[:6], bool(row[6]), row[7])) for row in rows}


def list_stage_changes(
    connection: sqlite3.Connection, *, opportunity_id: str | None = None, since: Bound = None, until: Bound = None
) -> list[StageChange]:
    """Moves of deals, newest first.

    Args:
        connection: The store.
        opportunity_id: Only this deal's.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    parts, values = _within("c", since, until, {"c.opportunity_id": opportunity_id})
    rows = connection.execute(
        f"""
        SELECT c.id, c.opportunity_id, c.from_stage, c.to_stage, c.at, c.reason, c.unmet, o.name, a.id, a.name
        FROM stage_change c JOIN opportunity o ON o.id = c.opportunity_id JOIN account a ON a.id = o.account_id
        WHERE c.removed_at IS NULL AND o.removed_at IS NULL AND +a.removed_at IS NULL {parts}
        ORDER BY c.at DESC, c.id DESC
        """,
        values,
    )
    return [StageChange(*(*row[:6], _items(row[6]), *row[7:])) for row in rows]


def _within(table: str, since: Bound, until: Bound, equal: dict[str, str | None]) -> tuple[str, Sequence[Any]]:
    wanted = {f"{column} = ?": value for column, value in equal.items()}
    wanted |= {f"{table}.at >= ?": first_stamp(since), f"{table}.at < ?": end_stamp(until)}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    return "".join(f" AND {clause}" for clause in kept), list(kept.values())


def _items(text: str) -> tuple[str, ...]:
    try:
        listed = json.loads(text)
    except ValueError:
        return ()
    return tuple(str(item) for item in listed) if isinstance(listed, list) else ()
