"""Backups: verified copies of the whole store, thinned as they age, kept outside the store's folder."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from karep import paths
from karep.db import errors, file
from karep.db.triggers import RECORDS
from karep.i18n import _

_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_KEEP: Final = (
    (timedelta(days=1), "%Y%m%d%H"),
    (timedelta(days=14), "%Y%m%d"),
    (timedelta(days=90), "%G%V"),
    (timedelta(days=36500), "%Y%m"),
)
"""Up to an age, one backup a period is kept: hourly for a day, daily for two weeks, weekly for a quarter, monthly."""
_NEWEST_KEPT: Final = 5


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup file."""

    path: Path
    made: datetime
    """When, UTC."""
    reason: str


def make(
    connection: sqlite3.Connection,
    store: Path,
    *,
    reason: str = "manual",
    target: Path | None = None,
    now: datetime | None = None,
) -> Backup:
    """Copy the open store to a new file that was verified before it got its name.

    Args:
        connection: The open store.
        store: The store's path, which names the backup folder.
        reason: Why: ``manual``, ``daily``, ``import``, ``migration`` or ``restore``.
        target: Another place than the backup folder.
        now: The moment in the file's name.

    Raises:
        StoreError: If the copy cannot be written or does not equal the store; nothing is left behind then.
    """
    made = (now or datetime.now(UTC)).astimezone(UTC)
    path = target or paths.backup_folder(store) / f"{made.strftime(_STAMP)}-{reason}.db"
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        file.create_private(partial)
        copy = sqlite3.connect(partial, isolation_level=None)
        try:
            connection.backup(copy)
            _verify(connection, copy, path)
        finally:
            copy.close()
        partial.replace(path)
    except (OSError, sqlite3.Error) as error:
        raise errors.StoreError(
            _("The backup {path} could not be written ({reason}).").format(path=path, reason=error)
        ) from error
    finally:
        partial.unlink(missing_ok=True)
    if target is None:
        thin(path.parent, made)
    return Backup(path, made, reason)


def list_backups(store: Path) -> list[Backup]:
    """The backups of a store, newest first."""
    return _listed(paths.backup_folder(store))


def newest_good(store: Path) -> Backup | None:
    """The newest backup that opens and passes its checks."""
    return next((backup for backup in list_backups(store) if not faults(backup.path)), None)


def faults(path: Path) -> list[str]:
    """What is wrong with a store's file, as sentences; an empty list when it is sound.

    The file is only read: its schema must be exactly ours, so that nothing in a foreign file can run.
    """
    try:
        connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA cell_size_check = ON")
            file.revision(connection, path)
            return check(connection)
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        return [_("SQLite cannot read it: {reason}").format(reason=error)]
    except errors.StoreError as error:
        return [str(error)]


def check(connection: sqlite3.Connection) -> list[str]:
    """SQLite's integrity and foreign keys, and the journal against the records; sentences for what is wrong."""
    found = [
        _("SQLite: {problem}").format(problem=row[0])
        for row in connection.execute("PRAGMA integrity_check")
        if row[0] != "ok"
    ]
    if found:
        return found
    for table, rowid, parent, _key in connection.execute("PRAGMA foreign_key_check"):
        found.append(_("{table} row {row} points to a missing {parent}").format(table=table, row=rowid, parent=parent))
    for noun in RECORDS:
        lost = connection.execute(
            f"SELECT count(*) FROM {noun} r WHERE NOT EXISTS "
            "(SELECT 1 FROM journal j WHERE j.record = r.id AND j.op = 'add')"
        ).fetchone()[0]
        if lost:
            found.append(_("{number} records of {noun} have no entry in the journal").format(number=lost, noun=noun))
    if connection.execute("SELECT 1 FROM action WHERE open = 1").fetchone():
        found.append(_("an action was left open"))
    return found


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table of records, and of the journal."""
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (*RECORDS, "journal")}


def restore(source: Path, store: Path, *, now: datetime | None = None) -> Path | None:
    """Put the backup `source` in the place of `store`; the file that stood there is moved aside.

    Returns:
        Where the former store went, or None when there was none.

    Raises:
        NotFound: If there is no such backup.
        StoreError: If the backup is not sound; the store is left as it was then.
    """
    if not source.is_file():
        raise errors.NotFound(_("There is no backup {path}.").format(path=source))
    wrong = faults(source)
    if wrong:
        raise errors.StoreError(
            _("{path} is not a sound backup: {fault}. The store was left as it is.").format(path=source, fault=wrong[0])
        )
    incoming = store.with_name(store.name + ".incoming")
    incoming.unlink(missing_ok=True)
    file.create_private(incoming)
    original, copy = sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True), sqlite3.connect(incoming)
    try:
        original.backup(copy)
        _verify(original, copy, incoming)
    finally:
        original.close()
        copy.close()
    aside = move_aside(store, now=now)
    incoming.replace(store)
    return aside


def move_aside(store: Path, *, now: datetime | None = None) -> Path | None:
    """Rename a store, its unfinished transaction with it, so that nothing is lost; return its new path."""
    if not store.exists():
        return None
    made = (now or datetime.now(UTC)).astimezone(UTC).strftime(_STAMP)
    aside = store.with_name(f"{store.stem}-aside-{made}{store.suffix}")
    hot = store.with_name(store.name + "-journal")
    store.replace(aside)
    if hot.exists():
        hot.replace(aside.with_name(aside.name + "-journal"))
    return aside


def thin(folder: Path, now: datetime, *, remove: Callable[[Path], None] = Path.unlink) -> None:
    """Remove backups that a later one of the same period stands for; the newest five always stay."""
    seen: set[tuple[str, str]] = set()
    for backup in _listed(folder)[_NEWEST_KEPT:]:
        period = next(form for limit, form in _KEEP if now - backup.made <= limit or limit.days == 36500)
        key = (period, backup.made.strftime(period))
        if key in seen:
            remove(backup.path)
        seen.add(key)


def due(store: Path, now: datetime) -> bool:
    """Whether the last backup is older than a day."""
    known = list_backups(store)
    return not known or now - known[0].made > timedelta(days=1)


def _listed(folder: Path) -> list[Backup]:
    found = []
    for path in folder.glob("*.db"):
        stamp, _dash, reason = path.stem.partition("-")
        try:
            made = datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path, made, reason))
    return sorted(found, key=lambda backup: backup.made, reverse=True)


def _verify(original: sqlite3.Connection, copy: sqlite3.Connection, path: Path) -> None:
    problem = copy.execute("PRAGMA integrity_check").fetchone()[0]
    if problem != "ok" or counts(original) != counts(copy):
        raise errors.StoreError(_("The backup {path} does not equal the store; try again.").format(path=path))
