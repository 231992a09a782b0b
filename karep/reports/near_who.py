"""Where the rep means to be: the city, or the account, by a name as it is typed. A slip of the pen is asked back."""

import difflib
import re
import sqlite3
from datetime import date
from typing import Final, NamedTuple

from karep.db.views.briefing import find_by_id
from karep.db.views.finding import Hit, called
from karep.db.views.near import list_cities, list_names
from karep.db.views.records import record_name
from karep.db.views.subjects import SUBJECTS, account_of
from karep.i18n import _
from karep.reports.brief_words import listed
from karep.reports.near import city_named
from karep.rules.cutting import cut
from karep.rules.searching.match import ELSEWHERE, Fields, match
from karep.rules.searching.query import Query

_NOUNS: Final = ("account", "person", "opportunity")
"""What a name is looked for among, beside the cities."""
_NAMED: Final = 5
"""As many are named where the words can mean several, or nothing."""
_ID: Final = re.compile(r"[0-9a-f][0-9a-f-]{5,35}")
_NAME_WIDTH: Final = 40
_LIKE: Final = 0.75
"""A name of which so much is as it was typed is asked back."""


class Place(NamedTuple):
    """Where the rep means to be: one of the first two is filled, or else the sentence says why neither is."""

    city: str = ""
    account_id: str = ""
    refusal: str = ""


class _Meant(NamedTuple):
    rank: int
    name: str
    place: Place


def find_place(connection: sqlite3.Connection, who: str, today: date) -> Place:
    """The city, or the account of what is called so: by the name, its beginning or a part of it, or how it sounds.

    What answers better than all others is meant. Nothing that is only much like it is ever taken for it.
    """
    words = who.strip()
    if city := city_named(connection, words):
        return Place(city=city)
    meant = _meant(connection, words, today)
    best = [one for one in meant if one.rank == min(each.rank for each in meant)]
    places = list(dict.fromkeys(one.place for one in best))
    if len(places) == 1:
        return places[0]
    if places:
        names = listed(list(dict.fromkeys(one.name for one in best)), _NAMED, whole=True)
        sentence = _("{who} can mean {names}; write more of the name, or the id.")
        return Place(refusal=sentence.format(who=cut(words, _NAME_WIDTH), names=names))
    return _by_id(connection, words) or Place(refusal=_nobody(connection, words))


def _meant(connection: sqlite3.Connection, words: str, today: date) -> list[_Meant]:
    query = Query.of(words)
    if not query:
        return []
    found = [
        _Meant(rank, city, Place(city=city))
        for city in list_cities(connection)
        if (rank := match(query.words, Fields(names=[city]))) is not None and rank < ELSEWHERE
    ]
    for noun in _NOUNS:
        for hit in called(connection, noun, words, today=today):
            account_id = hit.account_id or account_of(connection, hit.noun, hit.id) or ""
            name = _name(hit)
            nowhere = _("{who} belongs to no account.").format(who=name)
            place = Place(account_id=account_id) if account_id else Place(refusal=nowhere)
            found.append(_Meant(hit.rank, name, place))
    return found


def _by_id(connection: sqlite3.Connection, words: str) -> Place | None:
    key = words.casefold()
    found = find_by_id(connection, key, SUBJECTS, _NAMED) if _ID.fullmatch(key) else []
    places = {account_of(connection, noun, record_id) or "" for noun, record_id in found}
    if len(places) > 1:
        names = listed([cut(record_name(connection, *one), _NAME_WIDTH) for one in found], _NAMED, whole=True)
        return Place(
            refusal=_("{who} can mean {names}; write more of the name, or the id.").format(who=key, names=names)
        )
    account_id = next(iter(places), "")
    return Place(account_id=account_id) if account_id else None


def _nobody(connection: sqlite3.Connection, words: str) -> str:
    """That nothing is called so, and what is much like it: what begins with the same letter and nearly as typed."""
    like = {}
    for name in (*list_cities(connection), *list_names(connection, words[:1])):
        like[name] = difflib.SequenceMatcher(None, words.casefold(), name.casefold()[: len(words) + 1]).ratio()
    near = [cut(name, _NAME_WIDTH) for name in sorted(like, key=lambda one: (-like[one], one)) if like[name] >= _LIKE]
    told = _("No account, person or city of the book is called {who}.").format(who=cut(words, _NAME_WIDTH))
    if not near:
        return told
    names = listed(near[:_NAMED], _NAMED, whole=True)
    return told + _(" Did you mean {name}?").format(name=names)


def _name(hit: Hit) -> str:
    return cut(str(hit.fields.get("name") or ""), _NAME_WIDTH)
