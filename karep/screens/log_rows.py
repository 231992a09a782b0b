"""The rows below the log line: what each part will be stored as, whole, with the part's name beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from textual import events
from textual.message import Message

from karep.i18n import _
from karep.reports.log_preview import PreviewRow, note_words
from karep.rules.privacy import MASK
from karep.screens.privacy import Eyes
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.section_list import Section
from karep.screens.widgets.wrapped_list import FURTHER, LEAST, WrappedList
from karep.screens.wrapped import wrapped

_LABEL: Final = 14
"""Cells for the name of a part."""
_BESIDE: Final = 6
"""Cells beside the words: the pointer, the gap between the columns, one to the scrollbar."""
_TONES: Final[dict[str, Tone]] = {"said": "", "assumed": "muted", "proposed": "accent"}


class LogRows(WrappedList, can_focus=False):
    """The parts of a log line. Nothing is highlighted until the rep goes there; the line keeps the focus."""

    @dataclass
    class Chosen(Message):
        """A row was clicked."""

        key: str

    def __init__(self, *, id: str | None = None) -> None:
        """Make an empty list."""
        super().__init__(most=6, id=id)
        self.set_columns((Column("label", "", width=_LABEL, priority=9), Column("what", "", fraction=1, priority=10)))
        self._shown: list[tuple[PreviewRow, str]] = []
        self.rows_by_key: dict[str, PreviewRow] = {}

    def show(self, rows: tuple[PreviewRow, ...], eyes: Eyes, *, accept: str) -> None:
        """Show these rows; the highlight stays on its part.

        Args:
            rows: The rows.
            eyes: Who looks.
            accept: The key that takes what is proposed.
        """
        self._shown = [(row, _words(row, eyes, accept)) for row in rows]
        self._break()

    def _break(self) -> None:
        self._broken_for = max(LEAST, self.scrollable_content_region.width - 3)
        width = max(LEAST, self.scrollable_content_region.width - _LABEL - _BESIDE)
        painted: dict[str, Row] = {}
        self.rows_by_key = {}
        for row, words in self._shown:
            key = _free(f"{row.kind} ", self.rows_by_key)
            self.rows_by_key[key] = row
            for number, piece in enumerate(wrapped(words, width, width, self._most)):
                cells = {"label": Cell("" if number else row.label, "muted"), "what": Cell(piece, _TONES[row.how])}
                painted[f"{FURTHER}{number} {key}" if number else key] = Row(cells)
        self.set_rows(painted)

    def set_rows(self, painted: dict[str, Row]) -> None:
        """Show painted rows without a heading above them."""
        self.set_sections([Section("", painted)] if painted else [])

    def set_sections(self, sections: list[Section], *, keep_highlight: bool = True) -> None:  # type: ignore[override]
        """Show the rows of one section; there is no heading."""
        rows = sections[0].rows if sections else {}
        self._lines = dict(rows)
        self._set_keys(tuple(rows))

    def on_resize(self) -> None:
        """Break the rows anew for another width."""
        if self._shown and max(LEAST, self.scrollable_content_region.width - 3) != self._broken_for:
            self._break()

    def _survivor(self, old_keys: object, old_index: int | None) -> int | None:
        """Rows that are shown anew are not highlighted of themselves, nor are the neighbours of a lost one."""
        if old_index is None or not isinstance(old_keys, tuple) or old_keys[old_index] not in self._keys:
            return None
        return self._keys.index(old_keys[old_index])

    def let_go(self) -> None:
        """Highlight nothing."""
        before, self._index = self._index, None
        if before is not None:
            self._refresh_row(before)

    def step(self, step: int) -> PreviewRow | None:
        """Go to the next row, or the one before; past the ends none is highlighted."""
        rows = [index for index in range(len(self._keys)) if self._selectable(index)]
        here = rows.index(self._index) if self._index in rows else (-1 if step > 0 else len(rows))
        if 0 <= here + step < len(rows):
            self._go(rows[here + step])
        else:
            self.let_go()
        return self.rows_by_key.get(self.highlighted or "")

    def on_click(self, event: events.Click) -> None:
        """Say which row was clicked."""
        event.prevent_default()
        offset = event.get_content_offset(self)
        index = -1 if offset is None else offset.y + self.scroll_offset.y
        if 0 <= index < len(self._keys):
            event.stop()
            self._go(self._first_row(index))
            self.post_message(self.Chosen(self.highlighted or ""))


def _words(row: PreviewRow, eyes: Eyes, accept: str) -> str:
    shown = MASK if eyes.private and row.level else eyes.words(row.words)
    note = _("{key} takes it").format(key=accept) if row.how == "proposed" else note_words(row)
    sign = {"new": "＋ ", "unclear": "? "}.get(row.state, "")
    return f"{sign}{shown} ({note})" if note else shown


def _free(prefix: str, taken: dict[str, PreviewRow]) -> str:
    number = 1
    while f"{prefix}{number}" in taken:
        number += 1
    return f"{prefix}{number}"
