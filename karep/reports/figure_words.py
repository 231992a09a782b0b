"""Numbers in words: what it is now, what it was before, and how far its targets are reached."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from karep.i18n import N_, _, language
from karep.reports.report import Figure, Goal
from karep.rules.periods import Period, read_period

_SPANS: Final = {
    "week": (N_("week before: {number}"), N_("4-week mean: {number}")),
    "month": (N_("month before: {number}"), N_("4-month mean: {number}")),
    "quarter": (N_("quarter before: {number}"), N_("4-quarter mean: {number}")),
    "year": (N_("year before: {number}"), N_("4-year mean: {number}")),
    "": (N_("period before: {number}"), N_("mean of 4: {number}")),
}
_UNKNOWN: Final = "–"
_BETWEEN: Final = " · "


def span_of(period: str) -> str:
    """Which kind of period a name like ``2026-W47`` names, one of `karep.rules.periods.SPANS`; empty for no name."""
    found = read_period(period)
    return found.span if found else ""


def figure_words(figure: Figure, period: str = "") -> str:
    """A number and what it is compared with: “7 (week before: 5 · 4-week mean: 5.8 · Nov target 30: 18, 60%)”.

    Args:
        figure: The number.
        period: The period that its report is about, as it writes itself; then its kind is named.
    """
    return _("{number} ({compared})").format(
        number=number_words(figure.value, figure.unit), compared=compared_words(figure, period)
    )


def compared_words(figure: Figure, period: str = "") -> str:
    """What a number is compared with: “week before: 5 · 4-week mean: 5.8 · Nov target 30: 18, 60%”."""
    return _BETWEEN.join(_comparisons(figure, span_of(period)))


def _comparisons(figure: Figure, span: str) -> Iterator[str]:
    before, mean = _SPANS[span]
    yield _(before).format(number=_UNKNOWN if figure.before is None else number_words(figure.before, figure.unit))
    if figure.mean is not None:
        yield _(mean).format(number=number_words(figure.mean, figure.unit))
    for goal in figure.goals:
        yield goal_words(goal, figure.unit)


def goal_words(goal: Goal, unit: str) -> str:
    """How far a target is reached: “Nov target 30: 18, 60%”."""
    target, reached = number_words(goal.target, unit), number_words(goal.reached, unit)
    if goal.target <= 0:
        return _("{name} {target}: {reached}").format(name=goal_name(goal.period), target=target, reached=reached)
    return _("{name} {target}: {reached}, {percent}%").format(
        name=goal_name(goal.period), target=target, reached=reached, percent=goal_percent(goal)
    )


def goal_percent(goal: Goal) -> int:
    """How much of a target is reached, in percent rounded down, so that 100 is said only of a target that is reached;
    0 for a target of nothing.
    """
    return goal.reached * 100 // goal.target if goal.target > 0 else 0


def goal_name(period: str) -> str:
    """What the target of a period is called: “Nov target”, “Q4 target”, “2026 target”."""
    found = read_period(period)
    return _("{period} target").format(period=_called(found) if found else period)


def _called(period: Period) -> str:
    """A period in as few words as tell it from the others that hold its last day: “W47”, “Nov”, “Q4”, “2026”."""
    from karep.rules.day_words import MONTH_NAMES

    chinese, name, month = language() == "zh", str(period), period.first.month
    if period.span == "month":
        return f"{month}月" if chinese else MONTH_NAMES[month - 1]
    if period.span == "quarter":
        return f"第{name[-1]}季度" if chinese else name[-2:]
    if period.span == "week":
        return f"第{period.week.number}周" if chinese else name[-3:]
    return f"{name}年" if chinese else name


def number_words(number: Decimal | int, unit: str) -> str:
    """A number by its unit: a count (its mean with one decimal), “62%”, “¥1.2M”.

    Args:
        number: The number; of an amount the minor units.
        unit: Empty for a count, ``percent``, or the code of a currency.
    """
    if unit not in ("", "percent"):
        from karep.rules.money import format_amount

        minor = int(Decimal(number).quantize(Decimal(1), ROUND_HALF_UP))
        return format_amount(minor, language(), currency=unit, short=True)
    return f"{_rounded(number)}{'%' if unit else ''}"


def _rounded(number: Decimal | int) -> str:
    if isinstance(number, int):
        return f"{number:,}"
    text = f"{number.quantize(Decimal('0.1'), ROUND_HALF_UP):,}"
    return text.removesuffix(".0")
