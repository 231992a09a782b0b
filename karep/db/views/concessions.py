"""Concessions: what was given in a negotiation, what came back, what is planned, and the floor below it all."""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

from karep.db.views.bounds import Bound, end_stamp, first_stamp
from karep.frozen import frozen


@frozen
class Concession:
    """One step of a give/get plan, planned or made."""

    id: str
    account_id: str
    opportunity_id: str
    objection_id: str | None
    """The objection that it answers."""
    person_id: str | None
    """To whom it was made."""
    touch_id: str | None
    give: str
    get: str | None
    """What we ask, or got, in return."""
    price: int | None
    """The whole price of the deal after it, in minor units of the deal's currency."""
    below_floor: bool
    """The rep's own word that its terms are below the floor."""
    approver: str | None
    """Who approved going below the floor."""
    made_at: str | None
    """When it was made, UTC; None while it is planned."""
    account_name: str
    opportunity_name: str | None
    person_name: str | None
    objection_words: str | None
    """The objection in the customer's words."""
    objection_card: str | None
    """The card of the objection."""


@frozen
class Floor:
    """The least that was approved for a deal. None of it leaves the program."""

    amount: int | None = None
    """In minor units of the deal's currency."""
    terms: str | None = None
    approver: str | None = None
    approved_on: str | None = None
    """``YYYY-MM-DD``."""

    def __bool__(self) -> bool:
        """Whether anything of it was written down."""
        return any(value is not None for value in (self.amount, self.terms, self.approver, self.approved_on))


_CONCESSION: Final = """
SELECT c.id, c.account_id, c.opportunity_id, c.objection_id, c.person_id, c.touch_id, c.give, c.get, c.price,
       c.below_floor, c.approver, c.made_at, a.name, o.name, p.name, b.words, b.card
FROM concession c JOIN account a ON a.id = c.account_id JOIN opportunity o ON o.id = c.opportunity_id
LEFT JOIN person p ON p.id = c.person_id AND p.removed_at IS NULL
LEFT JOIN objection b ON b.id = c.objection_id AND b.removed_at IS NULL
WHERE c.removed_at IS NULL AND +a.removed_at IS NULL AND o.removed_at IS NULL
"""


def list_concessions(connection: sqlite3.Connection, opportunity_id: str) -> list[Concession]:
    """Those of a deal: the made in the order in which they were made, then the planned in the order of the plan."""
    rows = connection.execute(
        f"{_CONCESSION} AND c.opportunity_id = ? ORDER BY c.made_at IS NULL, c.made_at, c.id", (opportunity_id,)
    )
    return [_concession(row) for row in rows]


def list_made_concessions(
    connection: sqlite3.Connection, *, account_id: str | None = None, since: Bound = None, until: Bound = None
) -> list[Concession]:
    """Concessions that were made, newest first; what is only planned is not among them.

    Args:
        connection: The store.
        account_id: Only this account's.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
    """
    wanted = {"c.account_id = ?": account_id, "c.made_at >= ?": first_stamp(since), "c.made_at < ?": end_stamp(until)}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    clauses = "".join(f" AND {clause}" for clause in kept)
    rows = connection.execute(
        f"{_CONCESSION} AND c.made_at IS NOT NULL {clauses} ORDER BY c.made_at DESC, c.id DESC", list(kept.values())
    )
    return [_concession(row) for row in rows]


def get_concession(connection: sqlite3.Connection, concession_id: str) -> Concession | None:
    """One concession, or None when it is not there or was removed."""
    row = connection.execute(f"{_CONCESSION} AND c.id = ?", (concession_id,)).fetchone()
    return _concession(row) if row else None


def get_floor(connection: sqlite3.Connection, opportunity_id: str) -> Floor:
    """The floor of a deal; an empty one when nothing was approved, or there is no such deal."""
    row = connection.execute(
        "SELECT floor_amount, floor_terms, floor_approver, floor_approved_on FROM opportunity "
        "WHERE id = ? AND removed_at IS NULL",
        (opportunity_id,),
    ).fetchone()
    return Floor(*row) if row else Floor()


def planned_concessions(connection: sqlite3.Connection) -> frozenset[str]:
    """The ids of the concessions that are only planned, or were removed: nothing of them leaves the program."""
    rows = connection.execute("SELECT id FROM concession WHERE made_at IS NULL OR removed_at IS NOT NULL")
    return frozenset(row[0] for row in rows)


def _concession(row: Sequence[Any]) -> Concession:
    return Concession(*(*row[:9], bool(row[9]), *row[10:]))
