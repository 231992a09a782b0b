"""Give and get: what is below the floor, who must approve it, and which steps teach to ask for more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.concessions import WARNINGS, Step, drops, is_below_floor, is_named, may_be_made, warnings

AMOUNTS = st.integers(0, 10**12)
STEPS = st.builds(
    Step,
    get=st.sampled_from(("", " ", "a longer term")),
    price=st.none() | AMOUNTS,
    flagged=st.booleans(),
    approver=st.sampled_from(("", "-", "?", "Chen", "陈总")),
)


@pytest.mark.parametrize(
    ("price", "flagged", "floor", "below"),
    [
        (99, False, 100, True),
        (100, False, 100, False),
        (101, False, 100, False),
        (None, False, 100, False),
        (1, False, None, False),
        (500, True, 100, True),
        (None, True, None, True),
    ],
)
def test_what_is_below_the_floor(price: int | None, flagged: bool, floor: int | None, below: bool) -> None:
    assert is_below_floor(price, flagged, floor) is below


@pytest.mark.parametrize(("approver", "named"), [("陈总", True), ("Li", True), ("", False), ("- ?", False)])
def test_who_is_somebody(approver: str, named: bool) -> None:
    assert is_named(approver) is named


@given(STEPS, st.none() | AMOUNTS)
def test_below_the_floor_only_with_a_name(step: Step, floor: int | None) -> None:
    below = is_below_floor(step.price, step.flagged, floor)
    assert may_be_made(step, floor) is (not below or is_named(step.approver))
    (wrong,) = warnings([step], None, floor)
    assert ("no_approver" in wrong) is not may_be_made(step, floor)
    assert ("below_floor" in wrong) is (below and is_named(step.approver))


@given(st.lists(STEPS, max_size=8), st.none() | AMOUNTS, st.none() | AMOUNTS)
def test_each_step_has_its_warnings_in_order(steps: list[Step], amount: int | None, floor: int | None) -> None:
    found = warnings(steps, amount, floor)
    assert len(found) == len(steps) == len(drops(steps, amount))
    for step, wrong in zip(steps, found, strict=True):
        assert list(wrong) == sorted(set(wrong), key=WARNINGS.index)
        assert ("no_return" in wrong) is not step.get.strip()


@given(st.lists(st.integers(1, 10**6), min_size=1, max_size=8, unique=True))
def test_shrinking_steps_are_not_warned_of_and_growing_ones_are(falls: list[int]) -> None:
    def after(ordered: list[int]) -> list[Step]:
        amount, steps = 10**9, []
        for fall in ordered:
            amount -= fall
            steps.append(Step("back", amount))
        return steps

    assert set(warnings(after(sorted(falls, reverse=True)), 10**9, None)) == {()}
    growing = warnings(after(sorted(falls)), 10**9, None)
    assert growing == [()] + [("larger_step",)] * (len(falls) - 1)
    equal = warnings(after([falls[0], falls[0]]), 10**9, None)
    assert equal == [(), ("larger_step",)]


def test_a_step_without_a_price_leaves_it_where_it_was() -> None:
    steps = [Step("a", 90), Step("b", None), Step("c", 85), Step("d", 85), Step("e", 86), Step("f", 84)]
    assert drops(steps, 100) == [10, None, 5, 0, -1, 2]
    assert warnings(steps, 100, None) == [(), (), (), ("no_step",), ("no_step",), ()]
    assert drops(steps[:3], None) == [None, None, 5]
