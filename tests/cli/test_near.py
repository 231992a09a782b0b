"""`karep near`: who else is near."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from karep.db import accounts, follow_ups
from karep.db.store import Store
from tests.cli.conftest import Karep

TODAY = ("--today", "2026-11-21")


@pytest.fixture
def city(store_path: Path) -> Path:
    with Store.open(store_path) as store, store.action("test.add") as change:
        accounts.add_account(change, {"name": "本店", "city": "苏州", "address": "吴中区东吴北路", "tier": "gold"})
        near = accounts.add_account(change, {"name": "近邻", "city": "苏州市", "address": "苏州市吴中区木渎"})
        accounts.add_account(change, {"name": "Nowhere"})
        follow_ups.add_follow_up(change, {"account_id": near, "what": "call", "due": "2026-11-25"})
    return store_path


def test_an_account_a_city_and_every_format(karep: Karep, city: Path) -> None:
    text = karep("--store", city, *TODAY, "near", "本店")
    assert text.code == 0
    assert "Same district: 吴中区\n- 近邻 · call (Wed 25 Nov) · 苏州市吴中区木渎" in text.out
    markdown = karep("--store", city, "--lang", "zh", *TODAY, "near", "苏州", "--format", "md", "--days", "3")
    assert markdown.out.startswith("# 苏州附近\n")
    assert "近邻" not in markdown.out
    found = json.loads(karep("--store", city, *TODAY, "near", "苏州市", "--format", "json").out)
    assert [line["account_id"] for section in found["sections"] for line in section["lines"]]


def test_what_cannot_be_answered_is_said(karep: Karep, city: Path) -> None:
    nowhere = karep("--store", city, "near", "Nowhere")
    assert (nowhere.code, "No city is known" in nowhere.err) == (1, True)
    refused = karep("--store", city, "near", "nobody")
    assert (refused.code, refused.out) == (1, "")
    assert refused.err == "No account, person or city of the book is called nobody.\n"
    assert karep("--store", city, "near", "本店", "--days", "-1").code == 2


def test_what_is_only_much_like_it_is_named_not_taken(karep: Karep, city: Path) -> None:
    with Store.open(city) as store, store.action("test.add") as change:
        for name, where in (("Wexcombe Trading", "Bristol"), ("Brisk Motors", "Hamburg")):
            accounts.add_account(change, {"name": name, "city": where})
    for who, nearest in (("Wexcome", "Wexcombe Trading"), ("Bristlo", "Bristol")):
        refused = karep("--store", city, "near", who)
        assert refused.code == 1 and f"is called {who}. Did you mean {nearest}" in refused.err
    for who, title in (("wexc", "Near Wexcombe Trading"), ("suzhou", "Near 苏州"), ("hamb", "Near Hamburg")):
        assert karep("--store", city, "near", who).out.startswith(title)
    assert "bris can mean" in karep("--store", city, "near", "bris").err


def test_phone_numbers_are_told_only_when_asked_for(karep: Karep, city: Path) -> None:
    with Store.open(city) as store, store.action("test.add") as change:
        (near,) = store.connection.execute("SELECT id FROM account WHERE name = '近邻'").fetchone()
        change.add("person", {"name": "Mei", "match_key": "mei", "account_id": near, "mobile": "13812345678"})
    for form in ("text", "md", "json"):
        arguments = ("--store", city, *TODAY, "near", "本店", "--format", form)
        assert "13812345678" not in karep(*arguments).out and "•78" in karep(*arguments).out
        assert "13812345678" in karep(*arguments, "--private").out
