"""How long the rep waits for one touch to be safe on the disk, beside the disk's own shortest wait.

Run it with ``python tests/bench/bench_save.py``. Saved is the whole action: the touch, the journal, the commit, with
the store's own settings (``journal_mode=DELETE, synchronous=EXTRA``), in a store of 100,000 accounts. The floors are
one `fsync` of a page, and one commit of one row by the standard library's sqlite3 with the same settings, in turn
with it on the same disk.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from big_store import big, folder, key
from rounds import Measured, middle
from table import show

from karep.db import file
from karep.db.store import Store, warm_up
from karep.db.touches import log_touch

ROUNDS = 200
WARMING = 20


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    warm_up()
    page, plain = folder() / "page", file.connect(_private(folder() / "plain.db"))
    plain.execute("CREATE TABLE touch (id TEXT PRIMARY KEY, account_id TEXT, at TEXT, kind TEXT, summary TEXT)")
    syncs, commits = [], []
    with Store.open(big(100_000, 20_000)) as store, page.open("wb", buffering=0) as target:
        for number in range(WARMING + rounds):
            sync = _timed(lambda: _sync(target.fileno()))
            commit = _timed(lambda number=number: _commit(plain, number))
            ours = _timed(lambda number=number: _log(store, number))
            if number >= WARMING:
                syncs.append((ours, sync))
                commits.append((ours, commit))
    plain.close()
    return [
        ("save of one touch, p50", *middle(syncs), "≤ 4 × one fsync"),
        ("the same beside one raw commit, p50", *middle(commits), ""),
    ]


def _private(path: Path) -> Path:
    file.create_private(path)
    return path


def _sync(number: int) -> None:
    os.pwrite(number, b"x" * 4096, 0)
    os.fsync(number)


def _commit(connection: sqlite3.Connection, number: int) -> None:
    connection.execute("BEGIN IMMEDIATE")
    row = (key(6, number), key(0, number), "2026-11-21T09:00:00.000Z", "visit", "walked through the offer")
    connection.execute("INSERT INTO touch VALUES (?, ?, ?, ?, ?)", row)
    connection.execute("COMMIT")


def _log(store: Store, number: int) -> None:
    with store.action("touch.log", "offer") as change:
        log_touch(change, {"account_id": key(0, number), "kind": "visit", "summary": "walked through the offer"})


def _timed(act: Callable[[], None]) -> float:
    start = perf_counter()
    act()
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    show(measure())
