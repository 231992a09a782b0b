"""Counting over spans of time: touches by kind, accounts touched, people noted down, promises kept.

A span is a pair of moments as the store keeps them, the first of which counts and the second no more. What belongs to
an account that was removed never counts. The touches are counted from one index, without reading the records.
"""

import sqlite3
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, NamedTuple

Stretch = tuple[str, str]
"""The first moment that counts, and the first that counts no more: UTC, ISO 8601."""


class TouchCounts(NamedTuple):
    """What was done in a span; a touch with several people counts once."""

    touches: int
    visits: int
    calls: int
    accounts: int
    """How many different accounts were touched."""


class TouchedAccount(NamedTuple):
    """An account that was touched within a span."""

    account_id: str
    name: str
    touches: int


# `count(DISTINCT account_id)` keeps a sorted copy of every id; to read them in one piece takes a third of the time
TOUCHES: Final = """
SELECT count(*), sum(kind = 'visit'), sum(kind = 'call'), group_concat(account_id)
FROM touch WHERE at >= ? AND at < ? AND removed_at IS NULL
"""
KINDS: Final = """
SELECT count(*), total(kind = 'visit'), total(kind = 'call') FROM touch
WHERE at >= ? AND at < ? AND removed_at IS NULL
"""
REMOVED: Final = "SELECT id FROM account WHERE removed_at IS NOT NULL"
OF_REMOVED: Final = f"""
SELECT count(*), total(kind = 'visit'), total(kind = 'call') FROM touch
WHERE account_id IN ({REMOVED}) AND at >= ? AND at < ? AND removed_at IS NULL
"""
OF_ACCOUNT: Final = """
SELECT count(*), total(kind = 'visit'), total(kind = 'call') FROM touch
WHERE account_id = ? AND at >= ? AND at < ? AND removed_at IS NULL
"""
_KEPT: Final = """
SELECT r.kept_at FROM promise r CROSS JOIN account a ON a.id = r.account_id
WHERE r.owed_by = 'us' AND r.kept_at >= ? AND r.kept_at < ? AND r.removed_at IS NULL AND a.removed_at IS NULL
ORDER BY r.kept_at
"""


def count_touches(connection: sqlite3.Connection, stretches: Sequence[Stretch]) -> list[TouchCounts]:
    """What was done in each of some spans."""
    removed = frozenset(row[0] for row in connection.execute(REMOVED))
    found = []
    for stretch in stretches:
        *sums, joined = connection.execute(TOUCHES, stretch).fetchone()
        counts = [number or 0 for number in sums]
        touched = set(joined.split(",")) if joined else set()
        gone = touched & removed
        # few accounts are ever removed: taking theirs off again is cheaper than to ask for each touch
        for account_id in gone:
            off = connection.execute(OF_ACCOUNT, (account_id, *stretch)).fetchone()
            counts = [one - other for one, other in zip(counts, off, strict=True)]
        touches, visits, calls = map(int, counts)
        found.append(TouchCounts(touches, visits, calls, len(touched) - len(gone)))
    return found


def count_kinds(connection: sqlite3.Connection, stretch: Stretch) -> tuple[int, int, int]:
    """The touches, visits and calls of one span; for long ones, where it does not matter with how many accounts."""
    counts = connection.execute(KINDS, stretch).fetchone()
    off = connection.execute(OF_REMOVED, stretch).fetchone()
    touches, visits, calls = (int(one - other) for one, other in zip(counts, off, strict=True))
    return touches, visits, calls


def list_touched_accounts(connection: sqlite3.Connection, stretch: Stretch) -> list[TouchedAccount]:
    """The accounts that were touched within a span, by name, each with how many touches."""
    rows = connection.execute(
        "SELECT a.id, a.name, count(*) FROM touch t CROSS JOIN account a ON a.id = t.account_id "
        "WHERE t.at >= ? AND t.at < ? AND t.removed_at IS NULL AND +a.removed_at IS NULL "
        "GROUP BY a.id ORDER BY a.name, a.id",
        stretch,
    )
    return [TouchedAccount(*row) for row in rows]


def list_kept_moments(connection: sqlite3.Connection, stretch: Stretch) -> list[str]:
    """When promises of ours were kept within a span, the earliest first; UTC."""
    return [row[0] for row in connection.execute(_KEPT, stretch)]


def count_within(moments: Sequence[str], stretch: Stretch) -> int:
    """How many of some moments, given in order, lie in a span."""
    since, until = stretch
    return bisect_left(moments, until) - bisect_left(moments, since)


def first_moment(connection: sqlite3.Connection) -> str | None:
    """When the book begins: with the first touch in it, or the first thing that was done with the program; UTC."""
    row = connection.execute(
        "SELECT min(at) FROM (SELECT (SELECT min(at) FROM touch WHERE removed_at IS NULL) AS at "
        "UNION ALL SELECT (SELECT at FROM action ORDER BY seq LIMIT 1))"
    ).fetchone()
    return str(row[0]) if row[0] else None
