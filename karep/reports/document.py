"""A report on a period as plain data: what its JSON holds and what a template of the rep's own is given.

Texts are as stored, values are typed, and the names stay the same in every language. Readers may rely on the layout,
which `docs/week-formats.md` describes; `VERSION` grows when a reader of the old one would misunderstand the new one.
"""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from karep.i18n import language
from karep.reports.counted_records import counted_records
from karep.reports.figure_words import goal_percent
from karep.reports.render import line_words
from karep.reports.report import Figure, Line, Part, Report, Section, leaving
from karep.reports.report_parts import report_parts, sections_beside

FORMAT: Final = "karep-report"
"""What the layout is called."""
VERSION: Final = 1

_Keys = Iterator[tuple[str, Line]]


def document(report: Report) -> dict[str, Any]:
    """The report as dictionaries, lists, texts, numbers and truth values.

    Args:
        report: The report. Lines that never leave the program are left out.
    """
    from karep.reports.own_words import keyed
    from karep.rules.periods import read_period

    report = leaving(report)
    period = read_period(report.period) if report.period else None
    found = {
        "format": FORMAT,
        "version": VERSION,
        "kind": period.span if period else "",
        "period": report.period,
        "first": period.first.isoformat() if period else "",
        "last": period.last.isoformat() if period else "",
        "language": report.language or language(),
        "title": report.title,
        "subtitle": report.subtitle,
    }
    sections = {id(section): _section(section, keyed(_alone(report, section)), report) for section in report.sections}
    parts = [
        {
            "key": part.key,
            "number": part.number,
            "title": part.title,
            "sections": [sections[id(section)] for section in part.sections],
        }
        for part in report_parts(report)
    ]
    beside = [sections[id(section)] for section in sections_beside(report)]
    return found | {"parts": parts} | ({"sections": beside} if beside else {})


def _alone(report: Report, section: Section) -> Report:
    return Report(report.title, "", (section,))


def _section(section: Section, keys: _Keys, report: Report) -> dict[str, Any]:
    named = _Named(keys)
    lines = [_line(line, named, report.period) for line in section.lines]
    return {"key": section.key, "title": section.title, "more": section.more, "lines": lines}


class _Named:
    """The keys of the lines of a section, asked for in the order in which they are printed."""

    def __init__(self, keys: _Keys) -> None:
        self._keys = keys

    def key(self, line: Line) -> str:
        """The key of a line; those between it and the one before are not asked for."""
        return next((key for key, one in self._keys if one is line), "")


def _line(line: Line, named: _Named, period: str) -> dict[str, Any]:
    found: dict[str, Any] = {
        "key": named.key(line),
        "noun": line.noun,
        "id": line.record_id,
        "name": line.name,
        "account_id": line.account_id,
        "opportunity_id": line.opportunity_id,
        "day": line.due.isoformat() if line.due else "",
        "time": f"{line.at:%H:%M}" if line.at else "",
        "state": line.state,
        "level": line.level,
        "words": line_words(line, period),
        "fields": {part.name: part.text for part in line.parts},
        "values": {part.name: plain_value(part) for part in line.parts if part.value is not None},
        "figure": _figure(line.figure) if line.figure is not None else None,
        "own": line.origin == "own",
        "reworded": line.origin in ("reworded", "outdated"),
        "sources": [{"noun": noun, "id": one} for noun, one in counted_records(line) or line.sources],
        "lines": [] if line.figure is not None else [_line(one, named, period) for one in line.lines],
    }
    return {name: value for name, value in found.items() if value not in ("", None, [], {}, False)}


def plain_value(part: Part) -> str | int:
    """What a piece stands for: a day or a moment in ISO 8601, an amount as a decimal text, a count as a number."""
    if isinstance(part.value, datetime):
        return part.value.isoformat(timespec="minutes")
    if isinstance(part.value, date):
        return part.value.isoformat()
    if isinstance(part.value, Decimal):
        return f"{part.value:f}"
    return part.value or 0


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "before": figure.before,
        "mean": None if figure.mean is None else float(figure.mean),
        "unit": figure.unit,
        "goals": [
            {"period": one.period, "target": one.target, "reached": one.reached, "percent": goal_percent(one)}
            for one in figure.goals
        ],
        "history": list(figure.history),
    }
