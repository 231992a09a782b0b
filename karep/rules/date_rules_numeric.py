"""Days written in digits: year first always, day or month first by the order that is asked for."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from karep.rules.calendar_steps import valid_day
from karep.rules.date_patterns import Asked, DayRule, full_year
from karep.rules.date_rules_chinese import either_way


def _year_first(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return valid_day(int(match["year"]), int(match["month"]), int(match["day"]))


def _year_last(match: re.Match[str], asked: Asked) -> Iterable[date]:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    if asked.order == "dmy":
        return valid_day(year, second, first)
    if asked.order == "mdy":
        return valid_day(year, first, second)
    # nothing says which is the month, unless one of the two cannot be
    days = {*valid_day(year, second, first), *valid_day(year, first, second)}
    return days if len(days) == 1 else ()


def _short_year(match: re.Match[str], asked: Asked) -> Iterable[date]:
    first, second, third = match["first"], match["second"], match["third"]
    year, month, day = {"dmy": (third, second, first), "mdy": (third, first, second)}.get(
        asked.order, (first, second, third)
    )
    return valid_day(full_year(int(year)), int(month), int(day)) if len(year) == 2 else ()


def _no_year(match: re.Match[str], asked: Asked) -> Iterable[date]:
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if asked.order == "dmy" else (first, second)
    return either_way(month, day, asked)


_START: Final = r"(?<![0-9a-z./-])"
_END: Final = r"(?![0-9a-z]|[./-][0-9])"
# the T between date and time of ISO 8601
_END_OR_TIME: Final = r"(?![0-9a-su-z]|t(?![0-9])|[./-][0-9])"
_TWO: Final = "[0-9]{1,2}"

RULES: Final = (
    DayRule(
        re.compile(
            rf"{_START}(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>{_TWO})(?P=mark)(?P<day>{_TWO}){_END_OR_TIME}"
        ),
        _year_first,
        dated=True,
    ),
    DayRule(
        re.compile(rf"{_START}(?P<year>20[0-9]{{2}})(?P<month>[01][0-9])(?P<day>[0-3][0-9]){_END_OR_TIME}"),
        _year_first,
        dated=True,
    ),
    DayRule(
        re.compile(rf"{_START}(?P<first>{_TWO})(?P<mark>[-/.])(?P<second>{_TWO})(?P=mark)(?P<year>[0-9]{{4}}){_END}"),
        _year_last,
        dated=True,
    ),
    DayRule(
        re.compile(rf"{_START}(?P<first>{_TWO})(?P<mark>[-/.])(?P<second>{_TWO})(?P=mark)(?P<third>{_TWO}){_END}"),
        _short_year,
        dated=True,
        alone=True,
    ),
    # 1/3 in a sentence is a third at least as often as a day
    DayRule(
        re.compile(
            rf"{_START}(?!1/[2-5](?![0-9])|2/[35](?![0-9])|3/[45](?![0-9]))(?P<first>{_TWO})/(?P<second>{_TWO}){_END}"
        ),
        _no_year,
        dated=True,
    ),
    DayRule(
        re.compile(rf"{_START}(?P<first>{_TWO})[-/.](?P<second>{_TWO})\.?{_END}"), _no_year, dated=True, alone=True
    ),
)
"""Every way to write a day in digits."""
