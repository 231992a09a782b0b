"""The clocks of accounts and people."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.cadence import (
    CadenceSettings,
    TierIntervals,
    account_clock,
    first_due,
    next_step_on,
    person_clock,
    person_interval,
)
from karep.rules.vocabulary import ROLES, TIERS

TODAY = date(2026, 11, 18)


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
    found = account_clock(tier, ago(contact), None if face is None else ago(face), TODAY)
    assert (found.state, found.clock, found.days_left) == (state, clock, left)
    assert found.why[0].due_on == found.due_on == TODAY + timedelta(days=left)


def test_a_meeting_is_a_contact() -> None:
    found = account_clock("gold", None, ago(3), TODAY)
    assert (found.state, found.clock, found.days_since) == ("fresh", "contact", 3)


def test_never_contacted_and_never_met() -> None:
    never = account_clock("gold", None, None, TODAY)
    assert (never.state, never.due_on, never.days_since) == ("never", None, None)
    unmet = account_clock("gold", ago(3), None, TODAY)
    assert unmet.state == "fresh"
    assert [(each.clock, each.state) for each in unmet.why] == [("contact", "fresh"), ("face", "never")]


def test_the_intervals_are_settings() -> None:
    quick = CadenceSettings(tiers={"": TierIntervals(2, None, None, None, None, 1.0)}, due_within_days=0)
    assert account_clock("gold", ago(3), None, TODAY, quick).state == "overdue"
    assert account_clock("gold", ago(2), None, TODAY, quick).state == "due"


def test_a_person_is_seen_by_role_and_tier() -> None:
    assert [person_interval(tier, ["decision_maker"]) for tier in (*TIERS, "")] == [68, 90, 135, 180, 180]
    assert person_interval("diamond", ["decision_maker", "information"]) == 11
    assert person_interval("gold", []) is None
    assert all(person_interval("gold", [role]) for role in ROLES)
    found = person_clock("platinum", ["purchaser"], ago(31), TODAY)
    assert found is not None and (found.state, found.clock, found.limit_days) == ("overdue", "person", 30)
    assert person_clock("platinum", ["nobody"], ago(31), TODAY) is None


def test_the_agenda_takes_whichever_falls_due_first() -> None:
    account = account_clock("gold", ago(3), ago(3), TODAY)
    person = person_clock("gold", ["information"], ago(20), TODAY)
    never = person_clock("gold", ["information"], None, TODAY)
    assert first_due([account, None, person, never]) == person
    assert first_due([never]) == never
    assert first_due([None]) is None


@given(st.sampled_from([*TIERS, "", None]), st.dates(date(2020, 1, 1), date(2035, 12, 31)))
def test_the_proposed_next_step_is_a_workday_ahead(tier: str | None, today: date) -> None:
    found = next_step_on(tier, today)
    assert found > today and found.weekday() < 5
