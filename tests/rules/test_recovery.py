"""The steps back to customers who fell asleep or were lost."""

from datetime import date, timedelta

import pytest

from karep.rules.cadence import CadenceSettings
from karep.rules.recovery import closed_from, recovery_clock, steps, win_back_order

LEFT = date(2026, 6, 1)


def after(days: int) -> date:
    return LEFT + timedelta(days=days)


def test_the_steps_of_each_status() -> None:
    assert [step.days for step in steps("dormant", LEFT)] == [30, 60, 90]
    assert [(step.number, step.on) for step in steps("lost", LEFT)] == [(1, after(30)), (2, after(90)), (3, after(180))]
    assert steps("active", LEFT) == ()
    assert [step.days for step in steps("lost", LEFT, CadenceSettings(lost=(0, 60, 60)))] == [60]


# 1 July 2026 is a Wednesday: day 30; 30 August a Sunday: day 90; 28 November a Saturday: day 180
@pytest.mark.parametrize(
    ("today", "contact", "state", "limit"),
    [
        (after(10), None, "fresh", 30),
        (after(30), None, "due", 30),
        (after(31), None, "overdue", 30),
        (after(31), after(29), "overdue", 30),
        (after(31), after(30), "fresh", 90),
        (after(87), after(31), "fresh", 90),
        (after(88), after(31), "due", 90),  # Friday: the step of Sunday
        (after(91), after(31), "overdue", 90),
        (after(91), after(88), "fresh", 180),  # who called on that Friday has done it
        (after(120), None, "overdue", 90),  # missed steps do not pile up
        (after(200), after(100), "overdue", 180),
    ],
)
def test_where_a_lost_account_stands(today: date, contact: date | None, state: str, limit: int) -> None:
    found = recovery_clock("lost", LEFT, contact, today)
    assert found is not None
    assert (found.state, found.limit_days, found.clock) == (state, limit, "lost")


def test_behind_the_last_step_it_rests() -> None:
    found = recovery_clock("dormant", LEFT, after(95), after(300))
    assert found is not None
    assert (found.state, found.due_on, found.days_left) == ("fresh", None, None)
    assert recovery_clock("active", LEFT, None, after(300)) is None


def test_a_step_on_a_free_day_is_due_on_the_working_day_before_and_says_so() -> None:
    found = recovery_clock("lost", LEFT, after(31), after(80))
    assert found is not None
    assert (found.due_on, found.moved_from) == (after(88), after(90))


def test_from_when_a_contact_closes_the_latest_step() -> None:
    ahead = steps("lost", LEFT)
    assert closed_from(ahead, after(10)) is None
    assert closed_from(ahead, after(50)) == after(30)
    assert closed_from(ahead, after(100)) == after(88)


def test_the_order_of_winning_back() -> None:
    early, late = recovery_clock("lost", LEFT, None, after(35)), recovery_clock("lost", LEFT, None, after(100))
    waiting = recovery_clock("lost", LEFT, None, after(60))
    assert early is not None and late is not None and waiting is not None
    keys = {
        "vip": win_back_order("vip", early, "a"),
        "late gold": win_back_order("gold", late, "a"),
        "gold": win_back_order("gold", early, "a"),
        "waiting gold": win_back_order("gold", waiting, "b"),
        "none": win_back_order(None, early, "a"),
    }
    assert sorted(keys, key=keys.__getitem__) == ["waiting gold", "gold", "late gold", "vip", "none"]
