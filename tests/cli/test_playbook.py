"""`karep playbook`: what it finds, shows, writes and proves, and what it refuses."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from karep import paths
from karep.cli import editor
from karep.playbook import shelf
from karep.playbook.shelf import playbook
from karep.rules.cutting import cells
from tests.cli.conftest import Karep
from tests.hostile import hostile_texts
from tests.playbook.broken_cards import CHINESE, ENGLISH, FIVE
from tests.playbook.conftest import objection, put


@pytest.fixture(autouse=True)
def own(home: Path) -> Iterator[Path]:
    """The rep's own folder; it is not there yet. What lies in it is forgotten after the test."""
    shelf.use_own_folders()
    yield paths.playbook_folder()
    shelf.use_own_folders()


def test_how_many_cards_there_are_and_where_ones_own_go(karep: Karep, own: Path) -> None:
    answer = karep("playbook")
    assert answer.code == 0 and "26 objections" in answer.out and f"Your own: 0 files in {own}" in answer.out
    put(own, "en/x.md", objection("o.x"))
    put(own, "en/y.md", "broken")
    shelf.forget()
    answer = karep("playbook")
    assert "27 objections" in answer.out and "1 card differs from karep's." in answer.out
    assert answer.err == f"{own / 'en' / 'y.md'}:1: a card begins with a line +++, and below it its id and its name\n"
    assert "26 条异议" not in answer.out and "27 条异议" in karep("--lang", "zh", "playbook").out


@pytest.mark.parametrize(
    ("language", "words", "card"),
    [
        ("en", "your price is 20% above the others", "o.too-expensive"),
        ("en", "we already have a supplier", "o.have-supplier"),
        ("zh", "你们比别家贵两成", "o.too-expensive"),
        ("zh", "我们已经有供应商了", "o.have-supplier"),
        ("zh", "taigui", "o.too-expensive"),
    ],
)
def test_a_customer_s_sentence_finds_its_card_in_six_lines(karep: Karep, language: str, words: str, card: str) -> None:
    answer = karep("--lang", language, "playbook", "find", *words.split())
    title, empty, *rows = answer.out.splitlines()
    assert (answer.code, answer.err) == (0, "") and title.endswith(f"  {card}") and empty == ""
    assert 5 <= rows.index("") <= 6
    assert all(cells(row) <= 78 for row in answer.out.splitlines())
    book = playbook(language)
    assert book.objections[card].clarify[0] in rows[0]
    assert not any("…" in row for row in rows[: rows.index("")])


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_objection_fits_into_six_lines_uncut(karep: Karep, language: str) -> None:
    from karep.cli.cards_shown import at_a_glance
    from karep.i18n import use_language
    from karep.playbook.finding import _entries

    use_language(language)
    for entry, _fields in _entries(playbook(language)):
        rows = at_a_glance(entry, language)[2:]
        assert rows and all(cells(row) <= 78 for row in rows)
        if entry.kind == "objection":
            assert len(rows) in (5, 6) and "…" not in "".join(row[-1] for row in rows), entry.id


def test_what_is_found_can_be_a_line_of_a_card(karep: Karep) -> None:
    answer = karep("playbook", "find", "approved floor")
    assert answer.code == 0 and answer.out.splitlines()[0]
    found = json.loads(karep("playbook", "find", "Get the floor approved", "--format", "json").out)
    assert found[0]["id"] == "s6.floor" and found[0]["card"] == "S6" and found[0]["kind"] == "item"
    rows = karep("playbook", "find", "Get the floor approved").out.splitlines()
    assert rows[0].endswith("  S6") and "Get the floor approved" in rows[2] and "how:" in rows[3]


def test_finding_nothing_is_said_and_no_failure(karep: Karep) -> None:
    answer = karep("playbook", "find", "qqqqqqq")
    assert (answer.code, answer.out) == (0, "")
    assert answer.err == "Nothing in the playbook answers to “qqqqqqq”.\n"
    assert json.loads(karep("playbook", "find", "qqqqqqq", "--format", "json").out) == []
    assert karep("playbook", "find").code == 2


@pytest.mark.parametrize("name", ["o.too-expensive", "O.TOO-EXPENSIVE", "too-expensive", "o.too-expensive.scope"])
def test_a_card_is_shown_whole(karep: Karep, name: str) -> None:
    card = playbook("en").objections["o.too-expensive"]
    text = " ".join(karep("playbook", "show", name).out.split())
    for words in (*card.clarify, *(one.say for one in card.answers), card.concession, card.fails, *card.hides):
        assert words in text


def test_a_stage_is_shown_by_its_number_or_an_item(karep: Karep) -> None:
    assert karep("playbook", "show", "S6").out == karep("playbook", "show", "s6").out
    assert karep("playbook", "show", "s6.floor").out == karep("playbook", "show", "S6").out
    text = karep("--lang", "zh", "playbook", "show", "S6", "--format", "md").out
    assert text.startswith("# ") and "\n## " in text and "  - 做法：" in text


def test_a_card_for_another_program(karep: Karep) -> None:
    card = json.loads(karep("playbook", "show", "o.too-expensive", "--format", "json").out)
    assert (card["kind"], card["id"], card["stages"]) == ("objection", "o.too-expensive", ["S5"])
    answers = next(one for one in card["sections"] if one["key"] == "answers")
    assert answers["lines"][0]["id"].startswith("o.too-expensive.") and answers["lines"][0]["say"]


def test_a_card_that_is_not_there(karep: Karep) -> None:
    answer = karep("playbook", "show", "o.too-expensiv")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("There is no card o.too-expensiv;") and "o.too-expensive" in answer.err
    assert karep("playbook", "edit", "zzzzzz").code == 1


def test_a_new_card(karep: Karep, own: Path) -> None:
    path = own / "zh" / "objections" / "tai-gui.md"
    assert karep("playbook", "new", "objection", "太贵", "--lang", "zh").out == (
        f"The card is in {path}; put your own words into it.\n"
    )
    shelf.forget()
    assert playbook("zh").objections["o.tai-gui"].name == "太贵"
    assert karep("--lang", "zh", "playbook", "new", "guide", "我", "的").code == 0
    assert (own / "zh" / "guides" / "wo-de.md").exists()
    refused = karep("playbook", "new", "stage", "x")
    assert refused.code == 1 and refused.err.startswith("A new card is one of: objection, technique")
    assert karep("playbook", "new", "guide", " ").err == "A new card needs a name.\n"
    assert karep("playbook", "new", "guide", "x", "--lang", "fr").code == 2


def test_without_an_editor_the_path_is_printed(karep: Karep, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    path = own / "en" / "stages" / "s6-close.md"
    for _time in range(2):
        answer = karep("playbook", "edit", "s6.floor")
        assert (answer.code, answer.out, answer.err) == (0, f"{path}\n", "")
    monkeypatch.setenv("EDITOR", "false")
    assert karep("playbook", "edit", "S6").out == f"{path}\n"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody sits at a terminal."""
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(editor, "is_terminal", lambda stream: True)


def write_editor(folder: Path, text: str) -> str:
    """An editor that writes this into the file it is given."""
    script = folder / "my editor.py"
    script.write_text(f"import sys; open(sys.argv[-1], 'w').write({text!r})")
    return f"'{sys.executable}' '{script}' --wait"


@pytest.mark.usefixtures("terminal")
def test_a_card_is_edited_and_checked(karep: Karep, own: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = '+++\nid = "o.late"\nname = "You are late"\n+++\n'
    monkeypatch.setenv("EDITOR", write_editor(tmp_path, good))
    answer = karep("playbook", "edit", "o.late")
    assert (answer.code, answer.out) == (0, "The card is sound, and in force.\n")
    assert playbook("en").objections["o.late"].name == "You are late"
    monkeypatch.setenv("VISUAL", write_editor(tmp_path, good.replace("name = ", "nmae = ")))
    answer = karep("playbook", "edit", "o.late")
    path = own / "en" / "objections" / "late.md"
    assert answer.code == 1 and answer.err.splitlines() == [
        f"{path}:3: the front matter of this card has no nmae; it may have: id, name, without, stages, aliases, roles",
        "Put this right. Until then its last sound version is used.",
    ]


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    ("command", "words"),
    [("/nowhere/editor", "cannot be started"), ("'unclosed", "cannot be started"), ("false", "ended with a failure")],
)
def test_an_editor_that_fails(karep: Karep, monkeypatch: pytest.MonkeyPatch, command: str, words: str) -> None:
    monkeypatch.setenv("EDITOR", command)
    answer = karep("playbook", "edit", "o.late")
    assert answer.code == 1 and words in answer.err and "late.md" in answer.err


def test_the_folder_is_printed_for_a_script(karep: Karep, own: Path) -> None:
    assert karep("playbook", "path").out == f"{own}\n"
    assert not own.exists()


@pytest.mark.parametrize(("language", "sentences"), [("en", ENGLISH), ("zh", CHINESE)], ids=["en", "zh"])
def test_five_broken_cards(karep: Karep, own: Path, language: str, sentences: str) -> None:
    for name, text in FIVE.items():
        put(own, name, text)
    answers = [karep("--lang", language, "playbook", "check"), karep("--lang", language, "playbook", "check", own)]
    for answer in answers:
        assert answer.code == 1
        assert answer.out.replace(f"{own}/", "") == sentences
        assert answer.err == {"en": "5 faults.\n", "zh": "5 处问题。\n"}[language]


def test_sound_cards(karep: Karep, own: Path, tmp_path: Path) -> None:
    assert karep("playbook", "check").out == "75 cards in each language, sound.\n"
    assert karep("--lang", "zh", "playbook", "check").out == "每种语言 75 张卡片，全部完好。\n"
    for language in ("en", "zh"):
        put(own, f"{language}/x.md", objection("o.x"))
    assert karep("playbook", "check").out == "75 cards in each language, sound.\n2 cards of your own, sound.\n"
    put(tmp_path, "zh/x.md", '+++\nid = "S6"\n+++\n')
    assert karep("playbook", "check", tmp_path).out == "1 card of your own, sound.\n"


def test_a_folder_that_is_none(karep: Karep, tmp_path: Path) -> None:
    assert karep("playbook", "check", tmp_path / "gone").err == f"There is no folder {tmp_path / 'gone'}.\n"
    answer = karep("playbook", "check", tmp_path)
    assert answer.code == 1 and answer.err.startswith("There are no cards in ")


@pytest.mark.parametrize("text", [one for one in hostile_texts() if not one.startswith("-") and "\0" not in one][:60])
def test_hostile_words_and_cards_act_on_no_terminal(karep: Karep, own: Path, text: str) -> None:
    words = " ".join(text.encode("utf-8", "replace").decode().split()) or "x"
    put(own, "en/x.md", objection("o.x").replace("Nothing for nothing.", f"w {words} w"))
    shelf.forget()
    for answer in (
        karep("playbook", "find", words),
        karep("playbook", "show", "o.x"),
        karep("playbook", "show", words),
        karep("playbook", "check"),
    ):
        assert answer.code in (0, 1)
        assert not {one for one in answer.out + answer.err if ord(one) < 32 and one != "\n"}


def test_wrong_usage(karep: Karep) -> None:
    assert karep("playbook", "bogus").code == 2
    assert "There is no command fnd. Did you mean find?" in karep("playbook", "fnd").err
    assert "find" in karep("playbook", "--help").out


def test_neither_markdown_nor_models_are_loaded_to_find() -> None:
    code = (
        "import sys; from karep.cli import run; run(sys.argv[1:]); "
        "print(sorted({'markdown_it', 'sqlmodel', 'textual', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "playbook", "find", "price"], capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.usefixtures("terminal")
def test_a_copy_that_was_left_as_it_was_goes_again(karep: Karep, own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", "true")
    assert karep("playbook", "edit", "o.late").out == "Nothing was changed: the card is as it was.\n"
    assert not (own / "en" / "objections" / "late.md").exists()


def test_a_card_in_one_language_is_a_remark(karep: Karep, own: Path) -> None:
    put(own, "zh/x.md", objection("o.x"))
    answer = karep("playbook", "check", own)
    assert answer.code == 0 and "this card is missing in en" in answer.out
    assert "1 card of your own, sound." in answer.out and "1 remark: written in one language only." in answer.out
    strict = karep("playbook", "check", own, "--strict")
    assert strict.code == 1 and strict.err == "1 fault.\n"


def test_a_line_that_is_added_in_one_language_is_a_remark_too(karep: Karep, own: Path) -> None:
    added = "- Sample tried {#s5.sample}\n  - how: agree on the day\n  - evidence: a signed sheet\n"
    put(own, "en/s5.md", f'+++\nid = "S5"\n+++\n\n## Checklist {{#checklist}}\n\n{added}')
    answer = karep("playbook", "check", own)
    assert answer.code == 0 and "s5.sample" in answer.out and "1 remark" in answer.out
    assert karep("playbook", "check", own, "--strict").code == 1


def test_a_new_card_with_a_name_that_is_taken_says_so(karep: Karep, own: Path) -> None:
    answer = karep("playbook", "new", "objection", "Too", "expensive")
    assert answer.code == 0 and "o.too-expensive" in answer.err and "already" in answer.err
