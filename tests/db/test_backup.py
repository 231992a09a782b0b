"""Backups: equal, private, thinned; and what comes back from them is exactly what went in."""

import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from karep import paths
from karep.db import backup, errors, file, migrate, search, triggers
from karep.db.store import Store

from .conftest import dumped, visible
from .test_journal import do_steps, quick

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


def named(folder: Path, *ages: timedelta, reason: str = "daily") -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    made = [folder / f"{(NOW - age).strftime('%Y%m%dT%H%M%S%fZ')}-{reason}.db" for age in ages]
    for path in made:
        path.touch()
    return made


def test_a_backup_equals_the_store_and_is_private(store: Store, account: str) -> None:
    made = backup.make(store.connection, store.path, now=NOW)
    assert made.path == paths.backup_folder(store.path) / "20261122T103000000000Z-manual.db"
    assert backup.list_backups(store.path) == [made] and backup.newest_good(store.path) == made
    assert backup.faults(made.path) == []
    with closing(sqlite3.connect(made.path)) as copy:
        assert dumped(copy) == dumped(store.connection)
    assert [path.name for path in made.path.parent.iterdir()] == [made.path.name]
    assert made.path.stat().st_mode & 0o077 == 0


def test_a_copy_that_differs_is_not_kept(store: Store, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    backup.make(store.connection, store.path, now=NOW - timedelta(hours=1))
    sizes = backup._sizes
    monkeypatch.setattr(backup, "_sizes", lambda one: {**sizes(one), "account": id(one)})
    with pytest.raises(errors.StoreError, match="does not equal the store"):
        backup.make(store.connection, store.path, now=NOW)
    assert len(list(paths.backup_folder(store.path).iterdir())) == 1
    assert not store.connection.in_transaction


def test_a_backup_that_cannot_be_written_is_said_and_leaves_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(errors.StoreError, match="could not be written"):
        backup.make(store.connection, store.path, target=tmp_path / "file" / "copy.db")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["book.db", "file"]


def test_a_store_that_another_program_is_writing_is_not_waited_for_for_ever(store: Store) -> None:
    store.connection.execute("PRAGMA busy_timeout = 20")
    with closing(sqlite3.connect(store.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(errors.StoreError):
            backup.make(store.connection, store.path)
    assert backup.list_backups(store.path) == [] and not store.connection.in_transaction


def test_a_backup_is_of_one_moment(store: Store, account: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What another program stores between copying and comparing would make the copy look wrong."""
    sizes, met = backup._sizes, []
    with Store.open(store.path) as other:
        other.connection.execute("PRAGMA busy_timeout = 20")

        def sizes_while_another_saves(connection: sqlite3.Connection) -> dict[str, int]:
            found = sizes(connection)
            if connection is store.connection:
                with pytest.raises(errors.StoreBusy), other.action("test") as change:
                    change.add("account", {"name": "meanwhile"})
                met.append(connection)
            return found

        monkeypatch.setattr(backup, "_sizes", sizes_while_another_saves)
        made = backup.make(store.connection, store.path)
        assert met and backup.faults(made.path) == []
        with other.action("test") as change:
            change.add("account", {"name": "afterwards"})


AGES: dict[str, tuple[list[timedelta], list[int]]] = {
    "the newest five always stay": ([timedelta(minutes=n) for n in range(7)], [0, 1, 2, 3, 4, 5]),
    "one an hour for a day": (
        [timedelta(minutes=n) for n in range(5)] + [timedelta(minutes=m) for m in (40, 50, 80, 110, 200)],
        [0, 1, 2, 3, 4, 5, 8, 9],
    ),
    "one a day for two weeks": (
        [timedelta(minutes=n) for n in range(5)] + [timedelta(hours=h) for h in (30, 31, 50, 60, 99)],
        [0, 1, 2, 3, 4, 5, 7, 8, 9],
    ),
    "one a week for a quarter": (
        [timedelta(minutes=n) for n in range(5)] + [timedelta(days=d) for d in (20, 21, 22, 28, 30)],
        [0, 1, 2, 3, 4, 5, 6, 8],
    ),
    "one a month for ever": (
        [timedelta(minutes=n) for n in range(5)] + [timedelta(days=d) for d in (100, 105, 140, 150, 1990, 1991, 40000)],
        [0, 1, 2, 3, 4, 5, 7, 8, 9, 11],
    ),
    "a clock that ran ahead": ([timedelta(days=-n) for n in range(7, 0, -1)] + [timedelta(0)], list(range(8))),
}


@pytest.mark.parametrize("rule", AGES)
def test_backups_are_thinned_as_they_age(tmp_path: Path, rule: str) -> None:
    ages, kept = AGES[rule]
    made = named(tmp_path, *ages)
    (tmp_path / "notes.db").touch()
    (tmp_path / "20261122T103000000000Z-manual.txt").touch()
    backup.thin(tmp_path, NOW)
    assert [n for n, path in enumerate(made) if path.exists()] == kept
    assert (tmp_path / "notes.db").exists() and (tmp_path / "20261122T103000000000Z-manual.txt").exists()


def test_years_of_daily_backups_stay_few_and_reach_back(tmp_path: Path) -> None:
    for day in range(800):
        (tmp_path / f"{(NOW + timedelta(days=day)).strftime('%Y%m%dT%H%M%S%fZ')}-daily.db").touch()
        backup.thin(tmp_path, NOW + timedelta(days=day))
    kept = sorted(path.name[:8] for path in tmp_path.iterdir())
    assert len(kept) < 60 and kept[0] == "20261129"
    assert len({name[:6] for name in kept}) == 27, "every month is there"


def test_thinning_that_fails_does_not_fail_the_backup(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(_folder: Path, _now: datetime) -> None:
        raise PermissionError

    monkeypatch.setattr(backup, "thin", forbidden)
    assert backup.faults(backup.make(store.connection, store.path).path) == []


def test_a_backup_is_due_after_a_day_and_when_the_last_is_from_the_future(store: Store) -> None:
    folder = paths.backup_folder(store.path)
    assert backup.due(store.path, NOW)
    named(folder, timedelta(hours=23))
    assert not backup.due(store.path, NOW)
    assert backup.due(store.path, NOW + timedelta(hours=2))
    assert backup.due(store.path, NOW - timedelta(days=3))


def test_the_newest_good_backup_is_found_past_spoilt_ones(store: Store, account: str) -> None:
    good = backup.make(store.connection, store.path, now=NOW - timedelta(hours=3))
    cut = backup.make(store.connection, store.path, now=NOW - timedelta(hours=2))
    cut.path.write_bytes(cut.path.read_bytes()[:-5000])
    named(paths.backup_folder(store.path), timedelta(hours=1), reason="daily")
    assert backup.faults(cut.path) and backup.newest_good(store.path) == good


@pytest.mark.parametrize("seed", range(6))
def test_a_restored_store_is_what_it_was(empty_store_file: Path, tmp_path: Path, seed: int) -> None:
    """The drill: backups all along a random history, each brought back, in any order."""
    chance = random.Random(seed)
    path = Path(shutil.copyfile(empty_store_file, tmp_path / "book.db"))
    made: list[tuple[Path, list[str]]] = []
    with quick(path) as store:
        for n in range(5):
            with store.action("test") as change:
                change.add("account", {"name": f"a{n}"})
                verbs = ["add", "change", "remove", "restore"]
                nouns = ["account", "person", "follow_up", "promise"]
                do_steps(
                    change, [(chance.choice(verbs), chance.choice(nouns), chance.randrange(40), "华") for _ in range(9)]
                )
            one = backup.make(store.connection, path, now=NOW + timedelta(hours=n))
            made.append((one.path, dumped(store.connection)))
    chance.shuffle(made)
    for copy, dump in made:
        before = path.read_bytes()
        aside = backup.restore(copy, path)
        with Store.open(path) as store:
            assert dumped(store.connection) == dump
        assert aside is not None and backup.faults(aside) == []
        with closing(sqlite3.connect(aside)) as kept, closing(sqlite3.connect(":memory:")) as former:
            former.deserialize(before)
            assert dumped(kept) == dumped(former), "the store of before is kept beside it"
        assert path.stat().st_mode & 0o077 == 0


def test_a_program_that_has_the_store_open_sees_what_was_restored(store: Store, account: str) -> None:
    """Were the file replaced under it, its next saves would go into a file that nobody looks at."""
    made = backup.make(store.connection, store.path)
    with store.action("test") as change:
        change.change("account", account, {"name": "later"})
    assert not store.changed_elsewhere()
    backup.restore(made.path, store.path)
    assert store.changed_elsewhere()
    assert [row["name"] for row in visible(store)["account"]] == ["华为技术有限公司"]
    with store.action("test") as change:
        change.change("account", account, {"name": "typed after the restore"})
    with Store.open(store.path) as again:
        assert [row["name"] for row in visible(again)["account"]] == ["typed after the restore"]


def test_a_backup_of_an_older_version_is_brought_up_to_date_before_it_takes_the_place(
    store: Store, tmp_path: Path
) -> None:
    """A program that has the store open would not know the older schema under it."""
    older = tmp_path / "older.db"
    file.create_private(older)
    with closing(file.connect(older)) as connection:
        migrate.upgrade(connection, file.REVISIONS[0])
    backup.restore(older, store.path)
    assert file.revision(store.connection, store.path) == file.REVISIONS[-1]
    assert search.is_current(store.connection)
    with store.action("test") as change:
        change.add("account", {"name": "typed after the restore", "match_key": "x"})


def test_a_store_that_is_being_written_is_not_replaced(
    store: Store, account: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = backup.make(store.connection, store.path)
    monkeypatch.setattr(file, "_SETTINGS", tuple((n, 20 if n == "busy_timeout" else v) for n, v in file._SETTINGS))
    with pytest.raises(errors.StoreBusy), store.action("test") as change:
        change.change("account", account, {"name": "half"})
        backup.restore(made.path, store.path)
    assert [row["name"] for row in visible(store)["account"]] == ["华为技术有限公司"]
    assert not store.path.with_name("book.db.incoming").exists()


def test_a_broken_store_is_moved_aside_with_its_unfinished_transaction(store: Store, account: str) -> None:
    made = backup.make(store.connection, store.path)
    store.close()
    store.path.write_bytes(b"rubbish" * 1000)
    hot = store.path.with_name("book.db-journal")
    hot.write_bytes(b"half a transaction")
    aside = backup.move_aside(store.path, now=NOW)
    assert aside is not None and aside.name == "book-aside-20261122T103000000000Z.db"
    assert aside.read_bytes() == b"rubbish" * 1000
    assert backup.restore(made.path, store.path) is None
    assert aside.with_name(aside.name + "-journal").read_bytes() == b"half a transaction"
    assert not hot.exists() and backup.faults(store.path) == []


def test_a_damaged_store_that_still_opens_is_moved_aside(store: Store, account: str) -> None:
    made = backup.make(store.connection, store.path)
    store.close()
    whole = bytearray(store.path.read_bytes())
    whole[-4096:] = bytes(4096)
    store.path.write_bytes(whole)
    aside = backup.restore(made.path, store.path)
    assert aside is not None and aside.read_bytes() == whole
    assert backup.faults(store.path) == []


def test_an_unfinished_transaction_of_a_store_that_is_gone_is_not_played_into_the_next(
    store: Store, account: str
) -> None:
    """SQLite would take a journal beside the restored file for its own."""
    made = backup.make(store.connection, store.path)
    hot = store.path.with_name("book.db-journal")
    with pytest.raises(ZeroDivisionError), store.action("test") as change:
        change.add("account", {"name": "x", "note": "x" * 90_000})
        change.connection.execute("PRAGMA cache_spill = 1")
        left = hot.read_bytes() if hot.exists() else b"rest"
        raise ZeroDivisionError
    store.close()
    store.path.unlink()
    hot.write_bytes(left)
    assert backup.restore(made.path, store.path) is None
    assert not hot.exists() and backup.faults(store.path) == []


def test_what_is_no_sound_backup_leaves_the_store_alone(store: Store, account: str, tmp_path: Path) -> None:
    before = store.path.read_bytes()
    with pytest.raises(errors.NotFound):
        backup.restore(tmp_path / "nowhere.db", store.path)
    for name, content in (("text.db", b"hello " * 1000), ("empty.db", b""), ("cut.db", before[:20_000])):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(errors.StoreError, match="not a sound backup"):
            backup.restore(tmp_path / name, store.path)
    assert store.path.read_bytes() == before
    assert not list(tmp_path.glob("*aside*")) and not list(tmp_path.glob("*.incoming"))


ATTACKS: dict[str, tuple[str, ...]] = {
    "a view": ("CREATE VIEW spy AS SELECT * FROM person",),
    "a trigger": ("CREATE TRIGGER evil AFTER INSERT ON touch BEGIN UPDATE account SET phone = '666'; END",),
    "a trigger changed": (
        "DROP TRIGGER journal_change_account",
        "CREATE TRIGGER journal_change_account AFTER UPDATE ON account BEGIN SELECT load_extension('evil'); END",
    ),
    "a trigger less": ("DROP TRIGGER journal_delete_account",),
    "a table": ("CREATE TABLE extra (id)",),
    "a virtual table": ("CREATE VIRTUAL TABLE docs USING fts5(x)",),
    "an index on an expression": ("CREATE INDEX evil ON account (abs(employees))",),
    "an index less": ("DROP INDEX ix_person_created_at",),
    "a column": ("ALTER TABLE account ADD COLUMN evil",),
    "a generated column": ("ALTER TABLE account ADD COLUMN evil GENERATED ALWAYS AS (upper(name)) VIRTUAL",),
    "a table in the place of ours": ("DROP TABLE draft", "CREATE TABLE draft (key PRIMARY KEY, body, at)"),
    "a view in the place of ours": ("DROP TABLE draft", "CREATE VIEW draft AS SELECT 1 AS key, 2 AS body, 3 AS at"),
    "another schema": ("DROP TABLE fact", "DROP TABLE tick"),
    "a schema written by hand": (
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL', '') WHERE name = 'account'",
    ),
    "statistics that steer the planner": ("ANALYZE",),
    "an unknown revision": ("UPDATE alembic_version SET version_num = '0000'",),
    "no revision": ("DELETE FROM alembic_version",),
    "another mark": ("PRAGMA application_id = 1",),
    "records without a journal": (
        "DROP TRIGGER journal_delete",
        "DELETE FROM journal",
        "JOURNAL TRIGGERS",
    ),
    "a value behind the journal": (
        "DROP TRIGGER journal_keep_account",
        "DROP TRIGGER journal_change_account",
        "UPDATE account SET phone = '666'",
        "JOURNAL TRIGGERS",
    ),
    "a journal that tells another story": (
        "DROP TRIGGER journal_update",
        "UPDATE journal SET after = replace(after, 'active', 'lost')",
        "JOURNAL TRIGGERS",
    ),
    "a journal that is no JSON": (
        "DROP TRIGGER journal_update",
        "UPDATE journal SET after = '['",
        "JOURNAL TRIGGERS",
    ),
    "an action left open": ("UPDATE action SET open = 1 WHERE seq = 1",),
    "stamps out of order": ("UPDATE action SET stamp = '0' WHERE seq = 2",),
    "a record that points nowhere": (
        "INSERT INTO action (id, kind, label, at, stamp, device, open) VALUES ('i', 'raw', '', 'a', 'z', 'd', 1)",
        "UPDATE person SET account_id = 'nobody'",
        "UPDATE action SET open = 0",
    ),
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_a_file_that_is_not_exactly_ours_is_no_backup(store: Store, person: str, tmp_path: Path, attack: str) -> None:
    path = backup.make(store.connection, store.path, target=tmp_path / "gift.db").path
    assert backup.faults(path) == []
    with closing(sqlite3.connect(path, isolation_level=None)) as forged:
        for statement in ATTACKS[attack]:
            if statement == "JOURNAL TRIGGERS":
                triggers.install(forged)
            else:
                forged.execute(statement)
    before, store_before = path.read_bytes(), store.path.read_bytes()
    assert len(backup.faults(path)) > 0
    with pytest.raises(errors.StoreError, match="not a sound backup"):
        backup.restore(path, store.path)
    assert (path.read_bytes(), store.path.read_bytes()) == (before, store_before)


def test_foreign_code_in_a_backup_never_runs(store: Store, account: str, tmp_path: Path) -> None:
    """A function that a forged index or view would call is there to be called; nothing calls it."""
    path = backup.make(store.connection, store.path, target=tmp_path / "gift.db").path
    called: list[object] = []
    connect: Callable[..., sqlite3.Connection] = sqlite3.connect

    def spying(*args: object, **kwargs: object) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)
        connection.create_function("spy", 1, lambda value: called.append(value) or value, deterministic=True)
        return connection

    with closing(spying(path)) as forged:
        forged.execute("CREATE INDEX evil ON account (spy(name))")
        forged.execute("DROP TABLE draft")
        forged.execute("CREATE VIEW draft AS SELECT spy(1) AS key, 2 AS body, 3 AS at")
        forged.commit()
    called.clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", spying)
        (fault,) = backup.faults(path)
        assert "evil" in fault
    assert called == []


def test_what_a_killed_program_left_behind_goes_with_the_next_backup(store: Store) -> None:
    folder = backup.make(store.connection, store.path).path.parent
    left = [folder / f"20261120T000000000000Z-import.db.partial{tail}" for tail in ("", "-journal")]
    written = folder / "20261121T000000000000Z-daily.db.partial"
    for path in (*left, written):
        path.write_bytes(b"x")
    for path in left:
        os.utime(path, (0, 0))
    backup.make(store.connection, store.path)
    assert not any(path.exists() for path in left) and written.exists(), "another program may still write to it"
