"""`karep check --repair`: the search index made anew, and what the command says and answers."""

import json

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
