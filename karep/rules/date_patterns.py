"""What the rules of the date grammar share: how a rule is written, and the building blocks of patterns.

All patterns run over text that went through ``fold_width``: lower case, narrow, one kind of space and dash.
Runs of spaces are bounded everywhere, so that no text of any length makes a pattern slow.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

Order = Literal["ymd", "dmy", "mdy"]
"""How ``3/12`` is read: ``dmy`` is 3 December; ``mdy`` and ``ymd`` are 12 March."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a date is read against: the day on which it is said, the order of numbers, and the direction."""

    today: date
    order: Order = "ymd"
    past: bool = False


Reader = Callable[["re.Match[str]", Asked], Iterable[date]]


@dataclass(frozen=True, slots=True)
class DayRule:
    """One way to say a day.

    ``read`` gives the days that the words may mean, the likeliest first, or none when they name no day.
    ``dated`` rules may carry a weekday beside them, which then has to agree. ``alone`` rules are too easily
    something else (``3.5``, ``今年``) and count only when they are all that was typed.
    """

    pattern: re.Pattern[str]
    read: Reader
    dated: bool = False
    alone: bool = False


CHINESE_DIGIT: Final = "零一二两三四五六七八九十百廿卅"
NUMBER: Final = f"(?:[0-9]{{1,4}}|[{CHINESE_DIGIT}]{{1,5}})"
SMALL: Final = f"(?:[0-9]{{1,2}}|[{CHINESE_DIGIT}]{{1,3}})"
NO_NUMBER_BEFORE: Final = f"(?<![0-9{CHINESE_DIGIT}])"
NO_WORD_BEFORE: Final = "(?<![a-z0-9])"
NO_WORD_AFTER: Final = "(?![a-z0-9])"
SPACE: Final = " {0,3}"
SOME_SPACE: Final = " {1,3}"

CHINESE_WEEKDAY: Final = "(?:周|星期|礼拜)"
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
