"""Losing a deal: what is asked, what is proposed, what is planned, what is kept."""

from __future__ import annotations

import pytest

from karep.db import objections, opportunities
from karep.db.drafts import get_draft
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.screens.stage_dialogs import DIALOGS, LoseDialog
from tests.ui.deal_page import add_deal, on_page, read, told
from tests.ui.driving import Running, press, settled, shown

STAGES = playbook("en").stages
HOSTILE = "[/oops] \x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S3."""
    return add_deal(store)


async def test_a_loss_proposes_the_day_and_plans_to_ask_again(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "L")
        assert "in 89 days" in shown(pilot) and "2027-02-19" in shown(pilot), "a Friday: the day after is none to call"
        assert "Ask again: Frame" in shown(pilot)
        await press(pilot, "enter", "enter", "enter")
        assert isinstance(pilot.app.screen, LoseDialog) and "Say in a few words" in shown(pilot)
        await press(pilot, "text:20% too dear", "enter", "enter", "enter")
        lost = read(store, deal)
        assert (lost.status, lost.lost_reason, lost.revisit_on) == ("lost", "20% too dear", "2027-02-19")
        [step] = list_follow_ups(store.connection)
        assert (step.what, step.due, step.opportunity_id) == ("Ask again: Frame", "2027-02-19", deal)
        assert "LOST" in shown(pilot) and "Planned: Ask again: Frame" in told(pilot)
        await press(pilot, "u")
        assert read(store, deal).status == "open" and list_follow_ups(store.connection) == []


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        (["1"], "It's too expensive"),
        (["２"], "Price"),
        (["down", "down", "down"], "A rival was preferred"),
        (["down", "down", "up"], "It's too expensive"),
        (["down", "up", "text:fair"], "fair"),
        (["text:budg", "down"], "No budget"),
        (["text:competitor", "down"], "Your competitor is better"),
    ],
)
async def test_a_reason_is_taken_by_number_arrow_or_words(
    running: Running, store: Store, deal: str, keys: list[str], reason: str
) -> None:
    with store.action("x", "x") as change:
        about = {"account_id": read(store, deal).account_id, "opportunity_id": deal}
        objections.add_objection(change, {**about, "card": "o.too-expensive", "words": "dear"})
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", *keys, "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, LoseDialog)
        assert dialog.line("lost_reason").value == reason and dialog.line("revisit_on").has_focus
        await press(pilot, "enter", "enter")
        assert read(store, deal).lost_reason == reason


async def test_a_number_alone_is_no_reason(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", "9", "ctrl+s")
        assert isinstance(pilot.app.screen, LoseDialog) and read(store, deal).status == "open"
        assert "Say in a few words" in shown(pilot)


async def test_the_rep_refuses_to_plan_and_chooses_the_day(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", "d", "enter", "ctrl+u", "x", "enter")
        assert isinstance(pilot.app.screen, LoseDialog) and "Say when to ask again" in shown(pilot)
        assert pilot.app.screen.line("revisit_on").has_focus, "a day that is none is refused in its line"
        await press(pilot, "ctrl+u", "text:2026-11-01", "ctrl+s")
        assert "has passed" in shown(pilot)
        await press(pilot, "ctrl+u", "text:2027-03-01", "enter", "ctrl+u", "enter")
        lost = read(store, deal)
        assert (lost.status, lost.revisit_on) == ("lost", "2027-03-01") and list_follow_ups(store.connection) == []


async def test_a_half_told_loss_is_kept(running: Running, store: Store, deal: str) -> None:
    key = f"opportunity.lose|opportunity_id={deal}"
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", "escape")
        assert get_draft(store.connection, key) is None, "what was only proposed is no draft"
        await press(pilot, "L", "d", "enter", "ctrl+u", "x", "escape")
        kept = {"lost_reason": "d", "revisit_on": "x", "ask_again": "Ask again: Frame"}
        assert get_draft(store.connection, key) == kept
        await pilot.app.push_screen(DIALOGS["opportunity.lose"](opportunity_id=deal))
        await settled(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, LoseDialog) and dialog.line("revisit_on").value == "x"
        await press(pilot, "ctrl+r")
        assert dialog.line("lost_reason").value == "" and dialog.line("revisit_on").value == "in 89 days"
        assert get_draft(store.connection, key) is None


async def test_a_loss_at_the_end_reminds_to_ask_why(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S6")
    title = next(item.title for item in STAGES["S6"].checklist if item.id == "s6.lost")
    async with on_page(running, deal) as pilot:
        await press(pilot, "L")
        assert f"☐ {title}" in shown(pilot)
        await press(pilot, "1", "enter", "enter", "enter")
        assert f"Still to do: {title}" in told(pilot)
        await press(pilot, "R")
        with store.action("stage.tick", "x") as change:
            opportunities.tick(change, deal, "s6.lost")
        await press(pilot, "L")
        assert title not in shown(pilot).split("Mark as lost")[1].split("F11")[0]


@pytest.mark.parametrize(("language", "proposed"), [("en", "in 89 days"), ("zh", "89天后")])
async def test_a_won_deal_is_lost_only_after_a_question(
    running: Running, store: Store, language: str, proposed: str
) -> None:
    deal = add_deal(store, stage="S6")
    with store.action("x", "x") as change:
        opportunities.win(change, deal)
    use_language(language)
    async with on_page(running, deal) as pilot:
        await press(pilot, "L")
        asked = "won already; lose it all the same?" if language == "en" else "已赢单，仍要改为丢单吗"
        assert asked in shown(pilot) and proposed in shown(pilot) and "2027-02-19" in shown(pilot)
        await press(pilot, "escape")
        assert read(store, deal).status == "won"
        await press(pilot, "L", "1", "enter", "enter", "enter")
        assert (read(store, deal).status, read(store, deal).revisit_on) == ("lost", "2027-02-19")
        await press(pilot, "R")
        assert (read(store, deal).status, read(store, deal).stage) == ("open", "S6")
        assert list_follow_ups(store.connection) == []


async def test_hostile_reasons_in_chinese(running: Running, store: Store) -> None:
    deal = add_deal(store, name=HOSTILE[:190], stage="S6")
    use_language("zh")
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", "2", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, LoseDialog) and dialog.line("lost_reason").value == "选了竞争对手"
        dialog.line("lost_reason").value = HOSTILE
        await press(pilot, "ctrl+s")
        assert (read(store, deal).lost_reason or "").startswith("[/oops]") and "✗ 丢单" in shown(pilot)
        assert len(list_follow_ups(store.connection)) == 1
