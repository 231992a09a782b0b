"""The times of an event that an earlier calendar planned and a newer one has elsewhere, or no more."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from datetime import UTC, date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from karep.db.calendars import ORIGIN
from karep.db.views.calendar import Imported, list_times
from karep.exchange.calendar_events import AHEAD, Meeting, Unread
from karep.exchange.calendar_values import origin_of
from karep.frozen import frozen
from karep.rules.clock import Clock

_MOMENT: Final = "%Y%m%dT%H%M%SZ"
_WAYS: Final[tuple[Callable[[date], object], ...]] = (date.toordinal, lambda day: day.isocalendar()[:2])


@frozen
class Series:
    """What becomes of the times that a calendar planned earlier."""

    moved: Mapping[str, Imported] = field(default_factory=dict)
    """The follow-up that each of the new times takes over, by the origin of the time."""
    gone: tuple[Imported, ...] = ()
    """Open ones, as the calendar made them, of times that it no longer has."""
    kept: int = 0
    """How many such stay because the rep changed them."""
    account: str = ""
    """The name of the account that they are with."""


def follow_series(
    connection: sqlite3.Connection, read: Iterable[list[Meeting] | Unread], known: Mapping[str, Imported], clock: Clock
) -> dict[int, Series]:
    """What became of earlier times, by the line of the event that they belong to.

    A time is the same as an earlier one when both are on one day, else when both are in one week. Only what is ahead
    and open is looked at, and only of events that the file holds as a whole.

    Args:
        connection: The store.
        read: The events of the file.
        known: The follow-ups that the file's times brought in earlier, by origin.
        clock: What time it is.
    """
    times: dict[str, list[Meeting]] = {}
    whole: dict[str, tuple[int, frozenset[str]]] = {}
    for ones in read:
        if isinstance(ones, Unread):
            if ones.ended and ones.uid:
                whole.setdefault(ones.uid, (ones.line, ones.elsewhere))
            continue
        first = ones[0]
        times.setdefault(first.uid, []).extend(ones)
        if first.whole:
            whole[first.uid] = (first.line, first.elsewhere)
    found = {}
    for uid, (line, elsewhere) in whole.items():
        left = _left(connection, uid, times.get(uid, []), elsewhere, clock)
        if left:
            found[line] = _followed(left, [one for one in times.get(uid, []) if origin_of(one) not in known])
    return found


def _left(
    connection: sqlite3.Connection, uid: str, times: list[Meeting], elsewhere: frozenset[str], clock: Clock
) -> list[Imported]:
    """The open follow-ups of an event that are ahead and that the file does not tell of."""
    told = {origin_of(one) for one in times} | {f"{ORIGIN}{uid}#{key}" for key in elsewhere}
    last = clock.today + AHEAD
    if any(one.more for one in times):
        last = max(one.when.day for one in times)
    span = (clock.today.isoformat(), last.isoformat())
    return [
        one
        for one in list_times(connection, f"{ORIGIN}{uid}")
        if one.origin not in told and not one.done and span[0] <= str(one.values["due"]) <= span[1]
    ]


def _followed(left: list[Imported], fresh: list[Meeting]) -> Series:
    moved: dict[str, Imported] = {}
    for way in _WAYS:
        for meeting in fresh:
            if meeting.cancelled or origin_of(meeting) in moved:
                continue
            day = way(_day_of(origin_of(meeting), meeting.when.day, meeting.when.zone))
            same = next(
                (one for one in left if way(_day_of(one.origin, _brought_day(one), meeting.when.zone)) == day), None
            )
            if same is not None:
                moved[origin_of(meeting)] = same
                left = [one for one in left if one is not same]
    gone = tuple(one for one in left if not one.touched)
    names = [one.account_name for one in (*moved.values(), *left)]
    return Series(moved, gone, len(left) - len(gone), names[0] if names else "")


def _day_of(origin: str, otherwise: date, zone: str | None) -> date:
    """The day that a time of an event was for in a zone, wherever it was moved to."""
    _event, _mark, key = origin.rpartition("#")
    try:
        if len(key) == len("20261202"):
            return datetime.strptime(key, "%Y%m%d").date()
        moment = datetime.strptime(key, _MOMENT).replace(tzinfo=UTC)
        return moment.astimezone(ZoneInfo(zone)).date() if zone else moment.date()
    except (ValueError, OverflowError, OSError):
        return otherwise


def _brought_day(one: Imported) -> date:
    return date.fromisoformat(str(one.brought.get("due") or one.values["due"]))
