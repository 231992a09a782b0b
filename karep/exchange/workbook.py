"""Rows of an Excel workbook's sheets, every cell as the text that a rep would have typed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import field
from pathlib import Path
from typing import Any

from karep.exchange.delimited import Row
from karep.exchange.errors import SheetTooLarge, SheetUnreadable
from karep.exchange.limits import MAX_CELL
from karep.exchange.package import Part, check_grid, check_package
from karep.frozen import frozen
from karep.i18n import _

# Excel keeps 15 significant digits: what has more has already lost some.
_EXACT = 10**15


@frozen
class WorkbookSheet:
    """One worksheet that is open and can be read again and again."""

    name: str
    sheet: Any
    merged: dict[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """``(row, column)`` under a merged cell → where its text stands, counted from 0."""

    def rows(self) -> Iterator[Row]:
        """Read the sheet from its first row; cells merged downwards repeat their text on every row.

        Raises:
            SheetTooLarge: a cell is over the limit.
        """
        start = self.sheet.start
        left = start[1] if start else 0
        above: dict[tuple[int, int], str] = {}
        tops: dict[int, set[int]] = {}
        for row_index, column in self.merged.values():
            tops.setdefault(row_index, set()).add(column)
        below = {row for row, _column in self.merged}
        for index, cells in enumerate(self.sheet.iter_rows()):
            row = [cell if type(cell) is str else cell_text(cell) for cell in cells]
            if left:
                row = [""] * left + row
            if max(map(len, row), default=0) > MAX_CELL:
                raise SheetTooLarge(
                    _("A cell in row {line} is larger than {limit:,} characters. Shorten it and import again.").format(
                        line=index + 1, limit=MAX_CELL
                    )
                )
            if index in below:
                self._fill(index, row, above)
            for column in tops.get(index, ()):
                if column < len(row):
                    above[index, column] = row[column]
            if "\0" in "".join(row):
                row = [cell.replace("\0", "") for cell in row]
            yield index + 1, row

    def _fill(self, index: int, row: list[str], above: dict[tuple[int, int], str]) -> None:
        for column, cell in enumerate(row):
            source = self.merged.get((index, column))
            if source is not None and not cell:
                row[column] = above.get(source, "")


@frozen
class Workbook:
    """A workbook that has passed its checks. A sheet is held in memory from `open` on."""

    book: Any
    names: tuple[str, ...]
    """Visible worksheets in their order."""
    hidden: tuple[str, ...]
    errors: dict[str, tuple[str, ...]]
    """Sheet name → places of its error cells, which are read as empty; '' when the sheet is not certain."""

    def open(self, name: str) -> WorkbookSheet:
        """Read one worksheet into memory.

        Raises:
            SheetUnreadable: its XML is broken.
        """
        try:
            sheet = self.book.get_sheet_by_name(name)
            merged: dict[tuple[int, int], tuple[int, int]] = {}
            for (top, left), (bottom, _right) in sheet.merged_cell_ranges or ():
                for row in range(top + 1, min(bottom, sheet.total_height) + 1):
                    merged[row, left] = (top, left)
        except BaseException as error:
            raise _unreadable(error) from error
        return WorkbookSheet(name, sheet, merged)


def open_workbook(path: Path) -> Workbook:
    """Open a .xlsx after its package was checked.

    Raises:
        SheetUnreadable: damaged, locked, or of another format.
        SheetTooLarge: unpacks to too much, or a sheet reaches too far.
    """
    parts = check_package(path)
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_path(str(path))
        worksheets = [item for item in book.sheets_metadata if item.typ == SheetTypeEnum.WorkSheet]
    except BaseException as error:
        raise _unreadable(error) from error
    visible = tuple(item.name for item in worksheets if item.visible == SheetVisibleEnum.Visible)
    hidden = tuple(item.name for item in worksheets if item.visible != SheetVisibleEnum.Visible)
    # Which part belongs to which sheet is known only to the reader, so every part must be within the limits.
    for part in parts.values():
        check_grid(part, visible[0] if len(visible) == 1 else path.name)
    return Workbook(book, visible, hidden, _errors_by_sheet(parts, visible))


def _unreadable(error: BaseException) -> BaseException:
    """Turn what the reader raised into a sentence; a panic of its engine is not an `Exception`."""
    if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
        return error
    return SheetUnreadable(_("The workbook cannot be read. Save it again as .xlsx or as “CSV UTF-8” and import that."))


def _errors_by_sheet(parts: dict[str, Part], visible: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    found = [part.errors for part in parts.values() if part.errors]
    if not found:
        return {}
    name = visible[0] if len(visible) == len(parts) == 1 else ""
    return {name: tuple(place for errors in found for place in errors)}


def cell_text(cell: object) -> str:
    """Return a typed cell as text: whole numbers without a point, dates as ISO 8601, numbers with 15 digits at most."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, int | float):
        if -_EXACT < cell < _EXACT and cell == int(cell):
            return str(int(cell))
        return f"{cell:.15G}"
    if isinstance(cell, datetime.datetime):
        if cell.time() == datetime.time():
            return cell.date().isoformat()
        return cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
