"""`karep check --repair`: the search index made anew, and what the command says and answers."""

import json
import sqlite3
from contextlib import closing

import pytest

from karep.db.search import faults
from karep.db.store import Store
from tests.cli.conftest import Book, Karep

DAMAGE = "INSERT INTO search_account (search_account, rank) VALUES ('delete-all', NULL)"


def _damage(book: Book) -> None:
    with Store.open(book.path) as store:
        store.connection.execute(DAMAGE)


def test_a_damaged_index_is_named_with_what_helps(karep: Karep, book: Book) -> None:
    _damage(book)
    answer = karep("--store", book.path, "check")
    assert answer.code == 1 and "Account" in answer.err and "karep check --repair" in answer.err
    assert "sound" not in answer.out
    answer = karep("--store", book.path, "check", "--format", "json")
    assert answer.code == 1 and len(json.loads(answer.out)["faults"]) == 1


def test_a_damaged_index_is_repaired(karep: Karep, book: Book) -> None:
    _damage(book)
    answer = karep("--store", book.path, "check", "--repair")
    assert (answer.code, answer.err) == (0, "") and "made anew" in answer.out and "sound" in answer.out
    with Store.open(book.path) as store:
        assert faults(store.connection) == []
    _damage(book)
    report = json.loads(karep("--store", book.path, "check", "--repair", "--format", "json").out)
    assert report["repaired"] is True and report["faults"] == []
    answer = karep("--store", book.path, "--lang", "zh", "check", "--repair")
    assert answer.code == 0 and "made anew" not in answer.out


def test_what_repair_cannot_mend_is_still_wrong(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store:
        store.connection.execute("CREATE VIEW strange AS SELECT 1")
    answer = karep("--store", book.path, "check", "--repair")
    assert answer.code == 1 and "strange" in answer.err and "made anew" not in answer.out


@pytest.mark.parametrize("dropped", ["search_touch", "search_state"])
def test_a_part_of_the_index_that_is_missing_is_made_anew(karep: Karep, book: Book, dropped: str) -> None:
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute(f"DROP TABLE {dropped}")
    answer = karep("--store", book.path, "check", "--repair")
    assert (answer.code, answer.err) == (0, "")
    with Store.open(book.path) as store:
        assert faults(store.connection) == []


def test_damage_in_the_index_is_no_reason_to_restore_a_backup(karep: Karep, book: Book) -> None:
    with closing(sqlite3.connect(book.path)) as connection, connection:
        connection.execute("DELETE FROM search_account_data WHERE id = 10")
    answer = karep("--store", book.path, "find", "a")
    assert answer.code == 1
    assert "karep check --repair" in answer.err and "restore" not in answer.err


def test_last_contacts_that_are_wrong_are_told_and_reckoned_anew(karep: Karep, book: Book) -> None:
    with closing(sqlite3.connect(book.path)) as connection:
        connection.execute("UPDATE account_rhythm SET contact_at = '2020-01-01T00:00:00.000Z'")
        connection.commit()
    answer = karep("--store", book.path, "check")
    assert answer.code == 1 and "last contacts" in answer.err and "karep check --repair" in answer.err
    assert karep("--store", book.path, "check", "--repair").code == 0
    assert karep("--store", book.path, "check").code == 0
