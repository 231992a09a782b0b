"""What a line that plans a follow-up would store in this book."""

import sqlite3
from datetime import date

from karep.db.views.called import StoredBook
from karep.rules.date_words import Order
from karep.rules.follow_up_line import FollowUpLine, parse_follow_up
from karep.rules.log_line.understood import AtHand
from karep.rules.practice import USUAL, Practice


def understand_follow_up(
    connection: sqlite3.Connection,
    text: str,
    given: AtHand,
    *,
    today: date,
    order: Order = "ymd",
    book: StoredBook | None = None,
    practice: Practice = USUAL,
) -> FollowUpLine:
    """What a line plans.

    Args:
        connection: The store.
        text: What was typed.
        given: What the line is about before a word is typed, see `called.at_hand`.
        today: The rep's day.
        order: How ``3/12`` is read.
        book: A book that was asked before, so that a line that is being typed asks nothing twice.
        practice: How often customers hear from us, and which days are free, for a day that was not said.
    """
    known = book or StoredBook(connection, today)
    return parse_follow_up(text, given, known, today=today, order=order, settings=practice.cadence, rest=practice.rest)
