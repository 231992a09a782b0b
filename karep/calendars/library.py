"""What the library of public holidays says about a country, kept in a cache because importing it takes long."""

import json
import re
import warnings
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from karep import paths
from karep.calendars.own import write_private
from karep.frozen import frozen

_COUNTRY: Final = re.compile(r"[A-Za-z]{2,3}(-[\w .()]{1,40})?")
_FORMAT: Final = 2
"""Another number makes every cache out of date."""
_ANNOUNCED: Final = frozenset(("CN",))
"""Where the days off in lieu and the working weekends are decided anew for each year, before it begins."""
_ANNOUNCED_SINCE: Final = 2008
"""Since this year there were working weekends in every year: one without is not announced yet."""
_KEPT: Final = 8
"""So many answers are kept at most."""


@frozen
class Known:
    """The free days of a country in some years, as the library knows them."""

    free: Mapping[date, str] = field(default_factory=dict)
    """Public holidays and days off in lieu, each with its name."""
    worked: Mapping[date, str] = field(default_factory=dict)
    """Weekend days that are worked, each with the holiday that they make up for."""
    found: bool = True
    """Whether the library knows the country."""
    reckoned: frozenset[date] = frozenset()
    """Those of the free days that the law does not name and nobody has announced: the library supposes them."""


UNKNOWN: Final = Known(found=False)


def known_days(country: str, years: range, language: str) -> Known:
    """The free days of a country in some years, out of the cache where they are in it.

    Args:
        country: Such as ``CN``, or with a part of it ``DE-BY``.
        years: The years.
        language: ``en`` or ``zh``, the language of the names where the library has them in it.
    """
    if not _COUNTRY.fullmatch(country):
        return UNKNOWN
    library = _library()
    cached = _read_cache(library)
    key = _key(country, years, language)
    if key in cached:
        return cached[key]
    known = ask(country, years, language)
    newest = {key: known} | {name: cached[name] for name in list(cached)[: _KEPT - 1]}
    _write_cache(library, newest)
    return known


@lru_cache(maxsize=16)
def ask(country: str, years: range, language: str) -> Known:
    """What the library itself says; importing it takes longer than everything else together."""
    import holidays

    code, _hyphen, part = country.upper().partition("-")
    with warnings.catch_warnings():
        # it warns about names of parts of a country that it will drop some day
        warnings.simplefilter("ignore")
        try:
            spoken = holidays.country_holidays(code, subdiv=part or None).supported_languages
            spoken_here = next((one for one in _languages(language) if one in spoken), None)
            # a name that the library knows only in the country's own language is better than none
            found = holidays.country_holidays(code, subdiv=part or None, years=list(years), language=spoken_here)
        except (NotImplementedError, ValueError, KeyError):
            return UNKNOWN
        known = _named(found)
        return replace(known, reckoned=_reckoned(found, known)) if code in _ANNOUNCED else known


def _reckoned(found: Any, known: Known) -> frozenset[date]:
    """The days off in lieu of years that are not announced yet."""
    before, _mark, after = found.tr(getattr(found, "observed_label", "") or "").partition("%s")
    announced = {day.year for day in known.worked}
    return frozenset(
        day
        for day, name in known.free.items()
        if day.year >= _ANNOUNCED_SINCE and day.year not in announced
        if (before or after) and name.startswith(before) and name.endswith(after)
    )


def parts_of(country: str) -> tuple[str, ...]:
    """The codes of the parts of a country for which the library has holidays of their own; none of an unknown one."""
    if not _COUNTRY.fullmatch(country):
        return ()
    import holidays

    code, parts = country.upper().partition("-")[0], holidays.list_supported_countries()
    return tuple(sorted(parts.get(code, ())))


def _languages(language: str) -> tuple[str, ...]:
    return ("zh_CN", "zh", "en_US", "en") if language == "zh" else ("en_US", "en_GB", "en")


def _named(found: Any) -> Known:
    """The days with names that say what is kept: a day off in lieu bears the name of its holiday.

    The library names such a day after the weekend day that is worked for it, and does not name the latter.
    """
    label, form = found.tr(getattr(found, "substituted_label", "") or ""), ""
    if "%s" in label:
        form = found.tr(getattr(found, "substituted_date_format", "") or "%Y-%m-%d")
    free = dict(found)
    swapped = {day: _swapped(name, label, form) for day, name in free.items()}
    real = {day: name for day, name in free.items() if swapped[day] is None}
    worked = {day: "" for day in getattr(found, "weekend_workdays", ()) if day.year in found.years}
    for day, worked_on in swapped.items():
        if worked_on:
            block = _block(day, free, worked)
            free[day] = _main_name(block, real) or free[day]
            if worked_on in worked:
                worked[worked_on] = free[day]
            # the weekend within such a holiday is a part of it
            for between in block:
                free.setdefault(between, free[day])
    return Known(dict(sorted(free.items())), dict(sorted(worked.items())))


def _swapped(name: str, label: str, form: str) -> date | None:
    """The day that is worked for a day off, as its name says."""
    if not form:
        return None
    before, _mark, after = label.partition("%s")
    if not (name.startswith(before) and name.endswith(after)):
        return None
    try:
        return datetime.strptime(name[len(before) : len(name) - len(after)], form).date()
    except ValueError:
        return None


def _block(day: date, free: Mapping[date, str], worked: Mapping[date, str]) -> list[date]:
    """The free days in a row around a day, from the first holiday of them to the last."""

    def rests(one: date) -> bool:
        return one in free or (one.weekday() >= 5 and one not in worked)

    first = last = day
    while rests(first - timedelta(days=1)):
        first -= timedelta(days=1)
    while rests(last + timedelta(days=1)):
        last += timedelta(days=1)
    row = [first + timedelta(days=step) for step in range((last - first).days + 1)]
    named = [one for one in row if one in free]
    return [one for one in row if named[0] <= one <= named[-1]]


def _main_name(block: Iterable[date], real: Mapping[date, str]) -> str:
    """The holiday that most days of a row are called by, the first of several; empty when there is none."""
    names = Counter(real[day] for day in block if day in real)
    return names.most_common(1)[0][0] if names else ""


def _cache_file() -> Path:
    return paths.cache_folder() / "holidays.json"


def _key(country: str, years: range, language: str) -> str:
    return f"{country.upper()} {years.start}-{years.stop - 1} {language}"


def _library() -> str:
    """What changes when another version of the library is installed, without importing it."""
    try:
        spec = find_spec("holidays")
        state = Path(spec.origin).stat() if spec and spec.origin else None
    except (OSError, ValueError, ImportError):
        state = None
    return f"{_FORMAT} {state.st_mtime_ns} {state.st_size}" if state else str(_FORMAT)


def _read_cache(library: str) -> dict[str, Known]:
    """The answers that are kept, the newest first; nothing when they are of another library, or broken."""
    try:
        content = json.loads(_cache_file().read_text("utf-8"))
        if content["library"] != library:
            return {}
        return {key: _known(answer) for key, answer in content["answers"].items()}
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _write_cache(library: str, answers: Mapping[str, Known]) -> None:
    written = {
        key: {
            "found": one.found,
            "free": {day.isoformat(): name for day, name in one.free.items()},
            "worked": {day.isoformat(): name for day, name in one.worked.items()},
            "reckoned": sorted(day.isoformat() for day in one.reckoned),
        }
        for key, one in answers.items()
    }
    try:
        write_private(_cache_file(), json.dumps({"library": library, "answers": written}, ensure_ascii=False))
    except OSError:
        # what cannot be kept is asked again the next time
        return


def _known(answer: Any) -> Known:
    reckoned = frozenset(date.fromisoformat(day) for day in answer["reckoned"])
    return Known(_dated(answer["free"]), _dated(answer["worked"]), answer["found"] is True, reckoned)


def _dated(names: Any) -> dict[date, str]:
    return {date.fromisoformat(day): str(name) for day, name in names.items()}
