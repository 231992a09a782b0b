"""The page of a report: the same elements whatever the texts are, nothing that runs or loads, all words there."""

import re
from base64 import b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from importlib.resources import files
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from karep.i18n import _, speaking
from karep.reports.brief import brief
from karep.reports.brief_meeting import Subject
from karep.reports.charts import SPARK_HEIGHT, TRACK, filled, spark
from karep.reports.page import as_html
from karep.reports.render import line_words
from karep.reports.report import Figure, Goal, Report, Section, walk
from karep.reports.week import report as week_report
from karep.rules.clock import Clock
from karep.rules.periods import period_of
from karep.rules.practice import USUAL
from karep.rules.visible import visible
from karep.rules.vocabulary import REPORT_PARTS
from tests.hostile import fill, hostile_texts
from tests.reports.full_report import EMPTY_PARTS, full_report, line, number
from tests.reports.page_reader import Page, read_page
from tests.reports.test_render import texts

POLICY = re.compile(r"default-src 'none'; style-src '(sha256-[A-Za-z0-9+/]{43}=)'; base-uri 'none'; form-action 'none'")
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "header", "main", "section", "h1", "h2", "h3", "h4", "p"),
    *("ul", "li", "span", "div", "small", "table", "thead", "tbody", "tr", "th", "td", "svg", "rect"),
}
ATTRIBUTES = {
    *("lang", "charset", "http-equiv", "content", "name", "class", "scope", "colspan", "aria-hidden", "aria-label"),
    *("role", "viewbox", "width", "height", "x", "y", "preserveaspectratio"),
}


def shape(page: Page) -> list[Any]:
    """The elements with their attributes, but for those that say in words what a chart shows."""
    return [
        (tag, tuple((name, "" if name == "aria-label" else value) for name, value in attributes))
        for tag, attributes in page.elements
    ]


def check_harmless(page: Page) -> None:
    """Nothing in it runs, loads, leads anywhere or is styled by hand."""
    assert {tag for tag, _attributes in page.elements} <= ELEMENTS
    assert {name for _tag, attributes in page.elements for name, _value in attributes} <= ATTRIBUTES
    assert page.comments == 0


def plain(report: Report) -> Report:
    """The same report with harmless texts."""

    def tame(one: Any) -> Any:
        pieces = tuple(part._replace(text="x") if part.text.strip() else part for part in one.parts)
        return replace(one, parts=pieces, lines=tuple(map(tame, one.lines)))

    ours = [_(REPORT_PARTS[one.part]) for one in report.sections if one.part]
    sections = tuple(
        replace(one, title=one.title if one.title in ours else "y", lines=tuple(map(tame, one.lines)))
        for one in report.sections
    )
    return replace(report, title="t", subtitle="s" if report.subtitle.strip() else "", sections=sections)


def test_the_head_allows_nothing_but_its_own_style() -> None:
    text = as_html(full_report())
    page = read_page(text)
    assert text.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n')
    named = {dict(attributes).get("http-equiv"): dict(attributes) for tag, attributes in page.elements if tag == "meta"}
    policy = POLICY.fullmatch(named["Content-Security-Policy"]["content"])
    assert policy
    assert policy[1] == "sha256-" + b64encode(sha256(page.style.encode()).digest()).decode()
    assert '<meta name="referrer" content="no-referrer">' in text
    assert "url(" not in page.style and "@import" not in page.style
    assert "<title>Weekly summary · 2026-W47</title>" in text
    check_harmless(page)


def test_hostile_texts_change_no_element_and_are_read_back() -> None:
    hostile = [one for one in hostile_texts() if visible(one).strip()]
    report = full_report(hostile, title=hostile[0])
    page, tame = read_page(as_html(report, cite=True)), read_page(as_html(plain(report), cite=True))
    check_harmless(page)
    assert shape(page) == shape(tame)
    read = {one.strip() for one in page.texts}
    assert [one for one in hostile if visible(one.strip()).strip() not in read] == []


@settings(deadline=None, max_examples=60)
@given(texts.filter(lambda one: visible(one).strip()))
def test_any_text_is_read_back_and_changes_no_element(text: str) -> None:
    report = full_report([text], title=text)
    page = read_page(as_html(report))
    assert shape(page) == shape(read_page(as_html(plain(report))))
    wanted = visible(text.strip())
    assert sum(one.strip() == wanted.strip() for one in page.texts) >= 8


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_week_of_hostile_records_is_a_harmless_page(store: Any, language: str) -> None:
    hostile = [one for one in hostile_texts() if one.strip()][:60]
    with store.action("test.fill") as change:
        fill(change, hostile)
    clock = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
    with speaking(language):
        report = week_report(store.connection, clock, period_of("week", clock.today), practice=USUAL)
        page = read_page(as_html(report, cite=True))
        check_harmless(page)
        assert shape(page) == shape(read_page(as_html(plain(report), cite=True)))
        written = "\n".join(page.texts)
        for section in report.sections:
            for _depth, one in walk(section.lines):
                for part in one.parts:
                    if one.figure is None and one.origin != "hidden" and one.level not in ("bottom_line", "personal"):
                        assert visible(part.text.strip()) in written, part


def test_every_part_is_there_and_an_empty_one_says_so_in_one_line() -> None:
    page = read_page(as_html(full_report()))
    titles = [one for one in page.texts if re.match(r"\d+\. ", one)]
    assert len(titles) == 13
    quiet = [
        dict(attributes)["class"] for tag, attributes in page.elements if "quiet" in dict(attributes).get("class", "")
    ]
    assert quiet == [f"chapter part-{key} quiet" for key in EMPTY_PARTS]
    assert page.texts.count("none") == len(EMPTY_PARTS)
    with speaking("zh"):
        text = as_html(replace(full_report(), language="zh"))
    assert '<html lang="zh-CN">' in text
    assert read_page(text).texts.count("无") == len(EMPTY_PARTS)


def test_a_number_is_a_card_with_its_change_its_mean_its_targets_and_its_chart() -> None:
    page = read_page(as_html(full_report()))
    words = " ".join(page.texts)
    assert "Visits 7 ▲  +2 week before: 5 · 4-week mean: 5.8" in words
    assert "Nov target 30: 18, 60%" in words
    assert "Q4 target 90: 40, 44%" in words
    assert "▼  −8 points" in words
    bars = [dict(attributes) for tag, attributes in page.elements if tag == "rect"]
    assert [one["height"] for one in bars[:3]] == [str(24 * n // 7) for n in (1, 2, 7)]
    assert [one for one in bars if one.get("class") == "now" and one["width"] == "60"]
    charts = [dict(attributes)["aria-label"] for tag, attributes in page.elements if tag == "svg"]
    assert charts[0] == "Visits, 3 periods, the oldest first: 1, 2, 7"


def test_what_was_planned_is_ticked_and_own_words_are_set_apart() -> None:
    text = as_html(full_report(["谈框架合同"]))
    page = read_page(text)
    assert page.texts.count("☑") == 1
    assert page.texts.count("☐") == 1
    owned = [
        dict(attributes)["class"]
        for _tag, attributes in page.elements
        if "own" in dict(attributes).get("class", "").split()
    ]
    assert len(owned) == 2
    assert "other words" not in text


def test_ids_are_told_only_where_they_are_asked_for() -> None:
    report = full_report()
    assert "[t0]" not in as_html(report)
    assert "[t0]" in as_html(report, cite=True)
    assert "[n0 · reworded]" in as_html(report, cite=True)


def test_what_never_leaves_is_on_no_page() -> None:
    lines = (
        line("need", "a", ("what", "shown")),
        line("need", "b", ("what", "floor"), level="bottom_line"),
        line("need", "c", ("what", "gone"), origin="hidden"),
    )
    text = as_html(Report("t", "", (Section("needs", "Needs", lines, part="voices"),), period="2026-W47"), cite=True)
    assert "shown" in text
    assert "floor" not in text and "gone" not in text


def test_reports_that_are_about_no_period_are_pages_too(store: Any) -> None:
    with store.action("test.fill") as change:
        account = fill(change, ["<b>x</b>"])[0]
    clock = Clock.at(date(2026, 11, 21), zone="Asia/Shanghai")
    found = brief(store.connection, Subject("account", account), clock, private=False)
    page = read_page(as_html(found, cite=True))
    check_harmless(page)
    written = "\n".join(page.texts)
    for section in found.shown:
        assert visible(section.title) in written
    read_page(as_html(Report("", "", ())))
    read_page(as_html(Report("t", "", (Section("x", "X", (), "nothing"), Section("y", "Y", (line("need", "a"),))))))


@pytest.mark.parametrize("figure", [
    Figure(0, 0), Figure(-5, 3, history=(-1, 0, -5)), Figure(1, 0, history=(1,)),
    Figure(10**15, 0, unit="CNY", goals=(Goal("2026-11", 0, 5), Goal("nonsense", 10, 500)), history=(0,) * 12),
])  # fmt: skip
def test_strange_numbers_make_a_page(figure: Figure) -> None:
    sections = (Section("numbers", "Numbers", (number("visits", figure),), part="headline"),)
    check_harmless(read_page(as_html(Report("t", "", sections, period="2026-W47"))))


def test_two_pages_of_one_report_are_the_same_bytes() -> None:
    assert as_html(full_report(), cite=True) == as_html(full_report(), cite=True)


def test_no_period_is_drawn_outside_of_its_chart() -> None:
    @settings(deadline=None)
    @given(st.lists(st.integers(-(10**18), 10**18), max_size=14))
    def check(history: list[int]) -> None:
        chart = spark(history)
        assert len(chart.bars) == len(history)
        for bar in chart.bars:
            assert bar.x >= 0 and bar.x + bar.width <= chart.width
            assert bar.height >= 1 and bar.y >= 0 and bar.y + bar.height == SPARK_HEIGHT
        assert [bar.last for bar in chart.bars].count(True) == bool(history)
        for lower, higher in zip(sorted(history), sorted(history)[1:], strict=False):
            assert spark([lower, higher]).bars[0].height <= spark([lower, higher]).bars[1].height

    check()
    assert (filled(-5), filled(50), filled(100), filled(250)) == (0, TRACK // 2, TRACK, TRACK)


def test_the_layout_comes_with_the_package() -> None:
    folder = files("karep.reports") / "templates"
    assert (folder / "week.html.j2").is_file()
    style = (folder / "week.css.j2").read_text("utf-8")
    assert "</style" not in style.lower()
    assert "@page" in style and "PingFang SC" in style and "Microsoft YaHei" in style and "Noto Sans CJK SC" in style


def test_a_line_without_words_is_a_dash_as_everywhere() -> None:
    empty = line("need", "a")
    assert line_words(empty) in read_page(as_html(Report("t", "", (Section("x", "X", (empty,)),)))).texts
