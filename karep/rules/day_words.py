"""Days as karep writes them; apart from the grammar that reads them, because the first screen only writes."""

from datetime import date, timedelta
from typing import Final

_DAY_NAMES: Final = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "zh": ("周一", "周二", "周三", "周四", "周五", "周六", "周日"),
}
MONTH_NAMES: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The English months, from January."""
_NEAR: Final = {
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
    "zh": {-1: "昨天", 0: "今天", 1: "明天"},
}
_HALF_A_YEAR: Final = timedelta(days=183)


def describe_day(day: date, today: date, language: str) -> str:
    """The day in words: "tomorrow", "Thu 26 Nov", "11月26日 周四", with the year when it is half a year away.

    What it says is understood by :func:`karep.rules.date_words.parse_when`, with ``past=True`` for days before today.
    """
    near = _NEAR["zh" if language == "zh" else "en"].get((day - today).days)
    if near:
        return near
    far = abs(day - today) > _HALF_A_YEAR
    if language == "zh":
        year = f"{day.year}年" if far else ""
        return f"{year}{day.month}月{day.day}日 {_DAY_NAMES['zh'][day.weekday()]}"
    year = f" {day.year}" if far else ""
    return f"{_DAY_NAMES['en'][day.weekday()]} {day.day} {MONTH_NAMES[day.month - 1]}{year}"


def weekday_words(day: date, language: str) -> str:
    """The weekday alone: "Thu", "周四"."""
    return _DAY_NAMES["zh" if language == "zh" else "en"][day.weekday()]
