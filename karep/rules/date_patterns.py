"""What the rules of the date grammar share: how a rule is written, and the building blocks of patterns.

All patterns run over text that went through ``fold_width`` and ``simplified``: lower case, narrow, one kind of space
and dash, no traditional characters. Runs of spaces are bounded everywhere, so that no text of any length makes a
pattern slow.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from typing import Final, Literal

from karep.frozen import frozen

Order = Literal["ymd", "dmy", "mdy"]
"""How ``3/12`` is read: ``dmy`` is 3 December; ``mdy`` and ``ymd`` are 12 March."""


def day_order(setting: str) -> Order:
    """The order of that name; ``ymd`` for any other word."""
    return "dmy" if setting == "dmy" else "mdy" if setting == "mdy" else "ymd"


@frozen
class Asked:
    """What a date is read against: the day on which it is said, the order of numbers, and the direction."""

    today: date
    order: Order = "ymd"
    past: bool = False


Reader = Callable[["re.Match[str]", Asked], Iterable[date]]


@frozen
class DayRule:
    """One way to say a day.

    ``read`` gives the days that the words may mean, the likeliest first, or none when they name no day.
    ``dated`` rules may carry a weekday beside them, which then has to agree. ``alone`` rules are too easily
    something else (``3.5``, ``今年``) and count only when they are all that was typed. What a ``strict`` rule matches
    and cannot read (``2月30日``) is nonsense: no other rule may read a part of it (``30日``).

    Every match of the pattern holds at least one of the words of ``needs``: a text without them is not searched.
    """

    source: str
    read: Reader
    dated: bool = False
    alone: bool = False
    strict: bool = False
    needs: tuple[str, ...] = ()

    @property
    def pattern(self) -> re.Pattern[str]:
        """The pattern, compiled when it is first needed: most are not, and together they take longer than a frame."""
        return _compiled(self.source)

    def may_match(self, folded: str) -> bool:
        """Whether it is worth searching the text for the pattern; never False where there is a match."""
        return any(need in folded for need in self.needs) if self.needs else True


_compiled = cache(re.compile)


def rules_of(
    table: Iterable[tuple[str, Reader, str]],
    *,
    before: str = "",
    after: str = "",
    dated: bool = False,
    alone: bool = False,
    strict: bool = False,
) -> tuple[DayRule, ...]:
    """The rules of rows of a pattern, its reader and the words (parted by spaces) of which every match has one.

    ``before`` and ``after`` are what has to stand on either side of each of them.
    """
    return tuple(
        DayRule(f"{before}(?:{pattern}){after}", read, dated, alone, strict, tuple(needs.split()))
        for pattern, read, needs in table
    )


@frozen
class Span:
    """Days that are said as one (上旬, "early December"), and the one among them that stands for all."""

    first: date
    said: date
    last: date


def pick(days: list[date], asked: Asked) -> list[date]:
    """The coming one of ascending days, or the latest one when looking back; today counts for both."""
    if asked.past:
        return [day for day in days if day <= asked.today][-1:]
    return [day for day in days if day >= asked.today][:1]


def pick_span(spans: list[Span], asked: Asked) -> list[date]:
    """The day of the coming one of ascending spans, or of the latest; within it, its end ahead (or behind)."""
    if asked.past:
        begun = [span for span in spans if span.first <= asked.today][-1:]
        return [span.said if span.said <= asked.today else span.first for span in begun]
    left = [span for span in spans if span.last >= asked.today][:1]
    return [span.said if span.said >= asked.today else span.last for span in left]


CHINESE_DIGIT: Final = "零一二两三四五六七八九十百廿卅"
NUMBER: Final = f"(?:[0-9]{{1,4}}|[{CHINESE_DIGIT}]{{1,5}})"
SMALL: Final = f"(?:[0-9]{{1,2}}|[{CHINESE_DIGIT}]{{1,3}})"
NO_NUMBER_BEFORE: Final = f"(?<![0-9{CHINESE_DIGIT}])"
NO_WORD_BEFORE: Final = "(?<![a-z0-9])"
NO_WORD_AFTER: Final = "(?![a-z0-9])"
SPACE: Final = " {0,3}"
SOME_SPACE: Final = " {1,3}"
END_OF_CLAUSE: Final = (
    r"(?= {0,3}(?:$|[^a-z0-9 ]|(?:at|in the|with|to|for|and|or|we|i|he|she|they|you|please|if|when|then|after|by"
    r"|morning|afternoon|evening|[0-9]{1,2}(?::[0-9]{2}| ?[ap]m))(?![a-z])))"
)
"""Behind an English day that is easily something else: the end of a clause, or a word that goes on after a date."""

CHINESE_WEEKDAY: Final = "(?:周|星期|礼拜)"
# 下周一共三家, 上周四川客户, 下周天津, 这周五家客户: words of their own, or numbers, and the week stands alone
_COUNTED: Final = (
    "十?(?:个|家(?![里中人访庭长])|台(?![风湾])|次(?!日)|批(?![准复量评示])|份(?!额)|套(?!餐)|件|场(?![地外内馆]))"
)
WEEKDAY_OF_A_WEEK: Final = (
    rf"(?:一(?!共|直(?!接)|定(?![稿标价在于了])|般|样|些|汽|拖|重|起[吃去来聊过讨看走拜参商]|下(?!午)|{_COUNTED})"
    rf"|二(?!汽|重|手|期|{_COUNTED})|三(?!亚|一重|星|菱|峡|井|洋|{_COUNTED})|四(?!川|{_COUNTED})"
    rf"|五(?!粮|矿|菱|征|金|{_COUNTED})|六(?!安|{_COUNTED})|日(?!本(?![来想该周月])|立|产|照|化|报|元)"
    "|天(?!津|猫|合|马|能|齐|河|天))"
)
"""The letter of a weekday behind 下周 or 这个星期; behind 周 without such a step it needs no second look."""
WEEKDAY_LETTERS: Final = "一二三四五六日"

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
WEEKDAY_WORDS: Final = {
    **{word: number for number, word in enumerate(_WEEKDAYS)},
    **{word[:3]: number for number, word in enumerate(_WEEKDAYS)},
    **{"tues": 1, "weds": 2, "thur": 3, "thurs": 3},
}
ENGLISH_WEEKDAY: Final = "(?:" + "|".join(sorted(WEEKDAY_WORDS, key=len, reverse=True)) + ")"

_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MONTH_WORDS: Final = {
    **{word: number for number, word in enumerate(_MONTHS, 1)},
    **{word[:3]: number for number, word in enumerate(_MONTHS, 1)},
    "sept": 9,
}
DAY_WORDS: Final = frozenset((*WEEKDAY_WORDS, *MONTH_WORDS))
"""The English weekdays and months, whole and short."""
ENGLISH_MONTH: Final = "(?:" + "|".join(sorted(MONTH_WORDS, key=len, reverse=True)) + r")(?![a-z])\.?"


def weekday_number(word: str) -> int:
    """The weekday (0 is Monday) of an English name or of the last letter of a Chinese one."""
    if word in WEEKDAY_WORDS:
        return WEEKDAY_WORDS[word]
    letter = word[-1]
    if letter in "天末":
        return 6
    return int(letter) - 1 if letter.isascii() else WEEKDAY_LETTERS.index(letter)


def month_number(word: str) -> int:
    """The month of an English month name, with or without the full stop of an abbreviation."""
    return MONTH_WORDS[word.rstrip(".")]


def full_year(year: int) -> int:
    """A year of two digits in this century, any other unchanged."""
    return 2000 + year if year < 100 else year
