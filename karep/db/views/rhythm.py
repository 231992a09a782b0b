"""Who is due for a contact, however large the book: each question is a leap to one place in an index.

The tables that are asked here are kept by `karep.db.rhythm`. Moments in them may lie ahead, as those of meetings that
were planned or written down before the clock was set back: such an account is looked up among the touches themselves.
"""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.vocabulary import FACE_TO_FACE, TIERS

MOMENTS: Final = ("contact_at", "face_at", "senior_at", "meeting_at", "survey_at")
"""The columns of an account's last contacts."""
_FACES: Final = ", ".join(f"'{kind}'" for kind in FACE_TO_FACE)
_KINDS: Final = {
    "contact_at": "",
    "face_at": f"AND kind IN ({_FACES})",
    "senior_at": "AND kind = 'senior_visit'",
    "meeting_at": "AND kind = 'business_meeting'",
    "survey_at": "AND kind = 'survey'",
}


@frozen
class PersonRhythm:
    """Somebody who plays a part in an account, and when they last heard from us."""

    person_id: str
    name: str
    role: str
    """One of the vocabulary, or `karep.rules.cadence.OLD_HEN`."""
    contact_at: str | None
    """UTC."""
    snoozed_until: str | None


@frozen
class AccountRhythm:
    """When an account was last in contact, by kind, and who plays a part in it. Moments are UTC and not ahead."""

    account_id: str
    name: str
    tier: str | None
    city: str | None
    district: str | None
    kind: str
    """Its tier, empty for none, or ``dormant`` or ``lost``."""
    since: str
    """When it came into the book, or the day on which it fell asleep or was lost (a moment where that is unknown)."""
    contact_at: str | None
    face_at: str | None
    senior_at: str | None
    meeting_at: str | None
    survey_at: str | None
    next_due: str | None
    """The day of its earliest open follow-up."""
    snoozed_until: str | None
    people: tuple[PersonRhythm, ...] = ()


class Range(NamedTuple):
    """One clock of one class of accounts: whoever was last reset before a moment is behind."""

    kind: str
    """The class: a tier, or empty."""
    clock: str
    """A column of `MOMENTS`, or the role of a person."""
    before: str
    """UTC."""


class Candidate(NamedTuple):
    """An account that a question found."""

    account_id: str
    at: str | None
    """When the clock was last reset, or what it counts from; None where that cannot be read."""


_ROW: Final = """
SELECT r.account_id, a.name, a.tier, a.city, a.district, r.class, r.since, r.contact_at, r.face_at, r.senior_at,
       r.meeting_at, r.survey_at, r.next_due, r.snoozed_until
FROM account_rhythm r JOIN account a ON a.id = r.account_id AND +a.removed_at IS NULL WHERE r.account_id IN ({marks})
"""
_PEOPLE: Final = """
SELECT r.account_id, r.person_id, p.name, r.role, r.contact_at, r.snoozed_until
FROM person_rhythm r JOIN person p ON p.id = r.person_id WHERE r.account_id IN ({marks}) ORDER BY r.person_id, r.role
"""
_AWAKE: Final = "AND (snoozed_until IS NULL OR snoozed_until <= :today)"


def get_rhythms(
    connection: sqlite3.Connection, ids: Iterable[str], now: str, *, people: bool = True
) -> dict[str, AccountRhythm]:
    """The last contacts of some accounts up to a moment, by id; those not in the store are left out.

    Args:
        connection: The store.
        ids: The accounts.
        now: The present moment, UTC: what lies ahead of it has not happened.
        people: Whether those who play a part are wanted too.
    """
    found: dict[str, AccountRhythm] = {}
    for block in blocks(sorted(set(ids))):
        marks = ", ".join("?" * len(block))
        staff: dict[str, list[PersonRhythm]] = defaultdict(list)
        for account_id, who, name, role, at, until in (
            connection.execute(_PEOPLE.format(marks=marks), block) if people else ()
        ):
            one = PersonRhythm(who, name, _word(role), _moment(at), _moment(until))
            staff[account_id].append(_person_until(connection, one, now) if (one.contact_at or "") > now else one)
        for row in connection.execute(_ROW.format(marks=marks), block):
            kept = _word(row[5]), _moment(row[6]) or "", *map(_moment, row[7:])
            account = AccountRhythm(*(*row[:5], *kept, tuple(staff[row[0]])))
            found[account.account_id] = _until(connection, account, now)
    return found


def _moment(value: Any) -> str | None:
    """A moment or a day; None for what another program wrote there and nobody can read."""
    try:
        datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return str(value) if value[4] == value[7] == "-" else None


def _word(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _until(connection: sqlite3.Connection, account: AccountRhythm, now: str) -> AccountRhythm:
    """The same with what lies ahead replaced by what came last before it."""
    ahead = [column for column in MOMENTS if (getattr(account, column) or "") > now]
    if not ahead:
        return account
    moments: dict[str, Any] = {}
    for column in ahead:
        query = f"SELECT at FROM touch WHERE account_id = ? AND at <= ? AND removed_at IS NULL {_KINDS[column]}"
        row = connection.execute(f"{query} ORDER BY at DESC LIMIT 1", (account.account_id, now)).fetchone()
        moments[column] = row[0] if row else None
    return replace(account, **moments)


def _person_until(connection: sqlite3.Connection, person: PersonRhythm, now: str) -> PersonRhythm:
    row = connection.execute(
        "SELECT max(t.at) FROM attendance d JOIN touch t ON t.id = d.touch_id AND t.removed_at IS NULL AND t.at <= ? "
        "WHERE d.person_id = ? AND d.removed_at IS NULL",
        (now, person.person_id),
    ).fetchone()
    return replace(person, contact_at=row[0])


# --- who is behind -----------------------------------------------------------------------------------------------


def list_behind(
    connection: sqlite3.Connection, asked: Range, today: str, limit: int, *, since: str = ""
) -> list[Candidate]:
    """Accounts of one class whose clock was last reset before a moment, the longest ago first.

    Args:
        connection: The store.
        asked: The class, the clock, the moment.
        today: The rep's day: what is put off beyond it is left out.
        limit: How many at most.
        since: Only those that were reset at this moment or later, UTC.
    """
    table, clock = ("account_rhythm", asked.clock) if asked.clock in MOMENTS else ("person_rhythm", "contact_at")
    role = "" if asked.clock in MOMENTS else "AND role = :role"
    rows = connection.execute(
        f"SELECT account_id, {clock} FROM {table} WHERE class = :class {role} AND {clock} >= :since "
        f"AND {clock} < :before {_AWAKE} ORDER BY {clock} LIMIT :limit",
        _values(asked, today) | {"since": since, "limit": limit},
    )
    return [Candidate(account_id, _moment(at)) for account_id, at in rows]


def list_without(
    connection: sqlite3.Connection, asked: Range, today: str, limit: int, *, since: str = ""
) -> list[Candidate]:
    """Accounts of one class in which something never happened and that came into the book before a moment.

    The arguments are those of `list_behind`; with them that have been there longest first.
    """
    rows = connection.execute(
        f"SELECT account_id, since FROM account_rhythm WHERE class = :class AND {asked.clock} IS NULL "
        f"AND since >= :since AND since < :before {_AWAKE} ORDER BY since LIMIT :limit",
        _values(asked, today) | {"since": since, "limit": limit},
    )
    return [Candidate(account_id, _moment(at)) for account_id, at in rows]


def list_ahead(connection: sqlite3.Connection, kinds: Sequence[str], roles: Sequence[str], now: str) -> set[str]:
    """Accounts with a contact that lies ahead of a moment, theirs or of somebody in them: no question finds these."""
    found: set[str] = set()
    for kind in kinds:
        rows = connection.execute(
            "SELECT account_id FROM account_rhythm WHERE class = ? AND contact_at > ? LIMIT ?", (kind, now, _MOST_AHEAD)
        )
        found.update(account_id for (account_id,) in rows)
        for role in roles:
            rows = connection.execute(
                "SELECT account_id FROM person_rhythm WHERE class = ? AND role = ? AND contact_at > ? LIMIT ?",
                (kind, role, now, _MOST_AHEAD),
            )
            found.update(account_id for (account_id,) in rows)
    return found


_MOST_AHEAD: Final = 200


def _values(asked: Range, today: str) -> dict[str, str | int]:
    return {"class": asked.kind, "role": asked.clock, "before": asked.before, "today": today}


class Limits(NamedTuple):
    """Before which moment each clock of a class was last reset where it is behind; empty for a clock that it lacks."""

    kind: str
    contact_at: str
    face_at: str
    senior_at: str
    meeting_at: str
    survey_at: str


_NEVER: Final = "r.contact_at IS NULL AND l.contact_at <> '' AND l.class <> ''"
_OTHERS: Final = " OR ".join(f"coalesce(r.{column}, r.since) < l.{column}" for column in MOMENTS[1:])


def count_behind(
    connection: sqlite3.Connection, limits: Sequence[Limits], people: Sequence[Range], today: str, most: int
) -> int:
    """How many accounts have a clock that is behind, their own or that of somebody in them; no more than `most`.

    What never happened counts from the day on which the account came into the book, a first contact with an account
    that has a tier from the first day on.

    Args:
        connection: The store.
        limits: The clocks of the accounts.
        people: The clocks of people.
        today: The rep's day: what is put off beyond it is left out.
        most: Where to stop counting.
    """
    parts = [
        "SELECT r.account_id FROM limits l CROSS JOIN account_rhythm r "
        f"WHERE r.class = l.class AND (r.contact_at < l.contact_at OR ({_NEVER}) OR {_OTHERS}) {_AWAKE}"
    ]
    values: dict[str, str | int] = {"today": today, "most": most}
    tables = [_table("limits", ("class", *MOMENTS), limits, values)]
    if people:
        tables.append(_table("parts", ("class", "role", "before"), people, values))
        parts.append(
            "SELECT r.account_id FROM parts l CROSS JOIN person_rhythm r "
            f"WHERE r.class = l.class AND r.role = l.role AND r.contact_at < l.before {_AWAKE}"
        )
    query = (
        f"WITH {', '.join(tables)} SELECT count(*) FROM "
        f"(SELECT DISTINCT account_id FROM ({' UNION ALL '.join(parts)}) LIMIT :most)"
    )
    return int(connection.execute(query, values).fetchone()[0])


def _table(name: str, columns: Sequence[str], rows: Sequence[Sequence[str]], values: dict[str, str | int]) -> str:
    """A table of given values as part of a query, whose values are added to those of the query."""
    marks = []
    for number, row in enumerate(rows):
        keys = [f"{name}_{number}_{column}" for column in columns]
        values.update(zip(keys, row, strict=True))
        marks.append(f"({', '.join(f':{key}' for key in keys)})")
    return f"{name} ({', '.join(columns)}) AS (VALUES {', '.join(marks)})"


# --- for whom nothing is planned ---------------------------------------------------------------------------------

_UNPLANNED: Final = """
FROM account_rhythm WHERE class = :class AND next_due IS NULL AND account_id NOT IN (
    SELECT account_id FROM snooze
    WHERE removed_at IS NULL AND until > :today AND about = 'plan' AND account_id IS NOT NULL
)
"""


def list_unplanned(connection: sqlite3.Connection, kind: str, today: str, limit: int) -> list[str]:
    """The ids of accounts of a tier without an open follow-up, whoever heard from us longest ago first."""
    rows = connection.execute(
        f"SELECT account_id {_UNPLANNED} ORDER BY contact_at LIMIT :limit",
        {"class": kind, "today": today, "limit": limit},
    )
    return [account_id for (account_id,) in rows]


def count_unplanned(connection: sqlite3.Connection, today: str, most: int) -> int:
    """How many accounts with a tier have no open follow-up; no more than `most` in each tier."""
    query = f"SELECT count(*) FROM (SELECT 1 {_UNPLANNED} LIMIT :most)"
    counts = (connection.execute(query, {"class": kind, "today": today, "most": most}).fetchone() for kind in TIERS)
    return sum(count for (count,) in counts)


# --- who fell asleep or left -------------------------------------------------------------------------------------


class Recovering(NamedTuple):
    """An account that fell asleep or was lost."""

    account_id: str
    since: str
    """A day, or a moment in UTC."""
    contact_at: str | None


class Reached(NamedTuple):
    """The accounts of one status whose first step has come, and who may have left one open."""

    kind: str
    day: str
    """They have their status since this day at the latest."""
    before: str
    """The same as a moment: before this one, UTC."""
    last: int
    """So many days after it fell asleep or was lost, a contact closes every step."""


_RECOVERING: Final = """
FROM account_rhythm WHERE class IN ('dormant', 'lost') AND class = :class AND since < :latest
AND CASE WHEN length(since) = 10 THEN since <= :day ELSE since < :before END
"""
_UNTOUCHED: Final = "(contact_at IS NULL OR contact_at < since)"
_IN_DOUBT: Final = "contact_at >= since AND (contact_at < date(since, :last) OR contact_at > :now)"


def list_recovering(
    connection: sqlite3.Connection, asked: Reached, today: str, now: str, limit: int, *, touched: bool
) -> list[Recovering]:
    """Accounts whose first step back has come, whoever left last first.

    Args:
        connection: The store.
        asked: Which they are.
        today: The rep's day: what is put off beyond it is left out.
        now: The present moment, UTC.
        limit: How many at most.
        touched: Whether those with a contact since, or one ahead, of whose steps some may be closed; or those without.
    """
    rows = connection.execute(
        f"SELECT account_id, since, contact_at {_RECOVERING} AND {_IN_DOUBT if touched else _UNTOUCHED} {_AWAKE} "
        "ORDER BY since DESC LIMIT :limit",
        _reached(asked, today, now) | {"limit": limit},
    )
    return [Recovering(account_id, _moment(since) or "", _moment(at)) for account_id, since, at in rows]


def count_untouched(connection: sqlite3.Connection, asked: Reached, today: str, most: int) -> int:
    """How many accounts whose first step back has come had no contact since they fell asleep or were lost."""
    query = f"SELECT count(*) FROM (SELECT 1 {_RECOVERING} AND {_UNTOUCHED} {_AWAKE} LIMIT :most)"
    return int(connection.execute(query, _reached(asked, today, "") | {"most": most}).fetchone()[0])


def _reached(asked: Reached, today: str, now: str) -> dict[str, str | int]:
    return {
        "class": asked.kind,
        "latest": max(asked.before, f"{asked.day}~"),
        "day": asked.day,
        "before": asked.before,
        "last": f"+{asked.last} days",
        "today": today,
        "now": now,
    }
