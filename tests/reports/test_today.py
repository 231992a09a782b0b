"""Today: what is listed, why, and in which order."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, time, timedelta

import pytest

from karep.db.store import Store
from karep.reports.report import Line
from karep.reports.today import COLD_LISTED, today, without_personal
from karep.reports.words import dated_words, local_due
from karep.rules.clock import Clock
from tests.reports.conftest import DAY, Add


def listed(store: Store, clock: Clock, key: str, *, urgent_only: bool = False) -> list[Line]:
    return list(today(store.connection, clock, urgent_only=urgent_only).section(key).lines)


def words(lines: list[Line], *names: str) -> list[tuple[str, ...]]:
    return [tuple(line.part(name) for name in names) for line in lines]


def test_an_empty_book_has_every_section_and_no_line(store: Store, clock: Clock) -> None:
    report = today(store.connection, clock)
    assert report.subtitle == "Fri 20 Nov 2026"
    assert [section.key for section in report.sections] == [
        "promises", "owed_to_us", "follow_ups", "cold", "unplanned", "dates", "win_back", "deals"
    ]  # fmt: skip
    assert not any(section.lines for section in report.sections)
    assert all(section.empty for section in report.sections)


def test_our_promises_by_attention_then_by_delay(store: Store, clock: Clock, add: Add) -> None:
    plain, gold = add("account", name="Plain"), add("account", name="Gold", tier="gold")
    add("touch", account_id=gold, at="2026-11-19T02:00:00.000Z", kind="visit")
    late = add("promise", account_id=plain, owed_by="us", what="quote", due="2026-11-10")
    add("promise", account_id=plain, owed_by="us", what="sample", due="2026-11-19")
    add("promise", account_id=gold, owed_by="us", what="drawing", due="2026-11-18")
    add("promise", account_id=gold, owed_by="us", what="today's", due="2026-11-20")
    add("promise", account_id=gold, owed_by="us", what="soon", due="2026-11-23")
    add("promise", account_id=plain, owed_by="us", what="sooner", due="2026-11-21")
    add("promise", account_id=gold, owed_by="us", what="not yet", due="2026-11-24")
    add("promise", account_id=gold, owed_by="us", what="kept", due="2026-11-01", kept_at="2026-11-02T00:00:00.000Z")
    add("promise", account_id=gold, owed_by="us", what="some day")
    add("promise", account_id=plain, owed_by="them", what="forecast", due="2026-11-10")
    add("promise", account_id=plain, owed_by="them", what="theirs tomorrow", due="2026-11-21")
    found = listed(store, clock, "promises")
    assert words(found, "when", "account", "what") == [
        ("2 d overdue", "Gold", "drawing"),
        ("10 d overdue", "Plain", "quote"),
        ("1 d overdue", "Plain", "sample"),
        ("today", "Gold", "today's"),
        ("tomorrow", "Plain", "sooner"),
        ("Mon 23 Nov", "Gold", "soon"),
    ]
    assert (found[1].noun, found[1].record_id, found[1].account_id) == ("promise", late, plain)
    assert [line.state for line in found] == ["overdue", "overdue", "overdue", "due", "coming", "coming"]
    assert words(listed(store, clock, "owed_to_us"), "what") == [("forecast",)]


def test_follow_ups_overdue_first_then_by_the_clock(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    person = add("person", name="Wang", account_id=account)
    add("follow_up", account_id=account, what="any time", due="2026-11-20")
    add("follow_up", account_id=account, what="late", due="2026-11-17", person_id=person)
    add("follow_up", account_id=account, what="at four", due="2026-11-20", due_time="16:00", zone="Asia/Shanghai")
    add("follow_up", account_id=account, what="at nine", due="2026-11-20", due_time="09:00")
    add("follow_up", account_id=account, what="tomorrow", due="2026-11-21")
    add("follow_up", account_id=account, what="done", due="2026-11-17", done_at="2026-11-17T01:00:00.000Z")
    # tomorrow at half past one in Auckland is this evening in Shanghai
    add("follow_up", account_id=account, what="far", due="2026-11-21", due_time="01:30", zone="Pacific/Auckland")
    found = listed(store, clock, "follow_ups")
    assert words(found, "when", "what", "who") == [
        ("3 d overdue", "late", "Wang"),
        ("today 09:00", "at nine", ""),
        ("today 16:00", "at four", ""),
        ("today 20:30", "far", ""),
        ("today", "any time", ""),
    ]


def test_records_of_removed_accounts_are_gone(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Gone", tier="gold")
    add("promise", account_id=account, owed_by="us", what="x", due="2026-11-10")
    add("follow_up", account_id=account, what="x", due="2026-11-10")
    add("occasion", account_id=account, kind="contract_end", month=11, day=25, calendar="solar")
    add("opportunity", account_id=account, name="x", kind="new", stage="S4", status="open")
    assert sum(len(section.lines) for section in today(store.connection, clock).sections) == 5
    with store.action("test.remove") as change:
        change.remove("account", account)
    assert sum(len(section.lines) for section in today(store.connection, clock).sections) == 0


def test_going_cold_is_one_line_an_account_with_its_why(store: Store, clock: Clock, add: Add) -> None:
    def account(name: str, tier: str | None, *touches: tuple[str, str]) -> str:
        account_id = add("account", name=name, tier=tier)
        for day, kind in touches:
            add("touch", account_id=account_id, at=f"{day}T04:00:00.000Z", kind=kind)
        return account_id

    cold = account("Cold", "platinum", ("2026-10-08", "call"), ("2026-10-01", "visit"))
    add("follow_up", account_id=cold, what="call", due="2026-11-25")
    buyer = account("Buyer", "gold", ("2026-11-01", "call"), ("2026-10-30", "visit"))
    person = add("person", name="Wang", account_id=buyer)
    add("role", person_id=person, account_id=buyer, role="information")
    account("Never", "vip")
    account("Unknown", None)
    add("account", name="Gone over to a rival", tier="gold", status="lost")
    found = listed(store, clock, "cold")
    by_name = {line.part("account"): line for line in found}
    assert {"Cold", "Never"} <= set(by_name)
    assert not {"Unknown", "Gone over to a rival"} & set(by_name)
    assert len(by_name) == len(found)
    assert (by_name["Cold"].part("when"), by_name["Cold"].part("next")) == ("29 d overdue", "next: Wed 25 Nov")
    assert "limit 14 d" in by_name["Cold"].part("why") and "Platinum" in by_name["Cold"].part("why")
    assert (by_name["Cold"].noun, by_name["Cold"].record_id, by_name["Cold"].state) == ("account", cold, "cold")
    assert by_name["Never"].part("when") == "never"


def test_whose_clock_falls_due_first_is_named(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="Buyer", tier="platinum")
    person = add("person", name="Wang", account_id=account)
    add("role", person_id=person, account_id=account, role="purchaser")
    touch = add("touch", account_id=account, at="2026-10-08T04:00:00.000Z", kind="visit")
    add("attendance", touch_id=touch, person_id=person)
    add("touch", account_id=account, at="2026-11-19T04:00:00.000Z", kind="visit")
    [line] = listed(store, clock, "cold")
    assert (line.noun, line.record_id, line.account_id) == ("person", person, account)
    assert (line.part("who"), line.part("when")) == ("Wang", "13 d overdue")
    assert line.part("why").startswith("Platinum, purchaser, ") and line.part("why").endswith("43 d ago, limit 30 d")


def test_nothing_planned_has_its_own_section(store: Store, clock: Clock, add: Add) -> None:
    for name in ("Idle", "Busy"):
        account = add("account", name=name, tier="gold")
        add("touch", account_id=account, at="2026-11-19T04:00:00.000Z", kind="visit")
    add("follow_up", account_id=account, what="call", due="2026-12-20")
    [line] = listed(store, clock, "unplanned")
    assert (line.part("account"), line.state, line.noun) == ("Idle", "unplanned", "account")
    assert listed(store, clock, "cold") == []


def test_what_is_put_off_stays_away_until_its_day(store: Store, clock: Clock, add: Add) -> None:
    cold, idle = add("account", name="Cold", tier="gold"), add("account", name="Idle", tier="gold")
    add("touch", account_id=idle, at="2026-11-19T04:00:00.000Z", kind="visit")
    deal = add("opportunity", account_id=idle, name="stuck", kind="new", stage="S5", status="open")
    day = add("occasion", account_id=idle, kind="anniversary", month=11, day=25, calendar="solar")
    shown = [len(listed(store, clock, key)) for key in ("cold", "unplanned", "dates", "deals")]
    assert shown == [1, 1, 1, 1]
    until = {"until": "2026-11-24"}
    add("snooze", about="cadence", account_id=cold, **until)
    add("snooze", about="plan", account_id=idle, **until)
    add("snooze", about="occasion", occasion_id=day, **until)
    add("snooze", about="deal", opportunity_id=deal, **until)
    assert [len(listed(store, clock, key)) for key in ("cold", "unplanned", "dates", "deals")] == [0, 0, 0, 0]
    assert today(store.connection, clock).section("unplanned").more == 0
    later = Clock.at(date(2026, 11, 24), zone="Asia/Shanghai")
    assert [len(listed(store, later, key)) for key in ("cold", "unplanned", "dates", "deals")] == [1, 1, 1, 1]


def test_win_back_lists_whose_next_try_has_come(store: Store, clock: Clock, add: Add) -> None:
    lost = add("account", name="Lost", tier="gold", status="lost", status_on="2026-10-01")
    add("account", name="Just lost", tier="gold", status="lost", status_on="2026-11-15")
    [line] = listed(store, clock, "win_back")
    assert (line.record_id, line.noun) == (lost, "account")


def test_attention_opens_its_inputs(store: Store, clock: Clock, add: Add) -> None:
    bought = add("account", name="Bought", tier="vip", yearly_purchases=200_000_000)
    add("promise", account_id=bought, owed_by="us", what="quote", due="2026-11-10")
    [line] = listed(store, clock, "promises")
    assert line.attention == 75 + 25 + 15
    assert line.points == "attention 115 = 75 value + 25 overdue promise + 15 cadence"
    add("occasion", account_id=bought, kind="anniversary", month=11, day=25, calendar="solar")
    [line] = listed(store, clock, "dates")
    assert (line.attention, line.points) == (
        125, "attention 125 = 75 value + 25 overdue promise + 15 cadence + 10 day near"
    )  # fmt: skip


def test_an_overdue_promise_brings_an_account_up_and_the_rest_is_counted(store: Store, clock: Clock, add: Add) -> None:
    with store.action("test.add") as change:
        for number in range(COLD_LISTED + 3):
            change.add("account", {"name": f"Gold {number:02}", "tier": "gold", "match_key": "x"})
    vip = add("account", name="Promised", tier="vip", yearly_purchases=25_000_000)
    add("promise", account_id=vip, owed_by="us", what="quote", due="2026-11-10")
    section = today(store.connection, clock).section("cold")
    assert section.lines[0].account_id == vip
    assert len(section.lines) == COLD_LISTED
    assert section.more == 4
    whole = today(store.connection, clock, whole=True).section("cold")
    assert (len(whole.lines), whole.more) == (COLD_LISTED + 4, 0)
    assert whole.lines[:COLD_LISTED] == section.lines


def test_overdue_lines_of_an_account_stand_together(store: Store, clock: Clock, add: Add) -> None:
    one, other = add("account", name="One"), add("account", name="Other")
    for account_id, late in ((one, 3), (other, 9), (one, 1), (other, 2), (one, 5)):
        due = (DAY - timedelta(late)).isoformat()
        add("promise", account_id=account_id, owed_by="us", what="p", due=due)
        add("follow_up", account_id=account_id, what="f", due=due)
    expected = [("9 d overdue", "Other"), ("2 d overdue", "Other")]
    expected += [("5 d overdue", "One"), ("3 d overdue", "One"), ("1 d overdue", "One")]
    for key in ("promises", "follow_ups"):
        assert words(listed(store, clock, key), "when", "account") == expected


@pytest.mark.parametrize(
    ("due", "planned", "expected"),
    [
        ("2026-11-18", "2026-11-20", [("promise", "2 d overdue", "follow-up today 15:00", "due Wed 18 Nov")]),
        ("2026-11-20", "2026-11-18", [("promise", "today", "follow-up 2 d overdue", "")]),
        ("2026-11-22", "2026-11-20", [("follow_up", "today 15:00", "", "promised, due Sun 22 Nov")]),
        ("2026-11-18", "2026-11-24", [("promise", "2 d overdue", "follow-up Tue 24 Nov", "due Wed 18 Nov")]),
    ],
)
def test_a_promise_and_the_follow_up_that_shall_keep_it_are_one_line(
    store: Store, clock: Clock, add: Add, due: str, planned: str, expected: list[tuple[str, ...]]
) -> None:
    account = add("account", name="A")
    promise = add("promise", account_id=account, owed_by="us", what="quote", due=due)
    step = {"account_id": account, "promise_id": promise, "what": "quote", "due": planned}
    add("follow_up", **step, due_time="15:00" if planned == "2026-11-20" else None)
    lines = [*listed(store, clock, "promises"), *listed(store, clock, "follow_ups")]
    assert [(line.noun, line.part("when"), line.part("planned"), line.part("by")) for line in lines] == expected


def test_what_is_planned_with_who_waits_has_the_day_of_the_rep(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A", tier="gold", created_at="2025-01-01T00:00:00.000Z")
    # three in the afternoon of the 22nd in New York is the 23rd in Shanghai
    add("follow_up", account_id=account, what="x", due="2026-11-22", due_time="15:00", zone="America/New_York")
    assert words(listed(store, clock, "cold"), "next") == [("next: Mon 23 Nov",)]


def test_days_of_both_calendars_in_reach(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    person = add("person", name="Wang", account_id=account)
    add("occasion", account_id=account, kind="anniversary", month=11, day=28, calendar="solar")
    # the sixteenth of the tenth lunar month of 2026
    add("occasion", person_id=person, kind="birthday", month=10, day=16, year=1976, calendar="lunar")
    found = [line for line in listed(store, clock, "dates") if line.noun == "occasion"]
    assert [(line.due, line.part("who"), line.level) for line in found] == [
        (date(2026, 11, 24), "Wang", "personal"),
        (date(2026, 11, 28), "", ""),
    ]
    assert found[0].account_id == account
    left = without_personal(today(store.connection, clock)).section("dates").lines
    assert [line.part("who") for line in left if line.noun == "occasion"] == [""]


def test_deals_without_a_next_step(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    deal = {"account_id": account, "kind": "new", "status": "open"}
    stuck = add("opportunity", name="stuck", stage="S5", amount=12_000_000, currency="CNY", **deal)
    add("opportunity", name="early", stage="S2", **deal)
    add("opportunity", name="won", stage="S6", **{**deal, "status": "won"})
    busy = add("opportunity", name="busy", stage="S4", **deal)
    add(
        "follow_up",
        account_id=account,
        opportunity_id=busy,
        what="call",
        due=(clock.today + timedelta(days=7)).isoformat(),
    )
    later = add("opportunity", name="later", stage="S4", **deal)
    add("follow_up", account_id=account, opportunity_id=later, what="call", due="2026-12-20")
    found = listed(store, clock, "deals")
    assert [(line.opportunity_id, line.part("when"), line.part("what")) for line in found] == [
        (stuck, "S5 Propose", "stuck"),
        (later, "S4 Discover", "later"),
    ]
    assert found[1].part("next") == "next step only Sun 20 Dec"
    assert found[0].part("amount")


def test_urgent_only_reads_promises_and_follow_ups(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A", tier="gold")
    add("promise", account_id=account, owed_by="us", what="quote", due="2026-11-10")
    assert len(listed(store, clock, "promises", urgent_only=True)) == 1
    assert listed(store, clock, "cold", urgent_only=True) == []
    assert listed(store, clock, "unplanned", urgent_only=True) == []
    assert len(listed(store, clock, "cold")) == 1


def test_a_time_that_cannot_be_read_leaves_the_day(store: Store, clock: Clock, add: Add) -> None:
    from karep.db.views.follow_ups import list_follow_ups

    add("follow_up", account_id=add("account", name="A"), what="x", due="2026-11-20", due_time="09:00")
    one = list_follow_ups(store.connection)[0]
    assert local_due(one, clock) == (DAY, time(9))
    from dataclasses import replace

    assert local_due(replace(one, due_time="quarter past"), clock) == (DAY, None)
    assert local_due(replace(one, zone="Mars/Base"), clock) == (DAY, None)


@pytest.mark.parametrize("days", [-1, 0, 1, 30])
def test_a_date_in_words_is_never_a_near_word(days: int) -> None:
    shown = dated_words(DAY + timedelta(days=days), DAY)
    assert str((DAY + timedelta(days=days)).day) in shown


def test_reading_imports_neither_models_nor_screens() -> None:
    code = (
        "import sys; import karep.reports.today, karep.reports.week, karep.reports.agenda, karep.reports.render; "
        "print([m for m in sys.modules if m.split('.')[0] in "
        "('sqlmodel', 'sqlalchemy', 'pydantic', 'textual', 'lunardate') or m == 'karep.rules.date_words'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_day_is_the_one_of_the_zone(store: Store, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="x", due="2026-11-20")
    late_evening = Clock.at(date(2026, 11, 19), time(23, 30), zone="Asia/Shanghai")
    assert listed(store, late_evening, "follow_ups") == []
    assert len(listed(store, Clock("Pacific/Auckland", late_evening.frozen), "follow_ups")) == 1
