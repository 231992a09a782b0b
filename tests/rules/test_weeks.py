"""ISO weeks, and days as they are lived in a zone."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.weeks import Week, read_week, week_label, week_of
from karep.rules.zones import find_zone, local_day, local_moment, offset_name, to_utc, utc_span, utc_text

ZONES = (
    "Asia/Shanghai", "Europe/Berlin", "America/New_York", "Africa/Cairo", "America/Havana", "Australia/Lord_Howe",
    "Asia/Kathmandu", "America/Sao_Paulo", "Pacific/Apia", "UTC", "UTC-03:30",
)  # fmt: skip


def test_labels() -> None:
    week = week_of(date(2026, 11, 21))
    assert (str(week), week.first, week.last) == ("2026-W47", date(2026, 11, 16), date(2026, 11, 22))
    assert week_label(week, "en") == "2026-W47 · 16–22 Nov"
    assert week_label(week, "zh") == "2026年第47周 · 11月16–22日"
    assert week_label(Week(2026, 49), "en") == "2026-W49 · 30 Nov – 6 Dec"
    assert week_label(Week(2026, 53), "en") == "2026-W53 · 28 Dec 2026 – 3 Jan 2027"
    assert week_label(Week(2026, 53), "zh") == "2026年第53周 · 2026年12月28日–2027年1月3日"


def test_weeks_around_new_year() -> None:
    assert week_of(date(2027, 1, 3)) == Week(2026, 53)
    assert week_of(date(2024, 12, 30)) == Week(2025, 1)
    assert Week(2026, 53).step(1) == Week(2027, 1)
    assert Week(2027, 1).step(-1) == Week(2026, 53)


def test_weeks_by_name() -> None:
    assert read_week("2026-W53") == read_week(" 2026w53 ") == Week(2026, 53)
    assert read_week("2025-W53") is None
    assert read_week("2026-W00") is read_week("0000-W01") is read_week("week 3") is None


@given(st.dates(date(2, 1, 1), date(9998, 1, 1)), st.integers(-52, 52))
def test_steps_go_there_and_back(day: date, weeks: int) -> None:
    week = week_of(day)
    assert week.first <= day <= week.last and week.first.weekday() == 0
    if date(2, 12, 31) < day < date(9990, 1, 1):
        assert week.step(weeks).step(-weeks) == week
    assert len(week.days) == 7 and week.days[-1] == week.last


@pytest.mark.parametrize(
    ("instant", "zone", "day"),
    [
        ("2026-11-21T15:59:59.999Z", "Asia/Shanghai", date(2026, 11, 21)),
        ("2026-11-21T16:00:00.000Z", "Asia/Shanghai", date(2026, 11, 22)),
        ("2026-03-29T22:30:00.000Z", "Europe/Berlin", date(2026, 3, 30)),
        ("2026-03-28T22:30:00.000Z", "Europe/Berlin", date(2026, 3, 28)),
        ("2026-11-21T01:00:00Z", "America/New_York", date(2026, 11, 20)),
    ],
)
def test_the_day_at_an_instant(instant: str, zone: str, day: date) -> None:
    assert local_day(instant, zone) == day


def test_days_around_a_change_of_the_clocks() -> None:
    assert utc_span(date(2026, 3, 29), date(2026, 3, 29), "Europe/Berlin") == (
        "2026-03-28T23:00:00.000Z",
        "2026-03-29T22:00:00.000Z",
    )
    assert utc_span(date(2026, 10, 25), date(2026, 10, 25), "Europe/Berlin") == (
        "2026-10-24T22:00:00.000Z",
        "2026-10-25T23:00:00.000Z",
    )
    # in Cairo the clocks skip the midnight before 24 April 2026
    assert utc_span(date(2026, 4, 24), date(2026, 4, 24), "Africa/Cairo")[0] == "2026-04-23T22:00:00.000Z"


@given(st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)), st.sampled_from(ZONES))
def test_an_instant_lies_in_the_span_of_its_day(moment: datetime, zone: str) -> None:
    text = utc_text(moment.replace(tzinfo=UTC))
    day = local_day(text, zone)
    start, end = utc_span(day, day, zone)
    assert start <= text < end
    assert utc_span(day - timedelta(days=1), day - timedelta(days=1), zone)[1] == start


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.sampled_from(ZONES))
def test_noon_is_on_its_day_everywhere(day: date, zone: str) -> None:
    if (zone, day) != ("Pacific/Apia", date(2011, 12, 30)):  # the day that Samoa left out
        assert local_moment(to_utc(day, time(12), zone), zone).replace(tzinfo=None) == datetime.combine(day, time(12))


def test_zones_by_name() -> None:
    assert find_zone("UTC+08:00").utcoffset(None) == timedelta(hours=8)
    assert offset_name(-12600) == "UTC-03:30"
    for name in ("Nowhere/Else", "", "../etc/passwd", "UTC+25:00", "/etc/passwd", "a\0b"):
        with pytest.raises(ValueError, match="no such time zone"):
            find_zone(name)


def test_an_instant_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        utc_text(datetime(2026, 1, 1))
