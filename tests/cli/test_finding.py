"""`karep find`: what it prints, for people and for programs."""

import json
import subprocess
import sys

import pytest

from karep.cli import finding
from karep.db.store import Store
from karep.db.views import finding as views
from tests.cli.conftest import Book, Karep
from tests.hostile import OURS, fill


@pytest.fixture
def rich(book: Book) -> Book:
    """The book with a touch and two preferences."""
    with Store.open(book.path) as store, store.action("touch.log") as change:
        at = "2026-11-18T04:00:00.000Z"
        change.add("touch", {"account_id": book.account, "at": at, "summary": "谈到钓鱼\t第一行\n第二行\x1b[2J"})
        change.add("preference", {"person_id": book.person, "kind": "hobby", "text": "钓鱼比赛", "privacy": "internal"})
        private = {"person_id": book.person, "kind": "hobby", "text": "海边钓鱼", "privacy": "personal"}
        change.add("preference", private)
    return book


def test_text_stands_in_groups_and_acts_on_no_terminal(karep: Karep, rich: Book) -> None:
    answer = karep("--store", rich.path, "--today", "2026-11-20", "find", "钓鱼")
    assert (answer.code, answer.err) == (0, "")
    groups = [line for line in answer.out.splitlines() if line and not line.startswith(" ")]
    assert groups == ["Touches", "Preferences"]
    assert "谈到钓鱼    第一行 / 第二行␛[2J" in answer.out and "\x1b" not in answer.out


def test_words_are_taken_together(karep: Karep, rich: Book) -> None:
    assert "总经理" in karep("--store", rich.path, "find", "王", "建国").out
    assert "总经理" in karep("--store", rich.path, "find", "wjg").out
    assert "王建国" not in karep("--store", rich.path, "find", "王", "建民").out


def test_private_preferences_are_shown_only_when_asked_for(karep: Karep, rich: Book) -> None:
    for form in ("text", "json", "tsv"):
        call = ("--store", rich.path, "find", "钓鱼", "--format", form)
        assert "钓鱼比赛" in karep(*call).out and "海边" not in karep(*call).out
        assert "海边钓鱼" in karep(*call, "--private").out


def test_what_is_private_is_found_and_not_told(karep: Karep, rich: Book) -> None:
    with Store.open(rich.path) as store, store.action("person.change") as change:
        change.change("person", rich.person, {"note": "心脏病", "email": "heart@example.com"})
    for words, told in (("心脏", "心脏病"), ("heart", "heart@example.com")):
        for form in ("text", "json", "tsv"):
            call = ("--store", rich.path, "find", words, "--format", form)
            assert "王建国" in karep(*call).out and told not in karep(*call).out
            assert told in karep(*call, "--private").out


def test_json_is_a_list_of_records_with_their_pieces(karep: Karep, rich: Book) -> None:
    found = json.loads(karep("--store", rich.path, "find", "huawei", "--format", "json").out)
    account = next(one for one in found if one["noun"] == "account")
    assert (account["id"], account["account_id"]) == (rich.account, rich.account)
    assert account["name"] == "华为技术有限公司"
    touch = json.loads(karep("--store", rich.path, "find", "第二行", "--format", "json").out)[0]
    assert touch["noun"] == "touch" and touch["what"] == "谈到钓鱼\t第一行\n第二行\x1b[2J"
    assert set(touch) >= {"noun", "id", "account_id", "when", "account", "kind", "what"}


def test_tsv_is_one_safe_line_a_record(karep: Karep, rich: Book) -> None:
    with Store.open(rich.path) as store, store.action("test.add") as change:
        fill(change, list(OURS))
    for words in ("钓鱼", "oops", "red", "line", "word", "客户名称", "ltd"):
        out = karep("--store", rich.path, "find", words, "--format", "tsv", "--limit", "50").out
        assert out and "\x1b" not in out
        for line in out.split("\n")[:-1]:
            noun, record, account, text = line.split("\t")
            assert noun and record and text
            assert account or noun in ("card", "person")
        assert len(out.splitlines()) == out.count("\n")


def test_nothing_found_is_said_and_is_no_failure(karep: Karep, rich: Book) -> None:
    for form, out in (("text", ""), ("tsv", ""), ("json", "[]\n")):
        answer = karep("--store", rich.path, "find", "qqqqqq", "--format", form)
        assert (answer.code, answer.out) == (0, out)
        assert answer.err == ("" if form == "json" else "Nothing answers to “qqqqqq”.\n")
    assert karep("--lang", "zh", "--store", rich.path, "find", "qqqqqq").err == "没有找到“qqqqqq”。\n"


def test_a_slip_of_the_finger_is_forgiven_and_said(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "find", "huawie")
    assert "华为" in answer.out and "huawie" in answer.err


def test_as_many_can_be_asked_for_as_are_found() -> None:
    assert finding.MOST == views.MOST


def test_limits_and_wrong_usage(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("import") as change:
        for number in range(30):
            change.add("account", {"name": f"Valve {number}"})
    out = karep("--store", book.path, "find", "valve", "--limit", "3").out
    assert out.count("Valve ") == 3 and "… and more" in out
    assert karep("--store", book.path, "find").code == 2
    for limit in ("0", "101", "x"):
        refused = karep("--store", book.path, "find", "x", "--limit", limit)
        assert refused.code == 2 and "must be a whole number from 1 to 100." in refused.err
    assert "1 到 100" in karep("--lang", "zh", "--store", book.path, "find", "x", "--limit", "0").err
    assert karep("--store", book.path, "find", "x", "--format", "md").code == 2
    assert karep("--store", book.path.with_name("none.db"), "find", "x").code == 1


def test_neither_models_nor_textual_are_loaded_to_find(rich: Book) -> None:
    code = (
        "import sys; from karep.cli import run; run(sys.argv[1:]); "
        "print(sorted({'sqlmodel', 'sqlalchemy', 'alembic', 'textual', 'pypinyin'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "--store", str(rich.path), "find", "王"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "王建国" in done.stdout and done.stdout.splitlines()[-1] == "[]"
