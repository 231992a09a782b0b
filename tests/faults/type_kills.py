"""Types into a form or a line of the real program in a terminal, kills it at a random moment, and looks for the text.

Killed with SIGKILL, all text that was typed more than a second before must be in the draft; with SIGTERM or SIGHUP
(a closed window) all text that the program had shown. The draft is offered by the store that the program left.
"""

import argparse
import fcntl
import os
import pty
import random
import select
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

from karep.db import backup, drafts
from karep.db.store import Store

SIGNALS: Final = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
WORDS: Final = "华为技术有限公司 Shenzhen frame contract 谈框架合同 price 太贵 next Wednesday "


class Place(NamedTuple):
    """Where text is typed."""

    key: str
    """What opens it."""
    shows: str
    """What it shows when it is there."""
    draft: str
    """The kind that its draft is kept under."""
    field: str


PLACES: Final = {
    "form": Place("a", "Name *", "account.add", "name"),
    "line": Place("n", "what was said", "touch.line", "line"),
}
PAUSE: Final = 0.05
"""Seconds between two keys: about 20 a second."""
OLD: Final = 1.0
"""Seconds after which typed text must survive anything."""
ROWS, COLUMNS = 24, 80


@dataclass
class Terminal:
    """The program in a terminal of its own."""

    process: subprocess.Popen[bytes]
    master: int
    seen: bytearray = field(default_factory=bytearray)

    def read(self, seconds: float) -> None:
        """Take in what the program shows, for so long."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if select.select([self.master], [], [], left)[0]:
                try:
                    self.seen += os.read(self.master, 65536)
                except OSError:
                    time.sleep(max(0.0, end - time.monotonic()))
                    return

    def wait_for(self, words: str, seconds: float = 30) -> None:
        """Take in what the program shows until `words` are in it."""
        end = time.monotonic() + seconds
        while words.encode() not in self.seen:
            if time.monotonic() > end:
                raise TimeoutError(f"“{words}” did not appear in:\n{self.seen[-2000:].decode(errors='replace')}")
            self.read(0.05)
        self.seen.clear()

    def wait_for_quiet(self, seconds: float = 0.3, most: float = 3.0) -> None:
        """Take in what the program shows until it shows nothing more for so long; a cursor may blink for ever."""
        end, before = time.monotonic() + most, -1
        while len(self.seen) != before and time.monotonic() < end:
            before = len(self.seen)
            self.read(seconds)

    def type(self, text: str) -> None:
        """Press keys."""
        os.write(self.master, text.encode())


def start(store: Path, home: Path) -> Terminal:
    """Open the program on `store` as a rep does."""
    (home / "config").mkdir(parents=True, exist_ok=True)
    (home / "config" / "settings.toml").write_text('language = "en"\nstart = "accounts"\n', "utf-8")
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = os.environ | {
        "KAREP_HOME": str(home),
        "TERM": "xterm-256color",
        "LC_ALL": "C.UTF-8",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "karep", "--store", str(store)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        env=environment,
        start_new_session=True,
    )
    os.close(slave)
    return Terminal(process, master)


def type_and_kill(folder: Path, place: Place, how: signal.Signals, chance: random.Random) -> tuple[str, int]:
    """One round; what came of it (kept, lost, doubled, stuck or corrupt), and how many letters were typed."""
    store, home = folder / "book.db", folder / "home"
    terminal = start(store, home)
    try:
        terminal.wait_for("Accounts")
        terminal.wait_for_quiet()
        terminal.type(place.key)
        terminal.wait_for(place.shows)
        terminal.wait_for_quiet()
        typed = type_for(terminal, chance.uniform(0.1, 5.0))
        if how is signal.SIGKILL:
            expected = "".join(letter for letter, at in typed if at < time.monotonic() - OLD)
        else:
            terminal.wait_for_quiet()
            expected = "".join(letter for letter, _at in typed)
        os.kill(terminal.process.pid, how)
        return look(terminal, place, store, home, expected), len(typed)
    finally:
        with suppress(ProcessLookupError):
            terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.master)


def type_for(terminal: Terminal, seconds: float) -> list[tuple[str, float]]:
    """Press keys for so long; each letter and when it was pressed."""
    typed: list[tuple[str, float]] = []
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        letter = WORDS[len(typed) % len(WORDS)]
        terminal.type(letter)
        typed.append((letter, time.monotonic()))
        terminal.read(PAUSE)
    return typed


def look(terminal: Terminal, place: Place, store: Path, home: Path, expected: str) -> str:
    """Wait for the end of the program, and compare the draft with what must be in it."""
    end = time.monotonic() + 20
    while terminal.process.poll() is None:
        if time.monotonic() > end:
            return "stuck"
        terminal.read(0.05)
    os.environ["KAREP_HOME"] = str(home)
    with Store.open(store) as opened:
        keys = [key for key, _at in drafts.list_drafts(opened.connection) if key.split("|")[0] == place.draft]
        if len(keys) > 1:
            return "doubled"
        draft = (drafts.get_draft(opened.connection, keys[0]) if keys else None) or {}
        if backup.check(opened.connection):
            return "corrupt"
    kept = draft.get(place.field, "")
    if not kept.startswith(expected):
        print(f"expected {expected!r}\nkept     {kept!r}", file=sys.stderr)
        return "lost"
    return "kept"


def main() -> int:
    """Kill the program many times and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=30, help="how many times the program is killed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--into", choices=[*PLACES], default="form", help="where it is typed")
    given = parser.parse_args()
    chance = random.Random(given.seed)
    found: Counter[tuple[str, str]] = Counter()
    letters: Counter[str] = Counter()
    for number in range(given.kills):
        how = SIGNALS[number % len(SIGNALS)]
        with tempfile.TemporaryDirectory() as folder:
            outcome, typed = type_and_kill(Path(folder), PLACES[given.into], how, chance)
        found[how.name, outcome] += 1
        letters[how.name] += typed
    outcomes = ("kept", "lost", "doubled", "stuck", "corrupt")
    print(f"{'signal':9}{'kills':>7}{'letters':>9}" + "".join(f"{name:>9}" for name in outcomes))
    for how in SIGNALS:
        kills = sum(found[how.name, name] for name in outcomes)
        print(
            f"{how.name:9}{kills:7}{letters[how.name]:9}" + "".join(f"{found[how.name, name]:9}" for name in outcomes)
        )
    return int(any(outcome != "kept" for _how, outcome in found))


if __name__ == "__main__":
    sys.exit(main())
