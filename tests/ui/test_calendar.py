"""Calendars by keys alone: a follow-up, the agenda, and a calendar that comes in."""

from pathlib import Path

import pytest
from icalendar import Calendar

from karep.db import follow_ups
from karep.db.store import Store
from karep.screens.calendar_export import CalendarDialog
from karep.screens.calendar_import import CalendarImportScreen
from tests.ui.driving import Running, press, settled, shown

MEETINGS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@example.com
SUMMARY:华为 框架合同 王总
DTSTART:20261201T100000
END:VEVENT
BEGIN:VEVENT
UID:two@example.com
SUMMARY:dentist
DTSTART:20261202T100000
END:VEVENT
BEGIN:VEVENT
UID:three@example.com
SUMMARY:swimming
DTSTART:20261203T100000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def documents(home: Path) -> Path:
    folder = home / "documents"
    folder.mkdir(parents=True)
    return folder


def _plan(store_path: Path, account: str) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        values = {"account_id": account, "what": "secret", "due": "2026-11-25", "due_time": "10:00"}
        follow_ups.add_follow_up(change, {**values, "zone": "Asia/Shanghai"})


async def test_one_key_writes_what_is_highlighted(
    book: dict[str, str], running: Running, store_path: Path, documents: Path
) -> None:
    _plan(store_path, book["account"])
    async with running(start="agenda", size=(120, 40)) as pilot:
        await press(pilot, "I")
        await press(pilot, "I")
    written = list(documents.glob("*.ics"))
    assert len(written) == 1
    event = Calendar.from_ical(written[0].read_bytes()).walk("VEVENT")[0]
    assert event["SUMMARY"] == "Follow-up · HWJS"
    assert "secret" not in written[0].read_text("utf-8")
    written[0].unlink()
    written[0].mkdir()
    async with running(start="agenda", size=(120, 40)) as pilot:
        await press(pilot, "I")
        assert "is a folder" in shown(pilot)


async def test_the_agenda_is_written_with_what_was_chosen(
    book: dict[str, str], running: Running, store_path: Path, documents: Path
) -> None:
    _plan(store_path, book["account"])
    async with running(start="agenda") as pilot:
        await press(pilot, "E")
        assert isinstance(pilot.app.screen, CalendarDialog)
        assert "⏎ or ^s writes it" in shown(pilot)
        assert "Left out: subjects, people, purposes" in " ".join(shown(pilot).replace("│", " ").split())
        await press(pilot, "tab", "tab", "enter")
        assert "subjects, people" not in " ".join(shown(pilot).replace("│", " ").split()).partition("Left out")[2]
        await press(pilot, "ctrl+s")
        assert not isinstance(pilot.app.screen, CalendarDialog)
    (written,) = documents.glob("*.ics")
    assert written.name == "karep-agenda-2026-11-21.ics"
    assert "secret" in written.read_text("utf-8")


async def test_a_calendar_is_looked_at_imported_and_taken_back(
    book: dict[str, str], running: Running, store_path: Path, tmp_path: Path
) -> None:
    path = tmp_path / "work.ics"
    path.write_text(MEETINGS, "utf-8")
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "i", f"text:{path}", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, CalendarImportScreen)
        assert "3 rows: 1 new, 0 merged, 0 unchanged, 2 refused" in shown(pilot)
        assert "华为 框架合同 王总" in shown(pilot) and "王建国" in shown(pilot)
        assert "nobody and no account" in shown(pilot)
        await press(pilot, "end", "enter")
        assert "With which account? 2026-12-0" in shown(pilot)
        await press(pilot, "text:华为", "enter")
        assert "3 rows: 2 new, 0 merged, 0 unchanged, 1 refused" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "Imported. 3 rows: 2 new" in shown(pilot)
        await press(pilot, "u")
        assert "Taken back" in shown(pilot)
    with Store.open(store_path) as store:
        rows = store.connection.execute("SELECT removed_at IS NULL FROM follow_up").fetchall()
    assert rows == [(0,), (0,)]


async def test_free_days_are_taken_over(running: Running, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "rest.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nX-WR-CALNAME:节假日\nBEGIN:VEVENT\nUID:1\nSUMMARY:元旦假期\n"
        "DTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270104\nEND:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    async with running() as pilot:
        await press(pilot, "i", f"text:{path}", "enter")
        assert "3 free days" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "Imported. 3 free days" in shown(pilot)
        await settled(pilot)
    assert "2027-01-01,free,元旦" in (home / "config" / "holidays.csv").read_text("utf-8")


async def test_what_is_no_calendar_is_said_on_the_page(running: Running, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    path.write_text("hello", "utf-8")
    async with running() as pilot:
        await press(pilot, "i", f"text:{path}", "enter")
        assert "This is not a calendar file" in shown(pilot)
        await press(pilot, "ctrl+s", "escape")
        assert not isinstance(pilot.app.screen, CalendarImportScreen)
