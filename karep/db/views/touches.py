"""Touches: what happened, with whom; and everything of an account in one stream."""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from karep.db.views.bounds import Bound, end_stamp, first_stamp


@dataclass(frozen=True, slots=True)
class Touch:
    """One contact with an account."""

    id: str
    created_at: str
    changed_at: str
    account_id: str
    opportunity_id: str | None
    at: str
    """When it happened, UTC."""
    kind: str
    purpose: str | None
    summary: str | None
    outcome: str | None
    our_people: str | None
    account_name: str
    opportunity_name: str | None
    people: tuple[tuple[str, str], ...]
    """Who of theirs took part: ids and names, in the order they were given."""


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One event in an account's stream; the parts that do not belong to its kind are None or empty."""

    at: str
    """When, UTC. A promise stands at the touch that it was made in."""
    kind: str
    """``touch``, ``promise``, ``stage_change``, ``objection`` or ``follow_up_done``."""
    noun: str
    """The table of the record."""
    id: str
    title: str | None
    """A touch's purpose; what was promised or to be done; a move's deal; an objection's card."""
    text: str | None
    """A touch's summary; a move's reason; the customer's words."""
    variety: str | None
    """A touch's kind; who owes a promise (us, them); an objection's outcome."""
    outcome: str | None
    """A touch's outcome; an objection's answer."""
    people: tuple[str, ...]
    """The names of theirs in it."""
    due: str | None
    """The day that a promise or follow-up was due, ``YYYY-MM-DD``."""
    kept_at: str | None
    broken_at: str | None
    from_stage: str | None
    to_stage: str | None
    opportunity_id: str | None
    opportunity_name: str | None
    touch_id: str | None
    """The touch that it belongs to."""


TOUCHED: Final = """
WITH RECURSIVE touched (id) AS (
    SELECT min(account_id) FROM touch
    UNION ALL
    SELECT (SELECT min(t.account_id) FROM touch t WHERE t.account_id > touched.id) FROM touched WHERE id IS NOT NULL
)
"""
"""The accounts that were ever touched, and one NULL: one leap in the index an account, however many touches it has."""

_TOUCH: Final = """
SELECT t.id, t.created_at, t.changed_at, t.account_id, t.opportunity_id, t.at, t.kind, t.purpose, t.summary, t.outcome,
       t.our_people, a.name, o.name
FROM touch t CROSS JOIN account a ON a.id = t.account_id
LEFT JOIN opportunity o ON o.id = t.opportunity_id AND o.removed_at IS NULL
WHERE t.removed_at IS NULL AND +a.removed_at IS NULL
"""


def list_touches(
    connection: sqlite3.Connection,
    *,
    account_id: str | None = None,
    person_id: str | None = None,
    since: Bound = None,
    until: Bound = None,
    limit: int = 200,
) -> list[Touch]:
    """Touches, newest first.

    Args:
        connection: The store.
        account_id: Only this account's.
        person_id: Only those that this person took part in.
        since: Not before this day or moment.
        until: A day counts whole; of a moment, only what was before it.
        limit: How many at most.
    """
    parts, values = [_TOUCH], list[Any]()
    for clause, value in (
        ("t.account_id = ?", account_id),
        (
            "t.id IN (SELECT x.touch_id FROM attendance x WHERE x.person_id = ? AND x.removed_at IS NULL)",
            person_id,
        ),
        ("t.at >= ?", first_stamp(since)),
        ("t.at < ?", end_stamp(until)),
    ):
        if value is not None:
            parts.append(f"AND {clause}")
            values.append(value)
    rows = connection.execute(f"{' '.join(parts)} ORDER BY t.at DESC, t.id DESC LIMIT ?", (*values, limit)).fetchall()
    return _touches(connection, rows)


def get_touch(connection: sqlite3.Connection, touch_id: str) -> Touch | None:
    """One touch, or None when it is not there or was removed."""
    rows = connection.execute(f"{_TOUCH} AND t.id = ?", (touch_id,)).fetchall()
    return next(iter(_touches(connection, rows)), None)


def _touches(connection: sqlite3.Connection, rows: Sequence[Sequence[Any]]) -> list[Touch]:
    people = _people(connection, [row[0] for row in rows])
    return [Touch(*(*row, tuple(people.get(row[0], ())))) for row in rows]


def _people(connection: sqlite3.Connection, touch_ids: Iterable[str]) -> dict[str, list[tuple[str, str]]]:
    """Who took part in each of some touches."""
    found: dict[str, list[tuple[str, str]]] = {}
    wanted = list(touch_ids)
    for start in range(0, len(wanted), 500):
        block = wanted[start : start + 500]
        for touch_id, person_id, name in connection.execute(
            f"""
            SELECT x.touch_id, p.id, p.name FROM attendance x JOIN person p ON p.id = x.person_id
            WHERE x.touch_id IN ({", ".join("?" * len(block))}) AND x.removed_at IS NULL AND p.removed_at IS NULL
            ORDER BY x.id
            """,
            block,
        ):
            found.setdefault(touch_id, []).append((person_id, name))
    return found


_PARTS: Final = (
    "at", "id", "title", "text", "variety", "outcome", "person_id", "due", "kept_at", "broken_at", "from_stage",
    "to_stage", "opportunity_id", "touch_id",
)  # fmt: skip


def _stream(kind: str, noun: str, source: str, **parts: str) -> str:
    columns = ", ".join(f"{parts.get(part, 'NULL')} AS {part}" for part in _PARTS)
    return f"SELECT '{kind}' AS kind, '{noun}' AS noun, {columns} FROM {source}"


_STREAMS: Final = (
    _stream(
        "touch", "touch", "touch t WHERE t.account_id = :account AND t.removed_at IS NULL",
        at="t.at", id="t.id", title="t.purpose", text="t.summary", variety="t.kind", outcome="t.outcome",
        opportunity_id="t.opportunity_id", touch_id="t.id",
    ),
    _stream(
        "promise", "promise",
        "promise r LEFT JOIN touch t ON t.id = r.touch_id AND t.removed_at IS NULL "
        "WHERE r.account_id = :account AND r.removed_at IS NULL",
        at="coalesce(t.at, r.created_at)", id="r.id", title="r.what", variety="r.owed_by", person_id="r.person_id",
        due="r.due", kept_at="r.kept_at", broken_at="r.broken_at", touch_id="t.id",
    ),
    _stream(
        "stage_change", "stage_change",
        "opportunity o JOIN stage_change c ON c.opportunity_id = o.id "
        "WHERE o.account_id = :account AND o.removed_at IS NULL AND c.removed_at IS NULL",
        at="c.at", id="c.id", title="o.name", text="c.reason", from_stage="c.from_stage", to_stage="c.to_stage",
        opportunity_id="o.id",
    ),
    _stream(
        "objection", "objection", "objection b WHERE b.account_id = :account AND b.removed_at IS NULL",
        at="b.at", id="b.id", title="b.card", text="b.words", variety="b.outcome", outcome="b.answer",
        opportunity_id="b.opportunity_id", touch_id="b.touch_id",
    ),
    _stream(
        "follow_up_done", "follow_up",
        "follow_up f WHERE f.account_id = :account AND f.removed_at IS NULL AND f.done_at IS NOT NULL",
        at="f.done_at", id="f.id", title="f.what", person_id="f.person_id", due="f.due",
        opportunity_id="f.opportunity_id", touch_id="f.done_touch_id",
    ),
)  # fmt: skip
_TIMELINE: Final = f"""
SELECT i.at, i.kind, i.noun, i.id, i.title, i.text, i.variety, i.outcome, p.name, i.due, i.kept_at, i.broken_at,
       i.from_stage, i.to_stage, o.id, o.name, i.touch_id
FROM ({" UNION ALL ".join(_STREAMS)} ORDER BY at DESC, id DESC LIMIT :limit) i
LEFT JOIN person p ON p.id = i.person_id AND p.removed_at IS NULL
LEFT JOIN opportunity o ON o.id = i.opportunity_id AND o.removed_at IS NULL
WHERE EXISTS (SELECT 1 FROM account a WHERE a.id = :account AND +a.removed_at IS NULL)
ORDER BY i.at DESC, i.id DESC
"""


def list_timeline(connection: sqlite3.Connection, account_id: str, limit: int = 200) -> list[TimelineItem]:
    """Everything that happened with an account in one stream, newest first."""
    rows = connection.execute(_TIMELINE, {"account": account_id, "limit": limit}).fetchall()
    present = _people(connection, [row[3] for row in rows if row[1] == "touch"])
    return [_item(row, present) for row in rows]


def timeline_place(connection: sqlite3.Connection, account_id: str, noun: str, record_id: str) -> int | None:
    """Where a record stands in its account's stream, counted from 1; None when it is not in it."""
    stream = f"SELECT at, id, noun FROM ({' UNION ALL '.join(_STREAMS)})"
    row = connection.execute(
        f"SELECT at FROM ({stream}) WHERE noun = :noun AND id = :record",
        {"account": account_id, "noun": noun, "record": record_id},
    ).fetchone()
    if row is None:
        return None
    newer = f"SELECT count(*) FROM ({stream}) WHERE (at, id) >= (:at, :record)"
    found = {"account": account_id, "at": row[0], "record": record_id}
    return int(connection.execute(newer, found).fetchone()[0])


def _item(row: Sequence[Any], present: dict[str, list[tuple[str, str]]]) -> TimelineItem:
    fields = list(row)
    names = [name for _id, name in present.get(row[3], ())] if row[1] == "touch" else [row[8]] if row[8] else []
    fields[8] = tuple(names)
    return TimelineItem(*fields)
