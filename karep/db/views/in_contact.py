"""When accounts were last in contact, seen from any moment of the past: how many were, which were not, which how often.

The moments kept by `karep.db.rhythm` say it for every account that has been silent since; only for those that were in
contact after that moment the touches themselves are asked. An account that lies in the book since after that moment
counts only when it has an older touch, as one that was imported has.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.rules.vocabulary import TIERS


class Counts(NamedTuple):
    """How many accounts of one class were in contact."""

    accounts: int
    kept: int
    """In contact since the first moment that was asked for."""
    recent: int
    """In contact since the second one."""


class LastContact(NamedTuple):
    """When an account was last in contact."""

    account_id: str
    since: str | None
    """When it came into the book, UTC."""
    last: str | None
    """UTC; None for never."""


class Head(NamedTuple):
    """What an account is called, and what it is to us."""

    name: str
    tier: str | None
    status: str


_EARLIER: Final = """
SELECT r.account_id, r.since,
       (SELECT t.at FROM touch t WHERE t.account_id = r.account_id AND t.at < :end AND t.removed_at IS NULL
        ORDER BY t.at DESC LIMIT 1)
FROM account_rhythm r WHERE r.class = :kind AND r.contact_at >= :end
"""
_COUNTED: Final = """
SELECT count(*), coalesce(sum(contact_at >= :kept), 0), coalesce(sum(contact_at >= :recent), 0)
FROM account_rhythm WHERE class = :kind AND contact_at < :end
"""
_NEVER: Final = "FROM account_rhythm WHERE class = :kind AND contact_at IS NULL AND since < :before"
_SILENT: Final = """
SELECT account_id, since, contact_at FROM account_rhythm WHERE class = :kind AND contact_at < :before
ORDER BY contact_at LIMIT :most
"""
_FOUND: Final = """
SELECT r.account_id, r.class, r.since, CASE WHEN r.contact_at < ? THEN r.contact_at ELSE
       (SELECT t.at FROM touch t WHERE t.account_id = r.account_id AND t.at < ? AND t.removed_at IS NULL
        ORDER BY t.at DESC LIMIT 1) END
FROM account_rhythm r
"""
_PLACES: Final = " ".join(f"WHEN '{tier}' THEN {place}" for place, tier in enumerate(TIERS))
_RANK: Final = f"CASE a.tier {_PLACES} ELSE {len(TIERS)} END"


def count_contacts(connection: sqlite3.Connection, kind: str, end: str, kept: str, recent: str) -> Counts:
    """How many accounts of a class there were at a moment, and how many of them were in contact since two others.

    Args:
        connection: The store.
        kind: A tier, or empty for accounts without one; those that are dormant or lost belong to none of these.
        end: The moment from which it is seen, UTC: what happened then or later is not known yet.
        kept: The first of the two moments.
        recent: The second.
    """
    asked = {"kind": kind, "end": end, "before": end, "kept": kept, "recent": recent}
    found = Counts(*connection.execute(_COUNTED, asked).fetchone())
    never = connection.execute(f"SELECT count(*) {_NEVER}", asked).fetchone()[0]
    lasts = [one.last or "" for one in _earlier(connection, kind, end)]
    return Counts(
        found.accounts + never + len(lasts),
        found.kept + sum(last >= kept for last in lasts),
        found.recent + sum(last >= recent for last in lasts),
    )


def count_silent(connection: sqlite3.Connection, kind: str, end: str, before: str) -> int:
    """How many accounts `list_last_contacts` would list."""
    asked = {"kind": kind, "before": before}
    query = "SELECT count(*) FROM account_rhythm WHERE class = :kind AND contact_at < :before"
    counts = [connection.execute(one, asked).fetchone()[0] for one in (query, f"SELECT count(*) {_NEVER}")]
    earlier = _earlier(connection, kind, end)
    return int(sum(counts)) + sum((one.last or one.since or "") < before for one in earlier)


def list_last_contacts(
    connection: sqlite3.Connection,
    kind: str,
    end: str,
    before: str | None = None,
    most: int = -1,
    *,
    known_before: str | None = None,
) -> list[LastContact]:
    """When the accounts of a class were last in contact, seen from a moment; whoever has been silent longest is first.

    Of those that never were in contact the silence began when they came into the book.

    Args:
        connection: The store.
        kind: A tier, or empty for accounts without one.
        end: The moment from which it is seen, UTC.
        before: Only those whose last contact was before this moment.
        most: At most so many; all of them if it is negative.
        known_before: Of those that never were in contact only those that came into the book before this moment; it is
            the same as `before` unless it is given.
    """
    limit = end if before is None else before
    known = limit if known_before is None else known_before
    asked = {"kind": kind, "before": known, "most": most}
    never = connection.execute(f"SELECT account_id, since, NULL {_NEVER} ORDER BY since LIMIT :most", asked)
    found = [LastContact(*row) for row in (*never, *connection.execute(_SILENT, {**asked, "before": limit}))]
    for one in _earlier(connection, kind, end):
        if (one.last < limit) if one.last else (one.since or "") < known:
            found.append(one)
    found.sort(key=lambda one: (one.last or one.since or "", one.account_id))
    return found if most < 0 else found[:most]


def _earlier(connection: sqlite3.Connection, kind: str, end: str) -> list[LastContact]:
    """Of the accounts that were in contact at that moment or later: when they were before."""
    rows = connection.execute(_EARLIER, {"kind": kind, "end": end})
    return [LastContact(*row) for row in rows if row[2] is not None or (row[1] or "") < end]


def find_last_contacts(
    connection: sqlite3.Connection, ids: Iterable[str], end: str
) -> dict[str, tuple[str, LastContact]]:
    """The class of some accounts and when they were last in contact, seen from a moment, by their ids.

    Those that were not in the book by then are left out.
    """
    found: dict[str, tuple[str, LastContact]] = {}
    for block in blocks(sorted(set(ids))):
        marks = ", ".join("?" * len(block))
        query = f"{_FOUND} WHERE r.account_id IN ({marks})"
        for account_id, kind, since, last in connection.execute(query, (end, end, *block)):
            if last is not None or (since or "") < end:
                found[account_id] = (kind, LastContact(account_id, since, last))
    return found


def rank_by_touches(connection: sqlite3.Connection, since: str, until: str) -> dict[str, int]:
    """How often each account was in contact within a span, by their ids: the most often first, then by tier."""
    rows = connection.execute(
        f"""
        SELECT n.account_id, n.times FROM (
            SELECT account_id, count(*) AS times FROM touch INDEXED BY ix_touch_at_kind_account_id
            WHERE at >= ? AND at < ? AND removed_at IS NULL GROUP BY account_id
        ) n JOIN account a ON a.id = n.account_id AND +a.removed_at IS NULL
        ORDER BY n.times DESC, {_RANK}, a.name, a.id
        """,
        (since, until),
    )
    return dict(rows.fetchall())


def get_heads(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Head]:
    """What some accounts are called, by their ids; those that are not there or were removed are left out."""
    found: dict[str, Head] = {}
    for block in blocks(sorted(set(ids))):
        marks = ", ".join("?" * len(block))
        query = f"SELECT id, name, tier, status FROM account WHERE +removed_at IS NULL AND id IN ({marks})"
        found |= {row[0]: Head(*row[1:]) for row in connection.execute(query, block)}
    return found
