"""Lines of a log from a file or a pipe: bytes in, numbered lines of text out. Never a silent guess at the encoding."""

import codecs
import re
from collections.abc import Iterator
from typing import Final

from karep.exchange.decode import ACCEPTED, CHOICES, MARKS
from karep.exchange.errors import SheetTooLarge, SheetUnreadable
from karep.frozen import frozen
from karep.i18n import _

MOST_BYTES: Final = 64 * 1024 * 1024
"""More than anybody writes; what is larger is not a log."""

_LINE_END: Final = re.compile(rb"\r\n|\n|\r")
_TEXT_LINE_END: Final = re.compile(r"\r\n|\n|\r")
_WIDE: Final = ("utf-16", "utf-32", "hz", "iso2022")
"""Encodings whose lines cannot be told apart before they are decoded."""


@frozen
class LogLine:
    """One line that says something."""

    number: int
    """Its place in the file, from 1."""
    text: str | None
    """What it says; None when it is not text in the encoding of the file."""


def read_log_lines(data: bytes, encoding: str | None = None) -> list[LogLine]:
    """The lines that say something: neither blank nor a remark, which begins with ``# `` or is a ``#`` alone.

    Args:
        data: The whole file.
        encoding: In what it is written; without it a byte order mark decides, and otherwise it is UTF-8.

    Raises:
        SheetTooLarge: If there is more of it than anybody writes.
        SheetUnreadable: If the encoding is unknown or nothing in the file is text in it.
    """
    if len(data) > MOST_BYTES:
        raise SheetTooLarge(_("That is larger than {n} MB, which is no log.").format(n=MOST_BYTES >> 20))
    name = _known(encoding) if encoding else next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    lines = [line for line in _numbered(data, name) if line.text is None or not _is_remark(line.text)]
    broken = sum(line.text is None for line in lines)
    if broken and not any(line.text and not line.text.isascii() for line in lines):
        if encoding is None:
            sentence = _("This is not UTF-8 text. Say which encoding it has, such as --encoding {name}.")
            raise SheetUnreadable(sentence.format(name=CHOICES[0]))
        if broken == len(lines):
            raise SheetUnreadable(_("This is not {encoding} text.").format(encoding=encoding.upper()))
    return lines


def _known(encoding: str) -> str:
    try:
        name = codecs.lookup(encoding.strip()).name
    except (LookupError, ValueError):
        name = ""
    if name not in ACCEPTED:
        sentence = _("“{name}” is not an encoding that karep knows; try one of: {names}")
        raise SheetUnreadable(sentence.format(name=encoding, names=", ".join(("utf-8", "utf-16", *CHOICES))))
    return name


def _numbered(data: bytes, name: str) -> Iterator[LogLine]:
    if name.startswith(_WIDE):
        text = _decoded(data, name)
        if text is None:
            raise SheetUnreadable(_("This is not {encoding} text.").format(encoding=name.upper()))
        for number, line in enumerate(_TEXT_LINE_END.split(text), start=1):
            yield LogLine(number, line)
        return
    for number, line in enumerate(_LINE_END.split(data), start=1):
        yield LogLine(number, _decoded(line, name))


def _decoded(data: bytes, name: str) -> str | None:
    try:
        return data.decode(name).removeprefix("\ufeff")
    except UnicodeError:
        return None


def _is_remark(line: str) -> bool:
    """Whether a line says nothing; one that begins with a tag, as #报价, does."""
    text = line.strip()
    return not text or text == "#" or text.startswith(("# ", "#\t"))
