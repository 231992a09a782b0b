"""What the tests of the store share: one-line actions, and the visible content of a whole store."""

import sqlite3
from collections.abc import Callable
from typing import Any, TypeVar

import pytest

from karep.db.store import Store
from karep.db.triggers import RECORDS

Answer = TypeVar("Answer")

Do = Callable[..., Any]
Content = dict[str, list[dict[str, Any]]]


def visible(store: Store) -> Content:
    """Every record that is not removed, by table and id, without the stamp of its last change."""
    content: Content = {}
    for table in RECORDS:
        cursor = store.connection.execute(f"SELECT * FROM {table} WHERE removed_at IS NULL ORDER BY id")
        names = [column[0] for column in cursor.description]
        content[table] = [
            {name: value for name, value in zip(names, row, strict=True) if name != "changed_at"} for row in cursor
        ]
    return content


def dumped(connection: sqlite3.Connection) -> list[str]:
    """Everything in a file as lines of text; `iterdump` cannot read a table of FTS5 that holds no rows of its own."""
    schema = connection.execute("SELECT name, type, coalesce(sql, '') FROM sqlite_master ORDER BY name").fetchall()
    lines = [sql for _name, _type, sql in schema]
    for name, kind, sql in schema:
        if kind == "table" and not sql.startswith("CREATE VIRTUAL TABLE"):
            lines += [f"{name} {row!r}" for row in connection.execute(f'SELECT * FROM "{name}"')]
    return lines


@pytest.fixture
def do(store: Store) -> Do:
    """Run a verb as one action."""

    def run(verb: Callable[..., Answer], *args: Any, **kwargs: Any) -> Answer:
        with store.action("test", verb.__name__) as change:
            return verb(change, *args, **kwargs)

    return run


@pytest.fixture
def content(store: Store) -> Callable[[], Content]:
    """The visible content of the store, as often as it is asked for."""
    return lambda: visible(store)


@pytest.fixture
def account(do: Do) -> str:
    """An account."""
    from karep.db.accounts import add_account

    return str(do(add_account, {"name": "华为技术有限公司", "tier": "platinum"}))


@pytest.fixture
def person(do: Do, account: str) -> str:
    """A person in it."""
    from karep.db.people import add_person

    return str(do(add_person, {"account_id": account, "name": "王建国"}, roles=["decision_maker"]))


@pytest.fixture
def deal(do: Do, account: str) -> str:
    """A deal with it."""
    from karep.db.opportunities import add_opportunity

    return str(do(add_opportunity, {"account_id": account, "name": "框架合同", "stage": "S3"}))
