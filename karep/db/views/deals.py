"""Deals as the pipeline shows them: with the last thing that happened, and what their next step is."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from karep.db.views.blocks import blocks
from karep.db.views.opportunities import FROM_OPPORTUNITIES, OPPORTUNITY_COLUMNS, Opportunity
from karep.frozen import frozen
from karep.rules.stages import Stay


@frozen
class Deal(Opportunity):
    """One opportunity with what is told about it beside its own fields."""

    active_at: str
    """When something last happened to it, UTC: a touch, a tick, a move, an objection, a member, an edit."""
    next_what: str | None
    """What its earliest open follow-up is."""
    account_short: str | None
    """The short name of its account, if it has one."""


# The account is named in these so that the index on it is used; a deal has no index of its own there.
_NEXT_WHAT: Final = """
SELECT f.what FROM follow_up f
WHERE f.account_id = o.account_id AND f.opportunity_id = o.id AND f.removed_at IS NULL AND f.done_at IS NULL
ORDER BY f.due, f.due_time, f.id LIMIT 1
"""
_OF_ACCOUNT: Final = (
    "SELECT max(x.at) FROM {table} x WHERE x.account_id = o.account_id AND x.opportunity_id = o.id "
    "AND x.removed_at IS NULL"
)
_OF_DEAL: Final = "SELECT max(x.at) FROM {table} x WHERE x.opportunity_id = o.id AND x.removed_at IS NULL"
_EDITED: Final = "SELECT max(x.changed_at) FROM {table} x WHERE x.opportunity_id = o.id AND x.removed_at IS NULL"
_DEAL: Final = f"""
SELECT {OPPORTUNITY_COLUMNS},
       max(o.changed_at, coalesce(({_OF_ACCOUNT.format(table="touch")}), ''),
           coalesce(({_OF_ACCOUNT.format(table="objection")}), ''), coalesce(({_OF_DEAL.format(table="tick")}), ''),
           coalesce(({_OF_DEAL.format(table="stage_change")}), ''),
           coalesce(({_EDITED.format(table="member")}), ''), coalesce(({_EDITED.format(table="concession")}), '')),
       ({_NEXT_WHAT}), nullif(trim(a.short_name), '')
{FROM_OPPORTUNITIES}
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


def get_deals(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Deal]:
    """Some deals by their ids; those that are not there or were removed are left out."""
    found: dict[str, Deal] = {}
    for block in blocks(ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(f"{_DEAL} AND o.id IN ({marks})", block)
        found |= {row[0]: Deal(*row) for row in rows}
    return found


_STAYS: Final = """
WITH move AS (
    SELECT c.from_stage, c.at, o.created_at,
           lag(c.at) OVER (PARTITION BY c.opportunity_id ORDER BY c.at, c.id) AS came_at,
           lag(c.to_stage) OVER (PARTITION BY c.opportunity_id ORDER BY c.at, c.id) AS came_to
    FROM stage_change c JOIN opportunity o ON o.id = c.opportunity_id JOIN account a ON a.id = o.account_id
    WHERE c.removed_at IS NULL AND o.removed_at IS NULL AND +a.removed_at IS NULL
)
SELECT from_stage, CAST(julianday(at) - julianday(coalesce(came_at, created_at)) AS INTEGER) FROM move
WHERE at >= coalesce(came_at, created_at) AND (came_to IS NULL OR came_to = from_stage)
ORDER BY from_stage, 2
"""


def list_stays(connection: sqlite3.Connection) -> list[Stay]:
    """Every finished stay of a deal in a stage, in whole days; what a deal has not left yet tells nothing.

    The first stay of a deal begins when it was noted down. Where its first move is older than that, as in an imported
    book, nobody knows when it began and it is left out.
    """
    return [Stay(*row) for row in connection.execute(_STAYS)]
