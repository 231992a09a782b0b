"""A store of any size, filled without the journal so that it is there in seconds; the search index is made at the end.

Run it with ``python tests/bench/big_store.py FILE [ACCOUNTS [TOUCHES]]``. A tenth of the accounts have a tier and a
plan; the others were imported once and never called, as in real books of that size. With ``--talk`` after the file's
name it is the `talkative` one. Everything is made up and the same in every run.
"""

from __future__ import annotations

import atexit
import functools
import os
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sales_words import CITIES as PLACES
from sales_words import TITLES, TOWNS, TRADES, Words

from karep.db import rhythm, search, triggers
from karep.db.store import Store
from karep.rules.matching import fold
from karep.rules.vocabulary import ROLES, STAGES, TIERS, TOUCH_KINDS

Fill = Callable[[sqlite3.Connection], None]

TODAY = date(2026, 11, 21)
PLANNED_EVERY = 10
"""One account in so many has a tier, a person, a next step and touches."""
CITIES = ("深圳", "Shenzhen", "上海", "Köln", "São Paulo", "Suzhou", "成都", "Rotterdam")
KINDS = ("精密机械", "Valve", "光电", "Logistics", "化工", "Instruments", "包装", "Foods")
FORMS = ("有限公司", " Ltd", "股份有限公司", " GmbH", "集团", " Inc")

Row = tuple[Any, ...]


@functools.cache
def folder() -> Path:
    """A folder for this run on the disk that the project lies on; it goes away afterwards.

    The folder for temporary files will not do: it may lie in memory, where waiting for the disk costs nothing.
    """
    build = Path(__file__).parents[2] / "build"
    build.mkdir(exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="bench-", dir=build))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    os.environ["KAREP_HOME"] = str(place / "home")
    return place


@functools.cache
def big(accounts: int, touches: int) -> Path:
    """A store with so many accounts and touches, made once in a run."""
    path = folder() / f"big-{accounts}-{touches}.db"
    make(path, accounts, touches)
    return path


@functools.cache
def sample() -> Path:
    """The sample book as it stands on `TODAY`, made once in a run."""
    from karep.demo.generate import make_sample

    path = folder() / "sample.db"
    with Store.open(path) as store:
        make_sample(store, TODAY)
    return path


@functools.cache
def talkative(accounts: int = 100_000, people: int = 300_000, touches: int = 1_000_000) -> Path:
    """A store with names and notes as varied as real ones, made once in a run; see `sales_words`."""
    path = folder() / f"talk-{accounts}-{people}-{touches}.db"
    make_talkative(path, accounts, people, touches)
    return path


@functools.cache
def rhythmic(accounts: int = 100_000, people: int = 300_000, touches: int = 1_000_000) -> Path:
    """The `talkative` store in which everybody plays a part and somebody took part in every touch, made once in a run.

    Some accounts fell asleep or were lost; one in four of those with a tier has no plan.
    """
    path = folder() / f"rhythm-{accounts}-{people}-{touches}.db"
    _make(path, lambda connection: _fill_rhythmic(connection, accounts, people, touches))
    return path


def make(path: Path, accounts: int, touches: int = 0) -> None:
    """Make a store at `path` with so many accounts and touches."""
    _make(path, lambda connection: _fill(connection, accounts, touches))


def make_talkative(path: Path, accounts: int, people: int, touches: int) -> None:
    """Make a store at `path` with so many accounts, people and touches, whose words vary."""
    _make(path, lambda connection: _fill_talkative(connection, accounts, people, touches))


def _make(path: Path, fill: Fill) -> None:
    with Store.open(path) as store:
        connection = store.connection
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -262144")
        connection.execute("BEGIN IMMEDIATE")
        watching = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for trigger, _sql in watching:
            connection.execute(f"DROP TRIGGER {trigger}")
        fill(connection)
        for _trigger, sql in watching:
            connection.execute(sql)
        search.rebuild(connection)
        rhythm.rebuild(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA optimize")


def key(noun: int, number: int) -> str:
    """The id of the record with that number; later ones sort later."""
    return f"0192{noun:04x}-{number >> 12 & 0xFFFF:04x}-7{number & 0xFFF:03x}-8000-{number:012x}"


def name(number: int) -> str:
    """The name of the account with that number."""
    city, kind, form = CITIES[number % 8], KINDS[number // 8 % 8], FORMS[number % 6]
    return f"{city}{kind}{number:06}{form}"


def _fill(connection: sqlite3.Connection, accounts: int, touches: int) -> None:
    planned = range(0, accounts, PLANNED_EVERY)
    _insert(connection, "account", "name, match_key, city, region, industry, tier, status", _accounts(accounts))
    _insert(connection, "person", "account_id, name, match_key, strength, placeholder", _people(planned))
    _insert(connection, "follow_up", "account_id, what, due", _follow_ups(planned))
    _insert(connection, "promise", "account_id, what, owed_by, due", _promises(planned))
    _insert(connection, "opportunity", "account_id, name, kind, stage, status", _deals(planned))
    _insert(connection, "occasion", "account_id, kind, month, day, calendar, leap_month", _occasions(planned))
    _insert(connection, "touch", "account_id, at, kind, summary", _touches(planned, touches))


def _insert(connection: sqlite3.Connection, table: str, columns: str, rows: Iterator[Row]) -> None:
    stamp = "2026-11-01T08:00:00.000Z"
    marks = ", ".join("?" * (columns.count(",") + 4))
    sql = f"INSERT INTO {table} (id, created_at, changed_at, {columns}) VALUES ({marks})"
    noun = triggers.RECORDS.index(table)
    connection.executemany(sql, ((key(noun, number), stamp, stamp, *row) for number, row in enumerate(rows)))


def _accounts(count: int) -> Iterator[Row]:
    tiers = tuple(TIERS)
    for number in range(count):
        tier = tiers[number // PLANNED_EVERY % len(tiers)] if number % PLANNED_EVERY == 0 else None
        city = CITIES[number % 8]
        region = ("South", "East", "North")[number % 3]
        yield name(number), fold(name(number)), city, region, KINDS[number % 8], tier, "active"


def _people(planned: range) -> Iterator[Row]:
    for number in planned:
        yield key(0, number), f"王{number:05}", fold(f"王{number:05}"), number % 6, 0


def _follow_ups(planned: range) -> Iterator[Row]:
    for place, number in enumerate(planned):
        # a rep's day holds a few: one in fifty of the plans is due around today, the others later
        days = place % 9 - 4 if place % 50 == 0 else 5 + place % 300
        yield key(0, number), f"call about offer {number}", (TODAY + timedelta(days)).isoformat()


def _promises(planned: range) -> Iterator[Row]:
    for place, number in enumerate(planned):
        if place % 40 == 0:
            due, owed_by = TODAY + timedelta(place // 40 % 60 - 3), ("us", "them")[place // 40 % 2]
            yield key(0, number), f"send drawing {number}", owed_by, due.isoformat()


def _deals(planned: range) -> Iterator[Row]:
    for place, number in enumerate(planned):
        if place % 4 == 0:
            yield key(0, number), f"框架合同 {number}", "new", list(STAGES)[place // 4 % len(STAGES)], "open"


def _occasions(planned: range) -> Iterator[Row]:
    for place, number in enumerate(planned):
        if place % 5 == 0:
            calendar = ("solar", "lunar")[place // 5 % 20 == 0]
            yield key(0, number), "anniversary", place // 5 % 12 + 1, place % 28 + 1, calendar, 0


def _touches(planned: range, count: int) -> Iterator[Row]:
    if not planned:
        return
    kinds, last = tuple(TOUCH_KINDS), datetime(TODAY.year, TODAY.month, TODAY.day, 9, tzinfo=UTC)
    for number in range(count):
        account = planned[number % len(planned)]
        at = (last - timedelta(minutes=13 * number % 1_500_000)).isoformat(timespec="milliseconds")
        summary = f"谈框架合同 walked through offer {number}"
        yield key(0, account), at.replace("+00:00", "Z"), kinds[number % len(kinds)], summary


# --- names and notes as varied as real ones ----------------------------------------------------------------------

VISITED = 10_000
"""So many of the accounts are visited; the first of them has `MOST_TOUCHES` touches."""
MOST_TOUCHES = 2_000


def _fill_talkative(connection: sqlite3.Connection, accounts: int, people: int, touches: int) -> None:
    words, visited = Words(7), range(min(VISITED, accounts))
    columns = "name, match_key, city, industry, phone, tier, status"
    _insert(connection, "account", columns, _companies(words, accounts))
    columns = "account_id, name, match_key, title, mobile, strength, placeholder"
    _insert(connection, "person", columns, _staff(words, accounts, people))
    _insert(connection, "follow_up", "account_id, what, due", _follow_ups(visited))
    _insert(connection, "promise", "account_id, what, owed_by, due", _promises(visited))
    _insert(connection, "opportunity", "account_id, name, kind, stage, status", _deals(visited))
    _insert(connection, "touch", "account_id, at, kind, summary", _talks(words, visited, touches))


def _companies(words: Words, count: int) -> Iterator[Row]:
    tiers = tuple(TIERS)
    for number in range(count):
        called = words.company()
        tier = tiers[number % len(tiers)] if number < VISITED else None
        city = PLACES[number % len(PLACES)] if called[0] > "\u2e80" else TOWNS[number % len(TOWNS)]
        phone = f"0{10 + number % 900}-{number * 7919 % 10**8:08}"
        yield called, fold(called), city, TRADES[number % len(TRADES)], phone, tier, "active"


def _staff(words: Words, accounts: int, count: int) -> Iterator[Row]:
    for number in range(count):
        called = words.person()
        title = TITLES[number % len(TITLES)]
        yield key(0, number % accounts), called, fold(called), title, words.mobile(), number % 6, 0


def _talks(words: Words, visited: range, count: int) -> Iterator[Row]:
    kinds, first = tuple(TOUCH_KINDS), datetime(2016, 1, 4, 8, tzinfo=UTC)
    minutes = (datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC) - first) / timedelta(minutes=1) / max(count, 1)
    often = max(count // MOST_TOUCHES, 1)
    for number, summary in zip(range(count), words.notes(), strict=False):
        account = 0 if number % often == 0 else number * 7919 % len(visited)
        at = (first + timedelta(minutes=minutes * number)).isoformat(timespec="milliseconds")
        yield key(0, account), at.replace("+00:00", "Z"), kinds[number % len(kinds)], summary


# --- everybody plays a part --------------------------------------------------------------------------------------


def _fill_rhythmic(connection: sqlite3.Connection, accounts: int, people: int, touches: int) -> None:
    _fill_talkative(connection, accounts, people, touches)
    _insert(connection, "role", "person_id, account_id, role", _parts(accounts, people))
    _insert(connection, "attendance", "touch_id, person_id", _presence(accounts, people, touches))
    # in the later part of the book, which nobody visits
    connection.execute("UPDATE account SET status = 'lost', status_on = '2026-06-01' WHERE rowid % 50 = 7")
    connection.execute("UPDATE account SET status = 'dormant', status_on = '2026-09-01' WHERE rowid % 50 = 8")
    connection.execute("UPDATE follow_up SET done_at = '2026-11-20T09:00:00.000Z' WHERE rowid % 4 = 1")


def _parts(accounts: int, people: int) -> Iterator[Row]:
    roles = tuple(ROLES)
    for number in range(people):
        yield key(1, number), key(0, number % accounts), roles[number // 7 % len(roles)]


def _presence(accounts: int, people: int, touches: int) -> Iterator[Row]:
    visited, often = min(VISITED, accounts), max(touches // MOST_TOUCHES, 1)
    staff = max(people // accounts, 1)
    for number in range(touches):
        account = 0 if number % often == 0 else number * 7919 % visited
        yield key(triggers.RECORDS.index("touch"), number), key(1, account + accounts * (number % staff))


if __name__ == "__main__":
    if sys.argv[2:3] == ["--talk"]:
        make_talkative(Path(sys.argv[1]), *map(int, sys.argv[3:6] or ("100000", "300000", "1000000")))
    else:
        make(Path(sys.argv[1]), *map(int, sys.argv[2:4] or ["100000"]))
