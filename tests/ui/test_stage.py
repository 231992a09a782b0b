"""The stage page and its dialogs: every tick, move and reason lands in the store, and no typed reason is lost."""

from __future__ import annotations

import pytest

from karep.db import opportunities
from karep.db.drafts import list_drafts
from karep.db.store import Store
from karep.db.views.opportunities import list_ticks
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.rules.vocabulary import STAGES
from karep.screens.card_glance import CardDialog
from karep.screens.safe import cells_of
from karep.screens.stage import StageScreen
from karep.screens.stage_dialogs import SkipDialog
from karep.screens.stage_guide import GuideList
from karep.screens.stage_header import stage_bar
from tests.ui.deal_page import add_deal, on_page, read
from tests.ui.driving import Running, press, settled, shown

HOSTILE = "[/oops] \x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000
STAGE = playbook("en").stages["S3"]
ITEMS = [item.id for item in STAGE.checklist]
FACTS = [fact.id for fact in STAGE.exit]


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S3."""
    return add_deal(store, buyer_stage="buying")


@pytest.fixture
def page(running: Running, deal: str) -> Running:
    """Opens the deal's page: ``async with page(size=(80, 24)) as pilot``."""
    return lambda size=(80, 24): on_page(running, deal, size)


async def test_space_ticks_and_unticks_items_and_exit_facts(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "space")
        ticks = list_ticks(store.connection, deal)
        assert list(ticks) == [ITEMS[0]] and ticks[ITEMS[0]].by == "Li"
        assert "☑" in shown(pilot) and f"Checklist 1/{len(ITEMS)}" in shown(pilot) and "ticked by Li" in shown(pilot)
        await press(pilot, "space")
        assert list_ticks(store.connection, deal) == {}
        await press(pilot, "u")
        assert list(list_ticks(store.connection, deal)) == [ITEMS[0]]
        await press(pilot, "end", "space")
        assert set(list_ticks(store.connection, deal)) == {ITEMS[0], FACTS[-1]}
        assert f"1/{len(FACTS)}" in shown(pilot)


async def test_a_question_is_ticked_as_asked_in_the_guide_and_undone(page: Running, store: Store, deal: str) -> None:
    asked, following = STAGE.questions[1:3]
    async with page(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        guide = pilot.app.screen.query_one("#guide", GuideList)
        guide.highlighted = guide.get_option_index(asked.id)
        await press(pilot, "space")
        assert list(list_ticks(store.connection, deal)) == [asked.id]
        assert f"☑ {asked.spin} " in shown(pilot) and f"Ask 1/{len(STAGE.questions)}" in shown(pilot)
        assert guide.highlighted_option.id == following.id, "the next one to ask"  # type: ignore[union-attr]
        assert guide.get_option_index(asked.id) > guide.get_option_index(STAGE.questions[-1].id)
        assert f"Checklist 0/{len(ITEMS)}" in shown(pilot)
        assert "No longer in the playbook" not in shown(pilot)
        guide.highlighted = guide.get_option_index(asked.id)
        await press(pilot, "enter")
        assert list_ticks(store.connection, deal) == {} and f"☑ {asked.spin} " not in shown(pilot)
        await press(pilot, "u")
        assert list(list_ticks(store.connection, deal)) == [asked.id]
        guide.action_last()
        await press(pilot, "space")
        assert "Highlight a question or a sign" in shown(pilot)
        assert list(list_ticks(store.connection, deal)) == [asked.id]


async def test_not_applicable_needs_its_reason_and_keeps_a_half_typed_one(
    page: Running, store: Store, deal: str
) -> None:
    async with page() as pilot:
        await press(pilot, "k", "enter")
        assert isinstance(pilot.app.screen, SkipDialog) and "Say in a few words" in shown(pilot)
        await press(pilot, "n", "o", "escape")
        assert isinstance(pilot.app.screen, StageScreen) and list_ticks(store.connection, deal) == {}
        await press(pilot, "k", "w", "enter")
        tick = list_ticks(store.connection, deal)[ITEMS[0]]
        assert tick.not_applicable and tick.reason == "now"
        pilot.app.clear_notifications()
        await settled(pilot)
        assert "not applicable: now" in shown(pilot)
        assert list_drafts(store.connection) == []
        await press(pilot, "space")
        assert list_ticks(store.connection, deal) == {}


async def test_other_stages_can_be_looked_at_and_ticked(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "]")
        assert "‹S4 Discover›" in shown(pilot) and "[S3 Engage]" in shown(pilot) and "not the deal's" in shown(pilot)
        await press(pilot, "space", *"[[[[")
        assert "S1 Identify" in shown(pilot)
        first = playbook("en").stages["S4"].checklist[0].id
        assert list(list_ticks(store.connection, deal)) == [first]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_guide_opens_answers_even_those_of_another_stage(
    page: Running, store: Store, deal: str, size: tuple[int, int]
) -> None:
    async with page(size=size) as pilot:
        assert ("What is your part" in shown(pilot)) == (size[0] == 120)
        await press(pilot, "]", "tab")
        assert "We already have a supplier" in shown(pilot)
        guide = pilot.app.screen.query_one("#guide")
        assert guide.has_focus
        guide.highlighted = guide.get_option_index("o.have-supplier")  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardDialog) and "supplier" in shown(pilot)
        await press(pilot, "escape", "tab")
        assert pilot.app.screen.query_one("#checklist").has_focus


async def test_ticks_outlive_the_playbook(page: Running, store: Store, deal: str) -> None:
    with store.action("stage.tick", "x") as change:
        opportunities.tick(change, deal, "s3.gone [/b]", by=HOSTILE[:200])
        opportunities.tick(change, deal, ITEMS[1], not_applicable=True, reason=HOSTILE)
    use_language("zh")
    async with page(size=(120, 40)) as pilot:
        assert "打法中已没有的条目" in shown(pilot) and "s3.gone [/b]" in shown(pilot)
        await press(pilot, "down")
        assert "[/oops]" in shown(pilot)
        await press(pilot, "end", "space")
        assert list(list_ticks(store.connection, deal)) == [ITEMS[1]]


async def test_a_removed_deal_says_so_and_comes_back(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await pilot.app.save("record.remove", "Frame", opportunities.remove_opportunity, deal)  # type: ignore[attr-defined]
        await settled(pilot)
        await press(pilot, "space", "s", "W", "o")
        assert "was removed" in shown(pilot)
        await press(pilot, "u")
        assert "S3 Engage" in shown(pilot)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("at", STAGES)
def test_the_bar_of_stages_fits_eighty_columns(store: Store, deal: str, language: str, at: str) -> None:
    use_language(language)
    with store.action("stage.move", "x") as change:
        change.change("opportunity", deal, {"stage": at})
    stages = playbook(language).stages
    for seen in STAGES:
        bar = stage_bar(read(store, deal), seen, stages, ()).plain
        assert cells_of(bar) <= 78 and f"[{at} " in bar


async def test_another_language_keeps_the_place(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "down", "down", "ctrl+l", "space")
        await settled(pilot)
        assert "S3 接触" in shown(pilot) and "Checklist" not in shown(pilot)
        assert list(list_ticks(store.connection, deal)) == [ITEMS[2]]
        await press(pilot, "down", "space")
        assert set(list_ticks(store.connection, deal)) == {ITEMS[2], ITEMS[3]}
