"""Who is due for a contact, after a save, in a book of 100,000 accounts, 300,000 people and 1,000,000 touches.

Run it with ``python tests/bench/bench_rhythm.py``. Measured is what Today reads once a touch was saved: everybody who
is behind, without a plan, or to be won back, each with the why; and what the save itself costs more because the last
contacts are kept. The floor is the same reckoned from the touches themselves in the same run: one pass over the book.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import partial
from statistics import median
from time import perf_counter

from big_store import TODAY, key, rhythmic
from rounds import Measured
from table import show

from karep.db import rhythm
from karep.db.store import Store, warm_up
from karep.db.touches import log_touch
from karep.reports.rhythm import account_dues, read_rhythm
from karep.rules.clock import Clock

ROUNDS = 40
WARMING = 5
FRAME = "≤ 16 ms"
AT = "2026-11-21T03:00:00.000Z"
"""An hour before the clock of the benchmark."""


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    warm_up()
    clock = Clock.at(TODAY, zone="Asia/Shanghai")
    kept: list[float] = []
    after: list[float] = []
    long: list[float] = []
    some: list[float] = []
    with Store.open(rhythmic()) as store:
        # in this store a save waits for no disk: what it waits for is measured elsewhere
        store.connection.execute("PRAGMA synchronous = OFF")
        scans = [_timed(lambda: _scan(store)) for _round in range(3)]
        for number in range(WARMING + rounds):
            spent = _save(store, number * 211 % 9_000)
            read = _timed(lambda: read_rhythm(store.connection, clock))
            long.append(_timed(lambda: read_rhythm(store.connection, clock, listed=60)))
            ids = [key(0, number * 97 % 9_000 + one) for one in range(100)]
            asked = _timed(partial(account_dues, store.connection, ids, clock))
            if number >= WARMING:
                kept.append(spent)
                after.append(read)
                some.append(asked)
        most = median([_save(store, 0) for _round in range(7)])
    floor = median(scans)
    return [
        ("Today's rhythm after a save, p50", median(after), floor, FRAME),
        ("the same, p95", sorted(after)[int(len(after) * 0.95)], floor, FRAME),
        ("the same with 60 of each listed, p50", median(long), floor, ""),
        ("100 accounts by id, p50", median(some), floor, FRAME),
        ("what it adds to a save, p50", median(kept), floor, FRAME),
        ("what it adds to a save, 2,000 touches there", most, floor, FRAME),
    ]


def _save(store: Store, account: int) -> float:
    """Log a touch with somebody; the milliseconds of it that keep the last contacts."""
    spent: list[float] = []
    keep = rhythm.catch_up

    def timed(connection: sqlite3.Connection) -> None:
        spent.append(_timed(lambda: keep(connection)))

    rhythm.catch_up = timed
    try:
        with store.action("touch.log", "offer") as change:
            values = {"account_id": key(0, account), "kind": "visit", "at": AT, "summary": "walked through it"}
            log_touch(change, values, people=[key(1, account)])
    finally:
        rhythm.catch_up = keep
    return spent[0]


def _scan(store: Store) -> None:
    """The last contacts of everybody, reckoned from the records."""
    for statement in rhythm.statements():
        store.connection.execute(f"SELECT count(*), max(contact_at) FROM ({statement})").fetchone()


def _timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    show(measure())
