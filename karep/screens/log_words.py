"""What the log line says, asks the store and hands to it."""

import sqlite3
from collections.abc import Callable, Mapping
from datetime import date
from typing import Final

from karep.db import drafts, log_lines
from karep.db.change import Change
from karep.db.views import log_lines as views
from karep.db.views.called import StoredBook
from karep.i18n import _, language
from karep.reports.words import dated_words
from karep.rules.clock import Clock
from karep.rules.date_words import Order
from karep.rules.log_line.understood import AtHand, NextStep, Understood
from karep.rules.repeats import repeat_words

KIND: Final = "touch.line"
"""What the draft of a line is kept under, with what it is about; ``touch.log`` is the form's."""


def understand_if_wanted(
    connection: sqlite3.Connection,
    wanted: Callable[[], bool],
    text: str,
    at_hand: AtHand,
    *,
    today: date,
    order: Order,
    book: StoredBook | None = None,
) -> Understood | None:
    """What a line is understood as, unless other words were typed before its turn came."""
    if not wanted():
        return None
    return views.understand(connection, text, at_hand, today=today, order=order, book=book)


def store(change: Change, draft_key: str, understood: Understood, clock: Clock, about: Mapping[str, str]) -> str:
    """Store a line and forget its draft, both or neither; the touch's id.

    Raises:
        Refused: If a value does not fit.
    """
    drafts.drop_draft(change.connection, draft_key)
    return log_lines.store_line(
        change, understood, clock, follow_up_id=about.get("follow_up_id"), promise_id=about.get("promise_id")
    )


def day_order(setting: str) -> Order:
    """How ``3/12`` is read, by the rep's setting."""
    return "dmy" if setting == "dmy" else "mdy" if setting == "mdy" else "ymd"


def with_more(understood: Understood, more: str) -> str:
    """The line with something put at its end; a sentence in confidence that ends it is closed first."""
    text = understood.text.rstrip()
    in_confidence = any(one.kind == "private" and one.end >= len(text) for one in understood.parts)
    if in_confidence and text[-1] not in ".。!！?？":
        text += "." if text[-1].isascii() else "。"
    return f"{text} {more}".lstrip()


def step_text(step: NextStep, today: date) -> str:
    """A next step as it is typed: the day, the time, what, how often again."""
    at = f"{step.at:%H:%M}" if step.at else ""
    pieces = (dated_words(step.due, today), at, step.what, repeat_words(step.repeat, language()))
    return " ".join(filter(None, pieces))


def empty_words(*, closing: bool) -> str:
    """What stands below an empty line.

    Args:
        closing: Whether Enter closes a follow-up or a promise all the same.
    """
    words = _(
        "Who it was and what was said, in any order; nothing else is needed.\n\n"
        "objection:  we:  they:  next:  need:  rival:  stage:  when:  #tag\n"
        "!! before a sentence keeps it in confidence."
    )
    first = _("Enter alone closes it without a note.")
    return f"{first}\n\n{words}" if closing else words


def line_reference(about: Mapping[str, str]) -> str:
    """The records that a kept line is about, as the form that goes on with it is told."""
    return "+".join(f"{name}:{value}" for name, value in sorted(about.items())) or "-"


def kept_line_key(reference: str) -> str:
    """The key of the draft of the line with that reference."""
    return drafts.form_key(KIND, read_line_reference(reference))


def read_kept_line(connection: sqlite3.Connection, reference: str, today: date, order: Order) -> Understood | None:
    """The kept line with that reference as it is understood now; None when it was saved or thrown away."""
    kept = drafts.get_draft(connection, kept_line_key(reference))
    if not kept or not kept.get("line"):
        return None
    at_hand = views.at_hand(connection, read_line_reference(reference))
    return views.understand(connection, kept["line"], at_hand, today=today, order=order)


def read_line_reference(reference: str) -> dict[str, str]:
    """The records that `line_reference` was given."""
    return dict(pair.split(":", 1) for pair in reference.split("+") if ":" in pair)
