"""The summary on the screen: numbers open, periods turn, the rep's own words stand in it, and it is handed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.pilot import Pilot

from karep.db import touches
from karep.db.store import Store
from karep.db.views.exports import list_exports
from karep.i18n import use_language
from karep.screens import clipboard
from karep.screens.account import AccountScreen
from karep.screens.forms.remark import RemarkForm
from karep.screens.stage import StageScreen
from karep.screens.targets import TargetsDialog
from karep.screens.week import WeekScreen, open_week
from karep.screens.week_edit import RewordDialog
from karep.screens.week_export import WeekExportDialog
from karep.screens.widgets.painted_rows import Line
from karep.screens.widgets.section_list import SectionList
from tests.ui.driving import Running, press, settled, shown


@pytest.fixture
def visited(book: dict[str, str], store_path: Path) -> dict[str, str]:
    with Store.open(store_path) as store, store.action("touch.log") as change:
        values = {"account_id": book["account"], "at": "2026-11-17T02:00:00.000Z", "kind": "visit"}
        said = {**values, "summary": "walked through the [/frame] contract"}
        touch = touches.log_touch(change, said, people=[book["boss"]])
    return book | {"touch": touch}


def words(pilot: Pilot[None]) -> str:
    """What the list says, whole, however it is broken into rows and whatever lies over it."""
    page = next(one for one in pilot.app.screen_stack if isinstance(one, WeekScreen))
    rows = page.lines_list._lines.values()
    cells = [one.text if isinstance(one, Line) else one.cells.get("what", "") for one in rows]
    return " ".join(" ".join(one if isinstance(one, str) else one.text for one in cells).split())


def touch_key(page: WeekScreen, visited: dict[str, str]) -> str:
    """The key of the line of the visit."""
    return next(key for key, line in page.lines.items() if (line.noun, line.record_id) == ("touch", visited["touch"]))


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
        assert "Visits 1 " in shown(pilot)
        assert "walked through the [/frame] contract" in shown(pilot)
        await press(pilot, "enter")
        assert "Tue 17 Nov · 华为技术有限公司 · Visit · 王建国" in shown(pilot)
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen)
        assert page.query_one("#timeline", SectionList).highlighted == f"touch:{visited['touch']}"


async def test_from_period_to_period_and_from_span_to_span(visited: dict[str, str], running: Running) -> None:
    async with running(start="week") as pilot:
        page = pilot.app.screen
        assert isinstance(page, WeekScreen)
        await press(pilot, "]")
        assert str(page.period) == "2026-W48"
        assert "Visits 0 ▼1" in shown(pilot)
        assert "This lies ahead; [ goes back." in words(pilot)
        spans = []
        for _step in range(4):
            await press(pilot, "v")
            spans.append(str(page.period))
        assert spans == ["2026-11", "2026-Q4", "2026", "2026-W47"], "the period of today, or the end of another one"
        await press(pilot, "[", "[")
        assert str(page.period) == "2026-W45"
        assert "0 comes back to now" in shown(pilot)
        await press(pilot, "0")
        assert str(page.period) == "2026-W47"
        await open_week(pilot.app, "2025-Q3")  # type: ignore[arg-type]
        await settled(pilot)
        assert "2025-Q3" in shown(pilot)
        assert "Nothing is noted here yet: n logs a visit" in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_parts_are_walked_and_an_empty_one_takes_own_words(
    visited: dict[str, str], running: Running, size: tuple[int, int]
) -> None:
    async with running(start="week", size=size) as pilot:
        page = pilot.app.screen
        assert isinstance(page, WeekScreen)
        walked = [page.part_at_hand()]
        for _step in range(13):
            await press(pilot, "tab")
            walked.append(page.part_at_hand())
        assert len(set(walked)) == 13
        assert walked[0] == walked[13] == "headline"
        await press(pilot, ";", "text:Lesson", "enter")
        assert page.part_at_hand() == "lessons"
        assert "11. Lessons  –" in shown(pilot)
        await press(pilot, "a", "text:Never wait for the frame contract.", "ctrl+s")
        assert not isinstance(pilot.app.screen, RemarkForm)
        assert "11. Lessons 1 " in words(pilot)
        assert "Never wait for the frame contract." in words(pilot)
        assert page.part_at_hand() == "lessons"
        await press(pilot, "a", "text:And another one.", "ctrl+s")
        own = page.line_at_hand()
        assert own is not None and own.part("what") == "And another one.", "a new line is at hand, to be moved"
        await press(pilot, "-")
        await press(pilot, "-")
        assert "Never wait for the frame contract." not in words(pilot)
        await press(pilot, "u")
        assert "Never wait for the frame contract." in words(pilot)


async def test_a_line_in_other_words(visited: dict[str, str], running: Running) -> None:
    async with running(start="week") as pilot:
        app, page = pilot.app, pilot.app.screen
        assert isinstance(page, WeekScreen)
        await press(pilot, "e")
        assert "cannot be reworded" in shown(pilot), "a number"
        key = touch_key(page, visited)
        page.lines_list.highlight(key)
        await press(pilot, "e")
        dialog = app.screen
        assert isinstance(dialog, RewordDialog)
        await press(pilot, "text: We are close.", "escape")
        assert page.lines[key].origin == ""
        await press(pilot, "D", "enter")
        assert isinstance(app.screen, RewordDialog)
        assert app.screen.draft()["text"].endswith(" We are close.")
        await press(pilot, "enter")
        assert page.lines[key].origin == "reworded"
        assert "✎" in words(pilot)
        changed = {"purpose": "Something else"}
        await app.desk.write("touch.change", "", touches.change_touch, visited["touch"], changed)  # type: ignore[attr-defined]
        app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert page.lines[key].origin == "outdated"
        assert "the record has changed since" in words(pilot)
        assert "Generated:" in shown(pilot)
        await press(pilot, "e", "ctrl+u", "enter")
        assert page.lines[key].origin == ""
        await press(pilot, "u")
        assert page.lines[key].origin == "outdated"


async def test_a_line_is_left_out_brought_back_and_moved(
    visited: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("touch.log") as change:
        values = {"account_id": visited["account"], "at": "2026-11-18T02:00:00.000Z", "kind": "call"}
        later = touches.log_touch(change, {**values, "summary": "a second one"})
    async with running(start="week") as pilot:
        page = pilot.app.screen
        assert isinstance(page, WeekScreen)
        key = touch_key(page, visited)
        page.lines_list.highlight(key)
        await press(pilot, "e", "text: in short", "enter", "-")
        assert page.lines[key].origin == "hidden"
        assert "✕ left out:" in words(pilot)
        await press(pilot, "-")
        assert page.lines[key].origin == "reworded", "the words were not lost"
        other = next(key for key, line in page.lines.items() if line.record_id == later)
        keys = list(page.lines)
        assert keys.index(key) < keys.index(other)
        while list(page.lines).index(key) < list(page.lines).index(other):
            await press(pilot, "J")
        assert words(pilot).index("a second one") < words(pilot).index("in short"), "the list shows them so too"
        await press(pilot, "K")
        assert list(page.lines).index(key) < list(page.lines).index(other)
        assert page.key_at_hand() == key


async def test_a_line_of_a_week_is_left_out_of_its_month_and_stays_in_the_week(
    visited: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("remark.add") as change:
        said = change.add("remark", {"period": "2026-W46", "part": "lessons", "text": "of a week", "lesson": "worked"})
    async with running(start="week") as pilot:
        page = pilot.app.screen
        assert isinstance(page, WeekScreen)
        await open_week(pilot.app, "2026-11", f"remark:{said}")  # type: ignore[arg-type]
        await settled(pilot)
        key = page.key_at_hand()
        await press(pilot, "-")
        assert page.lines[key].origin == "hidden"
        await open_week(pilot.app, "2026-W46", f"remark:{said}")  # type: ignore[arg-type]
        await settled(pilot)
        line = page.line_at_hand()
        assert line is not None and (line.record_id, line.origin) == (said, "own")


async def test_the_chinese_screen_leads_to_export_and_targets(visited: dict[str, str], running: Running) -> None:
    use_language("zh")
    async with running(start="week") as pilot:
        assert "一、本期概况" in shown(pilot)
        await press(pilot, "x")
        assert isinstance(pilot.app.screen, WeekExportDialog)
        await press(pilot, "escape", "t")
        assert isinstance(pilot.app.screen, TargetsDialog)


async def test_copying_goes_piece_by_piece(
    visited: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch, store_path: Path
) -> None:
    monkeypatch.setattr(clipboard, "_TOOLS", {})
    with Store.open(store_path) as store, store.action("test.add") as change:
        for number in range(40):
            values = {"account_id": visited["account"], "at": "2026-11-18T02:00:00.000Z", "kind": "call"}
            touches.log_touch(change, {**values, "summary": f"call {number}: " + "said a lot " * 8})
    async with running(start="week") as pilot:
        app = pilot.app
        app.settings.values["week_language"] = "zh"  # type: ignore[attr-defined]
        await press(pilot, "y")
        first = app.clipboard
        assert first.startswith("周报 2026-W47\n"), "in one message"
        assert "The short message is copied." in shown(pilot)
        await press(pilot, "y")
        assert app.clipboard.startswith("周报 2026-W47 (1/")
        assert "Copied piece 1 of" in shown(pilot)
        assert "x writes a file." in shown(pilot).replace("▌", "")
        await press(pilot, "y")
        assert "2026-W47 (2/" in app.clipboard
        noted = await app.desk.read(list_exports, "week")  # type: ignore[attr-defined]
        assert [(one.format, one.language) for one in noted] == [("txt", "zh"), ("short", "zh")], "each is noted once"
