"""`karep holidays`: which days are free, which weekend days are worked, and where that is known from."""

from typing import TYPE_CHECKING, Annotated

import typer

from karep.cli.call import YEARS, call_of
from karep.cli.options import TextOrJson
from karep.cli.refusals import Refusal
from karep.cli.streams import columns, complain, say, say_json
from karep.i18n import N_, _, language

if TYPE_CHECKING:
    from karep.calendars.rest import Sourced


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Show public holidays and the weekend days that are worked for them."))(holidays)


def holidays(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Argument(
            metavar="[YEAR]", min=YEARS.start, max=YEARS.stop - 1, help=N_("The year; this year if left out.")
        ),
    ] = None,
    country: Annotated[
        str | None,
        typer.Option(metavar="CN|DE-BY|…", help=N_("Another country than the one that is set, or a part of one.")),
    ] = None,
    form: TextOrJson = "text",
) -> None:
    """Show the free days of a year and the weekend days that are worked, with where each is known from."""
    from karep.calendars.library import known_days
    from karep.calendars.own import read_rest_days
    from karep.calendars.rest import listed_days, unknown_country

    call = call_of(context)
    chosen = (call.settings["holidays"] if country is None else country).strip()
    wanted = year or call.clock.today.year
    own = read_rest_days()
    if chosen and not known_days(chosen, range(wanted, wanted + 1), language()).found:
        if country is not None:
            raise Refusal(unknown_country(chosen))
        complain(unknown_country(chosen))
    for fault in own.faults:
        complain(fault)
    # a country that was named is looked at as it is; the rep's own days are those of the country that is set
    days = listed_days(chosen, wanted, own.days if country is None else ())
    if form == "json":
        say_json([_values(one) for one in days])
        return
    _say_days(days, chosen, wanted)


def _say_days(days: "list[Sourced]", chosen: str, wanted: int) -> None:
    if days:
        say("\n".join(columns([_row(one, chosen) for one in days])))
    else:
        say(_("No public holidays of {year} are known; only weekends are free.").format(year=wanted))
    if chosen.upper() == "CN" and not any(not one.free for one in days):
        say(_("The working weekends of {year} are not known yet; write them into {file}.").format(**_where(wanted)))
    if any(one.reckoned for one in days):
        say(_("What is not announced yet is reckoned: no due day moves for it."))


def _where(year: int) -> dict[str, object]:
    from karep import paths

    return {"year": year, "file": paths.rest_days_file()}


def _row(one: "Sourced", country: str) -> tuple[str, ...]:
    from karep.reports.words import full_day_words

    kind = _("free") if one.free else _("working day")
    source = _("own file") if one.own else country.upper()
    return full_day_words(one.day), kind, one.name, _("not announced yet; as reckoned") if one.reckoned else source


def _values(one: "Sourced") -> dict[str, object]:
    source = "file" if one.own else "reckoned" if one.reckoned else "library"
    return {"date": one.day.isoformat(), "free": one.free, "name": one.name, "source": source}
