"""Who of ours was in contact with whom of theirs, and the chairs that an account has nobody for."""

import sqlite3
from typing import NamedTuple


class Contact(NamedTuple):
    """How often some of ours were in contact with one of theirs."""

    person_id: str
    along: str | None
    """The colleagues who came along, as they were written; the rep was there in any case."""
    last_at: str
    """The last time, UTC."""
    times: int
    """How many touches."""


class Presence(NamedTuple):
    """When some of ours last were in contact with an account, whoever of theirs was in it."""

    along: str | None
    """The colleagues who came along, as they were written."""
    last_at: str
    """UTC."""


class Care(NamedTuple):
    """Who of us looks after an account, and what it has nobody for."""

    name: str
    short_name: str | None
    tier: str | None
    owner: str | None
    backup: str | None
    absent_roles: str | None
    """The parts that nobody plays there by its nature, separated by commas."""


def get_care(connection: sqlite3.Connection, account_id: str) -> Care | None:
    """Who looks after an account; None when it is not there or was removed."""
    row = connection.execute(
        "SELECT a.name, a.short_name, a.tier, a.owner, a.backup, a.absent_roles FROM account a "
        "WHERE a.id = ? AND a.removed_at IS NULL",
        (account_id,),
    ).fetchone()
    return Care(*row) if row else None


def list_contacts(connection: sqlite3.Connection, account_id: str) -> list[Contact]:
    """The touches with each person of an account, put together by the colleagues who came along."""
    rows = connection.execute(
        """
        SELECT p.id, t.our_people, max(t.at), count(DISTINCT t.id)
        FROM person p CROSS JOIN attendance x ON x.person_id = p.id CROSS JOIN touch t ON t.id = x.touch_id
        JOIN account a ON a.id = p.account_id
        WHERE p.account_id = ? AND p.removed_at IS NULL AND x.removed_at IS NULL AND t.removed_at IS NULL
          AND +a.removed_at IS NULL
        GROUP BY p.id, t.our_people ORDER BY p.id, t.our_people
        """,
        (account_id,),
    )
    return [Contact(*row) for row in rows]


def list_presences(connection: sqlite3.Connection, account_id: str) -> list[Presence]:
    """When an account was last in contact, put together by the colleagues who came along."""
    rows = connection.execute(
        """
        SELECT t.our_people, max(t.at) FROM touch t JOIN account a ON a.id = t.account_id
        WHERE t.account_id = ? AND t.removed_at IS NULL AND +a.removed_at IS NULL
        GROUP BY t.our_people ORDER BY t.our_people
        """,
        (account_id,),
    )
    return [Presence(*row) for row in rows]
