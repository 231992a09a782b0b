"""How long a whole import of 100,000 rows takes, beside reading the file and storing its cells raw.

Run it with ``python tests/bench/bench_import.py [ROWS]``. The floor is `csv.reader` and one `executemany` into a table
of twelve columns, in one transaction, in a file with the store's settings. The import is everything that
``karep import`` does: the header, the plan, the backup, checking, matching, the journal. Both are measured in turn, in
the same run, and the best of each counts, because the machine may be busy with other things.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from karep.db import file
from karep.db.store import Store, warm_up
from karep.exchange.importing import OnMatch, run_import
from karep.exchange.plan import open_plan

ROWS = 100_000
TURNS = 3
BUDGET = 8
HEADER = (
    "Account ID",
    "Account Name",
    "Short Name",
    "Industry",
    "Phone",
    "Website",
    "Billing City",
    "Billing Country",
    "Employees",
    "Account Owner",
    "Account Source",
    "Account Description",
)
CITIES = (("深圳", "中国"), ("Shanghai", "China"), ("Köln", "Germany"), ("São Paulo", "Brazil"))


def made_up(number: int) -> tuple[str, ...]:
    """One row of a sheet."""
    city, country = CITIES[number % len(CITIES)]
    name = f"Acme {number:06} Ltd" if number % 2 else f"华瑞 {number:06} 有限公司"
    phone, website = f"+86 755 {number:08}", f"https://www.company{number}.example"
    return (
        f"A{number:07}", name, f"C{number}", "Energy", phone, website, city, country, str(number % 5000), "张三",
        "trade fair", f"met at stand {number}",
    )  # fmt: skip


def write_sheet(path: Path, rows: int) -> None:
    """Write the sheet that both sides read."""
    with path.open("w", encoding="utf-8-sig", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(HEADER)
        writer.writerows(map(made_up, range(rows)))


def store_raw(sheet: Path, path: Path) -> None:
    """Do the least that could be called storing the sheet."""
    connection = file.connect(path)
    names = ", ".join(f"c{number} TEXT" for number in range(len(HEADER)))
    connection.execute(f"CREATE TABLE raw ({names})")
    connection.execute("BEGIN IMMEDIATE")
    with sheet.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.reader(source)
        next(reader)
        connection.executemany(f"INSERT INTO raw VALUES ({', '.join('?' * len(HEADER))})", reader)
    connection.execute("COMMIT")
    connection.close()


def store_whole(sheet: Path, path: Path, *, again: bool = False) -> float:
    """Import the sheet into a new store, or into one that holds it already; seconds for that import alone."""
    with Store.open(path) as store:
        start = perf_counter()
        report = run_import(store, open_plan(sheet), on_match=OnMatch.FILL, label=sheet.name)
        seconds = perf_counter() - start
    assert report.done == report.rows == (report.unchanged if again else report.stored)
    return seconds


def measure(rows: int = ROWS) -> list[tuple[str, float, float, str]]:
    """Measure; a tuple each of what it is, its seconds, the floor's seconds, and the budget in words."""
    with tempfile.TemporaryDirectory(prefix="karep-bench-") as folder:
        place = Path(folder)
        os.environ["KAREP_HOME"] = str(place / "home")
        sheet = place / "sheet.csv"
        write_sheet(sheet, rows)
        warm_up()
        floors, firsts, seconds = [], [], []
        for turn in range(TURNS):
            floors.append(_timed(lambda turn=turn: store_raw(sheet, place / f"raw{turn}.db")))
            firsts.append(store_whole(sheet, place / f"whole{turn}.db"))
            seconds.append(store_whole(sheet, place / f"whole{turn}.db", again=True))
    floor = min(floors)
    return [
        (f"import of {rows:,} rows", min(firsts), floor, f"at most {BUDGET} times the floor"),
        ("the same file again", min(seconds), floor, f"at most {BUDGET} times the floor"),
    ]


def _timed(act: Callable[[], None]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def main() -> None:
    """Print the figures."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    for name, value, floor, budget in measure(rows):
        print(f"{name}: {value:.2f} s, floor {floor:.2f} s, {value / floor:.1f} times ({budget})")


if __name__ == "__main__":
    main()
