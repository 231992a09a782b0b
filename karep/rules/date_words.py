"""Dates in words, as a rep types them into a form or a log line, in English and Chinese alike.

The rules, in short:

- Weeks begin on Monday. 下周三, "next wed" and "wed next week" are the Wednesday of the next ISO week;
  上周五 and "last fri" the Friday of the ISO week before; 本周五, "this fri" the Friday of this week.
- A day without more (周三, "wed", 3号, 11月3日, "3 Dec", "3/12") is the coming one, and today if it is that
  day. With ``past=True`` it is the latest one, and today if it is that day.
- 下周, 下个月, "next month" are their first days; 本周, "this week", "eow" are the Friday (on a weekend the
  Sunday); 月底, "eom", 季度末, 年底 are the last day of the running month, quarter or year.
- 3点 without 上午 or 下午 is in the afternoon from 1 to 6; ``3:00`` is as written.
- What no calendar has (2月30日, 13/13, 25:00) is not understood, and never becomes another day.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Final

from karep.rules import date_rules_chinese, date_rules_english, date_rules_numeric
from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    CHINESE_WEEKDAY,
    ENGLISH_WEEKDAY,
    NO_WORD_BEFORE,
    SPACE,
    Asked,
    DayRule,
    Order,
    weekday_number,
)
from karep.rules.numerals import fold_width
from karep.rules.time_words import time_at

__all__ = ["Found", "Order", "When", "find_when", "parse_when"]

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
LONGEST_PHRASE: Final = 80
LONGEST_TEXT: Final = 20_000


@dataclass(frozen=True, slots=True)
class When:
    """A day that was said, the time of day if one was said, and the words that said it."""

    day: date
    time: time | None
    matched: str


@dataclass(frozen=True, slots=True)
class Found:
    """A date found inside a longer text: ``text[start:end]`` is ``when.matched``."""

    when: When
    start: int
    end: int


def parse_when(text: str, today: date, *, order: Order = "ymd", past: bool = False) -> When | None:
    """The date that the whole text says, or None when any part of it is not understood.

    A time alone ("3pm") is that time today. ``order`` decides how ``3/12`` is read; ``past`` looks back, as
    fits what has happened already. Days outside of 1900 to 2199 are refused. Never raises.
    """
    if len(text) > LONGEST_PHRASE * 4:
        return None
    phrase = text.strip().rstrip(".,;!。，；！、 ").strip()
    if not phrase or len(phrase) > LONGEST_PHRASE:
        return None
    folded = fold_width(phrase)
    asked = Asked(today, order, past)
    for found in _readings(phrase, folded, asked, _RULES):
        if found.start == 0 and found.end == len(phrase):
            return found.when
    said = time_at(folded, _AT_TIME.match(folded).end(), after_at=folded.startswith("at "))  # type: ignore[union-attr]
    if said and said[0] is not None and said[1] == len(folded):
        return When(today, said[0], phrase)
    return None


def find_when(text: str, today: date, *, order: Order = "ymd", past: bool = False) -> Found | None:
    """The first date inside a text and where it stands, by the grammar of :func:`parse_when`, or None.

    What is too easily something else inside a sentence is left alone: a time without a day, ``3.5``, ``1/3``,
    今年, "sat". Of several readings at the same place the longest counts. Looks at the first 20,000
    characters. Never raises.
    """
    text = text[:LONGEST_TEXT]
    folded = fold_width(text)
    asked = Asked(today, order, past)
    best: Found | None = None
    for rule in _RULES:
        if rule.alone:
            continue
        found = next(_readings(text, folded, asked, (rule,)), None)
        if found and (best is None or (found.start, -found.end) < (best.start, -best.end)):
            best = found
    return best


_RULES: Final = (*date_rules_numeric.RULES, *date_rules_chinese.RULES, *date_rules_english.RULES)

_AT_TIME: Final = re.compile(r"(?:at |@ ?)?")
_TO_TIME: Final = re.compile(rf"(?:t(?=[0-9])|{SPACE}的?(?:[,，] ?)?(?P<at>(?:at|@|from){SPACE})?)")
_BETWEEN: Final = re.compile(rf"{SPACE}(?:,|on|of|的)?{SPACE}")
_LEAD: Final = re.compile(
    rf"(?:{NO_WORD_BEFORE}(?:by|before|on|due|until|till|no later than|not later than|from|at)"
    rf"(?: the)? |(?:不晚于|不迟于|最晚|最迟|截至|截止到?)){SPACE}$"
)
_TAIL: Final = re.compile(
    rf"{SPACE}(?:之前|以前|前后|左右|当天|前(?![往去来台期景提端十后面几两三天])|之内|以内|内(?![部容]))"
)
_WEEKDAY: Final = (
    rf"(?:{CHINESE_WEEKDAY}(?P<chinese>[一二三四五六日天])|(?<![a-z])(?P<english>{ENGLISH_WEEKDAY})(?![a-z])\.?)"
)
_WEEKDAY_AFTER: Final = re.compile(rf"{SPACE}[,(]?{SPACE}{_WEEKDAY}\)?")
_WEEKDAY_BEFORE: Final = re.compile(rf"{_WEEKDAY}{SPACE},?{SPACE}$")


def _readings(text: str, folded: str, asked: Asked, rules: tuple[DayRule, ...]) -> Iterator[Found]:
    """Every valid reading of each rule, as far to both sides as it goes, in the order of the text."""
    for rule in rules:
        position = 0
        while match := rule.pattern.search(folded, position):
            position = match.start() + 1
            try:
                days = [day for day in rule.read(match, asked) if FIRST_DAY <= day <= LAST_DAY]
            except (ValueError, OverflowError):
                continue
            if days:
                yield _extended(text, folded, match.start(), match.end(), days, dated=rule.dated)


def _extended(text: str, folded: str, start: int, end: int, days: list[date], *, dated: bool) -> Found:
    day = days[0]
    if dated:
        day, start, end = _with_weekday(folded, start, end, days)
    clock, end = _time_after(folded, end)
    if tail := _TAIL.match(folded, end):
        end = tail.end()
        if clock is None:
            clock, end = _time_after(folded, end)
    if clock is None:
        clock, start = _time_before(folded, start)
    if lead := _LEAD.search(folded, max(0, start - 20), start):
        start = lead.start()
    return Found(When(day, clock, text[start:end]), start, end)


def _with_weekday(folded: str, start: int, end: int, days: list[date]) -> tuple[date, int, int]:
    """Take in a weekday beside the date if it agrees with one of the days that the date may mean."""
    after = _WEEKDAY_AFTER.match(folded, end)
    before = None if after else _WEEKDAY_BEFORE.search(folded, max(0, start - 16), start)
    if match := after or before:
        weekday = weekday_number(match["chinese"] or match["english"])
        for day in days:
            if day.weekday() == weekday:
                return (day, start, match.end()) if after else (day, match.start(), end)
    return days[0], start, end


def _time_after(folded: str, end: int) -> tuple[time | None, int]:
    joint = _TO_TIME.match(folded, end)
    said = joint and time_at(folded, joint.end(), after_at=bool(joint["at"]))
    return said if said else (None, end)


def _time_before(folded: str, start: int) -> tuple[time | None, int]:
    for position in range(max(0, start - 24), start):
        if position and folded[position - 1] in CHINESE_DIGIT:
            continue
        joint = _AT_TIME.match(folded, position)
        begin = joint.end() if joint else position
        said = time_at(folded, begin, after_at=begin > position)
        if said and said[0] and said[1] <= start and _BETWEEN.fullmatch(folded, said[1], start):
            return said[0], position
    return None, start
