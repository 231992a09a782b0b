"""What is told about a person: trust, what would raise it, what the ratings mean."""

from typing import Final

from karep.db.words import field_name
from karep.i18n import N_, _
from karep.rules.trust import Step, Trust

LEVELS: Final = {"weak": N_("weak"), "growing": N_("growing"), "strong": N_("strong")}
"""How far trust goes, in words."""
RAISING: Final = {
    "credibility": N_("bring proof: a case, a figure, an expert"),
    "reliability": N_("make a small promise and keep it early"),
    "intimacy": N_("meet in person and ask for their view in confidence"),
    "self_orientation": N_("help once without selling; ask more than you tell"),
}
"""How each rating of trust is made better."""


def score_text(score: float) -> str:
    """A score of trust as it is shown."""
    return f"{score:.1f}"


def trust_words(trust: Trust) -> str:
    """How far a person trusts us: “Trust 3.5, growing”; without enough ratings, that it is not rated."""
    if trust.score is None or trust.level is None:
        return _("Trust: not rated yet")
    return _("Trust {score}, {level}").format(score=score_text(trust.score), level=_(LEVELS[trust.level]))


def step_words(step: Step) -> str:
    """What would raise trust, and to what: “Intimacy → 4.0: meet in person …”."""
    how = _(RAISING[step.rating])
    return _("{rating} → {score}: {how}").format(rating=field_name(step.rating), score=score_text(step.score), how=how)
