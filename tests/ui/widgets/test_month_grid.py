"""The month grid: what fits into a day's cell, and the way from day to day."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from textual import on
from textual.app import App, ComposeResult

from karep.screens.widgets.month_grid import GridDay, MonthGrid, month_away, month_weeks
from tests.ui.driving import press, shown

TODAY = date(2026, 11, 20)
BUSY = date(2026, 11, 24)


class Month(App[None]):
    """A grid of one month by itself."""

    def __init__(self) -> None:
        super().__init__()
        self.moved: list[date] = []
        self.chosen: list[date] = []

    def compose(self) -> ComposeResult:
        yield MonthGrid(id="month")

    def on_mount(self) -> None:
        self.show(TODAY)
        self.query_one(MonthGrid).focus()

    def show(self, day: date) -> None:
        first, count = month_weeks(day)
        days = [self.cell(first + timedelta(days=step)) for step in range(count)]
        weeks = [f"W{one.day.isocalendar().week}" for one in days[::7]]
        grid = self.query_one(MonthGrid)
        grid.show_month(days, day=day, today=TODAY, weekdays=["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"], weeks=weeks)

    def cell(self, day: date) -> GridDay:
        if day == BUSY:
            items = ("09:00 华为技术有限公司", "[red]10:00[/] B", "C", "D")
            load, notes = ("4 things · 9 h !", "4!"), ("rest", "Founding Day")
            return GridDay(day, load, notes, "初五", items, free=True, warned=True)
        return GridDay(day, aside="初六")

    @on(MonthGrid.DayMoved)
    def _moved(self, event: MonthGrid.DayMoved) -> None:
        self.moved.append(event.day)

    @on(MonthGrid.Selected)
    def _selected(self, event: MonthGrid.Selected) -> None:
        self.chosen.append(event.day)


async def test_weeks_days_and_what_falls_on_them() -> None:
    app = Month()
    async with app.run_test(size=(80, 19)) as pilot:
        rows = shown(pilot).splitlines()
        assert rows[0].split() == ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        assert [row.split()[0] for row in rows if row.startswith("W")] == ["W44", "W45", "W46", "W47", "W48", "W49"]
        [today] = [row for row in rows if "20•" in row]
        assert "›20• 初六" in today and today.startswith("W47")
        [number] = [place for place, row in enumerate(rows) if row.startswith("W48")]
        # the name of the day does not fit beside the number, and so it stands below
        assert "24 rest 4!" in rows[number]
        assert "Founding…" in rows[number + 1]
        assert "09:00 华…" in rows[number + 2]
        # the texts of strangers stay as they are
        assert "[red]10:0…" in rows[number + 3]
        assert "D" in rows[number + 5]


async def test_on_a_small_terminal_the_rest_is_counted() -> None:
    app = Month()
    async with app.run_test(size=(60, 13)) as pilot:
        grid = app.query_one(MonthGrid)
        assert grid.heights == (2, 2, 2, 2, 2, 2)
        assert "rest+6" in shown(pilot)
        await pilot.resize_terminal(60, 8)
        assert grid.heights == (1, 1, 1, 1, 2, 1)
        assert "W49" in shown(pilot)


async def test_on_a_wide_terminal_there_are_words() -> None:
    app = Month()
    async with app.run_test(size=(340, 40)) as pilot:
        assert "24 rest Founding Day 初五 4 things · 9 h !" in " ".join(shown(pilot).split())


async def test_from_day_to_day() -> None:
    app = Month()
    async with app.run_test(size=(80, 20)) as pilot:
        await press(pilot, "right", "down", "left", "up", "end", "home", "pagedown", "pageup", "enter")
        assert [f"{one:%m-%d}" for one in app.moved] == [
            "11-21", "11-28", "11-27", "11-20", "11-30", "11-01", "12-01", "11-01"
        ]  # fmt: skip
        assert app.chosen == [date(2026, 11, 1)]
        assert "› 1" in shown(pilot)


async def test_a_click_goes_to_a_day_and_a_second_one_chooses_it() -> None:
    app = Month()
    async with app.run_test(size=(80, 19)) as pilot:
        rows = shown(pilot).splitlines()
        row = next(place for place, one in enumerate(rows) if one.startswith("W48"))
        for _click in range(2):
            await pilot.click(MonthGrid, offset=(17, row + 1))
        assert (app.moved, app.chosen) == ([BUSY], [BUSY])
        await pilot.click(MonthGrid, offset=(1, row))
        await pilot.click(MonthGrid, offset=(17, 0))
        assert app.moved == [BUSY]


@pytest.mark.parametrize(
    ("day", "months", "other"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), -2, date(2025, 11, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(1, 1, 1), -1, None),
        (date(9999, 12, 1), 1, None),
    ],
)
def test_another_month(day: date, months: int, other: date | None) -> None:
    assert month_away(day, months) == other


@pytest.mark.parametrize(
    ("day", "first", "days"),
    [
        (date(2026, 11, 20), date(2026, 10, 26), 42),
        (date(2027, 2, 1), date(2027, 2, 1), 28),
        (date(2026, 9, 1), date(2026, 8, 31), 35),
        # the week with number 53
        (date(2026, 12, 31), date(2026, 11, 30), 35),
    ],
)
def test_the_weeks_of_a_month(day: date, first: date, days: int) -> None:
    assert month_weeks(day) == (first, days)
