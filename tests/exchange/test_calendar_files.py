"""Calendar files that nobody should have written, real ones, and calendars of public holidays."""

import time
import tracemalloc
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.calendars.own import read_rest_days
from karep.db.store import Store
from karep.exchange import calendar_file
from karep.exchange.calendar_events import Meeting, Unread, read_events
from karep.exchange.calendar_file import CalendarFile, open_calendar
from karep.exchange.calendar_holidays import guess_kind, plan_holidays, run_holidays
from karep.exchange.calendar_in import plan_meetings, preview_meetings
from karep.exchange.errors import EncodingUndecided, SheetRefused
from karep.rules.clock import Clock
from tests import real
from tests.exchange.calendars_made import CLOCK, MEETING, calendar, event


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


@pytest.mark.parametrize("content", [b" \n", b"xy\n\t", b"x\n \xe8\n "])
def test_a_file_of_folds_takes_no_multiple_of_its_size(write: Any, content: bytes) -> None:
    path = write(b"BEGIN:VCALENDAR\n" + (b"X:" + content * 900 + b"\n") * 100)
    tracemalloc.start()
    try:
        with suppress(SheetRefused, EncodingUndecided):
            open_calendar(path)
        assert tracemalloc.get_traced_memory()[1] < 10 * path.stat().st_size
    finally:
        tracemalloc.stop()
