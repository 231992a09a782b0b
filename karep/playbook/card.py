"""Reads one card: a Markdown file with TOML front matter and sections that carry fixed keys.

The grammar is small, so that a translator can change every word and nothing else::

    +++
    id = "S1"                           TOML between two +++ lines
    +++

    ## Any heading {#purpose}           a section; the key in braces is the same in every language

    A paragraph.

    - A line of a list
    - A line with an id {#s1.source}
      Its note: the indented lines below it.
    - clarify: A line with a label      (in sections whose lines are labelled)

    ### Any heading {#o.too-expensive}  a part of a section
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

FENCE = "+++"
_KEYED = re.compile(r"(?P<text>.*?)\s*\{#(?P<key>[a-z0-9.-]+)\}$")
_TOML_LINE = re.compile(r"\(at line (\d+),")


class CardError(ValueError):
    """A card that cannot be read. Its text is `file:line: reason`.

    Attributes:
        source: the file, as it was named to the reader.
        line: the line, from 1.
        reason: what is wrong, in words.
    """

    def __init__(self, source: str, line: int, reason: str) -> None:
        """Keeps where and why."""
        super().__init__(f"{source}:{line}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason


@dataclass(slots=True)
class Item:
    """One line of a list: its words, its key ("" when it has none) and the note below it ("" when none)."""

    line: int
    text: str
    key: str
    note: str = ""


@dataclass(slots=True)
class Section:
    """One `##` section, or one `###` part of it: a paragraph, a list and parts, each possibly empty."""

    line: int
    heading: str
    key: str
    paragraph: str = ""
    items: list[Item] = field(default_factory=list)
    parts: list["Section"] = field(default_factory=list)


@dataclass(slots=True)
class Card:
    """One card as it stands in its file: the front matter and the sections by key."""

    source: str
    front: Mapping[str, object]
    sections: dict[str, Section]

    def error(self, line: int, reason: str) -> CardError:
        """The error to raise for something wrong on a line of this card."""
        return CardError(self.source, line, reason)


def read_card(path: Path) -> Card:
    """Reads a card from a file.

    Raises:
        CardError: the file cannot be opened, is not UTF-8, or breaks the grammar.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise CardError(str(path), 1, f"the card cannot be opened ({error.strerror})") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CardError(str(path), raw.count(b"\n", 0, error.start) + 1, "the card is not UTF-8") from error
    return parse_card(text, str(path))


def parse_card(text: str, source: str) -> Card:
    """Reads a card from its text; `source` names it in errors.

    Raises:
        CardError: the text breaks the grammar.
    """
    # Not splitlines(): it also breaks at form feeds and the like, and then the line numbers are no editor's.
    lines = text.replace("\r\n", "\n").split("\n")
    front, first = _read_front(lines, source)
    card = Card(source, front, {})
    _read_body(card, lines, first)
    return card


def _read_front(lines: list[str], source: str) -> tuple[dict[str, object], int]:
    """The front matter, and the index of the first line after it."""
    if lines[0].rstrip() != FENCE:
        raise CardError(source, 1, f"a card begins with a line {FENCE}")
    for end in range(1, len(lines)):
        if lines[end].rstrip() == FENCE:
            break
    else:
        raise CardError(source, len(lines), f"the front matter has no closing line {FENCE}")
    try:
        # An empty line stands for the fence, so that the line in tomllib's message is the line in the file.
        return tomllib.loads("\n".join(["", *lines[1:end], ""])), end + 1
    except ValueError as error:  # a TOMLDecodeError, or a number too long for Python
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else end + 1
        raise CardError(source, line, f"the front matter is not TOML: {error}") from error


def _read_body(card: Card, lines: list[str], first: int) -> None:
    section: Section | None = None
    item: Item | None = None  # the list line that indented lines belong to
    for number, line in enumerate(lines[first:], first + 1):
        text = line.strip()
        if not text:
            item = None
        elif line.startswith("#"):
            section, item = _open_section(card, line.rstrip(), number), None
        elif section is None:
            raise card.error(number, "this text stands before the first section")
        elif line.startswith("- "):
            item = Item(number, *_split_key(card, text[2:], number))
            section.items.append(item)
        elif not line[0].isspace() and item is None and not section.items:
            section.paragraph = _join(section.paragraph, text)
        elif line[0].isspace() and item is not None:
            item.note = _join(item.note, text)
        else:
            raise card.error(number, "this line is part of no list: begin it with '- ', or indent it")


def _open_section(card: Card, line: str, number: int) -> Section:
    marks, _, rest = line.partition(" ")
    if marks not in ("##", "###"):
        raise card.error(number, "headings are '## ' for a section and '### ' for a part of it")
    heading, key = _split_key(card, rest.strip(), number)
    if not key:
        raise card.error(number, "this heading has no key: end it with {#key}")
    section = Section(number, heading, key)
    if marks == "###":
        if not card.sections:
            raise card.error(number, "this part stands before the first section")
        # Dictionaries keep their order, so the last one is the section that is being read.
        next(reversed(card.sections.values())).parts.append(section)
    elif key in card.sections:
        raise card.error(number, f"the section {key} is already on line {card.sections[key].line}")
    else:
        card.sections[key] = section
    return section


def _split_key(card: Card, text: str, number: int) -> tuple[str, str]:
    """The words and the key of a heading or a list line; the key is "" when there is none."""
    found = _KEYED.fullmatch(text) if text.endswith("}") else None
    words, key = (found["text"], found["key"]) if found else (text, "")
    if not words:
        raise card.error(number, "this line has no words")
    if "{#" in words:
        raise card.error(number, "a key is written {#key} at the end of the line, in a-z, 0-9, '.' and '-'")
    return words, key


def _join(before: str, after: str) -> str:
    """Two lines as one: with a space, except between Chinese characters, which are written without."""
    if not before:
        return after
    return before + (" " if before[-1].isascii() or after[0].isascii() else "") + after
