"""Noting an objection: words propose a card, Enter confirms it, one key says what came of it, no text is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from karep.db import objections
from karep.db.drafts import list_drafts
from karep.db.store import Store
from karep.db.views.objections import Objection, list_objections
from karep.i18n import use_language
from karep.playbook.shelf import playbook
from karep.screens.account import AccountScreen
from karep.screens.drafts import DraftsDialog
from karep.screens.forms.objection import ObjectionForm
from karep.screens.objection_log import ObjectionDialog
from karep.screens.stage import StageScreen
from karep.screens.stage_guide import GuideList
from tests.hostile import OURS
from tests.ui.driving import Running, press, settled, shown

CARD = playbook("en").objections["o.too-expensive"]


def noted(path: Path) -> list[Objection]:
    with Store.open(path) as store:
        return list_objections(store.connection)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize(("language", "said"), [("en", "your price is too high"), ("zh", "你们太贵了")])
async def test_words_propose_a_card_and_enter_twice_stores_it(
    book: dict[str, str], running: Running, store_path: Path, language: str, said: str, size: tuple[int, int]
) -> None:
    use_language(language)
    async with running(size=size) as pilot:
        await press(pilot, "enter", "o")
        assert isinstance(pilot.app.screen, ObjectionDialog)
        await press(pilot, f"text:{said}")
        card = playbook(language).objections["o.too-expensive"]
        assert f"› S5 {card.name}" in shown(pilot)
        await press(pilot, "enter")
        assert card.clarify[0] in shown(pilot) and card.answers[0].name in shown(pilot)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, AccountScreen)
    [one] = noted(store_path)
    assert (one.words, one.card, one.outcome, one.answer_id, one.answer) == (said, CARD.id, "open", None, None)
    assert (one.account_id, one.opportunity_id) == (book["account"], book["deal"]), "its only open deal is meant"


async def test_the_card_can_be_left_out_and_the_answer_be_ones_own(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "o", "text:your price is too high", "up", "enter")
        assert "– no card" in shown(pilot)
        await press(pilot, "text:we looked at the year", "enter")
    [one] = noted(store_path)
    assert (one.card, one.answer, one.outcome) == (None, "we looked at the year", "answered")


async def test_a_card_and_its_answer_are_picked_by_arrows_with_the_own_history(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        values = {"account_id": book["account"], "card": CARD.id, "answer_id": CARD.answers[1].id}
        objections.add_objection(change, {**values, "outcome": "worked"})
        objections.add_objection(change, {**values, "outcome": "failed"})
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "o", "text:too exp", "down")
        assert "used 2×, worked 1×, failed 1×" in shown(pilot)
        await press(pilot, "enter", "down", "down")
        assert f"› {CARD.answers[1].name}  used 2×, worked 1×, failed 1×" in shown(pilot)
        await press(pilot, "enter")
    one = noted(store_path)[-1]
    assert (one.card, one.answer_id, one.outcome) == (CARD.id, CARD.answers[1].id, "answered")


async def test_everything_else_that_is_known_is_stored(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "o", "text:too dear", "enter", "tab", "text:only the first year")
        await press(pilot, "tab", "text:sheet")
        await press(pilot, "tab", "enter", "down", "enter", "tab", "enter", "down", "enter", "ctrl+s")
    [one] = noted(store_path)
    assert (one.clarified, one.evidence, one.person_name) == ("only the first year", "sheet", "王建国")
    assert one.outcome == "answered"


async def test_nothing_said_is_refused_in_words(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "o", "ctrl+s")
        assert isinstance(pilot.app.screen, ObjectionDialog) and "What did the customer say?" in shown(pilot)
    assert noted(store_path) == []


async def test_what_was_typed_survives_escape_and_goes_on_in_the_form(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "enter", "o", "text:too dear", "down", "enter", "text:half of it", "escape", "o")
        dialog = pilot.app.screen
        assert isinstance(dialog, ObjectionDialog)
        assert (dialog.line("words").value, dialog.line("answer").value) == ("too dear", "half of it")
        assert dialog.card_id
        card = dialog.card_id
        await press(pilot, "escape", "D")
        assert isinstance(pilot.app.screen, DraftsDialog)
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, ObjectionDialog)
        await press(pilot, "ctrl+e")
        assert isinstance(pilot.app.screen, ObjectionForm) and "half of it" in shown(pilot)
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, AccountScreen)
    [one] = noted(store_path)
    assert (one.words, one.answer, one.card) == ("too dear", "half of it", card)
    with Store.open(store_path) as store:
        assert list_drafts(store.connection) == []


async def test_ctrl_r_throws_it_away(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        await press(pilot, "enter", "o", "text:too dear", "enter", "ctrl+r")
        dialog = pilot.app.screen
        assert isinstance(dialog, ObjectionDialog) and dialog.line("words").value == "" and not dialog.card_id
        await press(pilot, "escape")
    with Store.open(store_path) as store:
        assert list_drafts(store.connection) == [] and list_objections(store.connection) == []


async def test_the_form_changes_every_field_and_refuses_another_cards_answer(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        objections.add_objection(change, {"account_id": book["account"], "words": "zq dear", "card": CARD.id})
    async with running(size=(120, 40)) as pilot:
        await press(pilot, "slash", "text:zq dear", "enter", "e")
        form = pilot.app.screen
        assert isinstance(form, ObjectionForm)
        form.query_one("#field-card").value = "o.no-budget"  # type: ignore[attr-defined]
        form.query_one("#field-answer_id").value = CARD.answers[0].id  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, ObjectionForm) and "belongs to another card" in shown(pilot)
        form.query_one("#field-card").value = CARD.id  # type: ignore[attr-defined]
        form.query_one("#field-person_id").value = book["boss"]  # type: ignore[attr-defined]
        await press(pilot, "ctrl+s")
        assert isinstance(pilot.app.screen, AccountScreen)
    [one] = noted(store_path)
    assert (one.card, one.answer_id, one.person_id) == (CARD.id, CARD.answers[0].id, book["boss"])


async def test_one_key_says_what_came_of_it_on_both_pages(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test.add") as change:
        about = {"account_id": book["account"], "opportunity_id": book["deal"]}
        heard = objections.add_objection(change, {**about, "words": "too dear [/oops]"})

    def outcome() -> str:
        return noted(store_path)[0].outcome

    async with running(size=(120, 40)) as pilot:
        pilot.app.push_screen(StageScreen(book["deal"]))
        await settled(pilot)
        await press(pilot, "Y")
        assert outcome() == "worked", "it is the only one that was heard"
        assert "✓ too dear" in shown(pilot)
        guide = pilot.app.screen.query_one("#guide", GuideList)
        guide.focus()
        guide.highlighted = guide.get_option_index(f"heard {heard}")
        for expected in ("failed", "open"):
            await press(pilot, "Y")
            assert outcome() == expected
        await press(pilot, "u")
        assert outcome() == "failed"
        await press(pilot, "escape")
        pilot.app.push_screen(AccountScreen(book["account"], f"objection:{heard}"))
        await settled(pilot)
        await press(pilot, "Y")
        assert outcome() == "open"


async def test_hostile_words_are_stored_and_shown(book: dict[str, str], running: Running, store_path: Path) -> None:
    async with running() as pilot:
        for text in OURS[:14]:
            await press(pilot, *(() if isinstance(pilot.app.screen, AccountScreen) else ("enter",)), "o")
            dialog = pilot.app.screen
            assert isinstance(dialog, ObjectionDialog)
            dialog.line("words").value = text
            dialog.line("answer").value = text
            await settled(pilot)
            await press(pilot, "ctrl+s")
            assert isinstance(pilot.app.screen, AccountScreen), text
            assert "\x1b" not in shown(pilot)
    assert len(noted(store_path)) == 14


async def test_a_card_that_is_at_hand_is_taken_unless_another_is_chosen(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running() as pilot:
        pilot.app.push_screen(ObjectionDialog(account_id=book["account"], person_id=book["boss"], card=CARD.id))
        await settled(pilot)
        assert CARD.name in shown(pilot)
        await press(pilot, "text:far too much", "ctrl+s")
    [one] = noted(store_path)
    assert (one.card, one.words, one.person_id) == (CARD.id, "far too much", book["boss"])
