"""What goes out: the accounts as a sheet, and everything as JSON."""

import csv
import io
import json
import sqlite3
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final

from karep import __version__
from karep.db import file
from karep.db.triggers import RECORDS
from karep.db.views import everything
from karep.db.views.everything import AccountRow
from karep.rules.formula import guard
from karep.rules.tier_names import written_tier

JSON_FORMAT: Final = 1
"""The version of the JSON export; it grows when a reader of the old one would misunderstand the new one."""

ACCOUNT_COLUMNS: Final = {
    "Account Name": "name",
    "Short Name": "short_name",
    "Account ID": "external_id",
    "Account Type": "kind",
    "Industry": "industry",
    "Tier": "tier",
    "Account Status": "status",
    "Account Owner": "owner",
    "Backup": "backup",
    "Parent Account": "parent_name",
    "Parent Account ID": "parent_external_id",
    "Lead Source": "lead_source",
    "Tags": "tags",
    "Account Phone": "phone",
    "Account Email": "email",
    "Website": "website",
    "Billing Country": "country",
    "Billing State/Province": "region",
    "Billing City": "city",
    "District": "district",
    "Billing Street": "address",
    "Billing Zip/Postal Code": "postal_code",
    "Annual Revenue": "annual_revenue",
    "Employees": "employees",
    "Purchases a Year": "yearly_purchases",
    "Units a Year": "yearly_units",
    "Revenue Group": "revenue_group",
    "Registered by the Province": "province_registered",
    "Agreement Signed On": "agreement_on",
    "Registered On": "registered_on",
    "Account Description": "note",
}
"""The headers of the sheet and the field under each: English in every language, so that an import knows them."""
_MONEY: Final = ("annual_revenue", "yearly_purchases")


def write_accounts(connection: sqlite3.Connection, target: BinaryIO) -> int:
    """Write every account, its facts as further columns, as a CSV that Excel opens and `karep import` understands.

    UTF-8 with a byte order mark, CRLF. Texts that a spreadsheet would run are guarded, numbers stay numbers; amounts
    are in whole units (yuan, euros) with two decimals. Tiers are named as the scheme in force names them.

    Returns:
        The number of accounts.
    """
    text = io.TextIOWrapper(target, encoding="utf-8-sig", errors="replace", newline="", write_through=True)
    try:
        writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        number = 0
        with everything.snapshot(connection):
            facts, names = _facts(connection)
            writer.writerow([*ACCOUNT_COLUMNS, *map(guard, names)])
            for account in everything.list_account_rows(connection):
                own = facts.get(account.id, {})
                writer.writerow([*_cells(account), *(guard(own.get(name, "")) for name in names)])
                number += 1
        return number
    finally:
        text.detach()


def write_everything(connection: sqlite3.Connection, target: BinaryIO, *, journal: bool = False) -> int:
    """Write every live record as one JSON document in UTF-8, record by record, so that memory stays small.

    Args:
        connection: The open store.
        target: Where to write.
        journal: Add every action and what it changed.

    Returns:
        The number of records.
    """
    number = 0
    with everything.snapshot(connection):
        head = {
            "format": "karep",
            "version": JSON_FORMAT,
            "karep": __version__,
            "schema": file.REVISIONS[-1],
            "exported_at": datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z"),
        }
        target.write(_json(head)[:-1].encode() + b',\n"records": {')
        for place, noun in enumerate(RECORDS):
            target.write((",\n" if place else "\n").encode() + f'"{noun}": '.encode())
            number += _write_list(target, everything.list_records(connection, noun))
        target.write(b"\n}")
        if journal:
            for name, rows in (
                ("actions", everything.list_all_actions(connection)),
                ("journal", everything.list_all_entries(connection)),
            ):
                target.write(f',\n"{name}": '.encode())
                _write_list(target, rows)
        target.write(b"\n}\n")
    return number


def _facts(connection: sqlite3.Connection) -> tuple[dict[str, dict[str, str]], list[str]]:
    """The facts of every account by name, and the names in the order in which they first came up."""
    facts: dict[str, dict[str, str]] = {}
    names: dict[str, None] = {}
    for account, name, value in everything.account_facts(connection):
        facts.setdefault(account, {})[name] = value
        names.setdefault(name)
    return facts, list(names)


def _cells(account: AccountRow) -> Iterator[object]:
    for field in ACCOUNT_COLUMNS.values():
        value = getattr(account, field)
        if field in _MONEY:
            yield None if value is None else Decimal(value).scaleb(-2)
        elif field == "province_registered":
            yield "yes" if value else None
        elif field == "tier" and value:
            yield guard(written_tier(value))
        elif isinstance(value, str):
            yield guard(value)
        else:
            yield value


def _write_list(target: BinaryIO, rows: Iterable[dict[str, Any]]) -> int:
    number = 0
    target.write(b"[")
    for row in rows:
        target.write(("," if number else "").encode() + b"\n" + _json(row).encode("utf-8", "replace"))
        number += 1
    target.write(b"\n]" if number else b"]")
    return number


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
