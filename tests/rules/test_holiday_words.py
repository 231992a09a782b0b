"""Holidays that people say dates by, and the workdays before and after them."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from karep.rules.date_words import find_when, parse_when
from karep.rules.festivals import festivals_between
from karep.rules.holiday_words import KEYS, PUBLIC, holiday, holiday_day

TODAYS = st.dates(date(2000, 1, 1), date(2098, 12, 31))


def day_of(text: str, today: date, **options: object) -> str:
    when = parse_when(text, today, **options)  # type: ignore[arg-type]
    return str(when.day) if when else "-"


@pytest.mark.parametrize(
    ("key", "year", "before", "after"),
    [
        ("spring_festival", 2025, "2025-01-27", "2025-02-05"), ("spring_festival", 2026, "2026-02-13", "2026-02-24"),
        ("national_day", 2026, "2026-09-30", "2026-10-08"), ("labour_day", 2026, "2026-04-30", "2026-05-06"),
        ("qingming", 2026, "2026-04-03", "2026-04-07"), ("dragon_boat", 2026, "2026-06-18", "2026-06-22"),
        ("mid_autumn", 2026, "2026-09-24", "2026-09-28"), ("new_year", 2027, "2026-12-31", "2027-01-04"),
        # within or beside another one: both are over
        ("mid_autumn", 2025, "2025-09-30", "2025-10-08"), ("mid_autumn", 2028, "2028-09-29", "2028-10-09"),
        ("christmas", 2026, "2026-12-24", "2026-12-28"), ("easter", 2027, "2027-03-25", "2027-03-30"),
        ("thanksgiving", 2026, "2026-11-25", "2026-11-30"), ("the_holidays", 2026, "2026-12-23", "2027-01-04"),
        ("lantern", 2027, "2027-02-19", "2027-02-22"),
    ],
)  # fmt: skip
def test_the_workdays_around(key: str, year: int, before: str, after: str) -> None:
    assert (str(holiday_day(key, year, "before")), str(holiday_day(key, year, "after"))) == (before, after)


@pytest.mark.parametrize(
    ("today", "before", "after"),
    [
        ("2026-09-28", "2026-09-30", "2026-10-08"),
        ("2026-10-03", "2026-12-31", "2026-10-08"),
        ("2026-10-08", "2026-12-31", "2027-01-04"),
        ("2026-10-09", "2026-12-31", "2027-01-04"),
        ("2027-02-05", "2027-04-02", "2027-02-15"),
    ],
)
def test_the_coming_holiday_and_the_running_one(today: str, before: str, after: str) -> None:
    for words, expected in (
        ("节前", before),
        ("before the holiday", before),
        ("节后", after),
        ("after the holiday", after),
    ):
        assert day_of(words, date.fromisoformat(today)) == expected


def test_the_latest_holiday_when_looking_back() -> None:
    today = date(2026, 11, 18)
    words = ["节后", "节前", "国庆后", "年前", "春节后", "中秋", "after Easter", "Thanksgiving"]
    assert [day_of(text, today, past=True) for text in words] == [
        "2026-10-08", "2026-09-30", "2026-10-08", "2026-02-13", "2026-02-24", "2026-09-25", "2026-04-07", "2025-11-27",
    ]  # fmt: skip


def test_labor_day_is_the_american_one_where_the_month_comes_first() -> None:
    today = date(2026, 4, 1)
    assert day_of("after Labor Day", today, order="mdy") == "2026-09-08"
    assert day_of("after Labor Day", today, order="dmy") == day_of("五一后", today) == "2026-05-06"


def test_years_before_a_number_are_no_new_year() -> None:
    today = date(2026, 11, 18)
    assert day_of("3年前", today) == "2023-11-18"
    assert day_of("三年后", today) == "2029-11-18"
    assert day_of("年前", today) == "2027-02-04"
    for words in ("多年前", "几年后", "青年前", "成年后", "新年后", "周年前"):
        assert find_when(words, today) is None


def test_counted_from_the_days_off() -> None:
    today = date(2026, 11, 18)
    words = ["国庆前三天", "节后一周", "节前两个工作日", "two days before Easter", "a week after Christmas"]
    assert [day_of(text, today) for text in words] == [
        "2027-09-28", "2027-01-10", "2026-12-30", "2027-03-24", "2027-01-02",
    ]  # fmt: skip


def test_a_year_that_is_said() -> None:
    today = date(2026, 11, 18)
    assert day_of("明年春节后", today) == day_of("2027年春节后", today) == "2027-02-15"
    assert day_of("去年国庆", today) == "2025-10-01"
    assert day_of("before Christmas 2028", today) == "2028-12-22"
    assert day_of("2150年春节", today) == "-"


def test_the_festivals_are_those_of_the_agenda() -> None:
    for year in (2000, 2026, 2033, 2061, 2098):
        for festival in festivals_between(date(year, 1, 1), date(year, 12, 31), off=frozenset()):
            if festival.key in KEYS and festival.key not in ("new_years_eve", "laba"):
                found = holiday(festival.key, year)
                assert found is not None and found.day == festival.day


@given(st.integers(2000, 2098), st.sampled_from(KEYS))
@example(2028, "mid_autumn")
@settings(max_examples=500, deadline=None)
def test_the_days_around_are_workdays_outside_of_it(year: int, key: str) -> None:
    found, before, after = holiday(key, year), holiday_day(key, year, "before"), holiday_day(key, year, "after")
    assert found is not None and before is not None and after is not None
    assert before < found.first <= found.day <= found.last < after
    for day in (before, after):
        assert day.weekday() < 5
        for public in PUBLIC:
            for near in (year - 1, year, year + 1):
                off = holiday(public, near)
                assert off is not None and not off.first <= day <= off.last


@given(
    TODAYS,
    st.sampled_from(["国庆", "春节", "中秋", "端午", "五一", "清明", "元旦", "双11", "元宵节", "七夕"]),
    st.booleans(),
)
@settings(max_examples=500, deadline=None)
def test_a_named_holiday_is_the_coming_or_the_latest(today: date, name: str, past: bool) -> None:
    for words in (name, f"{name}前", f"{name}后", f"{name}那天"):
        when = parse_when(words, today, past=past)
        assert when is not None
        assert (when.day <= today) if past else (when.day >= today)
        assert abs((when.day - today).days) <= 400
