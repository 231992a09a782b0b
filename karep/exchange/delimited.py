"""Rows of a text file whose cells are separated by a character."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

from karep.exchange.decode import find_encoding, head, lines_of
from karep.exchange.errors import SheetTooLarge, SheetUnreadable
from karep.exchange.limits import MAX_CELL, MAX_COLUMNS, MAX_LINE, MAX_ROWS
from karep.exchange.separator import Dialect, find_dialect
from karep.frozen import frozen
from karep.i18n import _

Row = tuple[int, list[str]]
"""The line on which a row begins, counted from 1, and its cells as they stand."""


@frozen
class DelimitedFile:
    """A text file with everything found out that is needed to cut it into cells."""

    path: Path
    encoding: str
    dialect: Dialect

    def rows(self) -> Iterator[Row]:
        """Read the file from its beginning, row by row.

        Raises:
            SheetTooLarge: a cell, a line, the columns or the rows are over their limit.
            SheetUnreadable: the file changed while it was read.
        """
        csv.field_size_limit(MAX_CELL)
        lines = lines_of(self.path, self.encoding, MAX_LINE)
        skipped = 0
        if self.dialect.hint:
            next(lines, "")
            skipped = 1
        reader = csv.reader(lines, delimiter=self.dialect.separator, skipinitialspace=self.dialect.skip_space)
        start = 1 + skipped
        try:
            for number, row in enumerate(reader, 1):
                if len(row) > MAX_COLUMNS or number > MAX_ROWS:
                    raise _too_many(start, len(row))
                yield start, row
                start = reader.line_num + 1 + skipped
        except csv.Error as error:
            raise _broken(error, start) from error
        except UnicodeError as error:
            raise SheetUnreadable(_("The file changed while it was read. Import it again.")) from error


def open_delimited(path: Path, encoding: str | None = None, separator: str | None = None) -> DelimitedFile:
    """Find out encoding and separator of a text file.

    Args:
        path: the file.
        encoding: the rep's choice; None to go by byte order mark and strict UTF-8.
        separator: the rep's choice; None to compare the usual ones.

    Raises:
        EncodingUndecided: the rep must choose.
        SheetUnreadable: the choice does not fit.
    """
    found = find_encoding(path, encoding)
    return DelimitedFile(path, found, find_dialect(head(path, found).replace("\0", ""), separator))


def _too_many(line: int, columns: int) -> SheetTooLarge:
    if columns > MAX_COLUMNS:
        return SheetTooLarge(
            _("Line {line} has {n:,} columns; karep reads at most {limit:,}. Remove those that are not needed.").format(
                line=line, n=columns, limit=MAX_COLUMNS
            )
        )
    return SheetTooLarge(
        _("The file has more than {limit:,} rows. Split it and import the parts.").format(limit=MAX_ROWS)
    )


def _broken(error: csv.Error, line: int) -> SheetTooLarge | SheetUnreadable:
    if "field larger" in str(error):
        return SheetTooLarge(
            _(
                "A cell in the row that begins on line {line} is larger than {limit:,} characters; "
                "perhaps a quotation mark is not closed there. Correct it and import again."
            ).format(line=line, limit=MAX_CELL)
        )
    return SheetUnreadable(_("The row that begins on line {line} cannot be read: {why}").format(line=line, why=error))
