"""The line that plans a follow-up: what it shows, what it stores, and that nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from karep.app import KarepApp
from karep.db import accounts, journal, opportunities, people, promises
from karep.db.drafts import list_drafts
from karep.db.store import Store
from karep.i18n import use_language
from karep.screens import places
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.forms.follow_up import FollowUpForm
from tests.ui.conftest import TODAY
from tests.ui.driving import Running, press, send, settled, shown


def stored(path: Path, fields: str = "what, due, due_time, zone, repeat, account_id, person_id, opportunity_id") -> Any:
    with Store.open(path) as store:
        return store.connection.execute(
            f"SELECT {fields} FROM follow_up WHERE removed_at IS NULL ORDER BY created_at, due"
        ).fetchall()


def drafts_of(path: Path) -> list[str]:
    with Store.open(path) as store:
        return [key for key, _at in list_drafts(store.connection)]


async def open_line(pilot: Pilot[None], **about: str) -> FollowUpBox:
    assert isinstance(pilot.app, KarepApp)
    await places.open_follow_up(pilot.app, **about)
    await settled(pilot)
    box = pilot.app.screen
    assert isinstance(box, FollowUpBox)
    return box


async def type_line(pilot: Pilot[None], box: FollowUpBox, text: str) -> None:
    box.line.put(text, 0, len(box.line.text))
    await settled(pilot)


async def test_a_line_is_shown_as_it_will_be_stored_and_enter_stores_it(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "f")
        box = pilot.app.screen
        assert isinstance(box, FollowUpBox)
        await type_line(pilot, box, "王总 例会 每月第一个周一上午10点")
        for words in ("例会", "Mon 7 Dec 10:00", "王建国 总经理", "框架合同", "every first Monday of the month"):
            assert words in shown(pilot)
        await press(pilot, "enter")
        assert "Planned: 例会 · Mon 7 Dec 10:00. u takes it back." in shown(pilot)
        assert not isinstance(pilot.app.screen, FollowUpBox)
    rule = "RRULE:FREQ=MONTHLY;BYDAY=+1MO"
    assert stored(store_path) == [
        ("例会", "2026-12-07", "10:00", "Asia/Shanghai", rule, book["account"], book["boss"], book["deal"])
    ]
    assert drafts_of(store_path) == []
    with Store.open(store_path) as store:
        journal.undo(store)
    assert stored(store_path) == []


async def test_no_day_is_proposed_within_a_week_for_a_deal_in_progress(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        box = await open_line(pilot, account_id=book["account"])
        await type_line(pilot, box, "send the offer")
        assert "proposed, as no day was said" in shown(pilot)
        await press(pilot, "enter")
    [(due,)] = stored(store_path, "due")
    assert TODAY < date.fromisoformat(due) <= TODAY + timedelta(days=7)


async def test_escape_keeps_the_line_and_it_is_offered_once(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "f", "text:half a line", "escape")
        assert "Kept unsaved" in shown(pilot)
        await press(pilot, "D")
        assert "Follow up in one line · 华为技术有限公司: half a line" in shown(pilot)
        await press(pilot, "enter")
        assert "half a line" in shown(pilot) and "Your unsaved text is back" in shown(pilot)
        await press(pilot, "ctrl+r", "escape", "D")
        assert "There is no unsaved text." in shown(pilot)
    assert drafts_of(store_path) == [] and stored(store_path) == []


async def test_quitting_keeps_the_line(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "f", "text:half", "ctrl+q")
    assert len(drafts_of(store_path)) == 1


async def test_the_form_goes_on_with_the_line_and_forgets_it_when_it_is_saved(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        box = await open_line(pilot, account_id=book["account"])
        await type_line(pilot, box, "李敏 报价 周四15:00 每两周")
        await press(pilot, "ctrl+e")
        assert isinstance(pilot.app.screen, FollowUpForm)
        for words in ("报价", "2026-11-26 15:00", "every 2 weeks", "李敏"):
            assert words in shown(pilot)
        await press(pilot, "escape")
        assert len(drafts_of(store_path)) == 1, "the line is still there"
        box = await open_line(pilot, account_id=book["account"])
        await press(pilot, "ctrl+e", "ctrl+s")
    assert drafts_of(store_path) == []
    assert [row[:5] for row in stored(store_path)] == [
        ("报价", "2026-11-26", "15:00", "Asia/Shanghai", "RRULE:FREQ=WEEKLY;INTERVAL=2")
    ]


async def test_it_opens_for_a_promise_with_its_words_and_day(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("promise.add") as change:
        values = {"account_id": book["account"], "owed_by": "us", "what": "周五前报价", "due": "2026-12-02"}
        promise = promises.add_promise(change, {**values, "person_id": book["buyer"]})
    async with running() as pilot:
        box = await open_line(pilot, promise_id=promise)
        assert "Keep the promise: 周五前报价" in shown(pilot) and box.line.text == "2026-12-02; 周五前报价 "
        await press(pilot, "escape")
        assert drafts_of(store_path) == [], "nothing was typed"
        await open_line(pilot, promise_id=promise)
        await press(pilot, "enter")
    assert stored(store_path, "what, due, promise_id, person_id") == [
        ("周五前报价", "2026-12-02", promise, book["buyer"])
    ]


async def test_where_nothing_is_at_hand_the_line_names_it(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(start="playbook") as pilot:
        await press(pilot, "f8")
        box = pilot.app.screen
        assert isinstance(box, FollowUpBox)
        await press(pilot, "text:call", "enter")
        assert "Who is it about?" in shown(pilot) and stored(store_path) == []
        await type_line(pilot, box, "王总 方案 明天")
        await press(pilot, "enter")
    assert stored(store_path, "what, account_id, person_id") == [("方案", book["account"], book["boss"])]


async def test_a_word_that_may_mean_several_is_asked_and_tab_puts_one_in(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("person.add") as change:
        people.change_person(change, book["buyer"], {"title": "采购总监"})
        people.add_person(change, {"name": "李强", "title": "销售总监", "account_id": book["account"]})
    async with running() as pilot:
        box = await open_line(pilot, account_id=book["account"])
        await type_line(pilot, box, "李总监 谈价格 周四")
        assert "Who is meant by “李总监”" in shown(pilot)
        await press(pilot, "enter")
        assert stored(store_path) == []
        await press(pilot, "tab")
        assert box.line.text in ("李敏 谈价格 周四", "李强 谈价格 周四")
        await press(pilot, "enter")
    assert stored(store_path, "what") == [("谈价格",)]


async def test_other_eyes_see_no_number_in_the_line(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        box = await open_line(pilot, account_id=book["account"])
        await type_line(pilot, box, "call 13812345678 明天")
        await press(pilot, "f11")
        assert "13812345678" not in shown(pilot) and "holds something private" in shown(pilot)
        await press(pilot, "f11")
        assert "13812345678" in shown(pilot)


@pytest.mark.parametrize("text", ["[b]x[/b] [/", "=cmd|' /C calc'!A0", "\x1b[31mred\x07", "\u202eabc", "long " * 180])
async def test_hostile_text_is_text(book: dict[str, str], running: Running, store_path: Path, text: str) -> None:
    with Store.open(store_path) as store, store.action("x") as change:
        hostile = accounts.add_account(change, {"name": "[red]Evil[/red]\x1b[0m"})
        opportunities.add_opportunity(change, {"account_id": hostile, "name": "[link=x]"})
    async with running() as pilot:
        box = await open_line(pilot, account_id=hostile)
        await type_line(pilot, box, f"{text} 明天")
        assert "[red]Evil[/red]" in shown(pilot) and "\x1b" not in shown(pilot).replace("\n", "")
        await press(pilot, "enter")
        if len(text) > 400:
            assert "longer than" in shown(pilot) and isinstance(pilot.app.screen, FollowUpBox)
    rows = stored(store_path, "what, due")
    assert rows == [] if len(text) > 400 else rows[0][1] == "2026-11-22"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_everything_fits(book: dict[str, str], running: Running, size: tuple[int, int], language: str) -> None:
    use_language(language)
    try:
        async with running(size=size) as pilot:
            box = await open_line(pilot, account_id=book["account"])
            await type_line(pilot, box, "王总 方案汇报 明天下午3点 每两周")
            keys = "⏎ Save · ^e Form · ^r Throw away" if language == "en" else "⏎ 保存 · ^e 表单 · ^r 放弃"
            for words in (keys, "esc", "15:00", "王建国 总经理"):
                assert words in shown(pilot)
    finally:
        use_language("en")


@pytest.mark.parametrize("sign", ["!!", "！！", "!！"])
async def test_what_is_in_confidence_is_refused_and_nothing_is_lost(
    book: dict[str, str], running: Running, store_path: Path, sign: str
) -> None:
    text = f"明天 报价 {sign}他要走"
    async with running() as pilot:
        box = await open_line(pilot, account_id=book["account"])
        await type_line(pilot, box, text)
        await press(pilot, "enter")
        assert "keeps nothing in confidence" in shown(pilot) and box.line.text == text
        await press(pilot, "f11")
        assert "他要走" not in shown(pilot) and "••••" in shown(pilot)
        await press(pilot, "escape")
    assert stored(store_path) == [] and len(drafts_of(store_path)) == 1


async def test_enter_pressed_again_and_again_plans_once(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await open_line(pilot, account_id=book["account"])
        for key in ("x", "enter", "enter", "ctrl+s", "enter", "escape", "enter"):
            send(pilot, key)
        await settled(pilot)
        assert not isinstance(pilot.app.screen, FollowUpBox)
    assert stored(store_path, "what") == [("x",)] and drafts_of(store_path) == []


async def test_winning_a_deal_says_what_it_plans(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running(start="deals") as pilot:
        await press(pilot, "W", "enter", "enter")
        assert "4 follow-ups are planned; undo takes it" in shown(pilot)
        await press(pilot, "u")
    assert stored(store_path) == []


@pytest.mark.parametrize(
    ("due", "flag"), [(None, "no next step"), ("2026-12-24", "next step is more than a week off"), ("2026-11-27", "")]
)
@pytest.mark.parametrize("place", ["deals", "accounts"])
async def test_a_deal_in_progress_without_a_step_within_a_week_is_flagged_everywhere(
    book: dict[str, str], running: Running, store_path: Path, due: str | None, flag: str, place: str
) -> None:
    if due is not None:
        with Store.open(store_path) as store, store.action("x") as change:
            values = {"account_id": book["account"], "opportunity_id": book["deal"], "what": "call", "due": due}
            change.add("follow_up", values)
    async with running(place, size=(120, 40)) as pilot:
        if place == "accounts":
            await press(pilot, "enter")
            flag = flag.replace("next step is more than a week off", "not this week")
        # the account's page has warnings about people beside it
        steps = [line for line in shown(pilot).splitlines() if ("⚠" in line and " step" in line) or "week" in line]
        assert flag in shown(pilot) and bool(steps) == bool(flag)
        if place == "deals":
            await press(pilot, "enter")
            assert flag in shown(pilot)


async def test_the_form_keeps_the_time_zone_that_was_meant(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(100, 40)) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await places.open_form(pilot.app, "follow_up.add", account_id=book["account"])
        await settled(pilot)
        await press(pilot, "text:call", "tab", "text:2026-12-01 14:30", "tab", "text:+90d", "tab", "tab", "tab")
        await press(pilot, "text:Europe/Berlin")
        assert "→ 90 days after it is done" in shown(pilot) and "→ here: Tue 1 Dec 21:30" in shown(pilot)
        await press(pilot, "ctrl+s")
    assert [row[:5] for row in stored(store_path)] == [("call", "2026-12-01", "14:30", "Europe/Berlin", "after:P90D")]
