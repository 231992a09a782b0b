"""Which account needs the rep most today, and why: every number is a sum of parts that can be told.

Priority says what an account is worth: 0.45 × value + 0.35 × potential + 0.20 × influence − 0.25 × risk, each from 0 to
100, held between 0 and 100. What is not known is left out and the weights of value, potential and influence that are
known are scaled to sum up to 1. Attention adds what presses today: 25 for an overdue promise of ours, 15 for contact
that is overdue (or never was, with a tier), 10 for an important day within 7 days. Health is not recorded yet: what a
customer in danger would add, 20 or 10, is left out.
"""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final, Literal

from karep.frozen import frozen
from karep.rules.cadence import State

Reason = Literal["value", "potential", "influence", "risk", "promise", "cadence", "date"]

PROMISE_POINTS: Final = 25
CADENCE_POINTS: Final = 15
DATE_POINTS: Final = 10
DATE_WITHIN_DAYS: Final = 7
MOST: Final = 100
"""No input, and no priority, is more."""

_REVENUE: Final = ((0, 0), (1_000_000, 25), (20_000_000, 50), (200_000_000, 75), (500_000_000, 100))
"""Yearly purchases in minor units, ¥0 to ¥5,000,000, and the value there; straight lines lie between."""
_TIER_VALUE: Final[Mapping[str, int]] = {"diamond": 100, "platinum": 75, "gold": 50, "vip": 25}
"""The value at the lower limit of each tier, where purchases are not known."""
_WEIGHTS: Final[Mapping[Reason, int]] = {"value": 45, "potential": 35, "influence": 20}
_RISK_WEIGHT: Final = 25
"""In percent."""

Points = tuple[tuple[Reason, int], ...]
"""Points with what each of them is for, the weightiest first."""


@frozen
class Attention:
    """The points of an account and what they are for, the weightiest first."""

    score: int
    parts: Points


def value_of(yearly_purchases: int | None, tier: str | None) -> int:
    """What an account is worth by what it buys, 0 to 100.

    Args:
        yearly_purchases: What it buys from us in a year, in minor units; None where that is not known, and the lower
            limit of its tier counts.
        tier: Its tier.
    """
    if yearly_purchases is None:
        return _TIER_VALUE.get(tier or "", 0)
    for (low, points), (high, more) in pairwise(_REVENUE):
        if yearly_purchases < high:
            return _rounded(points + (more - points) * max(0, yearly_purchases - low) / (high - low))
    return MOST


def priority(
    *, value: int | None = None, potential: int | None = None, influence: int | None = None, risk: int | None = None
) -> Points:
    """The parts of an account's priority, which sum up to it; each input from 0 to 100, None where it is not known."""
    inputs: dict[Reason, int | None] = {"value": value, "potential": potential, "influence": influence}
    known = {reason: points for reason, points in inputs.items() if points is not None}
    weight = sum(_WEIGHTS[reason] for reason in known)
    parts: dict[Reason, int] = {
        reason: _rounded(_WEIGHTS[reason] * points / weight) for reason, points in known.items()
    }
    # rounding may bring one point more than there are
    if (over := sum(parts.values()) - MOST) > 0:
        parts[max(parts, key=lambda reason: parts[reason])] -= over
    if risk:
        parts["risk"] = -min(_rounded(_RISK_WEIGHT * risk / 100), sum(parts.values()))
    return _weightiest(parts)


def attention(
    priority: Points,
    *,
    overdue_promises: int = 0,
    cadence: State = "fresh",
    tiered: bool = False,
    next_date: date | None = None,
    today: date,
) -> Attention:
    """The attention that an account needs.

    Args:
        priority: What it is worth, as `priority` says.
        overdue_promises: How many promises of ours are overdue; several weigh as one.
        cadence: The state of its clock that falls due first.
        tiered: Whether it has a tier: then contact that never was counts as overdue.
        next_date: Its next important day, such as the end of a contract.
        today: The rep's day.
    """
    parts: dict[Reason, int] = dict(priority)
    if overdue_promises > 0:
        parts["promise"] = PROMISE_POINTS
    if cadence == "overdue" or (cadence == "never" and tiered):
        parts["cadence"] = CADENCE_POINTS
    if next_date is not None and 0 <= (next_date - today).days <= DATE_WITHIN_DAYS:
        parts["date"] = DATE_POINTS
    return Attention(sum(parts.values()), _weightiest(parts))


def _weightiest(parts: Mapping[Reason, int]) -> Points:
    return tuple(sorted(((reason, points) for reason, points in parts.items() if points), key=lambda part: -part[1]))


def _rounded(points: float) -> int:
    """To the nearest whole, halves up."""
    return int(points + 0.5)
