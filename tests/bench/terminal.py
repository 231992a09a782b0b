"""A program in a pseudo-terminal of 120 by 40, and the moments at which its bytes arrive.

How a frame is timed: the clock starts before the program is started and stops when the read returns that completes
the marker, a text that only the awaited frame holds. Escape sequences are taken out of the bytes first, because
colours may change within a word. Nothing emulates the terminal meanwhile, so that only the program is timed.
"""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
from collections.abc import Mapping, Sequence
from pathlib import Path
from time import perf_counter

COLUMNS, ROWS = 120, 40
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[P^_][^\x1b]*\x1b\\|[ -/]*[0-~])")
_UNWANTED = (
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONUNBUFFERED",
    "KAREP_STORE",
    "TEXTUAL_FPS",
    "NO_COLOR",
    "COLUMNS",
    "LINES",
)


def environment(home: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """The surroundings of a measured program: files below `home`, English, true colour, bytecode kept."""
    kept = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    own = {"KAREP_HOME": str(home), "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
    return {**kept, **own, **(more or {})}


class Terminal:
    """One program in a terminal; use it in a `with` statement, which ends the program."""

    def __init__(self, command: Sequence[str], surroundings: Mapping[str, str]) -> None:
        """Start the program and the clock."""
        self._reader, writer = pty.openpty()
        fcntl.ioctl(writer, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self._bytes = bytearray()
        self.started = perf_counter()
        self.process = subprocess.Popen(
            command,
            stdin=writer,
            stdout=writer,
            stderr=writer,
            env=dict(surroundings),
            start_new_session=True,
            close_fds=True,
        )
        os.close(writer)

    def __enter__(self) -> Terminal:
        """Use the program."""
        return self

    def __exit__(self, *failure: object) -> None:
        """End the program, kindly first."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            limit = perf_counter() + 10
            while self.process.poll() is None and perf_counter() < limit:
                self._read(0.05)
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        os.close(self._reader)

    @property
    def text(self) -> str:
        """Everything that was written since the last `forget`, without escape sequences."""
        return _ESCAPES.sub(b"", bytes(self._bytes)).decode("utf-8", "replace")

    def forget(self) -> None:
        """Forget what was written so far."""
        self._bytes.clear()

    def press(self, keys: str) -> float:
        """Send keys and return the moment at which they were sent."""
        now = perf_counter()
        os.write(self._reader, keys.encode())
        return now

    def shown(self, marker: str, limit: float = 60) -> float:
        """The moment at which `marker` stood on the screen.

        Raises:
            TimeoutError: If it did not appear within `limit` seconds.
        """
        end = perf_counter() + limit
        while (now := perf_counter()) < end:
            if self._read(end - now):
                now = perf_counter()
                if marker in self.text:
                    return now
            elif self.process.poll() is not None:
                break
        raise TimeoutError(f"no {marker!r} on the screen, but: … {' '.join(self.text.split())[-300:]}")

    def answered(self, limit: float = 2) -> float | None:
        """The moment at which the screen changed next, or None if it did not within `limit` seconds."""
        return perf_counter() if self._read(limit) else None

    def settle(self, quiet: float = 0.5, limit: float = 30) -> None:
        """Wait until nothing was written for `quiet` seconds."""
        end = perf_counter() + limit
        while perf_counter() < end and self._read(quiet):
            pass

    def peak_memory(self) -> float:
        """The most memory that the program ever had, in MiB; zero where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/status")
        if not status.exists():
            return 0.0
        found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text())
        return int(found[1]) / 1024 if found else 0.0

    def busy_time(self) -> float:
        """The processor time that the program has used, in milliseconds; zero where the system does not tell."""
        status = Path(f"/proc/{self.process.pid}/stat")
        if not status.exists():
            return 0.0
        fields = status.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")

    def _read(self, limit: float) -> bytes:
        ready, _writers, _failed = select.select([self._reader], [], [], max(limit, 0))
        if not ready:
            return b""
        try:
            read = os.read(self._reader, 1 << 16)
        except OSError as error:
            if error.errno != errno.EIO:
                raise
            return b""
        self._bytes += read
        return read
