"""The desk: one thread that owns the open store, for programs that must not wait for the disk.

Reads and writes are handed to it and awaited. A write is never cancelled: when its caller goes away it still
completes, and `close` waits for it.
"""

import asyncio
import gc
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any, Concatenate, ParamSpec, TypeVar

from karep.db import file
from karep.db.change import Change
from karep.db.store import Store

Given = ParamSpec("Given")
Answer = TypeVar("Answer")


class Desk:
    """The store behind its own thread."""

    def __init__(self, path: Path) -> None:
        """Prepare to open the store at `path`; `open` does it."""
        self.path = path
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store")
        self._store: Store | None = None

    def open(self) -> None:
        """Open the store in its thread and wait for it.

        Raises:
            StoreError: If the store cannot be opened.
        """
        self._executor.submit(self._open).result()

    def _open(self) -> None:
        self._store = Store.open(self.path)

    def _opened(self) -> Store:
        assert self._store is not None, "the desk is not open"
        return self._store

    def close(self) -> None:
        """Finish everything that was handed over, then close the file."""
        if self._store is not None:
            self._executor.submit(self._store.close).result()
            self._store = None
        self._executor.shutdown()

    async def read(
        self,
        view: Callable[Concatenate[sqlite3.Connection, Given], Answer],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Answer:
        """The answer of a view.

        Raises:
            StoreError: If the store cannot be read.
        """
        return await self._await(lambda: view(self._opened().connection, *args, **kwargs), saving=False)

    async def use(
        self, work: Callable[Concatenate[Store, Given], Answer], *args: Given.args, **kwargs: Given.kwargs
    ) -> Answer:
        """The answer of something that needs the whole store: an undo, a backup, an import."""
        return await self._await(lambda: work(self._opened(), *args, **kwargs))

    async def write(
        self,
        kind: str,
        label: str,
        verb: Callable[Concatenate[Change, Given], Answer],
        *args: Given.args,
        **kwargs: Given.kwargs,
    ) -> Answer:
        """Run a verb as one action of the rep, and answer only when it is saved.

        Raises:
            StoreError: If it was refused or could not be saved; nothing of it is kept then.
        """

        def save() -> Answer:
            with self._opened().action(kind, label) as change:
                return verb(change, *args, **kwargs)

        return await self._await(save)

    def submit(self, work: Callable[[Store], Answer]) -> Future[Answer]:
        """Hand over work without awaiting it; what it raises is in the future that comes back."""
        return self._hand_over(lambda: work(self._opened()))

    def _hand_over(self, work: Callable[[], Answer], *, saving: bool = True) -> Future[Answer]:
        def do() -> Answer:
            with file.in_words(self.path, saving=saving):
                return work()

        return self._executor.submit(do)

    async def _await(self, work: Callable[[], Answer], *, saving: bool = True) -> Answer:
        done = asyncio.wrap_future(self._hand_over(work, saving=saving))
        try:
            # this leaves it alone when the caller goes away
            await asyncio.wait([done])
        except asyncio.CancelledError:
            done.add_done_callback(_let_go)
            raise
        return done.result()

    def warm_up(self) -> threading.Thread:
        """Import the models in a thread of its own, so that neither reads nor the first save wait for them."""
        thread = threading.Thread(target=_import_models, name="models", daemon=True)
        thread.start()
        return thread


def _let_go(done: asyncio.Future[Any]) -> None:
    """Take the error of what nobody awaits any more: it would be printed over the screen otherwise."""
    if not done.cancelled():
        done.exception()


def _import_models() -> None:
    """Collecting garbage while hundreds of modules load costs a quarter of the time and finds nothing."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        from karep.db.store import warm_up

        warm_up()
    finally:
        # what was loaded stays until the end: looking through all of it again would hold up a key press
        gc.freeze()
        if collecting:
            gc.enable()
