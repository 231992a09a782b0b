"""Whom the rep means: what a brief is about, and who comes, from words as they are typed or said."""

import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from karep.db.views.briefing import Attendee, find_by_id, list_attendees
from karep.db.views.records import record_name
from karep.db.views.subjects import SUBJECTS, account_of
from karep.db.words import noun_name
from karep.i18n import _
from karep.reports.brief_meeting import Subject
from karep.reports.brief_words import listed
from karep.reports.render import SHORTEST_ID, WHOLE_ID
from karep.rules.cutting import cut

if TYPE_CHECKING:
    from karep.db.views.finding import Hit

CANDIDATES: Final = 6
"""As many are named where the words can mean several."""
_ID: Final = re.compile(rf"[0-9a-f][0-9a-f-]{{{SHORTEST_ID - 1},{WHOLE_ID - 1}}}")
_BETWEEN: Final = re.compile(r"[,，、;；\n]+")
_NAME_WIDTH: Final = 40


class Unclear(NamedTuple):
    """Words that mean nothing in the book, or more than one thing."""

    words: str
    names: tuple[str, ...] = ()
    """What they can mean; none at all where nothing answers to them."""

    @property
    def sentence(self) -> str:
        """What the rep is told."""
        words = cut(self.words, _NAME_WIDTH)
        if not self.names:
            return _("Nothing to brief for is called {who}.").format(who=words)
        names = listed(self.names, CANDIDATES, whole=True)
        return _("{who} can mean {names}; write more of the name, or the id.").format(who=words, names=names)


def find_subject(connection: sqlite3.Connection, who: str, today: date) -> Subject | Unclear:
    """The account, person, deal or follow-up that is meant: the one that answers better than all others.

    An id, its beginning or its end, as a cited page prints it, is understood too.
    """
    words = who.strip()
    part_of_id = words.casefold() if _ID.fullmatch(words.casefold()) else ""
    hits = [] if len(part_of_id) == WHOLE_ID else _found(connection, words, today, SUBJECTS)
    if hits:
        best = [hit for hit in hits if hit.rank == min(one.rank for one in hits)]
        if len(best) == 1:
            return Subject(best[0].noun, best[0].id)
        return Unclear(words, _names(best))
    found = find_by_id(connection, part_of_id, SUBJECTS, CANDIDATES) if part_of_id else []
    if len(found) == 1:
        return Subject(*found[0])
    return Unclear(words, tuple(_about(noun, one, record_name(connection, noun, one), None) for noun, one in found))


def _found(connection: sqlite3.Connection, words: str, today: date, nouns: Sequence[str]) -> "list[Hit]":
    # an id is understood without what finding needs
    from karep.db.views.finding import find

    groups = find(connection, words, today=today, limit=CANDIDATES + 1, nouns=nouns)
    return [hit for group in groups for hit in group.hits]


def _names(hits: "Sequence[Hit]") -> tuple[str, ...]:
    """What the hits are called; those that are called alike with the end of their ids."""
    told = [_about(hit.noun, "", str(hit.fields.get("name") or hit.fields.get("what") or ""), hit) for hit in hits]
    return _told_apart(told, [hit.id for hit in hits])


def _told_apart(told: Sequence[str], ids: Sequence[str]) -> tuple[str, ...]:
    """Names, those that are alike with the end of their ids."""
    return tuple(
        one if told.count(one) == 1 else f"{one} {record[-SHORTEST_ID:]}" for one, record in zip(told, ids, strict=True)
    )


def _about(noun: str, record: str, name: str, hit: "Hit | None") -> str:
    account = hit.fields.get("account_name") if hit else None
    where = _(", ").join(filter(None, (noun_name(noun), cut(account, _NAME_WIDTH) if account else "", record)))
    return _("{name} ({form})").format(name=cut(name, _NAME_WIDTH), form=where)


def with_people(connection: sqlite3.Connection, subject: Subject, names: str, today: date) -> Subject | Unclear:
    """The subject with those who come, by names, forms of address, surnames with titles, or how they sound.

    Names stand between commas. First the people of the account are looked at, then whoever in the book is called so
    exactly; a name that nobody bears comes as a stranger.
    """
    account_id = account_of(connection, subject.noun, subject.id)
    people = list_attendees(connection, account_id=account_id) if account_id else []
    ids, strangers = list(subject.people), list(subject.strangers)
    for word in filter(None, (one.strip() for one in _BETWEEN.split(names))):
        found = _meant(word, people)
        if len(found) > 1:
            return Unclear(word, _told_apart([_person_name(one) for one in found], [one.id for one in found]))
        known = [one.id for one in found] or _elsewhere(connection, word, today)
        ids += known
        strangers += [] if known else [word]
    return replace(subject, people=tuple(dict.fromkeys(ids)), strangers=tuple(dict.fromkeys(strangers)))


def _meant(word: str, people: Iterable[Attendee]) -> list[Attendee]:
    """Those of an account whom a word or an id can mean; who has left only when nobody else."""
    from karep.rules.who_is_meant import who_is

    given = list(people)
    part = word.casefold()
    if _ID.fullmatch(part) and (named := [one for one in given if one.id.startswith(part) or one.id.endswith(part)]):
        return named
    found = who_is(word, given) or _sounding(word, given)
    return [one for one in found if not one.left_on] or found


def _sounding(word: str, people: Iterable[Attendee]) -> list[Attendee]:
    """Those whose name sounds best like the word."""
    from karep.rules.searching.match import BEGINNING_SOUND, Fields, match
    from karep.rules.searching.query import Query

    words = Query.of(word).words
    ranked = [(match(words, Fields(names=(one.name, one.form_of_address))), one) for one in people] if words else []
    best = min((rank for rank, _one in ranked if rank is not None and rank <= BEGINNING_SOUND), default=None)
    return [one for rank, one in ranked if rank is not None and rank == best]


def _elsewhere(connection: sqlite3.Connection, word: str, today: date) -> list[str]:
    """The one person in the whole book who is called exactly so."""
    from karep.rules.searching.match import WHOLE

    exact = [hit.id for hit in _found(connection, word, today, ("person",)) if hit.rank == WHOLE]
    return exact if len(exact) == 1 else []


def _person_name(person: Attendee) -> str:
    return _("{name} ({form})").format(name=person.name, form=person.title) if person.title else person.name
