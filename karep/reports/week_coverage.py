"""How well the book was looked after: figures, where somebody is missing, who heard from us most and least."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from karep.db.views import in_contact, threads
from karep.db.views.in_contact import Head, LastContact
from karep.db.views.threads import Along, Seat, Span
from karep.db.views.worth import get_worths
from karep.frozen import frozen
from karep.i18n import N_, _, ngettext, pgettext
from karep.reports import words
from karep.reports.report import Figure, Line, Part, Section, parts
from karep.reports.week_moments import Moment, moments
from karep.reports.week_scene import Scene
from karep.rules.cadence import CLASSES
from karep.rules.coverage import DEFAULT_SETTINGS, our_names
from karep.rules.vocabulary import TIERS

LISTED: Final = 10
"""So many accounts stand in each list."""
RANKED: Final = 500
"""So many of the accounts with gaps are put in order by what they buy."""
RECENT_DAYS: Final = 30
"""Whoever was in contact within so many days counts as in contact."""
UPPER_TIERS: Final = ("diamond", "platinum")
"""The tiers whose gaps are listed."""
KEY_ROLES: Final = {"decision_maker": N_("decision-maker unknown"), "purchaser": N_("purchaser unknown")}
"""The parts that have to be filled at an account of the upper tiers, each with what is said where it is not."""
ACTIVE_DAYS: Final = DEFAULT_SETTINGS.active_days
"""Whoever of ours and of theirs was in contact within so many days is active."""
ENOUGH: Final = DEFAULT_SETTINGS.least
"""With fewer of ours or of theirs an account hangs by a thread."""

FIGURES: Final = ("rhythm_kept", "in_contact", "single_threads", "no_decision_maker")
"""The names of the figures, in order; what they count is told by `counted`."""


@frozen
class _Look:
    """The book at one of the two moments."""

    moment: Moment
    ours: dict[str, dict[str, str]]
    """Who of ours was in contact lately, by account and key; only accounts with a tier that were in contact."""
    seats: dict[str, set[str]]
    """The accounts with a tier where somebody plays a part, or nobody plays it by its nature, by part."""

    @property
    def span(self) -> Span:
        """The days that count for who is active."""
        return Span(self.moment.start(ACTIVE_DAYS), self.moment.end)


def coverage(connection: sqlite3.Connection, scene: Scene) -> tuple[Section, ...]:
    """The part about coverage: the figures, the gaps of the upper tiers, ten most and ten least contacted."""
    now, then = _looks(connection, scene)
    seen = now.moment
    times = in_contact.rank_by_touches(connection, scene.since, min(scene.until, seen.end))
    most = list(times)[:LISTED]
    least = _least(connection, scene, seen, times)
    last = in_contact.find_last_contacts(connection, {*most, *least}, seen.end)
    heads = in_contact.get_heads(connection, {*most, *least})
    frequent, rare = (
        tuple(
            _contacted(one, heads[one], times.get(one, 0), last[one][1].last if one in last else None, scene)
            for one in ids
            if one in heads
        )
        for ids in (most, least)
    )
    return (
        Section("coverage", _("Rhythm and contacts"), _figures(connection, scene, now, then), part="coverage"),
        _gaps(connection, now),
        Section("most", _("Most contacted"), frequent, part="coverage"),
        Section("least", _("Least contacted"), rare, part="coverage"),
    )


def _looks(connection: sqlite3.Connection, scene: Scene) -> tuple[_Look, _Look]:
    """The book at the end of the period, and at the end of the one before."""
    both = moments(scene)
    spans = tuple(Span(one.start(ACTIVE_DAYS), one.end) for one in both)
    ours: tuple[dict[str, dict[str, str]], ...] = ({}, {})
    for tier in TIERS:
        for row in threads.list_along(connection, tier, (spans[0], spans[1])):
            for names, within in zip(ours, (row.first, row.second), strict=True):
                if within:
                    _add_names(names.setdefault(row.account_id, {}), row)
    rows = threads.list_seats(connection, tuple(KEY_ROLES), min(one.end for one in both))
    seats = [_filled(rows, one) for one in both]
    return _Look(both[0], ours[0], seats[0]), _Look(both[1], ours[1], seats[1])


def _add_names(names: dict[str, str], row: Along) -> None:
    """The rep, who is the owner unless nobody is named, and who came along."""
    if not names:
        owner = next(iter(our_names(row.owner)), None) if row.owner else None
        names |= {owner.key: owner.name} if owner else {"": _("you")}
    if row.along:
        names |= {one.key: one.name for one in our_names(row.along)}


def _filled(seats: Iterable[Seat], moment: Moment) -> dict[str, set[str]]:
    """The accounts where a part was filled at a moment, by part."""
    found: dict[str, set[str]] = {role: set() for role in KEY_ROLES}
    on = moment.on.isoformat()
    for seat in seats:
        there = seat.noted_at < moment.end and seat.in_book < moment.end
        if there and (seat.left_on is None or seat.left_on > on):
            found[seat.role].add(seat.account_id)
    return found


# --- the figures -------------------------------------------------------------------------------------------------


class _Contacts(NamedTuple):
    """How many accounts were in contact at a moment."""

    kept: int
    """Within the limit of their tier."""
    limited: int
    """How many have a tier with a limit."""
    recent: int
    accounts: int
    tiered: int


def _figures(connection: sqlite3.Connection, scene: Scene, now: _Look, then: _Look) -> tuple[Line, ...]:
    seen, before = (_contacts(connection, scene, look.moment) for look in (now, then))
    days = _("In contact within {days} days").format(days=RECENT_DAYS)
    found = [
        _share("rhythm_kept", _("Rhythm kept"), (seen.kept, seen.limited), (before.kept, before.limited)),
        _share("in_contact", days, (seen.recent, seen.accounts), (before.recent, before.accounts)),
    ]
    if seen.tiered:
        single, were_single = (len(_single_threads(connection, look)) for look in (now, then))
        unknown, were_unknown = (
            counts.tiered - len(look.seats["decision_maker"]) for counts, look in ((seen, now), (before, then))
        )
        counts = (
            ("single_threads", _("Single-threaded accounts"), single, were_single),
            ("no_decision_maker", _("Decision-maker unknown"), unknown, were_unknown),
        )
        found += [_count(name, title, value, were if before.tiered else None) for name, title, value, were in counts]
    return tuple(line for line in found if line)


def _contacts(connection: sqlite3.Connection, scene: Scene, moment: Moment) -> _Contacts:
    kept = limited = recent = accounts = tiered = 0
    lately = moment.start(RECENT_DAYS)
    for kind in CLASSES:
        interval = scene.practice.cadence.of_tier(kind).contact
        limit = moment.start(interval.worst) if interval else moment.end
        found = in_contact.count_contacts(connection, kind, moment.end, limit, lately)
        accounts, recent = accounts + found.accounts, recent + found.recent
        if kind in TIERS:
            tiered += found.accounts
            limited, kept = (limited + found.accounts, kept + found.kept) if interval else (limited, kept)
    return _Contacts(kept, limited, recent, accounts, tiered)


def percent(part: int, whole: int) -> int:
    """How many per cent a part is of the whole, rounded half up; 0 of nothing."""
    return (200 * part + whole) // (2 * whole) if whole else 0


def _share(name: str, title: str, now: tuple[int, ...], then: tuple[int, ...]) -> Line | None:
    part, whole = now
    if not whole:
        return None
    figure = Figure(percent(part, whole), percent(*then) if then[1] else None, unit="percent")
    why = _("{part} of {whole}").format(part=f"{part:,}", whole=f"{whole:,}")
    return Line("account", "", parts(what=title, why=why), figure=figure, name=name)


def _count(name: str, title: str, now: int, then: int | None) -> Line:
    return Line("account", "", parts(what=title), figure=Figure(now, then), name=name)


def _single_threads(connection: sqlite3.Connection, look: _Look) -> list[str]:
    """The accounts with a tier that were in contact within the days that count, but hang by one person."""
    several = [one for one, names in look.ours.items() if len(names) >= ENOUGH]
    theirs = _theirs(connection, several, look)
    enough = {one for one in several if theirs.get(one, (0, ""))[0] >= ENOUGH}
    return [one for one in look.ours if one not in enough]


def _theirs(connection: sqlite3.Connection, ids: Iterable[str], look: _Look) -> dict[str, tuple[int, str]]:
    return threads.count_theirs(connection, ids, look.span, look.moment.on.isoformat())


# --- gaps --------------------------------------------------------------------------------------------------------


def _gaps(connection: sqlite3.Connection, look: _Look) -> Section:
    """Accounts of the upper tiers where somebody is missing, the highest tier first, then those with most gaps."""
    ids = {
        one.account_id: rank
        for rank, tier in enumerate(UPPER_TIERS)
        for one in in_contact.list_last_contacts(connection, tier, look.moment.end)
    }
    theirs = _theirs(connection, (one for one in ids if one in look.ours), look)
    gaps: dict[str, list[str]] = {}
    for account_id in ids:
        told = [_(sentence) for role, sentence in KEY_ROLES.items() if account_id not in look.seats[role]]
        if account_id in look.ours:
            names = list(look.ours[account_id].values())
            told += _thread_words(names, *theirs.get(account_id, (0, "")))
        if told:
            gaps[account_id] = told
    first = sorted(gaps, key=lambda one: (ids[one], -len(gaps[one]), one))[:RANKED]
    heads, worths = in_contact.get_heads(connection, first), get_worths(connection, first)
    there = [one for one in first if one in heads]
    there.sort(key=lambda one: (ids[one], -len(gaps[one]), -(worths[one].yearly_purchases or 0), heads[one].name, one))
    why = pgettext("why", ", ")
    lines = tuple(account_line(one, heads[one], why=why.join(gaps[one])) for one in there[:LISTED])
    return Section("gaps", _("Gaps"), lines, more=len(gaps) - len(lines), part="coverage")


def _thread_words(ours: list[str], theirs: int, name: str) -> Iterator[str]:
    if len(ours) < ENOUGH:
        yield _("only {name} of ours in {days} d").format(name=ours[0], days=ACTIVE_DAYS)
    if theirs < ENOUGH:
        sentence = _("only {name} of theirs in {days} d") if theirs else _("nobody of theirs noted in {days} d")
        yield sentence.format(name=name, days=ACTIVE_DAYS)


# --- most and least ----------------------------------------------------------------------------------------------


def _least(connection: sqlite3.Connection, scene: Scene, seen: Moment, times: dict[str, int]) -> list[str]:
    """The accounts with a tier that had the fewest touches, and of equal ones those furthest beyond their limit."""
    silent: list[tuple[float, str]] = []
    for tier in TIERS:
        interval = scene.practice.cadence.of_tier(tier).contact
        limit = interval.worst if interval else RECENT_DAYS
        first = min(scene.since, seen.end)
        for one in in_contact.list_last_contacts(connection, tier, seen.end, first, LISTED, known_before=seen.end):
            silent.append((-_days(one, scene) / limit, one.account_id))
    found = [account_id for _rank, account_id in sorted(silent)[:LISTED]]
    if len(found) < LISTED:
        # whoever is among the most contacted is not among the least
        rest = [*times][LISTED:][::-1]
        heads = in_contact.get_heads(connection, rest)
        found += [one for one in rest if one in heads and heads[one].tier in TIERS and _is_ours(heads[one])]
    return found[:LISTED]


def _is_ours(head: Head) -> bool:
    return head.status not in ("dormant", "lost")


def _days(one: LastContact, scene: Scene) -> int:
    """For how many days an account has heard nothing, or lies in the book without ever having heard from us."""
    day = scene.day(one.last or one.since)
    return (scene.last_day - day).days if day else 0


def _contacted(account_id: str, head: Head, times: int, last: str | None, scene: Scene) -> Line:
    day = scene.day(last)
    named = parts(account=head.name, tier=words.tier_words(head.tier))
    touched = Part("times", ngettext("{n} touch", "{n} touches", times).format(n=f"{times:,}"), times)
    return Line(
        "account",
        account_id,
        (*named, touched, Part("when", last_words((scene.last_day - day).days if day else None), day)),
        account_id=account_id,
    )


def last_words(days: int | None) -> str:
    """How long ago the last contact was: “last contact 43 d ago”; None is never."""
    if days is None:
        return _("never in contact")
    return _("last contact today") if days <= 0 else _("last contact {days} d ago").format(days=days)


# --- what a figure counts ----------------------------------------------------------------------------------------


def counted(connection: sqlite3.Connection, scene: Scene, name: str) -> tuple[Line, ...]:
    """The accounts that a figure counts: of a share all that it is a share of, those that fall short first.

    Raises:
        KeyError: If there is no such figure.
    """
    now, _then = _looks(connection, scene)
    seen = now.moment
    if name in ("rhythm_kept", "in_contact"):
        return _rated(connection, scene, seen, name)
    if name == "single_threads":
        ids = _single_threads(connection, now)
    elif name == "no_decision_maker":
        every = (one for tier in TIERS for one in in_contact.list_last_contacts(connection, tier, seen.end))
        ids = [one.account_id for one in every if one.account_id not in now.seats["decision_maker"]]
    else:
        raise KeyError(name)
    heads = in_contact.get_heads(connection, ids)
    return tuple(account_line(one, heads[one]) for one in ids if one in heads)


def _rated(connection: sqlite3.Connection, scene: Scene, seen: Moment, name: str) -> tuple[Line, ...]:
    rated: list[tuple[bool, str, int | None]] = []
    for kind in TIERS if name == "rhythm_kept" else CLASSES:
        interval = scene.practice.cadence.of_tier(kind).contact
        limit = (interval.worst if interval else None) if name == "rhythm_kept" else RECENT_DAYS
        if limit is not None:
            start = seen.start(limit)
            for one in in_contact.list_last_contacts(connection, kind, seen.end):
                days = _days(one, scene) if one.last else None
                rated.append(((one.last or "") >= start, one.account_id, days))
    heads = in_contact.get_heads(connection, (account_id for _kept, account_id, _days in rated))
    rated.sort(key=lambda one: one[0])
    return tuple(
        account_line(account_id, heads[account_id], why=last_words(days), state="" if kept else "cold")
        for kept, account_id, days in rated
        if account_id in heads
    )


def account_line(account_id: str, head: Head, *, why: str = "", state: str = "") -> Line:
    """An account with its tier, and what is to be said of it."""
    named = parts(account=head.name, tier=words.tier_words(head.tier), why=why)
    return Line("account", account_id, named, account_id=account_id, state=state)
