"""Workbooks: cells as text, sheets that are chosen and said, and files that are traps."""

import contextlib
import datetime
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from karep.exchange import package, workbook
from karep.exchange.errors import NoNameColumn, SheetRefused, SheetTooLarge, SheetUnreadable
from karep.exchange.plan import open_plan
from karep.exchange.records import Record, Refusal
from karep.exchange.sheet import read_sheet
from karep.exchange.workbook import cell_text


def make(path: Path, sheets: dict[str, list[list[Any]]], hidden: tuple[str, ...] = (), **options: Any) -> Path:
    book = xlsxwriter.Workbook(str(path), options)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        if name in hidden:
            sheet.hide()
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, datetime.date):
                    sheet.write_datetime(row, column, cell, day)
                else:
                    sheet.write(row, column, cell)
    book.close()
    return path


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "list.xlsx"


def test_numbers_dates_and_leading_zeros(path: Path) -> None:
    make(
        path,
        {
            "客户": [
                ["客户名称", "电话", "编号", "邮编", "建档"],
                ["华为", 13800138000, 100123.0, "051800", datetime.date(2001, 2, 3)],
            ]
        },
    )
    (record,) = open_plan(path).entries()
    assert record == Record(
        2,
        {"name": "华为", "phone": "13800138000", "external_id": "100123", "postal_code": "051800"},
        account_facts=[("建档", "2001-02-03")],
    )


def test_a_phone_with_more_digits_than_excel_keeps_is_refused(path: Path) -> None:
    make(path, {"a": [["Name", "Phone"], ["Acme", 861380013800012345]]})
    (record,) = open_plan(path).entries()
    assert isinstance(record, Record)
    assert record.account == {"name": "Acme"}
    assert record.warnings


def test_the_calendar_of_1904(path: Path) -> None:
    make(path, {"a": [["Name", "Since"], ["Acme", datetime.date(2021, 1, 2)]]}, date_1904=True)
    (record,) = open_plan(path).entries()
    assert isinstance(record, Record)
    assert record.account_facts == [("Since", "2021-01-02")]


def test_the_first_sheet_with_a_known_header_is_read_and_the_others_are_named(path: Path) -> None:
    sheets = {
        "空": [],
        "描述信息": [["这是说明"]],
        "客户": [["客户名称"], ["华为"]],
        "联系人": [["姓名"], ["王建国"]],
        "旧": [["客户名称"]],
    }
    make(path, sheets, hidden=("旧",))
    plan = open_plan(path)
    assert [entry.account for entry in plan.entries() if isinstance(entry, Record)] == [{"name": "华为"}]
    words = " ".join(plan.notices)
    assert "“客户”" in words
    assert "联系人" in words
    assert "Hidden sheets are not read: 旧" in words
    chosen = open_plan(path, sheet="联系人")
    assert [entry.person for entry in chosen.entries() if isinstance(entry, Record)] == [{"name": "王建国"}]
    with pytest.raises(SheetUnreadable, match="旧"):
        open_plan(path, sheet="旧")


def test_cells_merged_downwards_hold_for_every_row(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.merge_range(0, 0, 0, 1, "导出的联系人")
    sheet.write_row(1, 0, ["客户名称", "联系人"])
    sheet.merge_range(2, 0, 4, 0, "华为")
    sheet.write_column(2, 1, ["王建国", "李敏", "陈工"])
    book.close()
    found = [entry for entry in open_plan(path).entries() if isinstance(entry, Record)]
    assert [(record.line, record.account, record.person) for record in found] == [
        (3, {"name": "华为"}, {"name": "王建国"}),
        (4, {"name": "华为"}, {"name": "李敏"}),
        (5, {"name": "华为"}, {"name": "陈工"}),
    ]


def test_a_table_away_from_the_corner_keeps_its_row_numbers(path: Path) -> None:
    make(path, {"a": [[], [], ["", "", "Name", "City"], ["", "", "Acme", "Paris"], ["", "", "", "Rome"]]})
    entries = list(open_plan(path).entries())
    assert [(type(entry), entry.line) for entry in entries] == [(Record, 4), (Refusal, 5)]


def test_error_cells_are_read_as_empty_and_said(path: Path) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["Name", "Phone"])
    sheet.write(1, 0, "Acme")
    sheet.write_formula(1, 1, "=1/0", None, "#DIV/0!")
    book.close()
    plan = open_plan(path)
    assert [entry.account for entry in plan.entries() if isinstance(entry, Record)] == [{"name": "Acme"}]
    assert any("B2" in notice for notice in plan.notices)


def test_an_empty_workbook_is_refused(path: Path) -> None:
    with pytest.raises(NoNameColumn, match="no rows"):
        open_plan(make(path, {"a": [], "b": []}))


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (True, "TRUE"),
        (1.0, "1"),
        (68.66499999999999, "68.665"),
        (1e20, "1E+20"),
        (float("inf"), "INF"),
        (datetime.datetime(2021, 1, 2), "2021-01-02"),
        (datetime.datetime(2021, 1, 2, 3, 4, 5), "2021-01-02 03:04:05"),
        (datetime.time(3, 4), "03:04:00"),
        (datetime.timedelta(days=1), "1 day, 0:00:00"),
        (None, ""),
    ],
)
def test_typed_cells_as_text(cell: object, text: str) -> None:
    assert cell_text(cell) == text


def rewrite(path: Path, name: str, text: bytes) -> None:
    with zipfile.ZipFile(path) as source:
        parts = {item.filename: source.read(item) for item in source.infolist()}
    parts[name] = text
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for part, content in parts.items():
            target.writestr(part, content)


SHEET = "xl/worksheets/sheet1.xml"
HEAD = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def test_a_bomb_is_refused_before_it_is_opened(path: Path) -> None:
    make(path, {"a": [["Name"]]})
    rewrite(path, SHEET, HEAD + b" " * (20 * 1024 * 1024))
    with pytest.raises(SheetTooLarge, match="unpacks"):
        read_sheet(path)


def test_a_size_that_lies_is_refused(path: Path) -> None:
    make(path, {"a": [["Name"], ["Acme"]]})
    content = bytearray(path.read_bytes())
    place = content.index(b"PK\x01\x02")
    size = struct.unpack_from("<I", content, place + 24)[0]
    struct.pack_into("<I", content, place + 24, size - 5)
    path.write_bytes(content)
    with pytest.raises(SheetUnreadable, match="damaged"):
        read_sheet(path)


@pytest.mark.parametrize("place", [b'r="XFD1048576"', b"r='XFD1048576'", b'r = "XFD1048576"'])
def test_a_cell_at_the_far_corner_is_refused(path: Path, place: bytes) -> None:
    make(path, {"a": [["Name"]]})
    far = b"<row><c " + place + b' t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    rewrite(path, SHEET, HEAD + b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>' + far)
    with pytest.raises(SheetTooLarge, match="1,048,576"):
        read_sheet(path)


@pytest.mark.parametrize(
    "hostile",
    [
        b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;'>]><worksheet>&b;</worksheet>",
        b"<!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><worksheet><sheetData><row><c t='str'><v>&a;</v></c>",
        b"not xml",
        b"",
        b"<worksheet" + b"<a" * 1000,
    ],
)
def test_hostile_xml_is_refused_in_words(path: Path, hostile: bytes) -> None:
    make(path, {"a": [["Name"]]})
    rewrite(path, SHEET, hostile)
    with pytest.raises((SheetUnreadable, NoNameColumn)) as raised:
        list(open_plan(path).entries())
    assert "root:" not in str(raised.value)


def test_other_packages_and_broken_ones_are_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as target:
        target.writestr("word/document.xml", "x")
    with pytest.raises(SheetUnreadable, match="not an Excel workbook"):
        read_sheet(path)
    path.write_bytes(path.read_bytes()[:40])
    with pytest.raises(SheetUnreadable, match="damaged"):
        read_sheet(path)


def test_old_and_locked_workbooks_are_refused(path: Path) -> None:
    start = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    path.write_bytes(start)
    with pytest.raises(SheetUnreadable, match=r"old format"):
        read_sheet(path)
    path.write_bytes(start + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(SheetUnreadable, match="password"):
        read_sheet(path)


def test_limits_hold_for_workbooks(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(path, {"a": [["Name", "Note"], ["Acme", "x" * 2000]]})
    monkeypatch.setattr(workbook, "MAX_CELL", 1000)
    with pytest.raises(SheetTooLarge, match="row 2"):
        read_sheet(path)
    monkeypatch.setattr(package, "MAX_COLUMNS", 1)
    with pytest.raises(SheetTooLarge, match="column 2"):
        read_sheet(path)


def test_bytes_that_break_the_zip_reader_never_escape_as_other_errors(path: Path) -> None:
    make(path, {"a": [["Name"], ["Acme"]]})
    good = path.read_bytes()
    for position in range(0, len(good), 37):
        broken = bytearray(good)
        broken[position] ^= 0xFF
        path.write_bytes(bytes(broken))
        with contextlib.suppress(SheetRefused):
            list(open_plan(path).entries())
