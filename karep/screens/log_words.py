"""What the log line says, asks the store and hands to it."""

from collections.abc import Mapping
from datetime import date

from karep.db import drafts, log_lines
from karep.db.change import Change
from karep.i18n import _, language
from karep.reports.words import dated_words
from karep.rules.clock import Clock
from karep.rules.log_line.understood import NextStep, Understood
from karep.rules.practice import USUAL, Practice
from karep.rules.repeats import repeat_words


def store(
    change: Change,
    draft_key: str,
    understood: Understood,
    clock: Clock,
    about: Mapping[str, str],
    practice: Practice = USUAL,
) -> str:
    """Store a line and forget its draft, both or neither; the touch's id.

    Raises:
        Refused: If a value does not fit.
    """
    drafts.drop_draft(change.connection, draft_key)
    closed = {"follow_up_id": about.get("follow_up_id"), "promise_id": about.get("promise_id")}
    return log_lines.store_line(change, understood, clock, **closed, practice=practice)


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
