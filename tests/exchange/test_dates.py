"""Dates: every way of writing one, and the order of day and month decided for a whole file."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange.dates import Day, decide_order, read_date, read_day
from karep.exchange.errors import DateOrderConflict, DateOrderUndecided
from karep.exchange.values import Unfit


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1985-11-01", Day(11, 1, 1985)),
        ("1985/11/1 00:00:00", Day(11, 1, 1985)),
        ("1985年11月1日", Day(11, 1, 1985)),
        ("20001229", Day(12, 29, 2000)),
        ("45866", Day(7, 28, 2025)),
        ("--11-01", Day(11, 1)),
        ("--1101", Day(11, 1)),
        ("11月1日", Day(11, 1)),
        ("1604-03-15", Day(3, 15)),
        ("0000-03-15", Day(3, 15)),
        ("15 Mar 1985", Day(3, 15, 1985)),
        ("March 15, 1985", Day(3, 15, 1985)),
        ("15-Mar-1985", Day(3, 15, 1985)),
        ("１９８５－１１－０１", Day(11, 1, 1985)),
        ("--02-29", Day(2, 29)),
    ],
)
def test_dates_that_need_no_order(text: str, day: Day) -> None:
    assert read_day(text, None) == day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("3/4/1985", "dmy", Day(4, 3, 1985)),
        ("3/4/1985", "mdy", Day(3, 4, 1985)),
        ("03.04.1985", "dmy", Day(4, 3, 1985)),
        ("3/15/2024 2:30 PM", "mdy", Day(3, 15, 2024)),
        ("3/4", "dmy", Day(4, 3)),
        ("3/4", "ymd", Day(3, 4)),
    ],
)
def test_dates_that_follow_the_order(text: str, order: str, day: Day) -> None:
    assert read_day(text, order) == day


@pytest.mark.parametrize("text", ["1985-02-30", "15/15/1985", "3/4/85", "soon", "农历八月十五", "1985"])
def test_what_is_not_a_date_is_kept_as_text(text: str) -> None:
    refused = read_day(text, "dmy")
    assert isinstance(refused, Unfit)
    assert refused.keep


def test_a_full_date_needs_a_year() -> None:
    assert isinstance(read_date("--11-01", None), Unfit)
    assert read_date("20001229", None) == "2000-12-29"


def cells(*texts: str) -> list[tuple[int, str, str]]:
    return [(line, "Birthdate", text) for line, text in enumerate(texts, 2)]


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        (["3/4/1985", "25/12/1980"], "dmy"),
        (["3/4/1985", "12/25/1980"], "mdy"),
        (["1985-03-04", "20001229"], None),
        (["5/5/1985"], "dmy"),
        ([], None),
    ],
)
def test_one_clear_date_decides_for_all(texts: list[str], order: str | None) -> None:
    assert decide_order(cells(*texts)) == order


def test_no_clear_date_asks() -> None:
    with pytest.raises(DateOrderUndecided) as raised:
        decide_order(cells("3/4/1985", "5/6/1990"))
    assert raised.value.examples[0] == (2, "3/4/1985")
    assert "--dates" in str(raised.value)


def test_dates_that_contradict_each_other_are_refused_with_both_lines() -> None:
    with pytest.raises(DateOrderConflict) as raised:
        decide_order(cells("25/12/1980", "3/4/1985", "12/25/1980"))
    assert [line for line, _text in raised.value.examples] == [2, 4]


@given(st.dates(min_value=date(1900, 3, 1)), st.sampled_from(["dmy", "mdy"]))
def test_a_date_written_in_an_order_is_read_back_in_it(day: date, order: str) -> None:
    text = f"{day.day}/{day.month}/{day.year:04}" if order == "dmy" else f"{day.month}/{day.day}/{day.year:04}"
    expected = None if day.year == 1604 else day.isoformat()
    assert expected is None or read_date(text, order) == expected


@given(st.integers(min_value=10_000, max_value=80_000))
def test_serials_count_days(serial: int) -> None:
    assert read_date(str(serial), None) == (date(1899, 12, 30) + timedelta(days=serial)).isoformat()
