"""Flips, zeroes and cuts bytes of a store at random places, and looks at what becomes of it.

Run as a script it tries a thousand places and prints a table; it fails when anything the rep wrote is changed
without being noticed, or when the program falls over.
"""

import argparse
import os
import random
import sqlite3
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from karep.db import backup, errors
from karep.db.store import Store
from karep.db.triggers import RECORDS

Content = dict[str, list[tuple[Any, ...]]]
"""What the rep wrote: every record and its whole history; not the stamps, nor what an action was called."""

_HISTORY: Final = (
    "SELECT action, noun, record, op, before, after FROM journal ORDER BY seq",
    "SELECT seq, undoes, undone_by FROM action ORDER BY seq",
)
_STAMPS: Final = frozenset({"created_at", "changed_at"})


@dataclass(frozen=True)
class Book:
    """A closed, sound store."""

    path: Path
    content: Content


def make_book(path: Path) -> Book:
    """Fill the store at `path` with records, changes, removals and undone actions."""
    from karep.db import accounts, journal, people, touches

    with Store.open(path) as store:
        store.connection.execute("PRAGMA synchronous = OFF")
        for n in range(16):
            with store.action("account.add", f"客户 {n}") as change:
                account = accounts.add_account(change, {"name": f"客户 {n}", "note": "很长的备注 " * 40 * (n % 3)})
                person = people.add_person(change, {"account_id": account, "name": f"王{n}"}, roles=["user"])
            with store.action("touch.log", f"客户 {n}") as change:
                touches.log_touch(
                    change,
                    {"account_id": account, "summary": f"谈框架 {n} " * 20},
                    people=[person],
                    promises=[{"what": "报价", "due": "2026-11-27"}],
                    next_steps=[{"what": "汇报", "due": "2026-12-01"}],
                )
            with store.action("account.change", f"客户 {n}") as change:
                accounts.change_account(change, account, {"tier": "gold", "city": "深圳"})
            if n % 4 == 0:
                journal.undo(store)
        content = read(store.connection)
    return Book(path, content)


def read(connection: sqlite3.Connection) -> Content:
    """Everything that the rep wrote, table by table."""
    content: Content = {sql: connection.execute(sql).fetchall() for sql in _HISTORY}
    for table in RECORDS:
        names = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[1] not in _STAMPS]
        columns = ", ".join(f'"{name}"' for name in names)
        content[table] = connection.execute(f"SELECT {columns} FROM {table} ORDER BY id").fetchall()
    return content


def _flip(whole: bytearray, chance: random.Random) -> bytearray:
    whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
    return whole


def _zero(whole: bytearray, chance: random.Random) -> bytearray:
    length = chance.choice((1, 16, 512, 4096))
    start = chance.randrange(len(whole))
    whole[start : start + length] = bytes(len(whole[start : start + length]))
    return whole


def _cut(whole: bytearray, chance: random.Random) -> bytearray:
    return whole[: chance.randrange(1, len(whole))]


SPOILERS: Final[dict[str, Callable[[bytearray, random.Random], bytearray]]] = {
    "flip": _flip,
    "zero": _zero,
    "cut": _cut,
}


def spoil_and_look(book: Book, spoilt: Path, kind: str, seed: int) -> str:
    """Spoil a copy of `book` at one place, and open it as the program does.

    Returns:
        ``noticed`` (refused in words when opened, or by the check), ``harmless`` (all content as it was), or else
        ``missed``.
    """
    spoilt.write_bytes(SPOILERS[kind](bytearray(book.path.read_bytes()), random.Random(f"{kind} {seed}")))
    faulty = bool(backup.faults(spoilt))
    try:
        with Store.open(spoilt) as store:
            faulty = bool(backup.check(store.connection)) or faulty
    except errors.StoreError:
        return "noticed"
    if faulty:
        return "noticed"
    with closing(sqlite3.connect(spoilt)) as connection:
        return "harmless" if read(connection) == book.content else "missed"


def main() -> int:
    """Try many places and print what became of the files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--places", type=int, default=1000, help="how many places in all")
    given = parser.parse_args()
    each = -(-given.places // len(SPOILERS))
    failed = False
    print(f"{'spoilt':8}{'places':>8}{'noticed':>9}{'harmless':>10}{'missed':>8}")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["KAREP_HOME"] = folder
        book = make_book(Path(folder) / "book.db")
        for kind in SPOILERS:
            found = Counter(spoil_and_look(book, Path(folder) / "spoilt.db", kind, seed) for seed in range(each))
            print(f"{kind:8}{each:8}{found['noticed']:9}{found['harmless']:10}{found['missed']:8}")
            failed |= bool(found["missed"])
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
