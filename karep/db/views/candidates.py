"""The records that may answer to what was typed: what the index proposes, looked at again."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from karep.db.searched import SEARCHED
from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.searching.match import ELSEWHERE, Fields, match
from karep.rules.searching.query import Word
from karep.rules.vocabulary import ROLES

BLOCK: Final = 40
"""As many records are read at a time: about as many as are put in order."""


@frozen
class Candidate:
    """A record that answers, with what its place among the others depends on."""

    rowid: int
    id: str
    account_id: str | None
    rank: int
    closed: bool
    """Whether it is behind the rep: done, kept, lost, left."""
    weight: int
    """Which part a person plays: the weightiest first."""
    when: str
    """The moment or day that it is about, as text that sorts."""


def asked(connection: sqlite3.Connection, noun: str, expression: str, limit: int = -1) -> Iterator[int]:
    """The rowids that the index has for an expression, the newest first."""
    rows = connection.execute(
        f"SELECT rowid FROM search_{noun} WHERE search_{noun} MATCH ? ORDER BY rowid DESC LIMIT ?", (expression, limit)
    )
    return (row[0] for row in rows)


def checked(
    connection: sqlite3.Connection,
    noun: str,
    words: Sequence[Word],
    rowids: Iterable[int],
    *,
    condition: str = "1",
    private: bool = True,
) -> Iterator[Candidate]:
    """Those of the records that do answer, in the order given, and of which the condition holds.

    Without `private` nothing answers by what was said in confidence.
    """
    searched = SEARCHED[noun]
    known = f"{OWNER[noun]}, {_CLOSED.get(noun, '0')}, {_WEIGHT.get(noun, '0')}, {moment_of(noun)}"
    columns = ", ".join(searched.columns)
    for block in blocks(rowids, BLOCK):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(
            f"SELECT rowid, id, {known}, {columns} FROM {noun} "
            f"WHERE rowid IN ({marks}) AND +removed_at IS NULL AND {condition}",
            block,
        )
        found = {row[0]: row for row in rows}
        for rowid in block:
            if row := found.get(rowid):
                rank = match(words, Fields(*searched.split(row[6:], private=private))) if words else ELSEWHERE
                if rank is not None:
                    yield Candidate(rowid, row[1], row[2], rank, bool(row[3]), row[4], row[5] or "")


_OF_ACCOUNT: Final = (
    "person", "opportunity", "touch", "promise", "follow_up", "objection", "need", "competitor",
    "concession", "remark",
)  # fmt: skip
"""The nouns that belong to an account alone."""
OWNER: Final = {
    "account": "id",
    "preference": "(SELECT account_id FROM person WHERE person.id = person_id)",
    "fact": "coalesce(account_id, (SELECT account_id FROM person WHERE person.id = person_id))",
} | dict.fromkeys(_OF_ACCOUNT, "account_id")
"""The account that a record of each noun belongs to."""
_OF_A_LIVE_ACCOUNT: Final = (
    "NOT EXISTS (SELECT 1 FROM account a WHERE a.id = {noun}.account_id AND a.removed_at IS NOT NULL)"
)
_OF_A_LIVE_PERSON: Final = (
    "NOT EXISTS (SELECT 1 FROM person p LEFT JOIN account a ON a.id = p.account_id "
    "WHERE p.id = {noun}.person_id AND (p.removed_at IS NOT NULL OR a.removed_at IS NOT NULL))"
)
_KEPT: Final = {
    "account": "1",
    "preference": _OF_A_LIVE_PERSON.format(noun="preference"),
    "fact": f"{_OF_A_LIVE_ACCOUNT} AND {_OF_A_LIVE_PERSON}".format(noun="fact"),
} | {noun: _OF_A_LIVE_ACCOUNT.format(noun=noun) for noun in _OF_ACCOUNT}
"""That what a record belongs to was not removed."""
_NOT_PERSONAL: Final = {
    "preference": "preference.privacy = 'internal'",
    "concession": "concession.made_at IS NOT NULL",
    "remark": "remark.privacy = 'internal'",
}
_CLOSED: Final = {
    "person": "left_on IS NOT NULL",
    "opportunity": "status <> 'open'",
    "promise": "kept_at IS NOT NULL OR broken_at IS NOT NULL",
    "follow_up": "done_at IS NOT NULL",
}
"""Whether a record is behind the rep."""
_PARTS: Final = " ".join(f"WHEN '{role}' THEN {place}" for place, role in enumerate(ROLES))
_WEIGHT: Final = {
    "person": f"(SELECT coalesce(min(CASE role {_PARTS} END), {len(ROLES)}) FROM role "
    "WHERE role.person_id = person.id AND role.removed_at IS NULL)"
}
_WHEN: Final = {
    "account": "(SELECT at FROM touch WHERE touch.account_id = account.id AND touch.removed_at IS NULL "
    "ORDER BY at DESC LIMIT 1)",
    "touch": "at",
    "objection": "at",
    "need": "at",
    "competitor": "at",
    "concession": "coalesce(made_at, created_at)",
    "promise": "coalesce(due, created_at)",
    "follow_up": "due",
    "fact": "coalesce(dated, created_at)",
    "remark": "CASE WHEN period LIKE '____-W__' THEN date(substr(period, 1, 4) || '-01-04', '-6 days', 'weekday 1', "
    "'+' || (7 * (substr(period, 7) - 1)) || ' days') "
    "WHEN period LIKE '____-Q_' THEN date(substr(period, 1, 4) || '-01-01', "
    "'+' || (3 * (substr(period, 7) - 1)) || ' months') ELSE substr(period || '-01-01', 1, 10) END "
    "|| substr(created_at, 11)",
}
"""When it was or will be, where that is not when it was written down."""


def moment_of(noun: str) -> str:
    """The moment or day that records of a noun are about, as an expression of SQL; it is text that sorts."""
    return _WHEN.get(noun, "created_at")


def kept(noun: str, private: bool) -> str:
    """The condition, in SQL, that a record is to be found at all: nothing of what was removed, or is not to be told."""
    return _KEPT[noun] if private or noun not in _NOT_PERSONAL else f"{_KEPT[noun]} AND {_NOT_PERSONAL[noun]}"
