"""Planning a day of visits in one action."""

from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest

from karep.db import accounts, follow_ups, journal, people
from karep.db.day_plans import Visit, plan_day
from karep.db.errors import NotFound, Refused
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups

DAY = date(2026, 11, 26)
ZONE = "Asia/Shanghai"


@pytest.fixture
def here(store: Store) -> dict[str, str]:
    """Two accounts, one with a person and a planned call."""
    with store.action("test.add") as change:
        a, b = (accounts.add_account(change, {"name": name}) for name in "AB")
        person = people.add_person(change, {"name": "Wang", "account_id": a})
        call = follow_ups.add_follow_up(change, {"account_id": a, "what": "call", "due": "2026-12-01"})
    return {"a": a, "b": b, "person": person, "call": call}


def plan(store: Store, *visits: Visit) -> list[str]:
    with store.action("day_plan.make", "Thu") as change:
        return plan_day(change, DAY, visits, zone=ZONE)


def stored(store: Store, *names: str) -> list[tuple[Any, ...]]:
    query = f"SELECT {', '.join(names)} FROM follow_up WHERE removed_at IS NULL ORDER BY due, due_time"
    return [tuple(row) for row in store.connection.execute(query)]


def test_a_day_is_planned_and_taken_back_as_one(store: Store, here: dict[str, str]) -> None:
    made = plan(
        store,
        Visit(here["a"], time(9), 60, "Visit", follow_up_id=here["call"], place="Road 1"),
        Visit(here["b"], time(10, 30), 45, "Visit", place="Road 2"),
    )
    assert made[0] == here["call"]
    assert stored(store, "what", "due", "due_time", "zone", "minutes", "place", "moves", "first_due") == [
        ("call", "2026-11-26", "09:00", ZONE, 60, "Road 1", 1, "2026-12-01"),
        ("Visit", "2026-11-26", "10:30", ZONE, 45, "Road 2", 0, None),
    ]
    journal.undo(store)
    assert stored(store, "what", "due", "due_time", "minutes", "place", "moves") == [
        ("call", "2026-12-01", None, None, None, 0)
    ]
    journal.redo(store)
    assert len(list_follow_ups(store.connection, since=DAY, until=DAY)) == 2


def test_a_new_visit_names_whom_to_see(store: Store, here: dict[str, str]) -> None:
    plan(store, Visit(here["a"], time(9), 60, "拜访", person_id=here["person"]))
    [found] = list_follow_ups(store.connection, since=DAY, until=DAY)
    assert (found.what, found.person_name, found.account_name) == ("拜访", "Wang", "A")


def test_a_place_that_is_known_stays(store: Store, here: dict[str, str]) -> None:
    with store.action("test.change") as change:
        follow_ups.change_follow_up(change, here["call"], {"place": "Plant 2"})
    plan(store, Visit(here["a"], time(9), 60, "Visit", follow_up_id=here["call"], place="Road 1"))
    assert stored(store, "place") == [("Plant 2",)]


def test_what_cannot_be_planned_is_refused_and_nothing_is_stored(store: Store, here: dict[str, str]) -> None:
    good = Visit(here["b"], time(9), 60, "Visit")
    with pytest.raises(Refused, match="at least one"):
        plan(store)
    with pytest.raises(Refused, match="another account"):
        plan(store, good, Visit(here["b"], time(10), 60, "Visit", follow_up_id=here["call"]))
    with pytest.raises(NotFound):
        plan(store, good, Visit(here["b"], time(10), 60, "Visit", follow_up_id="nobody"))
    with store.action("test.done") as change:
        follow_ups.finish_follow_up(change, here["call"], on=DAY)
    with pytest.raises(Refused, match="open it again"):
        plan(store, good, Visit(here["a"], time(10), 60, "Visit", follow_up_id=here["call"]))
    assert list_follow_ups(store.connection) == []
