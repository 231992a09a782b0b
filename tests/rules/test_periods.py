"""Weeks, months, quarters and years: their days, their names, going from one to another."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.periods import SPANS, Period, period_label, period_of, read_period

DAYS = st.dates(date(1000, 1, 1), date(9000, 1, 1))


@given(st.sampled_from(SPANS), DAYS, st.integers(-400, 400))
def test_a_step_there_and_back_is_none(span: str, day: date, number: int) -> None:
    period = period_of(span, day)
    assert period.step(number).step(-number) == period
    assert period.step(number).span == span
    assert (period.step(number) > period) == (number > 0)


@given(st.sampled_from(SPANS), DAYS)
def test_every_day_lies_in_just_one_period_of_a_kind(span: str, day: date) -> None:
    period = period_of(span, day)
    assert day in period and period.first in period and period.last in period
    assert period.step(1).first == period.last + timedelta(days=1)
    assert period.step(-1).last == period.first - timedelta(days=1)
    assert day not in period.step(1) and day not in period.step(-1)
    assert period_of(span, period.last) == period_of(span, period.first) == period


@given(st.sampled_from(SPANS), DAYS)
def test_a_period_is_read_back_from_its_name(span: str, day: date) -> None:
    period = period_of(span, day)
    assert read_period(str(period)) == read_period(f" {str(period).lower()} ") == period


@given(DAYS)
def test_longer_periods_hold_the_shorter_ones_but_weeks(day: date) -> None:
    month, quarter, year = (period_of(span, day) for span in SPANS[1:])
    assert month.first in quarter and month.last in quarter
    assert quarter.first in year and quarter.last in year
    week = period_of("week", day)
    assert week.first.weekday() == 0 and (week.last - week.first).days == 6 and str(week) == str(week.week)


@given(st.text(max_size=12))
def test_whatever_is_read_names_itself_so(text: str) -> None:
    period = read_period(text)
    if period is not None:
        assert read_period(str(period)) == period


def test_names_and_words() -> None:
    day = date(2026, 11, 21)
    assert [str(period_of(span, day)) for span in SPANS] == ["2026-W47", "2026-11", "2026-Q4", "2026"]
    assert [period_label(period_of(span, day), "en") for span in SPANS] == [
        "2026-W47 · 16–22 Nov", "Nov 2026", "2026-Q4 · Oct–Dec", "2026",
    ]  # fmt: skip
    assert [period_label(period_of(span, day), "zh") for span in SPANS] == [
        "2026年第47周 · 11月16–22日", "2026年11月", "2026年第4季度 · 10–12月", "2026年",
    ]  # fmt: skip
    assert str(period_of("week", date(2027, 1, 3))) == "2026-W53"
    assert read_period("2026-W53") == Period("week", date(2026, 12, 28))


def test_what_names_no_period() -> None:
    for text in (
        "",
        "2026-13",
        "2026-00",
        "2026-Q5",
        "2026-Q0",
        "2025-W53",
        "26",
        "0000",
        "2026-1",
        "2026-11-21",
        "Q4",
    ):
        assert read_period(text) is None, text


def test_the_end_of_the_calendar() -> None:
    for span in SPANS:
        with pytest.raises(OverflowError):
            period_of(span, date.max).step(1)
        with pytest.raises(OverflowError):
            period_of(span, date(1, 1, 8)).step(-5)
    with pytest.raises(KeyError):
        period_of("day", date(2026, 1, 1))
