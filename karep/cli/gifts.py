"""`karep gifts`: what was given to whom in a year, for a compliance report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from karep.cli.call import YEARS, call_of
from karep.cli.options import Force, To
from karep.cli.streams import columns, say, say_json, say_raw
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.reports.gift_year import PersonYear
    from karep.rules.gifts import Allowance

_FIRST: Final = YEARS.start
_LAST: Final = YEARS.stop - 1


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("List the gifts of a year, person by person, with the limit."))(gifts)


def gifts(
    context: typer.Context,
    year: Annotated[
        int | None,
        typer.Option(metavar="YEAR", min=_FIRST, max=_LAST, help=N_("The calendar year; this one if left out.")),
    ] = None,
    form: Annotated[
        Literal["text", "csv", "json"],
        typer.Option("--format", metavar="text|csv|json", help=N_("Text, a sheet or JSON.")),
    ] = "text",
    private: Annotated[
        bool,
        typer.Option("--private", help=N_("Tell what was given, the limit and who approved it, not only the totals.")),
    ] = False,
    to: To = None,
    force: Force = False,
) -> None:
    """List who was given what in a year: the names and totals, and with ``--private`` everything."""
    from karep.reports.gift_year import gift_year
    from karep.rules.gifts import Allowance

    call = call_of(context)
    of = year if year is not None else call.clock.today.year
    allowance = Allowance.of(call.settings)
    with call.open() as store:
        found = gift_year(store.connection, of, allowance)
    _give(found, allowance, form, of, to, private=private, force=force)


def _give(
    found: "list[PersonYear]",
    allowance: "Allowance",
    form: str,
    year: int,
    to: str | None,
    *,
    private: bool,
    force: bool,
) -> None:
    from karep.exchange.gift_sheet import gift_sheet
    from karep.reports.gift_year import year_values

    values = year_values(found, allowance, private=private)
    if to is None or to == "-":
        if form == "json":
            say_json(values)
        elif form == "csv":
            say_raw(gift_sheet(values, private=private))
        else:
            say(_text(found, allowance, year, private=private))
        return
    from karep.exchange.output import private_file

    path = Path(to).expanduser()
    with private_file(path, force=force) as target:
        if form == "json":
            import json

            target.write(json.dumps(values, ensure_ascii=False, indent=2).encode("utf-8", "replace") + b"\n")
        elif form == "csv":
            # Excel takes a sheet without this mark for one in the computer's own encoding
            target.write(gift_sheet(values, private=private).encode("utf-8-sig", "replace"))
        else:
            target.write(f"{_text(found, allowance, year, private=private)}\n".encode("utf-8", "replace"))
    say(_("Written to {path}").format(path=path))


def _text(found: "list[PersonYear]", allowance: "Allowance", year: int, *, private: bool) -> str:
    from karep.reports.gift_year import gift_lines, year_lines

    if not found:
        return _("No gifts in {year}.").format(year=year)
    lines = [_("Gifts {year}").format(year=year)]
    heads = columns(year_lines(found, allowance, private=private))
    for head, person in zip(heads, found, strict=True):
        lines.append(head)
        if private:
            lines += [f"    {line}" for line in columns(gift_lines(person))]
    return "\n".join(lines)
