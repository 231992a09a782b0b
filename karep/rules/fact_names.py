"""What a fact is about, by the name that the rep or a sheet gave it, in either language."""

import re
from functools import lru_cache
from typing import Final, Literal
from unicodedata import normalize

About = Literal["", "competitor", "budget", "priority"]

_WORDS: Final[dict[About, tuple[str, ...]]] = {
    "competitor": (
        *("competitor", "competitors", "competition", "rival", "rivals"),
        *("竞品", "竞争对手", "竞争者", "竞争品牌", "对手", "友商"),
    ),
    "budget": ("budget", "budgets", "预算", "经费"),
    "priority": (
        *("priority", "priorities", "concern", "concerns", "goal", "goals", "target", "targets", "needs", "pain"),
        *("关注点", "关注", "优先", "诉求", "目标", "痛点", "需求"),
    ),
}


_NO_LETTER: Final = re.compile(r"[^a-z]+")


@lru_cache(maxsize=1024)
def about(name: str) -> About:
    """Whether a fact tells of a competitor, of the budget, or of what matters to the customer; else empty.

    Latin words count as whole words, Chinese ones anywhere in the name: “明年技改预算” is about the budget.
    """
    folded = normalize("NFKC", name).casefold()
    latin = set(_NO_LETTER.sub(" ", folded).split())
    for topic, words in _WORDS.items():
        if any(word in latin if word.isascii() else word in folded for word in words):
            return topic
    return ""
