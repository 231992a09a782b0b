"""Today in ten lines: the most pressing first, one line each, never wider than the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.reports.digest import ROWS, digest
from karep.reports.report import Line, Report, Section, parts
from karep.rules.cutting import cells


def line(what: str, attention: int = 0, state: str = "", level: str = "") -> Line:
    words = parts(when="now", account=what)
    return Line("account", what, words, due=date(2026, 11, 20), state=state, attention=attention, level=level)


def report(*sections: Section) -> Report:
    return Report("Today", "Fri 20 Nov 2026", sections)


def test_what_is_due_comes_before_who_goes_cold_and_that_before_the_rest() -> None:
    found = report(
        Section("promises", "We promised", (line("soon", 100, "coming"), line("late", 10, "overdue"))),
        Section("follow_ups", "Follow up", (line("due", 90, "due"),)),
        Section("cold", "Going cold", (line("cold", 115, "cold"),)),
        Section("deals", "Deals", (line("stuck", 100, "stuck"),)),
    )
    assert digest(found, 100).splitlines() == [
        "Today · Fri 20 Nov 2026",
        "Follow up: now · due",
        "We promised: now · late",
        "Going cold: now · cold",
        "We promised: now · soon",
        "Deals: now · stuck",
    ]


@pytest.mark.parametrize(
    ("lines", "more", "shown", "rest"), [(9, 0, 9, 0), (10, 0, 8, 2), (3, 1, 3, 1), (40, 5, 8, 37)]
)
def test_ten_lines_at_most_and_the_rest_counted(lines: int, more: int, shown: int, rest: int) -> None:
    section = Section("cold", "Cold", tuple(line(str(n)) for n in range(lines)), more=more)
    rows = digest(report(section), 100).splitlines()
    assert len(rows) <= ROWS
    assert len([row for row in rows if row.startswith("Cold: ")]) == shown
    assert (rows[-1] == f"… and {rest} more: karep today --all") == bool(rest)


def test_important_days_a_festival_and_the_cold_are_heard_of_on_any_day() -> None:
    def dated(what: str, day: int, noun: str = "occasion", state: str = "coming") -> Line:
        return replace(line(what, state=state), noun=noun, due=date(2026, 11, day))

    sections = (
        Section("promises", "We promised", tuple(line(str(n), 100, "overdue") for n in range(30))),
        Section("cold", "Going cold", (line("cold", 50, "cold"), line("colder", 10, "cold"))),
        Section("dates", "Important days", (dated("past", 1), dated("birthday", 21), dated("later", 22, state="due"),
                                            dated("New Year", 25, "festival", "due"))),
    )  # fmt: skip
    rows = digest(report(*sections), 100, today=date(2026, 11, 20)).splitlines()
    assert rows[1:6] == [f"We promised: now · {n}" for n in range(5)]
    assert sorted(rows[6:9]) == [
        "Going cold: now · cold",
        "Important days: now · New Year",
        "Important days: now · birthday",
    ]
    assert rows[9] == "… and 28 more: karep today --all"


@pytest.mark.parametrize(
    ("width", "row"),
    [
        (100, "We promised: 3 d overdue · Hengyue Heavy Forging Machinery Works Ltd · revised quote · due 18 Nov"),
        (80, "We promised: 3 d overdue · Hengyue Forging Works · revised quote · due 18 Nov"),
        (57, "We promised: 3 d overdue · Hengyue For… · revised quote…"),
    ],
)
def test_the_account_is_cut_before_what_was_promised(width: int, row: str) -> None:
    names = {"a": "Hengyue Forging Works"}
    said = parts(
        when="3 d overdue", account="Hengyue Heavy Forging Machinery Works Ltd", what="revised quote", by="due 18 Nov"
    )
    promised = Line("promise", "p", said, account_id="a", state="overdue")
    found = report(Section("promises", "We promised", (promised,)))
    assert digest(found, width, short_names=names).splitlines()[1] == row


def test_what_has_no_spaces_is_cut_where_the_room_ends() -> None:
    said = parts(when="3 d overdue", account="恒岳重机", what="框架价格分项明细发李总监")
    found = report(Section("promises", "We promised", (Line("promise", "p", said, account_id="a", state="overdue"),)))
    assert digest(found, 60).splitlines()[1] == "We promised: 3 d overdue · 恒岳重机 · 框架价格分项明细发李…"


def test_an_empty_day_is_one_sentence() -> None:
    sentence = "Today · Fri 20 Nov 2026: nothing is due, and nobody is waiting.\n"
    assert digest(report(Section("cold", "Cold", ())), 100) == sentence


def test_what_never_leaves_is_not_told() -> None:
    floor = Section("deals", "Deals", (line("floor", level="bottom_line"),))
    assert "floor" not in digest(report(floor), 100)


@given(st.lists(st.text(), max_size=15), st.integers(1, 120))
def test_any_text_stays_on_one_line_within_the_width(words: list[str], width: int) -> None:
    section = Section("cold", "冷", tuple(line(f"x{one}") for one in words), more=3)
    rows = digest(report(section), width).split("\n")
    assert rows.pop() == ""
    assert len(rows) <= ROWS
    assert all(cells(row) <= width for row in rows)
