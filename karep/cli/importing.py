"""`karep import`: a sheet or a calendar into the book, with its plan before and its report after."""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import typer

from karep.cli.call import Call, call_of
from karep.cli.options import TextOrJson
from karep.cli.refusals import REFUSED, Refusal
from karep.cli.streams import columns, complain, is_terminal, say, say_json
from karep.i18n import N_, _, ngettext
from karep.rules.visible import one_line

if TYPE_CHECKING:
    from karep.db.store import Store
    from karep.exchange.errors import EncodingUndecided
    from karep.exchange.importing import ImportReport, Progress
    from karep.exchange.plan import Plan

SHOWN: Final = 20
"""Warnings, proposals and left out lines that the text names; JSON has all of them. Refusals are always named."""
_WIDEST: Final = 40
_BAR: Final = 24
_SEPARATORS: Final = {"tab": "\t", "\\t": "\t"}


def register(app: typer.Typer) -> None:
    """Add the command of this area."""
    app.command(
        "import",
        help=N_(
            "Read accounts and people from a sheet (.csv, .xlsx), or meetings and holidays from a calendar (.ics)."
        ),
    )(import_file)


def import_file(
    context: typer.Context,
    sheet_file: Annotated[
        Path, typer.Argument(metavar="FILE", help=N_("The sheet: .csv, .tsv or .xlsx; or the calendar: .ics."))
    ],
    kind: Annotated[
        Literal["accounts", "people", "meetings", "holidays"] | None,
        typer.Option(
            metavar="accounts|people|meetings|holidays",
            help=N_("What a row of a sheet is, or what a calendar holds; found out when left out."),
        ),
    ] = None,
    mapped: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="COL=FIELD", help=N_("What a column is, such as 厂商=account.name; repeatable.")),
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(metavar="E", help=N_("The encoding of the file, such as gb18030."))
    ] = None,
    dates: Annotated[
        Literal["dmy", "mdy", "ymd"] | None,
        typer.Option(metavar="dmy|mdy|ymd", help=N_("The order of day, month and year in its dates.")),
    ] = None,
    on_match: Annotated[
        Literal["fill", "overwrite", "keep"],
        typer.Option(
            metavar="fill|overwrite|keep",
            help=N_("For records that are there already: fill blanks, overwrite, or keep them as they are."),
        ),
    ] = "fill",
    sheet: Annotated[str | None, typer.Option(metavar="NAME", help=N_("The worksheet to read."))] = None,
    separator: Annotated[
        str | None, typer.Option(metavar="CHAR", help=N_("The character between cells; TAB for a tab."))
    ] = None,
    account: Annotated[
        str | None, typer.Option(metavar="NAME", help=N_("Of a calendar: the account that its meetings are with."))
    ] = None,
    past: Annotated[
        bool, typer.Option("--past", help=N_("Of a calendar: log the meetings that are past as touches."))
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help=N_("Say what would happen and store nothing."))] = False,
    form: TextOrJson = "text",
) -> None:
    """Read a file, say what is in it, store it in one action, and say what became of every row or event."""
    from karep.cli.calendar_import import import_calendar
    from karep.exchange.calendar_file import is_calendar
    from karep.exchange.errors import EncodingUndecided
    from karep.exchange.mapping import Kind, parse_map
    from karep.exchange.plan import open_plan

    call = call_of(context)
    path = sheet_file.expanduser()
    try:
        if kind in ("meetings", "holidays") or (kind is None and is_calendar(path)):
            with _bar(call) as progress:
                code = import_calendar(
                    call,
                    path,
                    lambda: _store(call, dry_run=dry_run),
                    _report_lines,
                    kind=kind,
                    account=account,
                    past=past,
                    encoding=encoding,
                    dry_run=dry_run,
                    form=form,
                    progress=progress,
                )
            raise typer.Exit(code)
        plan = open_plan(
            path,
            kind=Kind(kind) if kind else None,
            columns=parse_map(mapped or ()),
            encoding=encoding,
            dates=dates,
            separator=_SEPARATORS.get((separator or "").lower(), separator),
            sheet=sheet,
        )
    except EncodingUndecided as undecided:
        raise Refusal(_undecided(undecided)) from undecided
    _import_sheet(call, path, plan, on_match, dry_run=dry_run, form=form)


def _import_sheet(call: Call, path: Path, plan: "Plan", on_match: str, *, dry_run: bool, form: str) -> None:
    """Store a sheet in one action, and say what became of every row."""
    from karep.exchange.importing import ImportCancelled, OnMatch, preview, run_import

    if form == "text":
        say("\n".join(_plan_lines(path, plan)))
    try:
        with _store(call, dry_run=dry_run) as store, _bar(call) as progress:
            if dry_run:
                report = preview(store.connection, plan, on_match=OnMatch(on_match), progress=progress)
            else:
                report = run_import(store, plan, on_match=OnMatch(on_match), label=path.name, progress=progress)
    except ImportCancelled as cancelled:
        raise Refusal(_("Stopped; nothing of the file was stored.")) from cancelled
    if form == "json":
        say_json({"file": path.name, **_plan_values(plan), **_report_values(report)})
    else:
        say("\n".join(_report_lines(report)))
    if report.rows and not report.done:
        raise typer.Exit(REFUSED)


@contextmanager
def _store(call: Call, *, dry_run: bool) -> "Iterator[Store]":
    """The rep's store, made when it is not there; a dry run makes one that is thrown away."""
    from karep.db.place import risk
    from karep.db.store import Store

    if dry_run and not call.store.exists():
        with TemporaryDirectory(prefix="karep-") as folder, Store.open(Path(folder) / "empty.db") as store:
            yield store
        return
    if not call.store.exists() and (warning := risk(call.store)):
        complain(warning)
    with Store.open(call.store) as store:
        yield store


@contextmanager
def _bar(call: Call) -> "Iterator[Progress | None]":
    """A bar on the terminal that is taken away at the end; none in a pipe, and none for a screen reader."""
    if call.plain or not (is_terminal(sys.stderr) and is_terminal(sys.stdout)):
        yield None
        return
    try:
        yield _draw
    finally:
        sys.stderr.write("\r\x1b[K")
        sys.stderr.flush()


def _draw(done: int, total: int | None) -> bool:
    if total is None:
        text = _("{n} rows read").format(n=f"{done:,}")
    else:
        filled = _BAR * done // max(total, 1)
        text = f"[{'#' * filled}{'.' * (_BAR - filled)}] {done:,} / {total:,}"
    sys.stderr.write(f"\r\x1b[K{text}")
    sys.stderr.flush()
    return True


def _undecided(undecided: "EncodingUndecided") -> str:
    lines = [str(undecided)]
    for candidate in undecided.candidates:
        lines.append(f"\n  --encoding {candidate.encoding}")
        lines += [f"    {_short(' | '.join(row), 100)}" for row in candidate.rows]
    return "\n".join(lines)


def _plan_lines(path: Path, plan: "Plan") -> list[str]:
    from karep.exchange.mapping import field_words

    kinds = {"accounts": _("accounts"), "people": _("people"), "both": _("accounts and people")}
    lines = [_("{file}: {kind}").format(file=one_line(path.name), kind=kinds[plan.kind])]
    people = {column.index: column.field for column in plan.columns.person_columns}
    rows = []
    for column in plan.columns.columns:
        words = field_words(column.field)
        if people.get(column.index, column.field) not in (column.field, "row.is_company"):
            words += " / " + field_words(people[column.index])
        rows.append((f"  {_short(column.header)}", f"→ {words}"))
    return lines + columns(rows) + [f"  {notice}" for notice in plan.notices]


def _report_lines(report: "ImportReport", called: Mapping[int, str] | None = None) -> list[str]:
    """What became of the rows; `called` is what stands for lines of the file where that says more than numbers."""
    lines = [f"  {text}" for text in _skipped_lines(report)]
    lines += [_told(one.line, one.reason, called or {}) for one in report.refused]
    lines += _some(_told(one.line, one.sentence, called or {}) for one in report.warnings)
    lines += _some(
        _("line {line}: “{name}” may be “{existing}” ({reason}); both are kept").format(
            line=one.line, name=_short(one.name), existing=_short(one.existing), reason=one.reason
        )
        for one in report.proposals
    )
    count = ngettext(
        "{rows} row = {stored} stored + {merged} merged + {unchanged} unchanged + {refused} refused",
        "{rows} rows = {stored} stored + {merged} merged + {unchanged} unchanged + {refused} refused",
        report.rows,
    )
    numbers = {name: getattr(report, name) for name in ("rows", "stored", "merged", "unchanged")}
    lines.append(count.format(**numbers, refused=len(report.refused)))
    if report.created:
        lines.append(_("new: {counts}").format(counts=_counts(report.created.items())))
    if report.changed:
        lines.append(_("changed: {counts}").format(counts=_counts(report.changed.items())))
    if report.left:
        left = ngettext(
            "{n} value differs from the book and was left out; --on-match overwrite takes it",
            "{n} values differ from the book and were left out; --on-match overwrite takes them",
            report.left,
        )
        lines.append(left.format(n=report.left))
    if report.dry_run:
        lines.append(_("Nothing was stored: this was a dry run."))
    elif report.action is None:
        lines.append(_("Nothing has changed."))
    else:
        lines.append(_("karep undo {number} takes it back").format(number=report.action))
    return lines


def _told(line: int, reason: str, called: Mapping[int, str]) -> str:
    if line in called:
        return _("{when}: {reason}").format(when=called[line], reason=reason)
    return _("line {line}: {reason}").format(line=line, reason=reason)


def _skipped_lines(report: "ImportReport") -> list[str]:
    lines = []
    for one in report.skipped:
        sentence = ngettext(
            "line {line}: left out: {reason}", "line {line} and on: {n} rows left out: {reason}", one.count
        ).format(line=one.line, n=one.count, reason=one.reason)
        lines.append(f"{sentence} — {_short(one.text)}" if one.text else sentence)
    return _some(lines)


def _some(lines: Iterable[str]) -> list[str]:
    found = list(lines)
    if len(found) <= SHOWN:
        return found
    more = ngettext("… and {n} more; --format json lists it", "… and {n} more; --format json lists them", _over(found))
    return [*found[:SHOWN], more.format(n=_over(found))]


def _over(found: list[str]) -> int:
    return len(found) - SHOWN


def _counts(numbers: Iterable[tuple[str, int]]) -> str:
    words: dict[str, Callable[[int], str]] = {
        "account": lambda n: ngettext("{n} account", "{n} accounts", n),
        "person": lambda n: ngettext("{n} person", "{n} people", n),
        "fact": lambda n: ngettext("{n} fact", "{n} facts", n),
        "role": lambda n: ngettext("{n} role", "{n} roles", n),
        "occasion": lambda n: ngettext("{n} important day", "{n} important days", n),
        "follow_up": lambda n: ngettext("{n} follow-up", "{n} follow-ups", n),
        "touch": lambda n: ngettext("{n} touch", "{n} touches", n),
    }
    return ", ".join(words[noun](number).format(n=number) for noun, number in numbers)


def _short(text: str, longest: int = _WIDEST) -> str:
    line = one_line(text)
    return line if len(line) <= longest else line[: longest - 1] + "…"


def _plan_values(plan: "Plan") -> dict[str, Any]:
    return {
        "kind": plan.kind.value,
        "encoding": plan.sheet.encoding,
        "separator": plan.sheet.separator,
        "dates": plan.date_order,
        "columns": [{"header": one.header, "field": one.field} for one in plan.columns.columns],
    }


def _report_values(report: "ImportReport") -> dict[str, Any]:
    from dataclasses import asdict

    return {**asdict(report), "refused": len(report.refused), "refusals": [asdict(one) for one in report.refused]}
