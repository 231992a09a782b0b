"""The spans that reports are about: weeks, months, quarters and years of the calendar."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from karep.rules.day_words import MONTH_NAMES
from karep.rules.weeks import Week, read_week, week_label, week_of

SPANS: Final = ("week", "month", "quarter", "year")
"""The kinds of period, the shortest first."""

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}
_WRITTEN: Final = re.compile(r"([0-9]{4})(?:-(?:([0-9]{2})|[qQ]([1-4])))?")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A week (Monday to Sunday, ISO 8601), a month, a quarter or a year.

    ``str(period)`` is its name in the store and in file names: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``.
    """

    span: str
    """One of `SPANS`."""
    first: date
    """Its first day."""

    @property
    def last(self) -> date:
        """Its last day. Raises OverflowError at the end of the calendar."""
        if self.span == "week":
            return self.first + timedelta(days=6)
        return _first_of(self.first.year, self.first.month - 1 + _MONTHS[self.span]) - timedelta(days=1)

    @property
    def week(self) -> Week:
        """The week that holds its first day; of a week the week itself."""
        return week_of(self.first)

    def step(self, number: int) -> "Period":
        """The period so many later, or earlier. Raises OverflowError beyond the calendar."""
        if self.span == "week":
            return Period("week", self.first + timedelta(days=7 * number))
        return Period(self.span, _first_of(self.first.year, self.first.month - 1 + number * _MONTHS[self.span]))

    def __contains__(self, day: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """Its name: ``2026-W47``, ``2026-11``, ``2026-Q4``, ``2026``."""
        year = f"{self.first.year:04}"
        if self.span == "week":
            return str(self.week)
        if self.span == "month":
            return f"{year}-{self.first.month:02}"
        return f"{year}-Q{_quarter(self.first)}" if self.span == "quarter" else year


def period_of(span: str, day: date) -> Period:
    """The period of that kind that holds the day.

    Raises:
        KeyError: If there is no such kind.
    """
    if span == "week":
        return Period("week", day - timedelta(days=day.weekday()))
    months = _MONTHS[span]
    return Period(span, date(day.year, (day.month - 1) // months * months + 1, 1))


def read_period(text: str) -> Period | None:
    """The period that ``2026-W47``, ``2026-11``, ``2026-Q4`` or ``2026`` names; None when it names none."""
    week = read_week(text)
    if week is not None:
        return Period("week", week.first)
    match = _WRITTEN.fullmatch(text.strip())
    if match is None:
        return None
    year, month, quarter = match.groups()
    try:
        first = date(int(year), int(month or 3 * int(quarter or 1) - 2), 1)
    except ValueError:
        return None
    return Period("month" if month else "quarter" if quarter else "year", first)


def period_label(period: Period, language: str) -> str:
    """The period in words: ``2026-W47 · 16–22 Nov`` or ``2026年第47周 · 11月16–22日``, ``Nov 2026`` or ``2026年11月``,
    ``2026-Q4 · Oct–Dec`` or ``2026年第4季度 · 10–12月``, ``2026`` or ``2026年``.
    """
    year, month = period.first.year, period.first.month
    if period.span == "week":
        return week_label(period.week, language)
    chinese = language == "zh"
    if period.span == "month":
        return f"{year}年{month}月" if chinese else f"{MONTH_NAMES[month - 1]} {year}"
    if period.span == "year":
        return f"{year}年" if chinese else f"{year}"
    if chinese:
        return f"{year}年第{_quarter(period.first)}季度 · {month}–{month + 2}月"
    return f"{period} · {MONTH_NAMES[month - 1]}–{MONTH_NAMES[month + 1]}"


def _quarter(day: date) -> int:
    return (day.month - 1) // 3 + 1


def _first_of(year: int, month: int) -> date:
    """The first day of a month, counted from January of a year. Raises OverflowError beyond the calendar."""
    years, month = divmod(month, 12)
    try:
        return date(year + years, month + 1, 1)
    except ValueError as error:
        raise OverflowError(str(error)) from error
