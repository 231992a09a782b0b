"""What a log line would store in this book."""

import sqlite3
from datetime import date

from karep.db.views.called import StoredBook, at_hand
from karep.rules.date_words import Order
from karep.rules.log_line.reading import Asked, read_line
from karep.rules.log_line.understood import AtHand, Understood
from karep.rules.practice import USUAL, Practice

__all__ = ["at_hand", "understand"]


def understand(
    connection: sqlite3.Connection,
    text: str,
    given: AtHand,
    *,
    today: date,
    order: Order = "ymd",
    book: StoredBook | None = None,
    practice: Practice = USUAL,
) -> Understood:
    """Everything that a log line says.

    Args:
        connection: The store.
        text: What was typed.
        given: What the line is about before a word is typed, see `at_hand`.
        today: The rep's day.
        order: How ``3/12`` is read.
        book: A book that was asked before, so that a line that is being typed asks nothing twice.
        practice: How often customers hear from us, and which days are free, for a next step whose day was not said.
    """
    known = book or StoredBook(connection, today)
    return read_line(text, Asked(given, known, today, order, practice.cadence, practice.rest))
