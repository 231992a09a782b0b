"""The desk: one after the other in its own thread; what was handed over is done."""

import asyncio
import gc
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from karep.db import errors, file
from karep.db.accounts import add_account
from karep.db.change import Change
from karep.db.desk import Desk
from karep.db.store import Store


@pytest.fixture
def desk(store_path: Path) -> Iterator[Desk]:
    """An open desk."""
    opened = Desk(store_path)
    opened.open()
    yield opened
    opened.close()


def names(connection: sqlite3.Connection) -> list[str]:
    return [name for (name,) in connection.execute("SELECT name FROM account ORDER BY id")]


async def test_everything_is_done_in_the_order_in_which_it_was_handed_over(desk: Desk) -> None:
    done: list[int] = []
    gate = threading.Event()
    first = desk.submit(lambda _store: gate.wait(10))
    rest = [asyncio.ensure_future(desk.use(lambda _store, n=n: done.append(n))) for n in range(20)]  # type: ignore[misc]
    reading = asyncio.ensure_future(desk.read(lambda _connection: list(done)))
    await asyncio.sleep(0)
    assert done == []
    gate.set()
    await asyncio.gather(*rest)
    assert first.result() and done == list(range(20)) and await reading == done


async def test_everything_happens_in_one_thread_that_is_not_the_callers(desk: Desk) -> None:
    threads = {await desk.read(lambda _connection: threading.get_ident()) for _ in range(5)}
    threads.add(await desk.use(lambda _store: threading.get_ident()))
    assert len(threads) == 1 and threading.get_ident() not in threads


async def test_a_write_whose_caller_went_away_is_saved(desk: Desk) -> None:
    started, gate = threading.Event(), threading.Event()

    def slow(change: Change) -> str:
        started.set()
        gate.wait(10)
        return add_account(change, {"name": "running"})

    running = asyncio.create_task(desk.write("test", "", slow))
    queued = asyncio.create_task(desk.write("test", "", add_account, {"name": "queued"}))
    await asyncio.to_thread(started.wait, 10)
    for task in (running, queued):
        task.cancel()
    for task in (running, queued):
        with pytest.raises(asyncio.CancelledError):
            await task
    gate.set()
    assert await desk.read(names) == ["running", "queued"]


async def test_what_fails_after_its_caller_went_away_is_not_printed(desk: Desk) -> None:
    complaints: list[object] = []
    asyncio.get_running_loop().set_exception_handler(lambda _loop, context: complaints.append(context))
    started, gate = threading.Event(), threading.Event()

    def busy(_connection: sqlite3.Connection) -> None:
        started.set()
        gate.wait(10)
        raise errors.StoreBusy("busy")

    reading = asyncio.create_task(desk.read(busy))
    await asyncio.to_thread(started.wait, 10)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    gate.set()
    assert await desk.read(names) == []
    del reading
    gc.collect()
    assert complaints == []
    with pytest.raises(errors.StoreBusy):
        await desk.read(busy)


async def test_closing_waits_for_what_was_handed_over(store_path: Path) -> None:
    desk = Desk(store_path)
    desk.open()
    gate = threading.Event()
    desk.submit(lambda _store: gate.wait(10))
    saving = asyncio.create_task(desk.write("test", "", add_account, {"name": "last"}))
    await asyncio.sleep(0)
    closing = asyncio.create_task(asyncio.to_thread(desk.close))
    await asyncio.sleep(0)
    assert not closing.done()
    gate.set()
    await closing
    assert await saving
    with Store.open(store_path) as store:
        assert names(store.connection) == ["last"]
    desk.close()


async def test_refusals_come_back_to_the_caller_and_nothing_is_kept(desk: Desk) -> None:
    def half(change: Change) -> None:
        add_account(change, {"name": "half"})
        add_account(change, {"name": " "})

    with pytest.raises(errors.Refused):
        await desk.write("test", "", half)

    def mistaken(change: Change) -> None:
        add_account(change, {"name": "half"})
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await desk.write("test", "", mistaken)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        await desk.read(lambda connection: connection.execute("SELECT 1 FROM nowhere"))
    with pytest.raises(errors.NotFound):
        desk.submit(lambda _store: (_ for _ in ()).throw(errors.NotFound("gone"))).result()
    assert await desk.read(names) == []


async def test_what_the_disk_says_comes_back_in_words(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_given: object) -> None:
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_READ
        raise error

    with pytest.raises(errors.StoreError, match=r"could not be read \(disk I/O error\)"):
        await desk.read(broken)
    with pytest.raises(errors.StoreError, match=r"Not saved: .* could not be written"):
        desk.submit(broken).result()


def test_a_desk_that_cannot_open_says_so_and_closes(tmp_path: Path) -> None:
    path = tmp_path / "book.db"
    path.write_bytes(b"rubbish" * 1000)
    desk = Desk(path)
    with pytest.raises(errors.StoreBroken):
        desk.open()
    desk.close()


async def test_a_full_disk_is_said_and_the_next_save_works(desk: Desk) -> None:
    pages = await desk.read(lambda connection: connection.execute("PRAGMA page_count").fetchone()[0])
    await desk.read(lambda connection: connection.execute(f"PRAGMA max_page_count = {pages + 2}").fetchone())
    with pytest.raises(errors.StoreError, match=r"Not saved: the disk .* is full"):
        await desk.write("test", "", add_account, {"name": "big", "note": "x" * 50_000})
    assert await desk.read(names) == []
    await desk.read(lambda connection: connection.execute("PRAGMA max_page_count = 1000000").fetchone())
    await desk.write("test", "", add_account, {"name": "big", "note": "x" * 50_000})
    assert await desk.read(names) == ["big"]


def test_every_kind_of_failure_has_its_sentence(tmp_path: Path) -> None:
    def said(code: int | None, *, saving: bool = True, words: str = "why") -> str:
        error = sqlite3.OperationalError(words)
        if code is not None:
            error.sqlite_errorcode = code
        failure = file.failure(error, tmp_path / "book.db", saving=saving)
        return f"{type(failure).__name__} {failure}"

    assert said(sqlite3.SQLITE_BUSY_SNAPSHOT).startswith("StoreBusy Another program")
    assert said(sqlite3.SQLITE_LOCKED).startswith("StoreBusy")
    assert said(sqlite3.SQLITE_FULL).startswith("StoreError Not saved: the disk")
    assert said(sqlite3.SQLITE_IOERR_FSYNC).startswith("StoreError Not saved: ")
    assert said(sqlite3.SQLITE_READONLY).startswith("StoreError Not saved: ")
    assert said(sqlite3.SQLITE_CANTOPEN, saving=False).startswith("StoreError The store ")
    assert said(sqlite3.SQLITE_CORRUPT_INDEX).startswith("StoreBroken")
    assert said(sqlite3.SQLITE_NOTADB).startswith("StoreBroken")
    assert said(None, words="Could not decode to UTF-8 column 'name'").startswith("StoreBroken")
    assert said(sqlite3.SQLITE_CONSTRAINT_FOREIGNKEY).startswith("Refused")
    assert said(sqlite3.SQLITE_ERROR) == said(None) == said(sqlite3.SQLITE_CONSTRAINT_TRIGGER) == "NoneType None"
