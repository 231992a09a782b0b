"""The bottom line, and what was said in confidence, are on the rep's own screen and nowhere else: in no export, report,
print or command."""

import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import typer

from karep.cli import run
from karep.cli.program import app
from karep.db import accounts, backup, follow_ups, people, touches
from karep.db.store import Store
from karep.exchange.export import write_accounts, write_everything
from karep.reports.agenda import agenda
from karep.reports.brief import Subject, brief
from karep.reports.render import RENDERED, render
from karep.reports.report import Report, walk
from karep.reports.today import today
from karep.reports.week import report as week
from karep.rules.clock import Clock
from karep.rules.periods import period_of

SECRET = "zqfloor"
OLD_SECRET = "zqolder"
CLOCK = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")


@pytest.fixture
def prepared(store: Store) -> dict[str, str]:
    """A planned visit whose bottom line was written down, changed, and once taken back; the ids by noun."""
    with store.action("account.add", "华为") as change:
        account = accounts.add_account(change, {"name": "华为"})
        person = people.add_person(change, {"name": "王建国", "account_id": account})
        step = {"account_id": account, "person_id": person, "what": "present", "due": "2026-11-21"}
        follow_up = follow_ups.add_follow_up(change, step | {"bottom_line": OLD_SECRET})
        touch = {"account_id": account, "summary": "a trial", "tags": "shown", "private_note": f"between us: {SECRET}"}
        touches.log_touch(change, touch, people=[person])
    with store.action("follow_up.prepare", "present") as change:
        follow_ups.prepare_follow_up(change, follow_up, {"aim": "a trial", "bottom_line": SECRET})
    return {"account": account, "person": person, "follow_up": follow_up}


def _reports(store: Store, ids: dict[str, str]) -> list[Report]:
    found = [make(store.connection, CLOCK) for make in (today, agenda)]
    found.append(week(store.connection, CLOCK, period_of("week", CLOCK.today)))
    for noun, record in ids.items():
        found += [brief(store.connection, Subject(noun, record), CLOCK, private=private) for private in (True, False)]
    return found


def test_no_report_is_ever_written_with_it(store: Store, prepared: dict[str, str]) -> None:
    reports = _reports(store, prepared)
    on_screen = [line for one in reports for part in one.sections for _depth, line in walk(part.lines)]
    assert any(SECRET in part.text for line in on_screen for part in line.parts), "the rep's own screen has it"
    for one in reports:
        for form in RENDERED:
            assert SECRET not in render(one, form) and OLD_SECRET not in render(one, form)
        if one.title.startswith("Brief"):
            assert "a trial" in render(one, "text")


def test_no_export_has_it_and_the_rest_is_whole(store: Store, prepared: dict[str, str]) -> None:
    for journal in (False, True):
        written = io.BytesIO()
        write_everything(store.connection, written, journal=journal)
        text = written.getvalue().decode()
        assert SECRET not in text and OLD_SECRET not in text and "bottom_line" not in text
        assert "private_note" not in text and "a trial" in text and "shown" in text
    written = io.BytesIO()
    write_accounts(store.connection, written)
    assert SECRET.encode() not in written.getvalue()


def test_a_backup_has_it_of_course(store: Store, prepared: dict[str, str], tmp_path: Path) -> None:
    made = backup.make(store.connection, store.path, target=tmp_path / "copy.db")
    assert SECRET.encode() in made.path.read_bytes()


COMMANDS: tuple[tuple[str, ...], ...] = (
    ("today",), ("today", "--format", "md"), ("today", "--format", "json"),
    ("week",), *(("week", *more, "--format", form)
      for form in ("md", "html", "csv", "json", "xlsx") for more in ((), ("--month",), ("--cite",), ("--lang", "zh"))),
    ("exports",), ("exports", "--format", "json"),
    *(("brief", who, "--format", form, *more)
      for who in ("华为", "王建国") for form in ("text", "md", "json") for more in ((), ("--private",), ("--cite",))),
    *(("find", words, "--format", form) for words in ("zqfloo", "present", "华为") for form in ("text", "json", "tsv")),
    ("history",), ("history", "--format", "json"),
    ("history", "华为"), ("history", "华为", "--format", "json"), ("history", "王建国"),
    ("export", "accounts"), ("export", "all"), ("export", "all", "--journal"),
    ("log", "王建国 call: hello"), ("undo",), ("redo",), ("undo",), ("redo",),
    ("playbook",), ("playbook", "find", "too expensive"), ("playbook", "show", "g.conduct"), ("playbook", "check"),
    ("targets", "set", "month", "visits", "40"), ("targets",), ("targets", "--format", "json"),
    ("tiers",), ("tiers", "--format", "md"), ("tiers", "--format", "json"),
    ("today", "--all", "--private"), ("near", "华为"), ("near", "华为", "--format", "json"), ("holidays",),
    ("gifts", "--private"), ("gifts", "--format", "json", "--private"), ("gifts", "--format", "csv", "--private"),
    ("export", "agenda"), ("export", "agenda", "--details", "--private"),
    ("check",), ("where",), ("keys",), ("settings",),
)  # fmt: skip
_OTHERS = {"import", "demo", "backup", "restore"}
"""Commands that print nothing of a record, or write the store itself."""


def _commands() -> set[str]:
    group = typer.main.get_command(app)
    return set(getattr(group, "commands", {}))


def test_no_command_prints_it(
    store: Store, prepared: dict[str, str], store_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    known = _commands()
    assert known - _OTHERS <= {words[0] for words in COMMANDS}, "a new command is to be looked at here"
    store.close()
    printed: list[str] = []
    for words in COMMANDS:
        if words[0] in known:
            code = run(["--store", str(store_path), "--today", "2026-11-21", *words])
            answer = capfd.readouterr()
            assert code in (0, 1), (words, answer.err)
            printed.append(answer.out + answer.err)
            assert SECRET not in printed[-1] and OLD_SECRET not in printed[-1], words
    assert "changed" in "".join(printed), "the history says that it changed"


def test_no_file_that_a_command_writes_has_it(
    prepared: dict[str, str], store: Store, store_path: Path, tmp_path: Path
) -> None:
    store.close()
    writing: tuple[Callable[[str], list[str]], ...] = (
        lambda to: ["export", "all", "--journal", "-o", to],
        lambda to: ["export", "accounts", "-o", to],
        lambda to: ["week", "--format", "md", "-o", to],
        lambda to: ["brief", "华为", "--private", "--format", "md", "-o", to],
    )
    for number, words in enumerate(writing):
        target = tmp_path / f"out{number}"
        assert run(["--store", str(store_path), "--today", "2026-11-21", *words(str(target))]) == 0
        assert SECRET.encode() not in target.read_bytes() and OLD_SECRET.encode() not in target.read_bytes()
