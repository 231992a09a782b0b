"""The clocks of accounts and people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.cadence import (
    ACCOUNT_CLOCKS,
    CLASSES,
    DEFAULT_SETTINGS,
    CadenceSettings,
    Interval,
    LastContacts,
    TierIntervals,
    account_cadence,
    first_due,
    next_step_on,
    person_clock,
    person_interval,
    proposed_day,
    reach,
    read_clock,
)
from karep.rules.referrers import OLD_HEN, referrer_grade, rhythm_role
from karep.rules.rest_days import WEEKENDS, RestDays
from karep.rules.vocabulary import ROLES, TIERS
from karep.settings import Settings

TODAY = date(2026, 11, 18)
FRIDAY = date(2026, 11, 20)
NATIONAL_WEEK = RestDays(
    free={date(2026, 10, day): "国庆节" for day in range(1, 8)},
    worked={date(2026, 9, 27): "国庆节", date(2026, 10, 10): "国庆节"},
)


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


@pytest.mark.parametrize(
    ("tier", "contact", "face", "state", "clock", "left"),
    [
        ("diamond", 5, 5, "fresh", "contact", 2),
        ("diamond", 6, 6, "due", "contact", 1),
        ("diamond", 7, 7, "due", "contact", 0),
        ("diamond", 8, 8, "overdue", "contact", -1),
        ("diamond", 1, 40, "overdue", "face", -10),
        ("gold", 22, 22, "fresh", "contact", 8),
        ("gold", 23, 23, "due", "contact", 7),
        ("vip", 61, 10, "fresh", "contact", 50),
        ("", 121, None, "overdue", "contact", -1),
        (None, 100, None, "fresh", "contact", 20),
    ],
)
def test_the_clock_that_falls_due_first(
    tier: str | None, contact: int, face: int | None, state: str, clock: str, left: int
) -> None:
    found = account_cadence(tier, LastContacts(ago(contact), None if face is None else ago(face)), TODAY)
    assert found is not None
    assert (found.state, found.clock, found.days_left) == (state, clock, left)
    assert found.why[0].due_on == found.due_on == TODAY + timedelta(days=left)


def test_the_shipped_intervals() -> None:
    """Contact, face to face, senior visit, business meeting and survey of every tier."""
    worst = [
        [interval.worst if (interval := DEFAULT_SETTINGS.of_tier(tier).of(clock)) else None for clock in ACCOUNT_CLOCKS]
        for tier in CLASSES
    ]
    assert worst == [
        [7, 30, 90, 90, 365],
        [14, 45, 180, 90, 365],
        [30, 90, 365, 90, 365],
        [60, 180, None, 365, 365],
        [120, None, None, None, None],
    ]
    assert [DEFAULT_SETTINGS.roles[role].worst for role in ROLES] == [90, 30, 30, 90, 60, 30, 14, 30, 30]


@pytest.mark.parametrize("tier", CLASSES)
@pytest.mark.parametrize("clock", ACCOUNT_CLOCKS)
def test_both_limits_are_included(tier: str, clock: str) -> None:
    interval = DEFAULT_SETTINGS.of_tier(tier).of(clock)  # type: ignore[arg-type]
    if interval is None:
        return
    # a Wednesday is followed by no free day, so that only the limits decide
    states = [
        read_clock(clock, interval, ago(days), TODAY).state  # type: ignore[arg-type]
        for days in (interval.ideal - 1, interval.ideal, interval.worst, interval.worst + 1)
    ]
    assert states == ["fresh", "due", "due", "overdue"]


def test_a_meeting_is_a_contact() -> None:
    found = account_cadence("gold", LastContacts(None, ago(3)), TODAY)
    assert found is not None
    assert (found.state, found.clock, found.days_since) == ("fresh", "contact", 3)


def test_who_never_heard_from_us_is_judged_by_that_alone() -> None:
    never = account_cadence("gold", LastContacts(since=ago(1000)), TODAY)
    assert never is not None
    assert (never.state, never.clock, never.due_on, never.days_since) == ("never", "contact", None, None)


def test_what_never_happened_counts_from_the_day_in_the_book() -> None:
    young = account_cadence("gold", LastContacts(ago(3), since=ago(50)), TODAY)
    assert young is not None and young.state == "fresh"
    assert {one.clock: one.due_on for one in young.why}["meeting"] == date(2026, 12, 28)
    old = account_cadence("gold", LastContacts(ago(3), since=ago(100)), TODAY)
    assert old is not None
    assert (old.state, old.clock, old.days_since, old.days_left) == ("overdue", "face", None, -10)
    unknown = account_cadence("gold", LastContacts(ago(3)), TODAY)
    assert unknown is not None and unknown.state == "fresh"


def test_the_intervals_are_settings() -> None:
    quick = CadenceSettings(tiers={"": TierIntervals(Interval(2, 2))})
    states = [account_cadence("gold", LastContacts(ago(days)), TODAY, quick) for days in (1, 2, 3)]
    assert [one.state for one in states if one] == ["fresh", "due", "overdue"]
    assert account_cadence("", LastContacts(), TODAY, CadenceSettings(tiers={"": TierIntervals(None)})) is None


def test_every_number_of_the_settings_is_read() -> None:
    settings = Settings()
    assert CadenceSettings.of(settings) == DEFAULT_SETTINGS
    settings.values |= {
        "contact_days": "1 2 3 4 0",
        "contact_ideal_days": "9 0 2 2 2",
        "survey_days": "0 0 0 0 5",
        "role_days": "0 2 3 4 5 6 7 8 9",
        "role_percent": "100 100 100 100 0",
        "referrer_days": "4",
        "lost_days": "1 0 3",
        "dormant_days": "5 6 7",
        "signing_days": "2 3 4 5",
        "next_step_days": "9",
    }
    found = CadenceSettings.of(settings)
    assert [found.of_tier(tier).contact for tier in CLASSES] == [(1, 1), (2, 2), (2, 3), (2, 4), None]
    assert [found.of_tier(tier).survey for tier in CLASSES] == [None, None, None, None, (5, 5)]
    assert found.of_role("gold", "decision_maker") is None and found.of_role("gold", "referrer") == (9, 9)
    assert found.of_role("", "purchaser") is None and found.of_role("gold", OLD_HEN) == (3, 4)
    assert (found.lost, found.dormant, found.signing) == ((1, 0, 3), (5, 6, 7), (2, 3, 4, 5))
    assert found.next_step_days == 9


def test_a_person_is_seen_by_role_and_tier() -> None:
    assert [person_interval(tier, ["decision_maker"]) for tier in (*TIERS, "")] == [68, 90, 135, 180, 180]
    assert person_interval("diamond", ["decision_maker", "information"]) == 11
    assert person_interval("gold", []) is None
    assert all(person_interval("gold", [role]) for role in ROLES)
    found = person_clock("platinum", ["purchaser"], ago(43), TODAY)
    assert found is not None
    assert (found.state, found.clock, found.days_since, found.limit_days) == ("overdue", "person", 43, 30)
    assert person_clock("platinum", ["nobody"], ago(31), TODAY) is None


@pytest.mark.parametrize(
    ("groups", "customers", "grade"),
    [
        (20, 10, "old_hen"),
        (10, 5, "young_hen"),
        (20, 9, "young_hen"),
        (19, 10, "young_hen"),
        (200, 4, ""),
        (9, 100, ""),
        (None, None, ""),
    ],
)
def test_the_grade_of_a_referrer(groups: int | None, customers: int | None, grade: str) -> None:
    assert referrer_grade(groups, customers) == grade


def test_who_brings_very_many_is_seen_more_often() -> None:
    assert rhythm_role("referrer", "old_hen") == rhythm_role("opinion_leader", "old_hen") == OLD_HEN
    assert rhythm_role("purchaser", "old_hen") == "purchaser" and rhythm_role("referrer", "young_hen") == "referrer"
    assert person_interval("platinum", [OLD_HEN]) == 14 and person_interval("platinum", ["referrer"]) == 30


def test_the_agenda_takes_whichever_falls_due_first() -> None:
    account = account_cadence("gold", LastContacts(ago(3), ago(3)), TODAY)
    person = person_clock("gold", ["information"], ago(20), TODAY)
    never = person_clock("gold", ["information"], None, TODAY)
    assert first_due([account, None, person, never]) == person
    assert first_due([never]) == never
    assert first_due([None]) is None


# --- free days ---------------------------------------------------------------------------------------------------


def test_a_limit_that_ends_on_a_free_day_is_due_on_the_working_day_before() -> None:
    saturday = read_clock("contact", Interval(7, 7), FRIDAY - timedelta(days=6), FRIDAY)
    assert (saturday.due_on, saturday.moved_from) == (FRIDAY, date(2026, 11, 21))
    assert (saturday.state, saturday.days_left) == ("due", 1)
    thursday = read_clock("contact", Interval(7, 7), FRIDAY - timedelta(days=6), FRIDAY - timedelta(days=1))
    assert (thursday.state, thursday.due_on) == ("fresh", FRIDAY)
    # on the free day itself nothing can be moved any more, and it is late only behind it
    weekend = read_clock("contact", Interval(7, 7), FRIDAY - timedelta(days=6), FRIDAY + timedelta(days=1))
    assert (weekend.state, weekend.due_on, weekend.moved_from) == ("due", FRIDAY + timedelta(days=1), None)
    sunday = read_clock("contact", Interval(7, 7), FRIDAY - timedelta(days=6), FRIDAY + timedelta(days=2))
    assert (sunday.state, sunday.days_left) == ("overdue", -1)


def test_public_holidays_and_weekends_that_are_worked_count() -> None:
    found = read_clock("contact", Interval(7, 14), date(2026, 9, 20), date(2026, 9, 22), NATIONAL_WEEK)
    assert (found.due_on, found.moved_from) == (date(2026, 9, 30), date(2026, 10, 4))
    assert reach(date(2026, 9, 30), NATIONAL_WEEK) == date(2026, 10, 7)
    # Sunday 27 September is worked, so nothing of it has to be done on Saturday
    assert reach(date(2026, 9, 25), NATIONAL_WEEK) == date(2026, 9, 26)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 400), st.integers(0, 500))
def test_a_clock_is_never_late_within_its_limit_and_never_fresh_on_its_day(last: date, worst: int, days: int) -> None:
    today = last + timedelta(days=days)
    found = read_clock("contact", Interval(max(1, worst - 7), worst), last, today)
    assert (found.state == "overdue") == (days > worst)
    assert found.due_on is not None
    assert not (found.due_on <= today and found.state == "fresh")
    # it stays on a free day only where every day until then is free
    ahead = [today + timedelta(days=n) for n in range((found.due_on - today).days + 1)]
    assert not WEEKENDS.is_free(found.due_on) or all(map(WEEKENDS.is_free, ahead))


@given(st.sampled_from([*TIERS, "", None]), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_proposed_next_step_is_a_workday_ahead(tier: str | None, today: date) -> None:
    found = next_step_on(tier, today)
    assert found > today and found.weekday() < 5


def test_a_proposed_day_is_no_holiday() -> None:
    today = date(2026, 9, 25)
    assert proposed_day("diamond", None, today) == date(2026, 10, 2)
    assert proposed_day("diamond", None, today, rest=NATIONAL_WEEK) == date(2026, 9, 30)
    assert proposed_day("vip", "S4", today, rest=NATIONAL_WEEK) == date(2026, 9, 30)
