"""Who else is near: accounts of the same district and city that are due, or with which something is open, and why."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from karep.db.views.near import Host, Open, Site, find_city, get_site, list_hosts, list_open, list_sites, pick_sites
from karep.db.views.occasions import Occasion
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports import words
from karep.reports.coming import read_coming
from karep.reports.report import Line, Part, Report, Section, parts
from karep.reports.rhythm import Due, account_dues, due_words
from karep.rules.attention import attention, priority, value_of
from karep.rules.clock import Clock
from karep.rules.near import city_of, city_spellings, district_key, district_of
from karep.rules.practice import USUAL, Practice
from karep.rules.privacy import masked_phone

LISTED: Final = 40
"""As many accounts are listed, the best first."""
MOST: Final = 2_000
"""In a city with more accounts so many are weighed, the district and the highest tiers first, and whatever else has
something open: as many follow-ups and promises, the earliest first."""
_TOLD: Final = 3
"""So many reasons are told of each account; the rest is counted."""


@frozen
class Reason:
    """Why an account is worth a visit."""

    words: str
    due: date | None
    state: str
    """``overdue``, ``due`` or ``coming``."""
    personal: bool = False
    """Whether it is somebody's own business."""


@frozen
class Nearby:
    """One account that is near."""

    site: Site
    district: str
    """Its district: as the rep wrote it down, else as the address tells it."""
    same_district: bool
    due: Due | None
    """How it stands by its clocks, if any runs."""
    reasons: tuple[Reason, ...]
    score: int
    """Its attention, in points."""
    follow_up: Open | None = None
    """The earliest open follow-up: a plan for a day takes it, so that nothing is planned twice."""
    host: Host | None = None
    """Whom to see."""

    @property
    def first(self) -> date:
        """The day of what is due first; the end of the calendar where nothing has a day."""
        return min((one.due for one in self.reasons if one.due), default=date.max)


@frozen
class Near:
    """What is near an account, or in a city."""

    city: str
    """Empty where it is not known."""
    district: str
    here: Nearby | None
    """The account itself, if one was asked for."""
    found: tuple[Nearby, ...]
    """The others, the best first."""
    more: int = 0
    """How many further ones there are."""
    days: int = 0
    """Within how many days something is due with each of them."""
    bounded: bool = False
    """Whether the city has more accounts than were weighed."""

    @property
    def all(self) -> tuple[Nearby, ...]:
        """The account itself and the others."""
        return (*((self.here,) if self.here else ()), *self.found)


def city_named(connection: sqlite3.Connection, name: str) -> str:
    """The city of that name in which an account of the book is; empty where none is."""
    spellings = city_spellings(name)
    return find_city(connection, spellings) if spellings else ""


def read_near(
    connection: sqlite3.Connection,
    clock: Clock,
    practice: Practice = USUAL,
    *,
    account_id: str = "",
    city: str = "",
    days: int | None = None,
) -> Near:
    """The accounts near an account, or in a city, that are due within some days or have something open by then.

    First those of the same district, in each the one that needs attention most, then what is due first.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        practice: How the rep works.
        account_id: The account; it is listed apart.
        city: The city, where no account is named.
        days: Within how many days; as the rep has set unless it is given.
    """
    reach = practice.near_days if days is None else days
    here = get_site(connection, account_id) if account_id else None
    where = (here.city or city_of(here.address)) if here else city
    spellings = city_spellings(where or "")
    if not spellings:
        return Near("", "", _nearby(here, "", "", None, (), 0) if here else None, (), days=reach)
    until = clock.today + timedelta(days=reach)
    district = _district(here) if here else ""
    key = district_key(district, where)
    known = _Known(
        list_open(connection, spellings, until, MOST),
        [one for one in read_coming(connection, clock.today, reach) if one[0].account_id],
    )
    sites = list_sites(connection, spellings, key, MOST + 1)
    bounded = len(sites) > MOST
    if bounded:
        there = {one.account_id for one in sites[:MOST]}
        sites = sites[:MOST] + pick_sites(connection, spellings, known.accounts - there)
    sites += [here] if here and all(one.account_id != account_id for one in sites) else []
    dues = account_dues(connection, [one.account_id for one in sites], clock, practice)
    every = [_weighed(one, key, where or "", dues.get(one.account_id), known, clock, until) for one in sites]
    own = next((one for one in every if one.site.account_id == account_id), None)
    others = [one for one in every if one.reasons and one is not own and _is_visited(one)]
    others.sort(key=lambda one: (not one.same_district, -one.score, one.first, one.site.name))
    listed = _with_hosts(connection, ([own] if own else []) + others[:LISTED])
    shown = [one for one in listed if one.site.account_id != account_id]
    first = next((one for one in listed if one.site.account_id == account_id), None)
    return Near(where or "", district, first, tuple(shown), max(len(others) - LISTED, 0), reach, bounded)


# --- who is near -----------------------------------------------------------------------------------------------------


class _Known:
    """What is open with the accounts of a city, and their important days."""

    def __init__(self, opened: Iterable[Open], coming: Iterable[tuple[Occasion, date]]) -> None:
        self.open: dict[str, list[Open]] = {}
        self.days: dict[str, list[tuple[Occasion, date]]] = {}
        for one in opened:
            self.open.setdefault(one.account_id, []).append(one)
        for occasion, on in coming:
            self.days.setdefault(occasion.account_id or "", []).append((occasion, on))

    @property
    def accounts(self) -> set[str]:
        """The accounts with which anything is open or coming."""
        return {*self.open, *self.days}


def _district(site: Site) -> str:
    return (site.district or "").strip() or district_of(site.address, site.city, site.postal_code)


def _is_visited(one: Nearby) -> bool:
    """Whether somebody would go there: what was lost is visited only when something is open with it."""
    return one.site.status != "lost" or one.follow_up is not None


def _weighed(site: Site, key: str, city: str, due: Due | None, known: _Known, clock: Clock, until: date) -> Nearby:
    """One site with everything that speaks for a visit."""
    reasons, today = list[Reason](), clock.today
    if due is not None and (rhythm := _rhythm(due, until)):
        reasons.append(rhythm)
    opened = known.open.get(site.account_id, [])
    reasons += [reason for one in opened if (reason := _open_reason(one, today))]
    days = known.days.get(site.account_id, [])
    reasons += [_day_reason(occasion, on, today) for occasion, on in days]
    late = sum(one.noun == "promise" and one.owed_by == "us" and one.due < today.isoformat() for one in opened)
    score = attention(
        priority(value=value_of(site.yearly_purchases, site.tier)),
        overdue_promises=late,
        cadence=due.cadence.state if due else "fresh",
        tiered=bool(site.tier),
        next_date=min((on for _occasion, on in days), default=None),
        today=today,
    ).score
    # what has a time was agreed with somebody: it is moved only where there is nothing else to move
    steps = sorted((one for one in opened if one.noun == "follow_up"), key=lambda one: _is_agreed(one, today))
    follow_up = next(iter(steps), None)
    return _nearby(site, key, city, due, tuple(reasons), score, follow_up)


def _is_agreed(one: Open, today: date) -> bool:
    return one.due_time is not None and one.due >= today.isoformat()


def _nearby(
    site: Site, key: str, city: str, due: Due | None, reasons: tuple[Reason, ...], score: int,
    follow_up: Open | None = None,
) -> Nearby:  # fmt: skip
    district = _district(site)
    same = bool(key) and district_key(district, site.city or city) == key
    return Nearby(site, district, same, due, reasons, score, follow_up)


def _with_hosts(connection: sqlite3.Connection, listed: list[Nearby]) -> list[Nearby]:
    hosts = list_hosts(connection, [one.site.account_id for one in listed])
    return [replace(one, host=_host(one, hosts.get(one.site.account_id, []))) for one in listed]


def _host(one: Nearby, hosts: list[Host]) -> Host | None:
    """Whom to see: whose clock it is, else with whom the follow-up is, else who decides."""
    wanted = [one.due.person_id if one.due else "", one.follow_up.person_id if one.follow_up else ""]
    named = (host for person_id in filter(None, wanted) for host in hosts if host.person_id == person_id)
    return next(named, hosts[0] if hosts else None)


def _rhythm(due: Due, until: date) -> Reason | None:
    cadence = due.cadence
    state = cadence.state
    if state == "never":
        return Reason(due_words(due), None, "due") if due.tier else None
    if state == "overdue" or state == "due":
        return Reason(due_words(due), cadence.due_on, state)
    if cadence.due_on is not None and cadence.due_on <= until:
        return Reason(due_words(due), cadence.due_on, "coming")
    return None


def _open_reason(one: Open, today: date) -> Reason | None:
    on = words.read_day(one.due)
    if on is None:
        return None
    if one.noun == "follow_up":
        told = one.what
    else:
        told = _("we promised: {what}") if one.owed_by == "us" else _("they promised: {what}")
        told = told.format(what=one.what)
    day = words.due_words(on, None, today)
    return Reason(_("{name} ({form})").format(name=told, form=day), on, words.due_state(on, today))


def _day_reason(occasion: Occasion, on: date, today: date) -> Reason:
    what = words.occasion_words(occasion, on)
    if occasion.person_id:
        what = _("{name}: {what}").format(name=occasion.whose, what=what)
    day = words.month_words(occasion) or words.day_words(on, today)
    told = _("{name} ({form})").format(name=what, form=day)
    return Reason(told, on, words.due_state(on, today), words.is_personal(occasion))


# --- words -----------------------------------------------------------------------------------------------------------


def near_report(near: Near, today: date, *, private: bool = False) -> Report:
    """What is near as a page: the account itself, the same district, elsewhere in the city.

    Phone numbers and people's own days are told only where `private` says so: the page may be handed on.
    """
    groups = {
        "here": (_("Here"), [near.here] if near.here else []),
        "district": (district_words(near), [one for one in near.found if one.same_district]),
        "city": (city_words(near), [one for one in near.found if not one.same_district]),
    }
    nothing = {"city": nothing_words(near)} if not near.found else {}
    more = {"city": near.more}
    sections = tuple(
        Section(
            key,
            title,
            tuple(near_line(one, private=not private) for one in lines),
            nothing.get(key, ""),
            more.get(key, 0),
        )
        for key, (title, lines) in groups.items()
    )
    name = near.here.site.name if near.here else near.city
    title = _("Near {name}").format(name=name)
    span = ngettext("due within {n} day", "due within {n} days", near.days).format(n=near.days)
    place = " · ".join(filter(None, (near.city, district_name(near.district))))
    return Report(title, " · ".join(filter(None, (place, span, words.full_day_words(today)))), sections)


def district_words(near: Near) -> str:
    """The heading of those in the same district."""
    return _("Same district: {name}").format(name=district_name(near.district))


def district_name(district: str) -> str:
    """A district as it is shown: what comes of a postal code says so."""
    return _("postal code {code}…").format(code=district) if district[-1:].isdigit() else district


def city_words(near: Near) -> str:
    """The heading of those elsewhere in the city; all of them where no district is known."""
    name = near.city or _("Near")
    if any(one.same_district for one in near.found) or near.district:
        name = _("Elsewhere in {city}").format(city=near.city)
    if not near.bounded:
        return name
    return _("{name} ({form})").format(name=name, form=_("of its {n:,} most important accounts").format(n=MOST))


def nothing_words(near: Near) -> str:
    """What is said where nobody is found, and what helps."""
    if not near.city:
        return _("No city is known: write it into the account.")
    sentence = ngettext(
        "Nobody else in {city} is due within {n} day.", "Nobody else in {city} is due within {n} days.", near.days
    )
    return sentence.format(city=near.city, n=near.days)


def why_words(one: Nearby, *, private: bool = False) -> str:
    """What speaks for a visit; with `private` without what is somebody's own business."""
    told = [_("an important day") if private and reason.personal else reason.words for reason in one.reasons]
    if len(told) > _TOLD:
        told = [*told[:_TOLD], _("{n} more").format(n=len(told) - _TOLD)]
    return _("; ").join(told)


def host_words(one: Nearby) -> str:
    """Whom to see: the name and the title."""
    if one.host is None:
        return ""
    return _("{name} ({form})").format(name=one.host.name, form=one.host.title) if one.host.title else one.host.name


def near_line(one: Nearby, *, private: bool = False) -> Line:
    """One account: who, why, whom to see, where, and how to call; with `private` what is somebody's own is hidden."""
    states = [reason.state for reason in one.reasons]
    state = next((each for each in ("overdue", "due", "coming") if each in states), "")
    see = Part("who", _("see {who}").format(who=host_words(one))) if one.host else None
    phone = (one.host.phone if one.host else "") or one.site.phone or ""
    phone = masked_phone(phone) if private else phone
    told = parts(
        account=one.site.name,
        tier=words.tier_words(one.site.tier) if one.site.tier and not _tells_tier(one) else None,
        why=why_words(one, private=private),
    )
    elsewhere = None if one.same_district else district_name(one.district)
    rest = parts(district=elsewhere, address=one.site.address, phone=phone)
    return Line(
        "account",
        one.site.account_id,
        (*told, *((see,) if see else ()), *rest),
        account_id=one.site.account_id,
        due=None if one.first == date.max else one.first,
        state=state,
        attention=one.score,
    )


def _tells_tier(one: Nearby) -> bool:
    """Whether its reasons tell its tier already."""
    return one.due is not None and any(reason.words == due_words(one.due) for reason in one.reasons)
