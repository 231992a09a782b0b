"""Finding words inside columns, whatever their case and width, at the speed of SQLite's own matching.

A name is searched through its folded key. Other columns have no key: they are compared as written, each letter in any
of its forms. Few texts hold characters that fold to something else than one letter (ß, ﬁ, é written as two, dots);
those rows are looked at once more in Python.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from karep.rules.matching import fold

_FULL_WIDTH: Final = 0xFEE0
"""What lies between an ASCII character and its full-width form."""
_UNEVEN: Final = "*[.'’·•・‧ßẞŉǰﬀ-ﬆ̀-ͯ\u1e96-\u1e9e\u200b-\u200f\u2060\u3099\u309a㈀-㏿ｦ-ﾟ\ufeff]*"
"""Texts with characters that fold to none, to several or into their neighbour."""


@dataclass(frozen=True, slots=True)
class Search:
    """A search for words, as pieces of SQL with named marks, and the second look at doubtful rows."""

    words: tuple[str, ...]
    condition: str
    """True for every row that may hold all words."""
    doubt: str
    """The row's text where only `holds` can tell, NULL where SQL was sure."""
    values: dict[str, str]

    def holds(self, doubt: str | None) -> bool:
        """Whether a row that passed `condition` holds all words."""
        if doubt is None:
            return True
        text = fold(doubt)
        return all(word in text for word in self.words)


def search(words: str, key: str, columns: Sequence[str]) -> Search | None:
    """A search for each word of `words`, or None when there is none.

    Args:
        words: What the rep typed; it is folded.
        key: The column that holds the folded name.
        columns: The other columns that a word may stand in.
    """
    wanted = tuple(fold(words).split())
    if not wanted:
        return None
    joined = " || char(31) || ".join(f"coalesce({column}, '')" for column in columns)
    sure = " AND ".join(
        f"(instr(replace({key}, '.', ''), :word{n}) OR ({joined}) GLOB :glob{n})" for n in range(len(wanted))
    )
    values = {f"word{n}": word for n, word in enumerate(wanted)} | {
        f"glob{n}": _pattern(word) for n, word in enumerate(wanted)
    }
    return Search(
        wanted,
        f"({sure} OR ({joined}) GLOB :uneven)",
        f"CASE WHEN {sure} THEN NULL ELSE {key} || char(31) || {joined} END",
        values | {"uneven": _UNEVEN},
    )


def rank(wanted: str, text: str | None) -> int:
    """How well `text` answers the folded `wanted`: 0 it is that, 1 it begins so, 2 it holds it, 3 its words only."""
    if not text:
        return 3
    folded = fold(text)
    if folded == wanted:
        return 0
    return 1 if folded.startswith(wanted) else 2 if wanted in folded else 3


def _pattern(word: str) -> str:
    return "*" + "".join(_any_form(character) for character in word) + "*"


def _any_form(character: str) -> str:
    forms = {form for form in (character, character.upper(), character.title()) if len(form) == 1}
    forms |= {chr(ord(form) + _FULL_WIDTH) for form in forms if "!" <= form <= "~"}
    return character if forms == {character} else f"[{''.join(sorted(forms))}]"
