"""Finding in 100,000 accounts, 300,000 people and 1,000,000 touches: how long a query takes, and what the index weighs.

Run it with ``python tests/bench/bench_find.py [FILE]``; with a FILE made by ``big_store.py FILE --talk`` in place of a
store of its own. The queries are of many kinds, each drawn from what is in the store; each is asked three times and
the middle time counts. The floor of a query is reading twenty rows whose numbers are known. What the index finds is
compared with what a scan finds by the definition of finding, in samples of the store, as all at once would take hours.
"""

from __future__ import annotations

import random
import sqlite3
import statistics
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from time import perf_counter

from big_store import TODAY, talkative
from rounds import Measured, p95
from sales_words import CITIES, ENGLISH, SALES, TAIL
from table import show

from karep.db.searched import SEARCHED
from karep.db.views.finding import find, matching
from karep.rules.readings import readings
from karep.rules.searching.match import Fields, match
from karep.rules.searching.query import Query

EACH = 25
"""Queries of a kind."""
TIMES = 3
SAMPLE = 3_000
"""Records of a noun that are scanned for each query that is compared."""
COMPARED = 3
"""Queries of a kind that are compared with a scan."""


class Queries:
    """Queries of every kind that a rep may type, drawn from a store."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        """Look at some of what is in the store."""
        self._chance = random.Random(11)
        self._notes = self._some(connection, "touch", "summary")
        names = self._some(connection, "account", "name")
        self._names = [name for name in names if name[0] > "\u2e80"]
        self._english = [name for name in names if name[0] < "\u2e80"]
        self._people = [name for name in self._some(connection, "person", "name") if name[0] > "\u2e80"]
        self._mobiles = self._some(connection, "person", "mobile")

    def _some(self, connection: sqlite3.Connection, noun: str, column: str) -> list[str]:
        (last,) = connection.execute(f"SELECT max(rowid) FROM {noun}").fetchone()
        rows = [self._chance.randrange(last) + 1 for _ in range(400)]
        marks = ", ".join("?" * len(rows))
        return [text for (text,) in connection.execute(f"SELECT {column} FROM {noun} WHERE rowid IN ({marks})", rows)]

    def kinds(self) -> dict[str, list[str]]:
        """Some queries of each kind."""
        pick = self._chance.choice
        made = {
            "1 character": lambda: pick(TAIL),
            "2 characters": lambda: pick((pick(SALES)[:2], self._piece(2))),
            "3 characters": lambda: self._piece(3),
            "6 characters": lambda: self._piece(6),
            "frequent pairs, rarely together": lambda: pick(SALES)[:2] + pick(SALES)[1:2],
            "rare": lambda: pick((self._piece(4), pick(TAIL[-60:]) + pick(TAIL[-60:]))),
            **{f"{n} letters": lambda n=n: pick(ENGLISH)[:n] for n in range(1, 6)},
            "two words": lambda: f"{pick(SALES)} {pick((pick(SALES), pick(ENGLISH)))}",
            "name and word": lambda: f"{pick(self._names)[2:4]} {pick(SALES)}",
            "digits": lambda: self._digits(),
            "company": lambda: pick((pick(self._names)[:4], pick(self._names), pick(self._english), pick(CITIES))),
            "person": lambda: pick(self._people),
            "pinyin": lambda: self._spelled(pick((pick(self._names)[:4], pick(self._people))), 9),
            "initials": lambda: self._spelled(pick((pick(self._names)[:4], pick(self._people))), 1),
            "mixed": lambda: self._mixed(pick(self._people)),
        }
        return {kind: list(dict.fromkeys(make() for _ in range(EACH))) for kind, make in made.items()}

    def _piece(self, length: int) -> str:
        """So many characters in a row from a note."""
        while True:
            note = self._chance.choice(self._notes)
            start = self._chance.randrange(max(len(note) - length, 1))
            piece = note[start : start + length]
            if len(piece) == length and all(one > "\u2e80" and one.isalnum() for one in piece):
                return piece

    def _digits(self) -> str:
        mobile = self._chance.choice(self._mobiles)
        start = self._chance.randrange(0, 6)
        return self._chance.choice((mobile, mobile[-4:], mobile[start : start + 5], mobile[:3], "12"))

    def _spelled(self, name: str, letters: int) -> str:
        return "".join((readings(one) or (one,))[0][:letters] for one in name)

    def _mixed(self, name: str) -> str:
        return self._chance.choice(
            (name[0] + self._spelled(name[1:], 1), self._spelled(name[0], 9) + self._spelled(name[1:], 1))
        )


def query_times(connection: sqlite3.Connection, kinds: dict[str, list[str]]) -> dict[str, list[float]]:
    """For each kind the milliseconds of its queries."""
    found: dict[str, list[float]] = {}
    for kind, queries in kinds.items():
        found[kind] = [statistics.median(_timed(connection, words) for _ in range(TIMES)) for words in queries]
    return found


def _timed(connection: sqlite3.Connection, words: str) -> float:
    start = perf_counter()
    find(connection, words, today=TODAY)
    return (perf_counter() - start) * 1000


def lookup(connection: sqlite3.Connection) -> float:
    """Milliseconds to read twenty touches whose numbers are known."""
    times = []
    for first in range(1, 2_000, 100):
        start = perf_counter()
        rows = range(first, first + 20)
        connection.execute(f"SELECT * FROM touch WHERE rowid IN ({', '.join(map(str, rows))})").fetchall()
        times.append((perf_counter() - start) * 1000)
    return statistics.median(times)


def recall(connection: sqlite3.Connection, kinds: dict[str, list[str]]) -> tuple[int, int, int]:
    """How much a scan of samples finds, how much of that the index finds, and how much that finds beside it."""
    wanted = both = beside = 0
    for words in (words for queries in kinds.values() for words in queries[:COMPARED]):
        query = Query.of(words)
        for noun in SEARCHED:
            found = matching(connection, noun, words) or set()
            for rowid, fields in _sample(connection, noun, words):
                is_match = match(query.words, fields) is not None
                wanted += is_match
                both += is_match and rowid in found
                beside += rowid in found and not is_match
    return wanted, both, beside


def _sample(connection: sqlite3.Connection, noun: str, words: str) -> Iterator[tuple[int, Fields]]:
    searched = SEARCHED[noun]
    columns = ", ".join(searched.columns)
    (last,) = connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {noun}").fetchone()
    first = random.Random(words).randrange(max(last - SAMPLE, 1))
    rows = connection.execute(
        f"SELECT rowid, {columns} FROM {noun} WHERE rowid BETWEEN ? AND ? AND removed_at IS NULL",
        (first, first + SAMPLE),
    )
    for rowid, *values in rows:
        yield rowid, Fields(*searched.split(values))


def sizes(connection: sqlite3.Connection, nouns: tuple[str, ...]) -> tuple[float, float]:
    """The megabytes of the index of some nouns, and of the texts in it."""
    index = text = 0
    for noun in nouns:
        like = f"search\\_{noun}\\_%"
        sql = "SELECT coalesce(sum(pgsize), 0) FROM dbstat WHERE name LIKE ? ESCAPE '\\'"
        index += connection.execute(sql, (like,)).fetchone()[0]
        lengths = " + ".join(f"coalesce(length(CAST({name} AS BLOB)), 0)" for name in SEARCHED[noun].columns)
        text += connection.execute(f"SELECT coalesce(sum({lengths}), 0) FROM {noun}").fetchone()[0]
    return index / 1e6, text / 1e6


def measure(path: Path | None = None) -> list[Measured]:
    """Name, our figure, the floor's figure, and the budget."""
    with closing(sqlite3.connect(path or talkative(), isolation_level=None)) as connection:
        kinds = Queries(connection).kinds()
        times = query_times(connection, kinds)
        floor = lookup(connection)
        every = [one for found in times.values() for one in found]
        wanted, both, beside = recall(connection, kinds)
        whole, text = sizes(connection, tuple(SEARCHED))
        notes, written = sizes(connection, ("touch",))
    worst = max(((time, words) for kind in kinds for time, words in zip(times[kind], kinds[kind], strict=True)))[1]
    return [
        (f"find: {len(every)} queries of {len(kinds)} kinds, p50, ms", statistics.median(every), floor, ""),
        ("find: p95, ms", p95(every), floor, "≤ 5 ms"),
        (f"find: worst ({worst}), ms", max(every), floor, "≤ 16 ms"),
        *((f"find: {kind}: p95, ms", p95(found), floor, "") for kind, found in times.items()),
        (f"recall: {both} of {wanted} matches in a scan", both / max(wanted, 1), 1.0, ""),
        ("found beside them", beside, 0.0, ""),
        ("search index, all, MB", whole, text, "≤ 1.0 × text"),
        ("search index, touches alone, MB", notes, written, "≤ 1.0 × text"),
    ]


if __name__ == "__main__":
    show(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else None), "")
