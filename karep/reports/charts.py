"""Small charts of a page: where their bars stand, in the units of their own drawing; the page draws them as SVG."""

from collections.abc import Sequence
from typing import Final, NamedTuple

SPARK_HEIGHT: Final = 24
SPARK_STEP: Final = 10
"""From one bar to the next."""
SPARK_BAR: Final = 7
"""How wide a bar is."""
LOWEST: Final = 1
"""How high the bar of nothing is, so that it can be told from a period that is not there."""
TRACK: Final = 100
"""How long the bar of a target is that is just reached."""


class Bar(NamedTuple):
    """A bar of a chart, from its upper left corner."""

    x: int
    y: int
    width: int
    height: int
    last: bool
    """Whether it is the newest, which is the one that the page is about."""


class Spark(NamedTuple):
    """The bars of one number over the periods."""

    width: int
    height: int
    bars: tuple[Bar, ...]


def spark(history: Sequence[int]) -> Spark:
    """The bars of a number over the periods, the oldest first; the highest number fills the height.

    Numbers below nothing are drawn as nothing: what a report counts is never less.
    """
    numbers = [max(number, 0) for number in history]
    most = max(numbers, default=0)
    bars = []
    for place, number in enumerate(numbers):
        height = max(LOWEST, SPARK_HEIGHT * number // most) if most else LOWEST
        last = place == len(numbers) - 1
        bars.append(Bar(place * SPARK_STEP, SPARK_HEIGHT - height, SPARK_BAR, height, last))
    return Spark(max(len(bars), 1) * SPARK_STEP - SPARK_STEP + SPARK_BAR, SPARK_HEIGHT, tuple(bars))


def filled(percent: int) -> int:
    """How long the bar of so many percent is; beyond the target it does not grow."""
    return min(max(percent, 0), 100) * TRACK // 100
