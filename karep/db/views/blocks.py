"""Taking many values so many at a time: SQLite takes only so many in one statement."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Value = TypeVar("Value")


def blocks(values: Iterable[Value], size: int = 500) -> Iterator[list[Value]]:
    """The values in order, so many at a time; read no further than the block that was asked for."""
    rest = iter(values)
    while block := list(islice(rest, size)):
        yield block
