"""What was given to customers, as numbers: when, to whom, what it was worth; not what it was, and not why."""

import sqlite3
from typing import Final, NamedTuple


class Spent(NamedTuple):
    """One gift or invitation."""

    gift_id: str
    person_id: str | None
    """None when it was for an account as a whole."""
    given_on: str
    """``YYYY-MM-DD``."""
    value: int | None
    """In minor units of its currency; None where nobody said."""
    currency: str | None
    own_limit: int | None
    """The person's own limit a year, in minor units."""


_SPENT: Final = """
SELECT g.id, g.person_id, g.given_on, g.value, g.currency, p.gift_limit
FROM gift g LEFT JOIN person p ON p.id = g.person_id LEFT JOIN account a ON a.id = g.account_id
LEFT JOIN account w ON w.id = p.account_id
WHERE g.given_on >= ? AND g.given_on <= ? AND g.removed_at IS NULL AND p.removed_at IS NULL
  AND +a.removed_at IS NULL AND +w.removed_at IS NULL
ORDER BY g.given_on, g.id
"""


def list_spent(connection: sqlite3.Connection, first: str, last: str) -> list[Spent]:
    """What was given on days from the first to the last, both included (``YYYY-MM-DD``), in the order of days."""
    return [Spent(*row) for row in connection.execute(_SPENT, (first, last))]
