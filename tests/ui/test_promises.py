"""The ledger of promises on the screen: one key each to keep, not keep, move, follow up and open again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from karep.db import follow_ups, promises, touches
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.promises import Promise, get_promise
from karep.i18n import use_language
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.move_date import MoveDateDialog
from karep.screens.widgets.section_list import SectionList
from tests.hostile import OURS
from tests.ui.driving import Running, press, settled, shown

WIDE = (120, 40)


@pytest.fixture
def owed(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """A promise of ours from a visit, overdue, with a follow-up made from it; and another follow-up."""
    with Store.open(store_path) as store, store.action("test.add") as change:
        visit = {"account_id": book["account"], "at": "2026-11-10T03:00:00.000Z", "summary": "谈框架合同"}
        book["touch"] = touches.log_touch(change, visit, people=[book["boss"]])
        values = {"account_id": book["account"], "person_id": book["boss"], "touch_id": book["touch"]}
        owing = {**values, "owed_by": "us", "what": "quote [/x]\x1b", "due": "2026-11-18"}
        book["promise"] = promises.add_promise(change, owing)
        step = {"account_id": book["account"], "due": "2026-11-20"}
        book["step"] = follow_ups.add_follow_up(
            change, {**step, "what": "bring it", "due": "2026-11-25", "promise_id": book["promise"]}
        )
        book["other"] = follow_ups.add_follow_up(change, {**step, "what": "call back"})
    return book


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, dict[str, str]]]:
    """What boxes were asked for, instead of opening them."""
    asked: list[tuple[str, dict[str, str]]] = []

    def stub(name: str) -> Any:
        async def open_box(_app: object, **about: str) -> None:
            asked.append((name, about))

        return open_box

    for name in ("open_log", "open_follow_up"):
        monkeypatch.setattr(places, name, stub(name), raising=False)
    return asked


def stored(store_path: Path, promise_id: str) -> Promise:
    with Store.open(store_path) as store:
        found = get_promise(store.connection, promise_id)
    assert found is not None
    return found


def said(pilot: Pilot[None]) -> str:
    """What the rep was told last."""
    return [one.message for one in pilot.app._notifications][-1]


def open_steps(store_path: Path) -> set[str]:
    with Store.open(store_path) as store:
        return {one.what for one in list_follow_ups(store.connection)}


async def test_space_keeps_a_promise_and_what_was_planned_for_it(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(start="today", size=WIDE) as pilot:
        assert "3 d overdue" in shown(pilot) and "promised Tue 10 Nov" in shown(pilot)
        await press(pilot, "space")
        assert said(pilot) == "Kept: quote [/x]␛, and its follow-up is done; u takes it back."
        assert "We promised" not in shown(pilot)
        assert stored(store_path, owed["promise"]).kept_at and open_steps(store_path) == {"call back"}
        await press(pilot, "u")
        assert "We promised (1)" in shown(pilot)
        assert stored(store_path, owed["promise"]).kept_at is None
        assert open_steps(store_path) == {"bring it", "call back"}


async def test_a_promise_not_kept_is_noted_and_taken_back(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(start="today", size=WIDE) as pilot:
        await press(pilot, "K")
        assert said(pilot) == "Not kept: quote [/x]␛; u takes it back."
        assert stored(store_path, owed["promise"]).broken_at
        await press(pilot, "K")
        assert "Highlight a promise first." in shown(pilot)
        await press(pilot, "u", "home", "down", "Ｋ")
        assert stored(store_path, owed["promise"]).broken_at
    assert "bring it" in open_steps(store_path)


async def test_after_undo_the_highlight_is_on_the_promise_that_came_back(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        values = {"account_id": owed["account"], "owed_by": "us", "what": "later", "due": "2026-11-19"}
        later = promises.add_promise(change, values)
    async with running(size=WIDE) as pilot:
        await press(pilot, "enter", "tab", "tab")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.record_at_hand() == ("promise", owed["promise"])
        await press(pilot, "K")
        assert page.record_at_hand() == ("promise", later)
        await press(pilot, "u")
        assert page.record_at_hand() == ("promise", owed["promise"])
        await press(pilot, "K")
    assert stored(store_path, owed["promise"]).broken_at and stored(store_path, later).broken_at is None


async def test_what_comes_again_says_so_and_its_next_one_is_highlighted(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        follow_ups.remove_follow_up(change, owed["other"])
        follow_ups.remove_follow_up(change, owed["step"])
        values = {"account_id": owed["account"], "what": "visit", "due": "2026-11-21", "repeat": "after:P90D"}
        step = follow_ups.add_follow_up(change, values)
    async with running(start="today", size=WIDE) as pilot:
        todays = pilot.app.screen.query_one("#lines", SectionList)
        assert todays.highlight(next(key for key in todays._keys if step in key))
        await settled(pilot)
        assert "visit · ↻ 90 days after it is done" in str(pilot.app.screen.query_one("#line-whole", Static).content)
        await places.open_record(pilot.app, "follow_up", step, account_id=owed["account"])
        await settled(pilot)
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.record_at_hand() == ("follow_up", step)
        assert "visit · ↻ 90 days after it is done" in str(page.query_one("#account-detail", Static).content)
        await pilot.app.save("follow_up.finish", "visit", follow_ups.finish_follow_up, step)
        await settled(pilot)
        noun, next_step = page.record_at_hand() or ("", "")
        assert noun == "follow_up" and next_step != step


async def test_a_promise_moves_with_its_reason_and_says_how_often(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(start="today", size=WIDE) as pilot:
        await press(pilot, "w")
        assert "moved" not in shown(pilot).replace("remembered", "")
        await press(pilot, "text:yesterday", "tab", "text:they are [/away]", "enter")
        assert said(pilot) == "Moved to Fri 20 Nov."
        assert str(pilot.app.screen.query_one("#line-whole", Static).content) == (
            "1 d overdue · 华为技术有限公司 · quote [/x]␛ · 王建国 · due Fri 20 Nov · "
            "moved 1×, first agreed for Wed 18 Nov · promised Tue 10 Nov · follow-up Wed 25 Nov\n"
            "attention 100 = 75 value + 25 overdue promise"
        )
        await press(pilot, "w")
        assert isinstance(pilot.app.screen, MoveDateDialog)
        assert "now: Fri 20 Nov · moved 1×, first agreed for Wed 18 Nov" in shown(pilot)
        assert "they are [/away]" in shown(pilot)
        await press(pilot, "text:+2d", "enter")
        one = stored(store_path, owed["promise"])
        assert (one.due, one.moves, one.first_due, one.moved_reason) == ("2026-11-23", 2, "2026-11-18", None)
        await press(pilot, "u")
        assert stored(store_path, owed["promise"]).moves == 1


async def test_day_and_reason_survive_escape(owed: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(start="today", size=(80, 24)) as pilot:
        await press(pilot, "w", "tab", "text:on holiday", "escape", "w")
        assert "on holiday" in shown(pilot)
        await press(pilot, "text:tomorrow", "escape", "e")
        form = pilot.app.screen
        assert "on holiday" in shown(pilot) and "tomorrow" in shown(pilot), form
        await press(pilot, "ctrl+s")
        assert stored(store_path, owed["promise"]).moved_reason == "on holiday"
        await press(pilot, "w", "text:+9d", "tab", "text:x", "ctrl+r", "escape")
    assert (stored(store_path, owed["promise"]).due, stored(store_path, owed["promise"]).moves) == ("2026-11-22", 1)
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)


async def test_a_follow_up_moves_with_its_reason(owed: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(start="today", size=WIDE) as pilot:
        await press(pilot, "down", "w", "text:tomorrow 3pm", "tab", "text:plant closed", "enter")
        assert "Moved to Sun 22 Nov." in shown(pilot)
        await press(pilot, "u")
        assert "call back" in shown(pilot)
        await press(pilot, "U")
    with Store.open(store_path) as store:
        row = store.connection.execute(
            "SELECT due, due_time, zone, moves, first_due, moved_reason FROM follow_up WHERE id = ?", (owed["other"],)
        ).fetchone()
    assert tuple(row) == ("2026-11-22", "15:00", "Asia/Shanghai", 1, "2026-11-20", "plant closed")


async def test_space_on_a_follow_up_asks_at_once_and_f_follows_up_a_promise(
    owed: dict[str, str], running: Running, store_path: Path, opened: list[tuple[str, dict[str, str]]]
) -> None:
    async with running(start="today", size=WIDE) as pilot:
        await press(pilot, "f")
        assert opened == [("open_follow_up", {"account_id": owed["account"], "promise_id": owed["promise"]})]
        await press(pilot, "down", "space")
        assert opened[1:] == [("open_log", {"account_id": owed["account"], "follow_up_id": owed["other"]})]
        await press(pilot, "f")
        assert opened[2:] == [("open_follow_up", {"account_id": owed["account"]})]
    assert open_steps(store_path) == {"bring it", "call back"}


async def test_a_follow_up_made_from_a_promise_keeps_it_when_it_is_done(
    owed: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.clear") as change:
        for name in ("step", "other"):
            follow_ups.remove_follow_up(change, owed[name])
    async with running(start="today", size=WIDE) as pilot:
        await press(pilot, "f", "text: today", "enter")
        assert len(open_steps(store_path)) == 1
        assert stored(store_path, owed["promise"]).follow_up_due == "2026-11-21"
        # in Today the two are one line, in the agenda each has its own
        await press(pilot, "3")
        while pilot.app.screen.line_at_hand() is None or pilot.app.screen.line_at_hand().noun != "follow_up":
            await press(pilot, "down")
        await press(pilot, "space", "escape")
        assert len(open_steps(store_path)) == 1, "Escape leaves it open"
        await press(pilot, "space", "enter")
        assert not open_steps(store_path)
        assert stored(store_path, owed["promise"]).kept_at
        await press(pilot, "u")
        assert stored(store_path, owed["promise"]).follow_up_due == "2026-11-21"


async def test_on_the_account_page_promises_come_first_and_each_key_works(
    owed: dict[str, str], running: Running, store_path: Path, opened: list[tuple[str, dict[str, str]]]
) -> None:
    async with running(size=WIDE) as pilot:
        await press(pilot, "enter", "tab", "tab")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen)
        ahead = page.query_one("#ahead", SectionList)
        assert page.record_at_hand() == ("promise", owed["promise"])
        await press(pilot, "f")
        assert opened == [("open_follow_up", {"account_id": owed["account"], "promise_id": owed["promise"]})]
        await press(pilot, "space")
        assert stored(store_path, owed["promise"]).kept_at
        await press(pilot, "shift+tab")
        timeline = page.query_one("#timeline", SectionList)
        assert timeline.highlight(f"promise:{owed['promise']}")
        await press(pilot, "K")
        assert "That promise is closed; open it again first." in shown(pilot)
        await press(pilot, "space")
        assert "Open again: quote [/x]␛." in shown(pilot)
        assert stored(store_path, owed["promise"]).kept_at is None and "bring it" in open_steps(store_path)
        await press(pilot, "K", "space", "w")
        assert isinstance(pilot.app.screen, MoveDateDialog)
        await press(pilot, "escape")
        assert ahead.highlight(f"follow_up:{owed['other']}")


async def test_a_follow_up_that_was_done_is_opened_again(
    owed: dict[str, str], running: Running, store_path: Path, opened: list[tuple[str, dict[str, str]]]
) -> None:
    with Store.open(store_path) as store, store.action("test.done") as change:
        follow_ups.finish_follow_up(change, owed["other"])
    async with running(size=WIDE) as pilot:
        await press(pilot, "enter", "tab")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen)
        assert page.query_one("#timeline", SectionList).highlight(f"follow_up:{owed['other']}")
        await press(pilot, "space")
        assert "Open again: call back." in shown(pilot)
    assert not opened
    assert "call back" in open_steps(store_path)


async def test_the_agenda_has_the_same_keys(owed: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.move") as change:
        promises.move_promise(change, owed["promise"], "2026-11-24")
    async with running(start="agenda", size=WIDE) as pilot:
        assert "moved 1×, first agreed for Wed 18 Nov" in shown(pilot)
        assert pilot.app.screen.lines_list.highlight(  # type: ignore[attr-defined]
            next(key for key, line in pilot.app.screen.lines.items() if line.noun == "promise")  # type: ignore[attr-defined]
        )
        await press(pilot, "space")
    assert stored(store_path, owed["promise"]).kept_at


async def test_in_chinese_and_narrow(owed: dict[str, str], running: Running) -> None:
    async with running(start="today", size=(80, 24)) as pilot:
        await press(pilot, "ctrl+l", "w", "text:明天", "tab", "text:对方出差", "enter", "w")
        assert "改期 1 次，原定" in shown(pilot) and "对方出差" in shown(pilot)
        await press(pilot, "escape", "space")
        assert said(pilot) == "已兑现：quote [/x]␛，相关跟进一并完成；按 u 撤销。"
        use_language("en")


async def test_hostile_words_do_no_harm(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        for text in OURS:
            account = change.add("account", {"name": text[:80], "match_key": "x"})
            owing = {"account_id": account, "owed_by": "us", "what": text[:380], "due": "2026-11-18"}
            one = promises.add_promise(change, owing)
            promises.move_promise(change, one, "2026-11-19", reason=text[:380])
    async with running(start="today", size=(80, 40)) as pilot:
        for _line in OURS:
            await press(pilot, "w")
            assert not any(sign in shown(pilot) for sign in ("\x1b", "\x9b", "\x9d", "\u202e", "\x07", "\x00"))
            await press(pilot, "escape", "space")
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT count(*) FROM promise WHERE kept_at IS NULL").fetchone() == (0,)
