"""Texts that a spreadsheet would run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.formula import guard, unguard

STARTS = "=+-@\t\r＝＋－＠"


@pytest.mark.parametrize("start", list(STARTS))
def test_every_start_is_guarded(start: str) -> None:
    assert guard(f"{start}1+1") == f"'{start}1+1"


@pytest.mark.parametrize("text", ["", "华为", "a=1", "'", "'a", "1.5", "“=”"])
def test_ordinary_texts_stay(text: str) -> None:
    assert guard(text) == unguard(text) == text


@given(st.text(alphabet="'=+-@\t\r＝a1 ") | st.text())
def test_unguard_gives_back_what_guard_took(text: str) -> None:
    guarded = guard(text)
    assert unguard(guarded) == text
    assert not guarded or guarded[0] not in STARTS
