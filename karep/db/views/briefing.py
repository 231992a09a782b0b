"""What a brief asks the store and no other page does: who meets whom, and what changed since they last did.

No question here reads a table through, however many touches an account has.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.db.views.journal_rules import IMPORTED
from karep.db.views.opportunities import StageChange, list_stage_changes
from karep.db.views.people import by_weight
from karep.rules.vocabulary import FACE_TO_FACE

MEETINGS: Final = (*FACE_TO_FACE, "video", "call")
"""The kinds of touch in which people spoke with each other."""


class Attendee(NamedTuple):
    """One person as somebody who sits in a meeting."""

    id: str
    account_id: str | None
    name: str
    form_of_address: str | None
    title: str | None
    department: str | None
    stance: int | None
    """−2 against us … +2 for us; None when unknown."""
    left_on: str | None
    placeholder: bool
    created_at: str
    roles: tuple[str, ...]
    """Parts in the decisions of the person's account, weightiest first, without repeats."""


class Host(NamedTuple):
    """The account that is visited."""

    id: str
    name: str
    short_name: str | None
    tier: str | None
    status: str
    owner: str | None
    country: str | None
    city: str | None
    industry: str | None
    region: str | None
    employees: int | None


class LastContact(NamedTuple):
    """When we were last in contact with a person."""

    at: str
    """In any way, UTC."""
    face_at: str | None
    """Face to face, UTC."""


class KnownFact(NamedTuple):
    """A fact with the day that it was noted down, for those without a date of their own."""

    id: str
    account_id: str | None
    person_id: str | None
    name: str
    value: str | None
    source: str | None
    dated: str | None
    """``YYYY-MM-DD``."""
    created_at: str
    """UTC."""
    person_name: str | None


class FieldChange(NamedTuple):
    """What one field of a record was at some moment, and what it became next."""

    noun: str
    record: str
    field: str
    before: Any
    at: str
    """When it changed, UTC."""


_ATTENDEE: Final = """
SELECT p.id, p.account_id, p.name, p.form_of_address, p.title, p.department, p.stance, p.left_on, p.placeholder,
       p.created_at,
       (SELECT group_concat(r.role) FROM role r
        WHERE r.person_id = p.id AND r.account_id = p.account_id AND r.removed_at IS NULL AND NOT EXISTS (
            SELECT 1 FROM opportunity o WHERE o.id = r.opportunity_id AND o.removed_at IS NOT NULL))
FROM person p LEFT JOIN account a ON a.id = p.account_id
WHERE p.removed_at IS NULL AND +a.removed_at IS NULL
"""


def get_host(connection: sqlite3.Connection, account_id: str) -> Host | None:
    """The account that is visited, or None when it is not there or was removed."""
    row = connection.execute(
        "SELECT a.id, a.name, a.short_name, a.tier, a.status, a.owner, a.country, a.city, "
        "a.industry, a.region, a.employees FROM account a WHERE a.id = ? AND a.removed_at IS NULL",
        (account_id,),
    ).fetchone()
    return Host(*row) if row else None


def list_attendees(
    connection: sqlite3.Connection, *, account_id: str | None = None, ids: Collection[str] = ()
) -> list[Attendee]:
    """The people of an account, or those with some ids: by the weight of their part, then by name."""
    found: list[Sequence[Any]] = []
    if account_id is not None:
        found += connection.execute(f"{_ATTENDEE} AND p.account_id = ?", (account_id,))
    if ids:
        found += connection.execute(f"{_ATTENDEE} AND p.id IN ({_marks(ids)})", tuple(ids))
    people = [Attendee(*(*row[:8], bool(row[8]), row[9], _roles(row[10]))) for row in found]
    weights = by_weight({role for one in people for role in one.roles})
    order = {role: place for place, role in enumerate(weights)}
    return sorted(set(people), key=lambda one: (order[one.roles[0]] if one.roles else len(order), one.name, one.id))


def last_contacts(connection: sqlite3.Connection, ids: Collection[str], until: str) -> dict[str, LastContact]:
    """When we were last in contact with some people before a moment, by their ids; never is left out."""
    faces = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)
    rows = connection.execute(
        f"""
        SELECT x.person_id, max(t.at), max(CASE WHEN t.kind IN ({faces}) THEN t.at END)
        FROM attendance x CROSS JOIN touch t ON t.id = x.touch_id
        WHERE x.person_id IN ({_marks(ids)}) AND x.removed_at IS NULL AND t.removed_at IS NULL AND t.at < ?
        GROUP BY x.person_id
        """,
        (*ids, until),
    )
    return {row[0]: LastContact(*row[1:]) for row in rows}


def list_touched(connection: sqlite3.Connection, ids: Collection[str]) -> set[str]:
    """The ids of those people who were ever in touch with us."""
    rows = connection.execute(
        f"""
        SELECT p.id FROM person p WHERE p.id IN ({_marks(ids)}) AND EXISTS (
            SELECT 1 FROM attendance x CROSS JOIN touch t ON t.id = x.touch_id
            WHERE x.person_id = p.id AND x.removed_at IS NULL AND t.removed_at IS NULL)
        """,
        tuple(ids),
    )
    return {row[0] for row in rows}


def list_last_touches(
    connection: sqlite3.Connection,
    until: str,
    limit: int,
    *,
    account_id: str | None = None,
    people: Collection[str] = (),
) -> list[tuple[str, str]]:
    """The last touches before a moment, newest first: the id and the kind of each.

    Args:
        connection: The store.
        until: The first moment that counts no more, UTC.
        limit: How many at most.
        account_id: Those of this account, whoever took part.
        people: Without an account, those in which anyone of these took part.
    """
    if account_id is not None:
        source, values = "FROM touch t WHERE t.account_id = ?", [account_id]
    else:
        source = (
            "FROM attendance x CROSS JOIN touch t ON t.id = x.touch_id "
            f"WHERE x.person_id IN ({_marks(people)}) AND x.removed_at IS NULL"
        )
        values = [*people]
    rows = connection.execute(
        f"SELECT DISTINCT t.id, t.kind, t.at {source} AND t.at < ? AND t.removed_at IS NULL "
        "ORDER BY t.at DESC, t.id DESC LIMIT ?",
        (*values, until, limit),
    )
    return [(row[0], row[1]) for row in rows]


def list_deal_people(connection: sqlite3.Connection, opportunity_id: str, account_id: str) -> list[str]:
    """The ids of those who have a part in one deal and are still there; `account_id` is the deal's."""
    rows = connection.execute(
        "SELECT DISTINCT r.person_id FROM role r JOIN person p ON p.id = r.person_id "
        "WHERE r.account_id = ? AND r.opportunity_id = ? AND r.removed_at IS NULL AND p.removed_at IS NULL "
        "AND p.left_on IS NULL AND p.placeholder = 0",
        (account_id, opportunity_id),
    )
    return [row[0] for row in rows]


def list_chain(connection: sqlite3.Connection, account_id: str, roles: Collection[str]) -> list[str]:
    """The ids of those who play one of some parts for the whole account, and are still there."""
    rows = connection.execute(
        "SELECT DISTINCT r.person_id FROM role r JOIN person p ON p.id = r.person_id "
        f"WHERE r.account_id = ? AND r.opportunity_id IS NULL AND r.role IN ({_marks(roles)}) "
        "AND r.removed_at IS NULL AND p.removed_at IS NULL AND p.left_on IS NULL AND p.placeholder = 0",
        (account_id, *roles),
    )
    return [row[0] for row in rows]


def promise_deals(connection: sqlite3.Connection, account_id: str) -> dict[str, str]:
    """The deal of the touch at which a promise was made, by the ids of an account's open promises."""
    rows = connection.execute(
        "SELECT r.id, t.opportunity_id FROM promise r CROSS JOIN touch t ON t.id = r.touch_id "
        "WHERE r.account_id = ? AND r.kept_at IS NULL AND r.broken_at IS NULL AND r.removed_at IS NULL "
        "AND t.removed_at IS NULL AND t.opportunity_id IS NOT NULL",
        (account_id,),
    )
    return dict(rows.fetchall())


def list_known_facts(
    connection: sqlite3.Connection, account_id: str | None, people: Collection[str]
) -> list[KnownFact]:
    """The facts of an account and of some people, newest first."""
    rows = connection.execute(
        f"""
        SELECT k.id, k.account_id, k.person_id, k.name, k.value, k.source, k.dated, k.created_at, p.name
        FROM fact k LEFT JOIN person p ON p.id = k.person_id
        WHERE k.id IN (
            SELECT o.id FROM fact o WHERE o.account_id = ?
            UNION SELECT o.id FROM fact o WHERE o.person_id IN ({_marks(people)})
        ) AND k.removed_at IS NULL AND p.removed_at IS NULL
        ORDER BY coalesce(k.dated, substr(k.created_at, 1, 10)) DESC, k.id DESC
        """,
        (account_id, *people),
    )
    return [KnownFact(*row) for row in rows]


def list_account_moves(connection: sqlite3.Connection, account_id: str, since: str, until: str) -> list[StageChange]:
    """The moves of all deals of an account after one moment and before another, newest first."""
    deals = connection.execute(
        "SELECT o.id FROM opportunity o WHERE o.account_id = ? AND o.removed_at IS NULL", (account_id,)
    ).fetchall()
    moves = [
        move
        for (deal,) in deals
        for move in list_stage_changes(connection, opportunity_id=deal, since=since, until=until)
        if move.at > since
    ]
    return sorted(moves, key=lambda move: (move.at, move.id), reverse=True)


def list_field_changes(connection: sqlite3.Connection, records: Iterable[str], since: str) -> list[FieldChange]:
    """Every change of a field of some records after a moment, the oldest first.

    What was taken back, and the taking back, are both in it: only what the record holds now tells what is left of them.
    """
    found = []
    for block in blocks(records):
        rows = connection.execute(
            "SELECT j.seq, j.noun, j.record, j.before, c.at FROM journal j JOIN action c ON c.seq = j.action "
            f"WHERE j.record IN ({_marks(block)}) AND j.op = 'change' AND c.at > ?",
            (*block, since),
        )
        found += rows.fetchall()
    return [
        FieldChange(noun, record, field, value, at)
        for _seq, noun, record, before, at in sorted(found)
        for field, value in (json.loads(before, strict=False) if before else {}).items()
    ]


def list_noted(connection: sqlite3.Connection, records: Iterable[str], since: str) -> dict[str, str]:
    """Those of some records that were added after a moment, by id, with when; not those that came with an import."""
    found: dict[str, str] = {}
    for block in blocks(records):
        rows = connection.execute(
            "SELECT j.record, max(c.at) FROM journal j JOIN action c ON c.seq = j.action "
            f"WHERE j.record IN ({_marks(block)}) AND j.op = 'add' AND c.at > ? "
            f"AND NOT {IMPORTED} GROUP BY j.record",
            (*block, since),
        )
        found.update(rows.fetchall())
    return found


def list_new_roles(connection: sqlite3.Connection, account_id: str, since: str) -> list[tuple[str, str, str]]:
    """The parts that were given to people of an account after a moment: the role's id, the person's, the role."""
    rows = connection.execute(
        "SELECT r.id, r.person_id, r.role FROM role r JOIN person p ON p.id = r.person_id "
        "WHERE r.account_id = ? AND r.created_at > ? AND r.removed_at IS NULL AND p.removed_at IS NULL "
        "ORDER BY r.created_at, r.id",
        (account_id, since),
    ).fetchall()
    return [tuple(row) for row in rows]


def count_touched_people(connection: sqlite3.Connection, account_id: str, since: str) -> dict[str, int]:
    """Who of an account's touches since a moment took part, by id, and in how many."""
    rows = connection.execute(
        "SELECT x.person_id, count(*) FROM touch t CROSS JOIN attendance x ON x.touch_id = t.id "
        "JOIN person p ON p.id = x.person_id WHERE t.account_id = ? AND t.at >= ? AND t.removed_at IS NULL "
        "AND x.removed_at IS NULL AND p.removed_at IS NULL AND p.account_id = t.account_id GROUP BY x.person_id",
        (account_id, since),
    )
    return dict(rows.fetchall())


def find_by_id(connection: sqlite3.Connection, key: str, nouns: Iterable[str], limit: int) -> list[tuple[str, str]]:
    """The records of some nouns whose id is `key`, or else begins or ends with it: noun and id of each.

    Only for a key that is part of an id: without an exact hit it looks at every id.
    """
    exact = [
        (noun, row[0])
        for noun in nouns
        for row in connection.execute(f"SELECT id FROM {noun} WHERE id = ? AND removed_at IS NULL", (key,))
    ]
    if exact:
        return exact
    return [
        (noun, row[0])
        for noun in nouns
        for row in connection.execute(
            f"SELECT id FROM {noun} WHERE (substr(id, 1, ?) = ? OR substr(id, -?) = ?) AND removed_at IS NULL LIMIT ?",
            (len(key), key, len(key), key, limit),
        )
    ]


def _roles(joined: str | None) -> tuple[str, ...]:
    return by_weight(joined.split(",")) if joined else ()


def _marks(values: Collection[str]) -> str:
    return ", ".join("?" * len(values))
