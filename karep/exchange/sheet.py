"""A sheet: header, rows with their line numbers, and what was left out above the header. CSV and .xlsx alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import field
from itertools import islice
from pathlib import Path

from karep.exchange.delimited import DelimitedFile, Row, open_delimited
from karep.exchange.errors import NoNameColumn, SheetUnreadable
from karep.exchange.headers import header_key, recognise
from karep.exchange.package import is_package
from karep.exchange.records import Skipped, row_text
from karep.exchange.workbook import Workbook, WorkbookSheet, open_workbook
from karep.frozen import frozen
from karep.i18n import _, ngettext

HEADER_SEARCH = 30
"""Rows among which the header is looked for."""

SEPARATOR_WORDS = {"\t": "TAB"}


@frozen
class Sheet:
    """A list with its header found. Reading it again begins at the top; nothing is kept between two readings."""

    name: str
    header_line: int
    columns: tuple[str, ...]
    """Header cells as they stand, blanks at the ends removed."""
    read: Callable[[], Iterator[Row]]
    above: tuple[Skipped, ...] = ()
    """What stands above the header."""
    notices: tuple[str, ...] = ()
    """Translated sentences: how the file was read, and what of it was not."""
    encoding: str | None = None
    separator: str | None = None

    def body(self) -> Iterator[Row]:
        """Yield the rows below the header: ``(line, cells)``, cells as they stand."""
        for line, row in self.read():
            if line > self.header_line:
                yield line, row


@frozen
class _Found:
    """A header row and how many of its cells are known."""

    line: int
    cells: list[str]
    score: int
    above: list[Row] = field(default_factory=list)


def read_sheet(
    path: Path,
    *,
    encoding: str | None = None,
    separator: str | None = None,
    sheet: str | None = None,
    columns: Collection[str] = (),
) -> Sheet:
    """Open a file and find the header of its list.

    Args:
        path: a .csv, .tsv, .txt or .xlsx file; what counts is what is in it, not its name.
        encoding: the rep's ``--encoding``.
        separator: a character to take instead of the one found by rule.
        sheet: the worksheet to read, by name.
        columns: headers named in ``--map``: they count as known when the header is looked for.

    Raises:
        SheetRefused: one of its kinds, with a sentence that says what to do.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
    except OSError as error:
        raise SheetUnreadable(
            _("“{name}” cannot be opened: {why}").format(name=path.name, why=error.strerror or error)
        ) from error
    if not start:
        raise SheetUnreadable(_("“{name}” is empty.").format(name=path.name))
    wanted = {header_key(column) for column in columns}
    if is_package(start):
        return _from_workbook(path, open_workbook(path), sheet, wanted)
    return _from_text(path, open_delimited(path, encoding, separator), wanted)


def _from_text(path: Path, source: DelimitedFile, wanted: set[str]) -> Sheet:
    found = find_header(source.rows(), wanted)
    if found is None:
        raise NoNameColumn(_("“{name}” has no rows.").format(name=path.name))
    separator = source.dialect.separator
    how = _("Read as {encoding}, cells separated by {separator}.").format(
        encoding=source.encoding.upper().removesuffix("-SIG"),
        separator=SEPARATOR_WORDS.get(separator, f"“{separator}”"),
    )
    above = _above(found)
    if source.dialect.hint:
        above = (Skipped(1, _("names the separator"), f"sep={separator}"), *above)
    return Sheet(path.name, found.line, _columns(found), source.rows, above, (how,), source.encoding, separator)


def _from_workbook(path: Path, book: Workbook, wanted_sheet: str | None, wanted: set[str]) -> Sheet:
    if wanted_sheet is not None and wanted_sheet not in book.names:
        raise SheetUnreadable(
            _("There is no visible sheet “{sheet}”; the workbook has: {names}").format(
                sheet=wanted_sheet, names=_listed(book.names)
            )
        )
    names = (wanted_sheet,) if wanted_sheet is not None else book.names
    chosen: tuple[WorkbookSheet, _Found] | None = None
    for name in names:
        sheet = book.open(name)
        found = find_header(sheet.rows(), wanted)
        if found is None or (chosen is not None and not found.score):
            continue
        chosen = (sheet, found)
        if found.score:
            break
    if chosen is None:
        empty = _("“{name}” has no rows.").format(name=path.name)
        raise NoNameColumn(" ".join((empty, *_about_others(book, ""))))
    sheet, found = chosen
    notices = (_("Read sheet “{sheet}”.").format(sheet=sheet.name), *_about_others(book, sheet.name))
    return Sheet(f"{path.name} · {sheet.name}", found.line, _columns(found), sheet.rows, _above(found), notices)


def _about_others(book: Workbook, chosen: str) -> Iterator[str]:
    others = [name for name in book.names if name != chosen]
    if others:
        yield _("Other sheets are not read: {names}").format(names=_listed(others))
    if book.hidden:
        yield _("Hidden sheets are not read: {names}").format(names=_listed(book.hidden))
    places = book.errors.get(chosen) or book.errors.get("", ())
    if places:
        yield ngettext(
            "{n} cell shows an Excel error and is read as empty: {places}",
            "{n} cells show an Excel error and are read as empty: {places}",
            len(places),
        ).format(n=len(places), places=_listed(places))


def _listed(names: Sequence[str], most: int = 8) -> str:
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")


def find_header(rows: Iterator[Row], wanted: set[str]) -> _Found | None:
    """Find the header among the first rows: the row with the most known words, above which stand only narrower rows.

    Returns:
        The header; when no row has a known word, the first row of the usual width; None for a sheet without text.
    """
    head = [(line, row) for line, row in islice(rows, HEADER_SEARCH) if any(cell.strip() for cell in row)]
    if not head:
        return None
    best: _Found | None = None
    widest_above = 0
    for position, (line, row) in enumerate(head):
        filled = sum(1 for cell in row if cell.strip())
        score = _score(row, wanted)
        better = score > (best.score if best else 0)
        if better and (best is None or score > 1) and (position == 0 or widest_above < filled):
            best = _Found(line, row, score, head[:position])
        widest_above = max(widest_above, filled)
    if best is not None:
        return best
    widths = [sum(1 for cell in row if cell.strip()) for _line, row in head]
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    position = next((i for i, width in enumerate(widths) if width >= usual), 0)
    line, row = head[position]
    return _Found(line, row, 0, head[:position])


_NUMERIC = re.compile(r"[\d.,%+-]+")


def _score(row: list[str], wanted: set[str]) -> int:
    fields: set[str] = set()
    for cell in row[:200]:
        if not cell or len(cell) > 200 or _NUMERIC.fullmatch(cell):
            continue
        key = header_key(cell)
        known = recognise(cell)
        if key and key in wanted:
            fields.add("=" + key)
        elif known is not None:
            fields.add(known[0])
    return len(fields)


def _columns(found: _Found) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in found.cells)


def _above(found: _Found) -> tuple[Skipped, ...]:
    return tuple(Skipped(line, _("stands above the header"), row_text(row)) for line, row in found.above)
