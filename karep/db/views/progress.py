"""What came about within a span of time: deals won and lost, people first noted down."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from karep.db.views.figures import Stretch
from karep.db.views.journal_rules import IMPORTED
from karep.frozen import frozen
from karep.rules.zones import local_day, to_utc, utc_text


@frozen
class Closing:
    """A deal that was won or lost."""

    opportunity_id: str
    at: str
    """When, UTC; of one that came into the book as won, noon of the day on which it was to close."""
    status: str
    """``won`` or ``lost``."""
    name: str
    amount: int | None
    """In minor units (fen, cents) of the currency."""
    currency: str | None
    stage: str
    lost_reason: str | None
    revisit_on: str | None
    """``YYYY-MM-DD``."""
    account_id: str
    account_name: str


@frozen
class Newcomer:
    """A person who was noted down."""

    person_id: str
    name: str
    title: str | None
    account_id: str | None
    account_name: str | None


# the journal knows when a deal was closed; what was taken back does not count
_CHANGES: Final = "j.record = o.id AND j.noun = 'opportunity' AND j.op = 'change' AND j.after LIKE '%\"status\":%'"
_STANDS: Final = "c.seq = j.action AND c.undoes IS NULL AND c.undone_by IS NULL"
CLOSED: Final = f"""
SELECT o.id, c.at, j.after, o.name, o.amount, o.currency, o.stage, o.lost_reason, o.revisit_on, a.id, a.name
FROM opportunity o CROSS JOIN journal j ON {_CHANGES} CROSS JOIN action c ON {_STANDS}
CROSS JOIN account a ON a.id = o.account_id
WHERE o.changed_at >= :since AND c.at >= :since AND c.at < :until AND o.removed_at IS NULL AND a.removed_at IS NULL
ORDER BY j.seq
"""
ENTERED: Final = f"""
SELECT o.id, o.expected_close, o.status, o.name, o.amount, o.currency, o.stage, o.lost_reason, o.revisit_on, a.id,
       a.name
FROM opportunity o CROSS JOIN account a ON a.id = o.account_id
WHERE o.status = 'won' AND o.expected_close >= ? AND o.expected_close <= ?
  AND o.removed_at IS NULL AND a.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM journal j CROSS JOIN action c ON {_STANDS} WHERE {_CHANGES})
ORDER BY o.expected_close, o.id
"""


def list_closings(connection: sqlite3.Connection, since: str, until: str, *, zone: str | None = None) -> list[Closing]:
    """The deals whose last change of status within a span closed them: the won first, each in the order of time.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
        zone: The rep's zone, if what came into the book as won (as with an import) shall count too: on the day on which
            it was to close, if it has one, and as long as nobody has changed whether it is won. The span is whole days.
    """
    return closings_within(connection, [(since, until)], zone=zone)[0]


def closings_within(
    connection: sqlite3.Connection, stretches: Sequence[Stretch], *, zone: str | None = None
) -> list[list[Closing]]:
    """The same for several spans, which may overlap, with one look at the journal."""
    if not stretches:
        return []
    since, until = min(one for one, _until in stretches), max(one for _since, one in stretches)
    rows = connection.execute(CLOSED, {"since": since, "until": until}).fetchall()
    entered = _entered(connection, since, until, zone) if zone else []
    found = []
    for first, end in stretches:
        last: dict[str, Closing | None] = {one.opportunity_id: one for one in entered if first <= one.at < end}
        for row in rows:
            status = json.loads(row[2], strict=False).get("status") if first <= row[1] < end else None
            if status is not None:
                last[row[0]] = Closing(row[0], row[1], status, *row[3:]) if status in ("won", "lost") else None
        found.append(sorted((one for one in last.values() if one), key=lambda one: (one.status != "won", one.at)))
    return found


def _entered(connection: sqlite3.Connection, since: str, until: str, zone: str) -> list[Closing]:
    """The deals that came into the book as won and were to close on one of the days of a span."""
    last_moment = utc_text(datetime.fromisoformat(until) - timedelta(milliseconds=1))
    days = (local_day(since, zone).isoformat(), local_day(last_moment, zone).isoformat())
    rows = connection.execute(ENTERED, days)
    return [Closing(row[0], to_utc(date.fromisoformat(row[1]), time(12), zone), *row[2:]) for row in rows]


# An import brings many people at one moment. Rows stand in the order in which they came, and an action is never
# interrupted: when the first and the last of a moment came with the same import, so did all between.
NEWCOMERS: Final = """
WITH RECURSIVE instant (at) AS (
    SELECT min(created_at) FROM person WHERE created_at >= :since AND created_at < :until AND removed_at IS NULL
    UNION ALL
    SELECT (SELECT min(n.created_at) FROM person n
            WHERE n.created_at > instant.at AND n.created_at < :until AND n.removed_at IS NULL)
    FROM instant WHERE at IS NOT NULL
), lot (at, first, last) AS (
    SELECT at,
        (SELECT j.action FROM person f JOIN journal j ON j.record = f.id AND j.op = 'add'
         WHERE f.created_at = instant.at AND f.removed_at IS NULL ORDER BY f.rowid LIMIT 1),
        (SELECT j.action FROM person l JOIN journal j ON j.record = l.id AND j.op = 'add'
         WHERE l.created_at = instant.at AND l.removed_at IS NULL ORDER BY l.rowid DESC LIMIT 1)
    FROM instant WHERE at IS NOT NULL
)
SELECT {columns}
FROM lot CROSS JOIN person p INDEXED BY ix_person_created_at ON p.created_at = lot.at
LEFT JOIN account a ON a.id = p.account_id
WHERE NOT EXISTS (SELECT 1 FROM action c WHERE c.seq = lot.first AND lot.first = lot.last AND {imported})
  AND NOT p.placeholder AND p.removed_at IS NULL AND a.removed_at IS NULL
  AND NOT EXISTS (SELECT 1 FROM journal j CROSS JOIN action c ON c.seq = j.action
                  WHERE j.record = p.id AND j.op = 'add' AND {imported})
ORDER BY p.created_at, p.id
"""


def list_newcomers(connection: sqlite3.Connection, since: str, until: str) -> list[Newcomer]:
    """The people who were noted down within a span and are still in the book, in the order they were.

    Placeholders for people not known yet are left out, and so is everybody who came with an import or the sample book.

    Args:
        connection: The store.
        since: The first moment that counts, UTC.
        until: The first moment that counts no more, UTC.
    """
    statement = NEWCOMERS.format(columns="p.id, p.name, p.title, a.id, a.name", imported=IMPORTED)
    return [Newcomer(*row) for row in connection.execute(statement, {"since": since, "until": until})]


def list_newcomer_moments(connection: sqlite3.Connection, since: str, until: str) -> list[str]:
    """When each of them was noted down, UTC, the earliest first."""
    statement = NEWCOMERS.format(columns="p.created_at", imported=IMPORTED)
    return [row[0] for row in connection.execute(statement, {"since": since, "until": until})]
