"""Objections: what customers doubt, what was answered, and how often an answer worked."""

import sqlite3
from collections.abc import Iterable
from typing import Final

from karep.db.views.blocks import blocks
from karep.db.views.bounds import Bound, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Objection:
    """A doubt that the customer voiced."""

    id: str
    account_id: str
    opportunity_id: str | None
    touch_id: str | None
    card: str | None
    """The id of the playbook's card."""
    words: str | None
    answer: str | None
    """What was answered, in the rep's own words."""
    outcome: str
    at: str
    """When, UTC."""
    account_name: str
    opportunity_name: str | None
    person_id: str | None = None
    """Who voiced it."""
    clarified: str | None = None
    """What they meant, once asked."""
    answer_id: str | None = None
    """The id of the card's answer that was used."""
    evidence: str | None = None
    """What proved it."""
    person_name: str | None = None


@frozen
class Counts:
    """How often a card came up, or one of its answers was used, and what became of it."""

    used: int = 0
    worked: int = 0
    failed: int = 0
    open: int = 0
    """Of those: how many stand unanswered still. The rest was answered, and nobody knows yet whether it worked."""


_OBJECTION: Final = """
SELECT b.id, b.account_id, b.opportunity_id, b.touch_id, b.card, b.words, b.answer, b.outcome, b.at, a.name, o.name,
       b.person_id, b.clarified, b.answer_id, b.evidence, p.name
FROM objection b JOIN account a ON a.id = b.account_id
LEFT JOIN opportunity o ON o.id = b.opportunity_id AND o.removed_at IS NULL
LEFT JOIN person p ON p.id = b.person_id AND p.removed_at IS NULL
WHERE b.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_objections(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    opportunity_id: str | None = None,
    since: Bound = None,
    until: Bound = None,
) -> list[Objection]:
    """Objections, newest first.

    Args:
        connection: The store.
        account_id: Only this account's.
        opportunity_id: Only this deal's.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    wanted = {
        "b.account_id = ?": account_id,
        "b.opportunity_id = ?": opportunity_id,
        "b.at >= ?": first_stamp(since),
        "b.at < ?": end_stamp(until),
    }
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    clauses = "".join(f" AND {clause}" for clause in kept)
    rows = connection.execute(f"{_OBJECTION} {clauses} ORDER BY b.at DESC, b.id DESC", list(kept.values()))
    return [Objection(*row) for row in rows]


def get_objection(connection: sqlite3.Connection, objection_id: str) -> Objection | None:
    """One objection, or None when it is not there or was removed."""
    row = connection.execute(f"{_OBJECTION} AND b.id = ?", (objection_id,)).fetchone()
    return Objection(*row) if row else None


def get_objections(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, Objection]:
    """Some objections by their ids; those that are not there or were removed are left out."""
    found: dict[str, Objection] = {}
    for block in blocks(ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(f"{_OBJECTION} AND b.id IN ({marks})", block)
        found |= {row[0]: Objection(*row) for row in rows}
    return found


def answer_counts(connection: sqlite3.Connection) -> dict[str, Counts]:
    """The rep's own history of the playbook's cards and answers: by the id of each that was ever used."""
    rows = connection.execute(
        """
        SELECT b.card, b.answer_id, b.outcome, count(*) FROM objection b JOIN account a ON a.id = b.account_id
        WHERE b.removed_at IS NULL AND +a.removed_at IS NULL AND (b.card IS NOT NULL OR b.answer_id IS NOT NULL)
        GROUP BY b.card, b.answer_id, b.outcome
        """
    )
    tallies: dict[str, dict[str, int]] = {}
    for card, answer_id, outcome, number in rows:
        for key in filter(None, (card, answer_id)):
            tally = tallies.setdefault(key, {})
            tally[outcome] = tally.get(outcome, 0) + number
    return {
        key: Counts(sum(tally.values()), tally.get("worked", 0), tally.get("failed", 0), tally.get("open", 0))
        for key, tally in tallies.items()
    }
