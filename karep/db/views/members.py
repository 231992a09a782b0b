"""Group-buys: who leads one, who takes part, and who might."""

import sqlite3
from typing import Final

from karep.frozen import frozen


@frozen
class GroupBuy:
    """What a deal is as a group-buy, and which deal it grew out of."""

    opportunity_id: str
    name: str
    account_id: str
    account_name: str
    kind: str
    stage: str
    status: str
    leader_id: str | None
    """None also where the leader was removed from the book."""
    leader_name: str | None
    leader_account: str | None
    vip_service: bool
    """Whether its members have the VIP after-sales service."""
    grown_from_id: str | None
    grown_from: str | None
    """The name of the deal that it grew out of."""


@frozen
class Member:
    """Somebody who takes part in a group-buy, or thinks about it."""

    id: str
    opportunity_id: str
    person_id: str
    person_name: str
    account_id: str | None
    account_name: str | None
    wish: str | None
    joined_at: str | None
    """When the member said yes, UTC; None while undecided."""


@frozen
class Candidate:
    """Somebody who could be a member."""

    person_id: str
    name: str
    title: str | None
    account_name: str | None
    own: bool
    """Whether it is somebody of the deal's own account."""


_GROUP_BUY: Final = """
SELECT o.id, o.name, o.account_id, a.name, o.kind, o.stage, o.status, p.id, p.name, pa.name, o.vip_service,
       g.id, g.name
FROM opportunity o JOIN account a ON a.id = o.account_id
LEFT JOIN person p ON p.id = o.leader_id AND p.removed_at IS NULL
LEFT JOIN account pa ON pa.id = p.account_id AND pa.removed_at IS NULL
LEFT JOIN opportunity g ON g.id = o.grown_from_id AND g.removed_at IS NULL
WHERE o.id = ? AND o.removed_at IS NULL AND +a.removed_at IS NULL
"""


def get_group_buy(connection: sqlite3.Connection, opportunity_id: str) -> GroupBuy | None:
    """A deal of any kind with what makes it a group-buy, or None when it is not there or was removed."""
    row = connection.execute(_GROUP_BUY, (opportunity_id,)).fetchone()
    return GroupBuy(*(*row[:10], bool(row[10]), *row[11:])) if row else None


_MEMBER: Final = """
SELECT m.id, m.opportunity_id, m.person_id, p.name, a.id, a.name, m.wish, m.joined_at
FROM member m JOIN person p ON p.id = m.person_id JOIN opportunity o ON o.id = m.opportunity_id
JOIN account oa ON oa.id = o.account_id LEFT JOIN account a ON a.id = p.account_id
WHERE m.removed_at IS NULL AND p.removed_at IS NULL AND o.removed_at IS NULL AND +a.removed_at IS NULL
  AND +oa.removed_at IS NULL AND m.person_id IS NOT o.leader_id
"""
# Whoever leads is no member besides, also where two records of one person became one.


def list_members(connection: sqlite3.Connection, opportunity_id: str) -> list[Member]:
    """The members of a group-buy without its leader, in the order in which they were added."""
    rows = connection.execute(f"{_MEMBER} AND m.opportunity_id = ? ORDER BY m.created_at, m.id", (opportunity_id,))
    return [Member(*row) for row in rows]


def get_member(connection: sqlite3.Connection, member_id: str) -> Member | None:
    """One member, or None when not there or removed."""
    row = connection.execute(f"{_MEMBER} AND m.id = ?", (member_id,)).fetchone()
    return Member(*row) if row else None


_CANDIDATES: Final = r"""
SELECT p.id, p.name, p.title, a.name, coalesce(p.account_id = o.account_id, 0)
FROM opportunity o, person p LEFT JOIN account a ON a.id = p.account_id
WHERE o.id = :deal AND p.removed_at IS NULL AND p.left_on IS NULL AND NOT p.placeholder AND +a.removed_at IS NULL
  AND p.id IS NOT o.leader_id AND p.name LIKE :words ESCAPE '\' {own}
  AND NOT EXISTS (SELECT 1 FROM member m
                  WHERE m.opportunity_id = o.id AND m.person_id = p.id AND m.removed_at IS NULL)
ORDER BY 5 DESC, p.name <> :exact, p.name, p.id LIMIT :limit
"""


def list_candidates(
    connection: sqlite3.Connection, opportunity_id: str, words: str = "", limit: int = 12
) -> list[Candidate]:
    """People who take no part yet: those of the deal's account first, then anybody whose name holds `words`.

    Without words only people of the deal's own account are offered. Who has left, or is but a chair, is not.
    """
    typed = words.strip()
    escaped = typed.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    own = "" if typed else "AND p.account_id = o.account_id"
    values = {"deal": opportunity_id, "words": f"%{escaped}%", "exact": typed, "limit": limit}
    rows = connection.execute(_CANDIDATES.format(own=own), values)
    return [Candidate(*(*row[:4], bool(row[4]))) for row in rows]


def count_members(connection: sqlite3.Connection) -> dict[str, tuple[int, int]]:
    """How many members every group-buy has, and how many of them joined, by the deal; one without any is left out."""
    rows = connection.execute(
        """
        SELECT m.opportunity_id, count(*), count(m.joined_at)
        FROM member m JOIN opportunity o ON o.id = m.opportunity_id JOIN person p ON p.id = m.person_id
        LEFT JOIN account a ON a.id = p.account_id
        WHERE m.removed_at IS NULL AND o.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
          AND m.person_id IS NOT o.leader_id
        GROUP BY m.opportunity_id
        """
    )
    return {row[0]: (row[1], row[2]) for row in rows}
