"""What to know before somebody is greeted or given something: what to avoid, what they like, what they got before."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from karep.db.views import care as views
from karep.db.views.gifts import Gift, list_gifts, year_values
from karep.db.views.occasions import Occasion, get_occasions
from karep.db.views.people import Preference, list_preferences
from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports.care import business_day, business_steps, occasion_steps, read_ungiven
from karep.reports.care_festivals import Cared
from karep.reports.care_words import noted
from karep.reports.words import occasion_day
from karep.rules.care import BELATED_DAYS, BUSINESS, Step
from karep.rules.clock import Clock
from karep.rules.gifts import OVER, Allowance, YearTotal, limit_reading, year_total
from karep.rules.money import format_amount
from karep.rules.practice import Practice

FEW_GIFTS: Final = 4
"""So many of the last gifts are told."""


@frozen
class Known:
    """What is known of the person, or of the account where nobody is to be greeted."""

    taboos: tuple[Preference, ...] = ()
    likes: tuple[Preference, ...] = ()
    """What concerns gifts first."""
    gifts: tuple[Gift, ...] = ()
    """The last ones, newest first."""
    government: bool = False
    total: YearTotal | None = None
    """What the person was given this year; None where there is no person."""
    limit: int = 0
    """What that may come to, in minor units."""
    greeting: views.Care | None = None
    """The last greeting with words."""


def read_known(
    connection: sqlite3.Connection, person_id: str, account_id: str, today: date, allowance: Allowance
) -> Known:
    """What to know of somebody.

    Args:
        connection: The store.
        person_id: The person; an empty text for the account as a whole.
        account_id: The account, if there is one.
        today: The rep's day.
        allowance: What a person may be given in a year.
    """
    if not person_id:
        gifts = list_gifts(connection, account_id=account_id)[:FEW_GIFTS] if account_id else []
        return Known(gifts=tuple(gifts), greeting=views.last_greeting(connection, account_id=account_id))
    preferences = list_preferences(connection, person_id)
    whose = views.get_whose(connection, [person_id]).get(person_id)
    return Known(
        taboos=tuple(one for one in preferences if one.kind == "taboo"),
        likes=tuple(sorted((one for one in preferences if one.kind != "taboo"), key=lambda one: one.kind != "gift")),
        gifts=tuple(list_gifts(connection, person_id=person_id)[:FEW_GIFTS]),
        government=bool(whose and whose.government),
        total=year_total(year_values(connection, person_id, today.year), allowance),
        limit=allowance.for_person(whose.gift_limit if whose else None),
        greeting=views.last_greeting(connection, person_id=person_id),
    )


def total_words(known: Known, allowance: Allowance) -> str:
    """This year's gifts against the limit: “this year ¥320 of ¥500”; nothing where there is no person."""
    if known.total is None:
        return ""
    counted, limit = (format_amount(one, language(), currency=allowance.currency)
                      for one in (known.total.counted, known.limit))  # fmt: skip
    sentence = _("this year {total} of {limit}").format(total=counted, limit=limit)
    if limit_reading(known.total.counted, known.limit) == OVER:
        sentence = _("⚠ {words}: over the limit").format(words=sentence)
    return sentence


@frozen
class Day:
    """An important day of one year, with whom it is for."""

    occasion: Occasion
    on: date | None
    """None where it does not come again."""
    cared: Cared


def read_day(
    connection: sqlite3.Connection, occasion_id: str, day: date | None, clock: Clock, practice: Practice
) -> Day | None:
    """An important day with what is to be done for it; None where it was removed.

    Args:
        connection: The store.
        occasion_id: The important day.
        day: The day on which it falls; the next one, or one that just was, where it is None.
        clock: What day it is, and in which zone.
        practice: Lead times and free days.
    """
    one = next(iter(get_occasions(connection, [occasion_id])), None)
    if one is None:
        return None
    today, business = clock.today, one.kind in BUSINESS and not one.person_id
    if business and one.calendar == "solar":
        on = day or business_day(one.month, one.day, one.year, today)
    else:
        on = day or occasion_day(one, today - timedelta(days=BELATED_DAYS))
    whose = views.get_whose(connection, [one.person_id]).get(one.person_id) if one.person_id else None
    person = (whose.id, whose.name, whose.title, whose.government) if whose else _decides(connection, one.account_id)
    cares = [] if on is None else [
        care for care in views.list_occasion_care(connection, [one.id], since=on.year) if care.year == on.year
    ]  # fmt: skip
    todo: tuple[Step, ...] = ()
    if on is not None and business:
        [(_one, _on, step)] = business_steps(connection, {one.id: on}, clock, practice)
        if step and step.state == "done" and noted(cares).get("talk") == "planned":
            step = replace(step, state="planned")
        todo = (step,) if step else ()
    elif on is not None:
        no_gift = person[3] or bool(read_ungiven(connection, [one]))
        todo = occasion_steps(one, on, today, practice, cares, no_gift=no_gift)
    return Day(one, on, Cared(one.account_id or "", one.account_name or "", one.tier, *person, todo, tuple(cares)))


def _decides(connection: sqlite3.Connection, account_id: str | None) -> tuple[str, str, str, bool]:
    """Whom to greet in an account for a day of its own."""
    found = views.people_to_greet(connection, [account_id] if account_id else []).get(account_id or "")
    return found[:4] if found else ("", "", "", False)
