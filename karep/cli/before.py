"""What stands before the command, read without Typer: language, scheme of tiers, whether the app is asked for.

Typer costs as much as the app's own first screen. A call without a command is read here, as long as it is as
plain as most are; every other call, also every wrong one, is left to Typer.
"""

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Final

from karep.cli.call import YEARS, Call, make_call
from karep.i18n import LANGUAGES, system_language, use_language

_WITH_VALUE: Final = ("--store", "--lang", "--today")


def choose_language(arguments: Sequence[str]) -> None:
    """Use the language that ``--lang`` names, or the settings, or the computer's own."""
    use_language(asked_for(arguments) or _set())


def choose_tiers() -> None:
    """Use the scheme of tiers that the settings name, with its limits."""
    from karep import settings
    from karep.rules.tier_names import use_tiers
    from karep.rules.tiers import TierSettings

    with suppress(OSError):
        use_tiers(TierSettings.of(settings.load()))


def asked_for(arguments: Sequence[str]) -> str | None:
    """The language that ``--lang`` names among the options before the command, if it is one of ours."""
    rest = iter(arguments)
    found: str | None = None
    for argument in rest:
        if argument == "--lang":
            found = next(rest, "")
        elif argument.startswith("--lang="):
            found = argument.partition("=")[2]
        elif argument in _WITH_VALUE:
            next(rest, None)
        elif not argument.startswith("-"):
            break
    return found if found in LANGUAGES else None


def app_call(arguments: Sequence[str]) -> Call | None:
    """The call that opens the app, or None when there is a command or anything else that Typer must judge."""
    if "_KAREP_COMPLETE" in os.environ:
        return None
    found: dict[str, str] = {}
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if argument == "--plain":
            found[argument] = argument
        elif name in _WITH_VALUE:
            found[name] = value if equals else next(rest, "")
            if not found[name] or found[name].startswith("-"):
                return None
        else:
            return None
    if found.get("--lang", LANGUAGES[0]) not in LANGUAGES:
        return None
    try:
        day = date.fromisoformat(found["--today"]) if "--today" in found else None
    except ValueError:
        return None
    if day is not None and day.year not in YEARS:
        return None
    return make_call(found.get("--store"), day, found.get("--lang"), plain="--plain" in found)


def _set() -> str:
    from karep import settings

    try:
        return settings.load().language
    except OSError:
        return system_language()
