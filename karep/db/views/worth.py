"""What accounts are worth: what they buy from us in a year, and their tier."""

import sqlite3
from collections.abc import Iterable

from karep.db.views.blocks import blocks
from karep.frozen import frozen


@frozen
class Worth:
    """What is known of an account's worth."""

    account_id: str
    tier: str | None
    yearly_purchases: int | None
    """In minor units of the currency."""


def get_worths(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Worth]:
    """The worth of some accounts by id; those not in the store are left out."""
    found: dict[str, Worth] = {}
    for block in blocks(sorted(set(ids))):
        marks = ", ".join("?" * len(block))
        query = f"SELECT id, tier, yearly_purchases FROM account WHERE removed_at IS NULL AND id IN ({marks})"
        found |= {row[0]: Worth(*row) for row in connection.execute(query, block)}
    return found
