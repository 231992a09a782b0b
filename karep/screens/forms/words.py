"""Closed lists as the choices of a form."""

from collections.abc import Mapping

from karep.i18n import _
from karep.reports.words import STANCES, stage_words, stance_words
from karep.rules.vocabulary import STAGES


def choices(words: Mapping[str, str]) -> dict[str, str]:
    """A closed list of the vocabulary with its words in the language in use."""
    return {key: _(word) for key, word in words.items()}


def stages() -> dict[str, str]:
    """The stages with their names."""
    return {stage: stage_words(stage) for stage in STAGES}


def stances() -> dict[str, str]:
    """The rep's view of a person, from against us to for us."""
    signs = {stance: f"{stance:+d}".replace("-", "−") if stance else "0" for stance in STANCES}
    return {str(stance): f"{sign} {stance_words(stance)}" for stance, sign in signs.items()}


def strengths() -> dict[str, str]:
    """How strong a relationship is."""
    return {
        "0": _("0 unknown"),
        "1": _("1 identified"),
        "2": _("2 met"),
        "3": _("3 cooperative"),
        "4": _("4 supporter"),
        "5": _("5 advocate"),
    }
