"""How the rep works, from the settings and from the calendars."""

from datetime import date

from karep.rules.cadence import CadenceSettings
from karep.rules.care import CareSettings
from karep.rules.festivals import DaySettings
from karep.rules.practice import Practice
from karep.rules.rest_days import WEEKENDS
from karep.rules.tiers import TierSettings
from karep.settings import Settings


def practice_of(settings: Settings, today: date) -> Practice:
    """How the rep works; free days are known from a year before `today` to two years after it.

    Args:
        settings: The rep's settings.
        today: The rep's day.
    """
    return Practice(
        cadence=CadenceSettings.of(settings),
        tiers=TierSettings.of(settings),
        care=CareSettings.of(settings),
        days=DaySettings.of(settings),
        rest=WEEKENDS,
        near_days=settings.number("near_days"),
    )
