"""What goes into a calendar, as plain values: which of the book's days, under which title, with how much told."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from karep.db.views.calendar import (
    DueItem,
    YearlyItem,
    count_changes,
    count_removals,
    get_due_item,
    get_yearly_item,
    list_due_items,
    list_yearly_items,
)
from karep.exchange.calendar_titles import called, on_one_line, plain
from karep.exchange.calendar_zones import is_fixed_offset
from karep.frozen import frozen
from karep.i18n import _, language
from karep.rules.clock import Clock
from karep.rules.day_plan import MINUTES
from karep.rules.festivals import festivals_between
from karep.rules.lunar import day_in_year, describe_lunar
from karep.rules.practice import USUAL, Practice
from karep.rules.vocabulary import OCCASION_KINDS
from karep.rules.zones import local_day, local_moment, to_utc

BACK: Final = timedelta(days=7)
"""How far an agenda looks back for what is done."""
OVERDUE: Final = timedelta(days=60)
"""How far it looks back for what is overdue: older ones would fill a phone with what nobody does any more."""
AHEAD: Final = timedelta(days=90)
"""How far it looks ahead for follow-ups and promises."""
YEARS: Final = 3
"""For how many years important days and festivals are listed, each on its own day of each year: other programs know no
lunar calendar."""
SUFFIX: Final = "@karep"
"""What the id of each of our entries ends with."""
_LONGEST_SPAN: Final = timedelta(days=3660)
BETWEEN: Final = " · "
"""Stands between the parts of a title; where no details are told, the account is the last of them."""


@frozen
class Choice:
    """What an export of the agenda holds."""

    first: date
    last: date
    """The last day of follow-ups and promises."""
    yearly_last: date
    """The last day of important days and festivals."""
    open_since: date
    """What is overdue is in it from this day on."""
    details: bool = False
    """Whether subjects, people and purposes are told, and the account's whole name."""
    private: bool = False
    """Whether personal days (birthdays and the like) are in it, with the person's name."""
    festivals: bool = False

    @classmethod
    def of(cls, today: date, first: date | None = None, last: date | None = None) -> "Choice":
        """The usual span around a day, or the one that is given; it is never longer than ten years."""
        start = first or min(today, last or today) - BACK
        since = first or min(start, today - OVERDUE)
        if last is not None:
            end = min(last, start + _LONGEST_SPAN)
            return cls(start, end, end, since)
        end = max(start, today) + AHEAD
        return cls(start, end, max(start, today) + timedelta(days=365 * YEARS + 1), since)


@frozen
class Entry:
    """One entry of a calendar: a whole day, or from `start` in its zone for some minutes."""

    uid: str
    sequence: int
    changed: datetime
    """UTC."""
    title: str
    day: date
    at: time | None = None
    zone: str = ""
    minutes: int = MINUTES
    text: str = ""
    place: str = ""
    cancelled: bool = False
    reminds: bool = True


@frozen
class Agenda:
    """The entries of an export, and what was kept out of it."""

    entries: tuple[Entry, ...]
    personal: int = 0
    """Personal days that were left out."""
    undated: int = 0
    """Important days of which only the month is known; no calendar has a place for them."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many entries of each noun there are; ``cancelled`` counts those that are called off."""


def agenda_entries(connection: sqlite3.Connection, clock: Clock, choice: Choice, practice: Practice = USUAL) -> Agenda:
    """Everything of the agenda, as a calendar may know it; the same store gives the same entries in the same order."""
    due = list_due_items(connection, choice.first, choice.last, open_since=choice.open_since)
    every = list_yearly_items(connection, choice.first)
    yearly = [one for one in every if choice.private or not one.is_personal]
    entries = [_due_entry(one, clock, choice.details) for one in due]
    for one in yearly:
        entries += _yearly_entries(one, choice.first, choice.yearly_last, choice.details)
    entries = _numbered(connection, entries, due, yearly)
    if choice.festivals:
        entries += _festivals(choice, practice)
    entries.sort(key=lambda one: (one.day, one.at or time.min, one.uid))
    personal = 0 if choice.private else sum(one.is_personal and not one.gone for one in every)
    undated = sum(one.day is None and not one.gone for one in yearly)
    return Agenda(tuple(entries), personal, undated, _counts(entries, due))


def record_entries(
    connection: sqlite3.Connection, clock: Clock, noun: str, record_id: str, *, details: bool = False
) -> tuple[Entry, ...]:
    """The entries of one follow-up, promise or important day; none for what has no day or is not in the book."""
    if noun in ("follow_up", "promise"):
        item = get_due_item(connection, noun, record_id)
        due = [item] if item else []
        return tuple(_numbered(connection, [_due_entry(one, clock, details) for one in due], due, []))
    day = get_yearly_item(connection, record_id) if noun == "occasion" else None
    if day is None:
        return ()
    last = clock.today + timedelta(days=365 * YEARS + 1)
    return tuple(_numbered(connection, list(_yearly_entries(day, clock.today, last, details)), [], [day]))


def _due_entry(item: DueItem, clock: Clock, details: bool) -> Entry:
    kind = _("Follow-up") if item.noun == "follow_up" else _("Promise")
    day, at, zone = date.fromisoformat(item.due), None, item.zone or clock.zone
    if item.due_time:
        day, at, zone = _start(day, time.fromisoformat(item.due_time), zone)
    cancelled = item.gone or _was_early(item, clock)
    told = details and not cancelled
    parts: tuple[str, ...] = (kind, called(item.account_name, item.short_name))
    if told:
        parts = (on_one_line(item.what), on_one_line(item.account_name), on_one_line(item.person_name))
    return Entry(
        uid=f"{item.id}{SUFFIX}",
        sequence=0,
        changed=datetime.fromisoformat(item.changed_at),
        title=BETWEEN.join(filter(None, parts)),
        day=day,
        at=at,
        zone=zone if at else "",
        minutes=item.minutes or MINUTES,
        text=_description(item, kind) if told else "",
        place="" if cancelled else plain(item.place),
        cancelled=cancelled,
        reminds=not cancelled and item.closed_at is None,
    )


def _description(item: DueItem, kind: str) -> str:
    lines = [
        kind,
        plain(item.what),
        _("Person: {name}").format(name=plain(item.person_name)) if item.person_name else "",
        _("Purpose: {purpose}").format(purpose=plain(item.aim)) if item.aim else "",
    ]
    return "\n".join(filter(None, lines))


def _start(day: date, at: time, zone: str) -> tuple[date, time, str]:
    """The beginning where it takes place; a time that the clocks skip is as far behind the change, and what has an
    offset for a zone is told in UTC."""
    try:
        told = "UTC" if is_fixed_offset(zone) else zone
        moment = local_moment(to_utc(day, at, zone), told)
    except (ValueError, OverflowError):
        return day, at, "UTC"
    return moment.date(), moment.time().replace(fold=0), told


def _was_early(item: DueItem, clock: Clock) -> bool:
    """Whether it was closed on a day before the one that it was due on: there is nothing left to go to."""
    if not item.closed_at:
        return False
    zone = item.zone if item.due_time and item.zone else clock.zone
    return local_day(item.closed_at, zone).isoformat() < item.due


def _yearly_entries(item: YearlyItem, first: date, last: date, details: bool) -> Iterator[Entry]:
    """An important day on its day of each year of the span."""
    if item.day is None:
        return
    kind = _(OCCASION_KINDS.get(item.kind, OCCASION_KINDS["other"]))
    label = on_one_line(item.label)
    whose = on_one_line(item.person_name) if item.is_personal else ""
    name = on_one_line(item.account_name) if details else called(item.account_name or "", item.short_name)
    title = BETWEEN.join(filter(None, ((label or kind) if details else kind, whose, name)))
    lunar = describe_lunar(item.month, item.day, item.leap_month, language()) if item.calendar == "lunar" else ""
    text = "\n".join(filter(None, (kind if label else "", lunar))) if details else lunar
    leap = item.leap_month and item.leap_rule != "ordinary"
    for year in range(first.year - 1, last.year + 1):
        if item.year is not None and (year < item.year or (item.once and year != item.year)):
            continue
        day = day_in_year(item.month, item.day, year, item.calendar, leap)
        if day is not None and first <= day <= last:
            yield Entry(
                uid=f"{item.id}-{year}{SUFFIX}",
                sequence=0,
                changed=datetime.fromisoformat(item.changed_at),
                title=title,
                day=day,
                text="" if item.gone else text,
                cancelled=item.gone,
                reminds=not item.gone,
            )


def _festivals(choice: Choice, practice: Practice) -> Iterator[Entry]:
    days = festivals_between(choice.first, choice.yearly_last, off=practice.days.off, own=practice.days.own)
    for one in days:
        # nothing of the book is in it, so nothing that changes with the book may be in its stamp
        stamp = datetime.combine(one.day, time(), UTC)
        uid = f"{on_one_line(one.key)}-{one.day}{SUFFIX}"
        yield Entry(uid, 0, stamp, on_one_line(one.name(language())), one.day, reminds=False)


def _numbered(
    connection: sqlite3.Connection, entries: list[Entry], due: Iterable[DueItem], yearly: Iterable[YearlyItem]
) -> list[Entry]:
    """The entries with how often each was changed: a calendar takes over only what has a higher number."""
    owners: dict[str, tuple[str, ...]] = {one.id: (one.account_id,) for one in due}
    for one in yearly:
        owners[one.id] = tuple(filter(None, (one.account_id, one.person_id)))
    changes = count_changes(connection, owners)
    removals = count_removals(connection, {owner for ones in owners.values() for owner in ones})
    numbers = {
        record: changes.get(record, 0) + sum(removals.get(one, 0) for one in ones) for record, ones in owners.items()
    }
    return [replace(one, sequence=numbers[_record(one.uid)]) for one in entries]


def _record(uid: str) -> str:
    """The record of an entry's id: without the suffix, and without the year."""
    return uid.removesuffix(SUFFIX)[:36]


def _counts(entries: list[Entry], due: list[DueItem]) -> dict[str, int]:
    nouns = {one.id: one.noun for one in due}
    counts = dict.fromkeys(("follow_up", "promise", "day", "cancelled"), 0)
    for one in entries:
        counts["cancelled" if one.cancelled else nouns.get(_record(one.uid), "day")] += 1
    return counts
