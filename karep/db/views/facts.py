"""Facts: named knowledge that has no field of its own."""

import sqlite3

from karep.frozen import frozen


@frozen
class Fact:
    """What a sheet's extra column, or a source, said about an account or a person."""

    id: str
    account_id: str | None
    person_id: str | None
    name: str
    value: str | None
    source: str | None
    dated: str | None
    """``YYYY-MM-DD``."""
    confidence: int | None
    """0–100."""
    person_name: str | None


def list_account_facts(connection: sqlite3.Connection, account_id: str) -> list[Fact]:
    """The facts about an account, then those about its people; each by name, the newest of a name first."""
    people = connection.execute(
        "SELECT id FROM person WHERE account_id = ? AND removed_at IS NULL ORDER BY name, id", (account_id,)
    ).fetchall()
    about_people = (list_facts(connection, person_id=row[0]) for row in people)
    return [*list_facts(connection, account_id=account_id), *(one for facts in about_people for one in facts)]


def list_facts(
    connection: sqlite3.Connection, *, account_id: str | None = None, person_id: str | None = None
) -> list[Fact]:
    """Facts by name, the newest of a name first.

    Args:
        connection: The store.
        account_id: Only the account's own.
        person_id: Only this person's.
    """
    wanted = {"k.account_id = ?": account_id, "k.person_id = ?": person_id}
    kept = {clause: value for clause, value in wanted.items() if value is not None}
    rows = connection.execute(
        f"""
        SELECT k.id, k.account_id, k.person_id, k.name, k.value, k.source, k.dated, k.confidence, p.name
        FROM fact k LEFT JOIN person p ON p.id = k.person_id
        LEFT JOIN account a ON a.id = coalesce(k.account_id, p.account_id)
        WHERE k.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
        {"".join(f" AND {clause}" for clause in kept)}
        ORDER BY k.name, k.dated DESC, k.id
        """,
        list(kept.values()),
    )
    return [Fact(*row) for row in rows]
