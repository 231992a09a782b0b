"""The figures of a week in a book of 100,000 accounts, 300,000 people and 1,000,000 touches, with their history.

Run it with ``python tests/bench/bench_week.py``. Measured is what stands at the head of the Week: eight figures, each
with the week before, the mean of four and twelve weeks of history; then the same with targets of a month, a quarter and
a year; and the whole report, in a book whose journal knows every record of five nouns. The floor is the least that any
count of these touches costs in the same run: one ``count(*)`` of the twelve weeks from the index. What the
figures cost in plain SQL, one statement that joins the accounts, is shown beside it. The people of
the book came with an import, as in real books of that size.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from statistics import median
from time import perf_counter

from big_store import TODAY, folder, rhythmic
from rounds import Measured
from table import show

from karep.db.store import Store
from karep.db.targets import set_target
from karep.db.views import figures
from karep.reports.week import report
from karep.reports.week_numbers import HISTORY, counted, numbers
from karep.reports.week_scene import scene_of
from karep.rules.clock import Clock
from karep.rules.periods import SPANS, Period, period_of
from karep.rules.zones import utc_span

ROUNDS = 40
WARMING = 3
FRAME = "≤ 16 ms"
ZONE = "Asia/Shanghai"
_FLOOR = "SELECT count(*) FROM touch WHERE at >= ? AND at < ? AND removed_at IS NULL"
_PLAIN = """
SELECT count(*), total(t.kind = 'visit'), total(t.kind = 'call'), count(DISTINCT t.account_id)
FROM touch t JOIN account a ON a.id = t.account_id
WHERE t.at >= ? AND t.at < ? AND t.removed_at IS NULL AND a.removed_at IS NULL
"""


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    path = folder() / "week.db"
    shutil.copyfile(rhythmic(), path)
    clock = Clock.at(TODAY, zone=ZONE)
    periods = [period_of(span, TODAY) for span in SPANS]
    week = periods[0]
    with Store.open(path) as store:
        connection = store.connection
        connection.execute("PRAGMA synchronous = OFF")
        _import_everybody(connection)
        whole = utc_span(week.step(1 - HISTORY["week"]).first, week.last, ZONE)
        floor = _median(lambda: connection.execute(_FLOOR, whole).fetchone(), rounds)
        plain = _median(lambda: _plain(connection, week), 5)
        ours = _median(lambda: numbers(connection, week, clock, "CNY"), rounds)
        opened = _median(lambda: counted(connection, scene_of(week, clock), "visits"), 5)
        longer = [_median(lambda one=one: numbers(connection, one, clock, "CNY"), 5) for one in periods[1:]]
        whole_report = _median(lambda: report(connection, clock, week), 5)
        _set_targets(store)
        against = _median(lambda: numbers(connection, week, clock, "CNY"), rounds)
    return [
        ("a week's figures and 12 weeks of history, p50", ours, floor, FRAME),
        ("the same beside one plain statement a week", ours, plain, ""),
        ("the same against targets of month to year", against, floor, ""),
        ("what a figure counts, opened", opened, floor, ""),
        ("the whole report on a week", whole_report, floor, ""),
        *(
            (f"a {one.span}'s figures and history", spent, floor, "")
            for one, spent in zip(periods[1:], longer, strict=True)
        ),
    ]


def plan() -> str:
    """How SQLite counts the touches."""
    with Store.open(rhythmic()) as store:
        rows = store.connection.execute(f"EXPLAIN QUERY PLAN {figures.TOUCHES}", ("a", "b"))
        return "\n".join(row[3] for row in rows)


def _import_everybody(connection: sqlite3.Connection) -> None:
    """Let the book have come with an import, of which the journal knows."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute(
        "INSERT INTO action (id, kind, label, at, stamp, device, open) "
        "VALUES ('bench', 'import', 'book.xlsx', '2026-11-01T08:00:00.000Z', '', '', 0)"
    )
    for noun in ("account", "person", "opportunity", "follow_up", "promise"):
        connection.execute(
            "INSERT INTO journal (action, noun, record, op) "
            f"SELECT (SELECT max(seq) FROM action), '{noun}', id, 'add' FROM {noun}"
        )
    connection.execute("COMMIT")


def _set_targets(store: Store) -> None:
    with store.action("target.set") as change:
        for period, measure_of, value in (
            ("week", "visits", 100),
            ("month", "calls", 500),
            ("quarter", "people", 50),
            ("year", "visits", 6000),
        ):
            set_target(change, period=period, measure=measure_of, value=value)
        set_target(change, period="year", measure="signed", value=10**9, currency="CNY")


def _plain(connection: sqlite3.Connection, week: Period) -> None:
    for back in range(HISTORY["week"]):
        one = week.step(-back)
        connection.execute(_PLAIN, utc_span(one.first, one.last, ZONE)).fetchone()


def _median(act: Callable[[], object], rounds: int) -> float:
    for _round in range(WARMING):
        act()
    times = []
    for _round in range(rounds):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return median(times)


if __name__ == "__main__":
    show(measure())
    print(f"\nplan of the touches:\n{plan()}")
