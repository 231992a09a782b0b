"""`karep log`: one line, many from a file or a pipe, each stored as an action of its own or refused with its reason."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from karep.db.store import Store
from karep.exchange.errors import SheetTooLarge, SheetUnreadable
from karep.exchange.log_lines import LogLine, read_log_lines
from tests.hostile import hostile_texts

from .conftest import Answer, Book, Karep

LINE = "王建国 拜访 谈框架合同 异议:太贵 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:中兴 需求:交期要短 #框架"


@pytest.fixture
def two_wangs(book: Book) -> Book:
    """The book with a second Wang there, and a third one in another account."""
    with Store.open(book.path) as store, store.action("test.add") as change:
        other = change.add("account", {"name": "比亚迪", "match_key": "比亚迪"})
        change.add("person", {"name": "王建军", "account_id": other, "title": "总经理", "match_key": "王建军"})
        change.add("person", {"name": "王强", "account_id": book.account, "title": "总经理", "match_key": "王强"})
    return book


def counted(path: Path, *nouns: str) -> dict[str, int]:
    with Store.open(path) as store:
        return {
            noun: store.connection.execute(f"SELECT count(*) FROM {noun} WHERE removed_at IS NULL").fetchone()[0]
            for noun in nouns
        }


def touches(path: Path) -> list[tuple[Any, ...]]:
    with Store.open(path) as store:
        query = "SELECT summary, tags, private_note FROM touch WHERE removed_at IS NULL ORDER BY id"
        return store.connection.execute(query).fetchall()


@pytest.fixture
def pipe(karep: Karep, monkeypatch: pytest.MonkeyPatch) -> Any:
    """`karep` with something on its standard input."""

    def run(data: bytes, *arguments: object) -> Answer:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
        return karep(*arguments)

    return run


# --- one line ----------------------------------------------------------------------------------------------------


def test_one_line_becomes_all_that_it_says_and_can_be_undone(karep: Karep, book: Book) -> None:
    nouns = ("touch", "attendance", "promise", "objection", "need", "competitor", "follow_up")
    answer = karep("--store", book.path, "--today", "2026-11-20", "log", LINE)
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.startswith("华为技术有限公司 · karep undo 4\n")
    for words in ("Who: 王建国", "Objection: 太贵", "Need: 交期要短", "Competitor: 中兴", "Tags: #框架"):
        assert f"  {words}" in answer.out, answer.out
    assert answer.out.endswith("karep undo 4 takes it back\n")
    assert counted(book.path, *nouns) == dict.fromkeys(nouns, 1) | {"promise": 2}
    assert karep("--store", book.path, "undo", "4").code == 0
    assert counted(book.path, *nouns) == dict.fromkeys(nouns, 0)


def test_words_need_no_quotes_and_a_dry_run_stores_nothing(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "log", "--dry-run", "王建国", "visit,", "frame", "contract")
    assert answer.code == 0 and answer.out.endswith("Nothing was stored: this was a dry run.\n")
    assert "Who: 王建国" in answer.out and "undo" not in answer.out
    assert touches(book.path) == []
    assert karep("--store", book.path, "log", "王建国", "visit,", "frame", "contract").code == 0
    assert [summary for summary, *_rest in touches(book.path)] == ["frame contract"]


def test_the_account_can_be_named_apart(karep: Karep, book: Book) -> None:
    refused = karep("--store", book.path, "log", "谈框架合同")
    assert refused.code == 1 and refused.out == "" and "--account NAME" in refused.err
    assert karep("--store", book.path, "log", "--account", "huawei", "谈框架合同").code == 0
    assert [summary for summary, *_rest in touches(book.path)] == ["谈框架合同"]
    nobody = karep("--store", book.path, "log", "--account", "qqqq", "谈")
    assert (nobody.code, nobody.out) == (1, "") and "qqqq" in nobody.err


def test_who_is_ambiguous_is_asked_with_the_choices(karep: Karep, two_wangs: Book) -> None:
    def asked(*options: str) -> set[str]:
        answer = karep("--store", two_wangs.path, "log", "王总 拜访 谈合同", *options)
        assert answer.code == 1 and answer.out == "" and answer.err.count("\n") == 1
        told = json.loads(karep("--store", two_wangs.path, "log", "王总 谈合同", *options, "--format", "json").out)[0]
        assert told["stored"] is False and told["reason"]
        names = {choice["name"] for question in told["questions"] for choice in question["choices"]}
        assert all(name in answer.err for name in names)
        return names

    assert asked() == {"华为技术有限公司", "比亚迪"}
    assert asked("--account", "华为技术") == {"王建国", "王强"}
    assert touches(two_wangs.path) == []
    assert karep("--store", two_wangs.path, "log", "王总 谈合同", "--account", "比亚迪").code == 0


def test_json_tells_what_was_stored(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "log", LINE, "--format", "json")
    (told,) = json.loads(answer.out)
    assert (told["stored"], told["undo"], told["account_id"], told["line"]) == (True, 4, book.account, 1)
    with Store.open(book.path) as store:
        assert store.connection.execute("SELECT id FROM touch").fetchall() == [(told["id"],)]
    assert {part["noun"] for part in told["parts"]} >= {"person", "promise", "need", "competitor", "follow_up"}


@pytest.mark.parametrize("form", ["text", "json"])
def test_what_was_said_in_confidence_is_stored_and_not_repeated(karep: Karep, book: Book, form: str) -> None:
    answer = karep("--store", book.path, "log", "--format", form, "王建国 谈框架合同。!!他明年要退休。")
    assert answer.code == 0 and "退休" not in answer.out + answer.err
    ((summary, _tags, private),) = touches(book.path)
    assert "退休" in private and "退休" not in (summary or "")
    assert "退休" not in karep("--store", book.path, "find", "王建国").out
    assert karep("--store", book.path, "find", "退休").out == ""
    assert "退休" in karep("--store", book.path, "find", "退休", "--private").out
    assert "退休" not in karep("--store", book.path, "export", "all", "-o", "-").out
    assert "退休" not in karep("--store", book.path, "week").out
    assert "退休" not in karep("--store", book.path, "brief", "王建国", "--private", "--format", "json").out


def test_wrong_usage(karep: Karep, book: Book) -> None:
    for arguments in ((), ("x", "--file", "y"), ("--format", "md", "x"), ("--today", "x")):
        answer = karep("--store", book.path, "log", *arguments)
        assert answer.code == 2 and answer.out == "", arguments
    assert karep("--store", book.path.with_name("none.db"), "log", "x").code == 1


# --- many lines --------------------------------------------------------------------------------------------------


def test_all_lines_are_stored_when_nobody_reads_what_is_told(book: Book, home: Path) -> None:
    data = ("王建国 谈合同 下次:周三 报价\n" * 60 + "没有的人 谈 !!别外传\n" + "王建国 电话\n").encode()
    reader, writer = os.pipe()
    os.close(reader)
    process = subprocess.Popen(
        [sys.executable, "-m", "karep", "--store", str(book.path), "log", "-"],
        env={**os.environ, "KAREP_HOME": str(home), "LC_ALL": "C.UTF-8", "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.PIPE,
        stdout=writer,
        stderr=subprocess.PIPE,
    )
    os.close(writer)
    _out, err = process.communicate(data)
    assert process.returncode == 1 and len(touches(book.path)) == 61
    [refused] = err.decode().splitlines()
    assert refused.startswith("line 61 “没有的人 谈”: ") and "别外传" not in refused


def test_an_account_that_nobody_has_is_refused_and_nothing_is_stored(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "log", "--account", "nobody", "王建国 电话")
    assert (answer.code, answer.err) == (1, "No account is called nobody.\n") and touches(book.path) == []


def test_each_line_of_a_pipe_is_stored_or_refused_with_its_number(pipe: Any, two_wangs: Book) -> None:
    lines = ["# my week", "", "王建国 谈框架", "#框架 王建国 电话", "王总 谈什么", "   ", "谈合同"]
    lines.append("王建国 送样品 下次:2月30日")
    answer = pipe("\r\n".join(lines).encode(), "--store", two_wangs.path, "log", "-")
    assert answer.code == 1
    refused = answer.err.splitlines()
    assert [one.partition(":")[0] for one in refused] == ["line 5 “王总 谈什么”", "line 7 “谈合同”"]
    assert "比亚迪" in refused[0] and "--account" in refused[1]
    assert "line 3 · 华为技术有限公司 · karep undo " in answer.out
    assert answer.out.splitlines()[-1] == "3 lines stored, 2 refused"
    found = touches(two_wangs.path)
    assert [tags for _summary, tags, _private in found] == [None, "框架", None]
    assert "2月30日" in answer.out, "what is no day is kept word for word"


def test_a_file_is_read_like_a_pipe_and_all_stored_is_no_failure(karep: Karep, book: Book, tmp_path: Path) -> None:
    path = tmp_path / "log.txt"
    path.write_bytes("\ufeff王建国 谈框架\n王建国 电话 谈价格\n".encode())
    answer = karep("--store", book.path, "log", "--file", path, "--account", "华为技术")
    assert (answer.code, answer.err) == (0, "") and len(touches(book.path)) == 2
    assert karep("--store", book.path, "log", "--file", tmp_path / "none.txt").code == 1


def test_a_new_person_is_the_same_one_in_the_next_line(pipe: Any, book: Book) -> None:
    lines = "陈工 拜访 看现场\n陈工 电话 约下周\n".encode()
    assert pipe(lines, "--store", book.path, "log", "-", "--account", "华为技术").code == 0
    assert counted(book.path, "person", "touch", "attendance") == {"person": 2, "touch": 2, "attendance": 2}


def test_another_encoding_must_be_said(pipe: Any, book: Book) -> None:
    data = "王建国 谈框架\n王建国 谈价格\n".encode("gb18030")
    refused = pipe(data, "--store", book.path, "log", "-")
    assert refused.code == 1 and "--encoding gb18030" in refused.err and touches(book.path) == []
    assert pipe(data, "--store", book.path, "log", "-", "--encoding", "gb18030").code == 0
    assert [summary for summary, *_rest in touches(book.path)] == ["谈框架", "谈价格"]
    assert pipe(data, "--store", book.path, "log", "-", "--encoding", "rot13").code == 1


def test_a_broken_line_is_refused_alone(pipe: Any, book: Book) -> None:
    data = b"\n".join(["王建国 谈框架".encode(), b"\xff\xfe\xfd broken", "王建国 电话".encode()])
    answer = pipe(data, "--store", book.path, "log", "-")
    assert answer.code == 1 and answer.err.startswith("line 2: ") and len(touches(book.path)) == 2


# --- hostile lines -----------------------------------------------------------------------------------------------


def test_hostile_lines_act_on_nothing_and_lose_nothing(pipe: Any, book: Book) -> None:
    texts = [text for text in hostile_texts() if "\n" not in text and "\r" not in text][:120]
    data = "\n".join(f"王建国 谈 {text}" for text in texts).encode("utf-8", "replace")
    answer = pipe(data, "--store", book.path, "log", "-", "--account", "华为技术")
    assert answer.code in (0, 1)
    shown = answer.out + answer.err
    assert not any(ord(one) < 32 and one != "\n" for one in shown) and "\x9b" not in shown and "\u202e" not in shown
    stored = len(touches(book.path))
    refused = len(answer.err.splitlines())
    assert stored + refused == len(texts) and stored > len(texts) / 2
    with Store.open(book.path) as store:
        assert store.connection.execute("SELECT count(*) FROM account WHERE removed_at IS NULL").fetchone() == (1,)


def test_markup_escapes_and_half_characters_in_one_line(karep: Karep, book: Book) -> None:
    for text in ("[red]x[/red] [/oops]", "\x1b[2J\x1b]0;PWNED\x07", "a\x00b", "half \ud800 of it", "\u202egnp.exe"):
        answer = karep("--store", book.path, "log", f"王建国 谈 {text}")
        assert answer.code == 0, answer.err
        assert "\x1b" not in answer.out and "\u202e" not in answer.out and "\0" not in answer.out
    summaries = [summary for summary, *_rest in touches(book.path)]
    assert summaries[:2] == ["谈 [red]x[/red] [/oops]", "谈 \x1b[2J\x1b]0;PWNED\x07"]
    assert "␀" in summaries[2] and "\ufffd" in summaries[3]


def test_a_hundred_thousand_characters(pipe: Any, book: Book) -> None:
    data = ("王建国 谈 " + "很长的一句话，" * 20_000 + "\n王建国 电话").encode()
    answer = pipe(data, "--store", book.path, "log", "-")
    assert answer.code == 1 and answer.err.startswith("line 1 “王建国 谈 很长的一句话，很长的一句话，很长的一…”: ")
    assert len(touches(book.path)) == 1
    words = "王建国 谈 " + "frame contract " * 6_000
    assert pipe(words.encode(), "--store", book.path, "log", "-").code == 0
    assert len(touches(book.path)[-1][0]) > 80_000


# --- the lines themselves ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_lines_are_numbered_as_in_the_file(end: str, encoding: str) -> None:
    text = end.join(["一", "", "# 备注", "#", "#标签 二", "  ", "三\u2028四", ""])
    lines = read_log_lines(text.encode(encoding))
    assert lines == [LogLine(1, "一"), LogLine(5, "#标签 二"), LogLine(7, "三\u2028四")]


def test_what_is_no_log_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    assert read_log_lines(b"") == []
    with pytest.raises(SheetUnreadable):
        read_log_lines(b"\xff\xfe\x00")
    with pytest.raises(SheetUnreadable):
        read_log_lines("谈合同".encode("gb18030"))
    with pytest.raises(SheetUnreadable):
        read_log_lines("谈".encode(), "ascii")
    monkeypatch.setattr("karep.exchange.log_lines.MOST_BYTES", 2)
    with pytest.raises(SheetTooLarge):
        read_log_lines(b"abc")


def test_a_dry_run_loads_neither_models_nor_textual(book: Book) -> None:
    code = (
        "import sys; from karep.cli import run; run(sys.argv[1:]); "
        "print(sorted({'sqlmodel', 'sqlalchemy', 'alembic', 'textual'} & set(sys.modules)))"
    )
    command = [sys.executable, "-c", code, "--store", str(book.path), "log", "--dry-run", "王建国 谈框架"]
    done = subprocess.run(command, capture_output=True, text=True, check=True, encoding="utf-8")
    assert "王建国" in done.stdout and done.stdout.splitlines()[-1] == "[]"
