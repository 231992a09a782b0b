"""What a brief asks the store: never a table read through, and the right answers to each question."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from karep.db.store import Store
from karep.db.views import briefing
from karep.reports.brief import Subject, brief
from karep.rules.clock import Clock
from tests.db.test_views_plans import plans, read_through

LONG = "a0" * 18
MANY = [f"{LONG}{number}" for number in range(30)]
UNTIL = "2026-11-21T00:00:00.000Z"

VIEWS: dict[str, Callable[[sqlite3.Connection], Any]] = {
    "host": lambda c: briefing.get_host(c, LONG),
    "attendees": lambda c: briefing.list_attendees(c, account_id=LONG, ids=MANY),
    "last contacts": lambda c: briefing.last_contacts(c, MANY, UNTIL),
    "touched people": lambda c: briefing.list_touched(c, MANY),
    "last touches of an account": lambda c: briefing.list_last_touches(c, UNTIL, 40, account_id=LONG),
    "last touches of people": lambda c: briefing.list_last_touches(c, UNTIL, 40, people=MANY),
    "people of a deal": lambda c: briefing.list_deal_people(c, LONG, LONG),
    "facts": lambda c: briefing.list_known_facts(c, LONG, MANY),
    "moves": lambda c: briefing.list_account_moves(c, LONG, "2026-01-01", UNTIL),
    "changed fields": lambda c: briefing.list_field_changes(c, MANY, "2026-01-01"),
    "noted": lambda c: briefing.list_noted(c, MANY, "2026-01-01"),
    "new roles": lambda c: briefing.list_new_roles(c, LONG, "2026-01-01"),
    "touched": lambda c: briefing.count_touched_people(c, LONG, "2026-01-01"),
}


@pytest.mark.parametrize("name", VIEWS)
def test_nothing_is_read_through(name: str, store: Store) -> None:
    plan = plans(store, VIEWS[name])
    assert plan, "the view ran no statement"
    assert [step for step in read_through(plan) if not step.startswith("SCAN (")] == []
    assert not any(step.startswith(("SCAN journal", "SCAN action", "SCAN j", "SCAN c")) for step in plan)


@pytest.mark.parametrize("noun", ["account", "person", "opportunity", "follow_up"])
@pytest.mark.parametrize("room", [False, True])
def test_a_whole_brief_reads_no_table_through(store: Store, noun: str, room: bool) -> None:
    with store.action("test.add") as change:
        account = change.add("account", {"name": "A", "match_key": "x"})
        person = change.add("person", {"name": "P", "account_id": account, "match_key": "x"})
        deal = {"account_id": account, "name": "D", "kind": "new", "stage": "S5", "status": "open"}
        opportunity = change.add("opportunity", deal)
        follow_up = change.add("follow_up", {"account_id": account, "what": "x", "due": "2026-11-25"})
        touch = change.add("touch", {"account_id": account, "at": "2026-11-10T01:00:00.000Z", "kind": "visit"})
        change.add("attendance", {"touch_id": touch, "person_id": person})
    ids = {"account": account, "person": person, "opportunity": opportunity, "follow_up": follow_up}
    subject = Subject(noun, ids[noun], (person,) if room else ())
    clock = Clock.at(date(2026, 11, 20), zone="Asia/Shanghai")
    steps = plans(store, lambda connection: brief(connection, subject, clock, private=True))
    assert len(steps) > 20
    assert read_through(steps) == []


def test_an_id_is_found_whole_by_its_beginning_and_by_its_end(store: Store) -> None:
    with store.action("test.add") as change:
        account = change.add("account", {"name": "A", "match_key": "x"})
        person = change.add("person", {"name": "P", "match_key": "x"})
        gone = change.add("person", {"name": "Q", "match_key": "x"})
        change.remove("person", gone)
    nouns = ("account", "person")
    find = lambda key: briefing.find_by_id(store.connection, key, nouns, 6)  # noqa: E731
    assert find(account) == [("account", account)]
    assert find(person[-8:]) == [("person", person)]
    assert ("account", account) in find(account[:8])
    assert find(gone) == find(gone[-12:]) == find("%%%%%%%%") == []


def test_last_contacts_and_touches_leave_out_what_was_removed_or_comes_later(store: Store) -> None:
    with store.action("test.add") as change:
        account = change.add("account", {"name": "A", "match_key": "x"})
        one, other, never = (
            change.add("person", {"name": name, "account_id": account, "match_key": "x"}) for name in "PQR"
        )

        def touch(at: str, kind: str, *people: str) -> str:
            made = change.add("touch", {"account_id": account, "at": f"{at}T01:00:00.000Z", "kind": kind})
            for person in people:
                change.add("attendance", {"touch_id": made, "person_id": person})
            return str(made)

        visit, call = touch("2026-11-01", "visit", one), touch("2026-11-05", "call", one, other)
        touch("2026-12-01", "visit", one)
        change.remove("touch", touch("2026-11-10", "visit", other))
    found = briefing.last_contacts(store.connection, [one, other, never], UNTIL)
    assert found == {
        one: ("2026-11-05T01:00:00.000Z", "2026-11-01T01:00:00.000Z"),
        other: ("2026-11-05T01:00:00.000Z", None),
    }
    assert briefing.list_touched(store.connection, [one, other, never]) == {one, other}
    last = briefing.list_last_touches
    assert last(store.connection, UNTIL, 9, people=[one, other]) == [(call, "call"), (visit, "visit")]
    assert last(store.connection, UNTIL, 1, account_id=account) == [(call, "call")]
    assert last(store.connection, UNTIL, 9, people=[never]) == last(store.connection, UNTIL, 9, people=[]) == []
