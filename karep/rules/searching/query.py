"""What the rep typed, as words to find, and as a question to the index.

Each blank-separated word must be found. A word is characters, letters, digits or any mixture of them. In a name its
letters may also be how the name sounds: full readings, initials, or both (``huawei``, ``hwjs``, ``zengz``, ``曾z``).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from typing import Final

from karep.frozen import frozen
from karep.rules.searching.normal import PRIVATE, digits, is_word, normal, runs
from karep.rules.searching.terms import (
    BEGINNING,
    DIGITS,
    FIRST,
    FIRST_INITIALS,
    INITIALS,
    LONGEST,
    SHORT,
    SOUND,
    START,
    any_of,
    every,
    fours,
    pair,
    quoted,
)

MOST_WORDS: Final = 8
"""Further words are not looked for."""
MOST_SEGMENTATIONS: Final = 24
"""As many ways to read one run of letters are tried, those with the longest readings first."""
DOUBLE_INITIALS: Final = frozenset(("zh", "ch", "sh"))
_TAIL_SEGMENTATIONS: Final = 4
_LONGEST_SOUND: Final = 40
"""A longer run of letters is no name as it sounds."""
_WORDS: Final = re.compile(rf"(?:(?![_{PRIVATE}])\w)+")
_DOTTED: Final = re.compile(r"(?<![^\W_])(?:[a-z]\.){2,}(?:[a-z](?![^\W_]))?")
_TELEPHONE: Final = re.compile(r"\s*[+(]?[0-9][0-9()\s./-]{5,}[0-9]\s*")
_CHINA: Final = re.compile(r"(?:\+|00)86")


@frozen
class Question:
    """One expression for the index."""

    every: str
    """Finds everything that there is to find, and perhaps more."""
    exact: str
    """Finds nothing that need not be found, and perhaps not all; empty when nothing is sure."""
    first: str
    """Finds the names that begin with what was typed; empty where there are no names."""


@dataclass(frozen=True)
class Word:
    """One word to find."""

    text: str
    """Normal."""
    apart: tuple["Word", ...] = ()
    """The pieces it was typed in, which may be words of their own: the groups of what may be a telephone number, as of
    ``2025 2026``, and the letters of ``J.P.``"""

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """Its characters and its letters, apart."""
        return tuple(runs(self.text))

    @cached_property
    def is_number(self) -> bool:
        """Whether it is a run of digits that may stand in the middle of a number."""
        return len(self.text) >= DIGITS and self.text.isascii() and self.text.isdigit()

    @cached_property
    def sounds(self) -> tuple[tuple[tuple[str, ...], ...], ...]:
        """For each of its runs the ways to read it; none for characters and digits."""
        return tuple(segmented(run) for run in self.runs)

    @cached_property
    def spelled(self) -> tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]:
        """Ways to read its only run as one whole word and the rest as it sounds: ``tcl`` and ``k j`` for TCL科技."""
        run = self.text
        if len(self.runs) != 1 or not run.isascii() or len(run) > 16:
            return ()
        halves = ((run[:place], segmented(run[place:], _TAIL_SEGMENTATIONS)) for place in range(2, len(run)))
        return tuple((head, tails) for head, tails in halves if tails)


def segmented(run: str, limit: int = MOST_SEGMENTATIONS) -> tuple[tuple[str, ...], ...]:
    """The ways to read a run of letters as the sound of a name.

    When it can be full readings throughout, the last perhaps begun, nobody meant full readings and initials mixed.
    """
    if not _has_sound(run):
        return ()
    from karep.rules.readings import segmentations

    ways = segmentations(run, limit)
    if any(all(map(_is_full, pieces)) for pieces in ways):
        ways = [one for one in ways if all(map(_is_full, one[:-1])) or all(map(is_initial, one))]
    return tuple(ways)


def _is_full(piece: str) -> bool:
    from karep.rules.readings import is_syllable

    return is_syllable(piece)


def is_initial(piece: str) -> bool:
    """Whether a piece of what was typed stands for a reading by its initial alone."""
    return len(piece) == 1 or piece in DOUBLE_INITIALS


def _has_sound(run: str) -> bool:
    return len(run) <= _LONGEST_SOUND and run.isascii() and run.isalpha()


@dataclass(frozen=True)
class Query:
    """Everything that was typed. False when there is nothing to find in it."""

    words: tuple[Word, ...]

    @classmethod
    def of(cls, words: str) -> "Query":
        """What to find when the rep typed `words`."""
        if _TELEPHONE.fullmatch(words):
            number = _CHINA.sub("", words.strip())
            groups = _words(words)
            return cls((Word(digits(number)[:LONGEST], groups if len(groups) > 1 else ()),))
        return cls(_words(words))

    def __bool__(self) -> bool:
        """Whether there is anything to find."""
        return bool(self.words)

    def question(self, *, named: bool) -> Question:
        """What to ask the index of a noun, which has names or has none."""
        asked = [_asked(word, named) for word in self.words]
        sure = [[expression for expression, exact in one if exact] for one in asked]
        whole = every(any_of(expression for expression, _exact in one) for one in asked)
        starts = [expression for word in self.words for expression in _firsts(word)] if named else []
        return Question(
            whole,
            every(map(any_of, sure)) if all(sure) else "",
            every((whole, any_of(starts))) if starts else "",
        )


def _words(typed: str) -> tuple[Word, ...]:
    text = normal(typed)
    dotted = {found.replace(".", ""): found for found in _DOTTED.findall(text)}
    for together, apart in dotted.items():
        text = text.replace(apart, f" {together} ")
    words = list(dict.fromkeys(_WORDS.findall(text)))[:MOST_WORDS]
    return tuple(Word(one[:LONGEST], tuple(map(Word, one)) if one in dotted else ()) for one in words)


_Asked = tuple[str, bool]
"""An expression, and whether all that it finds is right."""


def _asked(word: Word, named: bool) -> list[_Asked]:
    found = [_literal(word)]
    if word.is_number:
        found.append((every(map(quoted, fours(word.text))), len(word.text) == DIGITS))
    if word.apart:
        found.append((every(any_of(one for one, _exact in _asked(group, named)) for group in word.apart), False))
    if not named:
        return found
    if len(word.runs) == 1:
        found += [_sound(pieces) for pieces in word.sounds[0]]
        for head, tails in word.spelled:
            found.append((every((*_run_terms(head), any_of(_sound(pieces)[0] for pieces in tails))), False))
    else:
        found.append((every(_mixed(word)), False))
    return found


def _literal(word: Word) -> _Asked:
    parts = [part for run in word.runs for part in _run_terms(run)]
    return every(parts), len(parts) == 1 and len(word.text) < LONGEST


def _run_terms(run: str) -> Iterator[str]:
    if is_word(run):
        yield quoted(START + run) if len(run) <= BEGINNING else quoted(run, prefix=True)
        return
    if len(run) == 1:
        yield quoted(run)
    for place in range(len(run) - 1):
        yield quoted(run[place : place + 2])


def _sound(pieces: tuple[str, ...]) -> _Asked:
    """A name that sounds like this: `pieces` are full readings and initials, the last is any beginning of a reading."""
    last = pieces[-1]
    if len(pieces) == 1:
        return _sounding(last), True
    letters = "".join(piece[0] for piece in pieces)
    width = min(SHORT, len(letters))
    grams = [quoted(INITIALS + letters[place : place + width]) for place in range(len(letters) - width + 1)]
    pairs = [quoted(pair(one, after[0])) for one, after in pairwise(pieces) if _is_whole(one)]
    if len(pieces) == 2 and pairs:
        grams = []  # the pair says it
    ends = [_sounding(last)] if len(last) > 1 else []
    exact = len(pieces) == 2 and bool(pairs) if len(last) == 1 else False
    plain = len(grams) == 1 and not pairs and not ends and all(len(piece) == 1 for piece in pieces)
    return every((*pairs, *grams, *ends)), exact or plain


def _is_whole(piece: str) -> bool:
    """Whether a piece that is not the last is a full reading, not an initial."""
    return not is_initial(piece)


@cache
def _sounding(typed: str) -> str:
    """That some character of a name has a reading that begins so; one letter may also begin a word."""
    if len(typed) == 1:
        return quoted(INITIALS + typed)
    from karep.rules.readings import syllables

    return any_of(quoted(SOUND + one) for one in syllables() if one.startswith(typed))


def _mixed(word: Word) -> Iterator[str]:
    """That every run of a mixed word is in the name, one way or another."""
    for run, ways in zip(word.runs, word.sounds, strict=True):
        literal = every(_run_terms(run))
        yield any_of((literal, *(_sound(pieces)[0] for pieces in ways))) if ways else literal


def _firsts(word: Word) -> Iterator[str]:
    """That a name begins with a word, as it is written or as it sounds."""
    run = word.runs[0]
    yield quoted(FIRST + run[: SHORT if is_word(run) else 2])
    for group in word.apart:
        yield from _firsts(group)
    for head, _tails in word.spelled:
        yield quoted(FIRST + head[:SHORT])
    for pieces in word.sounds[0]:
        yield quoted(FIRST_INITIALS + "".join(piece[0] for piece in pieces[:SHORT]))
