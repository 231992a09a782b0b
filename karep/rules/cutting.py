"""Text cut to the room that there is, counted in cells of a terminal: a Chinese character takes two."""

from typing import Final
from unicodedata import category, east_asian_width

ELLIPSIS: Final = "…"
"""Stands for what was cut off."""

_STOPS: Final = frozenset(" ，,。.；;、！!？?：:）)》」”")
_CLAUSE_ENDS: Final = _STOPS - frozenset(" ：:")
_NO_CELL: Final = ("Mn", "Me")
_AHEAD: Final = 4
"""As many characters a cell are looked at first: a note may be long, and only its beginning is shown."""


def cells(text: str) -> int:
    """How many cells of a terminal the text takes; marks that are set above a letter take none."""
    if text.isascii():
        return len(text)
    return sum(_width(one) for one in text)


def cut(text: str, width: int, *, clause: bool = False) -> str:
    """The text on one line in at most so many cells, with … in place of the rest.

    It is cut behind a word or a clause when one ends in the last third of the room; with `clause` the end of a clause
    is looked for first. `width` is at least 1.
    """
    start = text[: _AHEAD * width]
    line = " ".join(start.split())
    kept = _fitting(line, width)
    if kept == len(line) and len(start) < len(text):
        line = " ".join(text.split())
        kept = _fitting(line, width)
    if kept == len(line):
        return line
    kept = _fitting(line[: kept + 1], width - 1)
    head = line[:kept]
    for stops in (_CLAUSE_ENDS, _STOPS) if clause else (_STOPS,):
        for back in range(kept - 1, kept - kept // 3 - 1, -1):
            if head[back] in stops:
                return head[:back].rstrip("".join(_STOPS)) + ELLIPSIS
    return head.rstrip("".join(_STOPS)) + ELLIPSIS


def _fitting(line: str, width: int) -> int:
    """How many characters of a line fit into so many cells."""
    if line.isascii():
        return min(len(line), width)
    taken = 0
    for place, character in enumerate(line):
        taken += 1 if character.isascii() else _width(character)
        if taken > width:
            return place
    return len(line)


def _width(character: str) -> int:
    if east_asian_width(character) in "WF":
        return 2
    return 0 if category(character) in _NO_CELL else 1
