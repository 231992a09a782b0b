"""When something happened: a day up to today where a log line says it, and not a day that it speaks of."""

import re
from datetime import date, time, timedelta
from typing import Final

from karep.frozen import frozen
from karep.rules.date_words import Order, find_when, parse_when

LONGEST: Final = 40
"""Characters of the words for a day."""
LATELY: Final = timedelta(days=31)
"""How far back a day may lie that stands in the middle of a line."""

_NOW: Final = re.compile(r"(?:现在|刚才|刚刚|just now|now)(?![a-z])", re.IGNORECASE)
_LOOSE: Final = frozenset(("sat", "sun", "may", "march", "mar", "second"))
"""Words that are days too, and much else."""
_DEADLINE: Final = re.compile(
    r"^(?:by|before|due|until|till|from|since|no later|不晚于|不迟于|最晚|最迟|截至|截止)|"
    r"(?:之?前|以前|起)$",
    re.IGNORECASE,
)
# 3天前 was three days ago, 3日前 is by the third
_AGO: Final = re.compile(r"[0-9一二两三四五六七八九十半]\s*(?:天|周|个?星期|个?礼拜|个?月|年|小时)之?前$")
_GOES_ON: Final = re.compile(r"[起前之以后内]|\s?号")
_NEAR: Final = re.compile(r"昨|今天|今早|今晚|前天|刚|yesterday|today|this (?:morning|afternoon)|just", re.IGNORECASE)
_RELATIVE: Final = re.compile(rf"{_NEAR.pattern}|上周|上星期|上个?礼拜|天前|周前|last|ago", re.IGNORECASE)
_PARTS: Final = (
    (re.compile(r"凌晨"), 2),
    (re.compile(r"清晨|清早|早上|早晨|一早|[今昨]早"), 8),
    (re.compile(r"上午|morning", re.IGNORECASE), 10),
    (re.compile(r"中午|正午|noon", re.IGNORECASE), 12),
    (re.compile(r"下午|午后|afternoon", re.IGNORECASE), 15),
    (re.compile(r"傍晚"), 18),
    (re.compile(r"晚上|夜里|[今昨]晚|evening|night", re.IGNORECASE), 19),
)
"""Parts of the day, and the hour that stands for each."""


@frozen
class Moment:
    """A day that was said, from where to where."""

    start: int
    end: int
    day: date
    at: time | None
    said: str
    """The words."""

    @property
    def is_near(self) -> bool:
        """Whether it is today or one of the days before: even in the middle of a sentence that is when it was."""
        return bool(_NEAR.search(self.said))

    @property
    def is_relative(self) -> bool:
        """Whether the words count from today: 上周五, last fri. Others are easily days that a sentence speaks of."""
        return bool(_RELATIVE.search(self.said))


def hour_of(words: str) -> time | None:
    """The hour that stands for a part of the day in some words: 15:00 for 下午; None where there is none."""
    return next((time(hour) for pattern, hour in _PARTS if pattern.search(words)), None)


def moment_at(text: str, at: int, end: int, today: date, order: Order) -> Moment | None:
    """The day up to today that the words at this place say, or None."""
    if now := _NOW.match(text, at, end):
        return Moment(at, now.end(), today, None, now[0])
    words = text[at : min(end, at + LONGEST)]
    found = find_when(words, today, order=order, past=True)
    if found is None or found.start or found.when.day > today:
        return _time_today(text, at, end, today, order)
    said = found.when.matched
    if said.casefold() in _LOOSE or _is_deadline(said, text[at + found.end : at + found.end + 2]):
        return None
    if found.end < len(words) and words[found.end].isalnum() and words[found.end].isascii() and said[-1].isascii():
        return None
    return Moment(at, at + found.end, found.when.day, found.when.time or hour_of(said), said)


def moment_before(text: str, start: int, end: int, today: date, order: Order) -> Moment | None:
    """The day, counted from today or told to the hour, that a sentence ends with: “called Ana about it last fri”."""
    words = text[max(start, end - LONGEST) : end]
    found = find_when(words, today, order=order, past=True)
    if found is None or found.end != len(words) or found.when.day > today:
        return None
    at = end - len(words) + found.start
    if at > start and text[at - 1].isalnum():
        return None
    said = found.when.matched
    moment = Moment(at, end, found.when.day, found.when.time or hour_of(said), said)
    to_the_hour = found.when.time is not None and today - found.when.day <= LATELY
    return moment if (moment.is_relative or to_the_hour) and not _is_deadline(said, "") else None


def _is_deadline(said: str, after: str) -> bool:
    return bool((_DEADLINE.search(said) and not _AGO.search(said)) or _GOES_ON.match(after))


def _time_today(text: str, at: int, end: int, today: date, order: Order) -> Moment | None:
    """A time alone, which is today's: 14:30, 3pm, 上午10点."""
    for stop in _word_ends(text, at, end):
        said = parse_when(text[at:stop], today, order=order, past=True)
        if said and said.time is not None and said.day == today:
            return Moment(at, stop, said.day, said.time, text[at:stop])
    return None


_WORD_END: Final = re.compile(r"[\s,，;；。]")


def _word_ends(text: str, at: int, end: int) -> list[int]:
    """Where the first two words end, when there is a number in the first; the farther one first."""
    mark = _WORD_END.search(text, at, end)
    first = mark.start() if mark else end
    if first - at > LONGEST or not any(letter.isdigit() for letter in text[at : first + 1]):
        return []
    second = _WORD_END.search(text, first + 1, end)
    return [second.start() if second else end, first] if first < end else [first]
