"""The reminder on Friday afternoon that the report on last week was not handed on."""

from datetime import date, time

import pytest

from karep.db.exports import note_export
from karep.db.store import Store
from karep.db.views.exports import Export
from karep.reports.digest import digest
from karep.reports.reminder import reminder
from karep.reports.report import Report
from karep.reports.today import today
from karep.rules.clock import Clock
from tests.reports.conftest import Add

ZONE = "Asia/Shanghai"
HOW = "x {period}"
FRIDAY = date(2026, 11, 20)


def _page(store: Store, day: date, at: time = time(13), how: str = HOW, zone: str = ZONE) -> Report:
    return today(store.connection, Clock.at(day, at, zone), hand_on=how)


def _reminded(page: Report) -> str:
    return next((one.lines[0].record_id for one in page.sections if one.key == "report"), "")


def _touch(add: Add, at: str) -> str:
    return add("touch", account_id=add("account", name="Huawei"), at=at, kind="visit")


@pytest.mark.parametrize(
    ("day", "at", "week"),
    [
        (date(2026, 11, 19), time(23, 59), ""),
        (FRIDAY, time(11, 59), ""),
        (FRIDAY, time(12), "2026-W46"),
        (date(2026, 11, 22), time(23, 59), "2026-W46"),
        # on Monday the week before is another one
        (date(2026, 11, 23), time(23, 59), "2026-W47"),
        (date(2026, 11, 24), time(0), ""),
    ],
)
def test_when_it_comes(store: Store, add: Add, day: date, at: time, week: str) -> None:
    _touch(add, "2026-11-11T04:00:00.000Z")
    _touch(add, "2026-11-18T04:00:00.000Z")
    assert _reminded(_page(store, day, at)) == week


def test_the_hour_is_the_reps_own(store: Store, add: Add) -> None:
    _touch(add, "2026-11-11T04:00:00.000Z")
    noon = Clock.at(FRIDAY, time(12), ZONE)
    elsewhere = Clock("America/New_York", noon.now)
    assert _reminded(today(store.connection, noon, hand_on=HOW))
    assert not _reminded(today(store.connection, elsewhere, hand_on=HOW))


@pytest.mark.parametrize(
    ("at", "reminded"),
    [
        # Monday to Sunday of last week by the rep's clock, eight hours ahead of UTC
        ("2026-11-08T15:59:59.999Z", False),
        ("2026-11-08T16:00:00.000Z", True),
        ("2026-11-15T15:59:59.999Z", True),
        ("2026-11-15T16:00:00.000Z", False),
    ],
)
def test_only_a_week_with_touches(store: Store, add: Add, at: str, reminded: bool) -> None:
    assert not _reminded(_page(store, FRIDAY))
    _touch(add, at)
    assert bool(_reminded(_page(store, FRIDAY))) is reminded


def test_what_was_removed_does_not_count(store: Store, add: Add) -> None:
    touch = _touch(add, "2026-11-11T04:00:00.000Z")
    assert _reminded(_page(store, FRIDAY))
    with store.action("record.remove") as change:
        change.remove("touch", touch)
    assert not _reminded(_page(store, FRIDAY))


def test_once_it_is_handed_on_it_is_quiet(store: Store, add: Add) -> None:
    _touch(add, "2026-11-11T04:00:00.000Z")
    at = "2026-11-20T05:00:00.000Z"
    for what, period in (("week", "2026-W47"), ("brief", "2026-W46"), ("week", "2026-11")):
        note_export(store.connection, at, Export(what, "md", "en", "x", period))
        assert _reminded(_page(store, FRIDAY)) == "2026-W46"
    note_export(store.connection, at, Export("week", "md", "en", "clipboard", "2026-W46"))
    assert not _reminded(_page(store, FRIDAY))


def test_it_is_the_first_and_quiet(store: Store, add: Add) -> None:
    _touch(add, "2026-11-11T04:00:00.000Z")
    account = add("account", name="BYD", tier="diamond")
    for number in range(12):
        add("promise", account_id=account, what=f"Quote {number}", due="2026-11-10")
    page = _page(store, FRIDAY)
    assert page.sections[0].key == "report"
    line = page.sections[0].lines[0]
    assert page.sections[0].title == "Last week's report"
    assert [part.text for part in line.parts] == ["2026-W46", "not handed on yet: x 2026-W46"]
    assert line.state == "" and line.attention == 0
    short = digest(page, 100, today=FRIDAY).splitlines()
    assert len(short) == 10 and "2026-W46" in short[1] and "Quote" in short[2]


def test_it_can_be_off_and_urgent_things_do_not_wait_for_it(store: Store, add: Add) -> None:
    _touch(add, "2026-11-11T04:00:00.000Z")
    assert not _reminded(_page(store, FRIDAY, how=""))
    clock = Clock.at(FRIDAY, time(13), ZONE)
    assert not _reminded(today(store.connection, clock, urgent_only=True, hand_on=HOW))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1, 1, 5), date(9999, 12, 31)])
def test_the_ends_of_the_calendar(store: Store, day: date) -> None:
    assert reminder(store.connection, Clock.at(day, time(13), "UTC"), HOW) == ()
