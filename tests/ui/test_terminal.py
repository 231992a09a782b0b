"""A terminal that goes away is noticed, and one that stays is left alone."""

from __future__ import annotations

import os
import pty
from threading import Event

from karep.screens.terminal import watch_terminal


def test_a_terminal_that_is_closed_is_noticed() -> None:
    master, slave = pty.openpty()
    gone = Event()
    watch_terminal(slave, gone.set)
    os.write(master, b"typed\n")
    assert not gone.wait(0.05)
    os.close(master)
    assert gone.wait(5)
    os.close(slave)


def test_the_end_of_a_pipe_is_noticed() -> None:
    reading, writing = os.pipe()
    gone = Event()
    watch_terminal(reading, gone.set)
    os.close(writing)
    assert gone.wait(5)
    os.close(reading)
