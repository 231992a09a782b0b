"""Steps through the solar calendar: months, weeks, quarters, and the coming or the latest of a named day."""

from calendar import monthrange
from datetime import date, timedelta


def add_months(day: date, months: int) -> date:
    """The same day ``months`` later (or earlier), or the month's last day where it has no such day.

    Raises ValueError outside of the years 1 to 9999.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _month_length(year, month + 1)))


def month_end(day: date, months: int = 0) -> date:
    """The last day of the month that lies ``months`` after the month of ``day``."""
    first = add_months(day.replace(day=1), months)
    return first.replace(day=_month_length(first.year, first.month))


def quarter_start(day: date, quarters: int = 0) -> date:
    """The first day of the calendar quarter that lies ``quarters`` after the quarter of ``day``."""
    return add_months(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), quarters * 3)


def quarter_end(day: date, quarters: int = 0) -> date:
    """The last day of the calendar quarter that lies ``quarters`` after the quarter of ``day``."""
    return month_end(quarter_start(day, quarters), 2)


def week_start(day: date, weeks: int = 0) -> date:
    """The Monday of the ISO week that lies ``weeks`` after the week of ``day``."""
    return day + timedelta(days=7 * weeks - day.weekday())


def add_workdays(day: date, workdays: int) -> date:
    """The day that many Mondays to Fridays later (or earlier). Public holidays are not known here."""
    step = 1 if workdays >= 0 else -1
    left = abs(workdays)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < 5
    return day


def preceding_workday(day: date) -> date:
    """The day itself from Monday to Friday, and the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def coming_weekday(weekday: int, today: date, *, past: bool = False) -> date:
    """The coming day of that weekday (0 is Monday), or the latest one; today counts for both."""
    if past:
        return today - timedelta(days=(today.weekday() - weekday) % 7)
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def coming_month_day(month: int, day: int, today: date) -> tuple[date, ...]:
    """The coming day of that month and day, today included, or nothing when that year has no such day."""
    year = today.year + ((month, day) < (today.month, today.day))
    return valid_day(year, month, day)


def latest_month_day(month: int, day: int, today: date) -> tuple[date, ...]:
    """The latest day of that month and day, today included, or nothing when that year had no such day."""
    year = today.year - ((month, day) > (today.month, today.day))
    return valid_day(year, month, day)


def coming_day_of_month(day: int, today: date, *, past: bool = False) -> tuple[date, ...]:
    """The coming 3rd, or the latest one; nothing when the month in question has no such day."""
    if past:
        first = add_months(today.replace(day=1), -1 if day > today.day else 0)
    else:
        first = add_months(today.replace(day=1), 1 if day < today.day else 0)
    return valid_day(first.year, first.month, day)


def valid_day(year: int, month: int, day: int) -> tuple[date, ...]:
    """The date as the only element, or nothing when the calendar has no such day."""
    try:
        return (date(year, month, day),)
    except (ValueError, OverflowError):
        return ()


def _month_length(year: int, month: int) -> int:
    if not 1 <= year <= 9999:
        raise ValueError(f"year {year} is out of range")
    return monthrange(year, month)[1]
