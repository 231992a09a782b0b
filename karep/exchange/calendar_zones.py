"""The rules of a time zone as a calendar file carries them: a few lines where its clocks stand still, two yearly rules
where they change, and never a list of dates, which Outlook does not read."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING, Final

from karep.frozen import frozen
from karep.rules.zones import find_zone

if TYPE_CHECKING:
    from icalendar import Component, Timezone

_LEAST_YEARS: Final = 5
"""A rule must hold for so many years at least: the second Sunday of one March proves nothing."""
_MOST_CHANGES: Final = 24
"""Changes that are written one by one where no rule fits them, as in a year of Ramadan; later ones are left out."""
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LONG_AGO: Final = datetime(1970, 1, 1)


@frozen
class Change:
    """The clocks are set: at `at`, as they show until then, from one offset to another."""

    at: datetime
    before: timedelta
    after: timedelta


def is_fixed_offset(zone: str) -> bool:
    """Whether a name stands for an offset alone (``UTC``, ``UTC+08:00``): a calendar writes its times in UTC."""
    return zone.startswith("UTC")


def zone_rules(zone: str, first_year: int, last_year: int) -> "Timezone":
    """The time zone as a component of a calendar, true from one year to another, both included.

    Raises:
        ValueError: If there is no such zone.
    """
    from icalendar import Timezone

    info = find_zone(zone)
    start = max(first_year - 1, 1)
    years = range(start, max(last_year + 1, start + _LEAST_YEARS) + 1)
    changes = list(_changes(info, years))
    component = Timezone()
    component.add("tzid", zone)
    if not changes:
        offset = datetime(first_year, 1, 1, tzinfo=info).utcoffset() or timedelta()
        component.add_component(_observance(Change(_LONG_AGO, offset, offset)))
        return component
    rules = _yearly(changes, years)
    if rules is not None:
        for change, rule in rules:
            component.add_component(_observance(change, rule))
        return component
    component.add_component(_observance(Change(_LONG_AGO, changes[0].before, changes[0].before)))
    for change in changes[:_MOST_CHANGES]:
        component.add_component(_observance(change))
    return component


def _changes(info: tzinfo, years: range) -> Iterator[Change]:
    """Every change of the clocks in these years, found day by day and then to the minute."""
    moment = datetime(years[0], 1, 1, tzinfo=UTC)
    end = datetime(min(years[-1] + 1, 9999), 1, 1, tzinfo=UTC)
    before = _offset(info, moment)
    while moment < end:
        later = moment + timedelta(days=1)
        after = _offset(info, later)
        if after != before:
            low, high = moment, later
            while high - low > timedelta(minutes=1):
                middle = low + (high - low) // 2
                middle -= timedelta(seconds=middle.second, microseconds=middle.microsecond)
                low, high = (middle, high) if _offset(info, middle) == before else (low, middle)
            yield Change((high + before).replace(tzinfo=None), before, after)
            before = after
        moment = later


def _offset(info: tzinfo, moment: datetime) -> timedelta:
    return moment.astimezone(info).utcoffset() or timedelta()


def _yearly(changes: list[Change], years: range) -> list[tuple[Change, dict[str, object]]] | None:
    """The two rules of a zone whose clocks change twice a year in the same way, or None."""
    kinds: dict[tuple[timedelta, timedelta], list[Change]] = {}
    for change in changes:
        kinds.setdefault((change.before, change.after), []).append(change)
    if len(kinds) != 2:
        return None
    found = []
    for same in kinds.values():
        rule = _rule(same) if [one.at.year for one in same] == list(years) else None
        if rule is None:
            return None
        found.append((same[0], rule))
    return found


def _rule(changes: list[Change]) -> dict[str, object] | None:
    """The month and the weekday in it on which all of these changes fall, such as the last Sunday of March."""
    first = changes[0].at
    if any(
        (one.at.month, one.at.weekday(), one.at.time()) != (first.month, first.weekday(), first.time())
        for one in changes
    ):
        return None
    last_week = all((one.at + timedelta(days=7)).month != one.at.month for one in changes)
    places = {(one.at.day - 1) // 7 + 1 for one in changes}
    if not last_week and len(places) > 1:
        return None
    place = -1 if last_week else places.pop()
    return {"freq": "YEARLY", "bymonth": first.month, "byday": f"{place}{_DAYS[first.weekday()]}"}


def _observance(change: Change, rule: dict[str, object] | None = None) -> "Component":
    from icalendar import TimezoneDaylight, TimezoneStandard

    part = TimezoneDaylight() if change.after > change.before else TimezoneStandard()
    part.add("dtstart", change.at)
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    if rule:
        part.add("rrule", rule)
    return part
