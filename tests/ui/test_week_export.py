"""Handing on the report from the app: format, language, file, what is left out, and what the log keeps of it."""

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, OptionList

from karep.db.exports import note_export
from karep.db.store import Store
from karep.db.views.exports import Export, list_exports
from karep.i18n import use_language
from karep.rules.periods import Period
from karep.screens.forms import form_of_draft
from karep.screens.today import TodayScreen
from karep.screens.week import WeekScreen
from karep.screens.week_export import WeekExportDialog, open_week_export
from tests.ui.driving import Running, press, settled, shown

WEEK = Period("week", date(2026, 11, 16))


@pytest.fixture
def told(book: dict[str, str], store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A visit this week with a line of the rep's own; the folder in which files land."""
    with Store.open(store_path) as store, store.action("touch.log", "") as change:
        values = {"account_id": book["account"], "at": "2026-11-18T04:00:00.000Z", "kind": "visit"}
        change.add("touch", {**values, "purpose": "Frame", "summary": "They like it\n!! they will leave soon"})
    folder = tmp_path / "out"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


async def _open(pilot: Pilot[None]) -> WeekExportDialog:
    await open_week_export(pilot.app, WEEK)  # type: ignore[arg-type]
    await settled(pilot)
    assert isinstance(pilot.app.screen, WeekExportDialog)
    return pilot.app.screen


def _noted(store_path: Path) -> list[Export]:
    with sqlite3.connect(store_path) as connection:
        return list_exports(connection)


def _file(pilot: Pilot[None]) -> str:
    return pilot.app.screen.query_one("#file", Input).value


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_is_written_noted_and_told(
    running: Running, told: Path, store_path: Path, size: tuple[int, int], language: str
) -> None:
    use_language(language)
    async with running(start="agenda", size=size) as pilot:
        await _open(pilot)
        page = shown(pilot)
        assert "week-2026-W47.html" in page and "!!" in page and "they will leave" not in page
        assert all(len(row) <= size[0] for row in page.splitlines())
        await press(pilot, "tab", "tab", "tab", "enter")
        assert "华为技术有限公司 · 2026-11-18" in shown(pilot) and "they will leave" not in shown(pilot)
        await press(pilot, "f11")
        assert "•••" in shown(pilot) and "2026-11-18" not in shown(pilot)
        await press(pilot, "f11", "shift+tab", "shift+tab", "shift+tab", "enter")
        assert not isinstance(pilot.app.screen, WeekExportDialog)
        await _open(pilot)
        pilot.app.clear_notifications()
        await settled(pilot)
        assert "2026-11-21" in shown(pilot), "when it was handed on"
    content = (told / "week-2026-W47.html").read_text("utf-8")
    assert "Frame" in content and "they will leave" not in content and ("周" in content) is (language == "zh")
    (one,) = _noted(store_path)
    assert (one.what, one.period, one.format, one.language) == ("week", "2026-W47", "html", language)
    assert one.destination == str(told / "week-2026-W47.html") and one.withheld == {"private_line": 1} and one.lines


async def test_format_and_name_go_together(running: Running, told: Path) -> None:
    async with running() as pilot:
        dialog = await _open(pilot)
        await press(pilot, "tab", "text:s")
        assert _file(pilot) == "week-2026-W47-short.txt"
        await press(pilot, "text:x")
        assert _file(pilot) == "week-2026-W47.xlsx"
        dialog.query_one("#file", Input).value = "mine.csv"
        await settled(pilot)
        assert dialog._form == "csv" and "mine.csv" in shown(pilot)
        dialog.query_one("#file", Input).value = "mine"
        await settled(pilot)
        assert "→ mine.csv" in shown(pilot)
        await press(pilot, "text:j", "f10")
    assert (told / "mine.json").read_text("utf-8").startswith("{")


async def test_nothing_is_replaced_without_a_second_enter(running: Running, told: Path, store_path: Path) -> None:
    target = told / "week-2026-W47.html"
    target.write_text("mine", "utf-8")
    async with running() as pilot:
        await _open(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, WeekExportDialog) and target.read_text("utf-8") == "mine"
        assert "is there already" in shown(pilot) and not _noted(store_path)
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, WeekExportDialog)
    assert target.read_text("utf-8") != "mine" and len(_noted(store_path)) == 1


async def test_a_name_that_was_typed_comes_back(running: Running, told: Path) -> None:
    async with running() as pilot:
        dialog = await _open(pilot)
        await press(pilot, "escape")
        dialog = await _open(pilot)
        assert _file(pilot) == "week-2026-W47.html"
        dialog.query_one("#file", Input).value = "to the boss.xlsx"
        await press(pilot, "escape")
        dialog = await _open(pilot)
        assert _file(pilot) == "to the boss.xlsx" and dialog._form == "xlsx"
        assert isinstance(form_of_draft(dialog.draft_key), WeekExportDialog)
        await press(pilot, "enter")
        await _open(pilot)
        assert _file(pilot) == "week-2026-W47.xlsx", "written: the format is offered again, the name is not"
    assert (told / "to the boss.xlsx").read_bytes().startswith(b"PK")


async def test_the_companys_template_is_offered(running: Running, told: Path, home: Path, store_path: Path) -> None:
    folder = home / "config" / "templates"
    folder.mkdir(parents=True)
    (folder / "head-office.txt.j2").write_text("Dear all,", "utf-8")
    (folder / "notes.txt").write_text("no template", "utf-8")
    (folder / "broken.md.j2").write_text("{% for %}", "utf-8")
    async with running() as pilot:
        dialog = await _open(pilot)
        choice: Any = dialog.query_one("#form")
        assert list(choice._words)[-2:] == ["broken.md.j2", "head-office.txt.j2"]
        choice.value = "broken.md.j2"
        await settled(pilot)
        await press(pilot, "enter")
        assert "✗" in shown(pilot) and isinstance(pilot.app.screen, WeekExportDialog)
        choice.value = "head-office.txt.j2"
        await settled(pilot)
        await press(pilot, "enter")
    assert (told / "week-2026-W47.txt").read_text("utf-8") == "Dear all,"
    assert [one.format for one in _noted(store_path)] == ["head-office.txt.j2"]


async def test_a_log_that_cannot_be_kept_stops_nothing(
    running: Running, told: Path, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_given: object) -> None:
        with sqlite3.connect(f"file:{store_path}?mode=ro", uri=True) as locked:
            note_export(locked, "2026-11-20T00:00:00.000Z", Export("week", "md", "en", "x"))

    monkeypatch.setattr("karep.screens.noting.note_export", refuse)
    async with running() as pilot:
        await _open(pilot)
        await press(pilot, "enter")
        assert "could not be noted" in " ".join(shown(pilot).split())
        assert not isinstance(pilot.app.screen, WeekExportDialog)
    assert (told / "week-2026-W47.html").is_file() and not _noted(store_path)


async def test_the_reminder_leads_to_the_report(running: Running, told: Path) -> None:
    async with running(start="today", today=date(2026, 11, 23)) as pilot:
        assert isinstance(pilot.app.screen, TodayScreen)
        lines = pilot.app.screen.lines_list
        assert "Last week's report" in shown(pilot) and "not handed on yet: 6, [, x" in shown(pilot)
        await press(pilot, "home")
        assert pilot.app.screen.line_at_hand().noun == "report"  # type: ignore[union-attr]
        for key in ("H", "S", "space", "m", "e", "x", "b"):
            await press(pilot, key)
            if not isinstance(pilot.app.screen, TodayScreen):
                await press(pilot, "escape")
        assert lines.highlighted
        await press(pilot, "home", "enter")
        assert isinstance(pilot.app.screen, WeekScreen) and "2026-W47" in shown(pilot)
        await press(pilot, "x", "enter", "1")
        assert isinstance(pilot.app.screen, TodayScreen) and "not handed on yet" not in shown(pilot)


async def test_the_reminder_is_seen_above_what_was_shown_first(
    running: Running, told: Path, book: dict[str, str], store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("promise.add", "") as change:
        for number in range(30):
            values = {"account_id": book["account"], "owed_by": "us", "what": f"Quote {number}", "due": "2026-11-20"}
            change.add("promise", values)
    async with running(start="today", today=date(2026, 11, 23), size=(80, 24)) as pilot:
        page = shown(pilot)
        assert "not handed on yet: 6, [, x" in page and "Quote" in page
        assert pilot.app.screen.line_at_hand().noun == "promise"  # type: ignore[attr-defined]


async def test_an_empty_list_says_so(running: Running, book: dict[str, str]) -> None:
    async with running() as pilot:
        dialog = await _open(pilot)
        assert "Nothing is left out of it." in shown(pilot) and "Not handed on yet." in shown(pilot)
        assert not dialog.query_one("#left", OptionList).display


async def test_what_is_copied_is_noted_once(running: Running, told: Path, store_path: Path) -> None:
    async with running(start="week") as pilot:
        await press(pilot, "y")
    (one,) = _noted(store_path)
    assert (one.what, one.period, one.destination, one.format) == ("week", "2026-W47", "clipboard", "short")
    assert one.lines and one.withheld == {"private_line": 1}
