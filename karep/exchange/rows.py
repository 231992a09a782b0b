"""A row on its way into the book, and what becomes of it."""

from __future__ import annotations

from enum import IntEnum

from karep.exchange.matching import Target
from karep.exchange.records import Record


class Outcome(IntEnum):
    """What became of a row."""

    UNCHANGED = 0
    MERGED = 1
    STORED = 2
    REFUSED = 3


class Row:
    """A row of the file and the records that it speaks of."""

    __slots__ = ("company", "outcome", "person", "record")

    def __init__(self, record: Record) -> None:
        """A row that found nothing yet."""
        self.record = record
        self.company: Target | None = None
        self.person: Target | None = None
        self.outcome = Outcome.UNCHANGED

    def made(self, outcome: Outcome) -> None:
        """Count what the row did; the greatest deed stands."""
        if outcome > self.outcome:
            self.outcome = outcome
