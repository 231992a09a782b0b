"""`karep undo`, `redo` and `history`."""

import json

from karep.db.store import Store
from karep.db.views.accounts import get_account
from tests.cli.conftest import Book, Karep


def _tier(book: Book) -> str | None:
    with Store.open(book.path) as store:
        account = get_account(store.connection, book.account)
        return account.tier if account else None


def test_undo_and_redo_of_a_numbered_action(karep: Karep, book: Book) -> None:
    assert _tier(book) == "platinum"
    answer = karep("--store", book.path, "undo", 2)
    assert answer.code == 0
    assert "华为技术有限公司" in answer.out and "1 record" in answer.out
    assert _tier(book) == "gold"
    assert karep("--store", book.path, "redo").code == 0
    assert _tier(book) == "platinum"


def test_undo_without_a_number_takes_the_last(karep: Karep, book: Book) -> None:
    assert "王建国" in karep("--store", book.path, "undo").out


def test_undo_is_refused_with_a_sentence(karep: Karep, book: Book) -> None:
    refused = karep("--store", book.path, "undo", 1)
    assert (refused.code, refused.out) == (1, "")
    assert "--keep-edited" in refused.err
    assert karep("--store", book.path, "undo", 99).code == 1
    assert karep("--store", book.path, "redo").code == 1


def test_undo_can_leave_alone_what_was_edited(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store:
        with store.action("import", "") as change:
            edited = change.add("account", {"name": "Edited"})
            change.add("account", {"name": "Not edited"})
            number = change.seq
        with store.action("account.change", "") as change:
            change.change("account", edited, {"note": "later"})
    kept = karep("--store", book.path, "undo", number, "--keep-edited")
    assert kept.code == 0
    assert "1 record" in kept.out and "left alone" in kept.out


def test_history_lists_actions_with_their_numbers(karep: Karep, book: Book) -> None:
    karep("--store", book.path, "undo", 2)
    answer = karep("--store", book.path, "history")
    assert answer.code == 0
    lines = answer.out.splitlines()
    assert [line.split()[0] for line in lines] == ["4", "3", "2", "1"]
    assert "takes back 2" in lines[0] and "undone by 4" in lines[2]
    listed = json.loads(karep("--store", book.path, "history", "--format", "json").out)
    assert [one["seq"] for one in listed] == [4, 3, 2, 1]


def test_history_of_an_account_is_field_by_field(karep: Karep, book: Book) -> None:
    for who in ("华为技术有限公司", "huawei", "华为", "技术", book.account):
        answer = karep("--store", book.path, "history", who)
        assert answer.code == 0, who
        assert "Gold → Platinum" in answer.out
        assert "1,234.56" in answer.out
        assert "王建国" in answer.out
    assert "黄金 → 白金" in karep("--lang", "zh", "--store", book.path, "history", "华为").out
    entries = json.loads(karep("--store", book.path, "history", "华为", "--format", "json").out)
    assert entries[1]["before"] == {"tier": "gold"} and entries[1]["after"] == {"tier": "platinum"}


def test_history_tells_yes_and_no_and_not_what_nobody_chose(karep: Karep, book: Book) -> None:
    assert "Pinned" not in karep("--store", book.path, "history", "华为").out
    with Store.open(book.path) as store, store.action("account.pin", "") as change:
        change.change("account", book.account, {"pinned": 1})
    assert "Pinned: no → yes" in karep("--store", book.path, "history", "华为").out


def test_history_of_a_person(karep: Karep, book: Book) -> None:
    answer = karep("--store", book.path, "history", "王建国")
    assert "总经理" in answer.out and "华为技术有限公司" in answer.out


def test_history_of_what_was_removed(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("record.remove", "王建国") as change:
        change.remove("person", book.person)
    answer = karep("--store", book.path, "history", "王建国")
    assert answer.code == 0
    assert "removed" in answer.out


def test_a_name_of_several_is_refused_with_the_names(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("import", "") as change:
        for number in range(12):
            change.add("account", {"name": f"100% Acme_{number:02}"})
        change.add("account", {"name": "100x Acme"})
    answer = karep("--store", book.path, "history", "acme")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("Acme_") == 10 and "…" in answer.err
    assert karep("--store", book.path, "history", "100% Acme_1").err.count("(Account)") == 2
    assert karep("--store", book.path, "history", "100x").code == 0
    assert karep("--store", book.path, "history", "nobody").code == 1
    assert karep("--store", book.path, "history", " ").code == 1


def test_an_exact_name_wins_over_longer_ones(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("import", "") as change:
        change.add("account", {"name": "Acme"})
        change.add("account", {"name": "Acme Holding"})
    answer = karep("--store", book.path, "history", "ACME")
    assert answer.code == 0
    assert answer.out.startswith("Acme (")


def test_an_empty_store_has_no_history(karep: Karep, store_path: object) -> None:
    assert "Nothing" in karep("--store", store_path, "history").out
    assert karep("--store", store_path, "undo").code == 1


def test_a_deal_has_its_history_with_what_belongs_to_it(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("test") as change:
        deal = change.add("opportunity", {"account_id": book.account, "name": "年度框架"})
        change.add("tick", {"opportunity_id": deal, "item_id": "s1.source", "at": change.at})
    answer = karep("--store", book.path, "history", "年度框架")
    assert answer.code == 0 and "年度框架" in answer.out and "s1.source" in answer.out
    assert karep("--store", book.path, "history", "没有的").code == 1
