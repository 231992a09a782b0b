"""A folder of cards of one's own, and a way to write into it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from karep import paths
from karep.playbook import shelf


@pytest.fixture(autouse=True)
def fresh_shelf(home: Path) -> Iterator[None]:
    """What a test laid over our cards is gone after it."""
    shelf.use_own_folders()
    yield
    shelf.use_own_folders()


@pytest.fixture
def own(home: Path) -> Path:
    """The rep's own folder of cards; it is there and empty."""
    folder = paths.playbook_folder()
    folder.mkdir(parents=True)
    return folder


def put(folder: Path, name: str, text: str | bytes) -> Path:
    """Write a card such as ``en/x.md``."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def objection(card_id: str, name: str = "They say no", front: str = "") -> str:
    """A whole card of an objection."""
    return f'''+++
id = "{card_id}"
name = "{name}"
stages = ["S5"]
{front}
+++

## Ask {{#clarify}}

- Why is that?

## Answer {{#answers}}

- First {{#{card_id}.first}}
  - say: “Let us look at it.”

## Show {{#evidence}}

- A figure.

## Give {{#concession}}

Nothing for nothing.

## If not {{#fails}}

Come back in a week.
'''
