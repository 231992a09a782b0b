"""The painting that all lists share: straight columns under a header, only the visible lines, one highlighted row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar, Literal, NamedTuple

from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.geometry import Region
from textual.scroll_view import ScrollView
from textual.strip import Strip

from karep.screens.safe import fit, visible
from karep.screens.widgets.columns import GAP, TONES, Cell, Column, Placed, Row, Tone, arrange
from karep.screens.widgets.marked import marked

_POINTER = "› "
_NO_POINTER = "  "
_GUTTER = 2
_WAITING = "…"
_BETWEEN = " " * GAP
_STRIPS_KEPT = 512


class Line(NamedTuple):
    """Words across all columns, between the records: a heading, a warning, or what stands where records are missing."""

    text: str
    kind: Literal["section", "empty", "warning"]


class PaintedRows(ScrollView):
    """A header line over rows, painted by line and only where they are visible.

    Subclasses fill `_keys` and say what is in a row (`_row`). A row is known by its key, not by its position. The
    highlighted row carries a pointer besides its colour.
    """

    ALLOW_SELECT = False

    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "row-list--header",
        "row-list--row",
        "row-list--highlight",
        "row-list--section",
        "row-list--empty",
        "row-list--mark",
        *(f"row-list--{tone}" for tone in TONES),
    }

    DEFAULT_CSS = """
    PaintedRows {
        background: $background;
        color: $foreground;
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-gutter: stable;
        & > .row-list--header { color: $text-muted; text-style: bold; }
        & > .row-list--section { color: $text-accent; text-style: bold; }
        & > .row-list--empty { color: $text-muted; }
        & > .row-list--mark { text-style: bold underline; }
        & > .row-list--highlight {
            color: $block-cursor-blurred-foreground;
            background: $block-cursor-blurred-background;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .row-list--highlight {
            color: $block-cursor-foreground;
            background: $block-cursor-background;
            text-style: $block-cursor-text-style;
        }
        & > .row-list--muted { color: $text-muted; }
        & > .row-list--accent { color: $text-accent; }
        & > .row-list--success { color: $text-success; }
        & > .row-list--warning { color: $text-warning; text-style: italic; }
        & > .row-list--error { color: $text-error; text-style: bold; }
    }
    """

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "",
        show_header: bool = True,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        """Make a list without rows.

        Args:
            columns: What it shows, from left to right.
            empty: The words shown in the middle when there are no rows, already translated; may have several lines.
            show_header: Whether the titles of the columns stand above the rows.
            name: The name of the widget.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
        """
        super().__init__(name=name, id=id, classes=classes)
        self._columns = tuple(columns)
        self._empty = empty
        self._header = int(show_header)
        self._keys: tuple[str, ...] = ()
        self._index: int | None = None
        self._known = False
        self._placed: tuple[Placed, ...] = ()
        self._placed_for = -1
        self._styles: dict[tuple[str, ...], Style] = {}
        self._strips: LRUCache[tuple[str, bool], Strip] = LRUCache(_STRIPS_KEPT)

    def _row(self, key: str) -> Row | Line | None:
        """What stands in the row; None while it is not known."""
        raise NotImplementedError

    def _is_highlighted(self, index: int) -> bool:
        """Whether the row at a position is painted as the highlighted one."""
        return index == self._index

    @property
    def row_count(self) -> int:
        """How many lines there are, headings included."""
        return len(self._keys)

    @property
    def highlighted(self) -> str | None:
        """The key of the highlighted row, or None if there is none."""
        return None if self._index is None else self._keys[self._index]

    @property
    def highlighted_index(self) -> int | None:
        """The position of the highlighted row, counted from 0."""
        return self._index

    @property
    def empty(self) -> str:
        """The words shown when there are no rows."""
        return self._empty

    @empty.setter
    def empty(self, words: str) -> None:
        self._empty = words
        self.refresh()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, or the same ones in another language."""
        self._columns = tuple(columns)
        self._placed_for = -1
        self._repaint()

    @property
    def _page(self) -> int:
        """How many rows are in view at once, at least one."""
        return max(self.scrollable_content_region.height - self._header, 1)

    def _refresh_row(self, index: int) -> None:
        y = index + self._header - self.scroll_offset.y
        if self._header <= y < self.size.height:
            self.refresh(Region(0, y, self.size.width, 1))

    # Painting

    def notify_style_update(self) -> None:
        """Forget what was painted with the old colours."""
        super().notify_style_update()
        self._styles.clear()
        self._strips.clear()

    def _repaint(self) -> None:
        """Paint everything afresh."""
        self._strips.clear()
        self.refresh()

    def _forget_strips(self, keys: Iterable[str]) -> None:
        """Paint these rows afresh the next time."""
        for key in keys:
            self._strips.discard((key, False))
            self._strips.discard((key, True))

    def _style(self, *names: str) -> Style:
        style = self._styles.get(names)
        if style is None:
            style = self.get_visual_style(*(f"row-list--{name}" for name in names)).rich_style
            self._styles[names] = style
        return style

    def _toned(self, tone: Tone, highlighted: bool) -> Style:
        """The style of a cell. On the highlight a tone keeps only its weight: its colour could not be read there."""
        if not highlighted:
            return self._style("row", tone) if tone else self._style("row")
        style = self._style("row", "highlight")
        return style + self.get_component_styles(f"row-list--{tone}").text_style if tone else style

    def render_lines(self, crop: Region) -> list[Strip]:
        """Share the width between the columns before any line is painted."""
        self._place()
        return super().render_lines(crop)

    def _place(self) -> None:
        width = self.scrollable_content_region.width
        if width != self._placed_for:
            self._placed = arrange(self._columns, width - _GUTTER)
            self._placed_for = width
            self._strips.clear()

    def render_line(self, y: int) -> Strip:
        """One line of the widget: the header, a row, or a line of the words for an empty list."""
        self._place()
        if self._header and y == 0:
            return self._header_strip()
        if not self._keys:
            return self._empty_strip(y)
        index = y - self._header + self.scroll_offset.y
        if index >= len(self._keys):
            return Strip.blank(self._placed_for, self._style("row"))
        key, highlighted = self._keys[index], self._is_highlighted(index)
        strip = self._strips.get((key, highlighted))
        if strip is None:
            row = self._row(key)
            strip = self._row_strip(row, highlighted)
            if row is not None:
                self._strips[key, highlighted] = strip
        return strip

    def _header_strip(self) -> Strip:
        style = self._style("header")
        titles = [fit(placed.column.title, placed.width, placed.column.align) for placed in self._placed]
        return self._strip([Segment(_NO_POINTER + _BETWEEN.join(titles), style)], style)

    def _row_strip(self, row: Row | Line | None, highlighted: bool) -> Strip:
        """A record, a line of words, or a quiet ellipsis for a record that is still being fetched."""
        if isinstance(row, Line):
            style = self._style(row.kind)
            return self._strip([Segment(fit(row.text, self._placed_for), style)], style)
        base = self._toned("", highlighted)
        if row is None:
            pointer = Segment(_POINTER if highlighted else _NO_POINTER, base)
            return self._strip([pointer, Segment(_WAITING, self._toned("muted", highlighted))], base)
        # Neighbours of one style are painted as one piece: a page has hundreds of cells.
        segments: list[Segment] = []
        words, style = _POINTER if highlighted else _NO_POINTER, base
        for placed in self._placed:
            cell = row.cells.get(placed.column.key, "")
            text, tone, marks, lead = cell if isinstance(cell, Cell) else (cell, row.tone, (), 0)
            toned = self._toned(tone or row.tone, highlighted)
            if toned != style:
                segments.append(Segment(words, style))
                words, style = "", toned
            if marks:
                pieces = marked(text, marks, placed.width, placed.column.align, lead=lead)
                before, words = self._marked(words, pieces, style)
                segments += before
            else:
                words += fit(text, placed.width, placed.column.align)
            if toned == base:
                words += _BETWEEN
            else:
                segments.append(Segment(words, style))
                words, style = _BETWEEN, base
        segments.append(Segment(words, style))
        return self._strip(segments, base)

    def _marked(self, words: str, pieces: Iterable[tuple[str, bool]], style: Style) -> tuple[list[Segment], str]:
        """`words` and the pieces after them as segments up to the last marked one, and the words after that."""
        segments: list[Segment] = []
        for piece, is_marked in pieces:
            if is_marked:
                standing_out = style + self.get_component_styles("row-list--mark").text_style
                segments += [Segment(words, style), Segment(piece, standing_out)]
                words = ""
            else:
                words += piece
        return segments, words

    def _strip(self, segments: list[Segment], style: Style) -> Strip:
        return Strip(segments).adjust_cell_length(self._placed_for, style)

    def _empty_strip(self, y: int) -> Strip:
        """The words for an empty list, in the middle; nothing before it is known that the list is empty."""
        style = self._style("empty")
        lines = visible(self._empty).splitlines() if self._known else []
        line = y - self._header - max((self._page - len(lines)) // 2, 0)
        words = lines[line] if 0 <= line < len(lines) else ""
        return Strip([Segment(fit(words, self._placed_for, "center"), style)], self._placed_for)
