"""Deals as the pipeline shows them: with their account, their next step and the last thing that happened."""

import sqlite3
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Deal:
    """One deal with what is told about it beside its own fields."""

    id: str
    account_id: str
    account_name: str
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
    stage_since: str
    """When it came into its stage, UTC: its last move, or when it was noted down."""
    active_at: str
    """When something last happened to it, UTC: a touch, a tick, a move, an objection, an edit."""
    next_due: str | None
    """The day of its earliest open follow-up, ``YYYY-MM-DD``."""
    next_what: str | None


# The account is named in these so that the index on it is used; a deal has no index of its own there.
_NEXT: Final = """
SELECT f.{what} FROM follow_up f
WHERE f.account_id = o.account_id AND f.opportunity_id = o.id AND f.removed_at IS NULL AND f.done_at IS NULL
ORDER BY f.due, f.due_time, f.id LIMIT 1
"""
_OF_ACCOUNT: Final = (
    "SELECT max(x.at) FROM {table} x WHERE x.account_id = o.account_id AND x.opportunity_id = o.id "
    "AND x.removed_at IS NULL"
)
_OF_DEAL: Final = "SELECT max(x.at) FROM {table} x WHERE x.opportunity_id = o.id AND x.removed_at IS NULL"
_DEAL: Final = f"""
SELECT o.id, o.account_id, a.name, o.name, o.kind, o.amount, o.currency, o.expected_close, o.stage, o.buyer_stage,
       o.status, o.lost_reason, o.revisit_on,
       coalesce(({_OF_DEAL.format(table="stage_change")}), o.created_at),
       max(o.changed_at, coalesce(({_OF_ACCOUNT.format(table="touch")}), ''),
           coalesce(({_OF_ACCOUNT.format(table="objection")}), ''), coalesce(({_OF_DEAL.format(table="tick")}), ''),
           coalesce(({_OF_DEAL.format(table="stage_change")}), '')),
       ({_NEXT.format(what="due")}), ({_NEXT.format(what="what")})
FROM opportunity o JOIN account a ON a.id = o.account_id
WHERE o.removed_at IS NULL AND a.removed_at IS NULL
"""


def list_deals(connection: sqlite3.Connection) -> list[Deal]:
    """All deals: the open first, the furthest first, then by expected close and name; then the won and the lost."""
    order = """
    ORDER BY CASE o.status WHEN 'open' THEN 0 WHEN 'won' THEN 1 ELSE 2 END, o.stage DESC,
             o.expected_close IS NULL, o.expected_close, o.name, o.id
    """
    return [Deal(*row) for row in connection.execute(_DEAL + order)]


def get_deal(connection: sqlite3.Connection, opportunity_id: str) -> Deal | None:
    """One deal, or None when it is not there or was removed."""
    row = connection.execute(f"{_DEAL} AND o.id = ?", (opportunity_id,)).fetchone()
    return Deal(*row) if row else None
