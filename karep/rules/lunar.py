"""The Chinese calendar, and the next time that a birthday or another occasion of either calendar comes round.

Lunar years 1900 to 2099 are known, which are the solar days 1900-01-31 to 2100-02-08. The library behind it is
imported only when a lunar day is asked for.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
FIRST_DAY: Final = date(1900, 1, 31)
LAST_DAY: Final = date(2100, 2, 8)

Calendar = Literal["solar", "lunar"]


@dataclass(frozen=True, slots=True)
class LunarDay:
    """A day of the Chinese calendar; ``leap`` marks the second of two months with the same number."""

    year: int
    month: int
    day: int
    leap: bool = False


@dataclass(frozen=True, slots=True)
class _Month:
    number: int
    leap: bool
    first: date
    length: int


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[_Month, ...]:
    """The months of a lunar year, a leap one after its namesake; none for a year that is not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    from lunar_python import LunarYear, Solar

    found = []
    for month in LunarYear.fromYear(year).getMonths():
        if month.getYear() == year:
            solar = Solar.fromJulianDay(month.getFirstJulianDay())
            first = date(solar.getYear(), solar.getMonth(), solar.getDay())
            found.append(_Month(abs(month.getMonth()), month.getMonth() < 0, first, month.getDayCount()))
    return tuple(found)


def lunar_month(year: int, month: int, leap: bool = False) -> tuple[date, int] | None:
    """The first solar day of a lunar month and its length (29 or 30 days), or None where there is no such month."""
    return next(((one.first, one.length) for one in _months(year) if (one.number, one.leap) == (month, leap)), None)


def leap_month(year: int) -> int | None:
    """The month that comes twice in a lunar year, or None; None also for years that are not known."""
    return next((one.number for one in _months(year) if one.leap), None)


def to_solar(lunar: LunarDay) -> date | None:
    """The solar day of a lunar one, or None where the lunar calendar has no such day or is not known."""
    month = lunar_month(lunar.year, lunar.month, lunar.leap)
    if month is None or not 1 <= lunar.day <= month[1]:
        return None
    return month[0] + timedelta(days=lunar.day - 1)


def to_lunar(day: date) -> LunarDay | None:
    """The lunar day of a solar one, or None outside of the known years."""
    for year in (day.year, day.year - 1):
        for month in _months(year):
            if month.first <= day < month.first + timedelta(days=month.length):
                return LunarDay(year, month.number, (day - month.first).days + 1, month.leap)
    return None


def next_occurrence(
    month: int, day: int | None, year: int | None, calendar: str, leap_month: bool, today: date
) -> date | None:
    """The next day, today included, on which a yearly occasion falls, or None when it never does.

    ``year`` is the year (of the same calendar) of the first one: before it there is none. Without ``day`` only the
    month is known: before it its first day stands for it, within it every day. 29 February is kept on the 28th in
    common years. Lunar: day 30 is kept on the 29th in a month of 29 days; an occasion in a leap month is kept in
    that leap month when the year has it, otherwise in the ordinary one; an ordinary month is never replaced by its
    leap month.
    """
    start = today.year if calendar == "solar" else today.year - 1
    if day is None:
        return _next_month(month, calendar, leap_month, today, _years(start, year))
    occurrences = (
        _solar_occurrence(month, day, each) if calendar == "solar" else _lunar_occurrence(month, day, each, leap_month)
        for each in _years(start, year)
    )
    return next((found for found in occurrences if found is not None and found >= today), None)


def _next_month(month: int, calendar: str, leap: bool, today: date, years: Iterator[int]) -> date | None:
    """The first day, today included, that lies in the month in one of these years."""
    for year in years:
        span = _solar_month(month, year) if calendar == "solar" else _lunar_span(month, year, leap)
        if span and span[0] + timedelta(days=span[1] - 1) >= today:
            return max(span[0], today)
    return None


def _solar_month(month: int, year: int) -> tuple[date, int] | None:
    known = 1 <= month <= 12 and 1 <= year <= 9999
    return (date(year, month, 1), monthrange(year, month)[1]) if known else None


def _lunar_span(month: int, year: int, leap: bool) -> tuple[date, int] | None:
    """The lunar month of a year: the leap one where it is meant and there is one, else the ordinary one."""
    return (lunar_month(year, month, True) if leap else None) or lunar_month(year, month)


def _years(start: int, first: int | None) -> Iterator[int]:
    begin = max(start, first) if first is not None else start
    return iter(range(begin, begin + 4))


def _solar_occurrence(month: int, day: int, year: int) -> date | None:
    if not 1 <= month <= 12 or not 1 <= year <= 9999 or not 1 <= day <= monthrange(2000, month)[1]:
        return None
    return date(year, month, 28 if (month, day) == (2, 29) and not isleap(year) else day)


def _lunar_occurrence(month: int, day: int, year: int, leap: bool) -> date | None:
    if not 1 <= day <= 30:
        return None
    found = _lunar_span(month, year, leap)
    return found[0] + timedelta(days=min(day, found[1]) - 1) if found else None


def years_since(year: int | None, occurrence: date, calendar: str) -> int | None:
    """How many years an occasion of that year completes on an occurrence of it: a birthday's age. None if unknown.

    For the lunar calendar these are full years too, not the traditional age that counts from one.
    """
    if year is None:
        return None
    if calendar == "solar":
        return occurrence.year - year
    lunar = to_lunar(occurrence)
    return lunar.year - year if lunar else None


_MONTHS: Final = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_DIGITS: Final = "一二三四五六七八九十"


def describe_lunar(month: int, day: int | None, leap: bool, language: str) -> str:
    """A lunar month and day in words: ``lunar 8-15`` or ``农历八月十五``; a leap month is marked."""
    if language != "zh":
        return f"lunar {'leap ' if leap else ''}{month}{f'-{day}' if day else ''}"
    name = _MONTHS[month - 1] if 1 <= month <= 12 else str(month)
    return f"农历{'闰' if leap else ''}{name}月{_day_in_chinese(day) if day else ''}"


def _day_in_chinese(day: int) -> str:
    if day in (20, 30):
        return "二十" if day == 20 else "三十"
    return f"{('初', '十', '廿', '卅')[(day - 1) // 10 % 4]}{_DIGITS[(day - 1) % 10]}"
