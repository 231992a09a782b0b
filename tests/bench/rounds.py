"""Pairs of times from the same rounds: the machine drifts within minutes, a ratio within a round hardly does."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Sequence

Measured = tuple[str, float, float, str]
"""What was measured, its figure, the floor's figure in the same run, the budget in words."""


def paired(rounds: int, ours: Callable[[], float], floor: Callable[[], float]) -> tuple[float, float]:
    """Our figure and the floor's, from the round whose ratio is the median of all rounds.

    One round before them warms up what is kept between runs: bytecode, files, the daily backup.
    """
    ours(), floor()
    pairs = []
    for number in range(rounds):
        first, second = (floor, ours) if number % 2 else (ours, floor)
        one, other = first(), second()
        pairs.append((other, one) if number % 2 else (one, other))
    return middle(pairs)


def middle(pairs: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The pair whose ratio is the median of all ratios."""
    return sorted(pairs, key=lambda pair: pair[0] / max(pair[1], 1e-9))[len(pairs) // 2]


def p95(times: Sequence[float]) -> float:
    """The time that 95 of 100 do not exceed."""
    return statistics.quantiles(times, n=20, method="inclusive")[-1] if len(times) > 1 else times[0]
