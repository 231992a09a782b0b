"""Which account needs the rep most today.

Attention is a sum of points, each with its reason: 25 when a promise of ours is overdue, 15 when contact is
overdue (or a tiered account was never contacted), 10 when an important date lies within 7 days, and for the tier
20, 15, 10 or 5. So an overdue promise to anybody outranks a mere tier.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from karep.rules.cadence import State

Reason = Literal["promise", "cadence", "date", "tier"]

PROMISE_POINTS: Final = 25
CADENCE_POINTS: Final = 15
DATE_POINTS: Final = 10
DATE_WITHIN_DAYS: Final = 7
TIER_POINTS: Final[Mapping[str, int]] = {"diamond": 20, "platinum": 15, "gold": 10, "vip": 5}


@dataclass(frozen=True, slots=True)
class Attention:
    """The points of an account and what they are for, the weightiest first."""

    score: int
    parts: tuple[tuple[Reason, int], ...]

    @property
    def pressing(self) -> bool:
        """True when anything but the tier speaks for it."""
        return any(reason != "tier" for reason, _points in self.parts)


def attention(
    tier: str | None,
    *,
    overdue_promises: int = 0,
    cadence: State = "fresh",
    next_date: date | None = None,
    today: date,
) -> Attention:
    """The attention that an account needs.

    ``overdue_promises`` counts ours; several weigh as one. ``cadence`` is the state of the account's clock and
    ``next_date`` its next important date (an occasion, a contract's end).
    """
    parts: list[tuple[Reason, int]] = []
    if overdue_promises > 0:
        parts.append(("promise", PROMISE_POINTS))
    tier_points = TIER_POINTS.get(tier or "", 0)
    if cadence == "overdue" or (cadence == "never" and tier_points):
        parts.append(("cadence", CADENCE_POINTS))
    if next_date is not None and 0 <= (next_date - today).days <= DATE_WITHIN_DAYS:
        parts.append(("date", DATE_POINTS))
    if tier_points:
        parts.append(("tier", tier_points))
    parts.sort(key=lambda part: -part[1])
    return Attention(sum(points for _reason, points in parts), tuple(parts))


def attention_order(found: Attention, name: str) -> tuple[int, str]:
    """The key by which accounts are sorted: most attention first, then by name."""
    return -found.score, name
