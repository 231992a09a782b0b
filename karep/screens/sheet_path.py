"""The path of a sheet as a rep types, pastes or drops it, and the sheets that are there to complete it."""

import os
import re
import shlex
import unicodedata
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from karep.frozen import frozen
from karep.i18n import _

SUFFIXES: Final = (".csv", ".tsv", ".txt", ".xlsx", ".ics")
"""What the name of a sheet or a calendar ends in; a file typed whole is read whatever its name."""

_SCANNED: Final = 5_000
_SHOWN: Final = 200
_NEWEST_SHOWN: Final = 8
_USUAL_FOLDERS: Final = ("Downloads", "下载", "Desktop", "桌面", "Documents", "文档")

_QUOTED: Final = re.compile(r"""(?:&\s*)?(?:"(?P<double>[^"]+)"|“(?P<curly>[^”]+)”)""")
_DRIVE: Final = re.compile(r"([A-Za-z]):[\\/](.*)", re.DOTALL)


@frozen
class Entry:
    """A folder, or a file that may be a sheet."""

    path: Path
    is_folder: bool
    size: int = 0
    """Bytes."""
    changed: float = 0.0
    """When it was last written: seconds since 1970, UTC."""


@frozen
class Listing:
    """What is in a folder and goes on as the typed text does."""

    folder: Path
    typed: str = ""
    """The beginning of a name that was typed after the folder."""
    entries: tuple[Entry, ...] = ()
    more: int = 0
    """How many entries fit but are not listed."""
    fault: str = ""
    """Why the folder cannot be read, as a sentence; empty when it can."""


def understood(text: str) -> str:
    """The path that a typed, pasted or dropped text means; a closing slash is kept.

    Understands quotes as file managers and shells write them, ``file://`` addresses, backslashes before blanks, ``~``,
    and on Linux and macOS Windows paths where the drive is mounted under ``/mnt``. Of several files the first counts.
    """
    text = text.strip()
    if text[:7].lower() == "file://":
        text = _from_address(text.split()[0])
    elif text.removeprefix("&").lstrip().startswith("'"):
        text = _first_word(text.removeprefix("&").lstrip())
    elif quoted := _QUOTED.match(text):
        text = quoted["double"] or quoted["curly"]
    elif os.sep == "/" and "\\" in text and not _DRIVE.match(text) and not os.path.lexists(text):
        text = re.sub(r"\\(.)", r"\1", text)
    if os.sep == "/" and (drive := _DRIVE.fullmatch(text)):
        mounted = f"/mnt/{drive[1].lower()}"
        if Path(mounted).is_dir():
            text = mounted + "/" + drive[2].replace("\\", "/")
    if text in ("~", ".", ".."):
        text += "/"
    return _at_home(text)


def _at_home(path: str) -> str:
    """The path with ``~`` written out. A `Path` would lose the closing slash, and fails for an unknown user."""
    return os.path.expanduser(path.replace("\0", ""))  # noqa: PTH111


def _from_address(address: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    path = unquote(parts.path)
    if re.match(r"/[A-Za-z]:/", path):
        return path[1:]
    return path if parts.netloc in ("", "localhost") else f"//{parts.netloc}{path}"


def _first_word(text: str) -> str:
    """What stands in single quotes; an apostrophe in a name is written outside of them, as shells do."""
    try:
        return next(iter(shlex.split(text)), "")
    except ValueError:
        return text.strip("'")


def list_sheets(text: str) -> tuple[Listing, ...]:
    """The folders and sheets that go on as `text` does; for an empty text the newest sheets of the usual folders."""
    path = understood(text)
    if not path:
        return tuple(_newest(folder) for folder in _usual_folders())
    head, typed = os.path.split(path)
    folder = Path(head or os.curdir)
    try:
        entries = list(_entries(folder, hidden=typed.startswith(".")))
    except (OSError, ValueError) as error:
        return (Listing(folder, typed, fault=_fault(folder, error)),)
    wanted = _folded(typed)
    fitting = [one for one in entries if _folded(one.path.name).startswith(wanted)]
    fitting = fitting or [one for one in entries if wanted in _folded(one.path.name)]
    fitting.sort(key=lambda one: (one.is_folder, _folded(one.path.name)))
    return (Listing(folder, typed, tuple(fitting[:_SHOWN]), max(len(fitting) - _SHOWN, 0)),)


def completed(text: str, listing: Listing) -> str | None:
    """`text` with as much of the name added as all fitting entries share; None when there is nothing to add."""
    wanted = _folded(listing.typed)
    names = [one for one in listing.entries if _folded(one.path.name).startswith(wanted)]
    if not names:
        return None
    shared = os.path.commonprefix([one.path.name for one in names])  # noqa: RUF071 - of names, letter by letter
    if len(names) == 1 and names[0].is_folder:
        shared += "/" if "/" in text or os.sep == "/" else os.sep
    if len(shared) <= len(listing.typed):
        return None
    path, base = understood(text), text.strip()
    if _at_home(base) != path:
        base = path
    return base[: len(base) - len(listing.typed)] + shared


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _usual_folders() -> list[Path]:
    folders = [Path.cwd()]
    for name in _USUAL_FOLDERS:
        folder = Path(_at_home("~")) / name
        if folder.is_dir() and folder not in folders:
            folders.append(folder)
    return folders


def _newest(folder: Path) -> Listing:
    try:
        files = sorted(
            (one for one in _entries(folder) if not one.is_folder), key=lambda one: one.changed, reverse=True
        )
    except OSError as error:
        return Listing(folder, fault=_fault(folder, error))
    return Listing(folder, "", tuple(files[:_NEWEST_SHOWN]), max(len(files) - _NEWEST_SHOWN, 0))


def _entries(folder: Path, *, hidden: bool = False) -> Iterator[Entry]:
    """Folders and sheets; an entry that cannot be looked at is passed over.

    Raises:
        OSError: If the folder cannot be read.
    """
    with os.scandir(folder) as found:
        for one in islice(found, _SCANNED):
            if one.name.startswith(".") and not hidden:
                continue
            try:
                if one.is_dir():
                    yield Entry(folder / one.name, True)
                elif one.name.lower().endswith(SUFFIXES) and one.is_file():
                    about = one.stat()
                    yield Entry(folder / one.name, False, about.st_size, about.st_mtime)
            except OSError:
                continue


def _fault(folder: Path, error: Exception) -> str:
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return _("There is no folder “{folder}”.").format(folder=folder)
    reason = error.strerror if isinstance(error, OSError) else None
    return _("The folder “{folder}” cannot be read: {reason}").format(folder=folder, reason=reason or error)
