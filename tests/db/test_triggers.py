"""The triggers: nothing gets past the journal, and it tells every value exactly."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from karep.db import triggers
from karep.db.store import Store
from karep.db.views.journal import list_entries

from .conftest import dumped
from .hostile import HOSTILE

OUTSIDE = "may only change inside an action"
NEVER_DELETED = "never deleted"
KEEPS_ID = "keeps its id"
STAYS = "stays as it was written"


def entries(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM journal").fetchone()[0])


@pytest.fixture(scope="module")
def full_file(tmp_path_factory: pytest.TempPathFactory, empty_store_file: Path) -> Path:
    """A store with a record in every table, made once."""
    path = shutil.copyfile(empty_store_file, tmp_path_factory.mktemp("full") / "book.db")
    with Store.open(path) as store, store.action("test") as change:
        account = change.add("account", {"name": "华为"})
        person = change.add("person", {"account_id": account, "name": "王建国"})
        deal = change.add("opportunity", {"account_id": account, "name": "框架合同"})
        change.add("role", {"account_id": account, "person_id": person, "role": "user"})
        touch = change.add("touch", {"account_id": account, "at": change.at})
        change.add("attendance", {"touch_id": touch, "person_id": person})
        change.add("preference", {"person_id": person, "text": "茶"})
        change.add("occasion", {"person_id": person, "month": 2})
        change.add("promise", {"account_id": account, "what": "报价"})
        change.add("follow_up", {"account_id": account, "what": "x", "due": "2026-12-01"})
        change.add("stage_change", {"opportunity_id": deal, "from_stage": "S1", "to_stage": "S2", "at": change.at})
        change.add("tick", {"opportunity_id": deal, "item_id": "s1.a", "at": change.at})
        change.add("objection", {"account_id": account, "words": "太贵", "at": change.at})
        change.add("fact", {"account_id": account, "name": "x"})
        change.add("need", {"account_id": account, "what": "交期", "at": change.at})
        change.add("competitor", {"account_id": account, "name": "中兴", "at": change.at})
        change.add("concession", {"account_id": account, "opportunity_id": deal, "give": "账期"})
        change.add("member", {"opportunity_id": deal, "person_id": person})
        change.add("tier_change", {"account_id": account, "to_tier": "gold", "at": change.at})
        change.add("gift", {"person_id": person, "item": "茶", "given_on": "2026-11-20"})
        change.add("care", {"person_id": person, "festival": "laba", "year": 2026, "act": "gift", "done_at": change.at})
        change.add("snooze", {"account_id": account, "about": "cadence", "until": "2026-12-01"})
        change.add("remark", {"period": "2026-W47", "part": "help", "text": "样机"})
        change.add("rewording", {"period": "2026-W47", "line": "accounts"})
        change.add("target", {"period": "2026-W47", "measure": "visits", "value": 3})
    return path


@pytest.fixture
def filled(tmp_path: Path, full_file: Path) -> Iterator[Store]:
    """A store with a record in every table."""
    with Store.open(shutil.copyfile(full_file, tmp_path / "full.db")) as store:
        yield store


@pytest.mark.parametrize("table", triggers.RECORDS)
@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE {table} SET removed_at = '2026-01-01T00:00:00.000Z'",
        "UPDATE {table} SET changed_at = 'x'",
        "UPDATE {table} SET created_at = 'x'",
        "UPDATE {table} SET id = 'x'",
        "UPDATE {table} SET rowid = 4711",
        "DELETE FROM {table}",
        "INSERT INTO {table} SELECT * FROM {table}",
        "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
        "REPLACE INTO {table} SELECT * FROM {table}",
    ],
)
def test_outside_an_action_nothing_can_be_written(filled: Store, table: str, sql: str) -> None:
    before, told = filled.connection.execute(f"SELECT * FROM {table}").fetchall(), entries(filled)
    assert before
    with pytest.raises(sqlite3.IntegrityError, match=f"{OUTSIDE}|{NEVER_DELETED}"):
        filled.connection.execute(sql.format(table=table))
    assert filled.connection.execute(f"SELECT * FROM {table}").fetchall() == before
    assert entries(filled) == told


@pytest.mark.parametrize("table", triggers.RECORDS)
@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("DELETE FROM {table}", NEVER_DELETED),
        ("INSERT OR REPLACE INTO {table} SELECT * FROM {table}", NEVER_DELETED),
        ("INSERT OR IGNORE INTO {table} SELECT * FROM {table}", NEVER_DELETED),
        ("INSERT OR REPLACE INTO {table} (rowid, {id}) SELECT rowid, {values} FROM {table}", NEVER_DELETED),
        ("UPDATE {table} SET id = 'x'", KEEPS_ID),
        ("UPDATE {table} SET rowid = 4711", KEEPS_ID),
        ("UPDATE OR REPLACE {table} SET created_at = 'x'", KEEPS_ID),
        ("UPDATE journal SET after = '{{}}'", STAYS),
        ("DELETE FROM journal", STAYS),
    ],
)
def test_inside_an_action_no_record_vanishes_or_becomes_another(
    filled: Store, table: str, sql: str, reason: str
) -> None:
    names = [row[1] for row in filled.connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join("'other'" if name == "id" else f'"{name}"' for name in names)
    statement = sql.format(table=table, id=", ".join(f'"{name}"' for name in names), values=values)
    dump = dumped(filled.connection)
    with pytest.raises(sqlite3.IntegrityError, match=reason), filled.action("test") as change:
        change.connection.execute(statement)
    assert dumped(filled.connection) == dump


def test_another_program_without_our_settings_leaves_its_trace_too(filled: Store) -> None:
    with closing(sqlite3.connect(filled.path, isolation_level=None)) as other:
        with pytest.raises(sqlite3.IntegrityError, match=OUTSIDE):
            other.execute("UPDATE account SET name = 'x'")
        other.execute("BEGIN")
        other.execute(
            "INSERT INTO action (id, kind, label, at, stamp, device, open) VALUES ('i', 'raw', '', 'a', 'z', 'd', 1)"
        )
        with pytest.raises(sqlite3.IntegrityError, match=NEVER_DELETED):
            other.execute("INSERT OR REPLACE INTO account SELECT * FROM account")
        other.execute("UPDATE account SET name = 'x'")
        assert json.loads(other.execute("SELECT after FROM journal ORDER BY seq DESC").fetchone()[0]) == {"name": "x"}
        other.execute("ROLLBACK")


@pytest.mark.parametrize("table", triggers.RECORDS)
def test_every_column_of_every_table_is_told(filled: Store, table: str) -> None:
    """Each column is set to something else by raw SQL; the journal must say so, before and after."""
    filled.connection.execute("PRAGMA foreign_keys = OFF")
    columns = [row[1:3] for row in filled.connection.execute(f"PRAGMA table_info({table})")]
    watched = {name for name, _type in columns} - {"id", "created_at", "changed_at"}
    for name, declared in columns:
        if name not in watched:
            continue
        before = filled.connection.execute(f'SELECT "{name}" FROM {table}').fetchone()[0]
        other: Any = "2031-01-01" if declared == "DATE" else 1 if declared == "BOOLEAN" else 77
        other = "别的" if declared.startswith("VARCHAR") else other
        with filled.action("test") as change:
            change.connection.execute(f'UPDATE {table} SET "{name}" = ?', (other,))
        (entry,) = list_entries(filled.connection, change.seq)
        assert (entry.noun, entry.op) == (table, "change")
        assert (entry.before, entry.after) == ({name: before}, {name: other})


def test_an_added_record_is_told_without_what_it_lacks(filled: Store) -> None:
    for table in triggers.RECORDS:
        cursor = filled.connection.execute(f"SELECT * FROM {table}")
        names = [column[0] for column in cursor.description]
        for row in cursor.fetchall():
            record = dict(zip(names, row, strict=True))
            told = filled.connection.execute(
                "SELECT before, after FROM journal WHERE noun = ? AND record = ?", (table, record["id"])
            ).fetchone()
            present = {name: value for name, value in record.items() if value is not None}
            assert told[0] is None
            assert json.loads(told[1]) == {
                name: value for name, value in present.items() if name not in {"id", "created_at", "changed_at"}
            }


def check_both_ways(store: Store, record: str, old: Any, new: Any, column: str = "note") -> None:
    for value in (None, old, new, None):
        before = store.connection.execute(f"SELECT {column} FROM account WHERE id = ?", (record,)).fetchone()[0]
        with store.action("test") as change:
            change.connection.execute(f"UPDATE account SET {column} = ? WHERE id = ?", (value, record))
        told = list(list_entries(store.connection, change.seq))
        assert [(one.before, one.after) for one in told] == [({column: before}, {column: value})] * (before != value)
        assert [type(one.after[column]) for one in told] == [type(value)] * len(told)


def test_hostile_texts_are_told_exactly(store: Store) -> None:
    texts = dict(enumerate((*HOSTILE, "a\0b", "\0")))
    with store.action("test") as change:
        change.connection.executemany(
            "INSERT INTO account (id, created_at, changed_at, name, status, match_key) VALUES (?, '', '', ?, '', '')",
            texts.items(),
        )
    assert [entry.after["name"] for entry in list_entries(store.connection, change.seq)] == list(texts.values())
    with store.action("test") as change:
        change.connection.execute("UPDATE account SET note = name, name = name || '\"'")
    told = [(entry.before, entry.after) for entry in list_entries(store.connection, change.seq)]
    assert told == [({"name": text, "note": None}, {"name": text + '"', "note": text}) for text in texts.values()]


@settings(max_examples=60, deadline=None)
@given(old=st.text(st.characters(exclude_categories=["Cs"])), new=st.text(st.characters(exclude_categories=["Cs"])))
@example(old="\\", new='\\"')
def test_any_text_is_told_exactly(scratch: Callable[[], tuple[Store, str]], old: str, new: str) -> None:
    check_both_ways(*scratch(), old, new)


@settings(max_examples=30, deadline=None)
@given(old=st.integers(-(2**63), 2**63 - 1), new=st.integers(-(2**63), 2**63 - 1))
@example(old=0, new=-(2**63))
def test_any_whole_number_is_told_exactly(scratch: Callable[[], tuple[Store, str]], old: int, new: int) -> None:
    check_both_ways(*scratch(), old, new, "annual_revenue")


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory, empty_store_file: Any) -> Any:
    """One store with one account for all examples; hypothesis makes no new fixtures for each."""
    opened: list[tuple[Store, str]] = []

    def get() -> tuple[Store, str]:
        if not opened:
            store = Store.open(shutil.copyfile(empty_store_file, tmp_path_factory.mktemp("scratch") / "book.db"))
            store.connection.execute("PRAGMA synchronous = OFF")
            with store.action("test") as change:
                opened.append((store, change.add("account", {"name": "x"})))
        return opened[0]

    yield get
    for store, _record in opened:
        store.close()


def test_what_does_not_change_leaves_no_entry(store: Store, account: str) -> None:
    with store.action("test") as change:
        change.connection.execute("UPDATE account SET name = name, tier = tier, changed_at = 'later'")
    assert list(list_entries(store.connection, change.seq)) == []


def test_installing_again_covers_a_new_column(store: Store, account: str) -> None:
    store.connection.execute("ALTER TABLE account ADD COLUMN shoe_size INTEGER")
    triggers.install(store.connection)
    with store.action("test") as change:
        change.connection.execute("UPDATE account SET shoe_size = 43")
    assert [one.after for one in list_entries(store.connection, change.seq)] == [{"shoe_size": 43}]
