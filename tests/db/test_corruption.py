"""Spoilt files: whatever is flipped, zeroed or cut off is noticed, or touches nothing that the rep wrote."""

import shutil
from collections import Counter
from pathlib import Path

import pytest

from karep.db import backup
from karep.db.store import Store

from ..faults.corruption import SPOILERS, Book, make_book, spoil_and_look

PLACES = 80
"""How many places each way of spoiling is tried at; `make faults` tries many more."""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, empty_store_file: Path) -> Book:
    """A closed store with a little of everything."""
    return make_book(shutil.copyfile(empty_store_file, tmp_path_factory.mktemp("book") / "book.db"))


@pytest.mark.parametrize("kind", SPOILERS)
def test_spoilt_files_are_noticed_or_harmless(book: Book, tmp_path: Path, kind: str) -> None:
    found = Counter(spoil_and_look(book, tmp_path / "spoilt.db", kind, seed) for seed in range(PLACES))
    assert set(found) <= {"noticed", "harmless"}, found
    assert found["noticed"] > PLACES / 4


def test_the_sound_file_is_sound(book: Book) -> None:
    """Otherwise everything would be noticed."""
    assert backup.faults(book.path) == []
    with Store.open(book.path) as store:
        assert backup.check(store.connection) == []
