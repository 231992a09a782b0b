"""The index is exact: what a scan of all records finds, the index proposes; and no text and no query breaks it."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from karep.rules.searching.match import Fields, marks, match
from karep.rules.searching.query import Query
from karep.rules.searching.terms import terms_of, tier_term
from karep.rules.vocabulary import TIERS
from tests.hostile import hostile_texts
from tests.rules.searching.books import NAMELESS, RECORDS, TEXTS, Record, words_for
from tests.rules.searching.indexed import ask, compare, fill, scan

QUICK = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@settings(QUICK, max_examples=150)
@given(st.data(), st.lists(RECORDS, min_size=1, max_size=5))
def test_records_with_names(data: st.DataObject, records: list[Record]) -> None:
    compare(records, data.draw(words_for(records)), named=True)


@settings(QUICK, max_examples=100)
@given(st.data(), st.lists(NAMELESS, min_size=1, max_size=5))
def test_records_without_names(data: st.DataObject, records: list[Record]) -> None:
    compare(records, data.draw(words_for(records)), named=False)


HARD = (
    "", " ", "\x00", "a\x00b", '"', '"a" OR "b"', "NEAR(a b)", "a AND", "NOT a", "terms:a", "a*", "^a", "-a", "{a}",
    "(", "rank", "'; DROP TABLE search; --", "a" * 10_000, "华" * 10_000, "xian" * 2_500, "1" * 10_000, "a " * 5_000,
    "。，！？", "😀", "\ue001hua", "\ud800", "%", "_", "\\", "zh" * 20, "+" * 50 + "1" * 50, "1-" * 3_000 + "1",
)  # fmt: skip


@pytest.mark.parametrize("named", [True, False])
def test_nothing_that_is_typed_breaks_it(named: bool) -> None:
    texts = (*HARD, *hostile_texts()[:60])
    records = [Record((text[:400],) if named else (), (text[:400],), (text,)) for text in texts]
    fill(records)
    for words in texts:
        query = Query.of(words)
        if query:
            question = query.question(named=named)
            for expression in filter(None, (question.every, question.exact, question.first)):
                ask(expression)
            scan(records[:10], query)


@QUICK
@given(TEXTS, TEXTS)
def test_terms_are_what_the_index_takes(name: str, text: str) -> None:
    for term in terms_of((name,), (text,), (text, None)):
        assert term and not set(term) & set("\x00 \t\n\"'*^:()")
        assert not any("\ue000" <= letter <= "\uf8ff" for letter in term[1:]), "a mark comes first, and from no text"


def test_every_tier_has_a_term_of_its_own() -> None:
    assert len({*map(tier_term, TIERS), tier_term("no tier"), *terms_of((), (), (), "")}) == len(TIERS) + 1
    assert terms_of((), (), ()) == set()


# --- marks -------------------------------------------------------------------------------------------------------


@settings(QUICK, max_examples=80)
@given(st.data(), st.lists(RECORDS, min_size=1, max_size=2))
def test_marks_are_parts_of_the_text_that_answer(data: st.DataObject, records: list[Record]) -> None:
    query = Query.of(data.draw(words_for(records)))
    words = [one for word in query.words for one in (word, *word.apart)]
    for record in records:
        marked = [
            *((name, marks(query, name, "name"), "name") for name in record.names),
            *((phone, marks(query, phone, "phone"), "phone") for phone in record.phones),
            *((text, marks(query, text, "text"), "text") for text in record.texts),
        ]
        for text, spans, kind in marked:
            ends = [0, *(place for span in spans for place in span), len(text)]
            assert ends == sorted(ends)
            assert all(start < end for start, end in spans)
            assert all(end < start for (_, end), (start, _) in pairwise(spans))
            for start, end in spans:
                part = Fields(**{f"{kind}s": (text[start:end],)})
                assert any(match((word,), part) is not None for word in words), (text, start, end, kind)


@settings(QUICK, max_examples=100)
@given(st.data(), RECORDS)
def test_what_is_found_is_marked(data: st.DataObject, record: Record) -> None:
    query = Query.of(data.draw(words_for([record])))
    for word in query.words:
        one = Query((word,))
        for kind, fields in (("names", record.names), ("phones", record.phones), ("texts", record.texts)):
            for text in fields:
                if match((word,), Fields(**{kind: (text,)})) is not None:
                    assert marks(one, text, kind[:-1])  # type: ignore[arg-type]


@example("\ue001hua")
@given(TEXTS)
def test_private_characters_are_never_part_of_a_word(words: str) -> None:
    assert not any("\ue000" <= letter <= "\uf8ff" for word in Query.of(words).words for letter in word.text)
