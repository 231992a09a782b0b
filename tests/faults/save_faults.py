"""Makes the system calls of real saves fail, or kills the program in them, and looks at what was saved.

A child process logs touches with the program's own verbs and says so after each commit; strace lets one system call
of it fail (disk full, I/O error) or kills it there. Only faults that strace says it injected are counted. Then the
store is opened again:

- lost: a touch that was acknowledged is not there as it was typed;
- torn: a touch without one of its parts or without its entries in the journal;
- corrupt: SQLite or our own check finds a fault;
- unsaid: a call failed in a save, and the child said neither “saved” nor “not saved”.

`--control` acknowledges before the commit: then touches must be found lost, or this test sees nothing.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Final

from karep.db import backup
from karep.db.store import Store

CHILD: Final = Path(__file__).with_name("saving.py")
CALLS: Final = ("pwrite64", "fdatasync", "fsync", "unlink", "openat")
FAULTS: Final = {"full": "error=ENOSPC", "broken": "error=EIO", "killed": "signal=KILL"}
RUNNERS: Final = 2
STRIDES: Final = {"pwrite64": 4}
"""Calls of which a child makes so many that only every so-many-th is tried; later ones belong to later saves."""
MOST: Final = 60
"""Faults of one kind at most."""


@dataclass(frozen=True)
class Fault:
    """One fault: which call, how, and at its how-many-th time."""

    call: str
    kind: str
    number: int


@dataclass
class Outcome:
    """What came of one fault."""

    fired: bool
    saved: int = 0
    refused: int = 0
    verdicts: tuple[str, ...] = ()


def inject(fault: Fault, store: Path, log: Path, *, control: bool) -> Outcome:
    """Run one child with one fault, and judge the store afterwards."""
    watched = [store, store.with_name(store.name + "-journal"), store.parent]
    command = ["strace", "-f", "-qq", "-o", str(log), "-e", f"trace={fault.call}"]
    command += [word for path in watched for word in ("-P", str(path))]
    command += ["-e", f"inject={fault.call}:{FAULTS[fault.kind]}:when={fault.number}"]
    command += [sys.executable, str(CHILD), str(store), *(["--control"] if control else [])]
    environment = os.environ | {"KAREP_HOME": str(store.parent / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    fired = "(INJECTED)" in log.read_text(errors="replace") or (fault.kind == "killed" and "SIGKILL" in log.read_text())
    if not fired:
        return Outcome(False)
    lines = [line.split(maxsplit=2) for line in done.stdout.splitlines()]
    saved = [(words[1], words[2]) for words in lines if words[0] == "saved" and len(words) == 3]
    refused = sum(words[0] == "refused" for words in lines)
    verdicts = [*judge(store, saved)]
    if fault.kind != "killed" and (done.returncode != 0 or not lines or lines[-1] != ["done"]):
        verdicts.append("unsaid")
    if verdicts:
        print(fault, verdicts, done.returncode, done.stdout, done.stderr[-800:], sep="\n", file=sys.stderr)
    return Outcome(True, len(saved), refused, tuple(verdicts))


def judge(path: Path, saved: list[tuple[str, str]]) -> Iterator[str]:
    """What is wrong with the store, in the light of what was acknowledged: ids and summaries of touches."""
    with Store.open(path) as store:
        if backup.check(store.connection):
            yield "corrupt"
        one = store.connection.execute
        for touch, summary in saved:
            if one("SELECT summary FROM touch WHERE id = ?", (touch,)).fetchone() != (summary,):
                yield "lost"
        touches = [touch for (touch,) in one("SELECT id FROM touch")]
        for touch in touches:
            parts = [
                one(f"SELECT count(*) FROM {part} WHERE touch_id = ?", (touch,)).fetchone()[0]
                for part in ("attendance", "promise", "objection")
            ]
            (action,) = one("SELECT action FROM journal WHERE record = ?", (touch,)).fetchone() or (None,)
            told = one("SELECT count(*) FROM journal WHERE action = ?", (action,)).fetchone()[0]
            if parts != [2, 1, 1] or told != 6:
                yield "torn"
        if one("SELECT count(*) FROM follow_up").fetchone()[0] != len(touches):
            yield "torn"


def make_template(folder: Path) -> Path:
    """A store with one account and two people in it."""
    from karep.db import accounts, people

    path = folder / "template.db"
    with Store.open(path) as store, store.action("test") as change:
        account = accounts.add_account(change, {"name": "华为"})
        for name in ("王建国", "李敏"):
            people.add_person(change, {"account_id": account, "name": name})
    return path


def try_kind(call: str, kind: str, wanted: int, template: Path, *, control: bool) -> list[Outcome]:
    """Faults of one kind, later and later in the child's life, until `wanted` fired or no later call exists."""
    outcomes: list[Outcome] = []
    misses = 0
    for number in count(1, STRIDES.get(call, 1)):
        fault = Fault(call, kind, number)
        with tempfile.TemporaryDirectory() as folder:
            store = shutil.copyfile(template, Path(folder) / "book.db")
            outcome = inject(fault, store, Path(folder) / "strace.log", control=control)
        if outcome.fired:
            outcomes.append(outcome)
        misses = 0 if outcome.fired else misses + 1
        if len(outcomes) >= wanted or misses >= 2:
            return outcomes
    raise AssertionError("the numbers do not end")


def table(results: dict[tuple[str, str], list[Outcome]]) -> Counter[str]:
    """Print what came of all faults, and return the sums."""
    columns = ("fired", "saved", "refused", "lost", "torn", "corrupt", "unsaid")
    total: Counter[str] = Counter()
    print(f"{'call':10} {'fault':7}" + "".join(f"{name:>9}" for name in columns))
    for (call, kind), outcomes in results.items():
        row: Counter[str] = Counter(verdict for outcome in outcomes for verdict in set(outcome.verdicts))
        row["fired"] = len(outcomes)
        row["saved"] = sum(outcome.saved for outcome in outcomes)
        row["refused"] = sum(outcome.refused for outcome in outcomes)
        print(f"{call:10} {kind:7}" + "".join(f"{row[name]:9}" for name in columns))
        total += row
    print(f"{'together':10} {'':7}" + "".join(f"{total[name]:9}" for name in columns))
    return total


def main() -> int:
    """Inject the faults and print the table; the exit code says whether anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sample", type=int, metavar="N", help="stop after about N faults")
    parser.add_argument("--control", action="store_true", help="acknowledge before the commit; must find losses")
    given = parser.parse_args()
    if shutil.which("strace") is None:
        print("strace is needed (apt-get install strace); nothing was tested.", file=sys.stderr)
        return 2
    kinds = [(call, kind) for call in CALLS for kind in FAULTS]
    wanted = max(1, given.sample // len(kinds)) if given.sample else MOST
    results: dict[tuple[str, str], list[Outcome]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(RUNNERS) as pool:
        os.environ["KAREP_HOME"] = folder
        template = make_template(Path(folder))
        tried = pool.map(lambda one: try_kind(*one, wanted, template, control=given.control), kinds)
        results |= zip(kinds, tried, strict=True)
    total = table(results)
    harm = total["lost"] + total["torn"] + total["corrupt"] + total["unsaid"]
    if given.control:
        print("The control finds losses." if total["lost"] else "THE CONTROL FINDS NOTHING: this test is blind.")
        return int(not total["lost"])
    return int(bool(harm) or not total["fired"])


if __name__ == "__main__":
    sys.exit(main())
