"""What each kind of card must hold, and the sentence for each thing that is wrong."""

import pytest

from karep.playbook.card import parse_card
from karep.playbook.kinds import KINDS, card_id_of, check_card, kind_of
from karep.playbook.shipped import CARDS, LANGUAGES, shipped_cards
from tests.playbook.conftest import objection

WHOLE = objection("o.no", front='aliases = ["no"]\nroles = ["user"]')
STAGE = (CARDS / "en" / "stages" / "s3-engage.md").read_text("utf-8")


def faults(text: str, *, whole: bool = True) -> list[str]:
    return [str(one).removeprefix("x.md:") for one in check_card(parse_card(text, "x.md"), whole=whole)]


@pytest.mark.parametrize(
    ("card_id", "kind"),
    [("S1", "stage"), ("S8", "stage"), ("o.x", "objection"), ("t.x-2", "technique"), ("q.x", "questions"),
     ("b.x", "battle"), ("g.x", "guide")],
)  # fmt: skip
def test_the_id_tells_the_kind(card_id: str, kind: str) -> None:
    found = kind_of(card_id)
    assert found and found.name == kind


@pytest.mark.parametrize(
    "card_id",
    ["", "S0", "S9", "s1", "o", "o.", "x.y", "o.a.b", "o.A", "o.太贵", "o.a b", "o.../x", "o.a\n", "o.-a", "O.a"],
)
def test_what_is_no_id_of_a_card(card_id: str) -> None:
    assert kind_of(card_id) is None


def test_the_id_of_a_line_tells_its_card() -> None:
    assert card_id_of("s6.exit.decided") == "S6"
    assert card_id_of("o.too-expensive.scope") == "o.too-expensive"
    assert card_id_of("nothing") == "nothing"


def test_a_whole_card_has_no_faults() -> None:
    assert faults(WHOLE) == []
    assert faults(STAGE) == []


@pytest.mark.parametrize("card_id", ["S9", "", "o.Price", "x.price", "o.太贵"])
def test_a_card_of_no_kind(card_id: str) -> None:
    (fault,) = faults(WHOLE.replace('id = "o.no"', f'id = "{card_id}"'))
    assert fault == "2: the id of a card is S1 to S8, or like o.too-dear: o. t. q. b. or g., then a-z, 0-9 and - only"


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('name = "They say no"\n', "", 1, 'the front matter lacks name; write it like name = "words"'),
        ('name = "They say no"', "name = 3", 3, "the front matter lacks name"),
        ('name = "They say no"', 'name = " "', 3, "the front matter lacks name"),
        ('aliases = ["no"]', 'aliases = "no"', 5, 'aliases is a list: aliases = ["one", "two"]'),
        ('aliases = ["no"]', "aliases = [1]", 5, "aliases is a list"),
        ('aliases = ["no"]', "aliases = [[1979-05-27]]", 5, "aliases is a list"),
        ('aliases = ["no"]', 'alias = ["no"]', 5, "has no alias; it may have: id, name, without, stages,"),
        ('["user"]', '["boss"]', 6, "roles knows no boss; it may have: decision_maker, purchaser,"),
        ('["S5"]', '["S9", "S5"]', 4, "stages knows no S9; it may have: S1, S2"),
        ("{#clarify}", "{#clarity}", 9, "this card has no section clarity; its sections are: clarify, answers"),
        ("{#clarify}", "{#hides}", 1, "the section clarify is missing; add a heading that ends with {#clarify}"),
        ("- A figure.", "A figure.", 18, "the section evidence is a list; begin each of its lines with '- '"),
        ("- A figure.", "", 18, "the section evidence is a list"),
        ("Nothing for nothing.", "- Nothing.", 22, "the section concession is one paragraph, without a list"),
        ("- A figure.", "- A figure. {#o.no.f}", 20, "the lines of this section have no ids; delete {#o.no.f}"),
        (" {#o.no.first}", "", 15, "this line needs an id of its own; end it with {#o.no.…}"),
        ("{#o.no.first}", "{#o.yes.first}", 15, "an id is o.no. and then a name in a-z, 0-9 and -; o.yes.first is not"),
        ("{#o.no.first}", "{#o.no.}", 15, "an id is o.no. and then a name in a-z, 0-9 and -; o.no. is not"),
        ("{#o.no.first}", "{#o.no.a.b}", 15, "an id is o.no. and then a name in a-z, 0-9 and -; o.no.a.b is not"),
        ("  - say: “Let us look at it.”\n", "", 15, "below this line a line is missing: - say: …"),
        ("  - say:", "  - how: x\n  - say:", 15, "how: is not used in this section; delete it"),
        ("- Why is that?", "- Why is that?\n  - how: x", 11, "how: is not used in this section; delete it"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, line: int, words: str) -> None:
    assert WHOLE.count(old) == 1
    found = faults(WHOLE.replace(old, new))
    assert any(one.startswith(f"{line}: ") and words in one for one in found), found


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("- S: ", "- ", "a question begins with S: P: I: or N:"),
        ("- S: ", "- X: ", "a question begins with S: P: I: or N:"),
        ("{#s3.q.", "{#s3.", "an id is s3.q. and then a name"),
        ("{#s3.exit.", "{#s3.sign.", "an id is s3.exit. and then a name"),
        ('pram = "R"', 'pram = "X"', "pram is one of: P, R, A, M"),
    ],
)
def test_what_is_wrong_with_a_stage(old: str, new: str, words: str) -> None:
    assert old in STAGE
    assert any(words in one for one in faults(STAGE.replace(old, new, 1)))


def test_an_id_is_used_once_and_the_second_use_is_named() -> None:
    twice = WHOLE.replace("“Let us look at it.”\n", "“Let us look at it.”\n- Second {#o.no.first}\n  - say: x\n")
    assert faults(twice) == ["17: another line has the id o.no.first already; give this one another name"]


@pytest.mark.parametrize("key", [key for key, shape in KINDS["stage"].sections.items() if shape.required])
def test_a_whole_stage_has_all_its_sections_and_an_overlay_need_not(key: str) -> None:
    start = STAGE.rindex("## ", 0, STAGE.index(f"{{#{key}}}"))
    end = STAGE.find("\n## ", start)
    text = STAGE[:start] + (STAGE[end + 1 :] if end >= 0 else "")
    assert faults(text) == [f"1: the section {key} is missing; add a heading that ends with {{#{key}}}"]
    assert faults(text, whole=False) == []


def test_an_overlay_may_lack_name_and_labels_but_not_be_wrong() -> None:
    assert faults('+++\nid = "o.no"\n+++\n', whole=False) == []
    assert faults('+++\nid = "o.no"\n+++\n## A {#answers}\n- New words {#o.no.first}\n', whole=False) == []
    assert faults('+++\nid = "o.no"\nname = 3\n+++\n', whole=False) != []


def test_a_guide_may_have_any_section() -> None:
    text = '+++\nid = "g.x"\nname = "G"\n+++\n## Mine {#mine}\n\nWords.\n\n- plain\n- named {#g.x.a}\n  - how: so\n'
    assert faults(text) == []
    assert "an id is g.x. and then a name" in faults(text.replace("{#g.x.a}", "{#g.y.a}"))[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_our_cards_keep_to_their_kinds(language: str) -> None:
    assert [str(one) for card in shipped_cards(language).values() for one in check_card(card)] == []
