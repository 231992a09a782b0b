"""The ways to say a day in English. "next wed" is the Wednesday of the next ISO week, "last fri" the Friday of
the ISO week before this one, "this fri" the Friday of this one; "fri" alone is the coming Friday."""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from karep.rules.calendar_steps import (
    add_months,
    coming_day_of_month,
    coming_weekday,
    month_end,
    quarter_end,
    quarter_start,
    valid_day,
    week_start,
)
from karep.rules.date_patterns import (
    ENGLISH_MONTH,
    ENGLISH_WEEKDAY,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    SOME_SPACE,
    SPACE,
    Asked,
    DayRule,
    full_year,
    month_number,
    weekday_number,
)
from karep.rules.date_rules_chinese import either_way, pick, shift, week_deadline
from karep.rules.numerals import read_number

_NEAR_DAYS: Final = {
    "today": 0, "eod": 0, "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomo": 1, "yesterday": -1,
    "day after tomorrow": 2, "day before yesterday": -2,
}  # fmt: skip
_STEPS: Final = {"last": -1, "this": 0, "the": 0, "coming": 0, "current": 0, "next": 1}
_UNITS: Final = {"d": "天", "day": "天", "w": "周", "week": "周", "m": "月", "month": "月", "y": "年", "year": "年"}
_WORD_NUMBER: Final = "(?:[0-9]{1,4}|an|a|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
_UNIT: Final = "(?P<unit>day|week|month|year|(?:working|business|work) ?day|fortnight|quarter)s?"
_STEP: Final = f"(?P<step>next|last|this|coming){SOME_SPACE}"
_ORDINAL: Final = "(?:st|nd|rd|th)"


def _near_day(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [asked.today + timedelta(days=_NEAR_DAYS[match["near"]])]


def _weekday(match: re.Match[str], asked: Asked) -> Iterable[date]:
    groups = match.groupdict()
    weekday = weekday_number(groups["weekday"])
    step = groups.get("step") or groups.get("week")
    if step and step != "coming":
        return [week_start(asked.today, _STEPS[step]) + timedelta(days=weekday)]
    return [coming_weekday(weekday, asked.today, past=asked.past and not step)]


def _weekend(match: re.Match[str], asked: Asked) -> Iterable[date]:
    step = _STEPS[match["step"] or "this"]
    saturday = week_start(asked.today, step) + timedelta(days=5)
    if step:
        return [saturday]
    return [asked.today if asked.today.weekday() == 6 else saturday]


def _span(match: re.Match[str], asked: Asked) -> Iterable[date]:
    """ "next month" is its first day; "this month" what is left of it, hence its last."""
    step, unit = _STEPS[match["step"]], match["unit"]
    return [_last_of(unit, step, asked) if not step and not asked.past else _first_of(unit, step, asked)]


def _last_of(unit: str, step: int, asked: Asked) -> date:
    if unit.startswith("w"):
        return week_start(asked.today, step) + timedelta(days=4) if step else week_deadline(asked)
    if unit.startswith("m"):
        return month_end(asked.today, step)
    if unit.startswith("q"):
        return quarter_end(asked.today, step)
    return date(asked.today.year + step, 12, 31)


def _first_of(unit: str, step: int, asked: Asked) -> date:
    if unit.startswith("w"):
        return week_start(asked.today, step)
    if unit.startswith("m"):
        return add_months(asked.today.replace(day=1), step)
    if unit.startswith("q"):
        return quarter_start(asked.today, step)
    return date(asked.today.year + step, 1, 1)


def _end_of(match: re.Match[str], asked: Asked) -> Iterable[date]:
    groups = match.groupdict()
    step = _STEPS[groups.get("step") or "this"]
    if groups.get("edge") in ("start", "beginning"):
        return [_first_of(groups["unit"], step, asked)]
    day = _last_of(groups["unit"], step, asked)
    if asked.past and not step and day > asked.today:
        day = _last_of(groups["unit"], -1, asked)
    return [day]


def _year(match: re.Match[str]) -> int:
    return full_year(int(match["year"].lstrip("'")))


def _end_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month = month_number(match["month"])
    if match["year"]:
        return [month_end(date(_year(match), month, 1))]
    return pick([month_end(date(asked.today.year + step, month, 1)) for step in (-1, 0, 1)], asked)


def _offset(match: re.Match[str], asked: Asked) -> Iterable[date]:
    groups = match.groupdict()
    back = groups.get("sign") == "-" or groups.get("direction") == "ago"
    number, unit = read_number(groups["number"]), groups["unit"]
    if number is None:
        return []
    if unit == "fortnight":
        unit, number = "week", number * 2
    elif unit == "quarter":
        unit, number = "month", number * 3
    return [shift(asked.today, _UNITS.get(unit, "工作日"), -number if back else number)]


def _after_next(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [_first_of(match["unit"], 2, asked)]


def _month_day(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month, day = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return valid_day(_year(match), month, day)
    return either_way(month, day, asked)


def _day_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return coming_day_of_month(int(match["day"]), asked.today, past=asked.past)


# "31 Feb 2027" must not be read as 31 February of some other year
_OTHER_YEAR: Final = rf"(?!,?{SPACE}-?(?:[0-9]{{4}}(?![0-9:])|'[0-9]{{2}}))"
_YEAR: Final = rf"(?:,?{SPACE}-?(?P<year>[0-9]{{4}}|'[0-9]{{2}})(?![0-9:]))?{_OTHER_YEAR}"
_PERIOD: Final = "(?P<unit>week|month|quarter|year)"
_BEFORE: Final = rf"{NO_WORD_BEFORE}(?<!every )(?<!each )(?<!-)"

_ANYWHERE: Final = (
    (
        r"(?P<near>today|eod|tomorrow|tmrw|tmr|tomo|yesterday|day after tomorrow|day before yesterday)",
        _near_day,
    ),
    (r"(?:the )(?P<near>day after tomorrow|day before yesterday)", _near_day),
    (rf"{_STEP}(?P<weekday>{ENGLISH_WEEKDAY})", _weekday),
    (rf"(?P<weekday>{ENGLISH_WEEKDAY}),?{SPACE}(?:of )?(?P<week>next|last|this) week", _weekday),
    (rf"(?P<week>next|last|this) week,?{SPACE}(?:on )?(?P<weekday>{ENGLISH_WEEKDAY})", _weekday),
    (rf"(?P<weekday>(?!(?:sat|sun){NO_WORD_AFTER}){ENGLISH_WEEKDAY})", _weekday),
    (r"(?:(?P<step>next|last|this) |the )?weekend", _weekend),
    (rf"(?P<step>next|last){SOME_SPACE}{_PERIOD}", _span),
    (r"(?:the )?(?P<unit>week|month|quarter|year) after next", _after_next),
    (
        rf"(?:the )?(?P<edge>end|start|beginning) of (?:(?P<step>the|this|the current|next|last) )?{_PERIOD}",
        _end_of,
    ),
    (r"eo(?P<unit>[wmqy])", _end_of),
    (rf"(?:the )?end of (?P<month>{ENGLISH_MONTH}){_YEAR}", _end_of_month),
    (rf"(?:in|within) (?:the next )?(?P<number>{_WORD_NUMBER}) {_UNIT}", _offset),
    (rf"(?P<number>{_WORD_NUMBER}) {_UNIT} (?P<direction>ago|from now|from today)", _offset),
    (rf"(?P<sign>[+-])(?P<number>[0-9]{{1,4}}){SPACE}(?P<unit>[dwmy]|day|week|month|year)s?", _offset),
)
_DATED: Final = (
    (rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}?{SPACE}(?:of )?-?(?P<month>{ENGLISH_MONTH}){_YEAR}", _month_day),
    (rf"(?P<month>{ENGLISH_MONTH}){SPACE}-?(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?![0-9:]){_YEAR}", _month_day),
)
_ALONE: Final = (
    (r"(?P<weekday>sat|sun)", _weekday),
    (rf"(?P<step>this){SOME_SPACE}{_PERIOD}", _span),
    (r"(?P<unit>month|quarter|year)[ -]end", _end_of),
    (rf"(?P<number>[0-9]{{1,4}}){SPACE}(?P<unit>[dwmy]|day|week|month|year)s?", _offset),
    (rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}", _day_of_month),
)


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(f"{_BEFORE}(?:{pattern}){NO_WORD_AFTER}")


# the part of the day is left to the grammar of times
_BEFORE_A_PART: Final = DayRule(
    re.compile(_BEFORE + r"(?:(?P<near>to)(?=night(?![a-z]))|this (?=(?:morning|afternoon|evening)(?![a-z])))"),
    lambda match, asked: [asked.today],
)

RULES: Final = (
    _BEFORE_A_PART,
    *(DayRule(_compiled(pattern), read) for pattern, read in _ANYWHERE),
    *(DayRule(_compiled(pattern), read, dated=True) for pattern, read in _DATED),
    *(DayRule(_compiled(pattern), read, alone=True) for pattern, read in _ALONE),
)
"""Every way to say a day in English."""
