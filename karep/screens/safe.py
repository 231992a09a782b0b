"""The only place that turns stored text into something that a widget shows.

Names, notes and imported cells are written by strangers. Handed to a widget as they are, they can run actions or
stop the program (console markup), drive the terminal (escape sequences) or hide what they say (invisible and
direction-changing characters). Here control characters become visible pictures, nothing is ever parsed as markup,
and widths are counted in terminal cells.
"""

from __future__ import annotations

import re
from typing import Literal

from rich.cells import cell_len, split_graphemes
from rich.text import Text
from textual.content import Content

Align = Literal["left", "right", "center"]
"""Where `fit` puts the text when there is room to spare."""

ELLIPSIS = "…"
"""Stands at the end of a text that was cut."""

LINE_BREAK = " ⏎ "
"""Stands for a line break where only one line can be shown."""

_TAB = "    "

# An emoji that a zero-width joiner may bind to the next one (families, professions, flags).
_EMOJI = r"\u00a9\u00ae\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff"
# Scripts that need joiners for correct spelling: Arabic and Persian to Myanmar, Khmer.
_JOINING = r"\u0620-\u109f\u1780-\u17b3"
_VARIATION = r"\ufe00-\ufe0f\U000e0100-\U000e01ef"

# Flags of England, Scotland and Wales: a black flag spelled on with tag characters.
_TAG_FLAG = r"\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{4,6}\U000e007f"
_JOINERS_KEPT = (
    rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])",
    rf"(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}])",
)
_HIDDEN = (
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f"  # C0 without the line feed, DEL, C1
    r"\xad\u034f\u061c\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    r"\ud800-\udfff"  # lone halves of a pair: no terminal can encode them
    r"\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
    # One variation selector chooses a glyph; a run of them smuggles text.
    rf"|(?<=[{_VARIATION}])[{_VARIATION}]"
)
_SPECIAL = re.compile(rf"(?P<kept>{_TAG_FLAG}|{'|'.join(_JOINERS_KEPT)})|{_HIDDEN}")
_LINE_BREAKS = re.compile(r"[^\S\n]*\n\s*")


def _picture(match: re.Match[str]) -> str:
    """The visible stand-in for one matched character."""
    if match["kept"]:
        return match["kept"]
    code = ord(match[0])
    if code == 0x09:
        return _TAB
    if code < 0x20:
        return chr(0x2400 + code)
    if code == 0x7F:
        return "␡"
    return f"⟦U+{code:04X}⟧"


def visible(text: str) -> str:
    """The text with nothing left in it that could act on the terminal or hide.

    Line feeds stay, tabs become four spaces, carriage return with line feed becomes a line feed. Other control
    characters become their Unicode picture (␛, ␇), what has no picture becomes its code (⟦U+202E⟧). Joiners stay
    where a script or an emoji is spelled with them. Applying it twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    return _SPECIAL.sub(_picture, text)


def one_line(text: str, line_break: str = LINE_BREAK) -> str:
    """`visible` text on one line: line breaks, with the blanks around them, become `line_break`."""
    text = visible(text)
    if "\n" not in text:
        return text
    return _LINE_BREAKS.sub(line_break, text.strip())


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
