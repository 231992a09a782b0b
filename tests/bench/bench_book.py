"""The book itself at 100,000 accounts: opening it, filtering as the rep types, sorting; in a headless terminal.

Run it with ``python tests/bench/bench_book.py [ACCOUNTS]``. Times are from the key, or the call, to the end of the
last paint. The floor is reading the same ids in plain SQL in the same run.
"""

from __future__ import annotations

import asyncio
import sqlite3
import statistics
import sys
from time import perf_counter
from typing import Any

from big_store import TODAY, big
from rounds import Measured
from table import show
from textual import events

from karep.app import KarepApp
from karep.db.desk import Desk
from karep.rules.clock import Clock
from karep.screens.accounts import AccountsScreen
from karep.settings import Settings

ACCOUNTS = 100_000
ROUNDS = 7
TYPED = "valve"
QUIET = 0.06


class Book(KarepApp):
    """karep, remembering when it was painted last."""

    painted = 0.0

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.painted = perf_counter()

    async def settled(self, since: float) -> float:
        """Milliseconds from `since` to the last paint, once nothing more is painted or read."""
        last, started = -1.0, perf_counter()
        while last != self.painted or last < since or any(worker.group == "reload" for worker in self.workers):
            if perf_counter() - started > 60:
                raise TimeoutError
            last = self.painted
            await asyncio.sleep(QUIET)
        return (last - since) * 1000

    async def typed(self, key: str) -> float:
        """Milliseconds from a key to its last paint."""
        since = perf_counter()
        self.post_message(events.Key(key, key if len(key) == 1 else None))
        return await self.settled(since)


async def _walk(desk: Desk) -> dict[str, list[float]]:
    settings = Settings()
    settings.values["start"] = "playbook"
    app = Book(desk, Clock.at(TODAY), settings)
    times: dict[str, list[float]] = {"open": [], "filter": [], "sort": [], "reverse": []}
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await asyncio.sleep(2)
        times["open"].append(await app.typed("2"))
        screen = app.screen
        assert isinstance(screen, AccountsScreen)
        for _round in range(ROUNDS):
            await app.typed("F")
            times["filter"] += [await app.typed(letter) for letter in TYPED]
            await app.typed("enter")
            await app.typed("c")
            for sort in ("last_touch", "name"):
                since = perf_counter()
                screen._sort_chosen(sort)
                times["sort"].append(await app.settled(since))
            since = perf_counter()
            screen.action_accounts_reverse()
            times["reverse"].append(await app.settled(since))
            since = perf_counter()
            screen.action_accounts_reverse()
            times["reverse"].append(await app.settled(since))
    return times


def _floor(path: str, sql: str) -> float:
    with sqlite3.connect(path) as connection:
        times = []
        for _round in range(ROUNDS):
            start = perf_counter()
            connection.execute(sql).fetchall()
            times.append((perf_counter() - start) * 1000)
    return statistics.median(times)


def measure(accounts: int = ACCOUNTS) -> list[Measured]:
    """Name, our time in ms, the time of the plain query in ms, and the budget."""
    path = big(accounts, accounts // 5)
    desk = Desk(path)
    desk.open()
    try:
        times = asyncio.run(_walk(desk))
    finally:
        desk.close()
    ids = _floor(str(path), "SELECT id FROM account WHERE removed_at IS NULL ORDER BY name, id")
    scan = _floor(
        str(path), f"SELECT id FROM account WHERE removed_at IS NULL AND match_key LIKE '%{TYPED}%' ORDER BY name"
    )
    middle = {name: statistics.median(found) for name, found in times.items()}
    return [
        (f"book of {accounts:,}: open, with its imports", middle["open"], ids, ""),
        ("book: letter in the filter to its list, p50", middle["filter"], scan, "≤ 50 ms"),
        ("book: another order, p50", middle["sort"], ids, ""),
        ("book: the order turned round, p50", middle["reverse"], ids, ""),
    ]


if __name__ == "__main__":
    show(measure(int(sys.argv[1]) if len(sys.argv) > 1 else ACCOUNTS))
