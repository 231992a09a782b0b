"""Looking stages up, and what is refused in a stage card."""

import subprocess
import sys
from pathlib import Path

import pytest

from karep.playbook import stages
from karep.playbook.card import CardError, parse_card

S3 = (stages.CARDS / "en" / "s3-engage.md").read_text(encoding="utf-8")


def _build(text: str) -> stages.Stage:
    return stages.build_stage(parse_card(text, "s3-engage.md"))


def test_a_stage_is_found_by_its_id_in_both_languages() -> None:
    english, chinese = stages.stage("en", "S5"), stages.stage("zh", "S5")
    assert english and chinese
    assert (english.name, chinese.name) == ("Propose", "方案")
    assert english == stages.load_stages("en")[4]
    assert hash(english) != hash(chinese)


UNKNOWN = ["", ".", "S9", "s9.gone", "s1", "s1.gone", "s1.duplicates.x", "../../etc", "o.gone", "s1.\x00"]


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_an_id_that_no_card_has_is_none(unknown: str) -> None:
    assert stages.stage("en", unknown) is None
    assert stages.checklist_item("en", unknown) is None
    assert stages.exit_fact("en", unknown) is None
    assert stages.question("en", unknown) is None
    assert stages.objection("en", unknown) is None


def test_items_facts_and_objections_are_found_by_id() -> None:
    item = stages.checklist_item("zh", "s1.duplicates")
    assert item and item.title == "客户查重"
    fact = stages.exit_fact("en", "s5.exit.presented")
    assert fact and "decision-maker" in fact.text
    question = stages.question("zh", "s5.q.criteria")
    assert question and (question.spin, question.text) == ("S", "哪一项标准最重要？")
    too_expensive = stages.objection("zh", "o.too-expensive")
    assert too_expensive and (too_expensive.title, too_expensive.stage_id) == ("太贵了", "S5")


@pytest.mark.parametrize("language", ["fr", "", "../en", "en/../zh", "/"])
def test_a_language_without_cards_is_refused(language: str) -> None:
    for ask in (stages.load_stages, stages.objection_rule):
        with pytest.raises(ValueError, match="no cards in the language"):
            ask(language)


def test_a_card_is_read_once_and_only_when_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def spy(path: Path) -> object:
        read.append(path.name)
        return original(path)

    original = stages.read_card
    monkeypatch.setattr(stages, "read_card", spy)
    stages._load_stage.cache_clear()
    stages.stage("en", "S5")
    stages.checklist_item("en", "s5.needs")
    assert read == ["s5-propose.md"]
    stages.load_stages("en")
    stages.load_stages("en")
    assert sorted(read) == sorted(stages.STAGE_FILES.values())


def test_a_card_under_another_stages_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(stages.STAGE_FILES, "S3", "s4-discover.md")
    stages._load_stage.cache_clear()
    with pytest.raises(CardError, match="this is the card of S4, not of S3"):
        stages.stage("en", "S3")
    stages._load_stage.cache_clear()


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('id = "S3"', 'id = "S9"', None, "id in the front matter is one of"),
        ('name = "Engage"\n', "", None, "lacks name"),
        ('name = "Engage"', 'name = " "', None, "lacks name"),
        ('name = "Engage"', "name = 3", None, "lacks name"),
        ('["unaware", "selecting"]', '["awake"]', None, "buyer_stages"),
        ('["unaware", "selecting"]', "[]", None, "buyer_stages"),
        ('["unaware", "selecting"]', "[[1]]", None, "buyer_stages"),
        ('pram = "R"', 'pram = "X"', None, "pram"),
        ('pram = "R"', 'prma = "R"', None, "has no prma"),
        ("{#purpose}", "{#porpoise}", "{#porpoise}", "no section is called porpoise"),
        ("## Write down {#log}", "### Write down {#log}", "{#log}", "has no parts"),
        ("Gain access and trust in several roles.\n", "", "{#purpose}", "one paragraph"),
        ("- The plan is ready.", "The plan is ready.", "{#entry}", "is a list"),
        ("- The plan is ready.", "- The plan is ready. {#s3.x}", "The plan is ready", "no key"),
        ("{#s3.exit.trust}", "{#s3.trust}", "{#s3.trust}", "needs an id"),
        ("{#s3.exit.trust}", "{#s3.exit.roles}", "Trust is scored", "used twice"),
        (" {#s3.confirm}", "", "Confirm aim", "needs an id"),
        ("{#s3.confirm}", "{#s4.confirm}", "{#s4.confirm}", "needs an id"),
        ("{#s3.samples}", "{#s3.confirm}", "Have samples", "used twice"),
        ("  A short message with the points agreed and the next date.\n", "", "{#s3.thanks}", "a line below it"),
        ("- S: What is your part", "- What is your part", "What is your part", "begins with one of S:, P:"),
        ("- S: What is your part", "- X: What is your part", "What is your part", "begins with one of S:, P:"),
        (" {#s3.q.ranking}", "", "How would you rank", "needs an id"),
        ("{#s3.q.ranking}", "{#s3.ranking}", "{#s3.ranking}", "needs an id"),
        ("{#s3.q.ranking}", "{#s3.q.effort}", "What costs you most", "used twice"),
        ("{#s3.q.ranking}\n", "{#s3.q.ranking}\n  Why?\n", "{#s3.q.ranking}", "no note"),
        ("- clarify: Which point matters to you?", "- clarify: Which point? {#o.x}", "{#o.x}", "no key"),
        ("- clarify: Which point matters to you?", "- clarify:", "- clarify:\n", "begins with one of clarify:"),
        ("- clarify: Which point matters to you?\n", "", "{#o.send-documents}", "lacks clarify"),
        ("- evidence: An agenda.", "- respond: An agenda.", "An agenda", "respond twice"),
        ("{#o.no-time}", "{#o.no-need}", "I have no time", "used twice"),
        ("{#o.no-time}", "{#no-time}", "{#no-time}", "needs an id"),
        ("### We don't need it {#o.no-need}\n", "", "{#objections}", "nothing else"),
        ("{#o.no-need}\n", "{#o.no-need}\nWhy?\n", "{#o.no-need}", "without a paragraph"),
    ],
)
def test_a_broken_stage_card_is_named_with_its_line(
    old: str, new: str, place: str | None, words: str, tmp_path: Path
) -> None:
    assert S3.count(old) == 1
    broken = S3.replace(old, new)
    path = tmp_path / "s3-engage.md"
    path.write_text(broken, encoding="utf-8")
    with pytest.raises(CardError) as caught:
        stages.read_stage(path)
    line = broken[: broken.index(place)].count("\n") + 1 if place else 1
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert words in caught.value.reason


@pytest.mark.parametrize("key", stages.REQUIRED_SECTIONS)
def test_a_stage_without_one_of_its_sections_is_refused(key: str) -> None:
    start = S3.rindex("## ", 0, S3.index(f"{{#{key}}}"))
    end = S3.find("\n## ", start)
    with pytest.raises(CardError, match=f"the section {key} is missing"):
        _build(S3[:start] + (S3[end + 1 :] if end >= 0 else ""))


def test_a_stage_may_have_no_objections() -> None:
    start, end = S3.index("## Objections"), S3.index("## Good signs")
    assert _build(S3[:start] + S3[end:]).objections == ()


def test_the_playbook_needs_nothing_but_the_standard_library() -> None:
    code = (
        "import sys; before = set(sys.modules); from karep.playbook import stages; stages.load_stages('zh');"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before};"
        "print(sorted(new - set(sys.stdlib_module_names) - {'karep'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
