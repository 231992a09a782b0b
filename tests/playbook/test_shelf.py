"""The playbook in force: cards of the company and the rep over ours, in both languages, read again when saved."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from karep import paths
from karep.playbook import folders, shelf
from karep.playbook.book import Playbook
from karep.playbook.shelf import playbook, read_playbook, refresh
from karep.playbook.shipped import LANGUAGES
from tests.playbook.broken_cards import FIVE
from tests.playbook.conftest import objection, put

STAGE_ITEM = """+++
id = "S3"
+++

## Do {#checklist}

- Ask for the floor plan {#s3.floor-plan}
  - how: Ask the technician.
  - evidence: The plan is with us.
"""
CHANGED = """+++
id = "o.too-expensive"
aliases = ["costs the earth"]
+++

## Answer {#answers}

- Our way {#o.too-expensive.scope}
  - say: “Which part could wait?”

## If not {#fails}

Ask Ms Li. Then come back.
"""


def ours(language: str) -> Playbook:
    return read_playbook(language, ())


def test_without_cards_of_ones_own_the_playbook_is_ours() -> None:
    assert [playbook(language) for language in LANGUAGES] == [ours(language) for language in LANGUAGES]
    assert not shelf.has_own_cards() and not refresh()


def test_an_objection_is_changed_and_the_rest_of_it_stays(own: Path) -> None:
    put(own, "en/objections/price.md", CHANGED)
    card, before = playbook("en").objections["o.too-expensive"], ours("en").objections["o.too-expensive"]
    changed = {one.id: one for one in card.answers}["o.too-expensive.scope"]
    old = {one.id: one for one in before.answers}["o.too-expensive.scope"]
    assert (changed.name, changed.say, changed.when) == ("Our way", "“Which part could wait?”", old.when)
    assert [one.id for one in card.answers] == [one.id for one in before.answers]
    assert (card.fails, card.clarify, card.stages) == ("Ask Ms Li. Then come back.", before.clarify, before.stages)
    assert card.aliases == (*before.aliases, "costs the earth")
    assert playbook("en").own == {"o.too-expensive"} and playbook("en").faults == ()


def test_a_stage_gets_an_item_and_the_other_language_sees_it(own: Path) -> None:
    put(own, "en/s3.md", STAGE_ITEM)
    for language in LANGUAGES:
        items = playbook(language).stages["S3"].checklist
        before = [one.id for one in ours(language).stages["S3"].checklist]
        assert [one.id for one in items] == [*before, "s3.floor-plan"]
        assert items[:-1] == ours(language).stages["S3"].checklist
        assert playbook(language).ticked["s3.floor-plan"].stage_id == "S3"
        assert playbook(language).own == {"S3"}
    put(own, "zh/s3.md", STAGE_ITEM.replace("Ask for the floor plan", "要平面图"))
    assert refresh()
    assert playbook("zh").stages["S3"].checklist[-1].title == "要平面图"
    assert playbook("en").stages["S3"].checklist[-1].title == "Ask for the floor plan"


def test_what_only_changes_words_is_not_seen_in_the_other_language(own: Path) -> None:
    put(own, "en/price.md", CHANGED.replace('aliases = ["costs the earth"]\n', ""))
    assert playbook("zh").objections == ours("zh").objections
    assert playbook("zh").own == frozenset()


def test_a_new_card_is_in_its_stage_and_in_both_languages(own: Path) -> None:
    put(own, "zh/objections/cloud.md", objection("o.no-cloud", "不能上云"))
    for language in LANGUAGES:
        book = playbook(language)
        assert book.objections_of("S5")[-1].name == "不能上云"
        assert book.answer("o.no-cloud.first")
    put(own, "en/objections/cloud.md", objection("o.no-cloud", "No cloud"))
    assert refresh()
    assert [playbook(one).objections["o.no-cloud"].name for one in LANGUAGES] == ["No cloud", "不能上云"]


def test_a_stage_can_leave_out_items_and_objections(own: Path) -> None:
    put(own, "en/s5.md", '+++\nid = "S5"\nwithout = ["s5.needs", "o.too-expensive"]\n+++\n')
    stage = playbook("en").stages["S5"]
    assert "s5.needs" not in [one.id for one in stage.checklist] and "o.too-expensive" not in stage.objections
    assert playbook("en").words("s5.needs") == "s5.needs"
    assert playbook("en").faults == ()


def test_the_rep_has_the_last_word_over_the_company(own: Path, tmp_path: Path) -> None:
    company = tmp_path / "company"
    put(company, "en/a.md", CHANGED)
    put(company, "en/b.md", STAGE_ITEM)
    put(own, "en/c.md", CHANGED.replace("Our way", "My way"))
    paths.settings_file().write_text(f"playbook = '{company}'\n")
    shelf.use_own_folders()
    assert shelf.folders() == [company, own]
    names = [one.name for one in playbook("en").objections["o.too-expensive"].answers]
    assert "My way" in names and "Our way" not in names
    assert playbook("en").own == {"o.too-expensive", "S3"}


def test_a_company_folder_is_found_from_the_settings_and_said_when_it_is_gone(own: Path) -> None:
    put(own.parent, "shared/en/a.md", CHANGED)
    paths.settings_file().write_text("playbook = 'shared'\n")
    shelf.use_own_folders()
    assert shelf.folders()[0] == own.parent / "shared" and playbook("en").own == {"o.too-expensive"}
    paths.settings_file().write_text("playbook = 'nowhere'\n")
    shelf.use_own_folders()
    (fault,) = playbook("en").faults
    assert fault.reason == "there is no such folder of cards; the setting playbook names it"
    assert shelf.has_own_cards()


def test_a_broken_card_is_a_fault_and_ours_is_used(own: Path) -> None:
    for name, text in FIVE.items():
        put(own, name, text)
    for language in LANGUAGES:
        book = playbook(language)
        assert {Path(one.source).name for one in book.faults} == {Path(name).name for name in FIVE}
        assert (book.stages, book.objections, book.own) == (ours(language).stages, ours(language).objections, set())


@pytest.mark.parametrize(
    ("card", "line", "reason"),
    [
        (STAGE_ITEM.replace("  - evidence: The plan is with us.\n", ""), 7, "a line is missing: - evidence: …"),
        (STAGE_ITEM.replace("s3.floor-plan", "s3.exit.roles"), 7, "an id is s3. and then a name"),
        ('+++\nid = "S3"\nobjections = ["o.gone"]\n+++\n', 3, "objections names o.gone, which no card has"),
        ('+++\nid = "S3"\nwithout = ["s3.gone"]\n+++\n', 3, "without names s3.gone, which this card does not have"),
        ('+++\nid = "t.pilot"\nsignals = ["s9.sign.x"]\n+++\n', 3, "signals names s9.sign.x, which no card has"),
        ('+++\nname = "no id"\n+++\n', 1, "the front matter lacks id"),
        ("+++\nid = 3\n+++\n", 2, "the front matter lacks id"),
        ('+++\nid = "S9"\n+++\n', 2, "the id of a card is S1 to S8"),
        ('+++\nid = "o.new"\nname = "New"\n+++\n', 1, "the section clarify is missing"),
    ],
)
def test_what_only_shows_when_it_is_laid(own: Path, card: str, line: int, reason: str) -> None:
    path = put(own, "en/x.md", card)
    found = [(one.source, one.line) for one in playbook("en").faults if reason in one.reason]
    assert found == [(str(path), line)]
    shelf.forget()
    assert {str(one) for one in playbook("zh").faults} >= {
        str(one) for one in playbook("en").faults if "without" not in one.reason
    }


def test_leaving_out_all_of_a_list_is_a_fault_in_that_card(own: Path) -> None:
    facts = ", ".join(f'"{one.id}"' for one in ours("en").stages["S3"].exit)
    path = put(own, "en/x.md", f'+++\nid = "S3"\nwithout = [{facts}]\n+++\n')
    (fault,) = playbook("en").faults
    assert (fault.source, fault.line) == (str(path), 1) and "the section exit is a list" in fault.reason
    assert playbook("en").stages["S3"].exit == ours("en").stages["S3"].exit


def test_the_second_card_with_an_id_is_a_fault(own: Path) -> None:
    first = put(own, "en/a.md", STAGE_ITEM)
    second = put(own, "en/b/b.md", STAGE_ITEM.replace("floor plan", "roof plan"))
    (fault,) = playbook("en").faults
    assert str(fault) == f"{second}:2: the card {first} has the id S3 already; put both into one file"
    assert playbook("en").stages["S3"].checklist[-1].title == "Ask for the floor plan"


def test_what_lies_beside_the_languages_is_told_and_a_readme_is_not(own: Path) -> None:
    stray = put(own, "x.md", STAGE_ITEM)
    put(own, "README.md", "+++\n")
    put(own, "notes.md", "# Notes\n")
    put(own, "en/.x.md", "broken")
    put(own, "en/.git/x.md", "broken")
    put(own, "en/x.txt", "broken")
    put(own, "en/x.md~", "broken")
    (fault,) = playbook("en").faults
    assert str(fault) == f"{stray}:1: this card lies beside the folders en, zh; put it into one of them"


def test_folders_named_like_cards_links_and_pipes(own: Path, tmp_path: Path) -> None:
    (own / "en" / "folder.md").mkdir(parents=True)
    (own / "en" / "up").symlink_to(own)
    (own / "en" / "LOUD.MD").write_text(STAGE_ITEM)
    (own / "en" / "gone.md").symlink_to(tmp_path / "nowhere")
    faults = playbook("en").faults
    assert [Path(one.source).name for one in faults] == ["gone.md"]
    assert playbook("en").own == {"S3"}
    (own / "x.md").symlink_to("/dev/zero")
    assert refresh() is False


def test_a_folder_that_cannot_be_looked_into_is_told(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(own, "en/objections/a.md", STAGE_ITEM)
    real = os.scandir

    def refuse(path: object) -> object:
        if str(path).endswith("objections"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "scandir", refuse)
    (fault,) = playbook("en").faults
    assert str(fault) == f"{own / 'en' / 'objections'}:1: the folder cannot be looked into (Permission denied)"


def test_a_folder_with_no_end_is_not_walked_to_its_end(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "MOST_CARDS", 5)
    monkeypatch.setattr(folders, "MOST_FOLDERS", 3)
    for number in range(20):
        put(own, f"en/{number:02}/{number:02}.md", STAGE_ITEM)
    assert len(folders.card_files(own / "en")) <= 5


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_text(STAGE_ITEM.replace("floor", "roof ")),
        lambda path: path.write_text(STAGE_ITEM + "\n"),
        lambda path: path.rename(path.with_name("other.md")),
        lambda path: path.unlink(),
        lambda path: put(path.parent, "more.md", CHANGED),
        lambda path: put(path.parents[1], "zh/more.md", CHANGED),
    ],
)
def test_whatever_is_done_to_a_card_is_noticed_once(own: Path, change: Callable[[Path], object]) -> None:
    path = put(own, "en/s3.md", STAGE_ITEM)
    os.utime(path, ns=(1, 1))
    before = playbook("en")
    assert not refresh() and playbook("en") is before
    change(path)
    assert refresh() and playbook("en") is not before
    assert not refresh()


def test_the_first_card_of_a_folder_is_noticed(home: Path) -> None:
    before = playbook("zh")
    put(paths.playbook_folder(), "zh/s3.md", STAGE_ITEM)
    assert refresh() and playbook("zh") != before


def test_what_nobody_read_is_not_read_again(own: Path) -> None:
    put(own, "en/s3.md", STAGE_ITEM)
    assert not refresh()


def test_other_folders_can_be_chosen(own: Path, tmp_path: Path) -> None:
    put(own, "en/s3.md", STAGE_ITEM)
    put(tmp_path, "en/price.md", CHANGED)
    shelf.use_folders(tmp_path)
    assert playbook("en").own == {"o.too-expensive"}
    shelf.use_folders()
    assert playbook("en") == ours("en")
    shelf.use_own_folders()
    assert playbook("en").own == {"S3"}


def test_a_card_that_did_not_change_is_not_parsed_again(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old, fresh = put(own, "en/s3.md", STAGE_ITEM), put(own, "en/price.md", CHANGED)
    os.utime(old, ns=(1, 1))
    read: list[Path] = []

    def spy(path: Path) -> object:
        read.append(path)
        return real(path)

    real = folders.read_card
    monkeypatch.setattr(folders, "read_card", spy)
    first = read_playbook("en", (own,))
    assert read_playbook("en", (own,)) == first and first.own == {"S3", "o.too-expensive"}
    assert read == [fresh, old, fresh]
    old.write_text(STAGE_ITEM.replace("floor plan", "roof plan"))
    assert read_playbook("en", (own,)).stages["S3"].checklist[-1].title == "Ask for the roof plan"


@pytest.mark.parametrize("named", ["~nosuchuser/x", "/a\\u0000b", "x" * 5000, "/dev/null/en", "{home}/closed/company"])
def test_a_folder_that_nobody_may_look_at_is_said_and_ours_is_used(
    named: str, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "config").mkdir(parents=True)
    written = named.replace("{home}", home.as_posix())
    (home / "config" / "settings.toml").write_text(f'playbook = "{written}"\n', "utf-8")
    if "closed" in named:
        # whoever runs the tests may be allowed everything
        def refuse(self: Path) -> bool:
            raise PermissionError(13, "Permission denied", str(self))

        monkeypatch.setattr(Path, "is_dir", refuse)
    shelf.use_own_folders()
    book = shelf.playbook("en")
    assert len(book.objections) == 26 and book.faults and not book.own
