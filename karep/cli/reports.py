"""`karep today` and `karep week`: the reports, printed or written to a file."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from karep.cli.call import call_of, day_of
from karep.cli.options import Force, To
from karep.cli.streams import say, say_raw
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.reports.report import Report


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(help=N_("Show what is due, overdue, cold and coming."))(today)
    app.command(help=N_("Write the summary of a week."))(week)


def today(
    context: typer.Context,
    form: Annotated[
        Literal["text", "md", "json"],
        typer.Option("--format", metavar="text|md|json", help=N_("Text, Markdown or JSON.")),
    ] = "text",
    to: To = None,
    force: Force = False,
) -> None:
    """Show what the rep should see first on this day."""
    from karep.reports.today import today as report
    from karep.rules.cadence import CadenceSettings

    call = call_of(context)
    with call.open() as store:
        rhythm = CadenceSettings(next_step_days=call.settings.number("next_step_days"))
        found = report(store.connection, call.clock, settings=rhythm)
    give(found, form, to, force=force)


def week(
    context: typer.Context,
    of: Annotated[
        str | None,
        typer.Option(metavar="DATE", help=N_("Any day of the week, or the week as 2026-W47; this week if left out.")),
    ] = None,
    form: Annotated[
        Literal["txt", "md", "json", "text"],
        typer.Option("--format", metavar="txt|md|json", help=N_("Text, Markdown or JSON.")),
    ] = "txt",
    to: To = None,
    force: Force = False,
) -> None:
    """Write what happened in a week and what comes next."""
    from karep.reports.week import week as report

    call = call_of(context)
    day = _day_of_week(of) if of is not None else None
    with call.open() as store:
        found = report(store.connection, call.clock, of=day, author=call.settings["name"])
    give(found, "text" if form == "txt" else form, to, force=force)


def _day_of_week(text: str) -> date:
    from karep.rules.weeks import read_week

    chosen = read_week(text)
    return chosen.first if chosen else day_of(text)


def give(report: "Report", form: str, to: str | None, *, force: bool, cite: bool = False) -> None:
    """Print a report, or write it to the file that was named.

    Args:
        report: The report.
        form: ``text``, ``md`` or ``json``.
        to: The file; None or ``-`` for standard output.
        force: Replace a file that is there already.
        cite: End every line with the ids of its records.

    Raises:
        NotWritten: If the file cannot be written.
    """
    from karep.exchange.output import private_file
    from karep.reports.render import render

    text = render(report, form, cite=cite)
    if to is None or to == "-":
        say_raw(text) if form == "json" else say(text.rstrip("\n"))
        return
    path = Path(to).expanduser()
    with private_file(path, force=force) as target:
        target.write(text.encode("utf-8", "replace"))
    say(_("Written to {path}").format(path=path))
