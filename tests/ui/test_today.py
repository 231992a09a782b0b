"""The first screen: what is due, done, moved and logged from one list."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import follow_ups, people, promises
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.promises import list_open_promises
from karep.i18n import use_language
from karep.reports.report import Line, Report, Section, parts
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.care import CareScreen
from karep.screens.person import PersonScreen
from karep.screens.safe import cells_of
from karep.screens.stage import StageScreen
from karep.screens.today import TodayScreen
from karep.screens.wrapped import wrapped
from tests.ui.driving import Running, press, settled, shown


def fill(store_path: Path, book: dict[str, str]) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        account = {"account_id": book["account"]}
        promises.add_promise(change, {**account, "owed_by": "us", "what": "quote", "due": "2026-11-18"})
        step = {**account, "person_id": book["boss"], "opportunity_id": book["deal"], "due": "2026-11-20"}
        follow_ups.add_follow_up(change, {**step, "what": "call [/x] back\x1b"})


async def test_an_empty_book_says_what_to_press(running: Running) -> None:
    async with running(start="today") as pilot:
        assert "Your book is empty." in shown(pilot)
        assert "brings in accounts" in shown(pilot)
        await press(pilot, "ctrl+l")
        assert "客户簿还是空的" in shown(pilot)
        use_language("en")


async def test_what_is_due_is_kept_asked_about_and_undone(
    book: dict[str, str], running: Running, store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def open_log(_app: object, **about: str) -> None:
        asked.append(about)

    monkeypatch.setattr(places, "open_log", open_log, raising=False)
    fill(store_path, book)
    async with running(start="today") as pilot:
        assert "2 overdue · 0 due today" in shown(pilot)
        assert "call [/x] back␛ · 王建国" in shown(pilot)
        await press(pilot, "space")
        assert "Kept: quote; u takes it back." in shown(pilot)
        assert "We promised" not in shown(pilot)
        assert "1 overdue" in shown(pilot)
        await press(pilot, "space")
        with Store.open(store_path) as store:
            [step] = list_follow_ups(store.connection)
        assert asked == [{"account_id": book["account"], "follow_up_id": step.id}]
        await press(pilot, "u")
        assert "2 overdue" in shown(pilot)


async def test_a_date_is_moved_and_what_is_typed_survives_escape(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    fill(store_path, book)
    async with running(start="today") as pilot:
        await press(pilot, "w", "text:下周三")
        assert "→ 2026-11-25" in shown(pilot)
        await press(pilot, "escape", "w")
        assert "→ 2026-11-25" in shown(pilot)
        await press(pilot, "enter")
        assert "Moved to Wed 25 Nov." in shown(pilot)
        await press(pilot, "w", "text:30 Feb", "enter")
        assert "not a day" in shown(pilot)
        await press(pilot, "ctrl+r", "text:tomorrow 3pm", "enter")
    with Store.open(store_path) as store:
        assert [one.due for one in list_open_promises(store.connection)] == ["2026-11-25"]
        [step] = list_follow_ups(store.connection)
        assert store.connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)
    assert (step.due, step.due_time, step.zone) == ("2026-11-22", "15:00", "Asia/Shanghai")


async def test_the_whole_page_and_a_time_in_another_zone(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        step = {"account_id": book["account"], "what": "call", "due": "2026-11-19", "due_time": "20:00"}
        follow_ups.add_follow_up(change, {**step, "zone": "America/New_York"})
        for number in range(24):
            change.add("account", {"name": f"Gold {number:02}", "tier": "gold", "match_key": "x"})
    async with running(start="today", size=(120, 60)) as pilot:
        assert "more (V)" in shown(pilot) and shown(pilot).count(" Gold ") < 24
        await press(pilot, "w", "text:fri 3pm")
        assert "now: Fri 20 Nov 09:00 · Thu 19 Nov 20:00 America/New_York" in shown(pilot)
        assert "by your own clock" in shown(pilot)
        await press(pilot, "ctrl+r", "escape", "V")
        assert "Everything is listed." in shown(pilot)
        assert "more (V)" not in shown(pilot) and shown(pilot).count(" Gold ") == 24
        await press(pilot, "V")
        assert "more (V)" in shown(pilot)


async def test_a_book_without_tiers_says_what_to_press(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.change") as change:
        change.change("account", book["account"], {"tier": None})
        change.remove("opportunity", book["deal"])
    async with running(start="today") as pilot:
        assert "No account has a tier or a next step yet" in shown(pilot)
        assert "then L, gives it a tier" in shown(pilot)


async def test_enter_opens_each_record_where_it_stands(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    fill(store_path, book)
    with Store.open(store_path) as store, store.action("test.add") as change:
        day = {"kind": "contract_end", "month": 11, "day": 25, "calendar": "solar"}
        change.add("occasion", {**day, "account_id": book["account"]})
        stuck = change.add("opportunity", {"account_id": book["account"], "name": "stuck", "stage": "S4"})
    parts_of_page = {"promise": "ahead", "follow_up": "ahead", "account": "people"}
    async with running(start="today", size=(120, 40)) as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        assert {*parts_of_page, "opportunity", "occasion"} == {line.noun for line in today.lines.values()}
        for key, line in dict(today.lines).items():
            assert today.lines_list.highlight(key)
            await press(pilot, "enter")
            page = pilot.app.screen
            if line.noun == "occasion":
                assert isinstance(page, CareScreen) and page.occasion_id == line.record_id
            elif line.noun == "opportunity":
                assert isinstance(page, StageScreen) and page.opportunity_id == stuck
            else:
                assert isinstance(page, AccountScreen) and page.account_id == book["account"]
                assert page.focused is not None and page.focused.id == parts_of_page[line.noun]
                assert line.noun == "account" or page.record_at_hand() == (line.noun, line.record_id)
            await press(pilot, "escape")


async def test_a_person_without_an_account_opens_from_their_birthday(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        person = people.add_person(change, {"name": "Dana"})
        day = {"kind": "birthday", "month": 11, "day": 25, "calendar": "solar"}
        change.add("occasion", {**day, "person_id": person})
    async with running(start="today") as pilot:
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CareScreen)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PersonScreen)


async def test_several_lines_of_one_record_are_all_listed(book: dict[str, str], running: Running) -> None:
    lines = tuple(Line("account", book["account"], parts(what=what)) for what in ("one thing", "another"))
    async with running(start="today") as pilot:
        today = pilot.app.screen
        assert isinstance(today, TodayScreen)
        today.show_report(Report("", "", (Section("cold", "Cold", lines), Section("deals", "Deals", lines))))
        await settled(pilot)
        # the highlighted line is told whole below the list too
        assert (shown(pilot).count("one thing"), shown(pilot).count("another")) == (3, 2)
        assert list(today.lines.values()) == [*lines, *lines]
        assert "Cold (2)" in shown(pilot)


async def test_private_days_are_hidden(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        day = {"kind": "birthday", "month": 11, "day": 25, "calendar": "solar"}
        change.add("occasion", {**day, "person_id": book["boss"]})
        change.add("occasion", {**day, "account_id": book["account"], "kind": "contract_end"})
    async with running(start="today") as pilot:
        assert "Birthday" in shown(pilot)
        await press(pilot, "z")
        assert "Birthday" not in shown(pilot)
        assert "Contract end" in shown(pilot)
        await press(pilot, "z", "enter")
        assert not isinstance(pilot.app.screen, TodayScreen)
        assert "王建国" in shown(pilot)


def test_wrapped_lines_fit_and_lose_nothing() -> None:
    text = "逐条过疑虑清单，曾总勾掉五条。 Then a longer English sentence with averyveryverylongwordthatdoesnotfit"
    for width in range(4, 60):
        rows = wrapped(text, width, width, most=99)
        assert all(cells_of(row) <= width + 2 for row in rows)
        assert "".join(rows).replace(" ", "") == text.replace(" ", "")
    assert wrapped("", 10, 10) == [""]
    assert wrapped("a b c d e f", 1, 1, most=2) == ["a", "b…"]
    assert not [row for row in wrapped(text, 20, 20) if row.startswith(("，", "。"))]
