"""Public holidays and worked weekends: against the published ones, out of the cache, and under the rep's own file."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from karep import paths
from karep.calendars import library
from karep.calendars.library import known_days
from karep.calendars.own import RestDay
from karep.calendars.practice import practice_of
from karep.calendars.rest import listed_days, rest_days
from karep.i18n import use_language
from karep.reports.words import rest_words
from karep.rules.festivals import OwnDay
from karep.rules.rest_days import RestDays
from karep.settings import Settings
from tests.real import FOLDER

TODAY = date(2026, 11, 20)
CALENDARS = FOLDER / "ics"


@pytest.fixture(scope="module")
def china() -> RestDays:
    """The free days of China by the library, made once."""
    known = library.ask("CN", range(2025, 2027), "zh")
    return RestDays(known.free, known.worked)


def days_of(year: int) -> Iterator[date]:
    return (date(year, 1, 1) + timedelta(days=step) for step in range(365 + (year % 4 == 0)))


# as the State Council published them in November 2024 and November 2025
WORKED = {
    2025: {"01-26": "春节", "02-08": "春节", "04-27": "劳动节", "09-28": "国庆节", "10-11": "国庆节"},
    2026: {
        **{"01-04": "元旦", "02-14": "春节", "02-28": "春节"},
        **{"05-09": "劳动节", "09-20": "国庆节", "10-10": "国庆节"},
    },
}
FREE = {
    2025: [("01-01", 1), ("01-28", 8), ("04-04", 3), ("05-01", 5), ("05-31", 3), ("10-01", 8)],
    2026: [("01-01", 3), ("02-15", 9), ("04-04", 3), ("05-01", 5), ("06-19", 3), ("09-25", 3), ("10-01", 7)],
}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_published_days_of_china(china: RestDays, year: int) -> None:
    free = {
        date.fromisoformat(f"{year}-{first}") + timedelta(days=step)
        for first, days in FREE[year]
        for step in range(days)
    }
    worked = {date.fromisoformat(f"{year}-{day}"): name for day, name in WORKED[year].items()}
    assert {day: name for day, name in china.worked.items() if day.year == year} == worked
    for day in days_of(year):
        assert china.is_free(day) == (day in free or (day.weekday() >= 5 and day not in worked)), day


def test_a_day_off_bears_the_name_of_its_holiday(china: RestDays) -> None:
    named = {"2025-02-04": "春节", "2025-10-05": "国庆节", "2025-10-06": "中秋节", "2025-10-08": "国庆节"}
    named |= {"2026-01-02": "元旦", "2026-02-16": "农历除夕", "2026-10-04": "国庆节", "2026-10-11": ""}
    assert {day: china.name(date.fromisoformat(day)) for day in named} == named


@pytest.mark.real
@pytest.mark.skipif(not CALENDARS.is_dir(), reason="the folder of real files, ../shared/data, is not here")
def test_the_published_calendar_files_say_the_same(china: RestDays) -> None:
    said: dict[date, bool] = {}
    for one in json.loads((CALENDARS / "2026.json").read_text("utf-8"))["days"]:
        said[date.fromisoformat(one["date"])] = one["isOffDay"]
    assert len(said) == 39
    for year in ("2025", "2026"):
        text = (CALENDARS / f"{year}.ics").read_text("utf-8")
        for name, first, end in re.findall(r"SUMMARY:(.*?)\s+DTSTART;VALUE=DATE:(\d+)\s+DTEND;VALUE=DATE:(\d+)", text):
            day = date.fromisoformat(first)
            while day < date.fromisoformat(end):
                assert said.setdefault(day, "上班" not in name) == ("上班" not in name)
                day += timedelta(days=1)
    for day in (*days_of(2025), *days_of(2026)):
        assert china.is_free(day) == said.get(day, day.weekday() >= 5), day


def test_names_are_in_the_language_in_use_and_change_with_it() -> None:
    rest = rest_days("CN", TODAY)
    assert rest.name(date(2026, 10, 1)) == "National Day"
    use_language("zh")
    assert rest.name(date(2026, 10, 1)) == "国庆节"


def test_a_part_of_a_country() -> None:
    epiphany = date(2026, 1, 6)
    assert rest_days("de-by", TODAY).name(epiphany) == "Epiphany"
    assert not rest_days("DE-BE", TODAY).is_free(epiphany)
    assert rest_days("DE-BY", TODAY).is_free(date(2026, 4, 4)) and not rest_days("DE-BY", TODAY).name(date(2026, 4, 4))


def test_the_own_file_counts_more_day_by_day() -> None:
    own = (
        RestDay(date(2026, 10, 10), True, "盘点"),
        RestDay(date(2026, 10, 1), False),
        RestDay(date(2026, 10, 2), True),
        RestDay(date(2026, 12, 26), False, "交货"),
    )
    rest = rest_days("CN", TODAY, own)
    assert [rest.is_free(one.day) for one in own] == [one.free for one in own]
    assert [rest.name(one.day) for one in own] == ["盘点", "", "National Day", "交货"]
    assert rest.is_free(date(2026, 10, 3))
    listed = {one.day: one for one in listed_days("CN", 2026, own)}
    assert [(listed[one.day].free, listed[one.day].own) for one in own] == [(one.free, True) for one in own]
    assert not listed[date(2026, 10, 3)].own


def test_weekends_only() -> None:
    rest = rest_days("", TODAY)
    assert rest.is_free(date(2026, 11, 21)) and not rest.is_free(date(2026, 10, 1)) and len(rest.free) == 0


@pytest.mark.parametrize("country", ["XX", "DE-XX", "../../etc", "C N", "CN-\x1b[31m", "x" * 500, "中国"])
def test_a_country_that_nobody_knows_has_weekends_only(country: str) -> None:
    settings = Settings()
    settings.values["holidays"] = country
    practice = practice_of(settings, TODAY)
    practice_of(settings, TODAY)
    assert len(settings.faults) == 1 and "only weekends are free" in settings.faults[0]
    assert practice.rest.is_free(date(2026, 11, 21)) and not practice.rest.is_free(date(2026, 10, 1))


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("zone", "America/Chicgo", "There is no time zone America/Chicgo (setting zone); the computer's own is used. "
         "Did you mean America/Chicago?"),
        ("festivals_off", "qixi xmas own:展会", "There is no festival xmas (setting festivals_off). "
         "Did you mean christmas?"),
        ("holidays", "DE-XX", "No public holidays are known for DE-XX; only weekends are free. Try CN or DE-BY. "
         "Parts of DE: BB, BE, BW, BY, HB, HE, HH, MV, NI, NW, RP, SH, SL, SN, ST, TH."),
    ],
)  # fmt: skip
def test_a_value_that_does_nothing_is_named_with_what_was_meant(name: str, value: str, told: str) -> None:
    settings = Settings()
    settings.values[name] = value
    practice_of(settings, TODAY)
    assert [one.replace("Augsburg, ", "") for one in settings.faults] == [told]


def _cached_free() -> bool:
    return rest_days("CN", TODAY).is_free(date(2026, 10, 1))


def test_the_library_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _cached_free()
    cache = paths.cache_folder() / "holidays.json"
    if os.name == "posix":
        assert cache.stat().st_mode & 0o777 == 0o600

    def never(*_arguments: object) -> None:
        raise AssertionError("the library was asked again")

    monkeypatch.setattr(library, "ask", never)
    assert _cached_free()
    with pytest.raises(AssertionError, match="asked again"):
        known_days("CN", range(2000, 2001), "en")
    monkeypatch.setattr(library, "_library", lambda: "another version")
    with pytest.raises(AssertionError, match="asked again"):
        _cached_free()


@pytest.mark.parametrize(
    "broken",
    [b"", b"{", b"[]", b"\xff", b'{"library": 1}', b'{"answers": {"a": 1}, "library": "LIBRARY"}', b"[" * 9999],
    ids=["empty", "half", "list", "no text", "no answers", "no days", "deep"],
)
def test_a_broken_cache_is_made_anew(broken: bytes) -> None:
    paths.make_private(paths.cache_folder())
    cache = paths.cache_folder() / "holidays.json"
    cache.write_bytes(broken.replace(b"LIBRARY", library._library().encode()))
    assert _cached_free()
    assert json.loads(cache.read_text("utf-8"))["answers"]


def test_a_cache_that_cannot_be_written_is_no_fault(home: Path) -> None:
    home.mkdir()
    (home / "cache").write_text("in the way")
    assert _cached_free()


def test_neither_the_start_nor_a_cached_answer_imports_the_library(home: Path) -> None:
    _cached_free()
    code = f"""
import sys
from datetime import date
from karep.calendars.practice import practice_of
from karep.settings import Settings
practice = practice_of(Settings(), date(2026, 11, 20))
assert practice.rest.is_free(date(2026, 10, 1)), "not free"
print("holidays" in sys.modules, "lunar_python" in sys.modules, {str(home)!r})
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[:2] == ["False", "False"]


def test_the_practice_has_the_reps_own_days_and_the_sentences_about_them() -> None:
    paths.make_private(paths.own_days_file().parent)
    paths.own_days_file().write_text('[[day]]\nname = "展会"\ndate = "4-17"\n[[day]]\nname = "x"\n', "utf-8")
    paths.rest_days_file().write_text("2026-12-24,free,厂休\nsoon\n", "utf-8")
    settings = Settings()
    practice = practice_of(settings, TODAY)
    assert practice.days.own == (OwnDay("own:展会", "展会", 4, 17),) and practice.days.off == {"qixi"}
    assert practice.rest.name(date(2026, 12, 24)) == "厂休"
    assert len(settings.faults) == 2


def test_days_that_are_not_announced_move_nothing() -> None:
    rest = rest_days("CN", date(2040, 6, 1))
    supposed = sorted(day for day in rest.reckoned if day.year == 2040)
    assert supposed and not any(day in rest.free for day in supposed)
    monday = next(day for day in supposed if day.weekday() < 5)
    assert not rest.is_free(monday) and rest.working_day(monday) == monday and rest.name(monday) == ""
    assert rest.is_free(date(2040, 10, 1)), "the days that the law names are certain"
    assert rest_words(monday, rest).startswith("perhaps free, not announced yet")
    own = rest_days("CN", date(2040, 6, 1), [RestDay(monday, True)])
    assert own.is_free(monday) and own.name(monday) and monday not in own.reckoned
    assert not rest_days("CN", date(2025, 6, 1)).reckoned.keys() & set(days_of(2026))
