"""Important days that are near: the indexed way finds what a look at every day finds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.db.store import Store
from karep.db.views.occasions import Occasion, list_occasions
from karep.reports.brief import Subject, brief
from karep.reports.coming import coming_occasions, read_coming
from karep.reports.week import report as week
from karep.reports.words import occasion_day, rest_words
from karep.rules.clock import Clock
from karep.rules.festivals import DaySettings, OwnDay
from karep.rules.lunar import FIRST_DAY, LAST_DAY
from karep.rules.periods import period_of
from karep.rules.practice import Practice
from karep.rules.rest_days import RestDays
from tests.reports.conftest import Add

FIELDS = ("account_id", "kind", "month", "day", "year", "calendar", "leap_month", "leap_rule")
Row = tuple[Any, ...]


@pytest.fixture(scope="module")
def book(empty_store_file: Path) -> Iterator[sqlite3.Connection]:
    """The tables of a store in memory, without what keeps a journal: only reading is tried here."""
    with closing(sqlite3.connect(":memory:")) as connection, closing(sqlite3.connect(empty_store_file)) as real:
        schema = real.execute(
            "SELECT sql FROM sqlite_master WHERE name IN ('account', 'person', 'occasion')"
        ).fetchall()
        indexes = real.execute(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'occasion' AND sql > ''"
        )
        for (statement,) in (*schema, *indexes):
            connection.execute(statement)
        yield connection


def put(connection: sqlite3.Connection, rows: list[Row]) -> None:
    """Make these the only important days of the book."""
    connection.executescript("DELETE FROM occasion; DELETE FROM account;")
    fields = connection.execute("SELECT name FROM pragma_table_info('account') WHERE [notnull] AND dflt_value IS NULL")
    names = [name for (name,) in fields]
    marks = ", ".join("?" * len(names))
    values = ["a" if name == "id" else "1" for name in names]
    connection.execute(f"INSERT INTO account ({', '.join(names)}) VALUES ({marks})", values)
    for number, row in enumerate(rows):
        columns = f"id, created_at, changed_at, {', '.join(FIELDS)}"
        given_values = (f"{number:04}", "x", "x", "a", *row)
        connection.execute(
            f"INSERT INTO occasion ({columns}) VALUES ({', '.join('?' * len(given_values))})", given_values
        )


def looked_through(connection: sqlite3.Connection, day: date, days: int) -> list[tuple[str, date]]:
    """What is near, by a look at every important day."""
    dated = [(one.id, occasion_day(one, day)) for one in list_occasions(connection)]
    return sorted(
        ((one, on) for one, on in dated if on and on <= day + timedelta(days=days)), key=lambda pair: pair[::-1]
    )


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["birthday", "contract_end"]),
        st.integers(1, 12),
        st.none() | st.integers(1, 31),
        st.none() | st.integers(2024, 2030),
        st.sampled_from(["solar", "lunar"]),
        st.booleans(),
        st.sampled_from([None, "leap", "ordinary"]),
    ),
    max_size=60,
)
STARTS = (
    st.dates(date(2024, 1, 1), date(2036, 12, 31))
    | st.sampled_from([FIRST_DAY - timedelta(days=9), LAST_DAY - timedelta(days=9)])
    | st.sampled_from([date(2027, 2, 27), date(2028, 2, 28), date(2026, 12, 25), date(2028, 6, 20), date(2033, 12, 20)])
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(rows=ROWS, day=STARTS, days=st.integers(0, 60))
def test_the_indexed_way_finds_what_a_look_at_every_day_finds(
    book: sqlite3.Connection, rows: list[Row], day: date, days: int
) -> None:
    put(book, rows)
    expected = looked_through(book, day, days)
    assert [(one.id, on) for one, on in read_coming(book, day, days)] == expected
    assert [(one.id, on) for one, on in coming_occasions(list_occasions(book), day, days)] == expected


@pytest.mark.parametrize("start", [date(2027, 1, 25), date(2027, 2, 20), date(2028, 2, 20), date(2028, 6, 1)])
def test_every_day_of_both_calendars_is_found_on_its_day(book: sqlite3.Connection, start: date) -> None:
    # every day of the year, in every way in which it can be written
    rows = [
        ("birthday", month, day, None, calendar, leap, rule)
        for month in range(1, 13)
        for day in (*range(1, 31), None)
        for calendar, leap, rule in (
            ("solar", 0, None),
            ("lunar", 0, None),
            ("lunar", 1, None),
            ("lunar", 1, "ordinary"),
        )
    ]
    put(book, rows)
    expected = looked_through(book, start, 14)
    assert len(expected) > 10
    assert [(one.id, on) for one, on in read_coming(book, start, 14)] == expected


def test_the_index_is_used_and_the_book_is_not_read_through(book: sqlite3.Connection) -> None:
    put(book, [("birthday", 11, 20, None, "lunar", 0, None)])
    statements: list[str] = []
    book.set_trace_callback(statements.append)
    try:
        read_coming(book, date(2026, 11, 20), 14)
    finally:
        book.set_trace_callback(None)
    assert statements
    for statement in statements:
        plan = [str(row[3]) for row in book.execute(f"EXPLAIN QUERY PLAN {statement}")]
        assert any("ix_occasion_calendar_month_day (calendar=?" in step for step in plan), plan
        assert not any(step.startswith("SCAN") and "CONSTANT ROW" not in step for step in plan), plan


def near(store: Store, day: date, days: int = 14) -> list[tuple[Occasion, date]]:
    return read_coming(store.connection, day, days)


def test_the_end_of_a_contract_comes_once_and_a_budget_every_year(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    for kind in ("contract_end", "budget"):
        add("occasion", account_id=account, kind=kind, month=11, day=25, year=2026, calendar="solar")
    assert [one.kind for one, _on in near(store, date(2025, 11, 20))] == []
    assert {one.kind for one, _on in near(store, date(2026, 11, 20))} == {"contract_end", "budget"}
    assert [one.kind for one, _on in near(store, date(2027, 11, 20))] == ["budget"]


def test_the_end_of_a_contract_without_a_year_comes_every_year(store: Store, add: Add) -> None:
    add("occasion", account_id=add("account", name="Acme"), kind="contract_end", month=11, day=25, calendar="solar")
    assert len(near(store, date(2026, 11, 20))) == len(near(store, date(2027, 11, 20))) == 1


def test_the_rule_of_a_leap_month_is_read_from_the_store(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    day = {"month": 5, "day": 12, "calendar": "lunar", "leap_month": True}
    for rule in (None, "leap", "ordinary"):
        add("occasion", account_id=account, kind="birthday", label=f"{rule}", leap_rule=rule, **day)
    assert [(one.label, on) for one, on in near(store, date(2028, 6, 1), 40)] == [
        ("ordinary", date(2028, 6, 4)),
        ("None", date(2028, 7, 4)),
        ("leap", date(2028, 7, 4)),
    ]


def test_the_days_of_removed_accounts_and_people_are_gone(store: Store, add: Add) -> None:
    account = add("account", name="Acme")
    person = add("person", name="Wang", account_id=account)
    gone = add("person", name="Li", account_id=account)
    days = [
        add("occasion", person_id=one, kind="birthday", month=11, day=21, calendar="solar") for one in (person, gone)
    ]
    with store.action("test.remove") as change:
        change.remove("person", gone)
    assert [one.id for one, _on in near(store, date(2026, 11, 20))] == days[:1]
    with store.action("test.remove") as change:
        change.remove("account", account)
    assert near(store, date(2026, 11, 20)) == []


FAIR = DaySettings(
    off=frozenset({"laba"}),
    own=(OwnDay("own:五金展", "五金展", 11, 25, industry="五金"), OwnDay("own:年会", "年会", 11, 24, greeted=False)),
)


@pytest.mark.parametrize(
    ("country", "industry", "told"),
    [("中国", "五金", ["年会", "五金展"]), ("Deutschland", "五金", ["年会", "五金展"]), ("中国", "汽车", ["年会"])],
)
def test_own_days_stand_in_the_brief(
    store: Store, clock: Clock, add: Add, country: str, industry: str, told: Any
) -> None:
    account = add("account", name="Acme", country=country, industry=industry)
    report = brief(store.connection, Subject("account", account, ()), clock, private=True, days=FAIR)
    lines = [one for one in report.section("dates").lines if one.noun == "festival"]
    assert [one.part("what") for one in lines] == told
    assert [bool(one.part("greet")) for one in lines] == [one == "年会" for one in told]


def test_a_festival_that_is_off_stands_nowhere(store: Store, add: Add) -> None:
    clock = Clock.at(date(2027, 1, 5), zone="Asia/Shanghai")
    account = add("account", name="Acme", country="中国")
    for days, listed in ((DaySettings(), True), (FAIR, False)):
        report = brief(store.connection, Subject("account", account, ()), clock, private=True, days=days)
        assert ("laba" in [one.record_id for one in report.section("dates").lines]) == listed
        summary = week(store.connection, clock, period_of("week", date(2027, 1, 5)), practice=Practice(days=days))
        assert ("laba" in [one.record_id for one in summary.section("next").lines]) == listed


def test_holidays_and_worked_weekends_are_told_and_other_days_are_not() -> None:
    rest = RestDays({date(2026, 10, 1): "National Day", date(2026, 10, 2): ""}, {date(2026, 10, 10): "National Day"})
    said = [rest_words(date(2026, 10, day), rest) for day in (1, 2, 3, 9, 10)]
    assert said == ["rest day: National Day", "", "", "", "working day, in exchange for National Day"]
