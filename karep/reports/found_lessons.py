"""Whether what was typed asks for lessons, and for which."""

from typing import Final, NamedTuple

from karep.i18n import _
from karep.rules.searching.normal import normal
from karep.rules.vocabulary import STAGE_NAMES

_WORDS: Final = frozenset(("lesson", "lessons", "教训", "经验", "经验教训", "心得", "jiaoxun"))
"""What asks for lessons, in either language."""


class LessonQuestion(NamedTuple):
    """Which lessons are asked for."""

    stage: str | None
    """Only those about this stage of a deal."""
    rest: str
    """What else was typed: it stands in the lesson, or names its account."""


def lesson_question(words: str) -> LessonQuestion | None:
    """Which lessons are asked for: “教训 S5 报价”, “lessons Propose”; None when none are."""
    typed = words.split()
    rest = [one for one in typed if normal(one) not in _WORDS]
    if len(rest) == len(typed):
        return None
    stages = {normal(word): stage for stage, name in STAGE_NAMES.items() for word in (stage, name, _(name))}
    stage = next((stages[normal(one)] for one in rest if normal(one) in stages), None)
    return LessonQuestion(stage, " ".join(one for one in rest if stages.get(normal(one), "") != stage))
