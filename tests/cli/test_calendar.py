"""`karep export agenda` and `karep import FILE.ics`."""

import json
import os
import stat
from pathlib import Path

import pytest
from icalendar import Calendar

from karep.db import follow_ups, occasions
from karep.db.store import Store
from tests.cli.conftest import Book, Karep

MEETINGS = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:one@x
SUMMARY:Huawei review \x1b[31m
DTSTART:20261201T100000
END:VEVENT
BEGIN:VEVENT
UID:two@x
SUMMARY:dentist
DTSTART:20261201T100000
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def agenda(book: Book) -> Book:
    with Store.open(book.path) as store, store.action("make", "x") as change:
        values = {"account_id": book.account, "what": "谈价格", "due": "2026-12-01"}
        follow_ups.add_follow_up(change, values)
        occasions.add_occasion(change, {"person_id": book.person, "month": 12, "day": 24})
    return book


@pytest.fixture
def meetings(tmp_path: Path) -> Path:
    path = tmp_path / "work.ics"
    path.write_text(MEETINGS, "utf-8")
    return path


def test_the_agenda_goes_into_a_file(karep: Karep, agenda: Book, tmp_path: Path) -> None:
    target = tmp_path / "a.ics"
    command = ("--store", agenda.path, "--today", "2026-11-21", "export", "agenda", "-o", target)
    answer = karep(*command)
    assert answer.code == 0 and "1 entry written" in answer.out
    assert "--details" in answer.out and "1 personal day stays" in answer.out
    if os.name == "posix":
        assert stat.S_IMODE(target.stat().st_mode) == 0o600
    first = target.read_bytes()
    assert [str(one["SUMMARY"]) for one in Calendar.from_ical(first).walk("VEVENT")] == ["Follow-up · Huawei"]
    assert karep(*command).code == 1
    assert karep(*command, "--force").code == 0 and target.read_bytes() == first
    told = karep(*command, "--force", "--details", "--private", "--festivals")
    assert told.code == 0 and "谈价格" in target.read_text("utf-8") and "Birthday" in target.read_text("utf-8")


def test_a_span_of_days(karep: Karep, agenda: Book) -> None:
    command = ("--store", agenda.path, "--today", "2026-11-21", "export", "agenda", "-o", "-")
    assert "BEGIN:VEVENT" not in karep(*command, "--to", "2026-11-30").out
    assert "BEGIN:VEVENT" in karep(*command, "--from", "2026-12-01", "--to", "2026-12-01").out
    assert karep(*command, "--from", "2026-12-02", "--to", "2026-12-01").code == 2
    assert karep(*command, "--from", "tomorrow").code == 2


def test_meetings_come_in_once(karep: Karep, agenda: Book, meetings: Path) -> None:
    command = ("--store", agenda.path, "--today", "2026-11-21", "import", meetings)
    tried = karep(*command, "--dry-run")
    assert tried.code == 0 and "2 rows = 1 stored + 0 merged + 0 unchanged + 1 refused" in tried.out
    assert "2026-12-01 10:00 · dentist: nobody and no account" in tried.out and "--account" in tried.out
    assert "\x1b" not in tried.out
    done = karep(*command)
    assert done.code == 0 and "takes it back" in done.out
    assert "1 unchanged" in karep(*command).out
    all_of_it = karep(*command, "--account", "huawei", "--format", "json")
    values = json.loads(all_of_it.out)
    assert (values["kind"], values["stored"], values["unchanged"]) == ("meetings", 1, 1)
    assert values["events"][1]["account"] == "华为技术有限公司"
    assert karep(*command, "--account", "nobody").code == 1


def test_holidays_go_into_the_file_of_free_days(karep: Karep, agenda: Book, tmp_path: Path, home: Path) -> None:
    path = tmp_path / "rest.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nX-WR-CALNAME:节假日\nBEGIN:VEVENT\nUID:1\nSUMMARY:元旦假期\n"
        "DTSTART;VALUE=DATE:20270101\nDTEND;VALUE=DATE:20270104\nEND:VEVENT\nEND:VCALENDAR\n",
        "utf-8",
    )
    command = ("--store", agenda.path, "--today", "2026-11-21", "import", path)
    assert "Written" not in karep(*command, "--dry-run").out
    answer = karep(*command)
    assert answer.code == 0 and "3 free days" in answer.out and "holidays.csv" in answer.out
    assert (home / "config" / "holidays.csv").read_text("utf-8").count(",free,") == 3
    again = karep(*command)
    assert again.code == 0 and "0 stored + 0 merged + 1 unchanged" in again.out and "Written" not in again.out
    assert json.loads(karep(*command, "--format", "json").out)["days"][0]["free"] is True
    assert karep(*command, "--kind", "meetings").code == 1


def test_what_is_no_calendar_is_said_in_a_sentence(karep: Karep, agenda: Book, tmp_path: Path) -> None:
    path = tmp_path / "x.ics"
    for data in (b"hello", "BEGIN:VCALENDAR\nX:曾".encode("gb18030")):
        path.write_bytes(data)
        answer = karep("--store", agenda.path, "import", path)
        assert answer.code == 1 and answer.err and "Traceback" not in answer.err
    assert karep("--store", agenda.path, "import", tmp_path / "none.ics").code == 1
