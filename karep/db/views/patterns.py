"""Finding words inside columns, whatever their case and width, at the speed of SQLite's own matching.

A name is searched through its folded key. Other columns have no key and are compared as written, each letter of a word
standing for all its forms; so a word is found in them with the dots and apostrophes that they are written with.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final
from unicodedata import normalize

from karep.rules.matching import exact_key, fold

_FULL_WIDTH: Final = 0xFEE0
"""What lies between an ASCII character and its full-width form."""
_SPELLINGS: Final = 16
"""How many ways to write ß in a word are looked for; a word of the rep's has one or two."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A piece of SQL and the values of its named marks."""

    sql: str
    values: dict[str, str]


def every_word(words: str, key: str, columns: Sequence[str]) -> Condition | None:
    """That each blank-separated word occurs in one of the columns, or None when there is no word.

    Args:
        words: What the rep typed.
        key: The column that holds the folded name.
        columns: The other columns that a word may stand in.
    """
    parts: list[str] = []
    values: dict[str, str] = {}
    for token in words.split():
        folded, keyed = fold(token).split(), exact_key(token)
        if not keyed and not folded:
            continue
        written = normalize("NFKC", token).casefold()
        whole = _occurs(written, keyed, key, columns, values)
        if folded in ([], [written]):
            parts.append(whole)
        else:
            apart = " AND ".join(_occurs(word, word, key, columns, values) for word in folded)
            parts.append(f"({whole} OR ({apart}))")
    return Condition(" AND ".join(parts), values) if parts else None


def rank(wanted: str, text: str | None) -> int:
    """How well `text` answers the folded `wanted`: 0 it is that, 1 it begins so, 2 it holds it, 3 its words only."""
    if not text:
        return 3
    folded = fold(text)
    if folded == wanted:
        return 0
    return 1 if folded.startswith(wanted) else 2 if wanted in folded else 3


def _occurs(written: str, keyed: str, key: str, columns: Sequence[str], values: dict[str, str]) -> str:
    """That one word occurs; its values go into `values`."""
    tests = []
    if keyed:
        tests.append(f"instr({key}, {_mark(keyed, values)})")
    for form in dict.fromkeys((*_sharp(written), normalize("NFD", written))):
        pattern = "".join(_any_case(character) for character in form)
        if pattern == form:
            mark = _mark(form, values)
            tests += [f"instr({column}, {mark})" for column in columns]
        else:
            mark = _mark(f"*{pattern}*", values)
            tests += [f"{column} GLOB {mark}" for column in columns]
    return f"({' OR '.join(tests)})"


def _sharp(written: str) -> Iterator[str]:
    """A folded word as it may be written with ß, which folds to ``ss`` and of which the word may hold one half only."""
    whole = list(islice(_inner_sharp(written), _SPELLINGS))
    yield from whole
    for form in whole:
        if form.startswith("s"):
            yield "ß" + form[1:]
        if form.endswith("s"):
            yield form[:-1] + "ß"
        if len(form) > 1 and form.startswith("s") and form.endswith("s"):
            yield "ß" + form[1:-1] + "ß"


def _inner_sharp(written: str) -> Iterator[str]:
    place = written.find("ss")
    if place < 0:
        yield written
        return
    for rest in _inner_sharp(written[place + 1 :]):
        yield written[: place + 1] + rest
    for rest in _inner_sharp(written[place + 2 :]):
        yield written[:place] + "ß" + rest


def _mark(value: str, values: dict[str, str]) -> str:
    name = f"word{len(values)}"
    values[name] = value
    return f":{name}"


def _any_case(character: str) -> str:
    forms = {form for form in (character, character.upper(), character.title()) if len(form) == 1}
    forms |= {chr(ord(form) + _FULL_WIDTH) for form in forms if "!" <= form <= "~"}
    if forms == {character}:
        return character
    return f"[{''.join(sorted(forms, key=lambda form: (form != ']', form == '^', form)))}]"
