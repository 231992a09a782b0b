"""A report as messages for a chat: they fit, hold every word, and nothing in them acts."""

import re
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.i18n import speaking
from karep.reports.messages import BETWEEN_MESSAGES, SMALLEST_LIMIT, messages, units
from karep.reports.render import line_words, render
from karep.reports.report import Line, Part, Report, Section, walk
from karep.rules.visible import one_line
from tests.hostile import hostile_texts
from tests.reports.full_report import full_report, line
from tests.reports.test_render import texts

FAMILY = "👩\u200d👩\u200d👧\u200d👦"


def bare(text: str) -> str:
    """A text without its blanks."""
    return "".join(text.split())


def bodies(pieces: list[str]) -> str:
    """Everything behind the heads, without blanks."""
    for number, piece in enumerate(pieces, 1):
        head = piece.split("\n")[0]
        assert len(pieces) == 1 or head.endswith(f" ({number}/{len(pieces)})"), head
    return bare("".join(piece.partition("\n")[2] for piece in pieces))


def of_lines(*words: str) -> Report:
    lines = tuple(line("touch", "t", ("what", one)) for one in words)
    section = Section("warnings", "Warnings", lines, part="warnings")
    return Report("Weekly summary · 2026-W47", "", (section,), period="2026-W47")


@settings(deadline=None, max_examples=60)
@given(st.lists(texts, min_size=1, max_size=3), st.integers(SMALLEST_LIMIT, 400))
def test_pieces_fit_and_hold_every_word_in_order(words: list[str], limit: int) -> None:
    report = full_report(words)
    pieces = messages(report, limit)
    assert all(len(piece.encode("utf-16-le")) <= 2 * limit for piece in pieces)
    body, at = bodies(pieces), 0
    for section in report.sections:
        for _depth, one in walk(section.lines):
            said = bare(one_line(line_words(one, report.period), " / "))
            at = body.find(said, at)
            assert at >= 0, said
            at += len(said)


def test_every_hostile_text_is_one_line_that_does_nothing() -> None:
    report = full_report([one for one in hostile_texts() if one.strip()])
    written = "\n".join(messages(report))
    assert not [one for one in written if one != "\n" and unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", written)
    lines = sum(1 for section in report.sections for _one in walk(section.lines))
    bullets = sum(1 for row in written.split("\n") if row.lstrip().startswith(("• ", "☑ ", "☐ ")))
    assert bullets == lines + 1, "every line, and how many are not listed"


def test_a_short_report_is_one_message_without_a_count() -> None:
    (piece,) = messages(full_report(["回访"]))
    assert piece.split("\n")[:3] == ["Weekly summary 2026-W47", "2026-W47", "回访"]
    assert "\n6. Rivals and market: none\n" in piece
    assert "\n10. Gifts and spend: none\n11. Lessons: none\n12. Help needed: none\n\n13. " in piece
    assert "\n☑ done · 回访 · due Fri 20 Nov\n☐ done" in piece
    assert not re.search(r"[|#*]|^- ", piece, re.MULTILINE)


def test_the_head_says_what_it_is_in_the_language_in_use() -> None:
    report = replace(full_report(["很长" * 300] * 3), title="周报 · 2026年第47周")
    with speaking("zh"):
        pieces = messages(report)
    assert len(pieces) > 1
    assert [piece.split("\n")[0] for piece in pieces] == [
        f"周报 2026-W47 ({number}/{len(pieces)})" for number in range(1, len(pieces) + 1)
    ]
    assert pieces[0].split("\n")[1] == "2026年第47周"


@pytest.mark.parametrize(("period", "name"), [("2026-11", "月报"), ("2026-Q4", "季报"), ("2026", "年报")])
def test_every_kind_of_period_has_its_name(period: str, name: str) -> None:
    with speaking("zh"):
        assert messages(replace(of_lines("x"), period=period))[0].startswith(f"{name} {period}\n")


def test_it_is_cut_between_parts_where_that_fits() -> None:
    pieces = messages(full_report(["w" * 90]), 1000)
    assert len(pieces) > 1
    starts = [piece.split("\n")[1] for piece in pieces[1:]]
    assert all(re.match(r"[0-9]+\. ", start) for start in starts), starts
    assert not any(piece.endswith("\n") or "\n\n\n" in piece for piece in pieces)


def test_a_heading_never_stands_last() -> None:
    for size in range(10, 80):
        for piece in messages(full_report(["w" * size]), 160):
            last = piece.split("\n")[-1]
            assert not last.startswith("▸") and (": none" in last or not re.match(r"[0-9]+\. ", last)), piece


def test_a_line_longer_than_a_message_is_cut_behind_a_word_or_a_clause() -> None:
    for words, ends in ((" ".join(["word"] * 60), "word"), ("谈框架合同，" * 40, "，")):
        pieces = messages(of_lines(words), SMALLEST_LIMIT)
        long = [piece for piece in pieces if words[:4] in piece]
        assert len(long) > 2
        assert all(piece.endswith(ends) for piece in long[:-1]), long


@pytest.mark.parametrize("one", [FAMILY, "👍🏽", "🇨🇳", "e\u0301", "\U00020000", "ᄒ\u1161\u11ab", "❤\ufe0f"])
def test_no_cut_goes_through_what_is_read_as_one(one: str) -> None:
    for before in range(4):
        pieces = messages(of_lines("x" * before + one * 150), SMALLEST_LIMIT)
        rows = [row.removeprefix("• ") for piece in pieces for row in piece.split("\n") if one in row]
        assert len(rows) > 1 and "".join(rows) == "x" * before + one * 150
        assert all(row.lstrip("x").replace(one, "") == "" for row in rows)


def test_a_letter_with_endless_marks_is_cut_all_the_same() -> None:
    assert all(units(piece) <= SMALLEST_LIMIT for piece in messages(of_lines("e" + "\u0301" * 500), SMALLEST_LIMIT))


def test_the_count_in_the_heads_has_room_however_many_there_are() -> None:
    pieces = messages(of_lines(*("w" * 60 for _ in range(1200))), SMALLEST_LIMIT)
    assert len(pieces) > 1000
    assert all(units(piece) <= SMALLEST_LIMIT for piece in pieces)
    assert pieces[-1].startswith(f"Weekly summary 2026-W47 ({len(pieces)}/{len(pieces)})\n")


def test_a_limit_without_room_is_refused() -> None:
    with pytest.raises(ValueError, match="room"):
        messages(of_lines("x"), SMALLEST_LIMIT - 1)


def test_the_text_is_the_messages_with_a_line_between_them() -> None:
    report = full_report([" ".join(["word"] * 100)])
    pieces = messages(report)
    assert len(pieces) > 1
    assert render(report, "text").removesuffix("\n").split(f"\n\n{BETWEEN_MESSAGES}\n\n") == pieces


def test_a_report_on_no_period_has_its_sections_as_parts() -> None:
    section = Section("a", "A", (Line("touch", "t", (Part("what", "w"),)),), more=2)
    report = Report("Brief", "Sub", (section, Section("b", "B", (), "nothing")))
    assert messages(report) == ["Brief\nBrief\nSub\n\nA\n• w\n• … and 2 more\n\nB\n• nothing"]
