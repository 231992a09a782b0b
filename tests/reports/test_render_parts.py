"""A report on a period, part by part: numbered titles, what is empty, numbers and what they are compared with."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from karep.i18n import speaking
from karep.reports.figure_words import figure_words, goal_percent, span_of
from karep.reports.render import as_markdown, line_words, render
from karep.reports.report import Figure, Goal, Report, Section, leaving, walk
from karep.reports.report_parts import report_parts, sections_beside
from karep.rules.visible import one_line
from karep.rules.vocabulary import REPORT_PARTS
from tests.hostile import hostile_texts
from tests.reports.full_report import EMPTY_PARTS, KEPT, SIGNED, VISITS, full_report, line
from tests.reports.test_render import as_read, texts


def read_back(text: str) -> list[tuple[str, int, str]]:
    """Headings with their level and list items with their depth, as a Markdown reader shows them, in order."""
    found: list[tuple[str, int, str]] = []
    depth, level = 0, 0
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text):
        if token.type in ("bullet_list_open", "bullet_list_close"):
            depth += token.nesting
        elif token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "inline":
            children = token.children or []
            assert {one.type for one in children} <= {"text", "hardbreak", "text_special"}, token
            words = "".join("\n" if one.type == "hardbreak" else one.content for one in children)
            found.append(("heading", level, words) if level else ("item" if depth else "text", depth, words))
        elif token.type == "heading_close":
            level = 0
        else:
            assert token.type in ("list_item_open", "list_item_close", "paragraph_open", "paragraph_close"), token
    return found


def expected(report: Report) -> list[tuple[str, int, str]]:
    found = [("heading", 1, one_line(report.title, " / ").strip())]
    subtitle = one_line(report.subtitle, " / ").strip()
    found += [("text", 0, subtitle)] if subtitle else []
    for number, (key, title) in enumerate(REPORT_PARTS.items(), 1):
        found.append(("heading", 2, f"{number}. {title}"))
        sections = [one for one in report.sections if one.part == key and one.lines]
        if not sections:
            found.append(("item", 1, "none"))
        for section in sections:
            if section.title != title:
                found.append(("heading", 3, one_line(section.title, " / ").strip()))
            for depth, one in walk(section.lines):
                planned = section.key == "plan" and not depth and one.record_id
                sign = ("☑ " if one.state == "done" else "☐ ") if planned else ""
                found.append(("item", depth + 1, sign + as_read(line_words(one, "2026-W47"))))
            if section.more:
                found.append(("item", 1, f"… and {section.more} more"))
    return found


@settings(deadline=None, max_examples=40)
@given(st.lists(texts.filter(lambda one: one_line(one).strip()), min_size=1, max_size=2))
def test_markdown_of_a_period_is_read_back_as_the_same_words_in_the_same_structure(words: list[str]) -> None:
    report = full_report(words)
    assert read_back(as_markdown(report)) == expected(report)


def test_every_hostile_text_is_read_back() -> None:
    hostile = [one for one in hostile_texts() if one_line(one).strip()]
    report = full_report(hostile, title=hostile[0])
    assert read_back(as_markdown(report)) == expected(report)


def test_the_parts_stand_in_order_with_their_numbers_whatever_the_order_of_the_sections() -> None:
    report = full_report()
    turned = replace(report, sections=report.sections[::-1])
    headings = [words for kind, level, words in read_back(as_markdown(turned)) if kind == "heading" and level == 2]
    assert headings == [f"{number}. {title}" for number, title in enumerate(REPORT_PARTS.values(), 1)]
    with speaking("zh"):
        rows = as_markdown(turned).split("\n")
    chinese = [row for row in rows if row.startswith("## ")]
    assert [row[3:].partition("、")[0] for row in chinese] == [*"一二三四五六七八九十", "十一", "十二", "十三"]


def test_an_empty_part_says_so_and_an_empty_section_beside_others_is_left_out() -> None:
    report = full_report()
    written = as_markdown(report)
    assert written.count("\n- none") == len(EMPTY_PARTS)
    assert "Deals lost" not in written
    with speaking("zh"):
        assert as_markdown(report).count("\n- 无") == len(EMPTY_PARTS)
    assert [part.key for part in report_parts(report) if not part.shown] == EMPTY_PARTS


def test_a_part_of_one_section_with_its_own_title_has_one_heading() -> None:
    written = as_markdown(full_report())
    assert written.count("Accounts and visits") == 1
    assert "### Deals won" in written


def test_sections_of_no_part_stand_behind_the_parts() -> None:
    report = full_report()
    beside = replace(report, sections=(Section("x", "Beside", (line("touch", "t", ("what", "w")),)), *report.sections))
    assert sections_beside(beside) == beside.sections[:1]
    assert as_markdown(beside).endswith("\n\n## Beside\n\n- w\n")


def test_what_was_planned_has_a_sign_and_nothing_else_has() -> None:
    written = as_markdown(full_report(["回访"]))
    assert "\n- ☑ done · 回访 · due Fri 20 Nov\n- ☐ done · 回访 · due Fri 20 Nov\n" in written
    assert written.count("☑") == written.count("☐") == 1


def test_reworded_lines_say_so_only_where_records_are_cited() -> None:
    report = full_report(["回访"])
    assert "reworded" not in as_markdown(report) + render(report, "text")
    for form in ("md", "text"):
        written = render(report, form, cite=True).replace("\\", "")
        assert written.count("[reworded]") == 1 and "回访 [n0] [reworded]" in written
    assert "other words" not in as_markdown(report, cite=True), "what was generated stays"


def test_a_number_cites_what_it_counts() -> None:
    written = as_markdown(full_report(["a", "b"]), cite=True).replace("\\", "")
    assert next(row for row in written.split("\n") if row.startswith("- Visits")).endswith("44%) [t0 t1]")


@pytest.mark.parametrize("form", ["md", "text", "json"])
def test_what_never_leaves_is_in_no_format(form: str) -> None:
    secret = line("touch", "s", ("what", "zqsecret"), level="bottom_line")
    hidden = line("touch", "h", ("what", "zqhidden"), origin="hidden")
    sections = tuple(replace(one, lines=(*one.lines, secret, hidden)) for one in full_report().sections)
    report = replace(full_report(), sections=sections)
    written = render(report, form, cite=True)
    assert "zq" not in written
    assert written == render(leaving(report), form, cite=True)


@pytest.mark.parametrize(
    ("figure", "period", "language", "words"),
    [
        (VISITS, "2026-W47", "en",
         "7 (week before: 5 · 4-week mean: 5.8 · Nov target 30: 18, 60% · Q4 target 90: 40, 44%)"),
        (VISITS, "2026-W47", "zh",
         "7（上周 5 · 前四周均值 5.8 · 11月目标 30：完成 18，60% · 第4季度目标 90：完成 40，44%）"),
        (SIGNED, "2026-11", "en", "-¥1.2M (month before: ¥0 · 4-month mean: ¥300k · 2026 target ¥5M: ¥1.3M, 26%)"),
        (SIGNED, "2026", "zh", "-¥120万（上年 ¥0 · 前四年均值 ¥30万 · 2026年目标 ¥500万：完成 ¥130万，26%）"),
        (KEPT, "2026-Q4", "en", "62% (quarter before: 70% · 4-quarter mean: 66.3%)"),
        (Figure(1234, 0, Decimal("6.00")), "", "en", "1,234 (period before: 0 · mean of 4: 6)"),
        (Figure(3, 1, goals=(Goal("2026-W47", 0, 3),)), "", "en", "3 (period before: 1 · W47 target 0: 3)"),
        (Figure(3, 1, goals=(Goal("2026-W47", 2, 3),)), "", "zh", "3（上期 1 · 第47周目标 2：完成 3，150%）"),
    ],
)  # fmt: skip
def test_numbers_in_words(figure: Figure, period: str, language: str, words: str) -> None:
    with speaking(language):
        assert figure_words(figure, period) == words


@pytest.mark.parametrize(("reached", "percent"), [(0, 0), (199, 99), (200, 100), (201, 100), (-1, -1)])
def test_a_hundred_percent_is_said_only_of_a_target_that_is_reached(reached: int, percent: int) -> None:
    assert goal_percent(Goal("2026", 200, reached)) == percent


@pytest.mark.parametrize(
    ("period", "span"), [("2026-W47", "week"), ("2026-11", "month"), ("2026-Q4", "quarter"), ("2026", "year"), ("", "")]
)
def test_the_kind_of_a_period(period: str, span: str) -> None:
    assert span_of(period) == span
