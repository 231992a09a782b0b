"""The pipeline: what stands where, and what each key does."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from textual.pilot import Pilot

from karep.db import opportunities
from karep.db.store import Store
from karep.db.views.deals import get_deal, list_deals
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.rules.zones import local_day
from karep.screens.deals import DealsScreen
from karep.screens.deals_board import DealBoard
from karep.screens.members import MembersScreen
from karep.screens.stage import StageScreen
from karep.screens.stage_dialogs import LoseDialog, MoveDialog
from karep.screens.timeline import TimelineScreen
from karep.screens.widgets.arrow_list import ArrowList
from tests.ui.conftest import TODAY, ZONE
from tests.ui.driving import Running, press, settled, shown

HOSTILE = "[/oops] [red]\x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000


SIZES = [(80, 24), (120, 40)]


def told(pilot: Pilot[None]) -> list[str]:
    return [str(note.message) for note in pilot.app._notifications]


def add_deal(store: Store, name: str, **values: Any) -> str:
    with store.action("opportunity.add", name) as change:
        account = change.add("account", {"name": f"Account of {name}"[:200], "match_key": name[:200]})
        return opportunities.add_opportunity(change, {"account_id": account, "name": name[:200], **values})


def close_two(store: Store) -> tuple[str, str]:
    """A won deal and a lost one."""
    won, lost = add_deal(store, "Gained", stage="S7"), add_deal(store, "Gone", stage="S5")
    with store.action("opportunity.lose", "Gone") as change:
        opportunities.win(change, won)
        opportunities.lose(change, lost, "too dear", date(2027, 2, 1))
    return won, lost


def tick_exits(store: Store, deal: str, stage: str) -> None:
    with store.action("stage.tick", deal) as change:
        for fact in playbook("en").stages[stage].exit:
            opportunities.tick(change, deal, fact.id)


def front(pilot: Pilot[None]) -> str | None:
    """The deal that is highlighted in the one of board and list that is shown."""
    board, listed = pilot.app.screen.query_one(DealBoard), pilot.app.screen.query_one("#deal-list", ArrowList)
    assert board.display != listed.display and (board if board.display else listed).has_focus
    return board.highlighted if board.display else listed.highlighted


@pytest.mark.parametrize("size", SIZES)
async def test_an_empty_pipeline_says_what_to_press(running: Running, size: tuple[int, int]) -> None:
    async with running("deals", size=size) as pilot:
        assert "No deals yet." in shown(pilot) and "press g" in shown(pilot)
        for key in ("s", ">", "<", "G", "W", "L", "R", "a", "N", "f", "e", "h"):
            pilot.app.clear_notifications()
            await press(pilot, key)
            assert isinstance(pilot.app.screen, DealsScreen)
            assert told(pilot) == ["No deal is highlighted."], key


async def test_deals_stand_under_their_stage_with_what_is_wrong_in_words(running: Running, store: Store) -> None:
    add_deal(store, "Frame", stage="S3", amount=120_000_000, currency="CNY", expected_close=date(2027, 3, 1))
    add_deal(store, "Pilot line", stage="S3", amount=5_000_000, currency="EUR")
    add_deal(store, "Early", stage="S1")
    close_two(store)
    async with running("deals") as pilot:
        lines = shown(pilot).splitlines()
        row = next(line for line in lines if "Frame" in line)
        assert "¥1.2M" in row and "2027-03-01" in row and "no next step" in row
        assert any("S3 Engage · 2 · ¥1.2M + €50k · ≈ ¥240k + €10k" in line for line in lines)
        assert "3 open deals · ¥1.2M (≈ ¥240k) + €50k (≈ €10k) · ✓ 1 won, ✗ 1 lost" in lines[1]
        assert "no next step" not in next(line for line in lines if "Early" in line)
        assert "won" in next(line for line in lines if "Gained" in line)
        gone = next(line for line in lines if "Gone" in line)
        assert "2027-02-01" in gone and "too dear" in gone
        names = ("Frame", "Early", "Gained", "Gone")
        order = [next(n for n, line in enumerate(lines) if name in line) for name in names]
        assert order == sorted(order)


async def test_idle_and_overdue_deals_are_flagged(running: Running, store: Store) -> None:
    found = get_deal(store.connection, add_deal(store, "Frame", stage="S4"))
    assert found is not None
    stored_on = local_day(found.last_moved_at, ZONE)
    about = {"account_id": found.account_id, "opportunity_id": found.id}
    with store.action("follow_up.add", "call") as change:
        change.add("follow_up", {**about, "what": "call Wang", "due": stored_on})
    async with running("deals", size=(100, 40), today=stored_on + timedelta(days=14)) as pilot:
        row = next(line for line in shown(pilot).splitlines() if "Frame" in line)
        assert "overdue" in row and "14 days" in row
        await pilot.resize_terminal(120, 40)
        pilot.app.clear_notifications()
        await press(pilot, "down")
        assert "⚠ 14 d late" in shown(pilot) and "◔ idle 14 d" in shown(pilot)
        assert "⚠ overdue: " in shown(pilot) and "⚠ idle 14 days" in shown(pilot), "the highlighted one in full"
    async with running("deals", size=(120, 40), today=stored_on) as pilot:
        assert "late" not in shown(pilot) and "today call Wang" in shown(pilot) and "idle" not in shown(pilot)


async def test_what_is_idle_or_too_late_is_a_setting(running: Running, store: Store) -> None:
    found = get_deal(store.connection, add_deal(store, "Frame", stage="S3", amount=100_00, currency="CNY"))
    assert found is not None
    today = local_day(found.last_moved_at, ZONE)
    with store.action("follow_up.add", "call") as change:
        change.add("follow_up", {"account_id": found.account_id, "opportunity_id": found.id, "what": "call Wang",
                                 "due": today + timedelta(days=12)})  # fmt: skip
    async with running("deals", size=(100, 40), today=today + timedelta(days=3)) as pilot:
        assert "⚠ far off: " in shown(pilot) and "≈ ¥20" in shown(pilot)
        values = {"idle_days": "3", "next_step_days": "9", "probabilities": "50 50 50 50 50 50 50 50"}
        pilot.app.settings.values.update(values)  # type: ignore[attr-defined]
        pilot.app.screen.refresh_content()  # type: ignore[attr-defined]
        await press(pilot, "down")
        assert "⚠" not in shown(pilot) and "3 days" in shown(pilot) and "≈ ¥50" in shown(pilot)
        values["next_step_days"] = "5"
        pilot.app.settings.values.update(values)  # type: ignore[attr-defined]
        pilot.app.screen.refresh_content()  # type: ignore[attr-defined]
        await press(pilot, "down")
        assert "⚠ far off: " in shown(pilot)


async def test_the_board_is_walked_in_both_directions(running: Running, store: Store) -> None:
    first, second = add_deal(store, "A", stage="S1"), add_deal(store, "B", stage="S1")
    third = add_deal(store, "C", stage="S4")
    close_two(store)
    async with running("deals", size=(120, 40)) as pilot:
        assert "S1 Identify 2" in shown(pilot) and "S4 Discover 1" in shown(pilot) and "Gained" not in shown(pilot)
        ways = ("up", "down", "down", "right", "right", "left", "end", "home", "pagedown", "pageup")
        seen = [front(pilot)]
        for key in ways:
            await press(pilot, key)
            seen.append(front(pilot))
        assert seen == [first, first, second, second, third, third, first, second, first, second, first]
        await press(pilot, "right", "enter")
        page = pilot.app.screen
        assert isinstance(page, StageScreen) and page.opportunity_id == third


async def test_the_highlighted_deal_stays_when_the_terminal_is_resized(running: Running, store: Store) -> None:
    deals = [add_deal(store, name, stage=stage) for name, stage in (("A", "S1"), ("B", "S3"), ("C", "S3"))]
    won, _lost = close_two(store)
    async with running("deals", size=(80, 24)) as pilot:
        await press(pilot, "down", "down")
        assert front(pilot) == deals[0]
        for deal in deals:
            pilot.app.screen.query_one(ArrowList).highlight(deal)
            await press(pilot, "z")
            for width in (120, 80):
                await pilot.resize_terminal(width, 24)
                await press(pilot, "z")
                assert front(pilot) == deal
        pilot.app.screen.query_one(ArrowList).highlight(won)
        await press(pilot, "z")
        await pilot.resize_terminal(120, 40)
        await press(pilot, "z")
        assert front(pilot) == won and "Gone" in shown(pilot) and "S3 Engage" not in shown(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_won_and_lost_are_behind_a_key(running: Running, store: Store, size: tuple[int, int]) -> None:
    add_deal(store, "Frame", stage="S3")
    async with running("deals", size=size) as pilot:
        await press(pilot, "v")
        assert "No deal was won or lost yet." in told(pilot)
    won, _lost = close_two(store)
    async with running("deals", size=size) as pilot:
        at = front(pilot)
        await press(pilot, "v")
        assert front(pilot) == won and "Gained" in shown(pilot) and "too dear" in shown(pilot)
        await press(pilot, "v")
        assert front(pilot) == at


@pytest.mark.parametrize("size", SIZES)
async def test_a_deal_moves_by_one_key_and_is_asked_about_only_with_open_facts(
    running: Running, store: Store, size: tuple[int, int]
) -> None:
    deal = add_deal(store, "Frame", stage="S1")
    add_deal(store, "Other", stage="S1")
    tick_exits(store, deal, "S1")

    def stage() -> str:
        found = get_deal(store.connection, deal)
        assert found is not None
        return found.stage

    async with running("deals", size=size) as pilot:
        assert front(pilot) == deal
        await press(pilot, "<")
        assert told(pilot)[-1] == "This deal is in the first stage." and stage() == "S1"
        await press(pilot, ">")
        assert (
            stage() == "S2" and front(pilot) == deal and told(pilot)[-1] == "Frame is in S2 Plan now; u takes it back."
        )
        await press(pilot, ">")
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveDialog) and dialog.target == "S3" and stage() == "S2"
        await press(pilot, "escape", "<")
        dialog = pilot.app.screen
        assert isinstance(dialog, MoveDialog) and dialog.target == "S1" and stage() == "S2", "it asks why"
        await press(pilot, "text:a wrong tick", "ctrl+s")
        assert stage() == "S1" and front(pilot) == deal
        await press(pilot, "u")
        assert stage() == "S2" and front(pilot) == deal
        with store.action("opportunity.lose", "x") as change:
            opportunities.lose(change, deal, "too dear", TODAY)
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        # it stands at the end of the list; on the board it is behind the key
        await press(pilot, "v" if size[0] > 80 else "end", ">")
        assert "R opens it again" in told(pilot)[-1] and stage() == "S2"


async def test_a_card_that_goes_leaves_the_highlight_beside_it_and_gets_it_back(running: Running, store: Store) -> None:
    _first, deal, after = (add_deal(store, name, stage="S4") for name in ("A", "B", "C"))
    async with running("deals", size=(120, 40)) as pilot:
        await press(pilot, "down", "W", "enter", "enter")
        assert front(pilot) == after
        await press(pilot, "u")
        assert front(pilot) == deal


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("keys", [("W", "enter", "enter"), ("L", "1", "enter", "enter", "enter")])
@pytest.mark.parametrize("on_page", [False, True])
async def test_who_wins_or_loses_a_deal_stays_among_the_open_ones(
    running: Running, store: Store, size: tuple[int, int], keys: tuple[str, ...], on_page: bool
) -> None:
    _first, deal, after = (add_deal(store, name, stage="S4") for name in ("A", "B", "C"))
    async with running("deals", size=size) as pilot:
        page = ("enter",) if on_page else ()
        await press(pilot, "down", *page, *keys, *(("escape",) if on_page else ()))
        found = get_deal(store.connection, deal)
        assert found is not None and found.status != "open"
        assert isinstance(pilot.app.screen, DealsScreen) and front(pilot) == after
        await pilot.resize_terminal(100, 30)
        await settled(pilot)
        assert front(pilot) == after
        await press(pilot, "u")
        assert front(pilot) == deal, "taken back, the highlight is too"


async def test_from_the_board_delivery_is_asked_for_and_lost_deals_stand_by_their_days(
    running: Running, store: Store
) -> None:
    for name, day in (("late", date(2027, 5, 1)), ("soon", date(2027, 1, 5))):
        lost = add_deal(store, name, stage="S6")
        with store.action("x", "x") as change:
            opportunities.lose(change, lost, "price", day)
    deal = add_deal(store, "Frame", stage="S6")
    tick_exits(store, deal, "S6")
    async with running("deals") as pilot:
        await press(pilot, ">")
        assert isinstance(pilot.app.screen, MoveDialog) and "Win the deal" in shown(pilot)
        await press(pilot, "escape")
        assert shown(pilot).index("soon") < shown(pilot).index("late")


@pytest.mark.parametrize("size", SIZES)
async def test_the_filter_narrows_by_words_of_account_and_deal(
    running: Running, store: Store, size: tuple[int, int]
) -> None:
    wanted, _other = add_deal(store, "Frame", stage="S3"), add_deal(store, "框架合同", stage="S5")
    async with running("deals", size=size) as pilot:
        await press(pilot, "F", "text:frame account")
        assert "框架合同" not in shown(pilot) and "1 open deal" in shown(pilot)
        await press(pilot, "enter")
        assert front(pilot) == wanted
        await press(pilot, "F", "text:nothing like it")
        assert "No deal fits." in shown(pilot) and "press c" in shown(pilot).lower()
        await press(pilot, "escape", "escape")
        assert "框架合同" in shown(pilot) and "2 open deals" in shown(pilot)
        await press(pilot, "F", "text:[/oops]", "escape", "c")
        assert "2 open deals" in shown(pilot) and front(pilot) is not None


async def test_a_thousand_deals_are_shown_by_what_is_in_view(running: Running, store: Store) -> None:
    with store.action("import") as change:
        account = change.add("account", {"name": "A", "match_key": "a"})
        for number in range(1000):
            values = {"account_id": account, "name": f"D{number:04}", "stage": f"S{number % 3 + 1}", "amount": 100}
            opportunities.add_opportunity(change, values)
    async with running("deals", size=(120, 40)) as pilot:
        assert "1,000 open deals" in shown(pilot) and "S1 Identify 334" in shown(pilot) and "more" in shown(pilot)
        await press(pilot, "end")
        assert "D0999" in shown(pilot) and "▲" in shown(pilot)
        await press(pilot, "right", "home")
        assert "D0001" in shown(pilot)


async def test_the_members_of_a_group_buy_are_one_key_away(running: Running, store: Store) -> None:
    add_deal(store, "Frame", stage="S3")
    group = add_deal(store, "Together", stage="S4", kind="group_buy", vip_service=True)
    async with running("deals", size=(120, 40)) as pilot:
        await press(pilot, "G")
        assert "no group-buy" in told(pilot)[-1]
        pilot.app.clear_notifications()
        await press(pilot, "right")
        assert "0 of 0 joined (G)" in shown(pilot)
        await press(pilot, "G")
        page = pilot.app.screen
        assert isinstance(page, MembersScreen) and page.opportunity_id == group
        await press(pilot, "escape", "W", "enter", "enter")
        assert "VIP after-sales" in told(pilot)[-1]


async def test_keys_open_the_page_and_the_questions_and_win(running: Running, store: Store) -> None:
    deal = add_deal(store, "Frame", stage="S3")
    async with running("deals") as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StageScreen)
        await press(pilot, "escape", "T")
        timeline = pilot.app.screen
        assert isinstance(timeline, TimelineScreen) and timeline.subject == ("opportunity", deal)
        await press(pilot, "escape", "s")
        assert isinstance(pilot.app.screen, MoveDialog)
        await press(pilot, "escape", "L")
        assert isinstance(pilot.app.screen, LoseDialog)
        await press(pilot, "escape", "g")
        assert "open the account first" in told(pilot)[-1]
        await press(pilot, "W", "enter", "enter")
        found = get_deal(store.connection, deal)
        assert found is not None and found.status == "won"
        assert pilot.app.screen.query_one("#deal-list", ArrowList).highlighted == deal
        await press(pilot, "R")
        found = get_deal(store.connection, deal)
        assert found is not None and found.status == "open"


@pytest.mark.parametrize("size", SIZES)
async def test_a_hostile_open_deal_is_shown_as_it_is(running: Running, store: Store, size: tuple[int, int]) -> None:
    deal = add_deal(store, HOSTILE, stage="S4")
    with store.action("follow_up.add", "x") as change:
        account = list_deals(store.connection)[0].account_id
        change.change("account", account, {"short_name": HOSTILE[:200]})
        change.add("follow_up", {"account_id": account, "opportunity_id": deal, "what": HOSTILE[:200], "due": TODAY})
    async with running("deals", size=size) as pilot:
        assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)


async def test_hostile_names_are_shown_as_they_are(running: Running, store: Store) -> None:
    deal = add_deal(store, HOSTILE, stage="S4")
    with store.action("opportunity.lose", "x") as change:
        opportunities.lose(change, deal, HOSTILE, TODAY)
    use_language("zh")
    async with running("deals") as pilot:
        assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)
        await press(pilot, "enter")
        assert "[/oops]" in shown(pilot)
        await press(pilot, "W", "enter", "enter", "u")
        assert "[/oops]" in told(pilot)[-1]


def test_deals_of_removed_accounts_are_gone(store: Store) -> None:
    deal = add_deal(store, "Frame")
    with store.action("account.remove", "x") as change:
        change.remove("account", list_deals(store.connection)[0].account_id)
    assert list_deals(store.connection) == [] and get_deal(store.connection, deal) is None
