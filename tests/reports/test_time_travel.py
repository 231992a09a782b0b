"""What is due and what a week holds, in six zones and on odd days, beside tables that were written by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from karep.db.store import Store
from karep.reports.agenda import agenda
from karep.reports.rhythm import account_dues
from karep.reports.today import today
from karep.reports.week import report
from karep.rules.clock import Clock
from karep.rules.periods import period_of
from karep.rules.practice import Practice
from karep.rules.rest_days import RestDays
from tests.reports.conftest import Add

Due = tuple[str, str, str]
"""The day, the time and the state of a line."""

NEW_YORK_EVENING, FLOATING, SHANGHAI_MORNING, AUCKLAND_NIGHT = "New York evening", "no time", "Shanghai", "Auckland"
LATE = ("2026-11-26", "", "overdue")

DUE = {
    "Asia/Shanghai": {
        NEW_YORK_EVENING: ("2026-11-27", "09:00", "due"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-27", "09:00", "due"),
        AUCKLAND_NIGHT: ("2026-11-27", "20:30", "due"),
    },
    "Europe/Berlin": {
        NEW_YORK_EVENING: ("2026-11-27", "02:00", "due"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-27", "02:00", "due"),
        AUCKLAND_NIGHT: ("2026-11-27", "13:30", "due"),
    },
    "America/New_York": {
        NEW_YORK_EVENING: ("2026-11-26", "20:00", "overdue"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-26", "20:00", "overdue"),
        AUCKLAND_NIGHT: ("2026-11-27", "07:30", "due"),
    },
    "America/Los_Angeles": {
        NEW_YORK_EVENING: ("2026-11-26", "17:00", "overdue"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-26", "17:00", "overdue"),
        AUCKLAND_NIGHT: ("2026-11-27", "04:30", "due"),
    },
    "Asia/Kolkata": {
        NEW_YORK_EVENING: ("2026-11-27", "06:30", "due"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-27", "06:30", "due"),
        AUCKLAND_NIGHT: ("2026-11-27", "18:00", "due"),
    },
    # the night visit is on the 28th there, where the rep is too
    "Pacific/Auckland": {
        NEW_YORK_EVENING: ("2026-11-27", "14:00", "due"),
        FLOATING: LATE,
        SHANGHAI_MORNING: ("2026-11-27", "14:00", "due"),
    },
}
"""What is due on Friday 27 November 2026, by the zone that the rep is in."""

ACROSS_THE_CHANGE = {
    # 02:30 on 29 March is skipped in Berlin, 02:30 on 25 October comes twice there: the first is meant
    "Europe/Berlin": {"spring": ("2026-03-29", "02:30"), "autumn": ("2026-10-25", "02:30")},
    "Asia/Shanghai": {"spring": ("2026-03-29", "09:30"), "autumn": ("2026-10-25", "08:30")},
    "America/New_York": {"spring": ("2026-03-28", "21:30"), "autumn": ("2026-10-24", "20:30")},
    "America/Los_Angeles": {"spring": ("2026-03-28", "18:30"), "autumn": ("2026-10-24", "17:30")},
    "Asia/Kolkata": {"spring": ("2026-03-29", "07:00"), "autumn": ("2026-10-25", "06:00")},
    # in March Auckland is 13 hours ahead, in October too
    "Pacific/Auckland": {"spring": ("2026-03-29", "14:30"), "autumn": ("2026-10-25", "13:30")},
}
"""When two meetings in Berlin are, by the zone that the rep is in."""

VISITS = {
    "Asia/Shanghai": {"2026-W53": 2, "2027-W01": 1},
    "Europe/Berlin": {"2026-W53": 3, "2027-W01": 0},
    "America/New_York": {"2026-W53": 3, "2027-W01": 0},
    "America/Los_Angeles": {"2026-W53": 3, "2027-W01": 0},
    "Asia/Kolkata": {"2026-W53": 3, "2027-W01": 0},
    "Pacific/Auckland": {"2026-W53": 1, "2027-W01": 2},
}
"""How many visits fall into the two weeks around New Year, by the zone that the rep is in."""


@pytest.fixture
def account(add: Add) -> str:
    return add("account", name="Anker")


def due_on(store: Store, day: date, zone: str) -> dict[str, Due]:
    lines = today(store.connection, Clock.at(day, zone=zone)).section("follow_ups").lines
    return {line.part("what"): (str(line.due), f"{line.at:%H:%M}" if line.at else "", line.state) for line in lines}


@pytest.fixture
def meetings(add: Add, account: str) -> None:
    for what, due, at, zone in (
        (NEW_YORK_EVENING, "2026-11-26", "20:00", "America/New_York"),
        (FLOATING, "2026-11-26", None, None),
        (SHANGHAI_MORNING, "2026-11-27", "09:00", "Asia/Shanghai"),
        (AUCKLAND_NIGHT, "2026-11-28", "01:30", "Pacific/Auckland"),
    ):
        add("follow_up", account_id=account, what=what, due=due, due_time=at, zone=zone)


@pytest.mark.usefixtures("meetings")
@pytest.mark.parametrize("zone", DUE)
def test_what_is_due_by_zone(store: Store, zone: str) -> None:
    assert due_on(store, date(2026, 11, 27), zone) == DUE[zone]


@pytest.mark.usefixtures("meetings")
def test_a_flight_from_shanghai_to_berlin_in_mid_week_loses_and_doubles_nothing(store: Store) -> None:
    before = due_on(store, date(2026, 11, 25), "Asia/Shanghai")
    landed = due_on(store, date(2026, 11, 26), "Europe/Berlin")
    after = due_on(store, date(2026, 11, 27), "Europe/Berlin")
    assert (before, landed) == ({}, {FLOATING: ("2026-11-26", "", "due")})
    assert after == DUE["Europe/Berlin"]


@pytest.mark.usefixtures("meetings")
def test_a_clock_set_back_a_day_shows_what_it_showed_that_day(store: Store) -> None:
    there = due_on(store, date(2026, 11, 26), "Asia/Shanghai")
    assert due_on(store, date(2026, 11, 27), "Asia/Shanghai") == DUE["Asia/Shanghai"]
    assert due_on(store, date(2026, 11, 26), "Asia/Shanghai") == there == {FLOATING: ("2026-11-26", "", "due")}


@pytest.mark.parametrize("zone", ACROSS_THE_CHANGE)
def test_meetings_on_the_nights_when_the_clocks_change(store: Store, add: Add, account: str, zone: str) -> None:
    for what, due in (("spring", "2026-03-29"), ("autumn", "2026-10-25")):
        add("follow_up", account_id=account, what=what, due=due, due_time="02:30", zone="Europe/Berlin")
    found = due_on(store, date(2026, 11, 27), zone)
    assert {what: line[:2] for what, line in found.items()} == ACROSS_THE_CHANGE[zone]


def visits(store: Store, of: date, zone: str) -> int:
    clock = Clock.at(date(2027, 1, 20), zone=zone)
    summary = report(store.connection, clock, period_of("week", of))
    figures = [line.figure.value for line in summary.section("numbers").lines if line.figure]
    return figures[0]


@pytest.mark.parametrize("zone", VISITS)
def test_the_weeks_around_new_year(store: Store, add: Add, account: str, zone: str) -> None:
    # in Shanghai: New Year's Eve 23:59, Sunday 23:59, Monday 00:01
    for at in ("2026-12-31T15:59:00.000Z", "2027-01-03T15:59:00.000Z", "2027-01-03T16:01:00.000Z"):
        add("touch", account_id=account, kind="visit", at=at)
    found = {"2026-W53": visits(store, date(2026, 12, 30), zone), "2027-W01": visits(store, date(2027, 1, 6), zone)}
    assert found == VISITS[zone]


@pytest.mark.parametrize(("year", "on"), [(2027, "2027-02-28"), (2028, "2028-02-29")])
def test_a_birthday_on_the_29th_of_february(store: Store, add: Add, account: str, year: int, on: str) -> None:
    person = add("person", account_id=account, name="Li")
    add("occasion", person_id=person, month=2, day=29, year=1992)
    report = agenda(store.connection, Clock.at(date(year, 2, 20), zone="Asia/Shanghai"))
    days = [str(line.due) for section in report.sections for line in section.lines if line.noun == "occasion"]
    assert days == [on]


def test_the_last_day_of_february_is_overdue_on_the_first_of_march(store: Store, add: Add, account: str) -> None:
    add("follow_up", account_id=account, what="leap", due="2028-02-29")
    assert due_on(store, date(2028, 2, 28), "Asia/Shanghai") == {}
    assert due_on(store, date(2028, 2, 29), "Asia/Shanghai") == {"leap": ("2028-02-29", "", "due")}
    assert due_on(store, date(2028, 3, 1), "Asia/Shanghai") == {"leap": ("2028-02-29", "", "overdue")}


SPRING_2026 = RestDays(
    free={date(2026, 2, day): "春节" for day in range(15, 24)} | {date(2026, 10, day): "国庆节" for day in range(1, 8)},
    worked={date(2026, 2, 14): "补班", date(2026, 2, 28): "补班", date(2026, 10, 10): "补班"},
)
"""What the State Council announced for Spring Festival and National Day 2026, by hand."""

LATE_ON = {
    # last met in Shanghai time, and the day on which a gold account is due: 30 days later, or the working day before
    "2026-01-22T04:00:00.000Z": "2026-02-14",  # 21 February lies in the holidays; Saturday the 14th is worked
    "2026-01-29T04:00:00.000Z": "2026-02-28",  # a Saturday that is worked
    "2026-01-01T04:00:00.000Z": "2026-01-30",  # an ordinary Saturday
    "2026-01-21T16:30:00.000Z": "2026-02-14",  # already the 22nd in Shanghai
    "2026-01-21T15:30:00.000Z": "2026-02-14",  # the 21st in Shanghai: 20 February is a holiday too
    "2026-09-02T04:00:00.000Z": "2026-09-30",  # 2 October lies in the holidays
    "2026-09-10T04:00:00.000Z": "2026-10-10",  # a Saturday that is worked
}


@pytest.mark.parametrize("met", LATE_ON)
def test_make_up_saturdays_and_holidays_decide_when_a_contact_is_due(store: Store, add: Add, met: str) -> None:
    account = add("account", name="Gold", tier="gold")
    add("touch", account_id=account, at=met, kind="visit")
    clock = Clock.at(date.fromisoformat(met[:10]) + timedelta(days=2), zone="Asia/Shanghai")
    due = account_dues(store.connection, [account], clock, Practice(rest=SPRING_2026))[account]
    assert str(due.cadence.due_on) == LATE_ON[met]


def test_the_same_meeting_is_due_a_day_earlier_where_the_sun_has_not_risen_yet(store: Store, add: Add) -> None:
    account = add("account", name="Gold", tier="gold")
    add("touch", account_id=account, at="2026-03-09T16:30:00.000Z", kind="visit")
    found = {
        zone: str(
            account_dues(store.connection, [account], Clock.at(date(2026, 3, 12), zone=zone))[account].cadence.due_on
        )
        for zone in ("Asia/Shanghai", "Europe/Berlin")
    }
    assert found == {"Asia/Shanghai": "2026-04-09", "Europe/Berlin": "2026-04-08"}


def test_a_touch_logged_tomorrow_by_a_clock_that_was_set_back_makes_nobody_cold(store: Store, add: Add) -> None:
    account = add("account", name="Diamond", tier="diamond")
    for at in ("2026-11-20T02:00:00.000Z", "2026-11-27T02:00:00.000Z"):
        add("touch", account_id=account, at=at, kind="visit")
    clock = Clock.at(date(2026, 11, 26), zone="Asia/Shanghai")
    due = account_dues(store.connection, [account], clock)[account]
    assert due.cadence.state in ("fresh", "due")
