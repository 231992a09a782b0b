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
    END_OF_CLAUSE,
    ENGLISH_MONTH,
    ENGLISH_WEEKDAY,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    SOME_SPACE,
    SPACE,
    Asked,
    full_year,
    month_number,
    pick,
    pick_span,
    rules_of,
    weekday_number,
)
from karep.rules.date_rules_chinese import either_way, month_part, shift, week_deadline
from karep.rules.numerals import read_number

_NEAR_DAYS: Final = {
    "today": 0, "eod": 0, "cob": 0, "end of day": 0, "end of the day": 0, "close of business": 0,
    "tomorrow": 1, "tmr": 1, "tmrw": 1, "tomo": 1, "yesterday": -1,
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


def _start_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month = month_number(match["month"])
    if match["year"]:
        return [date(_year(match), month, 1)]
    return pick_span([month_part(date(asked.today.year + step, month, 1), "初") for step in (-1, 0, 1)], asked)


def _offset(match: re.Match[str], asked: Asked) -> Iterable[date]:
    groups = match.groupdict()
    if groups.get("direction") == "later" and asked.past:
        return []  # in a story, it is counted from some other day
    back = groups.get("sign") == "-" or groups.get("direction") == "ago"
    said, unit = groups["number"], groups["unit"]
    if said.startswith("half"):
        halves = {"month": ("天", 15), "year": ("月", 6)}.get(unit)
        return [shift(asked.today, *halves)] if halves else []
    number = 2 if said.startswith("a couple") else read_number(said)
    if number is None:
        return []
    if unit == "fortnight":
        unit, number = "week", number * 2
    elif unit == "quarter":
        unit, number = "month", number * 3
    elif unit.startswith("h"):
        unit, number = "day", number // 24
    return [shift(asked.today, _UNITS.get(unit, "工作日"), -number if back else number)]


def _offset_from(match: re.Match[str], asked: Asked) -> Iterable[date]:
    """ "two weeks from friday", counted from the coming one."""
    number, said = read_number(match["number"]), match["weekday"]
    if number is None:
        return []
    start = asked.today + timedelta(days=1) if said == "tomorrow" else coming_weekday(weekday_number(said), asked.today)
    return [shift(start, _UNITS[match["unit"]], number)]


def _after_next(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [_first_of(match["unit"], 2, asked)]


def _month_day(match: re.Match[str], asked: Asked) -> Iterable[date]:
    month, day = month_number(match["month"]), int(match["day"])
    if match["year"]:
        return valid_day(_year(match), month, day)
    return either_way(month, day, asked)


def _today(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [asked.today]


def _last_night(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return [asked.today - timedelta(days=1)]


def _day_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return coming_day_of_month(int(match["day"]), asked.today, past=asked.past)


# "31 Feb 2027" must not be read as 31 February of some other year
_OTHER_YEAR: Final = rf"(?!,?{SPACE}-?(?:[0-9]{{4}}(?![0-9:])|'[0-9]{{2}}))"
_YEAR: Final = rf"(?:,?{SPACE}-?(?P<year>[0-9]{{4}}|'[0-9]{{2}})(?![0-9:]))?{_OTHER_YEAR}"
_PERIOD: Final = "(?P<unit>week|month|quarter|year)"
_BEFORE: Final = rf"{NO_WORD_BEFORE}(?<!every )(?<!each )(?<!-)(?<![0-9][./])"
# @friday, monday.com
_NO_ADDRESS: Final = r"(?![.@][a-z])(?!-[0-9]*[a-z])"
# "every last friday", "first monday"
_COUNTED: Final = "".join(
    f"(?<!{word} )"
    for word in ("last", "next", "first", "second", "third", "fourth", "other", "1st", "2nd", "3rd", "4th")
)
_LEAD: Final = "(?:on|by|before|until|till|due|from)"
_HOUR: Final = r"(?:(?: at)? [0-9]{1,2}(?::[0-9]{2}| ?[ap]m)| (?:morning|afternoon|evening|night))"
# "10 may be enough": only what may stand behind a date makes it the month
_NO_VERB: Final = (
    r"(?:(?<!may)|(?=$|\.?(?:[^a-z ]| {1,3}(?:$|[^a-z ])"
    r"| (?:at|to|for|in|on|and|or|with|we|i|they|he|she|the|by|from|until|if|when)(?![a-z]))))"
)
# "may 20 units", "march 5%"
_NO_AMOUNT: Final = (
    r"(?!\.[0-9]|%| ?(?:%|units?|pcs|pieces|people|persons|sets?|items|samples|orders|days|weeks|months|years|times"
    r"|hours|visits|calls|customers|percent|tons?|km|kg|k|m|million|thousand|usd|eur|rmb|dollars|more|new|of)(?![a-z]))"
)
_WEEKDAYS: Final = "mon tue wed thu fri sat sun"
_MONTHS: Final = "jan feb mar apr may jun jul aug sep oct nov dec"

_ANYWHERE: Final = (
    (
        r"(?P<near>today|eod|cob|end of (?:the )?day|close of business|tomorrow|tmrw|tmr|tomo|yesterday"
        rf"|day after tomorrow|day before yesterday){_NO_ADDRESS}",
        _near_day,
        "today eod cob day tomo tmr business",
    ),
    (r"(?:the )(?P<near>day after tomorrow|day before yesterday)", _near_day, "day"),
    (rf"{_STEP}(?P<weekday>{ENGLISH_WEEKDAY}){_NO_ADDRESS}", _weekday, _WEEKDAYS),
    (rf"(?P<weekday>{ENGLISH_WEEKDAY}),?{SPACE}(?:of )?(?P<week>next|last|this) w(?:ee)?k", _weekday, _WEEKDAYS),
    (rf"(?P<week>next|last|this) w(?:ee)?k,?{SPACE}(?:on )?(?P<weekday>{ENGLISH_WEEKDAY})", _weekday, _WEEKDAYS),
    (
        rf"{_COUNTED}(?P<weekday>(?!(?:sat|sun){NO_WORD_AFTER}){ENGLISH_WEEKDAY}){_NO_ADDRESS}",
        _weekday,
        _WEEKDAYS,
    ),
    (rf"(?P<weekday>sat|sun)(?={_HOUR})(?! at)", _weekday, "sat sun"),
    (rf"{_LEAD} (?P<weekday>sat|sun)", _weekday, "sat sun"),
    (
        rf"(?P<number>{_WORD_NUMBER}) (?P<unit>day|week)s? (?:from|after) (?P<weekday>{ENGLISH_WEEKDAY}|tomorrow)",
        _offset_from,
        "from after",
    ),
    (r"(?:(?P<step>next|last|this) |the )?weekend", _weekend, "weekend"),
    (rf"(?P<step>next|last){SOME_SPACE}{_PERIOD}", _span, "next last"),
    (r"(?:the )?(?P<unit>week|month|quarter|year) after next", _after_next, "after next"),
    (
        rf"(?:the )?(?P<edge>end|start|beginning) of (?:(?P<step>the|this|the current|next|last) )?{_PERIOD}",
        _end_of,
        "of",
    ),
    (r"eo(?P<unit>[wmqy])", _end_of, "eo"),
    (rf"(?:the )?end of (?P<month>{ENGLISH_MONTH}){_YEAR}", _end_of_month, "end"),
    (rf"(?:the )?(?:start|beginning) of (?P<month>{ENGLISH_MONTH}){_YEAR}", _start_of_month, "of"),
    (rf"(?:in|within) (?:the next )?(?P<number>{_WORD_NUMBER}) {_UNIT}(?:'? time)?", _offset, "in"),
    (r"(?:in|within) (?P<number>24|48|72) ?(?P<unit>h|hrs|hours)", _offset, "in"),
    (r"(?:in|within) (?P<number>a couple of|half an?) (?P<unit>day|week|month|year)s?", _offset, "in"),
    (rf"(?P<number>{_WORD_NUMBER}) {_UNIT} (?P<direction>ago|from now|from today)", _offset, "ago from"),
    (rf"(?P<number>{_WORD_NUMBER}) {_UNIT} (?P<direction>later)", _offset, "later"),
    (rf"(?P<sign>[+-])(?P<number>[0-9]{{1,4}}){SPACE}(?P<unit>[dwmy]|day|week|month|year)s?", _offset, "+ -"),
)
_DATED: Final = (
    (
        rf"(?P<day>[0-9]{{1,2}}){_ORDINAL}?{SPACE}(?:of )?-?(?P<month>{ENGLISH_MONTH}){_NO_VERB}{_YEAR}",
        _month_day,
        _MONTHS,
    ),
    (
        rf"(?P<month>{ENGLISH_MONTH}){SPACE}-?(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}?(?![0-9:]){_NO_AMOUNT}{_YEAR}",
        _month_day,
        _MONTHS,
    ),
    (
        rf"{_LEAD} (?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}{END_OF_CLAUSE}",
        _day_of_month,
        "st nd rd th",
    ),
)
_ALONE: Final = (
    (r"(?P<weekday>sat|sun)", _weekday, "sat sun"),
    (rf"(?P<step>this){SOME_SPACE}{_PERIOD}", _span, "this"),
    (r"(?P<unit>month|quarter|year)[ -]end", _end_of, "end"),
    (rf"(?P<number>[0-9]{{1,4}}){SPACE}(?P<unit>[dwmy]|day|week|month|year)s?", _offset, "d w m y"),
    (rf"(?:the )?(?P<day>[0-9]{{1,2}}){_ORDINAL}", _day_of_month, "st nd rd th"),
)

# the part of the day is left to the grammar of times
_BEFORE_A_PART: Final = (
    (r"(?P<near>to)(?=night(?![a-z]))|this (?=(?:morning|afternoon|evening)(?![a-z]))", _today, "tonight this"),
    (r"last (?=night(?![a-z]))", _last_night, "night"),
)

RULES: Final = (
    *rules_of(_BEFORE_A_PART, before=_BEFORE),
    *rules_of(_ANYWHERE, before=_BEFORE, after=NO_WORD_AFTER),
    *rules_of(_DATED, before=_BEFORE, after=NO_WORD_AFTER, dated=True, strict=True),
    *rules_of(_ALONE, before=_BEFORE, after=NO_WORD_AFTER, alone=True),
)
"""Every way to say a day in English."""
