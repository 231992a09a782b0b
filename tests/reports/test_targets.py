"""Targets: what is reached of them, on their page and beside the figures that count towards them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from karep.db.store import Store
from karep.db.targets import set_target
from karep.i18n import use_language
from karep.reports.render import line_words, render
from karep.reports.report import Goal, Line
from karep.reports.targets import read_progress, target_periods, targets_page, targets_values
from karep.reports.week_numbers import counted, numbers
from karep.reports.week_scene import scene_of
from karep.rules.clock import Clock
from karep.rules.periods import SPANS, period_of
from tests.reports.conftest import DAY, Add

WEEK = period_of("week", DAY)


@pytest.fixture
def book(store: Store, add: Add) -> str:
    """Visits on three days of November and one of October; a deal won today in each of two currencies."""
    account = add("account", name="华为")
    for at in ("2026-10-31T01:00Z", "2026-11-02T01:00Z", "2026-11-16T01:00Z", "2026-11-20T02:00Z"):
        add("touch", account_id=account, at=at, kind="visit", summary="!! between us")
    deal: dict[str, Any] = {"account_id": account, "status": "won", "expected_close": "2026-11-18"}
    add("opportunity", name="框架", amount=120_000_000, **deal)
    add("opportunity", name="Frame", amount=5_000_000, currency="EUR", **deal)
    return account


def put(store: Store, period: str, measure: str, value: int, currency: str | None = None) -> None:
    with store.action("target.set") as change:
        set_target(change, period=period, measure=measure, value=value, currency=currency)


def figures(store: Store, clock: Clock, currency: str = "CNY") -> dict[str, Line]:
    return {line.name: line for line in numbers(store.connection, WEEK, clock, currency)}


def goals(store: Store, clock: Clock, name: str) -> tuple[Goal, ...]:
    figure = figures(store, clock)[name].figure
    assert figure is not None
    return figure.goals


def test_a_figure_tells_the_targets_it_counts_towards(store: Store, clock: Clock, book: str) -> None:
    for period, value in (("week", 5), ("month", 40), ("2026-11", 10), ("2026-10", 99), ("2026", 100)):
        put(store, period, "visits", value)
    assert goals(store, clock, "visits") == (Goal("2026-W47", 5, 2), Goal("2026-11", 10, 3), Goal("2026", 100, 4))
    assert goals(store, clock, "calls") == ()
    # on Monday morning only what was done by then counts
    monday = Clock.at(date(2026, 11, 16), zone=clock.zone)
    assert goals(store, monday, "visits") == (Goal("2026-W47", 5, 1), Goal("2026-11", 10, 2), Goal("2026", 100, 3))


def test_a_longer_report_tells_no_target_of_a_shorter_period() -> None:
    spans = [[one.span for one in target_periods(period_of(span, DAY))] for span in SPANS]
    assert spans == [list(SPANS), list(SPANS[1:]), list(SPANS[2:]), ["year"]]
    # the last day of a week decides which month it belongs to
    assert [str(one) for one in target_periods(period_of("week", date(2026, 12, 31)))] == [
        "2026-W53", "2027-01", "2027-Q1", "2027",
    ]  # fmt: skip


def test_amounts_in_another_currency_are_figures_of_their_own(store: Store, clock: Clock, book: str) -> None:
    put(store, "2026-Q4", "signed", 300_000_000, "CNY")
    put(store, "2026-Q4", "signed", 4_000_000, "EUR")
    put(store, "2026-Q4", "signed", 1_000, "USD")
    found = figures(store, clock)
    told = {
        name: (line.figure.value, line.figure.unit, line.figure.goals) for name, line in found.items() if line.figure
    }
    assert told["signed"] == (120_000_000, "CNY", (Goal("2026-Q4", 300_000_000, 120_000_000),))
    assert told["signed.EUR"] == (5_000_000, "EUR", (Goal("2026-Q4", 4_000_000, 5_000_000),))
    assert told["signed.USD"] == (0, "USD", (Goal("2026-Q4", 1_000, 0),))
    assert told["deals_won"][0] == 2
    assert list(found)[-5:] == ["deals_won", "signed", "signed.EUR", "signed.USD", "promises_kept"]
    # the same book of a rep who counts in euros
    assert {"signed", "signed.CNY"} <= set(figures(store, clock, "EUR")) - {"signed.EUR"}
    assert [one.part("deal") for one in counted(store.connection, scene_of(WEEK, clock), "signed.EUR")] == ["Frame"]


def test_all_touches_are_a_figure_only_where_they_have_a_target(store: Store, clock: Clock, book: str) -> None:
    assert "touches" not in figures(store, clock)
    put(store, "month", "touches", 50)
    assert goals(store, clock, "touches") == (Goal("2026-11", 50, 3),)


def test_there_is_no_mean_of_weeks_that_the_book_does_not_know(store: Store, clock: Clock, book: str) -> None:
    figure = figures(store, clock)["visits"].figure
    assert figure is not None
    # the first touch was in the third of the weeks before
    assert (figure.value, figure.before, figure.mean, figure.history) == (2, 0, None, (1, 1, 0, 2))


def test_nothing_that_is_private_is_in_what_a_figure_counts(store: Store, clock: Clock, book: str, add: Add) -> None:
    add("touch", account_id=book, at="2026-11-19T01:00Z", kind="gift", summary="a watch", purpose="his birthday")
    promise = {"account_id": book, "owed_by": "us", "kept_at": "2026-11-19T01:00:00.000Z"}
    add("promise", what="send it\n!! he is ill", **promise)
    words = " ".join(
        line_words(line)
        for name in figures(store, clock)
        for line in counted(store.connection, scene_of(WEEK, clock), name)
    )
    assert "send it" in words and "框架" in words
    for secret in ("between us", "watch", "birthday", "ill"):
        assert secret not in words
    with pytest.raises(KeyError):
        counted(store.connection, scene_of(WEEK, clock), "smiles")


def test_the_page_of_targets(store: Store, clock: Clock, book: str) -> None:
    put(store, "week", "visits", 2)
    put(store, "2026-11", "visits", 40)
    put(store, "month", "visits", 30)
    put(store, "2027-Q1", "signed", 100_000_000, "CNY")
    text = render(targets_page(store.connection, clock, "CNY"), "text")
    assert "2026-W47 · 16–22 Nov · day 5 of 7\n- Visits · 2 of 2 (100%) · every week\n" in text
    assert "Nov 2026 · day 20 of 30\n- Visits · 3 of 40 (7%)\n" in text
    assert "Set for other periods\n- Every month · Visits · 30\n- 2027-Q1 · Jan–Mar · Signed · ¥1M\n" in text
    values = targets_values(store.connection, clock, "CNY")
    assert [(one["period"], one["value"], one["reached"]) for one in values] == [
        ("2026-W47", 2, 2), ("2026-11", 40, 3), ("month", 30, None), ("2027-Q1", 100_000_000, None),
    ]  # fmt: skip
    later = targets_page(store.connection, clock, "CNY", of=period_of("quarter", date(2027, 1, 1)))
    assert "¥0 of ¥1M (0%)" in render(later, "text")
    before = targets_page(store.connection, clock, "CNY", of=period_of("month", date(2026, 10, 1)))
    assert "Oct 2026\n- Visits · 1 of 30 (3%) · every month\n" in render(before, "text"), "not what came after it"
    use_language("zh")
    assert "已完成 3，目标 40（7%）" in render(targets_page(store.connection, clock, "CNY"), "text")


def test_100_percent_is_all_of_it(store: Store, clock: Clock, book: str) -> None:
    put(store, "month", "signed", 120_000_001, "CNY")
    [one] = read_progress(store.connection, [period_of("month", DAY)], clock, "CNY")
    assert (one.reached, one.percent) == (120_000_000, 99)
