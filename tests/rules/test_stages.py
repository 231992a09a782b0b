"""Stages of an opportunity."""

from datetime import date

import pytest

from karep.rules.stages import (
    DEFAULT_PROBABILITIES,
    furthest,
    is_idle,
    is_skip,
    lacks_next_step,
    next_stage,
    position,
    reason_needed,
    unmet_between,
    unmet_exit,
    weighted_amount,
)
from karep.rules.vocabulary import STAGES

TODAY = date(2026, 11, 18)
EXITS = {"S1": ["s1.tier", "s1.owner"], "S2": ["s2.chain"], "S4": ["s4.need"]}


def test_the_order() -> None:
    assert [position(stage) for stage in STAGES] == list(range(8))
    assert furthest(["S3", "S6", "S1", "x"]) == "S6" and furthest([]) is None
    assert (next_stage("S1"), next_stage("S8")) == ("S2", None)
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
