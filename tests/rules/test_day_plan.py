"""When to be where on a day."""

from __future__ import annotations

from datetime import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.day_plan import LATEST, LUNCH, Span, clashes, plan_slots, span_of


def times(slots: list[Span | None]) -> list[str]:
    return [f"{one.begins:%H:%M}-{one.ends:%H:%M}" if one else "–" for one in slots]


def taken(*pairs: tuple[str, int]) -> list[Span]:
    return [span_of(time.fromisoformat(at), minutes) for at, minutes in pairs]


@pytest.mark.parametrize(
    ("visits", "start", "gap", "agreed", "planned"),
    [
        ([60, 60], "09:00", 30, (), ["09:00-10:00", "10:30-11:30"]),
        # the third would reach into lunch
        ([60, 60, 60], "09:00", 30, (), ["09:00-10:00", "10:30-11:30", "13:00-14:00"]),
        ([60], "11:00", 30, (), ["11:00-12:00"]),
        ([60], "11:01", 30, (), ["13:00-14:00"]),
        ([60], "12:30", 0, (), ["13:00-14:00"]),
        # what is agreed keeps its place, and the way to and from it is left
        ([60, 60], "09:00", 30, (("09:30", 60),), ["11:00-12:00", "13:00-14:00"]),
        ([60, 60], "09:00", 30, (("10:30", 60),), ["09:00-10:00", "13:00-14:00"]),
        ([60, 60], "09:00", 30, (("10:20", 60),), ["13:00-14:00", "14:30-15:30"]),
        ([30], "13:00", 15, (("13:00", 60), ("14:20", 30)), ["15:05-15:35"]),
        ([45], "09:00", 0, (("09:00", 30), ("09:30", 30)), ["10:00-10:45"]),
        # nothing is planned into the night
        ([60, 60], "18:30", 30, (), ["18:30-19:30", "–"]),
        ([600, 60], "13:00", 30, (), ["–", "13:00-14:00"]),
        ([], "09:00", 30, (), []),
    ],
)
def test_a_day_by_hand(
    visits: list[int], start: str, gap: int, agreed: tuple[tuple[str, int], ...], planned: list[str]
) -> None:
    assert times(plan_slots(visits, time.fromisoformat(start), gap, taken(*agreed))) == planned


def test_lunch_can_be_planned_through() -> None:
    assert times(plan_slots([60], time(12), 30, lunch=False)) == ["12:00-13:00"]


minutes = st.integers(1, 24 * 60 - 1)


@given(
    st.lists(st.integers(5, 240), max_size=12),
    st.times(),
    st.integers(0, 120),
    st.lists(st.builds(lambda start, long: Span(start, start + long), minutes, st.integers(1, 300)), max_size=8),
)
def test_no_visit_meets_another_or_what_is_agreed(visits: list[int], start: time, gap: int, agreed: list[Span]) -> None:
    slots = plan_slots(visits, start, gap, agreed)
    assert len(slots) == len(visits)
    planned = [one for one in slots if one]
    for number, one in enumerate(planned):
        assert one.end <= LATEST
        assert not one.meets(Span(*LUNCH))
        assert not any(one.meets(Span(other.start - gap, other.end + gap)) for other in agreed)
        assert not any(one.meets(other) for other in planned[:number])
    assert [one.start for one in planned] == sorted(one.start for one in planned)
    assert all(one.end - one.start == long for one, long in zip(slots, visits, strict=True) if one)


def test_what_overlaps_is_found() -> None:
    spans = taken(("10:00", 60), ("09:00", 60), ("10:30", 30), ("12:00", 60))
    assert clashes(spans) == [(0, 2)]
    assert clashes([]) == []
    # one that lasts long meets all within it
    assert clashes(taken(("09:00", 240), ("09:30", 30), ("11:00", 30))) == [(0, 1), (0, 2)]


def test_without_a_length_an_hour_is_meant() -> None:
    assert span_of(time(10), None) == Span(600, 660)
    assert span_of(time(23, 30), 60).ends == time(0, 30)
