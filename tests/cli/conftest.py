"""A way to call `karep` inside the test, and a store with something in it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from karep.cli import run
from karep.db.store import Store


@dataclass
class Answer:
    code: int
    out: str
    err: str


Karep = Callable[..., Answer]


@pytest.fixture
def karep(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Karep:
    """`karep` with arguments: its exit code and what it printed."""
    monkeypatch.setenv("LC_ALL", "C.UTF-8")

    def call(*arguments: object) -> Answer:
        capfd.readouterr()
        code = run([str(one) for one in arguments])
        printed = capfd.readouterr()
        return Answer(code, printed.out, printed.err)

    return call


@dataclass
class Book:
    path: Path
    account: str
    person: str


@pytest.fixture
def book(store_path: Path) -> Book:
    """A store with one account, changed once, and one person, made in three actions."""
    with Store.open(store_path) as store:
        with store.action("account.add", "华为技术有限公司") as change:
            values = {"name": "华为技术有限公司", "short_name": "Huawei", "tier": "gold", "annual_revenue": 123456}
            account = change.add("account", values)
        with store.action("account.change", "华为技术有限公司") as change:
            change.change("account", account, {"tier": "platinum"})
        with store.action("person.add", "王建国") as change:
            person = change.add("person", {"name": "王建国", "account_id": account, "title": "总经理"})
    return Book(store_path, account, person)
