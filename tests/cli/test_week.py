"""`karep week`: periods, formats, languages, templates, files; and `karep exports`, which lists what was handed on."""

import io
import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from karep.cli import run, streams
from karep.db.exports import note_export
from karep.db.store import Store
from karep.db.views.exports import CLIPBOARD, Export, last_file, list_exports
from karep.reports.formats import FORMATS, TemplateRefused, template_form
from tests.cli.conftest import Book, Karep

DAY = ("--today", "2026-11-20")


@pytest.fixture
def told(book: Book) -> Book:
    """The book with one visit in the week 2026-W47, of which a line is the rep's own."""
    with Store.open(book.path) as store, store.action("touch.log", "") as change:
        values = {"account_id": book.account, "at": "2026-11-18T04:00:00.000Z", "kind": "visit"}
        change.add(
            "touch", {**values, "purpose": "Frame 合同", "summary": "They like the frame\n!! they will leave soon"}
        )
    return book


def _exports(book: Book) -> list[Any]:
    with Store.open(book.path) as store:
        return list_exports(store.connection)


@pytest.mark.parametrize(
    ("arguments", "title"),
    [
        ((), "2026-W47"),
        (("--of", "2026-11-16"), "2026-W47"),
        (("--of", "2026-W46"), "2026-W46"),
        (("--month",), "Nov 2026"),
        (("--of", "2026-10-31", "--month"), "Oct 2026"),
        (("--of", "2026-10"), "Oct 2026"),
        (("--quarter",), "2026-Q4"),
        (("--of", "2026-Q1"), "2026-Q1"),
        (("--of", "2026-02", "--quarter"), "2026-Q1"),
        (("--year",), "2026"),
        (("--of", "2024"), "2024"),
        # the week of Thursday 1 January 2026 begins in 2025
        (("--of", "2026-W01", "--year"), "2026"),
    ],
)
def test_the_period(karep: Karep, told: Book, arguments: tuple[str, ...], title: str) -> None:
    answer = karep("--store", told.path, *DAY, "week", *arguments, "--format", "json")
    assert (answer.code, answer.err) == (0, "")
    assert title in json.loads(answer.out)["title"]


@pytest.mark.parametrize(
    "wrong",
    [
        ("--of", "2026-W60"),
        ("--of", "soon"),
        ("--of", ""),
        ("--of", "0001"),
        ("--of", "2026", "--month"),
        ("--month", "--year"),
        ("--format", "doc"),
        ("--lang", "fr"),
    ],
)
def test_wrong_usage(karep: Karep, told: Book, wrong: tuple[str, ...]) -> None:
    answer = karep("--store", told.path, *DAY, "week", *wrong)
    assert (answer.code, answer.out) == (2, "") and "Traceback" not in answer.err


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_into_a_file_and_by_its_ending(karep: Karep, told: Book, tmp_path: Path, form: str) -> None:
    by_ending, by_name = tmp_path / f"a{FORMATS[form].ending.upper()}", tmp_path / "b.out"
    named = ("--format", "short") if form == "short" else ()
    answer = karep("--store", told.path, *DAY, "week", *named, "-o", by_ending)
    assert answer.code == 0 and str(by_ending) in answer.out
    assert karep("--store", told.path, *DAY, "week", "--format", form, "-o", by_name).code == 0
    written = by_ending.read_bytes()
    assert _looks_like(form, written) and _looks_like(form, by_name.read_bytes())
    if os.name == "posix":
        assert stat.S_IMODE(by_ending.stat().st_mode) == 0o600
    noted = _exports(told)
    assert [(one.what, one.period, one.format, one.language) for one in noted] == [("week", "2026-W47", form, "en")] * 2
    assert noted[1].destination == str(by_ending) and noted[1].lines > 0


def _looks_like(form: str, content: bytes) -> bool:
    if form == "xlsx":
        return content.startswith(b"PK") and b"xl/workbook.xml" in content
    text = content.decode("utf-8")
    assert ("Frame 合同" in text) == (form != "short") and "they will leave" not in text
    begins = {"md": "# ", "txt": "Weekly", "short": "Weekly", "html": "<!doctype html>", "csv": "\ufeff"}.get(form, "{")
    return text.lower().startswith(begins.lower())


@pytest.mark.parametrize("name", ["week", "week 16.11"])
def test_a_name_without_an_ending_is_text(karep: Karep, told: Book, tmp_path: Path, name: str) -> None:
    assert karep("--store", told.path, *DAY, "week", "-o", tmp_path / name).code == 0
    assert _looks_like("txt", (tmp_path / name).read_bytes())


@pytest.mark.parametrize(
    ("arguments", "name", "told_endings"),
    [
        ((), "week.docx", ".md, .txt, .html, .xlsx, .csv, .json"),
        ((), "week.PDF", ".md, .txt, .html, .xlsx, .csv, .json"),
        ((), "week.xls", ".xlsx"),
        (("--format", "html"), "week.xlsx", ".html"),
        (("--format", "short"), "week.md", ".txt"),
        (("--template", "own.txt.j2"), "week.xlsx", ".txt"),
    ],
)
def test_a_file_holds_what_its_name_says(
    karep: Karep, told: Book, tmp_path: Path, home: Path, arguments: tuple[str, ...], name: str, told_endings: str
) -> None:
    folder = home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "own.txt.j2").write_text("x", "utf-8")
    answer = karep("--store", told.path, *DAY, "week", *arguments, "-o", tmp_path / name)
    assert (answer.code, answer.out) == (2, "") and told_endings in answer.err
    assert not (tmp_path / name).exists() and _exports(told) == []


@pytest.mark.parametrize(
    ("of", "sentence"),
    [
        ("2026-W54", "there is no 2026-W54: weeks end with W52 or W53"),
        ("2026-q5", "quarters with Q4"),
        ("banana", "2026-12-01, or the period as 2026-W47, 2026-11, 2026-Q4 or 2026"),
        ("9999-W52", "1900–2199"),
        ("1899-12-31", "1900–2199"),
    ],
)
def test_what_is_no_period_is_told_what_one_is(karep: Karep, told: Book, of: str, sentence: str) -> None:
    answer = karep("--store", told.path, *DAY, "week", "--of", of)
    assert answer.code == 2 and sentence in answer.err


def test_a_pipe_gets_the_bytes_of_the_file(
    told: Book, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for form in ("csv", "html", "json", "xlsx"):
        target = tmp_path / f"x.{form}"
        assert run(["--store", str(told.path), *DAY, "week", "-o", str(target)]) == 0
        capfdbinary.readouterr()
        assert run(["--store", str(told.path), *DAY, "week", "--format", form]) == 0
        assert capfdbinary.readouterr().out == target.read_bytes(), form


def test_a_workbook_is_nothing_for_a_terminal(karep: Karep, told: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("karep.cli.week.is_terminal", lambda stream: True)
    answer = karep("--store", told.path, *DAY, "week", "--format", "xlsx")
    assert (answer.code, answer.out) == (1, "") and "-o week.xlsx" in answer.err
    shown = karep("--store", told.path, *DAY, "week", "--format", "csv")
    assert shown.code == 0 and not shown.out.startswith("\ufeff") and "Frame 合同" in shown.out


def test_the_language_is_the_reports_own(karep: Karep, told: Book, tmp_path: Path, home: Path) -> None:
    chinese = karep("--store", told.path, *DAY, "week", "--lang", "zh", "-o", tmp_path / "zh.md")
    assert chinese.out.startswith("Written to ") and chinese.err.startswith("Left out: ")
    assert "周" in (tmp_path / "zh.md").read_text("utf-8").splitlines()[0]
    english = karep("--lang", "zh", "--store", told.path, *DAY, "week", "--lang", "en", "-o", tmp_path / "en.md")
    assert english.out.startswith("已写入") and english.err.startswith("未写出")
    assert "Weekly" in (tmp_path / "en.md").read_text("utf-8").splitlines()[0]
    assert "Weekly" not in karep("--lang", "zh", "--store", told.path, *DAY, "week").out
    settings = home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('week_language = "zh"\n', "utf-8")
    assert "Weekly" not in karep("--store", told.path, *DAY, "week").out
    assert "Weekly" in karep("--store", told.path, *DAY, "week", "--lang", "en").out
    assert [one.language for one in _exports(told)] == ["en", "zh"]


def test_what_was_left_out_is_said_and_noted(karep: Karep, told: Book, tmp_path: Path) -> None:
    answer = karep("--store", told.path, *DAY, "week", "-o", tmp_path / "w.md")
    assert "Left out: lines that begin with !! in 1 record." in answer.err and "karep exports" in answer.err
    assert _exports(told)[0].withheld == {"private_line": 1}
    assert "they will leave" not in answer.out + answer.err


def test_the_log_knows_where_the_file_really_is(karep: Karep, told: Book, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    assert karep("--store", told.path, *DAY, "week", "-o", tmp_path / "sub" / ".." / "w.md").code == 0
    assert _exports(told)[0].destination == str((tmp_path / "w.md").resolve())


def test_printing_is_no_export(karep: Karep, told: Book) -> None:
    for more in ((), ("--format", "md"), ("--format", "json"), ("-o", "-")):
        answer = karep("--store", told.path, *DAY, "week", *more)
        assert (answer.code, answer.err) == (0, "") and answer.out
    assert _exports(told) == []
    assert karep("--store", told.path, "exports").out.startswith("Nothing was handed on yet")


def test_no_file_is_replaced_unasked(karep: Karep, told: Book, tmp_path: Path) -> None:
    target = tmp_path / "w.md"
    target.write_text("mine", "utf-8")
    refused = karep("--store", told.path, *DAY, "week", "-o", target)
    assert refused.code == 1 and "--force" in refused.err and target.read_text("utf-8") == "mine"
    assert karep("--store", told.path, *DAY, "week", "-o", tmp_path / "none" / "w.md").code == 1
    assert _exports(told) == []
    assert karep("--store", told.path, *DAY, "week", "-o", target, "--force").code == 0
    assert target.read_text("utf-8").startswith("# ")


def test_a_store_that_cannot_be_written_stops_no_export(
    karep: Karep, told: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        import sqlite3

        with sqlite3.connect(f"file:{told.path}?mode=ro", uri=True) as locked:
            note_export(locked, "2026-11-20T00:00:00.000Z", Export("week", "md", "en", "x"))

    monkeypatch.setattr("karep.db.exports.note_export", refuse)
    for command in (("week", "-o", tmp_path / "w.md"), ("export", "accounts", "-o", tmp_path / "a.csv")):
        answer = karep("--store", told.path, *DAY, *command)
        assert answer.code == 0 and "could not be noted among the exports" in answer.err, answer
        assert "Traceback" not in answer.err
        assert Path(command[-1]).stat().st_size
    assert _exports(told) == []


def test_the_companys_own_template(karep: Karep, told: Book, tmp_path: Path, home: Path) -> None:
    folder = home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "head-office.txt.j2").write_text("Dear all,\n{{ 2026 }}-W47\n", "utf-8")
    answer = karep("--store", told.path, *DAY, "week", "--template", "head-office.txt.j2")
    assert answer.code == 0 and answer.out.startswith("Dear all,") and "2026-W47" in answer.out
    target = tmp_path / "mine.txt"
    assert karep("--store", told.path, *DAY, "week", "--template", "head-office.txt.j2", "-o", target).code == 0
    assert target.read_text("utf-8").startswith("Dear all,") and _exports(told)[0].format == "head-office.txt.j2"
    page = tmp_path / "page.html.j2"
    page.write_text("<p>{{ '<b>' }}</p>", "utf-8")
    assert "&lt;b&gt;" in karep("--store", told.path, *DAY, "week", "--template", page).out


def test_a_template_that_is_none_is_a_sentence(karep: Karep, told: Book, tmp_path: Path) -> None:
    wrong, broken, latin = tmp_path / "x.j2", tmp_path / "y.md.j2", tmp_path / "z.md.j2"
    wrong.write_text("x", "utf-8")
    broken.write_text("{% for %}", "utf-8")
    latin.write_bytes(b"\xff\xfe\xff")
    for template in ("none.md.j2", wrong, broken, latin, tmp_path):
        answer = karep("--store", told.path, *DAY, "week", "--template", template, "-o", tmp_path / "o.md")
        assert (answer.code, answer.out) == (1, "") and answer.err.count("\n") == 1, answer
        assert "fault of its own" not in answer.err
    assert not (tmp_path / "o.md").exists()
    broken.write_text("x", "utf-8")
    assert karep("--store", told.path, *DAY, "week", "--template", broken, "--format", "html").code == 2


@pytest.mark.parametrize(
    "name", ["x", "x.j2", ".j2", "x.xlsx.j2", "x.doc.j2", "x.md", ".md.j2", "x.csv.j2", "x.json.j2"]
)
def test_the_name_of_a_template_says_what_it_makes(name: str) -> None:
    with pytest.raises(TemplateRefused):
        template_form(name)
    assert template_form("a.b.HTML.J2") == "html" and template_form("a.txt.j2") == "txt"


def test_cited_lines_name_their_records(karep: Karep, told: Book) -> None:
    with Store.open(told.path) as store:
        (touch,) = store.connection.execute("SELECT id FROM touch").fetchone()
    for form in ("md", "txt", "html"):
        plain = karep("--store", told.path, *DAY, "week", "--format", form).out
        cited = karep("--store", told.path, *DAY, "week", "--format", form, "--cite").out
        assert touch[-8:] in cited and touch[-8:] not in plain, form
    assert touch in karep("--store", told.path, *DAY, "week", "--format", "json").out


def test_the_log_of_exports(karep: Karep, told: Book, tmp_path: Path) -> None:
    karep("--store", told.path, *DAY, "week", "-o", tmp_path / "[red]w.md")
    for words in (("export", "all"), ("export", "accounts"), ("export", "agenda"), ("gifts",), ("today",), ("tiers",)):
        assert karep("--store", told.path, *DAY, *words, "-o", tmp_path / words[-1]).code == 0, words
    assert karep("--store", told.path, *DAY, "brief", "Huawei", "-o", tmp_path / "brief").code == 0
    found = json.loads(karep("--store", told.path, "exports", "--format", "json").out)
    assert [one["what"] for one in found] == [
        *("brief", "tiers", "today", "gifts", "agenda", "accounts", "all", "week")
    ]
    assert found[-1]["withheld"] == {"private_line": 1} and found[-1]["destination"] == str(tmp_path / "[red]w.md")
    listed = karep("--store", told.path, "exports", "--last", "3").out.splitlines()
    assert len(listed) == 3 and "Brief" in listed[0] and str(tmp_path / "brief") in listed[0]
    assert "报告" in karep("--lang", "zh", "--store", told.path, "exports").out


def test_a_note_survives_undo_and_any_name(store: Store) -> None:
    bad = "/tmp/\udcff\x1b[2J.md"
    note_export(
        store.connection, "2026-11-20T00:00:00.000Z", Export("week", "md", "en", bad, "2026-W47", 3, {"gift": 1})
    )
    with Store.open(store.path) as other:
        note_export(other.connection, "2026-11-20T00:00:00.000Z", Export("week", "md", "en", CLIPBOARD, "2026-W47"))
        last = last_file(other.connection, "week")
    assert last is not None and last.lines == 3 and last.withheld == {"gift": 1} and "\x1b[2J.md" in last.destination
    assert last_file(store.connection, "brief") is None
    assert not list_exports(store.connection, "brief") and len(list_exports(store.connection, "week", "2026-W47")) == 2
    assert store.connection.execute("SELECT count(*) FROM journal").fetchone() == (0,)


def test_the_first_words_are_quick_to_import() -> None:
    """A plain week pays neither for templates nor for workbooks nor pages."""
    import subprocess

    code = "import sys, karep.cli.program, karep.reports.formats, karep.reports.render; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"jinja2", "xlsxwriter", "textual", "sqlmodel", "dateutil"} & set(done.stdout.split())


def test_a_pipe_that_closes_early_is_no_failure(told: Book, monkeypatch: pytest.MonkeyPatch) -> None:
    from karep.cli.week import _print

    class Closed(io.BytesIO):
        def write(self, *_given: object) -> int:
            raise BrokenPipeError

    monkeypatch.setattr("karep.cli.week.raw_output", Closed)
    monkeypatch.setattr("karep.cli.week.is_terminal", lambda stream: False)
    with pytest.raises(streams.ReaderGone):
        _print(b"x", "csv")
