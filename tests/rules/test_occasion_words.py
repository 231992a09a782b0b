"""Days of the year in words: what is read, what is refused, and that what is shown is read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.occasion_words import YearDay, describe_year_day, parse_year_day


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("5月3日", YearDay(5, 3)),
        ("５月３日", YearDay(5, 3)),
        ("1985-05-03", YearDay(5, 3, 1985)),
        ("19850503", YearDay(5, 3, 1985)),
        ("1985年五月三日", YearDay(5, 3, 1985)),
        ("3 May", YearDay(5, 3)),
        ("May 3, 1985", YearDay(5, 3, 1985)),
        ("3rd of May", YearDay(5, 3)),
        ("May", YearDay(5)),
        ("5-3", YearDay(5, 3)),
        ("29 Feb", YearDay(2, 29)),
        ("农历八月十五", YearDay(8, 15, None, "lunar")),
        ("lunar 8-15", YearDay(8, 15, None, "lunar")),
        ("八月廿三", YearDay(8, 23, None, "lunar")),
        ("腊月初八", YearDay(12, 8, None, "lunar")),
        ("闰四月初五", YearDay(4, 5, None, "lunar", True)),
        ("除夕", YearDay(12, 30, None, "lunar")),
        ("农历除夕", YearDay(12, 30, None, "lunar")),
        ("大年三十", YearDay(12, 30, None, "lunar")),
        ("lunar New Year's Eve", YearDay(12, 30, None, "lunar")),
        ("Chinese New Year's Eve", YearDay(12, 30, None, "lunar")),
        ("农历二月三十", YearDay(2, 30, None, "lunar")),
    ],
)
def test_a_day_is_read(typed: str, day: YearDay) -> None:
    assert parse_year_day(typed) == day


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "2月30日",
        "13-1",
        "0月3日",
        "2023-02-29",
        "农历八月三十一",
        "soon",
        "31 April",
        "5月x日",
        "New Year's Eve",
        "除夕夜饭",
    ],
)
def test_a_day_that_does_not_exist_is_refused(typed: str) -> None:
    assert parse_year_day(typed) is None


@given(st.text(max_size=30))
def test_no_text_breaks_it(text: str) -> None:
    parse_year_day(text)


LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@st.composite
def year_days(draw: st.DrawFn) -> YearDay:
    lunar = draw(st.booleans())
    month = draw(st.integers(1, 12))
    day = draw(st.none() | st.integers(1, 30 if lunar else LONGEST[month - 1]))
    year = draw(st.none() | st.integers(1900, 2100))
    if not lunar and (month, day) == (2, 29):
        year = None
    return YearDay(month, day, year, "lunar" if lunar else "solar", lunar and draw(st.booleans()))


@given(year_days(), st.sampled_from(["en", "zh"]))
def test_what_is_shown_is_read_back(day: YearDay, language: str) -> None:
    assert parse_year_day(describe_year_day(day, language)) == day
