"""`karep gifts`: what was given to whom in a year, for a compliance report."""

from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from karep.cli.call import YEARS, call_of
from karep.cli.exports import note
from karep.cli.options import Force, To
from karep.cli.reports import give_text
from karep.cli.streams import columns
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
    text = _text_of(found, allowance, form, of, private=private)
    # Excel takes a sheet without a mark for one in the computer's own encoding
    encoding = "utf-8-sig" if form == "csv" else "utf-8"
    path = give_text(text, to, force=force, raw=form != "text", encoding=encoding)
    note(call, "gifts", form, path, period=str(of), lines=len(found))


def _text_of(found: "list[PersonYear]", allowance: "Allowance", form: str, year: int, *, private: bool) -> str:
    """The list in one of the forms."""
    from karep.reports.gift_year import year_values

    if form == "text":
        return _text(found, allowance, year, private=private) + "\n"
    values = year_values(found, allowance, private=private)
    if form == "csv":
        from karep.exchange.gift_sheet import gift_sheet

        return gift_sheet(values, private=private)
    import json

    return json.dumps(values, ensure_ascii=False, indent=2) + "\n"


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
