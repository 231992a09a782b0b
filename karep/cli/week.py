"""`karep week`: the report on a week, month, quarter or year, printed or written to a file."""

import sys
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from karep.cli.call import Call, call_of, check_year
from karep.cli.exports import note_entry
from karep.cli.options import Force, To
from karep.cli.refusals import Refusal
from karep.cli.streams import ReaderGone, complain, is_terminal, raw_output, say, say_raw
from karep.i18n import N_, _

if TYPE_CHECKING:
    from karep.reports.handing_on import Order
    from karep.reports.report import Report
    from karep.rules.periods import Period

_FORMATS = "md|txt|short|html|csv|xlsx|json"


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(help=N_("Write the report on a week, month, quarter or year."))(week)


def week(
    context: typer.Context,
    of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help=N_("Any day of it, or 2026-W47, 2026-11, 2026-Q4, 2026; this week if left out.")
        ),
    ] = None,
    month: Annotated[bool, typer.Option("--month", help=N_("The whole month."))] = False,
    quarter: Annotated[bool, typer.Option("--quarter", help=N_("The whole quarter."))] = False,
    year: Annotated[bool, typer.Option("--year", help=N_("The whole year."))] = False,
    form: Annotated[
        Literal["md", "txt", "short", "html", "csv", "xlsx", "json", "text"] | None,
        typer.Option(
            "--format", metavar=_FORMATS, help=N_("The format; if left out the ending of the file's name, else text.")
        ),
    ] = None,
    lang: Annotated[
        Literal["en", "zh"] | None,
        typer.Option(metavar="en|zh", help=N_("The language of the report, whatever the program speaks.")),
    ] = None,
    template: Annotated[
        str | None,
        typer.Option(metavar="FILE", help=N_("Fill in this template, by its path or its name in the settings folder.")),
    ] = None,
    cite: Annotated[bool, typer.Option("--cite", help=N_("End every line with the ids of its records."))] = False,
    to: To = None,
    force: Force = False,
) -> None:
    """Write what happened in a period, what came of it and what comes next."""
    from karep.reports.handing_on import Order, language_of, ordered

    call = call_of(context)
    chosen, path = _format(form, template, None if to == "-" else to)
    spans = [span for span, wanted in (("month", month), ("quarter", quarter), ("year", year)) if wanted]
    order = Order(_period(of, spans, call), chosen, lang or language_of(call.settings), cite, path)
    _refuse_terminal(chosen, to)
    with call.open() as store:
        found = ordered(store.connection, call.clock, call.settings, lambda: call.practice, order)
    _give(call, found, order, to, force=force)


def _refuse_terminal(form: str, to: str | None) -> None:
    if to in (None, "-") and form == "xlsx" and is_terminal(sys.stdout):
        raise Refusal(_("A workbook is nothing for a terminal; name a file with -o, such as -o week.xlsx."))


def _period(of: str | None, spans: list[str], call: Call) -> "Period":
    """The period that was asked for: by its name, or by its kind and a day of it."""
    from datetime import timedelta

    from karep.rules.periods import SPANS, period_of

    if len(spans) > 1:
        raise typer.BadParameter(_("--month, --quarter and --year exclude each other"))
    span = spans[0] if spans else ""
    found = call.clock.today if of is None else _named(of)
    if isinstance(found, date):
        return period_of(span or "week", found)
    if span in ("", found.span):
        return found
    if SPANS.index(span) < SPANS.index(found.span):
        raise typer.BadParameter(_("{of} is longer than what --{span} asks for").format(of=of, span=span))
    # a week belongs to the month and year of its Thursday
    return period_of(span, found.first + timedelta(days=3 if found.span == "week" else 0))


def _named(of: str) -> "Period | date":
    """The period or the day that a text names.

    Raises:
        typer.BadParameter: If it names none, or one in a year that cannot be asked for.
    """
    from karep.rules.periods import read_period

    found: Period | date | None = read_period(of)
    if found is None:
        with suppress(ValueError):
            found = date.fromisoformat(of.strip())
    if found is None:
        sentence = _("write any day of it as 2026-12-01, or the period as 2026-W47, 2026-11, 2026-Q4 or 2026")
        # it is written like a period, so what is wrong is its number
        if of[:4].isdecimal() and of[4:6].upper() in ("-W", "-Q"):
            none = _("there is no {of}: weeks end with W52 or W53, quarters with Q4").format(of=of)
            sentence = f"{none}; {sentence}"
        raise typer.BadParameter(sentence)
    check_year((found if isinstance(found, date) else found.first).year)
    return found


def _format(form: str | None, template: str | None, to: str | None) -> tuple[str, Path | None]:
    """The format: of the template, the one that was named, the one that the file's name asks for, else text.

    Raises:
        Refusal: If there is no such template.
        typer.BadParameter: If the ending of the file's name asks for another format, or for one that nobody knows.
    """
    from karep.reports.formats import TemplateRefused, find_template, form_of, template_form

    form = "txt" if form == "text" else form
    if template is None:
        made = form or (form_of(to) if to else None) or "txt"
        _check_ending(to, made, named=form is not None)
        return made, None
    from karep import paths

    try:
        path = find_template(template, paths.template_folder())
    except TemplateRefused as error:
        raise Refusal(str(error)) from error
    made = template_form(path.name)
    if form not in (None, made):
        raise typer.BadParameter(_("the template {name} makes {form}").format(name=path.name, form=made))
    _check_ending(to, made, named=True)
    return made, path


def _check_ending(to: str | None, form: str, *, named: bool) -> None:
    """Make sure that a file is what its name says: no text in a file that is called a workbook or a PDF.

    A format that is `named` may go into a file with an ending of its own, such as ``week.out``.
    """
    from karep.reports.formats import FORMATS, form_of

    ending = Path(to or "").suffix
    asked = form_of(to or "")
    if asked is not None and FORMATS[asked].ending != FORMATS[form].ending:
        sentence = _("a file that ends in {ending} does not hold {form}; its name ends in {right}")
        raise typer.BadParameter(sentence.format(ending=ending, form=form, right=FORMATS[form].ending))
    # “week 16.11” has no ending, its name has a full stop
    if asked is None and not named and any(map(str.isalpha, ending)):
        known = ", ".join(dict.fromkeys(one.ending for one in FORMATS.values()))
        sentence = _("files that end in {ending} are not written here; the endings that are known are {endings}")
        raise typer.BadParameter(sentence.format(ending=ending, endings=known))


def _give(call: Call, report: "Report", order: "Order", to: str | None, *, force: bool) -> None:
    """Print the report, or write it to the file that was named and note that.

    Raises:
        NotWritten: If the file cannot be written.
        Refusal: If the template cannot be filled in.
    """
    from karep.reports.formats import TemplateRefused
    from karep.reports.handing_on import handed_on_as, written

    try:
        content = written(report, order)
    except TemplateRefused as error:
        raise Refusal(str(error)) from error
    if to is None or to == "-":
        _print(content, order.form)
        return
    from karep.exchange.output import private_file
    from karep.reports.withheld import withheld_counts, withheld_sentence

    path = Path(to).expanduser()
    with private_file(path, force=force) as target:
        target.write(content)
    say(_("Written to {path}").format(path=path))
    counts = withheld_counts(report)
    if counts:
        complain(withheld_sentence(counts))
    if note_entry(call, handed_on_as(report, order, path)):
        complain(_("Noted among the exports; karep exports lists them."))


def _print(content: bytes, form: str) -> None:
    """Print a report: what a program reads byte for byte into a pipe, and nothing that acts on a terminal."""
    from karep.reports.formats import FORMATS

    if not FORMATS[form].as_file:
        say(content.decode("utf-8").rstrip("\n"))
    elif is_terminal(sys.stdout):
        say_raw(content.decode("utf-8-sig"))
    else:
        output = raw_output()
        try:
            output.write(content)
            output.flush()
        except BrokenPipeError as error:
            raise ReaderGone from error
