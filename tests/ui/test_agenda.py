"""The agenda: a day, two weeks, a month, and the way through them."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from karep.db import follow_ups
from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.day_load import AgendaDay
from karep.reports.report import Line, Part
from karep.rules.clock import Clock
from karep.screens.agenda import AgendaScreen
from karep.screens.agenda_month import day_names, grid_day
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.privacy import Eyes
from tests.ui.driving import Running, press, settled, shown


@pytest.fixture
def planned(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """Three follow-ups of the account: Wednesday at ten and half past ten, Friday without a time."""
    steps = {"present": ("2026-11-25", "10:00"), "price": ("2026-11-25", "10:30"), "samples": ("2026-11-27", None)}
    with Store.open(store_path) as store, store.action("test.add") as change:
        made = {
            what: follow_ups.add_follow_up(
                change,
                {
                    "account_id": book["account"], "what": what, "due": due, "due_time": at,
                    "zone": "Asia/Shanghai" if at else None,
                },
            )
            for what, (due, at) in steps.items()
        }  # fmt: skip
    return {**book, **made}


async def test_two_weeks_there_and_back(planned: dict[str, str], running: Running) -> None:
    async with running(start="agenda") as pilot:
        assert "Sat 21 Nov 2026 – Fri 4 Dec 2026" in shown(pilot)
        assert "10:00" in shown(pilot)
        assert "Wed 25 Nov · ! 10:00 and 10:30 overlap · 2 things · 2 h" in shown(pilot)
        # the week of the highlighted line
        assert "W48 · Mon – · Tue – · Wed 2 (2 h) ! · Thu – · Fri 1" in shown(pilot)
        await press(pilot, "]")
        assert "Sat 5 Dec 2026" in shown(pilot)
        assert "0 comes back to the two weeks from today" in shown(pilot)
        assert "Double 12" in shown(pilot)
        await press(pilot, "[", "[")
        assert "Sat 7 Nov 2026" in shown(pilot)
        await press(pilot, "0", "space")
        assert "Done: present" in shown(pilot)
        assert "10:00" not in shown(pilot)


async def test_from_day_to_day_and_a_free_day_is_planned(planned: dict[str, str], running: Running) -> None:
    async with running(start="agenda") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        await press(pilot, "right")
        assert screen.day == date(2026, 11, 26)
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, FollowUpBox)
        assert pilot.app.screen.line.text == "2026-11-26; "
        await press(pilot, "escape", "right")
        assert screen.day == date(2026, 11, 27)
        await press(pilot, "right", "enter")
        assert (screen.span, screen.day) == ("day", date(2026, 11, 28))
        assert "nothing planned – f plans something" in shown(pilot)


async def test_a_month_as_a_grid(planned: dict[str, str], running: Running) -> None:
    async with running(start="agenda") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        await press(pilot, "l")
        assert "Nov 2026" in shown(pilot)
        assert "W49" in shown(pilot)
        # the highlight stays on the day that was at hand
        assert "›25" in shown(pilot)
        assert "Wed 25 Nov" in shown(pilot)
        await press(pilot, "right", "f")
        assert isinstance(pilot.app.screen, FollowUpBox)
        assert pilot.app.screen.line.text == "2026-11-26; "
        await press(pilot, "escape", "down", "up", "pagedown")
        assert "Dec 2026" in shown(pilot)
        assert "›26" in shown(pilot)
        assert "W53" in shown(pilot) and "0 comes back to this month" in shown(pilot)
        await press(pilot, "0", "right", "right", "right", "right", "enter")
        assert (screen.span, screen.day) == ("day", date(2026, 11, 25))
        assert "Wed 25 Nov 2026" in shown(pilot)
        await press(pilot, "]", "]")
        assert screen.day == date(2026, 11, 27)
        assert "0 comes back to today · esc goes back to the month" in shown(pilot)
        await press(pilot, "escape")
        assert (screen.span, screen.day) == ("month", date(2026, 11, 27))
        await press(pilot, "enter", "l", "escape")
        assert screen.span == "weeks"


async def test_chinese_shows_the_lunar_calendar(planned: dict[str, str], running: Running) -> None:
    use_language("zh")
    async with running(start="agenda", today=date(2026, 9, 22), size=(120, 40)) as pilot:
        await press(pilot, "l")
        page = shown(pilot)
        assert "中秋节" in page
        assert "十四" in page
        assert "八月" in page


async def test_the_highlight_stays_where_it_was(planned: dict[str, str], running: Running) -> None:
    async with running(start="agenda") as pilot:
        screen = pilot.app.screen
        assert isinstance(screen, AgendaScreen)
        await press(pilot, "right", "right")
        before = screen.line_at_hand()
        assert before is not None and before.part("what") == "samples"
        await pilot.app.desk.write("test.move", "", follow_ups.move_follow_up, planned["price"], "2026-12-01")  # type: ignore[attr-defined]
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        after = screen.line_at_hand()
        assert after is not None and after.record_id == before.record_id


def test_what_has_a_time_stands_first_in_a_cell_of_the_month() -> None:
    promise = Line("promise", "1", (Part("account", "Later"),))
    meeting = Line("follow_up", "2", (Part("account", "Meeting"),), at=time(9))
    clock = Clock.at(date(2026, 11, 21))
    day = AgendaDay(date(2026, 11, 25), (promise, meeting), things=2)
    assert grid_day(day, date(2026, 11, 21), Eyes(clock.today, None, clock, False)).items == ("09:00 Meeting", "Later")


@pytest.mark.parametrize(
    ("holiday", "festival", "names"),
    [
        ("农历除夕", "除夕", ("除夕",)),
        ("Chinese New Year (Spring Festival)", "Spring Festival", ("Spring Festival",)),
        ("Tomb-Sweeping Day", "Qingming", ("Qingming",)),
        ("国庆节", "国庆节", ("国庆节",)),
        ("National Day", "Mid-Autumn Festival", ("National Day", "Mid-Autumn Festival")),
        ("", "Laba Festival", ("Laba Festival",)),
        ("National Day", "", ("National Day",)),
    ],
)
def test_a_holiday_is_not_named_twice(holiday: str, festival: str, names: tuple[str, ...]) -> None:
    lines = (Line("festival", "1", (Part("what", festival),)),) if festival else ()
    assert day_names(AgendaDay(date(2026, 11, 25), lines, holiday=holiday)) == names
