"""What `check` says of a folder of cards: the sentences for a rep, in both languages, with file and line."""

import re
from pathlib import Path

import pytest

from karep import paths
from karep.i18n import use_language
from karep.playbook.checking import folder_faults, shipped_faults
from karep.playbook.shelf import read_playbook
from tests.playbook.broken_cards import CHINESE, ENGLISH, FIVE
from tests.playbook.conftest import objection, put
from tests.playbook.test_shelf import CHANGED, STAGE_ITEM


def told(folder: Path) -> list[str]:
    return [str(one).replace(f"{folder}/", "") for one in folder_faults(folder)]


@pytest.mark.parametrize(("language", "sentences"), [("en", ENGLISH), ("zh", CHINESE)])
def test_five_broken_cards(own: Path, language: str, sentences: str) -> None:
    for name, text in FIVE.items():
        put(own, name, text)
    use_language(language)
    assert "\n".join(told(own)) + "\n" == sentences


def test_ours_are_sound() -> None:
    assert shipped_faults() == []
    assert folder_faults() == []


def test_changing_words_in_one_language_is_sound(own: Path) -> None:
    put(own, "zh/price.md", CHANGED)
    assert told(own) == []


def test_what_one_language_adds_and_the_other_lacks_is_told(own: Path) -> None:
    put(own, "en/s3.md", STAGE_ITEM)
    put(own, "zh/cloud.md", objection("o.no-cloud", "不能上云"))
    put(own, "en/g.md", '+++\nid = "g.spin"\n+++\n\n## Ours {#ours}\n\nWords.\n')
    assert told(own) == [
        "en/g.md:5: the section ours is missing in zh; write it there too",
        "en/s3.md:7: the line s3.floor-plan is missing in zh; write it there too",
        "zh/cloud.md:1: this card is missing in en; karep --lang en playbook edit o.no-cloud makes it",
    ]
    put(own, "zh/s3.md", STAGE_ITEM)
    put(own, "en/cloud.md", objection("o.no-cloud"))
    put(own, "zh/g.md", '+++\nid = "g.spin"\n+++\n\n## 我们 {#ours}\n\n文字。\n')
    assert told(own) == []


def test_a_link_may_lead_to_a_card_of_the_same_folder(own: Path) -> None:
    for language in ("en", "zh"):
        put(own, f"{language}/a.md", '+++\nid = "S6"\nobjections = ["o.new", "o.gone"]\n+++\n')
        put(own, f"{language}/z.md", objection("o.new"))
    assert told(own) == [
        f"{language}/a.md:3: objections names o.gone, which no card has; correct the id, or delete it"
        for language in ("en", "zh")
    ]


def test_the_rep_s_cards_are_proven_over_the_company_s(own: Path, tmp_path: Path) -> None:
    company = tmp_path / "company"
    for language in ("en", "zh"):
        put(company, f"{language}/z.md", objection("o.new"))
        put(own, f"{language}/mine.md", '+++\nid = "o.new"\n+++\n\n## A {#answers}\n\n- Mine {#o.new.first}\n')
    assert told(own) != []
    assert folder_faults(company, own) == []
    assert read_playbook("en", (company, own)).answer("o.new.first").name == "Mine"  # type: ignore[union-attr]


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert [one.reason for one in folder_faults(tmp_path / "gone")] == [
        "there is no such folder of cards; the setting playbook names it"
    ]
    assert folder_faults(paths.playbook_folder()) == []


@pytest.mark.parametrize("page", ["playbook.md", "playbook.zh.md"])
def test_the_example_of_the_documentation_is_sound_and_does_what_it_says(own: Path, page: str) -> None:
    text = (Path(__file__).parents[2] / "docs" / page).read_text("utf-8")
    examples = re.findall(r"`((en|zh)/\S+\.md)`\n\n```\n(.*?)```", text, re.DOTALL)
    assert len(examples) == 2
    for name, _language, card in examples:
        put(own, name, card)
    language = examples[0][1]
    book = read_playbook(language, (own,))
    assert book.faults == () and book.own == {"o.too-expensive", "S6"}
    assert book.stages["S6"].checklist[-1].id == "s6.seal"
    assert [one.reason for one in folder_faults(own)] == [
        f"the line s6.seal is missing in {'zh' if language == 'en' else 'en'}; write it there too"
    ]
