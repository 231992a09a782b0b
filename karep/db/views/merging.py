"""Two records side by side before they are made one, and who else in the book may be the same."""

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from karep.db.views.names import names_of
from karep.frozen import frozen
from karep.rules.matching import company_key, domain_key
from karep.rules.merging import MergeField, differing_fields, likeness

MERGED: Final = ("person", "account")
"""The nouns of which two records can be made one."""
_MOST: Final = 50
"""As many records are offered as perhaps the same."""


@frozen
class MergeSide:
    """One of the two records."""

    id: str
    name: str
    placeholder: bool
    account_id: str | None
    """A person's account."""
    account_name: str | None
    left_on: str | None
    counts: Mapping[str, int]
    """How many records of each noun hang on it, by noun; none that is 0."""


@frozen
class MergeSheet:
    """Everything that is to be decided before two records become one."""

    noun: str
    kept: MergeSide
    other: MergeSide
    fields: tuple[MergeField, ...]
    """Only those that differ."""


@frozen
class Double:
    """A record that may be the same as another one."""

    id: str
    name: str
    title: str
    """A person's title, an account's city."""
    account_name: str
    likeness: int
    """1 perhaps, 2 probably, 3 almost surely; 0 for who is only in the same account."""
    placeholder: bool


def links_to(connection: sqlite3.Connection, noun: str) -> list[tuple[str, str]]:
    """Every column that points to records of a noun, as table and column; read from the schema itself."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
    return [
        (table, row[3])
        for table in tables
        for row in connection.execute(f'PRAGMA foreign_key_list("{table}")')
        if row[2] == noun
    ]


def whole_row(connection: sqlite3.Connection, noun: str, record_id: str) -> dict[str, Any] | None:
    """All columns of a live record by name; None when it is not there, or was removed, alone or with its account."""
    rows = connection.execute(f"SELECT * FROM {noun} WHERE id = ? AND removed_at IS NULL", (record_id,))
    names = [column[0] for column in rows.description]
    row = rows.fetchone()
    if row is None:
        return None
    found = dict(zip(names, row, strict=True))
    owner = found.get("account_id")
    if owner and connection.execute("SELECT removed_at FROM account WHERE id = ?", (owner,)).fetchone() != (None,):
        return None
    return found


def get_merge_sheet(connection: sqlite3.Connection, noun: str, keep_id: str, other_id: str) -> MergeSheet | None:
    """Two records of a noun side by side; None when one of them is not there any more.

    Args:
        connection: The store.
        noun: ``person`` or ``account``.
        keep_id: The record that shall stay.
        other_id: The record that shall become part of it.
    """
    kept, other = whole_row(connection, noun, keep_id), whole_row(connection, noun, other_id)
    if kept is None or other is None or keep_id == other_id:
        return None
    fields = differing_fields(kept, other)
    pointed = [value for one in fields if _points(one) for value in (one.kept, one.other) if value]
    names = names_of(connection, pointed)
    named = (
        replace(one, kept_words=names.get(one.kept), other_words=names.get(one.other)) if _points(one) else one
        for one in fields
    )
    return MergeSheet(noun, _side(connection, noun, kept), _side(connection, noun, other), tuple(named))


def _points(field: MergeField) -> bool:
    return field.name.endswith("_id") and field.name != "external_id"


def _side(connection: sqlite3.Connection, noun: str, row: Mapping[str, Any]) -> MergeSide:
    account_id = row.get("account_id")
    account = connection.execute("SELECT name FROM account WHERE id = ?", (account_id,)).fetchone()
    return MergeSide(
        row["id"],
        row["name"],
        bool(row.get("placeholder")),
        account_id,
        account[0] if account else None,
        row.get("left_on"),
        count_hanging(connection, noun, row["id"]),
    )


def count_hanging(connection: sqlite3.Connection, noun: str, record_id: str) -> dict[str, int]:
    """How many live records of each noun point to a record, by noun; none that is 0.

    That a person took part in touches counts under ``attendance``.
    """
    counts: dict[str, int] = {}
    for table, column in links_to(connection, noun):
        wanted = f"SELECT count(*) FROM {table} WHERE {column} = ? AND removed_at IS NULL"
        number = connection.execute(wanted, (record_id,)).fetchone()[0]
        if number:
            counts[table] = counts.get(table, 0) + number
    return counts


def list_doubles(connection: sqlite3.Connection, noun: str, record_id: str) -> list[Double]:
    """Who may be the same as a record, the likeliest first; of a person also the others in the account."""
    mine = whole_row(connection, noun, record_id)
    if mine is None:
        return []
    rows = _people_near(connection, mine) if noun == "person" else _accounts_near(connection, mine)
    found = [_double(noun, mine, row) for row in rows]
    kept = [one for one in found if one.likeness or noun == "person"]
    return sorted(kept, key=lambda one: (-one.likeness, one.name, one.id))[:_MOST]


def _double(noun: str, mine: Mapping[str, Any], row: Mapping[str, Any]) -> Double:
    detail = row["title"] if noun == "person" else row["city"]
    likely = likeness(noun, mine, row)
    return Double(row["id"], row["name"], detail or "", row["its_account"] or "", likely, bool(row.get("placeholder")))


def _people_near(connection: sqlite3.Connection, mine: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Everybody of the account, and whoever elsewhere has the same name, number or address."""
    return _rows(
        connection,
        """
        SELECT p.*, a.name AS its_account FROM person p LEFT JOIN account a ON a.id = p.account_id
        WHERE p.removed_at IS NULL AND +a.removed_at IS NULL AND p.id <> :id
          AND (p.account_id = :account_id OR (p.match_key <> '' AND p.match_key = :match_key)
               OR (p.mobile <> '' AND p.mobile = :mobile) OR (p.wechat <> '' AND p.wechat = :wechat)
               OR (p.email <> '' AND p.email = :email))
        LIMIT 1000
        """,
        mine,
    )


def _accounts_near(connection: sqlite3.Connection, mine: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The accounts whose name holds this one's, or is held by it, and those with its domain or number."""
    wanted = {
        **mine,
        "stripped": company_key(mine["name"])[1],
        "domain": domain_key(mine["website"] or "") or domain_key(mine["email"] or ""),
    }
    return _rows(
        connection,
        """
        SELECT a.*, NULL AS its_account FROM account a NOT INDEXED
        WHERE a.removed_at IS NULL AND a.id <> :id
          AND ((:stripped <> '' AND instr(a.match_key, :stripped)) OR (length(a.match_key) > 1
                AND instr(:match_key, a.match_key)) OR (a.phone <> '' AND a.phone = :phone)
               OR (:domain <> '' AND (instr(lower(a.website), :domain) OR instr(lower(a.email), :domain)))
               OR (a.short_name <> '' AND a.short_name = :short_name)
               OR (a.external_id <> '' AND a.external_id = :external_id))
        LIMIT 1000
        """,
        wanted,
    )


def _rows(connection: sqlite3.Connection, query: str, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = connection.execute(query, dict(values))
    names = [column[0] for column in rows.description]
    return [dict(zip(names, row, strict=True)) for row in rows]
