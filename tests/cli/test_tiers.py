"""`karep tiers` in every form, and the scheme that the settings name."""

import json

from karep import paths
from karep.db import accounts
from karep.db.store import Store
from tests.cli.conftest import Book, Karep


def fill(book: Book) -> None:
    with Store.open(book.path) as store, store.action("account.change") as change:
        accounts.change_account(change, book.account, {"yearly_purchases": 600_000_000, "yearly_units": 12})


def test_where_tiers_differ_is_listed(karep: Karep, book: Book) -> None:
    fill(book)
    answer = karep("--store", book.path, "tiers")
    assert answer.code == 0
    assert "- 华为技术有限公司 · Platinum → Diamond · buys ¥6M a year, from ¥5M on" in answer.out
    found = json.loads(karep("--store", book.path, "tiers", "--format", "json").out)
    assert "Platinum → Diamond" in json.dumps(found, ensure_ascii=False)
    assert karep("--store", book.path, "--lang", "zh", "tiers", "--format", "md").out.startswith("# 等级复核")


def test_the_scheme_of_the_settings_is_in_force(karep: Karep, book: Book) -> None:
    fill(book)
    paths.settings_file().parent.mkdir(parents=True, exist_ok=True)
    paths.settings_file().write_text('tier_scheme = "metal"\n', "utf-8")
    answer = karep("--store", book.path, "tiers")
    assert "By rank in the book · Platinum 5 %" in answer.out
    assert "Gold → Platinum · place 1 of 1 by purchases" in answer.out
    assert "Gold" in karep("--store", book.path, "history", "华为").out


def test_a_book_that_fits_says_so(karep: Karep, book: Book) -> None:
    assert "1 account has no “Purchases a year”" in karep("--store", book.path, "tiers").out
