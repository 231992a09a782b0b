"""The log of what was handed on: kept outside the journal, because nothing about the customers changed."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import field
from typing import Final

from karep.frozen import frozen
from karep.rules.stored_text import clean_text

CLIPBOARD: Final = "clipboard"
"""The destination of what was copied."""


@frozen
class HandedOn:
    """Something that was written to a file or copied."""

    what: str
    """``week`` for a report on a period, ``accounts``, ``agenda``, ``all``, ``gifts``, ``brief``, ``today`` …."""
    form: str
    """Its format, or the name of the template."""
    language: str
    """The language that it was written in."""
    destination: str
    """The whole path of the file, or `CLIPBOARD`."""
    period: str | None = None
    """What period it was about, as `karep.rules.periods.Period` writes itself."""
    lines: int = 0
    """How many lines or records it has."""
    withheld: Mapping[str, int] = field(default_factory=dict)
    """How much of what was left out, by reason (`karep.reports.report.WITHHELD`)."""


def note_export(connection: sqlite3.Connection, at: str, export: HandedOn) -> None:
    """Note what was handed on; saved at once, and nothing that is undone takes it back.

    Args:
        connection: The store, in no transaction.
        at: The moment, as stored.
        export: What was handed on.

    Raises:
        sqlite3.Error: If the store cannot be written; what was handed on is handed on all the same.
    """
    texts = (at, export.what, export.period, export.form, export.language, export.destination)
    connection.execute(
        "INSERT INTO export_log (at, what, period, format, language, destination, lines, withheld) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*map(clean_text, texts), export.lines, json.dumps(dict(export.withheld))),
    )
