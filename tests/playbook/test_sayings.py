"""Customers' sentences find the card that answers them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.playbook.finding import find_entries
from karep.playbook.objection_words import LIKELY, SURE, objection_named, objections_said
from karep.playbook.shelf import playbook
from karep.playbook.shipped import LANGUAGES
from karep.rules.searching.saying import parts_of
from tests.hostile import hostile_texts
from tests.playbook.customers import PRACTICE, UNSEEN, Sentences

FIRST, AMONG_THREE = 0.9, 0.97
"""The shares of sentences that nobody looked at whose card comes first, and among the first three."""


def _missed(language: str, sentences: Sentences, most: int) -> list[str]:
    return [
        f"{card}: {words}"
        for card, some in sentences.items()
        for words in some
        if card not in [one.id for one in find_entries(words, language, most)]
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("most", "share"), [(1, FIRST), (3, AMONG_THREE)])
def test_sentences_that_nobody_looked_at(language: str, most: int, share: float) -> None:
    sentences = UNSEEN[language]
    number = sum(map(len, sentences.values()))
    assert number >= 60 and set(sentences) == set(playbook(language).objections)
    missed = _missed(language, sentences, most)
    assert 1 - len(missed) / number >= share, missed


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_that_were_looked_at(language: str) -> None:
    sentences = PRACTICE[language]
    missed = _missed(language, sentences, 1)
    assert 1 - len(missed) / sum(map(len, sentences.values())) >= 0.95, missed


@pytest.mark.parametrize(
    ("language", "words", "card"),
    [
        ("zh", "你们比别家贵两成", "o.too-expensive"),
        ("zh", "我们已经有合作多年的供应商了", "o.have-supplier"),
        ("zh", "先把资料发我邮箱看看", "o.send-documents"),
        ("zh", "这事我得请示领导", "o.ask-boss"),
        ("zh", "今年没有这笔预算", "o.no-budget"),
        ("zh", "账期能不能放长到九十天", "o.longer-credit"),
        ("en", "we already have a supplier", "o.have-supplier"),
        ("en", "Your price is too high.", "o.too-expensive"),
        ("en", "Just send us something by mail first", "o.send-documents"),
        ("en", "I have to ask my boss", "o.ask-boss"),
        ("en", "We don't have the budget this year", "o.no-budget"),
        ("en", "The goods are late again and production is waiting", "o.late"),
    ],
)
@pytest.mark.parametrize("is_other_language", [False, True])
def test_twelve_sentences(language: str, words: str, card: str, is_other_language: bool) -> None:
    shown = ("en" if language == "zh" else "zh") if is_other_language else language
    assert find_entries(words, shown, 3)[0].id == card
    assert objections_said(words, shown)[0][1] is playbook(shown).objections[card]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_card_is_found_first_by_its_own_names(language: str) -> None:
    cards = playbook(language).objections.values()
    names = [(card.id, name) for card in cards for name in (card.name, *card.aliases)]
    for card_id, name in names:
        namesakes = {one for one, other in names if set(parts_of(other)) == set(parts_of(name))}
        nearness, found = objections_said(name, language)[0]
        assert found.id in namesakes, name
        assert nearness == pytest.approx(1) and card_id in namesakes
    for card in cards:
        assert find_entries(card.name, language, 1)[0].id == card.id


@pytest.mark.parametrize(
    "words",
    ["华为", "Huawei", "恒岳", "Smith", "王建国", "Shanghai Steel", "0755-2878", "钓鱼", "漏水", "xyzzy", "的", "the"],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_is_no_objection(language: str, words: str) -> None:
    assert objections_said(words, language) == []
    assert objection_named(words) is None


@pytest.mark.parametrize("words", ["恒岳 报价", "王建国 框架合同", "李敏 交货", "Hengyue quote"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_with_a_word_is_no_sure_objection(language: str, words: str) -> None:
    assert all(nearness < SURE for nearness, _card in objections_said(words, language))
    assert find_entries(words, language, 9, SURE) == []
    assert objection_named(words) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", [*hostile_texts()[:30], "贵" * 5000, "price " * 2000])
def test_hostile_texts(language: str, words: str) -> None:
    for nearness, card in objections_said(words, language):
        assert LIKELY <= nearness <= 1 + 1e-9 and card.name


@given(st.text(max_size=120))
def test_any_text_is_survived(text: str) -> None:
    for language in LANGUAGES:
        assert all(LIKELY <= nearness <= 1 + 1e-9 for nearness, _card in objections_said(text, language))
    objection_named(text)


@pytest.mark.parametrize(
    ("language", "words", "card"),
    [
        ("en", "what if your delivery is late", "o.delivery-doubt"),
        ("en", "what happens if you're late", "o.delivery-doubt"),
        ("en", "in case the goods arrive late", "o.delivery-doubt"),
        ("zh", "万一你们晚交怎么办", "o.delivery-doubt"),
        ("zh", "要是交不了怎么办", "o.delivery-doubt"),
        ("zh", "如果货晚到了呢", "o.delivery-doubt"),
        ("zh", "再等等", "o.ask-boss"),
        ("zh", "再看看", "o.ask-boss"),
        ("en", "let's wait and see", "o.ask-boss"),
        ("zh", "等招标吧", "o.ask-boss"),
        ("en", "we'll wait for the tender", "o.ask-boss"),
        ("en", "we're locked in until June", "o.have-supplier"),
        ("en", "your delivery is late", "o.late"),
        ("zh", "货还没到，又晚了", "o.late"),
    ],
)
def test_what_may_happen_is_no_complaint_and_waiting_is_an_answer(language: str, words: str, card: str) -> None:
    assert find_entries(words, language, 3)[0].id == card
    assert objections_said(words, language)[0][1].id == card
