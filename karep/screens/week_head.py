"""What stands above the week: which period it is, how the main numbers went in the periods before, and the parts."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from textual.content import Content

from karep.i18n import N_, _
from karep.reports.figure_words import goal_percent, number_words
from karep.reports.report import Figure, Goal, Line, Report
from karep.screens.safe import assemble, cells_of, one_line

BARS: Final = "▁▂▃▄▅▆▇█"
MAIN: Final = ("visits", "signed", "calls", "promises_kept")
"""The numbers that are shown where there is room for a few only."""
_GAP: Final = 3
_BARS_SHOWN: Final = (12, 8, 6)
"""How many periods are shown: fewer where the numbers take too many lines otherwise."""
_LINES: Final = {(True, True): 5, (False, True): 4, (True, False): 3, (False, False): 2}
"""How many lines they shall take at most, by whether the terminal is wide and tall."""
_SIGNS: Final = {1: "▲", -1: "▼", 0: "="}
_GROWN: Final = {1: "+", -1: "−", 0: "±"}
_COMPARED: Final = {
    "week": N_("{signs} vs week before"),
    "month": N_("{signs} vs month before"),
    "quarter": N_("{signs} vs quarter before"),
    "year": N_("{signs} vs year before"),
}


def span_words(span: str) -> str:
    """What a kind of period is called."""
    return {"week": _("week"), "month": _("month"), "quarter": _("quarter"), "year": _("year")}[span]


def legend(span: str, *, plain: bool) -> tuple[str, ...]:
    """What the signs beside the numbers mean, the most needed first.

    Args:
        span: The kind of period that is shown.
        plain: Whether there are no bars and only signs that can be read aloud.
    """
    signs = _GROWN if plain else _SIGNS
    compared = _(_COMPARED[span]).format(signs=f"{signs[1]}{signs[-1]}{signs[0]}")
    return (compared, _("reached/target"), *(() if plain else (_("bars: the periods up to now"),)))


def state_line(label: str, pieces: Iterable[str], width: int) -> Content:
    """Which period is shown, and behind it as much of what can be said as there is room for."""
    told, left = "", width - cells_of(label) - _GAP
    for piece in filter(None, pieces):
        longer = f"{told} · {piece}" if told else piece
        if cells_of(longer) <= left:
            told = longer
    return assemble((label, "bold"), " " * _GAP, told)


def sparkline(history: Sequence[int]) -> str:
    """A bar for each number; the highest bar stands for the greatest one, the lowest for nothing."""
    top = max((*history, 0))
    steps = len(BARS) - 1
    return "".join(BARS[max(0, number) * steps // top if top else 0] for number in history)


def change_words(figure: Figure, *, plain: bool = False) -> str:
    """By how much a figure changed since the period before, with a sign; one that can be read aloud when `plain`."""
    if figure.before is None:
        return ""
    step = figure.value - figure.before
    sign = (_GROWN if plain else _SIGNS)[(step > 0) - (step < 0)]
    return f"{sign}{number_words(abs(step), figure.unit)}" if step or plain else sign


def goal_words(goal: Goal, unit: str) -> str:
    """How far a target is reached: ``18/30 60%``."""
    reached = f"{number_words(goal.reached, unit)}/{number_words(goal.target, unit)}"
    return f"{reached} {goal_percent(goal)}%" if goal.target > 0 else reached


def figure_cell(line: Line, *, plain: bool, bars: int = 12) -> Content:
    """A figure in one piece: name, number, change, so many periods up to this one, the nearest target."""
    figure = line.figure
    assert figure is not None
    pieces = [
        (line.part("what"), "$text-muted"),
        (number_words(figure.value, figure.unit), "bold"),
        (change_words(figure, plain=plain), ""),
    ]
    if not plain and len(figure.history) > 1:
        pieces.append((sparkline(figure.history[-bars:]), "$text-accent"))
    if figure.goals:
        pieces.append((goal_words(figure.goals[0], figure.unit), ""))
    return Content(" ").join(assemble((one_line(words), style)) for words, style in pieces if words)


def figures(report: Report) -> list[Line]:
    """The headline's numbers that are not left out."""
    numbers = [line for one in report.sections if one.key == "numbers" for line in one.lines]
    return [line for line in numbers if line.figure is not None and line.origin != "hidden"]


def figure_lines(report: Report, width: int, *, wide: bool, tall: bool, plain: bool) -> Content:
    """The numbers side by side, in straight columns.

    Args:
        report: The report.
        width: How many cells there are.
        wide: Whether all numbers are shown, else only the main ones.
        tall: Whether there are lines to spare, so that more of the periods before are shown.
        plain: Whether there are no bars and only signs that can be read aloud.
    """
    known = {line.name: line for line in figures(report)}
    chosen = list(known.values()) if wide else [known[name] for name in MAIN if name in known]
    best: list[Content] = []
    for bars in _BARS_SHOWN:
        lines = _arranged([figure_cell(line, plain=plain, bars=bars) for line in chosen], width)
        if not best or len(lines) < len(best):
            best = lines
        if len(best) <= _LINES[wide, tall]:
            break
    return Content("\n").join(best)


def _arranged(cells: Sequence[Content], width: int) -> list[Content]:
    """The cells in as many columns as there is room for."""
    for columns in range(len(cells), 0, -1):
        rows = [cells[start : start + columns] for start in range(0, len(cells), columns)]
        widths = [max(row[place].cell_length for row in rows if place < len(row)) for place in range(columns)]
        if sum(widths) + _GAP * (columns - 1) <= width or columns == 1:
            return [_joined(row, widths) for row in rows]
    return []


def _joined(row: Sequence[Content], widths: Sequence[int]) -> Content:
    padded = [Content.assemble(cell, " " * (widths[at] - cell.cell_length)) for at, cell in enumerate(row)]
    return Content(" " * _GAP).join(padded)


def part_strip(words: Mapping[str, str], at: str, width: int) -> Content:
    """The part at hand in brackets and as many of its neighbours as there is room for."""
    names = list(words)
    here = names.index(at)
    first = last = here
    used = cells_of(words[at]) + 2
    while True:
        grown = False
        for beside in (last + 1, first - 1):
            need = cells_of(words[names[beside]]) + 2 if 0 <= beside < len(names) else width
            if used + need <= width:
                used, grown = used + need, True
                first, last = min(first, beside), max(last, beside)
        if not grown:
            break
    pieces = (f"[{words[one]}]" if one == at else f" {words[one]} " for one in names[first : last + 1])
    return assemble(*((piece, "bold $text" if piece.startswith("[") else "$text-muted") for piece in pieces))
