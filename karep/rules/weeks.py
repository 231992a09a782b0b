"""ISO weeks: Monday to Sunday, numbered within the year that holds their Thursday."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from karep.rules.day_words import MONTH_NAMES

_WEEK: Final = re.compile(r"([0-9]{4})-?[wW]([0-9]{2})")


@dataclass(frozen=True, slots=True, order=True)
class Week:
    """An ISO week. ``year`` is the ISO year, which differs from the calendar's around New Year."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its Monday."""
        return date.fromisocalendar(self.year, self.number, 1)

    @property
    def last(self) -> date:
        """Its Sunday."""
        return self.first + timedelta(days=6)

    @property
    def days(self) -> tuple[date, ...]:
        """Its seven days."""
        return tuple(self.first + timedelta(days=step) for step in range(7))

    def step(self, weeks: int) -> "Week":
        """The week that lies so many weeks later, or earlier. Raises OverflowError beyond the calendar."""
        return week_of(self.first + timedelta(days=7 * weeks))

    def __str__(self) -> str:
        """The ISO 8601 form, ``2026-W47``."""
        return f"{self.year:04}-W{self.number:02}"


def week_of(day: date) -> Week:
    """The ISO week that holds the day."""
    year, number, _weekday = day.isocalendar()
    return Week(year, number)


def read_week(text: str) -> Week | None:
    """The week that ``2026-W47`` names, or None when it names none (``2026-W53`` in a year of 52 weeks)."""
    match = _WEEK.fullmatch(text.strip())
    if match is None:
        return None
    try:
        week = Week(int(match[1]), int(match[2]))
        return week if week.first else None
    except ValueError:
        return None


def week_label(week: Week, language: str) -> str:
    """The week with its days: ``2026-W47 · 16–22 Nov``, or ``2026年第47周 · 11月16–22日``."""
    first, last = week.first, week.last
    if language == "zh":
        return f"{week.year}年第{week.number}周 · {_days_in_chinese(first, last)}"
    return f"{week} · {_days_in_english(first, last)}"


def _days_in_english(first: date, last: date) -> str:
    end = f"{last.day} {MONTH_NAMES[last.month - 1]}"
    if first.month == last.month:
        return f"{first.day}–{end}"
    start = f"{first.day} {MONTH_NAMES[first.month - 1]}"
    if first.year == last.year:
        return f"{start} – {end}"
    return f"{start} {first.year} – {end} {last.year}"


def _days_in_chinese(first: date, last: date) -> str:
    if first.month == last.month:
        return f"{first.month}月{first.day}–{last.day}日"
    start, end = f"{first.month}月{first.day}日", f"{last.month}月{last.day}日"
    if first.year == last.year:
        return f"{start}–{end}"
    return f"{first.year}年{start}–{last.year}年{end}"
