"""Targets: set, replaced, taken out, and which of them is in force."""

from datetime import date
from typing import Any

import pytest

from karep.db.errors import NotFound, Refused
from karep.db.journal import undo
from karep.db.store import Store
from karep.db.targets import drop_target, set_target
from karep.db.views.targets import find_target, list_all_targets, list_targets
from karep.rules.periods import Period, period_of
from tests.hostile import OURS

MONTH = period_of("month", date(2026, 11, 20))
QUARTER = period_of("quarter", date(2026, 11, 20))


def put(store: Store, period: str, measure: str, value: int, currency: str | None = None) -> str:
    with store.action("target.set", "x") as change:
        return set_target(change, period=period, measure=measure, value=value, currency=currency)


def in_force(store: Store, *periods: Period) -> list[tuple[str, str, int, bool]]:
    return [(one.period, one.measure, one.value, one.standing) for one in list_targets(store.connection, periods)]


def test_a_period_of_its_own_comes_before_each_of_its_kind(store: Store) -> None:
    put(store, "month", "visits", 40)
    put(store, "month", "calls", 60)
    put(store, "2026-11", "visits", 30)
    assert in_force(store, MONTH) == [("2026-11", "visits", 30, False), ("2026-11", "calls", 60, True)]
    assert in_force(store, MONTH.step(1)) == [("2026-12", "visits", 40, True), ("2026-12", "calls", 60, True)]
    assert in_force(store, QUARTER) == []
    put(store, "2026-11", "visits", 0)
    assert in_force(store, MONTH) == [("2026-11", "calls", 60, True)]


def test_what_is_set_again_is_replaced(store: Store) -> None:
    first = put(store, " 2026-q4 ", "signed", 100, "eur")
    assert put(store, "2026-Q4", "signed", 200, "EUR") == first
    other = put(store, "2026-Q4", "signed", 300, "CNY")
    found = [(one.id, one.value, one.currency) for one in list_all_targets(store.connection)]
    assert found == [(other, 300, "CNY"), (first, 200, "EUR")]
    undo(store)
    undo(store)
    assert [(one.id, one.value) for one in list_all_targets(store.connection)] == [(first, 100)]


def test_dropped_and_brought_back(store: Store) -> None:
    target = put(store, "year", "people", 50)
    with store.action("target.drop") as change:
        drop_target(change, target)
    assert list_all_targets(store.connection) == [] and find_target(store.connection, "year", "people") is None
    fresh = put(store, "year", "people", 60)
    assert fresh != target
    undo(store)
    undo(store)
    found = find_target(store.connection, "year", "people")
    assert found is not None and (found.id, found.value, found.standing) == (target, 50, True)
    with pytest.raises(NotFound), store.action("target.drop") as change:
        drop_target(change, "nobody")


def test_the_currency_belongs_to_an_amount_alone(store: Store) -> None:
    put(store, "month", "visits", 4, "EUR")
    assert [one.currency for one in list_all_targets(store.connection)] == [None]
    for currency in (None, "", " ", *OURS):
        with pytest.raises(Refused, match="Currency"):
            put(store, "month", "signed", 4, currency)


@pytest.mark.parametrize(
    "wrong",
    [
        {"period": "day"}, {"period": ""}, {"period": "2026-W54"}, {"period": "2026-13"}, {"measure": "smiles"},
        {"value": -1}, {"value": 10**16}, {"value": "x"},
    ],
)  # fmt: skip
def test_what_is_refused(store: Store, wrong: dict[str, Any]) -> None:
    values: dict[str, Any] = {"period": "month", "measure": "visits", "value": 1, **wrong}
    with pytest.raises(Refused):
        put(store, **values)
    assert list_all_targets(store.connection) == []


@pytest.mark.parametrize("text", OURS)
def test_no_hostile_text_is_a_period_or_a_measure(store: Store, text: str) -> None:
    with pytest.raises(Refused):
        put(store, text, "visits", 1)
    with pytest.raises(Refused):
        put(store, "month", text, 1)
