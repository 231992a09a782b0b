"""Time zones by name, and the way between instants (UTC) and days as they are lived in a zone."""

import re
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2199
"""Nothing is taken into the book that happened, or is to happen, before or after these years."""
_EARLIEST: Final = datetime(1000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(9000, 1, 1, tzinfo=UTC)
_OFFSET: Final = re.compile(r"UTC(?:(?P<sign>[+-])(?P<hours>[0-9]{2}):(?P<minutes>[0-5][0-9]))?")


@lru_cache(maxsize=64)
def find_zone(name: str) -> tzinfo:
    """The zone of an IANA name (``Asia/Shanghai``), of ``UTC``, or of a fixed offset (``UTC+08:00``).

    Raises ValueError when there is no such zone.
    """
    if match := _OFFSET.fullmatch(name):
        if not match["sign"]:
            return UTC
        offset = timedelta(hours=int(match["hours"]), minutes=int(match["minutes"]))
        if offset >= timedelta(hours=24):
            raise ValueError(f"no such time zone: {name!r}")
        return timezone(-offset if match["sign"] == "-" else offset)
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, LookupError) as reason:
        raise ValueError(f"no such time zone: {name!r}") from reason


def offset_name(seconds: int) -> str:
    """The name that :func:`find_zone` reads for so many seconds east of Greenwich, rounded to minutes."""
    hours, minutes = divmod(round(abs(seconds) / 60), 60)
    return f"UTC{'-' if seconds < 0 else '+'}{hours:02}:{minutes:02}"


def utc_text(instant: datetime) -> str:
    """An instant as the store keeps it: UTC, ISO 8601, milliseconds, ``Z``. Such texts sort by time.

    Raises ValueError when the instant has no zone.
    """
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    text = instant.astimezone(UTC).isoformat(timespec="milliseconds")
    return text.removesuffix("+00:00") + "Z"


def local_moment(utc_iso: str, zone: str) -> datetime:
    """The date and time in the zone at an instant, as `moment_in` reads it. Raises ValueError."""
    return moment_in(utc_iso, find_zone(zone))


def moment_in(utc_iso: str, zone: tzinfo | None) -> datetime:
    """The same for a zone that is known already; None is the computer's own.

    A text without an offset is UTC. What is stored beyond any calendar in use stands for its edge, so that every zone
    has a day for it, and one that can be reckoned with. Raises ValueError.
    """
    instant = datetime.fromisoformat(utc_iso)
    if instant.tzinfo is None:
        instant = instant.replace(tzinfo=UTC)
    return min(max(instant, _EARLIEST), _LATEST).astimezone(zone)


def local_day(utc_iso: str, zone: str) -> date:
    """The day that it is in the zone at an instant. Raises ValueError for what is no instant or no zone."""
    return local_moment(utc_iso, zone).date()


def to_utc(day: date, at: time, zone: str) -> str:
    """The instant (as :func:`utc_text`) of a day and time in a zone.

    A time that the clocks skip is read by the offset before the change, so it lands as far behind it; of a
    time that they show twice the first is meant.
    """
    return utc_text(datetime.combine(day, at.replace(tzinfo=None, fold=0), find_zone(zone)))


def utc_span(first: date, last: date, zone: str) -> tuple[str, str]:
    """The instants from the beginning of ``first`` (included) to the end of ``last`` (excluded), for a query.

    Days around a change of the clocks last 23 or 25 hours, and a day whose midnight is skipped begins at the
    change.
    """
    return to_utc(first, time(), zone), to_utc(last + timedelta(days=1), time(), zone)
