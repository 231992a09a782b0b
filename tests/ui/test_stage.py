"""The stage page and its dialogs: every tick, move and reason lands in the store, and no typed reason is lost."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date

import pytest
from textual.pilot import Pilot

from karep.db import opportunities
from karep.db.drafts import get_draft, list_drafts
from karep.db.store import Store
from karep.db.views.deals import Deal, get_deal
from karep.db.views.opportunities import list_stage_changes, list_ticks
from karep.i18n import use_language
from karep.playbook.stages import stage
from karep.rules.vocabulary import STAGES
from karep.screens.safe import cells_of
from karep.screens.stage import StageScreen
from karep.screens.stage_dialogs import DIALOGS, LoseDialog, MoveDialog, SkipDialog
from karep.screens.stage_guide import GuideList, ObjectionDialog
from karep.screens.stage_header import stage_bar
from tests.ui.driving import Running, press, settled, shown

TODAY = date(2026, 11, 22)
HOSTILE = "[/oops] \x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000
ITEMS = [item.id for item in stage("en", "S3").checklist]  # type: ignore[union-attr]
FACTS = [fact.id for fact in stage("en", "S3").exit]  # type: ignore[union-attr]


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S3."""
    with store.action("opportunity.add", "Frame") as change:
        account = change.add("account", {"name": "华为 [/oops]", "match_key": "华为"})
        return opportunities.add_opportunity(
            change, {"account_id": account, "name": "Frame", "stage": "S3", "buyer_stage": "buying"}
        )


@pytest.fixture
def page(running: Running, deal: str) -> Running:
    """Opens the deal's page: ``async with page(size=(80, 24)) as pilot``."""

    @asynccontextmanager
    async def open_page(size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
        async with running("deals", size, TODAY) as pilot:
            await pilot.app.push_screen(StageScreen(deal))
            await settled(pilot)
            yield pilot

    return open_page


def read(store: Store, deal: str) -> Deal:
    found = get_deal(store.connection, deal)
    assert found is not None
    return found


async def test_space_ticks_and_unticks_items_and_exit_facts(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "space")
        ticks = list_ticks(store.connection, deal)
        assert list(ticks) == [ITEMS[0]] and ticks[ITEMS[0]].by == "Li"
        assert "☑" in shown(pilot) and "Checklist 1/12" in shown(pilot) and "ticked by Li" in shown(pilot)
        await press(pilot, "space")
        assert list_ticks(store.connection, deal) == {}
        await press(pilot, "u")
        assert list(list_ticks(store.connection, deal)) == [ITEMS[0]]
        await press(pilot, "end", "space")
        assert set(list_ticks(store.connection, deal)) == {ITEMS[0], FACTS[-1]}
        assert f"1/{len(FACTS)}" in shown(pilot)


async def test_a_question_is_ticked_as_asked_in_the_guide_and_undone(page: Running, store: Store, deal: str) -> None:
    asked = stage("en", "S3").questions[1]  # type: ignore[union-attr]
    async with page(size=(120, 40)) as pilot:
        await press(pilot, "tab")
        guide = pilot.app.screen.query_one("#guide", GuideList)
        guide.highlighted = guide.get_option_index(asked.id)
        await press(pilot, "space")
        assert list(list_ticks(store.connection, deal)) == [asked.id]
        assert f"☑ {asked.spin} " in shown(pilot) and "Checklist 0/12" in shown(pilot)
        assert "No longer in the playbook" not in shown(pilot)
        await press(pilot, "enter")
        assert list_ticks(store.connection, deal) == {} and f"☑ {asked.spin} " not in shown(pilot)
        await press(pilot, "u")
        assert list(list_ticks(store.connection, deal)) == [asked.id]
        guide.action_last()
        await press(pilot, "space")
        assert "Highlight a question" in shown(pilot)
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


async def test_a_move_shows_what_is_open_asks_why_and_never_blocks(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, MoveDialog)
        assert "Not met yet" in shown(pilot) and "12 items not ticked" in shown(pilot)
        await press(pilot, "enter", "enter")
        assert read(store, deal).stage == "S3", "the reason is asked for once"
        await press(pilot, "enter")
        assert read(store, deal).stage == "S4"
        change = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (change.from_stage, change.to_stage, list(change.unmet)) == ("S3", "S4", FACTS)
        await press(pilot, "u")
        assert read(store, deal).stage == "S3"


async def test_skipping_and_going_back_keep_their_reason(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "s", "down")
        assert "Move S3 Engage → S5 Propose" in shown(pilot)
        assert "Why skip a stage?" in shown(pilot)
        await press(pilot, "enter", "r", "f", "q", "enter")
        skipped = list_stage_changes(store.connection, opportunity_id=deal)[0]
        later = [fact.id for fact in stage("en", "S4").exit]  # type: ignore[union-attr]
        assert (skipped.to_stage, skipped.reason, list(skipped.unmet)) == ("S5", "rfq", [*FACTS, *later])
        await press(pilot, "s", "home")
        assert "Why go back?" in shown(pilot) and "Not met yet" not in shown(pilot)
        await press(pilot, "enter", "n", "o", "enter")
        back = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (back.to_stage, back.reason, back.unmet) == ("S1", "no", ())


async def test_a_move_with_everything_met_asks_nothing(page: Running, store: Store, deal: str) -> None:
    with store.action("stage.tick", "x") as change:
        for item in (*ITEMS, *FACTS):
            opportunities.tick(change, deal, item)
    async with page() as pilot:
        await press(pilot, "s")
        assert "Everything is ticked." in shown(pilot)
        await press(pilot, "enter")
        assert read(store, deal).stage == "S4" and isinstance(pilot.app.screen, StageScreen)
        assert "S3 ✓" in shown(pilot)


async def test_a_loss_needs_reason_and_day_and_its_draft_opens_again(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "L", "d", "enter", "x", "enter")
        assert isinstance(pilot.app.screen, LoseDialog) and "Say when to ask again" in shown(pilot)
        await press(pilot, "escape")
        key = f"opportunity.lose|opportunity_id={deal}"
        assert get_draft(store.connection, key) == {"lost_reason": "d", "revisit_on": "x"}
        await pilot.app.push_screen(DIALOGS["opportunity.lose"](opportunity_id=deal))
        await settled(pilot)
        await press(pilot, "enter", "backspace", "+", "9", "0", "d")
        assert "2027-02-20" in shown(pilot)
        await press(pilot, "enter")
        lost = read(store, deal)
        assert (lost.status, lost.lost_reason, lost.revisit_on) == ("lost", "d", "2027-02-20")
        assert get_draft(store.connection, key) is None
        assert "LOST" in shown(pilot)
        await press(pilot, "R", "W")
        assert read(store, deal).status == "won" and "WON" in shown(pilot)


async def test_other_stages_can_be_looked_at_and_ticked(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "]")
        assert "‹S4 Discover›" in shown(pilot) and "[S3 Engage]" in shown(pilot) and "not the deal's" in shown(pilot)
        await press(pilot, "space", *"[[[[")
        assert "S1 Identify" in shown(pilot)
        first = stage("en", "S4").checklist[0].id  # type: ignore[union-attr]
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
        assert isinstance(pilot.app.screen, ObjectionDialog) and "second source" in shown(pilot)
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
    stages = {one: stage(language, one) for one in STAGES}
    for seen in STAGES:
        bar = stage_bar(read(store, deal), seen, stages, ()).plain  # type: ignore[arg-type]
        assert cells_of(bar) <= 78 and f"[{at} " in bar


async def test_another_language_keeps_the_place(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "down", "down", "ctrl+l", "space")
        await settled(pilot)
        assert "S3 接触" in shown(pilot) and "Checklist" not in shown(pilot)
        assert list(list_ticks(store.connection, deal)) == [ITEMS[2]]
        await press(pilot, "down", "space")
        assert set(list_ticks(store.connection, deal)) == {ITEMS[2], ITEMS[3]}


async def test_a_kept_question_opens_from_the_drafts_and_survives_its_deal(
    page: Running, store: Store, deal: str
) -> None:
    async with page() as pilot:
        await press(pilot, "L", "d", "escape", "D", "enter")
        assert isinstance(pilot.app.screen, LoseDialog) and pilot.app.screen.line("lost_reason").value == "d"
        await press(pilot, "escape")
        await pilot.app.save("record.remove", "x", opportunities.remove_opportunity, deal)  # type: ignore[attr-defined]
        await press(pilot, "D", "enter")
        assert not isinstance(pilot.app.screen, LoseDialog)
        assert any("not in the store" in str(note.message) for note in pilot.app._notifications)


async def test_letters_typed_over_the_stages_are_the_reason(page: Running, store: Store, deal: str) -> None:
    async with page() as pilot:
        await press(pilot, "s", "text:budget freed", "enter")
        assert list_stage_changes(store.connection, opportunity_id=deal)[0].reason == "budget freed"
