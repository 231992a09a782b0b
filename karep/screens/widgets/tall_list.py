"""A list to be read whose lines may be taller than the screen: such a line is scrolled through before it is left."""

from typing import Final

from karep.screens.widgets.columns import Row
from karep.screens.widgets.wrapped_list import Paragraphs, WrappedList

_STEP: Final = 3
"""Rows by which a tall line moves at a key."""


class TallList(WrappedList):
    """Lines of any height; those that did not change are not broken into rows again."""

    def __init__(self, *, most: int, id: str | None = None) -> None:
        """Make an empty list; the arguments are those of `WrappedList`."""
        super().__init__(most=most, id=id)
        self._made: dict[str, tuple[Paragraphs, int, dict[str, Row]]] = {}

    def _break(self) -> None:
        super()._break()
        shown = {one.title for one in self._parts}
        self._made = {title: made for title, made in self._made.items() if title in shown}

    def _rows(self, part: Paragraphs, width: int) -> dict[str, Row]:
        made = self._made.get(part.title)
        # the same lines in another order are another part, which a mapping does not tell
        if made is None or made[0] != part or list(made[0].lines) != list(part.lines) or made[1] != width:
            made = self._made[part.title] = (part, width, super()._rows(part, width))
        return made[2]

    def action_move(self, step: int) -> None:
        """Go to the next line; through a tall one first."""
        if not self._scroll_within(step, _STEP):
            super().action_move(step)

    def action_page(self, direction: int) -> None:
        """Go one page on; through a tall line first."""
        if not self._scroll_within(direction, max(1, self._page - 1)):
            super().action_page(direction)

    def _scroll_within(self, direction: int, rows: int) -> bool:
        """Show more of the highlighted line if there is more of it that way; at the end of the last one stay there."""
        if self._index is None or not self.size:
            return False
        top = self.scroll_offset.y
        first, last = self._index, self._last_row(self._index)
        beyond = last - (top + self._page - 1) if direction > 0 else top - first
        if last - first < self._page:
            return False
        if beyond <= 0:
            return direction > 0 and not any(map(self._selectable, range(last + 1, len(self._keys))))
        self.scroll_to(y=top + direction * min(rows, beyond), animate=False, force=True)
        return True
