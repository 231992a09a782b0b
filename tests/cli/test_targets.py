"""`karep targets`: set, shown, taken out, in both languages."""

import json

from karep.db import touches
from karep.db.store import Store
from tests.cli.conftest import Book, Karep


def test_targets_are_set_shown_and_dropped(karep: Karep, book: Book) -> None:
    with Store.open(book.path) as store, store.action("touch.log") as change:
        touches.log_touch(change, {"account_id": book.account, "at": "2026-11-19T03:00Z", "kind": "visit"})
    call = ("--store", book.path, "--today", "2026-11-20", "targets")
    assert "No targets are set." in karep(*call).out
    assert karep(*call, "set", "month", "visits", "40").out == "Target: Every month · Visits · 40\n"
    assert "¥3M" in karep(*call, "set", "2026-Q4", "signed", "3000000").out
    assert "€30k" in karep(*call, "set", "2026-q4", "signed", "30,000 EUR").out
    assert "$1M" in karep(*call, "set", "year", "签约", "100万", "--currency", "usd").out
    shown = karep(*call)
    assert shown.code == 0 and "Nov 2026 · day 20 of 30\n- Visits · 1 of 40 (2%) · every month" in shown.out
    found = json.loads(karep(*call, "--format", "json").out)
    assert [(one["period"], one["measure"], one["unit"], one["value"], one["reached"]) for one in found] == [
        ("2026-11", "visits", "", 40, 1),
        ("2026-Q4", "signed", "CNY", 300_000_000, 0),
        ("2026-Q4", "signed", "EUR", 3_000_000, 0),
        ("2026", "signed", "USD", 100_000_000, 0),
    ]
    assert "已完成 1，目标 40（2%）" in karep("--lang", "zh", *call).out
    assert karep(*call, "drop", "2026-Q4", "signed", "--currency", "EUR").out.startswith("Taken out: 2026-Q4")
    assert len(json.loads(karep(*call, "--format", "json").out)) == 3
    assert karep("--store", book.path, "undo").code == 0
    assert len(json.loads(karep(*call, "--format", "json").out)) == 4
    assert "Target taken out" in karep("--store", book.path, "history").out


def test_what_is_no_target_is_refused_in_a_sentence(karep: Karep, book: Book) -> None:
    call = ("--store", book.path, "targets")
    for wrong, words in (
        (("set", "day", "visits", "4"), "write week, month, quarter or year"),
        (("set", "month", "smiles", "4"), "what is measured is one of: signed, visits"),
        (("set", "month", "visits", "many"), "“many” is no target"),
        (("set", "month", "visits", "-3"), "-3: a target is not below zero"),
        (("set", "month", "signed", "1.234567"), "at most two decimals"),
        (("set", "9999", "visits", "4"), "1900–2199"),
        (("set", "month", "signed", "4", "--currency", "gold"), "“gold” is no currency"),
        (("set", "month", "visits"), "VALUE"),
    ):
        answer = karep(*call, *wrong)
        assert answer.code == 2 and words in answer.err, (wrong, answer)
    large = karep(*call, "set", "month", "visits", "9" * 17)
    assert large.code in (1, 2) and large.err
    dropped = karep(*call, "drop", "month", "visits")
    assert dropped.code == 1 and "There is no such target: Every month · Visits." in dropped.err
    assert "No targets are set." in karep(*call).out
