"""A text broken into lines of so many terminal cells: between words, and anywhere in Chinese."""

import re
from collections.abc import Iterator
from typing import Final

from karep.screens.safe import ELLIPSIS, cells_of, one_line

MOST_ROWS: Final = 6
"""A note that is longer is cut; its record shows it whole."""

_WIDE: Final = r"\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uff60"
_CLOSING: Final = "，。；：！？、）」』”’%"
_BETWEEN: Final = "(?: ·(?= ))?"
"""The dot between the pieces of a line stays at the end of a row."""
_PIECE: Final = re.compile(rf"[{_WIDE}][{_CLOSING}]*{_BETWEEN}|[^\s{_WIDE}]+{_BETWEEN}\s*|\s+")


def wrapped(text: str, first: int, further: int, most: int = MOST_ROWS) -> list[str]:
    """The lines of a text, at least one; closing punctuation stays with the character before it.

    Args:
        text: The text; line breaks in it are shown as signs.
        first: Terminal cells of the first line.
        further: Terminal cells of the others.
        most: The most lines; the last one ends with an ellipsis when there is more.
    """
    line, used, lines = "", 0, list[str]()
    for piece in _pieces(one_line(text), max(1, further)):
        cells = cells_of(piece.rstrip())
        if line and used + cells > (further if lines else first):
            lines.append(line.rstrip())
            line, used = "", 0
            if len(lines) == most:
                return [*lines[:-1], f"{lines[-1]}{ELLIPSIS}"]
        line += piece
        used += cells_of(piece)
    return [*lines, line.rstrip()]


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may stand at the start of a line; what is wider than a line is cut."""
    for match in _PIECE.finditer(text):
        piece = match[0]
        while cells_of(piece) > width and len(piece) > 1:
            end = max(1, width // 2)
            yield piece[:end]
            piece = piece[end:]
        yield piece
