"""People, their parts, preferences, days, and who reports to whom."""

from karep.db import accounts, occasions, touches
from karep.db import people as verbs
from karep.db.store import Store
from karep.db.views import people
from karep.db.views.facts import list_facts
from karep.db.views.occasions import list_occasions
from karep.rules.chain import tree

from .conftest import Do


def add(do: Do, account: str | None, name: str, *roles: str, **values: object) -> str:
    return str(do(verbs.add_person, {"account_id": account, "name": name, **values}, roles=roles))


def test_people_stand_by_the_weight_of_their_part_and_who_left_comes_last(do: Do, store: Store, account: str) -> None:
    add(do, account, "无", placeholder=True)
    add(do, account, "走", "decision_maker", left_on="2026-01-01")
    add(do, account, "用", "user")
    add(do, account, "买", "user", "purchaser")
    add(do, account, "总", "decision_maker")
    listed = people.list_people(store.connection, account)
    assert [person.name for person in listed] == ["总", "买", "用", "无", "走"]
    assert listed[1].roles == ("purchaser", "user")
    assert [person.placeholder for person in listed] == [False, False, False, True, False]
    assert listed[4].left_on == "2026-01-01"


def test_a_person_shows_when_we_last_met_and_were_last_in_contact(
    do: Do, store: Store, account: str, person: str
) -> None:
    for at, kind in (("2026-11-01T00:00:00Z", "visit"), ("2026-11-05T00:00:00Z", "call")):
        do(touches.log_touch, {"account_id": account, "at": at, "kind": kind}, people=[person])
    gone = do(touches.log_touch, {"account_id": account, "at": "2026-11-09T00:00:00Z"}, people=[person])
    do(touches.remove_touch, gone)
    shown = people.get_person(store.connection, person)
    assert shown is not None
    assert (shown.last_met_at, shown.last_touch_at) == ("2026-11-01T00:00:00.000Z", "2026-11-05T00:00:00.000Z")
    assert (shown.account_name, shown.roles) == ("华为技术有限公司", ("decision_maker",))


def test_who_is_removed_or_of_a_removed_account_is_not_shown(do: Do, store: Store, account: str, person: str) -> None:
    alone = add(do, None, "独")
    other = add(do, account, "李敏", "user")
    do(verbs.add_preference, {"person_id": person, "text": "茶"})
    do(occasions.add_occasion, {"person_id": person, "month": 5})
    do(verbs.remove_person, person)
    assert [one.id for one in people.list_people(store.connection, account)] == [other]
    assert [role.person_id for role in people.list_roles(store.connection, account)] == [other]
    assert people.list_preferences(store.connection, person) == []
    assert people.list_account_preferences(store.connection, account) == []
    assert list_occasions(store.connection, account_id=account) == []
    do(accounts.remove_account, account)
    assert people.get_person(store.connection, other) is None
    assert people.list_roles(store.connection, account) == []
    assert people.list_loose_people(store.connection) == [(alone, "独")]


def test_preferences_and_roles(do: Do, store: Store, account: str, person: str) -> None:
    other = add(do, account, "李敏", "user")
    do(verbs.add_preference, {"person_id": person, "kind": "taboo", "text": "酒", "privacy": "sensitive"})
    do(verbs.add_preference, {"person_id": other, "kind": "food", "text": "辣"})
    assert [(one.kind, one.text, one.privacy) for one in people.list_preferences(store.connection, person)] == [
        ("taboo", "酒", "sensitive")
    ]
    assert [one.person_name for one in people.list_account_preferences(store.connection, account)] == ["李敏", "王建国"]
    assert [(one.role, one.person_name) for one in people.list_roles(store.connection, account)] == [
        ("decision_maker", "王建国"),
        ("user", "李敏"),
    ]


def test_days_of_an_account_and_its_people(do: Do, store: Store, account: str, person: str) -> None:
    budget = do(occasions.add_occasion, {"account_id": account, "month": 11, "kind": "budget"})
    birthday = do(
        occasions.add_occasion,
        {"person_id": person, "month": 4, "day": 8, "calendar": "lunar", "leap_month": True},
    )
    do(occasions.add_occasion, {"account_id": do(accounts.add_account, {"name": "中兴"}), "month": 1})
    shown = list_occasions(store.connection, account_id=account)
    assert [(one.id, one.whose, one.account_id, one.tier) for one in shown] == [
        (birthday, "王建国", account, "platinum"),
        (budget, "华为技术有限公司", account, "platinum"),
    ]
    assert shown[0].leap_month is True
    assert [one.id for one in list_occasions(store.connection, person_id=person)] == [birthday]
    assert len(list_occasions(store.connection)) == 3


def test_facts_of_an_account_and_of_a_person(do: Do, store: Store, account: str, person: str) -> None:
    with store.action("test") as change:
        change.add("fact", {"account_id": account, "name": "ERP", "value": "SAP", "dated": "2026-01-01"})
        change.add("fact", {"person_id": person, "name": "School", "value": "清华", "confidence": 80})
    assert [(one.name, one.value, one.dated) for one in list_facts(store.connection, account_id=account)] == [
        ("ERP", "SAP", "2026-01-01")
    ]
    assert [(one.value, one.person_name) for one in list_facts(store.connection, person_id=person)] == [
        ("清华", "王建国")
    ]
    do(accounts.remove_account, account)
    assert list_facts(store.connection) == []


def test_the_chain_is_indented_below_superiors(do: Do, store: Store, account: str) -> None:
    boss = add(do, account, "总", "decision_maker")
    left = add(do, account, "甲", reports_to_id=boss)
    add(do, account, "乙", reports_to_id=left)
    add(do, account, "丙", reports_to_id=boss)
    add(do, account, "外", reports_to_id=add(do, None, "别处"))
    listed = tree(people.list_people(store.connection, account))
    assert [(one.depth, one.member.name) for one in listed] == [(0, "总"), (1, "丙"), (1, "甲"), (2, "乙"), (0, "外")]
