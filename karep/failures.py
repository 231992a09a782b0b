"""The log of failures that nobody foresaw: their kind and place, never what a record holds."""

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from karep import __version__, paths

_LARGEST: Final = 256 * 1024
"""A log longer than this many bytes is set aside, so that it never grows without end."""


def record_failure(error: BaseException) -> Path:
    """Write kind and place of `error`, and of what caused it, to the log; return the log's path.

    Messages, local variables and lines of source stay out: they could hold a customer's words. When the log itself
    cannot be written the failure is not made worse by it.
    """
    path = paths.log_file()
    lines = [f"{datetime.now(UTC).isoformat(timespec='seconds')} karep {__version__}", *_causes(error)]
    try:
        paths.make_private(path.parent)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old"))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        pass
    return path


def _causes(error: BaseException) -> list[str]:
    lines: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        lines.append(f"{'caused by ' if lines else ''}{kind.__module__}.{kind.__qualname__}")
        for frame, number in traceback.walk_tb(current.__traceback__):
            lines.append(f"  {frame.f_globals.get('__name__', '?')}:{number} in {frame.f_code.co_qualname}")
        current = current.__cause__ or current.__context__
    return lines
