"""Finding what the playbook holds, by what a customer says and by what it is called."""

import pytest

from karep.playbook import finding
from karep.playbook.finding import KINDS, find_entries
from karep.playbook.stages import LANGUAGES, load_stages, objection_rule
from tests.hostile import hostile_texts


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
        ("zh", "预算", "s4.budget"),
        ("zh", "账期", "o.longer-credit"),
        ("en", "too expensive", "o.too-expensive"),
        ("en", "It's too expensive", "o.too-expensive"),
        ("en", "its too expensive", "o.too-expensive"),
        ("en", "EXPENSIVE", "o.too-expensive"),
        ("en", "no budget", "o.no-budget"),
        ("en", "budget", "s4.budget"),
        ("en", "answer an objection", "objection-rule"),
    ],
)
def test_the_first_entry(language: str, words: str, first: str) -> None:
    assert find_entries(words, language, 5)[0].id == first


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_is_found_first_by_its_title_or_beside_its_namesakes(language: str) -> None:
    for entry, _fields in finding._entries(language):
        found = find_entries(entry.title, language, 200)
        assert entry in found
        better = found[: found.index(entry)]
        assert all(entry.title.split()[0].casefold() in f"{one.title} {one.text}".casefold() for one in better)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_that_the_playbook_holds_can_be_found(language: str) -> None:
    entries = [entry for entry, _fields in finding._entries(language)]
    ids = [entry.id for entry in entries]
    stages = load_stages(language)
    wanted = {stage.id for stage in stages} | {"objection-rule"}
    for stage in stages:
        wanted |= {one.id for one in (*stage.checklist, *stage.exit, *stage.questions, *stage.objections)}
    assert set(ids) == wanted
    assert len(ids) == len(set(ids))
    assert {entry.kind for entry in entries} == set(KINDS)
    assert all(entry.title and bool(entry.stage_id) == (entry.kind != "rule") for entry in entries)
    assert find_entries(objection_rule(language).name, language, 1)[0].kind == "rule"


def test_better_matches_first_and_objections_before_the_rest() -> None:
    found = find_entries("price", "en", 50)
    titled = ["price" in entry.title.casefold() for entry in found]
    assert titled == sorted(titled, reverse=True)
    inside = [KINDS.index(entry.kind) for entry in found if "price" not in entry.title.casefold()]
    assert inside == sorted(inside)


def test_the_limit() -> None:
    assert len(find_entries("customer", "en", 3)) == 3
    assert find_entries("customer", "en", 3) == find_entries("customer", "en", 50)[:3]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("words", ["", " ", "\x00", "😀", "。", "xyzzy", "没有这张卡片吧", *hostile_texts()[:10]])
def test_nothing_or_nonsense_breaks_nothing(language: str, words: str) -> None:
    for entry in find_entries(words, language, 5):
        assert entry.title
