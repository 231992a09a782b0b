"""Which deals grew out of which."""

import sqlite3
from typing import Final

from karep.frozen import frozen


@frozen
class Relative:
    """A deal that another one grew out of, or that grew out of it."""

    id: str
    name: str
    kind: str
    stage: str
    status: str
    is_origin: bool
    """Whether it is the one that the other grew out of."""


# Deals of one account are found by its index; there is none on what they grew out of.
_RELATIVES: Final = """
SELECT o.id, o.name, o.kind, o.stage, o.status, 1
FROM opportunity this JOIN opportunity o ON o.id = this.grown_from_id JOIN account a ON a.id = o.account_id
WHERE this.id = :deal AND this.removed_at IS NULL AND o.removed_at IS NULL AND a.removed_at IS NULL
UNION ALL
SELECT o.id, o.name, o.kind, o.stage, o.status, 0
FROM opportunity this JOIN opportunity o ON o.account_id = this.account_id AND o.grown_from_id = this.id
WHERE this.id = :deal AND this.removed_at IS NULL AND o.removed_at IS NULL
ORDER BY 6 DESC, 1
"""


def list_relatives(connection: sqlite3.Connection, opportunity_id: str) -> list[Relative]:
    """The deal that this one grew out of, then those that grew out of it, the oldest first."""
    rows = connection.execute(_RELATIVES, {"deal": opportunity_id})
    return [Relative(*(*row[:5], bool(row[5]))) for row in rows]
