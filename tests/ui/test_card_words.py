"""Cards in lines: six to be read in the corridor, and whole."""

from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.db.views.objections import Counts
from karep.i18n import use_language
from karep.playbook.book import AnyCard, Objection, Playbook
from karep.playbook.checking import GLANCE_WIDTH
from karep.playbook.shelf import playbook
from karep.playbook.shipped import LANGUAGES
from karep.reports.card_words import GLANCE_ROWS, GlanceLine, glance_lines, siblings, words_to_speak
from karep.screens.card_whole import Reading, whole_card
from karep.screens.glance import glance_rows
from karep.screens.safe import cells_of
from tests.hostile import hostile_texts

DIALOG = 76
"""Columns inside a dialog on a terminal of 80: its border and a blank on each side."""


def _cards(language: str) -> list[AnyCard]:
    book = playbook(language)
    kinds = (book.stages, book.objections, book.techniques, book.questions, book.battles, book.guides)
    return [card for cards in kinds for card in cards.values()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_objection_at_a_glance_is_six_rows_that_say_it_all(language: str) -> None:
    use_language(language)
    for card in playbook(language).objections.values():
        lines = glance_lines(card)
        rows = glance_rows(lines, DIALOG)
        assert len(lines) == 5 and len(rows) <= GLANCE_ROWS, card.id
        assert all(cells_of(label) + cells_of(words) <= DIALOG for label, words in rows), card.id
        assert DIALOG - cells_of(rows[0][0]) >= GLANCE_WIDTH, "the label leaves the room that the cards are written for"
        told = "".join(words for _label, words in rows).replace(" ", "")
        assert "…" not in told.replace("……", ""), (card.id, rows)
        assert all(line.text.replace(" ", "") in told for line in lines), card.id
        assert card.answers[0].say.replace(" ", "") in told, "the exact words"


@pytest.mark.parametrize("width", [DIALOG, 45, 100])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_has_a_glance(language: str, width: int) -> None:
    use_language(language)
    for card in _cards(language):
        lines = glance_lines(card)
        rows = glance_rows(lines, width)
        assert len(lines) >= 3 and len(rows) <= GLANCE_ROWS, card.id
        assert all(cells_of(label) + cells_of(words) <= width for label, words in rows), card.id


def _texts(value: object) -> list[str]:
    """All words of a card but ids, aliases and keys."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for one in value for text in _texts(one)]
    if is_dataclass(value):
        left_out = "id key aliases stages roles signals objections techniques headings pram buyer_stages five_step name"
        told = [one.name for one in fields(value) if one.name not in left_out.split()]
        return [text for name in told for text in _texts(getattr(value, name))]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_whole_card_holds_every_word_of_it(language: str) -> None:
    use_language(language)
    reading = Reading(playbook(language))
    for card in _cards(language):
        parts = whole_card(card, reading)
        told = "\n".join(line.text for part in parts for line in part.lines.values())
        told += "\n".join(part.title for part in parts)
        assert [text for text in _texts(card) if text not in told] == [], card.id
        keys = [key for part in parts for key in part.lines]
        assert len(keys) == len(set(keys)), card.id
        assert all(part.title for part in parts), card.id


def test_the_history_stands_beside_each_answer() -> None:
    book = playbook("en")
    card = book.objections["o.too-expensive"]
    reading = Reading(book, {card.answers[1].id: Counts(used=7, worked=4)})
    answers = next(part for part in whole_card(card, reading) if part.title == "Answer")
    assert answers.lines[card.answers[1].id].text == f"{card.answers[1].name} (used 7×, worked 4×)"
    assert answers.lines[card.answers[0].id].text == card.answers[0].name


def test_questions_that_were_asked_come_after_those_that_were_not() -> None:
    card = playbook("en").questions["q.finance"]
    first = card.questions[0].id
    fresh, asked = glance_lines(card, {}), glance_lines(card, {first: "☑"})
    assert fresh[1].text == f"☐ {card.questions[0].spin} {card.questions[0].text}"
    assert card.questions[0].text not in asked[1].text and len(asked) == len(fresh)
    assert "☐" not in glance_lines(card)[1].text, "without a deal nothing is asked"


def test_the_words_to_speak_are_those_of_the_line_or_the_first() -> None:
    book = playbook("en")
    card = book.objections["o.too-expensive"]
    assert words_to_speak(card) == card.answers[0].say
    assert words_to_speak(card, card.answers[2].id) == card.answers[2].say
    assert words_to_speak(card, f"{card.answers[1].id}:when") == card.answers[1].say
    assert words_to_speak(card, "o.too-expensive:hides.0") == card.answers[0].say
    assert all(words_to_speak(one) for one in _cards("en"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_cards_of_a_kind_stand_together_objections_by_stage(language: str) -> None:
    book: Playbook = playbook(language)
    for card in _cards(language):
        assert card.id in siblings(book, card)
    ids = siblings(book, book.objections["o.late"])
    stages = [book.objections[one].stage_id for one in ids]
    assert set(ids) == set(book.objections) and stages == sorted(stages)


LINES = st.lists(st.builds(GlanceLine, st.text(max_size=40), st.text(max_size=300), st.booleans()), max_size=9)


@given(LINES, st.integers(1, 140))
def test_any_lines_fit(lines: list[GlanceLine], width: int) -> None:
    rows = glance_rows(lines, width)
    assert len(lines) <= len(rows) <= max(GLANCE_ROWS, len(lines))
    assert all(cells_of(words) <= max(1, width - cells_of(label)) for label, words in rows)
    assert not any("\n" in label + words for label, words in rows)


@pytest.mark.parametrize("text", hostile_texts()[:30])
def test_hostile_words_stay_in_their_row(text: str) -> None:
    book = playbook("en")
    whole = book.objections["o.late"]
    card = Objection(whole.id, text, (text,), (), (), (text,), whole.answers, (text,), text, text, (text,))
    assert len(glance_rows(glance_lines(card), DIALOG)) <= GLANCE_ROWS
    assert whole_card(card, Reading(book))
