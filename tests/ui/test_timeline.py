"""The timeline screen, the events on an account's page, and walking from account to account."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from karep.db import accounts, follow_ups, objections, opportunities, people, promises, touches
from karep.db.store import Store
from karep.db.views.recent import list_recent
from karep.i18n import use_language
from karep.screens import account_walk, places
from karep.screens.account import AccountScreen
from karep.screens.choose import ChooseDialog
from karep.screens.form import Form
from karep.screens.history import HistoryScreen
from karep.screens.report_list import ReportScreen
from karep.screens.stage import StageScreen
from karep.screens.timeline import FEW, TimelineScreen
from karep.screens.widgets.row_list import RowList
from tests.hostile import OURS, fill
from tests.ui.driving import Running, press, settled, shown

LONG = "about the frame contract and its price, " * 60 + "the very end"


@pytest.fixture
def lived(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with something of every kind, and two more accounts; the ids by short names."""
    about = {"account_id": book["account"], "opportunity_id": book["deal"]}
    with Store.open(store_path) as store:
        with store.action("touch.log", "visit") as change:
            visit = {**about, "at": "2026-11-02T04:00:00Z", "kind": "visit", "summary": "zqtalk", "outcome": "zqdone"}
            visit |= {"private_note": "zqsecret", "our_people": "Wu"}
            book["visit"] = touches.log_touch(change, visit, people=[book["boss"], book["buyer"]])
            gift = {**about, "at": "2026-11-03T04:00:00Z", "kind": "gift", "summary": "zqcakes"}
            book["gift"] = touches.log_touch(change, gift, people=[book["boss"]])
            owed = {"account_id": book["account"], "owed_by": "us", "what": "zqquote", "due": "2026-11-05"}
            book["promise"] = promises.add_promise(change, {**owed, "person_id": book["buyer"]})
            step = follow_ups.add_follow_up(change, {**about, "what": "zqsample", "due": "2026-11-04"})
            follow_ups.finish_follow_up(change, step)
            opportunities.move_stage(change, book["deal"], "S4", reason="zqmoved")
            objections.add_objection(change, {**about, "words": "zqdear", "at": "2026-10-01T04:00:00Z"})
            at = "2026-10-02T04:00:00Z"
            change.add("need", {**about, "what": "zqneed", "problem": "zqproblem", "at": at})
            change.add("competitor", {**about, "name": "zqrival", "at": at})
            fact = {"person_id": book["boss"], "name": "Children", "value": "zqtwins", "dated": "2026-09-01"}
            book["fact"] = change.add("fact", fact)
        with store.action("import", "zqsheet.csv") as change:
            accounts.change_account(change, book["account"], {"region": "South"})
        with store.action("account.add", "more") as change:
            for name in ("Acme", "Zenith"):
                book[name] = accounts.add_account(change, {"name": name, "tier": "gold"})
    return book


ALL = ("talk", "done", "cakes", "quote", "sample", "moved", "dear", "need", "problem", "rival", "twins", "sheet")


def marks(text: str) -> set[str]:
    return {one for one in (*ALL, "secret") if f"zq{one}" in text}


async def opened(pilot: Any, noun: str, record_id: str) -> TimelineScreen:
    await places.open_timeline(pilot.app, noun, record_id)
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, TimelineScreen)
    return screen


async def test_the_stream_is_told_whole_and_narrowed(running: Running, lived: dict[str, str]) -> None:
    async with running(size=(120, 40)) as pilot:
        screen = await opened(pilot, "account", lived["account"])
        assert marks(shown(pilot)) == {*ALL, "secret"}
        assert "▲ In confidence: zqsecret" in shown(pilot)
        assert "[All 10] Touches 1  Promises 1  Done 1  Stages 1  Notes 4  Gifts 1  Imports 1" in shown(pilot)
        seen = []
        for _filter in range(7):
            await press(pilot, "tab")
            seen.append((screen.group, marks(shown(pilot))))
        assert seen == [
            ("touches", {"talk", "done", "secret"}),
            ("promises", {"quote"}),
            ("steps", {"sample"}),
            ("stages", {"moved"}),
            ("notes", {"dear", "need", "problem", "rival", "twins"}),
            ("gifts", {"cakes"}),
            ("imports", {"sheet"}),
        ]
        await press(pilot, "tab", "shift+tab", "F", "text:zqnothing", "enter")
        assert "esc shows everything again" in shown(pilot)
        await press(pilot, "escape", "F", "text:zqneed")
        assert marks(shown(pilot)) == {"need", "problem"}
        await press(pilot, "escape", "escape")
        assert (screen.group, marks(shown(pilot))) == ("", {*ALL, "secret"})
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, TimelineScreen)


async def test_nothing_private_is_shown_or_found_after_z(running: Running, lived: dict[str, str]) -> None:
    hidden = {"cakes", "secret", "twins"}
    async with running(size=(120, 40)) as pilot:
        await opened(pilot, "account", lived["account"])
        await press(pilot, "z")
        assert marks(shown(pilot)) == set(ALL) - hidden
        for word in sorted(hidden):
            await press(pilot, "F", f"text:zq{word}", "enter")
            assert "esc shows everything again" in shown(pilot), word
        await press(pilot, "escape")
        places.open_account(pilot.app, lived["account"])  # type: ignore[arg-type]
        await settled(pilot)
        page = pilot.app.screen
        events = page.query_one("#timeline", RowList)
        for key in (f"touch:{lived['visit']}", f"touch:{lived['gift']}"):
            events.focus()
            assert events.highlight(key)
            await settled(pilot)
            assert not marks(shown(pilot)) & hidden
        await press(pilot, "z")
        events.highlight(f"touch:{lived['visit']}")
        await settled(pilot)
        assert "zqsecret" in shown(pilot)


async def test_keys_open_the_streams_of_account_person_and_deal(running: Running, lived: dict[str, str]) -> None:
    async with running(size=(120, 40)) as pilot:
        places.open_account(pilot.app, lived["account"], f"person:{lived['buyer']}")  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "T")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen) and screen.subject == ("person", lived["buyer"])
        assert marks(shown(pilot)) == {"talk", "done", "secret", "quote"}
        await press(pilot, "Ｔ")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen) and screen.subject == ("account", lived["account"])
        await press(pilot, "escape", "escape", "tab", "ctrl+x")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen) and screen.subject == ("account", lived["account"])
        places.open_opportunity(pilot.app, lived["deal"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "T")
        screen = pilot.app.screen
        assert isinstance(screen, TimelineScreen) and screen.subject == ("opportunity", lived["deal"])
        assert marks(shown(pilot)) == {*ALL, "secret"} - {"quote", "twins", "sheet"}
        assert "框架合同" in shown(pilot).splitlines()[1]


async def at_item(pilot: Any, screen: TimelineScreen, kind: str) -> None:
    assert screen.events.highlight(next(key for key, item in screen._items.items() if item.kind == kind))
    await settled(pilot)


async def test_an_item_leads_to_its_record_and_its_people(running: Running, lived: dict[str, str]) -> None:
    async with running(size=(120, 40)) as pilot:
        screen = await opened(pilot, "account", lived["account"])
        for kind, page in (
            ("touch", Form),
            ("promise", Form),
            ("stage_change", StageScreen),
            ("import", HistoryScreen),
        ):
            await at_item(pilot, screen, kind)
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, page), kind
            await press(pilot, "escape")
            assert pilot.app.screen is screen
        for kind in ("stage_change", "import"):
            await at_item(pilot, screen, kind)
            before = len(screen._items)
            await press(pilot, "x", "e")
            assert pilot.app.screen is screen and len(screen._items) == before
            await press(pilot, "h")
            assert isinstance(pilot.app.screen, HistoryScreen)
            await press(pilot, "escape")
        await at_item(pilot, screen, "touch")
        await press(pilot, "x")
        assert "touch" not in {item.kind for item in screen._items.values()}
        await press(pilot, "u")
        await at_item(pilot, screen, "stage_change")
        await press(pilot, "P")
        assert pilot.app.screen is screen
        await at_item(pilot, screen, "touch")
        await press(pilot, "P")
        assert isinstance(pilot.app.screen, ChooseDialog)
        await press(pilot, "text:李敏", "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.person_at_hand() == lived["buyer"]


async def test_the_walk_goes_through_the_book_in_place(
    running: Running, lived: dict[str, str], store_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(account_walk, "STAY", 0.01)
    async with running(start="accounts") as pilot:
        await press(pilot, "enter", "tab")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.account_id == lived["Acme"]
        assert "1 of 3" in shown(pilot)
        for key, name, number in (("]", "Zenith", 2), ("】", "account", 3), ("]", "account", 3), ("【", "Zenith", 2)):
            await press(pilot, key)
            assert pilot.app.screen is page
            assert (page.account_id, page.pane) == (lived[name], "timeline")
            assert f"{number} of 3" in shown(pilot)
        assert len(pilot.app.screen_stack) == 2
        await press(pilot, "T", "]")
        stream = pilot.app.screen
        assert isinstance(stream, TimelineScreen) and stream.subject == ("account", lived["account"])
        assert "zqtalk" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen is page and page.account_id == lived["account"]
        assert "3 of 3" in shown(pilot)
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#book", RowList).highlighted == lived["account"]
        recent = await pilot.app.desk.read(list_recent)  # type: ignore[attr-defined]
        assert {one.id for one in recent} >= {lived["Acme"], lived["Zenith"], lived["account"]}


async def test_the_walk_keeps_to_the_filter_and_passes_over_what_was_removed(
    running: Running, lived: dict[str, str], store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("account.add", "more") as change:
        middle = accounts.add_account(change, {"name": "Beta", "tier": "gold"})
    async with running(start="accounts") as pilot:
        await press(pilot, "t", "t", "t", "enter")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and "1 of 3" in shown(pilot)
        await pilot.app.desk.write("account.remove", "Beta", accounts.remove_account, middle)  # type: ignore[attr-defined]
        await press(pilot, "]")
        assert page.account_id == lived["Zenith"]
        await press(pilot, "]")
        assert page.account_id == lived["Zenith"] and "This is the last account." in shown(pilot)


async def test_today_gives_the_order_and_without_a_list_it_is_the_name(running: Running, lived: dict[str, str]) -> None:
    async with running(start="today") as pilot:
        today = pilot.app.screen
        assert isinstance(today, ReportScreen)
        listed = list(dict.fromkeys(line.account_id for line in today.lines.values() if line.account_id))
        places.open_account(pilot.app, listed[-1])  # type: ignore[arg-type]
        await settled(pilot)
        assert f"{len(listed)} of {len(listed)}" in shown(pilot)
        await press(pilot, "[")
        page = pilot.app.screen
        assert isinstance(page, AccountScreen) and page.account_id == listed[-2]
    async with running(start="week") as pilot:
        places.open_account(pilot.app, lived["Zenith"])  # type: ignore[arg-type]
        await settled(pilot)
        assert "2 of 3" in shown(pilot)


async def test_a_long_note_is_read_to_its_end(running: Running, book: dict[str, str], store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("touch.log", "long") as change:
        for day in (1, 2):
            text = {"account_id": book["account"], "at": f"2026-11-0{day}T04:00:00Z", "summary": LONG}
            touches.log_touch(change, text)
    async with running(size=(80, 24)) as pilot:
        screen = await opened(pilot, "account", book["account"])
        first = screen.events.highlighted
        assert "the very end" not in shown(pilot)
        await press(pilot, *["down"] * 5)
        assert screen.events.highlighted == first and "the very end" in shown(pilot)
        await press(pilot, *["pagedown"] * 3)
        assert screen.events.highlighted != first and "the very end" in shown(pilot)
        await press(pilot, *["up"] * 30)
        assert screen.events.highlighted == first


async def test_the_end_of_the_stream_reads_on(running: Running, book: dict[str, str], store_path: Path) -> None:
    many = 2 * FEW + 5
    with Store.open(store_path) as store, store.action("touch.log", "many") as change:
        for number in range(many):
            at = f"2026-{number % 10 + 1:02}-{number % 28 + 1:02}T04:00:00Z"
            touches.log_touch(change, {"account_id": book["account"], "at": at, "summary": f"note {number}"})
    async with running(size=(80, 24)) as pilot:
        screen = await opened(pilot, "account", book["account"])
        assert (f"[All {many}]" in shown(pilot), len(screen._items)) == (True, FEW)
        counts = []
        for _page in range(3):
            await press(pilot, "end")
            counts.append(len(screen._items))
        assert counts == [2 * FEW, many, many]
        assert screen.events.highlighted == list(screen._items)[-1]


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_an_empty_stream_and_a_removed_subject_say_what_to_press(
    running: Running, book: dict[str, str], language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    async with running(size=size) as pilot:
        screen = await opened(pilot, "person", book["buyer"])
        assert ("press n" if language == "en" else "按 n") in shown(pilot)
        await press(pilot, "enter", "P", "x", "e", "h")
        assert pilot.app.screen is screen
        await pilot.app.save("person.remove", "", people.remove_person, book["buyer"])  # type: ignore[attr-defined]
        await settled(pilot)
        assert ("u brings it back" if language == "en" else "u 恢复") in shown(pilot)
        await press(pilot, "tab", "T", "[", "u")
        assert "李敏" in shown(pilot)


async def test_hostile_text_is_shown_and_does_nothing(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("account.add", "hostile") as change:
        made = fill(change, list(OURS))
        held = [
            store.connection.execute("SELECT min(id) FROM person WHERE account_id = ?", (one,)).fetchone()[0]
            for one in made
        ]
    async with running(size=(120, 40)) as pilot:
        for account, person in zip(made, held, strict=True):
            for noun, record in (("account", account), ("person", person)):
                screen = await opened(pilot, noun, record)
                assert len(screen._items) >= 4
                text = shown(pilot)
                assert not any(sign in text for sign in ("\x1b", "\x9b", "\x9d", "\u202e", "\x07", "\x00"))
                await press(pilot, "escape")
        assert isinstance(await opened(pilot, "account", made[0]), TimelineScreen)
        pilot.app.screen.query_one("#timeline-words", Input).value = OURS[0]
        await settled(pilot)
        assert "[/oops] Ltd" in shown(pilot)
