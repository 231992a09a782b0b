"""What a list shows: its columns, the cells in them, and how the columns share the width of the terminal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Final, Literal, NamedTuple

from karep.frozen import frozen
from karep.screens.safe import Align

Tone = Literal["", "muted", "accent", "success", "warning", "error"]
"""How a cell is coloured. A tone repeats what the words of the cell say; it never says it alone."""

TONES: Final[tuple[Tone, ...]] = ("muted", "accent", "success", "warning", "error")
"""Every tone but the plain one."""

GAP: Final = 2
"""Blank cells between two columns."""


class Cell(NamedTuple):
    """A text with a tone. A plain string does where no tone is needed."""

    text: str
    tone: Tone = ""
    marks: tuple[tuple[int, int], ...] = ()
    """The parts of the text that stand out, such as what was looked for: first position and position after the last."""
    lead: int = 0
    """So many characters at its beginning stay where something is left out so that a mark is seen."""


@frozen
class Row:
    """One record as a list shows it."""

    cells: Mapping[str, str | Cell] = field(default_factory=dict)
    """Column key to text; a missing key is an empty cell. The texts may be anybody's: the list makes them safe."""

    tone: Tone = ""
    """The tone of every cell that has none of its own."""


@frozen
class Column:
    """One column of a list, with a fixed width or with a share of what the fixed ones leave."""

    key: str
    """Finds the cell in `Row.cells`."""

    title: str
    """The words above the column, already translated."""

    width: int = 0
    """Terminal cells; with `fraction`, the least it needs before it is dropped."""

    fraction: int = 0
    """Its share of the cells that are left over, in proportion to the other columns' shares."""

    align: Align = "left"
    """Where the text stands in the column."""

    priority: int = 5
    """The lowest is dropped first when the terminal narrows; of equals the rightmost. One column always stays."""


@frozen
class Placed:
    """A column with the width that it got."""

    column: Column
    width: int
    """Terminal cells."""


_LEAST_FRACTION: Final = 8


def arrange(columns: Sequence[Column], width: int) -> tuple[Placed, ...]:
    """Share `width` terminal cells between the columns, dropping the least important ones that do not fit.

    The widths of the columns that stay, with `GAP` between two of them, add up to at most `width`.
    """
    kept = list(columns)
    while len(kept) > 1 and _least(kept) > width:
        kept.remove(min(reversed(kept), key=lambda column: column.priority))
    if len(kept) == 1 and _least(kept) > width:
        return (Placed(kept[0], max(width, 0)),)
    return _placed(kept, width - _least(kept))


def _placed(columns: Sequence[Column], spare: int) -> tuple[Placed, ...]:
    """The columns with their least widths and their shares of the `spare` cells; not one cell of it is lost."""
    shares = sum(column.fraction for column in columns)
    placed = []
    for column in columns:
        extra = spare * column.fraction // shares if column.fraction else 0
        spare -= extra
        shares -= column.fraction
        placed.append(Placed(column, _need(column) + extra))
    return tuple(placed)


def _need(column: Column) -> int:
    if column.width:
        return column.width
    return _LEAST_FRACTION if column.fraction else 1


def _least(columns: Sequence[Column]) -> int:
    return sum(_need(column) for column in columns) + GAP * (len(columns) - 1) if columns else 0
