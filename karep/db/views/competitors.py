"""Competitors: rivals seen at accounts."""

import sqlite3
from typing import Final

from karep.db.views.bounds import Bound, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Competitor:
    """A rival, seen once."""

    id: str
    account_id: str
    opportunity_id: str | None
    touch_id: str | None
    name: str
    note: str | None
    at: str
    """When it was seen, UTC."""
    account_name: str
    opportunity_name: str | None


_COMPETITOR: Final = """
SELECT v.id, v.account_id, v.opportunity_id, v.touch_id, v.name, v.note, v.at, a.name, o.name
FROM competitor v JOIN account a ON a.id = v.account_id
LEFT JOIN opportunity o ON o.id = v.opportunity_id AND o.removed_at IS NULL
WHERE v.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_competitors(
    connection: sqlite3.Connection, *, account_id: str | None = None, since: Bound = None, until: Bound = None
) -> list[Competitor]:
    """Competitors seen, newest first; one that was seen twice is there twice.

    Args:
        connection: The store.
        account_id: Only at this account.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    wanted = {"v.account_id = ?": account_id, "v.at >= ?": first_stamp(since), "v.at < ?": end_stamp(until)}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    clauses = "".join(f" AND {clause}" for clause in kept)
    rows = connection.execute(f"{_COMPETITOR} {clauses} ORDER BY v.at DESC, v.id DESC", list(kept.values()))
    return [Competitor(*row) for row in rows]


def get_competitor(connection: sqlite3.Connection, competitor_id: str) -> Competitor | None:
    """One sighting of a rival, or None when it is not there or was removed."""
    row = connection.execute(f"{_COMPETITOR} AND v.id = ?", (competitor_id,)).fetchone()
    return Competitor(*row) if row else None
