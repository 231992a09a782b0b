"""Which character separates the cells, found by reading the beginning of the file with each and comparing."""

from __future__ import annotations

import csv
import io
from collections import Counter

from karep.frozen import frozen

SEPARATORS = (",", "\t", ";", "|")
SAMPLE_ROWS = 50


@frozen
class Dialect:
    """How a line is cut into cells."""

    separator: str = ","
    skip_space: bool = False
    """A blank after the separator belongs to the separator (``1, "a"``)."""
    hint: bool = False
    """The first line is a spreadsheet's ``sep=;`` and not part of the table."""


def find_dialect(sample: str, separator: str | None = None) -> Dialect:
    """Return the separator under which the sample's rows are widest and most alike.

    Args:
        sample: the first characters of the file.
        separator: when given, it is taken as it is.
    """
    first = sample.split("\n", 1)[0].strip().strip('"')
    hint = len(first) == 5 and first[:4].casefold() == "sep="
    if separator is None:
        separator = first[4] if hint else _best(sample)
    spaced = f'{separator} "' in sample and f'{separator}"' not in sample
    return Dialect(separator, spaced, hint)


def sample_rows(sample: str, dialect: Dialect) -> list[list[str]]:
    """Return the first rows of the sample; an unclosed quote or an oversized cell ends the list early."""
    rows: list[list[str]] = []
    lines = io.StringIO(sample, newline="")
    if dialect.hint:
        lines.readline()
    reader = csv.reader(lines, delimiter=dialect.separator, skipinitialspace=dialect.skip_space)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) >= SAMPLE_ROWS:
                break
    except csv.Error:
        pass
    return rows


def _best(sample: str) -> str:
    return max(SEPARATORS, key=lambda separator: (_score(sample, separator), -SEPARATORS.index(separator)))


def _score(sample: str, separator: str) -> tuple[int, float]:
    """Rows that agree on a width of two or more cells, then how wide they are; a title line does not count."""
    widths = [len(row) for row in sample_rows(sample, Dialect(separator)) if any(cell.strip() for cell in row)]
    if not widths:
        return (0, 0.0)
    counted = Counter(width for width in widths if width > 1)
    if not counted:
        return (0, 0.0)
    width, rows = max(counted.items(), key=lambda item: (item[1], item[0]))
    return (rows, width)
