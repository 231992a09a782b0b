"""The commands that only read, each a process of its own, beside a bare Typer program that prints one line.

Run it with ``python tests/bench/bench_commands.py``.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from bench_start import app, home
from big_store import sample
from rounds import Measured, paired
from table import show

WORDS, WHO = "报价", "恒岳铸锻"
ROUNDS = 9
COMMANDS = ("today", "week", "history", "where", "keys", f"find {WORDS}", f"brief {WHO}", "playbook find 太贵")


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    bare = [sys.executable, str(Path(__file__).with_name("bare_typer.py"))]
    found = []
    for command in COMMANDS:
        whole = [*app(sample()), *command.split()]
        ours, floor = paired(rounds, lambda whole=whole: _run(whole), lambda: _run(bare))
        found.append((f"karep {command}", ours, floor, "≤ 1.5 × bare Typer program"))
    return found


def _run(command: list[str]) -> float:
    start = perf_counter()
    subprocess.run(command, env=home(), stdin=subprocess.DEVNULL, capture_output=True, check=True)
    return (perf_counter() - start) * 1000


if __name__ == "__main__":
    show(measure())
