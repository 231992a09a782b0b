"""How quickly the record list loads and moves at 100,000 rows, beside Textual's DataTable with the same rows.

Run it with ``python tests/bench/bench_list.py [ROWS]``. Times are from the call or the key to the end of the last
paint, in a headless terminal of 120 by 40. Textual's own wait for the next tick of the screen is nearly taken away,
because it is the same for every widget.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import statistics
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from time import perf_counter
from typing import Any

import textual.screen
from rich.text import Text
from textual import events
from textual.app import App, ComposeResult
from textual.widget import Widget
from textual.widgets import DataTable

from karep.screens.widgets.record_list import Column, RecordList, Row

ROWS = 100_000
DOWNS, PAGES, ENDS = 60, 30, 8
CITIES = ("深圳", "Shenzhen", "上海", "Köln", "São Paulo")
COLUMNS = (
    Column("name", "Account", fraction=2),
    Column("city", "City", width=12),
    Column("tier", "Tier", width=10),
    Column("stage", "Stage", width=6),
    Column("last", "Last touch", width=12),
    Column("next", "Next step", fraction=1),
)
QUIET = 0.03


def made_up(number: int) -> tuple[str, ...]:
    """The cells of one row."""
    return (
        f"华为技术有限公司 {number:06} Ltd",
        CITIES[number % len(CITIES)],
        "platinum",
        f"S{number % 8 + 1}",
        f"2026-11-{number % 28 + 1:02}",
        f"call 王总 about offer {number}",
    )


class Book:
    """The rows in SQLite, read by one thread of their own."""

    def __init__(self, rows: Sequence[tuple[str, ...]]) -> None:
        self.thread = ThreadPoolExecutor(1)
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        self.connection.execute("create table account(id text primary key, name, city, tier, stage, last, next)")
        self.connection.execute("create index by_name on account(name, id)")
        keyed = ((f"id{number:06}", *row) for number, row in enumerate(rows))
        self.connection.executemany("insert into account values(?, ?, ?, ?, ?, ?, ?)", keyed)

    def _ids(self) -> list[str]:
        return [key for (key,) in self.connection.execute("select id from account order by name")]

    def _rows(self, ids: Sequence[str]) -> Mapping[str, Row]:
        marks = ",".join("?" * len(ids))
        found = self.connection.execute(f"select * from account where id in ({marks})", tuple(ids))
        keys = [column.key for column in COLUMNS]
        return {key: Row(dict(zip(keys, cells, strict=True))) for key, *cells in found}

    async def ids(self) -> list[str]:
        """All ids by name."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._ids)

    async def fetch(self, ids: Sequence[str]) -> Mapping[str, Row]:
        """Rows by id."""
        return await asyncio.get_running_loop().run_in_executor(self.thread, self._rows, ids)


class BenchApp(App[None]):
    """Shows one widget and remembers when it was painted last."""

    def __init__(self, widget: Widget) -> None:
        super().__init__()
        self.widget = widget
        self.painted = 0.0

    def compose(self) -> ComposeResult:
        yield self.widget

    def _display(self, screen: Any, renderable: Any) -> None:
        super()._display(screen, renderable)
        self.painted = perf_counter()

    def shows(self, words: str) -> bool:
        """Whether the words are on the screen."""
        return any(words in strip.text for strip in self.screen._compositor.render_strips())

    async def settled(self, since: float, words: str = "") -> float:
        """Milliseconds from `since` to the last paint, once nothing more is painted."""
        last, started = 0.0, perf_counter()
        while last != self.painted or last < since or (words and not self.shows(words)):
            if perf_counter() - started > 120:
                raise TimeoutError(f"{self.widget!r} was not painted")
            last = self.painted
            await asyncio.sleep(QUIET)
        return (last - since) * 1000


@asynccontextmanager
async def running(widget: Widget) -> AsyncIterator[BenchApp]:
    """The app with the widget in focus, painting without waiting for the next tick."""
    app = BenchApp(widget)
    async with app.run_test(size=(120, 40)) as pilot:
        widget.focus()
        await pilot.pause()
        yield app


async def press(app: BenchApp, key: str) -> float:
    """Milliseconds from a key to the end of its last paint."""
    since = perf_counter()
    app.post_message(events.Key(key, None))
    return await app.settled(since)


async def figures(app: BenchApp, first: str, last: str) -> dict[str, list[float]]:
    """The times of each kind of step; `first` and `last` are the keys that go to the ends of this list."""
    times = {
        "down": [await press(app, "down") for _round in range(DOWNS)],
        "page": [await press(app, "pagedown") for _round in range(PAGES)],
        "end": [],
    }
    for _round in range(ENDS):
        await press(app, first)
        times["end"].append(await press(app, last))
    return times


async def record_list(rows: Sequence[tuple[str, ...]]) -> dict[str, list[float]]:
    """Times of our list: its load includes reading all ids from the store."""
    book = Book(rows)
    records = RecordList(COLUMNS, book.fetch)
    async with running(records) as app:
        gc.collect()
        since = perf_counter()
        records.set_ids(await book.ids())
        loaded = await app.settled(since, rows[0][0][:12])
        return {"load": [loaded], **await figures(app, "home", "end")}


async def data_table(rows: Sequence[tuple[str, ...]]) -> dict[str, list[float]]:
    """Times of the DataTable: its rows are at hand as the texts that it needs."""
    table: DataTable[Text] = DataTable(cursor_type="row")
    async with running(table) as app:
        for column in COLUMNS:
            table.add_column(column.title, width=column.width or 28)
        texts = [[Text(cell) for cell in row] for row in rows]
        gc.collect()
        since = perf_counter()
        table.add_rows(texts)
        loaded = await app.settled(since, rows[0][0][:12])
        return {"load": [loaded], **await figures(app, "ctrl+home", "ctrl+end")}


def run(bench: Callable[[Sequence[tuple[str, ...]]], Any], rows: Sequence[tuple[str, ...]]) -> dict[str, list[float]]:
    """The times of one widget in an app of its own."""
    period = textual.screen.UPDATE_PERIOD
    textual.screen.UPDATE_PERIOD = 0.0005
    try:
        times: dict[str, list[float]] = asyncio.run(bench(rows))
    finally:
        textual.screen.UPDATE_PERIOD = period
    return times


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]


def measure(count: int = ROWS) -> list[tuple[str, float, float, str]]:
    """Name, our time in ms, the DataTable's time in ms, and the budget."""
    rows = [made_up(number) for number in range(count)]
    ours, peer = run(record_list, rows), run(data_table, rows)
    return [
        (f"list of {count:,}: load to paint", ours["load"][0], peer["load"][0], "≤ 0.01 × DataTable"),
        ("list: down p50", statistics.median(ours["down"]), statistics.median(peer["down"]), ""),
        ("list: down p95", p95(ours["down"]), p95(peer["down"]), "≤ 10 ms"),
        ("list: page down p50", statistics.median(ours["page"]), statistics.median(peer["page"]), ""),
        ("list: page down p95", p95(ours["page"]), p95(peer["page"]), "≤ 30 ms"),
        ("list: end p95", p95(ours["end"]), p95(peer["end"]), "≤ 30 ms"),
    ]


if __name__ == "__main__":
    for name, value, floor, budget in measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROWS):
        print(f"{name:32} {value:9.1f} ms   DataTable {floor:9.1f} ms   ratio {value / floor:7.4f}   {budget}")
