"""The rows of the summary and what stands above them, without a terminal."""

from __future__ import annotations

from datetime import date

import pytest

from karep.db.views.rewordings import Rewording
from karep.i18n import speaking
from karep.reports.own_words import dress, generated_words
from karep.reports.render import line_words
from karep.reports.report import Figure, Goal, Line, Part, Report, Section
from karep.reports.report_parts import report_parts
from karep.rules.clock import Clock
from karep.rules.vocabulary import REPORT_PARTS
from karep.screens.privacy import Eyes
from karep.screens.week_head import change_words, figure_lines, goal_words, legend, part_strip, sparkline, state_line
from karep.screens.week_part_choice import parts_called
from karep.screens.week_rows import MOST_LINES, part_words, rows_of
from tests.hostile import OURS

TODAY = date(2026, 11, 21)


def eyes(*, private: bool = False) -> Eyes:
    return Eyes(TODAY, None, Clock.at(TODAY), private)


def touch(number: int, words: str = "said", **more: object) -> Line:
    return Line("touch", f"t{number}", (Part("what", f"{words} {number}"),), **more)  # type: ignore[arg-type]


def figure(name: str, value: int, before: int, **more: object) -> Line:
    return Line("touch", "", (Part("what", name),), figure=Figure(value, before, **more), name=name)  # type: ignore[arg-type]


def report(*lines: Line, key: str = "activity", part: str = "accounts", title: str = "Touches") -> Report:
    return Report("Weekly summary", "", (Section(key, title, lines, part=part),), period="2026-W47")


def test_every_part_is_there_and_an_empty_one_can_be_highlighted() -> None:
    rows = rows_of(report(touch(1), touch(2)), eyes())
    assert list(rows.firsts) == list(REPORT_PARTS)
    assert rows.firsts["accounts"] == "activity/touch:t1"
    assert set(rows.part_of) == {*rows.lines, *(rows.firsts[one] for one in REPORT_PARTS)}
    assert [one.title for one in rows.parts][1:3] == ["2. Accounts and visits  2", "3. Deals  –"]


@pytest.mark.parametrize(
    ("language", "typed", "first"),
    [
        ("en", "7", "warnings"),
        ("en", "1", "headline"),
        ("en", "13", "next"),
        ("en", "7. w", "warnings"),
        ("en", "rival", "market"),
        ("zh", "2", "accounts"),
        ("zh", "二", "accounts"),
        ("zh", "１２", "help"),
        ("zh", "经验", "lessons"),
    ],
)
def test_a_part_is_called_by_its_number_or_name(language: str, typed: str, first: str) -> None:
    with speaking(language):
        parts = report_parts(report(*(touch(number) for number in range(17))))
        assert parts_called(parts, typed)[0] == first
        assert parts_called(parts, "") == list(REPORT_PARTS)


def test_how_many_lines_a_part_has_is_no_word_of_it() -> None:
    parts = report_parts(report(*(touch(number) for number in range(17))))
    assert part_words(parts[1]).endswith("17")
    assert parts_called(parts, "17") == []


def test_the_signs_are_explained_as_far_as_there_is_room() -> None:
    pieces = legend("week", plain=False)
    assert pieces[0] == "▲▼= vs week before"
    assert "▲" not in " ".join(legend("month", plain=True))
    assert state_line("2026-W47", pieces, 120).plain.endswith(" · ".join(pieces))
    narrow = state_line("2026-W47", pieces, 36).plain
    assert narrow == "2026-W47   ▲▼= vs week before"


def test_a_long_section_is_cut_until_it_is_asked_for() -> None:
    long = report(*(touch(number) for number in range(MOST_LINES + 1234)))
    rows = rows_of(long, eyes())
    assert len(rows.lines) == MOST_LINES
    assert list(rows.more.values()) == ["activity"]
    assert "1,234 more lines" in rows.parts[1].lines[next(iter(rows.more))].text
    whole = rows_of(long, eyes(), most={"activity": MOST_LINES + 1234})
    assert len(whole.lines) == MOST_LINES + 1234
    assert not whole.more


def test_what_is_left_out_or_private_is_marked_and_private_lines_are_hidden_from_other_eyes() -> None:
    lines = (
        touch(1, origin="hidden", lines=(touch(11),)),
        touch(2, level="personal"),
        touch(3, origin="reworded"),
        touch(4, origin="outdated"),
        figure("visits", 3, 1),
    )
    lines = (*lines[:4], Line("touch", "", lines[4].parts, figure=lines[4].figure, name="visits", lines=(touch(9),)))
    rows = rows_of(report(*lines), eyes())
    assert [one.record_id for one in rows.lines.values()] == ["t1", "t2", "t3", "t4", ""], "not what stands below"
    shown = [one.text for key, one in rows.parts[1].lines.items() if key in rows.lines]
    assert [one[0] for one in shown] == ["✕", "⊘", "✎", "✎", "v"]
    assert "changed since" in shown[3]
    assert part_words(report_parts(report(*lines))[1]).endswith("  3"), "neither the number nor what is left out"
    assert [one.record_id for one in rows_of(report(*lines), eyes(private=True)).lines.values()] == [
        "t1",
        "t3",
        "t4",
        "",
    ]


@pytest.mark.parametrize("text", OURS)
def test_hostile_words_stay_one_harmless_line(text: str) -> None:
    rows = rows_of(report(Line("touch", "t1", (Part("what", text),))), eyes())
    told = rows.parts[1].lines["activity/touch:t1"].text
    assert not set("\n\r\t\x00\x07\x1b\x9b\u202e") & set(told)


def test_the_numbers_stand_in_columns_that_fit() -> None:
    lines = [
        figure("visits", 18, 12, history=(0, 6, 12, 18), goals=(Goal("2026-11", 30, 18),)),
        figure("signed", 520_000_00, 620_000_00, unit="CNY"),
        figure("calls", 4, 4),
        figure("others", 7, 0),
    ]
    headline = report(*lines, key="numbers", part="headline")
    wide = figure_lines(headline, 120, wide=True, tall=False, plain=False).plain
    assert "visits 18 ▲6 ▁▃▅█ 18/30 60%" in wide
    assert "signed ¥520k ▼¥100k" in wide
    assert "calls 4 =" in wide
    assert len(figure_lines(headline, 60, wide=True, tall=False, plain=False).split("\n")) <= 3
    narrow = figure_lines(headline, 40, wide=False, tall=False, plain=False)
    assert "others" not in narrow.plain
    assert all(one.cell_length <= 40 for one in narrow.split("\n"))
    plain = figure_lines(headline, 120, wide=True, tall=False, plain=True).plain
    assert "visits 18 +6 18/30 60%" in plain
    assert not set("▁▃▅█▲▼") & set(plain)


def test_bars_changes_and_goals() -> None:
    assert sparkline((0, 0)) == "▁▁"
    assert sparkline((0, 1, 1000)) == "▁▁█"
    assert change_words(Figure(40, 55, unit="percent")) == "▼15%"
    assert change_words(Figure(5, 5), plain=True) == "±0"
    assert goal_words(Goal("2026", 3, 3), "") == "3/3 100%"
    assert goal_words(Goal("2026", 0, 3), "") == "3/0"


def test_the_strip_shows_the_part_at_hand_whatever_room_there_is() -> None:
    words = {one.key: part_words(one) for one in report_parts(report(touch(1)))}
    for part in REPORT_PARTS:
        for room in (20, 78, 400):
            strip = part_strip(words, part, room)
            assert f"[{words[part]}]" in strip.plain
            assert strip.cell_length <= max(room, len(words[part]) + 2)
    assert part_strip(words, "deals", 400).plain.count(".") == len(REPORT_PARTS)


def test_what_was_generated_is_told_in_the_words_that_the_line_had() -> None:
    planned = Line("follow_up", "f1", (Part("what", "Offer"), Part("when", "planned for Mon 16 Nov", TODAY)))
    page = report(planned, key="plan", part="commitments")
    key, said = "plan/follow_up:f1", generated_words(planned, "en")
    stored = Rewording("r1", "2026-W47", key, "mine", said, left_out=False, sequence=())
    (line,) = dress(page, [], [stored]).section("plan").lines
    assert (line_words(line), line.generated) == ("mine", "Offer · planned for Mon 16 Nov")
