"""Events that come again, in a newer file: their times move with it, and none is there twice."""

from pathlib import Path
from typing import Any

import pytest

from karep.db import accounts, follow_ups, journal
from karep.db.store import Store
from karep.exchange.calendar_file import open_calendar
from karep.exchange.calendar_in import plan_meetings, run_meetings
from karep.exchange.report import ImportReport
from tests.exchange.calendars_made import CLOCK, calendar, event

WEEKLY = ("SUMMARY:Acme call", "DTSTART:20261202T080000", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=4")
LATER = tuple(line.replace("T08", "T09") for line in WEEKLY)


@pytest.fixture(autouse=True)
def acme(store: Store) -> str:
    with store.action("make", "x") as change:
        return accounts.add_account(change, {"name": "Acme Steel Ltd.", "short_name": "Acme"})


@pytest.fixture
def take(store: Store, tmp_path: Path) -> Any:
    def taken(*events: str, head: str = "", **asked: Any) -> ImportReport:
        path = tmp_path / "c.ics"
        path.write_text(calendar(*events, head=head), "utf-8")
        file = open_calendar(path)
        report, _plan = run_meetings(
            store, lambda connection: plan_meetings(connection, file, CLOCK, **asked), label=path.name
        )
        return report

    return taken


def _rows(store: Store) -> list[tuple[str, str]]:
    return store.connection.execute(
        "SELECT due, due_time FROM follow_up WHERE removed_at IS NULL ORDER BY due, due_time"
    ).fetchall()


def _days(*days: str, at: str = "09:00") -> list[tuple[str, str]]:
    return [(f"2026-12-{day}", at) for day in days]


def test_a_series_at_another_hour_moves_and_is_not_doubled(store: Store, take: Any) -> None:
    take(event(*WEEKLY))
    first = {row[0] for row in store.connection.execute("SELECT id FROM follow_up")}
    report = take(event(*LATER, "SEQUENCE:2"))
    assert (report.merged, report.created, report.changed) == (1, {}, {"follow_up": 4})
    assert _rows(store) == _days("02", "09", "16", "23")
    assert {row[0] for row in store.connection.execute("SELECT id FROM follow_up")} == first
    assert take(event(*LATER)).unchanged == 1
    journal.undo(store, report.action)
    assert _rows(store) == _days("02", "09", "16", "23", at="08:00")


def test_another_day_of_the_week_moves_within_the_week(store: Store, take: Any) -> None:
    take(event(*WEEKLY))
    report = take(event(*(line.replace("1202T08", "1203T09") for line in WEEKLY)))
    assert report.changed == {"follow_up": 4} and _rows(store) == _days("03", "10", "17", "24")


def test_times_that_the_calendar_no_longer_has_go_unless_the_rep_changed_them(store: Store, take: Any) -> None:
    take(event(*WEEKLY))
    mine, done = (
        store.connection.execute("SELECT id FROM follow_up WHERE due = ?", (f"2026-12-{day}",)).fetchone()[0]
        for day in ("16", "23")
    )
    with store.action("follow_up.change", "x") as change:
        follow_ups.change_follow_up(change, mine, {"place": "my place"})
        follow_ups.finish_follow_up(change, done)
    report = take(event(*WEEKLY[:3], "RRULE:FREQ=WEEKLY;COUNT=1"))
    assert report.changed == {"follow_up": 1} and report.merged == 1
    assert "1 time is called off" in report.warnings[0].sentence and "you changed it" in report.warnings[0].sentence
    assert _rows(store) == _days("02", "16", "23", at="08:00")
    take(event(*WEEKLY))
    assert store.connection.execute("SELECT count(*) FROM follow_up").fetchone() == (4,), (
        "what was called off comes back"
    )
    assert _rows(store) == _days("02", "09", "16", "23", at="08:00")


def test_what_happened_once_comes_again_and_the_other_way_round(store: Store, take: Any) -> None:
    once = WEEKLY[:3]
    take(event(*once))
    assert take(event(*LATER)).changed == {"follow_up": 1}
    assert _rows(store) == _days("02", "09", "16", "23")
    report = take(event(*once))
    assert report.changed == {"follow_up": 4} and _rows(store) == _days("02", at="08:00")


def test_a_time_told_anew_takes_its_old_one_along(store: Store, take: Any) -> None:
    take(event(*WEEKLY))
    anew = event("SUMMARY:Acme call", "RECURRENCE-ID:20261209T090000", "DTSTART:20261210T150000")
    report = take(event(*LATER), anew)
    assert report.created == {} and report.changed == {"follow_up": 4}
    assert _rows(store) == [*_days("02"), ("2026-12-10", "15:00"), *_days("16", "23")]


def test_one_time_alone_says_nothing_about_the_others(store: Store, take: Any) -> None:
    take(event(*WEEKLY))
    off = event("RECURRENCE-ID:20261209T080000", "DTSTART:20261209T080000", "STATUS:CANCELLED")
    assert take(off, head="METHOD:CANCEL").changed == {"follow_up": 1}
    assert _rows(store) == _days("02", "16", "23", at="08:00")


def test_a_series_that_has_ended_is_called_off(store: Store, take: Any) -> None:
    take(event(*(line.replace("1202", "1118").replace("COUNT=4", "COUNT=3") for line in WEEKLY)))
    assert [day for day, _at in _rows(store)] == ["2026-11-25", "2026-12-02"]
    report = take(event("SUMMARY:Acme call", "DTSTART:20261118T080000", "RRULE:FREQ=WEEKLY;COUNT=1"))
    assert report.changed == {"follow_up": 2} and _rows(store) == []


def test_new_times_go_with_the_account_that_the_rep_named(store: Store, take: Any, acme: str) -> None:
    nameless = [line.replace("Acme call", "weekly call") for line in WEEKLY]
    assert len(take(event(*nameless)).refused) == 1
    with_other = event("SUMMARY:dentist", "DTSTART:20261202T080000", uid="other")
    assert len(take(event(*nameless), with_other, named={3: (acme, "Acme Steel Ltd.")}).refused) == 1
    assert len(_rows(store)) == 4
    longer = [line.replace("COUNT=4", "COUNT=6") for line in nameless]
    assert take(event(*longer)).created == {"follow_up": 2}


def test_the_names_are_read_once_while_the_book_is_the_same(
    store: Store, take: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from karep.exchange import calendar_matching

    read: list[str] = []
    names = calendar_matching.list_accounts_named

    def counted(connection: Any) -> Any:
        read.append("once")
        return names(connection)

    monkeypatch.setattr(calendar_matching, "list_accounts_named", counted)
    take(event(*WEEKLY))
    assert len(read) == 1
    file = open_calendar(tmp_path / "c.ics")
    before = plan_meetings(store.connection, file, CLOCK)
    plan_meetings(store.connection, file, CLOCK, before=before)
    assert len(read) == 2
    with store.action("make", "x") as change:
        accounts.add_account(change, {"name": "Other"})
    plan_meetings(store.connection, file, CLOCK, before=before)
    assert len(read) == 3
