"""The shorter periods within a longer one: the weeks of a month, the weeks and months of a quarter or year."""

from collections.abc import Iterator
from datetime import timedelta

from karep.rules.periods import SPANS, Period, period_of


def inner_periods(period: Period) -> Iterator[Period]:
    """The shorter periods that share a day with a period: the longer ones first, each kind in order."""
    for span in reversed(SPANS[: SPANS.index(period.span)]):
        one = period_of(span, period.first)
        while one.first <= period.last:
            yield one
            one = one.step(1)


def belongs_to(inner: Period, period: Period) -> bool:
    """Whether a shorter period is told of within a longer one: a week where its Thursday lies, as ISO 8601 has it."""
    middle = inner.first + timedelta(days=3) if inner.span == "week" else inner.first
    return middle in period
