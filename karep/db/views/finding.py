"""Finding records by what the rep types: the index proposes, `match` decides, the best come first.

Of each noun the records that need the rep today come first, then the better matches, then those of weightier accounts
and people, then the newer ones; what happened, was promised or is planned stands by its day whatever the tier. Where
more records answer than can be looked at in time, those are looked at whose names begin with what was typed, those of
the weightiest accounts and the newest.
"""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import Any, Final

from karep.db.errors import StoreError
from karep.db.search import is_current
from karep.db.searched import SEARCHED
from karep.db.views.blocks import blocks
from karep.db.views.candidates import OWNER, Candidate, asked, checked, kept
from karep.db.views.found import details
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.searching.match import ELSEWHERE
from karep.rules.searching.normal import normal, units
from karep.rules.searching.query import Query, Question, Word
from karep.rules.searching.terms import any_of, quoted, tier_term
from karep.rules.searching.typos import may_be_misspelled, slips
from karep.rules.vocabulary import TIERS

MOST: Final = 100
"""As many hits of a noun can be asked for."""
LOOKED_AT: Final = 40
"""As many matches of a noun are put in order, when fewer hits are asked for."""
NEAREST: Final = 300
"""As many of the newest records that answer to some words are looked through for those of an account."""
_AGENDA: Final = 100
"""As many accounts of today's agenda are put first at most."""
_NEAR: Final = 20
"""As many accounts are taken for what part of the words names."""
_SPLIT: Final = 4
"""Of more words than this none is taken for the account that the others are about."""


@frozen
class Hit:
    """One record that was found."""

    noun: str
    id: str
    account_id: str | None
    opportunity_id: str | None
    person_id: str | None
    rank: int
    """How well it answers, see `karep.rules.searching.match`."""
    fields: dict[str, Any]
    """What makes it recognisable, by name of the field."""


@frozen
class Group:
    """What was found of one noun, the best first."""

    noun: str
    hits: tuple[Hit, ...]
    more: bool
    """Whether there are further ones."""


def find(
    connection: sqlite3.Connection,
    words: str,
    *,
    today: date,
    limit: int = 8,
    nouns: Collection[str] | None = None,
    private: bool = True,
) -> list[Group]:
    """What answers to `words`, by noun; nouns of which nothing does are left out.

    A word may also name the account that the other words are about: “华为 报价” finds what was said there of offers.

    Args:
        connection: The store.
        words: What the rep typed.
        today: The rep's day; the accounts on its agenda come first.
        limit: How many hits of a noun at most, up to `MOST`.
        nouns: Only these.
        private: Also preferences that are personal or sensitive, and by what was said in confidence.

    Raises:
        StoreError: If the index is behind the store and could not be brought up to date, as on a full disk.
    """
    query = Query.of(words)
    if not query:
        return []
    if not is_current(connection):
        raise StoreError(_("The search index is behind the store; close karep elsewhere, or try: karep check --repair"))
    agenda = _agenda(connection, today)
    most = max(min(limit, MOST), LOOKED_AT)
    accounts = list(_proposed(connection, "account", query, agenda, most))
    is_name = any(one.rank < ELSEWHERE for one in accounts)
    near = [] if is_name else _near(connection, query, agenda)
    groups = []
    for noun in (one for one in SEARCHED if nouns is None or one in nouns):
        proposed = accounts if noun == "account" else _proposed(connection, noun, query, agenda, most, private=private)
        candidates = {one.rowid: one for one in proposed}
        if noun != "account":
            for rest, theirs in near:
                for one in _proposed_near(connection, noun, rest, theirs, private=private):
                    candidates.setdefault(one.rowid, one)
        if candidates:
            ordered = _ordered(connection, noun, candidates.values(), agenda)
            groups.append(Group(noun, _hits(connection, noun, ordered[:limit]), len(ordered) > limit))
    return groups


def called(connection: sqlite3.Connection, noun: str, name: str, *, today: date, limit: int = 9) -> list[Hit]:
    """The accounts or people that `name` may mean, all of it a part of their name or its sound; the likeliest first."""
    query = Query.of(name)
    if not query:
        return []
    agenda = _agenda(connection, today)
    named = [one for one in _proposed(connection, noun, query, agenda) if one.rank < ELSEWHERE]
    return list(_hits(connection, noun, _ordered(connection, noun, named, agenda)[:limit]))


def matching(connection: sqlite3.Connection, noun: str, words: str) -> set[int] | None:
    """The rowids of all records of a noun that answer to `words`; None when there is nothing to find in them."""
    query = Query.of(words)
    if not query:
        return None
    question = query.question(named=bool(SEARCHED[noun].names))
    sure = set(asked(connection, noun, question.exact)) if question.exact else set()
    unsure = f"{question.every} NOT {question.exact}" if question.exact else question.every
    rowids = asked(connection, noun, unsure)
    return sure.union(one.rowid for one in checked(connection, noun, query.words, rowids))


# --- candidates --------------------------------------------------------------------------------------------------


def _proposed(
    connection: sqlite3.Connection,
    noun: str,
    query: Query,
    agenda: dict[str, int],
    most: int = LOOKED_AT,
    *,
    private: bool = True,
) -> Iterator[Candidate]:
    """The records of a noun that answer, the most promising ones when there are too many."""
    named = bool(SEARCHED[noun].names)
    question = query.question(named=named)
    rowids = asked(connection, noun, question.every)
    if named:
        newest = list(islice(rowids, most + 1))
        promising = _promising(connection, noun, question, agenda, most) if len(newest) > most else ()
        rowids = iter(dict.fromkeys((*promising, *newest)))
    # where the index alone is sure, and there is no better or worse, nothing need be looked at again; but the index
    # does not tell what it has from a confidence
    sure = private and question.exact == question.every
    words = () if sure and not named else query.words
    found = checked(connection, noun, words, rowids, condition=kept(noun, private), private=private)
    return islice(found, most)


def _promising(
    connection: sqlite3.Connection, noun: str, question: Question, agenda: dict[str, int], most: int
) -> Iterator[int]:
    """Of very many names those not to be missed: on today's agenda, beginning so, of the weightiest accounts."""
    if noun == "account":
        yield from agenda.values()
        best, *others = (quoted(tier_term(tier)) for tier in TIERS)
        for expression in (
            f"{question.first} AND {best}",
            f"{question.first} AND {any_of(others)}",
            f"{question.every} AND {any_of((best, *others))}",
        ):
            yield from asked(connection, noun, expression, most)
    yield from asked(connection, noun, question.first, most)


# --- words that name the account ---------------------------------------------------------------------------------


def _near(
    connection: sqlite3.Connection, query: Query, agenda: dict[str, int]
) -> list[tuple[tuple[Word, ...], dict[str, int]]]:
    """The ways to take some first or last words for an account: the other words, and the accounts with their ranks."""
    found = []
    if 1 < len(query.words) <= _SPLIT:
        for place in range(1, len(query.words)):
            head, tail = query.words[:place], query.words[place:]
            for naming, rest in ((head, tail), (tail, head)):
                named = _named(connection, Query(naming), agenda)
                if named:
                    found.append((rest, named))
    return found


def _named(connection: sqlite3.Connection, query: Query, agenda: dict[str, int]) -> dict[str, int]:
    """The accounts that are called so, or whose people are, with their ranks."""
    ranks: dict[str, int] = {}
    for noun in ("account", "person"):
        proposed = (one for one in _proposed(connection, noun, query, agenda) if one.rank < ELSEWHERE)
        for one in _ordered(connection, noun, proposed, agenda)[:_NEAR]:
            if one.account_id:
                ranks[one.account_id] = min(one.rank, ranks.get(one.account_id, ELSEWHERE))
    return ranks


def _proposed_near(
    connection: sqlite3.Connection, noun: str, words: tuple[Word, ...], accounts: dict[str, int], *, private: bool
) -> Iterator[Candidate]:
    """The records of some accounts that answer to the other words."""
    rowids = asked(connection, noun, Query(words).question(named=bool(SEARCHED[noun].names)).every, NEAREST)
    theirs = []
    for block in blocks(rowids):
        marks = ", ".join("?" * len(block))
        rows = dict(
            connection.execute(f"SELECT rowid, {OWNER[noun]} FROM {noun} WHERE rowid IN ({marks})", block).fetchall()
        )
        theirs += [rowid for rowid in block if rows.get(rowid) in accounts]
    found = checked(connection, noun, words, theirs, condition=kept(noun, private), private=private)
    for one in islice(found, MOST):
        yield replace(one, rank=max(one.rank, accounts.get(one.account_id or "", ELSEWHERE)))


# --- slips of the finger -----------------------------------------------------------------------------------------


def corrected(connection: sqlite3.Connection, words: str, *, private: bool = True) -> str | None:
    """The words with each one that is nowhere in the store replaced by a name that is one slip away from it.

    None when nothing can be replaced. For words that find nothing; ask `find` again with the answer, and `private` as
    before: a word that is only in what is not told is nowhere.
    """
    query = Query.of(words)
    better = [_corrected(connection, word, private) for word in query.words]
    changed = any(one != word.text for one, word in zip(better, query.words, strict=True))
    return " ".join(better) if changed else None


def _corrected(connection: sqlite3.Connection, word: Word, private: bool) -> str:
    if not may_be_misspelled(word.text) or _is_known(connection, word, private):
        return word.text
    wanted = slips(word.text)
    expression = any_of(quoted(one, prefix=True) for one in wanted)
    for noun in ("account", "person", "opportunity"):
        rowids = list(asked(connection, noun, expression, _NEAR))
        called = {unit for name in _names(connection, noun, rowids) for unit in units(normal(name))}
        begun = (one for one in wanted if any(unit.startswith(one) for unit in called))
        better = next((one for one in wanted if one in called), None) or next(begun, None)
        if better is not None:
            return better
    return word.text


def _is_known(connection: sqlite3.Connection, word: Word, private: bool) -> bool:
    query = Query((word,))
    found = (next(_proposed(connection, noun, query, {}, 1, private=private), None) for noun in SEARCHED)
    return any(one is not None for one in found)


def _names(connection: sqlite3.Connection, noun: str, rowids: list[int]) -> Iterator[str]:
    marks = ", ".join("?" * len(rowids))
    columns = ", ".join(SEARCHED[noun].names)
    for row in connection.execute(f"SELECT {columns} FROM {noun} WHERE rowid IN ({marks})", rowids):
        yield from filter(None, row)


# --- order -------------------------------------------------------------------------------------------------------


def _agenda(connection: sqlite3.Connection, today: date) -> dict[str, int]:
    """The accounts, with their rowids, that something is due for today."""
    rows = connection.execute(
        """
        SELECT a.id, a.rowid FROM (
            SELECT account_id FROM follow_up WHERE due = :day AND done_at IS NULL AND removed_at IS NULL
            UNION SELECT account_id FROM promise
            WHERE due = :day AND kept_at IS NULL AND broken_at IS NULL AND removed_at IS NULL
        ) agenda CROSS JOIN account a ON a.id = agenda.account_id WHERE +a.removed_at IS NULL LIMIT :most
        """,
        {"day": today.isoformat(), "most": _AGENDA},
    )
    return dict(rows.fetchall())


def _ordered(
    connection: sqlite3.Connection, noun: str, candidates: Iterable[Candidate], agenda: dict[str, int]
) -> list[Candidate]:
    """The candidates in the order in which the rep wants them; those of removed accounts are left out."""
    given = list(candidates)
    tiers = _tiers(connection, {one.account_id for one in given if one.account_id})
    alive = [one for one in given if one.account_id is None or one.account_id in tiers]

    alive.sort(key=lambda one: one.rowid)
    alive.sort(key=lambda one: one.when, reverse=True)
    if SEARCHED[noun].names:
        alive.sort(key=lambda one: (one.rank, one.closed, tiers.get(one.account_id or "", len(TIERS)), one.weight))
    else:
        alive.sort(key=lambda one: (one.rank, one.closed))
    alive.sort(key=lambda one: one.account_id not in agenda)
    return alive


def _tiers(connection: sqlite3.Connection, ids: set[str]) -> dict[str, int]:
    """How weighty some accounts are, by id; removed ones are left out."""
    places = {tier: place for place, tier in enumerate(TIERS)}
    found: dict[str, int] = {}
    for block in blocks(sorted(ids)):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(f"SELECT id, tier FROM account WHERE id IN ({marks}) AND +removed_at IS NULL", block)
        found |= {account_id: places.get(tier, len(places)) for account_id, tier in rows}
    return found


def _hits(connection: sqlite3.Connection, noun: str, candidates: Sequence[Candidate]) -> tuple[Hit, ...]:
    found = details(connection, noun, [one.id for one in candidates])
    return tuple(
        Hit(noun, one.id, one.account_id, line.opportunity_id, line.person_id, one.rank, line.fields)
        for one in candidates
        if (line := found.get(one.id))
    )
