"""Where a record stands: in its account's stream, with its person, among the places that were open lately."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.db import accounts, objections, opportunities, people, promises, recent, touches
from karep.db.store import Store
from karep.db.views.facts import list_account_facts
from karep.db.views.recent import list_pinned, list_recent
from karep.db.views.records import person_of
from karep.db.views.timeline import list_timeline, timeline_place


def test_the_place_in_the_stream_is_where_the_stream_has_it(store: Store) -> None:
    with store.action("test.add") as change:
        account = accounts.add_account(change, {"name": "Acme"})
        deal = opportunities.add_opportunity(change, {"account_id": account, "name": "Frame", "stage": "S2"})
        for day in (3, 1, 2, 2):
            touches.log_touch(
                change,
                {"account_id": account, "at": f"2026-11-{day:02}T03:00:00Z", "summary": str(day)},
                promises=[{"owed_by": "us", "what": "quote"}],
                next_steps=[{"what": "call", "due": "2026-12-01"}],
            )
        promises.add_promise(change, {"account_id": account, "what": "loose"})
        objections.add_objection(change, {"opportunity_id": deal, "account_id": account, "words": "too dear"})
    stream = list_timeline(store.connection, account)
    assert len({item.noun for item in stream}) >= 3
    for place, item in enumerate(stream, 1):
        assert timeline_place(store.connection, account, item.noun, item.id) == place
    assert timeline_place(store.connection, account, "touch", "nothing") is None
    with store.action("test.remove") as change:
        touches.remove_touch(change, next(item.id for item in stream if item.noun == "touch"))
    removed = next(item.id for item in stream if item.noun == "touch")
    assert timeline_place(store.connection, account, "touch", removed) is None


def test_a_record_knows_its_person(store: Store) -> None:
    with store.action("test.add") as change:
        account = accounts.add_account(change, {"name": "Acme"})
        person = people.add_person(change, {"name": "Ann", "account_id": account})
        liked = people.add_preference(change, {"person_id": person, "kind": "food", "text": "tea"})
        own = change.add("fact", {"account_id": account, "name": "size", "value": "big"})
        hers = change.add("fact", {"person_id": person, "name": "age", "value": "40"})
    connection = store.connection
    assert (person_of(connection, "preference", liked), person_of(connection, "fact", hers)) == (person, person)
    assert person_of(connection, "fact", own) is None
    assert person_of(connection, "touch", "x") is None
    assert [one.id for one in list_account_facts(connection, account)] == [own, hers]
    with store.action("test.remove") as change:
        people.remove_person(change, person)
    assert [one.id for one in list_account_facts(connection, account)] == [own]


def test_places_say_what_they_are_and_removed_ones_are_gone(store: Store) -> None:
    with store.action("test.add") as change:
        account = accounts.add_account(change, {"name": "Acme", "tier": "gold", "city": "Oslo"})
        person = people.add_person(change, {"name": "Ann", "account_id": account, "title": "Buyer"})
        loose = people.add_person(change, {"name": "Lou"})
        deal = opportunities.add_opportunity(change, {"account_id": account, "name": "Frame", "stage": "S2"})
        accounts.pin_account(change, account)
    for noun, one in (("account", account), ("person", person), ("person", loose), ("opportunity", deal)):
        recent.remember(store.connection, noun, one)
    found = list_recent(store.connection)
    assert [(one.noun, one.name, one.account_name, one.tier, one.detail) for one in found] == [
        ("opportunity", "Frame", "Acme", "gold", "S2"),
        ("person", "Lou", "", "", ""),
        ("person", "Ann", "Acme", "gold", "Buyer"),
        ("account", "Acme", "Acme", "gold", "Oslo"),
    ]
    assert [one.id for one in list_pinned(store.connection)] == [account]
    with store.action("account.remove") as change:
        accounts.remove_account(change, account)
    assert [one.id for one in list_recent(store.connection)] == [loose]
    assert list_pinned(store.connection) == []


def test_looking_is_not_journalled_and_a_failure_leaves_nothing_open(store: Store) -> None:
    recent.remember(store.connection, "account", "a")
    assert store.connection.execute("SELECT count(*) FROM journal").fetchone() == (0,)
    with pytest.raises(sqlite3.Error):
        recent.remember(store.connection, "account", None)  # type: ignore[arg-type]
    assert not store.connection.in_transaction


@given(st.lists(st.integers(0, 70), max_size=150))
def test_the_last_places_are_kept_in_the_order_in_which_they_were_opened(opened: list[int]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    connection.execute("CREATE TABLE recent (noun VARCHAR, record VARCHAR, at VARCHAR, PRIMARY KEY (noun, record))")
    for one in opened:
        recent.remember(connection, "account", str(one), at="2026-11-21T00:00:00.000Z")
    kept = [int(row[0]) for row in connection.execute("SELECT record FROM recent ORDER BY at DESC, rowid DESC")]
    assert kept == list(dict.fromkeys(reversed(opened)))[: recent.KEPT]
