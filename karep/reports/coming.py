"""Which important days are near."""

from collections.abc import Iterable
from datetime import date, timedelta

from karep.db.views.occasions import Occasion
from karep.reports import words
from karep.rules.lunar import to_lunar


def coming_occasions(occasions: Iterable[Occasion], day: date, days: int) -> list[tuple[Occasion, date]]:
    """The occasions that fall within so many days from a day on, with that day, by day."""
    span = [day + timedelta(days=step) for step in range(days + 1)]
    listed = list(occasions)
    months = {"solar": {one.month for one in span}, "lunar": set[int]()}
    if any(one.calendar == "lunar" for one in listed):
        # the library of the lunar calendar is imported only for those who need it
        months["lunar"] = {lunar.month for lunar in map(to_lunar, span) if lunar}
    near = (one for one in listed if one.month in months.get(one.calendar, ()))
    dated = ((one, words.occasion_day(one, day)) for one in near)
    return sorted(((one, on) for one, on in dated if on and on <= span[-1]), key=lambda pair: (pair[1], pair[0].whose))
