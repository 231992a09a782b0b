"""The catalogues: every text has its translation, and the compiled file holds what the sources say."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def words() -> ModuleType:
    """The script that keeps the catalogues."""
    spec = importlib.util.spec_from_file_location("words", PROJECT / "scripts" / "words.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["words"] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_has_its_translation(words: ModuleType) -> None:
    assert words.problems() == []


def test_the_compiled_catalogue_is_the_one_of_the_sources(words: ModuleType) -> None:
    assert (PROJECT / "karep" / "i18n" / "zh.mo").read_bytes() == words.compiled()


def test_translations_keep_every_placeholder(words: ModuleType) -> None:
    import re

    holes = re.compile(r"\{(\w*)")
    wrong = [
        message.id
        for message in words.chinese()
        if isinstance(message.id, str)
        and message.id
        and set(holes.findall(message.id)) != set(holes.findall(str(message.string)))
    ]
    assert wrong == []
