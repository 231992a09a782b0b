"""What the record does not say: the gaps that a meeting can fill."""

import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from karep.db.views.briefing import Attendee, count_touched_people
from karep.i18n import _, pgettext
from karep.reports.brief_deal import DEAL_TOPICS, age
from karep.reports.brief_meeting import Meeting
from karep.reports.brief_words import SHORT, STALE_DAYS, about_account, called, fact_words, listed
from karep.reports.report import Line, parts
from karep.rules.cutting import cut
from karep.rules.fact_names import about
from karep.rules.vocabulary import ROLES
from karep.rules.zones import utc_span

DECIDING_ROLES: Final = ("decision_maker", "purchaser", "technical", "finance", "user")
"""The parts in a decision that should be known, the weightiest first."""
THREAD_DAYS: Final = 90
"""Over so many days it counts whether only one person was in touch with us."""


def unknown_lines(connection: sqlite3.Connection, meeting: Meeting, *, budget: bool = True) -> list[Line]:
    """The gaps, the most serious first: empty chairs, the deal's numbers, one thread only, stale facts, people.

    Args:
        connection: The store.
        meeting: The meeting.
        budget: Whether an unknown budget is a gap; not where the brief has it as something to find out.
    """
    if meeting.account is None:
        return list(_stale(meeting))
    stale = list(_stale(meeting))
    return [
        *_empty_roles(meeting),
        *_account(meeting),
        *_deal(meeting, budget),
        *_one_thread(connection, meeting),
        *stale[:1],
        *_opinions(meeting),
        *_never_met(meeting),
        *_placeholders(meeting),
        *stale[1:],
    ]


def _empty_roles(meeting: Meeting) -> Iterator[Line]:
    """The parts in the decision that nobody plays whose name is known."""
    known = {one.id for one in meeting.people if not one.placeholder and not one.left_on}
    deals = (None, meeting.deal.id if meeting.deal else None)
    taken = {role.role for role in meeting.roles if role.person_id in known and role.opportunity_id in deals}
    empty = [_(ROLES[role]) for role in DECIDING_ROLES if role not in taken]
    if not meeting.people:
        yield about_account(meeting, what=_("nobody is noted down at this account"))
    elif empty:
        yield about_account(meeting, what=_("nobody known as {roles}").format(roles=_(", ").join(empty)))


def _account(meeting: Meeting) -> Iterator[Line]:
    """What is not noted about the account; before the first contact also what else one should know by then."""
    account = meeting.account
    if account is None:
        return
    missing = {
        pgettext("unknown", "tier"): not account.tier,
        pgettext("unknown", "any deal"): not meeting.deals,
        pgettext("unknown", "industry"): meeting.is_first and not account.industry,
        pgettext("unknown", "place"): meeting.is_first and not (account.city or account.region or account.country),
        pgettext("unknown", "owner"): meeting.is_first and not account.owner,
    }
    gaps = [name for name, lacks in missing.items() if lacks]
    if gaps:
        yield about_account(meeting, gaps=_("not noted: {gaps}").format(gaps=_(", ").join(gaps)))


def _deal(meeting: Meeting, budget: bool) -> Iterator[Line]:
    deal = meeting.deal
    if deal is None or deal.status != "open":
        return
    missing = {
        pgettext("unknown", "budget"): budget and not any(about(fact.name) == "budget" for fact in meeting.facts),
        pgettext("unknown", "amount"): deal.amount is None,
        pgettext("unknown", "expected close"): not deal.expected_close,
        pgettext("unknown", "buyer's stage"): not deal.buyer_stage,
    }
    gaps = [name for name, lacks in missing.items() if lacks]
    if gaps:
        told = _("{deal}, not known: {gaps}").format(deal=cut(deal.name, SHORT), gaps=_(", ").join(gaps))
        yield Line("opportunity", deal.id, parts(what=told), account_id=deal.account_id, opportunity_id=deal.id)


def _one_thread(connection: sqlite3.Connection, meeting: Meeting) -> Iterator[Line]:
    """Where all contact of the last months hangs on one person."""
    first = meeting.today - timedelta(days=THREAD_DAYS)
    touched = count_touched_people(connection, meeting.account_id, utc_span(first, first, meeting.clock.zone)[0])
    names = {one.id: one for one in meeting.people}
    if len(touched) == 1 and len(names) > 1:
        person = names.get(next(iter(touched)))
        if person:
            sentence = _("only {name} was in touch with us in {n} days")
            told = sentence.format(name=called(person), n=THREAD_DAYS)
            yield Line("person", person.id, parts(what=told), account_id=meeting.account_id)


def _stale(meeting: Meeting) -> Iterator[Line]:
    """Facts that may no longer be true; those of the deal show their age there."""
    for fact in meeting.facts:
        if (meeting.today - meeting.fact_day(fact)).days > STALE_DAYS and about(fact.name) not in DEAL_TOPICS:
            told = parts(what=fact_words(fact), when=age(meeting, fact))
            yield Line("fact", fact.id, told, account_id=meeting.account_id)


def _opinions(meeting: Meeting) -> Iterator[Line]:
    """Who has a part in the decision, and the rep no view of them."""
    if meeting.private:
        people = [one for one in meeting.people if one.roles and one.stance is None and not one.placeholder]
        yield from _about(meeting, people, _("no view of yours noted on {names}"))


def _never_met(meeting: Meeting) -> Iterator[Line]:
    """Who was never in touch with us and does not come."""
    here = {one.id for one in meeting.room}
    people = [
        one for one in meeting.people if one.id not in here and one.id not in meeting.touched and not one.placeholder
    ]
    yield from _about(meeting, people, _("not in the room and never met: {names}"))


def _placeholders(meeting: Meeting) -> Iterator[Line]:
    """Of whom only the seat is known."""
    people = [one for one in meeting.people if one.placeholder]
    yield from _about(meeting, people, _("only the seat is known: {names}"))


def _about(meeting: Meeting, people: list[Attendee], sentence: str) -> Iterator[Line]:
    if people:
        sources = tuple(("person", one.id) for one in people)
        yield about_account(meeting, *sources, what=sentence.format(names=listed([one.name for one in people])))
