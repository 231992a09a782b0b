"""Actions: saved together or not at all, numbered, stamped; and what the verbs of every noun refuse."""

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from karep.db import errors, keys
from karep.db.change import validated
from karep.db.store import Store
from karep.db.views import journal as view

from .conftest import Content, Do, dumped, visible
from .hostile import CLEANED, HOSTILE

CROWD = 500


def actions(store: Store) -> int:
    return int(store.connection.execute("SELECT count(*) FROM action").fetchone()[0])


def test_an_action_is_numbered_stamped_and_remembered(store: Store) -> None:
    with store.action("account.add", "华为") as change:
        change.add("account", {"name": "华为"})
    (action,) = view.list_actions(store.connection)
    assert (action.seq, action.kind, action.label, action.at) == (change.seq, "account.add", "华为", change.at)
    row = store.connection.execute("SELECT created_at, changed_at FROM account").fetchone()
    assert row == (change.at, change.at)


def test_an_action_without_a_change_leaves_no_trace(store: Store, account: str) -> None:
    dump = dumped(store.connection)
    with store.action("test"):
        pass
    with store.action("test") as change:
        change.change("account", account, {"name": "华为技术有限公司"})
        change.restore("account", account)
        change.add_many("account", [])
        change.change_many("account", [])
    kept = [line for line in dumped(store.connection) if line not in dump]
    assert actions(store) == 1
    assert all("sqlite_sequence" in line or change.at in line for line in kept), kept


@pytest.mark.parametrize("failure", [errors.Refused("no"), ZeroDivisionError(), KeyboardInterrupt(), SystemExit()])
def test_an_action_that_fails_leaves_nothing(store: Store, account: str, failure: BaseException) -> None:
    dump = dumped(store.connection)
    with pytest.raises(type(failure)), store.action("test") as change:
        person = change.add("person", {"account_id": account, "name": "x"})
        change.change("account", account, {"name": "y"})
        change.remove("person", person)
        raise failure
    assert dumped(store.connection) == dump and not store.connection.in_transaction
    with store.action("test") as change:
        change.change("account", account, {"name": "z"})
    assert store.connection.execute("SELECT name FROM account").fetchall() == [("z",)]


def test_actions_do_not_nest(store: Store) -> None:
    with pytest.raises(AssertionError, match="do not nest"), store.action("outer") as change:
        change.add("account", {"name": "x"})
        with store.action("inner"):
            pass
    assert visible(store)["account"] == [] and not store.connection.in_transaction


def test_stamps_grow_when_the_clock_is_set_back_a_day(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time_ns()
    for moment in (now, now - 86_400 * 10**9, now - 86_400 * 10**9, now + 10**9):
        monkeypatch.setattr(time, "time_ns", lambda moment=moment: moment)
        with store.action("test") as change:
            change.add("account", {"name": "x"})
    rows = store.connection.execute("SELECT stamp FROM action ORDER BY seq").fetchall()
    stamps = [stamp for (stamp,) in rows]
    assert len(stamps) == 4 and stamps == sorted(set(stamps))
    ids = [record for (record,) in store.connection.execute("SELECT record FROM journal ORDER BY seq")]
    assert ids == sorted(set(ids))


def test_a_store_on_another_device_takes_that_devices_name(
    store: Store, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    devices = []
    for place in ("one", "two", "one"):
        monkeypatch.setenv("KAREP_HOME", str(home / place))
        with store.action("test") as change:
            change.add("account", {"name": "x"})
        devices.append(store.connection.execute("SELECT device FROM action ORDER BY seq DESC").fetchone()[0])
    assert devices[0] == devices[2] != devices[1]


def test_every_text_is_stored_letter_for_letter(store: Store) -> None:
    texts = [text for text in HOSTILE if text.strip() and len(text) <= 400]
    with store.action("test") as change:
        ids = [change.add("account", {"name": text, "note": text}) for text in texts]
    for record, text in zip(ids, texts, strict=True):
        row = store.connection.execute("SELECT name, note FROM account WHERE id = ?", (record,)).fetchone()
        assert row == (text, text)


@pytest.mark.parametrize("text", CLEANED)
def test_what_no_store_can_hold_is_replaced(store: Store, text: str) -> None:
    with store.action("test", text) as change:
        record = change.add("account", {"name": text})
        change.change("account", record, {"note": text})
    row = store.connection.execute("SELECT name, note FROM account").fetchone()
    assert row == (CLEANED[text], CLEANED[text])
    assert view.list_actions(store.connection)[0].label == CLEANED[text]


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("account", {}, "name"),
    ("account", {"name": " \n\u3000"}, "name"),
    ("account", {"name": None}, "name"),
    ("account", {"name": "x" * 401}, "name"),
    ("account", {"name": "x", "note": "x" * 100_001}, "note"),
    ("account", {"name": "x", "tier": "copper"}, "tier"),
    ("account", {"name": "x", "employees": "many"}, "employees"),
    ("account", {"name": "x", "annual_revenue": 2**70}, "annual_revenue"),
    ("account", {"name": "x", "shoe_size": 43}, ""),
    ("follow_up", {"account_id": "ACCOUNT", "what": "x", "due": "31.12."}, "due"),
    ("follow_up", {"account_id": "ACCOUNT", "what": "x", "due": "2026-12-01", "due_time": "25:00"}, "due_time"),
    ("follow_up", {"account_id": "ACCOUNT", "what": "x", "due": "2026-12-01", "zone": "../etc/passwd"}, "zone"),
    ("touch", {"account_id": "ACCOUNT", "at": "2026-12-01 10:00"}, "at"),
    ("touch", {"account_id": "ACCOUNT", "at": None, "kind": "dance"}, "kind"),
    ("person", {"name": "x", "account_id": "nobody"}, ""),
    ("account", {"name": "x", "parent_id": "nobody"}, ""),
]


@pytest.mark.parametrize(("noun", "values", "field"), REFUSED)
def test_what_does_not_fit_is_refused_in_words(
    store: Store, account: str, noun: str, values: dict[str, Any], field: str
) -> None:
    before = visible(store)
    filled = {name: account if value == "ACCOUNT" else value for name, value in values.items()}
    with pytest.raises(errors.Refused) as refused, store.action("test") as change:
        change.add(noun, filled)
    assert refused.value.field == field and str(refused.value)
    assert visible(store) == before and not store.connection.in_transaction


def test_a_missing_or_removed_record_is_refused(store: Store, account: str) -> None:
    for verb in ("change", "remove", "restore"):
        with pytest.raises(errors.NotFound), store.action("test") as change:
            getattr(change, verb)("account", "nobody", *([{}] if verb == "change" else []))
    with store.action("test") as change:
        change.remove("account", account)
    with pytest.raises(errors.NotFound, match="removed"), store.action("test") as change:
        change.change("account", account, {"name": "x"})


@pytest.mark.parametrize("field", ["id", "created_at", "changed_at"])
def test_ids_and_stamps_are_not_the_callers(store: Store, account: str, field: str) -> None:
    with pytest.raises(AssertionError), store.action("test") as change:
        change.change("account", account, {field: "x"})


def test_a_mistake_in_sql_is_not_blamed_on_the_disk(store: Store) -> None:
    with pytest.raises(sqlite3.OperationalError, match="no such table"), store.action("test") as change:
        change.connection.execute("SELECT 1 FROM nowhere")


def rows_of(number: int, at: str, **values: Any) -> list[Any]:
    made = []
    for n in range(number):
        stamps = {"id": keys.new_id(), "created_at": at, "changed_at": at}
        made.append(validated("account", {"name": f"客户 {n}", **values, **stamps}))
    return made


def test_many_records_are_stored_and_told_like_one(store: Store, do: Do, content: Any) -> None:
    with store.action("import") as change:
        rows = rows_of(CROWD, change.at, annual_revenue="5", tier="gold")
        change.add_many("account", rows)
        change.add("person", {"name": "王", "account_id": rows[-1].id})
    assert view.count_entries(store.connection, change.seq) == {"account": CROWD, "person": 1}
    after_add: Content = content()
    assert {row["annual_revenue"] for row in after_add["account"]} == {5}
    with store.action("import") as change:
        change.change_many("account", ((row.id, {"tier": None, "note": '"'}) for row in rows))
        change.change("account", rows[0].id, {"tier": "gold"})
    first = store.connection.execute("SELECT tier, note, changed_at FROM account WHERE id = ?", (rows[0].id,))
    assert first.fetchone() == ("gold", '"', change.at)
    assert view.count_entries(store.connection, change.seq) == {"account": CROWD}


def test_many_records_are_stored_together_or_not_at_all(store: Store) -> None:
    with pytest.raises(errors.Refused, match="points to a record"), store.action("import") as change:
        change.add_many("account", [*rows_of(20, change.at), *rows_of(1, change.at, parent_id="nobody")])
    assert visible(store)["account"] == [] and actions(store) == 0
