"""From the start of the program to its first data, and to the moment at which it can save.

Run it with ``python tests/bench/bench_start.py``. The floor of the first frame is a Textual app that shows one line,
started in turn with karep in terminals of the same size. The frame counts when the read returns that completes a
heading of Today, which is painted together with its first lines, or the first account of the book. See `terminal`.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

from big_store import TODAY, big, folder, sample
from blank import MARKER
from rounds import Measured, p95, paired
from table import show
from terminal import Terminal, environment

ROUNDS = 9
FIRST_HEADING = "We promised"
FIRST_CITY = "Köln"
DOWN, UP = "\x1b[B", "\x1b[A"
IMPORTS = """
import gc, time
gc.disable()
start = time.perf_counter()
from karep.db.store import warm_up
warm_up()
print(time.perf_counter() - start)
"""


def app(store: Path) -> list[str]:
    """The command that opens a store on the day for which the stores are made."""
    return [sys.executable, "-m", "karep", "--store", str(store), "--today", TODAY.isoformat()]


def blank() -> list[str]:
    """The command that opens the blank app."""
    return [sys.executable, str(Path(__file__).with_name("blank.py"))]


def home(start: str = "today") -> dict[str, str]:
    """Surroundings in which karep opens that place first."""
    place = folder() / f"home-{start}"
    settings = place / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text(f'start = "{start}"\n', "utf-8")
    return environment(place, {"PYTHONPATH": str(Path(__file__).parents[2])})


def first_frame(command: list[str], marker: str, surroundings: dict[str, str]) -> float:
    """Milliseconds from the start of a program to the frame that holds a text."""
    with Terminal(command, surroundings) as terminal:
        return (terminal.shown(marker) - terminal.started) * 1000


def first_save(store: Path) -> float:
    """Milliseconds from the first data to the notice that a promise was kept, asked for at once."""
    # a copy, because every promise that is kept leaves one line less
    copy = shutil.copyfile(store, folder() / "saved.db")
    copy.chmod(0o600)
    with Terminal(app(copy), home()) as terminal:
        seen = terminal.shown(FIRST_HEADING)
        terminal.press(" ")
        return (terminal.shown("Kept: ") - seen) * 1000


def imports() -> float:
    """Milliseconds that importing the models takes in a process that does nothing else."""
    done = subprocess.run([sys.executable, "-c", IMPORTS], env=home(), capture_output=True, text=True, check=True)
    return float(done.stdout) * 1000


def echoes(store: Path, seconds: float) -> tuple[list[float], list[float]]:
    """Milliseconds from Down, or Up, to the next bytes: while the models load, and afterwards."""
    with Terminal(app(store), home()) as terminal:
        terminal.shown(FIRST_HEADING)
        terminal.settle(0.03)
        loading = _press_for(terminal, seconds)
        terminal.settle(1.5)
        return loading, _press_for(terminal, seconds)


def _press_for(terminal: Terminal, seconds: float) -> list[float]:
    times: list[float] = []
    end = time.perf_counter() + seconds
    while time.perf_counter() < end:
        pressed = terminal.press((DOWN, UP)[len(times) % 2])
        answered = terminal.answered()
        times.append(((answered or time.perf_counter()) - pressed) * 1000)
        terminal.settle(0.012)
    return times


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    book, crowd = sample(), big(100_000, 20_000)
    found: list[Measured] = []
    for name, store, start, marker in (
        ("first data: Today, sample book", book, "today", FIRST_HEADING),
        ("first data: Today, 100,000 accounts", crowd, "today", FIRST_HEADING),
        ("first data: Accounts, 100,000 accounts", crowd, "accounts", FIRST_CITY),
    ):
        ours, floor = paired(
            rounds,
            lambda store=store, marker=marker, start=start: first_frame(app(store), marker, home(start)),
            lambda: first_frame(blank(), MARKER, home()),
        )
        found.append((name, ours, floor, "≤ 1.5 × blank app"))
    large, small = paired(
        rounds,
        lambda: first_frame(app(crowd), FIRST_HEADING, home()),
        lambda: first_frame(app(book), FIRST_HEADING, home()),
    )
    found.append(("first data: Today, large book beside small", large, small, ""))
    ready, floor = paired(rounds, lambda: first_save(book), imports)
    found.append(("first data to first save", ready, floor, "≤ 2.5 × importing the models"))
    busy, quiet = [], []
    for _round in range(rounds // 2):
        loading, later = echoes(book, ready / 1000)
        busy += loading
        quiet += later
    found.append(("key echo while the models load, p95", p95(busy), p95(quiet), "≤ 35 ms"))
    return found


if __name__ == "__main__":
    show(measure())
