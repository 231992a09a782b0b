"""Two become one on the screen: choosing the other, choosing values, placeholders that get a name, undo."""

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from karep.actions import ACTIONS
from karep.db import accounts, people
from karep.db.change import Change
from karep.db.store import Store
from karep.i18n import use_language
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.choose import ChooseDialog
from karep.screens.forms.person import PersonForm
from karep.screens.merge import MergeScreen, open_merge
from karep.screens.merge_other import OtherDialog
from tests.hostile import OURS, fill
from tests.ui.driving import Running, press, settled, shown

CHAIR = "采购总监?"


@pytest.fixture
def twice(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with a placeholder, who was met once and promised something, and with the account twice."""
    with Store.open(store_path) as store, store.action("test") as change:
        values = {"name": CHAIR, "account_id": book["account"], "placeholder": True, "mobile": "13900139000"}
        chair = people.add_person(change, values, roles=["purchaser"])
        people.change_person(change, book["buyer"], {"title": "采购总监", "mobile": "13800138000", "note": "secret"})
        touch = change.add("touch", {"account_id": book["account"], "at": "2026-11-01T01:00:00Z", "kind": "visit"})
        change.add("attendance", {"touch_id": touch, "person_id": chair})
        change.add("promise", {"account_id": book["account"], "person_id": chair, "what": "图纸", "owed_by": "them"})
        second = accounts.add_account(change, {"name": "华为技术", "city": "东莞", "phone": "0769-1111111"})
        change.add("touch", {"account_id": second, "at": "2026-11-02T01:00:00Z", "kind": "call"})
    return {**book, "chair": chair, "second": second}


def stored(path: Path, noun: str, record_id: str) -> dict[str, Any]:
    with Store.open(path) as store:
        cursor = store.connection.execute(f"SELECT * FROM {noun} WHERE id = ?", (record_id,))
        return dict(zip((column[0] for column in cursor.description), cursor.fetchone(), strict=True))


async def page(pilot: Any, twice: dict[str, str], at: str = "") -> None:
    places.open_account(pilot.app, twice["account"], at)
    await settled(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_a_placeholder_is_merged_and_taken_back(
    running: Running, store_path: Path, twice: dict[str, str], size: tuple[int, int]
) -> None:
    async with running(size=size) as pilot:
        await page(pilot, twice, f"person:{twice['chair']}")
        await press(pilot, "M")
        assert isinstance(pilot.app.screen, OtherDialog)
        assert pilot.app.screen.answers.highlighted == f"person:{twice['buyer']}", "the one with that title comes first"
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        assert (screen.keep_id, screen.other_id) == (twice["buyer"], twice["chair"]), "who is known stays"
        text = shown(pilot)
        assert "李敏 stays" in text and f"{CHAIR} goes" in text
        assert "1 touch, 1 promise, 1 role" in text
        assert screen.chosen["name"] == "kept"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
        assert pilot.app.screen.record_at_hand() == ("person", twice["buyer"])
        assert f"{CHAIR} is part of 李敏 now; u takes it back." in [one.message for one in pilot.app._notifications]
    assert stored(store_path, "person", twice["chair"])["removed_at"]
    async with running(size=size) as pilot:
        await page(pilot, twice)
        await press(pilot, "u")
    assert stored(store_path, "person", twice["chair"])["removed_at"] is None


async def test_values_are_chosen_side_by_side(running: Running, store_path: Path, twice: dict[str, str]) -> None:
    async with running() as pilot:
        await open_merge(pilot.app, "person", twice["buyer"], twice["chair"])
        await settled(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        listed = screen.query_one("#merge-fields")
        listed.highlight("mobile")
        before = screen.chosen["mobile"]
        await press(pilot, "space")
        assert screen.chosen["mobile"] != before
        await press(pilot, "right")
        assert screen.chosen["mobile"] == "other"
        await press(pilot, "left")
        assert screen.chosen["mobile"] == "kept"
        await press(pilot, "right", "s")
        assert (screen.keep_id, screen.chosen["mobile"]) == (twice["chair"], "kept"), "the chosen values remain"
        assert "13900139000" in shown(pilot)
        await press(pilot, "tab", "f10")
    now = stored(store_path, "person", twice["buyer"])
    assert (now["mobile"], now["name"], now["placeholder"]) == ("13900139000", "李敏", 0)


async def test_two_accounts_become_one_from_the_page_of_the_one_that_goes(
    running: Running, store_path: Path, twice: dict[str, str]
) -> None:
    async with running() as pilot:
        places.open_account(pilot.app, twice["second"])
        await settled(pilot)
        await press(pilot, "M", "enter", "s", "enter")
        screen = pilot.app.screen
        assert isinstance(screen, AccountScreen) and screen.account_id == twice["account"]
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, AccountScreen), "the page of the one that went is closed"
    assert stored(store_path, "account", twice["second"])["removed_at"]
    now = stored(store_path, "account", twice["account"])
    assert (now["name"], now["phone"]) == ("华为技术有限公司", "0769-1111111")


async def test_the_other_one_is_found_by_typing_and_never_is_the_same(
    running: Running, store_path: Path, twice: dict[str, str]
) -> None:
    async with running() as pilot:
        await press(pilot, "M")
        dialog = pilot.app.screen
        assert isinstance(dialog, OtherDialog)
        same = dialog._same_as
        await press(pilot, "text:华为")
        keys = [key for key in dialog._targets if dialog.answers.highlight(key)]
        assert keys and f"account:{same}" not in keys
        await press(pilot, "f9", "escape")
        assert not isinstance(pilot.app.screen, OtherDialog)


async def test_escape_changes_nothing(running: Running, store_path: Path, twice: dict[str, str]) -> None:
    async with running() as pilot:
        await page(pilot, twice, f"person:{twice['chair']}")
        await press(pilot, "M", "enter", "space", "escape")
        assert isinstance(pilot.app.screen, AccountScreen)
    assert stored(store_path, "person", twice["chair"])["removed_at"] is None


async def test_what_is_private_is_hidden(running: Running, twice: dict[str, str]) -> None:
    async with running(size=(120, 40)) as pilot:
        await open_merge(pilot.app, "person", twice["buyer"], twice["chair"])
        await settled(pilot)
        assert "secret" in shown(pilot) and "13800138000" in shown(pilot)
        await press(pilot, "f11")
        listed = pilot.app.screen.query_one("#merge-fields")
        for name in pilot.app.screen.chosen:  # type: ignore[attr-defined]
            listed.highlight(name)  # type: ignore[attr-defined]
            await settled(pilot)
            assert "secret" not in shown(pilot) and "13800138000" not in shown(pilot)


async def test_one_that_was_removed_meanwhile_is_not_merged(
    running: Running, store_path: Path, twice: dict[str, str]
) -> None:
    async with running() as pilot:
        await open_merge(pilot.app, "person", twice["buyer"], twice["chair"])
        await settled(pilot)
        await pilot.app.save("record.remove", "", people.remove_person, twice["chair"])
        await settled(pilot)
        assert "no longer in the book" in shown(pilot)
        await press(pilot, "enter", "space", "escape")
    assert stored(store_path, "person", twice["buyer"])["removed_at"] is None


# --- a placeholder that gets a name ------------------------------------------------------------------------------


async def _named(pilot: Any, twice: dict[str, str], name: str) -> None:
    await places.open_form(pilot.app, "person.change", person_id=twice["chair"])
    await settled(pilot)
    assert isinstance(pilot.app.screen, PersonForm)
    assert "Placeholder: who is it?" in shown(pilot) and "still unknown" in shown(pilot)
    pilot.app.screen.query_one("#field-name", Input).value = name
    await settled(pilot)


async def test_a_placeholder_gets_a_name_and_keeps_its_history(
    running: Running, store_path: Path, twice: dict[str, str]
) -> None:
    async with running() as pilot:
        await page(pilot, twice)
        await _named(pilot, twice, "赵丽")
        assert "becomes a person" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, AccountScreen) and "赵丽 is no placeholder any more." in shown(pilot)
    now = stored(store_path, "person", twice["chair"])
    assert (now["name"], now["placeholder"], now["match_key"]) == ("赵丽", 0, "赵丽")
    with Store.open(store_path) as store:
        kept = "SELECT count(*) FROM {} WHERE person_id = ? AND removed_at IS NULL"
        for table in ("attendance", "promise", "role"):
            assert store.connection.execute(kept.format(table), (twice["chair"],)).fetchone() == (1,)


async def test_a_placeholder_who_is_in_the_book_already_is_offered_for_merging(
    running: Running, store_path: Path, twice: dict[str, str]
) -> None:
    async with running() as pilot:
        await page(pilot, twice)
        await _named(pilot, twice, "李敏")
        assert "in the account already" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ChooseDialog)
        await press(pilot, "enter")
        screen = pilot.app.screen
        assert isinstance(screen, MergeScreen)
        assert (screen.keep_id, screen.other_id) == (twice["buyer"], twice["chair"])
        await press(pilot, "enter")
    assert stored(store_path, "person", twice["chair"])["removed_at"]


async def test_a_placeholder_without_a_question_mark_stays_one(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        account = accounts.add_account(change, {"name": "华为"})
        chair = people.add_person(change, {"name": "李总", "account_id": account, "placeholder": True})
    async with running() as pilot:
        await places.open_form(pilot.app, "person.change", person_id=chair)
        await settled(pilot)
        assert "李总?" in shown(pilot)
        pilot.app.screen.query_one("#field-title", Input).value = "总经理"
        await settled(pilot)
        await press(pilot, "ctrl+s")
    now = stored(store_path, "person", chair)
    assert (now["name"], now["placeholder"], now["title"]) == ("李总", 1, "总经理")


async def test_the_form_of_somebody_known_is_as_ever(running: Running, twice: dict[str, str]) -> None:
    async with running() as pilot:
        await places.open_form(pilot.app, "person.change", person_id=twice["boss"])
        await settled(pilot)
        assert "Change person" in shown(pilot)
        assert not pilot.app.screen.query("#preview-name")


# --- every text, both languages ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("noun", ["person", "account"])
async def test_hostile_names_and_both_languages(running: Running, store_path: Path, noun: str, language: str) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        made = fill(change, [f"{text[:300]} {number}" for number, text in enumerate(OURS)])
        if noun == "person":
            _into_one_account(change, made)
        ids = [row[0] for row in change.connection.execute(f"SELECT id FROM {noun} ORDER BY id")]
    use_language(language)
    async with running(size=(120, 40) if noun == "account" else (80, 24)) as pilot:
        for one, other in list(pairwise(ids))[len(noun) % 2 :: 2]:
            await open_merge(pilot.app, noun, one, other)
            await settled(pilot)
            assert not any(sign in shown(pilot) for sign in ("\x1b", "\x9b", "\x9d", "\u202e", "\x07", "\x00"))
            assert ("stays" if language == "en" else "保留") in shown(pilot)
            await press(pilot, "down", "space", "escape")
        await open_merge(pilot.app, noun, ids[0], ids[1])
        await settled(pilot)
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, MergeScreen)
    assert stored(store_path, noun, ids[1])["removed_at"]


def _into_one_account(change: Change, made: list[str]) -> None:
    for (one,) in change.connection.execute("SELECT id FROM person").fetchall():
        people.change_person(change, one, {"account_id": made[0]})


def test_the_keys_do_not_collide_and_fit_the_footer() -> None:
    scopes: dict[str, list[str]] = {}
    for one in ACTIONS:
        if one.scope in ("merge", "everywhere") or one.id == "record.merge":
            scopes.setdefault("here", []).extend(one.keys.split(","))
    assert len(scopes["here"]) == len(set(scopes["here"]))
