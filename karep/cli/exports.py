"""`karep exports`: what was handed on so far; and how every command that writes a file notes it."""

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from karep.cli.call import Call, call_of
from karep.cli.options import TextOrJson
from karep.cli.refusals import Refusal
from karep.cli.streams import columns, complain, say, say_json
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.db.store import Store
    from karep.db.views.exports import Export


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("List what was written to files or copied, the newest first."))(exports)


def exports(
    context: typer.Context,
    most: Annotated[
        int | None, typer.Option("--last", metavar="N", min=1, max=1_000_000, help=N_("Only the last so many."))
    ] = None,
    form: TextOrJson = "text",
) -> None:
    """List what left the program: when, what, in which format, where to, and how much was left out of it."""
    from karep.db.views.exports import list_exports

    with call_of(context).open() as store:
        found = list_exports(store.connection, most=most or -1)
    if form == "json":
        from dataclasses import asdict

        say_json([{"at": one.at, **asdict(one)} for one in found])
    elif not found:
        say(_("Nothing was handed on yet; karep week -o FILE writes the report on this week."))
    else:
        from karep.cli.times import shown_moment
        from karep.reports.export_words import export_words
        from karep.rules.visible import one_line

        rows = [[shown_moment(one.at), *map(one_line, export_words(one))] for one in found]
        say("\n".join(columns(rows)))


def note(
    call: Call,
    what: str,
    form: str,
    path: Path | None,
    *,
    store: "Store | None" = None,
    period: str | None = None,
    lines: int = 0,
) -> bool:
    """Note that something was written.

    Args:
        call: The call that wrote it.
        what: What was written, as `karep.db.views.exports.Export` knows it.
        form: The format.
        path: The file; None when it was only printed, which is not noted.
        store: The store if it is open.
        period: What period it is about.
        lines: How many lines or records it has.

    Returns:
        Whether it is noted.
    """
    if path is None:
        return False
    from karep.db.exports import handed_on

    return note_entry(call, handed_on(what, form, path, period=period, lines=lines), store=store)


def note_entry(call: Call, export: "Export", *, store: "Store | None" = None) -> bool:
    """Note what was written; where the store cannot be written, say so and go on: the file is there.

    Returns:
        Whether it is noted.
    """
    from karep.db import errors, file
    from karep.db.exports import note_export

    try:
        with nullcontext(store) if store else call.open() as opened, file.in_words(call.store):
            note_export(opened.connection, call.clock.text, export)
    except (errors.StoreError, Refusal) as error:
        complain(_("The file is written, but it could not be noted among the exports: {why}").format(why=error))
        return False
    return True
