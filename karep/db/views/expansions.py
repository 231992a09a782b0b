"""Deals that grow out of what customers have: which were opened or moved, and whether a won one has a successor."""

import sqlite3
from typing import Final, NamedTuple

from karep.db.views.journal_rules import IMPORTED
from karep.rules.expansion import EXPANSIONS


class Expansion(NamedTuple):
    """A deal that grows out of what the customer has, and what happened to it within a span."""

    opportunity_id: str
    account_id: str
    account_name: str
    name: str
    kind: str
    amount: int | None
    """In minor units of the currency."""
    currency: str | None
    stage: str
    opened: bool
    """Whether it was noted down within the span."""
    change_id: str | None
    """The last move within the span, if any."""
    from_stage: str | None
    """Where it was before the first move within the span."""
    to_stage: str | None
    """Where the last move within the span took it."""


_KINDS: Final = ", ".join(f"'{kind}'" for kind in EXPANSIONS)
_DEAL: Final = "o.id, o.account_id, a.name, o.name, o.kind, o.amount, o.currency, o.stage"
_OPENED: Final = f"""
SELECT {_DEAL}, 1, NULL, NULL, NULL FROM opportunity o CROSS JOIN account a ON a.id = o.account_id
WHERE o.changed_at >= :since AND o.created_at >= :since AND o.created_at < :until AND o.kind IN ({_KINDS})
  AND o.removed_at IS NULL AND +a.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM journal j JOIN action c ON c.seq = j.action
                  WHERE j.record = o.id AND j.op = 'add' AND {IMPORTED})
ORDER BY o.created_at, o.id
"""
_MOVED: Final = f"""
SELECT {_DEAL}, 0, c.id, c.from_stage, c.to_stage
FROM stage_change c CROSS JOIN opportunity o ON o.id = c.opportunity_id CROSS JOIN account a ON a.id = o.account_id
WHERE c.at >= :since AND c.at < :until AND c.removed_at IS NULL AND o.kind IN ({_KINDS})
  AND o.removed_at IS NULL AND +a.removed_at IS NULL
ORDER BY c.at, c.id
"""
_GROWN: Final = """
SELECT o.account_id, o.grown_from_id, o.status FROM opportunity o
WHERE o.account_id = ? AND o.removed_at IS NULL AND o.id <> ? AND (o.grown_from_id = ? OR o.status = 'open')
LIMIT 1
"""


def list_expansions(connection: sqlite3.Connection, since: str, until: str) -> list[Expansion]:
    """Cross-sell, up-sell, renewal and joint development deals that were opened or moved within a span, each once."""
    asked = {"since": since, "until": until}
    found = {row[0]: Expansion(*row) for row in connection.execute(_OPENED, asked)}
    for row in connection.execute(_MOVED, asked):
        one = Expansion(*row)
        known = found.get(one.opportunity_id)
        if known is not None:
            one = one._replace(opened=known.opened, from_stage=known.from_stage or one.from_stage)
        found[one.opportunity_id] = one
    return list(found.values())


def has_successor(connection: sqlite3.Connection, opportunity_id: str, account_id: str) -> bool:
    """Whether another deal grew out of one, or any other is open with the same account."""
    asked = (account_id, opportunity_id, opportunity_id)
    return connection.execute(_GROWN, asked).fetchone() is not None
