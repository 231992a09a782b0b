"""Number words and narrow characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from karep.rules.numerals import fold_width, read_number


@pytest.mark.parametrize(
    ("text", "number"),
    [("12", 12), ("十", 10), ("十二", 12), ("二十", 20), ("廿三", 23), ("一百零五", 105), ("两", 2), ("二零二六", 2026),
     ("twelve", 12), ("a", 1), ("二三", None), ("一二十", None), ("x", None), ("", None)],
)  # fmt: skip
def test_numbers(text: str, number: int | None) -> None:
    assert read_number(text) == number


@given(st.text(), st.text(alphabet="零一二三十百千廿卅0123a"))
def test_positions_are_kept_and_nothing_raises(text: str, number: str) -> None:
    assert len(fold_width(text)) == len(text)
    found = read_number(number)
    assert found is None or found >= 0
