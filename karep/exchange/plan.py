"""A sheet understood: how its rows become records, one entry for every row."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from karep.exchange.dates import ORDERS, decide_order, has_date_with_order
from karep.exchange.delimited import Row
from karep.exchange.errors import DateOrderUndecided, SheetRefused
from karep.exchange.lines import EXAMPLE_SEARCH, example_reason, footer_reason, may_be_footer
from karep.exchange.mapping import ColumnMap, Kind, understand_columns
from karep.exchange.reading import DATE_FIELDS, RowReader
from karep.exchange.records import Entry, Record, Refusal, Skipped, row_text
from karep.exchange.sheet import Sheet, read_sheet
from karep.exchange.values import clean
from karep.frozen import frozen
from karep.i18n import _, ngettext


@frozen
class Plan:
    """How a sheet will be read. `entries` reads it from the beginning each time; nothing is kept in memory."""

    sheet: Sheet
    columns: ColumnMap
    date_order: str | None
    notices: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """What one row of the sheet is."""
        return self.columns.kind

    def entries(self) -> Iterator[Entry]:
        """Yield one entry for every row of the sheet, in order; a run of blank rows is one entry with its count.

        Raises:
            SheetTooLarge: a limit is passed on the way.
            SheetUnreadable: the file changed or breaks off.
        """
        yield from self.sheet.above
        reader = RowReader(self.columns, self.date_order)
        width = len(self.sheet.columns)
        least = max((i for i, name in enumerate(self.sheet.columns, 1) if name), default=width)
        for line, row, reason in _sorted_out(self.sheet.body()):
            if reason:
                yield Skipped(line, reason[0], row_text(row), reason[1])
            elif len(row) == width:
                yield reader.read(line, row)
            else:
                yield self._of_other_width(reader, line, row, width, least)

    def _of_other_width(self, reader: RowReader, line: int, row: list[str], width: int, least: int) -> Record | Refusal:
        """Take a row with blanks too many or too few at its end; refuse one whose cells may be shifted."""
        if least <= len(row) < width:
            return reader.read(line, row + [""] * (width - len(row)))
        if len(row) > width and not any(cell.strip() for cell in row[width:]):
            return reader.read(line, row[:width])
        reason = ngettext(
            "has {n} cell where the header has {width}", "has {n} cells where the header has {width}", len(row)
        ).format(n=len(row), width=width)
        if len(row) > width:
            reason = _("{reason}: a cell that holds the separator needs quotation marks").format(reason=reason)
        return Refusal(line, reason, row_text(row))


def open_plan(
    path: Path,
    *,
    kind: Kind | None = None,
    columns: Mapping[str, str] | None = None,
    encoding: str | None = None,
    dates: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
) -> Plan:
    """Read a file's header, decide what its columns are, and find the order of its dates.

    Args:
        path: a .csv or .xlsx file.
        kind: ``Kind.ACCOUNTS`` or ``Kind.PEOPLE`` to force; None to decide by the header.
        columns: the rep's ``--map``, header → field (see `mapping.parse_map`).
        encoding: the rep's ``--encoding``.
        dates: the rep's ``--dates``: ``dmy``, ``mdy`` or ``ymd``.
        separator: the character between cells; None to find it by rule.
        sheet: the worksheet to read, by name; None for the first with a known header.

    Raises:
        SheetRefused: one of its kinds; ``str()`` of it is what the rep reads.
    """
    found = read_sheet(path, encoding=encoding, separator=separator, sheet=sheet, columns=tuple(columns or ()))
    return make_plan(found, kind=kind, columns=columns, dates=dates)


def make_plan(
    sheet: Sheet,
    *,
    kind: Kind | None = None,
    columns: Mapping[str, str] | None = None,
    dates: str | None = None,
) -> Plan:
    """Decide what a sheet's columns are, and find the order of its dates.

    Raises:
        NoNameColumn: nothing could be stored.
        DateOrderUndecided: the rep must say which order the dates have.
        DateOrderConflict: the dates contradict each other.
    """
    if dates is not None and dates not in ORDERS:
        raise SheetRefused(_("“{order}” is not an order of dates; it is one of: dmy, mdy, ymd").format(order=dates))
    understood = understand_columns(sheet.columns, kind=kind, columns=columns)
    order = dates or _date_order(sheet, understood)
    notices = list(sheet.notices)
    if order and dates is None:
        words = {"dmy": _("day first"), "mdy": _("month first"), "ymd": _("year first")}
        notices.append(_("Dates are read {order}, as other dates in the file show.").format(order=words[order]))
    return Plan(sheet, understood, order, tuple(notices))


def _date_order(sheet: Sheet, columns: ColumnMap) -> str | None:
    dated = [column.index for column in (*columns.columns, *columns.person_columns) if column.field in DATE_FIELDS]
    if not dated:
        return None
    names = {column.index: column.header for column in columns.columns}
    width = len(sheet.columns)
    try:
        return decide_order(
            (line, names[index], text)
            for line, row in sheet.body()
            if len(row) == width
            for index in dated
            if (text := clean(row[index]))
        )
    except DateOrderUndecided:
        # The rest of the file was written by the same program: one clear date anywhere decides.
        order = decide_order_elsewhere(sheet, names)
        if order is None:
            raise
        return order


def decide_order_elsewhere(sheet: Sheet, names: Mapping[int, str]) -> str | None:
    """Look for the order of dates in all columns; None when they do not decide or contradict each other."""
    try:
        return decide_order(
            (line, names.get(index, ""), text)
            for line, row in sheet.body()
            for index, cell in enumerate(row)
            if has_date_with_order(text := cell.strip())
        )
    except SheetRefused:
        return None


def _sorted_out(body: Iterator[Row]) -> Iterator[tuple[int, list[str], tuple[str, int] | None]]:
    """Set apart rows that are not records: ``(line, row, None or (reason, number of rows))``.

    A total without numbers beside it may be a record's name: it waits until it is known whether a record follows.
    """
    blank_from = blanks = seen = 0
    waiting: list[tuple[int, list[str], str]] = []
    for line, row in body:
        first = row[0] if row else ""
        if seen > EXAMPLE_SEARCH and first and not first.isspace() and not may_be_footer(first):
            reason, certain = "", True
        else:
            cells = [cell for cell in row if cell.strip()]
            if not cells:
                blank_from, blanks = blank_from or line, blanks + 1
                continue
            reason, certain = footer_reason(cells)
            if not reason and seen < EXAMPLE_SEARCH:
                reason = example_reason(cells)
                certain = True
        if blanks:
            yield blank_from, [], (_("blank"), blanks)
            blank_from = blanks = 0
        seen += 1
        if reason and not certain:
            waiting.append((line, row, reason))
            continue
        if not reason:
            for earlier, held, _reason in waiting:
                yield earlier, held, None
            waiting.clear()
        yield line, row, (reason, 1) if reason else None
    for earlier, held, reason in waiting:
        yield earlier, held, (reason, 1)
    if blanks:
        yield blank_from, [], (_("blank"), blanks)
