"""Days written in digits: year first always, day or month first by the order that is asked for."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from karep.rules.calendar_steps import valid_day
from karep.rules.date_patterns import Asked, full_year, rules_of
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


# a full stop of 。 ends a sentence before 3/12, one of 1.3/12 does not
_START: Final = r"(?<![0-9a-z/-])(?<![0-9a-z]\.)(?<!版本)(?<!版本 )(?<!version )"
_END: Final = r"(?![0-9a-z]|[./-][0-9])"
# the T between date and time of ISO 8601
_END_OR_TIME: Final = r"(?![0-9a-su-z]|t(?![0-9])|[./-][0-9])"
_TWO: Final = "[0-9]{1,2}"
# in a sentence, 1/3 is a third at least as often as a day; 24/7, 8/10分 and 3/8英寸 are no days either
_SHARE: Final = r"(?!1/[2-5](?![0-9])|2/[35](?![0-9])|3/[45](?![0-9])|24/7(?![0-9])|50/50)"
_SCORES: Final = ("评分", "打分", "得分", "满意度", "比分", "比例", "比率", "rated", "rating", "score", "scored", "nps")
_NO_SHARE_BEFORE: Final = "(?<![占超达第])" + "".join(f"(?<!{word})(?<!{word} )" for word in _SCORES)
_NO_UNIT: Final = r'(?! ?(?:分(?!钟|公司|部|厂|店|析|享)|寸|英寸|吋|inch|"|″|mm|cm|%|升|of the (?!month)|points))'

_YEAR_FIRST: Final = (
    (
        rf"{_START}(?P<year>[0-9]{{4}})(?P<mark>[-/.])(?P<month>{_TWO})(?P=mark)(?P<day>{_TWO}){_END_OR_TIME}",
        _year_first,
        "- / .",
    ),
    (
        rf"{_START}(?<![#号])(?P<year>20[0-9]{{2}})(?P<month>[01][0-9])(?P<day>[0-3][0-9]){_END_OR_TIME}",
        _year_first,
        "20",
    ),
    (
        rf"{_START}(?P<first>{_TWO})(?P<mark>[-/.])(?P<second>{_TWO})(?P=mark)(?P<year>[0-9]{{4}}){_END}",
        _year_last,
        "- / .",
    ),
)
_SHORT_YEAR: Final = (
    (
        rf"{_START}(?P<first>{_TWO})(?P<mark>[-/.])(?P<second>{_TWO})(?P=mark)(?P<third>{_TWO}){_END}",
        _short_year,
        "- / .",
    ),
)
_NO_YEAR: Final = (
    (
        rf"{_START}{_NO_SHARE_BEFORE}{_SHARE}(?P<first>{_TWO})/(?P<second>{_TWO}){_END}{_NO_UNIT}",
        _no_year,
        "/",
    ),
)
_NO_YEAR_ALONE: Final = ((rf"{_START}(?P<first>{_TWO})[-/.](?P<second>{_TWO})\.?{_END}", _no_year, "- / ."),)

RULES: Final = (
    *rules_of(_YEAR_FIRST, dated=True, strict=True),
    *rules_of(_SHORT_YEAR, dated=True, alone=True),
    *rules_of(_NO_YEAR, dated=True, strict=True),
    *rules_of(_NO_YEAR_ALONE, dated=True, alone=True),
)
"""Every way to write a day in digits."""
