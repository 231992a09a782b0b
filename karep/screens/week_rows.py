"""The rows of the week: the thirteen parts of the summary, each with its sections and lines, for the list to show."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, NamedTuple

from karep.frozen import frozen
from karep.i18n import _
from karep.reports.own_words import keyed
from karep.reports.render import tick_sign, words_in
from karep.reports.report import Line, Report, Section
from karep.reports.report_parts import ReportPart, report_parts
from karep.rules.privacy import MASK
from karep.screens.privacy import Eyes
from karep.screens.report_list import SIGNS, TONES
from karep.screens.safe import one_line
from karep.screens.widgets.columns import Tone
from karep.screens.widgets.wrapped_list import Paragraph, Paragraphs

MOST_LINES: Final = 40
"""So many lines of a section are listed until the rep asks for more of them: a year has thousands."""
MORE_LINES: Final = 400
"""So many more are listed each time that the rep asks."""
REWORDED: Final = "✎ "
"""Stands before a line that says something else than what was generated."""
LEFT_OUT: Final = "✕ "
"""Stands before a line that leaves the program in no form."""
PRIVATE: Final = "⊘ "
"""Stands before a line that is for the rep alone."""
SECTION: Final = "▸ "
"""Stands before the heading of a section, as in the messages for a chat."""
NOTHING: Final = "–"
"""Stands for an empty part."""
# No line's key holds a NUL: what begins with one cannot be highlighted.
_HEADING: Final = "\0section "
_QUIET: Final = "\0quiet "
_EMPTY: Final = "part:"
_MORE: Final = "more:"
_INDENT: Final = 2


class Place(NamedTuple):
    """Where a line stands."""

    line: Line
    depth: int
    above: str
    """The key of the line that it stands below, or of the section."""


@frozen
class Rows:
    """A report as the list shows it."""

    parts: tuple[Paragraphs, ...]
    lines: Mapping[str, Line]
    """Key to line, of those that are listed."""
    firsts: Mapping[str, str]
    """Part to the key of its first row."""
    part_of: Mapping[str, str]
    """Key of a row to its part."""
    more: Mapping[str, str]
    """Key of the row that lists the rest of a section, to the key of that section."""


@dataclass(slots=True)
class _Collected:
    """Rows while they are put together."""

    eyes: Eyes
    words: Callable[[Line], str]
    most: Mapping[str, int]
    places: Mapping[str, Mapping[str, Place]]
    lines: dict[str, Line] = field(default_factory=dict)
    part_of: dict[str, str] = field(default_factory=dict)
    more: dict[str, str] = field(default_factory=dict)


def rows_of(report: Report, eyes: Eyes, *, most: Mapping[str, int] | None = None, note: str = "") -> Rows:
    """The rows of a report.

    Args:
        report: The report.
        eyes: Who looks.
        most: How many lines are listed of sections, by their keys, where more than `MOST_LINES` are asked for.
        note: What is said above the first part.
    """
    made = _Collected(eyes, words_in(report), most or {}, places_of(report))
    parts, firsts = [], dict[str, str]()
    for part in report_parts(report):
        rows: dict[str, Paragraph] = {f"{_QUIET}note": Paragraph(note, "muted")} if note and part.number == 1 else {}
        for section in part.shown:
            rows |= _section_rows(part, section, made)
        listed = [key for key in rows if not key.startswith("\0")]
        if not listed:
            listed = [f"{_EMPTY}{part.key}"]
            rows[listed[0]] = Paragraph(NOTHING, "muted")
        firsts[part.key] = listed[0]
        made.part_of |= dict.fromkeys(listed, part.key)
        parts.append(Paragraphs(part_words(part), rows))
    return Rows(tuple(parts), made.lines, firsts, made.part_of, made.more)


def places_of(report: Report) -> dict[str, dict[str, Place]]:
    """Of every section where its lines stand, at any depth, by their keys in order."""
    keys = keyed(report)
    return {one.key: dict(_places(one.lines, keys, 0, one.key)) for one in report.sections}


def _places(
    lines: Collection[Line], keys: Iterator[tuple[str, Line]], depth: int, above: str
) -> Iterator[tuple[str, Place]]:
    for _each in lines:
        key, line = next(keys)
        yield key, Place(line, depth, above)
        yield from _places(line.lines, keys, depth + 1, key)


def part_words(part: ReportPart) -> str:
    """A part and how many records it lists; a dash at an empty one, nothing where it holds only numbers."""
    number = sum(_records(section.lines) + section.more for section in part.sections)
    counted = f"{number:,}" if number else "" if part.shown else NOTHING
    return "  ".join(filter(None, (part.heading, counted)))


def _records(lines: Collection[Line]) -> int:
    """The records of lines, those below a heading too, but not what stands below a record or is left out."""
    shown = (line for line in lines if line.origin != "hidden" and line.figure is None)
    return sum(1 if line.record_id else _records(line.lines) for line in shown)


def _section_rows(part: ReportPart, section: Section, made: _Collected) -> dict[str, Paragraph]:
    rows: dict[str, Paragraph] = {}
    number = _records(section.lines) + section.more
    if title := part.section_heading(section):
        rows[f"{_HEADING}{section.key}"] = Paragraph(SECTION + (f"{title} ({number:,})" if number else title), "accent")
    shown = list(_shown(made.places[section.key], made.eyes))
    most = made.most.get(section.key, MOST_LINES)
    for key, (line, depth, _above) in islice(shown, most):
        made.lines[key] = line
        rows[key] = _paragraph(line, depth, tick_sign(section, line, depth), made)
    if section.lines and not shown:
        rows[f"{_QUIET}{section.key}"] = Paragraph(MASK, "muted")
    if len(shown) > most:
        more = f"{_MORE}{section.key}"
        made.more[more] = section.key
        rest = _("… {n} more lines: ⏎ shows more").format(n=f"{len(shown) - most:,}")
        rows[more] = Paragraph(rest, "muted")
    return rows


def _shown(places: Mapping[str, Place], eyes: Eyes) -> Iterator[tuple[str, Place]]:
    """The lines that are listed: not what a number counts, nor what stands below one that is left out or not seen."""
    closed: int | None = None
    for key, place in places.items():
        if closed is not None and place.depth > closed:
            continue
        line = place.line
        seen = eyes.sees(line)
        closed = None if seen and line.origin != "hidden" and line.figure is None else place.depth
        if seen:
            yield key, place


def _paragraph(line: Line, depth: int, tick: str, made: _Collected) -> Paragraph:
    """A line with the signs of its state and of where its words come from."""
    words = made.words(line)
    tone: Tone = TONES.get(line.state, "") if depth == 0 and line.state != "done" else ""
    sign = f"{tick} " if tick else SIGNS.get(line.state, "") if depth == 0 else ""
    if line.origin == "hidden":
        words, tone, sign = _("left out: {words}").format(words=words), "muted", LEFT_OUT
    elif line.origin == "outdated":
        words, tone, sign = f"{words} · {_('the record has changed since')}", "warning", f"{REWORDED}{sign}"
    elif line.level:
        sign = f"{PRIVATE}{sign}"
    elif line.origin == "reworded":
        sign = f"{REWORDED}{sign}"
    shown = one_line(made.eyes.words(sign + words))
    name = one_line(made.eyes.words(line.part("account"))) if line.noun == "account" else ""
    return Paragraph(shown, tone, _INDENT * depth, len(name) if shown.startswith(name) else 0)
