"""Holidays that people say dates by: on which day they fall, which days are off, the workdays before and after.

Official days off differ from year to year, and the working weekends that pay for them are set each autumn; neither is
known here. The plain rules instead:

- Spring Festival: from New Year's Eve (除夕) to the 7th day of the first lunar month.
- National Day: 1 to 7 October. Labour Day: 1 to 5 May.
- New Year, Qingming, Dragon Boat and Mid-Autumn: the day itself; with the weekend when it is a Friday or a Monday; to
  the Monday when it is on a weekend.
- Christmas: 25 and 26 December; Easter: Good Friday to Easter Monday; Thanksgiving: Thursday to Sunday; "the holidays":
  24 December to 1 January. Any other: the day itself.
- A workday is a Monday to Friday on which none of the seven public holidays of China falls.

Lunar holidays are known for the lunar years 1900 to 2099, Qingming for 1901 to 2099.
"""

from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from karep.frozen import frozen
from karep.rules.festivals import qingming_day
from karep.rules.lunar import lunar_month

Side = Literal["before", "on", "after"]

PUBLIC: Final = ("new_year", "spring_festival", "qingming", "labour_day", "dragon_boat", "mid_autumn", "national_day")
"""The public holidays of China."""

_FIXED: Final = {
    "new_year": (1, 1), "valentines": (2, 14), "womens_day": (3, 8), "consumer_rights": (3, 15), "labour_day": (5, 1),
    "childrens_day": (6, 1), "june_18": (6, 18), "teachers_day": (9, 10), "national_day": (10, 1),
    "halloween": (10, 31), "november_11": (11, 11), "december_12": (12, 12), "christmas_eve": (12, 24),
    "christmas": (12, 25), "boxing_day": (12, 26), "new_years_eve": (12, 31), "the_holidays": (12, 25),
}  # fmt: skip
_LUNAR: Final = {
    "spring_festival": (1, 1), "lantern": (1, 15), "dragon_boat": (5, 5), "qixi": (7, 7), "mid_autumn": (8, 15),
    "double_ninth": (9, 9), "laba": (12, 8), "chinese_new_years_eve": (1, 0),
}  # fmt: skip
_DAYS_FROM_EASTER: Final = {"good_friday": -2, "easter": 0, "easter_monday": 1}
# month, weekday, which one of that weekday
_WEEKDAY_OF_MONTH: Final = {
    "us_labor_day": (9, 0, 1), "mothers_day": (5, 6, 2), "fathers_day": (6, 6, 3), "thanksgiving": (11, 3, 4),
}  # fmt: skip
_DAYS_OFF: Final = {
    "spring_festival": (-1, 6), "labour_day": (0, 4), "national_day": (0, 6), "easter": (-2, 1),
    "thanksgiving": (0, 3), "christmas": (0, 1), "the_holidays": (-1, 7),
}  # fmt: skip
"""The first and the last day off, counted from the day itself."""

KEYS: Final = (*_FIXED, *_LUNAR, *_DAYS_FROM_EASTER, *_WEEKDAY_OF_MONTH)
"""Every holiday that is known here."""


@frozen
class Holiday:
    """A holiday of some year: the day that it is named for, and the first and the last day off."""

    day: date
    first: date
    last: date


@lru_cache(maxsize=1024)
def holiday(key: str, year: int) -> Holiday | None:
    """The holiday of that year, or None where it is not known.

    ``year`` is the lunar year for those of the Chinese calendar, which differs from the solar one only for Laba.
    """
    day = _day_of(key, year)
    if day is None:
        return None
    before, after = _DAYS_OFF.get(key) or (_weekend_beside(day) if key in PUBLIC else (0, 0))
    return Holiday(day, day + timedelta(days=before), day + timedelta(days=after))


def _day_of(key: str, year: int) -> date | None:
    if not 1583 <= year <= 4000:
        return None
    if key == "qingming":
        return qingming_day(year)
    if key in _FIXED:
        return date(year, *_FIXED[key])
    if key in _LUNAR:
        month, day = _LUNAR[key]
        found = lunar_month(year, month)
        return found[0] + timedelta(days=day - 1) if found else None
    if key in _DAYS_FROM_EASTER:
        from dateutil.easter import easter

        return easter(year) + timedelta(days=_DAYS_FROM_EASTER[key])
    month, weekday, number = _WEEKDAY_OF_MONTH[key]
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (number - 1))


def _weekend_beside(day: date) -> tuple[int, int]:
    """How many days before and after are off with a holiday of one day."""
    return {0: (-2, 0), 4: (0, 2), 5: (0, 2), 6: (-1, 1)}.get(day.weekday(), (0, 0))


def holiday_day(key: str, year: int, side: Side) -> date | None:
    """The holiday's day, the last workday before its days off, or the first workday after them; None if unknown."""
    found = holiday(key, year)
    if found is None:
        return None
    if side == "on":
        return found.day
    step = timedelta(days=1 if side == "after" else -1)
    day = (found.last if side == "after" else found.first) + step
    while day.weekday() > 4 or _is_public(day):
        day += step
    return day


def _is_public(day: date) -> bool:
    holidays = (holiday(key, day.year) for key in _NEAR_MONTHS.get(day.month, ()))
    return any(one is not None and one.first <= day <= one.last for one in holidays)


# where the days from Monday to Friday that are off can fall, so that no other holiday has to be computed
_NEAR_MONTHS: Final = {
    1: ("new_year", "spring_festival"), 2: ("spring_festival",), 4: ("qingming",), 5: ("labour_day", "dragon_boat"),
    6: ("dragon_boat",), 9: ("mid_autumn",), 10: ("national_day", "mid_autumn"),
}  # fmt: skip
