"""`karep find`: look anything up, as in the app."""

from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from karep.cli.call import call_of
from karep.cli.streams import complain, say, say_json, say_raw
from karep.i18n import N_, _
from karep.rules.visible import one_line

if TYPE_CHECKING:
    from karep.reports.report import Line, Report

MOST: Final = 100
"""The most answers a group can be asked for: the `MOST` of `karep.db.views.finding`, which is imported only to find."""


def register(app: typer.Typer) -> None:
    """Add the commands of this area."""
    app.command(
        help=N_(
            "Find anything: accounts, people, deals, what was said, promised or planned, and cards. "
            "Finding nothing is no failure."
        )
    )(find)


def find(
    context: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="WORDS", help=N_("Part of a name, pinyin or its initials, digits of a phone, any word.")
        ),
    ],
    form: Annotated[
        Literal["text", "json", "tsv"],
        typer.Option(
            "--format",
            metavar="text|json|tsv",
            help=N_("Text, JSON (a list), or a line each: noun, id, account's id, text, with tabs between."),
        ),
    ] = "text",
    limit: Annotated[int, typer.Option(min=1, max=MOST, help=N_("How many answers of each group at most."))] = 8,
    private: Annotated[
        bool, typer.Option("--private", help=N_("Tell personal things too: likes, notes, e-mail addresses, gifts."))
    ] = False,
) -> None:
    """Print what answers to the words; that nothing does is said on standard error, and is no failure (exit code 0)."""
    from karep.reports.finding import find_everything

    call = call_of(context)
    with call.open() as store:
        report = find_everything(store.connection, " ".join(words), call.clock, limit=limit, private=private)
    lines = [line for section in report.sections for line in section.lines]
    if form == "json":
        say_json([_values(line) for line in lines])
    elif form == "tsv":
        say_raw("".join(f"{_tabbed(line)}\n" for line in lines))
    elif lines:
        say(_text(report))
    if not lines and form != "json":
        complain(_("Nothing answers to “{words}”.").format(words=" ".join(words)))
    elif report.note and form != "json":
        complain(report.note)


def _values(line: "Line") -> dict[str, Any]:
    """A line for another program: its record, then its pieces by name."""
    known = {"noun": line.noun, "id": line.record_id, "account_id": line.account_id or None}
    if line.opportunity_id:
        known["opportunity_id"] = line.opportunity_id
    return known | {part.name: part.text for part in line.parts}


def _tabbed(line: "Line") -> str:
    """A line with tabs between its fields."""
    return "\t".join((line.noun, line.record_id, line.account_id, _words(line)))


def _text(report: "Report") -> str:
    """The groups with their lines, for a reader."""
    blocks = []
    for section in report.sections:
        rows = [section.title, *(f"  {_words(line)}" for line in section.lines)]
        blocks.append("\n".join([*rows, f"  {_('… and more')}"] if section.more else rows))
    return "\n\n".join(blocks)


def _words(line: "Line") -> str:
    """What a line says, without tab and line break, and with nothing that acts on a terminal."""
    from karep.reports.render import LINE_BREAK, line_words

    return one_line(line_words(line), LINE_BREAK)
