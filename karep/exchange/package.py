"""Looking into a workbook's zip package before anything reads it: bombs, lying sizes, cells far away, error cells.

Nothing here parses XML with a parser that knows entities; patterns over bytes are enough and cannot be made to expand.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from karep.exchange.errors import SheetRefused, SheetTooLarge, SheetUnreadable
from karep.exchange.limits import MAX_COLUMNS, MAX_GRID, MAX_RATIO, MAX_ROWS, MAX_UNPACKED, SMALL_PART
from karep.frozen import frozen
from karep.i18n import _

CHUNK = 1 << 18
_OVERLAP = 256
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
# Each begins with plain bytes, which the pattern engine finds many times faster than a class of them.
_PLACE = re.compile(rb'r="([A-Za-z]{1,4})([0-9]{1,8})"')
_ODD_PLACE = re.compile(rb"""r\s*=\s*["']([A-Za-z]{1,4})([0-9]{1,8})["']""")
_ODD_SIGNS = (b"r='", b"r =", b"r\t=", b"r\n=", b"r\r=", b"r= ", b"r=\t", b"r=\n", b"r=\r")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s[^>]*?\bt=["']e["'][^>]*>""")


@frozen
class Part:
    """What one worksheet's XML holds, found without keeping it."""

    rows: int
    columns: int
    errors: tuple[str, ...]
    """Places (``B7``) of cells that show an error such as #REF!; the first few."""


def is_package(start: bytes) -> bool:
    """Tell whether the first bytes are those of a zip package or of an old or protected Office file."""
    return start.startswith((b"PK\x03\x04", b"PK\x05\x06", _OLE))


def check_package(path: Path) -> dict[str, Part]:
    """Check a workbook before it is opened, and return what each worksheet's XML holds, by its place in the package.

    Raises:
        SheetUnreadable: not a .xlsx, damaged or protected by a password.
        SheetTooLarge: unpacks to more than the limit, or is packed so tightly that it must be a trap.
    """
    with path.open("rb") as file:
        if file.read(8) == _OLE:
            raise _old_or_locked(path)
        try:
            with zipfile.ZipFile(file) as package:
                members = package.infolist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise _damaged() from error
        names = {member.filename for member in members}
        if "xl/workbook.xml" not in names and not any(name.endswith("workbook.xml") for name in names):
            raise SheetUnreadable(
                _("This package is not an Excel workbook. Save the list as .xlsx or as “CSV UTF-8” and import that.")
            )
        return _check_members(file, members)


def _check_members(file: BinaryIO, members: list[zipfile.ZipInfo]) -> dict[str, Part]:
    total = 0
    parts: dict[str, Part] = {}
    for member in members:
        if member.flag_bits & 1:
            raise _locked()
        scan = _Scan()
        for chunk in _unpack(file, member):
            total += len(chunk)
            scan.size += len(chunk)
            if total > MAX_UNPACKED or (
                scan.size > SMALL_PART and scan.size > MAX_RATIO * max(member.compress_size, 1)
            ):
                raise SheetTooLarge(
                    _("The workbook unpacks to far more than its size and is refused. Save the list as “CSV UTF-8”.")
                )
            if "worksheets/" in member.filename:
                scan.feed(chunk)
        if scan.size != member.file_size:
            raise _damaged()
        if "worksheets/" in member.filename and member.filename.endswith(".xml"):
            parts[member.filename] = scan.part()
    return parts


def _unpack(file: BinaryIO, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack a member to its real end: the size that the package states may be a lie."""
    file.seek(member.header_offset)
    header = file.read(30)
    if len(header) < 30 or header[:4] != b"PK\x03\x04" or member.compress_type not in (0, 8):
        raise _damaged()
    file.seek(int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little"), 1)
    left = member.compress_size
    unpacker = zlib.decompressobj(-15) if member.compress_type == 8 else None
    while left > 0 and (packed := file.read(min(left, CHUNK))):
        left -= len(packed)
        if unpacker is None:
            yield packed
            continue
        try:
            while packed and not unpacker.eof:
                yield unpacker.decompress(packed, CHUNK)
                packed = unpacker.unconsumed_tail
        except zlib.error as error:
            raise _damaged() from error


class _Scan:
    """Finds the farthest cell and the error cells in a worksheet's XML that passes by in chunks."""

    def __init__(self) -> None:
        self.size = 0
        self._tail = b""
        self._columns: set[bytes] = set()
        self._rows = 0
        self._errors: list[str] = []

    def feed(self, chunk: bytes) -> None:
        text = self._tail + chunk
        odd = any(sign in text for sign in _ODD_SIGNS)
        found = (_ODD_PLACE if odd else _PLACE).findall(text)
        if found:
            # Rows and columns go up in a sheet; the last would do, but a hostile one may not keep to it.
            columns, rows = zip(*found, strict=True)
            self._columns.update(columns)
            self._rows = max(self._rows, *map(int, set(rows)))
        if b't="e"' in text or b"t='e'" in text:
            for match in _ERROR.finditer(text):
                place = _ODD_PLACE.search(match[0])
                if place and len(self._errors) < 20:
                    self._errors.append((place[1] + place[2]).decode("ascii"))
        self._tail = text[-_OVERLAP:]

    def part(self) -> Part:
        columns = max((_column_number(name) for name in self._columns), default=0)
        return Part(self._rows, columns, tuple(dict.fromkeys(self._errors)))


def check_grid(part: Part, sheet: str) -> None:
    """Refuse a worksheet whose farthest cell makes a rectangle that no list has."""
    if part.columns > MAX_COLUMNS or part.rows > MAX_ROWS or part.rows * part.columns > MAX_GRID:
        raise SheetTooLarge(
            _(
                "Sheet “{sheet}” reaches to row {rows:,} and column {columns:,}; karep reads at most {max_rows:,} rows "
                "and {max_columns:,} columns. Copy the list alone into a new workbook and import that."
            ).format(sheet=sheet, rows=part.rows, columns=part.columns, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
        )


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _old_or_locked(path: Path) -> SheetRefused:
    with path.open("rb") as file:
        start = file.read(1 << 20)
    if "EncryptedPackage".encode("utf-16-le") in start:
        return _locked()
    return SheetUnreadable(
        _("This is a workbook of the old format (.xls). Save it as .xlsx or as “CSV UTF-8” and import that.")
    )


def _locked() -> SheetRefused:
    return SheetUnreadable(
        _("The workbook is protected by a password. Remove the password in Excel, save it and import it again.")
    )


def _damaged() -> SheetRefused:
    return SheetUnreadable(_("The workbook is damaged and cannot be opened. Save it again in Excel and import that."))
