"""The report in spreadsheets: whatever is stored is text, numbers are numbers, and nothing is a formula or a link."""

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from karep.i18n import speaking
from karep.reports.report import Report, Section, walk
from karep.reports.sheets import LONGEST_TEXT, as_csv, as_xlsx
from karep.reports.tables import COLUMNS, Row, cells, headers, tables
from karep.rules.formula import unguard
from karep.rules.visible import visible
from karep.rules.vocabulary import REPORT_PARTS
from tests.hostile import hostile_texts
from tests.reports.full_report import DAY, EMPTY_PARTS, full_report, line
from tests.reports.test_render import texts

MORE_HOSTILE = [
    "=1+1", "+1", "-1", "@x", "＝1", "'=1", "\t=1", "-120", "1e5", "0012", "2026-11-20", "http://x.y", "mailto:a@b",
    "internal:Sheet1!A1", "<r>x</r>", "<r><t>x</t></r>", "</si></sst>", "_x0041_", "_x000D_", "a\ufffeb\uffff", " x ",
    'a"b,c;d\te', "a\r\nb", "{=1}", "TRUE", "#REF!", "%00",
]  # fmt: skip


@pytest.fixture(scope="module")
def hostile() -> list[str]:
    return [one for one in (*hostile_texts(), *MORE_HOSTILE) if one.strip()]


@pytest.fixture(scope="module")
def rows(report: Report) -> list[Row]:
    return rows_of(report)


@pytest.fixture(scope="module")
def sheet(report: Report) -> bytes:
    return as_csv(report)


@pytest.fixture(scope="module")
def report(hostile: list[str]) -> Report:
    return full_report(hostile)


@pytest.fixture(scope="module")
def book(report: Report) -> bytes:
    return as_xlsx(report)


def rows_of(report: Report) -> list[Row]:
    found = []
    for one in tables(report):
        found += one.rows or (Row(one.label, None, what="none"),)
    return found


def read_csv(written: bytes) -> list[list[str]]:
    assert written.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(written.decode("utf-8-sig"), newline="")))


def as_csv_text(cell: object) -> str:
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return "" if cell is None else visible(cell) if isinstance(cell, str) else str(cell)


# --- the table -----------------------------------------------------------------------------------------------------


def row(report: Report, **wanted: object) -> Row:
    return next(one for one in rows_of(report) if all(getattr(one, name) == value for name, value in wanted.items()))


def test_every_line_is_a_row_with_its_depth() -> None:
    report = full_report(["x", "y"])
    expected = [
        (depth, one.record_id or None)
        for key in REPORT_PARTS
        for section in report.sections
        if section.part == key and section.lines
        for depth, one in walk(section.lines)
    ]
    expected.insert(3, (1, None))  # the second target of the visits
    assert [(one.level, one.record_id) for one in rows_of(report) if one.what != "none"] == expected
    assert [one.part for one in rows_of(report) if one.what == "none"] == [
        f"{number}. {title}" for number, (key, title) in enumerate(REPORT_PARTS.items(), 1) if key in EMPTY_PARTS
    ]


def test_every_thing_has_its_column_and_its_type() -> None:
    report = full_report(["x"])
    touch = row(report, section="Accounts and visits", level=1)
    assert (touch.day, touch.at, touch.kind, touch.who, touch.what) == (DAY, time(9, 30), "Visit", "x", None)
    assert (touch.account, touch.tier) == ("x", "Gold"), "of the line above, so that a filter by account finds it"
    won = row(report, section="Deals won")
    assert (won.day, won.deal, won.outcome, won.amount, won.unit, won.what) == (
        DAY, "x", None, Decimal("-1200000.50"), "CNY", "x",
    )  # fmt: skip
    done = row(report, section="Plan")
    assert (done.due, done.day, done.state, done.what) == (DAY, None, "☑ done", "x")
    assert row(report, section="Needs").what == "x"
    counted = line("account", "a", ("account", "x"), ("times", "3 touches", 3), ("why", "y"), ("stage", "S5"))
    most = row(Report("T", "", (Section("most", "Most", (counted,), part="coverage"),)), section="Most")
    assert (most.number, most.what, most.account, most.stage) == (3, "3 touches · y", "x", "S5")


def test_numbers_stand_in_whole_units_with_their_targets() -> None:
    report = full_report(["x"])
    visits = row(report, what="Visits", level=0)
    assert (visits.number, visits.before, visits.mean, visits.unit) == (7, 5, Decimal("5.75"), None)
    assert (visits.goal, visits.target, visits.reached) == ("Nov target", 30, 18)
    further = row(report, what="Visits", level=1)
    assert (further.number, further.goal, further.target, further.reached) == (None, "Q4 target", 90, 40)
    signed = row(report, what="Signed")
    assert (signed.number, signed.target, signed.unit) == (Decimal("-1200000.50"), Decimal(5_000_000), "CNY")
    assert (row(report, what="Kept").number, row(report, what="Kept").unit) == (62, "%")


@pytest.mark.parametrize("code", ["CNY", "XTS", None])
def test_an_amount_brings_its_currency_along(code: str | None) -> None:
    section = Section("won", "Won", (line("opportunity", "o", ("amount", "€3", Decimal(1), code or "")),), part="deals")
    assert row(Report("T", "", (section,)), section="Won").unit == code, "whatever its words are"


def test_what_comes_stands_under_its_date_and_what_is_late_only_under_due() -> None:
    for state, day in (("coming", DAY), ("overdue", None)):
        step = line("follow_up", "f", ("when", "x", DAY), state=state)
        found = row(Report("T", "", (Section("next", "Next", (step,), part="next"),)), section="Next")
        assert (found.day, found.due) == (day, DAY)


def test_what_a_number_counts_stands_below_it_where_records_are_cited() -> None:
    counted = [one for one in tables(full_report(["x"]), cite=True)[0].rows if one.record_id == "t0"]
    assert [(one.level, one.kind, one.what) for one in counted] == [(1, "Touch", None)], "which it is, no word of it"
    assert not [one for one in tables(full_report(["x"]))[0].rows if one.record_id == "t0"]


def test_nothing_that_stays_is_in_a_sheet() -> None:
    secret = line("touch", "s", ("what", "zqsecret"), level="bottom_line")
    report = full_report(["x"])
    report = replace(report, sections=tuple(replace(one, lines=(secret, *one.lines)) for one in report.sections))
    assert b"zqsecret" not in as_csv(report)
    parts = zipfile.ZipFile(io.BytesIO(as_xlsx(report, cite=True)))
    assert not any(b"zqsecret" in parts.read(name) for name in parts.namelist())


# --- csv -----------------------------------------------------------------------------------------------------------


def test_csv_reads_back_as_the_same_cells(sheet: bytes, rows: list[Row]) -> None:
    head, *body = read_csv(sheet)
    assert head == headers() and len(head) == len(COLUMNS)
    assert [[unguard(cell) for cell in one] for one in body] == [
        [as_csv_text(cell) for cell in cells(one)] for one in rows
    ]


def test_csv_runs_nothing_and_leaves_negative_numbers_alone(sheet: bytes, rows: list[Row]) -> None:
    typed = [list(COLUMNS).index(name) for name in ("amount", "number", "before", "mean", "target", "reached", "level")]
    for one in read_csv(sheet)[1:]:
        for place, cell in enumerate(one):
            assert cell == "" or place in typed or cell[0] not in "=+-@\t\r＝＋－＠", one
            if place in typed and cell:
                assert re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", cell), one
    assert b",-1200000.50," in sheet, "not even in quotes"
    assert sheet.count(b"\r\n") >= len(rows) and sheet.endswith(b"\r\n")


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=2))
def test_any_text_comes_back_from_csv(words: list[str]) -> None:
    report = full_report(words)
    body = read_csv(as_csv(report))[1:]
    assert [[unguard(cell) for cell in one] for one in body] == [
        [as_csv_text(cell) for cell in cells(one)] for one in rows_of(report)
    ]


def test_headers_are_in_the_language_in_use() -> None:
    with speaking("zh"):
        assert read_csv(as_csv(full_report(["x"])))[0][:4] == ["部分", "栏目", "层级", "日期"]


# --- xlsx ----------------------------------------------------------------------------------------------------------


def xml_cells(book: bytes) -> Iterator[tuple[str, ElementTree.Element]]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        for name in parts.namelist():
            root = ElementTree.fromstring(parts.read(name))
            if name.startswith("xl/worksheets/sheet"):
                for element in root.iter():
                    yield name, element


def test_no_cell_is_a_formula_or_a_link(book: bytes) -> None:
    tags = {element.tag.rpartition("}")[2] for _name, element in xml_cells(book)}
    assert "c" in tags and "autoFilter" in tags
    assert not tags & {"f", "hyperlink", "hyperlinks", "drawing"}
    names = zipfile.ZipFile(io.BytesIO(book)).namelist()
    assert not [one for one in names if "externalLink" in one or "vba" in one or "sheet1.xml.rels" in one]


def in_excel(cell: object, unit: str | None, name: str) -> object:
    """What a reader of a workbook gets for a cell."""
    if isinstance(cell, str):
        return visible(cell).replace("\ufffe", "�").replace("\uffff", "�")
    if isinstance(cell, Decimal | int):
        percent = unit == "%" and name in ("number", "before", "mean", "target", "reached")
        return pytest.approx(float(cell) / (100 if percent else 1))
    return "" if cell is None else cell


def test_a_workbook_reads_back_as_the_same_cells(book: bytes, report: Report) -> None:
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(book))
    assert len(workbook.sheet_names) == 1 + len(REPORT_PARTS)
    titles = dict(zip(headers(), COLUMNS, strict=True))
    seen = 0
    for name, table in zip(workbook.sheet_names[1:], tables(report), strict=True):
        head, *body = workbook.get_sheet_by_name(name).to_python()
        rows = table.rows or (Row(table.label, None, what="none"),)
        assert len(body) == len(rows)
        for found, expected in zip(body, rows, strict=True):
            for title, cell in zip(head, found, strict=True):
                column = titles[str(title)]
                assert cell == in_excel(getattr(expected, column), expected.unit, column), (name, title)
                seen += 1
        left_out = set(COLUMNS) - {titles[str(title)] for title in head} - {"part", "level", "section"}
        assert not [one for one in rows for column in left_out if getattr(one, column) is not None]
    assert seen > 1000


@settings(deadline=None, max_examples=25)
@given(st.lists((texts | st.sampled_from(MORE_HOSTILE)).filter(str.strip), min_size=1, max_size=2))
def test_any_text_comes_back_from_a_workbook(words: list[str]) -> None:
    report = full_report(words)
    workbook = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(report)))
    head, *body = workbook.get_sheet_by_name("3 Deals").to_python()
    assert [one[head.index("Deal")] for one in body] == [in_excel(one, None, "deal") for one in words]


def test_the_overview_has_the_numbers_and_how_much_there_is() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(full_report(["x"]))))
    sheet = [[cell for cell in one if cell != ""] for one in book.get_sheet_by_name("Overview").to_python()]
    assert sheet[:2] == [["Weekly summary · 2026-W47"], ["x"]]
    assert ["Visits", 7.0, 5.0, 5.75, "Nov target", 30.0, 18.0] in sheet
    assert ["Visits", "Q4 target", 90.0, 40.0] in sheet, "every target"
    assert ["Kept", 0.62, 0.7, 0.6625, "%"] in sheet
    assert ["2. Accounts and visits", 1.0] in sheet and ["6. Rivals and market", "none"] in sheet


def test_a_sheet_a_part_in_the_language_in_use() -> None:
    names = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(full_report(["x"])))).sheet_names
    assert names[:4] == ["Overview", "1 In short", "2 Accounts and visits", "3 Deals"]
    with speaking("zh"):
        chinese = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(full_report(["x"])))).sheet_names
    assert chinese[0] == "总览" and chinese[3] == "3 商机"


def test_names_of_sheets_are_legal_whatever_the_titles() -> None:
    titles = ["a/b[c]:*?\\", "x" * 80, "X" * 80, "'quoted'", "\x1b", "客户" * 30, "History", "👩" * 40]
    lines = (line("touch", "t", ("what", "w")),)
    report = Report("T", "", tuple(Section(f"s{n}", one, lines) for n, one in enumerate(titles)))
    names = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(report))).sheet_names
    assert len(names) == len({one.casefold() for one in names}) == len(titles) + 1
    for name in names:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31 and not set(name) & set("[]:*?/\\")
        assert not name.startswith("'") and not name.endswith("'")


def test_a_text_too_long_for_a_cell_is_cut_with_a_sign() -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(full_report(["𠀀" * 20_000]))))
    sheet = book.get_sheet_by_name("4 Plan, follow-ups and promises")
    place = sheet.to_python()[0].index("What")
    text = str(sheet.to_python()[1][place])
    assert text.endswith("𠀀…") and LONGEST_TEXT - 1 <= len(text.encode("utf-16-le")) // 2 <= LONGEST_TEXT


def test_days_that_spreadsheets_do_not_know_are_texts() -> None:
    old = line("touch", "t", ("when", "long ago", date(1899, 12, 31)), ("what", "w"))
    new = line("touch", "u", ("when", "now", datetime(2026, 11, 20, 9, 5)))
    section = Section("won", "Won", (old, new), part="deals")
    book = CalamineWorkbook.from_filelike(io.BytesIO(as_xlsx(Report("T", "", (section,)))))
    head, *body = book.get_sheet_by_name("3 Deals").to_python()
    assert [one[head.index("Date")] for one in body] == ["1899-12-31", DAY]
    assert body[1][head.index("Time")] == time(9, 5)


def test_the_same_report_is_the_same_file() -> None:
    assert as_xlsx(full_report(["x"])) == as_xlsx(full_report(["x"]))
    assert as_xlsx(full_report(["x"])) != as_xlsx(full_report(["y"]))


def test_ids_are_hidden_until_they_are_asked_for() -> None:
    def hidden(book: bytes) -> list[str]:
        return [name for name, one in xml_cells(book) if one.tag.endswith("}col") and one.get("hidden") == "1"]

    assert hidden(as_xlsx(full_report(["x"]))) and not hidden(as_xlsx(full_report(["x"]), cite=True))
