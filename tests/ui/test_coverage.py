"""The coverage matrix: cells, columns that scroll, what the score is made of, nobody and many."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from karep.db import accounts, people, touches
from karep.db.store import Store
from karep.i18n import use_language
from karep.screens import places
from karep.screens.coverage import CoverageScreen
from karep.screens.forms.person import PersonForm
from karep.screens.person import PersonScreen
from tests.ui.driving import Running, press, settled, shown

OURS = ("林浩", "周敏", "赵工", "刘总监", "Anna Lee", "Bob")


@pytest.fixture
def met(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with an owner, a backup and touches with several of ours."""
    with Store.open(store_path) as store, store.action("test") as change:
        accounts.change_account(change, book["account"], {"owner": OURS[0], "backup": OURS[1]})
        people.change_person(change, book["boss"], {"strength": 4, "stance": 1, "counterpart": "刘总监"})
        for number, along in enumerate(OURS[2:], 1):
            values = {"account_id": book["account"], "at": f"2026-11-{number:02}T02:00:00Z", "our_people": along}
            touches.log_touch(change, values, people=[book["boss"]])
    return book


async def matrix(pilot: Pilot[None], book: dict[str, Any]) -> CoverageScreen:
    places.open_coverage(pilot.app, book["account"])  # type: ignore[arg-type]
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, CoverageScreen)
    return screen


async def test_the_matrix_opens_from_the_account_and_back(met: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "c")
        assert isinstance(pilot.app.screen, CoverageScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PersonScreen)
        await press(pilot, "c")
        assert isinstance(pilot.app.screen, CoverageScreen)
        assert len(pilot.app.screen_stack) == 3, "pages do not pile up"


@pytest.mark.parametrize(("size", "columns"), [((80, 24), 4), ((120, 40), 5)])
async def test_cells_say_when_and_how_often_and_empty_ones_are_seen(
    met: dict[str, str], running: Running, size: tuple[int, int], columns: int
) -> None:
    async with running(size=size) as pilot:
        screen = await matrix(pilot, met)
        lines = shown(pilot).splitlines()
        boss = next(line for line in lines if "王建国" in line)
        assert "17d ×4" in boss and "◎ 19d ×1" in boss and "·" in boss
        buyer = next(line for line in lines if "李敏" in line)
        assert buyer.count("·") == columns
        assert f"{6 - columns} more ›" in shown(pilot)
        assert "Coverage" in shown(pilot) and "in 90 days: 5 of ours, 1 of theirs" in shown(pilot)
        assert "⚠ Single thread: only one of theirs in 90 days" in shown(pilot)
        assert screen.matrix.has_focus


async def test_the_columns_scroll_sideways_and_stop_at_the_end(met: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await matrix(pilot, met)
        header = shown(pilot).split("theirs ╲ ours")[1].splitlines()[0]
        assert header.split() == ["林浩", "周敏", "刘总监", "Bob"], "the responsible first, then the latest"
        await press(pilot, *["right"] * 9)
        header = shown(pilot).split("theirs ╲ ours")[1].splitlines()[0]
        assert header.split() == ["刘总监", "Bob", "Anna", "Lee", "赵工"]
        assert "‹ 2 more" in shown(pilot) and "more ›" not in shown(pilot)
        await press(pilot, "left")
        assert "‹ 1 more · 1 more ›" in shown(pilot)
        await press(pilot, *["left"] * 9)
        assert "‹" not in shown(pilot)


async def test_the_score_is_opened_by_its_roles(met: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        screen = await matrix(pilot, met)
        text = shown(pilot)
        assert "30 × ▮▮▮▮▯ 4/5 × 1.00" in text and "= 24.0" in text
        assert "○ Purchaser" in text and "20 at most" in text
        await press(pilot, "tab")
        assert screen.why.has_focus
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PersonScreen)
        await press(pilot, "escape", "down")
        assert "Nobody sits here: ⏎ or p adds somebody" in shown(pilot)
        await press(pilot, "a")
        assert "not counted" in shown(pilot) and "38 × " in shown(pilot)
        await press(pilot, "a", "enter")
        assert isinstance(pilot.app.screen, PersonForm)
        await press(pilot, "escape", "tab")
        assert screen.matrix.has_focus


async def test_other_eyes_see_contacts_and_no_judgement(met: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        await matrix(pilot, met)
        await press(pilot, "z")
        text = shown(pilot)
        assert "17d ×4" in text and "••••" in text
        for words in ("of 100", "▮", "Single thread", "leaning", "24.0"):
            assert words not in text, words


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("count", [0, 1, 40])
async def test_nobody_one_and_forty(
    running: Running, store_path: Path, count: int, size: tuple[int, int], language: str
) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        account = accounts.add_account(change, {"name": "华为"})
        above = None
        for number in range(count):
            values = {"account_id": account, "name": f"第{number}位", "reports_to_id": above}
            above = people.add_person(change, values, roles=["user"])
            touch = {"account_id": account, "at": "2026-11-10T02:00:00Z", "our_people": f"我方{number}"}
            touches.log_touch(change, touch, people=[above])
    async with running(size=size) as pilot:
        use_language(language)
        screen = await matrix(pilot, {"account": account})
        await press(pilot, "end", *["right"] * 3, "tab", "end", "tab", "home", "left")
        text = shown(pilot)
        assert ("○" in text) or screen.why.row_count == 8
        if count:
            assert "第0位" in text
        else:
            assert ("Nobody yet" if language == "en" else "还没有") in text or screen.matrix.row_count == 2
        await press(pilot, "escape")
        places.open_account(pilot.app, account)  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "end", "home")


async def test_a_removed_account_says_so(met: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await matrix(pilot, met)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        await desk.write("account.remove", "x", accounts.remove_account, met["account"])
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "This account was removed" in shown(pilot)
        await press(pilot, "enter", "a", "r", "e", "right", "tab", "escape")
