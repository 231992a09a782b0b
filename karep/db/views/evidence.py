"""Touches that prove what was ticked on a deal, and those that could."""

import sqlite3
from collections.abc import Iterable
from typing import Any, Final

from karep.db.views.touches import people_of_touches
from karep.frozen import frozen


@frozen
class Evidence:
    """A touch as what proves a tick."""

    touch_id: str
    account_id: str
    at: str
    """When it happened, UTC."""
    kind: str
    words: str
    """The first that is known of summary, purpose and outcome; "" where nothing is."""
    of_deal: bool
    """Whether the touch was about the deal itself, and not only about its account."""
    people: tuple[str, ...]
    """The names of those of theirs who took part."""


_COLUMNS: Final = """
t.id, t.account_id, t.at, t.kind, coalesce(nullif(t.summary, ''), nullif(t.purpose, ''), t.outcome, ''),
coalesce(t.opportunity_id = o.id, 0)
"""


def list_evidence(connection: sqlite3.Connection, opportunity_id: str, limit: int = 60) -> list[Evidence]:
    """The touches that a tick of a deal may point at: the deal's own before the account's others, newest first."""
    rows = connection.execute(
        f"""
        SELECT {_COLUMNS} FROM opportunity o JOIN touch t ON t.account_id = o.account_id AND t.removed_at IS NULL
        WHERE o.id = ? AND o.removed_at IS NULL ORDER BY t.opportunity_id IS NOT o.id, t.at DESC, t.id DESC LIMIT ?
        """,
        (opportunity_id, limit),
    ).fetchall()
    return _evidence(connection, rows)


def list_proofs(connection: sqlite3.Connection, opportunity_id: str) -> dict[str, Evidence]:
    """The touches that the ticks of a deal point at, by the touch's id; a touch that was removed proves nothing."""
    rows = connection.execute(
        f"""
        SELECT DISTINCT {_COLUMNS} FROM tick k JOIN opportunity o ON o.id = k.opportunity_id
        JOIN touch t ON t.id = k.touch_id AND t.removed_at IS NULL
        WHERE k.opportunity_id = ? AND k.removed_at IS NULL
        """,
        (opportunity_id,),
    ).fetchall()
    return {one.touch_id: one for one in _evidence(connection, rows)}


def _evidence(connection: sqlite3.Connection, rows: Iterable[tuple[Any, ...]]) -> list[Evidence]:
    found = list(rows)
    people = people_of_touches(connection, [row[0] for row in found])
    return [Evidence(*(*row[:5], bool(row[5]), tuple(name for _id, name in people.get(row[0], ())))) for row in found]
