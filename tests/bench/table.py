"""The table that every benchmark prints: what, measured, floor, ratio, budget, within it or not."""

from __future__ import annotations

import re
from collections.abc import Iterable

from rounds import Measured

_BUDGET = re.compile(r"(?:≤|at most) *([\d.]+) *(×|times|ms)")
_WIDTHS = (44, 13, 13, 9, 30, 8)
_HEAD = ("what", "measured", "floor", "ratio", "budget", "within?")


def show(found: Iterable[Measured], unit: str = "ms") -> None:
    """Print the lines of one benchmark under the heading."""
    heading()
    for one in found:
        line(one, unit)


def heading() -> None:
    """Print the names of the columns."""
    print(_joined(_HEAD), flush=True)
    print(_joined("-" * (width - 2) for width in _WIDTHS), flush=True)


def line(one: Measured, unit: str) -> None:
    """Print one figure with its unit."""
    name, figure, floor, budget = one
    ratio = figure / floor if floor else 0.0
    cells = (name, _figure(figure, unit), _figure(floor, unit), f"{ratio:.3g}" if floor else "-", budget, within(one))
    print(_joined(cells), flush=True)


def within(one: Measured) -> str:
    """Whether a figure keeps its budget; empty where there is none."""
    _name, figure, floor, budget = one
    found = _BUDGET.search(budget)
    if not found:
        return ""
    limit, kind = float(found[1]), found[2]
    return "yes" if (figure if kind == "ms" else figure / max(floor, 1e-9)) <= limit else "NO"


def _figure(value: float, unit: str) -> str:
    return f"{value:.{1 if value >= 10 else 2}f} {unit}" if value else "-"


def _joined(cells: Iterable[str]) -> str:
    left = (0, 4, 5)
    padded = (
        cell.ljust(width) if number in left else cell.rjust(width - 2) + "  "
        for number, (cell, width) in enumerate(zip(cells, _WIDTHS, strict=True))
    )
    return "".join(padded).rstrip()
