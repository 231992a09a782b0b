"""An iCalendar file taken apart: its events line by line, so that one that is broken spoils none of the others."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Final

from karep.exchange.decode import find_encoding
from karep.exchange.errors import SheetTooLarge, SheetUnreadable
from karep.frozen import frozen
from karep.i18n import _

SUFFIXES: Final = (".ics", ".ical", ".icalendar", ".ifb")
"""What the name of a calendar file ends in."""
MAX_FILE: Final = 20 * 1024 * 1024
"""Bytes."""
MAX_EVENTS: Final = 20_000
MAX_LINE: Final = 1_000_000
"""Characters of one line after it was put together; attachments are that long."""
MAX_DEPTH: Final = 12
"""Components within components."""
MAX_ZONES: Final = 100
_KEPT: Final = frozenset(
    (
        *("UID", "SUMMARY", "DTSTART", "DTEND", "DURATION", "LOCATION", "ORGANIZER", "ATTENDEE", "STATUS"),
        *("RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE"),
    )
)
"""The properties of an event that are read; the others cannot be at fault then."""
_LONGEST_KEPT: Final = 20_000
"""Characters of a line that is read."""
_MOST_LINES: Final = 500
"""Lines of one event, or of the rules of one time zone."""
_NAME: Final = re.compile(r"[^;:\s]+")


@frozen
class RawEvent:
    """The lines of one event."""

    line: int
    """Where it begins in the file, from one on."""
    lines: tuple[str, ...]
    fault: str = ""
    """Why it cannot be read, translated; empty when it can."""
    about: str = ""
    """The beginning of its description: public calendars say there what kind of day it is."""


@frozen
class CalendarFile:
    """A calendar file taken apart."""

    name: str
    """The file's."""
    title: str
    """What the calendar calls itself, or an empty text."""
    cancels: bool
    """Whether all of it calls off what it names."""
    events: tuple[RawEvent, ...]
    zones: dict[str, tuple[str, ...]]
    """The lines of the rules of time zones, by their names."""
    others: int = 0
    """To-dos and journals, which are not read."""


def is_calendar(path: Path) -> bool:
    """Whether a file's name says that it is a calendar."""
    return path.suffix.lower() in SUFFIXES


def open_calendar(path: Path, *, encoding: str | None = None) -> CalendarFile:
    """Read a calendar file.

    Args:
        path: The file.
        encoding: The rep's ``--encoding``; None to find it by rule.

    Raises:
        SheetTooLarge: It is over a limit.
        SheetUnreadable: It is no calendar, or breaks off.
        EncodingUndecided: It is not UTF-8 and has no byte order mark.
    """
    if not path.is_file():
        raise SheetUnreadable(_("There is no file “{path}”.").format(path=path))
    if path.stat().st_size > MAX_FILE:
        raise SheetTooLarge(_("This calendar is larger than {n} MB; karep does not read it.").format(n=MAX_FILE >> 20))
    found = _Reading(path.name)
    for number, line in _logical_lines(_text(path, encoding)):
        found.take(number, line)
    return found.close()


def _text(path: Path, encoding: str | None) -> str:
    data = path.read_bytes()
    if encoding is None:
        for unfold in (bytes, _unfolded):
            # some programs fold between the bytes of one character: only what is put together again is UTF-8
            try:
                text = unfold(data).decode("utf-8-sig")
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return text
    return data.decode(find_encoding(path, encoding)).removeprefix("\ufeff").replace("\0", "")


def _unfolded(data: bytes) -> bytes:
    for fold in (b"\r\n ", b"\r\n\t", b"\n ", b"\n\t"):  # a pattern would hold every piece of the file apart
        data = data.replace(fold, b"")
    return data


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with what was folded put together, each with the number of its first one.

    Raises:
        SheetTooLarge: If one is too long.
    """
    begun, parts, length = 0, list[str](), 0
    for number, line in enumerate(StringIO(text, newline=None), 1):
        line = line.rstrip("\n")
        if line[:1] in (" ", "\t") and parts:
            parts.append(line[1:])
            length += len(line)
        else:
            if parts:
                yield begun, "".join(parts)
            begun, parts, length = number, [line], len(line)
        if length > MAX_LINE:
            raise SheetTooLarge(
                _("Line {line} is longer than {limit:,} characters; karep cannot read that as a list.").format(
                    line=begun, limit=MAX_LINE
                )
            )
    if parts:
        yield begun, "".join(parts)


class _Reading:
    """What was found so far, and the components that are open."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.title = ""
        self.cancels = False
        self.events: list[RawEvent] = []
        self.zones: dict[str, tuple[str, ...]] = {}
        self.others = 0
        self.calendars = 0
        self._open: list[str] = []
        self._begun = 0
        self._lines: list[str] = []
        self._about = ""
        self._fault = ""

    def take(self, number: int, line: str) -> None:
        match = _NAME.match(line)
        name = match[0].upper() if match else ""
        if name in ("BEGIN", "END") and ":" in line:
            component = line.partition(":")[2].strip().upper()
            self._begin(number, component) if name == "BEGIN" else self._end(component)
        elif not self._open:
            return
        elif self._open[-1] == "VEVENT":
            self._property(name, line)
        elif "VTIMEZONE" in self._open:
            self._keep(line)
        elif self._open[-1] == "VCALENDAR":
            self._about_all(name, line)

    def _begin(self, number: int, component: str) -> None:
        if len(self._open) >= MAX_DEPTH:
            raise SheetTooLarge(_("This calendar is nested too deeply (line {line}).").format(line=number))
        inside = bool({"VEVENT", "VTIMEZONE"} & set(self._open))
        if component == "VCALENDAR":
            self._broken_off()
            self.calendars += 1
            self._open = []
        elif component in ("VEVENT", "VTIMEZONE"):
            self._broken_off()
            self._begun, self._lines, self._fault, self._about = number, [], "", ""
        elif component in ("VTODO", "VJOURNAL") and not inside:
            self.others += 1
        if component != "VEVENT" and "VTIMEZONE" in self._open:
            self._keep(f"BEGIN:{component}")
        self._open.append(component)

    def _end(self, component: str) -> None:
        if component not in self._open:
            return
        while self._open:
            closed = self._open.pop()
            if closed == "VEVENT":
                self._fault = self._fault or ("" if closed == component else _broken())
                self._add_event()
            elif closed == "VTIMEZONE":
                self._add_zone()
            elif "VTIMEZONE" in self._open:
                self._keep(f"END:{closed}")
            if closed == component:
                return

    def _broken_off(self) -> None:
        """An event that is open while the next one begins never ended."""
        if "VEVENT" in self._open:
            self._fault = self._fault or _broken()
            self._add_event()
            del self._open[self._open.index("VEVENT") :]

    def _property(self, name: str, line: str) -> None:
        if name == "DESCRIPTION":
            self._about = line.partition(":")[2][:80]
        elif name in _KEPT:
            self._keep(line)

    def _keep(self, line: str) -> None:
        if len(self._lines) < _MOST_LINES and len(line) <= _LONGEST_KEPT:
            self._lines.append(line)
        elif not self._fault:
            self._fault = _("is too long")

    def _about_all(self, name: str, line: str) -> None:
        value = line.partition(":")[2]
        if name == "X-WR-CALNAME" and not self.title:
            self.title = value.strip()[:200]
        elif name == "METHOD":
            self.cancels = value.strip().upper() == "CANCEL"

    def _add_event(self) -> None:
        if len(self.events) >= MAX_EVENTS:
            raise SheetTooLarge(
                _("There are more than {n:,} events in this calendar; export a shorter time.").format(n=MAX_EVENTS)
            )
        self.events.append(RawEvent(self._begun, tuple(self._lines), self._fault, self._about))

    def _add_zone(self) -> None:
        named = next((line for line in self._lines if line.upper().startswith("TZID")), "")
        if named and not self._fault and len(self.zones) < MAX_ZONES:
            self.zones.setdefault(named.partition(":")[2].strip(), tuple(self._lines))

    def close(self) -> CalendarFile:
        """What was found.

        Raises:
            SheetUnreadable: If it is no calendar, or there is no event in it.
        """
        self._broken_off()
        if not self.calendars and not self.events:
            raise SheetUnreadable(_("This is not a calendar file: it does not begin with BEGIN:VCALENDAR."))
        if not self.events:
            if self.others:
                raise SheetUnreadable(_("This calendar holds only to-dos; karep reads events."))
            raise SheetUnreadable(_("There is no event in this calendar."))
        return CalendarFile(self.name, self.title, self.cancels, tuple(self.events), self.zones, self.others)


def _broken() -> str:
    return _("it breaks off, or its lines are not in order")
