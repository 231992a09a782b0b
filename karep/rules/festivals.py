"""The days on which customers are greeted: Chinese festivals by the lunar calendar, fixed days, days of elsewhere."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Final

from karep.frozen import frozen
from karep.rules.lunar import FIRST_YEAR, LAST_YEAR, day_in_year, lunar_month
from karep.settings import Settings

OWN: Final = "own:"
"""What the key of an own day begins with; its name follows."""


@frozen
class Festival:
    """A festival on a day of a year. ``greeted`` is False where congratulations would be out of place."""

    key: str
    day: date
    english: str
    chinese: str
    greeted: bool = True
    industry: str = ""
    """Only accounts of this industry keep it; empty for all."""

    def name(self, language: str) -> str:
        """Its name in the language."""
        return self.chinese if language == "zh" else self.english


_LUNAR: Final = (
    ("spring_festival", 1, 1, "Spring Festival", "春节"),
    ("lantern", 1, 15, "Lantern Festival", "元宵节"),
    ("dragon_boat", 5, 5, "Dragon Boat Festival", "端午节"),
    ("qixi", 7, 7, "Qixi Festival", "七夕"),
    ("mid_autumn", 8, 15, "Mid-Autumn Festival", "中秋节"),
    ("double_ninth", 9, 9, "Double Ninth Festival", "重阳节"),
    ("laba", 12, 8, "Laba Festival", "腊八节"),
    ("little_new_year_north", 12, 23, "Little New Year (north)", "小年（北方）"),
    ("little_new_year_south", 12, 24, "Little New Year (south)", "小年（南方）"),
)
_SOLAR: Final = (
    ("new_year", 1, 1, "New Year's Day", "元旦"),
    ("womens_day", 3, 8, "Women's Day", "妇女节"),
    ("consumer_rights", 3, 15, "Consumer Rights Day", "3·15 消费者权益日"),
    ("labour_day", 5, 1, "Labour Day", "劳动节"),
    ("june_18", 6, 18, "618 shopping day", "618"),
    ("teachers_day", 9, 10, "Teachers' Day", "教师节"),
    ("national_day", 10, 1, "National Day", "国庆节"),
    ("november_11", 11, 11, "Double 11 shopping day", "双11"),
    ("december_12", 12, 12, "Double 12 shopping day", "双12"),
)
_QINGMING: Final = ("Qingming", "清明节")
_EVE: Final = ("Chinese New Year's Eve", "除夕")
_THANKSGIVING: Final = ("Thanksgiving", "感恩节")
_CHRISTMAS: Final = ("Christmas", "圣诞节")
_NAMES: Final = {
    **{key: (english, chinese) for key, _month, _day, english, chinese in (*_LUNAR, *_SOLAR)},
    "qingming": _QINGMING,
    "new_years_eve": _EVE,
    "thanksgiving": _THANKSGIVING,
    "christmas": _CHRISTMAS,
}
KEYS: Final = frozenset(_NAMES)
"""The keys of all festivals but own days."""
OFF_BY_DEFAULT: Final = frozenset({"qixi"})
"""Festivals that are listed only when asked for."""


@frozen
class OwnDay:
    """A day that the rep or the company added: of an industry, or of everybody."""

    key: str
    """What it is known by in the store: `OWN` and its name."""
    name: str
    month: int
    day: int
    year: int | None = None
    """Only in that year; every year where it is None."""
    calendar: str = "solar"
    """``solar`` or ``lunar``."""
    industry: str = ""
    """Only for accounts of this industry; empty for all."""
    greeted: bool = True
    """Whether people are congratulated on it."""

    def concerns(self, industry: str | None) -> bool:
        """Whether accounts of an industry keep it; None asks for any account."""
        return industry is None or not self.industry or self.industry.casefold() == industry.strip().casefold()


@frozen
class DaySettings:
    """Which festivals are listed, and the days that were added."""

    off: frozenset[str] = OFF_BY_DEFAULT
    """The keys of festivals that are not listed."""
    own: tuple[OwnDay, ...] = ()

    @classmethod
    def of(cls, settings: Settings) -> "DaySettings":
        """What the rep has set; the days that were added come from `karep.calendars`."""
        return cls(off=frozenset(settings["festivals_off"].split()))


DEFAULT_DAYS: Final = DaySettings()


def festival_name(key: str, language: str) -> str:
    """What a festival is called by its key, an own day also when it is gone; a key of no festival is its own name."""
    english, chinese = _NAMES.get(key, (key.removeprefix(OWN),) * 2)
    return chinese if language == "zh" else english


_NO_GREETING: Final = frozenset({"qingming", "consumer_rights"})


def festivals_between(
    first: date,
    last: date,
    *,
    off: frozenset[str] = OFF_BY_DEFAULT,
    own: Iterable[OwnDay] = (),
    industry: str | None = None,
    abroad: bool = False,
) -> list[Festival]:
    """The festivals from one day to another, both included, by date.

    Lunar festivals fall in the ordinary month, never in a leap month. They are known for the lunar years 1900
    to 2099, Qingming for 1901 to 2099; outside of them only the fixed days are listed.

    Args:
        first: The first day.
        last: The last day.
        off: The keys of those that are left out.
        own: The days that the rep or the company added.
        industry: Of these only those that accounts of this industry keep; all of them where it is None.
        abroad: Also those that only customers of other countries keep.
    """
    found = [
        festival
        for year in range(first.year, last.year + 1)
        for festival in (*_of_year(year, first, last), *(_abroad(year) if abroad else ()))
        if first <= festival.day <= last and festival.key not in off
    ]
    found += own_days_between(first, last, own, off=off, industry=industry)
    return sorted(found, key=lambda festival: festival.day)


def own_days_between(
    first: date, last: date, own: Iterable[OwnDay], *, off: frozenset[str] = OFF_BY_DEFAULT, industry: str | None = None
) -> list[Festival]:
    """The days that were added, from one day to another, by date; the arguments are those of `festivals_between`."""
    wanted = (one for one in own if one.key not in off and one.concerns(industry))
    found = [festival for one in wanted for festival in _own(one, first, last)]
    return sorted(found, key=lambda festival: festival.day)


BELATED_GIFT: Final = 28
"""What is given so many days after a day may still be for it."""


def year_meant(key: str, given_on: date, own: Iterable[OwnDay] = ()) -> int | None:
    """The year of the festival that something was for: the next one, unless one was just before; None where none is.

    Args:
        key: The festival, or own day.
        given_on: The day on which it was given.
        own: The days that the rep or the company added.
    """
    first = given_on - timedelta(days=BELATED_GIFT)
    found = festivals_between(first, first + timedelta(days=400), off=frozenset(), own=own, abroad=True)
    return next((one.day.year for one in found if one.key == key), None)


def _own(own: OwnDay, first: date, last: date) -> Iterator[Festival]:
    """The days from one day to another on which an own day falls."""
    # a lunar year ends in the next solar one
    start = first.year - (own.calendar == "lunar")
    for year in range(start, last.year + 1) if own.year is None else (own.year,):
        if own.calendar == "lunar" and not _may_fall(year, own.month, own.day, first, last):
            continue
        when = day_in_year(own.month, own.day, year, own.calendar)
        if when and first <= when <= last:
            yield Festival(own.key, when, own.name, own.name, own.greeted, own.industry)


def _of_year(year: int, first: date, last: date) -> list[Festival]:
    """The festivals of a year; of the lunar ones at least those between two days."""
    festivals = [
        Festival(key, date(year, month, day), english, chinese, key not in _NO_GREETING)
        for key, month, day, english, chinese in _SOLAR
    ]
    if qingming := qingming_day(year):
        festivals.append(Festival("qingming", qingming, *_QINGMING, greeted=False))
    # the twelfth lunar month ends in January or February of the next solar year
    for lunar_year in (year - 1, year):
        for key, month, day, english, chinese in _LUNAR:
            near = _may_fall(lunar_year, month, day, first, last)
            if near and (found := lunar_month(lunar_year, month)):
                when = found[0] + timedelta(days=day - 1)
                if when.year == year:
                    festivals.append(Festival(key, when, english, chinese))
        if _may_fall(lunar_year, 1, 0, first, last) and (found := lunar_month(lunar_year, 1)):
            eve = found[0] - timedelta(days=1)
            if eve.year == year:
                festivals.append(Festival("new_years_eve", eve, *_EVE))
    return festivals


def _abroad(year: int) -> tuple[Festival, ...]:
    """The festivals of a year that are kept in other countries."""
    return (
        Festival("thanksgiving", thanksgiving_day(year), *_THANKSGIVING),
        Festival("christmas", date(year, 12, 25), *_CHRISTMAS),
    )


def _may_fall(lunar_year: int, month: int, day: int, first: date, last: date) -> bool:
    """Whether a lunar day can fall between two days: the table of the months is slow to make, and mostly not needed.

    A month begins within the 30 days up to its solar term, the first month's about 19 February and each further one
    30.44 days later; five days more on either side are allowed.
    """
    if not FIRST_YEAR <= lunar_year <= LAST_YEAR:
        return False
    latest = date(lunar_year, 2, 19) + timedelta(days=round((month - 1) * 30.44) + day + 5)
    return latest - timedelta(days=40) <= last and first <= latest


def thanksgiving_day(year: int) -> date:
    """The fourth Thursday of November."""
    first = date(year, 11, 1)
    return first + timedelta(days=(3 - first.weekday()) % 7 + 21)


def qingming_day(year: int) -> date | None:
    """The 4th, 5th or 6th of April on which Qingming falls (the sun at 15°), or None outside of 1901 to 2099.

    The usual formula: day = ⌊0.2422 y + C⌋ − ⌊y / 4⌋ with y the year within the century, C = 5.59 for
    1901–1999 and 4.81 for 2000–2099.
    """
    if not 1901 <= year <= 2099:
        return None
    century, constant = (1900, 5.59) if year < 2000 else (2000, 4.81)
    within = year - century
    return date(year, 4, int(within * 0.2422 + constant) - within // 4)
