"""Calendars that come in: what becomes of each event, again and again, and of files that nobody should have written."""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from karep.db import follow_ups, journal
from karep.db.store import Store
from karep.exchange import calendar_in
from karep.exchange.calendar_file import open_calendar
from karep.exchange.calendar_in import MeetingPlan, plan_meetings, preview_meetings, run_meetings
from karep.exchange.calendar_rules import RuleRefused, days_of
from karep.exchange.errors import SheetTooLarge
from karep.exchange.report import ImportReport
from karep.rules.clock import Clock
from tests.exchange.calendars_made import CLOCK, MEETING, TODAY, calendar, event


def _plan(store: Store, path: Path, clock: Clock = CLOCK, **asked: Any) -> MeetingPlan:
    return plan_meetings(store.connection, open_calendar(path), clock, **asked)


def _import(store: Store, path: Path, clock: Clock = CLOCK, **asked: Any) -> ImportReport:
    file = open_calendar(path)
    report, _plan = run_meetings(
        store, lambda connection: plan_meetings(connection, file, clock, **asked), label=path.name
    )
    assert report.rows == report.stored + report.merged + report.unchanged + len(report.refused)
    return report


def _rows(store: Store) -> list[tuple[Any, ...]]:
    return store.connection.execute(
        "SELECT what, due, due_time, zone, minutes, place, moves FROM follow_up "
        "WHERE removed_at IS NULL ORDER BY due, id"
    ).fetchall()


def test_a_meeting_becomes_a_planned_touch_once(store: Store, book: dict[str, str], write: Any) -> None:
    path = write(calendar(event(*MEETING)))
    assert preview_meetings(_plan(store, path)).stored == 1
    assert _rows(store) == []
    assert _import(store, path).stored == 1
    assert _rows(store) == [("Acme: review, part 2", "2026-12-10", "10:00", "Europe/Berlin", 90, "Hall 3", 0)]
    again = _import(store, path)
    assert (again.stored, again.unchanged, again.action) == (0, 1, None)


def test_what_moved_moves_and_what_was_called_off_goes(store: Store, book: dict[str, str], write: Any) -> None:
    _import(store, write(calendar(event(*MEETING))))
    moved = [line.replace("20261210", "20261212") for line in MEETING]
    assert _import(store, write(calendar(event(*moved)))).merged == 1
    assert [(row[1], row[6]) for row in _rows(store)] == [("2026-12-12", 1)]
    off = _import(store, write(calendar(event(*moved, "STATUS:CANCELLED"))))
    assert off.merged == 1 and _rows(store) == []
    assert _import(store, write(calendar(event(*moved, "STATUS:CANCELLED")))).unchanged == 1
    assert _import(store, write(calendar(event(*moved)))).stored == 1
    assert len(_rows(store)) == 1
    assert len(_import(store, write(calendar(event(*MEETING, uid="new"), head="METHOD:CANCEL"))).refused) == 1


def test_what_the_rep_did_stays(store: Store, book: dict[str, str], write: Any) -> None:
    path = write(calendar(event(*MEETING)))
    _import(store, path)
    record = store.connection.execute("SELECT id FROM follow_up").fetchone()[0]
    with store.action("follow_up.change", "x") as change:
        follow_ups.change_follow_up(change, record, {"what": "my words"})
    assert _import(store, path).unchanged == 1
    other = [line.replace("Hall 3", "Hall 4") for line in MEETING]
    assert _import(store, write(calendar(event(*other)))).merged == 1
    assert [(row[0], row[5]) for row in _rows(store)] == [("my words", "Hall 4")]
    with store.action("record.remove", "x") as change:
        follow_ups.remove_follow_up(change, record)
    assert _import(store, write(calendar(event(*other)))).unchanged == 1
    assert _rows(store) == []


def test_undo_takes_all_of_it_back_and_it_can_come_again(store: Store, book: dict[str, str], write: Any) -> None:
    path = write(calendar(event(*MEETING), event(*MEETING, uid="other")))
    report = _import(store, path)
    assert len(_rows(store)) == 2
    journal.undo(store, report.action)
    assert _rows(store) == []
    assert _import(store, path).stored == 2
    assert len(_rows(store)) == 2
    assert store.connection.execute("SELECT count(*) FROM follow_up").fetchone()[0] == 2


@pytest.mark.parametrize(
    ("lines", "account", "person"),
    [
        (["ATTENDEE;CN=x:mailto:wang@HUAWEI.com", "SUMMARY:x"], "huawei", "boss"),
        (["ORGANIZER:MAILTO:ana@acme.example", "SUMMARY:x"], "acme", "ana"),
        (["ATTENDEE;CN=王 建国:mailto:nobody@x.y", "SUMMARY:x"], "huawei", "boss"),
        (["SUMMARY:华为 框架合同 王总"], "huawei", "boss"),
        (["SUMMARY:和王建国吃饭"], "huawei", "boss"),
        (["SUMMARY:lunch", "LOCATION:at ACME"], "acme", None),
        (["SUMMARY:lunch with Ana Silva"], "acme", "ana"),
        (["SUMMARY:拜访华为技术有限公司"], "huawei", None),
        (["ATTENDEE;CN=李敏:mailto:x@y.z", "SUMMARY:Acme"], "acme", "li"),
        (["SUMMARY:李总监电话会"], "acme", "director"),
        (["SUMMARY:与高工讨论切换"], "huawei", "gao"),
    ],
)
def test_who_is_meant(
    store: Store, book: dict[str, str], write: Any, lines: list[str], account: str, person: str | None
) -> None:
    _import(store, write(calendar(event(*lines, "DTSTART:20261210T100000"))))
    found = store.connection.execute(
        "SELECT f.account_id, f.person_id, p.name FROM follow_up f LEFT JOIN person p ON p.id = f.person_id"
    ).fetchall()
    assert [one[0] for one in found] == [book[account]]
    assert found[0][1] == book.get(person or "") or (person == "li" and found[0][2] == "李敏")


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        (["SUMMARY:dentist"], "nobody and no account"),
        (["SUMMARY:深圳 出差"], "nobody and no account"),
        (["SUMMARY:placement"], "nobody and no account"),
        (["SUMMARY:和李敏吃饭"], "华为技术有限公司, Acme Steel Ltd."),
        (["SUMMARY:Acme and 华为技术有限公司"], "it may be with"),
        (["SUMMARY:和赵总吃饭"], "nobody and no account"),
        (["SUMMARY:高工业园参观"], "nobody and no account"),
        (["SUMMARY:高总监电话会"], "nobody and no account"),
        (["SUMMARY:与蓝鲸科技高工见面"], "nobody and no account"),
    ],
)
def test_nobody_is_guessed(store: Store, book: dict[str, str], write: Any, lines: list[str], reason: str) -> None:
    path = write(calendar(event(*lines, "DTSTART:20261210T100000")))
    report = _import(store, path)
    assert reason in report.refused[0].reason and report.refused[0].line == 3
    assert _import(store, path, account=(book["acme"], "Acme Steel Ltd.")).stored == 1


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (["DTSTART:20261210T100000"], ("2026-12-10", "10:00", "Asia/Shanghai", None)),
        (["DTSTART:20261210T020000Z", "DURATION:PT30M"], ("2026-12-10", "10:00", "Asia/Shanghai", 30)),
        (["DTSTART;VALUE=DATE:20261210", "DTEND;VALUE=DATE:20261212"], ("2026-12-10", None, None, None)),
        (["DTSTART;TZID=America/New_York:20261210T100000"], ("2026-12-10", "10:00", "America/New_York", None)),
        (["DTSTART;TZID=/x.org/1/Europe/Berlin:20261210T100000"], ("2026-12-10", "10:00", "Europe/Berlin", None)),
        (["DTSTART;TZID=Here:20261210T100000"], ("2026-12-10", "16:00", "Asia/Shanghai", None)),
        (["DTSTART;TZID=Nowhere:20261210T100000"], ("2026-12-10", "10:00", "Asia/Shanghai", None)),
    ],
)
def test_when_it_is(store: Store, book: dict[str, str], write: Any, lines: list[str], kept: tuple[Any, ...]) -> None:
    zone = "BEGIN:VTIMEZONE\nTZID:Here\nBEGIN:STANDARD\nDTSTART:19700101T000000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0200\n"
    zone += "END:STANDARD\nEND:VTIMEZONE"
    report = _import(store, write(calendar(zone, event("SUMMARY:Acme", *lines))))
    assert [row[1:5] for row in _rows(store)] == [kept]
    assert bool(report.warnings) == ("Nowhere" in lines[0])


def test_what_is_past_is_left_out_or_logged(store: Store, book: dict[str, str], write: Any) -> None:
    path = write(calendar(event("SUMMARY:Acme on Zoom", "DTSTART:20261110T100000", "DURATION:PT1H")))
    assert "already past" in _import(store, path).refused[0].reason
    report = _import(store, path, past=True)
    assert report.created == {"touch": 1}
    touch = store.connection.execute("SELECT id, at, kind, purpose FROM touch").fetchall()
    assert [one[1:] for one in touch] == [("2026-11-10T02:00:00.000Z", "video", "Acme on Zoom")]
    done = store.connection.execute("SELECT done_at, done_touch_id FROM follow_up").fetchall()
    assert done == [("2026-11-10T03:00:00.000Z", touch[0][0])]
    assert _import(store, path, past=True).unchanged == 1
    assert _import(store, path).unchanged == 1


def test_what_comes_again_is_planned_for_ninety_days(store: Store, book: dict[str, str], write: Any) -> None:
    weekly = event("SUMMARY:Acme", "DTSTART:20260105T100000", "RRULE:FREQ=WEEKLY", "EXDATE:20261130T100000")
    told_anew = event("SUMMARY:Acme", "DTSTART:20261208T150000", "RECURRENCE-ID:20261207T100000")
    report = _import(store, write(calendar(weekly, told_anew)))
    days = [(row[1], row[2]) for row in _rows(store)]
    assert days[:3] == [("2026-11-23", "10:00"), ("2026-12-08", "15:00"), ("2026-12-14", "10:00")]
    assert date.fromisoformat(days[-1][0]) <= TODAY + timedelta(days=90)
    assert report.rows == 2 and report.created == {"follow_up": len(days)}
    assert "comes again" in report.warnings[0].sentence
    later = told_anew.replace("20261208T150000", "20261209T150000")
    assert _import(store, write(calendar(weekly, later))).merged == 1


def test_an_event_every_day_stops_somewhere(store: Store, book: dict[str, str], write: Any) -> None:
    dates = "\n".join(f"RDATE:{datetime(2026, 12, 1) + timedelta(minutes=30 * n):%Y%m%dT%H%M%S}" for n in range(150))
    _import(store, write(calendar(event("SUMMARY:Acme", "DTSTART:20261201T100000", dates))))
    assert len(_rows(store)) == 100


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY", "FREQ=DAILY;INTERVAL=0", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=0", "FREQ=YEARLY;BYWEEKNO=60", "FREQ=MONTHLY;BYSETPOS=400;BYDAY=MO",
        "FREQ=DAILY;INTERVAL=7;BYDAY=TU", "", "FREQ=", "FREQ=MONTHLY;BYMONTHDAY=x", "FREQ=DAILY;UNTIL=20261399",
        "FREQ=DAILY;COUNT=99999999", "FREQ=DAILY;BYDAY=XX",
    ],
)  # fmt: skip
def test_a_rule_that_would_run_for_ever_is_refused(rule: str) -> None:
    with pytest.raises(RuleRefused):
        list(days_of(rule, datetime(2026, 1, 5, 10), datetime(2026, 11, 21), timedelta(days=90)))


@pytest.mark.parametrize(
    ("rule", "first", "number"),
    [
        ("FREQ=DAILY", (11, 20), 93),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE", (11, 23), 14),
        ("FREQ=MONTHLY;BYDAY=-1FR", (11, 27), 3),
        ("FREQ=YEARLY;BYMONTH=12;BYDAY=MO;BYSETPOS=1", (12, 7), 1),
        ("FREQ=DAILY;COUNT=322", (11, 20), 3),
        ("FREQ=DAILY;UNTIL=20261122T020000Z", (11, 20), 2),
    ],
)
def test_rules_are_followed(rule: str, first: tuple[int, int], number: int) -> None:
    start = datetime(2026, 1, 5, 10)
    found = list(days_of(rule, start, datetime(2026, 11, 21), timedelta(days=90)))
    assert (found[0].month, found[0].day) == first and len(found) == number


def test_our_own_calendar_changes_nothing(store: Store, book: dict[str, str], write: Any) -> None:
    from io import BytesIO

    from karep.exchange.calendar_entries import Choice
    from karep.exchange.calendar_out import write_agenda

    with store.action("make", "x") as change:
        for due in ("2026-11-18", "2026-12-01"):
            values = {"account_id": book["acme"], "what": "x", "due": due}
            follow_ups.add_follow_up(change, values)
    target = BytesIO()
    write_agenda(store.connection, target, CLOCK, Choice.of(TODAY))
    report = _import(store, write(target.getvalue()))
    assert (report.rows, report.unchanged) == (2, 2)


def test_one_broken_event_spoils_no_other(store: Store, book: dict[str, str], write: Any) -> None:
    good = event(*MEETING)
    text = calendar("BEGIN:VEVENT\nDTSTART:rubbish\nSUMMARY:bad\nEND:VEVENT", good, "BEGIN:VEVENT\nSUMMARY:open")
    text = text.replace("END:VCALENDAR\n", "")
    report = _import(store, write(text))
    assert report.stored == 1 and [one.line for one in report.refused] == [3, 14]
    assert report.refused[0].text == "bad"


def test_two_events_of_one_id_are_one(store: Store, book: dict[str, str], write: Any) -> None:
    report = _import(store, write(calendar(event(*MEETING), event(*MEETING))))
    assert report.stored == 1 and "line 10" in report.refused[0].reason


@pytest.mark.parametrize(
    "day", ["00010101T000000Z", "00010101", "18991231T120000Z", "22000101T120000", "99991231T235959Z"]
)
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland"])
def test_a_day_that_nobody_lives_by_is_neither_planned_nor_logged(
    store: Store, book: dict[str, str], write: Any, day: str, zone: str
) -> None:
    kind = "" if "T" in day else ";VALUE=DATE"
    path = write(calendar(event(f"DTSTART{kind}:{day}", "SUMMARY:Acme")))
    report = _import(store, path, Clock.at(TODAY, zone=zone), account=(book["acme"], "Acme"), past=True)
    [refused] = report.refused
    assert (report.stored, refused.reason) == (0, "it is not between 1900 and 2199")


@pytest.mark.parametrize("day", ["19010101", "21981231"])
@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Kiritimati"])
def test_the_first_and_last_days_are_taken_over(
    store: Store, book: dict[str, str], write: Any, day: str, zone: str
) -> None:
    path = write(calendar(event(f"DTSTART;VALUE=DATE:{day}", "SUMMARY:Acme")))
    report = _import(store, path, Clock.at(TODAY, zone=zone), account=(book["acme"], "Acme"), past=True)
    assert (report.stored, report.refused) == (1, ())


def test_more_than_anybody_plans_is_refused_and_nothing_is_stored(
    store: Store, book: dict[str, str], write: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calendar_in, "MOST_PLANNED", 3)
    days = [event(f"DTSTART;VALUE=DATE:2026112{day}", "SUMMARY:Acme", uid=f"{day}@x") for day in range(2, 6)]
    named = (book["acme"], "Acme")
    assert _import(store, write(calendar(*days[:3])), account=named).stored == 3
    assert _import(store, write(calendar(*days)), account=named).stored == 1, "what is there already does not count"
    more = [event("DTSTART;VALUE=DATE:20261201", "RRULE:FREQ=DAILY;COUNT=4", "SUMMARY:Acme", uid="more@x")]
    with pytest.raises(SheetTooLarge, match="more than 3 follow-ups"):
        _import(store, write(calendar(*more)), account=named)
    assert store.connection.execute("SELECT count(*) FROM follow_up").fetchone() == (4,)
