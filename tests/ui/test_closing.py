"""The closing page: signals are ticked, techniques follow with their reasons and words, and are marked as used."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual.widgets import Static

from karep.db import opportunities
from karep.db.store import Store
from karep.db.views.opportunities import list_ticks
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.screens.closing import ClosingScreen
from karep.screens.concessions import ConcessionsScreen
from karep.screens.objection_log import ObjectionDialog
from karep.screens.safe import cells_of
from karep.screens.stage import StageScreen
from karep.screens.widgets.arrow_list import ArrowList
from tests.ui.driving import Running, press, settled, shown


@pytest.fixture
def deal(book: dict[str, str], store_path: Path) -> str:
    """The book's deal, close to a signature."""
    with Store.open(store_path) as store, store.action("stage.move") as change:
        opportunities.move_stage(change, book["deal"], "S6")
    return book["deal"]


def ticks(path: Path, deal: str) -> set[str]:
    with Store.open(path) as store:
        return set(list_ticks(store.connection, deal))


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_signal_that_is_ticked_calls_for_a_technique(
    deal: str, running: Running, store_path: Path, language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    stage = playbook(language).stages["S6"]
    async with running("deals", size) as pilot:
        pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        await press(pilot, "t")
        assert isinstance(pilot.app.screen, ClosingScreen)
        assert stage.signals[0].text[:10] in shown(pilot)
        await press(pilot, "tab")
        assert stage.signals[1].text[:10] in shown(pilot), "it says what to look out for"
        await press(pilot, "tab", "tab", "space", "down", "down", "enter")
        assert ticks(store_path, deal) == {stage.signals[0].id, stage.signals[2].id}
        await press(pilot, "tab")
        first = playbook(language).techniques["t.trade-off"]
        assert "›" in shown(pilot) and first.name in shown(pilot), "it answers both signals"
        reason = {"en": "suits 王建国 (Decision-maker)", "zh": "适合王建国 (决策者)"}[language]
        assert reason in shown(pilot).replace("\n", "") or size == (80, 24)
        assert first.say[0].text[:12] in shown(pilot)
        await press(pilot, "enter")
        assert "t.trade-off" in ticks(store_path, deal) and "✓" in shown(pilot)
        await press(pilot, "space")
        assert "t.trade-off" not in ticks(store_path, deal)
        await press(pilot, "u", "tab", "tab", "space")
        assert ticks(store_path, deal) == {stage.signals[0].id, "t.trade-off"}


async def test_a_technique_that_was_used_is_called_by_its_name_elsewhere(
    deal: str, running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("stage.tick") as change:
        opportunities.tick(change, deal, "t.summary", by="Li")
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        assert "No longer in the playbook" not in shown(pilot)
        await press(pilot, "T")
        assert playbook("en").techniques["t.summary"].name in shown(pilot) and "t.summary" not in shown(pilot)


async def test_the_ways_from_it_lead_on(deal: str, running: Running) -> None:
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ClosingScreen(deal))
        await settled(pilot)
        await press(pilot, "o")
        assert isinstance(pilot.app.screen, ObjectionDialog)
        await press(pilot, "escape", "g")
        assert isinstance(pilot.app.screen, ConcessionsScreen)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ClosingScreen)


async def test_a_deal_that_is_gone_says_so(deal: str, running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("record.remove") as change:
        opportunities.remove_opportunity(change, deal)
    async with running("deals") as pilot:
        pilot.app.push_screen(ClosingScreen(deal))
        await settled(pilot)
        await press(pilot, "space", "tab", "enter", "o", "g", "n", "f", "b")
        assert "This deal was removed" in shown(pilot)


async def test_no_role_and_a_hostile_name(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        account = change.add("account", {"name": "[/oops] \x1b[31m", "match_key": "x"})
        deal = opportunities.add_opportunity(change, {"account_id": account, "name": "[b", "stage": "S1"})
    async with running("deals") as pilot:
        pilot.app.push_screen(ClosingScreen(deal))
        await settled(pilot)
        assert "nobody's role is known here yet" in shown(pilot) and "[/oops]" in shown(pilot)
        assert pilot.app.screen.query_one("#signals", ArrowList).highlighted == "s1.sign.volumes"


async def test_who_decides_stands_once_and_an_empty_chair_is_no_reason(
    book: dict[str, str], deal: str, running: Running, store_path: Path
) -> None:
    use_language("zh")
    with Store.open(store_path) as store, store.action("test") as change:
        about = {"account_id": book["account"], "opportunity_id": None}
        change.add("role", {**about, "person_id": book["boss"], "role": "gatekeeper"})
        chair = {"account_id": book["account"], "name": "空位", "placeholder": 1, "match_key": "空位"}
        change.add("role", {**about, "person_id": change.add("person", chair), "role": "decision_maker"})
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ClosingScreen(deal))
        await settled(pilot)
        head = str(pilot.app.screen.query_one("#closing-head", Static).content)
        assert "王建国 (决策者、把关者)" in head and head.count("王建国") == 1
        await press(pilot, "space", "tab")
        assert "适合空位" not in shown(pilot).replace("\n", "") and "空位 (决策者)" in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 60)])
async def test_no_sign_stands_alone_on_its_line(deal: str, running: Running, size: tuple[int, int]) -> None:
    use_language("zh")
    async with running("deals", size) as pilot:
        pilot.app.push_screen(ClosingScreen(deal))
        await settled(pilot)
        await press(pilot, "tab")
        words = str(pilot.app.screen.query_one("#technique-text", Static).content)
        lines = words.split("\n")
        assert any(line.startswith("✗ 何时不用：") for line in lines) and any(line.startswith("→ ") for line in lines)
        room = pilot.app.screen.query_one("#technique").scrollable_content_region.width
        assert all(len(line) > 12 for line in lines if line.startswith(("✗", "→")))
        assert room and all(cells_of(line) <= room for line in lines)
