"""The festivals of a year."""

from datetime import date, timedelta

import pytest
from cnlunar.solar24 import getTheYearAllSolarTermsList
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.festival_places import places_of
from karep.rules.festivals import (
    DaySettings,
    OwnDay,
    festival_name,
    festivals_between,
    own_days_between,
    qingming_day,
)
from karep.settings import Settings


def days(year: int) -> dict[str, date]:
    return {found.key: found.day for found in festivals_between(date(year, 1, 1), date(year, 12, 31))}


def test_the_festivals_of_2026() -> None:
    found = days(2026)
    assert found["spring_festival"] == date(2026, 2, 17)
    assert found["new_years_eve"] == date(2026, 2, 16)
    assert found["qingming"] == date(2026, 4, 5)
    assert found["dragon_boat"] == date(2026, 6, 19)
    assert found["mid_autumn"] == date(2026, 9, 25)
    assert found["double_ninth"] == date(2026, 10, 18)
    assert "qixi" not in found


def test_a_twelfth_month_of_29_days_has_its_eve_on_the_29th() -> None:
    assert days(2025)["new_years_eve"] == date(2025, 1, 28)
    assert days(2024)["new_years_eve"] == date(2024, 2, 9)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_festival_is_called_the_same_by_its_key_alone(language: str) -> None:
    found = festivals_between(date(2026, 1, 1), date(2026, 12, 31), off=frozenset(), abroad=True)
    assert len(found) == 22
    assert all(festival_name(one.key, language) == one.name(language) for one in found)
    # an own day that is gone has its name in the key
    assert festival_name("own:厂庆", language) == "厂庆" and festival_name("unheard", language) == "unheard"


def test_a_leap_month_has_no_second_festival() -> None:
    # 2028 has two fifth months
    assert days(2028)["dragon_boat"] == date(2028, 5, 28)


def test_the_window_includes_both_ends_and_is_ordered() -> None:
    found = festivals_between(date(2026, 2, 16), date(2026, 3, 3))
    assert [each.key for each in found] == ["new_years_eve", "spring_festival", "lantern"]
    assert [each.name("zh") for each in found] == ["除夕", "春节", "元宵节"]
    assert festivals_between(date(2026, 3, 3), date(2026, 3, 2)) == []


def test_festivals_can_be_switched() -> None:
    window = date(2026, 8, 1), date(2026, 8, 31)
    assert [each.key for each in festivals_between(*window, off=frozenset())] == ["qixi"]
    assert not next(each for each in festivals_between(date(2026, 4, 1), date(2026, 4, 10))).greeted


def test_beyond_the_lunar_table_the_fixed_days_remain() -> None:
    assert days(2150)["national_day"] == date(2150, 10, 1)
    assert "spring_festival" not in days(2150)
    assert festivals_between(date(1, 1, 1), date(1, 12, 31))


def test_every_known_year_has_each_festival_once() -> None:
    for year in range(1902, 2099):
        keys = [found.key for found in festivals_between(date(year, 1, 1), date(year, 12, 31), off=frozenset())]
        assert keys.count("spring_festival") == keys.count("mid_autumn") == keys.count("qingming") == 1


@pytest.mark.parametrize(
    ("year", "day"), [(2008, 4), (2019, 5), (2020, 4), (2021, 4), (2022, 5), (2023, 5), (2024, 4), (2025, 4), (2027, 5)]
)
def test_published_days_of_qingming(year: int, day: int) -> None:
    assert qingming_day(year) == date(year, 4, day)


def test_qingming_of_two_centuries_by_a_second_library() -> None:
    # the seventh of the 24 solar terms of a year, which begin with the first one of January
    theirs = [date(year, 4, getTheYearAllSolarTermsList(year)[6]) for year in range(1901, 2100)]
    assert [qingming_day(year) for year in range(1901, 2100)] == theirs
    assert qingming_day(1900) is None and qingming_day(2100) is None


def test_lunar_festivals_are_in_the_ordinary_month_of_every_leap_year() -> None:
    assert days(2023)["lantern"] == date(2023, 2, 5)
    assert days(2031)["spring_festival"] == date(2031, 1, 23)
    assert days(2033)["laba"] == date(2033, 1, 8)
    assert days(2034)["laba"] == date(2034, 1, 27)


FAIR = OwnDay("own:五金展", "五金展", 4, 17, industry="五金")
GALA = OwnDay("own:Gala", "Gala", 5, 3, year=2027)
MARKET = OwnDay("own:庙会", "庙会", 12, 30, calendar="lunar", greeted=False)
LEAP_DAY = OwnDay("own:Leap day", "Leap day", 2, 29)
OWN = (FAIR, GALA, MARKET, LEAP_DAY)


def own_of(year: int, **asked: object) -> dict[str, date]:
    found = festivals_between(date(year, 1, 1), date(year, 12, 31), own=OWN, **asked)  # type: ignore[arg-type]
    return {one.key: one.day for one in found if one.key.startswith("own:")}


def test_own_days_stand_among_the_festivals() -> None:
    assert own_of(2026) == {
        "own:五金展": date(2026, 4, 17),
        "own:庙会": date(2026, 2, 16),
        "own:Leap day": date(2026, 2, 28),
    }
    assert own_of(2027)["own:Gala"] == date(2027, 5, 3)
    assert own_of(2028)["own:Leap day"] == date(2028, 2, 29)
    near = festivals_between(date(2026, 2, 16), date(2026, 2, 17), own=OWN)
    assert [(one.name("zh"), one.name("en"), one.greeted) for one in near] == [
        ("除夕", "Chinese New Year's Eve", True),
        ("庙会", "庙会", False),
        ("春节", "Spring Festival", True),
    ]


def test_own_days_of_an_industry_are_for_it_alone() -> None:
    assert "own:五金展" in own_of(2026, industry=" 五金 ") and "own:五金展" not in own_of(2026, industry="")
    assert "own:庙会" in own_of(2026, industry="汽车") and "own:五金展" not in own_of(2026, industry="汽车")
    [fair] = own_days_between(date(2026, 4, 1), date(2026, 4, 30), OWN)
    assert fair.industry == "五金"


def test_own_days_can_be_switched_off_too() -> None:
    assert list(own_of(2026, off=frozenset({"own:庙会", "own:Leap day"}))) == ["own:五金展"]


def test_what_is_off_comes_from_the_settings() -> None:
    settings = Settings()
    assert DaySettings.of(settings).off == {"qixi"}
    settings.values["festivals_off"] = "laba  double_ninth"
    off = DaySettings.of(settings).off
    found = {one.key for one in festivals_between(date(2026, 1, 1), date(2026, 12, 31), off=off)}
    assert "qixi" in found and not found & {"laba", "double_ninth"}


@given(st.dates(date(1899, 1, 1), date(2101, 1, 1)), st.integers(0, 40), st.integers(1, 12), st.integers(1, 30))
def test_a_lunar_day_of_ones_own_is_missed_by_no_span(first: date, days: int, month: int, day: int) -> None:
    own = (OwnDay("own:x", "x", month, day, calendar="lunar"),)
    last = first + timedelta(days=days)
    whole = own_days_between(date(first.year, 1, 1), date(last.year, 12, 31), own)
    assert own_days_between(first, last, own) == [one for one in whole if first <= one.day <= last]


def test_another_library_agrees() -> None:
    holidays = pytest.importorskip("holidays")
    words = {"mid_autumn": "Mid-Autumn", "dragon_boat": "Dragon Boat", "qingming": "Tomb-Sweeping"}
    for year in range(2008, 2050):
        theirs = holidays.China(years=year, observed=False)
        for key, word in words.items():
            assert word in theirs.get(days(year)[key], ""), (year, key)


@given(st.dates(date(1899, 1, 1), date(2101, 1, 1)), st.integers(0, 40))
def test_a_short_span_has_what_the_whole_year_has_in_it(first: date, days: int) -> None:
    last = first + timedelta(days=days)
    whole = festivals_between(date(first.year, 1, 1), date(last.year, 12, 31), off=frozenset())
    assert festivals_between(first, last, off=frozenset()) == [one for one in whole if first <= one.day <= last]


@pytest.mark.parametrize(("year", "day"), [(2024, 28), (2026, 26), (2027, 25), (2029, 22)])
def test_thanksgiving_is_the_fourth_thursday_of_november(year: int, day: int) -> None:
    abroad = festivals_between(date(year, 11, 1), date(year, 12, 31), abroad=True)
    here = festivals_between(date(year, 11, 1), date(year, 12, 31))
    found = {one.key: one.day for one in abroad if one not in here}
    assert found == {"thanksgiving": date(year, 11, day), "christmas": date(year, 12, 25)}


@pytest.mark.parametrize(
    ("key", "country", "kept"),
    [
        ("spring_festival", "中国", True), ("spring_festival", " china ", True), ("qingming", "PRC", True),
        ("mid_autumn", "台湾", True), ("womens_day", None, True), ("consumer_rights", "Germany", False),
        ("teachers_day", "USA", False), ("new_year", "Germany", True), ("new_year", "", True),
        ("christmas", "Germany", True), ("christmas", "United States", True), ("christmas", "中国", False),
        ("christmas", "", False), ("thanksgiving", "United States", True), ("thanksgiving", "Germany", False),
        ("own:Fair", "Germany", True), ("own:Fair", None, True),
    ],
)  # fmt: skip
def test_where_a_festival_is_kept(key: str, country: str | None, kept: bool) -> None:
    assert places_of(key).hold(country) is kept
