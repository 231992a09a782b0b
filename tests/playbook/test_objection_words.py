"""What the objections are called beside their titles."""

import pytest

from karep.playbook.objection_words import SURE, objection_named, objections_called, objections_said
from karep.playbook.shelf import playbook


@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("en", "pri", "o.too-expensive"),
        ("en", "PRICE", "o.too-expensive"),
        ("en", "  too  exp", "o.too-expensive"),
        ("en", "manager", "o.new-manager"),
        ("en", "late", "o.late"),
        ("zh", "价格", "o.too-expensive"),
        ("zh", "账期", "o.longer-credit"),
        ("zh", "现有供应商", "o.have-supplier"),
    ],
)
def test_the_beginning_of_any_word_finds_the_card_that_is_meant(language: str, words: str, first: str) -> None:
    assert objections_called(words, language)[0].id == first


@pytest.mark.parametrize(("language", "words"), [("en", "rice"), ("en", "zzz"), ("zh", "天气"), ("en", "xpensive")])
def test_what_nothing_is_called_finds_nothing(language: str, words: str) -> None:
    assert objections_called(words, language) == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_all_cards_are_offered_before_a_word_is_written(language: str) -> None:
    cards = playbook(language).objections
    assert [one.id for one in objections_called("", language)] == list(cards)
    assert all(any(name.isascii() == (language == "en") for name in one.aliases) for one in cards.values())


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("太贵", "o.too-expensive"),
        ("太貴了", "o.too-expensive"),
        ("price", "o.too-expensive"),
        ("It's too expensive", "o.too-expensive"),
        ("your price is just too high for us", "o.too-expensive"),
        ("账期", "o.longer-credit"),
        ("我们已经有固定供应商了", "o.have-supplier"),
    ],
)
def test_words_that_name_a_card_in_either_language(words: str, card: str) -> None:
    assert objection_named(words) == card


@pytest.mark.parametrize("words", ["", "太", "pri", "weather", "今天天气不错", "华为", "[/x]", "\x00"])
def test_words_that_name_none(words: str) -> None:
    assert objection_named(words) is None


def test_a_sentence_in_one_language_finds_the_card_of_the_other() -> None:
    nearness, card = objections_said("你们的价格太高了", "en")[0]
    assert nearness >= SURE and card.name == "It's too expensive"
