"""The last gifts in the brief for a person: with the year's total, and only where personal things are told."""

import pytest

from karep.db.store import Store
from karep.reports.brief import Subject, brief
from karep.reports.report import Line
from karep.rules.clock import Clock
from karep.rules.gifts import Allowance

from .conftest import Add


@pytest.fixture
def person(add: Add) -> str:
    """Somebody who got three gifts, two of them this year."""
    account = add("account", name="华为技术有限公司")
    person = add("person", name="王建国", account_id=account)
    about = {"account_id": account, "person_id": person, "currency": "CNY"}
    add("gift", **about, item="zqold", given_on="2024-02-01", value=1_00)
    add("gift", **about, item="zqbook", given_on="2026-02-01", value=120_00)
    add("gift", **about, item="zqtea", given_on="2026-09-20", value=200_00, festival="mid_autumn")
    return person


def gift_lines(store: Store, clock: Clock, subject: Subject, *, private: bool, limit: int = 500_00) -> list[Line]:
    page = brief(store.connection, subject, clock, private=private, allowance=Allowance(limit, "CNY"))
    return [line for line in page.section("dates").lines if line.noun == "gift"]


def test_the_last_gifts_are_told_with_the_years_total(store: Store, clock: Clock, person: str) -> None:
    [line] = gift_lines(store, clock, Subject("person", person), private=True)
    words = " ".join(part.text for part in line.parts)
    assert "zqtea (Mid-Autumn Festival 2026), zqbook (2026-02)" in words and "¥320 of ¥500 in 2026" in words
    assert "zqold" not in words and line.level == "personal" and len(line.sources) == 1


def test_nothing_is_told_to_others_or_of_a_whole_account(store: Store, clock: Clock, person: str) -> None:
    assert gift_lines(store, clock, Subject("person", person), private=False) == []
    row = store.connection.execute("SELECT account_id FROM person WHERE id = ?", (person,)).fetchone()
    assert gift_lines(store, clock, Subject("account", row[0]), private=True) == []
