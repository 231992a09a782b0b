"""Files that nobody here wrote, in a folder beside the project; tests that need them skip where it is absent."""

import json
from pathlib import Path
from typing import Final

import pytest

FOLDER: Final = Path(__file__).resolve().parents[2] / "shared" / "data"
_NAUGHTY: Final = FOLDER / "hostile" / "blns.json"

MARKS: Final = [
    pytest.mark.real,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="the folder of real files, ../shared/data, is not here"),
]
"""For `pytestmark` of a module that needs the folder."""

SHEETS: Final = sorted(
    path
    for pattern in ("crm/*", "chinese/*", "csv/*/*.csv", "csv/*/*.xlsx", "xlsx/*", "contacts/thunderbird/*")
    for path in FOLDER.glob(pattern)
    if path.is_file()
)
"""Everything there that is a sheet."""


def naughty_texts() -> list[str]:
    """The well-known list of texts that break programs; empty where it is absent."""
    return list(json.loads(_NAUGHTY.read_text("utf-8"))) if _NAUGHTY.is_file() else []
