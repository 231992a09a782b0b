"""Texts that a spreadsheet would run as a formula, made harmless and brought back.

A cell that begins with ``=``, ``+``, ``-``, ``@``, a tab or a carriage return (also in full width) is a formula to a
spreadsheet, whoever typed it. An apostrophe before it makes it a text. A text that begins with an apostrophe followed
by such a character gets one more, so that taking one away always gives the text as it was.
"""

import re
from typing import Final

_GUARDED: Final = re.compile(r"'*[=+\-@\t\r＝＋－＠]")
_GUARD: Final = re.compile(r"'+[=+\-@\t\r＝＋－＠]")


def guard(text: str) -> str:
    """`text` as a cell that no spreadsheet runs."""
    return "'" + text if _GUARDED.match(text) else text


def unguard(cell: str) -> str:
    """The text that `guard` made harmless; other texts stay as they are."""
    return cell[1:] if _GUARD.match(cell) else cell
