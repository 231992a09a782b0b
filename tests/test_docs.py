"""The documentation says what the program does: every command, key, setting and link."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from karep.settings import SETTINGS

PROJECT = Path(__file__).resolve().parent.parent
PAGES = sorted([*PROJECT.glob("*.md"), *(PROJECT / "docs").glob("*.md")])


def karep(*arguments: str) -> str:
    """What the command prints."""
    command = [sys.executable, "-m", "karep", "--lang", "en", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=PROJECT).stdout


def test_the_page_of_keys_is_what_the_program_prints() -> None:
    assert (PROJECT / "docs" / "keys.md").read_text("utf-8").endswith(karep("keys", "--format", "md"))


def test_every_command_is_in_the_documentation() -> None:
    commands = re.findall(r"^\W*(\w+) {2,}\S", karep("--help").split("Commands")[1], re.M)
    assert {"import", "demo", "week", "undo"} <= set(commands)
    text = "\n".join(page.read_text("utf-8") for page in PAGES)
    assert [one for one in commands if f"karep {one}" not in text] == []


def test_every_setting_is_in_the_documentation() -> None:
    text = (PROJECT / "docs" / "settings.md").read_text("utf-8")
    assert [one.name for one in SETTINGS if f"\n{one.name} = " not in text] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(PROJECT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []
