"""The store's file: made private, opened with safe settings, told apart from other files.

`journal_mode=DELETE, synchronous=EXTRA` keeps one file, lets several processes open it and loses no acknowledged
save at power loss. The settings are read back after opening, because SQLite ignores those it cannot honour.
"""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from karep.db import errors
from karep.i18n import _
from karep.paths import make_private

APPLICATION_ID: Final = 0x6B617270
"""Marks the file as a karep store (``karp`` in ASCII)."""

REVISIONS: Final = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every revision of the schema that this version can read, oldest first; the last is the current one."""

_SETTINGS: Final = (
    ("busy_timeout", 5000),
    ("journal_mode", "delete"),
    ("synchronous", 3),
    ("foreign_keys", 1),
    ("trusted_schema", 0),
    ("cell_size_check", 1),
    ("secure_delete", 1),
    ("recursive_triggers", 1),
    ("temp_store", 2),
)

UNREADABLE: Final = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What `sqlite3` raises for a spoilt file; the latter when not even SQLite's message is text any more."""

_BUSY: Final = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_BROKEN: Final = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_FORMAT})
_INDEX: Final = frozenset({sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CORRUPT})
"""What SQLite says of a search table that FTS5 cannot open, or that is not there; the records are sound then."""
_DISK: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_TOOBIG,
    }
)


def is_new(path: Path) -> bool:
    """Whether there is no store at `path` yet (an empty file counts as none)."""
    return not path.exists() or path.stat().st_size == 0


def create_private(path: Path) -> None:
    """Create an empty file that only its owner can read, before SQLite opens it with wider rights."""
    make_private(path.parent)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        path.chmod(0o600)


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` survive a power cut, where the system can."""
    if os.name == "posix":
        opened = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)


def connect(path: Path) -> sqlite3.Connection:
    """Open the file with the safe settings, asserted.

    Raises:
        NotAStore: If the file is some other program's database; it is left as it was.
        StoreTooNew: If a later version of karep wrote it; it is left as it was.
        StoreBroken: If the file is not a readable database.
        StoreBusy: If another program holds it.
        StoreError: If a safe setting cannot be had.
    """
    try:
        connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, cached_statements=256)
    except sqlite3.OperationalError as error:
        raise unopened(path, error) from error
    try:
        revision(connection, path)  # before the settings, because one of them writes to the file
        _be_safe(connection, path)
    except UNREADABLE as error:
        connection.close()
        raise failure(error, path, saving=False) or broken(path, str(error)) from error
    except errors.StoreError:
        connection.close()
        raise
    return connection


def _be_safe(connection: sqlite3.Connection, path: Path) -> None:
    for name, value in _SETTINGS:
        connection.execute(f"PRAGMA {name} = {value}").fetchall()
    for name, value in _SETTINGS:
        if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
            raise errors.StoreError(
                _("SQLite does not accept the safe setting {name} for {path}.").format(name=name, path=path)
            )


def revision(connection: sqlite3.Connection, path: Path) -> str | None:
    """The schema's revision, or None for a new, empty file.

    Raises:
        NotAStore: If the file is some other program's database.
        StoreTooNew: If a later version of karep wrote it.
    """
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    kinds = dict(connection.execute("SELECT name, type FROM sqlite_master"))
    if not kinds and application in (0, APPLICATION_ID):
        return None
    if application != APPLICATION_ID or kinds.get("alembic_version") != "table":
        raise errors.NotAStore(
            _("{path} is a database of another program, not a karep store; name another file.").format(path=path)
        )
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    found = row[0] if row else ""
    if found not in REVISIONS:
        raise errors.StoreTooNew(
            _("{path} was written by a newer karep; update karep to open it. Nothing was changed.").format(path=path)
        )
    return str(found)


def broken(path: Path, reason: str) -> errors.StoreBroken:
    """The error for a file that does not open."""
    sentence = _("The store {path} cannot be read ({reason}); bring back a backup with: karep restore")
    return errors.StoreBroken(sentence.format(path=path, reason=reason), path)


def unopened(path: Path, reason: BaseException) -> errors.StoreError:
    """The error for a file that the operating system keeps back."""
    sentence = _("The store {path} cannot be opened ({reason}); check the folder and its rights.")
    return errors.StoreError(sentence.format(path=path, reason=reason))


def failure(error: BaseException, path: Path, *, saving: bool = True) -> errors.StoreError | None:
    """What the rep reads when SQLite fails, or None when the failure is a mistake of the program.

    Args:
        error: What SQLite raised.
        path: The store.
        saving: Whether something was to be saved, and now is not.
    """
    code = getattr(error, "sqlite_errorcode", 0)
    primary = code & 0xFF
    if code == sqlite3.SQLITE_CORRUPT_VTAB or (primary in _INDEX and "search_" in str(error)):
        return errors.StoreError(_("The search index is damaged; make it anew with: karep check --repair"))
    if primary in _BUSY:
        return busy(path)
    if primary in _BROKEN or isinstance(error, UnicodeDecodeError) or str(error).startswith("Could not decode"):
        return broken(path, str(error))
    if primary == sqlite3.SQLITE_FULL:
        sentence = _("Not saved: the disk that holds {path} is full. Free some space and try again.")
        return errors.StoreError(sentence.format(path=path))
    if code == sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY:
        return errors.Refused(_("That points to a record that is not in the store."))
    if primary not in _DISK:
        return None
    if saving:
        sentence = _("Not saved: {path} could not be written ({reason}). Check the disk and try again.")
    else:
        sentence = _("The store {path} could not be read ({reason}). Check the disk and try again.")
    return errors.StoreError(sentence.format(path=path, reason=error))


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A transaction of its own, kept when the block ends, taken back when it fails; two programs wait in line."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")


@contextmanager
def in_words(path: Path, *, saving: bool = True) -> Iterator[None]:
    """Raise what SQLite raises in the block as a sentence; a mistake of the program stays what it is."""
    try:
        yield
    except UNREADABLE as error:
        sentence = failure(error, path, saving=saving)
        if sentence is None:
            raise
        raise sentence from error


def busy(path: Path) -> errors.StoreBusy:
    """The error for a file that another program holds."""
    sentence = _("Another program is writing to {path}; close it or try again in a moment.")
    return errors.StoreBusy(sentence.format(path=path))
