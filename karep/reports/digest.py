"""Today in a few lines, for the moment when a terminal opens: the most pressing across all sections."""

from typing import Any, Final

from karep.i18n import _, ngettext
from karep.reports.render import BETWEEN, LINE_BREAK, line_words
from karep.reports.report import Line, Report, Section, leaving
from karep.rules.cutting import cut
from karep.rules.visible import one_line

ROWS: Final = 10
"""How many lines it has at most, the first with the day and the last with the rest among them."""
_AGREED: Final = ("promises", "owed_to_us", "follow_ups")
"""The sections of what was agreed for a day: what is overdue or due there comes before everything else."""


def digest(report: Report, width: int, *, rows: int = ROWS) -> str:
    """The most pressing lines of Today, each cut to one line of so many cells.

    Args:
        report: What `karep.reports.today.today` made.
        width: How many cells a line has at most.
        rows: How many lines there are at most; at least 3.
    """
    report = leaving(report)
    found = sorted(
        ((section, line) for section in report.sections for line in section.lines), key=lambda one: _pressing(*one)
    )
    more = sum(section.more for section in report.sections)
    shown = len(found) if not more and len(found) < rows else min(len(found), rows - 2)
    title = BETWEEN.join((report.title, report.subtitle))
    if not found:
        title = _("{title}: nothing is due, and nobody is waiting.").format(title=title)
    lines = [title, *(_words(section, line) for section, line in found[:shown])]
    if rest := len(found) - shown + more:
        lines.append(ngettext("… and {n} more: {command}", "… and {n} more: {command}", rest).format(
            n=rest, command="karep today --all"
        ))  # fmt: skip
    return "\n".join(cut(one_line(line, LINE_BREAK), max(1, width)) for line in lines) + "\n"


def _words(section: Section, line: Line) -> str:
    return _("{section}: {line}").format(section=section.title, line=line_words(line))


def _pressing(section: Section, line: Line) -> tuple[Any, ...]:
    """What was agreed and is overdue or due; who goes cold and which days ask for something; the rest.

    In each by attention; of equals the sections keep their order.
    """
    pressing = line.state in ("overdue", "due", "cold")
    return 2 if not pressing else 0 if section.key in _AGREED else 1, -line.attention
