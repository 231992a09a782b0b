"""The months of the Chinese calendar as karep reads them, and the table of docs/lunar.md.

``python scripts/lunar.py months`` writes ``karep/rules/lunar_months.txt`` from lunar_python; without a word it prints
the lunar birthdays of ten years, each day beside what a second library calls it.
"""

import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from cnlunar import Lunar
from lunar_python import LunarYear, Solar

from karep.rules.lunar import FIRST_YEAR, LAST_YEAR, describe_lunar, next_occurrence

MONTHS: Final = Path(__file__).parents[1] / "karep" / "rules" / "lunar_months.txt"

YEARS: Final = range(2026, 2036)


class Birthday(NamedTuple):
    """A birthday as it stands in the table."""

    title: str
    month: int
    day: int
    leap_month: bool = False
    leap_rule: str = "leap"


BIRTHDAYS: Final = (
    Birthday("闰五月十二, `leap`", 5, 12, True),
    Birthday("闰五月十二, `ordinary`", 5, 12, True, "ordinary"),
    Birthday("八月三十", 8, 30),
    Birthday("腊月三十", 12, 30),
    Birthday("八月初八", 8, 8),
)


def kept(birthday: Birthday, year: int) -> date:
    """The day on which karep keeps a birthday in a lunar year."""
    # no lunar year begins before 20 January, and none ends after 20 February
    begin = date(year, 1, 20) if birthday.month < 12 else date(year, 12, 1)
    month, day, leap, rule = birthday[1:]
    found = next_occurrence(month, day, None, "lunar", leap, begin, leap_rule=rule)
    assert found is not None
    return found


def called(day: date) -> tuple[int, int, bool]:
    """The lunar month, day, and whether the month is a leap one, as the second library calls a day."""
    other: Any = Lunar(datetime(day.year, day.month, day.day, 12))
    return other.lunarMonth, other.lunarDay, bool(other.isLunarLeapMonth)


def _cell(birthday: Birthday, year: int) -> str:
    day = kept(birthday, year)
    name = describe_lunar(*called(day), "zh").removeprefix("农历")
    short = called(day)[1] < birthday.day
    # the second library must agree that the month ended
    assert not short or called(day + timedelta(days=1))[1] == 1
    return f"{day.isoformat()} {name}{'*' if short else ''}"


def table() -> str:
    """The table, as Markdown."""
    lines = ["| Lunar year | " + " | ".join(one.title for one in BIRTHDAYS) + " |"]
    lines.append("| --- " * (len(BIRTHDAYS) + 1) + "|")
    lines += [f"| {year} | " + " | ".join(_cell(one, year) for one in BIRTHDAYS) + " |" for year in YEARS]
    return "\n".join(lines)


def months() -> str:
    """The text of ``lunar_months.txt``: a line a year, as `karep.rules.lunar` says."""
    return "".join(_year_line(year) for year in range(FIRST_YEAR, LAST_YEAR + 1))


def _year_line(year: int) -> str:
    found = [month for month in LunarYear.fromYear(year).getMonths() if month.getYear() == year]
    solar = Solar.fromJulianDay(found[0].getFirstJulianDay())
    first = date(solar.getYear(), solar.getMonth(), solar.getDay())
    leap = next((place for place, month in enumerate(found) if month.getMonth() < 0), 0)
    return f"{first} {leap} {''.join(str(month.getDayCount() - 29) for month in found)}\n"


if __name__ == "__main__":
    if sys.argv[1:] == ["months"]:
        MONTHS.write_text(months(), "ascii")
    else:
        print(table())
