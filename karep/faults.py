"""The log of failures: their kind and place, never what a record holds."""

import os
import time
import traceback
from pathlib import Path
from typing import Final

from karep import __version__, paths

_LARGEST: Final = 256 * 1024


def note_fault(error: BaseException) -> Path:
    """Write the kind of `error` and the lines that it passed to the log; return the log's path.

    Neither the message nor any value is written: both may hold a customer's words. When the log itself cannot be
    written the failure is not made worse by it.
    """
    path = paths.log_file()
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{time.strftime('%Y-%m-%dT%H:%M:%S%z')} karep {__version__} {type(error).__module__}.{type(error).__qualname__}"]
    lines += [f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    try:
        paths.make_private(path.parent)
        if path.exists() and path.stat().st_size > _LARGEST:
            path.replace(path.with_suffix(".old"))
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8") as log:
            log.write("\n".join(lines) + "\n")
    except OSError:
        pass
    return path
