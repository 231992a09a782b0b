"""What somebody said, against phrases that say the same: which of them it comes nearest to.

A customer's sentence is longer than any phrase, and has other words in it. So it is not looked for; it is weighed: how
much of a phrase the sentence holds, and how much of the sentence the phrases explain, counted by how telling each part
is. A part is a word of Latin letters without its ending, two of them beside each other, or one or two Chinese
characters; a part that stands in the phrases of many cards tells little.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from math import log, sqrt
from typing import Final, Self

from karep.frozen import frozen
from karep.rules.lazy_pattern import pattern
from karep.rules.matching import fold
from karep.rules.scripts import simplified

_WORD: Final = pattern(r"[a-z]+(?:'[a-z]+)?|[\u3400-\u9fff]+|\d+%?")
_IDLE: Final = (
    "a an the of to for in on at by is are be was it its this that we you i our your us me my they them "
    "their and or but so if with from as do does did have has had will would can could just very really "
    "too please there not no any "
    "don't doesn't didn't can't won't isn't aren't wasn't i'm i've i'll i'd we've we're we'll we'd you're you've "
    "you'll they're they've that's there's what's let's wouldn't couldn't shouldn't haven't hasn't"
)
"""English words that tell little by themselves; in a phrase of several words they still count a little."""
_IDLE_CHARACTERS: Final = frozenset("的了吗呢啊吧呀嘛你您我他她它们这那是在有也都就还要和与把被给很太会能可以个没不")
_SUPPOSING: Final = frozenset(("what if", "happen if", "suppos", "in cas", "万一", "要是", "如果", "么办"))
"""Parts of what is only supposed: a phrase with one of them says nothing of a sentence that tells what has happened."""
_ENDINGS: Final = ("ings", "ing", "ers", "er", "ies", "es", "ed", "ly", "s", "y", "e")
_SINGLE: Final = 0.45
"""What one Chinese character counts beside a pair of them."""
_IDLE_WEIGHT: Final = 0.15
_PAIRS: Final = (0.5, 0.3, 0.15)
"""What two Latin words beside each other count, by how many of them are idle."""
_UNKNOWN: Final = 0.5
"""What a part that no card says counts, beside one that a single card says."""
_PHRASE_SHARE: Final = 0.4
"""How much of the score is the nearest phrase; the rest is the part of the sentence that all phrases explain."""


def stem(word: str) -> str:
    """An English word without its ending, as far as that can be told from the word alone."""
    word = word.removesuffix("'s").replace("'", "")
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def parts_of(text: str) -> list[str]:
    """The parts of a text: stems of Latin words and pairs of them, Chinese characters and pairs, numbers as ``#``."""
    found, before = list[str](), ""
    for word in _WORD.findall(fold(simplified(text)).replace("’", "'")):
        if not word.isascii():
            found += [*word, *(a + b for a, b in pairwise(word))]
            before = ""
            continue
        part = "#" if word[0].isdigit() else stem(word)
        found += [part, f"{before} {part}"] if before else [part]
        before = part
    return found


def _weight_of(part: str) -> float:
    if " " in part:
        return _PAIRS[sum(one in _IDLE_STEMS or one == "#" for one in part.split(" "))]
    if part.isascii():
        return _IDLE_WEIGHT if part in _IDLE_STEMS or part == "#" else 1.0
    if len(part) == 1:
        return _IDLE_WEIGHT if part in _IDLE_CHARACTERS else _SINGLE
    return _IDLE_WEIGHT if set(part) <= _IDLE_CHARACTERS else 1.0


_IDLE_STEMS: Final = frozenset(stem(word) for word in _IDLE.split(" "))


@frozen
class Sayings:
    """Phrases of several cards, ready to be compared with."""

    phrases: Mapping[str, Sequence[frozenset[str]]]
    """The parts of each phrase, by the id of its card."""
    weights: Mapping[str, float]
    unknown: float
    """By what the weight of a part counts that stands in no phrase."""

    @classmethod
    def of(cls, phrases: Mapping[str, Iterable[str]]) -> Self:
        """Make ready the phrases of each card, by its id."""
        split = {card: [frozenset(parts_of(one)) for one in some] for card, some in phrases.items()}
        cards = Counter(part for some in split.values() for part in frozenset().union(*some))
        weights = {part: _weight_of(part) * (1 + log(len(split) / number)) for part, number in cards.items()}
        unknown = _UNKNOWN * (1 + log(max(1, len(split))))
        return cls({card: [one for one in some if one] for card, some in split.items()}, weights, unknown)

    def nearest(self, words: str) -> list[tuple[float, str]]:
        """The cards by how near the words come to one of their phrases, from 1 down to 0 excluded, the nearest first.

        Cards that are as near stay in their order.
        """
        said = frozenset(parts_of(words))
        whole = sum(self._weight(part) for part in said)
        if not whole:
            return []
        scored = [(self._nearness(said, whole, some), card) for card, some in self.phrases.items()]
        return sorted((one for one in scored if one[0] > 0), key=lambda one: -one[0])

    def _nearness(self, said: frozenset[str], whole: float, phrases: Sequence[frozenset[str]]) -> float:
        best, explained = 0.0, frozenset[str]()
        supposes = not said.isdisjoint(_SUPPOSING)
        for phrase in phrases:
            if not supposes and not phrase.isdisjoint(_SUPPOSING):
                continue
            shared = phrase & said
            if shared == phrase or any(_weight_of(part) > _IDLE_WEIGHT for part in shared):
                best = max(best, self._sum(shared) / sqrt(self._sum(phrase) * whole))
                explained |= shared
        return _PHRASE_SHARE * best + (1 - _PHRASE_SHARE) * self._sum(explained) / whole if best else 0.0

    def _sum(self, parts: Iterable[str]) -> float:
        return sum(map(self._weight, parts))

    def _weight(self, part: str) -> float:
        known = self.weights.get(part)
        if known is not None:
            return known
        # What no card says chooses none of them, but makes it less sure that one of them is meant: it may be a name.
        return _PAIRS[-1] / 2 if " " in part else max(_IDLE_WEIGHT, _weight_of(part) * self.unknown)
