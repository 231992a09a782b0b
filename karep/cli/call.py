"""What was asked before the command: which store, which day, which language."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from karep.cli.refusals import Refusal
from karep.i18n import _, language

if TYPE_CHECKING:
    import typer

    from karep.db.store import Store
    from karep.rules.clock import Clock
    from karep.rules.practice import Practice
    from karep.settings import Settings


YEARS: Final = range(1900, 2200)
"""The years of the days that a command can be asked for; other years have no lunar calendar here."""


@dataclass
class Call:
    """One call of `karep`; what it reads of the settings, it reads once."""

    store: Path
    day: date | None
    """The day that it shall be, for tests and rehearsals; None for the real one."""
    language: str
    plain: bool

    @cached_property
    def settings(self) -> "Settings":
        """The rep's settings."""
        from karep import settings

        return settings.load()

    @property
    def clock(self) -> "Clock":
        """The clock that everything below is told the time by."""
        from karep.rules.clock import Clock

        zone = self.settings["zone"] or None
        try:
            return Clock.at(self.day, zone=zone) if self.day else Clock.system(zone)
        except ValueError:
            return Clock.at(self.day) if self.day else Clock.system()

    @cached_property
    def practice(self) -> "Practice":
        """How the rep works: rhythms, tiers, days, free days."""
        from karep.calendars.practice import practice_of

        return practice_of(self.settings, self.clock.today)

    def tell_faults(self) -> None:
        """Say on standard error what of the settings does nothing; the command goes on all the same."""
        from karep.cli.streams import complain

        with suppress(OSError):
            settings = self.settings
            told = {name: settings[name] for name in ("zone", "holidays", "festivals_off")}
            faults = list(settings.faults)
            # of what is as it is shipped nothing is asked, and nothing imported
            if any(value != type(settings)()[name] for name, value in told.items()):
                from karep.calendars.amiss import value_faults

                faults += value_faults(settings, self.clock.today)
            for fault in faults:
                complain(fault)

    def open(self) -> "Store":
        """Open the store that is there; a command never makes one.

        Raises:
            Refusal: If there is no store.
            StoreError: If it cannot be opened.
        """
        from karep.db.store import Store

        self.require_store()
        return Store.open(self.store)

    def require_store(self) -> None:
        """Make sure that there is a store.

        Raises:
            Refusal: If there is none.
        """
        if not self.store.exists():
            sentence = _("There is no store {path} yet; start with karep, karep demo or karep import FILE.")
            raise Refusal(sentence.format(path=self.store))


def make_call(store: str | None, day: date | None, lang: str | None, *, plain: bool) -> Call:
    """The call with these options, each None where it was not given."""
    from karep import paths

    path = Path(store).expanduser() if store else paths.default_store()
    return Call(path, day, lang or language(), plain)


def call_of(context: "typer.Context") -> Call:
    """The call that a command belongs to."""
    found = context.find_root().obj
    assert isinstance(found, Call)
    return found


def day_of(text: str) -> date:
    """The day that an option names.

    Raises:
        typer.BadParameter: If it is not a day such as 2026-12-01.
    """
    try:
        day = date.fromisoformat(text)
        if day.year not in YEARS:
            raise ValueError(text)
    except ValueError as error:
        import typer

        raise typer.BadParameter(_("write the day as 2026-12-01")) from error
    return day


def check_year(year: int) -> None:
    """Make sure that a period in that year can be asked for.

    Raises:
        typer.BadParameter: If it is none of `YEARS`.
    """
    if year not in YEARS:
        import typer

        raise typer.BadParameter(_("the years are {first}–{last}").format(first=YEARS[0], last=YEARS[-1]))
