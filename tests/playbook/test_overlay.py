"""Laying one card over another: what takes whose place, and the laws of it."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from karep.playbook.card import Card, parse_card
from karep.playbook.overlay import lay_over, says_the_same
from tests.playbook.cards_made import bare, cards

OURS = parse_card(
    """+++
id = "g.x"
name = "Ours"
aliases = ["one", "two"]
stages = ["S5"]
+++

## Head {#one}

A paragraph.

## List {#list}

- First {#g.x.first}
  - how: so
  - evidence: proof
- Second {#g.x.second}
- plain one
- plain two
""",
    "ours.md",
)


def laid(front: str, body: str, *, only_add: bool = False, below: Card = OURS) -> Card:
    return lay_over(below, parse_card(f'+++\nid = "g.x"\n{front}\n+++\n{body}', "own.md"), only_add=only_add)


def lines(card: Card, key: str = "list") -> list[str]:
    return [item.text for item in card.sections[key].items]


def test_a_line_takes_the_place_of_its_namesake_and_keeps_what_is_not_said_again() -> None:
    card = laid("", "## L {#list}\n\n- Mine {#g.x.first}\n  - how: thus\n")
    assert lines(card) == ["Mine", "Second", "plain one", "plain two"]
    assert card.sections["list"].items[0].labels == {"how": "thus", "evidence": "proof"}
    assert card.sections["list"].heading == "L"


def test_a_new_line_comes_last_and_plain_lines_take_the_place_of_all_plain_ones() -> None:
    assert lines(laid("", "## L {#list}\n\n- New {#g.x.new}\n")) == [
        "First", "Second", "plain one", "plain two", "New"
    ]  # fmt: skip
    assert lines(laid("", "## L {#list}\n\n- mine\n")) == ["First", "Second", "mine"]


def test_texts_take_the_place_of_ours_and_lists_are_added_to_ours() -> None:
    card = laid('name = "Mine"\naliases = ["two", "three"]', "## H {#one}\n\nMy own.\n")
    assert card.front["name"] == "Mine"
    assert card.front["aliases"] == ["one", "two", "three"]
    assert card.front["stages"] == ["S5"]
    assert card.sections["one"].paragraph == "My own."


def test_without_leaves_out_lines_and_words_of_lists() -> None:
    card = laid('without = ["g.x.first", "two", "S5"]', "")
    assert lines(card) == ["Second", "plain one", "plain two"]
    assert (card.front["aliases"], card.front["stages"]) == (["one"], [])


def test_a_section_of_ones_own_is_added() -> None:
    assert list(laid("", "## Mine {#mine}\n\nWords.\n").sections) == ["one", "list", "mine"]


def test_another_language_adds_and_never_changes() -> None:
    body = "## 列表 {#list}\n\n- 改 {#g.x.first}\n- 新 {#g.x.new}\n- 散\n\n"
    body += "## 一 {#one}\n\n段落。\n\n## 我 {#mine}\n\n段。\n"
    card = laid('name = "我"\naliases = ["别名"]\nwithout = ["g.x.second"]', body, only_add=True)
    assert lines(card) == ["First", "Second", "plain one", "plain two", "新"]
    assert (card.front["name"], card.front["aliases"]) == ("Ours", ["one", "two", "别名"])
    assert (card.sections["one"].paragraph, card.sections["list"].heading) == ("A paragraph.", "List")
    assert "mine" in card.sections


def test_what_one_language_left_out_does_not_come_back_in_the_words_of_another() -> None:
    without = laid('without = ["g.x.first"]', "")
    body = "## 列表 {#list}\n\n- 改 {#g.x.first}\n"
    assert lines(laid("", body, only_add=True, below=without)) == ["Second", "plain one", "plain two"]


def test_the_rep_can_bring_back_what_the_company_left_out() -> None:
    company = laid('without = ["g.x.first", "two"]', "")
    rep = laid('aliases = ["two"]', "## L {#list}\n\n- Mine {#g.x.first}\n", below=company)
    assert "Mine" in lines(rep) and rep.front["aliases"] == ["one", "two"]


@given(cards(), st.booleans())
def test_an_empty_card_changes_nothing(card: Card, only_add: bool) -> None:
    below = bare(card)
    empty = Card("own.md", {"id": card.id}, {})
    assert says_the_same(below, lay_over(below, empty, only_add=only_add))


@given(cards())
def test_a_card_laid_over_itself_changes_nothing(card: Card) -> None:
    below = bare(card)
    assert says_the_same(below, lay_over(below, below))


@given(cards(), cards(), st.booleans())
def test_twice_is_as_good_as_once(card: Card, above: Card, only_add: bool) -> None:
    once = lay_over(bare(card), above, only_add=only_add)
    assert says_the_same(once, lay_over(once, above, only_add=only_add))


@given(cards(), cards())
def test_what_is_left_out_is_gone(card: Card, above: Card) -> None:
    gone = set(above.front.get("without", ()))  # type: ignore[call-overload]
    whole = lay_over(bare(card), above)
    ours = {item.id for key in card.sections for item in whole.sections[key].items}
    assert not ours & gone


@given(cards(), cards())
def test_adding_keeps_all_of_ours_as_it_is_and_in_its_order(card: Card, above: Card) -> None:
    below = bare(card)
    whole = lay_over(below, above, only_add=True)
    assert whole.front["name"] == below.front["name"]
    for key, section in below.sections.items():
        found = whole.sections[key]
        assert (found.heading, found.paragraph) == (section.heading, section.paragraph)
        assert [replace(one, line=0) for one in section.items] == list(found.items)[: len(section.items)]
        assert all(one.id for one in found.items[len(section.items) :])


@given(cards(), cards())
def test_lines_of_the_card_below_have_no_number_any_more(card: Card, above: Card) -> None:
    theirs = {(one.line, one.text) for section in above.sections.values() for one in section.items}
    whole = lay_over(bare(card), above)
    for section in whole.sections.values():
        assert all(one.line == 0 or (one.line, one.text) in theirs for one in section.items)
