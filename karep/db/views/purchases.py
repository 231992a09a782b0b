"""What the book buys, and which accounts are regular customers, seen from moments of the past as the journal has it."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final, NamedTuple


class Customer(NamedTuple):
    """What an account buys and is to us, at some moment."""

    account_id: str
    status: str
    purchases: int
    """In a year, in minor units; 0 where nobody knows."""
    agreement_on: str | None
    """The day on which its agreement was signed, ``YYYY-MM-DD``."""

    @property
    def is_active(self) -> bool:
        """Whether it is neither dormant nor lost."""
        return self.status not in ("dormant", "lost")


class Book(NamedTuple):
    """The customers at some moment."""

    buyers: list[Customer]
    """Whoever buys anything, the largest first."""
    active: int
    """How many accounts are neither dormant nor lost, whether they buy or not."""


_FIELDS: Final = {"status": "status", "yearly_purchases": "purchases", "agreement_on": "agreement_on"}
_ASKED: Final = "(a.yearly_purchases > 0 OR a.changed_at >= :first OR a.created_at >= :first)"
_CUSTOMERS: Final = f"""
SELECT a.id, a.status, coalesce(a.yearly_purchases, 0), a.agreement_on, a.created_at, a.changed_at,
       CASE WHEN a.created_at >= :first THEN
           (SELECT min(t.at) FROM touch t WHERE t.account_id = a.id AND t.removed_at IS NULL) END
FROM account a NOT INDEXED WHERE a.removed_at IS NULL AND {_ASKED}
"""
_OTHERS: Final = f"""
SELECT count(*) FROM account a NOT INDEXED
WHERE a.removed_at IS NULL AND a.status NOT IN ('dormant', 'lost') AND NOT coalesce({_ASKED}, 0)
"""
# the first change after a moment says what stood there before it
_BEFORE: Final = """
SELECT j.record, c.at, j.before FROM account a NOT INDEXED
CROSS JOIN journal j ON j.record = a.id CROSS JOIN action c ON c.seq = j.action
WHERE a.changed_at >= :first AND a.created_at < :last AND a.removed_at IS NULL AND j.noun = 'account'
  AND j.op = 'change' AND c.at >= :first
  AND (j.before LIKE '%"status"%' OR j.before LIKE '%"yearly_purchases"%' OR j.before LIKE '%"agreement_on"%')
ORDER BY j.seq
"""


def list_customers(connection: sqlite3.Connection, moments: Sequence[str]) -> list[Book]:
    """The customers as they were at each of some moments, UTC; the whole book is looked through.

    An account that came into the book after a moment was there only if it has an older touch, as one that was imported
    has; what is known of it today stands for what it was then. Removed accounts are left out.
    """
    asked = {"first": min(moments), "last": max(moments)}
    rows = connection.execute(_CUSTOMERS, asked).fetchall()
    others = connection.execute(_OTHERS, asked).fetchone()[0]
    changes = connection.execute(_BEFORE, asked).fetchall() if any(row[5] >= asked["first"] for row in rows) else []
    return [_seen(rows, changes, moment, others) for moment in moments]


def _seen(rows: Iterable[tuple[Any, ...]], changes: Iterable[tuple[str, str, str]], moment: str, others: int) -> Book:
    found = {row[0]: Customer(*row[:4]) for row in rows if row[4] < moment or (row[6] is not None and row[6] < moment)}
    told: dict[str, dict[str, Any]] = {}
    for account_id, at, before in changes:
        if at >= moment and account_id in found:
            known = told.setdefault(account_id, {})
            for field, value in json.loads(before, strict=False).items():
                if field in _FIELDS:
                    known.setdefault(_FIELDS[field], value)
    for account_id, values in told.items():
        if "purchases" in values:
            values["purchases"] = values["purchases"] or 0
        found[account_id] = found[account_id]._replace(**values)
    buyers = [one for one in found.values() if one.purchases > 0]
    buyers.sort(key=lambda one: (-one.purchases, one.account_id))
    return Book(buyers, others + sum(one.is_active for one in found.values()))
