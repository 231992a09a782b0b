"""The places that the rep opened lately, and the accounts that are kept at hand."""

import sqlite3
from typing import Final

from karep.frozen import frozen


@frozen
class Place:
    """A page that can be opened again."""

    noun: str
    """``account``, ``person`` or ``opportunity``."""
    id: str
    name: str
    account_id: str
    """The account that it belongs to, or is; empty for a person without one."""
    account_name: str
    tier: str
    """The tier of the account."""
    detail: str
    """An account's city, a person's title, a deal's stage; may be empty."""


_ACCOUNT: Final = "'account', a.id, a.name, a.id, a.name, coalesce(a.tier, ''), coalesce(a.city, a.region, '')"

_RECENT: Final = f"""
SELECT {_ACCOUNT}, r.at, r.rowid
FROM recent r JOIN account a ON a.id = r.record WHERE r.noun = 'account' AND +a.removed_at IS NULL
UNION ALL
SELECT 'person', p.id, p.name, coalesce(a.id, ''), coalesce(a.name, ''), coalesce(a.tier, ''), coalesce(p.title, ''),
       r.at, r.rowid
FROM recent r JOIN person p ON p.id = r.record LEFT JOIN account a ON a.id = p.account_id
WHERE r.noun = 'person' AND +p.removed_at IS NULL AND +a.removed_at IS NULL
UNION ALL
SELECT 'opportunity', o.id, o.name, a.id, a.name, coalesce(a.tier, ''), o.stage, r.at, r.rowid
FROM recent r JOIN opportunity o ON o.id = r.record JOIN account a ON a.id = o.account_id
WHERE r.noun = 'opportunity' AND +o.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_recent(connection: sqlite3.Connection, limit: int = 20) -> list[Place]:
    """The places that were opened last, newest first, without those that were removed since."""
    rows = connection.execute(f"SELECT * FROM ({_RECENT}) ORDER BY 8 DESC, 9 DESC LIMIT ?", (limit,))
    return [Place(*row[:7]) for row in rows]


def list_pinned(connection: sqlite3.Connection) -> list[Place]:
    """The accounts that the rep keeps at hand, by name."""
    rows = connection.execute(
        f"SELECT {_ACCOUNT} FROM account a WHERE a.pinned = 1 AND a.removed_at IS NULL ORDER BY a.name, a.id"
    )
    return [Place(*row) for row in rows]
