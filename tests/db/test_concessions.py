"""Concessions: planned and made, the floor that none goes below without a name, and what is listed of them."""

from datetime import date
from typing import Any

import pytest

from karep.db import accounts, concessions, errors, journal, objections, opportunities
from karep.db.store import Store
from karep.db.views.concessions import (
    Floor,
    get_concession,
    get_floor,
    list_concessions,
    list_made_concessions,
    planned_concessions,
)
from karep.db.views.records import record_name
from tests.hostile import OURS

from .conftest import Do

AT = "2026-11-20T03:00:00.000Z"


@pytest.fixture
def about(do: Do, account: str, deal: str) -> dict[str, Any]:
    """A deal with a floor of 1,000.00."""
    floor = {"floor_amount": 100_000, "floor_approver": "陈总", "floor_approved_on": "2026-11-18"}
    do(opportunities.change_opportunity, deal, {"amount": 120_000, **floor})
    return {"account_id": account, "opportunity_id": deal}


def test_a_plan_is_made_step_by_step(do: Do, store: Store, about: dict[str, Any], person: str) -> None:
    objection = do(objections.add_objection, {**about, "words": "再降一点"})
    first = do(concessions.add_concession, {**about, "give": "3 %", "get": "two years", "price": 116_000})
    second = do(concessions.add_concession, {**about, "give": "training"})
    deal = about["opportunity_id"]
    assert [one.id for one in list_concessions(store.connection, deal)] == [first, second]
    assert planned_concessions(store.connection) == {first, second}
    do(concessions.make_concession, second, {"made_at": AT, "person_id": person, "objection_id": objection})
    found = list_concessions(store.connection, deal)
    assert [(one.id, one.made_at) for one in found] == [(second, AT), (first, None)]
    assert (found[0].person_name, found[0].objection_words, found[0].give) == ("王建国", "再降一点", "training")
    assert [one.id for one in list_made_concessions(store.connection)] == [second]
    assert list_made_concessions(store.connection, until=date(2026, 11, 19)) == []
    do(concessions.plan_again, second)
    assert list_made_concessions(store.connection) == []
    do(concessions.make_concession, first)
    made = get_concession(store.connection, first)
    assert made is not None and made.made_at is not None
    do(concessions.remove_concession, first)
    assert [one.id for one in list_concessions(store.connection, deal)] == [second]
    assert first in planned_concessions(store.connection)


@pytest.mark.parametrize("approver", ["", "?", "-", None])
@pytest.mark.parametrize("below", [{"price": 99_999}, {"price": None, "below_floor": True}])
def test_below_the_floor_needs_a_name(
    do: Do, store: Store, about: dict[str, Any], below: dict[str, Any], approver: str | None
) -> None:
    step = {**about, "give": "the last step", **below, "approver": approver}
    planned = do(concessions.add_concession, step)
    for refused in (
        lambda: do(concessions.add_concession, {**step, "made_at": AT}),
        lambda: do(concessions.make_concession, planned),
        lambda: do(concessions.change_concession, planned, {"made_at": AT}),
    ):
        with pytest.raises(errors.Refused) as error:
            refused()
        assert error.value.field == "approver"
    do(concessions.make_concession, planned, {"approver": "陈总"})
    with pytest.raises(errors.Refused):
        do(concessions.change_concession, planned, {"approver": None})
    known = get_concession(store.connection, planned)
    assert known is not None and known.approver == "陈总"


@pytest.mark.parametrize("price", [100_000, 100_001, None])
def test_at_or_above_the_floor_needs_none(do: Do, store: Store, about: dict[str, Any], price: int | None) -> None:
    made = do(concessions.add_concession, {**about, "give": "x", "price": price, "made_at": AT})
    assert get_concession(store.connection, made) is not None


@pytest.mark.parametrize("approver", ["", "?", "Chen"])
@pytest.mark.parametrize("flagged", [False, True])
@pytest.mark.parametrize(("price", "floor"), [(99, 100), (100, 100), (0, None), (None, 100), ("99", 100)])
def test_no_history_ever_holds_one_below_the_floor_without_a_name(
    do: Do, store: Store, about: dict[str, Any], price: Any, floor: int | None, flagged: bool, approver: str
) -> None:
    do(opportunities.change_opportunity, about["opportunity_id"], {"floor_amount": floor})
    values = {**about, "give": "x", "price": price, "below_floor": flagged, "approver": approver, "made_at": AT}
    below = flagged or (floor is not None and price is not None and int(price) < floor)
    if below and approver != "Chen":
        with pytest.raises(errors.Refused):
            do(concessions.add_concession, values)
        assert list_concessions(store.connection, about["opportunity_id"]) == []
    else:
        do(concessions.add_concession, values)
    do(concessions.add_concession, {**values, "made_at": None})


def test_the_order_of_a_plan_changes_and_is_taken_back(do: Do, store: Store, about: dict[str, Any]) -> None:
    deal = about["opportunity_id"]
    first = do(concessions.add_concession, {**about, "give": "a", "price": 110_000})
    second = do(concessions.add_concession, {**about, "give": "b", "get": "c", "below_floor": True})
    do(concessions.swap_planned, first, second)
    found = list_concessions(store.connection, deal)
    assert [(one.give, one.get, one.price, one.below_floor) for one in found] == [
        ("b", "c", None, True), ("a", None, 110_000, False),
    ]  # fmt: skip
    journal.undo(store)
    assert [one.give for one in list_concessions(store.connection, deal)] == ["a", "b"]
    do(concessions.make_concession, first)
    with pytest.raises(errors.Refused):
        do(concessions.swap_planned, first, second)
    with pytest.raises(errors.NotFound):
        do(concessions.swap_planned, "nobody", second)


def test_the_floor_is_read_and_empty_where_there_is_none(do: Do, store: Store, about: dict[str, Any]) -> None:
    floor = get_floor(store.connection, about["opportunity_id"])
    assert floor == Floor(100_000, None, "陈总", "2026-11-18") and floor
    assert not get_floor(store.connection, "nobody") and get_floor(store.connection, "nobody") == Floor()


def test_what_was_removed_is_not_there(do: Do, store: Store, about: dict[str, Any]) -> None:
    made = do(concessions.add_concession, {**about, "give": "x", "made_at": AT})
    do(accounts.remove_account, about["account_id"])
    assert get_concession(store.connection, made) is None
    assert list_made_concessions(store.connection) == list_concessions(store.connection, about["opportunity_id"]) == []


def test_a_label_names_the_deal_and_never_the_step(do: Do, store: Store, about: dict[str, Any]) -> None:
    made = do(concessions.add_concession, {**about, "give": "secret"})
    assert record_name(store.connection, "concession", made) == "框架合同"


@pytest.mark.parametrize("values", [{"give": " "}, {"give": "x" * 500}, {}, {"give": "x", "price": -1}])
def test_what_does_not_fit_is_refused(do: Do, about: dict[str, Any], values: dict[str, Any]) -> None:
    with pytest.raises(errors.Refused):
        do(concessions.add_concession, {**about, **values})


def test_hostile_texts_are_kept(do: Do, store: Store, about: dict[str, Any]) -> None:
    kept = 0
    for text in OURS:
        try:
            do(concessions.add_concession, {**about, "give": text, "get": text, "approver": text})
        except errors.Refused:
            continue
        kept += 1
    assert len(list_concessions(store.connection, about["opportunity_id"])) == kept > 10
