"""`karep today`; and how reports are printed or written to a file."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from karep.cli.call import call_of
from karep.cli.exports import note
from karep.cli.options import Force, TextMdOrJson, To
from karep.cli.streams import is_terminal, say, say_raw
from karep.i18n import N_, _

if TYPE_CHECKING:
    from sqlite3 import Connection

    from karep.reports.report import Report

_WIDTH: Final = 100
"""How many cells a line has where no terminal says it."""


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("Show what is due, overdue, cold and coming."))(today)


def today(
    context: typer.Context,
    form: TextMdOrJson = "text",
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
        whole = everything or form != "text"
        hand_on = "karep week --of {period} -o FILE" if call.settings["week_reminder"] == "on" else ""
        found = report(store.connection, call.clock, practice=call.practice, whole=whole, hand_on=hand_on)
        reason = "" if any(one.lines for one in found.sections) else _why_empty(store.connection)
        short = {} if whole else _short_names(store.connection, found)
    found = found if private else without_personal(found)
    if whole:
        path = give(found, form, to, force=force)
    elif reason:
        path = give_text(reason, to, force=force)
    else:
        from karep.reports.digest import digest

        path = give_text(digest(found, _width(), today=call.clock.today, short_names=short), to, force=force)
    note(call, "today", form, path)


def _why_empty(connection: "Connection") -> str:
    """Why nothing can be due, where that is so."""
    from karep.db.views.accounts import count_accounts
    from karep.db.views.planned import has_rhythm

    if count_accounts(connection) == 0:
        return _("Your book is empty; karep import FILE brings in accounts and people from a sheet.")
    if not has_rhythm(connection):
        return _("No account has a tier or a next step yet, so nobody can be due: karep opens your book.")
    return ""


def _short_names(connection: "Connection", report: "Report") -> dict[str, str]:
    from karep.db.views.planned import short_names

    return short_names(connection, {line.account_id for one in report.sections for line in one.lines})


def _width() -> int:
    """How many cells a line may take: as many as the terminal has, or 100 where there is none."""
    if not is_terminal(sys.stdout):
        return _WIDTH
    from shutil import get_terminal_size

    return get_terminal_size((_WIDTH, 24)).columns


def give(report: "Report", form: str, to: str | None, *, force: bool, cite: bool = False) -> Path | None:
    """Print a report, or write it to the file that was named.

    Args:
        report: The report.
        form: ``text``, ``md`` or ``json``.
        to: The file; None or ``-`` for standard output.
        force: Replace a file that is there already.
        cite: End every line with the ids of its records.

    Returns:
        The file; None where it was printed.

    Raises:
        NotWritten: If the file cannot be written.
    """
    from karep.reports.render import render

    return give_text(render(report, form, cite=cite), to, force=force, raw=form == "json")


def give_text(text: str, to: str | None, *, force: bool, raw: bool = False, encoding: str = "utf-8") -> Path | None:
    """Print a text, or write it to the file that was named.

    Args:
        text: The text.
        to: The file; None or ``-`` for standard output.
        force: Replace a file that is there already.
        raw: Whether another program reads it: it is printed letter for letter.
        encoding: How a file is written.

    Returns:
        The file; None where it was printed.

    Raises:
        NotWritten: If the file cannot be written.
    """
    if to is None or to == "-":
        say_raw(text) if raw else say(text.rstrip("\n"))
        return None
    from karep.exchange.output import private_file

    path = Path(to).expanduser()
    with private_file(path, force=force) as target:
        target.write(text.encode(encoding, "replace"))
    say(_("Written to {path}").format(path=path))
    return path
