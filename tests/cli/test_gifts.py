"""`karep gifts`: names and totals, and with --private what was given, the limit and who approved it."""

import csv
import io
import json
from pathlib import Path

import pytest

from karep.db import gifts, people
from karep.db.store import Store
from karep.rules.gifts import Allowance

from .conftest import Book, Karep

BEFORE = ("--lang", "en", "--today", "2026-11-22")


@pytest.fixture
def given(book: Book) -> Book:
    """The book's person got two gifts this year, one last year; somebody with a name like a formula got one."""
    with Store.open(book.path) as store, store.action("gift.add") as change:
        odd = people.add_person(change, {"name": "=1+1\x1b[31m", "account_id": book.account, "government": True})
        tea = {"person_id": book.person, "item": "zqtea", "value": 200_00, "currency": "CNY", "given_on": "2026-02-10"}
        book_gift = {**tea, "item": "zqbook", "value": 320_00, "given_on": "2026-09-20", "approver": "赵总"}
        last = {**tea, "item": "zqold", "given_on": "2025-09-20"}
        pen = {**tea, "person_id": odd, "item": "zqpen", "value": 40_00, "currency": "USD", "approver": "合规"}
        for one in (tea, book_gift, last, pen):
            gifts.add_gift(change, one, Allowance(500_00, "CNY"))
    return book


def test_without_private_there_are_only_names_and_totals(karep: Karep, given: Book) -> None:
    for form in ("text", "csv", "json"):
        answer = karep(*BEFORE, "--store", given.path, "gifts", "--format", form)
        assert answer.code == 0 and "王建国" in answer.out and "520" in answer.out
        assert not any(one in answer.out for one in ("zq", "赵总", "合规", "500", "limit", "state"))


def test_with_private_everything_is_told(karep: Karep, given: Book) -> None:
    answer = karep(*BEFORE, "--store", given.path, "gifts", "--private")
    assert "¥520 of ¥500" in answer.out and "over the limit" in answer.out and "approved by 赵总" in answer.out
    assert "zqtea (2026-02)" in answer.out and "zqold" not in answer.out
    assert "$40 in another currency, not added" in answer.out and "serves the state" in answer.out
    assert "not judged: other currencies" in answer.out and "within the limit" not in answer.out
    assert "\x1b" not in answer.out


def test_the_sheet_runs_nothing_and_reads_back(karep: Karep, given: Book, tmp_path: Path) -> None:
    target = tmp_path / "gifts.csv"
    answer = karep(*BEFORE, "--store", given.path, "gifts", "--private", "--format", "csv", "-o", target)
    assert answer.code == 0
    rows = list(csv.DictReader(io.StringIO(target.read_text("utf-8-sig"), newline="")))
    assert [row["Name"] for row in rows] == ["王建国", "'=1+1\x1b[31m"]
    assert (rows[0]["Total"], rows[0]["Limit"], rows[0]["State"], rows[0]["Approved By"]) == (
        "520.00", "500.00", "over", "赵总",
    )  # fmt: skip
    assert (rows[1]["Total"], rows[1]["Other Currencies"], rows[1]["Serves the State"]) == ("0.00", "USD 40.00", "yes")
    assert rows[1]["State"] == "not_judged"
    assert karep(*BEFORE, "--store", given.path, "gifts", "-o", target).code == 1


def test_another_year_and_none(karep: Karep, given: Book) -> None:
    answer = karep(*BEFORE, "--store", given.path, "gifts", "--year", "2025", "--private", "--format", "json")
    [one] = json.loads(answer.out)
    assert (one["total"], one["gifts"], one["state"], one["list"][0]["item"]) == (200_00, 1, "within", "zqold")
    assert karep(*BEFORE, "--store", given.path, "gifts", "--year", "2020").out == "No gifts in 2020.\n"
    assert karep("--lang", "zh", "--store", given.path, "gifts", "--year", "2020").out == "2020 年没有礼品记录。\n"
    assert karep(*BEFORE, "--store", given.path, "gifts", "--year", "20260").code == 2


def test_an_unset_year_is_the_one_of_today(karep: Karep, given: Book) -> None:
    assert "2025" in karep("--lang", "en", "--today", "2025-06-01", "--store", given.path, "gifts").out


def test_hostile_records_are_listed_harmlessly(karep: Karep, book: Book) -> None:
    from tests.hostile import fill, hostile_texts

    with Store.open(book.path) as store, store.action("test") as change:
        made = fill(change, hostile_texts()[:60], "2026-11-21")
    for form in ("text", "csv"):
        answer = karep(*BEFORE, "--store", book.path, "gifts", "--private", "--format", form)
        assert answer.code == 0 and answer.err == ""
    text = karep(*BEFORE, "--store", book.path, "gifts", "--private").out
    assert "\x1b" not in text and len(text.splitlines()) >= 2 * len(made)
