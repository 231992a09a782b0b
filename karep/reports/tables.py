"""A report as a table: one row a line, each thing in its own column with its own type, for spreadsheets."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from karep.db.words import NOUNS, noun_name
from karep.frozen import frozen
from karep.i18n import N_, _
from karep.reports.counted_records import counted_records
from karep.reports.figure_words import goal_name
from karep.reports.render import BETWEEN, tick_sign
from karep.reports.report import NONE, Figure, Goal, Line, Part, Report, Section, leaving
from karep.reports.report_parts import has_parts, report_parts, sections_beside

Cell = str | date | time | Decimal | int | None
"""What a cell holds: a text as stored, a day, a time, an amount or a mean, a count, or nothing."""

PERCENT: Final = "%"
"""The unit of a number in percent: 62 stands for 62 %."""
_HUNDREDTH: Final = Decimal("0.01")
_DUE: Final = ("follow_up", "promise")
"""Of these records the day of a line is the one that they are due."""
_COLUMN_OF: Final = {
    "account": "account", "tier": "tier", "stage": "stage", "kind": "kind", "owed": "kind", "who": "who",
    "deal": "deal", "outcome": "outcome", "answer": "outcome", "state": "state",
}  # fmt: skip
"""The column of a piece by its name; a piece without one stands among the words of ``what``."""


@frozen
class Row:
    """One line of a report in columns; a column without a value is None."""

    part: str
    """The title of its part, with the number."""
    section: str | None
    level: int = 0
    """How deep the line stands below others, from 0."""
    day: date | None = None
    at: time | None = None
    account: str | None = None
    tier: str | None = None
    stage: str | None = None
    kind: str | None = None
    who: str | None = None
    deal: str | None = None
    what: str | None = None
    outcome: str | None = None
    state: str | None = None
    due: date | None = None
    amount: Decimal | None = None
    """In whole units of its currency."""
    unit: str | None = None
    """Of an amount or a number: the code of the currency, or `PERCENT`."""
    number: Decimal | int | None = None
    """The value of a figure, an amount in whole units; of another line what it counts."""
    before: Decimal | int | None = None
    mean: Decimal | None = None
    goal: str | None = None
    """What the target is called."""
    target: Decimal | int | None = None
    reached: Decimal | int | None = None
    record_id: str | None = None
    is_figure: bool = False
    """Whether it is a number with what it is compared with; no column of its own."""


COLUMNS: Final = {
    "part": N_("Part"),
    "section": N_("Section"),
    "level": N_("Level"),
    "day": N_("Date"),
    "at": N_("Time"),
    "account": N_("Account"),
    "tier": N_("Tier"),
    "stage": N_("Stage"),
    "kind": N_("Kind"),
    "who": N_("People"),
    "deal": N_("Deal"),
    "what": N_("What"),
    "outcome": N_("Outcome"),
    "state": N_("Status"),
    "due": N_("Due"),
    "amount": N_("Amount"),
    "unit": N_("Unit or currency"),
    "number": N_("Number"),
    "before": N_("Period before"),
    "mean": N_("Mean of 4 periods"),
    "goal": N_("Target for"),
    "target": N_("Target"),
    "reached": N_("Reached"),
    "record_id": N_("Record"),
}
"""The columns in their order, with their headers marked for translation."""


@frozen
class Table:
    """The rows of one part of a report, or of a section that belongs to none."""

    title: str
    """Without a number."""
    rows: tuple[Row, ...]
    """Those of an empty part are none."""
    label: str
    """The title with the number, as the rows have it."""


def headers() -> list[str]:
    """The headers in the language in use."""
    return [_(title) for title in COLUMNS.values()]


def cells(row: Row) -> list[Cell]:
    """The cells of a row in the order of `COLUMNS`."""
    return [getattr(row, name) for name in COLUMNS]


def tables(report: Report, *, cite: bool = False) -> list[Table]:
    """The report part by part.

    Args:
        report: The report. Lines that never leave the program are left out.
        cite: Add the records that every number counts, below it: their kind and id, none of their words.
    """
    report = leaving(report)
    found = []
    for part in report_parts(report) if has_parts(report) else ():
        rows = (row for section in part.shown for row in section_rows(section, part.heading, cite=cite))
        found.append(Table(part.title, tuple(rows), part.heading))
    for section in sections_beside(report) if has_parts(report) else report.shown:
        found.append(Table(section.title, tuple(section_rows(section, section.title, cite=cite)), section.title))
    return found


def empty_row(table: Table) -> Row:
    """The row that says that a part is empty."""
    return Row(table.label, None, what=_(NONE))


def section_rows(section: Section, part: str, *, cite: bool = False) -> Iterator[Row]:
    """The lines of a section as rows, each followed by those below it.

    Args:
        section: The section.
        part: What the column of the part says.
        cite: Add the records that every number counts, below it.
    """
    for row, line in _rows(section.lines, Row(part, section.title), cite):
        if sign := tick_sign(section, line, row.level):
            row = replace(row, state=" ".join(filter(None, (sign, row.state))))
        yield row


def _rows(lines: Iterable[Line], below: Row, cite: bool) -> Iterator[tuple[Row, Line]]:
    """The rows of lines and of those below them, which stand under the account of the line above."""
    for line in lines:
        row = _row(line, below)
        yield row, line
        if line.figure is not None:
            for goal in line.figure.goals[1:]:
                yield _with_goal(replace(below, level=below.level + 1, what=row.what, unit=row.unit), goal), line
            for noun, record_id in counted_records(line) if cite else ():
                kind = noun_name(noun) if noun in NOUNS else noun
                yield replace(below, level=below.level + 1, kind=kind, record_id=record_id), line
        else:
            deeper = replace(below, level=below.level + 1, account=row.account, tier=row.tier)
            yield from _rows(line.lines, deeper, cite)


def _row(line: Line, below: Row) -> Row:
    """A line in its columns; a piece whose value has a column of its own is not said in words too."""
    amount = next((part for part in line.parts if isinstance(part.value, Decimal)), None)
    days = {part.name: part for part in line.parts if part.name in ("when", "due") and _is_day(part, line)}
    said: dict[str, list[str]] = {}
    for part in line.parts:
        if part is not amount and days.get(part.name) is not part and part.text.strip():
            said.setdefault(_COLUMN_OF.get(part.name, "what"), []).append(part.text)
    row = replace(below, record_id=line.record_id or None)
    for name, texts in said.items():
        row = replace(row, **{name: BETWEEN.join(texts)})  # type: ignore[arg-type]
    row = _with_days(row, line, days)
    if amount is not None and isinstance(amount.value, Decimal):
        row = replace(row, amount=amount.value, unit=amount.unit or None)
    if line.figure is not None:
        return _with_figure(row, line.figure)
    return replace(row, number=next((part.value for part in line.parts if isinstance(part.value, int)), None))


def _is_day(part: Part, line: Line) -> bool:
    return isinstance(part.value, date) or (part.value is None and line.due is not None)


def _with_days(row: Row, line: Line, days: dict[str, Part]) -> Row:
    day, moment = _moment(days.get("when"))
    due, _time = _moment(days.get("due"))
    day, at = day or line.due, line.at or moment
    if due is None and line.noun in _DUE:
        coming = day if line.state == "coming" else None
        return replace(row, day=coming, due=day, at=at)
    return replace(row, day=day, at=at, due=due)


def _moment(part: Part | None) -> tuple[date | None, time | None]:
    """The day and the time that a piece stands for."""
    value = part.value if part else None
    if isinstance(value, datetime):
        return value.date(), value.time()
    return (value, None) if isinstance(value, date) else (None, None)


def _with_figure(row: Row, figure: Figure) -> Row:
    unit = PERCENT if figure.unit == "percent" else figure.unit
    row = replace(
        row,
        is_figure=True,
        unit=unit or None,
        number=_whole(figure.value, unit),
        before=None if figure.before is None else _whole(figure.before, unit),
        mean=None if figure.mean is None else Decimal(_whole(figure.mean, unit)).quantize(_HUNDREDTH),
    )
    return _with_goal(row, figure.goals[0]) if figure.goals else row


def _with_goal(row: Row, goal: Goal) -> Row:
    unit = row.unit or ""
    return replace(
        row, goal=goal_name(goal.period), target=_whole(goal.target, unit), reached=_whole(goal.reached, unit)
    )


def _whole(number: Decimal | int, unit: str) -> Decimal | int:
    """A number as it is; an amount of minor units in whole ones."""
    return number if unit in ("", PERCENT) else Decimal(number).scaleb(-2)
