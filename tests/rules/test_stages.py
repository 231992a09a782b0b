"""Stages of an opportunity."""

from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.stages import (
    DEFAULT_PROBABILITIES,
    DEFAULT_USUAL_DAYS,
    Stay,
    Worth,
    by_stage,
    furthest,
    is_idle,
    is_skip,
    lacks_next_step,
    next_stage,
    position,
    previous_stage,
    reason_needed,
    unmet_between,
    unmet_exit,
    usual_days,
    weighted_amount,
    worth,
)
from karep.rules.vocabulary import STAGES

TODAY = date(2026, 11, 18)
EXITS = {"S1": ["s1.tier", "s1.owner"], "S2": ["s2.chain"], "S4": ["s4.need"]}


def test_the_order() -> None:
    assert [position(stage) for stage in STAGES] == list(range(8))
    assert furthest(["S3", "S6", "S1", "x"]) == "S6" and furthest([]) is None
    assert (next_stage("S1"), next_stage("S8")) == ("S2", None)
    assert (previous_stage("S1"), previous_stage("S8")) == (None, "S7")
    with pytest.raises(ValueError):
        position("S9")


@pytest.mark.parametrize(
    ("start", "end", "status", "reason"),
    [
        ("S1", "S2", "open", ""), ("S1", "S3", "open", "skip"), ("S5", "S4", "open", "back"),
        ("S5", "S5", "open", ""), ("S5", "S6", "lost", "lost"), ("S6", "S7", "won", ""),
    ],
)  # fmt: skip
def test_when_a_move_needs_a_reason(start: str, end: str, status: str, reason: str) -> None:
    assert reason_needed(start, end, status=status) == reason
    assert is_skip(start, end) == (reason == "skip")


def test_unmet_exit_items() -> None:
    assert unmet_exit("S1", {"s1.owner"}, EXITS) == ["s1.tier"]
    assert unmet_exit("S3", set(), EXITS) == []
    assert unmet_between("S1", "S5", {"s1.tier"}, EXITS) == ["s1.owner", "s2.chain", "s4.need"]
    assert unmet_between("S5", "S1", set(), EXITS) == []


def test_weighted_amounts() -> None:
    assert list(DEFAULT_PROBABILITIES) == list(STAGES)
    assert weighted_amount(1_000_000, "S5") == 550_000
    assert weighted_amount(1_000_000, "S5", status="won") == 1_000_000
    assert weighted_amount(1_000_000, "S5", status="lost") == 0
    assert weighted_amount(10, "S1") == 1
    assert weighted_amount(100, "S1", probabilities={"S1": 50}) == 50


def test_idle_and_without_next_step() -> None:
    assert is_idle(date(2026, 11, 4), TODAY) and not is_idle(date(2026, 11, 5), TODAY)
    assert is_idle(None, TODAY) and not is_idle(None, TODAY, status="won")
    assert lacks_next_step("S4", None, TODAY) and lacks_next_step("S4", date(2026, 11, 17), TODAY)
    assert lacks_next_step("S4", date(2026, 11, 26), TODAY)
    assert not lacks_next_step("S4", date(2026, 11, 25), TODAY)
    assert not lacks_next_step("S2", None, TODAY) and not lacks_next_step("S4", None, TODAY, status="lost")
    assert not lacks_next_step("S4", date(2026, 11, 27), TODAY, days=9)
    assert lacks_next_step("S4", date(2026, 11, 27), TODAY, days=8)


@dataclass
class Sold:
    """As much of a deal as its worth needs."""

    amount: int | None
    currency: str | None = "CNY"
    stage: str = "S5"
    status: str = "open"


def test_currencies_are_never_added() -> None:
    deals = [Sold(1000), Sold(500, "EUR"), Sold(2000, stage="S1"), Sold(None), Sold(7, None), Sold(40, status="lost")]
    assert worth(deals) == {"": Worth(7, 4), "CNY": Worth(3040, 650), "EUR": Worth(500, 275)}
    assert list(worth(deals)) == ["", "CNY", "EUR"] and worth([]) == {}
    assert worth([Sold(1000)], by_stage([50] * 8)) == {"CNY": Worth(1000, 500)}


@given(st.lists(st.builds(Sold, st.none() | st.integers(0, 10**15), st.sampled_from(["CNY", "EUR", None]),
                          st.sampled_from(STAGES), st.sampled_from(["open", "won", "lost"]))))  # fmt: skip
def test_the_weighted_worth_is_never_more_than_the_amount(deals: list[Sold]) -> None:
    sums = worth(deals)
    assert all(0 <= one.weighted <= one.amount for one in sums.values())
    assert sum(one.amount for one in sums.values()) == sum(deal.amount or 0 for deal in deals)


def test_what_is_usual_comes_from_three_own_stays_on() -> None:
    stays = [Stay("S5", 10), Stay("S5", 40), Stay("S4", 1), Stay("S4", 2)]
    assert usual_days(stays) == dict(DEFAULT_USUAL_DAYS)
    assert usual_days([*stays, Stay("S5", 14)])["S5"] == 14
    assert usual_days([*stays, Stay("S5", 14), Stay("S5", 17)])["S5"] == 16, "the middle of 14 and 17, rounded up"
    assert usual_days([], by_stage([9] * 8)) == dict.fromkeys(STAGES, 9)


@given(st.lists(st.builds(Stay, st.sampled_from(STAGES), st.integers(0, 3650))))
def test_what_is_usual_lies_within_what_was(stays: list[Stay]) -> None:
    for stage, days in usual_days(stays).items():
        own = [stay.days for stay in stays if stay.stage == stage]
        assert min(own) <= days <= max(own) if len(own) >= 3 else days == DEFAULT_USUAL_DAYS[stage]
