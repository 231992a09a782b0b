"""The days on which an event comes again, by the rule that the calendar gives for it.

A rule is a small program of a stranger: those that would run for minutes, or never find a day, are refused in words.
"""

import re
from collections.abc import Iterator
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Final

from karep.i18n import _

_NUMBER: Final = re.compile(r"[0-9]{1,4}")
_UNTIL: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T([0-9]{2})([0-9]{2})([0-9]{2})Z?)?")
_ALLOWED: Final = {
    "DAILY": frozenset(("BYDAY", "BYMONTH")),
    "WEEKLY": frozenset(("BYDAY", "BYMONTH")),
    "MONTHLY": frozenset(("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")),
    "YEARLY": frozenset(("BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS")),
}
"""What each rhythm may be narrowed by; the rest is in no rep's calendar."""
_EVERYWHERE: Final = frozenset(("FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"))
_MOST_COUNTED: Final = 5_000
_MOST_INTERVAL: Final = 1_000
_OLDEST: Final = 1970
_CYCLES: Final = 400 * 19
"""Years after which weekdays and leap years are the same again, many times over. The library looks for a next day until
the year 9999; a rule that never finds one is given up twenty times sooner when it begins so much later."""


class RuleRefused(Exception):
    """A rule that is not followed; ``str(error)`` is a translated reason."""


def days_of(rule: str, start: date | datetime, first: datetime, ahead: timedelta) -> Iterator[date | datetime]:
    """When an event comes again from a moment on, for some time ahead, in its own clock's time.

    Args:
        rule: The rule, as ``FREQ=WEEKLY;BYDAY=MO``.
        start: The first time.
        first: From when on; without a zone, as `start` is.
        ahead: How long after `first`; two days more are looked at, for the sake of other zones.

    Raises:
        RuleRefused: If the rule is none, or one that is not followed.
    """
    from dateutil.rrule import rrulestr

    parts = _parts(rule)
    begin = start if isinstance(start, datetime) else datetime.combine(start, time())
    end = first + ahead + timedelta(days=2)
    if begin.year < _OLDEST:
        raise RuleRefused(_("it has come again since before {year}").format(year=_OLDEST))
    if begin > end:
        return
    if "COUNT" not in parts:
        begin = _nearer(begin, first, parts)
    written = ";".join(f"{name}={value}" for name, value in parts.items())
    try:
        for later in rrulestr(written, dtstart=_later(begin), ignoretz=True):
            moment = later.replace(year=later.year - _CYCLES)
            if moment > end:
                return
            if moment >= first - timedelta(days=1):
                yield moment if isinstance(start, datetime) else moment.date()
    except (ValueError, OverflowError, TypeError, KeyError, IndexError) as error:
        raise _unclear() from error


def _parts(rule: str) -> dict[str, str]:
    """The parts of a rule that is followed.

    Raises:
        RuleRefused: If it is not.
    """
    parts = dict(one.split("=", 1) for one in rule.upper().replace(" ", "").split(";") if "=" in one)
    rhythm = parts.get("FREQ", "")
    if rhythm in ("SECONDLY", "MINUTELY", "HOURLY"):
        raise RuleRefused(_("it comes again several times a day"))
    if rhythm not in _ALLOWED or not set(parts) <= _ALLOWED[rhythm] | _EVERYWHERE:
        raise _unclear()
    interval, count = _number(parts, "INTERVAL", _MOST_INTERVAL), _number(parts, "COUNT", _MOST_COUNTED)
    if interval > 1 and (
        (rhythm in ("DAILY", "WEEKLY") and "BYMONTH" in parts) or (rhythm == "DAILY" and "BYDAY" in parts)
    ):
        raise _unclear()
    if "COUNT" in parts and not count:
        raise _unclear()
    _require_days(parts)
    if "UNTIL" in parts and (last := _until(parts.pop("UNTIL"))).year + _CYCLES <= MAXYEAR:
        parts["UNTIL"] = f"{_later(last):%Y%m%dT%H%M%S}"
    return parts


def _number(parts: dict[str, str], name: str, most: int) -> int:
    text = parts.get(name, "1")
    if not _NUMBER.fullmatch(text) or not 1 <= int(text) <= most:
        raise _unclear()
    return int(text)


def _require_days(parts: dict[str, str]) -> None:
    """Refuse a rule whose months have no such days: one would look for the 30th of February for ever."""
    try:
        days = [int(one) for one in parts["BYMONTHDAY"].split(",")] if "BYMONTHDAY" in parts else []
        months = [int(one) for one in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else []
        places = [int(one) for one in parts["BYSETPOS"].split(",")] if "BYSETPOS" in parts else []
    except ValueError as error:
        raise _unclear() from error
    if any(not 1 <= abs(day) <= 31 for day in days) or any(not 1 <= month <= 12 for month in months):
        raise _unclear()
    longest = max((_LENGTHS[month - 1] for month in months), default=31)
    if days and all(abs(day) > longest for day in days):
        raise _unclear()
    if any(not 1 <= abs(place) <= 5 for place in places):
        raise _unclear()


_LENGTHS: Final = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _until(text: str) -> datetime:
    """The last moment, without a zone: a few hours make no difference to a plan. A day counts whole."""
    found = _UNTIL.fullmatch(text)
    if not found:
        raise _unclear()
    day, clock = f"{found[1]}-{found[2]}-{found[3]}", f"{found[4]}:{found[5]}:{found[6]}" if found[4] else "23:59:59"
    try:
        return datetime.fromisoformat(f"{day}T{clock}")
    except ValueError as error:
        raise _unclear() from error


def _later(moment: datetime) -> datetime:
    return moment.replace(year=moment.year + _CYCLES)


def _nearer(begin: datetime, first: datetime, parts: dict[str, str]) -> datetime:
    """A later beginning of the same series: what lies years back need not be counted day by day."""
    if parts["FREQ"] not in ("DAILY", "WEEKLY") or begin >= first:
        return begin
    step = timedelta(days=int(parts.get("INTERVAL", "1")) * (7 if parts["FREQ"] == "WEEKLY" else 1))
    return begin + max((first - begin) // step - 1, 0) * step


def _unclear() -> RuleRefused:
    return RuleRefused(_("it comes again by a rule that karep does not follow"))
