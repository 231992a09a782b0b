"""Who else is near, and the plan of a day."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import accounts, drafts, follow_ups, journal, promises
from karep.db.store import Store
from karep.screens.account import AccountScreen
from karep.screens.agenda import AgendaScreen
from karep.screens.day_plan import DayPlanDialog
from karep.screens.forms import form_of_draft
from karep.screens.near import NearScreen
from tests.ui.driving import Running, press, shown


@pytest.fixture
def around(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """Two further accounts in the city of the first one."""
    with Store.open(store_path) as store, store.action("test.add") as change:
        change.change("account", book["account"], {"address": "深圳市龙岗区坂田街道"})
        near = accounts.add_account(change, {"name": "近邻", "city": "深圳", "address": "龙岗区布吉", "tier": "gold"})
        place = {"city": "深圳", "address": "南山区科技园北区朗山路十六号华瀚创新园", "phone": "0755 8600 0001"}
        far = accounts.add_account(change, {"name": "远邻", "tier": "gold", **place})
        for what in ("the revised quotation for the second line", "samples of the new coating in all five colours"):
            promise = {"account_id": far, "owed_by": "us", "what": what, "due": "2026-11-18"}
            promises.add_promise(change, promise)
        step = {"account_id": near, "what": "call", "due": "2026-12-01"}
        return {**book, "near": near, "far": far, "step": follow_ups.add_follow_up(change, step)}


async def test_a_day_of_visits(around: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "J")
        assert isinstance(pilot.app.screen, NearScreen)
        page = shown(pilot)
        assert "Same district: 龙岗区" in page
        assert "Elsewhere in 深圳" in page
        await press(pilot, "down", "space", "down", "space")
        # everything about the highlighted one has room
        assert "2 chosen" in shown(pilot) and "0755 8600 0001" in shown(pilot) and "华瀚创新园" in shown(pilot)
        # the second one is visited first
        await press(pilot, "[", "enter")
        assert isinstance(pilot.app.screen, DayPlanDialog)
        assert "2026-11-23 · Mon 23 Nov" in shown(pilot)
        assert "moves “call” from" in shown(pilot)
        await press(pilot, "text:next thu", "tab", "text:9:00", "enter")
        assert isinstance(pilot.app.screen, AgendaScreen)
        told = " ".join(shown(pilot).replace("▌", " ").split())
        assert "Planned 2 visits for Thu 26 Nov, 1 follow-up moved" in told
    with Store.open(store_path) as store:
        query = "SELECT account_id, due, due_time, minutes FROM follow_up ORDER BY due_time"
        rows = [tuple(row) for row in store.connection.execute(query)]
        assert rows == [
            (around["far"], "2026-11-26", "09:00", 60),
            (around["near"], "2026-11-26", "10:30", 60),
        ]
        assert drafts.list_drafts(store.connection) == []
        journal.undo(store)
        assert [row[0] for row in store.connection.execute("SELECT due FROM follow_up WHERE removed_at IS NULL")] == [
            "2026-12-01"
        ]


async def test_what_is_chosen_and_typed_comes_back(around: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "J", "down", "space", "enter", "text:no day")
        assert "is not a day" in " ".join(shown(pilot).split())
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, DayPlanDialog)
        await press(pilot, "escape", "escape")
        assert isinstance(pilot.app.screen, AccountScreen)
        await press(pilot, "J")
        assert isinstance(pilot.app.screen, NearScreen) and len(pilot.app.screen.chosen) == 1
        await press(pilot, "enter")
        assert "no day" in shown(pilot)
    with Store.open(store_path) as store:
        [(key, _at)] = drafts.list_drafts(store.connection)
    found = form_of_draft(key)
    assert isinstance(found, NearScreen) and found.account_id == around["account"]


async def test_an_account_without_a_city_says_what_helps(
    around: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.change") as change:
        change.change("account", around["account"], {"city": None, "address": None})
    async with running() as pilot:
        await press(pilot, "enter", "J")
        assert "No city is known" in shown(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AccountScreen)
