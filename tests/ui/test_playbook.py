"""The playbook: every card can be read, and the answer found by what the customer says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from karep import paths
from karep.i18n import use_language
from karep.playbook import shelf
from karep.playbook.card import CardError
from karep.playbook.finding import KINDS
from karep.playbook.shelf import playbook
from karep.reports.card_kinds import CARD_KINDS
from karep.screens import playbook as place
from karep.screens.card_glance import CardDialog, Glance
from karep.screens.card_new import NewCardDialog
from karep.screens.card_whole import Reading
from karep.screens.playbook import PlaybookScreen
from karep.screens.playbook_faults import FaultsDialog, faults_words
from karep.screens.playbook_shelves import shelves
from karep.screens.widgets.tall_list import TallList
from tests.hostile import hostile_texts
from tests.ui.driving import Running, press, settled, shown

BROKEN = '+++\nid = "o.mine"\nname = "Mine"\n+++\n\n## Ask first {#clarity}\n\n- What?\n'


@pytest.fixture(autouse=True)
def cards_of_this_test() -> Iterator[None]:
    """The cards of the rep of this test alone are laid over ours."""
    shelf.use_own_folders()
    yield
    shelf.use_own_folders()


def own_card(name: str, text: str) -> Path:
    """Write a card of the rep's own."""
    path = paths.playbook_folder() / "en" / "objections" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    shelf.forget()
    return path


def changed(card_id: str, question: str) -> str:
    """A card that changes one question of ours."""
    return f'+++\nid = "{card_id}"\n+++\n\n## Ask {{#clarify}}\n\n- {question}\n'


# --- below the screen --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_card_stands_on_one_shelf_with_its_number(language: str) -> None:
    use_language(language)
    book = playbook(language)
    sections = shelves(Reading(book))
    ids = [one for section in sections for one in section.rows]
    cards = (book.stages, book.objections, book.techniques, book.questions, book.battles, book.guides)
    assert sorted(ids) == sorted(one for some in cards for one in some)
    assert all(section.title.endswith(f" {len(section.rows)}") for section in sections)
    assert set(CARD_KINDS) == set(KINDS)


def test_the_sentence_about_faults_counts_cards_and_gives_file_and_line() -> None:
    faults = [CardError("/home/x/a.md", 3, "one"), CardError("/home/x/a.md", 9, "two"), CardError("b.md", 1, "three")]
    assert faults_words(faults) == "2 cards could not be used: a.md:3: one"
    assert faults_words(faults[:1]) == "1 card could not be used: a.md:3: one"


# --- shelves and card --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_shelves_and_card_stand_side_by_side(running: Running, size: tuple[int, int]) -> None:
    async with running("playbook", size=size) as pilot:
        assert "S8 Grow" in shown(pilot) and "Decide on the facts" in shown(pilot) and "Stages 8" in shown(pilot)
        await press(pilot, "down", "]")
        assert "S3 Engage ─" in shown(pilot)
        await press(pilot, "[", "s")
        assert playbook("en").objections["o.have-supplier"].clarify[0] in shown(pilot)
        await press(pilot, "S")
        assert "S1 Identify ─" in shown(pilot)
        await press(pilot, "end")
        last = list(playbook("en").guides.values())[-1]
        assert f"{last.name} ─" in shown(pilot)


async def test_enter_and_tab_go_to_the_card_and_escape_comes_back(running: Running) -> None:
    async with running("playbook") as pilot:
        card = pilot.app.screen.query_one("#card", TallList)
        await press(pilot, "enter", "down")
        assert card.has_focus and card.highlighted == "S1:entry.0"
        await press(pilot, "escape")
        assert pilot.app.screen.query_one("#shelves").has_focus
        await press(pilot, "tab")
        assert card.has_focus
        await press(pilot, "shift+tab")
        assert pilot.app.screen.query_one("#shelves").has_focus


async def test_enter_on_an_objection_of_a_stage_opens_it_at_a_glance(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "]", "]", "]", "]", "enter")
        card = pilot.app.screen.query_one("#card", TallList)
        assert card.highlight("o.too-expensive")
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, CardDialog) and pilot.app.screen.card_id == "o.too-expensive"
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlaybookScreen) and card.highlighted == "o.too-expensive"


# --- what the customer says --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "size", "said", "card"),
    [
        ("zh", (80, 24), "你们比别家贵两成", "o.too-expensive"),
        ("zh", (120, 40), "我们已经有供应商了", "o.have-supplier"),
        ("en", (80, 24), "we already have a supplier", "o.have-supplier"),
        ("en", (120, 40), "that is far too expensive", "o.too-expensive"),
    ],
)
async def test_the_answer_is_read_while_it_is_typed(
    running: Running, language: str, size: tuple[int, int], said: str, card: str
) -> None:
    use_language(language)
    async with running("playbook", size=size) as pilot:
        await press(pilot, "F", f"text:{said}")
        screen = pilot.app.screen
        assert screen.query_one("#words").has_focus, "no other key is needed"
        assert screen.query_one("#found").highlighted == card  # type: ignore[attr-defined]
        glance = screen.query_one(Glance)
        assert glance.display and glance.size.height <= 6
        one = playbook(language).objections[card]
        page = shown(pilot).replace(" ", "")
        assert one.clarify[0].replace(" ", "") in page and one.evidence[0].replace(" ", "")[:20] in page
        assert one.answers[0].say[:16].replace(" ", "") in page


async def test_arrows_move_in_what_was_found_and_escape_leads_back(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "F", "text:budget", "down", "down")
        screen = pilot.app.screen
        assert screen.query_one("#words").has_focus
        assert screen.query_one("#found").highlighted_index == 3  # type: ignore[attr-defined]
        await press(pilot, "up", "up", "enter")
        assert screen.query_one("#card").has_focus
        await press(pilot, "escape")
        assert screen.query_one("#found").has_focus, "the list, not the line that is typed into"
        await press(pilot, "escape")
        assert not screen.query_one("#words").display and screen.query_one("#shelves").has_focus
        assert "Decide on the facts" in shown(pilot)


async def test_a_line_of_a_stage_is_shown_in_its_place(running: Running) -> None:
    async with running("playbook", size=(120, 40)) as pilot:
        await press(pilot, "F", "text:Which criterion weighs most in the end")
        card = pilot.app.screen.query_one("#card", TallList)
        assert card.highlighted == "s5.q.criteria" and "S5 Propose ─" in shown(pilot)
        assert not pilot.app.screen.query_one(Glance).display


@pytest.mark.parametrize("words", ["[/x]", "xyzzy", "\x1b]0;PWNED\x07", *hostile_texts()[:4]])
async def test_what_nothing_answers(running: Running, words: str) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "F")
        pilot.app.screen.query_one("#words", Input).value = words
        await settled(pilot)
        assert isinstance(pilot.app.screen, PlaybookScreen)
        if pilot.app.screen.query_one("#found").highlighted is None:  # type: ignore[attr-defined]
            assert "Nothing in the playbook says that" in shown(pilot) and "No card." in shown(pilot)
            await press(pilot, "enter")
            assert pilot.app.screen.query_one("#words").has_focus
        await press(pilot, "escape")
        assert "S1 Identify" in shown(pilot)


async def test_without_a_card_nothing_is_edited_or_copied(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "F", "text:xyzzy", "tab", "e", "y")
        assert "No card is highlighted." in shown(pilot)


async def test_the_words_to_say_are_copied(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []

    async def take(app: Any, words: str) -> None:
        taken.append(words)

    monkeypatch.setattr(place, "copy_words", take)
    async with running("playbook") as pilot:
        pilot.app.screen.go_to("o.late")  # type: ignore[attr-defined]
        await press(pilot, "y")
        assert taken == [playbook("en").objections["o.late"].answers[0].say]


# --- coming from elsewhere, and the other language ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("wanted", "shelf_row", "line"),
    [
        ("o.late", "o.late", None),
        ("S5", "S5", None),
        ("s5.q.criteria", "S5", "s5.q.criteria"),
        ("q.finance.payback", "q.finance", "q.finance.payback"),
        ("gone", "S1", None),
        ("[/x]", "S1", None),
    ],
)
async def test_a_card_or_a_line_of_it_is_gone_to(
    running: Running, wanted: str, shelf_row: str, line: str | None
) -> None:
    async with running("playbook") as pilot:
        screen = pilot.app.screen
        await press(pilot, "F", "text:price")
        if wanted not in ("gone", "[/x]"):
            screen.go_to(wanted)  # type: ignore[attr-defined]
            await settled(pilot)
            assert not screen.query_one("#words").display
        assert screen.query_one("#shelves").highlighted == shelf_row  # type: ignore[attr-defined]
        if line:
            card = screen.query_one("#card", TallList)
            assert card.has_focus and card.highlighted == line and playbook("en").words(line)[:30] in shown(pilot)


async def test_the_language_can_be_switched_here(running: Running) -> None:
    async with running("playbook") as pilot:
        await press(pilot, "down", "ctrl+l")
        await settled(pilot)
        assert "S2 规划" in shown(pilot) and "S1 Identify" not in shown(pilot)
        assert "目的" in shown(pilot)
        await press(pilot, "down")
        assert "S3 接触 ─" in shown(pilot), "the focus stays in the list"
        await press(pilot, "F", "text:too expensive", "ctrl+l")
        await settled(pilot)
        assert "too expensive" in shown(pilot) and "Compared with what" in shown(pilot)


# --- cards of one's own ------------------------------------------------------------------------------------------


async def test_a_card_of_ones_own_is_marked(running: Running) -> None:
    own_card("late.md", changed("o.late", "Which [b]batch[/b] do you mean?"))
    async with running("playbook") as pilot:
        pilot.app.screen.go_to("o.late")  # type: ignore[attr-defined]
        await settled(pilot)
        assert "* The delivery is late" in shown(pilot) and "· own" in shown(pilot)
        assert "Which [b]batch[/b] do you mean?" in shown(pilot)
        assert not pilot.app.screen.query_one("#faults").display
        await press(pilot, "!")
        assert "Every card of your own can be used." in shown(pilot)


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_what_cannot_be_used_is_told_in_a_line_and_shown_whole(running: Running, size: tuple[int, int]) -> None:
    own_card("mine.md", BROKEN)
    async with running("playbook", size=size) as pilot:
        pilot.app.clear_notifications()
        await settled(pilot)
        assert "1 card could not be used: " in shown(pilot) and "! Faults" in shown(pilot)
        assert "S1 Identify" in shown(pilot)
        await press(pilot, "!")
        assert isinstance(pilot.app.screen, FaultsDialog)
        pilot.app.clear_notifications()
        await settled(pilot)
        page = shown(pilot)
        assert "Cards of your own that could not be used" in page and "Until then" in page
        assert "mine" in page and "clarify" in page
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, PlaybookScreen)


async def test_editing_gives_the_path_where_no_editor_can_take_the_screen(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with running("playbook", size=(120, 40)) as pilot:
        await press(pilot, "s", "e")
        assert "Edit this file with any editor:" in shown(pilot)
        assert [one.suffix for one in paths.playbook_folder().rglob("*") if one.is_file()] == [".md"]


async def test_a_new_card_begins_with_what_was_typed(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    @contextmanager
    def nothing() -> Any:
        yield

    monkeypatch.setenv("EDITOR", "true")
    async with running("playbook", size=(120, 40)) as pilot:
        monkeypatch.setattr(pilot.app, "suspend", nothing)
        await press(pilot, "F", "text:our dog ate the contract", "tab", "a")
        dialog = pilot.app.screen
        assert isinstance(dialog, NewCardDialog)
        assert dialog.query_one("#name", Input).value == "our dog ate the contract"
        await press(pilot, "enter")
        assert isinstance(pilot.app.screen, PlaybookScreen)
        assert pilot.app.screen.query_one("#shelves").highlighted == "o.our-dog-ate-the-contract"  # type: ignore[attr-defined]
        assert "* our dog ate the contract" in shown(pilot)


async def test_a_new_card_needs_a_name_and_has_a_kind(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    async with running("playbook", size=(120, 40)) as pilot:
        await press(pilot, "a", "enter")
        assert "needs a name" in shown(pilot) and isinstance(pilot.app.screen, NewCardDialog)
        await press(pilot, "down", "text:Ask plainly", "enter")
        assert "t.ask-plainly" in playbook("en").techniques
        assert isinstance(pilot.app.screen, PlaybookScreen)
