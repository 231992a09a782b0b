"""Everything that the store holds, row by row, for exports."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from karep.db.views.concessions import planned_concessions
from karep.frozen import frozen
from karep.rules.privacy import never_leaves, told_changes

_STAYS: Final = {"concession": "made_at IS NULL"}
"""The records that leave the program in no export: what is only planned is the rep's own business."""
_JSON_COLUMNS: Final = frozenset({("stage_change", "unmet")})


@frozen
class AccountRow:
    """An account with the names that a sheet needs."""

    id: str
    name: str
    short_name: str | None
    external_id: str | None
    kind: str | None
    industry: str | None
    tier: str | None
    status: str
    owner: str | None
    backup: str | None
    parent_name: str | None
    parent_external_id: str | None
    lead_source: str | None
    tags: str | None
    phone: str | None
    email: str | None
    website: str | None
    country: str | None
    region: str | None
    city: str | None
    address: str | None
    postal_code: str | None
    annual_revenue: int | None
    """Minor units (fen, cents)."""
    employees: int | None
    note: str | None
    district: str | None
    yearly_purchases: int | None
    """Minor units."""
    yearly_units: int | None
    revenue_group: int | None
    province_registered: bool
    agreement_on: str | None
    registered_on: str | None


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """Keep several reads on one state of the store, whatever another program saves meanwhile."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        connection.execute("ROLLBACK")


def list_account_rows(connection: sqlite3.Connection) -> Iterator[AccountRow]:
    """Every account, by name."""
    rows = connection.execute(
        """
        SELECT a.id, a.name, a.short_name, a.external_id, a.kind, a.industry, a.tier, a.status, a.owner, a.backup,
               parent.name, parent.external_id, a.lead_source, a.tags, a.phone, a.email, a.website, a.country,
               a.region, a.city, a.address, a.postal_code, a.annual_revenue, a.employees, a.note,
               a.district, a.yearly_purchases, a.yearly_units, a.revenue_group, a.province_registered,
               a.agreement_on, a.registered_on
        FROM account a LEFT JOIN account parent ON parent.id = a.parent_id AND parent.removed_at IS NULL
        WHERE a.removed_at IS NULL ORDER BY a.name, a.id
        """
    )
    return (AccountRow(*row) for row in rows)


def account_facts(connection: sqlite3.Connection) -> Iterator[tuple[str, str, str]]:
    """The facts about accounts as account, name and value; a later one of the same name comes later."""
    return connection.execute(
        """
        SELECT f.account_id, f.name, f.value FROM fact f JOIN account a ON a.id = f.account_id
        WHERE f.removed_at IS NULL AND a.removed_at IS NULL AND f.value IS NOT NULL ORDER BY f.id
        """
    )


def list_records(connection: sqlite3.Connection, noun: str) -> Iterator[dict[str, Any]]:
    """The live records of a noun, oldest first, with every field but tombstone, match key and what never leaves."""
    columns = [
        (name, kind)
        for _number, name, kind, *_rest in connection.execute(f"PRAGMA table_info({noun})")
        if name not in ("removed_at", "match_key") and not never_leaves(noun, name)
    ]
    names = ", ".join(f'"{name}"' for name, _kind in columns)
    for row in connection.execute(
        f"SELECT {names} FROM {noun} WHERE removed_at IS NULL AND NOT ({_STAYS.get(noun, '0')}) ORDER BY id"
    ):
        yield {name: _value(noun, name, kind, value) for (name, kind), value in zip(columns, row, strict=True)}


def list_all_actions(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every action ever done, oldest first."""
    names = ("seq", "id", "kind", "label", "at", "device", "undoes", "undone_by")
    for row in connection.execute(f"SELECT {', '.join(names)} FROM action ORDER BY seq"):
        yield dict(zip(names, row, strict=True))


def list_all_entries(connection: sqlite3.Connection) -> Iterator[dict[str, Any]]:
    """Every entry of the journal, oldest first, without what never leaves, such as what is only planned to be given."""
    planned = planned_concessions(connection)
    for action, noun, record, op, before, after in connection.execute(
        "SELECT action, noun, record, op, before, after FROM journal ORDER BY seq"
    ):
        if noun == "concession" and record in planned:
            continue
        yield {
            "action": action,
            "noun": noun,
            "record": record,
            "op": op,
            "before": told_changes(noun, json.loads(before, strict=False)) if before else None,
            "after": told_changes(noun, json.loads(after, strict=False)) if after else None,
        }


def _value(noun: str, name: str, kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "BOOLEAN":
        return bool(value)
    if (noun, name) in _JSON_COLUMNS:
        return json.loads(value)
    return value
