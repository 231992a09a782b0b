"""The grammar of a card file."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.playbook.card import CardError, parse_card, read_card

FRONT = '+++\nid = "S1"\n+++\n'


def test_reads_front_matter_sections_lists_notes_and_parts() -> None:
    card = parse_card(
        FRONT + "\n## 目的 {#purpose}\n\nOne\ntwo.\n\n## List {#list}\n\n- a {#s1.a}\n  how\n- b\n\n"
        "## Parts {#parts}\n\n### Part {#o.x}\n\n- clarify: c\n",
        "x.md",
    )
    assert card.front == {"id": "S1"}
    assert list(card.sections) == ["purpose", "list", "parts"]
    assert (card.sections["purpose"].heading, card.sections["purpose"].paragraph) == ("目的", "One two.")
    assert [(i.line, i.text, i.key, i.note) for i in card.sections["list"].items] == [
        (12, "a", "s1.a", "how"),
        (14, "b", "", ""),
    ]
    (part,) = card.sections["parts"].parts
    assert (part.heading, part.key, part.items[0].text) == ("Part", "o.x", "clarify: c")


def test_wrapped_chinese_is_joined_without_a_space() -> None:
    card = parse_card(FRONT + "## x {#x}\n\n- a\n  我们用\n  自己的\n  24\n  小时\n", "x.md")
    assert card.sections["x"].items[0].note == "我们用自己的 24 小时"


@pytest.mark.parametrize("encode", [lambda t: t.encode("utf-8-sig"), lambda t: t.replace("\n", "\r\n").encode()])
def test_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path, encode) -> None:
    path = tmp_path / "card.md"
    path.write_bytes(encode(FRONT + "## x {#x}\n\n- a {#k}\n  how\n"))
    (item,) = read_card(path).sections["x"].items
    assert (item.line, item.text, item.key, item.note) == (6, "a", "k", "how")


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("", 1, "begins with"),
        ("# no front matter\n", 1, "begins with"),
        ('+++\nid = "S1"\n', 3, "no closing line"),
        ('+++\nid = "S1"\nname =\n+++\n', 3, "not TOML"),
        ("+++\nid = " + "1" * 5000 + "\n+++\n", 3, "not TOML"),
        (FRONT + "words\n", 4, "before the first section"),
        (FRONT + "- words\n", 4, "before the first section"),
        (FRONT + "### Part {#o.x}\n", 4, "before the first section"),
        (FRONT + "# Title {#x}\n", 4, "headings are"),
        (FRONT + "##x {#x}\n", 4, "headings are"),
        (FRONT + "## Heading\n", 4, "has no key"),
        (FRONT + "## {#x}\n", 4, "no words"),
        (FRONT + "## x {#x}\n\n- \n", 6, "no words"),
        (FRONT + "## x {#x}\n- a {#b} c\n", 5, "at the end of the line"),
        (FRONT + "## x {#x}\n- a {#B}\n", 5, "at the end of the line"),
        (FRONT + "## x {#x}\n- a\nstray\n", 6, "part of no list"),
        (FRONT + "## x {#x}\n- a\n\n  stray\n", 7, "part of no list"),
        (FRONT + "## x {#x}\n\n## y {#x}\n", 6, "already on line 4"),
    ],
)
def test_a_broken_card_is_named_with_its_line(text: str, line: int, words: str) -> None:
    with pytest.raises(CardError) as caught:
        parse_card(text, "folder/card.md")
    assert caught.value.line == line
    assert words in caught.value.reason
    assert str(caught.value) == f"folder/card.md:{line}: {caught.value.reason}"


def test_a_form_feed_does_not_shift_the_line_numbers() -> None:
    with pytest.raises(CardError) as caught:
        parse_card(FRONT + "## x {#x}\n- a\x0cb\u2028c\n- {#B}\n", "x.md")
    assert caught.value.line == 6


def test_a_card_that_is_not_utf_8_or_not_there_is_a_card_error(tmp_path: Path) -> None:
    path = tmp_path / "card.md"
    with pytest.raises(CardError, match=r"card\.md:1: the card cannot be opened"):
        read_card(path)
    path.write_bytes(FRONT.encode() + "## 目的 {#x}".encode("gb18030"))
    with pytest.raises(CardError, match=r"card\.md:4: the card is not UTF-8"):
        read_card(path)


_PIECES = st.sampled_from(
    [
        "+++",
        "\n",
        "\n\n",
        "## ",
        "### ",
        "# ",
        "- ",
        "  ",
        "{#x}",
        "{#",
        "}",
        "clarify: ",
        'id = "S1"',
        "词",
        "a",
        "\r",
        "\t",
    ]
)


@given(st.one_of(st.text(), st.lists(_PIECES, max_size=30).map("".join)), st.booleans())
def test_any_text_is_a_card_or_a_card_error_on_one_of_its_lines(text: str, fronted: bool) -> None:
    whole = FRONT + text if fronted else text
    try:
        card = parse_card(whole, "x.md")
    except CardError as error:
        assert 1 <= error.line <= whole.count("\n") + 1
    else:
        for section in card.sections.values():
            assert section.heading
            assert section.key
            assert all(item.text for item in section.items)
