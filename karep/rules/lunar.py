"""The Chinese calendar, and the next time that a birthday or another occasion of either calendar comes round.

Lunar years 1900 to 2099 are known, which are the solar days 1900-01-31 to 2100-02-08. Their months stand in
``lunar_months.txt``, made by ``scripts/lunar.py`` from lunar_python, because importing that library and reckoning three
years takes as long as a whole ``karep today`` may take beside a bare program. A line a year: its first day, how many
months come before the leap one (0 for none), and for each month 0 for 29 days, 1 for 30.
"""

from calendar import isleap, monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from karep.frozen import frozen

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2099
FIRST_DAY: Final = date(1900, 1, 31)
LAST_DAY: Final = date(2100, 2, 8)
_TABLE: Final = Path(__file__).with_name("lunar_months.txt")

Calendar = Literal["solar", "lunar"]


@frozen
class LunarDay:
    """A day of the Chinese calendar; ``leap`` marks the second of two months with the same number."""

    year: int
    month: int
    day: int
    leap: bool = False


@frozen
class _Month:
    number: int
    leap: bool
    first: date
    length: int


@cache
def _years_of_table() -> list[str]:
    return _TABLE.read_text("ascii").splitlines()


@lru_cache(maxsize=256)
def _months(year: int) -> tuple[_Month, ...]:
    """The months of a lunar year, a leap one after its namesake; none for a year that is not known."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return ()
    first_day, leap, long = _years_of_table()[year - FIRST_YEAR].split()
    first, found, number = date.fromisoformat(first_day), [], 0
    for place, length in enumerate(29 + int(one) for one in long):
        is_leap = 0 < place == int(leap)
        number += not is_leap
        found.append(_Month(number, is_leap, first, length))
        first += timedelta(days=length)
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
    month: int,
    day: int | None,
    year: int | None,
    calendar: str,
    leap_month: bool,
    today: date,
    *,
    leap_rule: str | None = None,
    once: bool = False,
) -> date | None:
    """The next day, today included, on which an occasion falls, or None when it never does.

    29 February is kept on the 28th in common years. Lunar: day 30 is kept on the 29th in a month of 29 days, so that
    the last day of the twelfth month is always New Year's Eve; an occasion in a leap month is kept in that leap month
    when the year has it, otherwise in the ordinary one; an ordinary month is never replaced by its leap month.

    Args:
        month: The month, of the occasion's own calendar.
        day: The day; without it only the month is known: before it its first day stands for it, within it every day.
        year: The year, of the same calendar, of the first one: before it there is none.
        calendar: ``solar`` or ``lunar``.
        leap_month: Whether a lunar month is the leap one.
        today: The day from which on it is looked for.
        leap_rule: ``ordinary`` when a day of a leap month is always kept in the ordinary one.
        once: It falls in `year` alone, where that is known.
    """
    leap = leap_month and leap_rule != "ordinary"
    start = today.year if calendar == "solar" else today.year - 1
    years = iter((year,)) if once and year is not None else _years(start, year)
    if day is None:
        return _next_month(month, calendar, leap, today, years)
    occurrences = (day_in_year(month, day, each, calendar, leap) for each in years)
    return next((found for found in occurrences if found is not None and found >= today), None)


def day_in_year(month: int, day: int, year: int, calendar: str, leap: bool = False) -> date | None:
    """The day on which a day of the year is kept in a year of its own calendar, or None when there is none."""
    return _solar_occurrence(month, day, year) if calendar == "solar" else _lunar_occurrence(month, day, year, leap)


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
