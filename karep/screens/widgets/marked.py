"""A text with parts that are marked, such as what was looked for, in so many terminal cells."""

from collections.abc import Iterable, Sequence
from typing import Final

from karep.screens.safe import ELLIPSIS, Align, cells_of, fit, one_line

Marks = Sequence[tuple[int, int]]
"""The parts of a text, as pairs of first position and position after the last."""

_START, _END = "\ufdd0", "\ufdd1"
_LEAST_ROOM: Final = 8
"""Cells that a kept beginning must leave for the mark."""
_REPLACED: Final = {ord(_START): "\ufffd", ord(_END): "\ufffd"}
# Code points that are no characters: they go with the text through everything that makes it safe, and come out where
# the marks then are. In a stored text they mean nothing and are shown as what could not be read.


def marked(text: str, marks: Marks, cells: int, align: Align = "left", *, lead: int = 0) -> list[tuple[str, bool]]:
    """The text in exactly `cells` terminal cells as `fit` gives it, in pieces that are marked or not.

    Where the first marked part would be cut off, the beginning of the text is left out instead, but for the first
    `lead` characters.
    """
    text, marks = _window(text, _sound(marks, len(text)), cells, lead)
    line, spans = _cleaned(text, marks)
    fitted = fit(line, cells, align)
    shown = fitted.strip() if align != "left" else fitted.rstrip()
    kept = len(line) if shown == line.strip() else len(shown) - len(ELLIPSIS)
    begin = 0 if align == "left" else fitted.index(shown) if shown else 0
    pieces, at = list[tuple[str, bool]](), 0
    for first, end in spans:
        first, end = begin + min(first, kept), begin + min(end, kept)
        pieces += [(fitted[at:first], False), (fitted[first:end], True)]
        at = end
    return [(piece, is_marked) for piece, is_marked in (*pieces, (fitted[at:], False)) if piece]


def marked_words(text: str, marks: Marks) -> list[tuple[str, bool]]:
    """The whole text on one line, in pieces that are marked or not."""
    line, spans = _cleaned(text, _sound(marks, len(text)))
    pieces, at = list[tuple[str, bool]](), 0
    for first, end in spans:
        pieces += [(line[at:first], False), (line[first:end], True)]
        at = end
    return [(piece, is_marked) for piece, is_marked in (*pieces, (line[at:], False)) if piece]


def joined(parts: Iterable[tuple[str, Marks]], between: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Texts joined into one, with the marks of all of them."""
    text, marks = "", list[tuple[int, int]]()
    for words, own in parts:
        if not words:
            continue
        text += between if text else ""
        marks += [(first + len(text), end + len(text)) for first, end in own]
        text += words
    return text, tuple(marks)


def _sound(marks: Marks, length: int) -> list[tuple[int, int]]:
    """The marks in order, within the text, none into another."""
    found, at = list[tuple[int, int]](), 0
    for first, end in sorted(marks):
        first, end = max(first, at), min(end, length)
        if first < end:
            found.append((first, end))
            at = end
    return found


def _window(text: str, marks: list[tuple[int, int]], cells: int, lead: int = 0) -> tuple[str, list[tuple[int, int]]]:
    """The text from a little before the first mark on, if the mark would not be seen otherwise.

    Its first `lead` characters are kept, unless they leave no room.
    """
    if not marks or cells <= 0:
        return text, marks
    first, end = marks[0]
    if end <= cells * 8 and cells_of(one_line(text[:end])) < cells:
        return text, marks
    taken = cells_of(one_line(text[:lead]))
    if 0 < lead <= first and cells - taken >= _LEAST_ROOM:
        rest, found = _window(text[lead:], [(one - lead, other - lead) for one, other in marks], cells - taken)
        return text[:lead] + rest, [(one + lead, other + lead) for one, other in found]
    begin = max(first - max(cells // 4, 1), 0)
    while begin < first and cells_of(one_line(text[begin:end])) >= cells - 1:
        begin += 1
    if begin == 0:
        return text, marks
    return ELLIPSIS + text[begin:], [(one - begin + 1, other - begin + 1) for one, other in marks]


def _cleaned(text: str, marks: list[tuple[int, int]]) -> tuple[str, list[tuple[int, int]]]:
    """The text on one line and made safe, and where the marks are in it then."""
    text = text.translate(_REPLACED)
    pieces, at = list[str](), 0
    for first, end in marks:
        pieces += [text[at:first], _START, text[first:end], _END]
        at = end
    line, spans = "", list[tuple[int, int]]()
    for run in one_line("".join((*pieces, text[at:]))).split(_START):
        inner, mark, after = run.partition(_END)
        if mark:
            spans.append((len(line), len(line) + len(inner)))
        line += inner + after
    return line, spans
