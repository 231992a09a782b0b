"""What an event of a calendar says: when, how long, where, with whom; and the days on which it comes again."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo

from karep.exchange.calendar_file import CalendarFile
from karep.exchange.calendar_properties import LONGEST, Zones, kept_zone, parsed, subject_of, text_of, zone_name
from karep.exchange.calendar_rules import RuleRefused, days_of
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.clock import Clock
from karep.rules.visible import one_line
from karep.rules.zones import FIRST_YEAR, LAST_YEAR, find_zone

AHEAD: Final = timedelta(days=90)
"""How far ahead an event that comes again is planned."""
MOST_TIMES: Final = 100
"""How often one event is planned at most."""
MOST_RULES: Final = 1_000
"""Events of a file whose rules are followed."""
_LONGEST_ID: Final = 150
_LONGEST_MINUTES: Final = 7 * 24 * 60
_MOST_PEOPLE: Final = 200
Moment = date | datetime


@frozen
class When:
    """A day, or a time on it in a zone, as a follow-up keeps it."""

    day: date
    at: time | None = None
    zone: str | None = None
    """None is the rep's own."""
    instant: datetime | None = None
    """The same in UTC, for what has a time."""


@frozen
class Guest:
    """Somebody whom an event names."""

    name: str
    email: str


@frozen
class Meeting:
    """One event, or one time of an event that comes again."""

    line: int
    uid: str
    key: str
    """What tells the times of one event apart; empty for what happens once."""
    subject: str
    place: str
    when: When
    minutes: int | None
    guests: tuple[Guest, ...]
    cancelled: bool
    times: int = 1
    """How many times of the event are planned."""
    more: bool = False
    """Whether it goes on after them."""
    note: str = ""
    """What the rep should know about how it was read, translated."""
    whole: bool = True
    """Whether the file tells the event itself here, and not one of its times anew."""
    elsewhere: frozenset[str] = frozenset()
    """The keys of the times that the file tells anew elsewhere."""


@frozen
class Unread:
    """An event that cannot be planned, and why."""

    line: int
    reason: str
    subject: str = ""
    past: bool = False
    uid: str = ""
    """Its id, of what is past."""
    day: date | None = None
    """The day of what is past, where it has but one."""
    ended: bool = False
    """Whether it came again, and does so no more."""
    elsewhere: frozenset[str] = frozenset()
    """The keys of its times that the file tells anew elsewhere."""


class _Broken(Exception):
    """An event that cannot be read; the text says why."""


def read_events(file: CalendarFile, clock: Clock, *, past: bool = False) -> Iterator[list[Meeting] | Unread]:
    """What each event says, in the order of the file: its times from now on, or why it is left out.

    Args:
        file: The file.
        clock: What time it is, and in which zone the rep lives: a time without a zone, or in UTC, is meant there.
        past: Whether what is past is read too; of what comes again only what is ahead is.
    """
    zones = Zones(file)
    read = [parsed(raw) for raw in file.events]
    overridden = _overridden(read, zones, clock)
    rules = 0
    for raw, event in zip(file.events, read, strict=True):
        if event is None:
            yield Unread(raw.line, raw.fault or _("it cannot be read"), subject_of(raw))
            continue
        rules += "RRULE" in event
        if rules > MOST_RULES and "RRULE" in event:
            reason = _("too many events of this calendar come again by rules")
            yield Unread(raw.line, reason, text_of(event, "SUMMARY"))
            continue
        try:
            yield _Event(raw.line, event, zones, clock, file.cancels).times(overridden, past=past)
        except _Broken as broken:
            yield Unread(raw.line, str(broken), text_of(event, "SUMMARY"))
        except _Past as over:
            subject, uid = text_of(event, "SUMMARY"), text_of(event, "UID")
            told = frozenset(overridden.get(uid, ()))
            yield Unread(raw.line, _("already past"), subject, True, uid, over.day, over.day is None, told)


class _Past(Exception):
    """All of it is over: what happened once, or the last of many times."""

    def __init__(self, day: date | None = None) -> None:
        """Name the day of what happened once."""
        super().__init__()
        self.day = day


class _Event:
    """One event of the file."""

    def __init__(self, line: int, event: Any, zones: Zones, clock: Clock, cancels: bool) -> None:
        self.line = line
        self.event = event
        self.zones = zones
        self.clock = clock
        self.cancelled = cancels or text_of(event, "STATUS").upper() == "CANCELLED"
        self.note = ""
        self.start, self.zone = self._start()
        self.minutes = self._minutes()

    def times(self, overridden: Mapping[str, set[str]], *, past: bool) -> list[Meeting]:
        """Its times.

        Raises:
            _Broken: If it cannot be planned.
            _Past: If all of it is over.
        """
        rule, extra = self._one("RRULE"), self._all("RDATE")
        uid = self.uid
        if "RECURRENCE-ID" in self.event:
            key = self._key(*self._moment(self._one("RECURRENCE-ID")))
            return [replace(self._meeting(self._when(self.start), uid, key, past=past), whole=False)]
        if rule is None and not extra:
            return [self._meeting(self._when(self.start), uid, "", past=past)]
        return self._again(rule, extra, uid, overridden.get(uid, set()))

    @property
    def uid(self) -> str:
        """Its id, or one made of what it says; a long one is shortened so that it stays one of its own."""
        uid = text_of(self.event, "UID") or f"{self.start} {text_of(self.event, 'SUMMARY')}"
        return uid if len(uid) <= _LONGEST_ID else sha256(uid.encode("utf-8", "replace")).hexdigest()

    def _again(self, rule: Any, extra: list[Any], uid: str, overridden: set[str]) -> list[Meeting]:
        now = self.clock.now
        here = self.zone or find_zone(self.clock.zone)
        first = now.astimezone(here).replace(tzinfo=None) - timedelta(days=1)
        try:
            starts = (
                set(days_of(rule.to_ical().decode(), self.start, first, AHEAD)) if rule is not None else {self.start}
            )
        except RuleRefused as refused:
            raise _Broken(str(refused)) from refused
        starts |= {self._same_kind(one) for one in extra}
        taken = {self._key(*self._moment(one)) for one in self._all("EXDATE")} | overridden
        wanted = []
        for start in sorted(starts, key=_sortable):
            when, key = self._when(start), self._key(start, self.zone)
            if key not in taken and not self._is_past(when) and when.day <= self.clock.today + AHEAD:
                wanted.append((when, key))
        if not wanted:
            raise _Past
        found = [self._meeting(when, uid, key, past=True) for when, key in wanted[:MOST_TIMES]]
        more, told = len(wanted) > MOST_TIMES, frozenset(overridden)
        return [replace(one, times=len(found), more=more, elsewhere=told) for one in found]

    def _meeting(self, when: When, uid: str, key: str, *, past: bool) -> Meeting:
        if not past and not self.cancelled and self._is_past(when):
            raise _Past(when.day)
        return Meeting(
            line=self.line,
            uid=uid,
            key=key,
            subject=text_of(self.event, "SUMMARY"),
            place=text_of(self.event, "LOCATION"),
            when=when,
            minutes=self.minutes,
            guests=tuple(self._guests()),
            cancelled=self.cancelled,
            note=self.note,
        )

    def _is_past(self, when: When) -> bool:
        if when.instant is None:
            return when.day < self.clock.today
        return when.instant + timedelta(minutes=self.minutes or 0) < self.clock.now

    # --- days and times ------------------------------------------------------------------------------------------

    def _start(self) -> tuple[Moment, tzinfo | None]:
        start = self._one("DTSTART")
        if start is None:
            raise _Broken(_("it has no day, or one that cannot be read"))
        return self._moment(start)

    def _moment(self, value: Any) -> tuple[Moment, tzinfo | None]:
        """A day or a time as it is written, without its zone, and the zone; None for a time of the rep's own."""
        found = getattr(value, "dt", value)
        if not isinstance(found, datetime):
            if not isinstance(found, date):
                raise _Broken(_("it has no day, or one that cannot be read"))
            return found, None
        if found.tzinfo is not None:
            return found.replace(tzinfo=None), found.tzinfo
        name = str(getattr(value, "params", {}).get("TZID", "")).strip()
        zone = self.zones.find(name) if name else None
        if name and zone is None:
            self.note = _("nobody knows its time zone “{name}”; your own is taken").format(name=one_line(name[:60]))
        return found, zone

    def _when(self, start: Moment) -> When:
        """The day and time as the rep keeps them.

        Raises:
            _Broken: If no calendar has that day, or none that anybody lives by.
        """
        # a day of the first or last year may begin outside of them by the clock of Greenwich
        if not FIRST_YEAR < start.year < LAST_YEAR:
            raise _Broken(_("it is not between {low} and {high}").format(low=FIRST_YEAR, high=LAST_YEAR))
        if not isinstance(start, datetime):
            return When(start)
        own = find_zone(self.clock.zone)
        try:
            instant = start.replace(tzinfo=self.zone or own).astimezone(UTC)
            named = zone_name(self.zone)
            there = instant.astimezone(ZoneInfo(named) if named else own)
        except (OverflowError, ValueError) as error:
            raise _Broken(_("it has no day, or one that cannot be read")) from error
        return When(
            there.date(),
            there.time().replace(second=0, microsecond=0, fold=0),
            named or kept_zone(self.clock.zone),
            instant,
        )

    def _key(self, moment: Moment, zone: tzinfo | None) -> str:
        """The same for one time of an event however its zone is written."""
        if not isinstance(moment, datetime):
            return f"{moment:%Y%m%d}" if moment.year >= 1000 else str(moment)
        try:
            return moment.replace(tzinfo=zone or find_zone(self.clock.zone)).astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        except (OverflowError, ValueError) as error:
            raise _Broken(_("it has no day, or one that cannot be read")) from error

    def _same_kind(self, value: Any) -> Moment:
        """A further day of an event, as its beginning is written."""
        if isinstance(value, tuple):
            value = value[0]
        moment, zone = self._moment(value)
        if not isinstance(self.start, datetime):
            return moment.date() if isinstance(moment, datetime) else moment
        if not isinstance(moment, datetime):
            return datetime.combine(moment, self.start.time())
        if zone is not None and self.zone is not None:
            try:
                return moment.replace(tzinfo=zone).astimezone(self.zone).replace(tzinfo=None)
            except (OverflowError, ValueError) as error:
                raise _Broken(_("it has no day, or one that cannot be read")) from error
        return moment

    def _minutes(self) -> int | None:
        """How long it takes; None where nothing sensible is said, and for whole days."""
        if not isinstance(self.start, datetime):
            return None
        duration = getattr(self._one("DURATION"), "dt", None)
        if not isinstance(duration, timedelta):
            last = self._one("DTEND")
            if last is None:
                return None
            stop, zone = self._moment(last)
            if not isinstance(stop, datetime):
                return None
            own = find_zone(self.clock.zone)
            try:
                begin, end = self.start.replace(tzinfo=self.zone or own), stop.replace(tzinfo=zone or own)
                if zone is not None or self.zone is not None:
                    begin, end = begin.astimezone(UTC), end.astimezone(UTC)
                duration = end - begin
            except (OverflowError, ValueError):
                return None
        minutes = int(duration.total_seconds() // 60)
        return minutes if 1 <= minutes <= _LONGEST_MINUTES else None

    # --- the rest ------------------------------------------------------------------------------------------------

    def _guests(self) -> Iterator[Guest]:
        for name in ("ATTENDEE", "ORGANIZER"):
            for one in self._all(name)[:_MOST_PEOPLE]:
                called = str(getattr(one, "params", {}).get("CN", "")).strip().strip('"')
                address = str(one).strip()
                mail = address[7:] if address[:7].lower() == "mailto:" else ""
                mail = mail or str(getattr(one, "params", {}).get("EMAIL", ""))
                yield Guest(one_line(called[:LONGEST]), mail.strip()[:LONGEST])

    def _one(self, name: str) -> Any:
        found = self.event.get(name)
        return found[0] if isinstance(found, list) else found

    def _all(self, name: str) -> list[Any]:
        """All values of a property; each of a list of dates."""
        found = self.event.get(name)
        values = found if isinstance(found, list) else [] if found is None else [found]
        return [part for one in values for part in (getattr(one, "dts", None) or [one])]


def _overridden(events: Iterable[Any], zones: Zones, clock: Clock) -> dict[str, set[str]]:
    """The times of events that come again that are told anew elsewhere in the file, by the event's id."""
    found: dict[str, set[str]] = {}
    for event in events:
        if event is not None and "RECURRENCE-ID" in event:
            try:
                one = _Event(0, event, zones, clock, False)
                found.setdefault(one.uid, set()).add(one._key(*one._moment(one._one("RECURRENCE-ID"))))
            except _Broken:
                continue
    return found


def _sortable(moment: Moment) -> datetime:
    return moment if isinstance(moment, datetime) else datetime.combine(moment, time())
