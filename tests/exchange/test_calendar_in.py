"""Calendars that come in: what becomes of each event, again and again, and of files that nobody should have written."""

import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.calendars.own import read_rest_days
from karep.db import accounts, follow_ups, journal, people
from karep.db.store import Store
from karep.exchange import calendar_file
from karep.exchange.calendar_events import Meeting, Unread, read_events
from karep.exchange.calendar_file import CalendarFile, open_calendar
from karep.exchange.calendar_holidays import guess_kind, plan_holidays, run_holidays
from karep.exchange.calendar_in import MeetingPlan, plan_meetings, preview_meetings, run_meetings
from karep.exchange.calendar_rules import RuleRefused, days_of
from karep.exchange.errors import EncodingUndecided, SheetRefused
from karep.exchange.report import ImportReport
from karep.rules.clock import Clock
from tests import real

TODAY = date(2026, 11, 21)
CLOCK = Clock.at(TODAY, zone="Asia/Shanghai")


def event(*lines: str, uid: str = "u@x") -> str:
    return "\n".join(("BEGIN:VEVENT", f"UID:{uid}", *lines, "END:VEVENT"))


def calendar(*events: str, head: str = "") -> str:
    return "\n".join(filter(None, ("BEGIN:VCALENDAR", "VERSION:2.0", head, *events, "END:VCALENDAR", "")))


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def written(text: str | bytes) -> Path:
        path = tmp_path / "c.ics"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return written


@pytest.fixture
def book(store: Store) -> dict[str, str]:
    with store.action("make", "x") as change:
        huawei = accounts.add_account(change, {"name": "华为技术有限公司", "city": "深圳"})
        acme = accounts.add_account(change, {"name": "Acme Steel Ltd.", "short_name": "Acme"})
        boss = people.add_person(
            change, {"name": "王建国", "account_id": huawei, "email": "Wang@huawei.com", "title": "总经理"}
        )
        ana = people.add_person(change, {"name": "Ana Silva", "account_id": acme, "email": "ana@acme.example"})
        people.add_person(change, {"name": "李敏", "account_id": huawei})
        people.add_person(change, {"name": "李敏", "account_id": acme})
    return {"huawei": huawei, "acme": acme, "boss": boss, "ana": ana}


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


MEETING = (
    "SUMMARY:Acme: review\\, part 2",
    "DTSTART;TZID=W. Europe Standard Time:20261210T100000",
    "DTEND;TZID=W. Europe Standard Time:20261210T113000",
    "LOCATION:Hall 3",
)


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
    ("text", "words"),
    [
        (b"", "not a calendar"),
        (b"hello\x00world", "not"),
        (b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no event"),
        (b"BEGIN:VCALENDAR\nBEGIN:VTODO\nEND:VTODO\nEND:VCALENDAR\n", "to-dos"),
        (b"BEGIN:VCALENDAR\n" + b"BEGIN:X\n" * 20, "nested"),
        (b"BEGIN:VCALENDAR\nX:" + b"a" * 1_100_000, "longer"),
    ],
)
def test_files_that_are_refused_in_a_sentence(write: Any, text: bytes, words: str) -> None:
    with pytest.raises(SheetRefused, match=words):
        open_calendar(write(text))


def test_limits(write: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(calendar(event(*MEETING), event(*MEETING)))
    monkeypatch.setattr(calendar_file, "MAX_EVENTS", 1)
    with pytest.raises(SheetRefused, match="more than 1 events"):
        open_calendar(path)
    monkeypatch.setattr(calendar_file, "MAX_FILE", 10)
    with pytest.raises(SheetRefused, match="larger"):
        open_calendar(path)


def test_encodings(write: Any) -> None:
    text = calendar(event("SUMMARY:曾国藩", "DTSTART:20261210T100000"))
    for data in (text.encode("utf-8-sig"), text.encode("utf-16")):
        (read,) = read_events(open_calendar(write(data)), CLOCK)
        assert isinstance(read, list) and read[0].subject == "曾国藩"
    with pytest.raises(EncodingUndecided):
        open_calendar(write(text.encode("gb18030")))
    (read,) = read_events(open_calendar(write(text.encode("gb18030")), encoding="gb18030"), CLOCK)
    assert isinstance(read, list) and read[0].subject == "曾国藩"
    # folded between the bytes of a character, as some programs do
    cut = text.encode().replace("国".encode(), b"\xe5\r\n \x9b\xbd")
    (read,) = read_events(open_calendar(write(cut)), CLOCK)
    assert isinstance(read, list) and read[0].subject == "曾国藩"


_LINES = """BEGIN:VEVENT|END:VEVENT|BEGIN:VCALENDAR|END:VCALENDAR|BEGIN:VTIMEZONE|END:VTIMEZONE|TZID:X| y|UID|:||
DTSTART:20261210T100000|DTSTART;TZID=X:20261210T100000|DTSTART;VALUE=DATE:20261210|DTSTART:00010101T000000Z|
DTSTART:99991231T235959|RRULE:FREQ=DAILY;COUNT=2|RRULE:FREQ=YEARLY;UNTIL=00000000|RECURRENCE-ID:x|EXDATE:1|
RECURRENCE-ID:20261210T100000|RDATE;VALUE=PERIOD:1/2|RDATE:20261211|DURATION:-P9999W|DTEND:00010101|STATUS:CANCELLED|
ATTENDEE;CN="a;b":mailto:x|SUMMARY;X="|SUMMARY:a|EXDATE:20261210T100000""".replace("\n", "").split("|")


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(_LINES), max_size=14))
def test_anything_is_read_or_refused(lines: list[str]) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        path = Path(folder) / "x.ics"
        path.write_text("\r\n".join(lines), "utf-8")
        try:
            for read in read_events(open_calendar(path), CLOCK, past=True):
                assert isinstance(read, Unread) or all(isinstance(one, Meeting) for one in read)
        except SheetRefused as refused:
            assert str(refused)


# --- free days -------------------------------------------------------------------------------------------------------


def _holidays(*events: str, head: str = "") -> str:
    return calendar(*events, head=head)


def test_free_days_and_the_days_worked_for_them(write: Any) -> None:
    path = write(
        _holidays(
            event("SUMMARY:春节假期", "DTSTART;VALUE=DATE:20270206", "DTEND;VALUE=DATE:20270208"),
            event("SUMMARY:上班(补春节假期)", "DTSTART;VALUE=DATE:20270220", "DTEND;VALUE=DATE:20270221"),
            event("SUMMARY:New Year (Make-up workday)", "DTSTART;VALUE=DATE:20270110"),
            event("SUMMARY:清明节（休）", "DTSTART;VALUE=DATE:20270405"),
            event("SUMMARY:Valentine", "DTSTART;VALUE=DATE:20270214", "DESCRIPTION:Observance\\nto hide it"),
            event("SUMMARY:meeting", "DTSTART:20270214T100000"),
        )
    )
    plan = plan_holidays(open_calendar(path))
    assert [(f"{one.day:%m-%d}", one.free, one.name) for one in plan.days] == [
        ("01-10", False, "New Year (Make-up workday)"), ("02-06", True, "春节"), ("02-07", True, "春节"),
        ("02-20", False, "春节"), ("04-05", True, "清明节"),
    ]  # fmt: skip
    assert len(plan.refused) == 2
    assert run_holidays(plan) == 5
    assert run_holidays(plan) == 5
    assert len(read_rest_days().days) == 5


@pytest.mark.parametrize(
    ("lines", "head", "kind"),
    [
        (["SUMMARY:x", "DTSTART;VALUE=DATE:20270206"], "X-WR-CALNAME:中国节假日", "holidays"),
        (["SUMMARY:Christmas Day", "DTSTART;VALUE=DATE:20271225"], "", "holidays"),
        (["SUMMARY:trip", "DTSTART;VALUE=DATE:20271225"], "", "meetings"),
        (["SUMMARY:Christmas dinner", "DTSTART:20271225T200000"], "X-WR-CALNAME:Holidays", "meetings"),
    ],
)
def test_what_a_calendar_holds(write: Any, lines: list[str], head: str, kind: str) -> None:
    assert guess_kind(open_calendar(write(calendar(event(*lines), head=head)))) == kind


# --- files that nobody here wrote ------------------------------------------------------------------------------------


class TestReal:
    pytestmark = real.MARKS

    def test_every_calendar_is_read_or_refused_in_words(self, store: Store, book: dict[str, str]) -> None:
        files = sorted(path for path in real.FOLDER.glob("ics/**/*.ics"))
        assert len(files) > 116
        read = refused = 0
        began = time.process_time()
        for path in files:
            try:
                file = open_calendar(path)
            except SheetRefused as error:
                refused += 1
                assert str(error)
                continue
            plan = plan_meetings(store.connection, file, Clock.at(date(2011, 1, 1), zone="Asia/Shanghai"), past=True)
            assert len(plan.rows) == len(file.events)
            assert all(row.reason for row in plan.rows if row.outcome == "refused")
            report = preview_meetings(plan)
            assert report.rows == report.stored + report.merged + report.unchanged + len(report.refused)
            read += 1
        print(f"{read} read, {refused} refused in {time.process_time() - began:.2f} s")
        assert read > 80

    @pytest.mark.parametrize(("year", "free", "worked"), [(2025, 28, 5), (2026, 33, 6)])
    def test_the_holidays_of_china(self, year: int, free: int, worked: int) -> None:
        import json

        file = open_calendar(real.FOLDER / "ics" / f"{year}.ics")
        assert guess_kind(file) == "holidays"
        plan = plan_holidays(file)
        assert (plan.free, plan.worked, plan.refused) == (free, worked, ())
        published = real.FOLDER / "ics" / f"{year}.json"
        if published.is_file():
            days = {one["date"]: one["isOffDay"] for one in json.loads(published.read_text("utf-8"))["days"]}
            assert {one.day.isoformat(): one.free for one in plan.days} == days


def test_the_file_is_taken_apart_by_lines(write: Any) -> None:
    file = open_calendar(write(calendar(event("SUMMARY:a\n b", "DTSTART:20261210T100000"))))
    assert isinstance(file, CalendarFile) and file.events[0].line == 3
    (read,) = read_events(file, CLOCK)
    assert isinstance(read, list) and read[0].subject == "ab"
    assert read[0].when.instant == datetime(2026, 12, 10, 2, tzinfo=UTC)
