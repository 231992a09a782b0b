"""Typing log lines in a book of 100,000 accounts and 300,000 people: from each key to what the line would store.

Run it with ``python tests/bench/bench_log.py [FILE]``; with a FILE made by ``big_store.py FILE --talk`` in place of a
store of its own. Each line is typed letter by letter, as the box does: one book of names a line, asked again at each
letter. The floor is reading the same letters with an empty book.
"""

from __future__ import annotations

import sqlite3
import statistics
import sys
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from time import perf_counter

from big_store import TODAY, talkative
from rounds import Measured, p95
from table import show

from karep.db.views.called import StoredBook, at_hand
from karep.rules.log_line.reading import Asked, read_line
from karep.rules.log_line.understood import AtHand, Book, Candidate

CHINESE = "{who} 现场 谈框架合同 异议:价格 我方:周五前报价 对方:给图纸 下次:下周三10点 竞品:A公司"
ENGLISH = (
    "{who} visit: walked through the frame contract; objection: price; we: quote by Fri; they: drawings; next: Wed"
)
PEOPLE = 40


def lines(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    """Lines about people of the book, each with the account that they belong to."""
    rows = connection.execute(
        "SELECT p.name, p.account_id FROM person p JOIN account a ON a.id = p.account_id "
        "WHERE p.removed_at IS NULL AND p.rowid % ? = 7 LIMIT ?",
        (max(1, connection.execute("SELECT max(rowid) FROM person").fetchone()[0] // PEOPLE), PEOPLE),
    )
    return [((CHINESE if who[0] > "\u2e80" else ENGLISH).format(who=who), account) for who, account in rows]


class EmptyBook:
    """Nobody in it: what remains is the reading itself."""

    def __init__(self) -> None:
        """Remember nothing yet."""
        self.meant: dict[tuple[str, str], tuple[Candidate, ...]] = {}

    def at_hand(self, account_id: str) -> AtHand:
        """Nothing."""
        return AtHand()

    def accounts_called(self, word: str) -> Sequence[Candidate]:
        """None."""
        return ()

    def people_called(self, word: str) -> Sequence[Candidate]:
        """Nobody."""
        return ()


def typed(book: Book, line: str, given: AtHand) -> list[float]:
    """Milliseconds from each key of a line to what it would store."""
    asked = Asked(given, book, TODAY)
    times = []
    for end in range(1, len(line) + 1):
        start = perf_counter()
        read_line(line[:end], asked)
        times.append((perf_counter() - start) * 1000)
    return times


def measure(path: Path | None = None) -> list[Measured]:
    """Name, our figure, the floor's figure, and the budget."""
    with closing(sqlite3.connect(path or talkative(), isolation_level=None)) as connection:
        known, unknown, floor = list[float](), list[float](), list[float]()
        for line, account in lines(connection):
            given = at_hand(connection, {"account_id": account})
            known += typed(StoredBook(connection, TODAY), line, given)
            unknown += typed(StoredBook(connection, TODAY), line, AtHand())
            floor += typed(EmptyBook(), line, AtHand())
    base = statistics.median(floor)
    return [
        (f"log line: {len(known)} keys, account at hand, p50, ms", statistics.median(known), base, ""),
        ("log line: account at hand, p95, ms", p95(known), base, "≤ 16 ms"),
        ("log line: account at hand, worst, ms", max(known), base, "≤ 16 ms"),
        (f"log line: {len(unknown)} keys, whole book, p50, ms", statistics.median(unknown), base, ""),
        ("log line: whole book, p95, ms", p95(unknown), base, "≤ 16 ms"),
        ("log line: whole book, worst, ms", max(unknown), base, "≤ 16 ms"),
    ]


if __name__ == "__main__":
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None), "")
