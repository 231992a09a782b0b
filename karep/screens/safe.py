"""The only place that turns stored text into something that a widget shows.

Names, notes and imported cells are written by strangers. Handed to a widget as they are, they can run actions or
stop the program (console markup), drive the terminal (escape sequences) or hide what they say (invisible and
direction-changing characters). Here control characters become visible pictures, nothing is ever parsed as markup,
and widths are counted in terminal cells.
"""

from __future__ import annotations

from typing import Literal

from rich.cells import cell_len, split_graphemes
from rich.text import Text
from textual.content import Content

from karep.rules.visible import LINE_BREAK, one_line, visible

__all__ = ["ELLIPSIS", "LINE_BREAK", "Align", "assemble", "cells_of", "fit", "one_line", "safe", "safe_rich", "visible"]

Align = Literal["left", "right", "center"]
"""Where `fit` puts the text when there is room to spare."""

ELLIPSIS = "…"
"""Stands at the end of a text that was cut."""


def safe(text: str) -> Content:
    """The text as content for any Textual widget, letter for letter: markup in it is not parsed."""
    return Content(visible(text))


def safe_rich(text: str) -> Text:
    """The text for the widgets that need Rich (cells of a DataTable, labels of a Tree): markup in it is not parsed."""
    return Text(visible(text), end="")


def assemble(*parts: str | tuple[str, str] | Content) -> Content:
    """Content put together from texts and (text, style) pairs; the texts may be anybody's, the styles are ours."""
    return Content.assemble(*(_part(part) for part in parts))


def _part(part: str | tuple[str, str] | Content) -> str | tuple[str, str] | Content:
    if isinstance(part, str):
        return visible(part)
    if isinstance(part, tuple):
        return visible(part[0]), part[1]
    return part


def cells_of(text: str) -> int:
    """How many terminal cells a visible text takes: 2 for 客, 1 for a letter, 0 for a combining accent."""
    return len(text) if text.isascii() else cell_len(text)


def fit(text: str, cells: int, align: Align = "left") -> str:
    """The text on one line in exactly `cells` terminal cells: cut with an ellipsis, or padded with blanks.

    Never cuts through a wide character, an accent or a joined emoji. An empty string where there is no room at all.
    """
    if cells <= 0:
        return ""
    # Notes can be long: only a beginning that surely fills the cells is looked at.
    limit = cells * 8 + 64
    cut = len(text) > limit
    line = one_line(text[:limit] if cut else text)
    width = cells_of(line)
    if cut or width > cells:
        line = _beginning(line, cells - 1) + ELLIPSIS
        width = cells_of(line)
    spare = cells - width
    if spare <= 0:
        return line
    if align == "left":
        return line + " " * spare
    if align == "right":
        return " " * spare + line
    return " " * (spare // 2) + line + " " * (spare - spare // 2)


def _beginning(line: str, cells: int) -> str:
    """The longest beginning made of whole characters as people see them that fits into `cells`."""
    if line.isascii():
        return line[:cells].rstrip()
    used = 0
    spans, _total = split_graphemes(line)
    for start, _end, width in spans:
        if used + width > cells:
            return line[:start].rstrip()
        used += width
    return line.rstrip()
