"""`karep today`, and how reports are given out."""

import json
import os
import stat
from pathlib import Path

import pytest

from karep.cli.reports import give
from karep.db.store import Store
from karep.exchange.output import NotWritten
from karep.reports.report import Report
from karep.rules.cutting import cells
from tests.cli.conftest import Book, Karep


def _promise(book: Book) -> None:
    with Store.open(book.path) as store, store.action("promise.add", "") as change:
        change.add("promise", {"account_id": book.account, "what": "Send the quote \x1b[31m", "due": "2026-11-18"})


def test_today_in_every_format(karep: Karep, book: Book) -> None:
    _promise(book)
    text = karep("--store", book.path, "--today", "2026-11-20", "today")
    assert (text.code, text.err) == (0, "")
    assert "Send the quote ␛[31m" in text.out and "\x1b" not in text.out
    assert karep("--store", book.path, "--today", "2026-11-20", "today", "--format", "md").out.startswith("# ")
    assert json.loads(karep("--store", book.path, "--today", "2026-11-20", "today", "--format", "json").out)
    earlier = karep("--store", book.path, "--today", "2026-11-10", "today").out
    assert "Send the quote" not in earlier


def test_today_in_ten_lines_and_the_whole_page(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("promise.add", "") as change:
        for number in range(30):
            values = {"account_id": book.account, "what": f"Quote {number} " + "很长" * 60, "due": "2026-11-18"}
            change.add("promise", values)
    arguments = ("--store", book.path, "--today", "2026-11-20", "today")
    rows = karep(*arguments).out.splitlines()
    assert len(rows) == 10
    assert rows[0].startswith("Today · Fri 20 Nov 2026")
    assert rows[-1].endswith("more: karep today --all") and "Quote" not in rows[-1]
    assert all(cells(row) <= 100 for row in rows)
    whole = karep(*arguments, "--all").out
    assert whole.count("Quote") == 30 and "Nothing planned" in whole
    assert json.loads(karep(*arguments, "--format", "json").out)["sections"][0]["key"] == "promises"


def test_a_whole_page_leaves_nothing_out(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("account.add", "") as change:
        for number in range(120):
            change.add("account", {"name": f"Gold {number}.", "tier": "gold", "match_key": "x"})
    arguments = ("--store", book.path, "--today", "2026-11-20", "today")
    for form in (("--all",), ("--format", "md"), ("--format", "json")):
        whole = karep(*arguments, *form).out
        assert not [number for number in range(120) if f"Gold {number}." not in whole], form


def test_a_book_without_tiers_and_plans_says_so(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("account.change", "") as change:
        for (account_id,) in store.connection.execute("SELECT id FROM account").fetchall():
            change.change("account", account_id, {"tier": None})
    arguments = ("--store", book.path, "--today", "2026-11-20", "today")
    assert karep(*arguments).out.startswith("No account has a tier or a next step yet")
    with Store.open(book.path) as store, store.action("follow_up.add", "") as change:
        change.add("follow_up", {"account_id": book.account, "what": "x", "due": "2027-11-20"})
    assert "nobody is waiting" in karep(*arguments).out


def test_today_keeps_personal_days_to_itself(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("occasion.add", "") as change:
        person = change.add("person", {"name": "Wang", "match_key": "wang", "account_id": book.account})
        day = {"month": 11, "day": 21, "calendar": "solar"}
        change.add("occasion", {**day, "person_id": person, "kind": "birthday"})
        change.add("occasion", {**day, "account_id": book.account, "kind": "anniversary", "label": "First order"})
    for form in (("--all",), ("--format", "md"), ("--format", "json"), ()):
        arguments = ("--store", book.path, "--today", "2026-11-20", "today", *form)
        open_page, whole = karep(*arguments).out, karep(*arguments, "--private").out
        assert "First order" in open_page and "First order" in whole, form
        assert "Birthday" not in open_page and "Birthday" in whole, form


def test_an_empty_book_is_one_sentence(karep: Karep, store_path: Path) -> None:
    answer = karep("--store", store_path, "today")
    assert answer.out.startswith("Your book is empty") and answer.out.count("\n") == 1


def test_today_speaks_chinese(karep: Karep, book: Book) -> None:
    _promise(book)
    assert "2026年11月20日" in karep("--lang", "zh", "--store", book.path, "--today", "2026-11-20", "today").out


def test_a_report_goes_into_a_private_file_that_was_not_there(karep: Karep, book: Book, tmp_path: Path) -> None:
    target = tmp_path / "today.md"
    arguments = ("--store", book.path, "today", "--format", "md", "-o", target)
    answer = karep(*arguments)
    assert answer.code == 0 and str(target) in answer.out
    assert target.read_text("utf-8").startswith("# ")
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert karep(*arguments).code == 1
    assert karep(*arguments, "--force").code == 0


def test_give_refuses_before_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "there.txt"
    target.write_text("mine", "utf-8")
    with pytest.raises(NotWritten):
        give(Report("t", "", ()), "text", str(target), force=False)
    assert target.read_text("utf-8") == "mine"


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
@pytest.mark.parametrize("at", ["0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"])
def test_a_touch_beyond_all_calendars_stops_nothing(
    karep: Karep, book: Book, monkeypatch: pytest.MonkeyPatch, at: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    with Store.open(book.path) as store, store.action("touch.log", "") as change:
        change.change("account", book.account, {"city": "Suzhou"})
        touch = change.add("touch", {"account_id": book.account, "at": "2026-11-01T00:00:00Z", "kind": "visit"})
        change.connection.execute("UPDATE touch SET at = ? WHERE id = ?", (at, touch))
    for command in (["today", "--all"], ["near", "Huawei"], ["week"], ["brief", "Huawei"], ["find", "Huawei"]):
        said = karep("--store", book.path, "--today", "2026-11-20", *command)
        assert (said.code, said.err) == (0, ""), command


def test_today_reminds_of_the_report_unless_it_is_off(karep: Karep, book: Book, home: Path) -> None:
    with Store.open(book.path) as store, store.action("touch.log", "") as change:
        change.add("touch", {"account_id": book.account, "at": "2026-11-11T04:00:00.000Z", "kind": "visit"})
    arguments = ("--store", book.path, "--today", "2026-11-20", "today")
    for form in ((), ("--all",), ("--format", "json")):
        assert "2026-W46" in karep(*arguments, *form).out, form
    assert "karep week --of 2026-W46 -o FILE" in karep(*arguments, "--all").out
    settings = home / "config" / "settings.toml"
    settings.parent.mkdir(parents=True, exist_ok=True)
    settings.write_text('week_reminder = "off"\n', "utf-8")
    assert "2026-W46" not in karep(*arguments, "--all").out
