"""A report for spreadsheets: one table as CSV, and a workbook with a sheet a part.

Texts come from anybody: nothing of them is run as a formula or opened as a link; what hides or acts is made visible.
Numbers, amounts, days and times are cells of their own type, also the negative ones.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from karep.i18n import N_, _
from karep.reports.report import Report
from karep.reports.tables import COLUMNS, PERCENT, Cell, Row, Table, cells, empty_row, headers, tables
from karep.rules.cutting import ELLIPSIS
from karep.rules.cutting import cells as width_of
from karep.rules.formula import guard
from karep.rules.visible import visible

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_TEXT: Final = 32_767
"""How long the text of a cell may be, in units of UTF-16; the rest is cut off, with a sign."""
LONGEST_NAME: Final = 31
"""How long the name of a sheet may be."""
FIRST_YEAR: Final = 1900
"""Spreadsheets know no days before this year: these are written as text."""

_OVERVIEW: Final = N_("Overview")
_LINES: Final = N_("Lines")
_NOT_IN_NAMES: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_WIDTHS: Final = (6, 60)
"""The narrowest and the widest column, in characters; longer texts are wrapped."""
_NUMBER_WIDTH: Final = 14
_LINE_HEIGHT: Final = 15
_HIGHEST: Final = 405
"""How high a line of text and a row may be, in points."""
_A4: Final = 9
_NUMBERS: Final = ("amount", "number", "before", "mean", "target", "reached")
_OF_FIGURES: Final = ("number", "before", "mean", "goal", "target", "reached", "unit")
_HIDDEN: Final = ("record_id",)
_FORMATS: Final = {
    "day": "yyyy-mm-dd",
    "time": "hh:mm",
    "count": "#,##0",
    "mean": "#,##0.0",
    "amount": "#,##0.00",
    "percent": "0%",
}


def as_csv(report: Report) -> bytes:
    """The report as one table that Excel, WPS and any program opens: UTF-8 with a byte order mark, CRLF.

    Texts that a spreadsheet would run are guarded with an apostrophe, see `karep.rules.formula`; numbers are not. Days
    are ``2026-11-20``, times ``09:30``, amounts whole units with two decimals. An empty part is a row that says so.

    Args:
        report: The report. Lines that never leave the program are left out.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writerow(headers())
    for table in tables(report):
        for row in table.rows or (empty_row(table),):
            writer.writerow([_csv_cell(cell) for cell in cells(row)])
    return text.getvalue().encode("utf-8-sig")


def _csv_cell(cell: Cell) -> str | int | Decimal | None:
    if isinstance(cell, str):
        return guard(visible(cell))
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return f"{cell:%H:%M}"
    return Decimal(f"{cell:f}") if isinstance(cell, Decimal) else cell


def as_xlsx(report: Report, *, cite: bool = False) -> bytes:
    """The report as a workbook: an overview, then a sheet a part; the same bytes for the same report.

    There is no formula and no link in it. The ids of the records stand in a hidden last column.

    Args:
        report: The report. Lines that never leave the program are left out.
        cite: Show the ids, and add what every number counts below it.
    """
    from xlsxwriter import Workbook

    written = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(written, options)
    book.set_properties({"title": _cell_text(report.title)[:255], "created": _created(report)})
    looks = _Looks(book)
    found = tables(report, cite=cite)
    _write_overview(book.add_worksheet(_(_OVERVIEW)), report, found, looks)
    for number, table in enumerate(found, 1):
        sheet = book.add_worksheet(_sheet_name(number, table.title))
        _write_part(sheet, table, looks, cite)
    book.close()
    return written.getvalue()


def _created(report: Report) -> datetime:
    """The end of the period, so that the same report is the same file whenever it is written."""
    from karep.rules.periods import read_period

    period = read_period(report.period)
    return datetime.combine(period.last if period else date(2000, 1, 1), time())


class _Looks:
    """The formats of the cells of a workbook."""

    def __init__(self, book: "Workbook") -> None:
        top = {"valign": "top"}
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.right = book.add_format({"align": "right", **top})
        self.line = book.add_format()
        self.header = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, **top})
        self.above_number = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "align": "right", **top})
        self.text = book.add_format({"text_wrap": True, **top})
        self.nested = [book.add_format({"text_wrap": True, "indent": depth, **top}) for depth in range(1, 4)]
        self.typed = {
            name: book.add_format({"num_format": code, **top} | ({"align": "left"} if name in ("day", "time") else {}))
            for name, code in _FORMATS.items()
        }

    def words(self, level: int) -> "Format":
        """Of a text, set in by how deep it stands."""
        return self.nested[min(level, len(self.nested)) - 1] if level else self.text

    def number(self, value: Decimal | int, unit: str | None) -> "Format":
        """Of a number by its unit."""
        if unit == PERCENT:
            return self.typed["percent"]
        if unit:
            return self.typed["amount"]
        return self.typed["count" if isinstance(value, int) else "mean"]


class _Shown(NamedTuple):
    """A column of a sheet."""

    name: str
    header: str


def _write_overview(sheet: "Worksheet", report: Report, found: Sequence[Table], looks: _Looks) -> None:
    """What the report is, its figures, and how much each part has."""
    _write_text(sheet, 0, 0, report.title, looks.title)
    _write_text(sheet, 1, 0, report.subtitle, looks.line)
    at = 3
    figures = [row for table in found for row in table.rows if row.is_figure or row.goal is not None]
    if figures:
        columns = _columns(figures, ("what", *_OF_FIGURES))
        _write_rows(sheet, at, columns, figures, looks)
        at += len(figures) + 2
    _write_text(sheet, at, 0, _(COLUMNS["part"]), looks.header)
    _write_text(sheet, at, 1, _(_LINES), looks.above_number)
    for number, table in enumerate(found, at + 1):
        _write_text(sheet, number, 0, table.label, looks.text)
        lines = [row for row in table.rows if not row.level]
        if lines:
            sheet.write_number(number, 1, len(lines), looks.typed["count"])
        else:
            _write_text(sheet, number, 1, empty_row(table).what or "", looks.right)
    sheet.set_column(0, 0, _fitting([table.label for table in found] + [row.what or "" for row in figures]))
    sheet.set_column(1, len(_OF_FIGURES), _NUMBER_WIDTH)
    _set_paper(sheet)


def _write_part(sheet: "Worksheet", table: Table, looks: _Looks, cite: bool) -> None:
    rows = table.rows or (empty_row(table),)
    alone = {row.section for row in rows} == {table.title}
    left_out = ("part", "level", "section") if alone else ("part", "level")
    columns = _columns(rows, [name for name in COLUMNS if name not in left_out])
    _write_rows(sheet, 0, columns, rows, looks)
    said = ([column.header, *(_width_words(getattr(row, column.name)) for row in rows)] for column in columns)
    widths = [_fitting(texts) for texts in said]
    for place, (column, width) in enumerate(zip(columns, widths, strict=True)):
        sheet.set_column(place, place, width, None, {"hidden": column.name in _HIDDEN and not cite})
    for number, row in enumerate(rows, 1):
        texts = (getattr(row, column.name) for column in columns)
        _set_height(sheet, number, max(map(_rows_of, texts, widths)))
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, len(rows), len(columns) - 1)
    sheet.repeat_rows(0)
    _set_paper(sheet)


def _set_height(sheet: "Worksheet", row: int, lines: int) -> None:
    """Room for wrapped texts: not every spreadsheet makes it by itself."""
    if lines > 1:
        sheet.set_row(row, min(lines * _LINE_HEIGHT, _HIGHEST))


def _rows_of(cell: Cell, width: int) -> int:
    """About how many lines a text takes in a column."""
    if not isinstance(cell, str):
        return 1
    most = _HIGHEST // _LINE_HEIGHT
    return sum(1 + width_of(line[: most * width]) // width for line in cell.split("\n", most))


def _set_paper(sheet: "Worksheet") -> None:
    """A4 across, as many pages long as it takes."""
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)


def _columns(rows: Sequence[Row], names: Iterable[str]) -> list[_Shown]:
    """The columns that hold anything."""
    titles = dict(zip(COLUMNS, headers(), strict=True))
    filled = [name for name in names if any(getattr(row, name) is not None for row in rows)]
    return [_Shown(name, titles[name]) for name in filled]


def _write_rows(sheet: "Worksheet", at: int, columns: Sequence[_Shown], rows: Sequence[Row], looks: _Looks) -> None:
    for place, column in enumerate(columns):
        look = looks.above_number if column.name in _NUMBERS else looks.header
        _write_text(sheet, at, place, column.header, look)
    for number, row in enumerate(rows, at + 1):
        for place, column in enumerate(columns):
            _write_cell(sheet, (number, place), column.name, row, looks)


def _write_cell(sheet: "Worksheet", place: tuple[int, int], name: str, row: Row, looks: _Looks) -> None:
    value: Any = getattr(row, name)
    if value is None:
        return
    if isinstance(value, date) and value.year >= FIRST_YEAR:
        sheet.write_datetime(*place, datetime.combine(value, time()), looks.typed["day"])
    elif isinstance(value, time):
        sheet.write_datetime(*place, value, looks.typed["time"])
    elif isinstance(value, Decimal | int):
        percent = row.unit == PERCENT and name in _NUMBERS
        sheet.write_number(*place, value / 100 if percent else value, looks.number(value, row.unit))
    else:
        depth = row.level if name == "what" else 0
        _write_text(sheet, *place, str(value), looks.words(depth))


def _write_text(sheet: "Worksheet", row: int, column: int, text: str, look: "Format") -> None:
    text = _cell_text(text)
    if text.startswith("<r>") and text.endswith("</r>"):
        # the writer takes such a text for one that is formatted already, and would write it as it stands
        sheet.write_rich_string(row, column, text[:1], look, text[1:], look)
    elif text:
        sheet.write_string(row, column, text, look)


def _cell_text(text: str) -> str:
    """A text as a cell can hold it."""
    text = visible(text).replace("\ufffe", "�").replace("\uffff", "�")
    return text if _units(text) <= LONGEST_TEXT else _within(text, LONGEST_TEXT - 1) + ELLIPSIS


def _units(text: str) -> int:
    """How many units of UTF-16 a text takes, in which spreadsheets measure."""
    return len(text.encode("utf-16-le")) // 2


def _within(text: str, units: int) -> str:
    """The beginning of a text in so many units of UTF-16."""
    return text.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


def _sheet_name(number: int, title: str) -> str:
    """A name that every spreadsheet accepts; its number makes it different from all others."""
    name = " ".join(_cell_text(title).translate(_NOT_IN_NAMES).split())
    return _within(f"{number} {name}", LONGEST_NAME).rstrip(" '")


def _width_words(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return f"{cell:,.2f}"
    return cell.isoformat()[:10] if isinstance(cell, date | time) else str(cell)


def _fitting(texts: Iterable[str]) -> int:
    """How wide a column is that shows the longest line of these texts; a Chinese character takes two."""
    narrowest, widest = _WIDTHS
    longest = max((width_of(row) for text in texts for row in text[: 8 * widest].split("\n")), default=0)
    return max(narrowest, min(widest, longest + 2))
