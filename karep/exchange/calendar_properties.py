"""The properties of an event as they are written: read one event at a time, so that a broken one is alone at fault."""

import warnings
from datetime import datetime, tzinfo
from typing import Any, Final
from zoneinfo import ZoneInfo

from karep.exchange.calendar_file import CalendarFile, RawEvent
from karep.rules.visible import one_line

LONGEST: Final = 400
"""Characters of a subject, a place or a name."""


def parsed(raw: RawEvent) -> Any:
    """The event as the library reads it, or None."""
    from icalendar import Event

    if raw.fault:
        return None
    lines = "\r\n".join(("BEGIN:VEVENT", *raw.lines, "END:VEVENT", ""))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            event = Event.from_ical(lines)
            for name in [one for one, value in event.items() if _is_broken(value)]:
                del event[name]
            return event
    except Exception:
        # whatever a library stumbles over in a stranger's file is a fault of that file
        return None


def _is_broken(value: Any) -> bool:
    """Whether a value could not be read; of several all have to be readable."""
    from icalendar.prop import vBroken

    return any(isinstance(one, vBroken) for one in (value if isinstance(value, list) else [value]))


class Zones:
    """The time zones that a file defines itself, for names that nobody else knows."""

    def __init__(self, file: CalendarFile) -> None:
        """Know none yet; each is made when it is asked for."""
        self._lines = file.zones
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo | None:
        """The zone that the file calls so, or None."""
        if name not in self._found:
            self._found[name] = self._made(self._lines.get(name))
        return self._found[name]

    def _made(self, lines: tuple[str, ...] | None) -> tzinfo | None:
        # rules of a zone that repeat more than yearly are an attack, not a zone
        if lines is None or any(one.upper().startswith("RRULE") and "YEARLY" not in one.upper() for one in lines):
            return None
        from icalendar import Timezone

        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                rules: Any = Timezone.from_ical("\r\n".join(("BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", "")))
                zone: tzinfo = rules.to_tz()
                zone.utcoffset(datetime(2026, 1, 1))
        except Exception:
            return None
        return zone


def zone_name(zone: tzinfo | None) -> str:
    """The name of a zone that everybody knows by it; none for UTC, which is where programs meet and nobody lives."""
    key = getattr(zone, "key", "")
    if not key or key in ("UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu"):
        return ""
    return kept_zone(key) or ""


def kept_zone(name: str) -> str | None:
    """The name if a follow-up can keep it; an offset alone stands for the rep's own zone."""
    name = name.removeprefix("posix/").removeprefix("right/")
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        return None
    return name


def text_of(event: Any, name: str) -> str:
    """A text of an event on one line; of several the first."""
    found = event.get(name)
    found = found[0] if isinstance(found, list) and found else found
    return " ".join(str(found).split())[:LONGEST] if found is not None else ""


def subject_of(raw: RawEvent) -> str:
    """The subject of an event that cannot be read, so that the rep finds it."""
    line = next((one for one in raw.lines if one.upper().startswith("SUMMARY")), "")
    return one_line(line.partition(":")[2][:80])
