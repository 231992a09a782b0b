"""The report in one message: it fits, the important comes first, and nothing is left out without being counted."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.db.store import Store
from karep.i18n import use_language
from karep.reports.messages import LIMIT, messages, units
from karep.reports.report import Figure, Goal, Line, Part, Report, Section, parts
from karep.reports.short import called_short, short
from karep.rules.vocabulary import REPORT_PARTS
from tests.reports.conftest import Add

KEYS = {
    "headline": "numbers",
    "accounts": "activity",
    "warnings": "warnings",
    "commitments": "promises",
    "help": "help",
    "gifts": "gifts",
}


def _report(counts: dict[str, int], text: str = "something that happened in this week") -> Report:
    sections = []
    for part in REPORT_PARTS:
        key = KEYS.get(part, part)
        lines = tuple(
            Line("touch", f"{part}{number}", (Part("what", f"{text} {number}"),), due=date(2026, 11, 20))
            for number in range(counts.get(part, 0))
        )
        if key == "numbers":
            lines = tuple(Line("touch", "", one.parts, name=one.record_id, figure=Figure(3, 2)) for one in lines)
        sections.append(Section(key, part, lines, part=part))
    return Report("Weekly summary · 2026-W47", "2026-11-16", tuple(sections), period="2026-W47", language="en")


def _told(report: Report) -> int:
    return sum(len(one.lines) + one.more for one in report.sections)


def _numbers(*figures: tuple[str, int, int]) -> Report:
    lines = tuple(
        Line("touch", "", (Part("what", name),), name=name, figure=Figure(value, before))
        for name, value, before in figures
    )
    return Report("t", "", (Section("numbers", "n", lines, part="headline"),), period="2026-W47", language="en")


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(list(REPORT_PARTS)), st.integers(0, 60)), st.text(min_size=1, max_size=60))
def test_it_fits_one_message_and_counts_what_it_leaves_out(counts: dict[str, int], text: str) -> None:
    report = _report(counts, text.strip() or "x")
    found = short(report)
    (message,) = messages(found)
    assert units(message) <= LIMIT
    assert _told(found) == _told(report)


def test_a_short_report_is_left_whole() -> None:
    report = _report({"accounts": 2, "headline": 3, "warnings": 1})
    assert [len(one.lines) for one in short(report).sections if one.lines] == [3, 2, 1]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_numbers_and_warnings_come_before_the_rest(language: str) -> None:
    use_language(language)
    report = _report(dict.fromkeys(REPORT_PARTS, 40))
    found = {one.key: len(one.lines) for one in short(report).sections}
    assert found["numbers"] == 6
    assert found["warnings"] >= 5 and found["next"] >= 5 and found["promises"] >= 3
    assert found["gifts"] == 0, "of what is not for one minute only the number is told"


def test_what_stands_below_a_line_is_left_out_but_for_whom_help_is_asked_of() -> None:
    below = (Line("remark", "r", (Part("what", "below"),)),)
    sections = tuple(
        Section(key, key, (Line("account", "a", (Part("what", key),), lines=below),), part=part)
        for part, key in (("accounts", "activity"), ("help", "help"))
    )
    report = Report("t", "", sections, period="2026-W47", language="en")
    assert [len(one.lines[0].lines) for one in short(report).sections] == [0, 1]


def test_what_never_leaves_is_not_in_it() -> None:
    line = Line("person", "p", (Part("what", "against us"),), level="inward")
    report = Report("t", "", (Section("warnings", "w", (line,), part="warnings"),), period="2026-W47", language="en")
    assert "against us" not in messages(short(report))[0]


def test_numbers_that_were_and_are_nothing_say_nothing() -> None:
    report = _numbers(("visits", 0, 0), ("calls", 0, 3), ("others", 2, 0), ("people", 1, 1))
    (section,) = short(report).sections
    assert [one.name for one in section.lines] == ["calls", "others", "people"] and section.more == 0
    goal = Goal("2026-11", 6, 0)
    kept = replace(report.sections[0].lines[0], figure=Figure(0, 0, goals=(goal,)))
    missed = replace(report, sections=(replace(report.sections[0], lines=(kept,)),))
    assert short(missed).sections[0].lines, "a target that is missed says something"


def test_the_number_that_matters_least_goes_first() -> None:
    names = ("visits", "calls", "others", "accounts", "people", "deals_won", "signed", "promises_kept")
    (section,) = short(_numbers(*((name, 1, 1) for name in names))).sections
    assert [one.name for one in section.lines] == [one for one in names if one not in ("others", "people")]
    assert section.more == 2


def test_parts_of_which_nothing_is_listed_are_counted_in_one_line() -> None:
    use_language("en")
    (message,) = messages(short(_report({"warnings": 2, "coverage": 28, "gifts": 1})))
    assert message.splitlines()[-1] == "Further: coverage 28, gifts 1"
    assert "Coverage and rhythm" not in message and "7. Warnings" in message and "Deals: none" in message


def test_accounts_have_their_short_names_also_where_the_line_is_about_one(store: Store, add: Add) -> None:
    account = add("account", name="Huawei Technologies Co., Ltd", short_name="Huawei")
    other = add("account", name="BYD Company Limited")
    lines = tuple(Line("account", one, parts(account="long"), account_id=one) for one in (account, other))
    report = Report("t", "", (Section("warnings", "w", lines, part="warnings"),), period="2026-W47")
    told = called_short(store.connection, report).sections[0].lines
    assert [line.part("account") for line in told] == ["Huawei", "long"]
