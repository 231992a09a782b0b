"""The numbers of a page as cards: the value, how it changed, what is usual, how far its targets are."""

from typing import Final, NamedTuple

from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports.charts import Spark, filled, spark
from karep.reports.figure_words import compared_words, goal_percent, goal_words, number_words
from karep.reports.render import BETWEEN, NOTHING
from karep.reports.report import Figure, Line
from karep.rules.visible import one_line

LONGEST_VALUE: Final = 7
"""More characters than these are written smaller."""


class Progress(NamedTuple):
    """How far a target is reached."""

    words: str
    filled: int
    """How long its bar is, see `karep.reports.charts.TRACK`."""


@frozen
class Card:
    """A number as it is shown."""

    label: str
    note: str
    """What else is said of it."""
    value: str
    long: bool
    """Whether it is too long for large letters."""
    direction: str
    """A sign for up, down or the same."""
    change: str
    compared: str
    """What it was before, and its mean."""
    spark: Spark | None
    described: str
    """The chart in words."""
    goals: tuple[Progress, ...]
    cited: str


def card(line: Line, period: str, cited: str = "") -> Card:
    """The card of a number.

    Args:
        line: The line of the number.
        period: The period that its report is about, as it writes itself; empty if about none.
        cited: The short ids of what it counts.

    Raises:
        ValueError: If the line is no number.
    """
    figure = line.figure
    if figure is None:
        raise ValueError("the line is no number")
    label, *others = [one_line(part.text).strip() for part in line.parts if part.text.strip()] or [NOTHING]
    value = number_words(figure.value, figure.unit)
    direction, change = _change(figure)
    charted = len(figure.history) > 1
    goals = (Progress(goal_words(one, figure.unit), filled(goal_percent(one))) for one in figure.goals)
    return Card(
        label=label,
        note=BETWEEN.join(others),
        value=value,
        long=len(value) > LONGEST_VALUE,
        direction=direction,
        change=change,
        compared=compared_words(figure._replace(goals=()), period),
        spark=spark(figure.history) if charted else None,
        described=_described(label, figure) if charted else "",
        goals=tuple(goals),
        cited=cited,
    )


def _change(figure: Figure) -> tuple[str, str]:
    """A sign, and the difference to the period before; nothing where the book begins later."""
    if figure.before is None:
        return "", ""
    by = figure.value - figure.before
    if not by:
        return "=", _("no change")
    if figure.unit == "percent":
        size = ngettext("{n} point", "{n} points", abs(by)).format(n=abs(by))
    else:
        size = number_words(abs(by), figure.unit)
    return ("▲", f"+{size}") if by > 0 else ("▼", f"−{size}")


def _described(label: str, figure: Figure) -> str:
    numbers = _(", ").join(number_words(one, figure.unit) for one in figure.history)
    sentence = _("{what}, {n} periods, the oldest first: {numbers}")
    return sentence.format(what=label, n=len(figure.history), numbers=numbers)
