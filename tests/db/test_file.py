"""The store's file: private, safe, and told apart from everything that is not a store."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from karep.db import errors, file
from karep.db.store import Store

posix = pytest.mark.skipif(os.name != "posix", reason="rights are the profile folder's on other systems")


def rights(path: Path) -> int:
    return path.stat().st_mode & 0o777


@posix
def test_a_new_store_is_its_owners_alone(tmp_path: Path) -> None:
    old = os.umask(0o022)
    try:
        tmp_path.chmod(0o755)
        path = tmp_path / "new" / "deep" / "book.db"
        with Store.open(path) as store, store.action("test") as change:
            change.add("account", {"name": "华为"})
            assert [rights(one) for one in path.parent.iterdir()] == [0o600, 0o600], "the journal too"
    finally:
        os.umask(old)
    assert (rights(path), rights(path.parent), rights(path.parent.parent)) == (0o600, 0o700, 0o700)
    assert rights(tmp_path) == 0o755, "a folder that was there keeps its rights"


@posix
def test_every_file_of_a_whole_scenario_is_private(home: Path, tmp_path: Path) -> None:
    from karep.db import backup

    old = os.umask(0o022)
    try:
        path = home / "data" / "karep.db"
        with Store.open(path) as store:
            with store.action("test") as change:
                change.add("account", {"name": "华为"})
            made = backup.make(store.connection, path)
            backup.make(store.connection, path, target=home / "elsewhere" / "copy.db")
        backup.restore(made.path, path)
        path.write_bytes(b"rubbish" * 1000)
        backup.restore(made.path, path)
    finally:
        os.umask(old)
    files = [one for one in home.rglob("*") if one.is_file()]
    assert len(files) >= 5
    assert [one for one in (home, *home.rglob("*")) if rights(one) & 0o077] == []


def test_the_safe_settings_are_in_force(store: Store) -> None:
    expected = {
        "journal_mode": "delete",
        "synchronous": 3,
        "foreign_keys": 1,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
        "recursive_triggers": 1,
        "busy_timeout": 5000,
    }
    found = {name: store.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
    assert found == expected
    with store.action("test") as change:
        found = {name: change.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in expected}
        change.add("account", {"name": "x"})
    assert found == expected, "an action works on the same connection"


def test_a_setting_that_sqlite_ignores_is_noticed(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file, "_SETTINGS", (*file._SETTINGS, ("journal_size_limit", "nonsense")))
    with pytest.raises(errors.StoreError, match="safe setting journal_size_limit"):
        file.connect(store_path)


def test_a_store_that_ran_in_wal_mode_comes_back_to_one_file(store_path: Path) -> None:
    with closing(sqlite3.connect(store_path)) as other:
        other.execute("PRAGMA journal_mode = WAL")
    with Store.open(store_path) as store:
        assert store.connection.execute("PRAGMA journal_mode").fetchone() == ("delete",)


@pytest.mark.parametrize("content", [b"", None], ids=["an empty file", "no file"])
def test_nothing_counts_as_a_new_store(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "book.db"
    if content is not None:
        path.write_bytes(content)
        path.chmod(0o644)
    with Store.open(path) as store:
        assert file.revision(store.connection, path) == file.REVISIONS[-1]
    if os.name == "posix":
        assert rights(path) == 0o600


def foreign(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        for statement in statements:
            other.execute(statement)


FOREIGN = {
    "another program's": ("CREATE TABLE moz_places (id)", "INSERT INTO moz_places VALUES (1)"),
    "in WAL mode": ("PRAGMA journal_mode = WAL", "CREATE TABLE moz_places (id)"),
    "with an application id": ("PRAGMA application_id = 4711",),
    "a view alone": ("CREATE VIEW account AS SELECT 1",),
    "a table of that name alone": ("CREATE TABLE alembic_version (version_num)",),
    "our mark, nothing else of ours": (f"PRAGMA application_id = {file.APPLICATION_ID}", "CREATE TABLE account (id)"),
    "a view in place of the version": (
        f"PRAGMA application_id = {file.APPLICATION_ID}",
        "CREATE TABLE account (id)",
        "CREATE VIEW alembic_version AS SELECT '0001' AS version_num",
    ),
}


@pytest.mark.parametrize("kind", FOREIGN)
def test_another_programs_database_is_refused_and_left_alone(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "places.db"
    foreign(path, *FOREIGN[kind])
    before = path.read_bytes()
    with pytest.raises(errors.NotAStore, match="another program"):
        Store.open(path)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir() if "home" not in one.name] == ["places.db"]


@pytest.mark.parametrize("journal_mode", ["DELETE", "WAL"])
@pytest.mark.parametrize("later", ["9999", "", None])
def test_a_newer_store_is_refused_in_words_and_left_alone(
    store_path: Path, later: str | None, journal_mode: str
) -> None:
    foreign(
        store_path,
        f"PRAGMA journal_mode = {journal_mode}",
        "DELETE FROM alembic_version" if later is None else f"UPDATE alembic_version SET version_num = '{later}'",
    )
    before = store_path.read_bytes()
    with pytest.raises(errors.StoreTooNew, match="newer karep; update karep"):
        Store.open(store_path)
    assert store_path.read_bytes() == before


BROKEN: dict[str, Callable[[bytes], bytes]] = {
    "a text": lambda _: "客户名单\n".encode() * 500,
    "zeros": lambda whole: bytes(len(whole)),
    "its first page gone": lambda whole: bytes(4096) + whole[4096:],
    "half a page": lambda whole: whole[:2048],
    "a header only": lambda whole: whole[:100],
    "its first page only": lambda whole: whole[:4096],
    "a torn schema": lambda whole: whole[:100] + bytes(100) + whole[200:],
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_said_to_be_broken(store_path: Path, kind: str) -> None:
    content = BROKEN[kind](store_path.read_bytes())
    store_path.write_bytes(content)
    with pytest.raises(errors.StoreError) as refused:
        Store.open(store_path)
    assert isinstance(refused.value, errors.StoreBroken), refused.value
    assert refused.value.path == store_path and "karep restore" in str(refused.value)
    assert store_path.read_bytes() == content


def test_what_is_no_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    (tmp_path / "dangling").symlink_to(tmp_path / "gone" / "away")
    for path in (tmp_path, tmp_path / "file" / "book.db", tmp_path / "dangling"):
        with pytest.raises(errors.StoreError, match="cannot be opened"):
            Store.open(path)


def test_a_store_that_another_program_holds_is_busy(store_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = tuple((name, 20 if name == "busy_timeout" else value) for name, value in file._SETTINGS)
    monkeypatch.setattr(file, "_SETTINGS", quick)
    with closing(sqlite3.connect(store_path, isolation_level=None)) as other, Store.open(store_path) as store:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(errors.StoreBusy, match="Another program is writing"), store.action("test") as change:
            change.add("account", {"name": "x"})
        other.execute("ROLLBACK")
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM account").fetchone()
        with pytest.raises(errors.StoreBusy), store.action("test") as change:
            change.add("account", {"name": "a reader in the way of the commit"})
        assert not store.connection.in_transaction
        other.execute("ROLLBACK")
        other.execute("BEGIN EXCLUSIVE")
        monkeypatch.setattr(sqlite3, "connect", _impatient(sqlite3.connect))
        with pytest.raises(errors.StoreBusy):
            Store.open(store_path)
        other.execute("ROLLBACK")
        with store.action("test") as change:
            change.add("account", {"name": "now"})
        assert store.connection.execute("SELECT name FROM account").fetchall() == [("now",)]


def _impatient(connect: Callable[..., sqlite3.Connection]) -> Callable[..., sqlite3.Connection]:
    return lambda *args, **kwargs: connect(*args, **{**kwargs, "timeout": 0.02})


WRITER = """
import sys
from pathlib import Path
from karep.db.store import Store
with Store.open(Path(sys.argv[1])) as store:
    for n in range(15):
        with store.action("test", sys.argv[2]) as change:
            change.add("account", {"name": f"{sys.argv[2]} {n}"})
"""


def test_programs_that_start_at_once_on_a_new_store_all_write_and_see_each_other(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, path, f"w{n}"], stderr=subprocess.PIPE, text=True)
        for n in range(3)
    ]
    for writer in writers:
        assert writer.communicate(timeout=120)[1] == ""
        assert writer.returncode == 0
    with Store.open(path) as store:
        names = {name for (name,) in store.connection.execute("SELECT name FROM account")}
        assert names == {f"w{writer} {n}" for writer in range(3) for n in range(15)}
        stamps = [stamp for (stamp,) in store.connection.execute("SELECT stamp FROM action ORDER BY seq")]
        assert len(stamps) == 45 and stamps == sorted(set(stamps))


def test_a_change_elsewhere_is_noticed_once(store: Store, store_path: Path) -> None:
    assert not store.changed_elsewhere()
    with store.action("test") as change:
        change.add("account", {"name": "ours"})
    assert not store.changed_elsewhere(), "our own change is not elsewhere"
    with Store.open(store_path) as other:
        with other.action("test") as change:
            change.add("account", {"name": "theirs"})
        assert store.changed_elsewhere() and not store.changed_elsewhere()
        names = [name for (name,) in store.connection.execute("SELECT name FROM account ORDER BY id")]
        assert names == ["ours", "theirs"]
