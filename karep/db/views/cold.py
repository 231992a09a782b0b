"""Accounts that have not heard from us for too long, however many accounts there are."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from karep.db.views.touches import TOUCHED
from karep.rules.vocabulary import FACE_TO_FACE, TIERS


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


class Limit(NamedTuple):
    """When an account of a tier counts as cold."""

    tier: str
    """Empty for accounts without one."""
    contact: str
    """The last contact of any kind lies before this moment, UTC."""
    face: str | None
    """Or the last meeting face to face lies before this moment; None where the tier asks for no meetings."""


_FACES: Final = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)
_TOUCH: Final = "SELECT {what} FROM touch t WHERE t.account_id = {account} AND t.removed_at IS NULL"
_LATEST: Final = "ORDER BY t.at DESC LIMIT 1"
_AT: Final = _TOUCH.format(what="t.at", account="a.id")
_FACE_AT: Final = f"{_AT} AND t.kind IN ({_FACES})"
_CONTACT: Final = f"""
SELECT a.id, a.name, a.tier, ({_AT} {_LATEST}), ({_FACE_AT} {_LATEST}),
       (SELECT min(f.due) FROM follow_up f WHERE f.account_id = a.id AND f.removed_at IS NULL AND f.done_at IS NULL)
FROM account a WHERE a.removed_at IS NULL AND a.id
"""
_TIER_RANK: Final = "CASE tier " + " ".join(f"WHEN '{tier}' THEN {n}" for n, tier in enumerate(TIERS)) + " ELSE 9 END"

# accounts without a tier that were never touched cannot be cold, and are most of a large book: they are not looked at;
# an account whose newest touches are recent, as most others are, costs two leaps through the index on touch
_COLD: Final = f"""
SELECT id, count(*) OVER () FROM (
    SELECT a.id, a.name, a.tier, l.contact, l.face, ({_AT} {_LATEST}) AS last,
           CASE WHEN l.face IS NOT NULL THEN ({_FACE_AT} {_LATEST}) END AS met
    FROM (
        SELECT id FROM account NOT INDEXED WHERE tier IS NOT NULL UNION SELECT id FROM touched WHERE id IS NOT NULL
    ) wanted CROSS JOIN account a ON a.id = wanted.id CROSS JOIN limits l ON l.tier = coalesce(a.tier, '')
    WHERE +a.removed_at IS NULL AND a.status <> 'lost'
) WHERE last < contact OR met < face OR (last IS NULL AND tier IS NOT NULL)
ORDER BY {_TIER_RANK}, last IS NULL, last, name, id LIMIT :limit
"""


def list_cold_accounts(connection: sqlite3.Connection, limits: Sequence[Limit], limit: int) -> tuple[list[str], int]:
    """The ids of accounts whose last contact, or last meeting, lies too far back, and how many there are.

    Accounts with a tier that were never in contact count too; lost ones do not. The highest tier comes first, in it
    those with whom the last contact lies farthest back; those never in contact come last.

    Args:
        connection: The store.
        limits: What counts as cold, one for each tier; accounts of other tiers are passed over.
        limit: How many ids at most.
    """
    if not limits:
        return [], 0
    rows = ", ".join(f"(:tier{n}, :contact{n}, :face{n})" for n in range(len(limits)))
    values: dict[str, str | int | None] = {"limit": limit}
    for n, one in enumerate(limits):
        values |= {f"tier{n}": one.tier, f"contact{n}": one.contact, f"face{n}": one.face}
    known = f"{TOUCHED.rstrip()}, limits (tier, contact, face) AS (VALUES {rows})"
    found = connection.execute(f"{known} {_COLD}", values).fetchall()
    return [row[0] for row in found], found[0][1] if found else 0


def get_account_contacts(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, AccountContact]:
    """When some accounts were last in contact and will be next, by id; those not in the store are left out."""
    wanted = sorted(set(ids))
    contacts: dict[str, AccountContact] = {}
    for start in range(0, len(wanted), 500):
        block = wanted[start : start + 500]
        for row in connection.execute(f"{_CONTACT} IN ({', '.join('?' * len(block))})", block):
            contacts[row[0]] = AccountContact(*row)
    return contacts
