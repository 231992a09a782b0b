"""Rankings of what a buyer weighs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.i18n import use_language
from karep.rules.concerns import NotARanking, concern_words, parse_concerns
from karep.rules.vocabulary import CONCERNS

rankings = st.permutations(list(CONCERNS)).flatmap(
    lambda letters: st.integers(0, len(letters)).map(lambda n: "".join(letters[:n]))
)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("质量>成本>交期", "QCT"),
        ("质量＞价格＞服务＞灵活性", "QCSF"),
        ("质量、成本，交期；售后", "QCTS"),
        ("质量成本交期", "QCT"),
        ("QCT", "QCT"),
        ("q c t", "QCT"),
        ("ＱＣＴ", "QCT"),
        ("T-Q-C-S-F", "TQCSF"),
        ("quality, cost", "QC"),
        ("Quality > lead time > price > after-sales", "QTCS"),
        ("1. delivery 2. quality 3. flexibility", "TQF"),
        ("1质量2成本", "QC"),
        ("price and then service", "CS"),
        ("首先质量，其次交货期，最后价格", "QTC"),
        ("性价比, Q", "CQ"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_ranking_is_understood_in_both_languages(typed: str, letters: str) -> None:
    assert parse_concerns(typed) == letters


@pytest.mark.parametrize(
    ("typed", "part", "twice"),
    [
        ("quality, colour", "colour", False),
        ("质量>颜色", "颜色", False),
        ("QCX", "qcx", False),
        ("quality, cost, 品质", "品质", True),
        ("QQ", "q", True),
        ("  > ", ">", False),
        ("1.", "1.", False),
        ("2 quality 1 cost", "1", False),
        ("timely", "timely", False),
        ("[red]", "red", False),
        ("\x1b]52;c;x", "x", False),
    ],
)
def test_what_is_no_ranking_is_refused_by_its_part(typed: str, part: str, twice: bool) -> None:
    with pytest.raises(NotARanking) as refused:
        parse_concerns(typed)
    assert (refused.value.part, refused.value.twice) == (part, twice)


@given(rankings, st.sampled_from(["en", "zh"]))
def test_words_are_read_back(letters: str, language: str) -> None:
    use_language(language)
    try:
        words = concern_words(letters)
        assert parse_concerns(words) == letters
        assert words.count(">") == max(0, len(letters) - 1)
    finally:
        use_language("en")


@given(rankings, st.sampled_from([" ", ">", ", ", "、", " / ", ""]))
def test_letters_are_read_with_any_signs_between(letters: str, between: str) -> None:
    assert parse_concerns(between.join(letters).lower()) == letters


@given(st.text(max_size=40))
def test_any_text_is_a_ranking_or_refused(text: str) -> None:
    try:
        letters = parse_concerns(text)
    except NotARanking as refused:
        assert len(refused.part) <= 20
    else:
        assert set(letters) <= set(CONCERNS) and len(set(letters)) == len(letters)


def test_stored_letters_that_are_none_are_left_out() -> None:
    assert concern_words("QX") == "Quality"
    assert concern_words(None) == ""
