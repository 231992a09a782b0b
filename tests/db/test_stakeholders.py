"""What is kept about people who decide: ratings, rankings, roles per deal, chairs that nobody has; merging it."""

from typing import Any

import pytest

from karep.db import accounts, errors, opportunities, people, touches
from karep.db.merging import merge_people
from karep.db.store import Store
from karep.db.views.coverage import Contact, get_care, list_contacts, list_presences
from karep.db.views.people import concerns_of, get_person, list_person_roles
from tests.hostile import OURS

from .conftest import Do

RATED = {"credibility": 3, "reliability": 4, "intimacy": 2, "self_orientation": 2}


def whole(store: Store, person_id: str) -> Any:
    found = get_person(store.connection, person_id)
    assert found is not None
    return found


def test_everything_about_a_person_is_stored_and_read(do: Do, store: Store, person: str) -> None:
    pram = {name: f"{name}\n二" for name in ("pram_plan", "pram_relationship", "pram_agreement", "pram_maintenance")}
    values = {**RATED, **pram, "counterpart": "张总", "concerns": "质量>成本>交期"}
    do(people.change_person, person, values)
    found = whole(store, person)
    assert {name: getattr(found, name) for name in values} == {**values, "concerns": "QCT"}
    assert concerns_of(store.connection, [person, "nobody"]) == {person: "QCT"}
    do(people.change_person, person, {**dict.fromkeys(values), "concerns": " "})
    assert whole(store, person).concerns is None and whole(store, person).intimacy is None


@pytest.mark.parametrize("name", RATED)
@pytest.mark.parametrize("value", [0, 6, -1])
def test_a_rating_outside_the_scale_is_refused(do: Do, person: str, name: str, value: int) -> None:
    with pytest.raises(errors.Refused) as refused:
        do(people.change_person, person, {name: value})
    assert refused.value.field == name


@pytest.mark.parametrize("typed", ["QQ", "quality, colour", "质量>颜色", *OURS])
def test_a_ranking_that_is_none_is_refused_at_its_field(do: Do, account: str, typed: str) -> None:
    with pytest.raises(errors.Refused) as refused:
        do(people.add_person, {"name": "李敏", "account_id": account, "concerns": typed})
    assert refused.value.field == "concerns"


def test_letters_go_round_the_verbs_only_if_they_are_a_ranking(do: Do, store: Store, person: str) -> None:
    with pytest.raises(errors.Refused), store.action("import") as change:
        change.change("person", person, {"concerns": "QX"})


def test_parts_in_a_deal_and_in_the_account_are_apart(do: Do, store: Store, account: str, person: str) -> None:
    deal = do(opportunities.add_opportunity, {"account_id": account, "name": "框架"})
    do(people.set_roles, person, account, ["technical", "user"], opportunity_id=deal)
    assert list_person_roles(store.connection, person) == [(deal, "框架", "technical"), (deal, "框架", "user")]
    assert whole(store, person).account_roles == ("decision_maker",)
    assert whole(store, person).roles == ("decision_maker", "technical", "user")
    do(people.set_roles, person, account, ["finance"])
    do(people.set_roles, person, account, ["user"], opportunity_id=deal)
    assert list_person_roles(store.connection, person) == [(deal, "框架", "user")]
    assert whole(store, person).account_roles == ("finance",)
    do(opportunities.remove_opportunity, deal)
    assert list_person_roles(store.connection, person) == []


def test_a_chair_is_marked_absent_and_back(do: Do, store: Store, account: str) -> None:
    def absent() -> str | None:
        care = get_care(store.connection, account)
        assert care is not None
        return care.absent_roles

    do(people.mark_absent, account, "finance", absent=True)
    do(people.mark_absent, account, "purchaser", absent=True)
    do(people.mark_absent, account, "finance", absent=True)
    assert absent() == "purchaser,finance"
    do(people.mark_absent, account, "finance", absent=False)
    do(people.mark_absent, account, "purchaser", absent=False)
    assert absent() is None
    with pytest.raises(errors.Refused):
        do(people.mark_absent, account, "king", absent=True)
    with pytest.raises(errors.NotFound):
        do(people.mark_absent, "nothing", "finance", absent=True)


def test_merging_fills_what_is_missing_and_loses_no_words(do: Do, store: Store, account: str, person: str) -> None:
    other = do(
        people.add_person,
        {"name": "王建国先生", "account_id": account, "concerns": "CT", "counterpart": "张总", "pram_plan": "帮他升职"}
        | RATED,
    )
    do(people.change_person, person, {"concerns": "Q", "pram_plan": "帮他省钱"})
    do(merge_people, person, other, {})
    kept = whole(store, person)
    assert (kept.concerns, kept.pram_plan, kept.counterpart) == ("Q", "帮他省钱", "张总")
    assert {name: getattr(kept, name) for name in RATED} == RATED
    facts = store.connection.execute("SELECT value FROM fact WHERE person_id = ?", (person,)).fetchall()
    assert ("帮他升职",) in facts and ("CT",) not in facts


def test_contacts_are_put_together_by_who_came_along(do: Do, store: Store, account: str, person: str) -> None:
    for day, along in (("01", "张三"), ("05", "张三"), ("03", None)):
        values = {"account_id": account, "at": f"2026-11-{day}T02:00:00Z", "our_people": along}
        do(touches.log_touch, values, people=[person])
    do(touches.log_touch, {"account_id": account, "at": "2026-11-20T02:00:00Z", "our_people": "李四"})
    gone = do(touches.log_touch, {"account_id": account, "at": "2026-11-21T02:00:00Z"}, people=[person])
    do(touches.remove_touch, gone)
    assert list_contacts(store.connection, account) == [
        Contact(person, None, "2026-11-03T02:00:00.000Z", 1),
        Contact(person, "张三", "2026-11-05T02:00:00.000Z", 2),
    ]
    assert [(one.along, one.last_at[:10]) for one in list_presences(store.connection, account)] == [
        (None, "2026-11-03"),
        ("张三", "2026-11-05"),
        ("李四", "2026-11-20"),
    ]
    do(accounts.remove_account, account)
    assert list_contacts(store.connection, account) == list_presences(store.connection, account) == []
    assert get_care(store.connection, account) is None
