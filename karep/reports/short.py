"""A report in one message: what a manager reads in a minute, with the number of what is left out."""

import sqlite3
from dataclasses import replace
from typing import Final

from karep.i18n import _
from karep.reports.messages import LIMIT, messages
from karep.reports.render import BETWEEN
from karep.reports.report import Line, Report, Section, leaving, walk
from karep.rules.vocabulary import REPORT_PARTS

_NUMBERS: Final = "numbers"
_FIRST: Final = (
    (_NUMBERS, 6), ("highlights", 1), ("won", 2), ("lost", 2), ("warnings", 5), ("next", 5), ("promises", 3),
    ("help", 1), ("plan", 1),
)  # fmt: skip
"""The sections that have room before all others, the most important first, and how many lines of each."""
_THEN: Final = (
    "help", "highlights", "warnings", "promises", "won", "lost", "activity", "next", "stages", "lessons", "market",
    "objections", "needs", "plan",
)  # fmt: skip
"""The sections that share what room is left, a line each in turn; of the others only the number of lines is told."""
_NUMBERS_FIRST: Final = ("signed", "visits", "deals_won", "accounts", "promises_kept", "calls", "people", "others")
"""Which numbers go before the others where there are too many."""
_OWN: Final = "own."
_MOST: Final = 12
"""So many lines of a section at most."""
_WITH_BELOW: Final = "help"
"""The section whose lines are headings of what stands below them."""


def short(report: Report, limit: int = LIMIT) -> Report:
    """The report with as many lines of each section as fit into one message, those below them left out.

    What is at risk, what comes next and what is overdue has room first; the rest is shared by the other sections, a
    line each in turn.

    Args:
        report: The report. Lines that never leave the program are left out.
        limit: How long the message may be, in units of UTF-16.

    Returns:
        A report that `karep.reports.messages.messages` puts into one message, unless not even the bare headings fit.
    """
    report = leaving(report)
    sections = tuple(map(_foremost, report.sections))
    report = replace(report, subtitle=_without_days(report), sections=sections, compact=True)
    lengths = {one.key: min(_MOST, len(one.lines)) for one in report.sections}
    own = [key for key in lengths if key.startswith(_OWN)]
    told = dict.fromkeys(lengths, 0)
    full: set[str] = set()
    for key in [*(key for key, room in _FIRST for _n in range(room)), *[*_THEN, *own] * _MOST]:
        if key in full or told.get(key, 0) >= lengths.get(key, 0):
            continue
        told[key] += 1
        if len(messages(_cut(report, told), limit)) > 1:
            told[key] -= 1
            full.add(key)
    return _cut(report, told)


def called_short(connection: sqlite3.Connection, report: Report) -> Report:
    """The report with accounts called by their short names in every line, also where it is about the account itself."""
    from karep.db.views.planned import short_names

    names = short_names(connection, {line.account_id for one in report.sections for _n, line in walk(one.lines)} - {""})

    def called(line: Line) -> Line:
        name = names.get(line.account_id, "")
        told = tuple(one._replace(text=name) if name and one.name == "account" else one for one in line.parts)
        return replace(line, parts=told, lines=tuple(map(called, line.lines)))

    return replace(report, sections=tuple(replace(one, lines=tuple(map(called, one.lines))) for one in report.sections))


def _without_days(report: Report) -> str:
    """The line below the title without the days, which the title tells, and the zone: the two before its last piece."""
    pieces = report.subtitle.split(BETWEEN)
    return BETWEEN.join((*pieces[:-3], pieces[-1])) if report.period and len(pieces) > 2 else report.subtitle


def _foremost(section: Section) -> Section:
    """Of the numbers those that say something: none that is 0 and was 0, and not too many; other sections as they are.

    A number that counts towards a target says something in any case; of those that say nothing none counts as left out.
    """
    if section.key != _NUMBERS:
        return section
    saying = [one for one in section.lines if one.figure is None or any(one.figure[:2]) or one.figure.goals]
    saying.sort(key=lambda one: _NUMBERS_FIRST.index(one.name) if one.name in _NUMBERS_FIRST else len(_NUMBERS_FIRST))
    kept = saying[: dict(_FIRST)[_NUMBERS]]
    lines = tuple(one for one in section.lines if one in kept)
    return replace(section, lines=lines, more=section.more + len(saying) - len(lines))


def _cut(report: Report, told: dict[str, int]) -> Report:
    """The report with so many lines of each section; sections that tell nothing are only counted, once in each part."""
    shown: list[Section] = []
    for part in dict.fromkeys(one.part for one in report.sections):
        listed = [one for one in report.sections if one.part == part]
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
    """A line without those below it and without the deal beside what it is about; of a number with the nearest target
    alone and without the mean.
    """
    figure = line.figure and line.figure._replace(goals=line.figure.goals[:1], mean=None)
    told = tuple(one for one in line.parts if one.name != "deal") if line.part("what") else line.parts
    return replace(line, parts=told, lines=line.lines if below else (), figure=figure)
