"""How near what somebody said comes to phrases that are known."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.searching.saying import Sayings, parts_of, stem

PHRASES = {
    "dear": ("too expensive", "your price is too high", "太贵", "价格太高"),
    "late": ("the delivery is late", "where is our order", "交货晚了", "货还没到"),
    "have": ("already have a supplier", "有供应商了"),
    "vague": ("can it do this",),
}
SAYINGS = Sayings.of(PHRASES)


@pytest.mark.parametrize(
    ("words", "card"),
    [
        ("Honestly, your PRICE is much too high for us.", "dear"),
        ("that’s too expensive", "dear"),
        ("the prices were high", "dear"),
        ("你们的价格实在太高了吧", "dear"),
        ("價格太高", "dear"),
        ("Ｐｒｉｃｅ", "dear"),
        ("Where are our orders?", "late"),
        ("货怎么还没到啊", "late"),
        ("we've got suppliers already", "have"),
    ],
)
def test_a_sentence_comes_nearest_to_the_phrase_that_says_the_same(words: str, card: str) -> None:
    assert SAYINGS.nearest(words)[0][1] == card


@pytest.mark.parametrize("words", ["", " ", "?!", "the of and", "weather", "天气", "的了吗", "\x00", "12%"])
def test_what_no_phrase_says_comes_near_to_none(words: str) -> None:
    assert SAYINGS.nearest(words) == []


def test_a_phrase_of_idle_words_is_found_by_all_of_them_only() -> None:
    assert SAYINGS.nearest("can it do this") == [(1.0, "vague")]
    assert SAYINGS.nearest("can you do this") == []


def test_words_that_no_card_says_make_it_less_sure() -> None:
    alone, named = SAYINGS.nearest("价格")[0][0], SAYINGS.nearest("恒岳 价格")[0][0]
    assert named < alone


def test_a_word_of_many_cards_tells_less_than_one_of_a_single_card() -> None:
    some = Sayings.of({"a": ("price list",), "b": ("price drop",), "c": ("price rise", "delivery")})
    assert some.nearest("price delivery")[0][1] == "c"
    assert some.weights["deliver"] > some.weights["pric"]


def test_there_may_be_no_phrases() -> None:
    assert Sayings.of({}).nearest("price") == []
    assert Sayings.of({"a": (), "b": ("",)}).nearest("price") == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("delivery", "deliveries"), ("price", "prices"), ("supplier", "suppliers"), ("decided", "decide"), ("it's", "it")],
)
def test_a_word_and_its_plural_have_one_stem(one: str, other: str) -> None:
    assert stem(one) == stem(other)


def test_the_parts_of_a_text() -> None:
    assert parts_of("too  Expensive!") == ["too", "expensiv", "too expensiv"]
    assert parts_of("太贵 20%") == ["太", "贵", "太贵", "#"]


@given(st.text(max_size=200))
def test_any_text_is_survived_and_no_nearness_is_out_of_bounds(text: str) -> None:
    found = SAYINGS.nearest(text)
    assert all(0 < nearness <= 1 + 1e-9 for nearness, _card in found)
    assert [nearness for nearness, _card in found] == sorted((one for one, _card in found), reverse=True)
    assert len({card for _nearness, card in found}) == len(found)


@given(st.lists(st.text(max_size=30), max_size=6), st.text(max_size=40))
def test_any_phrases_are_survived(phrases: list[str], text: str) -> None:
    some = Sayings.of({str(number): (phrase,) for number, phrase in enumerate(phrases)})
    for nearness, card in some.nearest(text):
        assert 0 < nearness <= 1 + 1e-9 and phrases[int(card)]
    for number, phrase in enumerate(phrases):
        if found := some.nearest(phrase):
            namesakes = {str(one) for one, other in enumerate(phrases) if set(parts_of(other)) == set(parts_of(phrase))}
            assert found[0][1] in namesakes and str(number) in namesakes
