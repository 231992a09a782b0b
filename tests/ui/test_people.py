"""People as deciders: the chain with its empty chairs, a person's page, rating, PRAM, roles per deal."""

from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select

from karep.db import follow_ups, people, touches
from karep.db.store import Store
from karep.db.views.coverage import get_care
from karep.db.views.people import get_person, list_person_roles
from karep.i18n import use_language
from karep.screens import places
from karep.screens.account import AccountScreen
from karep.screens.brief import BriefScreen
from karep.screens.follow_up_box import FollowUpBox
from karep.screens.forms.person import PersonForm
from karep.screens.forms.person_parts import PersonPartsForm
from karep.screens.forms.person_pram import PersonPramForm
from karep.screens.forms.person_rating import PersonRatingForm
from karep.screens.log import LogDialog
from karep.screens.person import PersonScreen
from karep.screens.timeline import TimelineScreen
from karep.screens.widgets.section_list import SectionList
from tests.hostile import OURS
from tests.ui.driving import Running, press, settled, shown

RATED = {"credibility": 3, "reliability": 4, "intimacy": 1, "self_orientation": 2}


@pytest.fixture
def rated(book: dict[str, str], store_path: Path) -> dict[str, str]:
    """The book with one person rated, and something between us."""
    with Store.open(store_path) as store, store.action("test") as change:
        values = {"stance": 1, "strength": 3, "concerns": "QCT", "pram_plan": "帮他按期投产", "mobile": "13912345678"}
        people.change_person(change, book["boss"], {**RATED, **values})
        people.add_preference(change, {"person_id": book["boss"], "kind": "taboo", "text": "不谈前任"})
        follow_ups.add_follow_up(
            change,
            {"account_id": book["account"], "person_id": book["boss"], "what": "送样", "due": "2026-11-27"},
        )
        touches.log_touch(
            change,
            {"account_id": book["account"], "at": "2026-11-10T02:00:00Z", "summary": "谈框架", "our_people": "张工"},
            people=[book["boss"], book["buyer"]],
            promises=[{"owed_by": "us", "what": "报价", "due": "2026-11-19", "person_id": book["boss"]}],
        )
    return book


async def person_page(pilot: Pilot[None], person_id: str) -> PersonScreen:
    places.open_person(pilot.app, person_id)  # type: ignore[arg-type]
    await settled(pilot)
    screen = pilot.app.screen
    assert isinstance(screen, PersonScreen)
    return screen


def stored(store_path: Path, person_id: str) -> Any:
    with Store.open(store_path) as store:
        return get_person(store.connection, person_id)


# --- the chain ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_the_chain_shows_stance_and_strength_by_sign_and_number(
    rated: dict[str, str], running: Running, size: tuple[int, int]
) -> None:
    async with running(size=size) as pilot:
        await press(pilot, "enter")
        text = shown(pilot)
        for words in ("● 王建国", "└ ● 李敏", "▲ +1", "▮▮▮▯▯ 3", "Coverage", "⚠ 王建国 decides", "○ Purchaser"):
            assert words in text, words
        assert "▲ +1 leaning to us · Strength 3 cooperative · Quality > Cost" in text


async def test_an_empty_chair_is_marked_absent_and_back(
    rated: dict[str, str], running: Running, store_path: Path
) -> None:
    def absent() -> str | None:
        with Store.open(store_path) as store:
            care = get_care(store.connection, rated["account"])
            return care.absent_roles if care else None

    async with running(size=(80, 30)) as pilot:
        await press(pilot, "enter", "a")
        assert "Highlight an empty chair" in shown(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, AccountScreen)
        assert screen.query_one("#people", SectionList).highlight("chair:finance")
        await press(pilot, "a")
        assert absent() == "finance"
        assert "– Finance" in shown(pilot) and "nobody has it" in shown(pilot)
        assert screen.chair_at_hand() == "finance"
        await press(pilot, "a")
        assert absent() is None and "○ Finance" in shown(pilot)
        await press(pilot, "x")
        assert absent() == "finance", "x on a chair never removes the account"
        await press(pilot, "u")
        assert absent() is None


@pytest.mark.parametrize("key", ["enter", "p"])
async def test_an_empty_chair_is_filled_by_a_form_with_its_role(
    book: dict[str, str], running: Running, store_path: Path, key: str
) -> None:
    async with running() as pilot:
        await press(pilot, "enter")
        pilot.app.screen.query_one("#people", SectionList).highlight("chair:gatekeeper")
        await press(pilot, key)
        assert isinstance(pilot.app.screen, PersonForm)
        await press(pilot, "text:门卫", "ctrl+s")
        screen = pilot.app.screen
        assert isinstance(screen, AccountScreen) and screen.standing is not None
        assert "gatekeeper" not in screen.standing.empty
        assert next(one for one in screen.standing.here if one.name == "门卫").roles == ("gatekeeper",)


async def test_other_eyes_see_no_judgement_in_the_chain(rated: dict[str, str], running: Running) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "z")
        text = shown(pilot)
        assert "王建国" in text and "○ Purchaser" in text
        for words in ("▲", "▮", "leaning", "Coverage", "decides", "Quality"):
            assert words not in text, words


# --- a person's page ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_enter_on_a_person_opens_the_page(rated: dict[str, str], running: Running, size: tuple[int, int]) -> None:
    async with running(size=size) as pilot:
        await press(pilot, "enter", "enter")
        assert isinstance(pilot.app.screen, PersonScreen)
        text = shown(pilot)
        who = ("王建国", "总经理 · 华为技术有限公司", "Decision-maker", "nobody yet", "▲ +1 leaning to us")
        for words in (*who, "Trust 4.0 strong", "▮▮▮▮▯ 4", "Quality > Cost > Delivery time"):
            assert words in text, words
        if size[0] < 110:
            await press(pilot, "tab")
        text = shown(pilot)
        for words in ("报价", "送样", "谈框架", "不谈前任", "! Thu 19 Nov"):
            assert words in text, words
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, AccountScreen)


async def test_the_page_says_what_to_raise_first_and_the_formula(rated: dict[str, str], running: Running) -> None:
    async with running(size=(140, 50)) as pilot:
        screen = await person_page(pilot, rated["boss"])
        text = shown(pilot)
        assert "(credibility + reliability + intimacy)" in text
        assert "Self-interest → 8.0: help once" in text
        screen.query_one("#who", SectionList).highlight("field:intimacy")
        await settled(pilot)
        assert "Intimacy → 4.5: meet in person" in shown(pilot)


async def test_rating_stores_everything_and_says_the_trust(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(100, 40)) as pilot:
        screen = await person_page(pilot, book["boss"])
        screen.query_one("#who", SectionList).highlight("field:concerns")
        await press(pilot, "enter")
        form = pilot.app.screen
        assert isinstance(form, PersonRatingForm)
        assert form.focused is form.query_one("#field-concerns")
        await press(pilot, "text:质量>价格")
        assert "→ Quality > Cost" in shown(pilot)
        for name, value in RATED.items():
            form.query_one(f"#field-{name}", Select).value = str(value)
        form.query_one("#field-stance", Select).value = "-1"
        form.query_one("#field-counterpart", Input).value = "张总"
        await settled(pilot)
        await press(pilot, "ctrl+s")
        assert "Trust 4.0, strong" in shown(pilot)
        assert "no counterpart" not in shown(pilot)
    found = stored(store_path, book["boss"])
    assert (found.stance, found.concerns, found.counterpart) == (-1, "QC", "张总")
    assert {name: getattr(found, name) for name in RATED} == RATED


async def test_a_ranking_that_is_none_stays_in_the_form_and_in_the_draft(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        screen = await person_page(pilot, book["boss"])
        screen.query_one("#who", SectionList).highlight("field:concerns")
        await press(pilot, "e", "text:颜色", "ctrl+s")
        form = pilot.app.screen
        assert isinstance(form, PersonRatingForm)
        assert "✗ Concerns in order: “颜色”" in shown(pilot)
        assert form.focused is form.query_one("#field-concerns")
        await press(pilot, "escape", "r")
        form = pilot.app.screen
        assert isinstance(form, PersonRatingForm)
        assert form.query_one("#field-concerns", Input).value == "颜色"
        await press(pilot, "escape", "D", "enter")
        assert isinstance(pilot.app.screen, PersonRatingForm), "the draft opens from the list of drafts"
    assert stored(store_path, book["boss"]).concerns is None


async def test_pram_is_written_in_its_form(rated: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await person_page(pilot, rated["boss"])
        await press(pilot, "P")
        assert isinstance(pilot.app.screen, PersonPramForm)
        assert "帮他按期投产" in shown(pilot)
        await press(pilot, "tab", "text:同乡", "ctrl+s")
        assert isinstance(pilot.app.screen, PersonScreen)
    found = stored(store_path, rated["boss"])
    assert (found.pram_plan, found.pram_relationship, found.pram_agreement) == ("帮他按期投产", "同乡", None)


async def test_roles_are_given_per_deal(rated: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await person_page(pilot, rated["boss"])
        await press(pilot, "R")
        assert isinstance(pilot.app.screen, PersonPartsForm)
        await press(pilot, "tab", "down", "space", "ctrl+s")
        assert "in 框架合同" in shown(pilot) and "Purchaser" in shown(pilot)
        await press(pilot, "e")
        assert isinstance(pilot.app.screen, PersonPartsForm), "the roles are changed where all of them are"
        await press(pilot, "escape")
        # the long form leaves what belongs to the deal alone
        await places.open_form(pilot.app, "person.change", person_id=rated["boss"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, "ctrl+s")
    with Store.open(store_path) as store:
        assert list_person_roles(store.connection, rated["boss"]) == [(rated["deal"], "框架合同", "purchaser")]
        found = get_person(store.connection, rated["boss"])
        assert found is not None and found.account_roles == ("decision_maker",)


@pytest.mark.parametrize(
    ("key", "screen"), [("b", BriefScreen), ("n", LogDialog), ("f", FollowUpBox), ("T", TimelineScreen)]
)
async def test_brief_log_follow_up_and_timeline_are_about_the_person(
    rated: dict[str, str], running: Running, key: str, screen: type
) -> None:
    async with running() as pilot:
        await person_page(pilot, rated["boss"])
        await press(pilot, key)
        opened = pilot.app.screen
        assert isinstance(opened, screen)
        if isinstance(opened, LogDialog | FollowUpBox):
            assert opened.about == {"account_id": rated["account"], "person_id": rated["boss"]}
        elif isinstance(opened, TimelineScreen):
            assert opened.subject == ("person", rated["boss"])


async def test_other_eyes_see_no_judgement_on_the_page(rated: dict[str, str], running: Running) -> None:
    async with running(size=(140, 50)) as pilot:
        screen = await person_page(pilot, rated["boss"])
        await press(pilot, "z")
        names = [key for section in ("who", "between") for key in screen.query_one(f"#{section}", SectionList)._keys]
        for key in names:
            for pane in ("who", "between"):
                screen.query_one(f"#{pane}", SectionList).highlight(key)
            await settled(pilot)
            text = shown(pilot)
            judgement = ("leaning", "cooperative", "Quality", "Trust 4.0", "▲", "nobody yet")
            for words in (*judgement, "按期投产", "13912345678", "不谈前任"):
                assert words not in text, (key, words)
        assert "••••" in text and "Decision-maker" in text and "送样" in text


async def test_a_removed_person_and_one_without_an_account(
    rated: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        alone = people.add_person(change, {"name": "Dana"})
    async with running() as pilot:
        await person_page(pilot, alone)
        assert "Dana" in shown(pilot)
        for key in ("c", "R", "ctrl+s", "escape", "x", "m", "tab", "x", "T", "escape", "h", "escape"):
            await press(pilot, key)
        await person_page(pilot, rated["boss"])
        await press(pilot, "x")
        assert "x removes a person on the account's page" in shown(pilot)
        desk = pilot.app.desk  # type: ignore[attr-defined]
        await desk.write("person.remove", "x", people.remove_person, rated["boss"])
        pilot.app.store_changed()  # type: ignore[attr-defined]
        await settled(pilot)
        assert "This person was removed" in shown(pilot)
        for key in ("e", "escape", "enter", "r", "escape", "c", "b", "tab"):
            await press(pilot, key)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_any_text_is_shown_as_it_is(
    book: dict[str, str], running: Running, store_path: Path, size: tuple[int, int], language: str
) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        names = [people.add_person(change, {"name": text, "account_id": book["account"]}) for text in OURS]
        for person_id, text in zip(names, OURS, strict=True):
            fields = ("title", "counterpart", "pram_plan", "note", "department", "mobile")
            people.change_person(change, person_id, {**dict.fromkeys(fields, text), "reports_to_id": book["boss"]})
            people.add_preference(change, {"person_id": person_id, "text": text})
    async with running(size=size) as pilot:
        use_language(language)
        for person_id in names[::4]:
            screen = await person_page(pilot, person_id)
            await press(pilot, "down", "down", "tab", "down")
            assert "\x1b" not in shown(pilot) and "\u202e" not in shown(pilot)
            for pane in ("who", "between"):
                assert screen.query_one(f"#{pane}", SectionList).row_count
            await press(pilot, "escape")
        places.open_coverage(pilot.app, book["account"])  # type: ignore[arg-type]
        await settled(pilot)
        await press(pilot, *["down"] * len(OURS), *["right"] * 5, "tab", "down", "z")
        assert "\x1b" not in shown(pilot)
