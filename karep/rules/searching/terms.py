"""The terms under which a record is found: what the index keeps of it.

The index knows no positions. So a run of characters is kept as its single characters and its pairs, a word as itself
and its first one to three letters, a run of digits as its endings, and a name beside that as it sounds. Whoever looks
something up asks for all terms of what was typed and looks again at what comes back (`match`).
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from typing import Final

from karep.rules.searching.normal import digit_runs, digits, is_word, normal, runs, units
from karep.rules.vocabulary import TIERS

TERMS_VERSION: Final = 2
"""Goes up with every change of the terms; a store with older ones writes them anew when it is opened."""

START: Final = "\ue000"
"""Marks the first one to five letters of a word."""
SOUND: Final = "\ue001"
"""Marks a full reading of a character of a name."""
INITIALS: Final = "\ue002"
"""Marks the initials of one to three neighbouring units of a name."""
FIRST: Final = "\ue003"
"""Marks what a name begins with."""
FIRST_INITIALS: Final = "\ue004"
"""Marks the initials that a name begins with."""
TIER: Final = "\ue005"
"""Marks the tier of an account."""
FOUR: Final = "\ue006"
"""Marks four neighbouring digits."""
PAIR: Final = "\ue007"
"""Marks a full reading of a character of a name with the initial of the next unit."""

BEGINNING: Final = 5
"""As many first letters of a word are terms; longer beginnings are looked up among the words."""
SHORT: Final = 3
"""As many initials, or first letters of a name, a marked term holds at most."""
LONGEST: Final = 40
"""As many letters of a word are kept."""
_OFTEN: Final = 24
"""A text of at most so many characters, as a city or a trade, is likely to come again."""
DIGITS: Final = 4
"""As many digits at least can be found in the middle of a number."""


def terms_of(
    names: Sequence[str | None], phones: Sequence[str | None], texts: Sequence[str | None], tier: str | None = None
) -> set[str]:
    """The terms of a record, each without spaces, quotes and ASCII signs.

    Args:
        names: What it is called; found as it sounds too, and across spaces and dots.
        phones: Telephone numbers.
        texts: Everything else.
        tier: The tier of an account.
    """
    found: set[str] = set()
    for name in filter(None, names):
        _add_name(found, normal(name))
    for text in filter(None, texts):
        found.update(_text_terms(text) if len(text) <= _OFTEN else _text_terms.__wrapped__(text))
    for phone in filter(None, phones):
        _add_number(found, digits(phone))
    if tier is not None:
        found.add(tier_term(tier))
    return found


def tier_term(tier: str) -> str:
    """The term of the accounts of one tier."""
    return f"{TIER}{list(TIERS).index(tier)}" if tier in TIERS else TIER


@lru_cache(maxsize=4096)
def _text_terms(text: str) -> frozenset[str]:
    found: set[str] = set()
    text = normal(text)
    for run in runs(text):
        if is_word(run):
            found.update(_word_terms(run))
        else:
            _add_characters(found, run)
    _add_fours(found, text)
    return frozenset(found)


def _add_characters(found: set[str], run: str) -> None:
    found.update(run)
    found.update([run[place : place + 2] for place in range(len(run) - 1)])


@lru_cache(maxsize=8192)
def _word_terms(word: str) -> tuple[str, ...]:
    return (word[:LONGEST], *(START + word[:length] for length in range(1, min(BEGINNING, len(word)) + 1)))


def _add_fours(found: set[str], text: str) -> None:
    for number in digit_runs(text):
        found.update(fours(number))


def fours(number: str) -> Iterator[str]:
    """The terms of a run of digits, for finding it by its middle too."""
    for place in range(len(number) - DIGITS + 1):
        yield FOUR + number[place : place + DIGITS]


def _add_number(found: set[str], number: str) -> None:
    """The terms of a telephone number."""
    found.update([START + number[:length] for length in range(1, min(SHORT, len(number)) + 1)])
    found.update(fours(number))


def _add_name(found: set[str], text: str) -> None:
    pieces = units(text)
    if not pieces:
        return
    for run in _name_runs(pieces):
        if is_word(run[0]):
            for place in range(len(run)):
                found.update(_word_terms("".join(run[place:])[:LONGEST]))
        else:
            _add_characters(found, "".join(run))
    _add_fours(found, text)
    found.update(_starts(pieces))
    _add_sounds(found, pieces)


def _name_runs(pieces: Sequence[str]) -> Iterator[list[str]]:
    """The units of a name in runs of one kind; spaces and dots between them do not count."""
    for _kind, run in groupby(pieces, is_word):
        yield list(run)


def _starts(pieces: Sequence[str]) -> Iterator[str]:
    """What a name is found first by: its first letters, or its first two characters."""
    first = next(_name_runs(pieces))
    if is_word(first[0]):
        for length in range(1, SHORT + 1):
            yield FIRST + "".join(first)[:length]
    else:
        yield FIRST + first[0]
        yield FIRST + "".join(first[:2])


def _add_sounds(found: set[str], pieces: Sequence[str]) -> None:
    """How a name sounds from each of its units on."""
    for place in range(len(pieces)):
        found.update(_sounds_from(*pieces[place : place + SHORT]))
    for gram in _initials(*pieces[:SHORT]):
        found.add(FIRST_INITIALS + gram)


@lru_cache(maxsize=8192)
def _sounds_from(*pieces: str) -> tuple[str, ...]:
    """The readings of the first of some units, each alone and with the initial behind it, and the initials of all."""
    readings = sounds(pieces[0])
    following = initials_of(pieces[1]) if len(pieces) > 1 else ()
    return (
        *(SOUND + reading for reading in readings),
        *(pair(reading, initial) for reading in readings for initial in following),
        *(INITIALS + gram for gram in _initials(*pieces)),
    )


def _initials(*pieces: str) -> Iterator[str]:
    """The initials of the first unit, of the first two, of all."""
    grams = [""]
    for piece in pieces:
        grams = [gram + letter for gram in grams for letter in initials_of(piece)]
        yield from grams


def pair(reading: str, initial: str) -> str:
    """The term of a full reading and the initial behind it."""
    return f"{PAIR}{reading}1{initial}"


@lru_cache(maxsize=16384)
def sounds(unit: str) -> tuple[str, ...]:
    """How a character is read, ü as ``v`` and as ``u``; nothing for a word."""
    if is_word(unit):
        return ()
    from karep.rules.readings import readings

    found = readings(unit)
    return (*found, *(reading.replace("v", "u") for reading in found if "v" in reading))


@lru_cache(maxsize=16384)
def initials_of(unit: str) -> tuple[str, ...]:
    """The letters that stand for a unit in a string of initials: of a word its first, of a character one a reading."""
    if is_word(unit):
        return (unit[0],)
    return tuple(dict.fromkeys(reading[0] for reading in sounds(unit)))


def quoted(term: str, *, prefix: bool = False) -> str:
    """A term as the index's query language writes it."""
    return f'"{term}"*' if prefix else f'"{term}"'


def every(parts: Iterable[str]) -> str:
    """That all of some expressions hold."""
    return _joined(" AND ", parts)


def any_of(parts: Iterable[str]) -> str:
    """That one of some expressions holds."""
    return _joined(" OR ", parts)


def _joined(sign: str, parts: Iterable[str]) -> str:
    unlike = list(dict.fromkeys(parts))
    return unlike[0] if len(unlike) == 1 else f"({sign.join(unlike)})"
