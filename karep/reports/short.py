"""A report in one message: what a manager reads in a minute, with the number of what is left out."""

from dataclasses import replace
from itertools import groupby
from typing import Final

from karep.i18n import _
from karep.reports.messages import LIMIT, messages
from karep.reports.report import Line, Report, Section, leaving
from karep.rules.vocabulary import REPORT_PARTS

_FIRST: Final = (
    "numbers", "highlights", "help", "warnings", "won", "lost", "plan", "promises", "activity", "next", "stages",
    "lessons", "market", "objections", "needs",
)  # fmt: skip
"""The sections that lines are told of, the most important first; of the others only the number of their lines is."""
_OWN: Final = "own."
_MOST: Final = 12
"""So many lines of a section at most."""
_WITH_BELOW: Final = "help"
"""The section whose lines are headings of what stands below them."""


def short(report: Report, limit: int = LIMIT) -> Report:
    """The report with as many lines of each section as fit into one message, those below them left out.

    The numbers come first; then each section gets its first line, then its second, the important ones before the
    others, as long as there is room.

    Args:
        report: The report. Lines that never leave the program are left out.
        limit: How long the message may be, in units of UTF-16.

    Returns:
        A report that `karep.reports.messages.messages` puts into one message, unless not even the bare headings fit.
    """
    report = leaving(report)
    keys = [key for key in _FIRST if any(one.key == key for one in report.sections)]
    keys += [one.key for one in report.sections if one.key.startswith(_OWN)]
    lengths = {one.key: min(_MOST, len(one.lines)) for one in report.sections}
    told = dict.fromkeys(lengths, 0)
    full: set[str] = set()
    for key in [*[_FIRST[0]] * lengths.get(_FIRST[0], 0), *keys * _MOST]:
        if key in full or told[key] >= lengths[key]:
            continue
        told[key] += 1
        if len(messages(_cut(report, told), limit)) > 1:
            told[key] -= 1
            full.add(key)
    return _cut(report, told)


def _cut(report: Report, told: dict[str, int]) -> Report:
    """The report with so many lines of each section; sections that tell nothing are only counted, once in each part."""
    shown: list[Section] = []
    for part, sections in groupby(report.sections, key=lambda one: one.part):
        listed = list(sections)
        untold = sum(one.more + len(one.lines) for one in listed if not told[one.key])
        kept = [_first_lines(one, told[one.key]) for one in listed if told[one.key]]
        if kept:
            kept[-1] = replace(kept[-1], more=kept[-1].more + untold)
        shown += kept or [Section(part, _(REPORT_PARTS.get(part, "")), (), more=untold, part=part)]
    return replace(report, sections=tuple(shown))


def _first_lines(section: Section, most: int) -> Section:
    """The first lines of a section; how many there are besides is told."""
    lines = tuple(_alone(line, below=section.key == _WITH_BELOW) for line in section.lines[:most])
    return replace(section, lines=lines, more=section.more + len(section.lines) - len(lines))


def _alone(line: Line, *, below: bool) -> Line:
    """A line without those below it and, of a number, with the nearest target alone."""
    figure = line.figure and line.figure._replace(goals=line.figure.goals[:1])
    return replace(line, lines=line.lines if below else (), figure=figure)
