"""What is put off: until when, why, and whose it is."""

import sqlite3
from collections.abc import Mapping
from datetime import date
from typing import Final

from karep.frozen import frozen


@frozen
class Snooze:
    """Something that stays away from Today before a day."""

    id: str
    about: str
    """One of `karep.rules.vocabulary.SNOOZED`."""
    until: str
    """The day on which it comes back, ``YYYY-MM-DD``."""
    reason: str | None
    account_id: str | None
    person_id: str | None
    occasion_id: str | None
    opportunity_id: str | None
    festival: str | None
    """The key of a festival."""
    account_name: str | None
    person_name: str | None
    opportunity_name: str | None
    occasion_kind: str | None
    occasion_label: str | None


# a deal that is closed, a day or an account that was removed does not come back
_WITH_NAMES: Final = """
LEFT JOIN occasion c ON c.id = s.occasion_id
LEFT JOIN opportunity o ON o.id = s.opportunity_id
LEFT JOIN person p ON p.id = coalesce(s.person_id, c.person_id)
LEFT JOIN account a ON a.id = coalesce(s.account_id, c.account_id, o.account_id, p.account_id)
WHERE s.removed_at IS NULL AND c.removed_at IS NULL AND o.removed_at IS NULL AND p.removed_at IS NULL
AND a.removed_at IS NULL AND (o.status IS NULL OR o.status = 'open')
"""
_SNOOZE: Final = f"FROM snooze s {_WITH_NAMES} AND s.until > ?"
_THINGS: Final = ("account_id", "person_id", "occasion_id", "opportunity_id", "festival")
_COLUMNS: Final = """
s.id, s.about, s.until, s.reason, a.id, p.id, s.occasion_id, s.opportunity_id, s.festival,
a.name, p.name, o.name, c.kind, c.label
"""
_THING: Final = {
    "cadence": "account_id",
    "occasion": "occasion_id",
    "festival": "festival",
    "deal": "opportunity_id",
}
_WHOLE: Final = {"cadence": "AND person_id IS NULL", "festival": "AND account_id IS NULL"}
"""What is about one person, or about one account, is not about all."""


def list_snoozes(connection: sqlite3.Connection, today: date) -> list[Snooze]:
    """What is put off beyond `today`, what comes back first first."""
    rows = connection.execute(f"SELECT {_COLUMNS} {_SNOOZE} ORDER BY s.until, a.name, s.id", (today.isoformat(),))
    return [Snooze(*row) for row in rows]


def count_snoozes(connection: sqlite3.Connection, today: date) -> int:
    """How much is put off beyond `today`."""
    return int(connection.execute(f"SELECT count(*) {_SNOOZE}", (today.isoformat(),)).fetchone()[0])


def snoozed_things(connection: sqlite3.Connection, about: str, today: date) -> frozenset[str]:
    """The important days, festivals, deals or accounts that are put off beyond `today`.

    Args:
        connection: The store.
        about: ``occasion``, ``festival``, ``deal`` or ``cadence``.
        today: The rep's day.

    Returns:
        The ids of the occasions or deals; the keys of the festivals that are put off for all accounts; the accounts
        that shall not be called, whoever of them.

    Raises:
        KeyError: If it is about something else: how accounts and people stand is read with their rhythm.
    """
    rows = connection.execute(
        f"SELECT {_THING[about]} FROM snooze WHERE removed_at IS NULL AND until > ? AND about = ? "
        f"{_WHOLE.get(about, '')}",
        (today.isoformat(), about),
    )
    return frozenset(row[0] for row in rows if row[0])


def describe_thing(connection: sqlite3.Connection, about: str, things: Mapping[str, str]) -> Snooze | None:
    """What would be put off, with the names of whom it is about; None when one of them was removed.

    Args:
        connection: The store.
        about: One of `karep.rules.vocabulary.SNOOZED`.
        things: Whose it is, by the names of the fields of a snooze, such as ``account_id``.
    """
    columns = ", ".join(f"? AS {name}" for name in _THINGS)
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM (SELECT '' AS id, ? AS about, '' AS until, NULL AS reason, {columns}, "
        f"NULL AS removed_at) s {_WITH_NAMES}",
        (about, *(things.get(name) or None for name in _THINGS)),
    ).fetchone()
    return Snooze(*row) if row else None
