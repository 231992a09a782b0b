"""Care for Today: important days, festivals, contracts and budgets in reach, and what is to be done for each next."""

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from karep.db.views import care as views
from karep.db.views.occasions import Occasion, get_occasions
from karep.i18n import _, language
from karep.reports import words
from karep.reports.care_festivals import festival_totals
from karep.reports.care_words import QUIET, UNKNOWN_DAY, ahead_words, business_words, count_words, noted, step_words
from karep.reports.coming import read_coming
from karep.reports.report import Line, parts
from karep.rules.care import (
    BELATED_DAYS,
    BUSINESS,
    ENDED_DAYS,
    Step,
    business_lead,
    festival_acts,
    is_about,
    occasion_acts,
    steps,
    talk,
)
from karep.rules.clock import Clock
from karep.rules.festivals import Festival, festivals_between
from karep.rules.lunar import day_in_year
from karep.rules.practice import USUAL, Practice
from karep.rules.rest_days import LONGEST_REST

REACH_DAYS: Final = 14
"""So many days ahead important days are told, also when nothing is due for them yet."""
REMEMBERED: Final = 100
"""For so many of the nearest days Today says what to know of the person."""


def care_lines(connection: sqlite3.Connection, clock: Clock, practice: Practice = USUAL) -> list[Line]:
    """One line for each important day, festival, contract and budget in reach, by the day.

    Festivals count the key accounts and how many are settled; people's own days are `personal`; nobody who left has
    one. What is done or left out altogether is not told any more.

    Args:
        connection: The store.
        clock: What day it is, and in which zone.
        practice: Lead times, free days, which festivals are listed.
    """
    found = [
        *_occasion_lines(connection, clock.today, practice),
        *_business_lines(connection, clock, practice),
        *_festival_lines(connection, clock, practice),
    ]
    return sorted(found, key=lambda line: (line.due or date.max, line.noun, line.record_id))


# --- important days ----------------------------------------------------------------------------------------------


def _occasion_lines(connection: sqlite3.Connection, today: date, practice: Practice) -> list[Line]:
    """The days of people and accounts; those of business have lines of their own."""
    start = today - timedelta(days=BELATED_DAYS)
    ahead = max(REACH_DAYS, practice.care.longest + LONGEST_REST)
    coming = read_coming(connection, start, min(BELATED_DAYS + ahead, 360))
    near = [(one, on) for one, on in coming if one.kind not in BUSINESS or one.person_id]
    whose = views.get_whose(connection, [one.person_id for one, _on in near if one.person_id])
    near = [(one, on) for one, on in near if not one.person_id or (one.person_id in whose)]
    near = [(one, on) for one, on in near if not one.person_id or not whose[one.person_id].left]
    done = _by_day(views.list_occasion_care(connection, [one.id for one, _on in near], since=start.year))
    ungiven = read_ungiven(connection, [one for one, _on in near])
    told = []
    for one, on in near:
        found = occasion_steps(one, on, today, practice, done.get((one.id, on.year), ()), no_gift=one.id in ungiven)
        if _is_told(one, on, today, found):
            told.append((one, on, found))
    remembered = views.get_remembered(connection, [one.person_id for one, *_rest in told[:REMEMBERED] if one.person_id])
    nothing = views.Remembered()
    return [
        _occasion_line(
            one, on, today, practice, found, _know(remembered.get(one.person_id or "", nothing), ungiven.get(one.id))
        )
        for one, on, found in told
    ]


def read_ungiven(connection: sqlite3.Connection, occasions: Iterable[Occasion]) -> dict[str, str]:
    """For which of some important days no gift is proposed, by their ids, and in words why.

    It is so where somebody serves the state or does not want gifts, or the account is a part of the state.
    """
    listed = list(occasions)
    people = [one.person_id for one in listed if one.person_id]
    whose, refused = views.get_whose(connection, people), views.get_refusals(connection, people)
    state = views.get_state_accounts(connection, {one.account_id for one in listed if one.account_id})
    found = {}
    for one in listed:
        person = whose.get(one.person_id or "")
        if one.account_id in state or (person and person.government):
            found[one.id] = _("⚠ government: no gift")
        elif one.person_id in refused:
            found[one.id] = _("no gifts: {what}").format(what=refused[one.person_id] or _("see the person's page"))
    return found


def occasion_steps(
    occasion: Occasion, on: date, today: date, practice: Practice, cares: Iterable[views.Care], *, no_gift: bool
) -> tuple[Step, ...]:
    """What is to be done for an important day, and how far it is; nothing while only its month is known.

    Args:
        occasion: The important day.
        on: The day on which it falls.
        today: The rep's day.
        practice: Lead times and free days.
        cares: What was noted for it that year.
        no_gift: Whether no gift is proposed.
    """
    if occasion.day is None:
        return ()
    acts = occasion_acts(occasion.kind, no_gift=no_gift)
    return steps(acts, on, today, practice.care, practice.rest, noted(cares))


def _is_told(occasion: Occasion, on: date, today: date, found: tuple[Step, ...]) -> bool:
    left = (on - today).days
    if left < 0:
        return any(step.act == "greeting" and step.state == "late" for step in found)
    if occasion.kind == "memorial" or occasion.day is None:
        return left <= REACH_DAYS
    if not any(step.is_open for step in found):
        return left == 0
    return left <= REACH_DAYS or any(step.is_asked for step in found)


def _occasion_line(
    one: Occasion, on: date, today: date, practice: Practice, found: tuple[Step, ...], know: str
) -> Line:
    open_steps = [step for step in found if step.is_open]
    asked = [step for step in open_steps if step.is_asked] or open_steps[:1]
    todo = _("; ").join(step_words(step, today, practice.rest) for step in asked)
    if one.kind == "memorial":
        todo = _(QUIET)
    elif one.day is None:
        todo = _(UNKNOWN_DAY)
    when = ahead_words(on, today) if on < today else words.month_words(one) or words.day_words(on, today)
    return Line(
        "occasion",
        one.id,
        parts(
            when=when,
            account=one.account_name,
            what=words.occasion_words(one, on),
            who=one.whose if one.person_id else None,
            todo=todo,
            know=know,
        ),
        account_id=one.account_id or "",
        due=on,
        state=steps_state(found),
        level=words.occasion_level(one),
        sources=(("person", one.person_id),) if one.person_id else (),
    )


def steps_state(found: Iterable[Step]) -> str:
    """The state of a line by its steps: ``overdue``, ``due`` or ``coming``."""
    states = {step.state for step in found}
    return "overdue" if "late" in states else "due" if "due" in states else "coming"


def _know(remembered: views.Remembered, no_gift: str | None) -> str:
    """What to know before something is sent: why no gift is, taboos, the last gift."""
    told = [no_gift] if no_gift else []
    told += [_("avoid: {what}").format(what=one) for one in remembered.taboos if not no_gift or one not in no_gift]
    if remembered.gift:
        told.append(_("last gift: {what}").format(what=remembered.gift))
    return _("; ").join(told)


def _by_day(cares: Iterable[views.Care]) -> dict[tuple[str, int], list[views.Care]]:
    found: dict[tuple[str, int], list[views.Care]] = {}
    for one in cares:
        found.setdefault((one.occasion_id or "", one.year), []).append(one)
    return found


# --- contracts and budgets ---------------------------------------------------------------------------------------


def _business_lines(connection: sqlite3.Connection, clock: Clock, practice: Practice) -> list[Line]:
    today = clock.today
    dated = {
        occasion_id: on
        for occasion_id, _kind, month, day, year in views.list_business_days(connection)
        if (on := business_day(month, day, year, today)) and (on - today).days <= _furthest(practice)
    }
    found = []
    for one, on, step in business_steps(connection, dated, clock, practice):
        if step is None or step.state == "done":
            continue
        found.append(
            Line(
                "occasion",
                one.id,
                parts(
                    when=words.month_words(one) or words.day_words(on, today),
                    account=one.account_name,
                    what=one.label or words.occasion_words(one, on),
                    todo=business_words(one.kind, on, today, month=one.day is None),
                ),
                account_id=one.account_id or "",
                due=on,
                state="coming" if one.day is None else "overdue" if step.state == "late" else "due",
            )
        )
    return found


def business_day(month: int, day: int | None, year: int | None, today: date) -> date | None:
    """The day of a contract's end or a budget: in its year if it has one, else the next, or one that just was.

    Where only the month is known, its first day counts; it is over when the month is.
    """
    longest = ENDED_DAYS if day else ENDED_DAYS + 30
    years = (today.year - 1, today.year, today.year + 1) if year is None else (year,)
    days = (day_in_year(month, day or 1, each, "solar") for each in years)
    return next((one for one in days if one and (today - one).days <= longest), None)


def _furthest(practice: Practice) -> int:
    return business_lead(practice.care) + LONGEST_REST


def business_steps(
    connection: sqlite3.Connection, dated: dict[str, date], clock: Clock, practice: Practice
) -> list[tuple[Occasion, date, Step | None]]:
    """The talks that some ends of contracts and budgets call for.

    A talk is closed by a note, or by any touch or follow-up of the account that speaks of it: by the day on which it
    was, or for which it is planned, whenever it was written down.

    Args:
        connection: The store.
        dated: The days by the ids of the occasions.
        clock: What day it is, and in which zone.
        practice: Lead times and free days.
    """
    occasions = {one.id: one for one in get_occasions(connection, dated)}
    since = clock.today - timedelta(days=_furthest(practice) + ENDED_DAYS)
    accounts = {one.account_id for one in occasions.values() if one.account_id}
    said: dict[str, list[views.Said]] = {}
    for each in views.said_about(connection, accounts, since):
        said.setdefault(each.account_id, []).append(each)
    noted_on: dict[str, list[date]] = {}
    for care in views.list_occasion_care(connection, occasions):
        of = care.occasion_id or ""
        # what is left out is left out for this end; what was done closes one lead
        day = date.max if care.skipped else words.read_local_day(care.done_at, clock.zone)
        if day and (not care.skipped or care.year == dated[of].year):
            noted_on.setdefault(of, []).append(day)
    found = []
    for occasion_id, on in dated.items():
        one = occasions.get(occasion_id)
        if one is None:
            continue
        about = (each for each in said.get(one.account_id or "", ()) if is_about(one.kind, each.words))
        days = [day for each in about if (day := _said_on(each, clock))]
        step = talk(one.kind, on, clock.today, practice.care, practice.rest, [*days, *noted_on.get(occasion_id, ())])
        if step and step.state == "late" and one.day is None:
            # of one of which only the month is known nobody can say that it is late
            step = replace(step, state="due")
        found.append((one, on, step))
    return found


def _said_on(said: views.Said, clock: Clock) -> date | None:
    """The day on which something was, or for which it is planned; what lies after the rep's day has not happened."""
    day = words.read_local_day(said.at, clock.zone)
    return words.read_day(said.due) if day is None or day > clock.today else day


# --- festivals ---------------------------------------------------------------------------------------------------


def _festival_lines(connection: sqlite3.Connection, clock: Clock, practice: Practice) -> list[Line]:
    today = clock.today
    last = today + timedelta(days=practice.care.longest + LONGEST_REST)
    days, found, counted = practice.days, list[Line](), dict[str, dict[str, int]]()
    for one in festivals_between(today, last, off=days.off, own=days.own, abroad=True):
        line = _festival_line(connection, one, clock, practice, counted)
        if line is not None:
            found.append(line)
    return found


def _festival_line(
    connection: sqlite3.Connection, one: Festival, clock: Clock, practice: Practice, counted: dict[str, dict[str, int]]
) -> Line | None:
    today = clock.today
    acts = festival_acts(one.key, greeted=one.greeted)
    found = [step for step in steps(acts, one.day, today, practice.care, practice.rest, {}, many=True) if step.is_asked]
    if not found and (acts or not 0 <= (one.day - today).days <= practice.care.greeting_days):
        return None
    todo = _(QUIET) if not acts and not one.greeted else ""
    if found:
        counts = festival_totals(connection, one, clock, practice, counted)
        found = [step for step in found if step.act in counts and counts[step.act][1] < counts[step.act][0]]
        if not found:
            return None
        todo = _("; ").join(count_words(step.act, *counts[step.act]) for step in found)
    name = _("{festival} {when}").format(festival=one.name(language()), when=ahead_words(one.day, today))
    return Line(
        "festival",
        one.key,
        parts(when=words.day_words(one.day, today), what=name, who=one.industry, todo=todo),
        due=one.day,
        state=steps_state(found),
    )
