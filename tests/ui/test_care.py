"""Before an important day: every key of the page, what is hidden, drafts, hostile words, the form of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from textual.widgets import Input

from karep.app import KarepApp
from karep.db import people
from karep.db.drafts import list_drafts
from karep.db.store import Store
from karep.db.views.care import Care, list_festival_care, list_occasion_care
from karep.db.views.occasions import list_occasions
from karep.i18n import use_language
from karep.screens.account import AccountScreen
from karep.screens.care import CareScreen, open_care
from karep.screens.care_dialog import CareDialog, SkipCareDialog
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.form import Form
from karep.screens.forms.gift import GiftForm
from karep.screens.person import PersonScreen
from tests.hostile import OURS, fill
from tests.ui.driving import Running, press, settled, shown

SPRING = date(2027, 1, 19)


@pytest.fixture
def day(book: dict[str, str], store_path: Path) -> str:
    """The boss's birthday on 3 December, with things to know of him."""
    boss, account = book["boss"], book["account"]
    with Store.open(store_path) as store, store.action("x") as change:
        change.add("preference", {"person_id": boss, "kind": "taboo", "text": "zqlilies", "privacy": "sensitive"})
        change.add("preference", {"person_id": boss, "kind": "hobby", "text": "zqfishing", "privacy": "internal"})
        gift = {"person_id": boss, "account_id": account, "given_on": date(2025, 12, 1), "item": "zqtea"}
        change.add("gift", {**gift, "value": 600_00, "currency": "CNY"})
        sent = {"festival": "mid_autumn", "year": 2025, "done_at": "2025-10-06T01:00:00Z", "text": "zqmoon"}
        change.add("care", {**sent, "person_id": boss, "account_id": account, "act": "greeting"})
        return change.add("occasion", {"person_id": boss, "kind": "birthday", "month": 12, "day": 3, "year": 1971})


def noted(path: Path, day: str = "", festival: str = "spring_festival") -> list[Care]:
    with Store.open(path) as store:
        if day:
            return list_occasion_care(store.connection, [day])
        return list_festival_care(store.connection, festival, 2027)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("language", ["en", "zh"])
async def test_a_birthday_is_greeted_with_the_words_of_the_last_time(
    day: str, running: Running, store_path: Path, language: str, size: tuple[int, int]
) -> None:
    use_language(language)
    async with running("accounts", size) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, occasion_id=day)
        await settled(pilot)
        page = shown(pilot)
        assert page.index("zqlilies") < page.index("zqtea") < page.index("zqfishing"), "what to avoid comes first"
        assert {"en": "Gift 2 d late", "zh": "礼品晚了 2 天"}[language] in page and "zqmoon" in page
        await press(pilot, "space", "down", "tab", "text:zqthanks", "ctrl+s")
        pilot.app.clear_notifications()
        await settled(pilot)
        assert "zqthanks" in shown(pilot)
    [one] = noted(store_path, day)
    assert (one.act, one.text, one.reply, one.year) == ("greeting", "zqmoon", "zqthanks", 2026)
    with Store.open(store_path) as store:
        [touch] = store.connection.execute("SELECT kind, summary FROM touch").fetchall()
    assert touch == ("message", None), "what was said on a birthday is nobody else's business"


async def test_a_half_typed_greeting_comes_back_and_a_reply_comes_later(
    day: str, running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, occasion_id=day)
        await settled(pilot)
        await press(pilot, "space", "text:zqhalf", "escape", "space")
        assert isinstance(pilot.app.screen, CareDialog) and "zqhalf" in shown(pilot)
        await press(pilot, "ctrl+s", "e", "tab", "text:zqlater", "ctrl+s")
        assert isinstance(pilot.app.screen, CareScreen)
        await press(pilot, "s", "text:zqbusy", "ctrl+s", "u", "x")
    assert [(one.text, one.reply) for one in noted(store_path, day)] == []
    with Store.open(store_path) as store:
        assert list_drafts(store.connection) == []


async def test_other_eyes_see_nothing_of_a_birthday(day: str, running: Running) -> None:
    async with running() as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, occasion_id=day)
        await settled(pilot)
        await press(pilot, "z")
        page = shown(pilot)
        assert "hidden while others look" in page
        assert not any(word in page for word in ("zqlilies", "zqtea", "zqmoon", "zqfishing", "王建国", "Birthday"))
        await press(pilot, "space", "g", "f", "s")
        assert isinstance(pilot.app.screen, CareScreen)
        # a dialog that is open when somebody comes by
        await press(pilot, "z", "space", "text:zqtyped", "f11")
        assert isinstance(pilot.app.screen, CareDialog)
        private = ("zqlilies", "zqmoon", "zqtyped")
        for _round in range(100):
            if not any(word in shown(pilot) for word in private):
                break
            # the page behind the dialog is read anew, which a busy machine may take a moment for
            await pilot.pause(0.02)
        assert not any(word in shown(pilot) for word in private)


async def test_a_festival_is_worked_through_from_the_keyboard(
    day: str, book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(today=SPRING) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, festival="spring_festival")
        await settled(pilot)
        page = shown(pilot)
        assert "Service visit 1, 0 done; Gift 1, 0 done; Greeting 1, 0 done" in page and "王建国" in page
        await press(pilot, "f")
        assert isinstance(pilot.app.screen, FollowUpBox) and "Spring Festival" in shown(pilot)
        await press(pilot, "enter")
        [one] = noted(store_path)
        assert (one.act, one.planned_for) == ("visit", "2027-01-20")
        await press(pilot, "G")
        assert isinstance(pilot.app.screen, GiftForm) and "Spring Festival" in shown(pilot)
        await press(pilot, "text:zqcalendar", "ctrl+s")
        assert isinstance(pilot.app.screen, CareScreen) and "Gift 1, 1 done" in shown(pilot)
        await press(pilot, "s")
        assert isinstance(pilot.app.screen, SkipCareDialog)
        await press(pilot, "ctrl+s")
        assert "Say why" in shown(pilot)
        await press(pilot, "escape", "F", "text:nobody")
        assert "No key account has these words" in shown(pilot)
        await press(pilot, "escape", "escape", "enter")
        assert isinstance(pilot.app.screen, PersonScreen)


async def test_a_day_is_opened_from_the_page_of_its_account(day: str, book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        pilot.app.push_screen(AccountScreen(book["account"], f"occasion:{day}"))
        await settled(pilot)
        await press(pilot, "H")
        assert isinstance(pilot.app.screen, CareScreen) and "Birthday, turns 55" in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_words_are_only_shown(running: Running, store_path: Path, size: tuple[int, int]) -> None:
    texts = [text for text in OURS if text.strip()]
    with Store.open(store_path) as store, store.action("x") as change:
        fill(change, texts)
        occasions = [row[0] for row in change.connection.execute("SELECT id FROM occasion ORDER BY id")]
    async with running(size=size, today=SPRING) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, festival="new_year")
        await settled(pilot)
        for _row in texts:
            await press(pilot, "down")
        await press(pilot, "space", "escape", "s", "escape")
        assert isinstance(pilot.app.screen, CareScreen)
        await open_care(pilot.app, occasion_id=occasions[0])
        await settled(pilot)
        assert "\x1b" not in shown(pilot)


async def test_the_form_of_a_day_asks_for_what_a_contract_needs(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        pilot.app.push_screen(AccountScreen(book["account"]))
        await settled(pilot)
        await press(pilot, "d")
        form = pilot.app.screen
        assert isinstance(form, Form)
        form.query_one("#field-kind").value = "contract_end"  # type: ignore[attr-defined]
        form.query_one("#field-person_id").clear()  # type: ignore[attr-defined]
        form.query_one("#field-day").value = "3-31"  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert "give the year too" in shown(pilot)
        form.query_one("#field-day").value = "闰四月"  # type: ignore[attr-defined]
        await settled(pilot)
        rule = form.query_one("#field-leap_rule").parent
        assert rule is not None and rule.display and "only the month is known" in shown(pilot)
        form.query_one("#field-day").value = "2027-03-31"  # type: ignore[attr-defined]
        await settled(pilot)
        assert not rule.display
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        [one] = list_occasions(store.connection, account_id=book["account"])
        assert (one.kind, one.month, one.day, one.year, one.person_id) == ("contract_end", 3, 31, 2027, None)


async def test_somebody_who_left_is_not_greeted(book: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("x") as change:
        people.change_person(change, book["boss"], {"left_on": "2026-12-01"})
    async with running(today=SPRING) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, festival="spring_festival")
        await settled(pilot)
        assert "李敏" in shown(pilot) and "王建国" not in shown(pilot)


async def test_the_filter_stands_in_another_language_too(running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store, store.action("x") as change:
        for name in ("Acme", "Bolt"):
            change.add("account", {"name": name, "match_key": name.lower(), "tier": "gold"})
    async with running(today=SPRING) as pilot:
        assert isinstance(pilot.app, KarepApp)
        await open_care(pilot.app, festival="spring_festival")
        await settled(pilot)
        assert isinstance(pilot.app.screen, CareScreen)
        pilot.app.screen.action_care_filter()
        await press(pilot, "text:Bol", "ctrl+l")
        assert pilot.app.screen.query_one("#care-filter", Input).value == "Bol"
        assert "Bolt" in shown(pilot) and "Acme" not in shown(pilot)
