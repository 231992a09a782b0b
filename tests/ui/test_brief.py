"""The brief on the screen: opened by one key from anywhere, walked, opened, copied, saved, made for another room."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from karep.db import follow_ups, people, promises, touches
from karep.db.store import Store
from karep.i18n import use_language
from karep.screens import clipboard, places
from karep.screens.account import AccountScreen
from karep.screens.brief import BriefScreen
from karep.screens.brief_room import RoomDialog
from karep.screens.save_report import SaveDialog
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.section_list import SectionList
from tests.hostile import OURS
from tests.ui.driving import Running, press, settled, shown

FLOOR = "never under 82 percent"
TABOO = "no talk about his brother"


@pytest.fixture
def met(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """A book with a visit that was made, a promise, a visit that is planned and prepared, a sensitive preference."""
    with Store.open(store_path) as store, store.action("touch.log") as change:
        about = {"account_id": book["account"], "opportunity_id": book["deal"]}
        visit = {**about, "at": "2026-11-17T02:00:00.000Z", "kind": "visit", "summary": "谈框架合同 [/x]"}
        book["touch"] = touches.log_touch(change, visit, people=[book["boss"]])
        owed = {"account_id": book["account"], "owed_by": "us", "what": "send the sample", "due": "2026-11-20"}
        book["promise"] = promises.add_promise(change, owed)
        step = {**about, "person_id": book["boss"], "what": "present the offer", "due": "2026-11-26"}
        book["step"] = follow_ups.add_follow_up(change, step)
        follow_ups.prepare_follow_up(change, book["step"], {"aim": "agree on a trial", "bottom_line": FLOOR})
        people.add_preference(
            change, {"person_id": book["boss"], "kind": "taboo", "text": TABOO, "privacy": "sensitive"}
        )
    return book


def brief_of(pilot: Pilot[None]) -> BriefScreen:
    screen = pilot.app.screen
    assert isinstance(screen, BriefScreen)
    return screen


def subject(pilot: Pilot[None]) -> tuple[str, str]:
    found = brief_of(pilot).subject
    return found.noun, found.id


@pytest.mark.parametrize("key", ["b", "f9", "ｂ"])
async def test_it_opens_from_the_book_and_escape_closes_it(met: dict[str, str], running: Running, key: str) -> None:
    async with running() as pilot:
        await press(pilot, key)
        assert subject(pilot) == ("account", met["account"])
        assert "华为" in shown(pilot) and "send the sample" in shown(pilot)
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, BriefScreen)


async def test_it_is_about_what_is_highlighted_on_the_account(met: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "b")
        assert subject(pilot) == ("account", met["account"]), "the cursor begins on the first person"
        await press(pilot, "escape")
        page = pilot.app.screen
        for pane, key, expected in (
            ("ahead", f"follow_up:{met['step']}", ("follow_up", met["step"])),
            ("ahead", f"opportunity:{met['deal']}", ("opportunity", met["deal"])),
            ("ahead", f"promise:{met['promise']}", ("account", met["account"])),
            ("timeline", f"touch:{met['touch']}", ("account", met["account"])),
        ):
            listed = page.query_one(f"#{pane}", SectionList)
            listed.focus()
            assert listed.highlight(key)
            await settled(pilot)
            await press(pilot, "b")
            assert subject(pilot) == expected
            await press(pilot, "escape")


@pytest.mark.parametrize("key", ["B", "Ｂ"])
async def test_the_brief_of_a_person_has_a_key_of_its_own(met: dict[str, str], running: Running, key: str) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", key)
        assert subject(pilot) == ("person", met["boss"])
        await press(pilot, "escape")
        pilot.app.screen.query_one("#ahead", SectionList).focus()
        await settled(pilot)
        await press(pilot, key)
        assert isinstance(pilot.app.screen, AccountScreen) and "Highlight a person" in shown(pilot)


async def test_an_appointment_elsewhere_is_shown_by_both_clocks_on_the_account(
    met: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("follow_up.change") as change:
        change.change("follow_up", met["step"], {"due": "2026-11-25", "due_time": "22:30", "zone": "Europe/Berlin"})
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter")
        assert "next: Thu 26 Nov 05:30 present" in shown(pilot)
        ahead = pilot.app.screen.query_one("#ahead", SectionList)
        ahead.focus()
        assert ahead.highlight(f"follow_up:{met['step']}")
        await settled(pilot)
        assert "Thu 26 Nov 05:30 · present the offer · Wed 25 Nov 22:30 Europe/Berlin · 王建国" in shown(pilot)


async def test_names_stand_out_and_what_to_avoid_has_a_row_of_its_own(met: dict[str, str], running: Running) -> None:
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "b")
        rows = shown(pilot).splitlines()
        [avoid] = [row for row in rows if TABOO in row]
        assert avoid.strip().startswith("▲ avoid: ")
        listed = brief_of(pilot).lines_list
        [name] = [key for key in listed._keys if key.startswith("room ") and met["boss"] in key]
        row = listed._row(name)
        assert isinstance(row, Row)
        cell = row.cells["what"]
        assert isinstance(cell, Cell) and [cell.text[first:end] for first, end in cell.marks] == ["王建国"]
        headings = [number for number, text in enumerate(rows) if text.strip() in ("Promises", "Where the deal stands")]
        assert headings and all(not rows[number - 1].strip() for number in headings)


async def test_another_room_and_a_saved_preparation_show_the_page_from_its_top(
    met: dict[str, str], running: Running
) -> None:
    async with running(size=(80, 24)) as pilot:
        await press(pilot, "b", "end")
        listed = brief_of(pilot).lines_list
        assert listed.scroll_offset.y > 0
        await press(pilot, "w", "text:李敏", "space", "enter")
        await settled(pilot)
        assert listed.scroll_offset.y == 0 and listed.highlighted == next(iter(brief_of(pilot).lines))
        await press(pilot, "escape", "b", "end", "e", "escape")
        listed = brief_of(pilot).lines_list
        assert listed.scroll_offset.y > 0, "nothing was saved"
        await press(pilot, "e", "text:x", "ctrl+s")
        await settled(pilot)
        assert listed.scroll_offset.y == 0


async def test_it_opens_from_today_agenda_and_deals(met: dict[str, str], running: Running) -> None:
    async with running(start="today", size=(120, 40)) as pilot:
        await press(pilot, "b")
        assert subject(pilot) == ("account", met["account"]), "a promise to nobody in particular"
        await press(pilot, "escape", "3", "end", "up", "b")
        assert subject(pilot) == ("follow_up", met["step"])
        await press(pilot, "escape", "4", "b")
        assert subject(pilot) == ("opportunity", met["deal"])
        await press(pilot, "escape", "enter", "b")
        assert subject(pilot) == ("opportunity", met["deal"])


async def test_nothing_at_hand_is_said(running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "b")
        assert not isinstance(pilot.app.screen, BriefScreen)
        assert "Highlight an account" in shown(pilot)


async def test_tab_and_arrows_walk_its_lines_and_enter_opens_the_record(met: dict[str, str], running: Running) -> None:
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "b")
        listed = brief_of(pilot).lines_list
        walked = [listed.highlighted]
        for key in ("tab", "down", "tab"):
            await press(pilot, key)
            walked.append(listed.highlighted)
        assert walked == list(brief_of(pilot).lines)[:4]
        await press(pilot, "shift+tab", "up")
        assert listed.highlighted == walked[1]
        touch = next(key for key, line in brief_of(pilot).lines.items() if line.noun == "touch")
        assert listed.highlight(touch)
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.account_id == met["account"]
        assert page.query_one("#timeline", SectionList).highlighted == f"touch:{met['touch']}"
        await press(pilot, "escape")
        assert listed.highlighted == touch, "the brief is where it was left"


async def test_every_line_opens_something(met: dict[str, str], running: Running) -> None:
    async with running(size=(100, 40)) as pilot:
        await places.open_brief(pilot.app, "opportunity", met["deal"])  # type: ignore[arg-type]
        await settled(pilot)
        brief = brief_of(pilot)
        for key, line in list(brief.lines.items()):
            assert line.noun == "card" or line.record_id, line
            if line.noun != "card":
                brief.lines_list.highlight(key)
                await press(pilot, "enter")
                assert pilot.app.screen is not brief, line
                await press(pilot, "escape")
                assert pilot.app.screen is brief


async def test_the_bottom_line_stays_on_this_screen(
    met: dict[str, str], running: Running, monkeypatch: pytest.MonkeyPatch, home: Path, tmp_path: Path
) -> None:
    monkeypatch.setattr(clipboard, "_TOOLS", {})
    (home / "documents").mkdir(parents=True)
    async with running(size=(100, 40)) as pilot:
        await places.open_brief(pilot.app, "follow_up", met["step"])  # type: ignore[arg-type]
        await settled(pilot)
        assert FLOOR in shown(pilot) and TABOO in shown(pilot) and "agree on a trial" in shown(pilot)
        await press(pilot, "y")
        assert "agree on a trial" in pilot.app.clipboard
        assert FLOOR not in pilot.app.clipboard and TABOO not in pilot.app.clipboard
        await press(pilot, "p", "enter")
        [written] = (home / "documents").iterdir()
        assert written.suffix == ".md" and written.stat().st_mode & 0o077 == 0
        text = written.read_text("utf-8")
        assert "agree on a trial" in text and FLOOR not in text and TABOO not in text
        written.write_text("mine", "utf-8")
        await press(pilot, "p", "enter")
        assert isinstance(pilot.app.screen, SaveDialog) and written.read_text("utf-8") == "mine"
        await press(pilot, "escape", "p")
        target = tmp_path / "b.txt"
        pilot.app.screen.query_one("#file", Input).value = str(target)
        await press(pilot, "enter")
        assert FLOOR not in target.read_text("utf-8") and "agree on a trial" in target.read_text("utf-8")


async def test_z_hides_what_is_private_and_shows_it_again(met: dict[str, str], running: Running) -> None:
    async with running(size=(100, 40)) as pilot:
        await places.open_brief(pilot.app, "follow_up", met["step"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "z")
        assert FLOOR not in shown(pilot) and TABOO not in shown(pilot) and "agree on a trial" in shown(pilot)
        await press(pilot, "z")
        assert FLOOR in shown(pilot) and TABOO in shown(pilot)


async def test_the_room_is_chosen_and_the_brief_made_for_it(met: dict[str, str], running: Running) -> None:
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "b", "w")
        assert isinstance(pilot.app.screen, RoomDialog)
        assert "王建国 · 总经理" in shown(pilot) and "李敏" in shown(pilot)
        await press(pilot, "text:李敏", "space", "enter")
        assert brief_of(pilot).subject.people == (met["buyer"],)
        assert "李敏" in shown(pilot) and "First contact" in shown(pilot)
        await press(pilot, "w", "escape")
        assert brief_of(pilot).subject.people == (met["buyer"],)
        await press(pilot, "w", "space", "enter")
        assert set(brief_of(pilot).subject.people) == {met["boss"], met["buyer"]}


async def test_what_was_removed_says_so_and_undo_brings_it_back(
    met: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("record.remove") as change:
        follow_ups.remove_follow_up(change, met["step"])
    async with running() as pilot:
        await places.open_brief(pilot.app, "follow_up", met["step"])  # type: ignore[arg-type]
        await settled(pilot)
        assert "was removed" in shown(pilot)
        await press(pilot, "e", "w", "y", "p", "enter", "tab")
        assert isinstance(pilot.app.screen, BriefScreen)
        await press(pilot, "u")
        assert "present the offer" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_it_fits_both_sizes_and_languages(
    met: dict[str, str], running: Running, size: tuple[int, int], language: str
) -> None:
    use_language(language)
    async with running(size=size) as pilot:
        await press(pilot, "b")
        lines = shown(pilot).splitlines()
        keys = ("Prepare", "Save", "Help") if language == "en" else ("准备", "保存", "帮助")
        assert all(words in lines[-1] for words in keys)
        assert "华为" in lines[1]
        wanted = [line for line in brief_of(pilot).lines.values() if line.noun == "promise"]
        assert wanted and wanted[0].part("move").split(":")[0][:6] in shown(pilot)


def _named(text: str) -> Callable[[dict[str, str], Path], None]:
    def fill(book: dict[str, str], path: Path) -> None:
        with Store.open(path) as store, store.action("account.change") as change:
            change.change("account", book["account"], {"name": text[:190], "short_name": None})
            change.change("person", book["boss"], {"name": text[:190], "title": text[:190]})
            change.change("promise", book["promise"], {"what": text[:190]})
            change.change("follow_up", book["step"], {"what": text[:190], "aim": text, "bottom_line": text})

    return fill


@pytest.mark.parametrize("text", [one for one in OURS if one.strip() and "\ud800" not in one][::3])
async def test_hostile_texts_do_nothing(met: dict[str, str], running: Running, store_path: Path, text: str) -> None:
    _named(text)(met, store_path)
    async with running(size=(100, 40)) as pilot:
        await places.open_brief(pilot.app, "follow_up", met["step"])  # type: ignore[arg-type]
        await settled(pilot)
        for key in ("tab", "z", "z", "w", "escape", "p", "escape"):
            await press(pilot, key)
            page = shown(pilot)
            assert not any(sign in page for sign in ("\x1b", "\x9b", "\x9d", "\u202e", "\x07", "\x00"))
        assert isinstance(pilot.app.screen, BriefScreen)
