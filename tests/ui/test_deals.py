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
from karep.rules.zones import local_day
from karep.screens.deals import DealsScreen
from karep.screens.stage import StageScreen
from karep.screens.stage_dialogs import LoseDialog, MoveDialog
from karep.screens.timeline import TimelineScreen
from karep.screens.widgets.arrow_list import ArrowList
from tests.ui.conftest import TODAY, ZONE
from tests.ui.driving import Running, press, shown

HOSTILE = "[/oops] [red]\x1b[31m 🧑‍🤝‍🧑 " + "长x" * 2000


def told(pilot: Pilot[None]) -> list[str]:
    return [str(note.message) for note in pilot.app._notifications]


def add_deal(store: Store, name: str, **values: Any) -> str:
    with store.action("opportunity.add", name) as change:
        account = change.add("account", {"name": f"Account of {name}"[:200], "match_key": name[:200]})
        return opportunities.add_opportunity(change, {"account_id": account, "name": name[:200], **values})


async def test_an_empty_pipeline_says_what_to_press(running: Running) -> None:
    async with running("deals") as pilot:
        assert "No deals yet." in shown(pilot) and "press g" in shown(pilot)
        for key in ("s", "W", "L", "R", "a", "N", "f", "e", "h"):
            pilot.app.clear_notifications()
            await press(pilot, key)
            assert isinstance(pilot.app.screen, DealsScreen)
            assert told(pilot) == ["No deal is highlighted."], key


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_deals_stand_under_their_stage_with_what_is_wrong_in_words(
    running: Running, store: Store, size: tuple[int, int]
) -> None:
    add_deal(store, "Frame", stage="S3", amount=120_000_000, currency="CNY", expected_close=date(2027, 3, 1))
    add_deal(store, "Pilot line", stage="S3", amount=5_000_000, currency="EUR")
    add_deal(store, "Early", stage="S1")
    won, lost = add_deal(store, "Gained", stage="S7"), add_deal(store, "Gone", stage="S5")
    with store.action("opportunity.lose", "Gone") as change:
        opportunities.win(change, won)
        opportunities.lose(change, lost, "too dear", date(2027, 2, 1))
    async with running("deals", size=size) as pilot:
        lines = shown(pilot).splitlines()
        row = next(line for line in lines if "Frame" in line)
        assert "¥1.2M" in row and "2027-03-01" in row and "no next step" in row
        assert any("S3 Engage · 2 · ¥1.2M + €50k" in line for line in lines)
        assert "no next step" not in next(line for line in lines if "Early" in line)
        assert "won" in next(line for line in lines if "Gained" in line)
        gone = next(line for line in lines if "Gone" in line)
        assert "2027-02-01" in gone and "too dear" in gone
        names = ("Frame", "Early", "Gained", "Gone")
        order = [next(n for n, line in enumerate(lines) if name in line) for name in names]
        assert order == sorted(order)
        assert ("S8 Grow" in shown(pilot)) == (size[0] == 120), "the sums of all stages stand on a wide terminal only"


async def test_idle_and_overdue_deals_are_flagged(running: Running, store: Store) -> None:
    found = get_deal(store.connection, add_deal(store, "Frame", stage="S4"))
    assert found is not None
    stored_on = local_day(found.last_moved_at, ZONE)
    about = {"account_id": found.account_id, "opportunity_id": found.id}
    with store.action("follow_up.add", "call") as change:
        change.add("follow_up", {**about, "what": "call Wang", "due": stored_on})
    async with running("deals", size=(120, 40), today=stored_on + timedelta(days=14)) as pilot:
        row = next(line for line in shown(pilot).splitlines() if "Frame" in line)
        assert "overdue" in row and "14 days" in row
    async with running("deals", size=(120, 40), today=stored_on) as pilot:
        row = next(line for line in shown(pilot).splitlines() if "Frame" in line)
        assert "overdue" not in row and "today call Wang" in row and "Idle" not in shown(pilot)


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
        await press(pilot, "W")
        found = get_deal(store.connection, deal)
        assert found is not None and found.status == "won"
        assert pilot.app.screen.query_one("#deal-list", ArrowList).highlighted == deal
        await press(pilot, "R")
        found = get_deal(store.connection, deal)
        assert found is not None and found.status == "open"


async def test_hostile_names_are_shown_as_they_are(running: Running, store: Store) -> None:
    deal = add_deal(store, HOSTILE, stage="S4")
    with store.action("opportunity.lose", "x") as change:
        opportunities.lose(change, deal, HOSTILE, TODAY)
    use_language("zh")
    async with running("deals") as pilot:
        assert "[/oops]" in shown(pilot) and "\x1b[31m" not in shown(pilot)
        await press(pilot, "enter")
        assert "[/oops]" in shown(pilot)
        await press(pilot, "W", "u")
        assert "[/oops]" in told(pilot)[-1]


def test_deals_of_removed_accounts_are_gone(store: Store) -> None:
    deal = add_deal(store, "Frame")
    with store.action("account.remove", "x") as change:
        change.remove("account", list_deals(store.connection)[0].account_id)
    assert list_deals(store.connection) == [] and get_deal(store.connection, deal) is None
