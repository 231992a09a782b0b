"""Forms: what is typed is stored, kept as a draft, refused beside its field, never lost."""

import asyncio
from pathlib import Path

import pytest
from textual.events import Key
from textual.widgets import Input

from karep.db import drafts
from karep.db.store import Store
from karep.db.views.follow_ups import list_follow_ups
from karep.db.views.occasions import list_occasions
from karep.db.views.people import get_person, list_people, list_preferences
from karep.db.views.touches import list_touches
from karep.i18n import use_language
from karep.screens.form import Form
from karep.screens.forms.person import preference
from karep.screens.places import open_form
from tests.ui.driving import Running, press, settled, shown


async def test_a_person_comes_with_role_birthday_and_preferences(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "p", "text:张三", "tab", "tab", "tab", "tab")
        await press(pilot, "down", "space", "down", "space", "tab", "text:农历八月十五", "tab")
        await press(pilot, "text:Avoid: smoking", "enter", "text:Hobby: 钓鱼", "ctrl+s")
    with Store.open(store_path) as store:
        people = list_people(store.connection, book["account"])
        person = next(one for one in people if one.name == "张三")
        kinds = {one.kind: one.text for one in list_preferences(store.connection, person.id)}
        [day] = list_occasions(store.connection, person_id=person.id)
        assert store.connection.execute("SELECT count(*) FROM action WHERE kind = 'person.add'").fetchone() == (1,)
    assert len(person.roles) == 2
    assert kinds == {"taboo": "smoking", "hobby": "钓鱼"}
    assert (day.month, day.day, day.calendar, day.kind) == (8, 15, "lunar", "birthday")


async def test_a_follow_up_understands_words_and_shows_what_it_understood(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "f", "ctrl+e", "text:方案汇报", "tab", "text:下周三")
        assert "→ 2026-11-25" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert "方案汇报" in shown(pilot)
    with Store.open(store_path) as store:
        [one] = list_follow_ups(store.connection, account_id=book["account"])
    assert (one.due, one.what) == ("2026-11-25", "方案汇报")


async def test_nonsense_is_refused_beside_its_field_and_kept(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "f", "ctrl+e", "text:x", "tab", "text:2月30日", "ctrl+s")
        assert "2月30日" in shown(pilot)
        assert "not a day" in shown(pilot)
        assert pilot.app.focused is not None and pilot.app.focused.id == "field-due"
    with Store.open(store_path) as store:
        assert list_follow_ups(store.connection, account_id=book["account"]) == []


async def test_a_visit_with_promise_objection_and_next_step_is_one_action(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "N", "space", "tab", "tab", "tab", "text:yesterday", "tab", "text:谈框架合同")
        await press(
            pilot, "tab", "tab", "text:报价", "tab", "text:next fri", "tab", "tab", "text:图纸评审", "tab", "text:fri"
        )
        await press(pilot, "tab", "tab", "tab", "text:太贵", "ctrl+s")
    with Store.open(store_path) as store:
        [touch] = list_touches(store.connection, account_id=book["account"])
        tables = dict(
            store.connection.execute(
                "SELECT noun, count(*) FROM journal WHERE action = (SELECT max(seq) FROM action) GROUP BY noun"
            )
        )
    assert touch.summary == "谈框架合同"
    assert [name for _id, name in touch.people] == ["王建国"]
    assert touch.at.startswith("2026-11-20")
    assert tables == {"touch": 1, "attendance": 1, "promise": 1, "objection": 1, "follow_up": 1}


async def test_escape_keeps_what_was_typed_and_offers_it_once(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "f", "ctrl+e", "text:半句话", "escape", "f", "ctrl+e")
        assert "半句话" in shown(pilot)
        assert "Your unsaved text is back" in shown(pilot)
        await press(pilot, "ctrl+r")
        assert "半句话" not in shown(pilot)
        await press(pilot, "escape", "f", "ctrl+e")
        assert "unsaved text is back" not in shown(pilot)


async def test_a_draft_survives_the_program(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "f", "ctrl+e", "text:还没写完", "ctrl+q")
    with Store.open(store_path) as store:
        [(key, _at)] = drafts.list_drafts(store.connection)
        assert drafts.get_draft(store.connection, key) == {
            "due": "",
            "what": "还没写完",
            "repeat": "",
            "zone": "",
            "person_id": "",
            "opportunity_id": book["deal"],
        }
    async with running() as pilot:
        await press(pilot, "D", "enter")
        assert "还没写完" in shown(pilot)


async def test_saving_forgets_the_draft(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "f", "ctrl+e", "text:x", "tab", "text:fri", "ctrl+s")
    with Store.open(store_path) as store:
        assert drafts.list_drafts(store.connection) == []


async def test_what_is_typed_ahead_of_the_fields_is_not_lost(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        pilot.app.post_message(Key("a", "a"))
        while not isinstance(pilot.app.screen, Form):
            await asyncio.sleep(0)
        for letter in "新客户":
            pilot.app.post_message(Key(letter, letter))
        await settled(pilot)
        assert pilot.app.screen.query_one("#field-name", Input).value == "新客户"


async def test_a_name_is_found_by_typing_it(book: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "N", "text:李", "space")
        assert "[x] 李敏" in shown(pilot)
        await press(pilot, "text:王建", "space")
        assert "[x] 王建国" in shown(pilot)


HOSTILE = "[/x] \x1b[2J\x9b31m \u202e [@click=app.quit]q[/] \x00"


async def test_a_text_that_was_left_alone_is_stored_as_it_was(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    from karep.db import people

    with Store.open(store_path) as store, store.action("person.change", "x") as change:
        people.change_person(change, book["boss"], {"note": HOSTILE, "title": "\x1b]52;c;x\x07"})
        before = get_person(change.connection, book["boss"])
    async with running(size=(100, 40)) as pilot:
        await press(pilot, "enter", "e", "tab", "text:王总", "ctrl+s")
    with Store.open(store_path) as store:
        after = get_person(store.connection, book["boss"])
    assert before and after
    assert (after.note, after.title) == (before.note, before.title)
    assert after.form_of_address == "王总"


@pytest.mark.parametrize(
    ("language", "line", "expected"),
    [
        ("en", "Avoid: smoking", {"kind": "taboo", "text": "smoking"}),
        ("zh", "忌讳：烟味", {"kind": "taboo", "text": "烟味"}),
        ("zh", "Hobby: 钓鱼", {"kind": "hobby", "text": "钓鱼"}),
        ("en", "likes tea", {"kind": "other", "text": "likes tea"}),
        ("en", "at 10:30 only", {"kind": "other", "text": "at 10:30 only"}),
        ("zh", "忌讳：", {"kind": "taboo", "text": "忌讳："}),
    ],
)
def test_a_preference_line_finds_its_kind(language: str, line: str, expected: dict[str, str]) -> None:
    use_language(language)
    assert preference(line) == expected


async def test_a_currency_is_one_that_there_is(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "g", "text:Frame")
        form = pilot.app.screen
        assert isinstance(form, Form)
        currency = form.query_one("#field-currency", Input)
        currency.value = "120万"
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is form and currency.has_focus and "“120万” is no currency" in shown(pilot)
        currency.value = "rmb"
        await settled(pilot)
        assert "→ CNY" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert pilot.app.screen is not form
    with Store.open(store_path) as store:
        frame = store.connection.execute("SELECT id, currency FROM opportunity WHERE name = 'Frame'").fetchone()
        assert frame[1] == "CNY"
        with store.action("import") as change:
            change.change("opportunity", frame[0], {"currency": "XXQ"})
    async with running() as pilot:
        await open_form(pilot.app, "opportunity.change", opportunity_id=frame[0])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "text: 2", "ctrl+s")
    with Store.open(store_path) as store:
        found = store.connection.execute("SELECT name, currency FROM opportunity WHERE id = ?", (frame[0],)).fetchone()
    assert found == ("Frame 2", "XXQ"), "one of an import that was left alone stays"
