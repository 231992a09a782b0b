"""A card that is broken while the program runs: its last sound version is used, and it is said which one is."""

from pathlib import Path

import pytest

from karep.playbook.finding import find_entries
from karep.playbook.objection_words import answer_kept, names_answer
from karep.playbook.shelf import playbook, refresh, use_own_folders
from karep.playbook.writing import drop_untouched, namesake, new_card, own_copy
from tests.playbook.conftest import objection, put

GOOD = '+++\nid = "o.late"\nname = "You are late"\n+++\n'


def _save(own: Path, text: str) -> None:
    put(own, "en/late.md", text)
    refresh()


@pytest.mark.parametrize("broken", ["no card at all", GOOD.replace("name =", "nmae ="), '+++\nid = "o.late\n+++\n'])
def test_the_last_sound_version_stays_in_use(own: Path, broken: str) -> None:
    ours = playbook("en").objections["o.late"].name
    _save(own, GOOD)
    assert playbook("en").objections["o.late"].name == "You are late"
    _save(own, broken)
    book, source = playbook("en"), str(own / "en" / "late.md")
    assert book.objections["o.late"].name == "You are late"
    assert [one.source for one in book.faults] == [source] and book.meanwhile == {source: "last"}
    (own / "en" / "late.md").unlink()
    refresh()
    assert playbook("en").objections["o.late"].name == ours and playbook("en").meanwhile == {}
    _save(own, broken)
    assert playbook("en").objections["o.late"].name == ours, "the file that went is another one"


def test_at_the_start_our_own_card_is_used_or_nothing(own: Path) -> None:
    put(own, "en/objections/late.md", "broken")
    put(own, "en/mine.md", "broken")
    use_own_folders()
    book = playbook("en")
    assert book.meanwhile == {str(own / "en/objections/late.md"): "ours", str(own / "en/mine.md"): "nothing"}
    _save(own, GOOD.replace("+++\n", '+++\nwithout = ["o.late.gone"]\n', 1))
    book = playbook("en")
    assert str(own / "en/late.md") in {one.source for one in book.faults}
    assert str(own / "en/late.md") not in book.meanwhile, "the rest of it is used"


def test_the_other_fault_of_a_card_whose_id_is_taken_is_told_too(own: Path) -> None:
    put(own, "en/a.md", objection("o.x"))
    put(own, "en/b.md", objection("o.x").replace("  - say:", "  - how:"))
    use_own_folders()
    told = [one.reason for one in playbook("en").faults]
    assert any("has the id o.x already" in one for one in told)
    assert any(one.startswith("how: is not used in this section") for one in told)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_copy_in_which_nothing_was_changed_is_taken_back(home: Path, language: str) -> None:
    path = own_copy("o.late", language)
    assert drop_untouched(path, language) and not path.exists()
    path = own_copy("o.late", language)
    path.write_text(path.read_text("utf-8").replace("o.late.own-it", "o.late.mine"), "utf-8")
    assert not drop_untouched(path, language) and path.exists()
    new = new_card("objection", "x", language)
    assert not drop_untouched(new, language) and new.exists()


def test_a_card_of_the_same_name_is_known(own: Path) -> None:
    assert namesake("objection", "Too expensive", "en") == "o.too-expensive"
    assert namesake("objection", "The delivery is late", "en") == "o.late"
    assert namesake("guide", "Too expensive", "en") == "" == namesake("objection", "Never seen", "en")


def test_a_new_card_is_no_answer_until_it_is_written(own: Path) -> None:
    path = new_card("objection", "Too expensive", "en")
    use_own_folders()
    assert "o.too-expensive-2" not in [
        one.id for one in find_entries("settled this point to your satisfaction", "en", 9)
    ]
    found = [one.id for one in find_entries("too expensive", "en", 9)]
    assert found[0] == "o.too-expensive" and found[-1] == "o.too-expensive-2"
    path.write_text(path.read_text().replace("Suppose we settled", "Suppose we two settled"))
    use_own_folders()
    assert "o.too-expensive-2" in [one.id for one in find_entries("two settled this point", "en", 9)]


def test_the_name_of_the_answer_is_kept_as_it_was() -> None:
    answer = playbook("en").objections["o.late"].answers[0]
    other = playbook("en").objections["o.late"].answers[1]
    assert answer_kept(answer.id, "") == answer.name == answer_kept(answer.id, other.name)
    assert answer_kept(answer.id, "my words") == "my words" and answer_kept("", "x") == "x"
    assert names_answer(answer.id, playbook("zh").objections["o.late"].answers[0].name)
    assert not names_answer(answer.id, "my words") and not names_answer("", "")
