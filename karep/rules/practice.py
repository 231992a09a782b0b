"""How the rep works: how often customers hear from us, what makes a tier, which days count and which are free."""

from typing import Final

from karep.frozen import frozen
from karep.rules.cadence import DEFAULT_SETTINGS, CadenceSettings
from karep.rules.care import DEFAULT_CARE, CareSettings
from karep.rules.festivals import DEFAULT_DAYS, DaySettings
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.rules.tiers import DEFAULT_TIERS, TierSettings


@frozen
class Practice:
    """Everything that is set about the rhythm of the work; made by `karep.calendars.practice`."""

    cadence: CadenceSettings = DEFAULT_SETTINGS
    tiers: TierSettings = DEFAULT_TIERS
    care: CareSettings = DEFAULT_CARE
    days: DaySettings = DEFAULT_DAYS
    """Which festivals are listed, and the rep's own days."""
    rest: RestDays = WEEKENDS
    near_days: int = 14
    """Who falls due within so many days is worth a visit when the rep is near."""


USUAL: Final = Practice()
"""What karep ships with, with weekends as the only free days."""
