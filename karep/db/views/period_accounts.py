"""What a report on a period tells of accounts beside their touches: tier, open deals, next steps, parts of people."""

import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from karep.db.views.blocks import blocks
from karep.frozen import frozen


@frozen
class NextStep:
    """A follow-up, as the account or the touch that it belongs to tells it."""

    id: str
    account_id: str
    touch_id: str | None
    """The touch that it was agreed in."""
    what: str
    due: str
    """``YYYY-MM-DD``."""
    due_time: str | None
    """``HH:MM`` in the zone, None for any time of the day."""
    zone: str | None
    done_at: str | None


@frozen
class OpenDeal:
    """An open deal of an account."""

    id: str
    account_id: str
    name: str
    stage: str


@frozen
class Standing:
    """An account beside its touches."""

    id: str
    name: str
    tier: str | None
    deals: tuple[OpenDeal, ...] = ()
    """Its open deals, the furthest first."""
    next_step: NextStep | None = None
    """Its earliest open follow-up."""


_STEP: Final = "f.id, f.account_id, f.touch_id, f.what, f.due, f.due_time, f.zone, f.done_at"
_NEXT: Final = f"""
SELECT {_STEP} FROM follow_up f
WHERE f.account_id IN ({{marks}}) AND f.done_at IS NULL AND f.removed_at IS NULL
ORDER BY f.account_id, f.due, f.due_time, f.id
"""
_AGREED: Final = f"""
SELECT {_STEP} FROM follow_up f
WHERE f.account_id IN ({{marks}}) AND f.touch_id IN (SELECT value FROM json_each(?)) AND f.removed_at IS NULL
ORDER BY f.due, f.due_time, f.id
"""
_DEALS: Final = """
SELECT id, account_id, name, stage FROM opportunity
WHERE account_id IN ({marks}) AND status = 'open' AND removed_at IS NULL ORDER BY stage DESC, name, id
"""
_ROLES: Final = """
SELECT r.account_id, r.person_id, r.opportunity_id, r.role FROM role r JOIN person p ON p.id = r.person_id
WHERE r.account_id IN ({marks}) AND r.removed_at IS NULL AND p.removed_at IS NULL ORDER BY r.id
"""
_COUNTS: Final = """
SELECT n.account_id, n.kind, n.times FROM (
    SELECT account_id, kind, count(*) AS times FROM touch
    WHERE at >= ? AND at < ? AND removed_at IS NULL GROUP BY account_id, kind
) n JOIN account a ON a.id = n.account_id AND +a.removed_at IS NULL
"""


def get_standings(connection: sqlite3.Connection, account_ids: Iterable[str]) -> dict[str, Standing]:
    """Some accounts by id with their tier, open deals and next step; those that are not in the store are left out."""
    found: dict[str, Standing] = {}
    for block in blocks(account_ids):
        marks = ", ".join("?" * len(block))
        deals: dict[str, list[OpenDeal]] = {}
        for row in connection.execute(_DEALS.format(marks=marks), block):
            deals.setdefault(row[1], []).append(OpenDeal(*row))
        steps: dict[str, NextStep] = {}
        for row in connection.execute(_NEXT.format(marks=marks), block):
            steps.setdefault(row[1], NextStep(*row))
        query = f"SELECT id, name, tier FROM account WHERE id IN ({marks}) AND removed_at IS NULL"
        for account_id, name, tier in connection.execute(query, block):
            own = tuple(deals.get(account_id, ()))
            found[account_id] = Standing(account_id, name, tier, own, steps.get(account_id))
    return found


def count_kinds_by_account(connection: sqlite3.Connection, since: str, until: str) -> dict[str, dict[str, int]]:
    """How many touches of each kind each account had within a span, by the account's id and the kind.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    found: dict[str, dict[str, int]] = {}
    for account_id, kind, number in connection.execute(_COUNTS, (since, until)):
        found.setdefault(account_id, {})[kind] = number
    return found


def list_agreed(
    connection: sqlite3.Connection, account_ids: Iterable[str], touch_ids: Iterable[str]
) -> dict[str, list[NextStep]]:
    """The follow-ups that were agreed in some touches of some accounts, by the touch, the earliest due first.

    They are found by the accounts, for no index knows the touch.
    """
    found: dict[str, list[NextStep]] = {}
    touches = json.dumps(list(touch_ids))
    for block in blocks(account_ids):
        for row in connection.execute(_AGREED.format(marks=", ".join("?" * len(block))), (*block, touches)):
            found.setdefault(row[2], []).append(NextStep(*row))
    return found


def roles_of_accounts(
    connection: sqlite3.Connection, account_ids: Iterable[str]
) -> dict[tuple[str, str], list[tuple[str | None, str]]]:
    """Which parts people play at some accounts: by account and person the deal (None: the whole account) and role."""
    found: dict[tuple[str, str], list[tuple[str | None, str]]] = {}
    for block in blocks(account_ids):
        for account_id, person_id, deal_id, role in connection.execute(
            _ROLES.format(marks=", ".join("?" * len(block))), block
        ):
            found.setdefault((account_id, person_id), []).append((deal_id, role))
    return found
