"""Files that leave the program: readable by their owner alone, whole or not there at all, never over another one."""

import os
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

from karep.i18n import _

_TOLD: Final = 200
"""So many characters of a path a sentence tells."""


class NotWritten(Exception):
    """A file that could not be written; ``str(error)`` is a translated sentence that says what to do."""


def is_name(name: str) -> bool:
    """Whether a name has only signs that a file can be found by again: none that steer a terminal, no half ones."""
    return not any(unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") for sign in name)


@contextmanager
def private_file(path: Path, *, force: bool = False) -> Iterator[BinaryIO]:
    """Write a file under a temporary name, and give it its own when everything is in it.

    Args:
        path: The file.
        force: Replace a file that stands there.

    Raises:
        NotWritten: If a file stands there, the folder is missing, or the disk refuses; nothing is left behind then.
    """
    check_target(path, force=force)
    # a name may be as long as the disk takes, which counts bytes
    partial = path.with_name(f".{path.name.encode()[:100].decode('utf-8', 'ignore')}.{os.getpid()}.partial")
    try:
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        _name(partial, path, force=force)
    except OSError as error:
        raise refused(path, error) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def check_target(path: Path, *, force: bool = False) -> None:
    """Make sure that a file may be written at `path`.

    Raises:
        NotWritten: If something stands there that may not be replaced, its folder is missing, or its name is none.
    """
    try:
        _check(path, force=force)
    except OSError as error:
        raise refused(path, error) from error


def refused(path: Path, error: OSError) -> NotWritten:
    """A file that the disk refuses, in words; of a name that is too long its beginning."""
    told = str(path)
    told = told if len(told) <= _TOLD else f"{told[: _TOLD - 1]}…"
    return NotWritten(_("{path} could not be written ({reason}).").format(path=told, reason=error.strerror or error))


def _check(path: Path, *, force: bool) -> None:
    if not is_name(path.name):
        raise NotWritten(_("That is no name for a file: it has signs in it that cannot be seen."))
    if not path.parent.is_dir():
        raise NotWritten(_("There is no folder {folder}.").format(folder=path.parent))
    if path.is_dir():
        raise NotWritten(_("{path} is a folder; name a file in it.").format(path=path))
    if path.exists() and not path.is_file():
        raise NotWritten(_("{path} is not an ordinary file.").format(path=path))
    if not force and (path.exists() or path.is_symlink()):
        raise _stands_there(path)


def _name(partial: Path, path: Path, *, force: bool) -> None:
    if force:
        partial.replace(path)
        return
    try:
        # A link fails when the name was taken meanwhile; a rename would quietly replace.
        path.hardlink_to(partial)
    except FileExistsError as error:
        raise _stands_there(path) from error
    except OSError:
        if path.exists():
            raise _stands_there(path) from None
        partial.rename(path)


def _stands_there(path: Path) -> NotWritten:
    return NotWritten(_("{path} is there already; name another file, or replace it with --force.").format(path=path))
