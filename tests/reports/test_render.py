"""Reports as text, Markdown and JSON: whatever is stored, it is read back as the same words in the same structure."""

import json
import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from karep.reports.render import as_json, as_markdown, as_text, line_words, render
from karep.reports.report import Figure, Line, Part, Report, Section, walk
from karep.rules.visible import one_line, visible

HOSTILE = [
    "# no heading", "- no list", "1. no list", "2) no list", "> no quote", "* * *", "---", "===", "```", "~~~",
    "[link](javascript:alert(1))", "<script>alert(1)</script>", "<!-- gone", "&lt;b&gt; &#60; &", "![x](y)", "a|b|c",
    "a\n# b", "a\n- b\n\n- c", "a\n===", "a\n    code", "**bold** _it_ __x__ `code` ~~gone~~",
    "\\", "a\\\nb", "\\\\*x*",
    "\x1b[31mred\x1b[0m", "a\x00b", "\u202egpj.exe", "a\r\nb\rc", "tab\tbed", "http://x.y <http://x.y> a@b.cd www.x.y",
    "曾总：报价＜100 万｜3·15", "- ", "#", "12345678901. x", "+ x", "[x]: /url", "[^1]: note", "$a$ b $c$",
    " lead and trail ",
    "a  \nb", "&amp;copy;", "&copy", "\u00a0", "=", "- [ ] task", "a\n\n\nb", "    four", "\ud800", "\x85next",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=60),
    st.text(alphabet="\\`*_{}[]<>()#+-.!|~&\n\t =1a:/@客$;x^", max_size=40),
    st.lists(st.sampled_from(HOSTILE), min_size=1, max_size=3).map("\n".join),
)


def report_of(*words: str, title: str = "Title", subtitle: str = "Sub") -> Report:
    leaf = Line("touch", "t2", (Part("what", words[-1]), Part("who", "x")))
    lines = tuple(Line("touch", f"t{n}", (Part("what", one),), lines=(leaf,)) for n, one in enumerate(words))
    return Report(title, subtitle, (Section("a", words[0], lines), Section("b", "Empty", (), "none")))


def rendered(text: str) -> tuple[list[str], list[str]]:
    """The words of the headings and of the list items, as a Markdown reader shows them."""
    headings, items, others = [], [], []
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    stack: list[str] = []
    for token in tokens:
        if token.nesting == 1:
            stack.append(token.type)
        elif token.nesting == -1:
            stack.pop()
        elif token.type == "inline":
            words = []
            for child in token.children or ():
                assert child.type in ("text", "hardbreak", "text_special"), child
                words.append("\n" if child.type == "hardbreak" else child.content)
            if "heading_open" in stack:
                headings.append("".join(words))
            elif "list_item_open" in stack:
                items.append("".join(words))
            else:
                others.append("".join(words))
        else:
            raise AssertionError(token)
    assert len(others) <= 1
    return headings, items


def as_read(text: str) -> str:
    """What a reader of Markdown gets to see of a stored text: visible, line by line, without blanks around them."""
    rows = (row.strip() for row in visible(text).split("\n"))
    return "\n".join(row for row in rows if row)


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_markdown_is_read_back_as_the_same_words_in_the_same_structure(words: list[str], title: str) -> None:
    report = report_of(*words, title=title)
    headings, items = rendered(as_markdown(report))
    assert len(headings) == 1 + len(report.sections)
    lines = [line_words(line) for section in report.sections for _depth, line in walk(section.lines)]
    assert items == [as_read(line) for line in lines] + ["none"]
    assert headings == [one_line(title, " / ").strip(), one_line(words[0], " / ").strip(), "Empty"]


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=3), texts)
def test_text_is_one_line_a_record_without_anything_that_acts(words: list[str], title: str) -> None:
    report = report_of(*words, title=title)
    text = as_text(report)
    assert not [one for one in text if one != "\n" and unicodedata.category(one) in ("Cc", "Cs", "Zl", "Zp")]
    assert not re.search("[\u202a-\u202e\u2066-\u2069\u200b]", text)
    expected = sum(1 for section in report.sections for _ in walk(section.lines)) + 1
    assert sum(1 for row in text.split("\n") if row.lstrip().startswith("- ") or row.strip() == "-") >= expected
    # a title, a subtitle, the headings, the blank lines before them, the lines, and the end of the last one
    title_rows = bool(one_line(title, " / ").strip())
    assert len(text.split("\n")) == title_rows + 1 + 2 * len(report.sections) + expected + 1


@settings(deadline=None)
@given(st.lists(texts, min_size=1, max_size=3))
def test_json_keeps_every_text_and_shows_no_hidden_character(words: list[str]) -> None:
    written = as_json(report_of(*words))
    assert all(one.isprintable() or one == "\n" for one in written)
    lines = json.loads(written)["sections"][0]["lines"]
    assert [line.get("what", "") for line in lines] == words
    assert lines[0]["lines"][0]["id"] == "t2"


def test_numbers_are_printed_with_the_period_before_and_without_what_they_count() -> None:
    counted = Line("touch", "t1", (Part("what", "lunch"),))
    number = Line("touch", "", (Part("what", "Visits"),), lines=(counted,), figure=Figure(3, 1))
    report = Report("W", "", (Section("numbers", "Numbers", (number,)),))
    assert as_text(report) == "W\n\nNumbers\n- Visits: 3 (period before: 1)\n"
    assert "lunch" not in as_markdown(report)
    assert json.loads(as_json(report))["sections"][0]["lines"][0] == {
        "noun": "touch", "what": "Visits", "number": 3, "before": 1,
        "lines": [{"noun": "touch", "id": "t1", "what": "lunch"}],
    }  # fmt: skip


def test_empty_sections_say_so_or_are_left_out() -> None:
    report = Report("T", "", (Section("a", "A", (), "none"), Section("b", "B", ())))
    assert as_text(report) == "T\n\nA\n- none\n"
    assert as_markdown(report) == "# T\n\n## A\n\n- none\n"


def test_what_did_not_fit_is_counted() -> None:
    line = Line("account", "a", (Part("account", "A"),))
    report = Report("T", "", (Section("a", "A", (line,), more=3),))
    assert as_text(report).endswith("- A\n- … and 3 more\n")
    assert as_markdown(report).endswith("- A\n- … and 3 more\n")
    assert json.loads(as_json(report))["sections"][0]["more"] == 3


def test_unknown_formats_are_refused() -> None:
    with pytest.raises(KeyError):
        render(report_of("x"), "docx")
