"""Which days are free: what the library knows about the country, and the rep's own file over it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Final, NamedTuple

from karep.calendars.library import Known, known_days, parts_of
from karep.calendars.own import RestDay
from karep.i18n import _, language
from karep.rules.rest_days import RestDays

YEARS_BEFORE: Final = 1
YEARS_AFTER: Final = 2
"""Free days are known so many years before and after the rep's day."""
_PARTS: Final = 20
"""As many parts of a country are named."""


class Sourced(NamedTuple):
    """A day that is free, or worked, with where that is known from."""

    day: date
    free: bool
    name: str
    own: bool
    """Whether the rep's own file says so; otherwise the library does."""
    reckoned: bool = False
    """Whether the library only supposes so: it is not announced yet."""


def years_around(today: date) -> range:
    """The years of which free days are known."""
    return range(today.year - YEARS_BEFORE, today.year + YEARS_AFTER + 1)


def rest_days(country: str, today: date, own: Iterable[RestDay] = ()) -> RestDays:
    """The free days of a country around a day; the library is asked when the first question comes.

    Args:
        country: Such as ``CN`` or ``DE-BY``; an empty text for weekends only.
        today: The rep's day.
        own: What the rep's file says, which counts more than the library.
    """
    joined = _Joined(country, years_around(today), tuple(own))
    return RestDays(_Later(joined.free), _Later(joined.worked), _Later(joined.reckoned))


def listed_days(country: str, year: int, own: Iterable[RestDay] = ()) -> list[Sourced]:
    """The free days and the worked weekend days of a year, by date, with where each is known from.

    Args:
        country: Such as ``CN`` or ``DE-BY``; an empty text for what the rep's file says alone.
        year: The year.
        own: What the rep's file says.
    """
    known = known_days(country, range(year, year + 1), language()) if country else Known()
    found = {
        day: Sourced(day, True, name, own=False, reckoned=day in known.reckoned) for day, name in known.free.items()
    }
    found |= {day: Sourced(day, False, name, own=False) for day, name in known.worked.items()}
    for one in own:
        said = found.get(one.day)
        name = one.name or (said.name if said and said.free == one.free else "")
        found[one.day] = Sourced(one.day, one.free, name, own=True)
    return [found[day] for day in sorted(found) if day.year == year]


def is_known_country(country: str, today: date) -> bool:
    """Whether the library knows the public holidays of a country in the years around a day."""
    return known_days(country, years_around(today), language()).found


def parts_words(country: str) -> str:
    """Which parts a country has, behind the sentence that it has none of that name; nothing for one without parts."""
    parts = parts_of(country)
    if not parts:
        return ""
    told = ", ".join(parts[:_PARTS]) + (" …" if len(parts) > _PARTS else "")
    return _(" Parts of {country}: {parts}.").format(country=country.partition("-")[0].upper(), parts=told)


def unknown_country(country: str) -> str:
    """The sentence about a country that the library does not know."""
    sentence = _("No public holidays are known for {country}; only weekends are free. Try CN or DE-BY.")
    return sentence.format(country=country)


class _Joined:
    """The library's days and the rep's own, joined once for each language in which they are asked for."""

    def __init__(self, country: str, years: range, own: tuple[RestDay, ...]) -> None:
        self._country = country
        self._years = years
        self._own = own
        self._ready: dict[str, tuple[dict[date, str], dict[date, str], dict[date, str]]] = {}

    def free(self) -> Mapping[date, str]:
        return self._days()[0]

    def worked(self) -> Mapping[date, str]:
        return self._days()[1]

    def reckoned(self) -> Mapping[date, str]:
        return self._days()[2]

    def _days(self) -> tuple[dict[date, str], dict[date, str], dict[date, str]]:
        spoken = language()
        if spoken not in self._ready:
            self._ready[spoken] = self._join(spoken)
        return self._ready[spoken]

    def _join(self, spoken: str) -> tuple[dict[date, str], dict[date, str], dict[date, str]]:
        known = known_days(self._country, self._years, spoken) if self._country else Known()
        free, worked = dict(known.free), dict(known.worked)
        reckoned = {day: free.pop(day) for day in known.reckoned}
        for one in self._own:
            said, other = (free, worked) if one.free else (worked, free)
            supposed = reckoned.pop(one.day, "")
            said[one.day] = one.name or said.get(one.day, "") or (supposed if one.free else "")
            other.pop(one.day, None)
        return free, worked, reckoned


class _Later(Mapping[date, str]):
    """Days with their names that are read when they are first looked at."""

    def __init__(self, read: Callable[[], Mapping[date, str]]) -> None:
        self._read = read

    def __getitem__(self, day: date) -> str:
        return self._read()[day]

    def __contains__(self, day: object) -> bool:
        return day in self._read()

    def __iter__(self) -> Iterator[date]:
        return iter(self._read())

    def __len__(self) -> int:
        return len(self._read())
