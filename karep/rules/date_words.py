"""Dates in words, as a rep types them into a form or a log line, in English and Chinese alike.

The rules, in short:

- Weeks begin on Monday. 下周三, "next wed" and "wed next week" are the Wednesday of the next ISO week;
  上周五 and "last fri" the Friday of the ISO week before; 本周五, "this fri" the Friday of this week.
- A day without more (周三, "wed", 3号, 11月3日, "3 Dec", "3/12") is the coming one, and today if it is that
  day. With ``past=True`` it is the latest one, and today if it is that day.
- 下周, 下个月, "next month" are their first days; 本周, "this week", "eow" are the Friday (on a weekend the
  Sunday); 月底, "eom", 季度末, 年底 are the last day of the running month, quarter or year.
- Longer times (上旬, "early December", Q1, 本月内) are told in `karep.rules.date_rules_periods`, holidays (节后,
  国庆前, "after Christmas") in `karep.rules.date_rules_holidays`.
- 3点 without 上午 or 下午 is in the afternoon from 1 to 6; ``3:00`` is as written.
- What no calendar has (2月30日, 13/13, 25:00) is not understood, and never becomes another day.
- Traditional characters and full-width ones read as the others do.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date, time
from itertools import accumulate
from typing import Final

from karep.frozen import frozen
from karep.rules import (
    date_rules_chinese,
    date_rules_english,
    date_rules_holidays,
    date_rules_numeric,
    date_rules_periods,
)
from karep.rules.date_patterns import (
    CHINESE_DIGIT,
    CHINESE_WEEKDAY,
    ENGLISH_WEEKDAY,
    NO_WORD_BEFORE,
    SPACE,
    Asked,
    DayRule,
    Order,
    day_order,
    weekday_number,
)
from karep.rules.numerals import fold_width
from karep.rules.scripts import simplified
from karep.rules.time_words import time_at

__all__ = ["Found", "Order", "When", "day_order", "find_when", "parse_when"]

FIRST_DAY: Final = date(1900, 1, 1)
LAST_DAY: Final = date(2199, 12, 31)
LONGEST_PHRASE: Final = 80
LONGEST_TEXT: Final = 20_000


@frozen
class When:
    """A day that was said, the time of day if one was said, and the words that said it."""

    day: date
    time: time | None
    matched: str


@frozen
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
    folded = _folded(phrase)
    asked = Asked(today, order, past)
    for rule in _RULES:
        for start, end, day in _days_said(folded, asked, rule):
            found = day and _extended(phrase, folded, start, end, day)
            if found and found.start == 0 and found.end == len(phrase):
                return found.when
    said = time_at(folded, _AT_TIME.match(folded).end(), after_at=folded.startswith("at "))  # type: ignore[union-attr]
    if said and said[0] is not None and said[1] == len(folded):
        return When(today, said[0], phrase)
    return None


def find_when(text: str, today: date, *, order: Order = "ymd", past: bool = False) -> Found | None:
    """The first date inside a text and where it stands, by the grammar of :func:`parse_when`, or None.

    What is too easily something else inside a sentence is left alone: a time without a day, ``3.5``, ``1/3``,
    今年, "sat", a holiday as in 中秋月饼. Of several readings at the same place the longest counts. Nonsense (2月30日,
    "fri 27:00", a weekday that the date beside it is not) is no date, and nothing within it is. Looks at the
    first 20,000 characters, in a time that grows as they do. Never raises.
    """
    text = text[:LONGEST_TEXT]
    folded = _folded(text)
    asked = Asked(today, order, past)
    said: list[Iterator[_Said]] = []
    nonsense: list[tuple[int, int]] = []
    for rule in _RULES:
        if rule.alone:
            continue
        days = _days_said(folded, asked, rule)
        if rule.strict:
            # all of them: of what such a rule cannot read, no other may read a part
            all_days = list(days)
            nonsense += [(start, end) for start, end, day in all_days if day is None]
            days = iter(all_days)
        said.append(days)
    return _first(text, folded, said, _Spans(nonsense))


def _first(text: str, folded: str, said: list[Iterator["_Said"]], nonsense: "_Spans") -> Found | None:
    best: Found | None = None
    for days in said:
        for start, end, day in days:
            if best and start - FARTHEST_BACK > best.start:
                break
            if day is None or nonsense.overlap(start, end):
                continue
            found = _extended(text, folded, start, end, day)
            if found:
                if best is None or (found.start, -found.end) < (best.start, -best.end):
                    best = found
                break
    return best


_Said = tuple[int, int, date | None]
"""From where to where a rule matches, and the day; None for nonsense."""

# holidays first: "before Easter" is as long as Easter with a "before" that only sets a limit
_RULES: Final = (
    *date_rules_holidays.RULES,
    *date_rules_numeric.RULES,
    *date_rules_periods.RULES,
    *date_rules_chinese.RULES,
    *date_rules_english.RULES,
)

_LINE_ENDS: Final = dict.fromkeys((0x0A, 0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029, ord("。")), ";")

FARTHEST_BACK: Final = 60
"""How far before its own words a day may take in a time, and what leads to it, at most."""

_AT_TIME: Final = re.compile(r"(?:at |@ ?)?")
_TO_TIME: Final = re.compile(rf"(?:t(?=[0-9])|{SPACE}的?(?:[,，] ?)?(?P<at>(?:at|@|from){SPACE})?)")
_BETWEEN: Final = re.compile(rf"{SPACE}(?:,|on|of|的)?{SPACE}")
_END_OF_DAY: Final = "(?:eod|cob|end of (?:the )?day|close of business)"
_LEAD: Final = re.compile(
    rf"(?:{NO_WORD_BEFORE}(?:(?:by|before|on|due|until|till|no later than|not later than|from|at)(?: the)? "
    rf"(?:{_END_OF_DAY}(?: on)? )?|{_END_OF_DAY}(?: on)? )|(?:不晚于|不迟于|最晚|最迟|截至|截止到?)){SPACE}$"
)
_TAIL: Final = re.compile(
    rf"{SPACE}(?:之前|以前|前后|左右|当[天日]|那天|前(?![往去来台期景提端十后面几两三天])|之内|以内|内(?![部容])"
    rf"|{_END_OF_DAY}(?![a-z]))"
)
_WEEKDAY: Final = (
    rf"(?:{CHINESE_WEEKDAY}(?P<chinese>[一二三四五六日天])|(?<![a-z])(?P<english>{ENGLISH_WEEKDAY})(?![a-z])\.?)"
)
_WEEKDAY_AFTER: Final = re.compile(rf"{SPACE}[,(]?{SPACE}{_WEEKDAY}\)?")
_WEEKDAY_BEFORE: Final = re.compile(rf"(?<![上下这本个每]){_WEEKDAY}{SPACE},?{SPACE}$")
_NO_CLOCK: Final = re.compile(
    rf"{SPACE}(?:at |@ ?|,)?{SPACE}(?:[0-9]{{1,2}}:[0-9]{{2}}(?![0-9:])|[0-9]{{1,2}} ?[ap]m(?![a-z]))"
)
_TIME_BEFORE: Final = re.compile(r"[点时:午]|[ap]\.?m|clock|noon|midday|morning|evening|night")


class _Spans:
    """Stretches of a text, asked whether another one overlaps any of them."""

    def __init__(self, spans: list[tuple[int, int]]) -> None:
        spans.sort()
        self._starts = [start for start, _ in spans]
        self._ends = list(accumulate((end for _, end in spans), max))

    def overlap(self, start: int, end: int) -> bool:
        before = bisect_left(self._starts, end)
        return before > 0 and self._ends[before - 1] > start


def _folded(text: str) -> str:
    """The text as the rules read it, each character where it was; new lines and 。 part what is said."""
    return simplified(fold_width(text.translate(_LINE_ENDS)))


def _days_said(folded: str, asked: Asked, rule: DayRule) -> Iterator[_Said]:
    """Every match of the rule in the order of the text; nonsense only of a strict rule."""
    if not rule.may_match(folded):
        return
    position = 0
    while match := rule.pattern.search(folded, position):
        position = match.start() + 1
        try:
            days = [day for day in rule.read(match, asked) if FIRST_DAY <= day <= LAST_DAY]
        except (ValueError, OverflowError):
            days = []
        if rule.dated:
            said = _with_weekday(folded, match.start(), match.end(), days)
        else:
            said = match.start(), match.end(), days[0] if days else None
        if said[2] or rule.strict:
            yield said


def _extended(text: str, folded: str, start: int, end: int, day: date) -> Found | None:
    """With what is said of the time, and the words that lead to it and end it; None with a time that no clock shows."""
    clock, end = _time_after(folded, end)
    if tail := _TAIL.match(folded, end):
        end = tail.end()
        if clock is None:
            clock, end = _time_after(folded, end)
    if clock is None:
        if _NO_CLOCK.match(folded, end):
            return None
        if _TIME_BEFORE.search(folded, max(0, start - 24), start):
            clock, start = _time_before(folded, start)
    if lead := _LEAD.search(folded, max(0, start - 20), start):
        start = lead.start()
    return Found(When(day, clock, text[start:end]), start, end)


def _with_weekday(folded: str, start: int, end: int, days: list[date]) -> _Said:
    """Take in a weekday beside the date; it is nonsense if that is not the weekday of a day that the date may mean.

    Behind a comma another weekday is a matter of its own.
    """
    after = _WEEKDAY_AFTER.match(folded, end)
    before = None if after else _WEEKDAY_BEFORE.search(folded, max(0, start - 16), start)
    match = after or before
    if match is None:
        return start, end, days[0] if days else None
    span = (start, match.end()) if after else (match.start(), end)
    weekday = weekday_number(match["chinese"] or match["english"])
    agreed = next((day for day in days if day.weekday() == weekday), None)
    if agreed or "," not in match[0]:
        return *span, agreed
    return start, end, days[0] if days else None


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
