"""The lines of what falls on a day, the same in Today, the agenda and the week: what is due, and important days."""

from datetime import date, time
from typing import TYPE_CHECKING

from karep.db.views.follow_ups import FollowUp
from karep.db.views.occasions import Occasion
from karep.db.views.promises import Promise
from karep.i18n import _, language
from karep.reports import words
from karep.reports.promise_words import given_words, moved_words, planned_words
from karep.reports.report import Line, parts
from karep.rules.clock import Clock
from karep.rules.vocabulary import OWED_BY

if TYPE_CHECKING:
    from karep.rules.festivals import Festival


def follow_up_line(
    follow_up: FollowUp,
    when: str,
    due: date,
    at: time | None,
    state: str,
    *,
    deal: bool = True,
    attention: int = 0,
    promised: date | None = None,
    today: date | None = None,
) -> Line:
    """A follow-up: when, with which account, what, about which `deal`, with whom, how it comes again.

    Args:
        follow_up: The follow-up.
        when: Its day in words, as far as the page does not say it already.
        due: Its day by the rep's own clock.
        at: Its time by the rep's own clock, if it has one.
        state: One of `karep.reports.report.STATES`.
        deal: Whether its deal is named.
        attention: How urgent it is, in points.
        promised: The day of the promise that it shall keep, if that is to be said.
        today: The rep's day, in whose words the day of the promise is said.
    """
    return Line(
        "follow_up",
        follow_up.id,
        parts(
            when=when,
            account=follow_up.account_name,
            what=follow_up.what,
            there=words.there_words(follow_up, due, at),
            deal=follow_up.opportunity_name if deal else None,
            who=follow_up.person_name,
            rhythm=words.rhythm_words(follow_up.repeat),
            by=_("promised, due {day}").format(day=words.dated_words(promised, today)) if promised and today else None,
        ),
        account_id=follow_up.account_id,
        opportunity_id=follow_up.opportunity_id or "",
        due=due,
        at=at,
        state=state,
        attention=attention,
    )


def promise_line(
    promise: Promise,
    when: str,
    due: date | None,
    state: str,
    clock: Clock,
    *,
    owed: bool = True,
    attention: int = 0,
    planned: str | None = None,
) -> Line:
    """A promise: when, with which account, who owes it, what, with whom, how often it was moved, when it was given.

    Args:
        promise: The promise.
        when: Its day in words, as far as the page does not say it already.
        due: Its day, if it has one.
        state: One of `karep.reports.report.STATES`. Of what is overdue the day is told too.
        clock: What day it is, and in which zone.
        owed: Whether the line says which side owes it.
        attention: How urgent it is, in points.
        planned: When the follow-up is that shall keep it, in words; without these its day is said, if there is one.
    """
    return Line(
        "promise",
        promise.id,
        parts(
            when=when,
            account=promise.account_name,
            owed=_(OWED_BY.get(promise.owed_by, "")) if owed else None,
            what=promise.what,
            who=promise.person_name,
            by=_("due {day}").format(day=words.dated_words(due, clock.today)) if due and state == "overdue" else None,
            moved=moved_words(promise.moves, promise.first_due, clock.today),
            given=given_words(promise, clock),
            planned=_("follow-up {day}").format(day=planned) if planned else planned_words(promise, clock.today),
        ),
        account_id=promise.account_id,
        due=due,
        state=state,
        attention=attention,
    )


def occasion_line(occasion: Occasion, on: date, when: str, state: str = "", *, attention: int = 0) -> Line:
    """An important day: when, of which account, what, whose. A person's own days are for the rep's screen.

    Of one of which only the month is known that month is told, and it is due on no day of it.

    Args:
        occasion: The important day.
        on: The day on which it falls.
        when: That day in words, as far as the page does not say it already.
        state: One of `karep.reports.report.STATES`.
        attention: How urgent it is, in points.
    """
    return Line(
        "occasion",
        occasion.id,
        parts(
            when=words.month_words(occasion) or when,
            account=occasion.account_name,
            what=words.occasion_words(occasion, on),
            who=occasion.whose if occasion.person_id else None,
        ),
        account_id=occasion.account_id or "",
        due=on,
        state="coming" if state and occasion.day is None else state,
        attention=attention,
        level=words.occasion_level(occasion),
    )


def festival_line(festival: "Festival", when: str = "") -> Line:
    """A festival; `when` is its day in words, as far as the page does not say it already."""
    return Line("festival", festival.key, parts(when=when, what=festival.name(language())), due=festival.day)
