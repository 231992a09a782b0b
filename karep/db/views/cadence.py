"""When each account was last in contact: what Today needs to tell who is going cold."""

import sqlite3
from dataclasses import dataclass
from typing import Final

from karep.rules.vocabulary import FACE_TO_FACE


@dataclass(frozen=True, slots=True)
class AccountContact:
    """When an account was last in contact and will be next."""

    account_id: str
    name: str
    tier: str | None
    last_touch_at: str | None
    """UTC."""
    last_face_at: str | None
    """When we last met face to face, UTC."""
    next_due: str | None
    """The day of its earliest open follow-up, ``YYYY-MM-DD``."""


_LAST: Final = (
    "(SELECT t.at FROM touch t WHERE t.account_id = a.id AND t.removed_at IS NULL{kinds} ORDER BY t.at DESC LIMIT 1)"
)
_FACES: Final = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)

TOUCHED: Final = """
WITH RECURSIVE touched (id) AS (
    SELECT min(account_id) FROM touch
    UNION ALL
    SELECT (SELECT min(t.account_id) FROM touch t WHERE t.account_id > touched.id) FROM touched WHERE id IS NOT NULL
)
"""
"""The accounts that were ever touched, and one NULL: one leap in the index an account, however many touches it has."""

_CONTACTS: Final = f"""
{TOUCHED}
SELECT a.id, a.name, a.tier, {_LAST.format(kinds="")}, {_LAST.format(kinds=f" AND t.kind IN ({_FACES})")},
       (SELECT min(+f.due) FROM follow_up f WHERE f.account_id = a.id AND f.removed_at IS NULL AND f.done_at IS NULL)
FROM (
    SELECT id FROM account NOT INDEXED WHERE tier IS NOT NULL UNION SELECT id FROM touched WHERE id IS NOT NULL
) wanted CROSS JOIN account a ON a.id = wanted.id
WHERE +a.removed_at IS NULL
ORDER BY a.name, a.id
"""


def list_account_contacts(connection: sqlite3.Connection) -> list[AccountContact]:
    """Every account that has a tier or was ever touched, by name.

    Accounts without both, such as thousands imported and never called, are left out: nothing is due for them.
    """
    return [AccountContact(*row) for row in connection.execute(_CONTACTS)]
