"""`karep export`: where it goes and what it never overwrites."""

import csv
import io
import json
import os
import stat
from pathlib import Path

import pytest

from tests.cli.conftest import Book, Karep


def test_into_a_pipe(karep: Karep, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = sorted(tmp_path.iterdir())
    for arguments in ((), ("-o", "-")):
        answer = karep("--store", book.path, "export", "accounts", *arguments)
        assert answer.code == 0 and answer.err == ""
        rows = list(csv.reader(io.StringIO(answer.out.removeprefix("\ufeff"), newline="")))
        assert rows[1][0] == "华为技术有限公司" and len(rows) == 2
    assert sorted(tmp_path.iterdir()) == before


def test_into_a_file(karep: Karep, book: Book, tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    answer = karep("--store", book.path, "export", "accounts", "-o", target)
    assert answer.code == 0 and "1 account" in answer.out
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    again = karep("--store", book.path, "export", "all", "-o", target)
    assert again.code == 1 and "--force" in again.err
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    assert karep("--store", book.path, "export", "all", "-o", target, "--force").code == 0
    assert json.loads(target.read_text("utf-8"))["format"] == "karep"
    assert not [one for one in tmp_path.iterdir() if "partial" in one.name]


def test_onto_a_terminal_goes_into_a_named_file(
    karep: Karep, book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    monkeypatch.setattr("karep.cli.exporting.is_terminal", lambda _stream: True)
    assert karep("--store", book.path, "--today", "2026-11-20", "export", "accounts").code == 0
    assert karep("--store", book.path, "--today", "2026-11-20", "export", "all", "--journal").code == 0
    assert [one.name for one in sorted(folder.iterdir())] == ["karep-2026-11-20.json", "karep-accounts-2026-11-20.csv"]
    assert karep("--store", book.path, "--today", "2026-11-20", "export", "accounts").code == 1


def test_a_terminal_sees_only_what_is_visible(karep: Karep, book: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from karep.db.store import Store

    with Store.open(book.path) as store, store.action("account.add", "") as change:
        change.add("account", {"name": "Evil\x1b[2J\u202e"})
    for module in ("exporting", "streams"):
        monkeypatch.setattr(f"karep.cli.{module}.is_terminal", lambda _stream: True)
    for what in ("accounts", "all"):
        shown = karep("--store", book.path, "export", what, "-o", "-").out
        assert "Evil" in shown and "\x1b" not in shown and "\u202e" not in shown


@pytest.mark.parametrize("target", ["missing/out.csv", "."])
def test_places_that_cannot_be_written(karep: Karep, book: Book, tmp_path: Path, target: str) -> None:
    answer = karep("--store", book.path, "export", "accounts", "-o", tmp_path / target, "--force")
    assert answer.code == 1 and answer.err.count("\n") == 1


@pytest.mark.skipif(not Path("/dev/null").exists(), reason="needs a device")
def test_a_device_is_never_replaced(karep: Karep, book: Book) -> None:
    assert karep("--store", book.path, "export", "accounts", "-o", "/dev/null", "--force").code == 1
    assert not Path("/dev/null").is_file()
