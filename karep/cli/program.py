"""The program: its options before any command, and the commands themselves."""

from typing import Annotated, Any, Literal

import typer

from karep.cli import (
    briefing,
    calendars,
    exporting,
    exports,
    finding,
    gifts,
    history,
    importing,
    log,
    near,
    opening,
    playbook,
    reports,
    safety,
    targets,
    tiers,
    week,
    whereabouts,
)
from karep.cli.call import day_of, make_call
from karep.cli.language import Commands, put_on
from karep.cli.streams import say
from karep.i18n import N_

app = typer.Typer(
    name="karep",
    cls=Commands,
    help=N_("The notebook of a key-account sales rep. Without a command it opens the app."),
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for area in (
    *(opening, log, importing, reports, week, finding, briefing, near, playbook),
    *(targets, tiers, gifts, exporting, exports, history, calendars, safety, whereabouts),
):
    area.register(app)


def command() -> Any:
    """The command to run, in the language in use."""
    return put_on(typer.main.get_command(app))


def _version(wanted: bool) -> None:
    if wanted:
        from karep import __version__

        say(f"karep {__version__}")
        raise typer.Exit


def _day(text: str | None) -> str | None:
    if text is not None:
        day_of(text)
    return text


@app.callback(invoke_without_command=True)
def karep(
    context: typer.Context,
    store: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("The store to use; KAREP_STORE names it too.")),
    ] = None,
    lang: Annotated[
        Literal["en", "zh"] | None, typer.Option(metavar="en|zh", help=N_("The language: English or Chinese."))
    ] = None,
    today: Annotated[
        str | None,
        typer.Option(metavar="DATE", callback=_day, help=N_("Act as if it were this day, for tests and rehearsals.")),
    ] = None,
    plain: Annotated[bool, typer.Option("--plain", help=N_("No frames and no colours, for screen readers."))] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help=N_("Show the version and exit.")),
    ] = False,
) -> None:
    """Take what was asked before the command, and open the app when no command follows."""
    context.obj = make_call(store, day_of(today) if today else None, lang, plain=plain)
    if context.invoked_subcommand is None:
        raise typer.Exit(opening.open_app(context.obj))
    context.obj.tell_faults()
