"""`karep import FILE.ics`: meetings of a calendar become follow-ups, public holidays become free days."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from karep.cli.call import Call
from karep.cli.refusals import REFUSED, Refusal
from karep.cli.streams import columns, say, say_json
from karep.i18n import _, ngettext
from karep.rules.visible import one_line

if TYPE_CHECKING:
    import sqlite3

    from karep.db.store import Store
    from karep.exchange.calendar_file import CalendarFile
    from karep.exchange.calendar_holidays import HolidayPlan
    from karep.exchange.calendar_in import MeetingPlan
    from karep.exchange.importing import Progress
    from karep.exchange.report import ImportReport

_WIDEST: Final = 32
_MOST_SHOWN: Final = 40

Desk = Callable[[], AbstractContextManager["Store"]]
ReportLines = Callable[["ImportReport", Mapping[int, str]], list[str]]
"""How a report of an import is told, with what stands for the lines of the file."""


def import_calendar(
    call: Call,
    path: Path,
    open_store: Desk,
    report_lines: ReportLines,
    *,
    kind: str | None = None,
    account: str | None = None,
    past: bool = False,
    encoding: str | None = None,
    dry_run: bool = False,
    form: str = "text",
    progress: "Progress | None" = None,
) -> int:
    """Read a calendar, say what becomes of each event, and store it.

    Args:
        call: What was asked before the command.
        path: The calendar.
        open_store: Opens the rep's store, or for a dry run one that may be thrown away.
        report_lines: How a report of an import is told.
        kind: ``meetings`` or ``holidays``; None to find out.
        account: The account that all meetings are about, as `karep find` knows it.
        past: Log what is past as touches.
        encoding: The encoding of the file.
        dry_run: Store nothing.
        form: ``text`` or ``json``.
        progress: Told how many events are done.

    Returns:
        The exit code.
    """
    from karep.exchange.calendar_file import open_calendar
    from karep.exchange.calendar_holidays import HOLIDAYS, guess_kind

    file = open_calendar(path, encoding=encoding)
    chosen = kind or guess_kind(file)
    if chosen == HOLIDAYS:
        return _holidays(file, report_lines, dry_run=dry_run, form=form)
    with open_store() as store:
        named = _account(call, store, account) if account else None
        report, plan = _meetings(call, store, file, named, past=past, dry_run=dry_run, progress=progress)
    if form == "json":
        say_json({"file": file.name, "kind": chosen, **_values(report), "events": [_event(row) for row in plan.rows]})
    else:
        say("\n".join([*_meeting_lines(plan), *report_lines(report, _called(plan)), *_helping_lines(plan)]))
    return REFUSED if report.rows and not report.done else 0


def _meetings(
    call: Call,
    store: "Store",
    file: "CalendarFile",
    account: tuple[str, str] | None,
    *,
    past: bool,
    dry_run: bool,
    progress: "Progress | None",
) -> "tuple[ImportReport, MeetingPlan]":
    from karep.exchange.calendar_in import plan_meetings, preview_meetings, run_meetings

    clock = call.clock

    def plan(connection: "sqlite3.Connection") -> "MeetingPlan":
        return plan_meetings(connection, file, clock, account=account, past=past, progress=progress)

    if dry_run:
        made = plan(store.connection)
        return preview_meetings(made), made
    return run_meetings(store, plan, label=file.name, progress=progress)


def _account(call: Call, store: "Store", name: str) -> tuple[str, str]:
    """The account that is meant.

    Raises:
        Refusal: If none is, or several are.
    """
    from karep.db.views.names import names_of
    from karep.db.views.subjects import account_of
    from karep.reports.brief_who import Unclear, find_subject

    found = find_subject(store.connection, name, call.clock.today)
    if isinstance(found, Unclear) and found.names:
        raise Refusal(found.sentence)
    account = None if isinstance(found, Unclear) else account_of(store.connection, found.noun, found.id)
    if account is None:
        raise Refusal(_("No account is called {name}.").format(name=one_line(name)))
    return account, names_of(store.connection, [account]).get(account, "")


def _holidays(file: "CalendarFile", report_lines: ReportLines, *, dry_run: bool, form: str) -> int:
    from karep.exchange.calendar_holidays import HOLIDAYS, holiday_report, plan_holidays, run_holidays

    plan = plan_holidays(file)
    if not dry_run:
        try:
            run_holidays(plan)
        except ValueError as error:
            raise Refusal(str(error)) from error
    report = holiday_report(plan, dry_run=dry_run)
    if form == "json":
        days = [{"date": one.day.isoformat(), "free": one.free, "name": one.name} for one in plan.days]
        say_json({"file": file.name, "kind": HOLIDAYS, **_values(report), "days": days})
    else:
        called = {one.line: _short(one.text) for one in plan.refused if one.text}
        say("\n".join(_holiday_lines(plan, report_lines(report, called), dry_run=dry_run)))
    return 0 if plan.days else REFUSED


def _holiday_lines(plan: "HolidayPlan", report: list[str], *, dry_run: bool) -> list[str]:
    from karep import paths

    title = one_line(plan.file.title or plan.file.name)
    head = _("{file}: public holidays; --kind meetings reads it as meetings").format(file=title)
    free = ngettext("{n} free day", "{n} free days", plan.free).format(n=plan.free)
    worked = ngettext("{n} make-up working day", "{n} make-up working days", plan.worked).format(n=plan.worked)
    # the counts of events come before the days; the sentence about undoing does not fit a file
    told = [line for line in report if line != _("Nothing has changed.")]
    lines = [head, *told, _("{free}, {worked}").format(free=free, worked=worked)]
    if not dry_run and plan.events > plan.known:
        lines.append(
            _("Written to {path}; edit or empty that file to take it back.").format(path=paths.rest_days_file())
        )
    return lines


def _meeting_lines(plan: "MeetingPlan") -> list[str]:
    """What becomes of each event that is taken over; the report names the others."""
    from karep.exchange.calendar_in import OUTCOMES

    head = _("{file}: meetings; --kind holidays reads it as public holidays").format(file=one_line(plan.file.name))
    taken = [row for row in plan.rows if row.outcome not in ("refused", "unchanged")]
    rows = [
        (
            f"  {row.day} {row.at}".rstrip(),
            _short(row.subject) or "–",
            " · ".join(filter(None, (_short(row.account), _short(row.person)))),
            _(OUTCOMES[row.outcome]),
        )
        for row in taken[:_MOST_SHOWN]
    ]
    more = len(taken) - len(rows)
    further = [ngettext("… and {n} more; --format json lists it", "… and {n} more; --format json lists them", more)]
    lines = [head, *(columns(rows) if rows else [])]
    return lines + ([further[0].format(n=more)] if more else []) + list(plan.notices)


def _called(plan: "MeetingPlan") -> dict[int, str]:
    """What an event is known by, by its line: its day and subject."""
    called = {row.line: [f"{row.day} {row.at}".rstrip(), _short(row.subject)] for row in plan.rows}
    return {line: " · ".join(filter(None, parts)) for line, parts in called.items() if any(parts)}


def _helping_lines(plan: "MeetingPlan") -> list[str]:
    """What would take over some of what is not."""
    helps = {row.helps for row in plan.rows}
    lines = {
        "account": _("--account NAME says whom the others are with; cut them into a file of their own if need be."),
        "past": _("--past logs what is past as touches."),
    }
    return [words for help_, words in lines.items() if help_ in helps]


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _WIDEST else line[: _WIDEST - 1] + "…"


def _event(row: Any) -> dict[str, Any]:
    """One event for another program."""
    names = ("line", "outcome", "subject", "day", "at", "zone", "account", "person", "reason", "helps")
    return {name: getattr(row, name) for name in names} | {"times": len(row.steps)}


def _values(report: "ImportReport") -> dict[str, Any]:
    return {**asdict(report), "refused": len(report.refused), "refusals": [asdict(one) for one in report.refused]}
