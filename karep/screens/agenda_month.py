"""The days of the agenda as cells of a month."""

from datetime import date
from typing import Final

from karep.i18n import _, language
from karep.reports import words
from karep.reports.day_load import WARNING, AgendaDay, load_words
from karep.reports.report import Line
from karep.rules.lunar import describe_lunar, to_lunar
from karep.screens.privacy import Eyes
from karep.screens.widgets.month_grid import GridDay

_LUNAR: Final = "农历"


def grid_day(one: AgendaDay, today: date, eyes: Eyes) -> GridDay:
    """A day of the agenda as the month shows it: holidays and festivals by name, in Chinese the lunar day too."""
    mark = {"holiday": _("rest"), "work": _("work")}.get(one.rest, "")
    names = day_names(one)
    near = words.day_words(today, today) if one.day == today else ""
    lunar = lunar_day(one.day) if language() == "zh" and not names else ""
    sign = f" {WARNING}" if one.overloaded else ""
    seen = [line for line in one.lines if eyes.sees(line) and line.noun != "festival"]
    # a cell has few lines: what has a time must not be the part that is cut off
    seen.sort(key=lambda line: line.at is None)
    return GridDay(
        one.day,
        load=(f"{load_words(one)}{sign}", f"{one.things}{sign.strip()}") if one.things else (),
        notes=tuple(filter(None, (mark, *names))),
        aside=near or lunar,
        items=tuple(eyes.words(item_words(line)) for line in seen),
        free=one.rest in ("weekend", "holiday"),
        warned=one.overloaded,
    )


_SAME: Final = {"Tomb-Sweeping Day": "Qingming", "Labor Day": "Labour Day"}
"""What some holidays are called by those who publish them, and the festivals that they are."""


def day_names(one: AgendaDay) -> tuple[str, ...]:
    """What a day is called: its festivals, and the holiday unless that is one of them by another name."""
    holiday = _SAME.get(one.holiday, one.holiday)
    known = any(name in holiday or holiday in name for name in one.festivals)
    return tuple(dict.fromkeys(filter(None, ("" if known else holiday, *one.festivals))))


def item_words(line: Line) -> str:
    """What falls on a day in a few letters: the time, and with whom or what."""
    at = f"{line.at:%H:%M}" if line.at else "✓" if line.state == "done" else ""
    return " ".join(filter(None, (at, line.part("account") or line.part("what"))))


def lunar_day(day: date) -> str:
    """A lunar day as calendars print it: 初五, and 十月 on the first of a month; empty where it is not known."""
    lunar = to_lunar(day)
    if lunar is None:
        return ""
    told = describe_lunar(lunar.month, lunar.day, lunar.leap, "zh").removeprefix(_LUNAR)
    month, _sign, in_month = told.partition("月")
    return f"{month}月" if lunar.day == 1 else in_month
