"""Today in a few lines, for the moment when a terminal opens: the most pressing across all sections."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, Final

from karep.i18n import _, ngettext
from karep.reports.reminder import KEY as REPORT
from karep.reports.render import BETWEEN, LINE_BREAK, line_words
from karep.reports.report import Line, Part, Report, Section, leaving
from karep.rules.cutting import ELLIPSIS, cells, cut
from karep.rules.visible import one_line

ROWS: Final = 10
"""How many lines it has at most, the first with the day and the last with the rest among them."""
_NAME: Final = 12
"""How many cells an account's name keeps where space is short."""
_SIGN: Final = 2
"""So many cells stay free for the sign that more would follow."""
_RAGGED: Final = 10
"""A line is cut behind a word unless that leaves more cells empty, as Chinese does, which has no spaces."""
_Found = tuple[Section, Line]
_AGREED: Final = ("promises", "owed_to_us", "follow_ups")
"""The sections of what was agreed for a day: what is overdue or due there comes before everything else."""


def digest(
    report: Report,
    width: int,
    *,
    rows: int = ROWS,
    today: date = date.min,
    short_names: Mapping[str, str] | None = None,
) -> str:
    """The most pressing lines of Today, each cut to one line of so many cells.

    Args:
        report: What `karep.reports.today.today` made.
        width: How many cells a line has at most.
        rows: How many lines there are at most; at least 3.
        today: The rep's day: of important days the next one from then on has a line.
        short_names: What accounts are called where space is short, by their ids.
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
    names = short_names or {}
    lines = [title, *(_words(section, line, width, names) for section, line in _chosen(report, found, shown, today))]
    if rest := len(found) - shown + more:
        lines.append(ngettext("… and {n} more: {command}", "… and {n} more: {command}", rest).format(
            n=rest, command="karep today --all"
        ))  # fmt: skip
    return "\n".join(_cut(one_line(line, LINE_BREAK), max(1, width)) for line in lines) + "\n"


def _cut(text: str, width: int) -> str:
    words = cut(text, width)
    if width - cells(words) <= _RAGGED or cells(text) <= width:
        return words
    kept = text[: 4 * width]
    while cells(kept) > width - 1:
        kept = kept[:-1]
    return kept.rstrip() + ELLIPSIS


def _chosen(report: Report, found: Sequence[_Found], shown: int, today: date) -> list[_Found]:
    """The most pressing, with room for what would not be heard of on days with much that is overdue."""
    chosen = list(found[:shown])
    kept = _kept(report, today)
    if shown <= len(kept):
        return chosen
    for one in kept:
        if one not in chosen:
            # the least pressing goes
            del chosen[max((n for n, other in enumerate(chosen) if other not in kept), default=-1)]
            chosen.append(one)
    return sorted(chosen, key=lambda one: _pressing(*one))


def _kept(report: Report, today: date) -> list[_Found]:
    """The nearest important day from today on, a festival for which something is to be done, who goes cold, and that a
    report has not been handed on."""
    kept: list[_Found] = []
    for section in report.sections:
        if section.key in ("cold", REPORT) and section.lines:
            kept.append((section, section.lines[0]))
        elif section.key == "dates" and section.lines:
            days = [line for line in section.lines if line.noun != "festival"]
            ahead = [line for line in days if line.due and line.due >= today]
            festivals = [line for line in section.lines if line.noun == "festival" and line.state in ("due", "overdue")]
            kept += [(section, line) for line in (*(ahead or days)[:1], *festivals[:1])]
    return kept


def _words(section: Section, line: Line, width: int, short_names: Mapping[str, str]) -> str:
    """A line; where it is too wide for what it is about the account has its short name, and that is cut."""
    account = line.part("account")
    names = [one.name for one in line.parts]
    matter = next((names.index(one) + 1 for one in ("what", "why") if one in names), len(names))

    def over(name: str) -> int:
        """How many cells are missing for what the line is about."""
        told = cells(_told(section, replace(line, parts=line.parts[:matter]), name))
        return told + (_SIGN if matter < len(names) else 0) - max(1, width)

    if account and over(account) > 0:
        account = short_names.get(line.account_id, account)
        if (missing := over(account)) > 0:
            account = cut(account, max(_NAME, cells(account) - missing))
    return _told(section, line, account)


def _told(section: Section, line: Line, account: str) -> str:
    said = tuple(Part(one.name, account if one.name == "account" else one.text) for one in line.parts)
    return _("{section}: {line}").format(section=section.title, line=line_words(replace(line, parts=said)))


def _pressing(section: Section, line: Line) -> tuple[Any, ...]:
    """That a report was not handed on; what was agreed and is overdue or due; who goes cold and which days ask for
    something; the rest.

    In each by attention; of equals the sections keep their order.
    """
    if section.key == REPORT:
        return (-1,)
    pressing = line.state in ("overdue", "due", "cold")
    return 2 if not pressing else 0 if section.key in _AGREED else 1, -line.attention
