"""How an account is covered: put together from what the store holds."""

from datetime import date
from typing import Any

import pytest

from karep.db import accounts, people, touches
from karep.db.store import Store
from karep.reports.brief_meeting import Subject, read_meeting
from karep.reports.brief_room import room_lines
from karep.reports.standing import Standing, active_words, read_standing, score_words, warning_words
from karep.rules.clock import Clock

CLOCK = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")


@pytest.fixture
def account(store: Store) -> str:
    """An account with an owner and a backup."""
    with store.action("account.add", "x") as change:
        values = {"name": "华为", "tier": "platinum", "owner": "林浩", "backup": "周敏"}
        return accounts.add_account(change, values)


def add(store: Store, account: str, name: str, *roles: str, **values: Any) -> str:
    with store.action("person.add", name) as change:
        return people.add_person(change, {"account_id": account, "name": name, **values}, roles=roles)


def log(store: Store, account: str, day: str, *theirs: str, along: str | None = None) -> None:
    with store.action("touch.log", day) as change:
        values = {"account_id": account, "at": f"{day}T02:00:00Z", "our_people": along}
        touches.log_touch(change, values, people=theirs)


def read(store: Store, account: str, own_name: str = "") -> Standing:
    found = read_standing(store.connection, account, CLOCK, own_name)
    assert found is not None
    return found


def test_an_account_without_people_warns_of_nothing(store: Store, account: str) -> None:
    found = read(store, account)
    assert (found.warnings, found.coverage.score, found.here) == ((), 0, ())
    assert len(found.empty) == 7
    assert [one.name for one in found.ours] == ["林浩", "周敏"]
    assert read_standing(store.connection, "nothing", CLOCK) is None


def test_the_rep_was_at_every_touch_and_others_came_along(store: Store, account: str) -> None:
    boss = add(store, account, "王", "decision_maker", strength=4, counterpart="张总")
    log(store, account, "2026-11-01", boss)
    log(store, account, "2026-11-10", boss, along="赵工、林浩")
    log(store, account, "2026-11-20", along="刘总监")
    found = read(store, account, "不是我")
    assert [one.name for one in found.ours] == ["林浩", "周敏", "张总", "刘总监", "赵工"]
    known = {found.ours[0].key: 2, found.ours[4].key: 1}
    assert {key: one.times for (_person, key), one in found.cells.items()} == known
    assert [one.active for one in found.ours] == [True, False, False, True, True]
    assert (found.coverage.ours, found.coverage.theirs) == (3, 1)
    assert found.is_counterpart(found.here[0], found.ours[2])


@pytest.mark.parametrize(("owner", "own_name", "name"), [("林浩", "Li", "林浩"), (None, "Li", "Li"), (None, "", "Me")])
def test_the_rep_is_the_owner_or_whose_book_it_is(
    store: Store, account: str, owner: str | None, own_name: str, name: str
) -> None:
    with store.action("account.change", "x") as change:
        accounts.change_account(change, account, {"owner": owner, "backup": None})
    log(store, account, "2026-11-20", add(store, account, "王"))
    assert [one.name for one in read(store, account, own_name).ours] == [name]


def test_a_single_thread_a_lonely_decider_and_no_supporter_are_told(store: Store, account: str) -> None:
    boss = add(store, account, "王", "decision_maker", strength=5, stance=-1)
    for role in ("purchaser", "technical", "finance", "user", "gatekeeper", "information"):
        add(store, account, role, role, strength=5)
    log(store, account, "2026-11-20", boss)
    found = read(store, account)
    told = [warning_words(one, found) for one in found.warnings]
    assert told == [
        "Single thread: only 林浩 of ours in 90 days",
        "Single thread: only one of theirs in 90 days",
        "王 decides: no counterpart of ours",
        "A decision-maker is against us",
        "Nobody is for us",
    ]
    assert (found.coverage.score, found.coverage.uncapped) == (51, 51)
    with store.action("person.change", "x") as change:
        people.change_person(change, boss, {"counterpart": "林浩", "stance": 1})
    found = read(store, account)
    assert warning_words(found.warnings[2], found) == "王 decides: knows no senior of ours"


def test_the_cap_is_told_with_what_it_holds_down(store: Store, account: str) -> None:
    roles = ("decision_maker", "purchaser", "user")
    everybody = [add(store, account, role, role, strength=5, stance=1) for role in roles]
    log(store, account, "2026-11-20", *everybody)
    with store.action("chair.absent", "x") as change:
        for role in ("technical", "finance", "gatekeeper", "information"):
            people.mark_absent(change, account, role, absent=True)
    found = read(store, account)
    assert score_words(found) == "Coverage 60 of 100 (100, but a single thread)"
    assert active_words(found) == "in 90 days: 1 of ours, 3 of theirs"
    assert (found.empty, found.absent) == ((), ("technical", "finance", "gatekeeper", "information"))


def test_who_left_and_who_is_not_known_yet_is_no_part_of_the_score(store: Store, account: str) -> None:
    gone = add(store, account, "走", "decision_maker", strength=5, left_on="2026-01-01")
    unknown = add(store, account, "采购总监?", "purchaser", strength=5, placeholder=True)
    log(store, account, "2026-11-20", gone, unknown)
    found = read(store, account)
    assert [one.name for one in found.here] == ["采购总监?"]
    assert (found.coverage.uncapped, found.coverage.theirs) == (0, 0)
    assert "purchaser" not in found.empty and "decision_maker" in found.empty


def test_the_brief_says_what_those_in_the_room_weigh_unless_others_read_it(store: Store, account: str) -> None:
    boss = add(store, account, "王", "decision_maker", concerns="质量>成本")
    add(store, account, "李", "purchaser")
    for private, told in ((True, ["cares: Quality > Cost"]), (False, [])):
        meeting = read_meeting(store.connection, Subject("account", account), CLOCK, private=private)
        lines = room_lines(store.connection, meeting)
        assert [text for line in lines for name, text, *_typed in line.parts if name == "cares"] == told
        assert lines[0].record_id == boss
