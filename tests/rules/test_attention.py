"""Attention: what an account is worth, what presses, and that the parts sum up."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.attention import attention, priority, value_of

TODAY = date(2026, 11, 20)
RATING = st.none() | st.integers(0, 100)


@pytest.mark.parametrize(
    ("yuan", "tier", "value"),
    [
        (0, "diamond", 0),
        (5_000, None, 13),
        (10_000, None, 25),
        (105_000, None, 38),
        (200_000, None, 50),
        (1_100_000, None, 63),
        (2_000_000, None, 75),
        (3_500_000, None, 88),
        (5_000_000, None, 100),
        (90_000_000, "vip", 100),
        (-1, None, 0),
        (None, "diamond", 100),
        (None, "platinum", 75),
        (None, "gold", 50),
        (None, "vip", 25),
        (None, None, 0),
        (None, "unheard of", 0),
    ],
)
def test_value_by_what_is_bought_else_by_the_tier(yuan: int | None, tier: str | None, value: int) -> None:
    assert value_of(None if yuan is None else yuan * 100, tier) == value


def test_priority_leaves_out_what_is_not_known() -> None:
    assert priority(value=75) == (("value", 75),)
    assert priority() == ()
    assert priority(value=80, potential=40, influence=50, risk=60) == (
        ("value", 36), ("potential", 14), ("influence", 10), ("risk", -15)
    )  # fmt: skip
    # 0.45 and 0.35 of 0.8
    assert priority(value=80, potential=40) == (("value", 45), ("potential", 18))


@given(RATING, RATING, RATING, RATING)
def test_priority_stays_between_its_limits(
    value: int | None, potential: int | None, influence: int | None, risk: int | None
) -> None:
    parts = priority(value=value, potential=potential, influence=influence, risk=risk)
    total = sum(points for _reason, points in parts)
    assert 0 <= total <= 100
    weights = [(0.45, value), (0.35, potential), (0.20, influence)]
    known = sum(weight for weight, points in weights if points is not None)
    whole = sum(weight * points for weight, points in weights if points is not None) / known if known else 0
    assert abs(total - min(100, max(0, whole - 0.25 * (risk or 0)))) <= 2


def test_every_point_has_its_reason_weightiest_first() -> None:
    found = attention(
        priority(value=50), overdue_promises=2, cadence="overdue", next_date=TODAY + timedelta(days=7), today=TODAY
    )
    assert found.parts == (("value", 50), ("promise", 25), ("cadence", 15), ("date", 10))
    assert found.score == 100


def test_what_does_not_press_counts_nothing() -> None:
    quiet = attention(priority(value=100), cadence="due", next_date=TODAY + timedelta(days=8), today=TODAY)
    assert (quiet.score, quiet.parts) == (100, (("value", 100),))
    assert attention((), next_date=TODAY - timedelta(days=1), today=TODAY).score == 0


def test_never_contacted_counts_only_with_a_tier() -> None:
    assert attention(priority(value=25), cadence="never", tiered=True, today=TODAY).score == 40
    assert attention((), cadence="never", today=TODAY).score == 0
