"""What accounts hang by: who of ours and of theirs was in contact, and which parts somebody plays.

Each question looks at two moments at once, so that the book is gone through once.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.rules.vocabulary import TIERS


class Span(NamedTuple):
    """A span of time, UTC."""

    since: str
    until: str
    """The first moment after it."""


class Along(NamedTuple):
    """Who came along to touches with an account; the rep was there in any case."""

    account_id: str
    owner: str | None
    along: str | None
    """The colleagues, as they were written."""
    first: bool
    """Whether that was within the first of the two spans."""
    second: bool
    """Whether that was within the second."""


class Seat(NamedTuple):
    """Somebody who plays a part at an account with a tier, or that nobody plays there by its nature."""

    account_id: str
    role: str
    noted_at: str
    """When it was noted, UTC; what was noted on the day on which the account came into the book was known before."""
    left_on: str | None
    in_book: str
    """Since when the account is in the book, UTC; the first touch where that is earlier."""


_ALONG: Final = """
SELECT g.account_id, a.owner, g.our_people, g.first, g.second FROM (
    SELECT r.account_id, t.our_people, max(t.at >= :since AND t.at < :until) AS first,
           max(t.at >= :since_before AND t.at < :until_before) AS second
    FROM account_rhythm r CROSS JOIN touch t ON t.account_id = r.account_id
    WHERE r.class = :kind AND r.contact_at >= :first AND t.at >= :first AND t.at < :last AND t.removed_at IS NULL
      AND ((t.at >= :since AND t.at < :until) OR (t.at >= :since_before AND t.at < :until_before))
    GROUP BY r.account_id, t.our_people
) g CROSS JOIN account a ON a.id = g.account_id WHERE +a.removed_at IS NULL AND (g.first OR g.second)
"""
_THEIRS: Final = """
SELECT t.account_id, count(DISTINCT p.id), min(p.name)
FROM touch t CROSS JOIN attendance x ON x.touch_id = t.id CROSS JOIN person p ON p.id = x.person_id
WHERE t.account_id IN ({marks}) AND t.at >= ? AND t.at < ? AND t.removed_at IS NULL AND x.removed_at IS NULL
  AND +p.account_id = t.account_id AND p.removed_at IS NULL AND NOT p.placeholder
  AND (p.left_on IS NULL OR p.left_on > ?)
GROUP BY t.account_id
"""
_TIERED: Final = ", ".join(f"'{tier}'" for tier in TIERS)
_IN_BOOK: Final = """
CASE WHEN r.since < :first THEN r.since ELSE min(r.since, coalesce(
    (SELECT min(t.at) FROM touch t WHERE t.account_id = r.account_id AND t.removed_at IS NULL), r.since)) END
"""
# going through all parts once is quicker than asking every account for its own
_SEATS: Final = f"""
SELECT o.account_id, o.role,
       CASE WHEN substr(o.created_at, 1, 10) <= substr(r.since, 1, 10) THEN '' ELSE o.created_at END,
       p.left_on, {_IN_BOOK}
FROM role o NOT INDEXED CROSS JOIN person p ON p.id = o.person_id
CROSS JOIN account_rhythm r ON r.account_id = o.account_id
WHERE o.role IN ({{marks}}) AND o.removed_at IS NULL AND p.account_id = o.account_id AND p.removed_at IS NULL
  AND NOT p.placeholder AND r.class IN ({_TIERED})
"""
_ABSENT: Final = f"""
SELECT a.id, a.absent_roles, {_IN_BOOK} FROM account a NOT INDEXED CROSS JOIN account_rhythm r ON r.account_id = a.id
WHERE a.absent_roles <> '' AND a.removed_at IS NULL AND r.class IN ({_TIERED})
"""


def list_along(connection: sqlite3.Connection, kind: str, spans: tuple[Span, Span]) -> list[Along]:
    """Who of ours was in contact with the accounts of a tier within two spans, a line for every way it was written."""
    one, other = spans
    asked = {
        "kind": kind,
        "since": one.since,
        "until": one.until,
        "since_before": other.since,
        "until_before": other.until,
        "first": min(one.since, other.since),
        "last": max(one.until, other.until),
    }
    rows = connection.execute(_ALONG, asked)
    return [Along(account, owner, along, bool(now), bool(then)) for account, owner, along, now, then in rows]


def count_theirs(connection: sqlite3.Connection, ids: Iterable[str], span: Span, on: str) -> dict[str, tuple[int, str]]:
    """How many of theirs were in contact within a span, and the name of one of them, by account; none is left out.

    Args:
        connection: The store.
        ids: The accounts.
        span: The span.
        on: The day from which it is seen: who had left by then does not count.
    """
    found: dict[str, tuple[int, str]] = {}
    for block in blocks(sorted(set(ids))):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(_THEIRS.format(marks=marks), (*block, span.since, span.until, on))
        found |= {account_id: (number, name) for account_id, number, name in rows}
    return found


def list_seats(connection: sqlite3.Connection, roles: Sequence[str], first: str) -> list[Seat]:
    """Who plays some parts at the accounts with a tier, and which of these parts nobody plays there by its nature.

    Args:
        connection: The store.
        roles: The parts.
        first: The earliest moment that is of interest, UTC: since when an account is in the book is told exactly only
            where that is later.
    """
    asked = {"first": first} | {f"role{number}": role for number, role in enumerate(roles)}
    marks = ", ".join(f":role{number}" for number in range(len(roles)))
    found = [Seat(*row) for row in connection.execute(_SEATS.format(marks=marks), asked)]
    for account_id, stored, in_book in connection.execute(_ABSENT, {"first": first}):
        absent = {word.strip() for word in stored.split(",")}
        found += [Seat(account_id, role, "", None, in_book) for role in roles if role in absent]
    return found
