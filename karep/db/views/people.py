"""People: who is who in an account, what they like, who reports to whom."""

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any, Final

from karep.frozen import frozen
from karep.rules.vocabulary import FACE_TO_FACE, ROLES


@frozen
class Person:
    """One person with all fields."""

    id: str
    created_at: str
    changed_at: str
    account_id: str | None
    name: str
    form_of_address: str | None
    title: str | None
    department: str | None
    phone: str | None
    mobile: str | None
    email: str | None
    wechat: str | None
    reports_to_id: str | None
    stance: int | None
    """−2 against us … +2 for us; None when unknown."""
    strength: int
    """Relationship, 0–5."""
    left_on: str | None
    """The day of leaving the account, ``YYYY-MM-DD``."""
    placeholder: bool
    external_id: str | None
    address: str | None
    note: str | None
    match_key: str
    account_name: str | None
    roles: tuple[str, ...]
    """Parts in the decisions of the person's account, weightiest first, without repeats."""
    last_met_at: str | None
    """When we last met face to face, UTC."""
    last_touch_at: str | None
    """When we were last in contact in any way, UTC."""
    counterpart: str | None = None
    """Who of us is responsible for the person."""
    concerns: str | None = None
    """What the person weighs, as letters of `CONCERNS`, the weightiest first."""
    pram_plan: str | None = None
    pram_relationship: str | None = None
    pram_agreement: str | None = None
    pram_maintenance: str | None = None
    credibility: int | None = None
    reliability: int | None = None
    intimacy: int | None = None
    self_orientation: int | None = None
    """The four ratings of trust, 1–5."""
    account_roles: tuple[str, ...] = ()
    """Those of the parts that are the whole account's, not a single deal's."""


@frozen
class Role:
    """One person's part in the decisions of an account or of one opportunity."""

    id: str
    person_id: str
    account_id: str
    opportunity_id: str | None
    """None when it is the whole account's."""
    role: str
    person_name: str
    left_on: str | None
    placeholder: bool


@frozen
class Preference:
    """One thing to remember about a person."""

    id: str
    person_id: str
    kind: str
    text: str
    privacy: str
    person_name: str


_WEIGHT: Final = {role: weight for weight, role in enumerate(ROLES)}
_FACES: Final = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)
_LAST: Final = (
    "(SELECT max(t.at) FROM attendance x JOIN touch t ON t.id = x.touch_id "
    "WHERE x.person_id = p.id AND x.removed_at IS NULL AND t.removed_at IS NULL{kinds})"
)
_PERSON: Final = f"""
SELECT p.id, p.created_at, p.changed_at, p.account_id, p.name, p.form_of_address, p.title, p.department, p.phone,
       p.mobile, p.email, p.wechat, p.reports_to_id, p.stance, p.strength, p.left_on, p.placeholder, p.external_id,
       p.address, p.note, p.match_key, a.name,
       (SELECT group_concat(r.role) FROM role r
        WHERE r.person_id = p.id AND r.account_id = p.account_id AND r.removed_at IS NULL),
       {_LAST.format(kinds=f" AND t.kind IN ({_FACES})")},
       {_LAST.format(kinds="")},
       p.counterpart, p.concerns, p.pram_plan, p.pram_relationship, p.pram_agreement, p.pram_maintenance,
       p.credibility, p.reliability, p.intimacy, p.self_orientation,
       (SELECT group_concat(r.role) FROM role r WHERE r.person_id = p.id AND r.account_id = p.account_id
        AND r.opportunity_id IS NULL AND r.removed_at IS NULL)
FROM person p LEFT JOIN account a ON a.id = p.account_id
WHERE p.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_people(connection: sqlite3.Connection, account_id: str) -> list[Person]:
    """The people of an account: by the weight of their part, then by name; those who left come last."""
    found = [_person(row) for row in connection.execute(f"{_PERSON} AND p.account_id = ?", (account_id,))]
    return sorted(found, key=lambda person: (person.left_on is not None, _weight(person), person.name, person.id))


def list_loose_people(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """The ids and names of people who belong to no account, such as those of a sheet that named none."""
    rows = connection.execute(
        "SELECT id, name FROM person WHERE account_id IS NULL AND removed_at IS NULL ORDER BY name, id"
    )
    return [(row[0], row[1]) for row in rows]


def get_person(connection: sqlite3.Connection, person_id: str) -> Person | None:
    """One person, or None when not there or removed."""
    row = connection.execute(f"{_PERSON} AND p.id = ?", (person_id,)).fetchone()
    return _person(row) if row else None


def list_person_roles(connection: sqlite3.Connection, person_id: str) -> list[tuple[str, str, str]]:
    """The parts of a person in single deals: the deal's id, its name, the role; by deal, then weightiest first."""
    rows = connection.execute(
        """
        SELECT o.id, o.name, r.role FROM role r JOIN opportunity o ON o.id = r.opportunity_id
        JOIN account a ON a.id = o.account_id
        WHERE r.person_id = ? AND r.removed_at IS NULL AND o.removed_at IS NULL AND +a.removed_at IS NULL
        """,
        (person_id,),
    )
    found = {(row[0], row[1], row[2]) for row in rows}
    return sorted(found, key=lambda one: (one[1], one[0], _WEIGHT.get(one[2], len(_WEIGHT))))


def concerns_of(connection: sqlite3.Connection, ids: Iterable[str]) -> dict[str, str]:
    """What some people weigh, as letters of `CONCERNS`, by their ids; who was never asked is left out."""
    wanted = list(ids)
    rows = connection.execute(
        f"SELECT id, concerns FROM person WHERE id IN ({', '.join('?' * len(wanted))}) "
        "AND concerns IS NOT NULL AND removed_at IS NULL",
        wanted,
    )
    return dict(rows.fetchall())


def list_roles(connection: sqlite3.Connection, account_id: str) -> list[Role]:
    """Who plays which part in an account and its opportunities, weightiest part first."""
    rows = connection.execute(
        """
        SELECT r.id, r.person_id, r.account_id, r.opportunity_id, r.role, p.name, p.left_on, p.placeholder
        FROM role r JOIN person p ON p.id = r.person_id JOIN account a ON a.id = r.account_id
        LEFT JOIN opportunity o ON o.id = r.opportunity_id
        WHERE r.account_id = ? AND r.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
          AND o.removed_at IS NULL
        """,
        (account_id,),
    )
    found = [Role(*(*row[:-1], bool(row[-1]))) for row in rows]
    return sorted(found, key=lambda role: (_WEIGHT.get(role.role, len(_WEIGHT)), role.person_name, role.id))


_PREFERENCE: Final = """
SELECT r.id, r.person_id, r.kind, r.text, r.privacy, p.name
FROM preference r JOIN person p ON p.id = r.person_id LEFT JOIN account a ON a.id = p.account_id
WHERE r.removed_at IS NULL AND p.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_preferences(connection: sqlite3.Connection, person_id: str) -> list[Preference]:
    """What to remember about a person, by kind."""
    rows = connection.execute(f"{_PREFERENCE} AND r.person_id = ? ORDER BY r.kind, r.id", (person_id,))
    return [Preference(*row) for row in rows]


def list_account_preferences(connection: sqlite3.Connection, account_id: str) -> list[Preference]:
    """What to remember about all the people of an account, by person and kind."""
    rows = connection.execute(f"{_PREFERENCE} AND p.account_id = ? ORDER BY p.name, p.id, r.kind, r.id", (account_id,))
    return [Preference(*row) for row in rows]


def by_weight(roles: Iterable[str]) -> tuple[str, ...]:
    """Parts in a decision, weightiest first, without repeats."""
    return tuple(sorted(set(roles), key=lambda role: (_WEIGHT.get(role, len(_WEIGHT)), role)))


def _weight(person: Person) -> int:
    return _WEIGHT.get(person.roles[0], len(_WEIGHT)) if person.roles else len(_WEIGHT)


def _person(row: Sequence[Any]) -> Person:
    fields = list(row)
    fields[16] = bool(fields[16])
    for roles in (22, -1):
        fields[roles] = by_weight(fields[roles].split(",")) if fields[roles] else ()
    return Person(*fields)
