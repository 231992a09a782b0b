"""The log of what was handed on: kept outside the journal, because nothing about the customers changed."""

import json
import sqlite3
from collections.abc import Mapping
from pathlib import Path

from karep.db.views.exports import CLIPBOARD, Export
from karep.i18n import language
from karep.rules.stored_text import clean_text


def handed_on(
    what: str,
    form: str,
    path: Path | None,
    *,
    speech: str = "",
    period: str | None = None,
    lines: int = 0,
    withheld: Mapping[str, int] | None = None,
) -> Export:
    """What the log keeps of something that left the program.

    Args:
        what: What it was, as `Export.what` knows it.
        form: Its format, or the name of the template.
        path: The file; None when it was copied.
        speech: The language that it was written in; that in use if left out.
        period: What period it was about.
        lines: How many lines or records it has.
        withheld: How much of what was left out, by reason.
    """
    destination = str(path.resolve()) if path else CLIPBOARD
    return Export(what, form, speech or language(), destination, period, lines, withheld or {})


def note_export(connection: sqlite3.Connection, at: str, export: Export) -> None:
    """Note what was handed on; saved at once, and nothing that is undone takes it back.

    Args:
        connection: The store, in no transaction.
        at: The moment, as stored.
        export: What was handed on.

    Raises:
        sqlite3.Error: If the store cannot be written; what was handed on is handed on all the same.
    """
    texts = (at, export.what, export.period, export.format, export.language, export.destination)
    connection.execute(
        "INSERT INTO export_log (at, what, period, format, language, destination, lines, withheld) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (*map(clean_text, texts), export.lines, json.dumps(dict(export.withheld))),
    )
