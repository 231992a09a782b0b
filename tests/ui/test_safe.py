"""Stored text is made harmless and measured in cells."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from karep.screens.safe import assemble, fit, one_line, safe, safe_rich, visible

ODD = "ab 客户王\u200d\ufe0f\u0301👩💻🇨🇳❤#1\u0628\u200c\x1b\x9b\u202e\n\r\t\ud800🏴\U000e0067\U000e007fｱ한"
ANY_TEXT = st.text(st.characters(), max_size=60) | st.text(st.sampled_from(ODD), max_size=40)
ENGLAND = "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f"
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2060-\u2069\ud800-\udfff]")


@given(ANY_TEXT)
def test_nothing_that_acts_on_the_terminal_is_left(text: str) -> None:
    shown = visible(text)
    assert not ACTING.search(shown)
    shown.encode("utf-8")


@given(ANY_TEXT)
def test_showing_twice_changes_nothing_more(text: str) -> None:
    assert visible(visible(text)) == visible(text)


@given(st.text(st.characters(categories=("L", "N", "P", "S"), exclude_characters="\u3164\uffa0")))
def test_text_without_specials_is_unchanged(text: str) -> None:
    assert visible(text) == text
    assert safe(text).plain == text
    assert safe_rich(text).plain == text


@pytest.mark.parametrize(
    "stored, shown",
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b2J", "⟦U+009B⟧2J"),
        ("a\u202egpj.exe", "a⟦U+202E⟧gpj.exe"),
        ("王\u200b建国", "王⟦U+200B⟧建国"),
        ("x\ud83dy", "x⟦U+D83D⟧y"),
        ("a\tb\r\nc\rd\x7f", "a    b\nc␍d␡"),
        ("[@click=app.pwn]x[/]", "[@click=app.pwn]x[/]"),
        ("👩\u200d💻 ❤\ufe0f", "👩\u200d💻 ❤\ufe0f"),
        ("a\u200db", "a⟦U+200D⟧b"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        (ENGLAND, ENGLAND),
        ("葛\U000e0100城", "葛\U000e0100城"),
        ("a\ufe01\ufe02", "a\ufe01⟦U+FE02⟧"),
    ],
)
def test_what_is_shown(stored: str, shown: str) -> None:
    assert visible(stored) == shown


def test_every_format_character_of_unicode_that_hides_is_shown() -> None:
    drawn_by_terminals = re.compile(
        "[\u0600-\u0605\u06dd\u070f\u0890-\u0891\u08e2\U000110bd\U000110cd\U00013430-\U0001345f]"
    )
    for code in range(0x110000):
        character = chr(code)
        if unicodedata.category(character) in ("Cf", "Cc", "Cs") and character != "\n":
            assert visible(character) != character or drawn_by_terminals.match(character), hex(code)


@pytest.mark.parametrize("text", ["[VIP]", "[/oops]", "[@click=app.pwn]x[/]", "[red]a", "[b", "\\[", "[#1234]", "$x"])
def test_markup_is_kept_letter_for_letter(text: str) -> None:
    assert safe(text).plain == text
    assert safe(text).spans == []
    assert safe_rich(text).plain == text
    assert assemble((text, "bold"), text, Content("!")).plain == text + text + "!"


@given(ANY_TEXT, st.integers(0, 50), st.sampled_from(["left", "right", "center"]))
def test_fit_is_exactly_as_wide_as_asked(text: str, cells: int, align: str) -> None:
    shown = fit(text, cells, align)  # type: ignore[arg-type]
    assert cell_len(shown) == cells
    assert "\n" not in shown
    assert not ACTING.search(shown)
    assert cell_len(shown + "|") == cells + 1


@given(st.text("abc客户\u0301", max_size=20), st.integers(1, 20))
def test_fit_keeps_a_text_that_fits_and_marks_one_that_does_not(text: str, cells: int) -> None:
    shown = fit(text, cells)
    if cell_len(text) <= cells:
        assert shown.startswith(text)
    else:
        assert "…" in shown
        assert text.startswith(shown.rstrip().removesuffix("…"))


@pytest.mark.parametrize(
    "text, cells, align, shown",
    [
        ("长城银行股份", 7, "left", "长城银…"),
        ("长城银行股份", 8, "left", "长城银… "),
        ("客户", 6, "right", "  客户"),
        ("客户", 7, "center", " 客户  "),
        ("e\u0301e\u0301e\u0301", 2, "left", "e\u0301…"),
        ("👩\u200d💻👩\u200d💻", 3, "left", "👩\u200d💻…"),
        ("a\nb", 5, "left", "a ⏎ b"),
        ("abc", 0, "left", ""),
        ("ab", 1, "left", "…"),
    ],
)
def test_how_a_text_is_fitted(text: str, cells: int, align: str, shown: str) -> None:
    assert fit(text, cells, align) == shown  # type: ignore[arg-type]


def test_a_very_long_note_is_cut_without_being_read_whole() -> None:
    assert fit("客" * 1_000_000, 5) == "客客…"
    assert fit("a" + "\u0301" * 1_000_000, 5).endswith("…   ")


def test_one_line_replaces_breaks() -> None:
    assert one_line("a  \n\n  b\n") == "a ⏎ b"
    assert one_line("a\r\nb", " ") == "a b"
