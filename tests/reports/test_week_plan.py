"""The plan of a period and what became of it, promises and follow-ups, and what comes next."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from karep.db import follow_ups, promises
from karep.db.journal import undo
from karep.db.store import Store
from karep.reports.render import line_words
from karep.reports.report import Line, walk
from karep.reports.week import report
from karep.reports.week_next import LISTED
from karep.reports.week_plan import DONE_TOLD
from karep.rules.clock import Clock
from karep.rules.periods import period_of
from tests.reports.conftest import DAY, Add

MONDAY = date(2026, 11, 16)
BEFORE = "2026-11-13T02:00:00.000Z"
DURING = "2026-11-18T02:00:00.000Z"
AFTER = "2026-11-25T02:00:00.000Z"


def lines(store: Store, clock: Clock, key: str, of: date | None = None, span: str = "week") -> tuple[Line, ...]:
    return report(store.connection, clock, period_of(span, of or clock.today)).section(key).lines


def printed(store: Store, clock: Clock, key: str, of: date | None = None, span: str = "week") -> list[str]:
    return [line_words(line) for _depth, line in walk(lines(store, clock, key, of, span))]


@pytest.fixture
def account(add: Add) -> str:
    return add("account", name="A")


# --- the checklist ---------------------------------------------------------------------------------------------------


def test_the_plan_is_what_was_due_when_the_week_began(store: Store, clock: Clock, noted: Add, account: str) -> None:
    known = {"account_id": account, "created_at": BEFORE}
    noted("follow_up", what="done", due="2026-11-17", done_at=DURING, **known)
    noted("follow_up", what="late", due="2026-11-18", **known)
    noted("follow_up", what="to come", due="2026-11-21", **known)
    noted("follow_up", what="done before", due="2026-11-16", done_at=BEFORE, **known)
    noted("follow_up", what="of later", due="2026-11-24", **known)
    noted("follow_up", what="planned meanwhile", due="2026-11-19", account_id=account, created_at=DURING)
    kept = noted("promise", owed_by="us", what="quote", due="2026-11-17", kept_at=DURING, **known)
    noted("promise", owed_by="them", what="drawings", due="2026-11-18", broken_at=DURING, **known)
    assert printed(store, clock, "plan") == [
        "5 planned in all: 2 done, 1 not kept, 1 overdue, 1 not due yet",
        "2 d overdue · A · late · planned for Wed 18 Nov",
        "not kept · They promised · A · drawings · planned for Wed 18 Nov",
        "open · A · to come · planned for Sat 21 Nov",
        "done Wed 18 Nov · A · done · planned for Tue 17 Nov",
        "kept Wed 18 Nov · We promised · A · quote · planned for Tue 17 Nov",
    ]
    found = lines(store, clock, "plan")
    assert [line.state for line in found[1:]] == ["overdue", "", "open", "done", "done"]
    assert found[0].name == "counted" and ("promise", kept) in found[0].sources
    assert len(found[0].sources) == 5


def test_what_was_moved_away_was_planned_all_the_same(store: Store, add: Add, noted: Add) -> None:
    clock = Clock.system("UTC")
    week = period_of("week", clock.today)
    account = add("account", name="A")
    known = {"account_id": account, "created_at": "2026-01-02T02:00:00.000Z"}
    step = noted("follow_up", what="visit", due=week.first.isoformat(), **known)
    owed = noted("promise", owed_by="us", what="quote", due=week.last.isoformat(), **known)
    pulled = noted("follow_up", what="pulled forward", due=week.step(1).first.isoformat(), **known)
    with store.action("test") as change:
        follow_ups.move_follow_up(change, step, week.step(1).first)
        promises.move_promise(change, owed, week.step(2).first)
        follow_ups.move_follow_up(change, pulled, week.last)
    told = [(line.part("what"), line.part("state").split(" to ")[0]) for line in lines(store, clock, "plan")[1:]]
    assert told == [("visit", "moved"), ("quote", "moved")]
    assert printed(store, clock, "plan")[0] == "2 planned in all: 0 done, 2 moved"
    undo(store)
    told = printed(store, clock, "plan")[0]  # the day of the week decides which of them are overdue
    assert told.startswith("2 planned in all: 0 done, ") and "moved" not in told


def test_what_came_with_a_sheet_had_been_agreed_before(store: Store, clock: Clock, noted: Add, account: str) -> None:
    step = {"account_id": account, "what": "from a sheet", "due": "2026-11-20"}
    noted("follow_up", kind_of_action="sheet.import", created_at=DURING, **step)
    assert [line.part("what") for line in lines(store, clock, "plan")[1:]] == ["from a sheet"]


def test_a_promise_and_the_step_that_keeps_it_are_one_item(
    store: Store, clock: Clock, noted: Add, account: str
) -> None:
    known = {"account_id": account, "created_at": BEFORE, "due": "2026-11-20"}
    owed = noted("promise", owed_by="us", what="quote", **known)
    noted("follow_up", what="bring the quote", promise_id=owed, **known)
    assert [line.part("what") for line in lines(store, clock, "plan")[1:]] == ["bring the quote"]


def test_visits_beside_the_plan_are_counted(store: Store, clock: Clock, add: Add, noted: Add, account: str) -> None:
    visit = {"account_id": account, "kind": "visit"}
    planned = add("touch", at=DURING, **visit)
    noted("follow_up", account_id=account, what="x", due="2026-11-16", created_at=BEFORE, done_at=DURING,
        done_touch_id=planned)  # fmt: skip
    other = add("account", name="B")
    dropped_in = add("touch", account_id=other, kind="visit", at=DURING)
    add("touch", account_id=other, kind="call", at=DURING)
    [line] = [line for line in lines(store, clock, "plan") if line.name == "unplanned"]
    assert line_words(line) == "1 visit was not planned"
    assert line.sources == (("touch", dropped_in),)


def test_of_a_month_the_plan_lists_only_what_stands_out(store: Store, clock: Clock, noted: Add, account: str) -> None:
    known = {"account_id": account, "created_at": "2026-10-20T02:00:00.000Z"}
    noted("follow_up", what="done", due="2026-11-04", done_at=DURING, **known)
    noted("follow_up", what="late", due="2026-11-05", **known)
    noted("follow_up", what="to come", due="2026-11-28", **known)
    assert printed(store, clock, "plan", span="month") == [
        "3 planned in all: 1 done, 1 overdue, 1 not due yet",
        "15 d overdue · A · late · planned for Thu 5 Nov",
    ]


def test_what_was_done_is_counted_beyond_ten_and_told_nowhere_else(
    store: Store, clock: Clock, noted: Add, account: str
) -> None:
    known = {"account_id": account, "created_at": BEFORE, "due": "2026-11-17"}
    for number in range(13):
        noted("follow_up", what=f"step {number}", done_at=DURING, **known)
    noted("follow_up", what="late", **known)
    found = report(store.connection, clock, period_of("week", clock.today))
    plan = found.section("plan")
    assert [line.part("what") for line in plan.lines[:2]] == ["14 planned in all: 13 done, 1 overdue", "late"]
    assert (sum(line.state == "done" for line in plan.lines), plan.more) == (DONE_TOLD, 3)
    assert len(plan.lines[0].sources) == 14
    assert found.section("follow_ups").lines == ()


def test_of_much_that_comes_the_days_of_accounts_and_the_highest_tier_are_told(
    store: Store, clock: Clock, add: Add
) -> None:
    high, low = (add("account", name=name, tier=tier) for name, tier in (("High", "diamond"), ("Low", "vip")))
    for number in range(LISTED):
        add("follow_up", account_id=low, what=f"low {number}", due="2026-11-23")
    add("follow_up", account_id=high, what="high", due="2026-11-28")
    add("occasion", account_id=low, kind="contract_end", month=11, day=29)
    section = report(store.connection, clock, period_of("week", clock.today)).section("next")
    assert (len(section.lines), section.more) == (LISTED, 2)
    assert section.lines[-2].part("what") == "high" and section.lines[-1].noun == "occasion"


def test_what_ended_is_read_once(store: Store, clock: Clock, noted: Add, account: str) -> None:
    asked: list[str] = []
    noted("promise", account_id=account, owed_by="us", what="x", due="2026-11-17", created_at=BEFORE, kept_at=DURING)
    store.connection.set_trace_callback(asked.append)
    report(store.connection, clock, period_of("month", clock.today))
    store.connection.set_trace_callback(None)
    ended = [one for one in asked if "AND coalesce(r.kept_at, r.broken_at) IS NOT NULL" in one]
    done = [one for one in asked if "AND f.done_at IS NOT NULL" in one]
    assert (len(ended), len(done)) == (1, 1)


# --- promises and follow-ups -----------------------------------------------------------------------------------------


def test_promises_ours_overdue_first(store: Store, clock: Clock, noted: Add, account: str) -> None:
    for owed_by, what, due, kept_at, broken_at in (
        ("them", "their overdue", "2026-11-10", None, None),
        ("us", "our open", "2026-11-21", None, None),
        ("us", "no day", None, None, None),
        ("us", "our overdue", "2026-11-19", None, None),
        ("us", "our kept", "2026-11-19", DURING, None),
        ("them", "their broken", "2026-11-19", None, DURING),
        ("us", "kept before", "2026-11-10", "2026-11-12T02:00:00.000Z", None),
        ("us", "later", "2026-11-27", None, None),
        ("them", "theirs later", "2026-12-27", None, None),
    ):
        values = {"kept_at": kept_at, "broken_at": broken_at}
        noted("promise", account_id=account, owed_by=owed_by, what=what, due=due, created_at=DURING, **values)
    found = lines(store, clock, "promises")
    assert [line.part("what") for line in found] == [
        "our overdue", "their overdue", "our open", "no day", "1 of ours not due yet, 1 of theirs not due yet",
        "their broken", "our kept",
    ]  # fmt: skip
    assert [line.part("state") for line in found if line.record_id] == [
        "1 d overdue", "10 d overdue", "open", "open", "not kept", "kept",
    ]  # fmt: skip
    assert len(found[4].sources) == 2


def test_a_month_counts_what_was_kept_and_done(store: Store, clock: Clock, noted: Add, account: str) -> None:
    for day, due in (("2026-11-03", "2026-11-04"), ("2026-11-18", "2026-11-04"), ("2026-10-06", "2026-10-04")):
        at = f"{day}T02:00:00.000Z"
        noted("promise", account_id=account, owed_by="us", what="p", due=due, kept_at=at, created_at=at)
        noted("follow_up", account_id=account, what="f", due=due, done_at=at, created_at=at)
    for key, name in (("promises", "kept"), ("follow_ups", "done")):
        [line] = lines(store, clock, key, span="month")
        assert line.figure and (line.name, line.figure[:2]) == (name, (2, 1))
        assert len(line.lines) == 2


def test_a_week_that_is_over_shows_what_stood_open_at_its_end(store: Store, noted: Add, account: str) -> None:
    # agreed within the week, so that it was no part of the plan with which the week began
    agreed = {"account_id": account, "created_at": "2026-11-17T01:00:00.000Z"}
    noted("follow_up", **agreed, what="late", due="2026-11-18", done_at=AFTER)
    noted("follow_up", **agreed, what="in time", due="2026-11-18", done_at=DURING)
    noted("follow_up", **agreed, what="next", due="2026-11-24", done_at=AFTER)
    noted("promise", **agreed, owed_by="us", what="late too", due="2026-11-19", kept_at=AFTER)
    later = Clock.at(date(2026, 12, 10), zone="Asia/Shanghai")
    assert printed(store, later, "follow_ups", of=MONDAY) == [
        "5 d overdue · A · late · due Wed 18 Nov",
        "done · A · in time · due Wed 18 Nov",
    ]
    assert printed(store, later, "promises", of=MONDAY) == ["4 d overdue · We promised · A · late too · due Thu 19 Nov"]
    assert printed(store, later, "follow_ups", of=date(2026, 11, 24)) == [
        "done · A · late · due Wed 18 Nov",
    ]
    assert printed(store, later, "plan", of=date(2026, 11, 24))[1:] == [
        "done Wed 25 Nov · A · next · planned for Tue 24 Nov"
    ]


def test_what_the_plan_tells_is_not_told_again(store: Store, clock: Clock, noted: Add, account: str) -> None:
    noted("follow_up", account_id=account, what="planned", due="2026-11-18", created_at=BEFORE)
    noted("follow_up", account_id=account, what="from before", due="2026-11-10", created_at=BEFORE)
    section = report(store.connection, clock, period_of("week", DAY)).section("follow_ups")
    assert [line.part("what") for line in section.lines] == ["from before"]
    assert section.title == "Other follow-ups"


# --- what comes next -------------------------------------------------------------------------------------------------


def test_next_week_has_times_promises_days_of_accounts_and_festivals(store: Store, add: Add, account: str) -> None:
    clock = Clock.at(date(2026, 12, 24), zone="Asia/Shanghai")
    meeting = {"due_time": "20:00", "zone": "America/New_York"}
    add("follow_up", account_id=account, what="meeting", due="2026-12-28", **meeting)
    add("follow_up", account_id=account, what="call", due="2026-12-29")
    add("follow_up", account_id=account, what="this week", due="2026-12-25")
    add("promise", account_id=account, owed_by="us", what="quote", due="2026-12-30")
    add("occasion", account_id=account, kind="contract_end", month=12, day=31, calendar="solar")
    add("occasion", account_id=account, kind="budget", month=12, calendar="solar")
    add("occasion", account_id=account, kind="budget", month=1, calendar="solar")
    found = lines(store, clock, "next")
    assert [line_words(line) for line in found if line.noun != "occasion" or line.due != date(2027, 1, 1)] == [
        "Tue 29 Dec · A · call",
        "Tue 29 Dec 09:00 · A · meeting · Mon 28 Dec 20:00 America/New_York",
        "Wed 30 Dec · A · We promised · quote",
        "Thu 31 Dec · A · Contract end",
        "Fri 1 Jan · New Year's Day",
    ]
    assert [part.value for part in found[1].parts if part.name == "when"] == [datetime(2026, 12, 29, 9, 0)]
    # of a month without a day is told in the week in which it begins
    months = [line for line in found if line.due == date(2027, 1, 1) and line.noun == "occasion"]
    assert [line.part("when") for line in months] == ["January"]


def test_next_of_a_week_that_is_over_is_the_plan_of_the_week_after(store: Store, noted: Add, account: str) -> None:
    known = {"account_id": account, "created_at": BEFORE}
    noted("follow_up", what="done since", due="2026-11-24", done_at=AFTER, **known)
    noted("follow_up", what="planned on Monday", due="2026-11-26", account_id=account, created_at=AFTER)
    monday_after = Clock.at(date(2026, 11, 25), zone="Asia/Shanghai")
    assert printed(store, monday_after, "next", of=MONDAY)[:2] == [
        "Tue 24 Nov · A · done since · done",
        "Thu 26 Nov · A · planned on Monday",
    ]
    long_after = Clock.at(date(2026, 12, 25), zone="Asia/Shanghai")
    assert lines(store, long_after, "next", of=MONDAY)[0].part("what") == "done since"
    assert "planned on Monday" not in "".join(printed(store, long_after, "next", of=MONDAY))


def test_a_week_ahead_has_its_plan_and_what_comes_after_it(
    store: Store, clock: Clock, noted: Add, account: str
) -> None:
    for what, due in (("planned", "2026-12-01"), ("after it", "2026-12-08")):
        noted("follow_up", account_id=account, what=what, due=due, created_at=BEFORE)
    ahead = date(2026, 12, 2)
    assert printed(store, clock, "plan", of=ahead) == [
        "1 planned in all: 0 done, 1 not due yet",
        "open · A · planned · planned for Tue 1 Dec",
    ]
    assert printed(store, clock, "next", of=ahead)[0] == "Tue 8 Dec · A · after it"


@pytest.mark.parametrize(("span", "found"), [("month", ["Dec"]), ("quarter", ["Jan"]), ("year", ["Jan", "Dec of it"])])
def test_the_coming_period_is_as_long_as_the_period(
    store: Store, clock: Clock, add: Add, account: str, span: str, found: list[str]
) -> None:
    for what, due in (("Dec", "2026-12-31"), ("Jan", "2027-01-04"), ("Dec of it", "2027-12-30")):
        add("follow_up", account_id=account, what=what, due=due)
    told = [line.part("what") for line in lines(store, clock, "next", span=span) if line.noun == "follow_up"]
    assert told == found


def test_accounts_are_called_by_their_short_names_but_where_they_head_their_visits(
    store: Store, clock: Clock, add: Add
) -> None:
    account = add("account", name="Acme Heavy Machinery Incorporated", short_name="Acme")
    add("touch", account_id=account, at="2026-11-17T02:00:00Z")
    add("promise", account_id=account, what="quote", owed_by="us", due="2026-11-10")
    assert printed(store, clock, "activity")[0].startswith("Acme Heavy Machinery Incorporated")
    assert " · Acme · quote" in printed(store, clock, "promises")[0]


def test_a_promise_that_the_plan_tells_is_told_once(store: Store, clock: Clock, noted: Add, account: str) -> None:
    noted("promise", owed_by="us", what="quote", due="2026-11-17", account_id=account, created_at=BEFORE)
    noted("promise", owed_by="us", what="older", due="2026-11-05", account_id=account, created_at=BEFORE)
    assert any("quote" in line for line in printed(store, clock, "plan"))
    assert [line for line in printed(store, clock, "promises") if "quote" in line] == []
    assert any("older" in line for line in printed(store, clock, "promises"))


def test_what_was_promised_within_the_week_was_no_plan_of_it(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    for at, what in (("2026-11-17T02:00:00Z", "promised on Tuesday"), ("2026-11-12T02:00:00Z", "promised before")):
        touch = add("touch", account_id=account, at=at, kind_of_action="sheet.import")
        add("promise", account_id=account, touch_id=touch, what=what, due="2026-11-19", kind_of_action="sheet.import")
    told = printed(store, clock, "plan")
    assert any("promised before" in line for line in told)
    assert not any("promised on Tuesday" in line for line in told)
