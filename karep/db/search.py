"""The search index: for each live record the terms under which it is found, kept from the journal.

A table of FTS5 a noun, without content or positions, whose rows have the rowids of the records themselves; these never
change, because a record is neither deleted nor renumbered. An action brings the index to the end of the journal in
its own transaction (`catch_up`), so the two are saved together or not at all. A file whose index is behind, because
another program wrote to it or because the terms have changed since, is brought up to date when it is opened
(`refresh`). Damage in the index never keeps a record from being saved: the index is made anew from the records.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final

from karep.db import file
from karep.db.searched import SEARCHED
from karep.i18n import _

VERSION: Final = 2
"""The `TERMS_VERSION` of `karep.rules.searching.terms`, here because a command that only looks must not import that."""


_CACHE_KIB: Final = 256 * 1024
_BATCH_BYTES: Final = 16 * 1024 * 1024
_FTS_BATCH_BYTES: Final = 1024 * 1024
_MANY: Final = 10_000
"""Entries of the journal that are no longer a handful."""

_DAMAGE: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT})
"""What SQLite says when FTS5 meets something in its own tables that it did not write."""

_Values = Sequence[Any]
_Posting = tuple[int, str]
"""The rowid of a record and its terms, as FTS5 takes them."""


# --- keeping it --------------------------------------------------------------------------------------------------


def create(connection: sqlite3.Connection, nouns: Iterable[str]) -> None:
    """Create the index of some nouns, empty and marked as older than any; for the migration that brings it."""
    create_tables(connection, nouns)
    _create_state(connection)
    connection.execute("INSERT INTO search_state (version, journal) VALUES (0, 0)")


def create_tables(connection: sqlite3.Connection, nouns: Iterable[str]) -> None:
    """Create the index of nouns that a migration adds; it is filled when the terms have another version."""
    for noun in nouns:
        _create_table(connection, f"search_{noun}")


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the index has this program's terms and is at the end of the journal; costs two look-ups."""
    version, mark, last = _state(connection)
    return version == VERSION and mark == last


def refresh(connection: sqlite3.Connection) -> None:
    """Bring the index up to date in a transaction of its own, making it anew where that is needed.

    Two programs that open a file at once do so one after the other.
    """
    with file.transaction(connection):
        version, mark, last = _state(connection)
        if version == VERSION and mark <= last:
            catch_up(connection)
        else:
            rebuild(connection)


def repair(connection: sqlite3.Connection) -> None:
    """Make the index anew in a transaction of its own, whatever it looks like."""
    with file.transaction(connection):
        rebuild(connection)


def catch_up(connection: sqlite3.Connection) -> None:
    """Write into the index what the journal holds beyond it, as part of the open transaction.

    An index whose terms are of another version is left to the program that can bring it up to date.
    """
    connection.execute("SAVEPOINT search")
    try:
        version, mark, last = _state(connection)
        if version == VERSION and mark < last:
            _follow(connection, mark, last)
        connection.execute("RELEASE search")  # FTS5 writes here, not only at the end of the transaction
    except (sqlite3.DatabaseError, ValueError) as error:
        if not _is_damage(error) or not connection.in_transaction:
            raise
        connection.execute("ROLLBACK TO search")
        connection.execute("RELEASE search")
        rebuild(connection)


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the whole index anew from the records, as part of the open transaction."""
    there = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name in (f"search_{noun}" for noun in SEARCHED):
        if name not in there:
            _create_table(connection, name)
    if "search_state" not in there:
        _create_state(connection)
    cache = connection.execute("PRAGMA cache_size").fetchone()[0]
    connection.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
    try:
        for noun in SEARCHED:
            _empty(connection, noun)
            _insert_many(connection, noun, _postings(noun, _live(connection, noun)))
            _configure(connection, noun, "optimize")
    finally:
        connection.execute(f"PRAGMA cache_size = {cache}")
    connection.execute("DELETE FROM search_state")
    connection.execute(
        "INSERT INTO search_state (version, journal) VALUES (?, (SELECT coalesce(max(seq), 0) FROM journal))",
        (VERSION,),
    )


def _create_state(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE search_state (version INTEGER NOT NULL, journal INTEGER NOT NULL)")


def _create_table(connection: sqlite3.Connection, name: str) -> None:
    connection.execute(
        f"CREATE VIRTUAL TABLE {name} USING fts5(terms, tokenize='ascii', content='', detail=none, columnsize=0)"
    )


def _empty(connection: sqlite3.Connection, noun: str) -> None:
    """Empty the index of one noun, also when it is so damaged that FTS5 cannot even drop it."""
    try:
        _configure(connection, noun, "delete-all")
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        _create_table(connection, "temp.search_blank")
        for part in ("data", "idx", "config"):
            connection.execute(f"DELETE FROM main.search_{noun}_{part}")
            connection.execute(f"INSERT INTO main.search_{noun}_{part} SELECT * FROM temp.search_blank_{part}")
        connection.execute("DROP TABLE temp.search_blank")
        connection.execute(f"DROP TABLE main.search_{noun}")
        _create_table(connection, f"search_{noun}")


def _configure(connection: sqlite3.Connection, noun: str, command: str, value: int | None = None) -> None:
    """Give FTS5 one of its commands, which look like rows."""
    connection.execute(f"INSERT INTO search_{noun} (search_{noun}, rank) VALUES (?, ?)", (command, value))


def _is_damage(error: Exception) -> bool:
    """Whether the index itself is at fault, not the disk, another program or this one."""
    if isinstance(error, ValueError):  # an entry of the journal that is not what karep wrote
        return True
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in _DAMAGE


def _state(connection: sqlite3.Connection) -> tuple[int, int, int]:
    """The version of the terms, the last entry of the journal that is in the index, and the last that there is."""
    last = connection.execute("SELECT coalesce(max(seq), 0) FROM journal").fetchone()[0]
    try:
        row = connection.execute("SELECT version, journal FROM search_state").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_ERROR:
            raise
        row = None  # somebody dropped the table
    return (*row, last) if row and all(isinstance(value, int) for value in row) else (0, 0, last)


# --- following the journal ---------------------------------------------------------------------------------------


def _follow(connection: sqlite3.Connection, mark: int, last: int) -> None:
    touched = {noun for (noun,) in connection.execute("SELECT DISTINCT noun FROM journal WHERE seq > ?", (mark,))}
    for noun in SEARCHED:
        if noun in touched:
            _change(connection, noun, mark)
            insert = _insert_many if last - mark > _MANY else _insert
            insert(connection, noun, _postings_of_added(connection, noun, mark))
    connection.execute("UPDATE search_state SET journal = ?", (last,))


def _postings_of_added(connection: sqlite3.Connection, noun: str, mark: int) -> Iterator[_Posting]:
    """The terms of the records that were added since the mark; in the order of the rowids, which FTS5 likes best."""
    columns = ", ".join(f"r.{name}" for name in SEARCHED[noun].columns)
    rows = connection.execute(
        f"SELECT r.rowid, {columns} FROM journal j CROSS JOIN {noun} r ON r.id = j.record "
        "WHERE j.seq > ? AND j.noun = ? AND j.op = 'add' AND r.removed_at IS NULL ORDER BY j.seq",
        (mark, noun),
    )
    return _postings(noun, rows)


def _change(connection: sqlite3.Connection, noun: str, mark: int) -> None:
    """Take away the terms that records lost since the mark, and add those they won.

    FTS5 counts its rows: each deletion of a record that stays goes with an insertion, if only of nothing.
    """
    terms = _terms_maker(noun)
    lost: list[_Posting] = []
    won: list[_Posting] = []
    for rowid, old, new in sorted(_changed(connection, noun, mark)):
        gone = terms(old) if old is not None else set()
        come = terms(new) if new is not None else set()
        if old is not None:
            lost.append((rowid, " ".join(gone - come)))
        if new is not None:
            won.append((rowid, " ".join(come - gone)))
    connection.executemany(f"INSERT INTO search_{noun} (search_{noun}, rowid, terms) VALUES ('delete', ?, ?)", lost)
    _insert(connection, noun, won)


def _changed(
    connection: sqlite3.Connection, noun: str, mark: int
) -> Iterator[tuple[int, tuple[Any, ...] | None, tuple[Any, ...] | None]]:
    """The records whose searched fields changed since the mark: rowid, values then, values now; None when removed."""
    columns = SEARCHED[noun].columns
    one = f"SELECT rowid, removed_at, {', '.join(columns)} FROM {noun} WHERE id = ?"
    for record, before in _fields_before(connection, noun, mark).items():
        row = connection.execute(one, (record,)).fetchone()
        if row is None:
            continue
        rowid, removed_at, *now = row
        new = None if removed_at else tuple(now)
        then = tuple(before.get(name, value) for name, value in zip(columns, now, strict=True))
        old = None if before.get("removed_at", removed_at) else then
        if old != new:
            yield rowid, old, new


def _fields_before(connection: sqlite3.Connection, noun: str, mark: int) -> dict[str, dict[str, Any]]:
    """For each record that is older than the mark and changed since: the fields that changed, as they were then."""
    import json

    entries = connection.execute(
        "SELECT record, before FROM journal j WHERE seq > :mark AND noun = :noun AND op = 'change' AND NOT EXISTS "
        "(SELECT 1 FROM journal a WHERE a.record = j.record AND a.noun = j.noun AND a.op = 'add' AND a.seq > :mark) "
        "ORDER BY seq DESC",
        {"mark": mark, "noun": noun},
    )
    found: dict[str, dict[str, Any]] = {}
    for record, before in entries:
        found.setdefault(record, {}).update(json.loads(before, strict=False))
    return found


def _insert(connection: sqlite3.Connection, noun: str, postings: Iterable[_Posting]) -> None:
    connection.executemany(f"INSERT INTO search_{noun} (rowid, terms) VALUES (?, ?)", postings)


def _insert_many(connection: sqlite3.Connection, noun: str, postings: Iterable[_Posting]) -> None:
    """The same for very many, in larger batches than FTS5's own, which are made for single rows."""
    _configure(connection, noun, "hashsize", _BATCH_BYTES)
    _insert(connection, noun, postings)
    _configure(connection, noun, "hashsize", _FTS_BATCH_BYTES)


# --- the terms of records ----------------------------------------------------------------------------------------


def warm_up() -> None:
    """Import and read what the first save needs to make terms, ahead of it."""
    _terms_maker("person")(("王", None, None, None, *(None,) * len(SEARCHED["person"].texts)))


def _terms_maker(noun: str) -> Callable[[_Values], set[str]]:
    """What makes the terms of one record from the values of its searched columns."""
    from karep.rules.searching.terms import terms_of

    searched = SEARCHED[noun]

    def terms(values: _Values) -> set[str]:
        return terms_of(*searched.split(values), values[-1] if searched.tier else None)

    return terms


def _postings(noun: str, rows: Iterable[_Values]) -> Iterator[_Posting]:
    """The terms of records, from rows of the rowid and the values of the searched columns."""
    terms: Callable[[_Values], set[str]] | None = None
    for rowid, *values in rows:
        terms = terms or _terms_maker(noun)
        yield rowid, " ".join(terms(values))


def _live(connection: sqlite3.Connection, noun: str) -> sqlite3.Cursor:
    columns = ", ".join(SEARCHED[noun].columns)
    return connection.execute(f"SELECT rowid, {columns} FROM {noun} WHERE removed_at IS NULL ORDER BY rowid")


# --- proving it --------------------------------------------------------------------------------------------------


def faults(connection: sqlite3.Connection) -> list[str]:
    """What is wrong with the index, as sentences: every term of every record is compared with the records."""
    from karep.db.words import noun_name

    if not is_current(connection):
        return [_("the search index is not up to date; make it anew with: karep check --repair")]
    wrong = [noun_name(noun) for noun in SEARCHED if not _is_exact(connection, noun)]
    sentence = _("the search index is not what the records say ({nouns}); make it anew with: karep check --repair")
    return [sentence.format(nouns=", ".join(wrong))] if wrong else []


def _is_exact(connection: sqlite3.Connection, noun: str) -> bool:
    wanted = _digest_of_records(connection, noun)
    try:
        return _digest_of_index(connection, noun) == wanted
    except sqlite3.DatabaseError as error:
        if not _is_damage(error):
            raise
        return False


_SPREAD: Final = (2_654_435_761, 2_147_483_647, 2_147_483_629)
_DIGEST: Final = (1 << 89) - 1
"""A digest is taken modulo this prime."""


def _spread(rowid: int) -> int:
    """A number under 2³¹ that looks nothing like the rowid, which SQL can make too."""
    spread = rowid * _SPREAD[0] % _SPREAD[1]
    return spread * spread % _SPREAD[2]


_SPREAD_SQL: Final = f"((doc * {_SPREAD[0]} % {_SPREAD[1]}) * (doc * {_SPREAD[0]} % {_SPREAD[1]}) % {_SPREAD[2]})"


def _digest_of_records(connection: sqlite3.Connection, noun: str) -> tuple[int, int]:
    """How many terms the records have, and a sum over term and record that does not depend on the order.

    It is the sum of ``hash(term) × spread(rowid)``. Python hashes texts by a secret of the process.
    """
    number = digest = 0
    terms = _terms_maker(noun)
    for rowid, *values in _live(connection, noun):
        found = terms(values)
        number += len(found)
        digest += sum(map(hash, found)) * _spread(rowid)
    return number, digest % _DIGEST


def _digest_of_index(connection: sqlite3.Connection, noun: str) -> tuple[int, int]:
    """The same of what is in the index."""
    number = digest = 0
    connection.execute(
        f"CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab('main', 'search_{noun}', 'instance')"
    )
    try:
        rows = connection.execute(
            f"SELECT term, count(*), sum({_SPREAD_SQL}) FROM temp.search_vocabulary GROUP BY term"
        )
        for term, postings, spread in rows:
            number += postings
            digest += hash(term) * spread
    finally:
        connection.execute("DROP TABLE temp.search_vocabulary")
    return number, digest % _DIGEST
