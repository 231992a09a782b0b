"""Weeks, thirds, quarters and halves said as a day, in both languages: 12月上旬, "mid December", 本月内, "end of Q1".

- 上旬, "early" are said for the 5th, 中旬, "mid" for the 15th, 下旬, "late" for the 25th; once that day is past and the
  third is not over, for the end of the third (10th, 20th, last day).
- A quarter, a half and what is to be done 内 (within) a week, month, quarter or year mean its last day, a week its
  Friday (looking back, their first day).
- The first week of a month is the one with its first day from Monday to Friday, and is said for that day; the second
  and those after it for their Monday; the last week is the one with the month's last such day.
"""

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from karep.rules.calendar_steps import (
    add_months,
    month_end,
    preceding_workday,
    quarter_end,
    quarter_start,
    valid_day,
    week_start,
)
from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    CHINESE_WEEKDAY,
    ENGLISH_MONTH,
    ENGLISH_WEEKDAY,
    NO_NUMBER_BEFORE,
    NO_WORD_AFTER,
    NO_WORD_BEFORE,
    SMALL,
    SPACE,
    Asked,
    Span,
    full_year,
    month_number,
    pick,
    pick_span,
    rules_of,
    weekday_number,
)
from karep.rules.date_rules_chinese import week_deadline, year_of
from karep.rules.numerals import read_number

_STEPS: Final = {
    "上上": -2, "上": -1, "这": 0, "本": 0, "当": 0, "": 0, "下": 1, "下下": 2,
    "last": -1, "this": 0, "the": 0, "next": 1,
}  # fmt: skip
_THIRDS: Final = {"上旬": 1, "中旬": 2, "下旬": 3, "early": 1, "mid": 2, "late": 3, "later": 3}
_ORDINALS: Final = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "fifth": 5, "5th": 5,
    "last": -1, "最后一": -1, "最后": -1,
}  # fmt: skip
_UNITS: Final = {"week": "周", "星期": "周", "礼拜": "周", "month": "月", "quarter": "季度", "季": "季度", "year": "年"}


def _months(match: re.Match[str], asked: Asked) -> tuple[list[date], bool]:
    """The first days of the months that the words may mean, and whether it is only one: 12月, 明年3月, "next month"."""
    groups = match.groupdict()
    if not groups.get("month"):
        return [add_months(asked.today.replace(day=1), _STEPS[groups.get("step") or ""])], True
    said = match["month"]
    number = month_number(said) if said[0].isascii() and said[0].isalpha() else read_number(said) or 0
    year = groups.get("year")
    if year:
        return list(valid_day(_year(year, asked), number, 1)), True
    return [first for step in (-1, 0, 1) for first in valid_day(asked.today.year + step, number, 1)], False


def _year(word: str, asked: Asked) -> int:
    return full_year(int(word.lstrip("'"))) if word.isascii() else year_of(word, asked)


def _third(match: re.Match[str], asked: Asked) -> Iterable[date]:
    third = _THIRDS[match["third"]]
    firsts, single = _months(match, asked)
    spans = []
    for first in firsts:
        last = month_end(first) if third == 3 else first.replace(day=third * 10)
        spans.append(Span(first.replace(day=third * 10 - 9), first.replace(day=third * 10 - 5), last))
    if single and not (spans and spans[0].first <= asked.today <= spans[0].last):
        return [span.said for span in spans]
    return pick_span(spans, asked)


def _week_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    number = _ORDINALS.get(match["number"]) or read_number(match["number"].removeprefix("第")) or 0
    firsts, single = _months(match, asked)
    weeks = [week for first in firsts for week in _numbered_week(first, number)]
    return weeks if single else pick(weeks, asked)


def _numbered_week(first: date, number: int) -> list[date]:
    if number < 0:
        return [max(first, week_start(preceding_workday(month_end(first))))]
    workday = first + timedelta(days=(7 - first.weekday()) % 7 if first.weekday() > 4 else 0)
    day = workday if number == 1 else week_start(workday, number - 1)
    return [day] if 1 <= number <= 5 and day.month == first.month else []


def _weekday_of_month(match: re.Match[str], asked: Asked) -> Iterable[date]:
    number = _ORDINALS.get(match["number"]) or read_number(match["number"].removeprefix("第")) or 0
    weekday = weekday_number(match["weekday"])
    firsts, single = _months(match, asked)
    days = [day for first in firsts for day in _numbered_weekday(first, weekday, number)]
    return days if single else pick(days, asked)


def _numbered_weekday(first: date, weekday: int, number: int) -> list[date]:
    last = month_end(first)
    if number < 0:
        return [last - timedelta(days=(last.weekday() - weekday) % 7)]
    day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))
    return [day] if 1 <= number <= 5 and day <= last else []


def _part_of_week(match: re.Match[str], asked: Asked) -> Iterable[date]:
    monday = week_start(asked.today, _STEPS[match["step"]])
    return [monday + timedelta(days=(0, 2, 4)[_THIRDS[match["third"]] - 1])]


def _within(match: re.Match[str], asked: Asked) -> Iterable[date]:
    """What is to be done 本月内 is due on the month's last day; what was done in it, on or after its first."""
    step, unit = _STEPS[match["step"] or ""], _UNITS.get(match["unit"], match["unit"])
    if unit == "周":
        return [week_start(asked.today, step) + timedelta(days=4) if step > 0 else week_deadline(asked)]
    if unit == "月":
        return [add_months(asked.today.replace(day=1), step) if asked.past else month_end(asked.today, step)]
    if unit == "季度":
        return [quarter_start(asked.today, step) if asked.past else quarter_end(asked.today, step)]
    return [date(asked.today.year, 1, 1) if asked.past else date(asked.today.year, 12, 31)]


def _quarter(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return _end_of_months((read_number(match["quarter"]) or 9) * 3, match, asked)


def _half(match: re.Match[str], asked: Asked) -> Iterable[date]:
    return _end_of_months(6 if match["half"] in "1上一" else 12, match, asked)


def _end_of_months(month: int, match: re.Match[str], asked: Asked) -> Iterable[date]:
    year = match["year"]
    years = [_year(year, asked)] if year else [asked.today.year + step for step in (-1, 0, 1)]
    days = [month_end(first) for each in years for first in valid_day(each, month, 1)]
    return days if year else pick(days, asked)


_YEAR: Final = rf"(?:(?P<year>[0-9]{{4}}|(?<![0-9])[0-9]{{2}}|[{CHINESE_DIGIT}]{{4}}|[今本明后去前])年{SPACE})?"
_MONTH: Final = (
    rf"(?:{_YEAR}{NO_NUMBER_BEFORE}(?P<month>{SMALL})月份?|(?<![上下每])(?P<step>上上|上|这|本|当|下下|下)个?月)的?"
)
_NUMBER: Final = "(?P<number>最后一?|第[一二三四五1-5])"
_END: Final = "(?:末|底|内|之内|以内|结束前)"
_CHINESE: Final = (
    (rf"{_MONTH}(?P<third>上旬|中旬|下旬)", _third, "旬"),
    (rf"(?<![年月每0-9{CHINESE_DIGIT}])(?P<month>)(?P<step>)(?P<third>上旬|中旬|下旬)", _third, "旬"),
    (rf"{_MONTH}{_NUMBER}个?(?:周|星期|礼拜)(?![一二三四五六日天末])", _week_of_month, "周 期 拜"),
    (
        rf"{_MONTH}{_NUMBER}个?{CHINESE_WEEKDAY}(?P<weekday>[一二三四五六日天])",
        _weekday_of_month,
        "周 期 拜",
    ),
    (
        r"(?<![上下每])(?P<step>上|这|本|当|下下|下)个?(?P<unit>周|星期|礼拜|月|季度?)(?:之|以)?内",
        _within,
        "内",
    ),
    (
        r"(?<![0-9一二两三四五六七八九十百多几半数往周上下明去前后当全同近])(?P<step>)[今本]?(?P<unit>年)(?:之|以)?内",
        _within,
        "年",
    ),
    (
        rf"{_YEAR}(?<![0-9{CHINESE_DIGIT}])第?(?P<quarter>[1-4一二三四])季度?{_END}",
        _quarter,
        "季",
    ),
    (rf"{_YEAR}(?<![a-z0-9])q(?P<quarter>[1-4]){_END}", _quarter, "q"),
    (rf"{_YEAR}(?P<half>[上下])半年{_END}", _half, "半年"),
    (rf"{_YEAR}(?<![a-z0-9])h(?P<half>[12]){_END}", _half, "h1 h2"),
)
_CHINESE_ALONE: Final = (
    (rf"{_YEAR}(?<![0-9{CHINESE_DIGIT}])第?(?P<quarter>[1-4一二三四])季度", _quarter, "季度"),
    (rf"{_YEAR}(?P<half>[上下])半年", _half, "半年"),
    (rf"{_YEAR}q(?P<quarter>[1-4])", _quarter, "q"),
    (rf"{_YEAR}h(?P<half>[12])", _half, "h"),
)

_ENGLISH_MONTHS: Final = (
    rf"(?:(?P<month>{ENGLISH_MONTH})(?:,?{SPACE}(?P<year>[0-9]{{4}}|'[0-9]{{2}})(?![0-9:]))?"
    r"|(?P<step>next|last|this|the) month)"
)
_ORDINAL: Final = "(?P<number>first|second|third|fourth|last|[1-5](?:st|nd|rd|th))"
_ENGLISH_YEAR: Final = rf"(?: of)?(?:,?{SPACE}(?P<year>20[0-9]{{2}}|'[0-9]{{2}})(?![0-9:]))?"
_ENGLISH: Final = (
    (
        rf"(?P<third>early|mid|late)(?: in|-| -)? (?:the )?{_ENGLISH_MONTHS}",
        _third,
        "early mid late",
    ),
    (rf"(?P<third>mid)-?{_ENGLISH_MONTHS}", _third, "mid"),
    (rf"(?:the )?(?P<third>mid)dle of {_ENGLISH_MONTHS}", _third, "middle"),
    (r"(?P<third>early|mid|late|later)[ -](?P<step>next|this|last) w(?:ee)?k", _part_of_week, "early mid late"),
    (rf"(?:the )?{_ORDINAL} week (?:of|in) {_ENGLISH_MONTHS}", _week_of_month, "week"),
    (
        rf"(?:the )?{_ORDINAL} (?P<weekday>{ENGLISH_WEEKDAY}) (?:of|in) {_ENGLISH_MONTHS}",
        _weekday_of_month,
        "of in",
    ),
    (rf"(?:the )?(?:end(?: of)?|late) (?:the )?q(?P<quarter>[1-4]){_ENGLISH_YEAR}", _quarter, "q"),
    (rf"(?:the )?end(?: of)? (?:the )?h(?P<half>[12]){_ENGLISH_YEAR}", _half, "h1 h2"),
    (rf"(?:in|by|before|during|within) q(?P<quarter>[1-4]){_ENGLISH_YEAR}", _quarter, "q"),
    (rf"(?:in|by|before|during|within) h(?P<half>[12]){_ENGLISH_YEAR}", _half, "h1 h2"),
)
_ENGLISH_ALONE: Final = (
    (rf"q(?P<quarter>[1-4]){_ENGLISH_YEAR}", _quarter, "q"),
    (rf"h(?P<half>[12]){_ENGLISH_YEAR}", _half, "h1 h2"),
    (rf"(?P<year>20[0-9]{{2}}){SPACE}q(?P<quarter>[1-4])", _quarter, "q"),
    (rf"(?P<year>20[0-9]{{2}}){SPACE}h(?P<half>[12])", _half, "h1 h2"),
)

_WORD: Final = rf"{NO_WORD_BEFORE}(?<!every )(?<!each )(?<!-)"
RULES: Final = (
    *rules_of(_CHINESE),
    *rules_of(_CHINESE_ALONE, alone=True),
    *rules_of(_ENGLISH, before=_WORD, after=NO_WORD_AFTER),
    *rules_of(_ENGLISH_ALONE, before=_WORD, after=NO_WORD_AFTER, alone=True),
)
"""The ways to say a day by a longer time that it is in."""
