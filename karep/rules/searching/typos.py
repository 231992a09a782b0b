"""Words that are one slip of the finger away from what was typed."""

from string import ascii_lowercase
from typing import Final

SHORTEST: Final = 5
"""In shorter words a slip makes another word too often."""


def may_be_misspelled(word: str) -> bool:
    """Whether a normal word is one whose slips are forgiven: Latin letters, and enough of them."""
    return len(word) >= SHORTEST and word.isascii() and word.isalpha()


def slips(word: str) -> list[str]:
    """All words that one slip turns into `word`: a letter left out, doubled or wrong, two letters swapped.

    Those come first that share the first letter, which people seldom get wrong.
    """
    halves = [(word[:place], word[place:]) for place in range(len(word), -1, -1)]
    found = [left + right[1] + right[0] + right[2:] for left, right in halves if len(right) > 1]
    found += [left + right[1:] for left, right in halves if right]
    found += [left + letter + right for left, right in halves for letter in ascii_lowercase]
    found += [left + letter + right[1:] for left, right in halves if right for letter in ascii_lowercase]
    return [one for one in dict.fromkeys(found) if one != word]
