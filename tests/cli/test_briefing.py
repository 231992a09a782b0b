"""`karep brief`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from karep.db.store import Store
from tests.cli.conftest import Book, Karep

TODAY = ("--today", "2026-11-20")


@pytest.fixture
def full(book: Book) -> Book:
    with Store.open(book.path) as store, store.action("test.add") as change:
        liked = {"person_id": book.person, "kind": "hobby", "text": "钓鱼", "privacy": "personal"}
        change.add("preference", liked)
        promise = {"account_id": book.account, "person_id": book.person, "owed_by": "us", "what": "the quote"}
        change.add("promise", {**promise, "due": "2026-11-18"})
        plan = {"account_id": book.account, "what": "visit", "due": "2026-11-24", "bottom_line": "SECRET"}
        change.add("follow_up", plan)
    return book


def test_a_page_to_read(karep: Karep, full: Book) -> None:
    answer = karep("--store", full.path, *TODAY, "brief", "Huawei")
    assert (answer.code, answer.err) == (0, "")
    rows = answer.out.splitlines()
    assert rows[:4] == [
        "Brief: Huawei",
        "Fri 20 Nov 2026 · Platinum",
        "Goal of this meeting",
        "- Hand it over, or give a new day: the quote · 2 d overdue · 王建国",
    ]
    assert len(rows) <= 40 and "" not in rows
    assert "钓鱼" not in answer.out and "SECRET" not in answer.out


def test_in_chinese_with_who_comes_and_what_is_private(karep: Karep, full: Book) -> None:
    arguments = ("--with", "王总,李四", "--private", "--cite")
    answer = karep("--store", full.path, "--lang", "zh", *TODAY, "brief", "huawei", *arguments)
    assert answer.code == 0
    assert "会前简报：Huawei · 王建国、李四" in answer.out
    assert "钓鱼" in answer.out and "客户簿里没有此人" in answer.out and "SECRET" not in answer.out
    assert f"{full.person[-8:]}" in answer.out


def test_markdown_json_and_a_file(karep: Karep, full: Book, tmp_path: Path) -> None:
    markdown = karep("--store", full.path, *TODAY, "brief", "王建国", "--format", "md")
    assert markdown.out.startswith("# Brief: Huawei · 王建国\n")
    assert len(markdown.out.splitlines()) <= 40
    found = json.loads(karep("--store", full.path, *TODAY, "brief", full.account, "--format", "json").out)
    assert [one["key"] for one in found["sections"]][:2] == ["goal", "room"]
    assert found["sections"][0]["lines"][0]["noun"] == "promise"
    assert "SECRET" not in json.dumps(found)
    target = tmp_path / "brief.txt"
    answer = karep("--store", full.path, *TODAY, "brief", "Huawei", "--private", "-o", target)
    assert answer.code == 0 and "钓鱼" in target.read_text("utf-8")
    assert target.stat().st_mode & 0o077 == 0 or sys.platform == "win32"
    assert karep("--store", full.path, "brief", "Huawei", "-o", target).code == 1


def test_refusals_are_one_sentence(karep: Karep, full: Book, tmp_path: Path) -> None:
    nobody = karep("--store", full.path, "brief", "nobody")
    assert (nobody.code, nobody.out) == (1, "")
    assert nobody.err.strip() == "Nothing to brief for is called nobody."
    with Store.open(full.path) as store, store.action("test.add") as change:
        change.add("person", {"name": "王建国", "account_id": full.account})
    several = karep("--store", full.path, "brief", "王建国")
    assert several.code == 1 and "can mean" in several.err and len(several.err.strip().splitlines()) == 1
    assert karep("--store", full.path, "brief", "Huawei", "--with", "王建国").code == 1
    assert karep("--store", tmp_path / "none.db", "brief", "x").code == 1
    assert karep("--store", full.path, "brief").code == 2


def test_it_only_reads_and_imports_no_models(full: Book) -> None:
    before = full.path.read_bytes()
    code = (
        "import sys; from karep.cli import run; "
        f"code = run(['--store', {str(full.path)!r}, 'brief', 'Huawei', '--with', '王总']); "
        "heavy = ('sqlmodel', 'sqlalchemy', 'textual', 'alembic', 'pypinyin'); "
        "print([name for name in sys.modules if name.split('.')[0] in heavy])"
        "; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
    assert full.path.read_bytes() == before
