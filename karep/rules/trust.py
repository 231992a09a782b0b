"""How far a person trusts us: the usual trust formula, and what would raise it most.

Trust = (credibility + reliability + intimacy) ÷ self-orientation, each rated from 1 to 5. Credibility is whether they
believe what we say, reliability whether we do what we said, intimacy whether they speak openly with us;
self-orientation is how much they think that we are after our own gain, and counts against us.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Final, Literal

from karep.frozen import frozen

TrustLevel = Literal["weak", "growing", "strong"]

RAISING: Final = ("credibility", "reliability", "intimacy")
"""The ratings that raise trust, as the fields of a person."""
LOWERING: Final = "self_orientation"
"""The rating that lowers it."""
RATINGS: Final = (*RAISING, LOWERING)
LEAST: Final = 1
MOST: Final = 5
GROWING_FROM: Final = 2
"""Trust below it is weak."""
STRONG_FROM: Final = 4


@frozen
class Step:
    """A rating that could be one better, and what trust would be then."""

    rating: str
    """One of `RATINGS`; `LOWERING` is better by one less."""
    score: float


@frozen
class Trust:
    """How far a person trusts us, from 0.6 to 15; None where too little was rated."""

    score: float | None
    level: TrustLevel | None
    missing: tuple[str, ...]
    """The ratings that nobody gave yet."""
    steps: tuple[Step, ...]
    """What could be raised, the most worthwhile first."""


def trust(ratings: Mapping[str, int | None]) -> Trust:
    """How far a person trusts us, by their `RATINGS`; one that is missing or None was not given.

    A missing one of the three that raise trust is left out, and the others weigh the more: their mean × 3. Without the
    rating that lowers it, or without all three others, there is no score.

    Raises:
        ValueError: If a rating is not from 1 to 5.
    """
    known = {name: value for name in RATINGS if (value := ratings.get(name)) is not None}
    for name, value in known.items():
        if not LEAST <= value <= MOST:
            raise ValueError(f"{name} is from {LEAST} to {MOST}, not {value}")
    missing = tuple(name for name in RATINGS if name not in known)
    score = _score(known)
    if score is None:
        return Trust(None, None, missing, ())
    return Trust(float(score), _level(score), missing, _steps(known))


def _score(known: Mapping[str, int]) -> Fraction | None:
    raising = [known[name] for name in RAISING if name in known]
    if not raising or LOWERING not in known:
        return None
    return Fraction(sum(raising) * len(RAISING), len(raising) * known[LOWERING])


def _level(score: Fraction) -> TrustLevel:
    if score < GROWING_FROM:
        return "weak"
    return "strong" if score >= STRONG_FROM else "growing"


def _steps(known: Mapping[str, int]) -> tuple[Step, ...]:
    found = []
    for name, value in known.items():
        better = value - 1 if name == LOWERING else value + 1
        score = _score({**known, name: better}) if LEAST <= better <= MOST else None
        if score is not None:
            # of equals, the rating that is lowest now has the most room
            found.append(((-score, MOST - value if name == LOWERING else value), Step(name, float(score))))
    return tuple(step for _order, step in sorted(found, key=lambda one: one[0]))
