"""The Chinese calendar and occasions that come back every year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules import lunar
from karep.rules.lunar import LunarDay, describe_lunar, leap_month, next_occurrence, to_lunar, to_solar, years_since


@pytest.mark.parametrize(
    ("year", "month", "day", "solar"),
    [
        (2026, 1, 1, date(2026, 2, 17)),
        (2026, 8, 15, date(2026, 9, 25)),
        (2025, 1, 1, date(2025, 1, 29)),
        (2033, 12, 1, date(2034, 1, 20)),
        (1900, 1, 1, lunar.FIRST_DAY),
    ],
)
def test_published_days(year: int, month: int, day: int, solar: date) -> None:
    assert to_solar(LunarDay(year, month, day)) == solar
    assert to_lunar(solar) == LunarDay(year, month, day)


def test_the_known_range_ends_where_it_says() -> None:
    last = to_lunar(lunar.LAST_DAY)
    assert last is not None and (last.year, last.month) == (2099, 12)
    assert to_lunar(lunar.LAST_DAY + timedelta(days=1)) is None
    assert to_lunar(lunar.FIRST_DAY - timedelta(days=1)) is None
    assert to_solar(LunarDay(2100, 1, 1)) is None
    assert leap_month(2100) is None


@given(st.dates(lunar.FIRST_DAY, lunar.LAST_DAY))
def test_every_day_goes_there_and_back(day: date) -> None:
    found = to_lunar(day)
    assert found is not None and to_solar(found) == day


def test_leap_months() -> None:
    assert [leap_month(year) for year in (2023, 2025, 2026, 2033)] == [2, 6, None, 11]
    assert to_solar(LunarDay(2025, 6, 1, leap=True)) == date(2025, 7, 25)
    assert to_solar(LunarDay(2026, 6, 1, leap=True)) is None


@pytest.mark.parametrize(
    ("month", "day", "year", "calendar", "leap", "today", "expected"),
    [
        (11, 21, 1980, "solar", False, date(2026, 11, 21), date(2026, 11, 21)),
        (11, 20, 1980, "solar", False, date(2026, 11, 21), date(2027, 11, 20)),
        (2, 29, 1984, "solar", False, date(2026, 1, 1), date(2026, 2, 28)),
        (2, 29, 1984, "solar", False, date(2026, 3, 1), date(2027, 2, 28)),
        (2, 29, None, "solar", False, date(2028, 1, 1), date(2028, 2, 29)),
        (3, None, None, "solar", False, date(2026, 2, 2), date(2026, 3, 1)),
        (3, None, None, "solar", False, date(2026, 3, 2), date(2026, 3, 2)),
        (3, None, None, "solar", False, date(2026, 3, 31), date(2026, 3, 31)),
        (3, None, None, "solar", False, date(2026, 4, 1), date(2027, 3, 1)),
        (3, None, 2028, "solar", False, date(2026, 3, 5), date(2028, 3, 1)),
        (13, None, None, "solar", False, date(2026, 3, 5), None),
        (8, None, None, "lunar", False, date(2026, 9, 20), date(2026, 9, 20)),
        (8, None, None, "lunar", False, date(2026, 10, 10), date(2027, 9, 1)),
        (5, 1, 2028, "solar", False, date(2026, 1, 1), date(2028, 5, 1)),
        (1, 1, None, "lunar", False, date(2026, 2, 17), date(2026, 2, 17)),
        (1, 1, None, "lunar", False, date(2026, 2, 18), date(2027, 2, 6)),
        (12, 23, None, "lunar", False, date(2026, 1, 5), date(2026, 2, 10)),
        (8, 15, 1970, "lunar", False, date(2026, 9, 1), date(2026, 9, 25)),
        (6, 3, 1987, "lunar", True, date(2025, 7, 1), date(2025, 7, 27)),
        (6, 3, 1987, "lunar", True, date(2026, 7, 1), date(2026, 7, 16)),
        (6, 3, 1987, "lunar", False, date(2025, 6, 1), date(2025, 6, 27)),
        (8, None, None, "lunar", False, date(2026, 9, 1), date(2026, 9, 11)),
    ],
)
def test_the_next_occurrence(
    month: int, day: int | None, year: int | None, calendar: str, leap: bool, today: date, expected: date | None
) -> None:
    assert next_occurrence(month, day, year, calendar, leap, today) == expected


def test_lunar_day_30_falls_back_to_29() -> None:
    lengths = {length for year in range(2020, 2040) if (found := lunar.lunar_month(year, 12)) for length in found[1:]}
    assert lengths == {29, 30}
    for year in range(2020, 2040):
        first, length = lunar.lunar_month(year, 12) or (date.min, 0)
        assert next_occurrence(12, 30, None, "lunar", False, first) == first + timedelta(days=length - 1)


@pytest.mark.parametrize(
    ("month", "day", "calendar"),
    [(13, 1, "solar"), (0, 1, "solar"), (4, 31, "solar"), (2, 30, "solar"), (1, 31, "lunar"), (13, 1, "lunar")],
)
def test_days_that_never_come(month: int, day: int, calendar: str) -> None:
    assert next_occurrence(month, day, None, calendar, False, date(2026, 1, 1)) is None


@given(
    st.integers(-2, 14),
    st.none() | st.integers(-2, 33),
    st.none() | st.integers(-5, 12000),
    st.sampled_from(["solar", "lunar"]),
    st.booleans(),
    st.dates(),
)
def test_an_occurrence_is_within_two_years_of_today(
    month: int, day: int | None, year: int | None, calendar: str, leap: bool, today: date
) -> None:
    found = next_occurrence(month, day, year, calendar, leap, today)
    assert found is None or found >= today
    if found and (year is None or year < today.year):
        assert (found - today).days < 400


def test_full_years() -> None:
    assert years_since(1980, date(2026, 11, 21), "solar") == 46
    assert years_since(1980, date(2027, 1, 20), "lunar") == 46
    assert years_since(None, date(2026, 11, 21), "solar") is None


def test_lunar_days_in_words() -> None:
    assert describe_lunar(8, 15, False, "zh") == "农历八月十五"
    assert describe_lunar(2, 3, True, "zh") == "农历闰二月初三"
    assert [describe_lunar(12, day, False, "zh")[4:] for day in (10, 20, 21, 30)] == ["初十", "二十", "廿一", "三十"]
    assert describe_lunar(1, None, False, "zh") == "农历正月"
    assert describe_lunar(8, 15, False, "en") == "lunar 8-15"
