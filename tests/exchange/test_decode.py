"""Encoding and separator: found by rule, or the rep is asked; never guessed."""

import codecs
import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.exchange import delimited
from karep.exchange.decode import find_encoding
from karep.exchange.delimited import open_delimited
from karep.exchange.errors import EncodingUndecided, SheetTooLarge, SheetUnreadable
from karep.exchange.separator import find_dialect

TEXT = "客户名称,城市\n华为技术有限公司,深圳\n中兴通讯,深圳\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def cells(path: Path, encoding: str | None = None) -> list[list[str]]:
    return [row for _line, row in open_delimited(path, encoding).rows()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_a_mark_or_utf8_decides(file: Path, encoding: str) -> None:
    file.write_bytes(TEXT.encode(encoding))
    assert cells(file)[1] == ["华为技术有限公司", "深圳"]
    assert cells(file)[0][0] == "客户名称"


@pytest.mark.parametrize("mark", [codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE])
def test_utf16_of_either_order(file: Path, mark: bytes) -> None:
    name = "utf-16-le" if mark == codecs.BOM_UTF16_LE else "utf-16-be"
    file.write_bytes(mark + TEXT.replace(",", "\t").encode(name))
    assert cells(file)[2] == ["中兴通讯", "深圳"]


def test_gbk_is_shown_and_asked_about(file: Path) -> None:
    file.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(EncodingUndecided) as raised:
        cells(file)
    shown = {candidate.encoding: candidate.rows for candidate in raised.value.candidates}
    assert shown["gb18030"] == (("客户名称", "城市"), ("华为技术有限公司", "深圳"), ("中兴通讯", "深圳"))
    assert "--encoding gb18030" in str(raised.value)
    assert cells(file, "gb18030") == cells(file, "GBK")


def test_utf16_without_a_mark_is_asked_about(file: Path) -> None:
    file.write_bytes("name,city\nAcme,Paris\n".encode("utf-16-le"))
    with pytest.raises(EncodingUndecided) as raised:
        find_encoding(file)
    assert "utf-16-le" in [candidate.encoding for candidate in raised.value.candidates]


@pytest.mark.parametrize("name", ["rot13", "zip", "unicode_escape", "no-such", "", "utf-8\0", "undefined"])
def test_an_encoding_that_is_none_is_refused(file: Path, name: str) -> None:
    file.write_bytes(TEXT.encode())
    with pytest.raises(SheetUnreadable, match="encoding"):
        cells(file, name)


def test_a_chosen_encoding_must_fit(file: Path) -> None:
    file.write_bytes(TEXT.encode("gb18030"))
    with pytest.raises(SheetUnreadable, match="line 1"):
        cells(file, "utf-8")


def test_a_mark_that_lies_is_refused(file: Path) -> None:
    file.write_bytes(codecs.BOM_UTF16_BE + "name,city\nAcme,Paris\n".encode("utf-32-le"))
    with pytest.raises(SheetUnreadable, match="UTF-16"):
        cells(file)


def test_bytes_that_end_inside_a_character_are_refused_with_their_line(file: Path) -> None:
    file.write_bytes(codecs.BOM_UTF8 + TEXT.encode()[:-2])
    with pytest.raises(SheetUnreadable, match="line 3"):
        cells(file)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    text = "\n".join(separator.join(row) for row in (["name", "city, area"], ["A", "x, y"], ["B", "z"])) + "\n"
    if separator == ",":
        text = "name,city\nA,x;y\nB,z\n"
    assert find_dialect(text).separator == separator


def test_a_title_line_does_not_hide_the_separator() -> None:
    assert find_dialect("Report, of, all\n\nname;city\nA;x\nB;y\n").separator == ";"


def test_a_spreadsheets_hint_is_followed(file: Path) -> None:
    file.write_text("sep=;\nname;city\nAcme;Paris\n", encoding="utf-8")
    assert list(open_delimited(file).rows()) == [(2, ["name", "city"]), (3, ["Acme", "Paris"])]


def test_line_numbers_count_lines_inside_quotes(file: Path) -> None:
    file.write_text('name,note\nA,"one\ntwo\nthree"\nB,x\n', encoding="utf-8", newline="")
    assert [line for line, _row in open_delimited(file).rows()] == [1, 2, 5]


def test_nul_is_removed_and_other_controls_stay(file: Path) -> None:
    file.write_bytes(b"name,note\nAc\0me,\x1b[2J" + "\u202e".encode() + b"\nB,%s\n" % (b"x" * 60))
    assert cells(file)[1] == ["Acme", "\x1b[2J\u202e"]


def test_a_cell_over_the_limit_is_refused_with_its_line(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_CELL", 1000)
    file.write_text("name,note\nA,x\nB," + "y" * 1001 + "\n", encoding="utf-8")
    with pytest.raises(SheetTooLarge, match="line 3"):
        cells(file)


def test_a_quote_that_is_never_closed_is_refused_at_the_limit(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_CELL", 1000)
    file.write_text('name,note\nA,"x\n' + "B,y\n" * 1000, encoding="utf-8")
    with pytest.raises(SheetTooLarge, match="line 2"):
        cells(file)


def test_a_line_without_an_end_is_not_held_in_memory(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MAX_LINE", 10_000)
    file.write_text("name,note\n" + "y" * 10_001, encoding="utf-8")
    with pytest.raises(SheetTooLarge, match="Line 2"):
        cells(file)


def test_too_many_columns_and_rows_are_refused(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text("name\n" + "," * 1000 + "\n", encoding="utf-8")
    with pytest.raises(SheetTooLarge, match="Line 2 has 1,001 columns"):
        cells(file)
    monkeypatch.setattr(delimited, "MAX_ROWS", 5)
    file.write_text("name\n" * 6, encoding="utf-8")
    with pytest.raises(SheetTooLarge, match="rows"):
        cells(file)


ANY_CELL = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)


@given(st.lists(st.lists(ANY_CELL, min_size=2, max_size=5), min_size=1, max_size=8), st.sampled_from([",", ";", "\t"]))
def test_what_the_csv_module_writes_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], separator: str
) -> None:
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=separator, quoting=csv.QUOTE_ALL).writerows(rows)
    path = tmp_path_factory.getbasetemp() / "round.csv"
    path.write_bytes(codecs.BOM_UTF8 + target.getvalue().encode())
    read = open_delimited(path, separator=separator)
    assert [row for _line, row in read.rows()] == rows
