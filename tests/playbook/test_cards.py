"""The cards that come with karep: complete, consistent, and the same in both languages."""

import dataclasses
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import pytest

from karep.playbook import stages
from karep.rules import vocabulary

PAIRS = list(zip(stages.load_stages("en"), stages.load_stages("zh"), strict=True))
EVERY = [
    pytest.param(one, id=f"{language}-{one.id}")
    for language in stages.LANGUAGES
    for one in stages.load_stages(language)
]
OBJECTIONS = {"S1": 0, "S2": 0, "S3": 5, "S4": 0, "S5": 5, "S6": 6, "S7": 5, "S8": 5}


def _texts(value: Any) -> Iterator[str]:
    """Every text in a stage, however deep, but not the optional words of the front matter."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _texts(one)
    elif dataclasses.is_dataclass(value):
        for part in dataclasses.fields(value):
            if part.name not in ("pram", "objections_from", "headings"):
                yield from _texts(getattr(value, part.name))


def _shape(one: stages.Stage) -> dict[str, Any]:
    """All that must not differ between languages."""
    return {
        "front": (one.id, one.buyer_stages, one.five_step, one.pram, one.objections_from),
        "sections": list(one.headings),
        "exit": [fact.id for fact in one.exit],
        "checklist": [item.id for item in one.checklist],
        "questions": [(question.id, question.spin) for question in one.questions],
        "objections": [(objection.id, objection.stage_id) for objection in one.objections],
        "lengths": {
            name: len(getattr(one, name))
            for name in ("entry", "know", "signals", "techniques", "mistakes", "log", "win_back")
        },
    }


def test_the_cards_are_package_data() -> None:
    for language in stages.LANGUAGES:
        folder = files("karep.playbook") / "cards" / language
        expected = {*stages.STAGE_FILES.values(), "objection-rule.md"}
        assert {entry.name for entry in folder.iterdir()} == expected


@pytest.mark.parametrize(("english", "chinese"), PAIRS, ids=list(stages.STAGE_FILES))
def test_both_languages_have_the_same_shape(english: stages.Stage, chinese: stages.Stage) -> None:
    assert _shape(english) == _shape(chinese)


@pytest.mark.parametrize("one", EVERY)
def test_a_stage_is_complete(one: stages.Stage) -> None:
    assert 11 <= len(one.checklist) <= 13
    assert len(one.objections) == OBJECTIONS[one.id]
    assert {question.spin for question in one.questions} >= {"S", "P", "N"}
    assert all(question.spin in stages.SPIN for question in one.questions)
    assert all(question.id.startswith(f"{one.id.lower()}.q.") for question in one.questions)
    assert set(stages.REQUIRED_SECTIONS) <= set(one.headings)
    assert one.exit and one.know and one.entry


@pytest.mark.parametrize("one", EVERY)
def test_a_card_has_no_empty_or_stray_text(one: stages.Stage) -> None:
    for text in [*_texts(one), *one.headings.values()]:
        assert text and text == text.strip()
        assert text.isprintable()
        assert not set(text) & set("{}<>`*_|\\#[]"), text
        assert "  " not in text


@pytest.mark.parametrize("one", EVERY)
def test_questions_are_questions(one: stages.Stage) -> None:
    asked = [*(question.text for question in one.questions), *(objection.clarify for objection in one.objections)]
    assert all(text.endswith(("?", "？")) for text in asked)


@pytest.mark.parametrize("one", EVERY)
def test_the_words_are_in_the_language_of_the_folder(one: stages.Stage) -> None:
    english = one is stages.stage("en", one.id)
    words = [
        one.name,
        one.purpose,
        *one.headings.values(),
        *one.know,
        *(text for item in one.checklist for text in (item.title, item.how)),
    ]
    words += [
        text
        for objection in one.objections
        for text in (objection.title, objection.respond, objection.evidence, objection.concession)
    ]
    for text in words:
        assert text.isascii() == english, text
        assert english or not set(text) & set(",;?!()"), text


def test_the_stages_are_those_of_the_vocabulary() -> None:
    assert tuple(stages.STAGE_FILES) == vocabulary.STAGES
    assert {one.id: one.name for one in stages.load_stages("en")} == vocabulary.STAGE_NAMES


def test_every_id_is_used_once() -> None:
    ids = [
        one.id
        for found in stages.load_stages("en")
        for group in (found.exit, found.checklist, found.questions, found.objections)
        for one in group
    ]
    assert len(ids) == len(set(ids))


def test_there_are_26_objections() -> None:
    assert len(stages.load_objections("en")) == len(stages.load_objections("zh")) == 26


def test_only_discover_borrows_objections() -> None:
    assert {one.id: one.objections_from for one in stages.load_stages("en") if one.objections_from} == {"S4": "S3"}


def test_only_grow_wins_back() -> None:
    assert [one.id for one in stages.load_stages("zh") if one.win_back] == ["S8"]


def test_the_buyer_moves_on_and_never_back() -> None:
    order = list(vocabulary.BUYER_STAGES)
    steps = [order.index(step) for one in stages.load_stages("en") for step in one.buyer_stages]
    assert steps == sorted(steps)


def test_the_rule_for_objections_has_the_same_steps_in_both_languages() -> None:
    english, chinese = stages.objection_rule("en"), stages.objection_rule("zh")
    assert (len(english.steps), len(english.concession)) == (len(chinese.steps), len(chinese.concession)) == (8, 4)
    assert all(text.isascii() for text in (english.name, *english.steps, *english.concession))
    assert not any(text.isascii() for text in (chinese.name, *chinese.steps, *chinese.concession))
