"""What ends the program from outside: a signal, and a terminal that is not there any more."""

import asyncio
import os
import select
import signal
import sys
import threading
from collections.abc import Callable
from typing import Final

from karep.screens.draft_keeping import DraftKeeping

GONE: Final = 129
"""What the program ends with when its terminal went away, as after the signal for that."""


class Ending(DraftKeeping):
    """An app that keeps what is typed, whoever ends it."""

    def catch_signals(self) -> None:
        """Plain handlers, for they run even while the program waits for a terminal that is gone."""
        loop = asyncio.get_running_loop()
        if threading.current_thread() is threading.main_thread():
            signal.signal(signal.SIGTERM, lambda *_: loop.call_soon_threadsafe(self.leave))
            if hasattr(signal, "SIGHUP"):
                signal.signal(signal.SIGHUP, lambda *_: self._terminal_gone())
        if not self.is_headless and sys.__stdin__ is not None:
            watch_terminal(sys.__stdin__.fileno(), lambda: loop.call_soon_threadsafe(self._terminal_gone))

    def _terminal_gone(self) -> None:
        """The window was closed: keep what is typed, finish what is being saved, and end at once."""
        self.keep_drafts()
        self.desk.close()
        os._exit(GONE)

    def leave(self) -> None:
        """Keep what is typed, then end; a signal does not wait."""
        self.keep_drafts()
        self.exit()


def watch_terminal(fileno: int, gone: Callable[[], object]) -> None:
    """Call `gone`, from a thread of its own, when the other end of a terminal or pipe is closed.

    A window that is killed does not always send a signal, and Textual reads on from a terminal that is not there as
    fast as it can. Waiting costs nothing. Where the system cannot wait so, nothing happens.
    """
    if hasattr(select, "poll"):
        threading.Thread(target=_wait, args=(fileno, gone), name="karep-terminal", daemon=True).start()


def _wait(fileno: int, gone: Callable[[], object]) -> None:
    watched = select.poll()
    try:
        watched.register(fileno, 0)
        events = watched.poll()
    except OSError:
        return
    if any(event & (select.POLLHUP | select.POLLERR) for _fileno, event in events):
        gone()
