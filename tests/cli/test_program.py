"""The contract of every command: exit codes, languages, refusals in one sentence, output that is safe to print."""

import os
import stat
import sys
from pathlib import Path

import pytest

from karep import paths
from karep.cli import language, streams
from karep.cli.before import app_call, asked_for
from tests.cli.conftest import Book, Karep


def test_version(karep: Karep) -> None:
    answer = karep("--version")
    assert answer.code == 0
    assert answer.out.startswith("karep ")


@pytest.mark.parametrize(
    "arguments",
    [
        ("--nonsense",),
        ("nonsense",),
        ("--store",),
        ("--lang", "fr", "where"),
        ("--today", "tomorrow", "where"),
        ("undo", "first"),
        ("history", "--format", "xml"),
        ("restore",),
        ("where", "--store", "x"),
        ("export",),
    ],
)
def test_wrong_usage_is_two_and_prints_nothing_on_output(karep: Karep, arguments: tuple[str, ...]) -> None:
    answer = karep(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert answer.err


@pytest.mark.parametrize(
    "command",
    [("undo",), ("redo",), ("history",), ("check",), ("backup",), ("export", "accounts"), ("export", "all")],
)
def test_a_command_never_makes_a_store(karep: Karep, tmp_path: Path, command: tuple[str, ...]) -> None:
    answer = karep("--store", tmp_path / "none.db", *command)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert not (tmp_path / "none.db").exists()


def test_a_mistyped_command_is_guessed(karep: Karep) -> None:
    assert "history" in karep("histroy").err


def test_help_speaks_both_languages(karep: Karep) -> None:
    english, chinese = karep("--help").out, karep("--lang", "zh", "--help").out
    assert "Options:" in english and "Commands:" in english
    assert "选项：" in chinese and "用法：" in chinese and "命令：" in chinese
    assert "Show this message" not in chinese
    for command in ("undo", "history", "export", "check"):
        assert command in chinese
        assert "选项：" in karep("--lang=zh", command, "--help").out


def test_help_fits_eighty_cells(karep: Karep) -> None:
    for arguments in (("--help",), ("undo", "--help"), ("export", "accounts", "--help"), ("history", "--help")):
        for lines in (karep(*arguments).out, karep("--lang", "zh", *arguments).out):
            assert max(map(streams.cells, lines.splitlines())) <= 80


def test_refusals_speak_chinese(karep: Karep, tmp_path: Path) -> None:
    assert "还没有数据文件" in karep("--lang", "zh", "--store", tmp_path / "none.db", "history").err
    assert "没有选项" in karep("--lang", "zh", "--nonsense").err


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--lang", "zh", "history"], "zh"),
        (["--lang=zh"], "zh"),
        (["--store", "--lang", "--lang", "zh"], "zh"),
        (["--store", "zh", "history", "--lang", "zh"], None),
        (["--lang", "fr"], None),
        (["--lang"], None),
        (["--plain", "--today", "2026-01-01", "--lang", "en"], "en"),
        (["history", "zh"], None),
    ],
)
def test_the_language_is_read_before_anything_is_parsed(arguments: list[str], expected: str | None) -> None:
    assert asked_for(arguments) == expected


def test_the_settings_choose_the_language(karep: Karep) -> None:
    settings = paths.settings_file()
    settings.parent.mkdir(parents=True)
    settings.write_text('language = "zh"\n', "utf-8")
    assert "用法" in karep("--help").out
    assert "Usage" in karep("--lang", "en", "--help").out


def test_chinese_is_wrapped_by_cells_without_losing_a_character() -> None:
    text = "客户、联系人与承诺，都在一个本地文件里；不联网也能用。" * 4 + "karep restore --latest"
    lines = language.wrapped(text, 40)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(streams.cells(line) <= 40 for line in lines)


def test_stored_text_cannot_drive_the_terminal(karep: Karep, book: Book) -> None:
    from karep.db.store import Store

    hostile = "Evil\x1b]0;owned\x07\u202egnp\x9b2J"
    with Store.open(book.path) as store, store.action("account.add", hostile) as change:
        account = change.add("account", {"name": hostile, "note": hostile})
    for arguments in (("history",), ("history", account), ("history", "Nobody\x1b[31m"), ("undo",)):
        answer = karep("--store", book.path, *arguments)
        printed = answer.out + answer.err
        assert printed
        assert not any(sign in printed for sign in "\x1b\x07\u202e\x9b")


def test_an_unforeseen_fault_is_one_sentence_and_a_log_without_content(
    karep: Karep, book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        secret = "customer secret"
        raise RuntimeError(secret)

    monkeypatch.setattr("karep.db.views.journal.list_actions", fail)
    answer = karep("--store", book.path, "history")
    assert answer.code == 1
    assert "Traceback" not in answer.err
    assert answer.err.count("\n") == 1
    log = paths.log_file()
    assert str(log) in answer.err
    written = log.read_text("utf-8")
    assert "RuntimeError" in written and "in test_an_unforeseen" in written
    assert "secret" not in written
    if os.name == "posix":
        assert stat.S_IMODE(log.stat().st_mode) == 0o600


def test_the_log_names_causes_and_stops_growing(home: Path) -> None:
    from karep.failures import record_failure

    def fail() -> None:
        try:
            raise KeyError("secret")
        except KeyError as error:
            raise ValueError("secret") from error

    try:
        fail()
    except ValueError as error:
        log = record_failure(error)
    written = log.read_text("utf-8")
    assert "ValueError" in written and "caused by builtins.KeyError" in written and "secret" not in written
    log.write_text("x" * 300_000, "utf-8")
    record_failure(ValueError())
    assert log.stat().st_size < 1000


def test_streams_that_are_missing_or_narrow(karep: Karep, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    narrow = io.TextIOWrapper(io.BytesIO(), encoding="cp1252")
    monkeypatch.setattr(sys, "stdout", narrow)
    monkeypatch.setattr(sys, "stdin", None)
    monkeypatch.setattr(sys, "stderr", None)
    from karep.cli import run

    assert run(["--lang", "zh", "--help"]) == 0
    narrow.flush()
    assert b"\\u7528\\u6cd5" in narrow.buffer.getvalue()  # type: ignore[attr-defined]


def test_columns_count_cells() -> None:
    assert streams.columns([("客户", "a"), ("name", "b")]) == ["客户  a", "name  b"]


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--plain",),
        ("--store", "x.db", "--today=2026-12-01"),
        ("--store=a=b.db", "--lang", "zh", "--plain"),
        ("--store", "x.db", "--store", "y.db"),
    ],
)
def test_opening_the_app_is_understood_without_typer_as_with_it(
    arguments: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    from karep.cli.call import Call
    from karep.cli.program import command

    seen: list[Call] = []
    monkeypatch.setattr("karep.cli.opening.open_app", lambda call: seen.append(call) or 0)
    command().main(args=list(arguments), prog_name="karep", standalone_mode=False)
    assert app_call(arguments) == seen[0]


@pytest.mark.parametrize(
    "arguments",
    [
        ("where",),
        ("--help",),
        ("--version",),
        ("--store",),
        ("--store="),
        ("--store", "--plain"),
        ("--lang", "fr"),
        ("--today", "tomorrow"),
        ("--plain=yes",),
        ("--nonsense",),
        ("--store", "x", "where"),
        ("--",),
    ],
)
def test_everything_else_is_left_to_typer(arguments: tuple[str, ...]) -> None:
    assert app_call(arguments) is None
