"""The weekly summary on the screen: numbers open, weeks turn, files are written and never overwritten unasked."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import touches
from karep.db.store import Store
from karep.screens import clipboard
from karep.screens.account import AccountScreen
from karep.screens.stage import StageScreen
from karep.screens.week import WeekScreen
from karep.screens.widgets.section_list import SectionList
from tests.ui.driving import Running, press, shown


@pytest.fixture
def visited(book: dict[str, str], store_path: Path) -> dict[str, str]:
    with Store.open(store_path) as store, store.action("touch.log") as change:
        values = {"account_id": book["account"], "at": "2026-11-17T02:00:00.000Z", "kind": "visit"}
        said = {**values, "summary": "walked through the [/frame] contract"}
        touch = touches.log_touch(change, said, people=[book["boss"]])
    return book | {"touch": touch}


async def test_a_deal_that_moved_opens_on_its_own_page(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("stage.move") as change:
        at = "2026-11-18T02:00:00.000Z"
        change.add("stage_change", {"opportunity_id": book["deal"], "from_stage": "S2", "to_stage": "S3", "at": at})
    async with running(start="week", size=(120, 40)) as pilot:
        week = pilot.app.screen
        assert isinstance(week, WeekScreen)
        assert week.lines_list.highlight(next(key for key, line in week.lines.items() if line.noun == "stage_change"))
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StageScreen)


async def test_a_number_opens_what_it_counts(visited: dict[str, str], running: Running) -> None:
    async with running(start="week", size=(120, 40)) as pilot:
        assert "Visits: 1 (week before: 0)" in shown(pilot)
        assert "walked through the [/frame] contract" in shown(pilot)
        await press(pilot, "enter")
        assert "Tue 17 Nov · 华为技术有限公司 · Visit · 王建国" in shown(pilot)
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen)
        assert page.query_one("#timeline", SectionList).highlighted == f"touch:{visited['touch']}"
        await press(pilot, "escape", "]")
        assert "2026-W48" in shown(pilot)
        assert "Visits: 0 (week before: 1)" in shown(pilot)
        await press(pilot, "0", "shift+tab", "down")
        assert pilot.app.screen.line_at_hand().noun == "account"  # type: ignore[attr-defined]


async def test_a_file_is_written_and_replaced_only_when_asked(
    visited: dict[str, str], running: Running, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    target = tmp_path / "week-2026-W47.md"
    async with running(start="week") as pilot:
        await press(pilot, "x", "enter")
        assert target.read_text("utf-8").startswith("# Weekly summary · 2026-W47")
        assert target.stat().st_mode & 0o077 == 0
        target.write_text("mine", "utf-8")
        await press(pilot, "x", "enter")
        assert "is there already" in shown(pilot)
        assert target.read_text("utf-8") == "mine"
        await press(pilot, "enter")
        assert target.read_text("utf-8") != "mine"
        await press(pilot, "x", "end", "backspace", "backspace", "text:txt", "enter")
        assert "Visits: 1" in (tmp_path / "week-2026-W47.txt").read_text("utf-8")
        await press(pilot, "x", "home", "text:nowhere/", "enter")
        assert "There is no folder" in shown(pilot)


async def test_copying_says_what_worked(
    visited: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clipboard, "_TOOLS", {})
    async with running(start="week") as pilot:
        await press(pilot, "y")
        assert pilot.app.clipboard.startswith("Weekly summary · 2026-W47")
        assert "terminal's clipboard" in shown(pilot)
