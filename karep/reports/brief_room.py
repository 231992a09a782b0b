"""Who is in the room: role, the rep's view, when we met, how they like it, what to avoid."""

import sqlite3
from collections.abc import Iterable, Iterator
from typing import Final

from karep.db.views.briefing import Attendee
from karep.db.views.people import Preference, concerns_of, list_account_preferences, list_preferences
from karep.i18n import _
from karep.reports import words
from karep.reports.brief_meeting import SEATS, Meeting
from karep.reports.brief_words import SHORT, about_account, called
from karep.reports.report import Line, parts
from karep.rules.concerns import concern_words
from karep.rules.cutting import cut
from karep.rules.privacy import is_private
from karep.rules.vocabulary import ROLES

_LIKES: Final = ("communication", "work_style", "topic", "food", "hobby", "other", "gift")
_LIKED: Final = 2
_AVOIDED: Final = 2


def room_lines(connection: sqlite3.Connection, meeting: Meeting) -> list[Line]:
    """Who comes, the weightiest part first: who it is, the rep's view, when we met, how they like it, what to avoid."""
    likes = _preferences(connection, meeting)
    seated = meeting.room[: max(0, SEATS - len(meeting.subject.strangers))]
    cares = concerns_of(connection, [one.id for one in seated]) if meeting.private else {}
    told = (_attendee(one, meeting, likes.get(one.id, ()), cares.get(one.id)) for one in seated)
    return [*told, *_strangers(meeting)]


def _preferences(connection: sqlite3.Connection, meeting: Meeting) -> dict[str, list[Preference]]:
    found: list[Preference] = []
    if meeting.whole and meeting.account:
        found = list_account_preferences(connection, meeting.account.id)
    else:
        found = [one for person in meeting.room[:SEATS] for one in list_preferences(connection, person.id)]
    by_person: dict[str, list[Preference]] = {}
    for one in found:
        if meeting.private or not is_private("preference", "text", {"privacy": one.privacy}):
            by_person.setdefault(one.person_id, []).append(one)
    return by_person


def _attendee(person: Attendee, meeting: Meeting, preferences: Iterable[Preference], concerns: str | None) -> Line:
    given = list(preferences)
    order = {kind: place for place, kind in enumerate(_LIKES)}
    likes = sorted((one for one in given if one.kind in order), key=lambda one: (order[one.kind], one.id))[:_LIKED]
    avoid = [one for one in given if one.kind == "taboo"][:_AVOIDED]
    return Line(
        "person",
        person.id,
        parts(
            who=called(person),
            title=cut(person.title, SHORT) if person.title else None,
            role=_(", ").join(_(ROLES.get(role, role)) for role in person.roles),
            stance=_view(person.stance) if meeting.private and person.stance is not None else None,
            cares=_("cares: {order}").format(order=concern_words(concerns)) if concerns else None,
            met=_met(person, meeting),
            likes=_("; ").join(cut(one.text, SHORT, clause=True) for one in likes),
            avoid=_("avoid: {text}").format(text=_("; ").join(cut(one.text, SHORT, clause=True) for one in avoid))
            if avoid
            else None,
        ),
        account_id=person.account_id or "",
        sources=tuple(("preference", one.id) for one in (*likes, *avoid)),
    )


def _view(stance: int) -> str:
    """The rep's view of a person, marked as such."""
    return _("my view: {stance}").format(stance=words.stance_words(stance))


def _met(person: Attendee, meeting: Meeting) -> str:
    if person.left_on:
        left = words.read_day(person.left_on)
        return _("left {day}").format(day=words.dated_words(left, meeting.today)) if left else ""
    contact = meeting.contacts.get(person.id)
    if contact is None:
        return _("never met")
    days = meeting.days_ago(contact.face_at)
    if days is not None:
        met, spoken = words.ago_words(days), words.ago_words(meeting.days_ago(contact.at) or 0)
        if met == spoken:
            return _("met {ago}").format(ago=met)
        return _("met {ago}, last contact {contact}").format(ago=met, contact=spoken)
    ago = words.ago_words(meeting.days_ago(contact.at) or 0)
    return _("never face to face, last contact {ago}").format(ago=ago)


def _strangers(meeting: Meeting) -> Iterator[Line]:
    for name in meeting.subject.strangers:
        yield about_account(meeting, who=cut(name, SHORT), met=_("not in the book: ask who it is, and note it down"))
