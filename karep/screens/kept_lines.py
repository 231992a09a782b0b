"""Lines that were typed and are not saved yet: where each is kept, and how a form is told which one it goes on with."""

import os
import sqlite3
from collections.abc import Callable, Container, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Final, TypeVar

from karep.db import drafts
from karep.db.change import moment
from karep.db.views.called import at_hand
from karep.rules.date_words import Order

Understood = TypeVar("Understood")

LINES: Final = {"touch.log": "touch.line", "follow_up.add": "follow_up.line"}
"""What the draft of a line is kept under, by the form that can go on with it."""

_SAYING: Final = (
    "line", "what", "summary", "words", "give", "text", "name", "label", "problem", "purpose", "outcome", "aim",
    "reason", "title", "note", "path",
)  # fmt: skip
"""The fields of forms that tell one draft from another, the most telling first."""
WINDOW: Final = "window"
"""What names the window that a line was typed in, beside the records that it is about."""
OWN: Final = str(os.getpid())
"""This window."""
_STILL_TYPED: Final = timedelta(seconds=5)
"""A line of another window that changed within this time is still being typed there: it is kept every second."""


def find_kept_line(
    connection: sqlite3.Connection, form: str, about: Mapping[str, str], kept_here: Container[str], *, chosen: bool
) -> tuple[dict[str, str], str]:
    """What a line is to be kept under, and what it says already: the newest that was left about the same records.

    Every window keeps its lines apart, so that none overwrites or forgets what another one is typing.

    Args:
        connection: The store.
        form: The kind of the form that can go on with the line.
        about: The records by id, and the window.
        kept_here: The keys of what was typed in this window.
        chosen: Whether the rep chose the line that is kept under exactly `about`.
    """
    if not chosen:
        kind, records = LINES[form], _records(about)
        for key, at in drafts.list_drafts(connection):
            of, kept_about = drafts.read_form_key(key)
            if of == kind and _records(kept_about) == records and (key in kept_here or not _is_still_typed(at)):
                about = kept_about
                break
    kept = drafts.get_draft(connection, drafts.form_key(LINES[form], about))
    return dict(about), (kept or {}).get("line", "")


def _records(about: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in about.items() if name != WINDOW}


def _is_still_typed(at: str) -> bool:
    age = datetime.fromisoformat(moment()) - datetime.fromisoformat(at)
    return timedelta() <= age < _STILL_TYPED


def first_words(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, tuple[str, str]]:
    """What each kept draft is about, by name, and the first thing that was typed into it, by its key."""
    found = {}
    for key in keys:
        hand, body = at_hand(connection, drafts.read_form_key(key)[1]), drafts.get_draft(connection, key) or {}
        about = (hand.account, hand.deal, hand.person)
        said = next((body[name] for name in _SAYING if body.get(name, "").strip()), "")
        found[key] = (" · ".join(one.name for one in about if one is not None), said)
    return found


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
