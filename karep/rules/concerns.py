"""What a buyer weighs, in the buyer's order: time, quality, cost, service, flexibility (T Q C S F).

A ranking is kept as those letters, the weightiest first, such as ``QCT``; it need not hold all five. It may be typed
as letters or as words of either language, with any signs between them: “质量>成本>交期”, “quality, cost”, “q c t”.
"""

import re
import unicodedata
from typing import Final

from karep.i18n import _
from karep.rules.vocabulary import CONCERNS

BETWEEN: Final = " > "
"""What stands between two concerns when they are told."""

_WORDS: Final = {
    "T": (
        *("time", "timing", "delivery", "delivery time", "lead time", "speed", "schedule", "punctuality"),
        *("时间", "交期", "货期", "交货", "交货期", "交付", "时效", "速度", "工期", "进度", "准时"),
    ),
    "Q": ("quality", "reliability", "质量", "品质", "质素", "可靠性"),
    "C": ("cost", "costs", "price", "prices", "money", "budget", "成本", "价格", "价钱", "费用", "预算", "性价比"),
    "S": ("service", "services", "support", "after-sales", "after sales", "服务", "售后", "售后服务", "支持"),
    "F": ("flexibility", "flexible", "agility", "柔性", "灵活", "灵活性", "弹性", "变通"),
}
"""What each is called; the words of the vocabulary are understood too."""
_LETTER_OF: Final = {word: letter for letter, words in _WORDS.items() for word in words}
_LONGEST_FIRST: Final = sorted(_LETTER_OF, key=lambda word: -len(word))
_WORD: Final = re.compile(
    "|".join(f"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else word for word in _LONGEST_FIRST)
)
_LETTERS: Final = re.compile(rf"[{''.join(CONCERNS).lower()}]+(?![a-z])")
_FRAGMENT: Final = 20
"""Characters that are told of what is not understood."""
_NUMBER: Final = re.compile(r"\d+")
_SIGN: Final = re.compile(r"[\W_]")
_FILLER: Final = re.compile(r"(?:and|then|before|over|和|与|及|再|然后|其次|最后|首先|大于|优先于|优先|第)")


class NotARanking(ValueError):
    """A text that is no ranking of concerns.

    Attributes:
        part: The part of the text that is not understood, or that comes twice.
        twice: Whether it comes twice.
    """

    def __init__(self, part: str, *, twice: bool = False) -> None:
        """Tell which part of the text it is."""
        super().__init__(part)
        self.part = part
        self.twice = twice


def parse_concerns(text: str) -> str:
    """The letters of a ranking, the weightiest first; an empty text for an empty one.

    Numbers before the words are left out, if they count up.

    Raises:
        NotARanking: If a part of it is no concern, a concern comes twice, or there is none in it.
    """
    typed = unicodedata.normalize("NFKC", text).casefold()
    letters, last, at = "", 0, 0
    while at < len(typed):
        if found := _WORD.match(typed, at):
            letters = _with(letters, _LETTER_OF[found[0]], found[0])
        elif found := _LETTERS.match(typed, at):
            letters = _all_of(letters, found[0])
        elif found := _NUMBER.match(typed, at):
            number = int(found[0][:4])
            if number <= last:
                raise NotARanking(found[0])
            last = number
        else:
            found = _SIGN.match(typed, at) or _FILLER.match(typed, at)
        if found is None:
            raise NotARanking(_fragment(typed, at))
        at = found.end()
    if not letters and typed.strip():
        raise NotARanking(typed.strip()[:_FRAGMENT])
    return letters


def _all_of(letters: str, found: str) -> str:
    for letter in found:
        letters = _with(letters, letter.upper(), letter)
    return letters


def _with(letters: str, letter: str, said: str) -> str:
    if letter in letters:
        raise NotARanking(said, twice=True)
    return letters + letter


def _fragment(typed: str, at: int) -> str:
    """The word that is not understood, not longer than a line."""
    rest = re.match(r"[^\W\d_]+|.", typed[at:], re.DOTALL)
    return rest[0][:_FRAGMENT] if rest else typed[at : at + 1]


def concern_words(letters: str | None) -> str:
    """A stored ranking in words of the language in use: “Quality > Cost > Time”; letters that are none are left out."""
    return BETWEEN.join(_(CONCERNS[letter]) for letter in letters or "" if letter in CONCERNS)
