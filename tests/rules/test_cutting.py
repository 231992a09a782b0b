"""Text cut to cells."""

from hypothesis import given
from hypothesis import strategies as st

from karep.rules.cutting import ELLIPSIS, cells, cut


def test_what_fits_stays_and_what_does_not_is_cut_behind_a_word() -> None:
    assert cut("one two", 7) == "one two"
    assert cut("one two three four five", 15) == "one two three…"
    assert cut("谈框架合同，下周给报价", 12) == "谈框架合同…"
    assert cut("谈框架合同", 5) == "谈框…"
    assert cut("a\n b\t\tc", 9) == "a b c"
    assert cut("abc", 1) == "…"
    assert cells("曾a\u0301") == 3


@given(st.text(), st.integers(1, 60))
def test_it_never_takes_more_room_and_begins_as_the_text_does(text: str, width: int) -> None:
    short = cut(text, width)
    line = " ".join(text.split())
    assert cells(short) <= width
    assert short == line or (short.endswith(ELLIPSIS) and line.startswith(short[:-1]))
    assert "\n" not in short
