"""Logs a visit with six facts in the real program, in a terminal, by keys pressed at a given pace, and counts them.

Run it with ``python -m tests.bench.ten_seconds [--record FILE]``: the log line and the form, with the same six facts:
who, how, what was said, an objection, a promise of ours with its day, and the next step with its day. With ``--record``
what the terminal showed is written as an asciicast, which ``asciinema play`` shows. Nothing is asserted on time.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from karep.db.store import Store
from karep.db.views.touches import list_touches
from karep.demo.generate import make_sample
from tests.faults.type_kills import COLUMNS, ROWS, Terminal, start

PACE = 6.0
"""Keys a second: an ordinary typist."""
TAB, ENTER, SAVE = "\t", "\r", "\x13"
LINE = ["n", "bell visit frame contract obj:price we:quote fri next:wed", ENTER]
"""Pressed on the account's page."""
FORM = [
    *(" ", TAB),  # who: the first one of the list
    *(TAB, TAB, TAB),  # nobody new, a visit, now
    *("frame contract", TAB, TAB),  # what was said; no outcome
    *(TAB, "wed", TAB, TAB),  # what is next: a follow-up on Wednesday, once
    *("quote", TAB, "fri", TAB),  # what we promised
    *(TAB, TAB),  # what they promised: nothing
    "price",
    SAVE,
]
"""The same in the form that ``N`` opened, by the shortest way."""


@dataclass
class Recording:
    """What was pressed and shown, and when."""

    keys: int = 0
    seconds: float = 0.0
    events: list[tuple[float, str, str]] = field(default_factory=list)

    def write(self, path: Path) -> None:
        """Write an asciicast, version 2."""
        head = {"version": 2, "width": COLUMNS, "height": ROWS, "env": {"TERM": "xterm-256color"}}
        path.write_text("\n".join(map(json.dumps, [head, *self.events])) + "\n", "utf-8")


def press(terminal: Terminal, keys: list[str], shown_after: str, pace: float) -> Recording:
    """Press keys one by one at the pace, and wait until `shown_after` is on the screen."""
    recording = Recording()
    terminal.seen.clear()
    begun = time.monotonic()
    said = 0

    def note() -> None:
        nonlocal said
        if len(terminal.seen) > said:
            words = bytes(terminal.seen[said:]).decode("utf-8", "replace")
            recording.events.append((round(time.monotonic() - begun, 3), "o", words))
            said = len(terminal.seen)

    pressed = [letter for key in keys for letter in key]
    for number, key in enumerate(pressed):
        terminal.type(key)
        recording.keys += 1
        while (left := begun + (number + 1) / pace - time.monotonic()) > 0 and number + 1 < len(pressed):
            terminal.read(min(left, 0.02))
            note()
    end = time.monotonic() + 20
    while shown_after.encode() not in terminal.seen[-20_000:]:
        if time.monotonic() > end:
            raise TimeoutError(f"“{shown_after}” did not appear")
        terminal.read(0.02)
        note()
    recording.seconds = time.monotonic() - begun
    return recording


def log(keys: list[str], shown_after: str, pace: float, opened_by: str = "") -> tuple[Recording, list[str]]:
    """Open the sample book at Harrowgate, press keys, and look what was stored."""
    with tempfile.TemporaryDirectory() as folder:
        path, home = Path(folder) / "book.db", Path(folder) / "home"
        with Store.open(path) as store:
            make_sample(store, date.today())
        terminal = start(path, home)
        try:
            terminal.wait_for("Accounts")
            terminal.wait_for_quiet()
            for key in ("/", "harrowgate machine"):
                terminal.type(key)
                terminal.wait_for_quiet()
            terminal.type(ENTER)
            terminal.wait_for("Doyle")
            terminal.wait_for_quiet()
            if opened_by:
                terminal.type(opened_by)
                terminal.wait_for_quiet()
            recording = press(terminal, keys, shown_after, pace)
            recording.keys += len(opened_by)
        finally:
            terminal.process.kill()
            terminal.process.wait()
        with Store.open(path) as store:
            (touch, *_older) = list_touches(store.connection, limit=1)
            facts = [f"{touch.kind} {', '.join(name for _id, name in touch.people)}: {touch.summary}"]
            for noun, columns in (("objection", "words"), ("promise", "what, due"), ("follow_up", "what, due")):
                rows = store.connection.execute(f"SELECT {columns} FROM {noun} WHERE touch_id = ?", (touch.id,))
                facts += [f"{noun}: {' '.join(map(str, row))}" for row in rows]
    return recording, facts


def main() -> int:
    """Measure, and print what was stored."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path, help="write what the terminal showed to this file")
    given = parser.parse_args()
    ways = (("the line", LINE, "takes it back", ""), ("the form", FORM, "Saved", "N"))
    for way, keys, shown_after, opened_by in ways:
        recording, facts = log(keys, shown_after, PACE, opened_by)
        print(
            f"{way}: {recording.keys} keys, {recording.seconds:.1f} s at {PACE:.0f} keys a second until shown as saved"
        )
        print("\n".join(f"  {fact}" for fact in facts))
        if given.record and keys is LINE:
            recording.write(given.record)
    return 0


if __name__ == "__main__":
    sys.exit(main())
