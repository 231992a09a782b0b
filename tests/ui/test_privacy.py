"""Other eyes: after z nothing private can be read on any screen, and without it all of it can.

Every private field holds a mark of its own; the walk goes through every screen and dialog and keeps what was shown.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from karep.db import accounts, follow_ups, occasions, opportunities, people, promises, touches
from karep.db.store import Store
from karep.db.views.people import get_person
from karep.reports.report import Report
from karep.rules.clock import Clock
from karep.rules.day_words import describe_day
from karep.screens import places
from karep.screens.account import PANES, AccountScreen
from karep.screens.base import KarepDialog
from karep.screens.choose import ChooseDialog
from karep.screens.form import Form
from karep.screens.move_date import MoveDateDialog
from karep.screens.privacy import Eyes
from karep.screens.save_report import SaveDialog
from karep.screens.sheet_files import PathInput
from karep.screens.sheet_import import ImportScreen
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.text_input import Notes
from tests.ui.driving import Running, press, settled, shown

MARKS = {
    "person.email": "zqemail@x.cn",
    "person.wechat": "zqwechat",
    "person.address": "zqhome",
    "person.note": "zqcharacter",
    "person.phone": "139070",
    "person.mobile": "139071",
    "account.phone": "139072",
    "account.note": "zqaccount",
    "preference.personal": "zqpersonal",
    "preference.sensitive": "zqsensitive",
    "occasion.label": "zqson",
    "touch.gift": "zqgift",
    "touch.words": "139073",
    "fact.value": "139074",
    "promise.what": "139075",
    "follow_up.what": "139077",
    "follow_up.bottom_line": "zqfloor",
    "opportunity.note": "zqdeal",
    "sheet": "zqsheet",
}
"""What stands in the fields, or the beginning of it: of a phone number the first six digits."""


def phone(mark: str) -> str:
    return f"{MARKS[mark]}00001"


@pytest.fixture
def secrets(book: dict[str, str], store_path: Path, tmp_path: Path) -> dict[str, str]:
    """A book in which everything that can be private holds its mark; the ids by noun."""
    with Store.open(store_path) as store, store.action("import", "sheet") as change:
        values = {"phone": phone("account.phone"), "note": MARKS["account.note"]}
        accounts.change_account(change, book["account"], values)
        fields = {name: MARKS[f"person.{name}"] for name in ("email", "wechat", "address", "note")}
        fields |= {name: phone(f"person.{name}") for name in ("phone", "mobile")}
        people.change_person(change, book["boss"], {**fields, "stance": -2, "strength": 1})
        for privacy in ("personal", "sensitive"):
            text = MARKS[f"preference.{privacy}"]
            values = {"person_id": book["boss"], "kind": "other", "text": text, "privacy": privacy}
            book[privacy] = people.add_preference(change, values)
        day = {"person_id": book["boss"], "kind": "other", "label": MARKS["occasion.label"], "month": 11, "day": 25}
        book["occasion"] = occasions.add_occasion(change, day)
        about = {"account_id": book["account"], "opportunity_id": book["deal"]}
        gift = {**about, "at": "2026-11-16T02:00:00.000Z", "kind": "gift", "summary": MARKS["touch.gift"]}
        book["gift"] = touches.log_touch(change, gift, people=[book["boss"]])
        call = {**about, "at": "2026-11-17T02:00:00.000Z", "kind": "call", "summary": f"his {phone('touch.words')}"}
        book["touch"] = touches.log_touch(change, call, people=[book["boss"]])
        change.add("fact", {"account_id": book["account"], "name": "Fax", "value": phone("fact.value")})
        owed = {"account_id": book["account"], "owed_by": "us", "due": "2026-11-20"}
        book["promise"] = promises.add_promise(change, {**owed, "what": f"call {phone('promise.what')}"})
        step = {**about, "person_id": book["boss"], "due": "2026-11-21"}
        step["what"] = f"call {phone('follow_up.what')}"
        book["step"] = follow_ups.add_follow_up(change, step)
        follow_ups.prepare_follow_up(change, book["step"], {"bottom_line": MARKS["follow_up.bottom_line"]})
        opportunities.change_opportunity(change, book["deal"], {"note": MARKS["opportunity.note"]})
    (tmp_path / "list.csv").write_text(f"Company Name,Phone,Note\nAcme,13907600001,{MARKS['sheet']}\n", "utf-8")
    return book


class Walk:
    """Goes everywhere and remembers what was shown."""

    def __init__(self, pilot: Pilot[None], book: dict[str, str], folder: Path) -> None:
        self.pilot = pilot
        self.app: Any = pilot.app
        self.book = book
        self.folder = folder
        self.seen = ""

    def look(self) -> None:
        self.seen += shown(self.pilot) + "\n"

    async def press(self, *keys: str) -> None:
        for key in keys:
            await press(self.pilot, key)
            self.look()

    async def back(self) -> None:
        await press(self.pilot, "escape")

    async def everywhere(self) -> None:
        await self.places()
        await self.account()
        await self.forms()
        await self.histories()
        await self.pages()
        await self.find()
        await self.drafts()
        await self.sheet()
        await self.toasts()

    async def places(self) -> None:
        for place in "123456":
            await self.press(place, "down", "end")
        await self.press("enter", "escape")

    async def account(self) -> None:
        places.open_account(self.app, self.book["account"])
        await settled(self.pilot)
        page = self.app.screen
        assert isinstance(page, AccountScreen)
        for pane in PANES:
            listed = page.query_one(f"#{pane}", RowList)
            listed.focus()
            await self.press("home")
            for _row in range(listed.row_count):
                await self.press("down")
        await self.back()

    async def forms(self) -> None:
        book = self.book
        for kind, about in (
            ("account.change", {"account_id": book["account"]}),
            ("person.change", {"person_id": book["boss"]}),
            ("preference.change", {"preference_id": book["personal"], "person_id": book["boss"]}),
            ("preference.change", {"preference_id": book["sensitive"], "person_id": book["boss"]}),
            ("occasion.change", {"occasion_id": book["occasion"], "account_id": book["account"]}),
            ("touch.change", {"touch_id": book["gift"]}),
            ("opportunity.change", {"opportunity_id": book["deal"]}),
            ("follow_up.prepare", {"follow_up_id": book["step"]}),
        ):
            await places.open_form(self.app, kind, **about)
            await settled(self.pilot)
            assert isinstance(self.app.screen, Form)
            self.look()
            for _field in self.app.screen.shown_fields:
                await self.press("tab")
            await self.back()

    async def histories(self) -> None:
        book = self.book
        for noun, name in (
            ("account", "account"), ("person", "boss"), ("preference", "sensitive"), ("occasion", "occasion"),
            ("touch", "gift"), ("follow_up", "step"), ("opportunity", "deal"),
        ):  # fmt: skip
            places.open_history(self.app, noun, book[name], "…")
            await settled(self.pilot)
            await self.press("end")
            await self.back()

    async def pages(self) -> None:
        for noun, name in (
            ("account", "account"), ("person", "boss"), ("opportunity", "deal"), ("follow_up", "step"),
        ):  # fmt: skip
            await places.open_brief(self.app, noun, self.book[name])
            await settled(self.pilot)
            await self.press("end", "w")
            await self.back()
            await self.back()
        places.open_opportunity(self.app, self.book["deal"])
        await settled(self.pilot)
        await self.press("tab", "end")
        await self.back()

    async def find(self) -> None:
        for words in ("zq", "1390", "王"):
            await self.press("ctrl+f")
            self.app.screen.query_one(Input).value = words
            await settled(self.pilot)
            self.look()
            for _row in range(12):
                await self.press("down")
            await self.back()
        await self.press("ctrl+o", "escape")

    async def drafts(self) -> None:
        about = {"preference_id": self.book["sensitive"], "person_id": self.book["boss"]}
        await places.open_form(self.app, "preference.change", **about)
        await settled(self.pilot)
        self.app.screen.query_one("#field-text", Input).value += "!"
        await settled(self.pilot)
        await self.back()
        await self.press("D", "enter")
        await self.press("ctrl+r", "escape")

    async def sheet(self) -> None:
        await places.open_import(self.app)
        await settled(self.pilot)
        screen = self.app.screen
        assert isinstance(screen, ImportScreen)
        screen.query_one(PathInput).value = str(self.folder / "list.csv")
        await self.press("enter")
        for _row in range(9):
            await self.press("down")
        await self.back()

    async def toasts(self) -> None:
        places.open_account(self.app, self.book["account"])
        await settled(self.pilot)
        page = self.app.screen
        for pane, key in (
            ("people", f"preference:{self.book['sensitive']}"),
            ("people", f"occasion:{self.book['occasion']}"),
            ("timeline", f"touch:{self.book['gift']}"),
        ):
            listed = page.query_one(f"#{pane}", RowList)
            listed.focus()
            assert listed.highlight(key)
            await settled(self.pilot)
            await self.press("h")
            await self.back()
            await self.press("x", "u")
        await self.back()


def found(seen: str) -> set[str]:
    return {name for name, mark in MARKS.items() if mark in seen}


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_nothing_private_is_shown_to_other_eyes(
    secrets: dict[str, str], running: Running, tmp_path: Path, size: tuple[int, int]
) -> None:
    async with running(size=size) as pilot:
        await press(pilot, "z")
        walk = Walk(pilot, secrets, tmp_path)
        await walk.everywhere()
    assert found(walk.seen) == set()
    assert "leaning" not in walk.seen and "against us" not in walk.seen and "▮" not in walk.seen
    assert "••••" in walk.seen and "王建国" in walk.seen


async def test_the_rep_sees_all_of_it(secrets: dict[str, str], running: Running, tmp_path: Path) -> None:
    async with running(size=(120, 40)) as pilot:
        walk = Walk(pilot, secrets, tmp_path)
        await walk.everywhere()
    assert found(walk.seen) == set(MARKS)


async def test_a_form_keeps_what_it_hides(secrets: dict[str, str], running: Running, store_path: Path) -> None:
    with Store.open(store_path) as store:
        before = get_person(store.connection, secrets["boss"])
    async with running(size=(100, 50)) as pilot:
        await press(pilot, "z")
        await places.open_form(pilot.app, "person.change", person_id=secrets["boss"])  # type: ignore[arg-type]
        await settled(pilot)
        page = shown(pilot)
        assert "••••  F11 shows it" in page and "•••••••••01" in page and "zq" not in page
        await press(pilot, "tab", "text:王总", "ctrl+s")
        assert not isinstance(pilot.app.screen, Form)
    with Store.open(store_path) as store:
        after = get_person(store.connection, secrets["boss"])
    assert before and after and after.form_of_address == "王总"
    for name in ("email", "wechat", "address", "note", "phone", "mobile", "stance", "strength"):
        assert getattr(after, name) == getattr(before, name), name


async def test_a_form_shows_a_field_when_asked_and_hides_what_is_typed(
    secrets: dict[str, str], running: Running
) -> None:
    async with running(size=(100, 50)) as pilot:
        await places.open_form(pilot.app, "person.change", person_id=secrets["boss"])  # type: ignore[arg-type]
        await settled(pilot)
        note = pilot.app.screen.query_one("#field-note", Notes)
        note.focus()
        note.text = "zqtyped"
        await settled(pilot)
        assert "zqtyped" in shown(pilot)
        await press(pilot, "f11")
        assert not note.display and "zqtyped" not in shown(pilot)
        await press(pilot, "f11")
        assert note.display and note.text == "zqtyped"


async def test_hiding_survives_another_language_and_a_reload(secrets: dict[str, str], running: Running) -> None:
    async with running(size=(100, 50)) as pilot:
        await press(pilot, "z", "enter", "e", "ctrl+l")
        assert "zq" not in shown(pilot) and "F11" in shown(pilot)


async def test_the_record_that_was_removed_is_named_by_whose_it_is(
    secrets: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        places.open_account(pilot.app, secrets["account"])  # type: ignore[arg-type]
        await settled(pilot)
        listed = pilot.app.screen.query_one("#people", RowList)
        assert listed.highlight(f"preference:{secrets['personal']}")
        await press(pilot, "x")
        assert "Removed Preference · 王建国" in shown(pilot)
    with Store.open(store_path) as store:
        labels = [label for (label,) in store.connection.execute("SELECT label FROM action")]
    assert not any(MARKS["preference.personal"] in label for label in labels)


@pytest.mark.parametrize("dialog", ["room", "save", "day", "choose", "recent", "help"])
async def test_every_dialog_hides_by_its_key_and_names_it(
    secrets: dict[str, str], running: Running, tmp_path: Path, dialog: str
) -> None:
    async with running(size=(120, 40)) as pilot:
        app: Any = pilot.app
        await places.open_brief(app, "account", secrets["account"])
        await settled(pilot)
        opened = {
            "day": MoveDateDialog("follow_up", secrets["step"]),
            "choose": ChooseDialog("?", {"a": "b"}),
            "save": SaveDialog(Report("R", "", ()), "Save", "a.md", [tmp_path]),
        }
        if dialog in opened:
            await app.push_screen(opened[dialog])
            await settled(pilot)
        else:
            await press(pilot, {"room": "w", "recent": "ctrl+o", "help": "question_mark"}[dialog])
        assert isinstance(app.screen, KarepDialog) and "F11 Hide private" in shown(pilot)
        below = app.screen
        for private in (True, False):
            await press(pilot, "f11")
            assert app.private is private and app.screen is below
            assert dialog != "day" or (phone("follow_up.what") in shown(pilot)) is not private


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_every_stored_moment_has_a_day_on_the_screen(zone: str) -> None:
    clock = Clock.at(date(2026, 11, 21), zone=zone)
    eyes = Eyes(clock.today, clock.local.tzinfo, clock, private=False)
    for stamp in ("0001-01-01T00:00:00.000Z", "9999-12-31T23:59:59.000Z"):
        assert describe_day(eyes.day_of(stamp), eyes.today, "en") and eyes.ago(stamp)
