"""What karep takes while it is used and while it is not: memory and processor time, beside the blank app.

Run it with ``python tests/bench/bench_use.py``. Memory is the most that the process ever had (VmHWM) after a walk
through every place of a store of 100,000 accounts and 1,000,000 touches, its first daily backup included. Idle is the
processor time of both programs while nobody presses a key, at the same time. Both are read from ``/proc``; elsewhere
the lines are left out.
"""

from __future__ import annotations

import time

from bench_start import DOWN, FIRST_CITY, FIRST_HEADING, app, blank, home
from big_store import big
from blank import MARKER
from rounds import Measured
from table import show
from terminal import Terminal

ACCOUNTS, TOUCHES = 100_000, 1_000_000
IDLE = 20
"""Seconds."""
PAGE_DOWN, END, HOME_KEY, ESCAPE = "\x1b[6~", "\x1b[F", "\x1b[H", "\x1b"
WALK = (
    DOWN,
    "3",
    "4",
    "5",
    "6",
    "1",
    "2",
    PAGE_DOWN,
    PAGE_DOWN,
    END,
    HOME_KEY,
    "\r",
    DOWN,
    ESCAPE,
    "/",
    "v",
    "a",
    "\r",
    "c",
)


def memory() -> list[Measured]:
    """The most memory of both programs, in MiB."""
    with Terminal(blank(), home()) as terminal:
        terminal.shown(MARKER)
        terminal.settle()
        floor = terminal.peak_memory()
    with Terminal(app(big(ACCOUNTS, TOUCHES)), home()) as terminal:
        terminal.shown(FIRST_HEADING)
        terminal.settle(2)
        for pressed in WALK:
            terminal.press(pressed)
            terminal.settle(0.7)
        if FIRST_CITY not in terminal.text:
            raise TimeoutError("the walk did not reach the accounts")
        peak = terminal.peak_memory()
    return [("peak memory (MiB), 1,000,000 touches", peak, floor, "≤ 2.5 × blank app")] if peak else []


def idle() -> list[Measured]:
    """The processor time of both programs in a minute, in milliseconds."""
    with Terminal(blank(), home()) as floor, Terminal(app(big(ACCOUNTS, TOUCHES)), home()) as ours:
        floor.shown(MARKER)
        ours.shown(FIRST_HEADING)
        ours.settle(3)
        before = ours.busy_time(), floor.busy_time()
        end = time.perf_counter() + IDLE
        while time.perf_counter() < end:
            ours.settle(0.5, 0.5)
            floor.settle(0.5, 0.5)
        spent = [(now.busy_time() - then) * 60 / IDLE for now, then in zip((ours, floor), before, strict=True)]
    return [("processor time (ms) in a minute of idleness", spent[0], spent[1], "≈ 0")]


def measure() -> list[Measured]:
    """Name, our figure, the floor's figure, and the budget."""
    return [*memory(), *idle()]


if __name__ == "__main__":
    show(measure(), "")
