"""From bytes to text by rule: byte order mark, then strict UTF-8, then the rep's choice. Never a silent guess."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

from karep.exchange.errors import Candidate, EncodingUndecided, SheetTooLarge, SheetUnreadable
from karep.exchange.separator import find_dialect, sample_rows
from karep.i18n import _

CHUNK = 1 << 20
"""Bytes decoded at a time, so that memory stays flat however large the file is."""

SAMPLE = 1 << 16
"""Characters looked at to find the separator and to show a preview."""

# UTF-32's mark begins with UTF-16's, so the longer ones come first.
MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

# GB18030 holds GBK and GB2312. The order is that of the preview, not a decision.
CHOICES = ("gb18030", "big5", "shift_jis", "cp1252", "latin-1")

# Python has codecs that are not character sets (rot13, zip, unicode_escape): only these are accepted by name.
ACCEPTED = frozenset(
    codecs.lookup(name).name
    for name in [
        "ascii",
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "gb18030",
        "gbk",
        "gb2312",
        "hz",
        "big5",
        "big5hkscs",
        "cp950",
        "shift_jis",
        "cp932",
        "euc_jp",
        "euc_kr",
        "cp949",
        "iso2022_jp",
        "cp437",
        "cp850",
        "cp852",
        "cp866",
        "cp1250",
        "cp1251",
        "cp1252",
        "cp1253",
        "cp1254",
        "cp1255",
        "cp1256",
        "cp1257",
        "cp1258",
        "cp874",
        "latin-1",
        "iso8859-2",
        "iso8859-5",
        "iso8859-7",
        "iso8859-9",
        "iso8859-15",
        "koi8-r",
        "koi8-u",
        "mac-roman",
    ]
)


def find_encoding(path: Path, chosen: str | None = None) -> str:
    """Return the name of the encoding in which the whole file decodes.

    Args:
        path: the file.
        chosen: the rep's ``--encoding``; it wins over everything, but must fit.

    Raises:
        SheetUnreadable: the chosen encoding or the file's own mark does not fit its bytes.
        EncodingUndecided: not UTF-8 and no mark; carries what the candidates would look like.
    """
    if chosen is not None:
        return _checked_choice(path, chosen)
    with path.open("rb") as file:
        start = file.read(4)
    for mark, encoding in MARKS:
        if start.startswith(mark):
            _require(path, encoding, _("its byte order mark"))
            return encoding
    if first_error(path, "utf-8") is None:
        if not _looks_like_text(head(path, "utf-8")):
            raise EncodingUndecided(_candidates(path, ("utf-16-le", "utf-16-be")))
        return "utf-8"
    raise EncodingUndecided(_candidates(path, CHOICES))


def first_error(path: Path, encoding: str) -> int | None:
    """Return the line on which the file stops being valid in this encoding, or None when all of it decodes."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines = 1
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            try:
                lines += decoder.decode(chunk).count("\n")
            except UnicodeError as error:
                good = chunk[: getattr(error, "start", 0)]
                return lines + good.count(b"\n")
        try:
            decoder.decode(b"", final=True)
        except UnicodeError:
            return lines
    return None


def head(path: Path, encoding: str, size: int = SAMPLE) -> str:
    """Return the first characters of the file, without a byte order mark."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    with path.open("rb") as file:
        text = decoder.decode(file.read(size * 4))
    return text.removeprefix("\ufeff")[:size]


def lines_of(path: Path, encoding: str, longest: int) -> Iterator[str]:
    """Yield the lines of the file with their own line ends, a byte order mark and NUL characters removed.

    Raises:
        SheetTooLarge: a line has ``longest`` characters or more; it is never held in memory whole.
    """
    with path.open(encoding=encoding, errors="strict", newline="") as file:
        line = file.readline(longest).removeprefix("\ufeff")
        number = 1
        while line:
            if len(line) >= longest and line[-1] not in "\r\n":
                raise SheetTooLarge(
                    _("Line {line} is longer than {limit:,} characters; karep cannot read that as a list.").format(
                        line=number, limit=longest
                    )
                )
            yield line.replace("\0", "") if "\0" in line else line
            line = file.readline(longest)
            number += 1


def _checked_choice(path: Path, chosen: str) -> str:
    try:
        name = codecs.lookup(chosen.strip()).name
    except (LookupError, ValueError):
        name = ""
    if name not in ACCEPTED:
        raise SheetUnreadable(
            _("“{name}” is not an encoding that karep knows; try one of: {names}").format(
                name=chosen, names=", ".join(("utf-8", "utf-16", *CHOICES))
            )
        )
    _require(path, name, "--encoding " + chosen)
    return name


def _require(path: Path, encoding: str, source: str) -> None:
    line = first_error(path, encoding)
    if line is None and _looks_like_text(head(path, encoding)):
        return
    raise SheetUnreadable(
        _(
            "The file is not {encoding} text, although {source} says so (line {line}). "
            "Save it again as “CSV UTF-8” and import that."
        ).format(encoding=encoding.upper(), source=source, line=line or 1)
    )


def _looks_like_text(text: str) -> bool:
    """Tell text from bytes of another width: those show a NUL every second or fourth character."""
    return text.count("\0") * 20 <= len(text)


def _candidates(path: Path, encodings: tuple[str, ...]) -> list[Candidate]:
    fitting = [name for name in encodings if first_error(path, name) is None and _looks_like_text(head(path, name))]
    # Latin-1 accepts every byte: it is the last resort, not a finding.
    if len(fitting) > 1 and fitting[-1] == "latin-1":
        fitting.pop()
    if not fitting:
        raise SheetUnreadable(
            _("This file is not text in an encoding that karep knows. Save it as “CSV UTF-8” or .xlsx and import that.")
        )
    return [Candidate(name, preview(path, name)) for name in fitting]


def preview(path: Path, encoding: str, rows: int = 5) -> tuple[tuple[str, ...], ...]:
    """Return the first rows as they would be read in this encoding."""
    sample = head(path, encoding).replace("\0", "")
    return tuple(tuple(row) for row in sample_rows(sample, find_dialect(sample))[:rows])
