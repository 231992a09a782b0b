"""The floor of a deal and what is only planned to be given stay with the rep: in no export, report, print or command.

What was given is told, without the price.
"""

import io
import sqlite3
from datetime import date
from pathlib import Path

import pytest

from karep.cli import run
from karep.db import accounts, concessions, follow_ups, journal, objections, opportunities, people, touches
from karep.db.store import Store
from karep.db.views.everything import list_all_actions, list_all_entries, list_records
from karep.exchange.export import write_accounts, write_everything
from karep.reports.agenda import agenda
from karep.reports.brief import Subject, brief
from karep.reports.finding import find_everything
from karep.reports.render import RENDERED, render
from karep.reports.report import Report, walk
from karep.reports.today import today
from karep.reports.week import report as week
from karep.rules.clock import Clock
from karep.rules.periods import period_of
from tests.exchange.test_bottom_line import COMMANDS

CLOCK = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
SECRETS = (
    *("zqterms", "zqoldterms", "zqchief", "zqplanned", "zqswapped", "zqremoved", "zqdraftgive", "zqback", "zqallowed"),
    # 737,373 is the floor, 757,575 a planned price, 767,676 the price after what was given
    *("737373", "737,373", "¥737", "73.7", "757575", "757,575", "¥757", "75.7", "767676", "767,676", "¥767", "76.7"),
    "2026-11-13",
)  # fmt: skip
TOLD = "zqgiven"


@pytest.fixture
def traded(store: Store) -> dict[str, str]:
    """A deal with a floor that was changed, a plan, a step that was made and one that was removed; ids by noun."""
    with store.action("account.add", "华为") as change:
        account = accounts.add_account(change, {"name": "华为"})
        person = people.add_person(change, {"name": "王建国", "account_id": account})
        deal = opportunities.add_opportunity(
            change,
            {
                "account_id": account, "name": "框架合同", "stage": "S6", "amount": 90_000_000, "currency": "CNY",
                "floor_amount": 73_737_300, "floor_terms": "zqoldterms", "floor_approver": "zqchief",
                "floor_approved_on": "2026-11-13",
            },
        )  # fmt: skip
        about = {"account_id": account, "opportunity_id": deal}
        step = {**about, "person_id": person, "what": "present", "due": "2026-11-21"}
        follow_up = follow_ups.add_follow_up(change, step)
        touches.log_touch(change, {**about, "summary": "a trial"}, people=[person])
        objections.add_objection(change, {**about, "words": "too dear", "at": "2026-11-20T01:00:00Z"})
    with store.action("opportunity.floor", "框架合同") as change:
        opportunities.change_opportunity(change, deal, {"floor_terms": "zqterms"})
    with store.action("concession.add", "框架合同") as change:
        plan = {**about, "price": 75_757_500, "get": "zqback"}
        first = concessions.add_concession(change, {**plan, "give": "zqplanned", "approver": "zqallowed"})
        second = concessions.add_concession(change, {**plan, "give": "zqswapped"})
        removed = concessions.add_concession(change, {**plan, "give": "zqremoved", "made_at": "2026-11-19T01:00:00Z"})
        made = concessions.add_concession(change, {**about, "give": "zqdraftgive", "price": 76_767_600})
    for kind, verb, *args in (
        ("concession.order", concessions.swap_planned, first, second),
        ("concession.change", concessions.change_concession, made, {"give": TOLD, "get": "a reference"}),
        ("concession.make", concessions.make_concession, made, {"made_at": "2026-11-20T01:00:00Z"}),
        ("record.remove", concessions.remove_concession, removed),
    ):
        with store.action(str(kind), "框架合同") as change:
            verb(change, *args)  # type: ignore[operator]
    return {"account": account, "person": person, "opportunity": deal, "follow_up": follow_up}


def told(text: str) -> list[str]:
    return [one for one in SECRETS if one in text]


def _reports(connection: sqlite3.Connection, ids: dict[str, str]) -> list[Report]:
    found = [make(connection, CLOCK) for make in (today, agenda)]
    found.append(week(connection, CLOCK, period_of("week", CLOCK.today)))
    for noun, record in ids.items():
        found += [brief(connection, Subject(noun, record), CLOCK, private=private) for private in (True, False)]
    found += [find_everything(connection, words, CLOCK) for words in ("zqpl", "zqgiven", "华为", "框架", "陈", "73")]
    return found


def test_no_report_is_ever_written_with_it_and_the_week_tells_what_was_given(
    store: Store, traded: dict[str, str]
) -> None:
    for one in _reports(store.connection, traded):
        for form in RENDERED:
            assert not told(render(one, form).replace(one.subtitle, "")), (one.title, form)
    shown = render(week(store.connection, CLOCK, period_of("week", CLOCK.today)), "text")
    assert f"{TOLD} ↔ a reference" in shown


def test_the_reps_own_brief_has_the_floor_and_what_was_given(store: Store, traded: dict[str, str]) -> None:
    own = brief(store.connection, Subject("opportunity", traded["opportunity"]), CLOCK, private=True)
    lines = [part.text for one in own.sections for _depth, line in walk(one.lines) for part in line.parts]
    assert any("¥737,373" in text and "zqterms" in text for text in lines)
    assert any(f"Given so far: {TOLD}" in text for text in lines)
    others = brief(store.connection, Subject("opportunity", traded["opportunity"]), CLOCK, private=False)
    lines = [part.text for one in others.sections for _depth, line in walk(one.lines) for part in line.parts]
    assert not told(" ".join(lines)) and TOLD not in " ".join(lines)


def test_no_export_has_it_and_what_was_given_is_there(store: Store, traded: dict[str, str]) -> None:
    for whole in (False, True):
        written = io.BytesIO()
        write_everything(store.connection, written, journal=whole)
        text = written.getvalue().decode()
        assert not told(text) and TOLD in text
        assert "floor_amount" not in text and "floor_terms" not in text and '"price"' not in text
    written = io.BytesIO()
    write_accounts(store.connection, written)
    assert not told(written.getvalue().decode("utf-8", "replace"))
    assert [one["give"] for one in list_records(store.connection, "concession")] == [TOLD]
    entries = [one for one in list_all_entries(store.connection) if one["noun"] == "concession"]
    assert entries and not told(repr(entries)) and TOLD not in repr(entries)
    assert not told(repr(list(list_all_actions(store.connection))))


def test_what_is_planned_again_is_secret_again(store: Store, traded: dict[str, str]) -> None:
    journal.undo(store)
    journal.undo(store)
    written = io.BytesIO()
    write_everything(store.connection, written, journal=True)
    assert TOLD not in written.getvalue().decode()


def test_no_command_prints_it(
    store: Store, traded: dict[str, str], store_path: Path, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    store.close()
    more = (
        ("find", "zqplanned"), ("find", "zqterms"), ("find", "zqchief"), ("find", "zqgiven"), ("brief", "框架合同"),
        ("history", "框架合同"), ("export", "all", "--journal", "-o", str(tmp_path / "all.json")),
        ("brief", "华为", "--private", "--format", "md", "-o", str(tmp_path / "brief.md")),
        ("week", "--format", "md", "-o", str(tmp_path / "week.md")), ("export", "agenda"), ("export", "people"),
    )  # fmt: skip
    for words in (*COMMANDS, *more):
        run(["--store", str(store_path), "--today", "2026-11-21", *words])
        answer = capfd.readouterr()
        # what was asked for is said again where nothing was found
        printed = (answer.out + answer.err).replace(words[-1], "")
        assert not told(printed), (words, told(printed))
    for path in tmp_path.glob("*.*"):
        if path.suffix in (".json", ".md"):
            assert not told(path.read_text("utf-8")), path
