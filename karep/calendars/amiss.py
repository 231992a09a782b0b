"""Settings whose value no one knows: a time zone, a country, a festival. Each is named, with what it may have meant."""

import difflib
from collections.abc import Iterator
from datetime import date
from zoneinfo import available_timezones

from karep.calendars.rest import is_known_country, parts_words, unknown_country
from karep.i18n import _
from karep.rules.festivals import KEYS, OWN
from karep.rules.visible import one_line
from karep.rules.zones import find_zone
from karep.settings import Settings


def value_faults(settings: Settings, today: date) -> list[str]:
    """What is set and does nothing, a sentence each; what is as it is shipped is not looked at."""
    return [*_zone_faults(settings["zone"]), *_festival_faults(settings), *_country_faults(settings, today)]


def _zone_faults(zone: str) -> Iterator[str]:
    if not zone:
        return
    try:
        find_zone(zone)
    except ValueError:
        sentence = _("There is no time zone {name} (setting {setting}); the computer's own is used.")
        yield sentence.format(name=_shown(zone), setting="zone") + _near(zone, available_timezones())


def _festival_faults(settings: Settings) -> Iterator[str]:
    for key in settings["festivals_off"].split():
        if key not in KEYS and not key.startswith(OWN):
            sentence = _("There is no festival {name} (setting {setting}).")
            yield sentence.format(name=_shown(key), setting="festivals_off") + _near(key, KEYS, 0.45)


def _country_faults(settings: Settings, today: date) -> Iterator[str]:
    country = settings["holidays"].strip()
    if country in ("", Settings()["holidays"]) or is_known_country(country, today):
        return
    yield unknown_country(_shown(country)) + parts_words(country)


def _near(typed: str, known: "frozenset[str] | set[str]", cutoff: float = 0.6) -> str:
    by_folded = {one.casefold(): one for one in sorted(known)}
    near = difflib.get_close_matches(typed.casefold()[:100], by_folded, 1, cutoff)
    return _(" Did you mean {name}?").format(name=by_folded[near[0]]) if near else ""


def _shown(text: str) -> str:
    return one_line(text)[:60]
