"""Our own cards with lines lost, doubled, moved and spoilt, laid over ours: a playbook comes of it every time."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep.playbook import finding
from karep.playbook.checking import folder_faults
from karep.playbook.shelf import read_playbook
from karep.playbook.shipped import CARDS, LANGUAGES
from tests.playbook.conftest import put

FILES = sorted(CARDS.rglob("*.md"))
OURS = {language: read_playbook(language, ()) for language in LANGUAGES}
SPOILT = st.sampled_from(
    ["", "+++", "## X {#x}", "## Ask {#questions}", "- a {#s1.a}", "- a", "  - how: x", "  - say: x", "words", "{#",
     'without = ["s1.duplicates", "S5", "o.clause"]', "stages = []", 'id = "o.other"', 'id = "S1"', "name = 1", "\0"]
)  # fmt: skip
CHANGE = st.tuples(st.sampled_from(["lose", "double", "move", "spoil", "cut"]), st.integers(0, 99), SPOILT)


def changed(lines: list[str], change: tuple[str, int, str]) -> list[str]:
    kind, place, spoilt = change
    at = place % len(lines)
    match kind:
        case "lose":
            return [*lines[:at], *lines[at + 1 :]] or [""]
        case "double":
            return [*lines[:at], lines[at], *lines[at:]]
        case "move":
            return [*lines[:at], *lines[at + 1 :], lines[at]]
        case "cut":
            return [*lines[: at + 1]]
    return [*lines[:at], spoilt, *lines[at + 1 :]]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.lists(CHANGE, max_size=4), st.sampled_from(LANGUAGES))
def test_a_playbook_comes_of_any_card(
    tmp_path: Path, file: Path, changes: list[tuple[str, int, str]], language: str
) -> None:
    lines = file.read_text("utf-8").split("\n")
    for change in changes:
        lines = changed(lines, change)
    for one in LANGUAGES:
        (tmp_path / one / "x.md").unlink(missing_ok=True)
    path = put(tmp_path, f"{language}/x.md", "\n".join(lines))
    for one in LANGUAGES:
        book = read_playbook(one, (tmp_path,))
        assert list(book.stages) == list(OURS[one].stages)
        assert set(book.objections) >= set(OURS[one].objections)
        assert all(fault.source == str(path) and 1 <= fault.line <= len(lines) for fault in book.faults)
        assert all(stage.exit and stage.checklist and stage.questions for stage in book.stages.values())
        assert sum(1 for _entry in finding._all(book)) > 300
    for fault in folder_faults(tmp_path):
        assert fault.source == str(path) and 1 <= fault.line <= len(lines)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parts[-3]}-{file.stem}")
def test_our_own_card_laid_over_ours_changes_nothing(tmp_path: Path, file: Path) -> None:
    language = file.parts[-3]
    put(tmp_path, f"{language}/x.md", file.read_text("utf-8"))
    for one in LANGUAGES:
        book = read_playbook(one, (tmp_path,))
        assert book.faults == ()
        # names in the other language are names, too
        assert book.own == set() if one == language else book.stages.keys() == OURS[one].stages.keys()
