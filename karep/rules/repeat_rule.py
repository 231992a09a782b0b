"""When a follow-up comes again: by the calendar, or a span after it was done; as it is stored, and the day it gives.

The stored text knows no language: ``after:P90D`` is ninety days after the last one was closed, ``RRULE:…`` a rule of
the calendar in the notation of iCalendar (RFC 5545). A day that a month lacks is its last one (the 31st is 30 April),
which the notation says with ``BYMONTHDAY=28,29,30,31;BYSETPOS=-1``.
"""

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Final, Literal

from karep.frozen import frozen
from karep.rules.calendar_steps import add_months

Unit = Literal["day", "week", "month", "year"]

MOST: Final = 9999
"""The longest span, in whatever unit."""
WORKDAYS: Final = (0, 1, 2, 3, 4)
"""Monday to Friday."""
QUARTER_FIRSTS: Final = (1, 4, 7, 10)
"""The months that begin a quarter."""
QUARTER_LASTS: Final = (3, 6, 9, 12)
"""The months that end a quarter."""
LAST: Final = -1
"""The last day of the month, or the last such weekday in it."""
MONTH_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
"""How many days each month can have."""

_FREQUENCIES: Final[dict[Unit, str]] = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_UNITS: Final[dict[str, Unit]] = {word: unit for unit, word in _FREQUENCIES.items()}
_LETTERS: Final[dict[Unit, str]] = {"day": "D", "week": "W", "month": "M", "year": "Y"}
_SPANS: Final[dict[str, Unit]] = {letter: unit for unit, letter in _LETTERS.items()}
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_AFTER: Final = re.compile(r"after:p([0-9]{1,4})([dwmy])", re.IGNORECASE)
_KEYS: Final = frozenset(("FREQ", "INTERVAL", "BYDAY", "BYMONTH", "BYMONTHDAY", "BYSETPOS", "WKST"))
_LONGEST: Final = 200


@frozen
class Repeat:
    """How often something comes again. What names no day takes that of the follow-up's own due date."""

    unit: Unit
    every: int = 1
    """So many units lie between two."""
    after: bool = False
    """Counted from the day that the last one was closed, and not by the calendar."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday; in order, without doubles."""
    nth: int = 0
    """The first (1) to fourth (4) or the `LAST` of its weekday in the month; 0 when none is meant."""
    month_day: int = 0
    """The 1st to 31st of the month or the `LAST` day; 0 when none is meant."""
    months: tuple[int, ...] = ()
    """Of a yearly one: one month, or the first or last months of the quarters."""

    @property
    def text(self) -> str:
        """As the store keeps it, the same for all that mean the same."""
        if self.after:
            return f"after:P{self.every}{_LETTERS[self.unit]}"
        parts = [f"FREQ={_FREQUENCIES[self.unit]}"]
        if self.every > 1:
            parts.append(f"INTERVAL={self.every}")
        if self.months:
            parts.append(f"BYMONTH={_listed(self.months)}")
        if self.nth:
            parts.append(f"BYDAY={self.nth:+}{_DAYS[self.weekdays[0]]}")
        elif self.weekdays:
            parts.append(f"BYDAY={','.join(_DAYS[day] for day in self.weekdays)}")
        if self.month_day > 28:
            parts.append(f"BYMONTHDAY={_listed(range(28, self.month_day + 1))};BYSETPOS=-1")
        elif self.month_day:
            parts.append(f"BYMONTHDAY={self.month_day}")
        return f"RRULE:{';'.join(parts)}"

    @property
    def names_day(self) -> bool:
        """Whether it says on which day, so that a date beside it is not needed."""
        return bool(self.weekdays or self.month_day)

    @property
    def is_valid(self) -> bool:
        """Whether there is such a thing: one way to name the day, and a day that the month can have."""
        if not 1 <= self.every <= MOST or (self.after and (self.weekdays or self.nth or self.month_day or self.months)):
            return False
        if self.weekdays != tuple(sorted({day for day in self.weekdays if 0 <= day <= 6})):
            return False
        return _names_one_day(self) and _has_its_months(self)

    def pinned(self, due: date) -> "Repeat":
        """The same with the day spelled out that it takes from a due date: no short month then shifts it for good."""
        if self.after or self.names_day or self.unit in ("day", "week"):
            return self
        months = (due.month,) if self.unit == "year" else ()
        return replace(self, month_day=due.day, months=months)


def _names_one_day(repeat: Repeat) -> bool:
    if repeat.nth:
        known = repeat.nth in (LAST, 1, 2, 3, 4) and len(repeat.weekdays) == 1
        return known and not repeat.month_day and repeat.unit in ("month", "year")
    if repeat.weekdays:
        return repeat.unit == "week" and not repeat.month_day
    return not repeat.month_day or (repeat.unit in ("month", "year") and LAST <= repeat.month_day <= 31)


def _has_its_months(repeat: Repeat) -> bool:
    dated = bool(repeat.nth or repeat.month_day)
    if repeat.unit != "year":
        return not repeat.months
    if not repeat.months:
        return not dated
    if repeat.months == QUARTER_FIRSTS:
        return repeat.month_day == 1 and repeat.every == 1
    if repeat.months == QUARTER_LASTS:
        return repeat.month_day == LAST and repeat.every == 1
    if len(repeat.months) != 1 or not 1 <= repeat.months[0] <= 12 or not dated:
        return False
    # the last day of one month is a day with a number: 31 December, 29 February
    return bool(repeat.nth) or 1 <= repeat.month_day <= MONTH_LENGTHS[repeat.months[0] - 1]


def valid(repeat: Repeat) -> Repeat | None:
    """The repeat, or None when there is no such thing."""
    return repeat if repeat.is_valid else None


def read_repeat(stored: str | None) -> Repeat | None:
    """What a stored text says, or None for what is no repeat that karep can keep to. Never raises."""
    text = (stored or "").strip()
    if not text or len(text) > _LONGEST or not text.isascii():
        return None
    if match := _AFTER.fullmatch(text):
        return valid(Repeat(_SPANS[match[2].upper()], int(match[1]), after=True))
    text = text.upper()
    if not text.startswith("RRULE:"):
        return None
    try:
        return _read_rule(dict(part.split("=", 1) for part in text.removeprefix("RRULE:").split(";")))
    except (ValueError, KeyError, IndexError):
        return None


def _read_rule(parts: dict[str, str]) -> Repeat | None:
    if not _KEYS.issuperset(parts) or parts.get("WKST", "MO") != "MO":
        return None
    days = parts.get("BYDAY", "").split(",") if "BYDAY" in parts else []
    nth = int(days[0][:-2]) if len(days) == 1 and len(days[0]) > 2 else 0
    month_days = _numbers(parts.get("BYMONTHDAY", ""))
    if "BYSETPOS" in parts and (parts["BYSETPOS"] != "-1" or month_days != tuple(range(28, max(month_days) + 1))):
        return None
    if len(month_days) > 1 and "BYSETPOS" not in parts:
        return None
    found = Repeat(
        _UNITS[parts["FREQ"]],
        int(parts.get("INTERVAL", "1")),
        weekdays=tuple(sorted({_DAYS.index(day[-2:] if nth else day) for day in days})),
        nth=nth,
        month_day=max(month_days, default=0),
        months=_numbers(parts.get("BYMONTH", "")),
    )
    if found.month_day == LAST and len(found.months) == 1:
        found = replace(found, month_day=MONTH_LENGTHS[found.months[0] - 1])
    return valid(found)


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(number) for number in text.split(",")) if text else ()


def _listed(numbers: "tuple[int, ...] | range") -> str:
    return ",".join(str(number) for number in numbers)


def next_due(repeat: Repeat, due: date, closed_on: date, *, first_due: date | None = None) -> date:
    """The day on which it comes again.

    After completion: the span after `closed_on`. By the calendar: the first day of the rule that lies after both `due`
    and `closed_on`, so that none pile up. `first_due` is the day that the rhythm is counted from when `due` was moved.

    Raises:
        ValueError: If that day lies outside of the years 1 to 9999.
    """
    if repeat.after:
        return span_after(repeat, closed_on)
    begin = first_due or due
    return _first_of_rule(repeat, begin, max(begin, due, closed_on), included=False)


def first_on(repeat: Repeat, today: date) -> date:
    """The day that a repeat begins on when none was said: its coming day, today included; else one span from today.

    Raises:
        ValueError: If that day lies outside of the years 1 to 9999.
    """
    if not repeat.names_day:
        return span_after(repeat, today)
    return _first_of_rule(replace(repeat, every=1), today, today, included=True)


def span_after(repeat: Repeat, day: date) -> date:
    """The day one span later; a day that its month lacks becomes the last one of that month.

    Raises:
        ValueError: If that day lies outside of the years 1 to 9999.
    """
    try:
        if repeat.unit in ("month", "year"):
            return add_months(day, repeat.every * (12 if repeat.unit == "year" else 1))
        return day + timedelta(days=repeat.every * (7 if repeat.unit == "week" else 1))
    except OverflowError as error:
        raise ValueError("that day is out of range") from error


def _first_of_rule(repeat: Repeat, begin: date, after: date, *, included: bool) -> date:
    from dateutil.rrule import rrulestr

    begin = _brought_near(repeat, begin, after)
    rule = rrulestr(repeat.pinned(begin).text, dtstart=datetime.combine(begin, time()))
    found = rule.after(datetime.combine(after, time()), inc=included)
    if found is None:
        raise ValueError("the calendar ends before it comes again")
    day: date = found.date()
    return day


def _brought_near(repeat: Repeat, begin: date, after: date) -> date:
    """A day of the same rhythm closer to `after`: a daily rule is not walked through from a distant beginning."""
    if repeat.unit in ("month", "year") or after <= begin:
        return begin
    step = repeat.every * (7 if repeat.unit == "week" else 1)
    return begin + timedelta(days=(after - begin).days // step * step)
