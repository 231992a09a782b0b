"""What an import did, or would do: every row of the file is in exactly one of its counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field

from karep.exchange.records import Refusal, Skipped
from karep.frozen import frozen


@frozen
class Warned:
    """A cell that was not stored as the rep may expect, in a row that was."""

    line: int
    sentence: str
    """Translated."""


@frozen
class Proposal:
    """A record that may be one that is in the book already; it is never merged unasked."""

    line: int
    noun: str
    """``account`` or ``person``."""
    name: str
    """As the row writes it."""
    existing: str
    """What the record is called that it may be the same as."""
    reason: str = ""
    """Why, translated: one web address, one telephone, one name but for the legal form."""


@frozen
class ImportReport:
    """The outcome of an import; ``rows = stored + merged + unchanged + len(refused)`` always holds."""

    rows: int
    """Rows that are meant to be records; blank rows, titles and footers are in `skipped`."""
    stored: int
    """Rows that made at least one new account or person."""
    merged: int
    """Rows that made none, and added something to records that were there."""
    unchanged: int
    """Rows that said nothing new, or nothing that the rule for matches lets in."""
    refused: tuple[Refusal, ...]
    skipped: tuple[Skipped, ...]
    warnings: tuple[Warned, ...] = ()
    created: Mapping[str, int] = field(default_factory=dict)
    """New records by noun: ``account``, ``person``, ``fact``, ``role``, ``occasion``; a noun without any is missing."""
    changed: Mapping[str, int] = field(default_factory=dict)
    """Records that were there and got new values, by noun."""
    left: int = 0
    """Values of the file that differ from the book's and were left out, as `OnMatch.FILL` wants it."""
    proposals: tuple[Proposal, ...] = ()
    notices: tuple[str, ...] = ()
    """Sentences about the file as a whole."""
    action: int | None = None
    """The number that takes it all back; None after a dry run, and when nothing changed."""
    dry_run: bool = False

    @property
    def facts(self) -> int:
        """The number of new facts."""
        return self.created.get("fact", 0)

    @property
    def done(self) -> int:
        """The number of rows that are in the book now, whether new or known before."""
        return self.stored + self.merged + self.unchanged
