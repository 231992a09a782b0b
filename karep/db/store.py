"""The store: opened once, read through views, changed inside actions.

Reading needs only the standard library. The models are imported by the first action, or ahead of
it by `warm_up`.
"""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

from karep import paths
from karep.db import errors, file, rhythm, search
from karep.db.change import Change, moment
from karep.db.keys import device_id, new_id, next_stamp
from karep.i18n import _
from karep.rules.stored_text import clean_text

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Store:
    """One open store. Everything about it happens in the thread that opened it, or in one that took it over whole."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        """Take over an open connection to the file at `path`; use `Store.open` instead."""
        self.connection = connection
        self.path = path
        self._engine: Engine | None = None
        self._seen_version = self._data_version()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the store at `path`; create it, or migrate it after a verified backup, when that is needed.

        Raises:
            StoreError: One of its kinds, as a sentence: broken, too new, busy, not a store.
        """
        try:
            if file.is_new(path):
                file.create_private(path)
        except OSError as error:
            raise file.unopened(path, error) from error
        connection = file.connect(path)
        try:
            with file.in_words(path, saving=False):
                revision = file.revision(connection, path)
                if revision != file.REVISIONS[-1]:
                    _migrate(connection, path, revision)
                _refresh(connection, path)
                return cls(connection, path)
        except BaseException:
            connection.close()
            raise

    def close(self) -> None:
        """Close the file."""
        if self._engine is not None:
            self._engine.dispose()
        self.connection.close()

    def __enter__(self) -> Self:
        """Use the store in a `with` statement."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the store; what SQLite raised while it was looked through is raised as a sentence."""
        self.close()
        failure = file.failure(error, self.path, saving=False) if isinstance(error, sqlite3.DatabaseError) else None
        if failure is not None:
            raise failure from error

    @contextmanager
    def action(self, kind: str, label: str = "", *, undoes: int | None = None) -> Iterator[Change]:
        """One user action: a transaction whose every change is journalled under one number.

        Args:
            kind: The id of the action, such as ``touch.log``.
            label: What the rep reads in the history, such as the account's name.
            undoes: The number of the action that this one takes back.

        Raises:
            StoreBusy: If another program holds the store.
            StoreError: If the disk is full or fails; nothing of the action is kept then.
        """
        from sqlalchemy.exc import DBAPIError
        from sqlmodel import Session

        assert not self.connection.in_transaction, "actions do not nest"
        try:
            with Session(self._models_engine(), expire_on_commit=False) as session, session.begin():
                session.connection()
                seq, at = self._open_action(kind, label, undoes)
                yield Change(session, seq, at)
                session.flush()
                self._close_action(seq)
        except (DBAPIError, sqlite3.DatabaseError) as error:
            failure = file.failure(getattr(error, "orig", None) or error, self.path)
            if failure is None:
                raise
            raise failure from error
        finally:
            if self.connection.in_transaction:  # a commit that failed leaves it open
                with suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")

    def changed_elsewhere(self) -> bool:
        """Whether another program changed the store since this was last asked."""
        version = self._data_version()
        changed = version != self._seen_version
        self._seen_version = version
        return changed

    def _data_version(self) -> int:
        return int(self.connection.execute("PRAGMA data_version").fetchone()[0])

    def _models_engine(self) -> "Engine":
        if self._engine is None:
            from sqlalchemy import create_engine, event
            from sqlalchemy.pool import StaticPool

            self._engine = create_engine(
                "sqlite://", creator=lambda: self.connection, poolclass=StaticPool, pool_reset_on_return=None
            )
            event.listen(self._engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
        return self._engine

    def _open_action(self, kind: str, label: str, undoes: int | None) -> tuple[int, str]:
        now, device = moment(), device_id(paths.device_file())
        last = self.connection.execute("SELECT stamp FROM action ORDER BY seq DESC LIMIT 1").fetchone()
        stamp = next_stamp(last[0] if last else "", time.time_ns() // 1_000_000, device)
        cursor = self.connection.execute(
            "INSERT INTO action (id, kind, label, at, stamp, device, undoes, open) VALUES (?, ?, ?, ?, ?, ?, ?, 1)",
            (new_id(), kind, clean_text(label), now, stamp, device, undoes),
        )
        assert cursor.lastrowid is not None
        return cursor.lastrowid, now

    def _close_action(self, seq: int) -> None:
        self.connection.execute("UPDATE action SET open = 0 WHERE seq = ?", (seq,))
        if not self.connection.execute("SELECT 1 FROM journal WHERE action = ? LIMIT 1", (seq,)).fetchone():
            self.connection.execute("DELETE FROM action WHERE seq = ?", (seq,))
        search.catch_up(self.connection)
        rhythm.catch_up(self.connection)


def warm_up() -> None:
    """Import the models and everything that the first action needs, ahead of it."""
    import sqlalchemy.dialects.sqlite  # noqa: F401 - the first action needs it
    from sqlalchemy.orm import configure_mappers

    import karep.db.models  # noqa: F401 - importing it is the point

    configure_mappers()
    search.warm_up()


def _migrate(connection: sqlite3.Connection, path: Path, revision: str | None) -> None:
    from sqlalchemy.exc import DBAPIError

    from karep.db import backup, migrate

    if revision is not None:
        backup.make(connection, path, reason="migration")
    try:
        migrate.upgrade(connection)
    except (DBAPIError, sqlite3.DatabaseError) as error:
        reason = getattr(error, "orig", None) or error
        failure = file.failure(reason, path)
        if isinstance(failure, errors.StoreBusy | errors.StoreBroken):
            raise failure from error
        sentence = _("{path} could not be brought up to date ({reason}). Nothing was changed; try again.")
        raise errors.StoreError(sentence.format(path=path, reason=reason)) from error


def _refresh(connection: sqlite3.Connection, path: Path) -> None:
    """Have what is kept from the journal at its end, whoever wrote to the file since, before anything is looked up.

    Where the disk does not take it, the store is opened all the same: only finding needs the search index, and says so;
    Today's rhythm is then as old as the last save.
    """
    try:
        for kept in (search, rhythm):
            if not kept.is_current(connection):
                kept.refresh(connection)
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR):
            raise file.failure(error, path, saving=False) or file.broken(path, str(error)) from error
