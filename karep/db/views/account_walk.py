"""From one account to the next in the order of the book by name."""

import sqlite3
from typing import Any, NamedTuple


class Place(NamedTuple):
    """Where an account stands in a list of accounts."""

    number: int
    """Counted from 1."""
    total: int
    before: str | None
    """The account before it."""
    after: str | None
    """The account after it."""


def place_by_name(connection: sqlite3.Connection, account_id: str) -> Place | None:
    """Where an account stands in the whole book by name; None when it is not there or was removed."""
    row = connection.execute("SELECT name FROM account WHERE id = ? AND +removed_at IS NULL", (account_id,)).fetchone()
    if row is None:
        return None
    here = {"name": row[0], "id": account_id}
    book = "FROM account WHERE removed_at IS NULL"

    def first(sql: str) -> Any:
        """The first value of an answer, or None."""
        found = connection.execute(sql, here).fetchone()
        return found[0] if found else None

    return Place(
        number=first(f"SELECT count(*) {book} AND (name, id) <= (:name, :id)"),
        total=first(f"SELECT count(*) {book}"),
        before=first(f"SELECT id {book} AND (name, id) < (:name, :id) ORDER BY name DESC, id DESC LIMIT 1"),
        after=first(f"SELECT id {book} AND (name, id) > (:name, :id) ORDER BY name, id LIMIT 1"),
    )


def is_there(connection: sqlite3.Connection, account_id: str) -> bool:
    """Whether an account is in the book."""
    found = connection.execute("SELECT 1 FROM account WHERE id = ? AND +removed_at IS NULL", (account_id,)).fetchone()
    return found is not None
