"""Times of day in words, in both languages. Expects text that went through ``fold_width``."""

import re
from datetime import time
from typing import Final

from karep.rules.numerals import read_number

# atomic, so that 晚上12点 is never read as 晚 and a rest; 早点, 晚一点 and 早一些 are no part of the day
_SHORT_PART: Final = "[早晚](?!点|些|一些|一?点儿|一点(?![钟整半一二三四五0-9]))"
_PART: Final = f"(?>凌晨|清晨|清早|早上|早晨|上午|中午|下午|午后|傍晚|晚上|夜里|半夜|深夜|{_SHORT_PART})"
_ENGLISH_PART: Final = r"(?:(?<![a-z])|(?<=to))(?:(?:in the|at) )?(?P<part>morning|afternoon|evening|night)(?![a-z])"
_DIGIT: Final = "零一二两三四五六七八九十"
_NUMBER: Final = f"(?:[0-9]{{1,2}}|[{_DIGIT}]{{1,3}})"
_MINUTE: Final = f"(?:[0-9]{{2}}(?![0-9])|[0-9]{{1,2}}(?=分)|[{_DIGIT}]{{2,3}}|[{_DIGIT}](?=分))"
# 提了3点意见 counts opinions and 10点20人 counts people: neither tells that time
_OPINIONS: Final = "(?!意见|建议|要求|问题|内容|原因|改进|共识|需求|优势|顾虑)"
_PEOPLE: Final = "(?!人|个|名|位|家|台)"
_HALF: Final = r"(?P<half>[ap])\.?m(?![a-z])\.?"

_CLOCK: Final = re.compile(
    rf"(?:(?P<part>{_PART}) {{0,3}})?(?<![0-9:])(?P<hour>[0-9]{{1,2}}):(?P<minute>[0-9]{{2}})"
    rf"(?::(?P<second>[0-9]{{2}}))?(?: {{0,3}}{_HALF})?(?![0-9:])"
)
_CHINESE: Final = re.compile(
    rf"(?:(?P<part>{_PART}) {{0,3}})?(?<![0-9])(?P<hour>{_NUMBER})[点时](?!间)"
    rf"(?:钟|整|(?P<word>半|一刻|三刻)|(?P<minute>{_MINUTE})分?{_PEOPLE})?{_OPINIONS}"
)
_ENGLISH: Final = re.compile(rf"(?<![a-z0-9:])(?P<hour>[0-9]{{1,2}})(?:\.(?P<minute>[0-9]{{2}}))? {{0,3}}{_HALF}")
_OCLOCK: Final = re.compile(r"(?<![a-z0-9:])(?P<hour>[0-9]{1,2}) {0,3}o'?clock(?![a-z])")
_BARE: Final = re.compile(r"(?<![a-z0-9])(?P<hour>[0-9]{1,2})(?![0-9a-z:./-])")
_PART_THEN_HOUR: Final = re.compile(
    rf"{_ENGLISH_PART},? {{0,3}}(?:(?:at|@) {{0,3}})?(?P<hour>[0-9]{{1,2}})(?::(?P<minute>[0-9]{{2}}))?(?![0-9a-z:./-])"
)
_NOON: Final = re.compile(rf"(?:中午|正午)(?![0-9{_DIGIT}])|(?<![a-z])(?:noon|midday)(?![a-z])")
_VAGUE: Final = re.compile(rf"{_PART}(?![0-9{_DIGIT}])|{_ENGLISH_PART}")

_PATTERNS: Final = (_CLOCK, _CHINESE, _ENGLISH, _OCLOCK, _PART_THEN_HOUR)
_WORDS: Final = {"半": 30, "一刻": 15, "三刻": 45}
_MORNING: Final = ("清晨", "清早", "早上", "早晨", "上午", "早", "morning")
_EVENING: Final = ("傍晚", "晚上", "夜里", "半夜", "深夜", "晚", "evening", "night")


def time_at(text: str, start: int, *, after_at: bool = False) -> tuple[time | None, int] | None:
    """Read the time of day that begins at ``start``: the time and where it ends, or None.

    A part of the day without an hour (``上午``, ``afternoon``) is understood but names no time, so the time
    is None. ``after_at`` also admits a bare hour, as in "at 3". Without a part of the day, ``3点`` and
    "at 3" mean the afternoon for 1 to 6, since nobody visits a customer at three in the morning; ``3:00``
    is taken as written. An impossible time (``25:00``, ``13pm``, ``下午8:75``) is not read.
    """
    for pattern in (*_PATTERNS, _BARE) if after_at else _PATTERNS:
        match = pattern.match(text, start)
        if match and (found := _read(match, spoken=pattern is not _CLOCK)):
            return found, match.end()
    if match := _NOON.match(text, start):
        return time(12), match.end()
    if match := _VAGUE.match(text, start):
        return None, match.end()
    return None


def _read(match: re.Match[str], *, spoken: bool) -> time | None:
    groups = match.groupdict()
    hour = read_number(groups["hour"])
    said = groups.get("minute")
    minute = read_number(said) if said else _WORDS.get(groups.get("word") or "", 0)
    second = int(groups.get("second") or 0)
    hour = None if hour is None else _hour_of_day(hour, groups, spoken=spoken)
    if hour is None or hour > 23 or minute is None or minute > 59 or second > 59:
        return None
    return time(hour, minute, second)


def _hour_of_day(hour: int, groups: dict[str, str | None], *, spoken: bool) -> int | None:
    part, half = groups.get("part"), groups.get("half")
    if half:
        return hour % 12 + (12 if half == "p" else 0) if 1 <= hour <= 12 and not part else None
    if part:
        return _by_part(hour, part)
    padded = (groups["hour"] or "").startswith("0")
    return hour + 12 if spoken and not padded and 1 <= hour <= 6 else hour


def _by_part(hour: int, part: str) -> int | None:
    """The hour of the day that a part of the day makes of a spoken hour, or None where they contradict."""
    if part == "凌晨":
        return hour % 12 if hour <= 6 or hour == 12 else None
    if part in _MORNING:
        return hour if hour <= 12 else None
    if part == "中午":
        return hour + 12 if hour in (1, 2) else (hour if 11 <= hour <= 14 else None)
    if part in _EVENING:
        return hour + 12 if 5 <= hour <= 11 else (hour if 17 <= hour <= 23 else None)
    return hour + 12 if 1 <= hour <= 11 else (hour if 12 <= hour <= 19 else None)
