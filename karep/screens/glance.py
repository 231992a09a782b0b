"""A card of the playbook at a glance: six lines, broken for the width that there is."""

from collections.abc import Sequence
from typing import Final

from textual import events
from textual.content import Content
from textual.widgets import Static

from karep.playbook.book import AnyCard
from karep.reports.card_words import GLANCE_ROWS, GlanceLine, glance_lines, shared_rows
from karep.screens.safe import assemble, cells_of, fit, one_line
from karep.screens.wrapped import wrapped

_WIDEST_LABEL: Final = 22
_LEAST_LABEL: Final = 8
_LABEL_GAP: Final = 2


class Glance(Static):
    """The six lines of a card, broken for the width that there is."""

    DEFAULT_CSS = "Glance { height: auto; width: 100%; }"

    def __init__(self, *, id: str | None = None) -> None:
        """Show nothing yet."""
        super().__init__(id=id, markup=False)
        self._card: AnyCard | None = None
        self._signs: dict[str, str] | None = None
        self._width = 0

    def show_card(self, card: AnyCard | None, signs: dict[str, str] | None = None) -> None:
        """Show a card; `signs` are those of the questions that were asked on the deal at hand."""
        self._card, self._signs = card, signs
        self._write()

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew for another width."""
        if event.size.width != self._width:
            self._write()

    def _write(self) -> None:
        self._width = self.size.width
        if self._card is None or not self._width:
            self.update("")
            return
        rows = glance_rows(glance_lines(self._card, self._signs), self._width)
        lines = [assemble((label, "bold $text-accent"), words) for label, words in rows]
        self.update(Content("\n").join(lines))


def glance_rows(lines: Sequence[GlanceLine], width: int, most: int = GLANCE_ROWS) -> list[tuple[str, str]]:
    """The lines as rows of a label, padded to one width, and words; together at most `width` terminal cells wide.

    They take `most` rows at most, and one each at least; what does not fit ends with an ellipsis.
    """
    widest = max((cells_of(one_line(line.label)) for line in lines), default=0)
    room = min(widest, _WIDEST_LABEL, max(_LEAST_LABEL, width // 3)) + _LABEL_GAP
    rest = max(1, width - room)
    wanted = [len(wrapped(line.text, rest, rest)) for line in lines]
    rows = []
    for line, some in zip(lines, shared_rows(lines, wanted, most), strict=True):
        for number, words in enumerate(wrapped(line.text, rest, rest, some)):
            label = fit(line.label if number == 0 else "", room - _LABEL_GAP)
            rows.append((label + " " * _LABEL_GAP, fit(words, rest).rstrip()))
    return rows
