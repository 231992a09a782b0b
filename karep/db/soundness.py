"""Whether a store is what karep wrote: its schema ours to the letter, its records what the journal says."""

import json
import re
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from functools import cache
from hashlib import sha256
from itertools import groupby, pairwise, zip_longest
from operator import itemgetter
from typing import Any, Final

from karep.db.file import UNREADABLE
from karep.db.rhythm import TABLES as RHYTHM
from karep.db.searched import SEARCHED
from karep.db.triggers import RECORDS, watched_columns
from karep.db.words import noun_name
from karep.i18n import _

_NAMES_SHOWN: Final = 3

_Schema = frozenset[tuple[str, str, str, str | None]]

SCHEMAS: Final = {
    "0001": "a6cb7e7c410b6dc743c115430792f873",
    "0002": "51cb98fb8906f0bca31883d7511b40e8",
    "0003": "e40eaa194583745266004e746222374b",
    "0004": "912374c93332675fcfe147e08507b170",
    "0005": "c26a647abaac4c2ceedea67a995e1d7c",
    "0006": "32e313a68941332d538bab0b1e699eda",
}
"""The digest of the schema of each revision: what is checked first, because it imports nothing."""

_INNER: Final = ("data", "idx", "config", "docsize", "content")
_COLUMN: Final = r"(?:PRIMARY KEY ?\(\w+(?:, ?\w+)*\)|\w+(?: INTEGER| BLOB)?(?: PRIMARY KEY)?)"
_PLAIN_TABLE: Final = re.compile(rf"CREATE TABLE '?\w+'? ?\({_COLUMN}(?:, ?{_COLUMN})*\)(?: ?WITHOUT ROWID)?")
_OF_THE_INDEX: Final = re.compile(r"\bfts5\b.*\bsearch_\w", re.IGNORECASE)
"""What SQLite says of a damaged index since version 3.44."""


def check(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with a store of ours, as sentences: schema, pages, foreign keys, journal against records.

    The schema comes first, so that nothing in a foreign file runs: no view, trigger, or function in an index. The
    search index is not looked into: it can be made anew at any time, so a backup is good without it
    (`karep.db.search.faults` looks).
    """
    try:
        found = _schema_faults(connection) or page_faults(connection)
        return found or [*_loose_ends(connection), *_journal_faults(connection)]
    except UNREADABLE as error:
        return [unreadable(error)]


def unreadable(error: BaseException) -> str:
    """What is wrong with a file that SQLite gives up on."""
    return _("SQLite cannot read it: {reason}").format(reason=error)


def page_faults(connection: sqlite3.Connection) -> list[str]:
    """What SQLite finds wrong in the file's pages, as sentences; damage in the search index is no such fault.

    Since version 3.44 SQLite looks into the index too, and gives up on one that FTS5 cannot open at all.
    """
    try:
        found = connection.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
        ).fetchall()
        found = [row for (name,) in tables for row in connection.execute(f'PRAGMA integrity_check("{name}")')]
    return [
        _("SQLite: {problem}").format(problem=row[0])
        for row in found
        if row[0] != "ok" and not _OF_THE_INDEX.search(row[0])
    ]


def _schema_faults(connection: sqlite3.Connection) -> list[str]:
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    revision, found = row[0] if row else "", _schema_of(connection)
    if digest(found) == SCHEMAS.get(revision):
        return []
    strange = sorted({entry[1] for entry in found ^ _schema(revision)})
    if not strange:
        return []
    return [_("its schema is not karep's: {names}").format(names=", ".join(strange[:_NAMES_SHOWN]))]


def lacks_index_only(connection: sqlite3.Connection) -> bool:
    """Whether nothing is wrong with the schema but that parts of what is kept from the journal are missing.

    The search index and the last contacts can be made anew.
    """
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    found, wanted = _schema_of(connection), _schema(row[0] if row else "")
    return found <= wanted and all(
        name.startswith("search_") or of in RHYTHM for _kind, name, of, _sql in wanted - found
    )


def statements_for(connection: sqlite3.Connection, tables: Iterable[str]) -> list[str]:
    """What makes those of some tables of karep that are missing, and their indexes; tables come first."""
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
    lacking = [one for one in _schema(row[0] if row else "") if one[2] in set(tables) and one[1] not in there]
    return [sql for kind, _name, _of, sql in sorted(lacking, key=lambda one: (one[0] != "table", one[1])) if sql]


def digest(schema: _Schema) -> str:
    """A short name of a schema: equal for equal ones alone."""
    return sha256(repr(sorted(schema, key=itemgetter(0, 1))).encode("utf-8", "surrogatepass")).hexdigest()[:32]


@cache
def _schema(revision: str) -> _Schema:
    """The schema of a fresh store at `revision`; made with Alembic, which is slow to import."""
    from karep.db import migrate

    with closing(sqlite3.connect(":memory:", isolation_level=None)) as fresh:
        migrate.upgrade(fresh, revision)
        return _schema_of(fresh)


def _schema_of(connection: sqlite3.Connection) -> _Schema:
    """Everything in the schema but the tables in which FTS5 keeps an index, whose SQL SQLite's version decides."""
    found = frozenset(connection.execute("SELECT type, name, tbl_name, sql FROM sqlite_master"))
    inner = {
        f"search_{noun}_{part}"
        for noun in SEARCHED
        if any(entry[:2] == ("table", f"search_{noun}") for entry in found)
        for part in _INNER
    }
    return frozenset(entry for entry in found if not _is_plain_table(entry, inner))


def _is_plain_table(entry: tuple[str, str, str, str | None], names: set[str]) -> bool:
    """Whether an entry of the schema is one of these tables, with columns alone: no check, default or expression."""
    kind, name, of, sql = entry
    return kind == "table" and name == of and name in names and bool(_PLAIN_TABLE.fullmatch(sql or ""))


def _loose_ends(connection: sqlite3.Connection) -> list[str]:
    found = [
        _("{table} row {row} points to a missing {parent}").format(table=table, row=rowid, parent=parent)
        for table, rowid, parent, _key in connection.execute("PRAGMA foreign_key_check")
    ]
    if connection.execute("SELECT 1 FROM action WHERE open <> 0").fetchone():
        found.append(_("an action was left open"))
    return found


def _journal_faults(connection: sqlite3.Connection) -> list[str]:
    found = []
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for noun in (one for one in RECORDS if one in tables):
        record = _first_unlike(connection, noun)
        if record is not None:
            sentence = _("{noun} {record} is not what the journal says")
            found.append(sentence.format(noun=noun_name(noun), record=record))
    nouns = {noun for (noun,) in connection.execute("SELECT DISTINCT noun FROM journal")}
    if nouns - set(RECORDS):
        found.append(_("the journal speaks of records that no store has"))
    stamps = [stamp for (stamp,) in connection.execute("SELECT stamp FROM action ORDER BY seq")]
    if any(later <= earlier for earlier, later in pairwise(stamps)):
        found.append(_("the actions in the journal are out of order"))
    return found


def _first_unlike(connection: sqlite3.Connection, noun: str) -> str | None:
    """The id of the first record that is not what comes out when its entries in the journal are done in order."""
    names = watched_columns(connection, noun)
    added_later = _defaults(connection, noun)
    columns = ", ".join(f'"{name}"' for name in ("id", *names))
    entries = connection.execute(
        "SELECT record, op, before, after FROM journal WHERE noun = ? ORDER BY record, seq", (noun,)
    )
    rows = connection.execute(f"SELECT {columns} FROM {noun} ORDER BY id")
    for told, row in zip_longest(groupby(entries, itemgetter(0)), rows):
        if told is None or row is None or told[0] != row[0]:
            return str(row[0] if row else told[0])
        fields = _told(told[1], added_later)
        if fields is None or any(fields.get(name) != value for name, value in zip(names, row[1:], strict=True)):
            return str(row[0])
    return None


def _defaults(connection: sqlite3.Connection, noun: str) -> dict[str, Any]:
    """What the columns that a migration added hold in records that were there before: of that no entry tells."""
    defaults = [(row[1], row[4]) for row in connection.execute(f"PRAGMA table_info({noun})") if row[4] is not None]
    return {name: connection.execute(f"SELECT {default}").fetchone()[0] for name, default in defaults}


def _told(entries: Iterable[tuple[str, str, str | None, str]], defaults: dict[str, Any]) -> dict[str, Any] | None:
    """The fields of a record as its entries tell them, or None when they contradict themselves."""
    fields: dict[str, Any] | None = None
    for _record, op, before_text, after_text in entries:
        if not isinstance(after_text, str) or not isinstance(before_text, str | None):
            return None
        try:
            before = json.loads(before_text, strict=False) if before_text is not None else {}
            after = json.loads(after_text, strict=False)
        except ValueError:
            return None
        if not isinstance(before, dict) or not isinstance(after, dict) or (op == "add") != (fields is None):
            return None
        if fields is None:
            fields = dict(defaults)
        if any(fields.get(name) != value for name, value in before.items()):
            return None
        fields.update(after)
    return fields
