"""Repeats in words, in English and Chinese: read from what a rep types, and written for the rep to read."""

from datetime import date
from typing import Final

from karep.rules.day_words import MONTH_NAMES
from karep.rules.repeat_grammar import all_readings, whole_reading
from karep.rules.repeat_rule import (
    LAST,
    QUARTER_FIRSTS,
    QUARTER_LASTS,
    WORKDAYS,
    Repeat,
    first_on,
    next_due,
    read_repeat,
)

__all__ = ["Repeat", "find_repeat", "first_on", "next_due", "parse_repeat", "read_repeat", "repeat_words"]


def parse_repeat(text: str, today: date) -> Repeat | None:
    """What the whole text says, or None when any part of it is not understood. Never raises.

    “每周一”, “每月第一个周一”, “完成后90天”, “+90d”, "every 2 weeks", "monthly on the 15th", "90 days after done".
    `today` is what “today” means in "every month today".
    """
    return whole_reading(text, today)


def find_repeat(text: str) -> tuple[Repeat, int, int] | None:
    """The first repeat inside a text and from where to where it stands, or None. Never raises.

    What is too easily something else in a sentence (“+90d”, “每月用量”, "monthly report") is left alone. Of several
    readings at the same place the longest counts.
    """
    return min(all_readings(text), key=lambda found: (found[1], -found[2]), default=None)


def repeat_words(stored: str | None, language: str) -> str:
    """A stored repeat in words that `parse_repeat` reads back; "" for none and for what is not understood."""
    repeat = read_repeat(stored)
    if repeat is None:
        return ""
    return _chinese(repeat) if language == "zh" else _english(repeat)


def _is_quarterly(repeat: Repeat) -> bool:
    """Whether “quarter” says it; the last day of three months is not that of a quarter of the year."""
    return repeat.unit == "month" and repeat.every == 3 and repeat.month_day != LAST


# --- Chinese -----------------------------------------------------------------------------------------------------

_CHINESE_UNITS: Final = {"day": "天", "week": "周", "month": "个月", "year": "年"}
_CHINESE_EVERY: Final = {"day": "每天", "week": "每周", "month": "每月", "year": "每年"}
_CHINESE_DAYS: Final = "一二三四五六日"
_CHINESE_NTH: Final = {1: "第一个", 2: "第二个", 3: "第三个", 4: "第四个", LAST: "最后一个"}


def _chinese(repeat: Repeat) -> str:
    if repeat.after:
        return f"完成后{repeat.every}{_CHINESE_UNITS[repeat.unit]}"
    if repeat.months == QUARTER_FIRSTS:
        return "每季度初"
    if repeat.months == QUARTER_LASTS:
        return "每季度末"
    often = _chinese_often(repeat)
    if repeat.unit == "week" and repeat.weekdays:
        if repeat.every == 1:
            return "每个工作日" if repeat.weekdays == WORKDAYS else f"每{_chinese_days(repeat.weekdays)}"
        return f"{often}的{_chinese_days(repeat.weekdays)}"
    day = _chinese_day(repeat)
    return f"{often}{'的' if day and repeat.every > 1 else ''}{day}"


def _chinese_often(repeat: Repeat) -> str:
    if repeat.every == 1:
        return _CHINESE_EVERY[repeat.unit]
    if _is_quarterly(repeat):
        return "每季度"
    return f"每{repeat.every}{_CHINESE_UNITS[repeat.unit]}"


def _chinese_days(weekdays: tuple[int, ...]) -> str:
    return "、".join(f"周{_CHINESE_DAYS[day]}" for day in weekdays)


def _chinese_day(repeat: Repeat) -> str:
    month = f"{repeat.months[0]}月" if repeat.months else ""
    if repeat.nth:
        return f"{month}{'的' if month else ''}{_CHINESE_NTH[repeat.nth]}{_chinese_days(repeat.weekdays)}"
    if repeat.month_day == LAST:
        return "最后一天"
    return f"{month}{repeat.month_day}{'日' if month else '号'}" if repeat.month_day else ""


# --- English -----------------------------------------------------------------------------------------------------

_ENGLISH_DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_NTH: Final = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}


def _english(repeat: Repeat) -> str:
    if repeat.after:
        return f"{_english_span(repeat.every, repeat.unit)} after it is done"
    if repeat.months in (QUARTER_FIRSTS, QUARTER_LASTS):
        return f"at the {'beginning' if repeat.months == QUARTER_FIRSTS else 'end'} of every quarter"
    if repeat.unit == "week" and repeat.every == 1 and repeat.weekdays:
        return "every workday" if repeat.weekdays == WORKDAYS else f"every {_english_days(repeat.weekdays)}"
    if repeat.unit == "month" and repeat.every == 1 and repeat.nth:
        return f"every {_ENGLISH_NTH[repeat.nth]} {_english_days(repeat.weekdays)} of the month"
    day = _english_day(repeat)
    return f"{_english_often(repeat)}{' on ' if day else ''}{day}"


def _english_often(repeat: Repeat) -> str:
    if _is_quarterly(repeat):
        return "every quarter"
    return f"every {repeat.unit if repeat.every == 1 else _english_span(repeat.every, repeat.unit)}"


def _english_span(every: int, unit: str) -> str:
    return f"{every} {unit}{'' if every == 1 else 's'}"


def _english_days(weekdays: tuple[int, ...]) -> str:
    names = [_ENGLISH_DAYS[day] for day in weekdays]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _english_day(repeat: Repeat) -> str:
    month = MONTH_NAMES[repeat.months[0] - 1] if repeat.months else ""
    if repeat.nth:
        of_month = f" of {month}" if month else ""
        return f"the {_ENGLISH_NTH[repeat.nth]} {_english_days(repeat.weekdays)}{of_month}"
    if repeat.weekdays:
        return _english_days(repeat.weekdays)
    if repeat.month_day == LAST:
        return "the last day"
    if month:
        return f"{repeat.month_day} {month}"
    return f"the {ordinal(repeat.month_day)}" if repeat.month_day else ""


def ordinal(number: int) -> str:
    """An English ordinal in digits: 1st, 22nd, 13th."""
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"
