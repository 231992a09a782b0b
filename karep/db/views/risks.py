"""What speaks for an account being at risk: who fell away or left, contracts that end, deals that stand still."""

import sqlite3
from collections.abc import Iterable
from typing import Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.rules.vocabulary import TIERS


class Fallen(NamedTuple):
    """An account that is at risk, dormant or lost."""

    account_id: str
    status: str
    since: str | None
    """The day since when, ``YYYY-MM-DD``, if that is known."""


class KeyPerson(NamedTuple):
    """Somebody with a part in the decisions of an account with a tier who left it, or is against us."""

    person_id: str
    account_id: str
    name: str
    left_on: str | None
    stance: int | None
    """−2 against us … +2 for us."""
    roles: tuple[str, ...]


class ContractEnd(NamedTuple):
    """The end of a contract for which no renewal is open."""

    occasion_id: str
    account_id: str
    month: int
    day: int | None
    year: int | None


class OpenDeal(NamedTuple):
    """A deal that is open, and what it is worth."""

    opportunity_id: str
    account_id: str
    amount: int
    """In minor units of its currency."""
    currency: str


class TierStep(NamedTuple):
    """A tier that changed."""

    id: str
    account_id: str
    from_tier: str | None
    to_tier: str | None
    at: str
    """UTC."""


class Doubt(NamedTuple):
    """An objection that nobody answered, or that no answer overcame."""

    id: str
    account_id: str
    words: str | None
    outcome: str
    """``open`` or ``failed``."""
    at: str
    """UTC."""
    answered: bool
    """Whether an answer was noted, whatever came of it."""


class Steps(NamedTuple):
    """The open follow-ups of a deal."""

    coming: str | None
    """The earliest day from a day on, ``YYYY-MM-DD``."""
    oldest: str | None
    """The earliest day of all."""


_OURS: Final = "a.status NOT IN ('dormant', 'lost')"
_KINDS: Final = ", ".join(f"'{tier}'" for tier in TIERS)


def list_fallen(connection: sqlite3.Connection, first: str, last: str) -> list[Fallen]:
    """The accounts that fell asleep or were lost on days from the first to the last, both included."""
    rows = connection.execute(
        """
        SELECT a.id, r.class, a.status_on FROM account_rhythm r CROSS JOIN account a ON a.id = r.account_id
        WHERE r.class IN ('dormant', 'lost') AND r.since >= ? AND r.since < ? AND +a.removed_at IS NULL
          AND a.status_on IS NOT NULL
        """,
        (first, f"{last}~"),
    )
    return [Fallen(*row) for row in rows]


def list_at_risk(connection: sqlite3.Connection, on: str) -> list[Fallen]:
    """The accounts that are at risk, but for those that became so after a day; the whole book is looked through."""
    rows = connection.execute(
        "SELECT id, status, status_on FROM account NOT INDEXED "
        "WHERE status = 'at_risk' AND removed_at IS NULL AND (status_on IS NULL OR status_on <= ?)",
        (on,),
    )
    return [Fallen(*row) for row in rows]


def list_key_people(connection: sqlite3.Connection, first: str, last: str) -> list[KeyPerson]:
    """Who of those with a part in the decisions of accounts with a tier left within some days, or is against us."""
    rows = connection.execute(
        f"""
        SELECT p.id, p.account_id, p.name, p.left_on, p.stance, group_concat(DISTINCT o.role)
        FROM person p NOT INDEXED CROSS JOIN account_rhythm r ON r.account_id = p.account_id
        CROSS JOIN role o ON o.person_id = p.id AND o.account_id = p.account_id
        WHERE (p.left_on BETWEEN ? AND ? OR (p.stance < 0 AND (p.left_on IS NULL OR p.left_on > ?)))
          AND p.removed_at IS NULL AND NOT p.placeholder AND o.removed_at IS NULL AND r.class IN ({_KINDS})
        GROUP BY p.id
        """,
        (first, last, last),
    )
    return [
        KeyPerson(person_id, account_id, name, left_on, stance, tuple(roles.split(",")))
        for person_id, account_id, name, left_on, stance, roles in rows
    ]


def list_contract_ends(connection: sqlite3.Connection, months: tuple[int, ...], end: str) -> list[ContractEnd]:
    """The ends of contracts in some months of the solar calendar for which no renewal was open at a moment.

    Args:
        connection: The store.
        months: The months, 1 to 12, of any year.
        end: The moment, UTC; a renewal that was closed after it counts as open.
    """
    marks = ", ".join("?" * len(months))
    rows = connection.execute(
        f"""
        SELECT d.id, a.id, d.month, d.day, d.year
        FROM occasion d LEFT JOIN person p ON p.id = d.person_id
        JOIN account a ON a.id = coalesce(p.account_id, d.account_id)
        WHERE d.calendar = 'solar' AND d.month IN ({marks}) AND d.kind = 'contract_end' AND d.removed_at IS NULL
          AND p.removed_at IS NULL AND +a.removed_at IS NULL AND {_OURS}
          AND NOT EXISTS (SELECT 1 FROM opportunity o WHERE o.account_id = a.id AND o.kind = 'renewal'
                          AND o.removed_at IS NULL AND (o.status = 'open' OR o.changed_at >= ?))
        """,
        (*months, end),
    )
    return [ContractEnd(*row) for row in rows]


def list_open_deals(connection: sqlite3.Connection, end: str) -> list[OpenDeal]:
    """The deals that are open and were noted down before a moment, as far as their amount is known, largest first."""
    rows = connection.execute(
        f"""
        SELECT o.id, o.account_id, o.amount, upper(coalesce(o.currency, ''))
        FROM opportunity o CROSS JOIN account a ON a.id = o.account_id
        WHERE o.status = 'open' AND o.removed_at IS NULL AND o.amount > 0 AND o.created_at < ?
          AND +a.removed_at IS NULL AND {_OURS}
        ORDER BY o.amount DESC, o.id
        """,
        (end,),
    )
    return [OpenDeal(*row) for row in rows]


def get_steps(connection: sqlite3.Connection, opportunity_ids: Iterable[str], on: str) -> dict[str, Steps]:
    """The days of the next steps of some deals, by the deal; those without an open follow-up are left out.

    Args:
        connection: The store.
        opportunity_ids: The deals.
        on: The day from which on a step is still to come.
    """
    found: dict[str, Steps] = {}
    for block in blocks(opportunity_ids):
        marks = ", ".join("?" * len(block))
        rows = connection.execute(
            f"""
            SELECT o.id, min(CASE WHEN f.due >= ? THEN f.due END), min(f.due)
            FROM opportunity o CROSS JOIN follow_up f ON f.account_id = o.account_id AND f.opportunity_id = o.id
            WHERE o.id IN ({marks}) AND f.done_at IS NULL AND f.removed_at IS NULL GROUP BY o.id
            """,
            (on, *block),
        )
        found |= {row[0]: Steps(*row[1:]) for row in rows}
    return found


def list_tier_steps(connection: sqlite3.Connection, since: str, until: str) -> list[TierStep]:
    """The tiers that changed within a span, in the order of time."""
    rows = connection.execute(
        """
        SELECT c.id, c.account_id, c.from_tier, c.to_tier, c.at
        FROM tier_change c CROSS JOIN account a ON a.id = c.account_id
        WHERE c.at >= ? AND c.at < ? AND c.removed_at IS NULL AND +a.removed_at IS NULL AND c.from_tier IS NOT c.to_tier
        ORDER BY c.at, c.id
        """,
        (since, until),
    )
    return [TierStep(*row) for row in rows]


def list_doubts(connection: sqlite3.Connection, since: str, until: str, earliest: str, stale: str) -> list[Doubt]:
    """Objections that no answer overcame, and those that stand unanswered, oldest first; not those of closed deals.

    Args:
        connection: The store.
        since: The first moment of the span within which those came up that failed, UTC.
        until: The first moment after it.
        earliest: The first moment of the span within which those came up that are unanswered.
        stale: The first moment after that span.
    """
    rows = connection.execute(
        f"""
        SELECT b.id, b.account_id, b.words, b.outcome, b.at, b.answer <> '' OR b.answer_id IS NOT NULL
        FROM objection b CROSS JOIN account a ON a.id = b.account_id
        LEFT JOIN opportunity o ON o.id = b.opportunity_id AND o.removed_at IS NULL
        WHERE b.at >= ? AND b.at < ? AND b.removed_at IS NULL AND +a.removed_at IS NULL AND {_OURS}
          AND (b.opportunity_id IS NULL OR o.status = 'open')
          AND ((b.outcome = 'failed' AND b.at >= ? AND b.at < ?) OR (b.outcome = 'open' AND b.at < ?))
        ORDER BY b.at, b.id
        """,
        (min(earliest, since), until, since, until, stale),
    )
    return [Doubt(one, account, said, outcome, at, bool(known)) for one, account, said, outcome, at, known in rows]
