"""`karep export`: the accounts as a sheet, the agenda as a calendar, everything as JSON."""

import io
import sqlite3
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO, Literal

import typer

from karep.cli.call import Call, call_of, day_of
from karep.cli.exports import note
from karep.cli.language import Commands
from karep.cli.options import Force, To
from karep.cli.streams import ReaderGone, is_terminal, raw_output, say, say_raw
from karep.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from karep.exchange.calendar_entries import Choice

export = typer.Typer(
    cls=Commands,
    help=N_("Write accounts as a sheet, the agenda as a calendar, or everything as JSON."),
    no_args_is_help=True,
)


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.add_typer(export, name="export")


@export.command(help=N_("Every account with its facts, for a spreadsheet."))
def accounts(
    context: typer.Context,
    to: To = None,
    form: Annotated[Literal["csv"], typer.Option("--format", metavar="csv", help=N_("The format: csv."))] = "csv",
    force: Force = False,
) -> None:
    """Write the accounts so that a spreadsheet and `karep import` read them alike."""
    from karep.exchange.export import write_accounts

    call = call_of(context)
    number = _write(call, "accounts", to, f"karep-accounts-{call.clock.today}.{form}", write_accounts, force=force)
    if number is not None:
        count = ngettext("{number} account written to {path}", "{number} accounts written to {path}", number[0])
        say(count.format(number=number[0], path=number[1]))


@export.command(help=N_("What is ahead, as a calendar for Outlook, Google, Apple or a phone (.ics)."))
def agenda(
    context: typer.Context,
    to: To = None,
    first: Annotated[
        str | None,
        typer.Option(
            "--from",
            metavar="DATE",
            help=N_("The first day; a week ago if left out, and 60 days ago for what is overdue."),
        ),
    ] = None,
    last: Annotated[
        str | None,
        typer.Option(
            "--to", metavar="DATE", help=N_("The last day; in 90 days if left out, in three years for yearly days.")
        ),
    ] = None,
    details: Annotated[
        bool, typer.Option("--details", help=N_("Tell subjects, people and purposes; a calendar may be shared."))
    ] = False,
    private: Annotated[
        bool, typer.Option("--private", help=N_("Take birthdays and other personal days along, with the names."))
    ] = False,
    festivals: Annotated[bool, typer.Option("--festivals", help=N_("Take the festivals along."))] = False,
    force: Force = False,
) -> None:
    """Write follow-ups, our promises and important days, with nothing in them that a glance should not see."""
    from dataclasses import replace

    from karep.exchange.calendar_out import left_out_words, write_agenda

    call = call_of(context)
    clock = call.clock
    choice = replace(_span(clock.today, first, last), details=details, private=private, festivals=festivals)
    left_out: list[str] = []

    def write(connection: sqlite3.Connection, target: BinaryIO) -> int:
        written = write_agenda(connection, target, clock, choice, call.practice)
        left_out.extend(left_out_words(written, choice))
        return len(written.entries)

    number = _write(call, "agenda", to, f"karep-agenda-{clock.today}.ics", write, force=force)
    if number is not None:
        count = ngettext("{number} entry written to {path}", "{number} entries written to {path}", number[0])
        say("\n".join([count.format(number=number[0], path=number[1]), *left_out]))


def _span(today: date, first: str | None, last: str | None) -> "Choice":
    from karep.exchange.calendar_entries import Choice

    begin, end = day_of(first) if first else None, day_of(last) if last else None
    if begin and end and end < begin:
        raise typer.BadParameter(_("--to lies before --from"))
    return Choice.of(today, begin, end)


@export.command("all", help=N_("Everything that is stored, as JSON."))
def everything(
    context: typer.Context,
    to: To = None,
    journal: Annotated[bool, typer.Option("--journal", help=N_("Add every action and what it changed."))] = False,
    force: Force = False,
) -> None:
    """Write every record as JSON."""
    from karep.exchange.export import write_everything

    call = call_of(context)

    def write(connection: sqlite3.Connection, target: BinaryIO) -> int:
        return write_everything(connection, target, journal=journal)

    number = _write(call, "all", to, f"karep-{call.clock.today}.json", write, force=force)
    if number is not None:
        count = ngettext("{number} record written to {path}", "{number} records written to {path}", number[0])
        say(count.format(number=number[0], path=number[1]))


def _write(
    call: Call,
    what: str,
    to: str | None,
    name: str,
    write: Callable[[sqlite3.Connection, BinaryIO], int],
    *,
    force: bool,
) -> tuple[int, Path] | None:
    """Write to the file that was named, to a pipe, or to a file called `name` in the folder that the rep is in.

    What is written to a file is noted as `what` in the log of exports.

    Returns:
        The number of records and the file, or None when it went to standard output.
    """
    from karep import paths
    from karep.exchange.output import private_file

    with call.open() as store:
        if to == "-" and is_terminal(sys.stdout):
            shown = io.BytesIO()
            write(store.connection, shown)
            say_raw(shown.getvalue().decode("utf-8-sig"))
            return None
        if to == "-" or (to is None and not is_terminal(sys.stdout)):
            output = raw_output()
            try:
                write(store.connection, output)
                output.flush()
            except BrokenPipeError as error:
                raise ReaderGone from error
            return None
        path = Path(to).expanduser() if to else paths.export_folder() / name
        with private_file(path, force=force) as target:
            number = write(store.connection, target)
        note(call, what, name.rpartition(".")[2], path, store=store, lines=number)
        return number, path
