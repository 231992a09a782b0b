"""How the rep works, from the settings and from the calendars."""

from dataclasses import replace
from datetime import date

from karep.calendars.amiss import value_faults
from karep.calendars.own import read_own_days, read_rest_days
from karep.calendars.rest import rest_days
from karep.rules.cadence import CadenceSettings
from karep.rules.care import CareSettings
from karep.rules.festivals import DaySettings
from karep.rules.practice import Practice
from karep.rules.tiers import TierSettings
from karep.settings import Settings


def practice_of(settings: Settings, today: date) -> Practice:
    """How the rep works; free days are known from a year before `today` to two years after it.

    What cannot be used of the rep's own files, or of what is set, is added to the faults of the settings.

    Args:
        settings: The rep's settings.
        today: The rep's day.
    """
    own, rest = read_own_days(), read_rest_days()
    country = settings["holidays"].strip()
    for fault in (*own.faults, *rest.faults, *value_faults(settings, today)):
        if fault not in settings.faults:
            settings.faults.append(fault)
    return Practice(
        cadence=CadenceSettings.of(settings),
        tiers=TierSettings.of(settings),
        care=CareSettings.of(settings),
        days=replace(DaySettings.of(settings), own=own.days),
        rest=rest_days(country, today, rest.days),
        near_days=settings.number("near_days"),
    )
