"""Whether the index agrees with a scan; no tests."""

import sqlite3
from functools import cache

from karep.rules.searching.match import BEGINNING_SOUND, Fields, match
from karep.rules.searching.query import Query
from karep.rules.searching.terms import terms_of
from tests.rules.searching.books import Record


@cache
def index() -> sqlite3.Connection:
    """An index as the store has it."""
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE search USING fts5(terms, tokenize='ascii', content='', detail=none)")
    return connection


def fill(records: list[Record]) -> None:
    """Put these records into the index, and nothing else."""
    index().execute("INSERT INTO search (search) VALUES ('delete-all')")
    rows = [(at, " ".join(sorted(terms_of(one.names, one.phones, one.texts)))) for at, one in enumerate(records)]
    index().executemany("INSERT INTO search (rowid, terms) VALUES (?, ?)", rows)


def ask(expression: str) -> set[int]:
    """The numbers of the records that the index has for an expression."""
    return {row[0] for row in index().execute("SELECT rowid FROM search WHERE search MATCH ?", (expression,))}


def scan(records: list[Record], query: Query) -> dict[int, int]:
    """The numbers of the records that answer, with their ranks."""
    ranks = {at: match(query.words, Fields(one.names, one.phones, one.texts)) for at, one in enumerate(records)}
    return {at: rank for at, rank in ranks.items() if rank is not None}


def compare(records: list[Record], words: str, *, named: bool) -> None:
    """Assert that the index says of these words what the scan says."""
    query = Query.of(words)
    if not query:
        return
    fill(records)
    question, found = query.question(named=named), scan(records, query)
    every = ask(question.every)
    assert found.keys() <= every
    if question.exact:
        assert ask(question.exact) <= found.keys()
    if question.first:
        first = ask(question.first)
        assert first <= every
        beginning = {at for at, rank in found.items() if rank <= BEGINNING_SOUND and not records[at].phones}
        assert beginning <= first
