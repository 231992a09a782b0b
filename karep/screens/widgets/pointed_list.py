"""A list of choices in which a sign stands before the highlighted one, so that it is not told by its colour alone."""

from typing import Final

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import OptionList

_POINTER: Final = "›"


class PointedList(OptionList):
    """An option list with a pointer before the first line of the highlighted option."""

    DEFAULT_CSS = """
    PointedList > .option-list--option { padding: 0 1 0 2; }
    PointedList.-textual-compact > .option-list--option { padding: 0 0 0 2; }
    """

    def render_line(self, y: int) -> Strip:
        """A line of the list; its padding holds the pointer."""
        strip = super().render_line(y)
        line = self.scroll_offset.y + y
        if line >= len(self._lines) or self._lines[line] != (self.highlighted, 0):
            return strip
        # with the style of what follows, the mouse finds the option here too
        style = next((segment.style for segment in strip), None)
        return Strip.join([Strip([Segment(_POINTER, style)]), strip.crop(1)])
