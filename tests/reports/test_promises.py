"""The ledger of promises in every report: to whom, how late, how often moved, from which touch, what is planned."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from karep.db import follow_ups, promises
from karep.db.journal import undo
from karep.db.store import Store
from karep.db.views.promises import get_promise, list_open_promises
from karep.i18n import use_language
from karep.reports.agenda import agenda
from karep.reports.brief import brief
from karep.reports.brief_meeting import Subject
from karep.reports.promise_words import moved_words, promise_order, promise_words
from karep.reports.render import line_words
from karep.reports.today import today
from karep.reports.week import report
from karep.rules.clock import Clock
from karep.rules.periods import period_of
from tests.reports.conftest import DAY, Add


@pytest.fixture
def ledger(store: Store, add: Add) -> dict[str, str]:
    """A promise of ours from a visit, moved twice, overdue, with a follow-up made from it."""
    account = add("account", name="Acme")
    person = add("person", name="Wang", account_id=account)
    touch = add("touch", account_id=account, at="2026-11-04T17:30:00.000Z", kind="visit")
    moved = {"moves": 2, "first_due": "2026-11-10", "moved_reason": "the drawing came late"}
    owed = {"account_id": account, "person_id": person, "touch_id": touch, "owed_by": "us", "what": "quote"}
    promise = add("promise", due="2026-11-18", **owed, **moved)
    step = add("follow_up", account_id=account, promise_id=promise, what="bring the quote", due="2026-11-26")
    return {"account": account, "person": person, "promise": promise, "step": step}


LEDGER = (
    "2 d overdue · Acme · quote · Wang · due Wed 18 Nov · moved 2×, first agreed for Tue 10 Nov · "
    "promised Thu 5 Nov · follow-up Thu 26 Nov"
)


def test_today_says_everything_about_a_promise(store: Store, clock: Clock, ledger: dict[str, str]) -> None:
    [line] = today(store.connection, clock).section("promises").lines
    assert line_words(line) == LEDGER
    use_language("zh")
    [line] = today(store.connection, clock).section("promises").lines
    assert "改期 2 次，原定 11月10日" in line_words(line)


def test_ours_overdue_lead_then_ours_then_theirs_then_follow_ups(store: Store, clock: Clock, add: Add) -> None:
    account = add("account", name="A")
    add("follow_up", account_id=account, what="step", due="2026-11-01")
    for owed_by, what, due in (
        ("them", "theirs", "2026-11-02"),
        ("us", "due", "2026-11-20"),
        ("us", "late", "2026-11-19"),
    ):
        add("promise", account_id=account, owed_by=owed_by, what=what, due=due)
    lines = [line.part("what") for section in today(store.connection, clock).sections for line in section.lines]
    assert lines[:4] == ["late", "due", "theirs", "step"]
    found = sorted(list_open_promises(store.connection), key=lambda one: promise_order(one, DAY))
    assert [one.what for one in found] == ["late", "due", "theirs"]


def test_the_words_of_the_account_page(store: Store, clock: Clock, ledger: dict[str, str]) -> None:
    promise = get_promise(store.connection, ledger["promise"])
    assert promise is not None
    assert promise_words(promise, clock) == (
        "quote · Wang · moved 2×, first agreed for Tue 10 Nov · promised Thu 5 Nov · follow-up Thu 26 Nov"
    )
    assert moved_words(0, "2026-11-10", DAY) == ""
    assert moved_words(1, None, DAY) == "moved 1×"


def test_a_plain_promise_says_no_more_than_before(store: Store, clock: Clock, add: Add) -> None:
    add("promise", account_id=add("account", name="A"), owed_by="us", what="quote", due="2026-11-20")
    [line] = today(store.connection, clock).section("promises").lines
    assert line_words(line) == "today · A · quote"


def test_the_brief_leads_with_ours_overdue_and_its_moves(
    store: Store, clock: Clock, add: Add, ledger: dict[str, str]
) -> None:
    owed = {"account_id": ledger["account"], "due": "2026-11-01"}
    add("promise", owed_by="them", what="forecast", **owed)
    # the sharpest is the goal of the meeting, and is said there only
    add("promise", owed_by="us", what="sample", moves=2, first_due="2026-11-10", **{**owed, "due": "2026-11-18"})
    report = brief(store.connection, Subject("account", ledger["account"]), clock, private=False)
    first, second = report.section("promises").lines
    assert "moved 2×, first agreed for Tue 10 Nov" in line_words(first)
    assert second.part("what") == "forecast"


def test_the_agenda_tells_moves(store: Store, clock: Clock, add: Add) -> None:
    moved = {"moves": 1, "first_due": "2026-11-12", "due": "2026-11-24"}
    add("promise", account_id=add("account", name="A"), owed_by="us", what="quote", **moved)
    [line] = agenda(store.connection, clock).section("2026-11-24").lines
    assert line_words(line) == "A · We promised · quote · moved 1×, first agreed for Thu 12 Nov"


def test_the_week_tells_what_was_moved_broken_and_put_off(store: Store, add: Add) -> None:
    clock = Clock.system("UTC")
    day = clock.today
    monday = day - timedelta(days=day.weekday())
    account = add("account", name="A")
    owed = {"account_id": account, "owed_by": "us", "due": day.isoformat()}
    moved, broken = add("promise", what="moved", **owed), add("promise", what="broken", **owed)
    again = add("promise", what="moved twice", **owed)
    step = add("follow_up", account_id=account, what="put off", due=day.isoformat())
    add("follow_up", account_id=account, what="later anyhow", due=(monday + timedelta(days=9)).isoformat())
    later = monday + timedelta(days=10)

    def do(verb: object, *args: object, **options: object) -> None:
        with store.action("test") as change:
            verb(change, *args, **options)  # type: ignore[operator]

    do(promises.move_promise, moved, later, reason="SECRET")
    do(promises.break_promise, broken)
    do(promises.move_promise, again, later)
    do(promises.move_promise, again, later + timedelta(days=1))
    do(follow_ups.move_follow_up, step, later)

    def told(key: str, of: date | None = None) -> dict[str, tuple[str, str]]:
        lines = report(store.connection, clock, period_of("week", of or clock.today)).section(key).lines
        return {line.part("what"): (line.part("state"), line.part("moved").split(" from ")[0]) for line in lines}

    assert told("promises") == {
        "moved": ("open", "moved"),
        "moved twice": ("open", "moved 2×"),
        "broken": ("not kept", ""),
    }
    assert told("follow_ups") == {"put off": ("moved", "moved")}
    assert "SECRET" not in "".join(
        line_words(line)
        for section in report(store.connection, clock, period_of("week", clock.today)).sections
        for line in section.lines
    )
    assert told("follow_ups", of=day - timedelta(days=7)) == {}
    do(follow_ups.finish_follow_up, step)
    assert told("follow_ups") == {"put off": ("done", "moved")}
    undo(store)
    undo(store)
    assert told("follow_ups")["put off"][1] == ""
