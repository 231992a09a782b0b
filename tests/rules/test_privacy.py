"""What is hidden from other eyes, and what never leaves."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.privacy import (
    DIGITS_LEFT,
    is_hidden,
    is_private,
    leaving,
    masked_numbers,
    masked_phone,
)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("13800138000", "•••••••••00"),
        ("+86 138-0013-8000", "+•• •••-••••-••00"),
        ("１３８００１３８０００", "•••••••••００"),
        ("12", "••"),
        ("", ""),
    ],
)
def test_a_phone_keeps_its_last_two_digits(number: str, expected: str) -> None:
    assert masked_phone(number) == expected


@given(st.text(alphabet="0123456789０１２３４５６７８９ +-()/ab"))
def test_never_more_than_two_digits_are_left(number: str) -> None:
    masked = masked_phone(number)
    assert len(re.findall(r"\d", masked)) <= DIGITS_LEFT
    assert len(masked) == len(number)
    assert re.sub(r"[\d•]", "#", masked) == re.sub(r"\d", "#", number)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call 0755-2878 0808 now", "call ••••-•••• ••08 now"),
        ("谈１３８００１３８０００后", "谈•••••••••００后"),
        ("(415) 555-2671", "(•••) •••-••71"),
        ("2026-11-21 14:30", "2026-11-21 14:30"),
        ("2026-11-21 13800138000", "2026-11-21 •••••••••00"),
        ("¥12,000,000 in 7/12", "¥12,000,000 in 7/12"),
        ("S5 · 39 d · 7/12", "S5 · 39 d · 7/12"),
        ("[/x] \x1b[2J 13800138000", "[/x] \x1b[2J •••••••••00"),
    ],
)
def test_only_what_could_be_a_phone_number_is_masked_in_a_text(text: str, expected: str) -> None:
    assert masked_numbers(text) == expected


OTHER = st.text(alphabet=st.characters(exclude_categories=("Nd", "Cs"), exclude_characters=",，+-/.()（）－‐–"))


@given(OTHER, st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), OTHER)
def test_a_mobile_number_is_masked_wherever_it_stands(before: str, number: str, after: str) -> None:
    assert masked_numbers(before + number + after) == before + masked_phone(number) + after


def test_some_fields_are_private_by_what_else_is_known() -> None:
    assert is_private("preference", "text")
    assert is_private("preference", "text", {"privacy": "sensitive"})
    assert not is_private("preference", "text", {"privacy": "internal"})
    assert is_private("occasion", "day", {"kind": "other", "person_id": "p"})
    assert is_private("occasion", "label", {"kind": "birthday", "person_id": ""})
    assert not is_private("occasion", "day", {"kind": "contract_end", "person_id": None})
    assert is_private("touch", "summary", {"kind": "gift"})
    assert not is_private("touch", "summary", {"kind": "visit"})
    assert is_private("follow_up", "bottom_line") and not is_private("follow_up", "what")
    assert is_hidden("account", "phone") and not is_private("account", "phone")


def test_the_bottom_line_never_leaves() -> None:
    assert leaving("follow_up", {"what": "x", "bottom_line": "y"}) == {"what": "x"}
    assert leaving("account", {"bottom_line": "y"}) == {"bottom_line": "y"}
