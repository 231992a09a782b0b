"""What a sheet's rows become: records, refusals with their line and reason, and rows left out and said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from karep.exchange.dates import Day
from karep.frozen import frozen

Value = str | int


@dataclass(slots=True)
class Record:
    """What one row says. At least one of `account` and `person` is there, each with its ``name``."""

    line: int
    account: dict[str, Value] | None = None
    """Columns of the account; of a person's row: the company, to be found by name or made."""
    person: dict[str, Value] | None = None
    """Columns of the person, who belongs to `account` when both are there."""
    links: dict[str, str] = field(default_factory=dict)
    """Other records, by what the file calls them: ``parent_name``, ``parent_external_id``, ``reports_to_name``,
    ``reports_to_external_id``, and ``account_external_id`` for a person whose company has no name in the row."""
    account_facts: list[tuple[str, str]] = field(default_factory=list)
    """Cells without a field: header and text."""
    person_facts: list[tuple[str, str]] = field(default_factory=list)
    roles: tuple[str, ...] = ()
    """Roles of the person in the account's decisions."""
    birthday: Day | None = None
    warnings: tuple[str, ...] = ()
    """Translated sentences about cells that are kept as text or could not be kept."""


@frozen
class Refusal:
    """A row that is not stored, and why; ``text`` is its beginning."""

    line: int
    reason: str
    text: str = ""


@frozen
class Skipped:
    """Rows that are not records: blank, a title, a footer, an example. ``count`` rows from ``line`` on."""

    line: int
    reason: str
    text: str = ""
    count: int = 1


Entry = Record | Refusal | Skipped


def row_text(row: Sequence[str], longest: int = 80) -> str:
    """Return the beginning of a row, for a report: filled cells joined, cut at ``longest`` characters."""
    text = ""
    for cell in row:
        if cell := cell.strip():
            text = f"{text} | {cell[:longest]}" if text else cell[:longest]
        if len(text) > longest:
            return text[: longest - 1] + "…"
    return text
