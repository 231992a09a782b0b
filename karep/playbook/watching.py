"""Notices that a card of the company or the rep was saved, while the program runs."""

from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from karep.i18n import language
from karep.playbook import shelf

EVERY: Final = 2.0
"""Seconds between two looks."""


class Watch(Thread):
    """Looks in a thread of its own, for a company's folder may lie on a slow network.

    Where there is no folder of one's own, a look is a few questions to the file system, and nothing else happens.
    """

    def __init__(self, read: Callable[[bool], object]) -> None:
        """Make it; `start` begins.

        Args:
            read: Is called in the thread when cards of one's own were read: at the start with False, when they
                changed with True.
        """
        super().__init__(name="playbook", daemon=True)
        self._read = read
        self._over = Event()

    def run(self) -> None:
        """Look until it is over."""
        if shelf.has_own_cards():
            shelf.playbook(language())
            self._read(False)
        while not self._over.wait(EVERY):
            self.look()

    def look(self) -> None:
        """Look once; the cards are read again when one was saved."""
        if shelf.refresh():
            self._read(True)

    def stop(self) -> None:
        """Look no more."""
        self._over.set()
