"""A festival as a rep prepares it: all key accounts, whom to greet in each, and for how many it is done."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from karep.db.views import care as views
from karep.frozen import frozen
from karep.reports.care_words import noted
from karep.reports.words import read_local_day
from karep.rules.care import BELATED_DAYS, Step, festival_acts, lead_before, steps
from karep.rules.clock import Clock
from karep.rules.festival_places import places_of
from karep.rules.festivals import Festival, festivals_between
from karep.rules.practice import Practice
from karep.rules.zones import utc_span

COUNTED: Final = 1000
"""In a book with more key accounts those who serve the state, and are given nothing, are counted like all others."""


@frozen
class Cared:
    """Somebody for whom something is to be done for a day."""

    account_id: str
    account_name: str
    tier: str | None
    person_id: str
    person_name: str
    person_title: str
    government: bool
    steps: tuple[Step, ...]
    cares: tuple[views.Care, ...]
    """What was noted, the newest first."""
    met: date | None = None
    """The day on which the account was met since the lead of a visit, if it was."""

    @property
    def key(self) -> str:
        """What the row is known by: the account, or the person without one."""
        return self.account_id or self.person_id

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is to be done."""
        return bool(self.steps or self.cares) and not any(step.is_open for step in self.steps)


def find_festival(key: str, day: date | None, today: date, practice: Practice) -> Festival | None:
    """The festival with that key on a day; without a day the next one, or one that just was. None where none is."""
    first, last = (day, day) if day else (today - timedelta(days=BELATED_DAYS), today + timedelta(days=400))
    found = festivals_between(first, last, off=frozenset(), own=practice.days.own, abroad=True)
    return next((one for one in found if one.key == key), None)


def read_festival(
    connection: sqlite3.Connection, festival: Festival, clock: Clock, practice: Practice, *, words: str, limit: int
) -> list[Cared]:
    """Those who are cared for on a festival, the best tier first; who was met since the lead of a visit was visited.

    Args:
        connection: The store.
        festival: The festival, on a day.
        clock: What day it is, and in which zone.
        practice: Lead times and free days.
        words: Only accounts whose name or city holds these words.
        limit: How many at most.
    """
    today = clock.today
    by_account: dict[str, list[views.Care]] = {}
    for one in views.list_festival_care(connection, festival.key, festival.day.year):
        done_on = read_local_day(one.done_at, clock.zone)
        if done_on and done_on > today and one.state != "planned":
            continue
        by_account.setdefault(one.account_id or "", []).append(one)
    acts = festival_acts(festival.key, greeted=festival.greeted)
    since = lead_before(festival.day, practice.care.visit_days, practice.rest).on
    found = []
    which = {"industry": festival.industry, "festival": festival.key}
    customers = views.list_customers(connection, **which, words=words, limit=limit)
    ungiven = _ungiven(connection, customers) if "gift" in acts else set()
    for each in customers:
        cares = by_account.get(each.account_id, [])
        wanted = [act for act in acts if not (each.account_id in ungiven and act == "gift")]
        state = noted(cares)
        met = read_local_day(each.face_at, clock.zone)
        # of what lies ahead of the rep's day nothing is known yet
        met = None if met and met > today else met
        if met and state.get("visit") in (None, "planned") and met >= since:
            state["visit"] = "done"
        todo = steps(wanted, festival.day, today, practice.care, practice.rest, state, many=True)
        found.append(
            Cared(
                each.account_id, each.name, each.tier, each.person_id, each.person_name, each.person_title,
                each.government, todo, tuple(cares), met if met and met >= since else None,
            )
        )  # fmt: skip
    return found


def _ungiven(connection: sqlite3.Connection, customers: Iterable[views.Customer]) -> set[str]:
    """The accounts of some customers to whom no gift is proposed: the state's; whose person serves it, or refuses."""
    listed = list(customers)
    refused = views.get_refusals(connection, [one.person_id for one in listed if one.person_id])
    state = views.get_state_accounts(connection, [one.account_id for one in listed])
    return state | {one.account_id for one in listed if one.government or one.person_id in refused}


def settled_counts(rows: Iterable[Cared]) -> dict[str, tuple[int, int]]:
    """For how many each act is to be done, and for how many it is settled, by act."""
    found: dict[str, tuple[int, int]] = {}
    for row in rows:
        for step in row.steps:
            total, done = found.get(step.act, (0, 0))
            found[step.act] = total + 1, done + (step.state in ("done", "left_out"))
    return found


def festival_totals(
    connection: sqlite3.Connection,
    festival: Festival,
    clock: Clock,
    practice: Practice,
    counted: dict[str, dict[str, int]] | None = None,
) -> dict[str, tuple[int, int]]:
    """For how many key accounts each act is to be done, and for how many it is settled, by act.

    Args:
        connection: The store.
        festival: The festival, on a day.
        clock: What day it is, and in which zone.
        practice: Lead times and free days.
        counted: How many key accounts there are, by industry and country, as far as it was asked before; more is
            added to it, so that several festivals do not each read the whole book.
    """
    counted, places = {} if counted is None else counted, places_of(festival.key)
    if festival.industry not in counted:
        counted[festival.industry] = views.count_customers(connection, festival.industry)
    total = sum(number for country, number in counted[festival.industry].items() if places.hold(country))
    if total <= COUNTED:
        return settled_counts(read_festival(connection, festival, clock, practice, words="", limit=COUNTED))
    about, until = (connection, festival.key, festival.day.year), utc_span(clock.today, clock.today, clock.zone)[1]
    done = views.festival_counts(*about, festival.industry, until)
    acts = practice.care.wanted(festival_acts(festival.key, greeted=festival.greeted))
    if "visit" in acts:
        lead = lead_before(festival.day, practice.care.visit_days, practice.rest).on
        since = utc_span(lead, lead, clock.zone)[0]
        visited = views.count_visited(*about, since, until, festival.industry)
        done["visit"] = done.get("visit", 0) + visited
    return {act: (total, done.get(act, 0)) for act in acts}
