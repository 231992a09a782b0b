"""What a fact is about, by the name that the rep or a sheet gave it, in either language."""

import re
from functools import lru_cache
from typing import Final, Literal
from unicodedata import normalize

About = Literal["", "competitor", "budget", "priority"]

_PHRASES: Final = (
    *("installed base", "current supplier", "current vendor", "present supplier", "existing supplier"),
    *("existing vendor", "brand in use", "brands in use", "used brand", "used brands"),
)
"""English words for who supplies the customer now, which is whom the offer is measured by."""
_WORDS: Final[dict[About, tuple[str, ...]]] = {
    "competitor": (
        *("competitor", "competitors", "competition", "rival", "rivals"),
        *("incumbent", "incumbents"),
        *("竞品", "竞争对手", "竞争者", "竞争品牌", "对手", "友商", "在用", "现用"),
        *("现有供应商", "现供应商", "目前供应商", "当前供应商", "原供应商", "现有品牌", "目前品牌"),
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
    """Whether a fact tells of a competitor or today's source, the budget, or what matters to the customer; else empty.

    Latin words count as whole words, Chinese ones anywhere in the name: “明年技改预算” is about the budget.
    """
    folded = normalize("NFKC", name).casefold()
    plain = " ".join(_NO_LETTER.sub(" ", folded).split())
    latin = set(plain.split())
    if any(f" {phrase} " in f" {plain} " for phrase in _PHRASES):
        return "competitor"
    for topic, words in _WORDS.items():
        if any(word in latin if word.isascii() else word in folded for word in words):
            return topic
    return ""
