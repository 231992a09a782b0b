"""The rep's own days and own free days: what is read, what is left out with a sentence, what is written."""

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from karep import paths
from karep.calendars.own import (
    LONGEST_FILE,
    MOST_DAYS,
    OwnDays,
    OwnRest,
    RestDay,
    read_own_days,
    read_rest_days,
    write_rest_days,
)
from karep.rules.festivals import OwnDay


@pytest.fixture
def days_file() -> Path:
    paths.make_private(paths.own_days_file().parent)
    return paths.own_days_file()


@pytest.fixture
def rest_file() -> Path:
    paths.make_private(paths.rest_days_file().parent)
    return paths.rest_days_file()


def test_no_file_is_no_fault() -> None:
    assert read_own_days() == OwnDays() and read_rest_days() == OwnRest()


def test_own_days_of_both_calendars(days_file: Path) -> None:
    days_file.write_text(
        """
        [[day]]
        name = "五金展"
        date = "4-17"
        industry = "五金"
        [[day]]
        name = "年会"
        date = 2027-04-17
        [[day]]
        name = "药王节"
        date = "农历四月廿八"
        [[day]]
        name = "关公诞"
        date = "lunar 6-24"
        greet = false
        """,
        "utf-8",
    )
    assert read_own_days() == OwnDays(
        (
            OwnDay("own:五金展", "五金展", 4, 17, industry="五金"),
            OwnDay("own:年会", "年会", 4, 17, 2027),
            OwnDay("own:药王节", "药王节", 4, 28, calendar="lunar"),
            OwnDay("own:关公诞", "关公诞", 6, 24, calendar="lunar", greeted=False),
        )
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('[[day]]\ndate = "4-17"', "Day 1 of days.toml is left out: it has no name."),
        ('[[day]]\nname = " "\ndate = "4-17"', "it has no name"),
        ('[[day]]\nname = "x"\ndate = "April"', "“April” is not a day"),
        ('[[day]]\nname = "x"\ndate = "31 April"', "“31 April” is not a day"),
        ('[[day]]\nname = "x"', "“None” is not a day"),
        ('[[day]]\nname = "x"\ndate = 417', "“417” is not a day"),
        ('[[day]]\nname = "x"\ndate = "闰四月初五"', "never in a leap month"),
        ('[[day]]\nname = "x"\ndate = "农历1850年4月5日"', "known from 1900 to 2099"),
        ("day = 5", "below a line [[day]]"),
        ("day = [5]", "below a line [[day]]"),
        ('[[day]]\nname = "x"\ndate = "4-1"\n[[day]]\nname = "x"\ndate = "5-1"', "Day 2 of days.toml is left out"),
        ("[[day", "cannot be read"),
    ],
)
def test_what_is_no_day_is_told(days_file: Path, content: str, said: str) -> None:
    days_file.write_text(content, "utf-8")
    [fault] = read_own_days().faults
    assert said in fault


def test_one_name_may_stand_once_for_each_year(days_file: Path) -> None:
    lines = (f'[[day]]\nname = "展会"\ndate = "{year}-04-1{year % 10}"' for year in (2027, 2028))
    days_file.write_text("\n".join(lines), "utf-8")
    assert [one.year for one in read_own_days().days] == [2027, 2028]


def test_free_days_as_people_write_them(rest_file: Path) -> None:
    rest_file.write_text(
        "﻿date,free|work,name\n# from the plant\n\n2026-12-24,free,厂休\n2026/12/26;work;\n20261227\t上班\n"
        "2026年12月31日，休，盘点、清账\n2026-12-24, Free , 元旦前\n2026-12-28,maybe,x\nsoon,free,x\n12-30,free,x\n",
        "utf-8",
    )
    read = read_rest_days()
    assert read.days == (
        RestDay(date(2026, 12, 24), True, "元旦前"),
        RestDay(date(2026, 12, 26), False),
        RestDay(date(2026, 12, 27), False),
        RestDay(date(2026, 12, 31), True, "盘点、清账"),
    )
    told = [fault.split(" is left out")[0] for fault in read.faults]
    assert told == [f"Line {line} of holidays.csv" for line in (9, 10, 11)]


def test_a_file_of_chinese_excel_is_read(rest_file: Path) -> None:
    rest_file.write_bytes("日期,类型,名称\n2026/1/4,班,元旦\n".encode("gb18030"))
    assert read_rest_days() == OwnRest((RestDay(date(2026, 1, 4), False, "元旦"),))


@pytest.mark.parametrize(
    "content", [b"\xff\xff\xff", b"\x80", b"#" * (LONGEST_FILE + 1)], ids=["no text", "half a sign", "too long"]
)
def test_what_is_no_text_is_told(rest_file: Path, days_file: Path, content: bytes) -> None:
    rest_file.write_bytes(content)
    days_file.write_bytes(content)
    for read in (read_rest_days(), read_own_days()):
        assert read.days == () and [fault.endswith("it is left out.") for fault in read.faults] == [True]
    with pytest.raises(ValueError):
        write_rest_days([RestDay(date(2026, 1, 4), False, "元旦")], "x")
    assert rest_file.read_bytes() == content


def test_what_is_taken_over_leaves_the_other_lines_alone(rest_file: Path) -> None:
    rest_file.write_text("# mine\n2026-12-24,free,厂休\n2026-10-10,free,盘点\nnonsense\n", "utf-8")
    taken = [RestDay(date(2026, 10, 10), False, "国庆节"), RestDay(date(2026, 1, 2), True, "元旦")]
    for _again in range(2):
        assert write_rest_days(taken, "2026.ics") == 2
        assert rest_file.read_text("utf-8") == (
            "# mine\n2026-12-24,free,厂休\nnonsense\n# 2026.ics\n2026-01-02,free,元旦\n2026-10-10,work,国庆节\n"
        )
    if os.name == "posix":
        assert rest_file.stat().st_mode & 0o777 == 0o600
    assert write_rest_days([], "x") == 0
    assert [one.name for one in rest_file.parent.iterdir()] == [rest_file.name]


def test_a_hostile_calendar_makes_no_formula_and_no_further_line() -> None:
    write_rest_days([RestDay(date(2026, 1, 2), True, '=HYPERLINK("x"),\n2026-01-03,free')], "a\nb")
    [one] = read_rest_days().days
    assert one.day == date(2026, 1, 2) and not one.name.startswith("=") and "," not in one.name
    assert len(paths.rest_days_file().read_text("utf-8").splitlines()) == 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=50)
@given(st.dictionaries(st.dates(date(1900, 1, 1), date(2199, 1, 1)), st.tuples(st.booleans(), st.text(max_size=20))))
def test_what_is_written_is_read_back(days: dict[date, tuple[bool, str]]) -> None:
    paths.rest_days_file().unlink(missing_ok=True)
    write_rest_days([RestDay(day, *said) for day, said in days.items()], "x")
    read = read_rest_days()
    assert read.faults == () and {one.day: one.free for one in read.days} == {
        day: said[0] for day, said in days.items()
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=100)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_no_content_breaks_reading(days_file: Path, rest_file: Path, content: bytes) -> None:
    days_file.write_bytes(content)
    rest_file.write_bytes(content)
    read_own_days()
    read_rest_days()


def test_days_that_are_nested_too_deeply_are_a_fault(days_file: Path) -> None:
    for nested in ("x = " + "[" * 5_000 + "]" * 5_000, "[[day]]\nname = 'A'\ndate = " + "[" * 60 + "]" * 60):
        days_file.write_text(nested, "utf-8")
        read = read_own_days()
        assert read.days == () and len(read.faults) == 1 and len(read.faults[0]) < 300


def test_no_more_own_days_are_read_than_count(days_file: Path) -> None:
    entries = (f"[[day]]\nname = 'D{number}'\ndate = '4-17'\n" for number in range(MOST_DAYS + 20))
    days_file.write_text("".join(entries), "utf-8")
    read = read_own_days()
    assert (len(read.days), len(read.faults)) == (MOST_DAYS, 1)
    assert "more than 2000 days" in read.faults[0]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_what_is_no_ordinary_file_is_a_fault_and_never_waited_for(days_file: Path, rest_file: Path) -> None:
    for file in (days_file, rest_file):
        os.mkfifo(file)
    assert len(read_own_days().faults) == len(read_rest_days().faults) == 1
    with pytest.raises(OSError, match="no ordinary file"):
        write_rest_days([RestDay(date(2026, 10, 1), True)], "x")


def test_a_link_leads_to_the_file_that_is_written(rest_file: Path, tmp_path: Path) -> None:
    real = tmp_path / "synced.csv"
    real.write_text("2026-01-01,free,New Year\n", "utf-8")
    rest_file.symlink_to(real)
    write_rest_days([RestDay(date(2026, 10, 1), True, "National Day")], "x")
    assert rest_file.is_symlink() and "National Day" in real.read_text("utf-8")
    assert len(read_rest_days().days) == 2
    assert sorted(one.name for one in (*tmp_path.glob("*.partial"), *rest_file.parent.glob("*.partial"))) == []


def test_the_file_never_grows_beyond_what_is_read(rest_file: Path) -> None:
    whole = "# " + "x" * (LONGEST_FILE - 10) + "\n"
    rest_file.write_text(whole, "utf-8")
    with pytest.raises(ValueError, match="too large"):
        write_rest_days([RestDay(date(2026, 10, 1), True, "National Day")], "x")
    assert rest_file.read_text("utf-8") == whole
