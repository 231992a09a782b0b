"""Needs: what customers want or lack."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from karep.db.views.bounds import Bound, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Need:
    """One need, with the problem behind it."""

    id: str
    account_id: str
    person_id: str | None
    """Who voiced it, or whose it is."""
    opportunity_id: str | None
    touch_id: str | None
    what: str
    problem: str | None
    cause: str | None
    effect: str | None
    value: str | None
    """What solving it is worth, in words."""
    hidden: bool
    """Not voiced yet: we see it, the customer does not say it."""
    at: str
    """When it came up, UTC."""
    account_name: str
    person_name: str | None
    opportunity_name: str | None
    opportunity_status: str | None
    """``open``, ``won`` or ``lost``; None without a deal."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be met: it belongs to no deal, or to one that is open."""
        return self.opportunity_status in (None, "open")


_NEED: Final = """
SELECT n.id, n.account_id, n.person_id, n.opportunity_id, n.touch_id, n.what, n.problem, n.cause, n.effect, n.value,
       n.hidden, n.at, a.name, p.name, o.name, o.status
FROM need n JOIN account a ON a.id = n.account_id
LEFT JOIN person p ON p.id = n.person_id AND p.removed_at IS NULL
LEFT JOIN opportunity o ON o.id = n.opportunity_id AND o.removed_at IS NULL
WHERE n.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_needs(
    connection: sqlite3.Connection, *, account_id: str | None = None, since: Bound = None, until: Bound = None
) -> list[Need]:
    """Needs, newest first.

    Args:
        connection: The store.
        account_id: Only this account's.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    wanted = {"n.account_id = ?": account_id, "n.at >= ?": first_stamp(since), "n.at < ?": end_stamp(until)}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    clauses = "".join(f" AND {clause}" for clause in kept)
    rows = connection.execute(f"{_NEED} {clauses} ORDER BY n.at DESC, n.id DESC", list(kept.values()))
    return [_need(row) for row in rows]


def get_need(connection: sqlite3.Connection, need_id: str) -> Need | None:
    """One need, or None when it is not there or was removed."""
    row = connection.execute(f"{_NEED} AND n.id = ?", (need_id,)).fetchone()
    return _need(row) if row else None


def _need(row: Sequence[Any]) -> Need:
    return Need(*(*row[:10], bool(row[10]), *row[11:]))
