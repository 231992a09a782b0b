"""Reads one card: a Markdown file with TOML front matter and sections that carry fixed keys.

The grammar is small, so that a translator can change every word and nothing else::

    +++
    id = "o.too-expensive"              TOML between two +++ lines
    +++

    ## Any heading {#clarify}           a section; the key in braces is the same in every language

    A paragraph.

    - A line of a list
    - A line with an id {#o.too-expensive.value}
      - say: Words to speak.            what belongs to the line, each with its label

Everything else that Markdown knows (emphasis, links, code, HTML) is text here, and is shown as it was written.
"""

import re
import stat
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from karep.frozen import frozen
from karep.i18n import N_, _

if TYPE_CHECKING:
    from markdown_it.token import Token

FENCE: Final = "+++"
LABELS: Final = {
    "how": ("how", "做法", "怎么做"),
    "evidence": ("evidence", "依据", "证据"),
    "say": ("say", "话术", "说法"),
    "when": ("when", "适用", "何时用"),
}
"""What belongs to a line, by its key, with the labels that stand for it; the first is how ours are written."""
LARGEST: Final = 65_536
"""No card has more bytes; what is larger is no card, and is not read."""
LARGEST_FRONT: Final = 8_000
"""No front matter has more characters: names of many parts take TOML memory by the square of their number."""

Meanwhile = Literal["last", "ours", "nothing"]
"""What is used in place of a file that cannot be: its last sound version, the card of ours that it changes, nothing."""

_LABEL_OF: Final = {word: label for label, words in LABELS.items() for word in words}
_KEYED: Final = re.compile(r"(?P<text>.*?)\s*\{#(?P<key>[a-z0-9.-]+)\}", re.DOTALL)
_TOML_LINE: Final = re.compile(r"\(at line (\d+),")
_NOT_CLOSED: Final = N_('a quotation mark is missing; put straight ones around the words: name = "words"')
_TOML_FAULTS: Final = (
    ("Illegal character", _NOT_CLOSED),
    ("Unterminated string", _NOT_CLOSED),
    ('Expected "\'"', _NOT_CLOSED),
    ("Invalid value", N_('put straight quotation marks around the words: name = "words"')),
    ("Unclosed array", N_('the list here or above lacks a comma or its end: aliases = ["one", "two"]')),
    ("Expected '='", N_('a = is missing behind the first word of this line: name = "words"')),
    ("Expected newline", N_('something stands behind the words; several are a list: aliases = ["one", "two"]')),
    ("Cannot overwrite", N_("this stands above already; keep one of the two lines")),
    ("Unescaped", N_("write two backslashes for one: \\\\")),
)
"""What Python says of the usual faults, and what we say."""
_FRONT_KEY: Final = re.compile(r"\s*(?P<key>[A-Za-z0-9_-]+)\s*=")
_COLON: Final = re.compile(r"\s*[:：]\s*")


class CardError(ValueError):
    """A card that cannot be used. Its text is `file:line: reason`.

    Attributes:
        source: the file, as it was named to the reader.
        line: the line, from 1.
        reason: what is wrong, in the words of the language in use.
        is_remark: whether the card can be used as it is, and something is only still to be done.
    """

    def __init__(self, source: str, line: int, reason: str, *, is_remark: bool = False) -> None:
        """Keeps where and why."""
        super().__init__(f"{source}:{line}: {reason}")
        self.source = source
        self.line = line
        self.reason = reason
        self.is_remark = is_remark


@frozen
class Item:
    """One line of a list: its words, its id ("" when it has none), and what belongs to it by label."""

    line: int
    text: str
    id: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


@frozen
class Section:
    """One `##` section: a paragraph ("" when there is none) and a list, either possibly empty."""

    line: int
    heading: str
    key: str
    paragraph: str = ""
    items: Sequence[Item] = ()


@frozen
class Card:
    """One card as it stands in its file: the front matter and the sections by key."""

    source: str
    front: Mapping[str, object]
    sections: Mapping[str, Section]
    front_lines: Mapping[str, int] = field(default_factory=dict)
    """The line on which each key of the front matter stands; ours, which are checked before, have none."""

    @property
    def id(self) -> str:
        """The id in the front matter; "" where it has none."""
        found = self.front.get("id")
        return found if isinstance(found, str) else ""

    def error(self, line: int, reason: str) -> CardError:
        """The error for something wrong on a line of this card; line 0 stands for the card as a whole."""
        return CardError(self.source, line or 1, reason)

    def front_error(self, key: str, reason: str) -> CardError:
        """The error for something wrong with a key of the front matter."""
        return self.error(self.front_lines.get(key, 1), reason)


def read_card(path: Path, source: str | None = None) -> Card:
    """Reads a card from a file; `source` names it in errors, else the path does.

    Raises:
        CardError: the file cannot be opened, is too large, is not UTF-8, or breaks the grammar.
    """
    source = source or str(path)
    try:
        # Opening a pipe or a device would wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise CardError(source, 1, _("this is no file; a card is a text file"))
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
    except OSError as error:
        raise CardError(source, 1, _("the card cannot be opened ({reason})").format(reason=error.strerror)) from error
    if len(raw) > LARGEST:
        most = LARGEST // 1024
        raise CardError(source, 1, _("the file is larger than {most} KB, too large for a card").format(most=most))
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        reason = _("the card is not UTF-8; save it in your editor with the encoding UTF-8")
        raise CardError(source, line, reason) from error
    return parse_card(text, source)


def parse_card(text: str, source: str) -> Card:
    """Reads a card from its text; `source` names it in errors.

    Raises:
        CardError: the text breaks the grammar.
    """
    # Not splitlines(): it also breaks at form feeds and the like, and then the line numbers are no editor's.
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    front, first = _read_front(lines, source)
    found = ((_FRONT_KEY.match(line), number) for number, line in enumerate(lines[:first], 1))
    card = Card(source, front, {}, {match["key"]: number for match, number in found if match})
    sections = dict[str, Section]()
    for section in _Body(card, "\n".join(lines[first:]), first).sections():
        if section.key in sections:
            known = sections[section.key].line
            reason = _("the section {key} is on line {line} already; write its lines there")
            raise card.error(section.line, reason.format(key=section.key, line=known))
        sections[section.key] = section
    return replace(card, sections=sections)


def _read_front(lines: list[str], source: str) -> tuple[dict[str, object], int]:
    """The front matter, and the index of the first line after it."""
    if lines[0].rstrip() != FENCE:
        reason = _("a card begins with a line {fence}, and below it its id and its name")
        raise CardError(source, 1, reason.format(fence=FENCE))
    for end in range(1, len(lines)):
        if lines[end].rstrip() == FENCE:
            break
    else:
        reason = _("the line {fence} is missing that ends the front matter; write it below the id and the name")
        raise CardError(source, 1, reason.format(fence=FENCE))
    if sum(map(len, lines[1:end])) > LARGEST_FRONT:
        reason = _("the front matter is longer than {most} characters; write less of it")
        raise CardError(source, 1, reason.format(most=LARGEST_FRONT))
    try:
        # An empty line stands for the fence, so that the line in tomllib's message is the line in the file.
        return tomllib.loads("\n".join(["", *lines[1:end], ""])), end + 1
    except (ValueError, RecursionError) as error:  # a TOMLDecodeError, a number too long for Python, endless nesting
        found = _TOML_LINE.search(str(error))
        line = int(found[1]) if found else end + 1
        known = (words for begin, words in _TOML_FAULTS if str(error).startswith(begin))
        reason = next(known, N_('the front matter is written like name = "words" or aliases = ["one", "two"]'))
        raise CardError(source, line, _(reason)) from error


class _Body:
    """Walks through what Markdown makes of the text below the front matter."""

    def __init__(self, card: Card, text: str, first: int) -> None:
        from markdown_it import MarkdownIt

        self._card = card
        self._first = first
        # Headings and lists are all the structure that a card has; whatever else is written there is its text.
        self._tokens = MarkdownIt("zero").enable(["heading", "list"]).parse(text)
        self._at = 0

    def sections(self) -> Iterator[Section]:
        """The sections in order."""
        while self._at < len(self._tokens):
            token = self._next()
            if token.type != "heading_open":
                reason = _("this text stands before the first section; a section begins with ## and a heading")
                raise self._card.error(self._line(token), reason)
            if token.tag != "h2":
                reason = _("a heading of a card begins with two # and a blank: ## Heading {{#id}}").format()
                raise self._card.error(self._line(token), reason)
            line = self._line(token)
            heading, key = self._split_key(self._words(), line)
            self._next()
            if not key:
                reason = _("this heading has no id; end it with one, such as {{#clarify}}").format()
                raise self._card.error(line, reason)
            paragraph, items = self._content()
            yield Section(line, heading, key, paragraph, items)

    def _content(self) -> tuple[str, tuple[Item, ...]]:
        """The paragraph and the list of a section, up to the next heading."""
        paragraph, items = "", list[Item]()
        while self._at < len(self._tokens) and self._tokens[self._at].type != "heading_open":
            token = self._next()
            if token.type == "paragraph_open":
                if items:
                    reason = _("this line belongs to no list; begin it with '- ', or write it above the list")
                    raise self._card.error(self._line(token), reason)
                paragraph = join(paragraph, *self._words().split("\n"))
                self._next()
            else:
                items += self._list(nested=False)
        return paragraph, tuple(items)

    def _list(self, *, nested: bool) -> list[Item]:
        """The lines of a list that was just opened."""
        items = []
        while (token := self._next()).type != "bullet_list_close" and token.type != "ordered_list_close":
            items.append(self._item(token, nested=nested))
        return items

    def _item(self, opened: "Token", *, nested: bool) -> Item:
        line, text, labels = self._line(opened), "", dict[str, str]()
        while (token := self._next()).type != "list_item_close":
            if token.type == "paragraph_open":
                text = join(text, *self._words().split("\n"))
                self._next()
            elif token.type.endswith("_list_open") and not nested:
                labels |= self._labels(self._list(nested=True))
            else:
                reason = _("below a line of a list stand only lines such as '- say: …', and nothing below those")
                raise self._card.error(self._line(token), reason)
        words, key = self._split_key(text, line)
        return Item(line, words, key, labels)

    def _labels(self, items: list[Item]) -> dict[str, str]:
        found = dict[str, str]()
        for item in items:
            label, words = split_label(item.text)
            known = _LABEL_OF.get(label.casefold())
            if known is None or not words or item.id:
                labels = ", ".join(f"{one}:" for one in LABELS)
                reason = _("a line below a line begins with one of {labels} and has words").format(labels=labels)
                raise self._card.error(item.line, reason)
            if known in found:
                raise self._card.error(item.line, _("{label} stands here twice; keep one").format(label=f"{known}:"))
            found[known] = words
        return found

    def _words(self) -> str:
        return self._next().content

    def _next(self) -> "Token":
        token = self._tokens[self._at]
        self._at += 1
        return token

    def _line(self, token: "Token") -> int:
        return self._first + (token.map[0] if token.map else 0) + 1

    def _split_key(self, text: str, line: int) -> tuple[str, str]:
        """The words and the key of a heading or a list line; the key is "" when there is none."""
        found = _KEYED.fullmatch(text) if text.endswith("}") else None
        words, key = (found["text"], found["key"]) if found else (text, "")
        if not words.strip():
            raise self._card.error(line, _("this line has no words; write some, or delete the line"))
        if "{#" in words:
            reason = _("an id is written {{#id}} at the end of the line, with a-z, 0-9, . and - only").format()
            raise self._card.error(line, reason)
        return words, key


def split_label(text: str) -> tuple[str, str]:
    """The word before the first colon and what follows it; two empty texts where there is no colon."""
    parts = _COLON.split(text, maxsplit=1)
    return (parts[0].strip(), parts[1].strip()) if len(parts) == 2 else ("", "")


def join(*lines: str) -> str:
    """Lines as one: with a space, except between Chinese characters, which are written without."""
    whole = ""
    for line in lines:
        after = line.strip()
        if whole and after:
            whole += " " if whole[-1].isascii() or after[0].isascii() else ""
        whole += after
    return whole
