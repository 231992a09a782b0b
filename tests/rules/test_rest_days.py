"""Free days: weekends, holidays, worked weekends, and where something that is due then is done."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from karep.rules.calendar_steps import preceding_workday
from karep.rules.rest_days import LONGEST_REST, WEEKENDS, RestDays

FREE = {date(2026, 10, day): "National Day" for day in range(1, 8)}
CHINA = RestDays(FREE, {date(2026, 10, 10): "National Day"})


def test_a_worked_saturday_is_no_free_day_and_a_holiday_is_one() -> None:
    assert CHINA.is_free(date(2026, 10, 1)) and CHINA.is_free(date(2026, 10, 11))
    assert not CHINA.is_free(date(2026, 10, 10)) and not CHINA.is_free(date(2026, 10, 9))
    assert [CHINA.name(date(2026, 10, day)) for day in (1, 9, 10, 11)] == ["National Day", "", "National Day", ""]


def test_what_is_due_on_free_days_moves_to_the_working_day_before() -> None:
    assert CHINA.working_day(date(2026, 10, 7)) == date(2026, 9, 30)
    assert CHINA.working_day(date(2026, 10, 11)) == date(2026, 10, 10)
    assert WEEKENDS.working_day(date(2026, 10, 11)) == date(2026, 10, 9)


def test_it_never_moves_to_today_or_before() -> None:
    assert CHINA.working_day(date(2026, 10, 7), after=date(2026, 9, 30)) == date(2026, 10, 7)
    assert CHINA.working_day(date(2026, 10, 7), after=date(2026, 9, 29)) == date(2026, 9, 30)


def test_where_nothing_is_worked_a_day_stays() -> None:
    first = date(2026, 1, 1)
    idle = RestDays({first + timedelta(days=step): "plant holiday" for step in range(60)})
    assert idle.working_day(date(2026, 2, 20)) == date(2026, 2, 20)


@given(st.dates(date(1900, 1, 1), date(2200, 1, 1)))
def test_without_holidays_it_is_the_friday_before_a_weekend(day: date) -> None:
    assert WEEKENDS.working_day(day) == preceding_workday(day)


@given(st.dates(date(2026, 9, 1), date(2026, 11, 1)), st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 1)))
def test_a_moved_day_is_worked_and_near(day: date, after: date | None) -> None:
    found = CHINA.working_day(day, after=after)
    assert found <= day and (day - found).days < LONGEST_REST
    assert found == day or (not CHINA.is_free(found) and (after is None or found > after))
