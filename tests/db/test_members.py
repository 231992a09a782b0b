"""Group-buys: who leads, who takes part, who joined; all of it undoable, exported and kept when people are merged."""

import io
import json
import sqlite3

import pytest

from karep.db import journal, merging
from karep.db.errors import NotFound, Refused
from karep.db.members import (
    add_member,
    add_new_member,
    change_member,
    remove_member,
    set_joined,
    set_leader,
    set_vip_service,
)
from karep.db.opportunities import add_opportunity, change_opportunity
from karep.db.people import add_person, remove_person
from karep.db.store import Store
from karep.db.views.members import get_group_buy, get_member, list_candidates, list_members
from karep.exchange.export import write_everything

from .conftest import Do

HOSTILE = "[/oops] [red]\x1b[31m%_\\' 曾"


@pytest.fixture
def group(do: Do, account: str, person: str) -> str:
    """A group-buy with its leader."""
    values = {"account_id": account, "name": "园区团购", "kind": "group_buy", "leader_id": person, "stage": "S3"}
    return str(do(add_opportunity, values))


def names(connection: sqlite3.Connection, group: str) -> list[tuple[str, bool]]:
    return [(one.person_name, one.joined_at is not None) for one in list_members(connection, group)]


def test_a_group_buy_has_a_leader_members_and_a_service(do: Do, store: Store, group: str) -> None:
    first = do(add_new_member, group, "李敏", wish="两台")
    do(add_new_member, group, "陈工")
    do(set_joined, [first], joined=True)
    do(set_vip_service, group, vip_service=True)
    found = get_group_buy(store.connection, group)
    assert found is not None and found.vip_service
    assert (found.leader_name, found.leader_account) == ("王建国", "华为技术有限公司")
    assert names(store.connection, group) == [("李敏", True), ("陈工", False)]
    assert list_members(store.connection, group)[0].wish == "两台"
    assert get_group_buy(store.connection, "nobody") is None and get_member(store.connection, "nobody") is None


def test_nobody_takes_part_twice_and_a_known_name_is_the_known_person(
    do: Do, store: Store, group: str, account: str, person: str
) -> None:
    known = do(add_person, {"name": "李敏", "account_id": account})
    first = do(add_new_member, group, "李敏")
    assert do(add_member, group, known) == do(add_new_member, group, " 李敏 ") == first
    assert store.connection.execute("SELECT count(*) FROM person").fetchone() == (2,)
    with pytest.raises(Refused):
        do(add_member, group, person)
    with pytest.raises(Refused):
        do(add_new_member, group, "王建国")


def test_only_a_group_buy_has_members(do: Do, deal: str, person: str) -> None:
    for verb, given in ((add_member, (person,)), (add_new_member, ("李敏",)), (set_leader, (person,))):
        with pytest.raises(Refused, match="no group-buy"):
            do(verb, deal, *given)
        with pytest.raises(NotFound):
            do(verb, "nobody", *given)
    with pytest.raises(Refused):
        do(set_vip_service, deal, vip_service=True)


def test_the_moment_of_joining_stays_the_first(do: Do, store: Store, group: str) -> None:
    member = do(add_new_member, group, "李敏")
    do(set_joined, [member], joined=True)
    then = get_member(store.connection, member)
    do(set_joined, [member], joined=True)
    assert get_member(store.connection, member) == then
    do(set_joined, [member], joined=False)
    assert names(store.connection, group) == [("李敏", False)]
    with pytest.raises(NotFound):
        do(set_joined, ["nobody"], joined=True)


def test_a_new_leader_leaves_the_members_and_the_old_one_joins_them(do: Do, store: Store, group: str) -> None:
    member = do(add_new_member, group, "李敏")
    wanted = get_member(store.connection, member)
    assert wanted is not None
    do(set_leader, group, wanted.person_id)
    do(set_leader, group, wanted.person_id)
    found = get_group_buy(store.connection, group)
    assert found is not None and found.leader_name == "李敏"
    assert names(store.connection, group) == [("王建国", True)]
    do(set_leader, group, None)
    found = get_group_buy(store.connection, group)
    assert found is not None and found.leader_id is None and found.leader_name is None


def test_a_leader_who_was_removed_leaves_the_place_open(do: Do, store: Store, group: str, person: str) -> None:
    member = do(add_new_member, group, "李敏")
    do(remove_person, person)
    found = get_group_buy(store.connection, group)
    assert found is not None and found.leader_id is None
    wanted = get_member(store.connection, member)
    assert wanted is not None
    do(set_leader, group, wanted.person_id)
    assert names(store.connection, group) == []


def test_every_step_can_be_undone(do: Do, store: Store, group: str) -> None:
    member = do(add_new_member, group, "李敏")
    before = names(store.connection, group)
    for verb, given in ((set_joined, ([member],)), (remove_member, (member,))):
        do(verb, *given, **({"joined": True} if verb is set_joined else {}))
        assert names(store.connection, group) != before
        journal.undo(store)
        assert names(store.connection, group) == before
    do(change_member, member, {"wish": "三台"})
    journal.undo(store)
    assert list_members(store.connection, group)[0].wish is None
    journal.undo(store)
    assert names(store.connection, group) == []
    assert store.connection.execute("SELECT count(*) FROM person WHERE removed_at IS NULL").fetchone() == (1,)


def test_a_removed_person_is_out_of_sight_and_comes_back(do: Do, store: Store, group: str) -> None:
    member = get_member(store.connection, do(add_new_member, group, "李敏"))
    assert member is not None
    do(remove_person, member.person_id)
    assert names(store.connection, group) == []
    journal.undo(store)
    assert names(store.connection, group) == [("李敏", False)]


def test_candidates_are_those_who_are_not_in_it(do: Do, store: Store, group: str, account: str) -> None:
    do(add_new_member, group, "李敏")
    do(add_person, {"name": "陈工", "account_id": account})
    do(add_person, {"name": HOSTILE})
    do(add_person, {"name": "采购?", "account_id": account, "placeholder": True})
    do(add_person, {"name": "旧人", "account_id": account, "left_on": "2026-01-01"})

    def found(words: str = "") -> list[tuple[str, bool]]:
        return [(one.name, one.own) for one in list_candidates(store.connection, group, words)]

    assert found() == [("陈工", True)]
    assert found("陈") == [("陈工", True)] and found("李") == [] and found("王") == []
    stored = store.connection.execute("SELECT name FROM person WHERE account_id IS NULL").fetchone()[0]
    assert found("%_\\") == [(stored, False)] and found("工%") == []


def test_merging_two_members_keeps_one_with_wish_and_date(do: Do, store: Store, group: str) -> None:
    one, other = (get_member(store.connection, do(add_new_member, group, name)) for name in ("李敏", "李 敏敏"))
    assert one is not None and other is not None
    do(change_member, other.id, {"wish": "两台"})
    do(set_joined, [other.id], joined=True)
    do(merging.merge_people, one.person_id, other.person_id, {})
    kept = list_members(store.connection, group)
    assert {member.person_name for member in kept} == {"李敏"}
    assert any(member.wish == "两台" and member.joined_at for member in kept)


def test_merging_a_member_with_the_leader_leaves_the_leader(do: Do, store: Store, group: str, person: str) -> None:
    member = get_member(store.connection, do(add_new_member, group, "老王"))
    assert member is not None
    do(merging.merge_people, member.person_id, person, {})
    found = get_group_buy(store.connection, group)
    assert found is not None and found.leader_id == member.person_id
    assert names(store.connection, group) == []


def test_everything_that_is_exported_holds_the_members(do: Do, store: Store, group: str) -> None:
    do(add_new_member, group, "李敏", wish="两台")
    target = io.BytesIO()
    write_everything(store.connection, target)
    written = json.loads(target.getvalue())
    text = json.dumps(written, ensure_ascii=False)
    assert '"wish": "两台"' in text and "vip_service" in text


def test_a_deal_says_which_one_it_grew_out_of(do: Do, store: Store, group: str, deal: str) -> None:
    do(change_opportunity, group, {"grown_from_id": deal})
    found = get_group_buy(store.connection, group)
    assert found is not None and (found.grown_from_id, found.grown_from) == (deal, "框架合同")
