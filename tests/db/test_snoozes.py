"""Putting off and waking: one note for each thing, with names, undone like everything else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from karep.db import snoozes
from karep.db.errors import Refused
from karep.db.journal import undo
from karep.db.store import Store
from karep.db.views.snoozes import (
    Snooze,
    count_snoozes,
    describe_thing,
    list_snoozes,
    snoozed_things,
)

TODAY = date(2026, 11, 20)


@pytest.fixture
def book(store: Store) -> dict[str, str]:
    with store.action("test.add") as change:
        account = change.add("account", {"name": "Acme", "match_key": "acme"})
        person = change.add("person", {"name": "Wang", "match_key": "wang", "account_id": account})
        day = {"kind": "birthday", "month": 12, "day": 1, "calendar": "solar"}
        deal = {"account_id": account, "name": "Frame", "kind": "new", "stage": "S4", "status": "open"}
        return {
            "account_id": account,
            "person_id": person,
            "occasion_id": change.add("occasion", {**day, "person_id": person}),
            "opportunity_id": change.add("opportunity", deal),
        }


def put_off(store: Store, about: str, until: str | date = "2026-12-01", reason: str = "", **things: Any) -> str:
    with store.action("snooze.add", "x") as change:
        return snoozes.snooze(change, about=about, until=until, reason=reason, **things)


def listed(store: Store, day: date = TODAY) -> list[Snooze]:
    return list_snoozes(store.connection, day)


def test_what_is_put_off_comes_back_on_its_day(store: Store, book: dict[str, str]) -> None:
    put_off(store, "cadence", date(2026, 12, 1), " they move house ", account_id=book["account_id"])
    [one] = listed(store)
    assert (one.about, one.until, one.reason, one.account_name) == ("cadence", "2026-12-01", "they move house", "Acme")
    assert len(listed(store, date(2026, 11, 30))) == count_snoozes(store.connection, date(2026, 11, 30)) == 1
    assert listed(store, date(2026, 12, 1)) == []
    assert count_snoozes(store.connection, date(2026, 12, 1)) == 0


def test_the_same_thing_has_one_note(store: Store, book: dict[str, str]) -> None:
    account, person = book["account_id"], book["person_id"]
    first = put_off(store, "cadence", account_id=account)
    assert put_off(store, "cadence", "2026-12-24", "again", account_id=account) == first
    assert put_off(store, "cadence", account_id=account, person_id=person) != first
    assert put_off(store, "plan", account_id=account) != first
    assert put_off(store, "festival", festival="labour_day") != put_off(
        store, "festival", festival="labour_day", account_id=account
    )
    put_off(store, "festival", festival="labour_day")
    assert len(listed(store)) == 5
    assert (listed(store)[-1].until, listed(store)[-1].reason) == ("2026-12-24", "again")


def test_waking_and_undo(store: Store, book: dict[str, str]) -> None:
    one = put_off(store, "deal", opportunity_id=book["opportunity_id"])
    assert snoozed_things(store.connection, "deal", TODAY) == {book["opportunity_id"]}
    with store.action("snooze.wake") as change:
        snoozes.wake(change, one)
    assert listed(store) == []
    undo(store)
    assert [each.id for each in listed(store)] == [one]
    again = put_off(store, "deal", "2027-01-01", opportunity_id=book["opportunity_id"])
    assert again == one
    undo(store)
    assert listed(store)[0].until == "2026-12-01"
    undo(store)
    assert listed(store) == []


@pytest.mark.parametrize(
    ("about", "things", "until"),
    [
        ("cadence", {}, "2026-12-01"),
        ("occasion", {"account_id": "x"}, "2026-12-01"),
        ("nonsense", {"account_id": None}, "2026-12-01"),
        ("festival", {"festival": "laba"}, "some day"),
        ("festival", {"festival": "laba"}, "2026-11-20"),
    ],
)
def test_refusals(store: Store, about: str, things: dict[str, str], until: str) -> None:
    with pytest.raises(Refused), store.action("snooze.add") as change:
        snoozes.snooze(change, about=about, until=until, reason=None, today=TODAY, **things)
    assert listed(store) == []


def test_names_and_what_is_gone(store: Store, book: dict[str, str]) -> None:
    put_off(store, "occasion", occasion_id=book["occasion_id"])
    put_off(store, "deal", opportunity_id=book["opportunity_id"])
    names = {(one.about, one.account_name, one.person_name, one.opportunity_name) for one in listed(store)}
    assert names == {("occasion", "Acme", "Wang", None), ("deal", "Acme", None, "Frame")}
    thing = describe_thing(store.connection, "occasion", {"occasion_id": book["occasion_id"]})
    assert thing is not None
    assert (thing.account_name, thing.person_name, thing.occasion_kind) == ("Acme", "Wang", "birthday")
    with store.action("test.win") as change:
        change.change("opportunity", book["opportunity_id"], {"status": "won"})
    assert [one.about for one in listed(store)] == ["occasion"]
    with store.action("test.remove") as change:
        change.remove("person", book["person_id"])
    assert listed(store) == [] and count_snoozes(store.connection, TODAY) == 0
    assert describe_thing(store.connection, "occasion", {"occasion_id": book["occasion_id"]}) is None


def test_sets_of_things_that_are_put_off(store: Store, book: dict[str, str]) -> None:
    put_off(store, "occasion", occasion_id=book["occasion_id"])
    put_off(store, "festival", festival="laba")
    put_off(store, "festival", festival="lantern", account_id=book["account_id"])
    assert snoozed_things(store.connection, "occasion", TODAY) == {book["occasion_id"]}
    assert snoozed_things(store.connection, "festival", TODAY) == {"laba"}
    assert snoozed_things(store.connection, "deal", TODAY) == frozenset()
    put_off(store, "cadence", account_id=book["account_id"], person_id=book["person_id"])
    assert snoozed_things(store.connection, "cadence", TODAY) == frozenset()
    put_off(store, "cadence", account_id=book["account_id"])
    assert snoozed_things(store.connection, "cadence", TODAY) == {book["account_id"]}
    with pytest.raises(KeyError):
        snoozed_things(store.connection, "win_back", TODAY)
