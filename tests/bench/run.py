"""Every benchmark in one table: what, measured, floor in the same run, ratio, budget, within it or not.

Run it with ``make bench``, or ``python tests/bench/run.py [AREA ...]``; the areas are the names in `AREAS`. Nothing
is asserted: the machine that runs it may be busy. Read the ratios, not the times; docs/performance.md says more.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import platform
import sqlite3
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(Path(__file__).parent), str(ROOT)]
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

AREAS = {
    "start": "ms",
    "commands": "ms",
    "save": "ms",
    "find": "",
    "log": "",
    "playbook": "ms",
    "book": "ms",
    "rhythm": "ms",
    "week": "ms",
    "list": "ms",
    "import": "s",
    "use": "",
}
"""The areas in the order in which they run, each with the unit of its figures."""


def main(chosen: list[str]) -> int:
    """Run the areas that were chosen, or all."""
    unknown = [name for name in chosen if name not in AREAS]
    if unknown:
        print(f"no such area: {', '.join(unknown)}; there are: {', '.join(AREAS)}", file=sys.stderr)
        return 2
    from table import heading, line

    print(f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.platform()}")
    print(f"{os.cpu_count()} processors, load before: {_load()}\n", flush=True)
    heading()
    for name in chosen or AREAS:
        if importlib.util.find_spec(f"bench_{name}") is None:
            print(f"({name}: there is no benchmark of this name here)")
            continue
        started = time.perf_counter()
        try:
            for one in importlib.import_module(f"bench_{name}").measure():
                line(one, AREAS[name])
        except (ImportError, TimeoutError) as error:
            print(f"({name}: not measured: {error})")
        print(f"({name}: {time.perf_counter() - started:.0f} s, load {_load()})", flush=True)
    return 0


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
