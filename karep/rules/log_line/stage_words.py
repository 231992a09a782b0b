"""The stages of a deal in words: 方案, propose, S5."""

import re
from typing import Final

_STAGES: Final = {
    "S1": ("识别", "线索", "identify", "lead", "qualify"),
    "S2": ("规划", "计划", "plan", "planning"),
    "S3": ("接触", "初访", "engage", "engaged", "contact"),
    "S4": ("挖需", "挖掘需求", "需求", "discover", "discovery", "needs"),
    "S5": ("方案", "报价", "投标", "propose", "proposal", "quote", "tender"),
    "S6": ("成交", "谈判", "签约", "促成", "close", "closing", "negotiate", "negotiation"),
    "S7": ("交付", "实施", "deliver", "delivery"),
    "S8": ("维系拓展", "维系", "拓展", "维护", "grow", "growth", "expand"),
}
_OF_WORD: Final = {word: stage for stage, words in _STAGES.items() for word in (stage.lower(), *words)}
_ANY: Final = "|".join(sorted(_OF_WORD, key=len, reverse=True))
_WORD: Final = re.compile(rf" {{0,8}}(?:→|->|到|to )? {{0,4}}({_ANY})(?:阶段| stage)?(?![a-z0-9])")


def stage_at(folded: str) -> tuple[str, int] | None:
    """The stage that a text begins with, ``S1`` to ``S8``, and where the word for it ends."""
    found = _WORD.match(folded)
    return (_OF_WORD[found[1]], found.end()) if found else None


def stage_word(stage: str, language: str) -> str:
    """The word that is written for a stage in a language."""
    return next(word for word in _STAGES[stage] if word.isascii() != (language == "zh"))
