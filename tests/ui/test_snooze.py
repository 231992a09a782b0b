"""Today: putting off and waking, and one key for done and reschedule on every kind of line."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import promises
from karep.db.store import Store
from karep.db.views.snoozes import list_snoozes
from karep.screens import places
from karep.screens.today import TodayScreen
from tests.ui.conftest import TODAY
from tests.ui.driving import Running, press, shown


def put_off(store_path: Path) -> list[tuple[str, str, str | None]]:
    with Store.open(store_path) as store:
        return [(one.about, one.until, one.reason) for one in list_snoozes(store.connection, TODAY)]


async def test_a_cold_account_is_put_off_and_woken(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(start="today") as pilot:
        assert "Going cold (1)" in shown(pilot)
        await press(pilot, "s", "text:30 Feb", "enter")
        assert "not a day" in shown(pilot)
        await press(pilot, "ctrl+r", "text:today", "enter")
        assert "until tomorrow at the earliest" in shown(pilot)
        await press(pilot, "ctrl+r", "text:next sat", "tab", "text:they move house")
        assert "→ 2026-11-28" in shown(pilot) and "weekend" in shown(pilot)
        await press(pilot, "escape", "s")
        assert "Reason    they move house" in shown(pilot)
        await press(pilot, "f8")
        assert "→ 2026-11-27 · Fri 27 Nov · Sat 28 Nov is a day off" in shown(pilot)
        await press(pilot, "enter")
        assert "1 put off (S)" in shown(pilot)
        assert "Put off until Fri 27 Nov; S lists what is put off." in shown(pilot)
        assert "Going cold" not in shown(pilot)
        await press(pilot, "S", "u")
        assert "Undone: Put off" in shown(pilot) and "Going cold (1)" in shown(pilot)
        await press(pilot, "U", "S")
        assert "华为技术有限公司 · they move house" in shown(pilot) and "u takes that back" in shown(pilot)
        await press(pilot, "f11")
        assert "they move house" not in shown(pilot)
        await press(pilot, "f11", "enter")
        assert "Going cold (1)" in shown(pilot) and "put off (" not in shown(pilot)
        await press(pilot, "u")
        assert "1 put off (S)" in shown(pilot)
    assert put_off(store_path) == [("cadence", "2026-11-27", "they move house")]


async def test_done_and_move_on_who_waits_begin_a_line(
    book: dict[str, str], running: Running, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def open_log(_app: object, **about: str) -> None:
        asked.append(about)

    monkeypatch.setattr(places, "open_log", open_log, raising=False)
    async with running(start="today") as pilot:
        await press(pilot, "space", "tab", "space", "s", "f9", "enter", "S")
        assert "Deal without a next step · 华为技术有限公司 · 框架合同" in shown(pilot)
        await press(pilot, "escape", "w")
        # today is a Saturday
        assert "2026-11-23;" in shown(pilot) and "Mon 23 Nov" in shown(pilot)
        await press(pilot, "text:call", "enter")
        assert "Planned: call · Mon 23 Nov." in shown(pilot)
    about = {"account_id": book["account"]}
    assert asked == [about, {**about, "opportunity_id": book["deal"]}]
    assert put_off(store_path) == [("deal", "2026-12-21", None)]


async def test_what_a_key_does_not_do_is_said(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        promises.add_promise(change, {"account_id": book["account"], "owed_by": "us", "what": "q", "due": "2026-11-18"})
        day = {"kind": "anniversary", "month": 11, "day": 25, "calendar": "solar"}
        change.add("occasion", {**day, "account_id": book["account"]})
    async with running(start="today", size=(120, 40)) as pilot:
        await press(pilot, "s")
        assert "w moves a follow-up or a promise to another day." in shown(pilot)
        await press(pilot, "S")
        assert "Nothing is put off; s puts the highlighted line off." in shown(pilot)
        await press(pilot, "tab", "tab", "w")
        assert "An important day stays where it is" in shown(pilot)
        await press(pilot, "s", "text:+2d", "enter")
        assert "1 put off (S)" in shown(pilot)
        await press(pilot, "u", "space")
        assert not isinstance(pilot.app.screen, TodayScreen)
    assert put_off(store_path) == []
