"""Text as finding compares it: one width, one case, simplified characters, no accents; and the pieces it falls into.

A *unit* is what a match begins and ends at: one character of a script that is written without spaces, or one word of
letters and digits.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby
from typing import Final, NamedTuple
from unicodedata import normalize

from karep.rules.scripts import simplified

PRIVATE: Final = "\ue000-\uf8ff"
"""The private characters, with which terms are marked, for a regular expression; they never come from a text."""

_PIECE: Final = re.compile("[a-z0-9]+|[^ a-z0-9]+")
_ACCENTED: Final = re.compile("[\u00c0-\u024f\u0300-\u036f\u1e00-\u1eff\u0340-\u03ff\u0400-\u052f\u1f00-\u1fff]")
_ACCENT: Final = re.compile("[\u0300-\u036f]")
_SPELLED: Final = dict.fromkeys(map(ord, "'’‘`´\u00ad\u200b\u200c\u200d\u2060\ufeff"), "") | str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i"}
)
"""What is not typed at all, and the Latin letters that are typed as others but are no letters with an accent."""


_APART: Final = re.compile(
    "[\u0000-\u02af\u2000-\u206f\u20a0-\u20bf\u2460-\u24ff\u2e80-\u2fdf\u3000-\u3098\u309b-\u312f\u3190-\u9fff\uac00-\ud7a3"
    "\uff01-\uff9d\uffe0-\uffe6]*"
)
"""A text of which no character changes what another one becomes; almost every text of a rep."""


class _Folded(dict[int, str]):
    """What each character becomes, for `str.translate`; filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = _whole(chr(code))
        return folded


_FOLDED: Final = _Folded()


def normal(text: str) -> str:
    """The text as it is compared. Its length may differ."""
    if text.isascii():
        return text.lower().replace("'", "").replace("`", "")
    if _APART.fullmatch(text):
        return text.translate(_FOLDED)
    return _whole(text)


def _whole(text: str) -> str:
    folded = normalize("NFKC", text).casefold().translate(_SPELLED)
    if _ACCENTED.search(folded):
        folded = normalize("NFC", _ACCENT.sub("", normalize("NFD", folded)))
    return simplified(folded)


def is_single(character: str) -> bool:
    """Whether a letter is a unit by itself."""
    return "\u2e80" <= character <= "\ud7ff" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"


class _Letters(dict[int, int]):
    """Letters and digits as they are, everything else a space, for `str.translate`; filled as characters are met."""

    def __missing__(self, code: int) -> int:
        self[code] = kept = code if chr(code).isalnum() else 32
        return kept


_LETTERS: Final = _Letters()


def units(text: str) -> list[str]:
    """The units of a normal text, in order."""
    return [unit for run in runs(text) for unit in ((run,) if is_word(run) else run)]


def runs(text: str) -> list[str]:
    """The longest pieces of a normal text without a break in them: characters of one kind, or one word, each."""
    return [run for _place, run in _runs(text)]


def _runs(text: str) -> Iterator[tuple[int, str]]:
    """The runs with their places. No class of Chinese characters is compiled: that alone would take milliseconds."""
    for found in _PIECE.finditer(text.translate(_LETTERS)):
        piece = found[0]
        if piece.isascii() or min(piece) >= "\u2e80":
            yield found.start(), piece
        else:
            place = found.start()
            for _kind, letters in groupby(piece, is_single):
                run = "".join(letters)
                yield place, run
                place += len(run)


def is_word(piece: str) -> bool:
    """Whether a unit or run is a word of letters and digits, not characters that stand by themselves."""
    return piece[0] < "\u2e80" or not is_single(piece[0])


class Placed(NamedTuple):
    """A unit and where it stands in the text as it is written."""

    unit: str
    places: list[tuple[int, int]]
    """Of each of its characters the part of the written text that it comes from."""


def placed(text: str) -> list[Placed]:
    """The units of a text as it is written, each with its place."""
    line, origin = mapped(text)
    found = []
    for place, run in _runs(line):
        for unit in (run,) if is_word(run) else run:
            found.append(Placed(unit, origin[place : place + len(unit)]))
            place += len(unit)
    return found


def mapped(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The normal text, and for each of its characters the part of the written one that it comes from."""
    line: list[str] = []
    origin: list[tuple[int, int]] = []
    for one in _CLUSTER.finditer(text):
        folded = _one(one[0])
        line.append(folded)
        origin += [one.span()] * len(folded)
    return "".join(line), origin


_CLUSTER: Final = re.compile("(?s:[\u1100-\u11ff\uffa0-\uffdc]+|.)[\u0300-\u036f\u3099\u309a\uff9e\uff9f]*")
"""A character with the marks that follow it; the letters of Korean, which become one syllable, together."""


@lru_cache(maxsize=4096)
def _one(cluster: str) -> str:
    return normal(cluster)


def digits(text: str) -> str:
    """The digits of a telephone number, without what is written between them."""
    return "".join(one for one in normalize("NFKC", text) if "0" <= one <= "9")


def digit_runs(text: str) -> Iterator[str]:
    """The runs of four and more digits in a normal text."""
    for found in _DIGITS.finditer(text):
        yield found[0]


_DIGITS: Final = re.compile("[0-9]{4,}")
