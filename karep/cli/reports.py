"""`karep today` and `karep week`: the reports, printed or written to a file."""

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Literal

import typer

from karep.cli.call import call_of, day_of
from karep.cli.options import Force, To
from karep.cli.streams import is_terminal, say, say_raw
from karep.i18n import N_, _

if TYPE_CHECKING:
    from sqlite3 import Connection

    from karep.reports.report import Report

_WIDTH: Final = 100
"""How many cells a line has where no terminal says it."""


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
    everything: Annotated[
        bool, typer.Option("--all", help=N_("Print the whole page as text, not only the ten most pressing lines."))
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help=N_("Tell personal days too: birthdays, what people like and dislike."))
    ] = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Show what the rep should see first on this day."""
    from karep.reports.today import today as report
    from karep.reports.today import without_personal

    call = call_of(context)
    with call.open() as store:
        found = report(store.connection, call.clock, practice=call.practice)
        empty = not any(one.lines for one in found.sections) and _is_empty(store.connection)
    found = found if private else without_personal(found)
    if form != "text" or everything:
        give(found, form, to, force=force)
    elif empty:
        _give_text(_("Your book is empty; karep import FILE brings in accounts and people from a sheet."), to, force)
    else:
        from karep.reports.digest import digest

        _give_text(digest(found, _width()), to, force)


def _is_empty(connection: "Connection") -> bool:
    from karep.db.views.accounts import count_accounts

    return count_accounts(connection) == 0


def _width() -> int:
    """How many cells a line may take: as many as the terminal has, or 100 where there is none."""
    if not is_terminal(sys.stdout):
        return _WIDTH
    from shutil import get_terminal_size

    return get_terminal_size((_WIDTH, 24)).columns


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
        author = call.settings["name"]
        found = report(store.connection, call.clock, of=day, author=author, practice=call.practice)
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
    from karep.reports.render import render

    text = render(report, form, cite=cite)
    if form == "json" and _is_screen(to):
        say_raw(text)
    else:
        _give_text(text, to, force)


def _give_text(text: str, to: str | None, force: bool) -> None:
    """Print a text, or write it to the file that was named."""
    if _is_screen(to):
        say(text.rstrip("\n"))
        return
    from karep.exchange.output import private_file

    path = Path(to or "").expanduser()
    with private_file(path, force=force) as target:
        target.write(text.encode("utf-8", "replace"))
    say(_("Written to {path}").format(path=path))


def _is_screen(to: str | None) -> bool:
    return to is None or to == "-"
