"""What a signature sets off: four days, all of them workdays ahead."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from karep.rules.rest_days import RestDays
from karep.rules.signing import STEPS, steps


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)))
def test_every_step_is_on_a_workday_after_the_signature_and_none_too_late(signed: date) -> None:
    days = [step.due(signed) for step in STEPS]
    assert days == sorted(days)
    for step, day in zip(STEPS, days, strict=True):
        assert day > signed and day.weekday() < 5
        # only the thanks for a signature at the end of a week may be later than their day
        assert (day - signed).days <= step.days or (step.days == 1 and (day - signed).days <= 3)


def test_the_steps_are_those_of_days_1_7_30_and_90() -> None:
    assert [step.days for step in STEPS] == [1, 7, 30, 90]
    assert [step.origin for step in STEPS] == ["signing:1", "signing:7", "signing:30", "signing:90"]


def test_the_days_are_settings() -> None:
    assert [(step.days, step.origin) for step in steps((2, 5, 5, 9))] == [
        (2, "signing:2"),
        (5, "signing:5"),
        (9, "signing:9"),
    ]


def test_no_step_is_on_a_public_holiday() -> None:
    rest = RestDays(free={date(2026, 10, day): "国庆节" for day in range(1, 8)})
    thanks, care, month, last = (step.due(date(2026, 9, 30), rest) for step in STEPS)
    assert thanks == date(2026, 10, 8), "every day until then is free"
    assert (care, month, last) == (date(2026, 10, 8), date(2026, 10, 30), date(2026, 12, 29))
