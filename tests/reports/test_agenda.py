"""The agenda: two weeks day by day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.agenda import DAYS, agenda, agenda_report, read_agenda
from karep.reports.day_load import AgendaDay, hours_words, week_bar
from karep.reports.report import Report
from karep.reports.today import today
from karep.rules.clock import Clock
from karep.rules.festivals import DaySettings, OwnDay
from karep.rules.practice import Practice
from karep.rules.rest_days import RestDays
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


def test_what_was_done_stands_on_past_days_only(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    for day in ("2026-11-19", "2026-11-20", "2026-11-23"):
        add("follow_up", account_id=account, what=day, due=day, done_at="2026-11-19T02:00:00.000Z")
    report = agenda(store.connection, clock, first=date(2026, 11, 16))
    assert [line.part("what") for section in report.sections for line in section.lines] == ["2026-11-19"]


def test_one_day_and_many(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="call", due="2026-11-23")
    assert days(agenda(store.connection, clock, first=date(2026, 11, 23), days=1)) == {"Mon 23 Nov": ["call"]}
    month = read_agenda(store.connection, clock, first=date(2026, 10, 26), days=42)
    assert [one.day for one in month.days][::41] == [date(2026, 10, 26), date(2026, 12, 6)]
    assert month.of(date(2026, 11, 23)).things == 1
    with pytest.raises(KeyError):
        month.of(date(2026, 12, 7))


def test_as_much_is_overdue_as_today_lists(store: Store, clock: Clock, add: Add) -> None:
    account, gone = add("account", name="A"), add("account", name="Gone")
    for owed_by in ("us", "them"):
        add("promise", account_id=account, owed_by=owed_by, what=owed_by, due="2026-11-18")
    promise = add("promise", account_id=account, owed_by="us", what="planned", due="2026-11-20")
    for due in ("2026-11-10", "2026-11-19"):
        # the first of them is one thing with the promise, the other is not
        add("follow_up", account_id=account, promise_id=promise, what=due, due=due)
    add("follow_up", account_id=account, what="there", due="2026-11-19", due_time="09:00", zone="Pacific/Auckland")
    add("follow_up", account_id=account, what="here", due="2026-11-19", due_time="20:00", zone="America/New_York")
    add("follow_up", account_id=gone, what="gone", due="2026-11-10")
    with store.action("test.remove") as change:
        change.remove("account", gone)
    lines = [line for one in today(store.connection, clock).sections for line in one.lines if line.state == "overdue"]
    assert [line.part("what") for line in lines] == ["us", "them", "2026-11-19", "there"]
    assert agenda(store.connection, clock).section("overdue").empty == "4 things, listed in Today"


def test_a_part_knows_what_is_overdue_today(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    for day in ("2026-10-01", "2026-11-17", "2026-11-19"):
        add("follow_up", account_id=account, what=day, due=day)
    week = read_agenda(store.connection, clock, first=date(2026, 11, 16), days=7)
    assert agenda_report(week.part(DAY, 2), DAY).section("overdue").empty == "3 things, listed in Today"
    # the week itself does not begin today, and lists two of them
    assert "overdue" not in [section.key for section in agenda_report(week, DAY).sections]


def test_a_day_says_how_much_is_planned(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    planned = {"account_id": account, "due": "2026-11-24"}
    add("follow_up", what="long", due_time="09:00", minutes=90, **planned)
    add("follow_up", what="an hour is meant", due_time="14:00", **planned)
    add("follow_up", what="no time", **planned)
    add("follow_up", what="no time, but a length", minutes=30, **planned)
    add("promise", what="p", owed_by="us", **planned)
    day = read_agenda(store.connection, clock, first=date(2026, 11, 24), days=1).days[0]
    assert (day.things, day.minutes, day.overloaded) == (5, 180, False)
    assert [line.part("when") for line in day.lines] == ["", "", "", "09:00–10:30", "14:00"]


def test_too_much_for_a_day_is_said(store: Store, clock: Clock, add: Add) -> None:
    account, other = add("account", name="A"), add("account", name="B")
    add("follow_up", account_id=account, what="all day", due="2026-11-24", due_time="09:00", minutes=481)
    add("follow_up", account_id=account, what="one", due="2026-11-25", due_time="10:00")
    add("follow_up", account_id=other, what="two", due="2026-11-25", due_time="10:30")
    add("follow_up", account_id=other, what="after", due="2026-11-25", due_time="11:30")
    found = read_agenda(store.connection, clock, first=date(2026, 11, 24), days=2)
    titles = [section.title for section in agenda_report(found, DAY).sections]
    assert titles == ["Tue 24 Nov · ! 8 h planned", "Wed 25 Nov · ! 10:00 and 10:30 overlap"]
    told = {line.part("what"): line.part("overlap") for line in found.days[1].lines}
    assert told == {"one": "! overlaps 10:30 B", "two": "! overlaps 10:00 A", "after": ""}
    assert all(one.overloaded for one in found.days)


def test_holidays_and_worked_weekends_stand_in_the_title(store: Store, clock: Clock, add: Add) -> None:
    rest = RestDays(
        free={date(2026, 11, 23): "Long Day", date(2026, 11, 24): "Long Day", date(2026, 11, 26): "Other"},
        worked={date(2026, 11, 28): "Long Day"},
    )
    add("follow_up", account_id=add("account", name="A"), what="call", due="2026-11-26")
    found = agenda(store.connection, clock, first=date(2026, 11, 22), days=8, practice=Practice(rest=rest))
    assert [section.title for section in found.sections] == [
        "Sun 22 Nov",
        "Mon 23 Nov – Tue 24 Nov · Long Day · rest day",
        "Wed 25 Nov",
        "Thu 26 Nov · Other · rest day",
        "Fri 27 Nov",
        "Sat 28 Nov · working Saturday (Long Day)",
        "Sun 29 Nov",
    ]


def test_own_days_stand_on_their_days_and_what_is_off_does_not(store: Store, clock: Clock) -> None:
    own = DaySettings(off=frozenset({"december_12"}), own=(OwnDay("own:fair", "Fair", 12, 1),))
    found = agenda(store.connection, clock, days=30, practice=Practice(days=own))
    assert [line.part("what") for section in found.sections for line in section.lines] == ["Fair"]


def test_of_a_month_without_a_day_today_or_the_first_stands_for_it(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("occasion", account_id=account, kind="budget", month=11, calendar="solar")
    add("occasion", account_id=account, kind="contract_end", month=12, calendar="solar")

    def standing(first: date, count: int) -> list[tuple[str, str]]:
        found = read_agenda(store.connection, clock, first=first, days=count)
        lines = [(one.day, line) for one in found.days for line in one.lines if line.noun == "occasion"]
        return [(f"{day:%m-%d}", line.part("what")) for day, line in lines]

    budget, end = "Budget date, day unknown", "Contract end, day unknown"
    assert standing(date(2026, 11, 16), 42) == [("11-20", budget), ("12-01", end)]
    assert standing(date(2026, 11, 23), 7) == []
    assert standing(date(2026, 11, 1), 10) == [("11-01", budget)]


def test_the_week_in_one_line() -> None:
    monday = date(2026, 11, 23)
    loads = {0: (3, 0, ()), 1: (5, 360, ()), 4: (9, 545, ()), 5: (2, 90, ((None, None),))}
    week = [
        AgendaDay(monday + timedelta(days=step), (), *loads.get(step, (0, 0, ())))  # type: ignore[arg-type]
        for step in range(7)
    ]
    assert week_bar(week, 200) == (
        "W48 · Mon 3 · Tue 5 (6 h) · Wed – · Thu – · Fri 9 (9.1 h) ! · Sat 2 (1.5 h) ! · Sun –"
    )
    assert week_bar(week, 78) == "W48  Mon3  Tue5/6h  Wed–  Thu–  Fri9/9.1h!  Sat2/1.5h!  Sun–"
    assert week_bar(week, 50) == "W48 Mon3 Tue5 Wed– Thu– Fri9! Sat2! Sun–"
    use_language("zh")
    assert week_bar(week, 78) == "48周  一3  二5/6h  三–  四–  五9/9.1h!  六2/1.5h!  日–"
    assert week_bar([], 78) == ""


def test_hours_in_words() -> None:
    told = [hours_words(one) for one in (0, 45, 60, 90, 135, 480)]
    assert told == ["0 min", "45 min", "1 h", "1.5 h", "2.2 h", "8 h"]


def test_what_is_due_is_found_by_an_index(store: Store) -> None:
    def plan(query: str, *values: object) -> str:
        return " / ".join(row[-1] for row in store.connection.execute(f"EXPLAIN QUERY PLAN {query}", values))

    from karep.db.views import follow_ups, planned, promises

    between = ("2026-11-01", "2026-12-01")
    by_due = f"{follow_ups._FOLLOW_UP} AND f.done_at IS NULL AND f.due >= ? AND f.due <= ?"
    assert "SEARCH f USING INDEX ix_follow_up_due" in plan(by_due, *between)
    owed = f"{promises._PROMISE} AND r.kept_at IS NULL AND r.broken_at IS NULL AND r.due >= ? AND r.due <= ?"
    assert "SEARCH r USING INDEX ix_promise_due" in plan(owed, *between)
    assert "USING INDEX ix_follow_up_due" in plan(planned._LENGTHS, *between)
    for query in (planned._PAST, planned._NEAR):
        numbered = query.replace(":today", "?1").replace(":day", "?2").replace(":until", "?3")
        found = plan(numbered, *("2026-12-01", "2026-11-30", "2026-12-02")[: 2 if query is planned._PAST else 3])
        assert "SCAN" not in found.replace("SCAN CONSTANT ROW", "") and "ix_follow_up_due" in found
    assert "SCAN" not in plan(planned._FIRST, "a") and "SCAN" not in plan(planned._SHORT, "a")
