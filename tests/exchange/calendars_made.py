"""What tests of calendars that come in share: an event, a file, a small book."""

from datetime import date

from karep.rules.clock import Clock

TODAY = date(2026, 11, 21)
CLOCK = Clock.at(TODAY, zone="Asia/Shanghai")


def event(*lines: str, uid: str = "u@x") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*events: str, head: str = "") -> str:
    return "\n".join(filter(None, ("BEGIN:VCALENDAR", "VERSION:2.0", head, *events, "END:VCALENDAR", "")))


MEETING = (
    "SUMMARY:Acme: review\\, part 2",
    "DTSTART;TZID=W. Europe Standard Time:20261210T100000",
    "DTEND;TZID=W. Europe Standard Time:20261210T113000",
    "LOCATION:Hall 3",
)
