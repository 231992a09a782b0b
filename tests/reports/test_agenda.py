"""The agenda: two weeks day by day."""

from __future__ import annotations

from datetime import date, timedelta

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.agenda import DAYS, agenda
from karep.reports.report import Report
from karep.rules.clock import Clock
from tests.reports.conftest import DAY, Add


def days(report: Report) -> dict[str, list[str]]:
    return {section.title: [line.part("what") for line in section.lines] for section in report.sections}


def test_free_days_that_follow_each_other_share_a_section(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="call", due="2026-11-23")
    report = agenda(store.connection, clock)
    assert days(report) == {
        "Fri 20 Nov · today – Sun 22 Nov": [],
        "Mon 23 Nov": ["call"],
        "Tue 24 Nov – Thu 3 Dec": [],
    }
    assert report.subtitle == "Fri 20 Nov 2026 – Thu 3 Dec 2026"
    assert [section.empty for section in report.sections] == ["nothing planned", "", "nothing planned"]


def test_a_day_holds_days_promises_and_follow_ups_by_the_clock(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="at four", due="2026-11-24", due_time="16:00")
    add("follow_up", account_id=account, what="at nine", due="2026-11-24", due_time="09:00")
    add("follow_up", account_id=account, what="any time", due="2026-11-24")
    add("promise", account_id=account, owed_by="them", what="drawings", due="2026-11-24")
    add("occasion", account_id=account, kind="contract_end", month=11, day=24, calendar="solar")
    add("follow_up", account_id=account, what="after", due="2026-12-04")
    found = days(agenda(store.connection, clock))
    assert found["Tue 24 Nov"] == ["Contract end", "drawings", "any time", "at nine", "at four"]
    assert not any("after" in lines for lines in found.values())


def test_what_is_overdue_is_counted_only_when_it_starts_today(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="old", due="2026-10-01")
    add("promise", account_id=account, owed_by="us", what="older", due="2026-09-01")
    section = agenda(store.connection, clock).sections[0]
    assert (section.key, section.empty, section.lines) == ("overdue", "2 things, listed in Today", ())
    later = agenda(store.connection, clock, first=DAY + timedelta(days=DAYS))
    assert "overdue" not in [section.key for section in later.sections]


def test_the_past_shows_what_was_done(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="was done", due="2026-11-10", done_at="2026-11-12T02:00:00.000Z")
    add("follow_up", account_id=account, what="was not", due="2026-11-10")
    section = agenda(store.connection, clock, first=date(2026, 11, 6)).section("2026-11-10")
    assert [(line.part("what"), line.state) for line in section.lines] == [("was done", "done"), ("was not", "overdue")]


def test_festivals_stand_on_their_days(store: Store) -> None:
    clock = Clock.at(date(2026, 2, 10), zone="Asia/Shanghai")
    report = agenda(store.connection, clock)
    assert [line.part("what") for line in report.section("2026-02-17").lines] == ["Spring Festival"]
    use_language("zh")
    assert [line.part("what") for line in agenda(store.connection, clock).section("2026-02-17").lines] == ["春节"]
