"""The grammar of a card file: what is read, what is refused on which line, and files that are no cards at all."""

import os
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.playbook.card import LARGEST, LARGEST_FRONT, CardError, join, parse_card, read_card
from tests.hostile import hostile_texts

FRONT = '+++\nid = "S1"\n+++\n'
BODY = "## x {#x}\n\n- a {#k}\n  - how: b\n"


def test_reads_front_matter_sections_lines_ids_and_labels() -> None:
    card = parse_card(
        FRONT + "\n## 目的 {#purpose}\n\nOne\ntwo.\n\n## List {#list}\n\n"
        "- a {#s1.a}\n  - how: x\n  - 依据：y: z\n- b\n",
        "x.md",
    )
    assert (card.id, card.front, card.front_lines) == ("S1", {"id": "S1"}, {"id": 2})
    assert list(card.sections) == ["purpose", "list"]
    purpose, items = card.sections["purpose"], card.sections["list"].items
    assert (purpose.line, purpose.heading, purpose.paragraph) == (5, "目的", "One two.")
    assert [(i.line, i.text, i.id, dict(i.labels)) for i in items] == [
        (12, "a", "s1.a", {"how": "x", "evidence": "y: z"}),
        (15, "b", "", {}),
    ]


@pytest.mark.parametrize("label", ["say", "Say", "SAY", "话术", "说法"])
def test_labels_are_read_in_both_languages(label: str) -> None:
    for colon in (": ", ":", "：", " ： "):
        (item,) = parse_card(FRONT + f"## x {{#x}}\n- a\n  - {label}{colon}b\n", "x.md").sections["x"].items
        assert item.labels == {"say": "b"}


def test_wrapped_lines_are_joined_and_chinese_without_a_space() -> None:
    card = parse_card(FRONT + "## x {#x}\n\n- 我们用\n  自己的\n  24\n  小时\n", "x.md")
    assert card.sections["x"].items[0].text == "我们用自己的 24 小时"
    assert join("a", " b ", "", "。") == "a b 。"


@pytest.mark.parametrize("mark", ["-", "*", "+", "1.", "2)"])
def test_every_list_of_markdown_is_a_list(mark: str) -> None:
    assert parse_card(FRONT + f"## x {{#x}}\n{mark} a {{#k}}\n", "x.md").sections["x"].items[0].id == "k"


def test_whatever_else_markdown_knows_is_text() -> None:
    text = "**b** [l](http://x) `c` <b>h</b> &amp; \\* | a | ~~s~~ [red]x[/red]"
    card = parse_card(FRONT + f"## {text} {{#x}}\n\n- {text}\n\n## y {{#y}}\n\n{text}\n\n> q\n---\n", "x.md")
    assert card.sections["x"].heading == card.sections["x"].items[0].text == text
    assert card.sections["y"].paragraph == f"{text} > q ---"


@pytest.mark.parametrize("encode", [lambda t: t.encode("utf-8-sig"), lambda t: t.replace("\n", "\r\n").encode()])
def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path, encode) -> None:
    path = tmp_path / "card.md"
    path.write_bytes(encode(FRONT + BODY))
    (item,) = read_card(path).sections["x"].items
    assert (item.line, item.text, item.id, item.labels) == (6, "a", "k", {"how": "b"})


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "begins with a line +++"),
        ("# no front matter\n", 1, "begins with a line +++"),
        ('---\nid = "S1"\n---\n', 1, "begins with a line +++"),
        ('+++\nid = "S1"\n', 1, "the line +++ is missing that ends the front matter"),
        ('+++\nid = "S1"\nname =\n+++\n', 3, 'put straight quotation marks around the words: name = "words"'),
        ('+++\nid = "S1"\nname = too dear\n+++\n', 3, 'put straight quotation marks around the words: name = "words"'),
        ('+++\nid = "S1"\nname = "too dear\n+++\n', 3, "a quotation mark is missing"),
        ('+++\nid = "S1"\naliases = ["a" "b"]\n+++\n', 3, "the list here or above lacks a comma or its end"),
        ('+++\nid = "S1"\naliases = "a", "b"\n+++\n', 3, "something stands behind the words; several are a list"),
        ("+++\nid: S1\n+++\n", 2, "a = is missing behind the first word of this line"),
        ('+++\nid = "S1"\nid = "S2"\n+++\n', 3, "this stands above already"),
        ("+++\nid = " + "1" * 5000 + "\n+++\n", 3, 'is written like name = "words"'),
        ("+++\na = " + "[" * 7000 + "\n+++\n", 3, 'is written like name = "words"'),
        ("+++\na = " + "{b=" * 2000 + "\n+++\n", 3, 'is written like name = "words"'),
        ("+++\n" + "# long\n" * 2000 + "+++\n", 1, "longer than"),
        (FRONT + "words\n", 4, "before the first section"),
        (FRONT + "- words\n", 4, "before the first section"),
        (FRONT + "# Title {#x}\n", 4, "two # and a blank: ## Heading {#id}"),
        (FRONT + "### Part {#o.x}\n", 4, "two # and a blank"),
        (FRONT + "##x {#x}\n", 4, "before the first section"),
        (FRONT + "## Heading\n", 4, "has no id; end it with one, such as {#clarify}"),
        (FRONT + "## Heading {#Key}\n", 4, "with a-z, 0-9, . and - only"),
        (FRONT + "## {#x}\n", 4, "no words"),
        (FRONT + "## x {#x}\n\n- \n", 6, "no words"),
        (FRONT + "## x {#x}\n- {#k}\n", 5, "no words"),
        (FRONT + "## x {#x}\n- a {#b} c\n", 5, "at the end of the line"),
        (FRONT + "## x {#x}\n- a {#B}\n", 5, "at the end of the line"),
        (FRONT + "## x {#x}\n- a {#词}\n", 5, "at the end of the line"),
        (FRONT + "## x {#x}\n- a\n\nstray\n", 7, "belongs to no list"),
        (FRONT + "## x {#x}\n- a\n  - b\n", 6, "begins with one of how:, evidence:, say:, when:"),
        (FRONT + "## x {#x}\n- a\n  - say:\n", 6, "has words"),
        (FRONT + "## x {#x}\n- a\n  - why: b\n", 6, "begins with one of"),
        (FRONT + "## x {#x}\n- a\n  - say: b {#k}\n", 6, "begins with one of"),
        (FRONT + "## x {#x}\n- a\n  - say: b\n  - 话术：c\n", 7, "say: stands here twice"),
        (FRONT + "## x {#x}\n- a\n  - say: b\n    - deeper\n", 7, "and nothing below those"),
        (FRONT + "## x {#x}\n- # a\n", 5, "and nothing below those"),
        (FRONT + "## x {#x}\n\n## y {#x}\n", 6, "the section x is on line 4 already"),
    ],
)
def test_a_broken_card_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CardError) as caught:
        parse_card(text, "folder/card.md")
    assert words in caught.value.reason
    assert caught.value.line == line
    assert str(caught.value) == f"folder/card.md:{line}: {caught.value.reason}"


def test_a_form_feed_does_not_shift_the_line_numbers() -> None:
    with pytest.raises(CardError) as caught:
        parse_card(FRONT + "## x {#x}\n- a\x0cb\u2028c\n- {#B}\n", "x.md")
    assert caught.value.line == 6


def refused(path: Path) -> str:
    with pytest.raises(CardError) as caught:
        read_card(path, "x.md")
    return str(caught.value)


def test_what_is_not_there_or_no_file_is_refused_and_never_waited_for(tmp_path: Path) -> None:
    assert refused(tmp_path / "card.md").startswith("x.md:1: the card cannot be opened")
    (tmp_path / "folder.md").mkdir()
    assert refused(tmp_path / "folder.md") == "x.md:1: this is no file; a card is a text file"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.md")
        assert refused(tmp_path / "pipe.md") == "x.md:1: this is no file; a card is a text file"
    (tmp_path / "endless.md").symlink_to("/dev/zero")
    assert refused(tmp_path / "endless.md") == "x.md:1: this is no file; a card is a text file"
    (tmp_path / "loop.md").symlink_to("loop.md")
    assert refused(tmp_path / "loop.md").startswith("x.md:1: the card cannot be opened")
    (tmp_path / "gone.md").symlink_to("nowhere.md")
    assert refused(tmp_path / "gone.md").startswith("x.md:1: the card cannot be opened")


def test_a_link_to_a_card_is_a_card(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(FRONT + BODY)
    (tmp_path / "b.md").symlink_to("a.md")
    assert read_card(tmp_path / "b.md").id == "S1"


@pytest.mark.parametrize(
    ("raw", "line", "words"),
    [
        (FRONT.encode() + "## 目的 {#x}".encode("gb18030"), 4, "is not UTF-8; save it in your editor"),
        ((FRONT + BODY).encode("utf-16"), 1, "is not UTF-8"),
        (b"\x7fELF\x02\x01\x01\x00\xff\xfe", 1, "is not UTF-8"),
        (b"\x00" * 400, 1, "begins with a line +++"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 40, 1, "is not UTF-8"),
        (FRONT.encode() + b"a" * LARGEST, 1, "larger than 64 KB"),
    ],
)
def test_files_that_are_no_text(tmp_path: Path, raw: bytes, line: int, words: str) -> None:
    path = tmp_path / "x.md"
    path.write_bytes(raw)
    assert refused(path).startswith(f"x.md:{line}: ") and words in refused(path)


def test_a_bomb_of_dotted_names_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "x.md"
    path.write_text("+++\n" + ".".join("a" * (LARGEST // 4)) + " = 1\n+++\n")
    assert "longer than" in refused(path)
    path.write_text("+++\n" + ".".join("a" * (LARGEST_FRONT // 2 - 2)) + "=1\n+++\n")
    tracemalloc.start()
    read_card(path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 120_000_000


@pytest.mark.parametrize("text", hostile_texts())
def test_hostile_words_stay_words(text: str) -> None:
    words = " ".join(text.split())
    card = parse_card(FRONT + f"## x {{#x}}\n\nw {words} w\n", "x.md")
    # a NUL is no character in Markdown; it becomes the sign for a missing one
    assert " ".join(card.sections["x"].paragraph.split()) == f"w {words} w".replace("\0", "\ufffd")


_PIECES = st.sampled_from(
    ["+++", "\n", "\n\n", "## ", "### ", "# ", "- ", "  ", "  - ", "{#x}", "{#s1.a}", "{#", "}", "say: ", "how：",
     'id = "S1"', "词", "a", "\r", "\t", "\0", "\x0c", "\u2028", "1. ", "> ", "\ufeff"]
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=400), st.lists(_PIECES, max_size=40).map("".join))


@given(TEXTS, st.booleans())
def test_any_text_is_a_card_or_a_card_error_on_one_of_its_lines(text: str, fronted: bool) -> None:
    whole = FRONT + text if fronted else text
    lines = whole.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    try:
        card = parse_card(whole, "x.md")
    except CardError as error:
        assert 1 <= error.line <= lines
    else:
        for section in card.sections.values():
            assert section.heading and section.key and 1 <= section.line <= lines
            assert all(item.text and section.line < item.line <= lines for item in section.items)


@given(st.binary(max_size=300))
def test_any_bytes_are_a_card_or_a_card_error(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.md"
    path.write_bytes(raw)
    try:
        read_card(path)
    except CardError as error:
        assert error.source == str(path)
