"""The widgets of the week: the thirteen parts, and their lines beside them."""

from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.tall_list import TallList
from karep.screens.widgets.wrapped_list import BLANK, FURTHER


class PartList(PointedList):
    """The parts, with a pointer at the one at hand; keys go to the lines beside it."""

    can_focus = False


class SummaryList(TallList):
    """The lines of all parts in one list."""

    def go_to(self, key: str) -> None:
        """Highlight the line with that key, and show it and its headings from the top."""
        if self.highlight(key) and self._index is not None:
            top = self._index
            while top and self._is_heading(top - 1):
                top -= 1
            self.scroll_to(y=top, animate=False, force=True)

    def _is_heading(self, index: int) -> bool:
        return not self._selectable(index) and not self._keys[index].startswith((BLANK, FURTHER))
