"""Everything that a brief is put together from: who will be in the room, and what stands between us."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from types import MappingProxyType
from typing import Final, NamedTuple

from karep.db.errors import NotFound
from karep.db.views.briefing import (
    MEETINGS,
    Attendee,
    Host,
    KnownFact,
    LastContact,
    get_host,
    last_contacts,
    list_attendees,
    list_chain,
    list_deal_people,
    list_known_facts,
    list_last_touches,
    list_touched,
    promise_deals,
)
from karep.db.views.competitors import Competitor, list_competitors
from karep.db.views.concessions import Concession, Floor, get_floor, list_concessions
from karep.db.views.follow_ups import FollowUp, get_follow_up, list_follow_ups
from karep.db.views.needs import Need, list_needs
from karep.db.views.objections import Objection, list_objections
from karep.db.views.opportunities import Opportunity, get_opportunity, list_opportunities, list_ticks
from karep.db.views.people import Role, list_roles
from karep.db.views.promises import Promise, list_open_promises
from karep.db.views.touches import Touch, get_touch
from karep.frozen import frozen
from karep.i18n import _
from karep.reports import words
from karep.rules.clock import Clock
from karep.rules.zones import utc_span

SEATS: Final = 8
"""As many people in the room are described at most; further ones are counted."""
TIMES_MET: Final = 2
"""How many of the last meetings are recalled."""
_LOOKED_AT: Final = 40
"""As many of the last touches are looked at for them."""
_DECIDING: Final = ("decision_maker", "purchaser")
"""Who belongs into every meeting about a deal."""


@frozen
class Subject:
    """What a meeting is about, and who comes."""

    noun: str
    """``account``, ``person``, ``opportunity`` or ``follow_up``."""
    id: str
    people: tuple[str, ...] = ()
    """The ids of those who come; without them, whoever belongs to it."""
    strangers: tuple[str, ...] = ()
    """Names of further people who come and are not in the book."""


class Meeting(NamedTuple):
    """One meeting with everything that was read for it."""

    subject: Subject
    clock: Clock
    private: bool
    """Whether personal and sensitive things are told."""
    account: Host | None
    """None for a person who belongs to no account."""
    planned: FollowUp | None
    """The follow-up for which we meet."""
    ahead: tuple[FollowUp, ...] = ()
    """All open follow-ups with those in the room or of what it is about, the earliest due first."""
    people: tuple[Attendee, ...] = ()
    """The people of the account who are still there, and further ones in the room."""
    gone: tuple[Attendee, ...] = ()
    """Those who have left the account and do not come."""
    room: tuple[Attendee, ...] = ()
    """Who comes, the weightiest part first."""
    whole: bool = False
    """Whether the room is everybody of the account, because nobody was named."""
    roles: tuple[Role, ...] = ()
    contacts: Mapping[str, LastContact] = MappingProxyType({})
    """When we were last in contact with those in the room who are described, by their ids."""
    touched: frozenset[str] = frozenset()
    """Who was ever in touch with us."""
    baseline: Touch | None = None
    """Our last touch with anyone in this room; of a whole account, with anybody."""
    before: tuple[Touch, ...] = ()
    """The last times this room spoke with us, the newest first."""
    elsewhere: Touch | None = None
    """Where this room never spoke with us, the account's last touch."""
    deal: Opportunity | None = None
    """The deal that it is about."""
    deals: tuple[Opportunity, ...] = ()
    """All deals of the account: the open first, the furthest first."""
    ticked: frozenset[str] = frozenset()
    """The ids of the checklist items and questions that are done on the deal."""
    promises: tuple[Promise, ...] = ()
    made_for: Mapping[str, str] = MappingProxyType({})
    """The deals at whose touches promises were made, by the promises' ids."""
    objections: tuple[Objection, ...] = ()
    """Those without an answer that settled them, the newest first."""
    facts: tuple[KnownFact, ...] = ()
    needs: tuple[Need, ...] = ()
    """Those still to be met, the newest first."""
    rivals: tuple[Competitor, ...] = ()
    """The competitors seen, the newest first; one that was seen twice is there twice."""
    given: tuple[Concession, ...] = ()
    """What was given on the deal, the oldest first; only with `private`."""
    floor: Floor = Floor()
    """The floor of the deal; only with `private`."""

    @property
    def today(self) -> date:
        """The rep's day."""
        return self.clock.today

    @property
    def account_id(self) -> str:
        """The account's id, or an empty text."""
        return self.account.id if self.account else ""

    def day(self, utc_iso: str | None) -> date | None:
        """The local day of a moment."""
        return words.read_local_day(utc_iso, self.clock.zone)

    def days_ago(self, utc_iso: str | None) -> int | None:
        """How many days ago by the rep's calendar a moment lies, not less than none."""
        day = self.day(utc_iso)
        return max(0, (self.today - day).days) if day else None

    def concerns(self, person_id: str | None) -> bool:
        """Whether something that is about this person, or about nobody, is about this room."""
        return self.whole or person_id is None or any(one.id == person_id for one in self.room)

    @property
    def own_deal(self) -> str:
        """The id of the deal that the meeting is named for; empty when it is named for none."""
        if self.subject.noun == "follow_up" and self.planned:
            return self.planned.opportunity_id or ""
        return self.subject.id if self.subject.noun == "opportunity" else ""

    @property
    def is_first(self) -> bool:
        """Whether nobody of the account ever spoke with us."""
        return self.baseline is None and self.elsewhere is None

    def belongs(self, opportunity_id: str | None) -> bool:
        """Whether something with this deal, or with none, is not another deal's business."""
        return not self.own_deal or opportunity_id in (None, "", self.own_deal)

    def fact_day(self, fact: KnownFact) -> date:
        """The day from which a fact is: its own, else the one on which it was noted down."""
        return words.read_day(fact.dated) or self.day(fact.created_at) or self.today


def read_meeting(connection: sqlite3.Connection, subject: Subject, clock: Clock, *, private: bool) -> Meeting:
    """Read what there is to know for a meeting.

    Raises:
        NotFound: If what it is about is not there, or was removed.
    """
    follow_up = get_follow_up(connection, subject.id) if subject.noun == "follow_up" else None
    deal = get_opportunity(connection, subject.id) if subject.noun == "opportunity" else None
    person = list_attendees(connection, ids=[subject.id]) if subject.noun == "person" else []
    about = follow_up or deal or next(iter(person), None)
    account_id = about.account_id if about else subject.id
    account = get_host(connection, account_id) if account_id else None
    if account is None and not person:
        raise NotFound(_("What this brief is about is not there any more."))
    if deal is None and follow_up and follow_up.opportunity_id:
        deal = get_opportunity(connection, follow_up.opportunity_id)
    open_steps = list_follow_ups(connection, account_id=account_id) if account_id else []
    dated = sorted(open_steps, key=lambda one: _when(one, clock))
    follow_up = follow_up or (_next_step(dated, deal, clock) if deal else None)
    ids = _named(connection, subject, follow_up, deal)
    people = list_attendees(connection, account_id=account_id, ids=ids)
    room = tuple(one for one in people if one.id in ids)
    whole = not room and not subject.strangers
    if whole:
        room = tuple(one for one in people if not one.left_on and not one.placeholder)
    present = tuple(one for one in people if not one.left_on or one.id in ids)
    gone = tuple(one for one in people if one.left_on and one.id not in ids)
    planned = follow_up
    meeting = Meeting(subject, clock, private, account, planned, (), present, gone, _seated(room, planned), whole)
    meeting = _with_plans(meeting, dated, deal)
    return _with_deal(connection, _with_touches(connection, meeting), deal)


def _named(
    connection: sqlite3.Connection, subject: Subject, follow_up: FollowUp | None, deal: Opportunity | None
) -> set[str]:
    """The ids of those who come as far as they are named: by the rep, by the follow-up, by their part in the deal.

    To a meeting about a deal come the one whom its next step is with, those who have a part in it, and who decides and
    buys in the account.
    """
    named = set(subject.people)
    if subject.noun == "person":
        named.add(subject.id)
    if subject.noun == "opportunity" and (named or subject.strangers):
        return named
    if follow_up and follow_up.person_id:
        named.add(follow_up.person_id)
    if deal and (subject.noun == "opportunity" or not named) and not subject.strangers:
        named.update(list_deal_people(connection, deal.id, deal.account_id))
    if deal and subject.noun == "opportunity":
        named.update(list_chain(connection, deal.account_id, _DECIDING))
    return named


def _seated(room: tuple[Attendee, ...], planned: FollowUp | None) -> tuple[Attendee, ...]:
    """The room; where it has more people than are described, the one whom we meet comes first."""
    first = planned.person_id if planned and len(room) > SEATS else None
    return tuple(sorted(room, key=lambda one: one.id != first))


def _when(follow_up: FollowUp, clock: Clock) -> tuple[date, time, str]:
    day, at = words.local_due(follow_up, clock)
    return day, at or time.min, follow_up.id


def _next_step(dated: Sequence[FollowUp], deal: Opportunity | None, clock: Clock) -> FollowUp | None:
    """The next of some follow-ups, of one deal if one is given, or else the last one that is overdue."""
    ours = [one for one in dated if deal is None or one.opportunity_id == deal.id]
    coming = (one for one in ours if _when(one, clock)[0] >= clock.today)
    return next(coming, ours[-1] if ours else None)


def _with_plans(meeting: Meeting, dated: Sequence[FollowUp], deal: Opportunity | None) -> Meeting:
    """The meeting with what is planned: all that is of its deal or with those in the room, and what we meet for."""
    about_deal = deal.id if deal else None
    ahead = [
        one
        for one in dated
        if (one.id == meeting.subject.id or (about_deal and one.opportunity_id == about_deal))
        or (meeting.concerns(one.person_id) and (one.person_id or not about_deal))
    ]
    planned = meeting.planned
    if planned is None and meeting.subject.noun != "opportunity":
        planned = _next_step(ahead, None, meeting.clock)
    return meeting._replace(planned=planned, ahead=tuple(ahead))


def _with_touches(connection: sqlite3.Connection, meeting: Meeting) -> Meeting:
    """The meeting with what was before: when we last met whom."""
    until = utc_span(meeting.today, meeting.today, meeting.clock.zone)[1]
    account_id = meeting.account_id or None
    contacts = last_contacts(connection, [one.id for one in meeting.room[:SEATS]], until)
    touched = list_touched(connection, [one.id for one in meeting.people])
    if meeting.whole and account_id:
        last = list_last_touches(connection, until, _LOOKED_AT, account_id=account_id)
    else:
        last = []
    met = [one.id for one in meeting.room if one.id in touched]
    if not last and met:  # also those who were met before they came to this account
        last = list_last_touches(connection, until, _LOOKED_AT, people=met)
    spoken = [one for one, kind in last if kind in MEETINGS] or [one for one, _kind in last[:1]]
    elsewhere = list_last_touches(connection, until, 1, account_id=account_id) if account_id and not last else []
    found = {one: get_touch(connection, one) for one in {*spoken[:TIMES_MET], *dict([*last[:1], *elsewhere])}}
    return meeting._replace(
        contacts=contacts,
        touched=frozenset(touched),
        baseline=found[last[0][0]] if last else None,
        before=tuple(touch for one in spoken[:TIMES_MET] if (touch := found[one])),
        elsewhere=found[elsewhere[0][0]] if elsewhere else None,
    )


def _with_deal(connection: sqlite3.Connection, meeting: Meeting, deal: Opportunity | None) -> Meeting:
    """The meeting with what stands between us: the deal, promises, objections, facts, needs, rivals."""
    account_id = meeting.account_id
    known = meeting.room if meeting.private else ()
    facts = list_known_facts(connection, account_id, [one.id for one in known])
    if not account_id:
        return meeting._replace(facts=tuple(facts))
    roles, deals = list_roles(connection, account_id), list_opportunities(connection, account_id=account_id)
    deal = deal or _deal_of(meeting, roles, deals)
    spoken_of = (None, deal.id) if deal and not _for_all(meeting) else ()

    def matters(opportunity_id: str | None) -> bool:
        return not spoken_of or opportunity_id in spoken_of

    objections = [
        one
        for one in list_objections(connection, account_id=account_id)
        if one.outcome == "open" and matters(one.opportunity_id)
    ]
    wanted = list_needs(connection, account_id=account_id)
    needs = [one for one in wanted if one.is_open and matters(one.opportunity_id)]
    rivals = [one for one in list_competitors(connection, account_id=account_id) if matters(one.opportunity_id)]
    return meeting._replace(
        roles=tuple(roles),
        deal=deal,
        deals=tuple(deals),
        ticked=frozenset(list_ticks(connection, deal.id)) if deal else frozenset(),
        promises=_promises(connection, meeting, account_id),
        made_for=promise_deals(connection, account_id),
        objections=tuple(objections),
        facts=tuple(facts),
        needs=tuple(needs),
        rivals=tuple(rivals),
        given=tuple(one for one in list_concessions(connection, deal.id) if one.made_at)
        if deal and meeting.private
        else (),
        floor=get_floor(connection, deal.id) if deal and meeting.private else Floor(),
    )


def _promises(connection: sqlite3.Connection, meeting: Meeting, account_id: str) -> tuple[Promise, ...]:
    """What is promised at the account, and between us and those in the room wherever they were then."""
    found = list_open_promises(connection, account_id=account_id)
    for person in meeting.room[:SEATS]:
        theirs = list_open_promises(connection, person_id=person.id)
        found += [one for one in theirs if one.account_id != account_id]
    return tuple(found)


def _for_all(meeting: Meeting) -> bool:
    """Whether everything of the account is spoken about, not one deal."""
    return meeting.whole and meeting.subject.noun not in ("opportunity", "follow_up")


def last_closed(meeting: Meeting) -> list[Opportunity]:
    """The deal that was won last and the one that was lost last, as far as there are such; the won one first."""
    last = {one.status: one for one in sorted(meeting.deals, key=lambda one: (one.last_moved_at, one.id))}
    return [last[status] for status in ("won", "lost") if status in last]


def _deal_of(meeting: Meeting, roles: Iterable[Role], deals: list[Opportunity]) -> Opportunity | None:
    """The deal of a meeting when none is named: the furthest open one, or one that the room has a part in."""
    still = [one for one in deals if one.status == "open"]
    ids = {one.id for one in meeting.room}
    parts = set() if meeting.whole else {role.opportunity_id for role in roles if role.person_id in ids}
    return next((one for one in still if one.id in parts), next(iter(still), None))
