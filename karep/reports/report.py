"""What a report is made of: sections of lines, each of which comes from a record that can be opened."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final, NamedTuple

from karep.frozen import frozen
from karep.i18n import N_

STATES: Final = ("", "overdue", "due", "coming", "cold", "unplanned", "stuck", "done", "open")
"""What a line can be: nothing in particular, too late, due today, due later, not in contact for too long, an account
with nothing planned, a deal without a next step, done or kept, still open. The words of the line say the same."""

WITHHELD: Final = ("private_line", "confidence", "gift", "personal_day", "price", "privacy", "gone", "hidden")
"""Why something is withheld: a line of a note that begins with ``!!``; what was said in confidence; what was given, to
whom and why; a personal day; a price or a bottom line; what is marked personal or sensitive; the rep's
words for a record that was removed or is private now; what the rep left out.
`karep.reports.withheld` has the words."""

LEVELS: Final = ("", "personal", "inward", "bottom_line")
"""Who may see a line: whoever sees the report; not a customer who sees the screen, because it is somebody's own
business; the rep alone, because it is what the rep thinks of somebody, wrote for nobody else, or may give at most: that
is never written, copied or saved in any form, see `leaving`."""

ORIGINS: Final = ("", "own", "reworded", "outdated", "hidden")
"""Where the words of a line come from: generated; a line of the rep's own; the rep's instead of generated ones; the
same, but what they stand for has changed since; or the rep left it out, so that it never leaves the program."""

NONE: Final = N_("none")
"""What stands in an empty section, marked for translation."""


class Part(NamedTuple):
    """One piece of a line."""

    name: str
    """What it is, so that a screen can put it into a column: ``when``, ``account``, ``what``, ``who``, ``why`` …"""
    text: str
    """The words, ours or as stored: whoever shows them makes them safe."""
    value: date | datetime | Decimal | int | None = None
    """What the words stand for, where a spreadsheet has a type for it: a day, a moment by the rep's clock without its
    zone, an amount in whole units of its currency, a count."""
    unit: str = ""
    """Of an amount: the code of its currency, if it has one."""


class Goal(NamedTuple):
    """How far a target is reached."""

    period: str
    """The period that it is for, as `karep.rules.periods.Period` writes itself."""
    target: int
    reached: int
    """What was reached from its first day to the end of the period that the report is about."""


class Figure(NamedTuple):
    """A number with what it was the period before."""

    value: int
    before: int | None
    """None where the book begins later."""
    mean: Decimal | None = None
    """The mean of the four periods before; None where nothing older is in the book."""
    unit: str = ""
    """Empty for a count, ``percent``, or the code of a currency: the numbers are minor units (fen, cents) then."""
    goals: tuple[Goal, ...] = ()
    """The targets that it counts towards."""
    history: tuple[int, ...] = ()
    """The same number in up to twelve periods, the oldest first, this one last."""


@frozen
class Line:
    """One line of a report."""

    noun: str
    """The table of the record it comes from; of a number, the table of the records that it counts."""
    record_id: str
    """The record; empty only when the line is a number."""
    parts: tuple[Part, ...]
    """What it says, in order; empty pieces are left out."""
    account_id: str = ""
    """The account that the record belongs to."""
    opportunity_id: str = ""
    """The deal that the record belongs to, if any."""
    due: date | None = None
    """The day that it is about, if it is about one."""
    at: time | None = None
    """The time of that day by the rep's clock, if there is one."""
    state: str = ""
    """One of `STATES`."""
    attention: int = 0
    """How urgent it is, in points; the most urgent line of a section comes first."""
    points: str = ""
    """What these points are for, in words."""
    lines: tuple["Line", ...] = ()
    """The lines below it."""
    figure: Figure | None = None
    """The number, if the line is one; ``lines`` are then what it counts, and are shown only when it is opened."""
    marks: Mapping[str, Sequence[tuple[int, int]]] = field(default_factory=dict)
    """What to mark in the pieces, by their names: from one character up to, not with, another."""
    level: str = ""
    """One of `LEVELS`."""
    sources: tuple[tuple[str, str], ...] = ()
    """Further records that its words come from: the noun and the id of each."""
    name: str = ""
    """What it is called in JSON and in the program where no record names it, the same in every language: of a number
    ``visits``, of a heading ``overdue``."""
    origin: str = ""
    """One of `ORIGINS`."""
    generated: str = ""
    """Of a reworded line the words that it would have; they never leave the program."""

    def part(self, name: str) -> str:
        """The piece with that name, or an empty text."""
        return next((one.text for one in self.parts if one.name == name), "")


@frozen
class Section:
    """A titled part of a report."""

    key: str
    """Its name in JSON and in the program, the same in every language."""
    title: str
    """Its heading in the language in use."""
    lines: tuple[Line, ...]
    empty: str = ""
    """What stands in it when there are no lines; a section without these words is left out when it is empty."""
    more: int = 0
    """How many further lines there would be; only the most urgent ones are listed."""
    part: str = ""
    """Of a report on a period: which of `karep.rules.vocabulary.REPORT_PARTS` it belongs to."""


class Withheld(NamedTuple):
    """Something that a report does not tell, because it is nobody else's business."""

    noun: str
    record_id: str
    field: str
    """Of the record; empty when it is the whole record."""
    why: str
    """One of `WITHHELD`."""


@frozen
class Report:
    """A page that was put together from records."""

    title: str
    subtitle: str
    sections: tuple[Section, ...]
    compact: bool = False
    """Whether it shall fit on one page: it is written without empty lines, and headings count what is not listed."""
    note: str = ""
    """What whoever asked for it should be told beside it; it is no part of the page."""
    period: str = ""
    """Of a report on a period: which, as `karep.rules.periods.Period` writes itself."""
    language: str = ""
    """The language that it is written in, where that is known."""
    withheld: tuple[Withheld, ...] = ()
    """What it could tell and does not; this list never leaves the program."""

    def section(self, key: str) -> Section:
        """The section with that key.

        Raises:
            KeyError: If there is none.
        """
        for section in self.sections:
            if section.key == key:
                return section
        raise KeyError(key)

    @property
    def shown(self) -> tuple[Section, ...]:
        """The sections that are printed: those with lines, and those that say that they are empty."""
        return tuple(section for section in self.sections if section.lines or section.empty)


def leaving(report: Report) -> Report:
    """The report without what never leaves the program, at whatever depth; every renderer writes only this."""
    return replace(
        report,
        sections=tuple(replace(section, lines=_leaving(section.lines)) for section in report.sections),
        withheld=(),
    )


def _leaving(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    kept = (line for line in lines if not stays(line))
    told = (
        (line, replace(line, lines=_leaving(line.lines), generated="") if line.lines or line.generated else line)
        for line in kept
    )
    return tuple(after for before, after in told if after.lines or not (before.lines and _is_heading(before)))


def stays(line: Line) -> bool:
    """Whether a line never leaves the program: a bottom line, the rep's own view, what the rep left out."""
    return line.level in ("inward", "bottom_line") or line.origin == "hidden"


def _is_heading(line: Line) -> bool:
    """Whether a line says nothing but what the lines below it are."""
    return not line.record_id and line.figure is None


def walk(lines: tuple[Line, ...], depth: int = 0) -> Iterator[tuple[int, Line]]:
    """All lines as they are printed, each with its depth; what a number counts is not among them."""
    for line in lines:
        yield depth, line
        if line.figure is None:
            yield from walk(line.lines, depth + 1)


def parts(**named: str | None) -> tuple[Part, ...]:
    """The pieces of a line by name, without the empty ones."""
    return tuple(Part(name, text) for name, text in named.items() if text and text.strip())
