"""How Chinese characters are read, and how the letters that a rep types for a name fall into syllables.

The readings stand in ``readings.txt``, made by ``scripts/readings.py`` from pypinyin (MIT licence, in full in the
head of that file). A character has all the readings that are in use, those of surnames and places among them: 重 is
``chong`` and ``zhong``, 单 ``dan``, ``shan`` and ``chan``; what everyday characters were called long ago is left out,
for it would only find the wrong names. Tones are left out, and ü is written ``v``; who types ``u`` for it after
l or n is understood too. The table is read when the first character is asked for, in two parts: the rare characters,
half of all, only when one of them is met.
"""

from functools import cache
from heapq import heappop, heappush
from pathlib import Path
from typing import Final

_TABLE: Final = Path(__file__).with_name("readings.txt")
_DOUBLE_INITIALS: Final = ("zh", "ch", "sh")
_LONGEST: Final = 6
"""Letters in the longest syllable, as ``zhuang``."""

_WHOLE: Final = 1
_PARTIAL: Final = 2
"""What a piece costs: a whole syllable, and a mere beginning. Readings of letters come cheapest first."""


def readings(character: str) -> tuple[str, ...]:
    """The toneless syllables of one character, in alphabetical order; none for what is no Chinese character."""
    found = _common().get(character)
    if found is None:
        return _rare().get(character, ()) if _may_be_rare(character) else ()
    return found


def initials(character: str) -> frozenset[str]:
    """The first letters of the readings of one character: c and z for 重."""
    return frozenset(reading[0] for reading in readings(character))


def reads(character: str, typed: str) -> bool:
    """Whether `typed` is a whole reading of the character: 吕 reads ``lv`` and ``lu``."""
    known = readings(character)
    return typed in known or (typed[:2] in ("lu", "nu") and typed.replace("u", "v", 1) in known)


def begins(character: str, typed: str) -> bool:
    """Whether some reading of the character begins with `typed`: 张 with ``z``, ``zh``, ``zha``. Never with nothing."""
    if not typed:
        return False
    known = readings(character)
    for reading in known:
        if reading.startswith(typed):
            return True
    if typed[:2] in ("lu", "nu"):
        return begins(character, typed.replace("u", "v", 1))
    return False


def is_syllable(text: str) -> bool:
    """Whether some character is read so; with ``u`` for ü after l and n too."""
    return text in syllables()


def is_syllable_start(text: str) -> bool:
    """Whether some syllable begins so; a whole syllable begins with itself, and nothing is no start."""
    return text in _starts()


def segmentations(letters: str, limit: int = 64) -> list[tuple[str, ...]]:
    """All ways to read lower-case letters as what is typed for a Chinese name, the likeliest first.

    Each piece is a syllable, or the beginning of one: its first letter, or ``zh``, ``ch`` or ``sh``; the last piece
    may be any beginning. What takes few pieces comes first, a beginning counted as two; then longer pieces before
    shorter ones: ``huaweij`` is (hua, wei, j), and ``xian`` (xian), (xi, an), (xia, n) and so on. None where
    the letters cannot be read so, and at most `limit`. The time grows with the letters times the limit.
    """
    end = len(letters)
    cheapest = _cheapest(letters)
    if not letters or cheapest[0] is None:
        return []
    found: list[tuple[str, ...]] = []
    # the cheapest rest is known exactly, so that every step leads to an answer, and answers come in order
    open_ends: list[tuple[int, tuple[int, ...], int, int]] = [(cheapest[0], (), 0, 0)]
    while open_ends and len(found) < limit:
        _, lengths, start, spent = heappop(open_ends)
        if start == end:
            found.append(_cut(letters, lengths))
            continue
        for length, cost in _pieces(letters, start):
            rest = cheapest[start + length]
            if rest is not None:
                heappush(open_ends, (spent + cost + rest, (*lengths, -length), start + length, spent + cost))
    return found


def _cut(letters: str, lengths: tuple[int, ...]) -> tuple[str, ...]:
    """The letters in pieces of the lengths, which are negative so that longer ones sort first."""
    pieces = []
    start = 0
    for length in lengths:
        pieces.append(letters[start : start - length])
        start -= length
    return tuple(pieces)


def _cheapest(letters: str) -> list[int | None]:
    """What the letters from each position on cost at least; nothing where they cannot be read."""
    end = len(letters)
    cheapest: list[int | None] = [None] * end + [0]
    for start in range(end - 1, -1, -1):
        sums = [
            cost + rest for length, cost in _pieces(letters, start) if (rest := cheapest[start + length]) is not None
        ]
        cheapest[start] = min(sums, default=None)
    return cheapest


def _pieces(letters: str, start: int) -> list[tuple[int, int]]:
    """The length and the cost of every piece that can stand at the position."""
    known, starts = syllables(), _starts()
    pieces = []
    for length in range(1, min(_LONGEST, len(letters) - start) + 1):
        piece = letters[start : start + length]
        if piece not in starts:
            break
        if piece in known:
            pieces.append((length, _WHOLE))
        elif length == 1 or piece in _DOUBLE_INITIALS or start + length == len(letters):
            pieces.append((length, _PARTIAL))
    return pieces


def _may_be_rare(character: str) -> bool:
    """Whether the text lies where rare Chinese characters do; spares reading their table for all else."""
    rare = "\u3400" <= character <= "\u4dbf" or "\uf900" <= character <= "\ufaff" or character >= "\U00020000"
    return rare and len(character) == 1


@cache
def _common() -> dict[str, tuple[str, ...]]:
    return _table(_block(1))


@cache
def _rare() -> dict[str, tuple[str, ...]]:
    return _table(_block(2))


def _table(lines: list[str]) -> dict[str, tuple[str, ...]]:
    """The readings of each character that the lines name."""
    table: dict[str, tuple[str, ...]] = {}
    get = table.get
    for line in lines:
        syllable, characters = line.split("\t")
        reading = (syllable,)
        for character in characters:
            table[character] = get(character, ()) + reading
    return table


def _block(number: int) -> list[str]:
    """The lines of one part of the file: 0 its head, 1 the common characters, 2 the rare ones."""
    return _TABLE.read_text("utf-8").split("\n\n")[number].rstrip("\n").split("\n")


@cache
def syllables() -> frozenset[str]:
    """Every way to type a syllable."""
    written = {line.partition("\t")[0] for number in (1, 2) for line in _block(number)}
    return frozenset(written | {syllable.replace("v", "u") for syllable in written})


@cache
def _starts() -> frozenset[str]:
    return frozenset(syllable[:length] for syllable in syllables() for length in range(1, len(syllable) + 1))
