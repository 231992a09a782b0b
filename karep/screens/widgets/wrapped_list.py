"""A list to be read: every line whole, broken into as many rows as it needs, and highlighted as one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Final

from karep.frozen import frozen
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.section_list import Section
from karep.screens.wrapped import wrapped

FURTHER: Final = "\0further "
"""Begins the key of every row of a line but its first."""
BLANK: Final = "\0blank "
"""Begins the key of an empty row between two parts."""
_NOTE: Final = "\0quiet "
_HANGING: Final = 2
"""Cells by which the further rows of a line stand in."""
_ROOM: Final = 3
"""Cells beside the words: the pointer, and one to the scrollbar."""
LEAST: Final = 20
"""Rows are broken for at least so many cells."""
_TALL: Final = 28
"""With as many rows the parts stand apart even if the rep has to scroll."""


@frozen
class Paragraph:
    """A line of any length."""

    text: str
    tone: Tone = ""
    indent: int = 0
    """Cells."""
    lead: int = 0
    """As many characters at its beginning stand out, such as a name."""
    warned: str = ""
    """The piece of it that warns: it begins a row of its own, in the colour of a warning."""


@frozen
class Paragraphs:
    """A heading and the lines under it."""

    title: str
    lines: Mapping[str, Paragraph] = field(default_factory=dict)
    """Id to line, in the order shown. An id stands under one heading only."""
    note: str = ""
    """The quiet words where there are no lines; without them an empty part is left out."""


class WrappedList(ArrowList):
    """Lines in sections. Up and down go from line to line, whatever rows each has; letters belong to the page."""

    def __init__(self, *, most: int, id: str | None = None) -> None:
        """Make an empty list.

        Args:
            most: The most rows of a line; a longer one ends with an ellipsis.
            id: The id of the widget in the DOM.
        """
        super().__init__((Column("what", "", fraction=1),), show_header=False, id=id)
        self._most = most
        self._parts: tuple[Paragraphs, ...] = ()
        self._broken_for = 0

    def set_parts(self, parts: Sequence[Paragraphs]) -> None:
        """Show these parts; the highlight stays on its line."""
        self._parts = tuple(parts)
        self._break()

    def _break(self) -> None:
        self._broken_for = width = max(LEAST, self.scrollable_content_region.width - _ROOM)
        sections = [Section(one.title, self._rows(one, width), one.note) for one in self._parts]
        shown = [one for one in sections if one.rows or one.note]
        if self._page >= _TALL or sum(2 + max(1, len(one.rows)) for one in shown) - 1 <= self._page:
            # the parts stand apart, unless that would take the rows of a small terminal
            for number, one in enumerate(shown):
                note = {f"{_NOTE}{number}": Row({"what": one.note}, tone="muted")}
                shown[number] = replace(one, rows={**(one.rows or note), f"{BLANK}{number}": Row()})
        self.set_sections(shown)

    def _rows(self, part: Paragraphs, width: int) -> dict[str, Row]:
        rows: dict[str, Row] = {}
        for key, line in part.lines.items():
            room = max(LEAST, width - line.indent)
            told = [(words, line.tone) for words in wrapped(line.text, room, room - _HANGING, self._most)]
            if line.warned:
                narrow = room - _HANGING
                told += [(words, "warning") for words in wrapped(line.warned, narrow, narrow, self._most)]
            for number, (words, tone) in enumerate(told):
                indent = " " * (line.indent + (_HANGING if number else 0))
                lead = 0 if number else min(line.lead, len(words))
                marks = ((len(indent), len(indent) + lead),) if lead else ()
                rows[f"{FURTHER}{number} {key}" if number else key] = Row(
                    {"what": Cell(indent + words, marks=marks)}, tone=tone
                )
        return rows

    def go_to_top(self) -> None:
        """Highlight the first line and show the list from its beginning."""
        self._forget_highlight()
        if self._keys:
            self._go(self._nearest(0, 1))
        self.scroll_to(y=0, animate=False, force=True)

    def on_resize(self) -> None:
        """Break the lines anew for another width."""
        if self._parts and max(LEAST, self.scrollable_content_region.width - _ROOM) != self._broken_for:
            self._break()

    # --- a line of several rows ----------------------------------------------------------------------------------

    def _last_row(self, index: int) -> int:
        """The last row of the line that begins at a position."""
        while index + 1 < len(self._keys) and self._keys[index + 1].startswith(FURTHER):
            index += 1
        return index

    def _first_row(self, index: int) -> int:
        while index and self._keys[index].startswith(FURTHER):
            index -= 1
        return index

    def _is_highlighted(self, index: int) -> bool:
        return self._index is not None and self._index == self._first_row(index)

    def _refresh_row(self, index: int) -> None:
        for row in range(index, self._last_row(index) + 1):
            super()._refresh_row(row)

    def _reveal(self) -> None:
        """Bring the whole line into view, its heading too; of one that is too long, its beginning."""
        super()._reveal()
        if self._index is None or not self.size:
            return
        last, page = self._last_row(self._index), self._page
        if last >= self.scroll_offset.y + page:
            self.scroll_to(y=min(last - page + 1, self._index), animate=False, force=True)

    def _row_at(self, index: int) -> int:
        return self._first_row(index)
