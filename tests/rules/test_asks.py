"""Which claim is the sharpest, and what facts are about."""

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.asks import KINDS, Ask, ranked, sharpest
from karep.rules.fact_names import about

asks = st.builds(
    Ask,
    st.sampled_from(KINDS),
    st.text(max_size=3),
    st.none() | st.dates(date(2026, 1, 1)),
    st.text(max_size=3),
    st.booleans(),
)


@given(st.lists(asks))
def test_kind_before_day_before_newness(given_asks: list[Ask]) -> None:
    found = ranked(given_asks)
    assert sorted(found) == sorted(given_asks) if all(one.due for one in found) else len(found) == len(given_asks)
    for one, other in pairwise(found):
        first = (KINDS.index(one.kind), not one.own, one.due or date.max)
        second = (KINDS.index(other.kind), not other.own, other.due or date.max)
        assert first < second or (first == second and one.since >= other.since)
    assert sharpest(given_asks) == (found[0] if found else None)
    assert ranked(reversed(given_asks)) == found


def test_ours_overdue_is_sharper_than_anything() -> None:
    late, early = Ask("overdue", "a", date(2026, 1, 2)), Ask("ours", "b", date(2026, 1, 1))
    assert sharpest([early, Ask("objection", "c"), late]) == late
    assert KINDS == ("overdue", "question", "ours", "objection", "theirs", "priority", "step")


def test_of_equal_claims_the_deals_own_comes_first() -> None:
    own = Ask("overdue", "a", date(2026, 1, 9), own=True)
    assert sharpest([Ask("overdue", "b", date(2026, 1, 2)), own]) == own
    assert sharpest([Ask("ours", "c", own=True), Ask("overdue", "b")]) == Ask("overdue", "b")


@pytest.mark.parametrize(
    ("name", "topic"),
    [
        ("竞品", "competitor"), ("主要竞争对手", "competitor"), ("Competitor", "competitor"),
        ("Main rivals:", "competitor"), ("在用品牌", "competitor"), ("现有供应商", "competitor"),
        ("Installed base", "competitor"), ("Incumbent", "competitor"), ("Current supplier(s)", "competitor"),
        ("Current supplier (since 2019)", "competitor"), ("Supplier code", ""), ("Install date", ""),
        ("明年技改预算", "budget"), ("Capital budget next year", "budget"), ("ＢＵＤＧＥＴ", "budget"),
        ("关注点", "priority"), ("Priorities", "priority"), ("2027 goals", "priority"),
        ("年用气量", ""), ("Arrival time", ""), ("Budgetary", ""), ("", ""), ("Wafer starts", ""),
    ],
)  # fmt: skip
def test_what_a_fact_is_about(name: str, topic: str) -> None:
    assert about(name) == topic
