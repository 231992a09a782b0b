"""Word boundaries in Chinese, Japanese, Korean and Latin text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.screens.widgets.words import word_end, word_start

MIXED = st.text(st.sampled_from("ab1 客户王，。-한글カタひら\u3000_é"), max_size=30)


@pytest.mark.parametrize(
    "text, left",
    [
        ("谈框架合同", "谈框架"),
        ("下周三，谈框架合同，", "下周三，谈框架合同"),
        ("见王总 meeting", "见王总 "),
        ("walked through  ", "walked "),
        ("quote-3", "quote-"),
        ("合同v2", "合同"),
        ("カタカナひらがな", "カタカナ"),
        ("안녕 하세요", "안녕 "),
        ("王", ""),
        ("   ", ""),
        ("", ""),
    ],
)
def test_what_is_left_after_deleting_a_word(text: str, left: str) -> None:
    assert text[: word_start(text, len(text))] == left


@pytest.mark.parametrize("text, end", [("谈框架合同", 2), ("  next step", 6), ("a", 1), ("", 0), ("，客户", 1)])
def test_where_the_next_word_ends(text: str, end: int) -> None:
    assert word_end(text, 0) == end


@given(MIXED, st.data())
def test_steps_always_get_on_and_reach_the_ends(text: str, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, len(text)))
    if position:
        assert 0 <= word_start(text, position) < position
    if position < len(text):
        assert position < word_end(text, position) <= len(text)


def test_a_very_long_word_is_taken_in_steps() -> None:
    text = "a" * 100_000
    assert 0 < len(text) - word_start(text, len(text)) <= 256
    assert 0 < word_end(text, 0) <= 256
