"""Dates as other programs write them. The order of day and month is decided once for a whole file, by rule."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from karep.exchange.errors import DateOrderConflict, DateOrderUndecided
from karep.exchange.values import Unfit
from karep.frozen import frozen
from karep.i18n import _

ORDERS = ("dmy", "mdy", "ymd")

_TIME = r"(?:[ T]+\d{1,2}:.*)?"
_YEAR_FIRST = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?" + _TIME)
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + _TIME)
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_NO_YEAR = re.compile(r"--(\d{2})-?(\d{2})|(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?")
_NO_YEAR_NUMBERS = re.compile(r"(\d{1,2})[-/.](\d{1,2})")
_DAY_WORD = re.compile(r"(?:[a-z]{3,9},?\s+)?(\d{1,2})[\s.-]+([a-z]{3,9})\.?[\s,-]*(\d{4})?" + _TIME, re.IGNORECASE)
_WORD_DAY = re.compile(r"(?:[a-z]{3,9},\s+)?([a-z]{3,9})\.?\s+(\d{1,2})(?:,?\s+(\d{4}))?" + _TIME, re.IGNORECASE)
_MONTHS = {
    name[:length]: number
    for number, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        1,
    )
    for length in {3, len(name)}
} | {"sept": 9}
# Day 1 of a spreadsheet's calendar is 1900-01-01, and it believes that 1900 had a 29 February.
_EPOCH = date(1899, 12, 30)
# Years that phones write when the year of birth is not known.
_NO_YEARS = frozenset((0, 1604))


@frozen
class Day:
    """A day of the year, with the year when it is known. ``month`` 1 to 12, ``day`` 1 to 31."""

    month: int
    day: int
    year: int | None = None


def read_day(text: str, order: str | None) -> Day | Unfit:
    """Read a date with or without its year.

    Args:
        text: what the cell says.
        order: the file's order, ``dmy``, ``mdy`` or ``ymd``; None when no date of the file depends on it.
    """
    narrow = text if text.isascii() else unicodedata.normalize("NFKC", text)
    found = _certain(narrow) or _by_order(narrow, order)
    if found is not None:
        return found
    return Unfit(_("“{text}” is not a date that karep can read; kept as text").format(text=text[:40]))


def read_date(text: str, order: str | None) -> str | Unfit:
    """Read a date with its year as ``YYYY-MM-DD``."""
    day = read_day(text, order)
    if isinstance(day, Unfit):
        return day
    if day.year is None:
        return Unfit(_("“{text}” has no year; kept as text").format(text=text[:40]))
    return date(day.year, day.month, day.day).isoformat()


def decide_order(cells: Iterable[tuple[int, str, str]]) -> str | None:
    """Find the one order of day and month that fits every date.

    Args:
        cells: ``(line, column, text)`` of every cell that should be a date.

    Returns:
        ``dmy`` or ``mdy``, or None when no cell depends on it.

    Raises:
        DateOrderUndecided: every cell fits both.
        DateOrderConflict: some fit only one and some only the other.
    """
    seen: dict[str, tuple[int, str, str]] = {}
    unclear: list[tuple[int, str]] = []
    column_of_unclear = ""
    same = False
    for line, column, text in cells:
        order = _evidence(text)
        if order == "?":
            column_of_unclear = column_of_unclear or column
            if len(unclear) < 3:
                unclear.append((line, text))
        elif order == "=":
            same = True
        elif order and order not in seen:
            seen[order] = (line, column, text)
    if len(seen) == 2:
        first, second = sorted(seen.values())
        raise DateOrderConflict(first[1], [(first[0], first[2]), (second[0], second[2])])
    if seen:
        return next(iter(seen))
    if unclear:
        raise DateOrderUndecided(column_of_unclear, unclear)
    return "dmy" if same else None


def _evidence(text: str) -> str:
    """Return ``dmy``, ``mdy``, ``?`` for either, ``=`` for 5/5, or '' when the order does not matter."""
    narrow = (text if text.isascii() else unicodedata.normalize("NFKC", text)).strip()
    match = _YEAR_LAST.fullmatch(narrow) or _NO_YEAR_NUMBERS.fullmatch(narrow)
    if match is None:
        return ""
    first, second = int(match[1]), int(match[2])
    if first > 12 and second > 12:
        return ""
    if first > 12:
        return "dmy"
    if second > 12:
        return "mdy"
    return "=" if first == second else "?"


def _certain(text: str) -> Day | None:
    if match := _YEAR_FIRST.fullmatch(text) or _EIGHT.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _SERIAL.fullmatch(text):
        found = _EPOCH + timedelta(days=int(match[1]))
        return Day(found.month, found.day, found.year)
    if match := _NO_YEAR.fullmatch(text):
        return _day(None, int(match[1] or match[3]), int(match[2] or match[4]))
    if match := _DAY_WORD.fullmatch(text):
        return _with_word(match[2], match[1], match[3])
    if match := _WORD_DAY.fullmatch(text):
        return _with_word(match[1], match[2], match[3])
    return None


def _with_word(word: str, day: str, year: str | None) -> Day | None:
    month = _MONTHS.get(word.casefold())
    return _day(int(year) if year else None, month, int(day)) if month else None


def _by_order(text: str, order: str | None) -> Day | None:
    if match := _YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[2]), int(match[3])
        if order == "dmy":
            return _day(year, second, first)
        return _day(year, first, second) if order == "mdy" else None
    if match := _NO_YEAR_NUMBERS.fullmatch(text):
        first, second = int(match[1]), int(match[2])
        if order == "dmy":
            return _day(None, second, first)
        return _day(None, first, second) if order else None
    return None


def _day(year: int | None, month: int, day: int) -> Day | None:
    if year in _NO_YEARS:
        year = None
    try:
        date(year or 2000, month, day)
    except (ValueError, OverflowError):
        return None
    return Day(month, day, year)


def has_date_with_order(text: str) -> bool:
    """Tell whether a cell holds a date whose day and month are only told apart by the order."""
    return 8 <= len(text) <= 30 and text[0].isdigit() and _YEAR_LAST.fullmatch(text) is not None
