"""A sheet on its way in: what the rep chose about it, and what was found in it. Runs in a thread of its own."""

import json
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from karep.exchange.dates import ORDERS
from karep.exchange.errors import DateOrderConflict, DateOrderUndecided, NoNameColumn, SheetRefused, SheetUnreadable
from karep.exchange.importing import OnMatch
from karep.exchange.mapping import Column, Kind, fields, name_columns
from karep.exchange.plan import Plan, make_plan
from karep.exchange.sheet import Sheet, read_sheet
from karep.frozen import frozen
from karep.i18n import _

_SAMPLE_ROWS: Final = 100
_SAMPLES: Final = 4
_SAMPLE_LENGTH: Final = 120
"""Characters; a cell may hold a hundred thousand, and nobody reads them here."""

_FORCED_KINDS: Final = ("", Kind.ACCOUNTS.value, Kind.PEOPLE.value)


@frozen
class Choices:
    """What the rep chose about a sheet; an empty text leaves the decision to the rules."""

    kind: str = ""
    encoding: str = ""
    dates: str = ""
    separator: str = ""
    sheet: str = ""
    on_match: OnMatch = OnMatch.FILL
    columns: Mapping[str, str] | None = None
    """Column to field."""

    def with_column(self, column: str, field: str) -> "Choices":
        """The same with another field for a column."""
        return replace(self, columns={**(self.columns or {}), column: field})

    def to_text(self) -> str:
        """The choices as a draft keeps them."""
        kept = {name: getattr(self, name) for name in ("kind", "encoding", "dates", "separator", "sheet")}
        return json.dumps({**kept, "on_match": self.on_match.value, "columns": dict(self.columns or {})})

    @classmethod
    def from_text(cls, text: str) -> "Choices":
        """The choices of a draft; what this version does not know is left to the rules again."""
        try:
            kept = json.loads(text)
        except ValueError:
            kept = None
        if not isinstance(kept, dict):
            return cls()
        words = {name: value for name, value in kept.items() if isinstance(value, str)}
        columns = kept.get("columns")
        known = set(fields())
        on_match = words.get("on_match", "")
        return cls(
            words["kind"] if words.get("kind") in _FORCED_KINDS else "",
            words.get("encoding", ""),
            words["dates"] if words.get("dates") in ORDERS else "",
            words["separator"] if len(words.get("separator", "")) == 1 else "",
            words.get("sheet", ""),
            OnMatch(on_match) if on_match in set(OnMatch) else OnMatch.FILL,
            {name: field for name, field in columns.items() if field in known} if isinstance(columns, dict) else None,
        )


@frozen
class Reading:
    """A sheet that was opened. Without a plan, `fault` says what the rep must decide first."""

    path: Path
    sheet: Sheet
    samples: tuple[tuple[str, ...], ...]
    """A few different cells of every column, each cut."""
    plan: Plan | None = None
    fault: SheetRefused | None = None

    def columns(self, choices: Choices) -> tuple[Column, ...]:
        """Every column and where it goes, also while there is no plan."""
        if self.plan is not None:
            return self.plan.columns.columns
        chosen = choices.columns or {}
        return tuple(
            Column(index, name, chosen.get(name, ""), name in chosen)
            for index, name in enumerate(name_columns(self.sheet.columns))
        )


def read_file(path: Path, choices: Choices) -> Reading:
    """Open a sheet as chosen.

    Raises:
        EncodingUndecided: The rep must look at the rows and choose.
        SheetRefused: The file cannot be read as it is, or a choice does not fit it.
    """
    if not path.is_file():
        raise SheetUnreadable(_("There is no file “{path}”.").format(path=path))
    wanted = dict(choices.columns or {})
    sheet = read_sheet(
        path,
        encoding=choices.encoding or None,
        separator=choices.separator or None,
        sheet=choices.sheet or None,
        columns=tuple(wanted),
    )
    names = set(name_columns(sheet.columns))
    samples = _samples(sheet)
    try:
        plan = make_plan(
            sheet,
            kind=Kind(choices.kind) if choices.kind else None,
            # Choices that were kept for an earlier form of the file do not stand in the way of this one.
            columns={name: field for name, field in wanted.items() if name in names},
            dates=choices.dates or None,
        )
    except (NoNameColumn, DateOrderUndecided, DateOrderConflict) as error:
        return Reading(path, sheet, samples, fault=error)
    return Reading(path, sheet, samples, plan)


def sheet_names(path: Path) -> tuple[str, ...]:
    """The visible sheets of a workbook, in their order.

    Raises:
        SheetRefused: If it cannot be opened.
    """
    from karep.exchange.workbook import open_workbook

    return open_workbook(path).names


def _samples(sheet: Sheet) -> tuple[tuple[str, ...], ...]:
    found: list[list[str]] = [[] for _column in sheet.columns]
    for _line, row in islice(sheet.body(), _SAMPLE_ROWS):
        for samples, cell in zip(found, row, strict=False):
            if len(samples) < _SAMPLES:
                text = cell[: _SAMPLE_LENGTH * 4].strip()
                text = text if len(text) <= _SAMPLE_LENGTH else text[: _SAMPLE_LENGTH - 1] + "…"
                if text and text not in samples:
                    samples.append(text)
    return tuple(tuple(samples) for samples in found)
