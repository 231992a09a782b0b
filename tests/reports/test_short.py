"""The report in one message: it fits, the important comes first, and nothing is left out without being counted."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.i18n import use_language
from karep.reports.messages import LIMIT, messages, units
from karep.reports.report import Figure, Line, Part, Report, Section
from karep.reports.short import short
from karep.rules.vocabulary import REPORT_PARTS

KEYS = {"headline": "numbers", "accounts": "activity", "warnings": "warnings", "help": "help", "gifts": "gifts"}


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
    assert found["numbers"] == 12
    assert found["warnings"] >= found["activity"] >= 1
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
