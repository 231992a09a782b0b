"""The agenda: two weeks, and the way through them."""

from __future__ import annotations

from pathlib import Path

from karep.db import follow_ups
from karep.db.store import Store
from tests.ui.driving import Running, press, shown


async def test_two_weeks_there_and_back(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        values = {"account_id": book["account"], "what": "present", "due": "2026-11-25", "due_time": "10:00"}
        follow_ups.add_follow_up(change, {**values, "zone": "Asia/Shanghai"})
    async with running(start="agenda") as pilot:
        assert "Sat 21 Nov 2026 – Fri 4 Dec 2026" in shown(pilot)
        assert "10:00" in shown(pilot)
        await press(pilot, "]")
        assert "Sat 5 Dec 2026" in shown(pilot)
        assert "0 comes back to today" in shown(pilot)
        assert "Double 12" in shown(pilot)
        await press(pilot, "[", "[")
        assert "Sat 7 Nov 2026" in shown(pilot)
        await press(pilot, "0", "space")
        assert "Done: present" in shown(pilot)
        assert "10:00" not in shown(pilot)
