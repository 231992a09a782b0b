"""Cards that karep writes for a rep: sound, safe names, nothing overwritten, nobody else's business."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep import paths
from karep.playbook import shelf, writing
from karep.playbook.card import Card, parse_card, read_card
from karep.playbook.checking import folder_faults
from karep.playbook.kinds import NAME, check_card, kind_of
from karep.playbook.overlay import says_the_same
from karep.playbook.shelf import playbook, read_playbook, refresh
from karep.playbook.shipped import LANGUAGES, shipped_cards
from karep.playbook.writing import NEW_KINDS, NotWritten, new_card, own_copy, slug, toml_text, written
from tests.hostile import hostile_texts
from tests.playbook.cards_made import bare, cards
from tests.playbook.conftest import put


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("card_id", ["S1", "S8", "o.too-expensive", "t.pilot", "q.finance", "b.in-house", "g.trust"])
def test_a_copy_changes_nothing_until_it_is_changed(home: Path, card_id: str, language: str) -> None:
    path = own_copy(card_id, language)
    kind = kind_of(card_id)
    assert kind and path.parent == paths.playbook_folder() / language / kind.folder
    assert path.name == Path(shipped_cards(language)[card_id].source).name
    for one in LANGUAGES:
        assert playbook(one) == read_playbook(one, ())
    assert folder_faults(paths.playbook_folder()) == []


def test_a_copy_holds_all_lines_to_be_changed_and_says_how(home: Path) -> None:
    text = own_copy("o.too-expensive", "zh").read_text("utf-8")
    card = shipped_cards("zh")["o.too-expensive"]
    assert all(item.text in text for section in card.sections.values() for item in section.items)
    assert "话术：“" in text and "不改的请删掉" in text
    own_copy("S3", "en")
    path = own_copy("S3", "en")
    path.write_text(path.read_text().replace("Ask", "Beg", 1))
    assert own_copy("S3", "en") == path and playbook("en").own == {"S3"}


def test_all_cards_can_be_copied_and_read_again(home: Path) -> None:
    for language in LANGUAGES:
        for card in shipped_cards(language).values():
            again = parse_card(f"+++\n{written(card, language)}", "x.md")
            front = {key: card.front[key] for key in ("id", "name")}
            assert says_the_same(again, Card("", front, card.sections))


@given(cards(), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again(card: Card, language: str) -> None:
    below = bare(card)
    again = parse_card(f"+++\n{written(below, language)}", "x.md")
    assert says_the_same(again, Card("", {key: below.front[key] for key in ("id", "name")}, below.sections))


def test_a_copy_is_the_one_that_is_there_even_when_it_is_broken(home: Path, own: Path) -> None:
    named = put(own, "en/mine.md", '+++\nid = "o.late"\n+++\n')
    assert own_copy("o.late", "en") == named
    broken = put(own, "en/objections/too-expensive.md", "broken")
    assert own_copy("o.too-expensive", "en") == broken
    assert broken.read_text() == "broken"
    other = put(own, "en/guides/trust.md", '+++\nid = "g.spin"\n+++\n')
    assert own_copy("g.trust", "en") == other.with_name("trust-2.md")


@pytest.mark.parametrize("card_id", ["", "S9", "o.gone", "s1.duplicates", "../../etc/passwd", "o.\x00", "o.太贵"])
def test_what_no_card_is_called_is_not_copied(home: Path, card_id: str) -> None:
    with pytest.raises(NotWritten, match="There is no card"):
        own_copy(card_id, "en")
    assert not home.exists()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", NEW_KINDS)
def test_a_new_card_is_sound_and_in_force_at_once(own: Path, kind: str, language: str) -> None:
    playbook(language)
    path = new_card(kind, "价格 太高 [red]x\x1b[2J", language)
    card = read_card(path)
    assert check_card(card) == []
    assert card.front["name"] == "价格 太高 [red]x [2J"
    assert refresh()
    found = playbook(language).card(card.id)
    assert found and found.name == card.front["name"]
    assert playbook(language).faults == ()
    own_copy(card.id, "zh" if language == "en" else "en")
    assert folder_faults(own) == []


def test_new_cards_have_ids_of_their_own(own: Path) -> None:
    first, second = (new_card("objection", "Too expensive", "en") for _ in range(2))
    assert (read_card(first).id, read_card(second).id) == ("o.too-expensive-2", "o.too-expensive-3")
    assert (first.name, second.name) == ("too-expensive-2.md", "too-expensive-3.md")
    assert read_card(new_card("guide", "Too expensive", "zh")).id == "g.too-expensive"
    put(own, "zh/broken.md", '+++\nid = "o.taken"\n+++\n')
    assert read_card(new_card("objection", "taken", "en")).id == "o.taken-2"


def test_files_are_the_reps_alone_and_nothing_is_overwritten(home: Path) -> None:
    old = os.umask(0)
    try:
        path = new_card("objection", "x", "en")
        copy = own_copy("S1", "zh")
    finally:
        os.umask(old)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path, copy)] == [0o600, 0o600]
    made = [one for one in home.rglob("*") if one.is_dir()]
    assert {stat.S_IMODE(one.stat().st_mode) for one in made} == {0o700}
    before = copy.read_text()
    (copy.parent / "s2-plan.md").symlink_to(copy)
    assert own_copy("S2", "zh").name == "s2-plan-2.md"
    assert copy.read_text() == before


def test_a_stage_cannot_be_added_and_a_card_has_a_name(home: Path) -> None:
    for kind in ("stage", "x", "../x"):
        with pytest.raises(NotWritten, match="To change a stage: karep playbook edit S3"):
            new_card(kind, "x", "en")
    for name in ("", " \n\t", "\x1b\x00"):
        with pytest.raises(NotWritten, match="needs a name"):
            new_card("guide", name, "en")
    for language in ("fr", "../en"):
        with pytest.raises(ValueError, match="no cards in the language"):
            new_card("guide", "x", language)
    assert not home.exists()


@pytest.mark.parametrize(
    ("name", "expected"),
    [("It's too  dear!", "it-s-too-dear"),
     ("价格太高", "jia-ge-tai-gao"), ("Ａ公司", "gong-si"), ("…", ""), ("../x", "x"),
     ("CON", "con-card"), ("com1", "com1-card"), ("a" * 99, "a" * 40), ("ab " * 30, "ab-" * 12 + "ab")],
)  # fmt: skip
def test_names_of_files(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize("text", hostile_texts())
def test_any_name_is_safe(text: str) -> None:
    made = slug(text)
    assert made == "" or (NAME.fullmatch(made) and len(made) <= 45)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=30)
@given(st.text(min_size=1, max_size=60))
def test_any_name_makes_a_sound_card(home: Path, name: str) -> None:
    try:
        path = new_card("battle", name, "en")
    except NotWritten:
        assert not any(one.isprintable() and not one.isspace() for one in name)
        return
    assert path.is_relative_to(home)
    assert check_card(read_card(path)) == []
    path.unlink()


@given(st.text())
def test_a_text_in_toml_is_that_text(text: str) -> None:
    whole = text.encode("utf-8", "replace").decode()
    assert tomllib.loads(f"a = {toml_text(whole)}")["a"] == whole


def test_the_templates_are_sound(home: Path) -> None:
    for language in LANGUAGES:
        for kind in NEW_KINDS:
            card = read_card(writing._TEMPLATES / language / f"{kind}.md")
            assert check_card(card) == []
            twin = read_card(writing._TEMPLATES / "en" / f"{kind}.md")
            assert [(key, [i.id for i in one.items]) for key, one in card.sections.items()] == [
                (key, [i.id for i in one.items]) for key, one in twin.sections.items()
            ]
    assert shelf.folders() == [paths.playbook_folder()]
