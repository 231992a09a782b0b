"""A card over any screen: six lines, the whole of it, and what can be done from there."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from karep import paths
from karep.db.store import Store
from karep.db.views.opportunities import list_ticks
from karep.i18n import use_language
from karep.playbook import shelf
from karep.playbook.shelf import playbook
from karep.screens import card_editing, card_glance
from karep.screens.card_glance import CardDialog, Glance, open_card
from karep.screens.help import HelpScreen
from karep.screens.objection_log import ObjectionDialog
from karep.screens.widgets.tall_list import TallList
from tests.ui.driving import Running, press, settled, shown


async def open_over(pilot: Pilot[None], card_id: str, **about: Any) -> CardDialog:
    """Open a card and wait until its history is read."""
    assert open_card(pilot.app, card_id, **about)  # type: ignore[arg-type]
    await settled(pilot)
    dialog = pilot.app.screen
    assert isinstance(dialog, CardDialog)
    return dialog


@pytest.fixture(autouse=True)
def cards_of_this_test() -> Iterator[None]:
    """The cards of the rep of this test alone are laid over ours."""
    shelf.use_own_folders()
    yield
    shelf.use_own_folders()


@pytest.fixture
def copied(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was handed to the clipboard."""
    taken: list[str] = []

    async def take(app: Any, text: str) -> str:
        taken.append(text)
        return "xclip"

    monkeypatch.setattr(card_glance, "copy", take)
    return taken


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_every_objection_takes_six_rows_of_the_dialog(running: Running, language: str) -> None:
    use_language(language)
    async with running("week") as pilot:
        dialog = await open_over(pilot, "o.too-expensive")
        for _card in playbook(language).objections:
            glance = dialog.query_one(Glance)
            assert glance.size.height <= 6 and glance.size.width >= 76, dialog.card_id
            assert playbook(language).objections[dialog.card_id].clarify[0] in shown(pilot)
            await press(pilot, "]")
        assert dialog.card_id == "o.too-expensive", "it goes round"


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
@pytest.mark.parametrize("card_id", ["t.direct-ask", "q.finance", "b.incumbent", "g.spin", "S5"])
async def test_every_kind_opens_and_shows_the_whole(running: Running, size: tuple[int, int], card_id: str) -> None:
    async with running("week", size=size) as pilot:
        dialog = await open_over(pilot, card_id)
        assert not dialog.query_one(TallList).display and 3 <= dialog.query_one(Glance).size.height <= 6
        await press(pilot, "enter")
        assert dialog.query_one(TallList).has_focus and dialog.query_one(TallList).row_count > 8
        await press(pilot, "enter")
        assert not dialog.query_one(TallList).display, "back to the six lines"
        await press(pilot, "escape")
        assert not isinstance(pilot.app.screen, CardDialog)


async def test_down_leads_into_the_whole_card_and_moves_there(running: Running) -> None:
    async with running("week") as pilot:
        dialog = await open_over(pilot, "o.late")
        await press(pilot, "down")
        assert dialog.query_one(TallList).highlighted == "o.late:clarify.0"
        await press(pilot, "down")
        assert dialog.query_one(TallList).highlighted == "o.late:clarify.1"


async def test_the_history_of_the_card_stands_beside_its_name(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    with Store.open(store_path) as store, store.action("test") as change:
        for outcome in ("worked",) * 4 + ("answered",) * 3:
            change.add("objection", {
                "account_id": book["account"], "card": "o.late", "outcome": outcome, "at": "2026-11-01T00:00:00.000Z",
            })  # fmt: skip
    async with running("week") as pilot:
        await open_over(pilot, "o.late")
        assert "The delivery is late · S7 Deliver · used 7×, worked 4×" in shown(pilot)
        await press(pilot, "]")
        assert "used 7×" not in shown(pilot)


@pytest.mark.parametrize("key", ["]", "】", "right"])
async def test_the_next_card_is_of_those_at_hand(running: Running, key: str) -> None:
    async with running("week") as pilot:
        dialog = await open_over(pilot, "o.late", among=("o.late", "o.clause"))
        await press(pilot, key)
        assert dialog.card_id == "o.clause" and "We can't accept this clause" in shown(pilot)
        await press(pilot, "[")
        assert dialog.card_id == "o.late"


@pytest.mark.parametrize("key", ["o", "ｏ"])
async def test_an_objection_is_noted_on_the_deal_at_hand(book: dict[str, str], running: Running, key: str) -> None:
    async with running("week") as pilot:
        await open_over(pilot, "o.late", opportunity_id=book["deal"])
        await press(pilot, key)
        log = pilot.app.screen
        assert isinstance(log, ObjectionDialog)
        assert log.about == {"account_id": book["account"], "opportunity_id": book["deal"], "card": "o.late"}
        await press(pilot, "escape")
        await open_over(pilot, "o.late", account_id=book["account"])
        await press(pilot, key)
        assert pilot.app.screen.about == {"account_id": book["account"], "card": "o.late"}  # type: ignore[attr-defined]


async def test_without_a_deal_or_an_account_it_says_where_to_note_it(running: Running) -> None:
    async with running("week") as pilot:
        await open_over(pilot, "o.late")
        await press(pilot, "o")
        assert "Open the deal or the account first" in shown(pilot)
        await press(pilot, "escape")
        await open_over(pilot, "t.direct-ask", account_id="gone")
        await press(pilot, "o")
        assert "Only an objection can be noted here." in shown(pilot)


async def test_a_deal_that_is_gone_is_no_deal_at_hand(running: Running) -> None:
    async with running("week") as pilot:
        await open_over(pilot, "o.late", opportunity_id="gone")
        await press(pilot, "o")
        assert "Open the deal or the account first" in shown(pilot)


async def test_questions_are_ticked_on_the_deal_at_hand(
    book: dict[str, str], running: Running, store_path: Path
) -> None:
    async with running("week") as pilot:
        dialog = await open_over(pilot, "q.finance", opportunity_id=book["deal"])
        await press(pilot, "space")
        assert "highlight a question" in shown(pilot)
        await press(pilot, "enter", "down", "space")
        question = dialog.query_one(TallList).highlighted or ""
        assert question == playbook("en").questions["q.finance"].questions[0].id
        assert f"☑ S {playbook('en').words(question)}"[:40] in shown(pilot)
        with Store.open(store_path) as store:
            assert set(list_ticks(store.connection, book["deal"])) == {question}
        await press(pilot, "space")
        with Store.open(store_path) as store:
            assert not list_ticks(store.connection, book["deal"])


async def test_without_a_deal_nothing_is_ticked(running: Running) -> None:
    async with running("week") as pilot:
        await open_over(pilot, "q.finance")
        await press(pilot, "enter", "down", "space")
        assert "No deal is at hand" in shown(pilot) and "☐" not in shown(pilot)


@pytest.mark.parametrize("key", ["y", "ｙ"])
async def test_the_words_of_the_highlighted_answer_are_copied(running: Running, copied: list[str], key: str) -> None:
    card = playbook("en").objections["o.late"]
    async with running("week") as pilot:
        dialog = await open_over(pilot, "o.late")
        await press(pilot, key)
        assert copied == [card.answers[0].say] and "Copied, with xclip." in shown(pilot)
        await press(pilot, "enter")
        dialog.query_one(TallList).highlight(f"{card.answers[1].id}:say")
        await press(pilot, key)
        assert copied[-1] == card.answers[1].say


async def test_a_line_of_a_card_opens_the_whole_card_at_that_line(running: Running) -> None:
    async with running("week") as pilot:
        dialog = await open_over(pilot, "q.finance.payback")
        assert dialog.card_id == "q.finance" and dialog.query_one(TallList).highlighted == "q.finance.payback"
        await press(pilot, "escape")
        dialog = await open_over(pilot, "s5.q.criteria")
        assert dialog.card_id == "S5" and dialog.query_one(TallList).highlighted == "s5.q.criteria"


async def test_enter_on_the_name_of_another_card_opens_it_and_escape_comes_back(running: Running) -> None:
    async with running("week") as pilot:
        dialog = await open_over(pilot, "S5")
        await press(pilot, "enter")
        dialog.query_one(TallList).highlight("o.too-expensive")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardDialog) and pilot.app.screen.card_id == "o.too-expensive"
        await press(pilot, "escape")
        assert pilot.app.screen is dialog


async def test_help_names_the_keys_of_a_card(running: Running) -> None:
    async with running("week", size=(120, 40)) as pilot:
        await open_over(pilot, "o.late")
        await press(pilot, "?")
        assert isinstance(pilot.app.screen, HelpScreen)
        assert "On a card of the playbook" in shown(pilot) and "Copy the words to say." in shown(pilot)


@pytest.mark.parametrize("unknown", ["", "o.gone", "S9", "s1.gone", "../../etc", "[/x]", "o.\x00"])
async def test_a_card_that_is_not_there_is_said_so(running: Running, unknown: str) -> None:
    async with running("week") as pilot:
        assert not open_card(pilot.app, unknown)  # type: ignore[arg-type]
        await settled(pilot)
        assert "The playbook has no card" in shown(pilot) and not isinstance(pilot.app.screen, CardDialog)


async def test_without_an_editor_that_can_take_the_screen_the_path_is_told(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with running("week", size=(120, 40)) as pilot:
        await open_over(pilot, "o.late")
        await press(pilot, "e")
        assert "Edit this file with any editor:" in shown(pilot)
        written = list(paths.playbook_folder().rglob("*.md"))
        assert len(written) == 1 and 'id = "o.late"' in written[0].read_text("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="the editor of the test is a shell command")
async def test_what_was_written_in_the_editor_is_shown_at_once(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = playbook("en").objections["o.late"].clarify[0]
    monkeypatch.setenv("VISUAL", f"sed -i 's/{old}/When did you need it?/'")
    async with running("week", size=(120, 40)) as pilot:
        monkeypatch.setattr(pilot.app, "suspend", _nothing)
        await open_over(pilot, "o.late")
        await press(pilot, "ctrl+e")
        assert "When did you need it?" in shown(pilot) and "· own" in shown(pilot)
        assert shelf.playbook("en").own == {"o.late"}


@pytest.mark.skipif(os.name == "nt", reason="the editor of the test is a shell command")
async def test_a_card_that_was_broken_in_the_editor_is_told_and_ours_stays(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "sed -i 's/{#clarify}/{#clarity}/'")
    async with running("week", size=(120, 40)) as pilot:
        monkeypatch.setattr(pilot.app, "suspend", _nothing)
        await open_over(pilot, "o.late")
        await press(pilot, "e")
        told = " ".join(str(note.message) for note in pilot.app._notifications)
        assert "The card cannot be used yet" in told and "late.md:" in told
        assert playbook("en").objections["o.late"].clarify[0] in shown(pilot)


@contextmanager
def _nothing() -> Any:
    yield


@pytest.mark.parametrize(
    ("visual", "editor", "command"),
    [("", "", None), ("", "nano -w", ["nano", "-w"]), ("code --wait", "nano", ["code", "--wait"]), ("'", "vi", ["vi"])],
)
def test_the_editor_of_the_rep(
    monkeypatch: pytest.MonkeyPatch, visual: str, editor: str, command: list[str] | None
) -> None:
    monkeypatch.setenv("VISUAL", visual)
    monkeypatch.setenv("EDITOR", editor)
    monkeypatch.setattr("shutil.which", lambda name: None)
    assert card_editing.editor() == (command or [])
