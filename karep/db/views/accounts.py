"""Accounts: the book's list of ids, its visible lines, one account whole."""

import json
import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

from karep.db.views.touches import TOUCHED
from karep.frozen import frozen
from karep.rules.vocabulary import TIERS


@frozen
class AccountLine:
    """One account as the book's list shows it."""

    id: str
    name: str
    short_name: str | None
    tier: str | None
    status: str
    region: str | None
    city: str | None
    industry: str | None
    owner: str | None
    stage: str | None
    """The furthest stage of its opportunities that were not lost."""
    last_touch_at: str | None
    """When it was last in contact, UTC."""
    next_due: str | None
    """The day of its earliest open follow-up, ``YYYY-MM-DD``."""
    next_what: str | None
    our_promise_due: str | None
    """The earliest day by which we owe it something, ``YYYY-MM-DD``."""
    pinned: bool = False
    """Whether the rep keeps it at hand."""
    district: str | None = None


@frozen
class Account:
    """One account with all its fields."""

    id: str
    created_at: str
    changed_at: str
    name: str
    short_name: str | None
    external_id: str | None
    kind: str | None
    industry: str | None
    region: str | None
    country: str | None
    city: str | None
    address: str | None
    postal_code: str | None
    phone: str | None
    email: str | None
    website: str | None
    tier: str | None
    status: str
    owner: str | None
    backup: str | None
    parent_id: str | None
    lead_source: str | None
    tags: str | None
    """Words separated by commas."""
    annual_revenue: int | None
    """In minor units (fen, cents)."""
    employees: int | None
    note: str | None
    match_key: str
    parent_name: str | None
    pinned: bool = False
    """Whether the rep keeps it at hand."""
    district: str | None = None
    tier_origin: str | None = None
    """``scheme`` where the tier follows the scheme, ``hand`` where the rep decided; None where nobody said."""
    status_on: str | None = None
    """Since when it has its status."""
    yearly_purchases: int | None = None
    """What it buys from us a year, in minor units (fen, cents)."""
    yearly_units: int | None = None
    """How many units it buys from us a year."""
    revenue_group: int | None = None
    """The group of our office, 1 to 3."""
    province_registered: bool = False
    """Whether it is an upstream account registered at province level."""
    agreement_on: str | None = None
    """When its agreement was signed."""
    registered_on: str | None = None
    """When it was registered."""


SORTS: Final = ("name", "tier", "region", "stage", "last_touch", "next_step", "status")
"""What the book can be sorted by."""

_FLAGS: Final = ("pinned", "province_registered")
_TIER_RANK: Final = "CASE a.tier " + " ".join(f"WHEN '{tier}' THEN {n}" for n, tier in enumerate(TIERS)) + " END"
_STAGE: Final = "SELECT max(o.stage) FROM opportunity o WHERE o.removed_at IS NULL AND o.status <> 'lost'"
_LAST_TOUCH: Final = (
    "SELECT t.at FROM touch t WHERE t.account_id = a.id AND t.removed_at IS NULL ORDER BY t.at DESC LIMIT 1"
)
# the index on names holds no other column: where one is needed, reading the table in its own order is much faster
_TABLE: Final = "account a NOT INDEXED"
_COLUMN_ORDER: Final = {
    "name": "a.name{turned}, a.id{turned}",
    "region": "a.region IS NULL, a.region{turned}, a.name, a.id",
    "status": "a.status{turned}, a.name, a.id",
}
_KEYS: Final = {
    "tier": f"SELECT a.id, {_TIER_RANK} FROM {_TABLE} WHERE a.tier IS NOT NULL",
    "stage": "SELECT account_id, max(stage) FROM opportunity WHERE removed_at IS NULL AND status <> 'lost' "
    "GROUP BY account_id",
    "next_step": "SELECT account_id, min(due) FROM follow_up WHERE removed_at IS NULL AND done_at IS NULL "
    "GROUP BY account_id",
    "last_touch": f"{TOUCHED} SELECT a.id, ({_LAST_TOUCH}) FROM touched a WHERE a.id IS NOT NULL",
}


def list_account_ids(
    connection: sqlite3.Connection,
    *,
    words: str = "",
    tier: str | None = None,
    region: str | None = None,
    status: str | None = None,
    sort: str = "name",
    descending: bool = False,
) -> list[str]:
    """The ids of the accounts that pass every filter, in order.

    Args:
        connection: The store.
        words: What the rep typed; each word must be found in the account, see `karep.rules.searching.match`.
        tier: Only this tier; an empty text stands for accounts without one.
        region: Only this region; an empty text stands for accounts without one.
        status: Only this status.
        sort: One of `SORTS`. Accounts equal in it stand by name.
        descending: Turn the order round. Accounts without a tier, region, stage or next step stay last; accounts
            never in contact come first by ``last_touch``, last when turned round.

    Raises:
        ValueError: If `sort` is none of `SORTS`.
    """
    if sort not in SORTS:
        raise ValueError(f"no such sort: {sort!r}")
    parts, values = [], dict[str, Any]()
    for column, wanted in (("tier", tier), ("region", region), ("status", status)):
        if wanted:
            parts.append(f"a.{column} = :{column}")
            values[column] = wanted
        elif wanted is not None:
            parts.append(f"a.{column} IS NULL")
    if words.strip():
        from karep.db.views.finding import matching

        found = matching(connection, "account", words)
        if found is not None:
            parts.append("a.rowid IN (SELECT value FROM json_each(:found))")
            values["found"] = json.dumps(list(found))
    first_sort = sort if sort in _COLUMN_ORDER else "name"
    source = _TABLE if parts or first_sort != "name" else "account a"
    order = _COLUMN_ORDER[first_sort].format(turned=" DESC" if descending and sort == first_sort else "")
    condition = " AND ".join(("a.removed_at IS NULL", *parts))
    rows = connection.execute(f"SELECT a.id FROM {source} WHERE {condition} ORDER BY {order}", values)
    ids = [row[0] for row in rows]
    return ids if sort == first_sort else _by_key(connection, ids, sort, descending)


def _by_key(connection: sqlite3.Connection, ids: list[str], sort: str, descending: bool) -> list[str]:
    """`ids`, which stand by name, sorted by a key that many accounts lack."""
    keys = {account_id: key for account_id, key in connection.execute(_KEYS[sort]) if key is not None}
    keyed = sorted((one for one in ids if one in keys), key=keys.__getitem__, reverse=descending)
    bare = [one for one in ids if one not in keys]
    return bare + keyed if sort == "last_touch" and not descending else keyed + bare


_LINE: Final = f"""
SELECT a.id, a.name, a.short_name, a.tier, a.status, a.region, a.city, a.industry, a.owner,
       ({_STAGE} AND o.account_id = a.id), ({_LAST_TOUCH}), n.due, n.what,
       (SELECT min(+p.due) FROM promise p WHERE p.account_id = a.id AND p.removed_at IS NULL
        AND p.owed_by = 'us' AND p.kept_at IS NULL AND p.broken_at IS NULL), a.pinned, a.district
FROM account a
LEFT JOIN follow_up n ON n.id = (
    SELECT f.id FROM follow_up f WHERE f.account_id = a.id AND f.removed_at IS NULL AND f.done_at IS NULL
    ORDER BY +f.due, f.due_time, f.id LIMIT 1)
WHERE +a.removed_at IS NULL AND a.id IN ({{marks}})
"""


def get_account_lines(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, AccountLine]:
    """The lines of some accounts by id; those that are not in the store are left out."""
    wanted = list(ids)
    lines: dict[str, AccountLine] = {}
    for start in range(0, len(wanted), 100):
        block = wanted[start : start + 100]
        for row in connection.execute(_LINE.format(marks=", ".join("?" * len(block))), block):
            lines[row[0]] = AccountLine(*(*row[:-2], bool(row[-2]), row[-1]))
    return lines


def list_regions(connection: sqlite3.Connection) -> list[str]:
    """The regions that occur, in order."""
    rows = connection.execute(
        "SELECT DISTINCT region FROM account NOT INDEXED "
        "WHERE removed_at IS NULL AND region IS NOT NULL ORDER BY region"
    )
    return [row[0] for row in rows]


def count_accounts(connection: sqlite3.Connection) -> int:
    """How many accounts the book holds."""
    return int(connection.execute("SELECT count(*) FROM account WHERE removed_at IS NULL").fetchone()[0])


def get_account(connection: sqlite3.Connection, account_id: str) -> Account | None:
    """One account, or None when it is not there or was removed."""
    row = connection.execute(
        """
        SELECT a.id, a.created_at, a.changed_at, a.name, a.short_name, a.external_id, a.kind, a.industry, a.region,
               a.country, a.city, a.address, a.postal_code, a.phone, a.email, a.website, a.tier, a.status, a.owner,
               a.backup, a.parent_id, a.lead_source, a.tags, a.annual_revenue, a.employees, a.note, a.match_key, p.name,
               a.pinned, a.district, a.tier_origin, a.status_on, a.yearly_purchases, a.yearly_units, a.revenue_group,
               a.province_registered, a.agreement_on, a.registered_on
        FROM account a LEFT JOIN account p ON p.id = a.parent_id AND p.removed_at IS NULL
        WHERE a.id = ? AND a.removed_at IS NULL
        """,
        (account_id,),
    ).fetchone()
    if row is None:
        return None
    names = Account.__dataclass_fields__
    fields: dict[str, Any] = dict(zip(names, row, strict=True))
    return Account(**fields | {name: bool(fields[name]) for name in _FLAGS})


def find_accounts(connection: sqlite3.Connection, words: str, limit: int = 20) -> list[tuple[str, str]]:
    """The ids and names of the accounts that answer best to `words`; without words, the first accounts of the book."""
    if not words.strip():
        rows = connection.execute(
            "SELECT id, name FROM account WHERE removed_at IS NULL ORDER BY name, id LIMIT ?", (limit,)
        )
        return [(row[0], row[1]) for row in rows]
    from karep.db.views.finding import find

    groups = find(connection, words, today=date.min, limit=limit, nouns=("account",))
    return [(hit.id, hit.fields["name"]) for group in groups for hit in group.hits]
