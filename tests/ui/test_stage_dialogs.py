"""Moving, winning and growing a deal: what is warned of, what is asked, what is planned, what is kept."""

from __future__ import annotations

import asyncio

import pytest
from textual.widgets import OptionList

from karep.actions import action_name
from karep.db import concessions, opportunities
from karep.db.drafts import get_draft, keep_draft, list_drafts
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.growth import list_relatives
from karep.db.views.journal import list_actions
from karep.db.views.opportunities import list_opportunities, list_stage_changes, list_ticks
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.screens.stage import StageScreen
from karep.screens.stage_dialogs import ExpandDialog, LoseDialog, MoveDialog, WinDialog
from karep.screens.timeline import TimelineScreen
from tests.ui.deal_page import add_deal, on_page, read, told
from tests.ui.driving import Running, press, settled, shown

STAGES = playbook("en").stages
ITEMS = [item.id for item in STAGES["S3"].checklist]
FACTS = [fact.id for fact in STAGES["S3"].exit]
LATER = [fact.id for fact in STAGES["S4"].exit]
HOSTILE = "[/oops] \x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000


@pytest.fixture
def deal(store: Store) -> str:
    """A deal in S3."""
    return add_deal(store)


# --- moving ------------------------------------------------------------------------------------------------------


async def test_a_move_shows_what_is_open_asks_why_and_never_blocks(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, MoveDialog)
        assert f"S3: not met yet ({len(FACTS)})" in shown(pilot) and f"⚠ {len(FACTS)} facts not met yet" in shown(pilot)
        await press(pilot, "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveDialog) and dialog.line("reason").has_focus, "the reason is asked for once"
        assert "⏎ goes on without one" in shown(pilot)
        await press(pilot, "enter")
        assert read(store, deal).stage == "S4"
        change = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (change.from_stage, change.to_stage, list(change.unmet)) == ("S3", "S4", FACTS)
        await press(pilot, "u")
        assert read(store, deal).stage == "S3"


async def test_what_is_met_is_ticked_right_there(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal, (120, 40)) as pilot:
        await press(pilot, "s", "space")
        assert list(list_ticks(store.connection, deal)) == FACTS[:1]
        assert "☑ " + STAGES["S3"].exit[0].text[:20] in shown(pilot), "it stays in sight"
        assert f"S3: not met yet ({len(FACTS) - 1})" in shown(pilot)
        await press(pilot, "space")
        assert list_ticks(store.connection, deal) == {}
        await press(pilot, "space", "down", "space", "end", "space")
        assert set(list_ticks(store.connection, deal)) == {*FACTS[:2], ITEMS[-1]}
        await press(pilot, "text:budget freed", "enter")
        change = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (change.reason, list(change.unmet)) == ("budget freed", FACTS[2:])
        await press(pilot, "u", "u")
        assert set(list_ticks(store.connection, deal)) == set(FACTS[:2]), "a tick is an action of its own"


async def test_skipping_and_going_back_keep_their_reason(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "s", "right")
        assert "Move S3 Engage → S5 Propose" in shown(pilot) and "Why skip a stage?" in shown(pilot)
        await press(pilot, "enter", "r", "f", "q", "enter")
        skipped = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (skipped.to_stage, skipped.reason, list(skipped.unmet)) == ("S5", "rfq", [*FACTS, *LATER])
        await press(pilot, "s", *["left"] * 9)
        assert "Move S5 Propose → S1 Identify" in shown(pilot)
        assert "Why go back?" in shown(pilot) and "not met yet" not in shown(pilot)
        await press(pilot, "enter", "n", "o", "enter")
        back = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert (back.to_stage, back.reason, back.unmet) == ("S1", "no", ())


async def test_a_move_with_everything_met_asks_nothing(running: Running, store: Store, deal: str) -> None:
    with store.action("stage.tick", "x") as change:
        for item in (*ITEMS, *FACTS):
            opportunities.tick(change, deal, item, not_applicable=item == FACTS[0])
    async with on_page(running, deal) as pilot:
        await press(pilot, "s")
        assert "Everything is ticked." in shown(pilot)
        await press(pilot, "space", "enter")
        assert read(store, deal).stage == "S4" and isinstance(pilot.app.screen, StageScreen)
        assert "S3 ✓" in shown(pilot)


async def test_a_target_is_meant_and_a_draft_keeps_its_own(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await pilot.app.push_screen(MoveDialog(opportunity_id=deal, target="S6"))
        await settled(pilot)
        assert "→ S6 Closing" in shown(pilot)
        await press(pilot, "text:rush", "escape")
        kept = {"reason": "rush", "from": "S3", "to": "S6"}
        assert get_draft(store.connection, f"stage.move|opportunity_id={deal}") == kept
        await press(pilot, "s")
        assert "→ S6 Closing" in shown(pilot) and "rush" in shown(pilot)
        await press(pilot, "escape", ">")
        assert "→ S4 Discover" in shown(pilot) and "rush" not in shown(pilot), "the words belong to another move"
        await press(pilot, "escape", "<")
        assert "→ S2 Plan" in shown(pilot) and "rush" not in shown(pilot)
        await press(pilot, "escape")
        assert get_draft(store.connection, f"stage.move|opportunity_id={deal}") == kept, "and stay with it"
        with store.action("x", "x") as change:
            opportunities.move_stage(change, deal, "S2")
        await press(pilot, "s")
        assert "rush" not in shown(pilot), "nor do they belong to a move from elsewhere"
        await press(pilot, "ctrl+r", "escape")
        with store.action("x", "x") as change:
            opportunities.move_stage(change, deal, "S3")
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert list_drafts(store.connection) == []
        await press(pilot, "<")
        assert "→ S2 Plan" in shown(pilot)


async def test_up_comes_back_from_the_reason(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "s", "a", "up", "space", "right", "tab")
        assert list(list_ticks(store.connection, deal)) == FACTS[:1]
        assert "→ S5 Propose" in shown(pilot)
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveDialog) and dialog.line("reason").has_focus and dialog.line("reason").value == "a"


@pytest.mark.parametrize("at", ["S1", "S8"])
async def test_the_ends_have_nothing_beyond(running: Running, store: Store, at: str) -> None:
    deal = add_deal(store, stage=at)
    async with on_page(running, deal) as pilot:
        await press(pilot, "<" if at == "S1" else ">")
        assert isinstance(pilot.app.screen, StageScreen) and "stage" in told(pilot)
        await press(pilot, "s", *["left" if at == "S1" else "right"] * 9)
        assert ("→ S2 Plan" if at == "S1" else "→ S7 Deliver") in shown(pilot)


# --- winning and growing -----------------------------------------------------------------------------------------


async def test_winning_moves_to_delivery_says_what_is_planned_and_one_undo_takes_it_back(
    running: Running, store: Store
) -> None:
    deal = add_deal(store, stage="S6", amount=120_000_000, currency="CNY")
    async with on_page(running, deal) as pilot:
        await press(pilot, "W")
        facts = len(STAGES["S6"].exit)
        assert isinstance(pilot.app.screen, WinDialog) and "Win the deal: S6 Closing → S7 Deliver" in shown(pilot)
        assert "Won for how much, in CNY?" in shown(pilot) and "1,200,000" in shown(pilot)
        assert f"⚠ {facts} facts not met yet" in shown(pilot)
        await press(pilot, "enter", "enter")
        won = read(store, deal)
        assert (won.status, won.stage) == ("won", "S7") and len(list_follow_ups(store.connection)) == 4
        assert "4 follow-ups are planned" in told(pilot) and "It is in S7 Deliver now." in told(pilot)
        assert "WON" in shown(pilot) and "[S7 Deliver]" in shown(pilot)
        move = list_stage_changes(store.connection, opportunity_id=deal)[0]
        assert list(move.unmet) == [fact.id for fact in STAGES["S6"].exit]
        await press(pilot, "W")
        assert "won already" in told(pilot)
        await press(pilot, "u")
        back = read(store, deal)
        assert (back.status, back.stage) == ("open", "S6") and list_follow_ups(store.connection) == []
        await press(pilot, "R")
        assert "This deal is open." in told(pilot)
        await press(pilot, "W", "enter", "enter", "R")
        assert (read(store, deal).status, read(store, deal).stage) == ("open", "S6")


async def test_a_deal_is_won_for_what_was_given_last_or_typed(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S6", amount=100_00, currency="CNY")
    with store.action("x", "x") as change:
        about = {"account_id": read(store, deal).account_id, "opportunity_id": deal, "give": "a"}
        for price, made_at in ((95_00, "2026-11-01T00:00:00Z"), (90_00, "2026-11-02T00:00:00Z"), (80_00, None)):
            concessions.add_concession(change, {**about, "price": price, "made_at": made_at})
    async with on_page(running, deal) as pilot:
        await press(pilot, "W", "enter", "enter")
        assert read(store, deal).amount == 90_00, "the price of the last step that was made"
        await press(pilot, "u", "W", "ctrl+u", "text:a lot", "enter", "enter")
        assert isinstance(pilot.app.screen, WinDialog) and "is not an amount" in shown(pilot)
        await press(pilot, "escape", "W")
        assert "a lot" in shown(pilot), "it is kept"
        await press(pilot, "ctrl+u", "text:88", "enter", "text:signed today", "enter")
        assert read(store, deal).amount == 88_00
        assert list_stage_changes(store.connection, opportunity_id=deal)[0].reason == "signed today"
        await press(pilot, "R", "W", "ctrl+u", "enter", "enter")
        assert (read(store, deal).amount, read(store, deal).status) == (88_00, "won"), "an empty line changes nothing"


async def test_a_move_to_delivery_wins_says_so_and_may_lose_instead(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S6", amount=5_00)
    async with on_page(running, deal) as pilot:
        await press(pilot, "s")
        assert "Win the deal: S6 Closing → S7 Deliver" in shown(pilot) and "L loses it" in shown(pilot)
        await press(pilot, "left")
        assert "Move S6 Closing → S5 Propose" in shown(pilot) and "L loses it" not in shown(pilot)
        await press(pilot, "right", "L")
        assert isinstance(pilot.app.screen, LoseDialog)
        await press(pilot, "escape", ">", "right", "enter", "enter")
        won = read(store, deal)
        assert (won.status, won.stage, won.amount) == ("won", "S8", 5_00) and "Won: Frame" in told(pilot)
        assert len(list_follow_ups(store.connection)) == 4
        await press(pilot, "s", "left")
        assert "This opens the deal again" in shown(pilot)
        await press(pilot, "text:no", "enter")
        back = read(store, deal)
        assert (back.status, back.stage) == ("open", "S6") and "Open again: Frame" in told(pilot)
        assert list_follow_ups(store.connection) == []


async def test_after_a_tick_enter_goes_on_as_before(running: Running, store: Store, deal: str) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "s", "space", "enter")
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveDialog) and dialog.line("reason").has_focus
        await press(pilot, "enter")
        assert read(store, deal).stage == "S4"
    [history] = [one for one in list_actions(store.connection, limit=9) if one.kind == "stage.tick"]
    assert action_name(history.kind) == "Tick" and action_name("stage.untick") == "Tick taken back"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_won_deal_grows_and_both_pages_show_it(running: Running, store: Store, size: tuple[int, int]) -> None:
    deal = add_deal(store, stage="S7", currency="CNY")
    async with on_page(running, deal, size) as pilot:
        await press(pilot, "X")
        assert isinstance(pilot.app.screen, StageScreen) and "Only a deal that was won" in told(pilot)
        await press(pilot, "W", "enter", "X")
        assert isinstance(pilot.app.screen, ExpandDialog) and "● Cross-sell" in shown(pilot)
        await press(pilot, "down", "down", "down")
        assert "● Renewal" in shown(pilot) and "Frame · Renewal" in shown(pilot)
        await press(pilot, "enter")
        page = pilot.app.screen
        assert isinstance(page, StageScreen) and page.opportunity_id != deal and page.looked_at == "S4"
        grown = page.opportunity_id
        assert (read(store, grown).name, read(store, grown).kind) == ("Frame · Renewal", "renewal")
        assert [one.id for one in list_relatives(store.connection, deal)] == [grown]
        await press(pilot, "tab")
        assert "from: Frame" in shown(pilot)
        page.query_one("#guide", OptionList).highlighted = 1
        await press(pilot, "enter")
        back = pilot.app.screen
        assert isinstance(back, StageScreen) and back.opportunity_id == deal
        if not back.query_one("#guide").has_focus:
            await press(pilot, "tab")
        assert "into: Frame · Renewal" in shown(pilot) and read(store, deal).status == "won"


async def test_a_name_of_ones_own_stays_with_another_kind_and_as_draft(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S8")
    async with on_page(running, deal) as pilot:
        await press(pilot, "W", "enter", "X", "escape")
        assert list_drafts(store.connection) == []
        await press(pilot, "X", "text: line 3", "up", "escape")
        key = f"opportunity.expand|opportunity_id={deal}"
        assert get_draft(store.connection, key) == {"name": "Frame · Cross-sell line 3", "kind": "renewal"}
        await press(pilot, "D", "enter")
        assert "Cross-sell line 3" in shown(pilot) and "● Renewal" in shown(pilot)
        await press(pilot, "ctrl+u", "enter")
        assert isinstance(pilot.app.screen, ExpandDialog) and "must not be empty" in shown(pilot)
        await press(pilot, "x", "enter")
        assert {one.name for one in list_opportunities(store.connection)} == {"Frame", "x"}
        assert list_drafts(store.connection) == []


async def test_a_kept_question_opens_from_the_drafts_and_survives_its_deal(
    running: Running, store: Store, deal: str
) -> None:
    async with on_page(running, deal) as pilot:
        await press(pilot, "L", "d", "escape", "D", "enter")
        assert isinstance(pilot.app.screen, LoseDialog) and pilot.app.screen.line("lost_reason").value == "d"
        await press(pilot, "escape")
        await pilot.app.save("record.remove", "x", opportunities.remove_opportunity, deal)  # type: ignore[attr-defined]
        await press(pilot, "D", "enter")
        assert not isinstance(pilot.app.screen, LoseDialog)
        assert any("not in the store" in str(note.message) for note in pilot.app._notifications)


async def test_a_question_that_closes_before_its_draft_is_read_keeps_it(
    running: Running, store: Store, deal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading, read_on = asyncio.Event(), asyncio.Event()
    prepare = MoveDialog.prepare

    async def slow(dialog: MoveDialog) -> None:
        await prepare(dialog)
        reading.set()
        await read_on.wait()

    async with on_page(running, deal) as pilot:
        key = f"stage.move|opportunity_id={deal}"
        keep_draft(store.connection, key, {"reason": "rush"})
        monkeypatch.setattr(MoveDialog, "prepare", slow)
        dialog = MoveDialog(opportunity_id=deal)
        pilot.app.push_screen(dialog)
        await asyncio.wait_for(reading.wait(), 10)
        dialog.action_app_back()
        read_on.set()
        await settled(pilot)
        assert isinstance(pilot.app.screen, StageScreen)
        assert get_draft(store.connection, key) == {"reason": "rush"}


async def test_the_timeline_tells_the_move_of_a_signature(running: Running, store: Store) -> None:
    deal = add_deal(store, stage="S6")
    async with on_page(running, deal) as pilot:
        await press(pilot, "W", "enter", "enter", "T")
        assert isinstance(pilot.app.screen, TimelineScreen)
        assert "S7" in shown(pilot)


@pytest.mark.parametrize(("language", "size"), [("en", (80, 24)), ("zh", (120, 40))])
async def test_a_deal_goes_all_the_way_by_keys(
    running: Running, store: Store, language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    deal, other = add_deal(store, stage="S1"), add_deal(store, stage="S6")
    async with on_page(running, deal, size) as pilot:
        for stage in ("S2", "S3", "S4", "S5", "S6"):
            await press(pilot, "space", "s", "enter", "text:客户催 now", "enter")
            assert read(store, deal).stage == stage
        await press(pilot, "W", "enter", "enter", ">", "enter", "text:ok", "enter", "X", "enter")
        assert (read(store, deal).stage, read(store, deal).status) == ("S8", "won")
        moves = list_stage_changes(store.connection, opportunity_id=deal)
        assert [one.to_stage for one in reversed(moves)] == ["S2", "S3", "S4", "S5", "S6", "S7", "S8"]
        assert all(one.unmet for one in moves) and len(list_relatives(store.connection, deal)) == 1
        await press(pilot, "escape", "escape")
        await pilot.app.push_screen(StageScreen(other))
        await settled(pilot)
        await press(pilot, "L", "2", "enter", "enter", "enter")
        lost = read(store, other)
        assert (lost.status, lost.stage, lost.revisit_on) == ("lost", "S6", "2027-02-19")
