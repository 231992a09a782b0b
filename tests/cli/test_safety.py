"""`karep backup`, `restore` and `check`, and what happens to a store that does not open."""

import json
import os
import stat
from pathlib import Path

import pytest

from karep.cli import streams
from karep.db import backup, triggers
from karep.db.store import Store
from karep.db.views.accounts import count_accounts
from tests.cli.conftest import Book, Karep


def _accounts(path: Path) -> int:
    with Store.open(path) as store:
        return count_accounts(store.connection)


def test_backup_and_restore(karep: Karep, book: Book, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    made = karep("--store", book.path, "backup", "-o", copy)
    assert made.code == 0 and str(copy) in made.out
    if os.name == "posix":
        assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Store.open(book.path) as store, store.action("account.add", "") as change:
        change.add("account", {"name": "Later"})
    assert _accounts(book.path) == 2
    answer = karep("--store", book.path, "restore", copy)
    assert answer.code == 0
    assert _accounts(book.path) == 1
    aside = next(book.path.parent.glob("*-aside-*.db"))
    assert str(aside) in answer.out and _accounts(aside) == 2


def test_backup_never_replaces_a_file_unasked(karep: Karep, book: Book, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("mine", "utf-8")
    refused = karep("--store", book.path, "backup", "-o", other)
    assert refused.code == 1 and "--force" in refused.err
    assert other.read_text("utf-8") == "mine"
    assert karep("--store", book.path, "backup", "-o", other, "--force").code == 0
    assert karep("--store", book.path, "backup", "-o", book.path, "--force").code == 1
    assert karep("--store", book.path, "backup", "-o", tmp_path / "no" / "b.db").code == 1
    assert _accounts(book.path) == 1


def test_backups_are_listed_and_the_latest_is_found(karep: Karep, book: Book) -> None:
    assert karep("--store", book.path, "restore", "--latest").code == 1
    assert "no backups" in karep("--store", book.path, "backup", "--list").out
    karep("--store", book.path, "backup")
    assert "by hand" in karep("--store", book.path, "backup", "--list").out
    book.path.write_bytes(b"rubbish" * 1000)
    assert karep("--store", book.path, "restore", "--latest").code == 0
    assert _accounts(book.path) == 1


def test_restore_refuses_what_is_no_backup(karep: Karep, book: Book, tmp_path: Path) -> None:
    rubbish = tmp_path / "rubbish.db"
    rubbish.write_bytes(b"rubbish" * 1000)
    for source in (rubbish, tmp_path / "none.db", book.path):
        answer = karep("--store", book.path, "restore", source)
        assert answer.code == 1 and answer.err.count("\n") == 1
    assert karep("--store", book.path, "restore", rubbish, "--latest").code == 2
    assert _accounts(book.path) == 1


def test_check_of_a_sound_store(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "check")
    assert (answer.code, answer.err) == (0, "")
    assert "sound" in answer.out
    karep("--store", book.path, "backup")
    report = json.loads(karep("--store", book.path, "check", "--format", "json").out)
    assert report["faults"] == [] and report["records"] == 2 and report["backup"]


def test_check_finds_what_is_wrong(karep: Karep, book: Book) -> None:
    karep("--store", book.path, "backup")
    newest = backup.list_backups(book.path)[0].path
    newest.write_bytes(b"rubbish" * 1000)
    answer = karep("--store", book.path, "check")
    assert answer.code == 1 and str(newest) in answer.err
    newest.unlink()
    if os.name == "posix":
        book.path.chmod(0o644)
        assert "chmod 600" in karep("--store", book.path, "check").err
        book.path.chmod(0o600)
    book.path.write_bytes(b"rubbish" * 1000)
    broken = karep("--store", book.path, "check")
    assert broken.code == 1 and "Everything" not in broken.out


def test_check_sees_a_change_behind_the_journal(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store:
        store.connection.execute("DROP TRIGGER journal_delete")
        store.connection.execute("DELETE FROM journal WHERE record = ?", (book.person,))
        triggers.install(store.connection)
    answer = karep("--store", book.path, "check")
    assert answer.code == 1 and "journal" in answer.err


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The stores that the app was opened on, with a terminal pretended."""
    paths: list[Path] = []

    def open_it(_call: object, path: Path, *, demo: bool) -> int:
        paths.append(path)
        return 0

    monkeypatch.setattr("karep.cli.opening._run", open_it)
    return paths


def test_karep_alone_opens_the_app(karep: Karep, book: Book, opened: list[Path]) -> None:
    assert karep("--store", book.path).code == 0
    assert opened == [book.path]


def test_the_app_needs_a_terminal(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path)
    assert answer.code == 1 and "--help" in answer.err


def test_a_broken_store_without_a_terminal_is_refused(karep: Karep, book: Book, opened: list[Path]) -> None:
    karep("--store", book.path, "backup")
    book.path.write_bytes(b"rubbish" * 1000)
    answer = karep("--store", book.path)
    assert answer.code == 1 and "karep restore --latest" in answer.err
    assert opened == [] and book.path.read_bytes().startswith(b"rubbish")


@pytest.mark.parametrize(
    ("reply", "restored"), [("y\n", True), ("是\n", True), ("\n", False), ("n\n", False), ("", False)]
)
def test_a_broken_store_is_replaced_on_a_yes(
    karep: Karep, book: Book, opened: list[Path], monkeypatch: pytest.MonkeyPatch, reply: str, restored: bool
) -> None:
    import io

    karep("--store", book.path, "backup")
    book.path.write_bytes(b"rubbish" * 1000)
    monkeypatch.setattr("sys.stdin", io.StringIO(reply))
    monkeypatch.setattr(streams, "is_terminal", lambda _stream: True)
    monkeypatch.setattr("karep.cli.opening.is_terminal", lambda _stream: True)
    answer = karep("--store", book.path)
    assert answer.code == (0 if restored else 1)
    assert bool(opened) == restored
    asides = list(book.path.parent.glob("*-aside-*"))
    assert len(asides) == int(restored)
    if restored:
        assert _accounts(book.path) == 1 and asides[0].read_bytes().startswith(b"rubbish")


def test_a_broken_store_without_a_backup_stays(karep: Karep, book: Book, opened: list[Path]) -> None:
    book.path.write_bytes(b"rubbish" * 1000)
    answer = karep("--store", book.path)
    assert answer.code == 1 and "no sound backup" in answer.err
    assert opened == [] and book.path.exists()


def test_every_refusal_of_the_store_is_a_sentence(karep: Karep, tmp_path: Path) -> None:
    import sqlite3

    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE t (x)")
    connection.commit()
    connection.close()
    folder = tmp_path / "folder"
    folder.mkdir()
    for path in (other, folder):
        answer = karep("--store", path, "history")
        assert answer.code == 1, path
        assert "Traceback" not in answer.err and answer.err.count("\n") == 1


def test_cloud_folders_are_warned_about(karep: Karep, book: Book, opened: list[Path]) -> None:
    cloud = book.path.parent / "OneDrive - Acme"
    cloud.mkdir()
    moved = book.path.rename(cloud / "book.db")
    for arguments in ((), ("check",), ("where",)):
        answer = karep("--store", moved, *arguments)
        assert answer.code == 0
        assert "OneDrive" in answer.err and "backup -o" in answer.err
