"""The clock and the zone of the computer."""

from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from karep.rules import clock
from karep.rules.clock import Clock, local_zone
from karep.rules.zones import find_zone, local_day


def test_a_running_clock_tells_the_time() -> None:
    running = Clock.system("Asia/Shanghai")
    before = datetime.now(UTC)
    assert before <= running.now <= datetime.now(UTC)
    assert running.now.utcoffset() == timedelta(0)
    assert running.text.endswith("Z") and len(running.text) == 24


def test_a_frozen_clock_stands_still() -> None:
    rehearsal = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
    assert (rehearsal.today, rehearsal.text) == (date(2026, 11, 21), "2026-11-21T04:00:00.000Z")
    assert rehearsal.now == rehearsal.now
    late = Clock.at(date(2026, 11, 21), time(23, 59), "America/New_York")
    assert (late.today, late.now.date()) == (date(2026, 11, 21), date(2026, 11, 22))


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="no such time zone"):
        Clock.system("Nowhere/Else")


@pytest.mark.parametrize(("variable", "zone"), [("Europe/Berlin", "Europe/Berlin"), (":Asia/Tokyo", "Asia/Tokyo")])
def test_the_variable_tz_comes_first(variable: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", variable)
    assert local_zone() == zone


def test_the_link_then_the_file_then_the_offset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TZ", raising=False)
    target = tmp_path / "zoneinfo" / "Europe" / "Berlin"
    target.parent.mkdir(parents=True)
    target.touch()
    link, written = tmp_path / "localtime", tmp_path / "timezone"
    link.symlink_to(target)
    written.write_text("Asia/Shanghai\n")
    monkeypatch.setattr(clock, "_LOCALTIME", link)
    monkeypatch.setattr(clock, "_TIMEZONE", written)
    assert local_zone() == "Europe/Berlin"
    link.unlink()
    assert local_zone() == "Asia/Shanghai"
    written.write_text("Nowhere/Else\n")
    assert local_zone().startswith("UTC")
    find_zone(local_zone())


def test_a_tz_that_names_no_zone_gives_the_offset(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "CST-8")
    assert local_zone().startswith("UTC")
    find_zone(local_zone())


@pytest.mark.parametrize("zone", ["America/New_York", "Pacific/Auckland", "UTC+14:00", "UTC-12:00"])
def test_every_stored_instant_has_a_day_that_can_be_reckoned_with(zone: str) -> None:
    edges = (
        "0001-01-01T00:00:00.000Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59.999Z",
        "9999-12-31T23:59:59-12:00",
    )
    for text in edges:
        day = local_day(text, zone)
        assert day - timedelta(days=40_000) < day < day + timedelta(days=40_000)
    assert local_day("1900-01-01T12:00:00.000Z", zone).year in (1899, 1900)
