"""The triggers that make the journal inevitable.

In each table of records a row added or changed writes its fields, before and after, into ``journal`` in the same
transaction; a row cannot be deleted or replaced and keeps its id; and none of this works without an open action that
says what the rep did. Entries of the journal stay as they were written. No code path, not even another program, can
change a record without leaving its trace.
"""

import sqlite3
from collections.abc import Iterable
from typing import Final, Protocol

RECORDS: Final = (
    "account",
    "person",
    "opportunity",
    "role",
    "preference",
    "occasion",
    "touch",
    "attendance",
    "promise",
    "follow_up",
    "stage_change",
    "tick",
    "objection",
    "fact",
    "need",
    "competitor",
    "concession",
    "member",
    "tier_change",
    "gift",
    "care",
    "snooze",
    "remark",
    "rewording",
    "target",
)
"""The tables of records, parents before children."""

_UNWATCHED: Final = frozenset({"id", "created_at", "changed_at"})

_OPEN: Final = "(SELECT seq FROM action WHERE open = 1)"
_REQUIRE_ACTION: Final = (
    "SELECT RAISE(ABORT, 'a record may only change inside an action') "
    "WHERE NOT EXISTS (SELECT 1 FROM action WHERE open = 1);"
)
_NEVER_DELETED: Final = "'a record is removed by its tombstone, never deleted'"
_JOURNAL: Final = tuple(
    statement
    for event in ("UPDATE", "DELETE")
    for statement in (
        f"DROP TRIGGER IF EXISTS journal_{event.lower()}",
        f"CREATE TRIGGER journal_{event.lower()} BEFORE {event} ON journal BEGIN "
        "SELECT RAISE(ABORT, 'an entry of the journal stays as it was written'); END",
    )
)


class Executor(Protocol):
    """Anything with SQLite's `execute`: a connection or a cursor."""

    def execute(self, sql: str, /) -> sqlite3.Cursor:
        """Run one statement."""
        ...


def watched_columns(executor: Executor, table: str) -> list[str]:
    """The columns of `table` whose changes are journalled."""
    return [row[1] for row in executor.execute(f"PRAGMA table_info({table})") if row[1] not in _UNWATCHED]


def statements(table: str, columns: Iterable[str]) -> list[str]:
    """The SQL that (re)creates the triggers of one table."""
    names = list(columns)
    changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in names)
    added = _object((name, f'NEW."{name}" IS NOT NULL', "NEW") for name in names)
    before, after = (
        _object((name, f'OLD."{name}" IS NOT NEW."{name}"', side) for name in names) for side in ("OLD", "NEW")
    )
    entry = "INSERT INTO journal (action, noun, record, op, before, after)"
    return [f"DROP TRIGGER IF EXISTS journal_{op}_{table}" for op in ("enter", "add", "keep", "change", "delete")] + [
        f"CREATE TRIGGER journal_enter_{table} BEFORE INSERT ON {table} BEGIN {_REQUIRE_ACTION} "
        f"SELECT RAISE(ABORT, {_NEVER_DELETED}) "
        f"WHERE EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR rowid = NEW.rowid); END",
        f"CREATE TRIGGER journal_add_{table} AFTER INSERT ON {table} BEGIN {entry} "
        f"VALUES ({_OPEN}, '{table}', NEW.id, 'add', NULL, {added}); END",
        f"CREATE TRIGGER journal_keep_{table} BEFORE UPDATE ON {table} BEGIN {_REQUIRE_ACTION} "
        "SELECT RAISE(ABORT, 'a record keeps its id') WHERE OLD.id IS NOT NEW.id OR OLD.rowid <> NEW.rowid "
        "OR OLD.created_at IS NOT NEW.created_at; END",
        f"CREATE TRIGGER journal_change_{table} AFTER UPDATE ON {table} WHEN {changed} BEGIN {entry} "
        f"VALUES ({_OPEN}, '{table}', NEW.id, 'change', {before}, {after}); END",
        f"CREATE TRIGGER journal_delete_{table} BEFORE DELETE ON {table} BEGIN "
        f"SELECT RAISE(ABORT, {_NEVER_DELETED}); END",
    ]


def _object(fields: Iterable[tuple[str, str, str]]) -> str:
    """SQL for a JSON object of those fields whose condition holds: ``(field, condition, OLD or NEW)`` each.

    With `trusted_schema` off a trigger may not call SQLite's JSON functions before 3.41, so the object is put together
    from plain text; control characters stay raw in it, and `json.loads(strict=False)` reads it back. The first comma
    is cut off as a byte, because text functions stop at a NUL.
    """
    parts = " || ".join(
        f"CASE WHEN {condition} THEN ',\"{name}\":' || {_value(side, name)} ELSE '' END"
        for name, condition, side in fields
    )
    return f"'{{' || CAST(substr(CAST({parts} AS BLOB), 2) AS TEXT) || '}}'"


def _value(side: str, name: str) -> str:
    column = f'{side}."{name}"'
    quoted = f"""'"' || replace(replace({column}, '\\', '\\\\'), '"', '\\"') || '"'"""
    return f"CASE typeof({column}) WHEN 'text' THEN {quoted} WHEN 'null' THEN 'null' ELSE {column} END"


def install(executor: Executor, tables: Iterable[str] = RECORDS) -> None:
    """Create the triggers of `tables` and of the journal anew; a migration calls this after it has changed a table."""
    for statement in _JOURNAL:
        executor.execute(statement)
    for table in tables:
        for statement in statements(table, watched_columns(executor, table)):
            executor.execute(statement)
