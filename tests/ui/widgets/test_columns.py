"""How columns share the width."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from karep.screens.widgets.columns import GAP, Column, arrange

COLUMNS = st.lists(
    st.builds(
        Column,
        key=st.text("abc", min_size=1),
        title=st.just("x"),
        width=st.integers(0, 30),
        fraction=st.integers(0, 3),
        priority=st.integers(0, 9),
    ),
    max_size=8,
)


@given(COLUMNS, st.integers(0, 200))
def test_columns_never_take_more_than_there_is(columns: list[Column], width: int) -> None:
    placed = arrange(columns, width)
    total = sum(one.width for one in placed) + GAP * max(len(placed) - 1, 0)
    assert total <= width
    assert bool(placed) == bool(columns)
    if any(one.column.fraction for one in placed) and len(placed) > 1:
        assert total == width


@given(COLUMNS, st.integers(0, 200))
def test_the_least_important_columns_go_first_and_the_order_stays(columns: list[Column], width: int) -> None:
    kept = [one.column for one in arrange(columns, width)]
    rest = list(columns)
    for column in kept:
        assert column in rest
        rest.remove(column)
    if kept and rest:
        assert max(column.priority for column in rest) <= min(column.priority for column in kept)
    positions = iter(columns)
    assert all(any(column is other for other in positions) for column in kept)


def test_shares_are_in_proportion() -> None:
    columns = [Column("a", "A", fraction=2), Column("b", "B", fraction=1), Column("c", "C", width=5)]
    assert [one.width for one in arrange(columns, 8 + 8 + 5 + 2 * GAP + 9)] == [14, 11, 5]
