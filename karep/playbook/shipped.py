"""Our own cards. They are Markdown files in `cards/`; what is read when the program runs is one file a language made of
them (`scripts/cards.py compile`), because parsing seventy cards takes longer than everything else that a command does.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from karep.playbook.card import Card, Item, Section

CARDS: Final = Path(__file__).parent / "cards"
LANGUAGES: Final = ("en", "zh")


def checked(language: str) -> str:
    """A language before it becomes part of a path: the word may come from the command line.

    Raises:
        ValueError: The language has no cards.
    """
    if language not in LANGUAGES:
        raise ValueError(f"the playbook has no cards in the language {language!r}")
    return language


def compiled_file(language: str) -> Path:
    """Where the compiled cards of a language are.

    Raises:
        ValueError: The language has no cards.
    """
    return CARDS / f"{checked(language)}.json"


def shipped_cards(language: str) -> dict[str, Card]:
    """Our cards in a language of `LANGUAGES`, by id.

    Raises:
        ValueError: The language has no cards.
    """
    stored = json.loads(compiled_file(language).read_text("utf-8"))
    return {card.id: card for card in map(_card, stored)}


def dumped(cards: Mapping[str, Card]) -> str:
    """The text of the compiled file, a card a line."""
    lines = (json.dumps(_plain(card), ensure_ascii=False, separators=(",", ":")) for card in cards.values())
    return "[\n" + ",\n".join(lines) + "\n]\n"


def _plain(card: Card) -> list[Any]:
    sections = [
        [one.line, one.heading, one.key, one.paragraph, [[i.line, i.text, i.id, dict(i.labels)] for i in one.items]]
        for one in card.sections.values()
    ]
    return [card.source, dict(card.front), sections]


def _card(stored: list[Any]) -> Card:
    source, front, sections = stored
    made = (
        Section(line, heading, key, paragraph, tuple(Item(*item) for item in items))
        for line, heading, key, paragraph, items in sections
    )
    return Card(source, front, {section.key: section for section in made})
