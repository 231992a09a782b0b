"""Which important days are near."""

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from karep.db.views.occasions import Occasion, Reach, has_lunar_occasions, list_occasions_within
from karep.reports import words
from karep.rules.lunar import lunar_month, to_lunar


def read_coming(connection: sqlite3.Connection, day: date, days: int) -> list[tuple[Occasion, date]]:
    """The occasions of the whole book that fall within so many days from a day on, with that day, by day.

    Only what is near is read, so that a large book takes no longer; each comes once, with its first day of the span.

    Args:
        connection: The store.
        day: The first day.
        days: How many days follow it; less than a year.
    """
    span = [day + timedelta(days=step) for step in range(days + 1)]
    reaches = [*_solar_reaches(span)]
    if has_lunar_occasions(connection):
        # reading the table of the lunar calendar takes time: only for those who need it
        reaches += _lunar_reaches(span)
    return _dated(list_occasions_within(connection, reaches), day, span[-1])


def coming_occasions(occasions: Iterable[Occasion], day: date, days: int) -> list[tuple[Occasion, date]]:
    """Those of some occasions that fall within so many days from a day on, with that day, by day."""
    span = [day + timedelta(days=step) for step in range(days + 1)]
    listed = list(occasions)
    months = {"solar": {one.month for one in span}, "lunar": set[int]()}
    if any(one.calendar == "lunar" for one in listed):
        months["lunar"] = {lunar.month for lunar in map(to_lunar, span) if lunar}
    return _dated((one for one in listed if one.month in months.get(one.calendar, ())), day, span[-1])


def _dated(occasions: Iterable[Occasion], day: date, last: date) -> list[tuple[Occasion, date]]:
    dated = ((one, words.occasion_day(one, day)) for one in occasions)
    near = ((one, on) for one, on in dated if on and on <= last)
    return sorted(near, key=lambda pair: (pair[1], pair[0].whose, pair[0].id))


def _solar_reaches(span: list[date]) -> Iterator[Reach]:
    """The days of the span, month by month; the 28th of February stands for the 29th too."""
    for month in {(one.year, one.month): None for one in span}:
        within = [one.day for one in span if (one.year, one.month) == month]
        last = 29 if month[1] == 2 and within[-1] == 28 else within[-1]
        yield Reach("solar", month[1], within[0], last)


def _lunar_reaches(span: list[date]) -> Iterator[Reach]:
    """The lunar days of the span, month by month; the last one of a month of 29 days stands for the 30th too."""
    lunar = [one for one in map(to_lunar, span) if one]
    for year, month, leap in {(one.year, one.month, one.leap): None for one in lunar}:
        within = [one.day for one in lunar if (one.year, one.month, one.leap) == (year, month, leap)]
        found = lunar_month(year, month, leap)
        last = 30 if found and within[-1] == found[1] else within[-1]
        yield Reach("lunar", month, within[0], last)
