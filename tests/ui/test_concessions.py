"""The give and get plan: every key, the floor that is hidden, the name that is asked for, drafts, empty states."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import concessions, opportunities
from karep.db.drafts import list_drafts
from karep.db.store import Store
from karep.db.views.concessions import Concession, get_floor, list_concessions
from karep.i18n import use_language
from karep.screens.concessions import ConcessionsScreen
from karep.screens.forms.concession import ConcessionForm
from karep.screens.forms.floor import FloorForm
from karep.screens.history import HistoryScreen
from karep.screens.stage import StageScreen
from karep.screens.widgets.arrow_list import ArrowList
from tests.hostile import OURS
from tests.ui.driving import Running, press, settled, shown


@pytest.fixture
def deal(book: dict[str, str], store_path: Path) -> str:
    """The book's deal with a price and a floor."""
    with Store.open(store_path) as store, store.action("opportunity.change") as change:
        money = {"amount": 120_000_00, "currency": "CNY", "floor_amount": 101_234_00, "floor_approver": "陈总"}
        opportunities.change_opportunity(change, book["deal"], money)
    return book["deal"]


@pytest.fixture
def planned(book: dict[str, str], deal: str, store_path: Path) -> list[str]:
    """Two steps of a plan; the second is below the floor."""
    with Store.open(store_path) as store, store.action("concession.add") as change:
        about = {"account_id": book["account"], "opportunity_id": deal}
        first = {**about, "give": "zqtraining", "get": "zqreference", "price": 116_777_00}
        second = {**about, "give": "zqlast", "price": 100_888_00}
        return [concessions.add_concession(change, one) for one in (first, second)]


def plan(path: Path, deal: str) -> list[Concession]:
    with Store.open(path) as store:
        return list_concessions(store.connection, deal)


async def test_a_step_is_planned_from_the_deals_page(deal: str, running: Running, store_path: Path) -> None:
    async with running("deals") as pilot:
        pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        await press(pilot, "g")
        assert isinstance(pilot.app.screen, ConcessionsScreen) and "Nothing planned: a plans" in shown(pilot)
        await press(pilot, "a", "text:3 %", "tab", "tab", "text:11.6万", "ctrl+s")
        assert isinstance(pilot.app.screen, ConcessionsScreen)
        assert "¥116,000" in shown(pilot) and "nothing comes back for it" in shown(pilot)
    [one] = plan(store_path, deal)
    assert (one.give, one.get, one.price, one.made_at, one.below_floor) == ("3 %", None, 116_000_00, None, False)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_step_below_the_floor_is_made_only_with_a_name(
    planned: list[str], deal: str, running: Running, store_path: Path, language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    async with running("deals", size) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal, planned[1]))
        await settled(pilot)
        refusal = {"en": "below the floor, and nobody approved it", "zh": "低于底线，且无人批准"}[language]
        assert refusal in shown(pilot) and "101,234" in shown(pilot)
        await press(pilot, "space")
        assert isinstance(pilot.app.screen, ConcessionForm)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConcessionForm) and plan(store_path, deal)[1].made_at is None
        assert {"en": "name who approved it", "zh": "写明批准人姓名"}[language] in shown(pilot)
        await press(pilot, "text:陈总", "ctrl+s")
        assert isinstance(pilot.app.screen, ConcessionsScreen)
        made = plan(store_path, deal)[0]
        assert (made.id, made.approver) == (planned[1], "陈总") and (made.made_at or "").startswith("2026-11-2")
        await press(pilot, "space")
        assert all(one.made_at is None for one in plan(store_path, deal))
        await press(pilot, "u")
        assert plan(store_path, deal)[0].made_at


async def test_a_step_is_made_for_an_objection_to_somebody(
    book: dict[str, str], planned: list[str], deal: str, running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("objection.add") as change:
        about = {"account_id": book["account"], "opportunity_id": deal, "at": "2026-11-20T03:00:00Z"}
        change.add("objection", {**about, "words": "too dear"})
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "space", "text:yesterday", "tab", "enter", "down", "enter", "tab", "enter", "down")
        await press(pilot, "enter", "ctrl+s")
        assert "for “too dear”" in shown(pilot) and "to 王建国" in shown(pilot)
    made = plan(store_path, deal)[0]
    assert (made.id, made.person_name, made.objection_words) == (planned[0], "王建国", "too dear")
    assert (made.made_at or "").startswith("2026-11-20")


async def test_order_change_removal_and_history(
    planned: list[str], deal: str, running: Running, store_path: Path
) -> None:
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "]")
        assert [one.give for one in plan(store_path, deal)] == ["zqlast", "zqtraining"]
        await press(pilot, "[", "[")
        assert [one.give for one in plan(store_path, deal)] == ["zqtraining", "zqlast"]
        await press(pilot, "e", "end", "text:!", "ctrl+s")
        assert plan(store_path, deal)[0].give == "zqtraining!"
        await press(pilot, "h")
        assert isinstance(pilot.app.screen, HistoryScreen) and "zqtraining" in shown(pilot)
        await press(pilot, "escape", "x")
        assert [one.give for one in plan(store_path, deal)] == ["zqlast"]
        assert "zqtraining" not in shown(pilot)
        await press(pilot, "u")
        assert len(plan(store_path, deal)) == 2


async def test_the_floor_is_written_down(deal: str, running: Running, store_path: Path) -> None:
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "F")
        assert isinstance(pilot.app.screen, FloorForm)
        await press(pilot, "text:98,000", "tab", "text:30 days", "ctrl+s")
        assert "¥98,000 · 30 days · approved by 陈总" in shown(pilot)
        await press(pilot, "F", "text:-5", "ctrl+s")
        assert isinstance(pilot.app.screen, FloorForm) and "cannot be negative" in shown(pilot)
        await press(pilot, "ctrl+r", "escape")
    with Store.open(store_path) as store:
        floor = get_floor(store.connection, deal)
        assert (floor.amount, floor.terms, floor.approver) == (98_000_00, "30 days", "陈总")
        assert list_drafts(store.connection) == []


SECRETS = ("zqtraining", "zqreference", "zqlast", "116,777", "100,888", "101,234", "陈总")


async def test_z_hides_floor_steps_and_prices_everywhere(
    planned: list[str], deal: str, running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("concession.make") as change:
        concessions.make_concession(change, planned[0])
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        assert all(one in shown(pilot) for one in SECRETS)
        seen = []
        await press(pilot, "z")
        seen.append(shown(pilot))
        for keys in (("down",), ("e",), ("escape", "F"), ("escape", "h"), ("escape", "x"), ("u",)):
            await press(pilot, *keys)
            seen.append(shown(pilot))
        await press(pilot, "escape")
        pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        for keys in (("T",), ("escape", "b"), ("escape", "6"), ("slash", "text:zqtraining")):
            await press(pilot, *keys)
            seen.append(shown(pilot))
        assert seen[-1].count("zqtraining") == 1, "only what was typed"
        seen[-1] = seen[-1].replace("zqtraining", "")
        for number, page in enumerate(seen):
            assert not [one for one in SECRETS if one in page], number


async def test_an_open_form_survives_escape(planned: list[str], deal: str, running: Running, store_path: Path) -> None:
    async with running("deals") as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "a", "text:half typed", "escape", "a")
        assert "half typed" in shown(pilot)
        await press(pilot, "escape", "D", "enter")
        assert isinstance(pilot.app.screen, ConcessionForm) and "half typed" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert plan(store_path, deal)[-1].give == "half typed"


async def test_a_deal_that_is_gone_and_nothing_highlighted(deal: str, running: Running, store_path: Path) -> None:
    async with running("deals") as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "space", "e", "x", "h", "[", "]", "enter")
        assert isinstance(pilot.app.screen, ConcessionsScreen)
        with Store.open(store_path) as store, store.action("record.remove") as change:
            opportunities.remove_opportunity(change, deal)
        pilot.app.screen.refresh_content()
        await settled(pilot)
        await press(pilot, "a", "F", "n", "space")
        assert "This deal was removed" in shown(pilot)


async def test_hostile_texts_are_shown_harmless(
    book: dict[str, str], deal: str, running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("concession.add") as change:
        about = {"account_id": book["account"], "opportunity_id": deal}
        for text in OURS[:18]:
            concessions.add_concession(change, {**about, "give": text[:380], "get": text})
    async with running("deals") as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        for _step in range(18):
            await press(pilot, "down")
            assert "\x1b" not in shown(pilot) and "\x07" not in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_find_and_timeline_lead_to_it_and_keep_the_label_silent(
    planned: list[str], deal: str, running: Running, store_path: Path, language: str
) -> None:
    use_language(language)
    with Store.open(store_path) as store, store.action("concession.make") as change:
        concessions.make_concession(change, planned[0])
    async with running("week", (120, 40)) as pilot:
        await press(pilot, "slash", "text:zqlast", "enter")
        page = pilot.app.screen
        assert isinstance(page, ConcessionsScreen)
        await press(pilot, "space")
        assert isinstance(pilot.app.screen, ConcessionForm) and "zqlast" in shown(pilot)
        await press(pilot, "escape", "escape")
        pilot.app.push_screen(StageScreen(deal))
        await settled(pilot)
        await press(pilot, "T", "enter")
        assert isinstance(pilot.app.screen, ConcessionForm) and "zqreference" in shown(pilot)
        await press(pilot, "escape", "x")
        assert [one.id for one in plan(store_path, deal)] == [planned[1]]
        await press(pilot, "u")
        assert len(plan(store_path, deal)) == 2
    with Store.open(store_path) as store:
        labels = [label for (label,) in store.connection.execute("SELECT label FROM action")]
    assert not [label for label in labels if "zq" in label]


async def test_the_highlight_goes_to_the_step_that_was_planned(
    planned: list[str], deal: str, running: Running, store_path: Path
) -> None:
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "a", "text:zqnew", "ctrl+s")
        highlighted = pilot.app.screen.query_one("#plan", ArrowList).highlighted
        [added] = [one.id for one in plan(store_path, deal) if one.give == "zqnew"]
        assert highlighted == added
        assert "0 made" in shown(pilot)


async def test_an_empty_plan_counts_nothing(deal: str, running: Running) -> None:
    async with running("deals", (120, 40)) as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        assert "0 made" not in shown(pilot) and "Nothing planned" in shown(pilot)


async def test_what_was_told_does_not_lie_over_what_is_refused(deal: str, running: Running) -> None:
    async with running("deals") as pilot:
        pilot.app.push_screen(ConcessionsScreen(deal))
        await settled(pilot)
        await press(pilot, "a")
        pilot.app.notify("an old sentence", severity="warning")
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ConcessionForm) and not list(pilot.app._notifications)
