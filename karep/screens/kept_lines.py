"""Lines that were typed and are not saved yet: where each is kept, and how a form is told which one it goes on with."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final, TypeVar

from karep.db import drafts
from karep.db.views.called import at_hand
from karep.rules.date_words import Order

Understood = TypeVar("Understood")

LINES: Final = {"touch.log": "touch.line", "follow_up.add": "follow_up.line"}
"""What the draft of a line is kept under, by the form that can go on with it."""


def line_reference(about: Mapping[str, str]) -> str:
    """The records that a kept line is about, as the form that goes on with it is told."""
    return "+".join(f"{name}:{value}" for name, value in sorted(about.items())) or "-"


def read_line_reference(reference: str) -> dict[str, str]:
    """The records that `line_reference` was given."""
    return dict(pair.split(":", 1) for pair in reference.split("+") if ":" in pair)


def kept_line_key(form: str, reference: str) -> str:
    """The key of the draft of the line that a form of that kind goes on with."""
    return drafts.form_key(LINES[form], read_line_reference(reference))


def read_kept_line(
    connection: sqlite3.Connection,
    form: str,
    reference: str,
    understand: Callable[..., Understood],
    *,
    today: date,
    order: Order,
) -> Understood | None:
    """What a kept line is understood as now; None when it was saved or thrown away.

    Args:
        connection: The store.
        form: The kind of the form that goes on with it, such as ``touch.log``.
        reference: What it is about, as `line_reference` writes it.
        understand: The view that understands such lines.
        today: The rep's day.
        order: How ``3/12`` is read.
    """
    kept = drafts.get_draft(connection, kept_line_key(form, reference))
    if not kept or not kept.get("line"):
        return None
    return understand(
        connection, kept["line"], at_hand(connection, read_line_reference(reference)), today=today, order=order
    )
