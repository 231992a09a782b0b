"""Writing a report to a file: what is typed names a file, and nothing else is written."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from karep.reports.report import Report
from karep.screens.save_report import SaveDialog, file_name
from tests.ui.driving import Running, press, settled, shown


@asynccontextmanager
async def asked(running: Running, folder: Path) -> AsyncIterator[Pilot[None]]:
    """The dialog, over the accounts."""
    async with running(size=(120, 40)) as pilot:
        await pilot.app.push_screen(
            SaveDialog(Report("R", "", ()), "Write it", "offered.md", [folder / "none", folder])
        )
        await settled(pilot)
        yield pilot


async def typed(pilot: Pilot[None], words: str) -> str:
    """What is said when that is typed and Enter is pressed."""
    pilot.app.screen.query_one("#file", Input).value = words
    await press(pilot, "enter")
    return " ".join(line.strip(" │") for line in shown(pilot).splitlines())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where it goes; the home folder stands beside it."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    inner = tmp_path / "reports"
    (inner / "inside").mkdir(parents=True)
    return inner


@pytest.mark.parametrize("words", [".", "..", "inside", "inside/", "inside/.", "inside/..", "~", "~/", "/", "none/"])
async def test_a_folder_is_no_file(running: Running, folder: Path, words: str) -> None:
    before = sorted(folder.parent.rglob("*.md"))
    async with asked(running, folder) as pilot:
        said = await typed(pilot, words)
        assert "is a folder; name a file in it." in said and isinstance(pilot.app.screen, SaveDialog)
    assert sorted(folder.parent.rglob("*.md")) == before == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("~nobody-is-called-that", "That is no name for a file."),
        ("none/x.md", "There is no folder"),
        ("x" * 5000, "could not be written (File name too long)."),
    ],
)
async def test_what_cannot_be_written_is_said_in_words(
    running: Running, folder: Path, words: str, sentence: str
) -> None:
    async with asked(running, folder) as pilot:
        said = await typed(pilot, words)
        assert sentence in said and "Errno" not in said


@pytest.mark.parametrize(
    ("words", "name"),
    [("a", "a.md"), ("a.txt", "a.txt"), ("inside/b.json", "inside/b.json"), ("a.b", "a.b.md"), (".md", ".md.md")],
)
async def test_a_file_is_written_where_it_is_named(running: Running, folder: Path, words: str, name: str) -> None:
    async with asked(running, folder) as pilot:
        await typed(pilot, words)
        assert not isinstance(pilot.app.screen, SaveDialog)
    assert (folder / name).is_file()


async def test_a_file_that_is_there_is_replaced_only_by_a_second_enter(running: Running, folder: Path) -> None:
    (folder / "a.md").write_text("mine", "utf-8")
    async with asked(running, folder) as pilot:
        assert "is there already" in await typed(pilot, "a")
        assert (folder / "a.md").read_text("utf-8") == "mine"
        await press(pilot, "enter")
        assert not isinstance(pilot.app.screen, SaveDialog)
    assert (folder / "a.md").read_text("utf-8") != "mine"


def test_a_name_made_of_anything_names_no_folder() -> None:
    assert file_name("../华为 / [x]", "2026-11-21") == "华为-x-2026-11-21"
