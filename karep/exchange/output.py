"""Files that leave the program: readable by their owner alone, whole or not there at all, never over another one."""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from karep.i18n import _


class NotWritten(Exception):
    """A file that could not be written; ``str(error)`` is a translated sentence that says what to do."""


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
    partial = path.with_name(f".{path.name[:100]}.{os.getpid()}.partial")
    try:
        partial.unlink(missing_ok=True)
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        _name(partial, path, force=force)
    except OSError as error:
        raise NotWritten(
            _("{path} could not be written ({reason}).").format(path=path, reason=error.strerror or error)
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def check_target(path: Path, *, force: bool = False) -> None:
    """Make sure that a file may be written at `path`.

    Raises:
        NotWritten: If something stands there that may not be replaced, or its folder is missing.
    """
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
