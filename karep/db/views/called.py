"""Whom and which account the words of a log line mean, in the whole book; and all that belongs to the one at hand."""

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from karep.db.views.finding import Hit, called
from karep.rules.log_line.understood import AtHand, Candidate
from karep.rules.searching.match import BEGINNING, BEGINNING_SOUND, WHOLE, WHOLE_SOUND
from karep.rules.who_is_meant import surely_is

_FEW: Final = 9
"""As many choices can be told apart and numbered with one key."""
_SHORTEST_SOUND: Final = 3
"""Fewer letters sound like too many names."""

_OF: Final = {
    "person": "SELECT account_id FROM person WHERE id = ? AND removed_at IS NULL",
    "opportunity": "SELECT account_id FROM opportunity WHERE id = ? AND removed_at IS NULL",
    "follow_up": "SELECT account_id FROM follow_up WHERE id = ? AND removed_at IS NULL",
    "promise": "SELECT account_id FROM promise WHERE id = ? AND removed_at IS NULL",
}
"""The account of what a line is about."""


@dataclass(slots=True)
class StoredBook:
    """The book in a store; what was asked once is remembered as long as this lives."""

    connection: sqlite3.Connection
    today: date
    meant: dict[tuple[str, str], tuple[Candidate, ...]] = field(default_factory=dict)
    _accounts: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    _people: dict[str, tuple[Candidate, ...]] = field(default_factory=dict)
    _at_hand: dict[str, AtHand] = field(default_factory=dict)

    def at_hand(self, account_id: str) -> AtHand:
        """Everything of an account that a line may refer to."""
        if account_id not in self._at_hand:
            self._at_hand[account_id] = at_hand(self.connection, {"account_id": account_id})
        return self._at_hand[account_id]

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        """The accounts that a word may mean, by name, short name or sound; the likeliest first."""
        if word not in self._accounts:
            found = called(self.connection, "account", word, today=self.today, limit=_FEW)
            named = [hit for hit in found if hit.rank <= BEGINNING or _sounds_so(hit.rank, word)]
            whole = [hit for hit in named if hit.rank == WHOLE]
            self._accounts[word] = tuple(map(_account, whole or named))
        return self._accounts[word]

    def people_called(self, word: str) -> Sequence[Candidate]:
        """The people that a word may mean, in the whole book, by name, form of address or sound."""
        if word not in self._people:
            found = called(self.connection, "person", word, today=self.today, limit=_FEW)
            ranks = {hit.id: hit.rank for hit in found}
            people = [_person(hit) for hit in found]
            meant = surely_is(word, people) or [one for one in people if _sounds_so(ranks[one.id], word)]
            self._people[word] = tuple([one for one in meant if ranks[one.id] == WHOLE] or meant)
        return self._people[word]


def _account(hit: Hit) -> Candidate:
    name = hit.fields["name"]
    return Candidate(hit.id, name, hit.id, name, hit.fields["short_name"])


def _person(hit: Hit) -> Candidate:
    fields = hit.fields
    return Candidate(
        hit.id,
        fields["name"],
        hit.account_id or "",
        fields["account_name"] or "",
        fields["title"],
        fields["form_of_address"],
        fields["department"],
    )


def _sounds_so(rank: int, word: str) -> bool:
    """Whether a match is by the sound of small letters, as a rep types them with the input method off."""
    return rank in (WHOLE_SOUND, BEGINNING_SOUND) and len(word) >= _SHORTEST_SOUND and word.isascii() and word.islower()


def at_hand(connection: sqlite3.Connection, about: Mapping[str, str]) -> AtHand:
    """What a line is about before a word is typed.

    Args:
        connection: The store.
        about: Ids by name: ``account_id``, ``person_id``, ``opportunity_id``, ``follow_up_id``, ``promise_id``; any of
            them leads to the account. ``listed_account_id`` is one that is only highlighted in a list.
    """
    listed = about.get("listed_account_id")
    account_id = about.get("account_id") or listed or _account_of(connection, about)
    row = _row(
        connection, "SELECT id, name, short_name, tier FROM account WHERE id = ? AND removed_at IS NULL", account_id
    )
    if row is None:
        return AtHand()
    people = _people(connection, row[0], row[1])
    deals = _deals(connection, row[0], row[1])
    named = _named(connection, about)
    return AtHand(
        Candidate(row[0], row[1], row[0], row[1], row[2]),
        next((one for one in people if one.id == named.get("person_id")), None),
        next((one for one in deals if one.id == named.get("opportunity_id")), None),
        row[3],
        deals,
        people,
        is_listed=bool(listed),
    )


def _account_of(connection: sqlite3.Connection, about: Mapping[str, str]) -> str:
    for noun, query in _OF.items():
        row = _row(connection, query, about.get(f"{noun}_id"))
        if row is not None and row[0]:
            return str(row[0])
    return ""


def _named(connection: sqlite3.Connection, about: Mapping[str, str]) -> dict[str, str | None]:
    """The person and the deal that a line is about, those of its follow-up or promise included."""
    found: dict[str, str | None] = {}
    for noun, columns in (("promise", ("person_id",)), ("follow_up", ("person_id", "opportunity_id"))):
        row = _row(connection, f"SELECT {', '.join(columns)} FROM {noun} WHERE id = ?", about.get(f"{noun}_id"))
        found |= dict(zip(columns, row, strict=True)) if row else {}
    return found | {key: about[key] for key in ("person_id", "opportunity_id") if about.get(key)}


def _row(connection: sqlite3.Connection, query: str, record_id: str | None) -> Sequence[Any] | None:
    if not record_id:
        return None
    found: Sequence[Any] | None = connection.execute(query, (record_id,)).fetchone()
    return found


def _people(connection: sqlite3.Connection, account_id: str, account_name: str) -> tuple[Candidate, ...]:
    rows = connection.execute(
        "SELECT id, name, title, form_of_address, department FROM person "
        "WHERE account_id = ? AND removed_at IS NULL ORDER BY left_on IS NOT NULL, name, id",
        (account_id,),
    )
    return tuple(
        Candidate(person_id, name, account_id, account_name, title, address, department)
        for person_id, name, title, address, department in rows
    )


def _deals(connection: sqlite3.Connection, account_id: str, account_name: str) -> tuple[Candidate, ...]:
    rows = connection.execute(
        "SELECT id, name, stage, amount, currency FROM opportunity "
        "WHERE account_id = ? AND removed_at IS NULL AND status = 'open' ORDER BY name, id",
        (account_id,),
    )
    return tuple(
        Candidate(deal_id, name, account_id, account_name, stage, amount=amount, currency=currency)
        for deal_id, name, stage, amount, currency in rows
    )
