"""`karep holidays`: which days are free, and where that is known from."""

import json

import pytest

from karep import paths
from tests.cli.conftest import Karep


@pytest.fixture(autouse=True)
def own() -> None:
    paths.make_private(paths.rest_days_file().parent)
    paths.rest_days_file().write_text("2026-12-24,free,厂休\n2026-10-10,free\n2025-12-24,free\nsoon\n", "utf-8")


def test_the_days_of_a_year_and_where_they_are_known_from(karep: Karep) -> None:
    answer = karep("--today", "2026-11-20", "holidays")
    lines = answer.out.splitlines()
    assert answer.code == 0 and answer.err.startswith("Line 4 of holidays.csv is left out")
    assert lines[0].split() == ["Thu", "1", "Jan", "2026", "free", "New", "Year's", "Day", "CN"]
    assert [line for line in lines if "Sat 14 Feb 2026  working day" in line]
    assert [line.split() for line in lines if "24 Dec" in line] == [
        ["Thu", "24", "Dec", "2026", "free", "厂休", "own", "file"]
    ]
    assert karep("--today", "2025-01-01", "holidays", "2026").out == answer.out


def test_they_speak_chinese(karep: Karep) -> None:
    assert "国庆节" in karep("--lang", "zh", "holidays", "2026").out


def test_another_country_is_shown_without_the_own_file(karep: Karep) -> None:
    answer = karep("holidays", "2026", "--country", "DE-BY", "--format", "json")
    days = json.loads(answer.out)
    assert {"date": "2026-01-06", "free": True, "name": "Epiphany", "source": "library"} in days
    assert {one["source"] for one in days} == {"library"}


def test_make_up_days_that_are_not_published_yet(karep: Karep) -> None:
    out = karep("holidays", "2040").out
    assert "The working weekends of 2040 are not known yet" in out and "holidays.csv" in out
    assert "not known yet" not in karep("holidays", "2026").out + karep("holidays", "2040", "--country", "DE").out


def test_days_off_in_lieu_that_are_not_announced_yet(karep: Karep) -> None:
    out = karep("holidays", "2040").out.splitlines()
    reckoned = [line for line in out if "not announced yet; as reckoned" in line]
    assert reckoned and all("(observed)" in line for line in reckoned)
    assert [line for line in out if "1 Oct 2040" in line and line.endswith("CN")], "what the law names is certain"
    assert "no due day moves" in out[-1]
    assert "reckoned" not in karep("holidays", "2026").out
    kinds = {one["source"] for one in json.loads(karep("holidays", "2040", "--format", "json").out)}
    assert kinds == {"library", "reckoned"}


def test_weekends_only(karep: Karep) -> None:
    paths.settings_file().write_text('holidays = ""\n', "utf-8")
    out = karep("holidays", "2026").out
    assert "厂休" in out and "National Day" not in out
    assert karep("holidays", "2024").out == "No public holidays of 2024 are known; only weekends are free.\n"


def test_a_country_that_nobody_knows(karep: Karep) -> None:
    answer = karep("holidays", "--country", "XX")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == "No public holidays are known for XX; only weekends are free. Try CN or DE-BY.\n"
    paths.settings_file().write_text('holidays = "XX"\n', "utf-8")
    answer = karep("holidays", "2026")
    assert answer.code == 0 and "known for XX" in answer.err and "厂休" in answer.out
    assert karep("holidays", "soon").code == karep("holidays", "12").code == 2
