"""Pinned accounts, the places that were open lately, and the quick way between the parts of a page."""

from pathlib import Path

import pytest
from textual.widgets import Input

from karep.db import accounts, people, recent
from karep.db.store import Store
from karep.db.views.accounts import get_account
from karep.db.views.recent import list_pinned, list_recent
from karep.i18n import use_language
from karep.screens.account import PANES, AccountScreen
from karep.screens.find import FindDialog
from karep.screens.recent import RecentDialog
from karep.screens.stage import StageScreen
from karep.screens.widgets.section_list import SectionList
from tests.ui.driving import Running, press, settled, shown
from tests.ui.test_find import box


@pytest.fixture
def wide_book(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with two more accounts."""
    with Store.open(store_path) as store, store.action("account.add") as change:
        more = {
            "acme": accounts.add_account(change, {"name": "Acme [/oops] Ltd", "city": "Oslo"}),
            "zeta": accounts.add_account(change, {"name": "Zeta\x1b[2J"}),
        }
    return book | more


async def test_what_was_opened_is_offered_newest_first_without_the_page_that_is_open(
    wide_book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        await press(pilot, "home", "enter", "escape", "4", "enter", "a", "ctrl+o")
        assert isinstance(pilot.app.screen, RecentDialog)
        assert list(box(pilot)._targets) == [f"opportunity:{wide_book['deal']}", f"account:{wide_book['acme']}"]
        assert "Acme [/oops] Ltd" in shown(pilot) and "Oslo" in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, StageScreen)


async def test_typing_narrows_and_enter_opens(wide_book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "home", "enter", "escape", "end", "enter", "escape", "ctrl+o", "text:ACME")
        assert list(box(pilot)._targets) == [f"account:{wide_book['acme']}"]
        await press(pilot, "text:x")
        assert "No place is called that." in shown(pilot)
        await press(pilot, "backspace", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, AccountScreen) and screen.account_id == wide_book["acme"]


async def test_people_are_remembered_when_they_are_gone_to(
    wide_book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("import") as change:
        loose = people.add_person(change, {"name": "Michael Mason"})
    async with running("week") as pilot:
        await press(pilot, "slash", "text:李敏", "enter", "escape", "slash", "text:mason", "enter")
        await press(pilot, "escape", "ctrl+o", "ctrl+o")
        assert list(box(pilot)._targets) == [
            f"person:{loose}",
            f"person:{wide_book['buyer']}",
            f"account:{wide_book['account']}",
        ]
        await press(pilot, "down", "enter")
        assert isinstance(pilot.app.screen, AccountScreen)


async def test_one_box_takes_the_place_of_the_other(book: dict[str, str], running: Running) -> None:
    async with running("week") as pilot:
        await press(pilot, "ctrl+o", "ctrl+f")
        assert isinstance(pilot.app.screen, FindDialog) and len(pilot.app.screen_stack) == 2
        await press(pilot, "ctrl+o")
        assert isinstance(pilot.app.screen, RecentDialog) and len(pilot.app.screen_stack) == 2
        await press(pilot, "ctrl+o", "escape")
        assert len(pilot.app.screen_stack) == 1


@pytest.mark.parametrize("noun", ["account", "opportunity"])
async def test_pages_that_are_open_are_come_back_to(book: dict[str, str], running: Running, noun: str) -> None:
    async with running("accounts" if noun == "account" else "deals") as pilot:
        for key in ("b", "enter") * 6:
            await press(pilot, key)
            assert len(pilot.app.screen_stack) <= 3
        for _page in range(2):
            await press(pilot, "escape")
        assert len(pilot.app.screen_stack) == 1


async def test_a_page_that_is_come_back_to_shows_what_was_wanted_and_keeps_what_was_typed(
    book: dict[str, str], running: Running
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "b", "ctrl+f", "text:李敏", "enter")
        assert isinstance(pilot.app.screen, AccountScreen) and len(pilot.app.screen_stack) == 2
        people_shown = pilot.app.screen.query_one("#people", SectionList)
        assert people_shown.highlighted == f"person:{book['buyer']}"
        await press(pilot, "p", "text:half", "ctrl+f", "text:王建国", "enter")
        assert people_shown.highlighted == f"person:{book['boss']}" and len(pilot.app.screen_stack) == 2
        await press(pilot, "p")
        assert pilot.app.screen.query_one("#field-name", Input).value == "half"


@pytest.mark.parametrize("key", ["asterisk", "＊"])
async def test_pinned_accounts_are_signed_first_and_undone(
    wide_book: dict[str, str], running: Running, store_path: Path, key: str
) -> None:
    async with running() as pilot:
        await press(pilot, "home", "down", key)
        assert "★ Zeta␛[2J" in shown(pilot) and "is pinned" in shown(pilot)
        await press(pilot, "home", "enter", "escape", "ctrl+o")
        assert list(box(pilot)._targets) == [f"account:{wide_book['zeta']}", f"account:{wide_book['acme']}"]
        assert "Pinned" in shown(pilot)
        await press(pilot, "enter")
        assert "★ Zeta" in shown(pilot)
        await press(pilot, "asterisk")
        assert "◆ Zeta" in shown(pilot) and "no longer pinned" in shown(pilot)
        await press(pilot, "u")
        assert "★ Zeta" in shown(pilot)
        await press(pilot, "u", "escape")
        assert "★" not in shown(pilot)
    with Store.open(store_path) as store:
        assert list_pinned(store.connection) == []
        account = get_account(store.connection, wide_book["zeta"])
        assert account is not None and not account.pinned


def test_only_the_last_fifty_places_are_kept(store: Store) -> None:
    with store.action("import") as change:
        ids = [accounts.add_account(change, {"name": f"Account {number}"}) for number in range(60)]
    for account_id in ids:
        recent.remember(store.connection, "account", account_id, at="2026-11-21T00:00:00.000Z")
    recent.remember(store.connection, "account", ids[20], at="2026-11-21T00:00:00.000Z")
    kept = [one.id for one in list_recent(store.connection, limit=99)]
    assert kept == [ids[20], *(one for one in reversed(ids[10:]) if one != ids[20])]
    assert len(kept) == recent.KEPT
    assert [one.id for one in list_recent(store.connection)] == kept[:20]
    with store.action("account.remove") as change:
        accounts.remove_account(change, ids[20])
    assert ids[20] not in [one.id for one in list_recent(store.connection, limit=99)]
    assert store.connection.execute("SELECT count(*) FROM journal WHERE noun = 'recent'").fetchone() == (0,)


# --- the parts of a page -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["semicolon", "；"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_number_leads_to_each_part(
    book: dict[str, str], running: Running, size: tuple[int, int], language: str, key: str
) -> None:
    use_language(language)
    async with running(size=size) as pilot:
        await press(pilot, "enter")
        for number, part in reversed(list(enumerate(PANES, 1))):
            await press(pilot, key)
            text = shown(pilot)
            assert all(f" {one} " in text for one in range(1, len(PANES) + 1))
            await press(pilot, str(number))
            assert pilot.app.screen.query_one(f"#{part}").has_focus
            assert isinstance(pilot.app.screen, AccountScreen), "the number is no place then"
            assert not pilot.app.screen.has_class("-jumping")


async def test_any_other_key_only_ends_the_jump(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "semicolon", "x", "semicolon", "escape")
        assert isinstance(pilot.app.screen, AccountScreen) and "王建国" in shown(pilot)
        assert pilot.app.screen.query_one("#people").has_focus
        await press(pilot, "semicolon", "３")
        assert pilot.app.screen.query_one("#ahead").has_focus
        await press(pilot, "escape")
        await settled(pilot)
        assert len(pilot.app.screen_stack) == 1
    with Store.open(store_path) as store:
        assert store.connection.execute("SELECT count(*) FROM action").fetchone() == (1,)


async def test_without_frames_the_numbers_stand_in_the_line_of_parts(book: dict[str, str], running: Running) -> None:
    async with running(size=(120, 40)) as pilot:
        pilot.app.add_class("-plain")
        await press(pilot, "enter", "semicolon")
        assert "1 " in shown(pilot) and " 4  Known" in shown(pilot)
