"""The cards that come with karep: complete, sound, alike in both languages, and compiled."""

import dataclasses
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from karep.playbook.card import Card, read_card
from karep.playbook.checking import first_sentence, shipped_faults
from karep.playbook.shelf import read_playbook
from karep.playbook.shipped import CARDS, LANGUAGES, compiled_file, dumped, shipped_cards
from karep.rules import vocabulary

BOOKS = {language: read_playbook(language, ()) for language in LANGUAGES}
OURS = {language: shipped_cards(language) for language in LANGUAGES}
EVERY = [
    pytest.param(language, card, id=f"{language}-{card.id}")
    for language, some in OURS.items()
    for card in some.values()
]
COUNTS = {"stages": 8, "objections": 26, "techniques": 14, "questions": 11, "battles": 5, "guides": 11}
FIXED = {
    "t": (
        "direct-ask alternative summary next-step trial-order trade-off true-deadline risk-removal pilot "
        "option-choice introduction evaluation-plan renewal-options reference"
    ),
    "q": (
        "decision-maker purchaser technical finance user gatekeeper first-meeting business-review lost-deal "
        "referral group-buy"
    ),
    "b": "incumbent low-price big-brand in-house no-decision",
    "g": "objection-rule closing spin three-p pram trust visit-preparation win-back conduct group-buy proposal",
    "o": "too-expensive have-supplier",
}
"""Names of cards that others refer to, by the letter of their kind."""


@pytest.fixture(scope="module")
def script() -> ModuleType:
    """The script that compiles and checks the cards."""
    path = Path(__file__).parents[2] / "scripts" / "cards.py"
    spec = importlib.util.spec_from_file_location("cards_script", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def words_of(value: Any) -> Iterator[str]:
    """Every text that a reader sees of a card, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from words_of(one)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            if part.name not in ("id", "spin", "pram", "key", "headings", "stages", "roles", "signals", "objections",
                                 "techniques", "buyer_stages", "five_step"):  # fmt: skip
                yield from words_of(getattr(value, part.name))


def test_the_cards_are_sound_and_the_compiled_files_are_those_of_the_cards(script: ModuleType) -> None:
    assert script.problems() == []


def test_what_is_compiled_is_read_again_as_it_was() -> None:
    for language in LANGUAGES:
        files = [read_card(path, path.relative_to(CARDS).as_posix()) for path in (CARDS / language).rglob("*.md")]
        read = {card.id: dataclasses.replace(card, front_lines={}) for card in files}
        assert read == OURS[language]
        assert dumped(OURS[language]) == compiled_file(language).read_text("utf-8")


@pytest.mark.parametrize("language", ["fr", "", "../en", "en/../zh", "/", "en\0"])
def test_a_language_without_cards_is_refused(language: str) -> None:
    with pytest.raises(ValueError, match="no cards in the language"):
        read_playbook(language, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_how_many_there_are(language: str) -> None:
    book = BOOKS[language]
    assert {kind: len(getattr(book, kind)) for kind in COUNTS} == COUNTS
    assert tuple(book.stages) == vocabulary.STAGES
    assert all(11 <= len(stage.checklist) <= 13 for stage in book.stages.values())
    fixed = [f"{letter}.{name}" for letter, names in FIXED.items() for name in names.split()]
    assert [one for one in fixed if book.card(one) is None] == []
    assert book.faults == () and book.own == frozenset()


def test_the_names_of_the_stages_are_those_of_the_vocabulary() -> None:
    assert {one.id: one.name for one in BOOKS["en"].stages.values()} == vocabulary.STAGE_NAMES


def test_the_buyer_moves_on_and_never_back() -> None:
    order = list(vocabulary.BUYER_STAGES)
    steps = [order.index(step) for one in BOOKS["en"].stages.values() for step in one.buyer_stages]
    assert steps == sorted(steps)


def shape(card: Card) -> object:
    """All that must not differ between languages."""
    front = {key: value for key, value in card.front.items() if key not in ("name", "aliases")}
    sections = {
        key: (bool(one.paragraph), [(item.id, sorted(item.labels)) for item in one.items])
        for key, one in card.sections.items()
    }
    return front, sections


def test_both_languages_are_alike() -> None:
    assert list(OURS["en"]) == list(OURS["zh"])
    for card_id, card in OURS["en"].items():
        assert shape(card) == shape(OURS["zh"][card_id]), card_id
    for card_id, stage in BOOKS["en"].stages.items():
        letters = [one.spin for one in stage.questions]
        assert letters == [one.spin for one in BOOKS["zh"].stages[card_id].questions]
        assert {"S", "P", "N"} <= set(letters)


def test_every_id_of_a_line_is_used_once() -> None:
    ids = [item.id for card in OURS["en"].values() for one in card.sections.values() for item in one.items if item.id]
    assert len(ids) == len(set(ids))


def test_what_can_be_ticked_is_known_by_its_id() -> None:
    for book in BOOKS.values():
        for stage in book.stages.values():
            for one in (*stage.checklist, *stage.exit, *stage.questions, *stage.signals):
                assert book.ticked[one.id].stage_id == stage.id and book.words(one.id)
        assert book.words("s1.gone") == "s1.gone"
        assert all(book.ticked[one.id].stage_id == "" for one in book.questions["q.finance"].questions)


@pytest.mark.parametrize("language", LANGUAGES)
def test_stages_and_what_belongs_to_them_know_each_other(language: str) -> None:
    book = BOOKS[language]
    for stage in book.stages.values():
        assert {one.id for one in book.objections_of(stage.id)} >= {
            one.id for one in book.objections.values() if stage.id in one.stages
        }
        assert len(stage.signals) >= 2
    assert all(one.stages for one in book.objections.values())
    assert all(2 <= len(one.answers) <= 3 for one in book.objections.values())
    answers = [one for card in book.objections.values() for one in card.answers]
    assert all(book.answer(one.id) is one for one in answers)
    assert book.answer("o.too-expensive.gone") is book.answer("") is book.answer("x.y.z") is None
    assert book.guides["g.objection-rule"].part("steps") and book.guides["g.objection-rule"].part("gone") is None


@pytest.mark.parametrize(("language", "card"), EVERY)
def test_no_text_is_empty_stray_or_in_the_other_language(language: str, card: Card) -> None:
    entry = BOOKS[language].card(card.id)
    headings = [one.heading for one in card.sections.values()]
    for text in [*words_of(entry), *headings]:
        if not text:
            continue
        assert text == text.strip() and text.isprintable() and "  " not in text
        assert not set(text) & set("{}<>`*_|\\#[]"), text
        chinese = any("\u3400" <= one <= "\u9fff" for one in text)
        assert not (chinese and language == "en"), text
        if language == "zh" and chinese:
            assert not set(text) & set(",;?!"), text


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_to_ask_are_questions(language: str) -> None:
    book = BOOKS[language]
    asked = [one.clarify[0] for one in book.objections.values()]
    asked += [one.text for stage in book.stages.values() for one in stage.questions]
    assert [one for one in asked if not one.rstrip("”").endswith(("?", "？", "。", "."))] == []
    assert [one for one in asked if "?" not in one and "？" not in one] == []


def test_the_first_sentence_of_a_text() -> None:
    assert first_sentence("One. Two.") == "One."
    assert first_sentence("一。二。") == "一。"
    assert first_sentence("3.5 percent; more. Then") == "3.5 percent; more."
    assert first_sentence("“Why?” Because") == "“Why?”"
    assert first_sentence("none") == "none"


def test_the_check_sees_what_is_wrong() -> None:
    def spoilt(card_id: str, language: str, **changes: Any) -> list[str]:
        cards = {one: dict(some) for one, some in OURS.items()}
        cards[language][card_id] = dataclasses.replace(cards[language][card_id], **changes)
        return [one.reason for one in shipped_faults(cards)]

    card = OURS["en"]["o.too-expensive"]
    sections = dict(card.sections)
    long = dataclasses.replace(sections["fails"], paragraph="x" * 65)
    assert spoilt("o.too-expensive", "en", sections={**sections, "fails": long}) == [
        "this is 65 columns wide, of at most 64: " + "x" * 65
    ]
    fewer = dataclasses.replace(sections["evidence"], items=sections["evidence"].items[:1])
    found = spoilt("o.too-expensive", "en", sections={**sections, "evidence": fewer})
    assert any("fewer lines in en" in one for one in found)
    front = {**card.front, "stages": ["S5", "S99"]}
    assert any("stages knows no S99" in one for one in spoilt("o.too-expensive", "en", front=front))
    lost = {**OURS["zh"]["S5"].front, "objections": ["o.gone"]}
    assert any("objections names o.gone, which no card has" in one for one in spoilt("S5", "zh", front=lost))


def test_a_playbook_is_read_without_markdown() -> None:
    code = (
        "import sys; from karep.playbook import finding; from karep.playbook.shelf import playbook; playbook('zh');"
        "finding.find_entries('太贵', 'zh', 3); print('markdown_it' in sys.modules, 'textual' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
