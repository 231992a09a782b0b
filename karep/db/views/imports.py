"""What an import compares its rows with: the keys of everything in the book, and the values of what it found there."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from karep.db.views.blocks import blocks


class AccountKeys(NamedTuple):
    """What an account is recognised by."""

    id: str
    external_id: str | None
    match_key: str
    name: str
    website: str | None
    email: str | None
    phone: str | None
    parent_id: str | None


class PersonKeys(NamedTuple):
    """What a person is recognised by."""

    id: str
    external_id: str | None
    match_key: str
    name: str
    account_id: str | None
    email: str | None
    phone: str | None
    mobile: str | None
    reports_to_id: str | None


class StoredFact(NamedTuple):
    """A fact with its owner, an account or a person."""

    id: str
    owner: str
    name: str
    value: str | None


def list_account_keys(connection: sqlite3.Connection) -> Iterator[AccountKeys]:
    """The keys of every account in the book, the oldest first."""
    rows = connection.execute(
        "SELECT id, external_id, match_key, name, website, email, phone, parent_id FROM account "
        "WHERE removed_at IS NULL ORDER BY id"
    )
    return map(AccountKeys._make, rows)


def list_person_keys(connection: sqlite3.Connection) -> Iterator[PersonKeys]:
    """The keys of every person in the book, the oldest first; people of removed accounts are not in it."""
    rows = connection.execute(
        "SELECT p.id, p.external_id, p.match_key, p.name, p.account_id, p.email, p.phone, p.mobile, p.reports_to_id "
        "FROM person p LEFT JOIN account a ON a.id = p.account_id "
        "WHERE p.removed_at IS NULL AND a.removed_at IS NULL ORDER BY p.id"
    )
    return map(PersonKeys._make, rows)


def values_of(
    connection: sqlite3.Connection, noun: str, ids: Iterable[str], fields: Iterable[str]
) -> dict[str, dict[str, Any]]:
    """These fields of these accounts or people, by id."""
    wanted = set(fields)
    names = [row[1] for row in connection.execute(f"PRAGMA table_info({noun})") if row[1] in wanted]
    listed = ", ".join(["id", *names])
    found = {}
    for block in blocks(ids):
        for record, *values in connection.execute(f"SELECT {listed} FROM {noun} WHERE id IN ({_marks(block)})", block):
            found[record] = dict(zip(names, values, strict=True))
    return found


def facts_of(connection: sqlite3.Connection, noun: str, ids: Iterable[str]) -> Iterator[StoredFact]:
    """The facts of these accounts or people, the oldest first."""
    for block in blocks(ids):
        yield from map(
            StoredFact._make,
            connection.execute(
                f"SELECT id, {noun}_id, name, value FROM fact "
                f"WHERE {noun}_id IN ({_marks(block)}) AND removed_at IS NULL ORDER BY id",
                block,
            ),
        )


def roles_of(connection: sqlite3.Connection, people: Iterable[str]) -> set[tuple[str, str, str]]:
    """Which parts these people have in the decisions of whole accounts: person, account, role."""
    found: set[tuple[str, str, str]] = set()
    for block in blocks(people):
        found.update(
            connection.execute(
                f"SELECT person_id, account_id, role FROM role WHERE person_id IN ({_marks(block)}) "
                "AND opportunity_id IS NULL AND removed_at IS NULL",
                block,
            )
        )
    return found


def with_birthday(connection: sqlite3.Connection, people: Iterable[str]) -> set[str]:
    """Those of these people whose birthday is known."""
    found: set[str] = set()
    for block in blocks(people):
        rows = connection.execute(
            f"SELECT person_id FROM occasion WHERE person_id IN ({_marks(block)}) "
            "AND kind = 'birthday' AND removed_at IS NULL",
            block,
        )
        found.update(row[0] for row in rows)
    return found


def _marks(block: Sequence[str]) -> str:
    return ", ".join("?" * len(block))
