"""Which tier an account is in by the scheme in force."""

from dataclasses import dataclass
from typing import Final

from karep.settings import GROUP_PERCENT, METAL_SHARES, REVENUE_LIMITS, UNIT_LIMITS, Settings


@dataclass(frozen=True, slots=True)
class TierSettings:
    """The scheme in force, and the limits of all schemes."""

    scheme: str = "revenue"
    """A key of `karep.rules.vocabulary.TIER_SCHEMES`."""
    revenue_limits: tuple[int, ...] = REVENUE_LIMITS
    """Inclusive lower limits of the four tiers, in whole units of the currency."""
    unit_limits: tuple[int, ...] = UNIT_LIMITS
    """Inclusive lower limits of the four tiers, in units."""
    metal_shares: tuple[int, ...] = METAL_SHARES
    """What part of the book, by yearly purchases, is in each of the first three tiers, in percent."""
    group_percent: tuple[int, ...] = GROUP_PERCENT
    """What limits are multiplied by in revenue groups 1, 2, 3, in percent."""
    group_tiers: str = "vip"
    """Whether that lowers the limit of the last tier alone (``vip``) or of ``all``."""

    @classmethod
    def of(cls, settings: Settings) -> "TierSettings":
        """What the rep has set."""
        return cls(
            scheme=settings["tier_scheme"],
            revenue_limits=settings.numbers("revenue_limits"),
            unit_limits=settings.numbers("unit_limits"),
            metal_shares=settings.numbers("metal_shares"),
            group_percent=settings.numbers("group_percent"),
            group_tiers=settings["group_tiers"],
        )


DEFAULT_TIERS: Final = TierSettings()
