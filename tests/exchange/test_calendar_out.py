"""The agenda as a calendar: whatever stands in a field, two other readers read it back; what changes is followed."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Timezone

from karep.db import accounts, follow_ups, journal, occasions, people, promises
from karep.db.store import Store
from karep.exchange.calendar_entries import Choice, Entry, record_entries
from karep.exchange.calendar_out import calendar_bytes, left_out_words, write_agenda
from karep.exchange.calendar_titles import called, plain
from karep.exchange.calendar_zones import zone_rules
from karep.i18n import use_language
from karep.rules.clock import Clock
from karep.rules.zones import find_zone
from tests.hostile import hostile_texts

TODAY = date(2026, 11, 21)
CLOCK = Clock.at(TODAY, zone="Asia/Shanghai")
STAMP = datetime(2026, 11, 1, tzinfo=UTC)
ENTRY = Entry("a@karep", 3, STAMP, "title", date(2026, 12, 1), time(10), "Asia/Shanghai", 60, "text", "place")


def events(data: bytes) -> list[Any]:
    return list(Calendar.from_ical(data).walk("VEVENT"))


def by_other_reader(data: bytes) -> list[Any]:
    return list(getattr(vobject.readOne(data.decode()), "vevent_list", []))


def shape(data: bytes) -> list[str]:
    """The names of the lines, without what they say."""
    return [re.split(rb"[:;]", line, maxsplit=1)[0].decode() for line in data.split(b"\r\n") if line[:1] != b" "]


texts = st.text(st.characters(codec="utf-8"), max_size=120) | st.text('\\N\n\r;,:"^ \u2028é曾👩‍👩‍👧', max_size=160)


@settings(max_examples=200, deadline=None)
@given(title=texts, text=texts, place=texts)
def test_any_text_reads_back_by_two_other_readers(title: str, text: str, place: str) -> None:
    said = [plain(f"x{one}x") for one in (title, text, place)]
    data = calendar_bytes([replace(ENTRY, title=said[0], text=said[1], place=said[2])])
    assert shape(data) == shape(calendar_bytes([ENTRY]))
    (one,), (other,) = events(data), by_other_reader(data)
    assert [str(one[name]) for name in ("SUMMARY", "DESCRIPTION", "LOCATION")] == said
    assert [other.summary.value, other.description.value, other.location.value] == said
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    for line in data.split(b"\r\n"):
        line.decode()  # no character is cut in two


def test_hostile_texts_change_no_line() -> None:
    hostile = [plain(text) or "x" for text in hostile_texts()]
    data = calendar_bytes([replace(ENTRY, title=text, text=text) for text in hostile])
    assert shape(data) == shape(calendar_bytes([ENTRY] * len(hostile)))
    assert not set(data.replace(b"\r\n", b"")) & {*range(9), *range(10, 32), 127}
    assert [str(one["SUMMARY"]) for one in events(data)] == hostile


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("a\r\nEND:VEVENT\r\nBEGIN:VEVENT", "a\nEND:VEVENT\nBEGIN:VEVENT"),
        ("a\rb\u2028c\u0085d\ve", "a\nb\nc\nd\ne"),
        ("\x00a\x1b[2J\x9bb\ufeff", "a[2Jb"),
        ("\ud800", "\ufffd"),
        ("C:\\New", "C:\\New"),
        (None, ""),
    ],
)
def test_what_breaks_lines_is_made_harmless(text: str | None, kept: str) -> None:
    assert plain(text) == kept


@pytest.mark.parametrize(
    ("name", "short", "title"),
    [
        ("华为技术有限公司", "Huawei", "Huawei"),
        ("华为技术有限公司", None, "HWJS"),
        ("Acme Steel Works Ltd.", "", "ASW"),
        ("3M", None, "3"),
        ("有限公司", None, "YXGS"),
        ("\n", " a\nb ", "a b"),
    ],
)
def test_what_an_account_is_called_where_others_read_it(name: str, short: str | None, title: str) -> None:
    assert called(name, short) == title


# --- time zones ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "zone",
    [
        "Asia/Shanghai", "Europe/Berlin", "America/New_York", "America/Sao_Paulo", "Asia/Kolkata",
        "Australia/Lord_Howe", "Africa/Casablanca", "America/Santiago", "Europe/Dublin",
    ],
)  # fmt: skip
def test_the_rules_of_a_zone_are_its_clock(zone: str) -> None:
    rules = zone_rules(zone, 2026, 2027)
    text = rules.to_ical().decode()
    assert "RDATE" not in text and text.count("\n") < 150
    made = Timezone.from_ical(text).to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
    for step in range(0, 730 * 24, 7):
        moment = datetime(2026, 1, 1) + timedelta(hours=step)
        real = moment.replace(tzinfo=ZoneInfo(zone))
        if real.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) == moment:
            assert moment.replace(tzinfo=made).utcoffset() == real.utcoffset(), moment


def test_a_fixed_zone_takes_six_lines_between_its_ends() -> None:
    lines = zone_rules("Asia/Shanghai", 2026, 2026).to_ical().decode().splitlines()
    assert len(lines) == 8 and "TZOFFSETTO:+0800" in lines
    assert b"RRULE" in zone_rules("Europe/Berlin", 2026, 2026).to_ical()


@pytest.mark.parametrize(
    ("zone", "day", "at", "start", "end"),
    [
        ("Europe/Berlin", "2026-03-29", "01:30", "20260329T003000Z", "20260329T013000Z"),
        ("Europe/Berlin", "2026-03-29", "02:30", "20260329T013000Z", "20260329T023000Z"),
        ("Europe/Berlin", "2026-10-25", "02:30", "20261025T003000Z", "20261025T013000Z"),
        ("America/New_York", "2026-11-01", "01:30", "20261101T053000Z", "20261101T063000Z"),
        ("Asia/Kolkata", "2026-12-01", "09:00", "20261201T033000Z", "20261201T043000Z"),
        ("America/Sao_Paulo", "2026-12-01", "09:00", "20261201T120000Z", "20261201T130000Z"),
        ("Australia/Lord_Howe", "2026-10-04", "02:15", "20261003T154500Z", "20261003T164500Z"),
        ("UTC+08:00", "2026-12-01", "09:00", "20261201T010000Z", "20261201T020000Z"),
    ],
)
def test_a_time_is_the_same_instant_for_every_reader(
    store: Store, zone: str, day: str, at: str, start: str, end: str
) -> None:
    named = None if zone.startswith("UTC") else zone
    clock = Clock.at(TODAY, zone=zone)
    record = _follow_up(store, due=day, due_time=at, zone=named)
    data = calendar_bytes(record_entries(store.connection, clock, "follow_up", record))
    for one in (events(data)[0], by_other_reader(data)[0]):
        began, ended = (
            (one["DTSTART"].dt, one["DTEND"].dt) if hasattr(one, "walk") else (one.dtstart.value, one.dtend.value)
        )
        assert f"{began.astimezone(UTC):%Y%m%dT%H%M%SZ}" == start
        assert f"{ended.astimezone(UTC):%Y%m%dT%H%M%SZ}" == end


def test_there_is_no_long_head_of_zones() -> None:
    names = ["Europe/Berlin", "Europe/Paris", "Europe/Rome", "Europe/Madrid", "Europe/Vienna", "Europe/Athens"]
    names += ["America/New_York", "America/Chicago", "America/Denver", "America/Toronto", "Australia/Sydney"]
    listed = [replace(ENTRY, uid=f"{n}@karep", zone=zone) for n, zone in enumerate(names * 2)]
    data = calendar_bytes(listed)
    assert data.index(b"BEGIN:VEVENT") < 6000 and data[: data.index(b"BEGIN:VEVENT")].count(b"\n") < 200
    instants = [one["DTSTART"].dt.astimezone(UTC) for one in events(data)]
    assert instants == [datetime(2026, 12, 1, 10, tzinfo=find_zone(zone)).astimezone(UTC) for zone in names * 2]


# --- what is in it ---------------------------------------------------------------------------------------------------


def _account(store: Store, name: str = "华为技术有限公司") -> str:
    with store.action("account.add", name) as change:
        return accounts.add_account(change, {"name": name, "short_name": "Huawei"})


def _follow_up(store: Store, **values: Any) -> str:
    account = values.pop("account_id", None) or _account(store)
    with store.action("follow_up.add", "x") as change:
        return follow_ups.add_follow_up(
            change, {"account_id": account, "what": "discuss the floor", "due": "2026-12-01", **values}
        )


def _export(store: Store, **chosen: Any) -> bytes:
    target = BytesIO()
    write_agenda(store.connection, target, CLOCK, replace(Choice.of(TODAY), **chosen))
    return target.getvalue()


@pytest.fixture
def book(store: Store) -> Iterator[dict[str, str]]:
    """An account with a person, a timed follow-up, a promise of ours and of theirs, days of both."""
    with store.action("make", "x") as change:
        account = accounts.add_account(change, {"name": "华为技术有限公司"})
        person = people.add_person(change, {"name": "王建国", "account_id": account})
        follow_up = follow_ups.add_follow_up(
            change,
            {
                "account_id": account, "person_id": person, "what": "谈价格", "due": "2026-12-01", "due_time": "10:00",
                "zone": "Asia/Shanghai", "minutes": 90, "place": "深圳", "aim": "成交", "bottom_line": "SECRET",
                "disputes": "SECRET", "expected_questions": "SECRET",
            },
        )  # fmt: skip
        due = {"account_id": account, "due": "2026-11-27"}
        promise = promises.add_promise(change, {**due, "owed_by": "us", "what": "quote"})
        promises.add_promise(change, {**due, "owed_by": "them", "what": "drawings"})
        birthday = {"person_id": person, "kind": "birthday", "month": 8, "day": 15, "calendar": "lunar"}
        occasions.add_occasion(change, birthday)
        end = {
            "account_id": account,
            "kind": "contract_end",
            "month": 12,
            "day": 31,
            "year": 2027,
            "label": "framework",
        }
        contract = occasions.add_occasion(change, {**end, "label": "framework"})
        founded = {"account_id": account, "kind": "anniversary", "month": 2, "day": 29}
        day = occasions.add_occasion(change, founded)
    yield {"account": account, "follow_up": follow_up, "promise": promise, "contract": contract, "day": day}


def test_by_default_nothing_is_told_that_a_glance_should_not_see(store: Store, book: dict[str, str]) -> None:
    data = _export(store)
    text = data.decode().replace("\r\n ", "")
    for word in ("谈价格", "王建国", "quote", "成交", "SECRET", "framework", "drawings", "华为"):
        assert word not in text
    titles = [str(one["SUMMARY"]) for one in events(data)]
    kinds = ["Promise", "Follow-up", "Anniversary", "Contract end", "Anniversary", "Anniversary"]
    assert titles == [f"{kind} · HWJS" for kind in kinds]
    assert {str(one["CLASS"]) for one in events(data)} == {"PRIVATE"}
    with_details = _export(store, details=True).decode().replace("\r\n ", "")
    for word in ("谈价格 · 华为技术有限公司 · 王建国", "quote", "成交", "framework"):
        assert word in with_details
    for word in ("SECRET", "drawings", "Birthday"):
        assert word not in with_details
    private = [str(one["SUMMARY"]) for one in events(_export(store, private=True))]
    assert private.count("Birthday · 王建国 · HWJS") == 3


def test_what_was_left_out_is_said(store: Store, book: dict[str, str]) -> None:
    choice = Choice.of(TODAY)
    words = left_out_words(write_agenda(store.connection, BytesIO(), CLOCK, choice), choice)
    assert "--details" in words[0] and words[1].startswith("1 personal day")


def test_days_and_times_as_telephones_want_them(store: Store, book: dict[str, str]) -> None:
    found = {str(one["UID"]): one for one in events(_export(store))}
    timed, whole = found[f"{book['follow_up']}@karep"], found[f"{book['promise']}@karep"]
    assert timed["DTSTART"].params["TZID"] == "Asia/Shanghai" and timed["DTEND"].dt.time() == time(11, 30)
    assert str(timed["LOCATION"]) == "深圳" and "TRANSP" not in timed
    assert (whole["DTSTART"].dt, whole["DTEND"].dt) == (date(2026, 11, 27), date(2026, 11, 28))
    assert str(whole["TRANSP"]) == "TRANSPARENT"
    alarms = [one.walk("VALARM")[0] for one in (timed, whole)]
    assert [one["TRIGGER"].dt for one in alarms] == [timedelta(minutes=-15), timedelta(hours=9)]
    assert all(one["DESCRIPTION"] for one in alarms)


def test_yearly_days_are_one_entry_a_year(store: Store, book: dict[str, str]) -> None:
    found = {str(one["UID"]): one["DTSTART"].dt for one in events(_export(store, private=True))}
    assert b"RRULE" not in _export(store, private=True)
    assert found[f"{book['contract']}-2027@karep"] == date(2027, 12, 31)
    assert sum(one.startswith(book["contract"]) for one in found) == 1
    days = [day for uid, day in found.items() if uid.startswith(book["day"])]
    assert sorted(days) == [date(2027, 2, 28), date(2028, 2, 29), date(2029, 2, 28)]
    lunar = sorted(day for day in found.values() if day.month in (9, 10))
    # the fifteenth of the eighth month, as published
    assert lunar == [date(2027, 9, 15), date(2028, 10, 3), date(2029, 9, 22)]


def test_two_exports_are_the_same_to_the_byte(store: Store, book: dict[str, str]) -> None:
    chosen = {"details": True, "private": True, "festivals": True}
    data = _export(store, **chosen)
    assert data == _export(store, **chosen)
    assert b"Spring Festival" in data
    use_language("zh")
    assert "跟进" in _export(store).decode()


def _one(store: Store, record: str) -> Any:
    return next((one for one in events(_export(store)) if str(one["UID"]).startswith(record)), None)


def test_what_moves_keeps_its_id_and_grows_its_number(store: Store, book: dict[str, str]) -> None:
    record = book["follow_up"]
    seen = [_one(store, record)]
    with store.action("follow_up.move", "x") as change:
        follow_ups.move_follow_up(change, record, "2026-12-03")
    seen.append(_one(store, record))
    journal.undo(store)
    seen.append(_one(store, record))
    journal.redo(store)
    with store.action("record.remove", "x") as change:
        follow_ups.remove_follow_up(change, record)
    seen.append(_one(store, record))
    journal.undo(store)
    seen.append(_one(store, record))
    assert len({str(one["UID"]) for one in seen}) == 1
    numbers = [one["SEQUENCE"] for one in seen]
    assert numbers == sorted(set(numbers)) and numbers[0] == 0
    assert [one["DTSTART"].dt.day for one in seen] == [1, 3, 1, 3, 3]
    assert [str(one["STATUS"]) for one in seen] == [*["CONFIRMED"] * 3, "CANCELLED", "CONFIRMED"]
    assert not seen[3].walk("VALARM")


def test_what_moves_out_of_the_span_is_followed(store: Store, book: dict[str, str]) -> None:
    with store.action("follow_up.move", "x") as change:
        follow_ups.move_follow_up(change, book["follow_up"], "2028-01-03")
    assert _one(store, book["follow_up"])["DTSTART"].dt.date() == date(2028, 1, 3)


def test_a_removed_account_calls_off_what_was_planned_with_it(store: Store, book: dict[str, str]) -> None:
    before = _one(store, book["promise"])["SEQUENCE"]
    with store.action("record.remove", "x") as change:
        accounts.remove_account(change, book["account"])
    gone = _one(store, book["promise"])
    assert str(gone["STATUS"]) == "CANCELLED" and gone["SEQUENCE"] > before
    assert str(_one(store, book["contract"])["STATUS"]) == "CANCELLED"
    journal.undo(store)
    back = _one(store, book["promise"])
    assert str(back["STATUS"]) == "CONFIRMED" and back["SEQUENCE"] > gone["SEQUENCE"]


@pytest.mark.parametrize(("due", "status"), [("2026-11-19", "CONFIRMED"), ("2026-12-20", "CANCELLED")])
def test_what_was_done_early_is_called_off(store: Store, due: str, status: str) -> None:
    record = _follow_up(store, due=due)
    with store.action("follow_up.finish", "x") as change:
        change.change("follow_up", record, {"done_at": "2026-11-20T04:00:00Z"})
    done = _one(store, record)
    assert str(done["STATUS"]) == status and not done.walk("VALARM")


def test_one_record_alone(store: Store, book: dict[str, str]) -> None:
    assert len(record_entries(store.connection, CLOCK, "occasion", book["day"])) == 3
    assert len(record_entries(store.connection, CLOCK, "promise", book["promise"])) == 1
    assert record_entries(store.connection, CLOCK, "touch", book["promise"]) == ()
    assert record_entries(store.connection, CLOCK, "follow_up", "none") == ()


def test_a_store_of_hostile_texts(store: Store, tmp_path: Path) -> None:
    from tests.hostile import fill

    with store.action("fill", "x") as change:
        fill(change, hostile_texts()[:120])
    data = _export(store, details=True, private=True)
    assert len(by_other_reader(data)) == len(events(data)) > 200
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))


def test_what_is_overdue_is_in_it_for_sixty_days(store: Store, book: dict[str, str]) -> None:
    account = store.connection.execute("SELECT account_id FROM follow_up LIMIT 1").fetchone()[0]
    days = {name: TODAY - timedelta(days=back) for name, back in (("late", 30), ("done", 30), ("old", 61))}
    with store.action("make", "x") as change:
        made = {
            name: follow_ups.add_follow_up(change, {"account_id": account, "what": name, "due": day.isoformat()})
            for name, day in days.items()
        }
        follow_ups.finish_follow_up(change, made["done"])
    found = {str(one["UID"]): one for one in events(_export(store))}
    assert f"{made['late']}@karep" in found
    assert not {f"{made['done']}@karep", f"{made['old']}@karep"} & set(found)
    with store.action("follow_up.move", "x") as change:
        follow_ups.move_follow_up(change, made["late"], (TODAY + timedelta(days=200)).isoformat())
    assert _one(store, made["late"])["DTSTART"].dt == TODAY + timedelta(days=200), "it leaves its old day"
    assert made["late"] not in _export(store, first=TODAY, open_since=TODAY).decode()


def test_one_action_is_one_step_of_the_number(store: Store, book: dict[str, str]) -> None:
    record = book["follow_up"]
    before = _one(store, record)["SEQUENCE"]
    with store.action("follow_up.change", "x") as change:
        follow_ups.change_follow_up(change, record, {"place": "here"})
        follow_ups.change_follow_up(change, record, {"minutes": 45})
    assert _one(store, record)["SEQUENCE"] == before + 1
