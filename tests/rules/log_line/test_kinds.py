"""The kinds of touch by the words that reps say."""

import pytest

from karep.rules.log_line.kinds import WORDS, kind_of, kind_within
from karep.rules.vocabulary import TOUCH_KINDS


def test_every_kind_has_words_in_both_languages_and_no_word_has_two_kinds() -> None:
    assert set(WORDS) == set(TOUCH_KINDS)
    assert all(any(word.isascii() for word in words) for words in WORDS.values())
    assert all(any(not word.isascii() for word in words) for words in WORDS.values())
    every = [word for words in WORDS.values() for word in words]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("高层拜访", "senior_visit"),
        ("senior visit", "senior_visit"),
        ("业务会议", "business_meeting"),
        ("季度会", "business_meeting"),
        ("business meeting", "business_meeting"),
        ("qbr", "business_meeting"),
        ("满意度调查", "survey"),
        ("survey", "survey"),
        ("拜访", "visit"),
        ("会议", "visit"),
    ],
)
def test_the_kinds_of_the_rhythm_have_their_own_words(words: str, kind: str) -> None:
    assert kind_of(words) == kind


def test_a_sentence_lets_see_who_came() -> None:
    assert kind_within("今天高层拜访谈了框架合同") == "senior_visit"
    assert kind_within("we did the qbr with their team") == "business_meeting"
    assert kind_within("满意度调查做完了") == "survey"
    assert kind_within("拜访了曾总") == "visit"
