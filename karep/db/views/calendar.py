"""What a calendar is made of: follow-ups, promises and important days with how often each was changed, removed ones
too, so that what a phone took over earlier is called off there."""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.frozen import frozen
from karep.rules.care import comes_once
from karep.rules.privacy import is_personal_day

_TOLD: Final = timedelta(days=400)
"""How long an important day that was removed is still called off."""


@frozen
class DueItem:
    """A follow-up or a promise of ours, as far as a calendar may know it."""

    noun: str
    """``follow_up`` or ``promise``."""
    id: str
    changed_at: str
    """UTC: when it, its account or its person was last changed."""
    gone: bool
    """Whether it, or its account, was removed."""
    account_id: str
    account_name: str
    short_name: str | None
    person_name: str | None
    what: str
    due: str
    """``YYYY-MM-DD``."""
    due_time: str | None
    zone: str | None
    minutes: int | None
    place: str | None
    aim: str | None
    """What the visit shall reach."""
    closed_at: str | None
    """UTC: when it was done, kept or broken."""


@frozen
class YearlyItem:
    """An important day."""

    id: str
    changed_at: str
    gone: bool
    """Whether it, its account or its person was removed."""
    account_id: str | None
    person_id: str | None
    account_name: str | None
    short_name: str | None
    person_name: str | None
    kind: str
    label: str | None
    month: int
    day: int | None
    year: int | None
    calendar: str
    leap_month: bool
    leap_rule: str | None

    @property
    def is_personal(self) -> bool:
        """Whether it is a person's own business."""
        return is_personal_day(self.kind, self.person_id)

    @property
    def once(self) -> bool:
        """Whether it falls in its year alone, as the end of a contract does."""
        return comes_once(self.kind, self.year)


_DUE: Final = {
    "follow_up": """
SELECT 'follow_up', r.id, max(r.changed_at, a.changed_at, coalesce(p.changed_at, '')),
       r.removed_at IS NOT NULL OR a.removed_at IS NOT NULL, a.id, a.name, a.short_name,
       CASE WHEN p.removed_at IS NULL THEN p.name END, r.what, r.due, r.due_time, r.zone, r.minutes, r.place, r.aim,
       r.done_at
FROM follow_up r JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.id = r.person_id
""",
    "promise": """
SELECT 'promise', r.id, max(r.changed_at, a.changed_at, coalesce(p.changed_at, '')),
       r.removed_at IS NOT NULL OR a.removed_at IS NOT NULL, a.id, a.name, a.short_name,
       CASE WHEN p.removed_at IS NULL THEN p.name END, r.what, r.due, NULL, NULL, NULL, NULL, NULL,
       coalesce(r.kept_at, r.broken_at)
FROM promise r JOIN account a ON a.id = r.account_id LEFT JOIN person p ON p.id = r.person_id
""",
}
_CLOSED: Final = {"follow_up": "r.done_at", "promise": "coalesce(r.kept_at, r.broken_at)"}
_OURS: Final = {"follow_up": "", "promise": "AND r.owed_by = 'us'"}
_YEARLY: Final = """
SELECT d.id, max(d.changed_at, coalesce(a.changed_at, ''), coalesce(p.changed_at, '')),
       d.removed_at IS NOT NULL OR a.removed_at IS NOT NULL OR p.removed_at IS NOT NULL, a.id, p.id, a.name,
       a.short_name, p.name, d.kind, d.label, d.month, d.day, d.year, d.calendar, d.leap_month, d.leap_rule
FROM occasion d LEFT JOIN person p ON p.id = d.person_id
LEFT JOIN account a ON a.id = coalesce(p.account_id, d.account_id)
"""


def list_due_items(
    connection: sqlite3.Connection, first: date, last: date, *, open_since: date | None = None
) -> list[DueItem]:
    """The follow-ups and our promises due from one day to another, both included, by day; done and removed ones too.

    One that was due in that span and was moved out of it is listed with its new day: it leaves its old one in a
    calendar that knew it.

    Args:
        connection: The store.
        first: The first day.
        last: The last day.
        open_since: From this earlier day on those are listed too that are overdue and neither done nor kept.
    """
    since = min(open_since or first, first)
    found: dict[str, DueItem] = {}
    for noun, query in _DUE.items():
        within = f"{query} WHERE r.due BETWEEN ? AND ? {_OURS[noun]}"
        found |= {row[1]: _due(row) for row in connection.execute(within, (first.isoformat(), last.isoformat()))}
        overdue = f"{query} WHERE r.due >= ? AND r.due < ? AND {_CLOSED[noun]} IS NULL {_OURS[noun]}"
        found |= {row[1]: _due(row) for row in connection.execute(overdue, (since.isoformat(), first.isoformat()))}
        for block in blocks({*_moved_out(connection, noun, first, last), *_moved_out(connection, noun, since, last)}):
            marks = ", ".join("?" * len(block))
            rows = connection.execute(f"{query} WHERE r.id IN ({marks}) AND r.due IS NOT NULL {_OURS[noun]}", block)
            found |= {row[1]: _due(row) for row in rows}
    return sorted(found.values(), key=lambda one: (one.due, one.due_time or "", one.id))


def get_due_item(connection: sqlite3.Connection, noun: str, record_id: str) -> DueItem | None:
    """One follow-up or promise that is in the book, or None; a promise without a day is in no calendar."""
    row = connection.execute(f"{_DUE[noun]} WHERE r.id = ? AND r.due IS NOT NULL", (record_id,)).fetchone()
    item = _due(row) if row else None
    return None if item is None or item.gone else item


def list_yearly_items(connection: sqlite3.Connection, since: date) -> list[YearlyItem]:
    """Every important day whose account and person are in the book, and those that were removed not long before
    `since`, by month and day as written."""
    told = (since - _TOLD).isoformat()
    rows = connection.execute(
        f"{_YEARLY} WHERE coalesce(d.removed_at, a.removed_at, p.removed_at, '9') >= ? ORDER BY d.month, d.day, d.id",
        (told,),
    )
    return [_yearly(row) for row in rows]


def get_yearly_item(connection: sqlite3.Connection, occasion_id: str) -> YearlyItem | None:
    """One important day that is in the book, or None."""
    row = connection.execute(f"{_YEARLY} WHERE d.id = ?", (occasion_id,)).fetchone()
    item = _yearly(row) if row else None
    return None if item is None or item.gone else item


def count_changes(connection: sqlite3.Connection, records: Iterable[str]) -> dict[str, int]:
    """In how many actions each of these records was changed since it was made: it only grows, also when a change is
    undone."""
    found: dict[str, int] = {}
    for block in blocks(records):
        query = (
            f"SELECT record, count(DISTINCT action) - 1 FROM journal WHERE record IN ({_marks(block)}) GROUP BY record"
        )
        found |= dict(connection.execute(query, block).fetchall())
    return found


def count_removals(connection: sqlite3.Connection, records: Iterable[str]) -> dict[str, int]:
    """How often each of these records was removed or brought back: what belongs to it changes with it each time."""
    found: dict[str, int] = {}
    for block in blocks(records):
        rows = connection.execute(
            f"SELECT record, after FROM journal WHERE record IN ({_marks(block)}) AND op = 'change' "
            "AND after LIKE '%\"removed_at\":%'",
            block,
        )
        for record, after in rows:
            # the words may stand in a text too; control characters are raw in the journal
            if "removed_at" in json.loads(after, strict=False):
                found[record] = found.get(record, 0) + 1
    return found


def _moved_out(connection: sqlite3.Connection, noun: str, first: date, last: date) -> Iterator[str]:
    """Records that are due outside of a span and were due in it before: moved, or moved back by an undo."""
    # crossed in this order, so that nothing goes through the whole journal
    rows = connection.execute(
        f"""
        SELECT j.record, j.before FROM {noun} r CROSS JOIN journal j ON j.record = r.id
        WHERE r.moves > 0 AND r.due NOT BETWEEN ?1 AND ?2 AND j.op = 'change' AND j.before LIKE '%"due":%'
        UNION ALL
        SELECT j.record, j.before FROM action u CROSS JOIN journal j ON j.action = u.seq
        CROSS JOIN {noun} r ON r.id = j.record
        WHERE u.undoes IS NOT NULL AND j.noun = ?3 AND r.due NOT BETWEEN ?1 AND ?2 AND j.before LIKE '%"due":%'
        """,
        (first.isoformat(), last.isoformat(), noun),
    )
    found: dict[str, None] = {}
    for record, before in rows:
        due = json.loads(before, strict=False).get("due")
        if isinstance(due, str) and first.isoformat() <= due <= last.isoformat():
            found[record] = None
    return iter(found)


def _due(row: Sequence[Any]) -> DueItem:
    fields = list(row)
    fields[3] = bool(fields[3])
    return DueItem(*fields)


def _yearly(row: Sequence[Any]) -> YearlyItem:
    fields = list(row)
    fields[2], fields[14] = bool(fields[2]), bool(fields[14])
    return YearlyItem(*fields)


def _marks(block: Sequence[str]) -> str:
    return ", ".join("?" * len(block))


# --- what an import compares a calendar with -------------------------------------------------------------------------


class PersonNamed(NamedTuple):
    """A person of the book by whom a meeting is recognised."""

    id: str
    name: str
    email: str | None
    account_id: str
    account_name: str
    form_of_address: str | None = None
    title: str | None = None
    department: str | None = None


class AccountNamed(NamedTuple):
    """An account of the book by which a meeting is recognised."""

    id: str
    name: str
    short_name: str | None
    region: str | None
    city: str | None
    district: str | None


class PersonHere(NamedTuple):
    """A person of one account, and what they may be called."""

    id: str
    name: str
    form_of_address: str | None
    title: str | None
    department: str | None


@frozen
class Imported:
    """A follow-up that a calendar brought in earlier."""

    id: str
    origin: str
    values: dict[str, Any]
    """What it says now: what, due, due_time, zone, minutes, place."""
    account_id: str
    account_name: str
    person_id: str | None
    person_name: str | None
    done: bool
    removed: bool
    taken_back: bool
    """Whether it is removed because an import was undone, or because the calendar called it off: it may come back."""
    brought: dict[str, Any]
    """What the calendar said when it was last read: only what it says differently now is new."""
    touched: bool
    """Whether anything but an import changed it."""


FIELDS: Final = ("what", "due", "due_time", "zone", "minutes", "place")
"""The fields of a follow-up that a calendar knows."""


def list_people_named(connection: sqlite3.Connection) -> Iterator[PersonNamed]:
    """Everybody who belongs to an account, the oldest record first."""
    rows = connection.execute(
        "SELECT p.id, p.name, p.email, a.id, a.name, p.form_of_address, p.title, p.department "
        "FROM person p JOIN account a ON a.id = p.account_id "
        "WHERE p.removed_at IS NULL AND +a.removed_at IS NULL AND p.placeholder = 0 ORDER BY p.id"
    )
    return map(PersonNamed._make, rows)


def list_accounts_named(connection: sqlite3.Connection) -> Iterator[AccountNamed]:
    """Every account, the oldest record first."""
    rows = connection.execute(
        "SELECT id, name, short_name, region, city, district FROM account WHERE removed_at IS NULL ORDER BY id"
    )
    return map(AccountNamed._make, rows)


def list_people_here(connection: sqlite3.Connection, account_id: str) -> list[PersonHere]:
    """The people of an account, those who left last."""
    rows = connection.execute(
        "SELECT id, name, form_of_address, title, department FROM person "
        "WHERE account_id = ? AND removed_at IS NULL AND placeholder = 0 ORDER BY left_on IS NOT NULL, id",
        (account_id,),
    )
    return [PersonHere(*row) for row in rows]


def list_imported(connection: sqlite3.Connection, origins: Iterable[str]) -> dict[str, Imported]:
    """The follow-ups that these origins brought in, by origin; removed ones too."""
    found: dict[str, Imported] = {}
    for block in blocks(origins):
        rows = connection.execute(f"{_IMPORTED} WHERE f.origin IN ({_marks(block)}) ORDER BY f.id", block).fetchall()
        found |= {one.origin: one for one in (_imported(connection, row) for row in rows)}
    return found


def list_times(connection: sqlite3.Connection, origin: str) -> list[Imported]:
    """The follow-ups in the book that an event brought in, whether it happened once or comes again."""
    rows = connection.execute(
        f"{_IMPORTED} WHERE (f.origin = ?1 OR (f.origin >= ?1 || '#' AND f.origin < ?1 || '$')) "
        "AND f.removed_at IS NULL AND a.removed_at IS NULL ORDER BY f.due, f.due_time, f.id",
        (origin,),
    ).fetchall()
    return [_imported(connection, row) for row in rows]


_IMPORTED: Final = f"""
SELECT f.id, f.origin, f.done_at IS NOT NULL, f.removed_at IS NOT NULL, a.removed_at IS NOT NULL,
       a.id, a.name, p.id, p.name, {", ".join(f"f.{name}" for name in FIELDS)}
FROM follow_up f JOIN account a ON a.id = f.account_id
LEFT JOIN person p ON p.id = f.person_id AND p.removed_at IS NULL
"""


def _imported(connection: sqlite3.Connection, row: Sequence[Any]) -> Imported:
    record, origin, done, removed, account_gone, account, account_name, person, person_name = row[:9]
    brought, taken_back, touched = _brought(connection, record)
    return Imported(
        record,
        origin,
        dict(zip(FIELDS, row[9:], strict=True)),
        account,
        account_name,
        person,
        person_name,
        bool(done),
        bool(removed or account_gone),
        bool(removed) and taken_back and not account_gone,
        brought,
        touched,
    )


def last_change(connection: sqlite3.Connection) -> int:
    """The number of the last change of the whole book: while it is the same, so is the book."""
    found = connection.execute("SELECT max(seq) FROM journal").fetchone()[0]
    return int(found or 0)


def _brought(connection: sqlite3.Connection, record: str) -> tuple[dict[str, Any], bool, bool]:
    """What imports wrote into a record, whether its removal was an undo's or an import's doing, and whether the rep
    changed it."""
    rows = connection.execute(
        "SELECT a.kind, a.undoes IS NOT NULL, a.undone_by IS NOT NULL, j.after FROM journal j "
        "JOIN action a ON a.seq = j.action WHERE j.record = ? ORDER BY j.seq",
        (record,),
    )
    brought: dict[str, Any] = {}
    taken_back = touched = False
    for kind, is_undo, undone, after in rows:
        written = json.loads(after or "{}", strict=False)
        if kind == "import" and not undone:
            brought |= {name: written[name] for name in FIELDS if name in written}
        touched = touched or not (kind == "import" or is_undo or undone)
        if "removed_at" in written:
            taken_back = is_undo or kind == "import"
    return brought, taken_back, touched


def own_records(connection: sqlite3.Connection, ids: Iterable[str]) -> set[str]:
    """Those of these ids that are follow-ups, promises or important days of this store."""
    found: set[str] = set()
    for block in blocks(ids):
        for noun in ("follow_up", "promise", "occasion"):
            rows = connection.execute(f"SELECT id FROM {noun} WHERE id IN ({_marks(block)})", block)
            found.update(row[0] for row in rows)
    return found
