"""The agenda as an iCalendar file, as Outlook, Google, Apple and telephones read it."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, Final

from karep import __version__
from karep.exchange.calendar_entries import Agenda, Choice, Entry, agenda_entries
from karep.exchange.calendar_zones import zone_rules
from karep.i18n import _, ngettext
from karep.rules.clock import Clock
from karep.rules.practice import USUAL, Practice
from karep.rules.zones import find_zone

if TYPE_CHECKING:
    from icalendar import Alarm, Event, Timezone, vText

_REMINDER: Final = timedelta(minutes=-15)
"""Before what has a time."""
_MORNING: Final = timedelta(hours=9)
"""At nine on the day itself, for what has none."""
_MOST_LINES: Final = 150
"""Lines that the rules of time zones may take."""


def write_agenda(
    connection: sqlite3.Connection, target: BinaryIO, clock: Clock, choice: Choice, practice: Practice = USUAL
) -> Agenda:
    """Write the agenda, and say what is in it and what was kept out.

    UTF-8 with CRLF, folded at 75 bytes. Two exports of one store on one day are the same to the byte; what was moved
    keeps its id and has a higher number, what was removed is called off, so that a calendar that reads the file again
    follows.
    """
    agenda = agenda_entries(connection, clock, choice, practice)
    target.write(calendar_bytes(agenda.entries))
    return agenda


def calendar_bytes(entries: Iterable[Entry]) -> bytes:
    """Entries as an iCalendar file."""
    from icalendar import Calendar

    listed = list(entries)
    calendar = Calendar()
    calendar.add("prodid", f"-//karep//karep {__version__}//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _text(_("karep agenda")))
    zones = _zones(listed)
    for zone in sorted(zones):
        calendar.add_component(zones[zone])
    for entry in listed:
        calendar.add_component(_event(entry, told="UTC" if entry.zone not in zones else entry.zone))
    written: bytes = calendar.to_ical()
    return written


def _zones(entries: list[Entry]) -> "dict[str, Timezone]":
    """The rules of the zones of these entries, those with the most entries first, as far as there is room.

    Google spoils Chinese text in a file that begins with some two hundred lines of them; what is in other zones is told
    in UTC, which is as exact.
    """
    years: dict[str, list[int]] = {}
    for one in entries:
        if one.at is not None and one.zone != "UTC":
            years.setdefault(one.zone, []).append(one.day.year)
    found, left = {}, _MOST_LINES
    for zone in sorted(years, key=lambda one: (-len(years[one]), one)):
        rules = zone_rules(zone, min(years[zone]), max(years[zone]))
        left -= rules.to_ical().count(b"\r\n")
        if left < 0:
            break
        found[zone] = rules
    return found


def _event(entry: Entry, told: str) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed)
    event.add("last-modified", entry.changed)
    event.add("summary", _text(entry.title))
    if entry.at is None:
        event.add("dtstart", entry.day)
        event.add("dtend", entry.day + timedelta(days=1) if entry.day < date.max else entry.day)
        event.add("transp", "TRANSPARENT")
    else:
        start = datetime.combine(entry.day, entry.at, find_zone(entry.zone)).astimezone(find_zone(told))
        event.add("dtstart", start)
        event.add("dtend", _end(start, entry.minutes))
    if entry.text:
        event.add("description", _text(entry.text))
    if entry.place:
        event.add("location", _text(entry.place))
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    event.add("class", "PRIVATE")
    if entry.reminds:
        event.add_component(_alarm(entry))
    return event


def _end(start: datetime, minutes: int) -> datetime:
    """So many minutes later, in the same zone; in UTC where the clocks there show that time twice."""
    moment = start.astimezone(UTC) + timedelta(minutes=minutes)
    there = moment.astimezone(start.tzinfo)
    return moment if there.fold else there


def _alarm(entry: Entry) -> "Alarm":
    from icalendar import Alarm

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _text(entry.title))
    alarm.add("trigger", _MORNING if entry.at is None else _REMINDER)
    return alarm


def _text(text: str) -> "vText":
    r"""A text that reads back as it is: the library's own would make a line break of the ``\N`` in ``C:\New``."""
    from icalendar import vText

    class Exact(vText):  # type: ignore[misc,unused-ignore]
        def to_ical(self) -> bytes:
            escaped = str(self).translate(_ESCAPES)
            return escaped.encode("utf-8", "replace")

    return Exact(text)


_ESCAPES: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


def left_out_words(agenda: Agenda, choice: Choice) -> list[str]:
    """What was kept out of an export, in sentences."""
    words = []
    if not choice.details:
        words.append(_("Subjects, people and purposes stay here; --details tells them."))
    if agenda.personal:
        words.append(
            ngettext(
                "{n} personal day stays here; --private takes it along.",
                "{n} personal days stay here; --private takes them along.",
                agenda.personal,
            ).format(n=agenda.personal)
        )
    if agenda.undated:
        words.append(
            ngettext(
                "{n} important day has no day of the month, so no calendar has a place for it.",
                "{n} important days have no day of the month, so no calendar has a place for them.",
                agenda.undated,
            ).format(n=agenda.undated)
        )
    return words
