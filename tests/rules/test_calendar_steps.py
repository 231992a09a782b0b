"""Steps through the calendar."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from karep.rules.calendar_steps import (
    add_months,
    add_workdays,
    month_end,
    preceding_workday,
    quarter_end,
    quarter_start,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


def test_workdays() -> None:
    friday, saturday = date(2026, 11, 20), date(2026, 11, 21)
    assert add_workdays(friday, 1) == add_workdays(saturday, 1) == date(2026, 11, 23)
    assert add_workdays(saturday, 5) == date(2026, 11, 27)
    assert add_workdays(date(2026, 11, 23), -1) == friday
    assert preceding_workday(date(2026, 11, 22)) == preceding_workday(friday) == friday


def test_quarters_and_months() -> None:
    day = date(2026, 11, 21)
    assert (quarter_start(day), quarter_end(day), quarter_end(day, 1)) == (
        date(2026, 10, 1),
        date(2026, 12, 31),
        date(2027, 3, 31),
    )
    assert month_end(day, 3) == date(2027, 2, 28)


@given(DAYS, st.integers(-600, 600))
def test_months_keep_the_day_or_the_end(day: date, months: int) -> None:
    found = add_months(day, months)
    assert (found.year - day.year) * 12 + found.month - day.month == months
    assert found.day == day.day or (found.day < day.day and found == month_end(found))
