"""The clock: the only place that reads the system's time and zone. Everything else is told what day it is."""

import os
import time as system_time
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final

from karep.frozen import frozen
from karep.rules.zones import find_zone, offset_name, utc_text

_LOCALTIME: Final = Path("/etc/localtime")
_TIMEZONE: Final = Path("/etc/timezone")
_NOON: Final = time(12)


@frozen
class Clock:
    """What time it is, and in which zone the rep lives.

    ``frozen`` is the instant at which the clock stands still, for rehearsals and tests; without it the clock
    runs. ``zone`` is a name that ``find_zone`` understands.
    """

    zone: str
    frozen: datetime | None = None

    @classmethod
    def system(cls, zone: str | None = None) -> "Clock":
        """The running clock, in the computer's own zone unless another is named.

        Raises ValueError when the named zone does not exist.
        """
        name = zone or local_zone()
        find_zone(name)
        return cls(name)

    @classmethod
    def at(cls, day: date, at: time = _NOON, zone: str | None = None) -> "Clock":
        """A clock that stands still on a day, at noon unless another time of day is given."""
        name = zone or local_zone()
        return cls(name, datetime.combine(day, at, find_zone(name)))

    @property
    def now(self) -> datetime:
        """This instant, in UTC."""
        return (self.frozen or datetime.now(UTC)).astimezone(UTC)

    @property
    def local(self) -> datetime:
        """This instant, as clocks in the zone show it."""
        return self.now.astimezone(find_zone(self.zone))

    @property
    def today(self) -> date:
        """The day that it is in the zone."""
        return self.local.date()

    @property
    def text(self) -> str:
        """This instant as the store keeps it: ``2026-11-21T04:00:00.000Z``."""
        return utc_text(self.now)


def local_zone() -> str:
    """The name of the computer's time zone.

    Asked in turn: the variable ``TZ``, the link ``/etc/localtime``, the file ``/etc/timezone``. Where none
    gives a zone that exists (as on Windows), the present offset from UTC, such as ``UTC+08:00``.
    """
    variable = os.environ.get("TZ")
    if variable:
        # a TZ that names no zone (CST-8) is still honoured by the offset of the system's clock
        return _existing(variable.removeprefix(":")) or _present_offset()
    return _existing(_linked_zone()) or _existing(_written_zone()) or _present_offset()


def _existing(name: str) -> str:
    """The name if there is such a zone; a path below a folder ``zoneinfo`` counts as its name."""
    name = name.rpartition("zoneinfo/")[2].removeprefix("posix/").removeprefix("right/")
    try:
        if name:
            find_zone(name)
    except ValueError:
        return ""
    return name


def _linked_zone() -> str:
    try:
        target = _LOCALTIME.resolve(strict=True).as_posix()
    except (OSError, RuntimeError):
        return ""
    return target if "zoneinfo/" in target else ""


def _written_zone() -> str:
    try:
        return _TIMEZONE.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""


def _present_offset() -> str:
    return offset_name(system_time.localtime().tm_gmtoff)
