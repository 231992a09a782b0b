"""What is planned: how long it takes, when the next step is, how much has passed its day, whether there is any."""

import sqlite3
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen

_LENGTHS: Final = """
SELECT id, minutes FROM follow_up
WHERE done_at IS NULL AND removed_at IS NULL AND due >= ? AND due <= ? AND minutes IS NOT NULL
"""
_FIRST: Final = """
SELECT account_id, due, due_time, zone FROM follow_up f
WHERE f.account_id = ? AND f.done_at IS NULL AND f.removed_at IS NULL ORDER BY f.due, f.due_time, f.id LIMIT 1
"""
# a promise that is due and the follow-up that shall keep it are one thing; a join would look at every account first
_STEPS: Final = """
FROM follow_up f WHERE f.done_at IS NULL AND f.removed_at IS NULL
  AND (SELECT a.removed_at FROM account a WHERE a.id = f.account_id) IS NULL
  AND NOT EXISTS (SELECT 1 FROM promise r WHERE r.id = f.promise_id AND r.due <= :today
      AND r.kept_at IS NULL AND r.broken_at IS NULL AND r.removed_at IS NULL
      AND f.id = (SELECT s.id FROM follow_up s WHERE s.promise_id = r.id AND s.done_at IS NULL AND s.removed_at IS NULL
                  ORDER BY s.due, s.id LIMIT 1))
"""
_PAST: Final = f"""
SELECT (SELECT count(*) {_STEPS} AND f.due < :day)
     + (SELECT count(*) FROM promise r
        WHERE r.kept_at IS NULL AND r.broken_at IS NULL AND r.removed_at IS NULL AND r.due < :today
          AND (SELECT a.removed_at FROM account a WHERE a.id = r.account_id) IS NULL)
"""
_NEAR: Final = f"SELECT f.account_id, f.due, f.due_time, f.zone {_STEPS} AND f.due >= :day AND f.due <= :until"

_RHYTHM: Final = """
SELECT EXISTS (SELECT 1 FROM account WHERE removed_at IS NULL AND tier IS NOT NULL AND tier <> '')
    OR EXISTS (SELECT 1 FROM follow_up f JOIN account a ON a.id = f.account_id
               WHERE f.done_at IS NULL AND f.removed_at IS NULL AND a.removed_at IS NULL)
"""
_SHORT: Final = "SELECT id, short_name FROM account WHERE id = ? AND short_name <> '' AND removed_at IS NULL"


@frozen
class Planned:
    """When the next step of an account is."""

    account_id: str
    due: str
    """``YYYY-MM-DD``."""
    due_time: str | None
    """``HH:MM`` in the zone, None for any time of the day."""
    zone: str | None
    """The IANA name of the time zone that day and time are meant in; None is the rep's own."""


def planned_minutes(connection: sqlite3.Connection, since: date, until: date) -> dict[str, int]:
    """How many minutes each open follow-up takes, by its id; those without a length are left out.

    Args:
        connection: The store.
        since: Only those due on this day or after.
        until: Only those due on this day or before.
    """
    return dict(connection.execute(_LENGTHS, (since.isoformat(), until.isoformat())).fetchall())


def has_rhythm(connection: sqlite3.Connection) -> bool:
    """Whether any account has a tier or an open follow-up, so that something can be due one day."""
    found: int = connection.execute(_RHYTHM).fetchone()[0]
    return bool(found)


def short_names(connection: sqlite3.Connection, account_ids: Iterable[str]) -> dict[str, str]:
    """The short names of some accounts, by id, of those that have one."""
    names = (connection.execute(_SHORT, (one,)).fetchone() for one in account_ids)
    return {row[0]: row[1] for row in names if row}


def read_overdue(connection: sqlite3.Connection, today: date) -> tuple[int, list[Planned]]:
    """What is overdue: how much is so in every zone, and the follow-ups of which a zone decides it.

    Promises count with theirs; one and the follow-up that shall keep it are counted once.
    """
    near = {"today": today.isoformat(), "day": str(today - timedelta(1)), "until": str(today + timedelta(1))}
    count: int = connection.execute(_PAST, near).fetchone()[0]
    return count, [Planned(*row) for row in connection.execute(_NEAR, near)]


def list_first_planned(connection: sqlite3.Connection, account_ids: Iterable[str]) -> list[Planned]:
    """The earliest open follow-up of each of some accounts; those without one are left out."""
    return [Planned(*row) for one in account_ids for row in connection.execute(_FIRST, (one,))]
