"""Lessons among the rep's own words, looked for by what they are: of any period, the newest first."""

import sqlite3
from datetime import date
from typing import Final

from karep.db.views.candidates import kept, moment_of
from karep.db.views.finding import MOST, Group, Hit, called, find
from karep.db.views.found import details
from karep.rules.searching.match import ELSEWHERE

_NOUN: Final = "remark"


def find_lessons(
    connection: sqlite3.Connection,
    words: str = "",
    *,
    stage: str | None = None,
    today: date,
    limit: int = 8,
    private: bool = True,
) -> Group:
    """The lessons that answer.

    Args:
        connection: The store.
        words: What stands in them, or the name of their account; all of them when it is empty.
        stage: Only those about this stage of a deal.
        today: The rep's day.
        limit: How many at most, up to `karep.db.views.finding.MOST`.
        private: Also those that are personal or sensitive.
    """
    conditions, values = ["part = 'lessons'", "removed_at IS NULL", kept(_NOUN, private)], list[str]()
    if stage:
        conditions.append("stage = ?")
        values.append(stage)
    if words.strip():
        groups = find(connection, words, today=today, limit=MOST, nouns=[_NOUN], private=private)
        said = [hit.id for group in groups for hit in group.hits]
        theirs = [hit.id for hit in called(connection, "account", words, today=today)]
        marks, accounts = (", ".join("?" * len(ids)) for ids in (said, theirs))
        conditions.append(f"(id IN ({marks}) OR account_id IN ({accounts}))")
        values += [*said, *theirs]
    rows = connection.execute(
        f"SELECT id, account_id FROM {_NOUN} WHERE {' AND '.join(conditions)} "
        f"ORDER BY {moment_of(_NOUN)} DESC, rowid DESC LIMIT ?",
        [*values, min(limit, MOST) + 1],
    ).fetchall()
    lines = details(connection, _NOUN, [row[0] for row in rows])
    hits = tuple(Hit(_NOUN, one, account, None, None, ELSEWHERE, lines[one].fields) for one, account in rows)
    return Group(_NOUN, hits[: min(limit, MOST)], len(hits) > limit)
