"""Finding what the playbook holds, by what a customer says and by what it is called."""

import pytest

from karep.playbook import finding
from karep.playbook.finding import KINDS, find_entries
from karep.playbook.objection_words import SURE
from karep.playbook.shelf import playbook
from karep.playbook.shipped import LANGUAGES
from tests.hostile import hostile_texts


def _all(language: str) -> list[finding.Entry]:
    return [entry for entry, _fields in finding._entries(playbook(language))]


@pytest.mark.parametrize(
    ("language", "words", "first"),
    [
        ("zh", "太贵", "o.too-expensive"),
        ("zh", "太贵了", "o.too-expensive"),
        ("zh", "太貴", "o.too-expensive"),
        ("zh", "tai gui", "o.too-expensive"),
        ("zh", "taigui", "o.too-expensive"),
        ("zh", "tgl", "o.too-expensive"),
        ("zh", "没有预算", "o.no-budget"),
        ("zh", "账期", "o.longer-credit"),
        ("en", "too expensive", "o.too-expensive"),
        ("en", "It's too expensive", "o.too-expensive"),
        ("en", "its too expensive", "o.too-expensive"),
        ("en", "EXPENSIVE", "o.too-expensive"),
        ("en", "no budget", "o.no-budget"),
        ("en", "answer an objection", "g.objection-rule"),
        ("en", "cfo", "q.finance"),
        ("en", "incumbent supplier", "b.incumbent"),
        ("en", "ask for the order", "t.direct-ask"),
    ],
)
def test_the_first_entry(language: str, words: str, first: str) -> None:
    assert find_entries(words, language, 5)[0].id == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_card_is_found_by_its_name_among_the_first(language: str) -> None:
    lines = {"item", "question", "signal"}
    for entry in (one for one in _all(language) if one.kind not in lines):
        found = [one.id for one in find_entries(entry.title, language, 8)]
        assert entry.id in found, entry.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_line_is_found_by_its_title(language: str) -> None:
    for entry in _all(language)[::7]:
        assert entry in find_entries(entry.title, language, 200), entry.title


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_playbook_holds_can_be_found(language: str) -> None:
    entries, book = _all(language), playbook(language)
    ids = [entry.id for entry in entries]
    cards = (book.stages, book.objections, book.techniques, book.questions, book.battles, book.guides)
    assert set(ids) == {one for some in cards for one in some} | set(book.ticked)
    assert len(ids) == len(set(ids))
    assert {entry.kind for entry in entries} == set(KINDS)
    assert all(entry.title for entry in entries)


@pytest.mark.parametrize("words", ["delivery", "service", "customer"])
def test_what_is_called_so_comes_before_what_merely_says_so(words: str) -> None:
    found = find_entries(words, "en", 200, SURE)
    called = [any(words in name.casefold() for name in (one.title, *one.aliases)) for one in found]
    assert called == sorted(called, reverse=True) and not all(called)


def test_the_answer_to_a_sentence_comes_before_a_card_that_has_all_its_words() -> None:
    words = "Who are you again?"
    assert find_entries(words, "en", 5)[0].id == "o.never-heard"
    assert len(find_entries(words, "en", 50)) > 1


def test_a_guess_is_left_out_when_only_what_is_sure_is_wanted() -> None:
    guess = "our plant in the north has had no money for tools since spring"
    assert find_entries(guess, "en", 5)
    assert find_entries(guess, "en", 5, SURE) == []


def test_the_limit() -> None:
    assert len(find_entries("customer", "en", 3)) == 3
    assert find_entries("customer", "en", 3) == find_entries("customer", "en", 50)[:3]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["", " ", "\x00", "😀", "。", "xyzzy", "没有这张卡片吧", *hostile_texts()[:10]])
def test_nothing_or_nonsense_breaks_nothing(language: str, words: str) -> None:
    for entry in find_entries(words, language, 5):
        assert entry.title
