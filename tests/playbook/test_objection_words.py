"""What the objections are called beside their titles."""

import pytest

from karep.playbook.objection_words import _CALLED, objections_called
from karep.playbook.stages import load_objections


@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("en", "pri", "o.too-expensive"),
        ("en", "PRICE", "o.too-expensive"),
        ("en", "  too  exp", "o.too-expensive"),
        ("en", "manager", "o.new-manager"),
        ("en", "late", "o.late"),
        ("zh", "价", "o.too-expensive"),
        ("zh", "账期", "o.longer-credit"),
        ("zh", "供应商", "o.have-supplier"),
    ],
)
def test_the_beginning_of_any_word_finds_the_card_that_is_meant(language: str, words: str, first: str) -> None:
    assert objections_called(words, language)[0].id == first


@pytest.mark.parametrize(("language", "words"), [("en", "rice"), ("en", "zzz"), ("zh", "天气"), ("en", "xpensive")])
def test_what_nothing_is_called_finds_nothing(language: str, words: str) -> None:
    assert objections_called(words, language) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_card_has_names_in_both_languages_and_all_are_offered_before_a_word_is_written(language: str) -> None:
    cards = load_objections(language)
    assert {one.id for one in cards} == set(_CALLED)
    assert all(any(name.isascii() == (language == "en") for name in names) for names in _CALLED.values())
    assert objections_called("", language) == list(cards)
