"""Backups: verified copies of the whole store, thinned as they age, kept outside the store's folder."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Final

from karep import paths
from karep.db import errors, file
from karep.db.soundness import check, page_faults, unreadable
from karep.db.triggers import RECORDS
from karep.frozen import frozen
from karep.i18n import _

if TYPE_CHECKING:
    from karep.db.store import Store

__all__ = [
    "Backup",
    "check",
    "counts",
    "due",
    "faults",
    "list_backups",
    "make",
    "move_aside",
    "newest_good",
    "restore",
    "thin",
]

_STAMP: Final = "%Y%m%dT%H%M%S%fZ"
_KEEP: Final = (
    (timedelta(days=1), "%Y%m%d%H"),
    (timedelta(days=14), "%Y%m%d"),
    (timedelta(days=90), "%G%V"),
    (timedelta(days=36500), "%Y%m"),
)
"""Up to an age, one backup a period is kept: hourly for a day, daily for two weeks, weekly for a quarter, monthly."""
_NEWEST_KEPT: Final = 5
_ABANDONED: Final = timedelta(hours=1)
"""Nobody writes any more to a copy that did not grow for so long."""


@frozen
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
        connection: The open store, at the path `store`, which names the backup folder.
        reason: Why: ``manual``, ``daily``, ``import``, ``migration`` or ``restore``.
        target: Another place than the backup folder.
        now: The moment in the file's name.

    Raises:
        StoreError: If the copy cannot be written or does not equal the store; nothing is left behind then.
    """
    assert not connection.in_transaction, "an action is not backed up half-way"
    made = (now or datetime.now(UTC)).astimezone(UTC)
    path = target or paths.backup_folder(store) / f"{made.strftime(_STAMP)}-{reason}.db"
    partial = path.with_name(path.name + ".partial")
    try:
        partial.unlink(missing_ok=True)
        file.create_private(partial)
        with closing(sqlite3.connect(partial, isolation_level=None)) as copy:
            _verify(_snapshot(connection, copy, store), copy, path)
        partial.replace(path)
        file.sync_folder(path.parent)
    except (OSError, sqlite3.Error) as error:
        sentence = _("The backup {path} could not be written ({reason}).")
        raise errors.StoreError(sentence.format(path=path, reason=error)) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
    if target is None:
        with suppress(OSError):
            thin(path.parent, made)
            _remove_partials(path.parent)
    return Backup(path, made, reason)


def _remove_partials(folder: Path) -> None:
    """Remove what programs that were killed while they made a backup left behind."""
    before = time.time() - _ABANDONED.total_seconds()
    for partial in folder.glob("*.db.partial*"):
        if partial.is_file() and partial.stat().st_mtime < before:
            partial.unlink()


def _snapshot(connection: sqlite3.Connection, copy: sqlite3.Connection, store: Path) -> dict[str, int]:
    """Copy the store as it is at one moment, whatever other programs do; return the sizes of its tables then."""
    connection.execute("BEGIN")
    try:
        sizes = _sizes(connection)
        connection.backup(copy, progress=_refuse_to_wait(store))
    finally:
        connection.execute("ROLLBACK")
    return sizes


def make_daily(store: "Store") -> None:
    """Back an open store up when its last backup is older than a day.

    Raises:
        StoreError: If the copy cannot be written.
    """
    now = datetime.now(UTC)
    if due(store.path, now):
        make(store.connection, store.path, reason="daily", now=now)


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
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, isolation_level=None)) as opened:
            opened.execute("PRAGMA trusted_schema = OFF")
            opened.execute("PRAGMA cell_size_check = ON")
            if file.revision(opened, path) is None:
                return [_("it holds no store")]
            return check(opened)
    except file.UNREADABLE as error:
        return [unreadable(error)]
    except errors.StoreError as error:
        return [str(error)]


def counts(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table of records, and of the journal."""
    return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in (*RECORDS, "journal")}


def restore(source: Path, store: Path, *, now: datetime | None = None) -> Path | None:
    """Put the backup `source` in the place of `store`; what stood there is kept beside it.

    A store that still opens is overwritten in place, so that other programs that have it open see the backup; a
    broken one is moved aside.

    Returns:
        Where the former store is kept, or None when there was none.

    Raises:
        NotFound: If there is no such backup.
        StoreBusy: If another program holds the store; it is left as it was then.
        StoreError: If the backup is not sound or the disk fails; the store is left as it was then.
    """
    if not source.is_file():
        raise errors.NotFound(_("There is no backup {path}.").format(path=source))
    wrong = faults(source)
    if wrong:
        raise errors.StoreError(
            _("{path} is not a sound backup: {fault}. The store was left as it is.").format(path=source, fault=wrong[0])
        )
    incoming = store.with_name(store.name + ".incoming")
    try:
        _copy_to(incoming, source)
        _bring_up_to_date(incoming)
        aside = _aside(store, now)
        if not _overwrite(store, incoming, aside):
            moved = move_aside(store, now=now)
            aside = moved or aside
            incoming.replace(store)
            file.sync_folder(store.parent)
    except (OSError, sqlite3.Error) as error:
        sentence = _("The backup could not be put in the place of {path} ({reason}).")
        raise errors.StoreError(sentence.format(path=store, reason=error)) from error
    finally:
        with suppress(OSError):
            incoming.unlink(missing_ok=True)
    return aside if aside.exists() else None


def _copy_to(incoming: Path, source: Path) -> None:
    incoming.unlink(missing_ok=True)
    file.create_private(incoming)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=ro", uri=True)) as original,
        closing(sqlite3.connect(incoming)) as copy,
    ):
        original.backup(copy, progress=_refuse_to_wait(source))
        _verify(_sizes(original), copy, incoming)


def _bring_up_to_date(incoming: Path) -> None:
    """Migrate what an older version wrote, so that a program that has the store open can go on with it."""
    from karep.db import rhythm, search

    with closing(file.connect(incoming)) as connection:
        if file.revision(connection, incoming) != file.REVISIONS[-1]:
            from karep.db import migrate

            migrate.upgrade(connection)
        for kept in (search, rhythm):
            if not kept.is_current(connection):
                kept.refresh(connection)


def _overwrite(store: Path, incoming: Path, aside: Path) -> bool:
    """Keep a store that opens as `aside`, then give it the content of `incoming`; False when it does not open."""
    if file.is_new(store):
        return False
    try:
        former = file.connect(store)
    except errors.StoreBusy:
        raise
    except errors.StoreError:
        return False
    with closing(former), closing(sqlite3.connect(incoming)) as original:
        try:
            make(former, store, reason="restore", target=aside)
        except errors.StoreBusy:
            raise
        except errors.StoreError:
            return False
        original.backup(former, progress=_refuse_to_wait(store))
    file.create_private(store)
    return True


def _aside(store: Path, now: datetime | None) -> Path:
    made = (now or datetime.now(UTC)).astimezone(UTC).strftime(_STAMP)
    return store.with_name(f"{store.stem}-aside-{made}{store.suffix}")


def move_aside(store: Path, *, now: datetime | None = None) -> Path | None:
    """Rename a store, its unfinished transaction with it, so that nothing is lost; return its new path.

    An unfinished transaction is moved even when its store is gone: beside the next store it would be played into it.
    """
    aside = _aside(store, now)
    hot = store.with_name(store.name + "-journal")
    there = store.exists()
    if there:
        store.replace(aside)
    if hot.exists():
        hot.replace(aside.with_name(aside.name + "-journal"))
    return aside if there else None


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
    """Whether the last backup is older than a day, or was made by a clock that ran ahead."""
    known = list_backups(store)
    return not known or not timedelta(0) <= now - known[0].made <= timedelta(days=1)


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


def _verify(sizes: dict[str, int], copy: sqlite3.Connection, path: Path) -> None:
    if page_faults(copy) or sizes != _sizes(copy):
        raise errors.StoreError(_("The backup {path} does not equal the store; try again.").format(path=path))


def _sizes(connection: sqlite3.Connection) -> dict[str, int]:
    """The number of rows of every table there is; the search index, which has no rows of its own, by its blocks."""
    tables = connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL TABLE%'"
    ).fetchall()
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for (name,) in tables}


def _refuse_to_wait(path: Path) -> Callable[[int, int, int], None]:
    """Stops a copy that Python would otherwise try again for ever while another program holds a file."""

    def progress(status: int, _remaining: int, _total: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise file.busy(path)

    return progress
