"""A day of visits as it would be planned: who when, what is agreed already, what is moved for it."""

import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from karep.db.views.follow_ups import FollowUp, list_follow_ups
from karep.db.views.near import Open, get_site
from karep.db.views.planned import planned_minutes
from karep.frozen import frozen
from karep.i18n import _
from karep.reports import words
from karep.reports.near import Nearby
from karep.rules.clock import Clock
from karep.rules.cutting import cut
from karep.rules.day_plan import GAP_MINUTES, MINUTES, START, Span, plan_slots, span_of
from karep.rules.near import city_key, city_of

_REACH: Final = timedelta(days=1)
_QUARTER: Final = 15
_WHAT: Final = 14
"""So many cells of the words of a follow-up are told."""
_WHO: Final = 24


@frozen
class Wanted:
    """How the rep wants the day to be."""

    day: date
    start: time = START
    minutes: int = MINUTES
    """How long each visit takes."""
    gap: int = GAP_MINUTES
    """Minutes for the way between two visits."""


@frozen
class Stop:
    """One visit of the plan."""

    nearby: Nearby
    slot: Span | None = None
    """When; None where it no longer fits into the day, or is agreed already."""
    moved: Open | None = None
    """The open follow-up that is put there; None where a new one is made."""
    agreed: Span | None = None
    """When a visit is agreed on that day already: it stays as it is."""


@frozen
class Agreed:
    """Something with a time on that day which is no visit of the plan."""

    span: Span
    name: str
    """The account's."""
    city: str = ""
    """Where it is, when that is another city than the one of the plan."""


@frozen
class DayPlan:
    """A day of visits."""

    day: date
    stops: tuple[Stop, ...]
    agreed: tuple[Agreed, ...]

    @property
    def planned(self) -> tuple[Stop, ...]:
        """The stops that get a time."""
        return tuple(one for one in self.stops if one.slot)

    @property
    def without_time(self) -> int:
        """How many stops no longer fit into the day."""
        return sum(one.slot is None and one.agreed is None for one in self.stops)


def read_day_plan(connection: sqlite3.Connection, clock: Clock, chosen: Sequence[Nearby], wanted: Wanted) -> DayPlan:
    """A day of visits to some accounts, in that order, round what is agreed on that day.

    Of an account with an open follow-up that one is put on the day; one that has a time on it already stays, and one
    with somebody else than who is to be seen stays where it is beside the new visit.

    Args:
        connection: The store.
        clock: What time it is: nothing is planned for what has passed of today.
        chosen: The accounts.
        wanted: The day, when it begins, how long visits and ways are.
    """
    since, until = wanted.day - _REACH, wanted.day + _REACH
    lengths = planned_minutes(connection, since, until)
    there: list[tuple[FollowUp, time | None]] = []
    for follow_up in list_follow_ups(connection, since=since, until=until):
        due, at = words.local_due(follow_up, clock)
        if due == wanted.day:
            there.append((follow_up, at))
    timed = [(one, span_of(at, lengths.get(one.id))) for one, at in there if at is not None]
    stops = [_stop(nearby, timed, [one for one, at in there if at is None]) for nearby in chosen]
    lasting = [wanted.minutes for one in stops if one.agreed is None]
    slots = iter(plan_slots(lasting, _not_passed(wanted, clock), wanted.gap, [span for _one, span in timed]))
    return DayPlan(
        wanted.day,
        tuple(one if one.agreed else replace(one, slot=next(slots)) for one in stops),
        tuple(
            Agreed(span, one.account_name, _other_city(connection, one.account_id, chosen))
            for one, span in sorted(timed, key=lambda pair: pair[1].start)
        ),
    )


def _other_city(connection: sqlite3.Connection, account_id: str, chosen: Sequence[Nearby]) -> str:
    """The city of an account, when it is not that of the accounts that are visited."""
    site = get_site(connection, account_id)
    city = (site.city or city_of(site.address)) if site else ""
    here = {city_key(one.site.city or city_of(one.site.address)) for one in chosen}
    return "" if not city or city_key(city) in here else city


def _stop(nearby: Nearby, timed: Sequence[tuple[FollowUp, Span]], untimed: Sequence[FollowUp]) -> Stop:
    """One visit before it has a time: what of its account is on that day already, and what is moved there."""
    account_id = nearby.site.account_id
    agreed = next((span for one, span in timed if one.account_id == account_id), None)
    here = next((_opened(one) for one in untimed if one.account_id == account_id), None)
    waiting = next((one for one in (here, nearby.follow_up) if one and _is_for(one, nearby)), None)
    return Stop(nearby, moved=waiting, agreed=agreed)


def _is_for(one: Open, nearby: Nearby) -> bool:
    """Whether a follow-up is with who is to be seen, or with nobody in particular."""
    return nearby.host is None or one.person_id in (None, "", nearby.host.person_id)


def _opened(one: FollowUp) -> Open:
    fields = (one.account_id, one.what, one.due, one.due_time, one.zone, None, one.person_id)
    return Open("follow_up", one.id, *fields)


def _not_passed(wanted: Wanted, clock: Clock) -> time:
    """When the day begins: of today only what is ahead, from the next quarter of an hour on."""
    now = clock.local.time()
    if wanted.day != clock.today or now <= wanted.start:
        return wanted.start
    minute = -(-(now.hour * 60 + now.minute) // _QUARTER) * _QUARTER
    return time(minute // 60, minute % 60) if minute < 24 * 60 else time(23, 59)


def stop_words(stop: Stop, today: date) -> str:
    """What becomes of one stop: “new visit: Ana”, “moves ‘call’ from Tue 24 Nov”, “agreed already at 10:00”."""
    if stop.agreed is not None:
        return _("agreed already, stays at {time}").format(time=f"{stop.agreed.begins:%H:%M}")
    if stop.slot is None:
        return _("! no longer fits into the day")
    if stop.moved is None:
        host = stop.nearby.host
        return _("new visit: {who}").format(who=cut(host.name, _WHO)) if host else _("new visit")
    day = words.read_day(stop.moved.due)
    there = " ".join(filter(None, (words.dated_words(day, today) if day else "", stop.moved.due_time)))
    return _("moves “{what}” from {day}").format(what=cut(stop.moved.what, _WHAT), day=there)
