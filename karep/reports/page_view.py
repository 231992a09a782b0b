"""What the page of a report shows: its parts, cards, tables and lists, every text made safe to look at."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final, NamedTuple

from karep.frozen import frozen
from karep.i18n import N_, _
from karep.reports.page_cards import Card, card
from karep.reports.render import CHECKLIST, NOTHING, more_words, record_ids, short_ids
from karep.reports.report import NONE, Line, Report, Section
from karep.reports.report_parts import ReportPart, has_parts, report_parts, sections_beside
from karep.rules.visible import visible

TABLES: Final = {
    "won": ("when", "account", "deal", "amount"),
    "lost": ("when", "account", "deal", "amount"),
    "opened": ("when", "account", "deal", "amount"),
    "stages": ("when", "account", "deal", "what"),
    "promises": ("state", "owed", "account", "what", "when"),
    "follow_ups": ("state", "account", "what", "when"),
}
"""The sections that are tables, and which pieces of a line are columns; the others stand below the widest one."""
_WIDEST: Final = ("what", "deal")
"""The column that the other pieces stand in: the first of these that there is."""
_HEAD: Final = ("account", "tier", "stage")
"""The pieces of an account that are its heading; the others stand below it."""
COLUMNS: Final = {
    "when": N_("Date"),
    "account": N_("Account"),
    "deal": N_("Deal"),
    "amount": N_("Amount"),
    "state": N_("Status"),
    "owed": N_("Owed by"),
    "what": N_("What"),
}
"""The words above a column."""
STYLED: Final = frozenset(
    {
        "when",
        "account",
        "deal",
        "amount",
        "state",
        "owed",
        "kind",
        "who",
        "what",
        "why",
        "next",
        "tier",
        "stage",
        "outcome",
    }
)
"""The pieces that have a look of their own; the names of others are not written into the page."""
OWN: Final = ("own", "reworded", "outdated")
"""Where a line comes from whose words are the rep's own."""
LOUD: Final = ("overdue", "cold", "unplanned", "stuck")
"""What a line can be that must not be overlooked."""


GLANCE: Final = (("warnings", 5), ("promises", 3), ("help", 3), ("next", 5))
"""What the head of the page shows for whoever has one minute: sections, and how many lines of each."""


class Piece(NamedTuple):
    """A piece of a line."""

    name: str
    text: str


@frozen
class Row:
    """A line, with what stands below it."""

    when: str
    """The day, where it stands apart in front of the line."""
    pieces: tuple[Piece, ...]
    looks: str
    """Its classes: words of this module, never of a record."""
    ticked: bool = False
    cited: str = ""
    rows: tuple["Row", ...] = ()
    cells: tuple[Piece, ...] = ()
    """Of a row of a table one piece for each of its columns, of an account its heading; ``pieces`` are the others."""


@frozen
class Block:
    """What stands below a heading: cards, a table, a checklist or a list; or a heading of its own with such blocks."""

    kind: str
    """``cards``, ``table``, ``checks``, ``accounts``, ``rows`` or ``group``."""
    rows: tuple[Row, ...] = ()
    cards: tuple[Card, ...] = ()
    columns: tuple[Piece, ...] = ()
    widest: str = ""
    """The column of a table that holds the other pieces of a row too."""
    heading: Row | None = None
    blocks: tuple["Block", ...] = ()


class Filled(NamedTuple):
    """A section that has something to say."""

    title: str
    """Empty where the heading of its chapter is enough."""
    blocks: tuple[Block, ...]
    more: str
    """How much is not listed, in words."""


@frozen
class Chapter:
    """A part of the page with the sections that have something to say."""

    title: str
    looks: str
    sections: tuple[Filled, ...]
    empty: str = ""
    """What stands in a chapter without lines."""


@frozen
class Page:
    """A report as it is laid out."""

    title: str
    subtitle: str
    chapters: tuple[Chapter, ...]
    glance: tuple[Chapter, ...] = ()
    """The first lines of what a reader asks for first; they stand in their chapters all the same."""


def view(report: Report, *, cite: bool = False) -> Page:
    """How a report is laid out; it is given without what never leaves the program."""
    layout = _Layout(report, cite=cite)
    chapters = [layout.chapter(part) for part in report_parts(report)] if has_parts(report) else []
    beside = sections_beside(report) if has_parts(report) else report.shown
    chapters += [layout.alone(section) for section in beside]
    glance = tuple(filter(None, (layout.at_a_glance(*one) for one in GLANCE))) if has_parts(report) else ()
    return Page(shown_text(report.title), shown_text(report.subtitle), tuple(chapters), glance)


def shown_text(text: str) -> str:
    """A text with nothing in it that hides or acts on anything; its line breaks stay."""
    return visible(text.strip())


class _Layout:
    """Lays out the sections of one report."""

    def __init__(self, report: Report, *, cite: bool) -> None:
        self._period = report.period
        self._sections = report.sections
        self._short = short_ids(report) if cite else None

    def chapter(self, part: ReportPart) -> Chapter:
        """A part of a report on a period; it says that it is empty when all of its sections are."""
        looks = f"part-{part.key}"
        if not part.shown:
            return Chapter(part.heading, f"{looks} quiet", (), _(NONE))
        return Chapter(part.heading, looks, tuple(self._filled(one, part.section_heading(one)) for one in part.shown))

    def at_a_glance(self, key: str, most: int) -> Chapter | None:
        """The first lines of a section alone, of promises those of ours that are overdue; None where there are none."""
        section = next((one for one in self._sections if one.key == key), None)
        lines = [one for line in section.lines for one in _apart(line, key)] if section else []
        if section is None or not lines:
            return None
        rows = tuple(self._row(replace(one, lines=(), sources=()), apart=False) for one in lines[:most])
        left = len(lines) - len(rows) + section.more
        filled = Filled(
            "", (Block("rows", rows=tuple(replace(row, cited="") for row in rows)),), more_words(left) if left else ""
        )
        return Chapter(shown_text(section.title), f"part-{section.part}", (filled,))

    def alone(self, section: Section) -> Chapter:
        """A section of any other report, which is a chapter of its own."""
        title = shown_text(section.title)
        if not section.lines:
            return Chapter(title, "quiet", (), shown_text(section.empty) or _(NONE))
        return Chapter(title, "", (self._filled(section, ""),))

    def _filled(self, section: Section, title: str) -> Filled:
        more = more_words(section.more) if section.more else ""
        return Filled(shown_text(title), tuple(self._blocks(section.lines, section.key)), more)

    def _blocks(self, lines: Iterable[Line], key: str) -> Iterator[Block]:
        for kind, together in groupby(lines, key=lambda line: _kind(line, key)):
            if kind == "group":
                for line in together:
                    below = tuple(self._blocks(line.lines, key))
                    heading = replace(line, lines=(), origin="")
                    yield Block(kind, heading=self._row(heading, apart=False), blocks=below)
            elif kind == "cards":
                yield Block(kind, cards=tuple(card(line, self._period, self._cited(line)) for line in together))
            elif kind == "table":
                yield self._table(list(together), TABLES[key])
            elif kind == "accounts":
                yield Block(kind, rows=tuple(map(self._account, together)))
            else:
                yield Block(kind, rows=tuple(self._row(line, ticked=kind == "checks") for line in together))

    def _table(self, lines: Sequence[Line], names: Sequence[str]) -> Block:
        used = {part.name for line in lines if not _is_own(line) for part in line.parts}
        columns = tuple(Piece(name, _(COLUMNS[name])) for name in names if name in used)
        widest = next((name for name in (*_WIDEST, *names) if name in used), "")
        rows = tuple(self._table_row(line, columns) for line in lines)
        return Block("table", rows=rows, columns=columns, widest=widest)

    def _table_row(self, line: Line, columns: Sequence[Piece]) -> Row:
        row = self._row(line, apart=False)
        if _is_own(line) or not columns:
            return row
        held = {piece.name: piece for piece in reversed(row.pieces)}
        cells = tuple(held.get(column.name, Piece(column.name, "")) for column in columns)
        rest = tuple(piece for piece in row.pieces if piece not in cells)
        return replace(row, cells=cells, pieces=rest)

    def _account(self, line: Line) -> Row:
        row = self._row(replace(line, lines=()), apart=False)
        head = tuple(piece for piece in row.pieces if piece.name in _HEAD)
        rest = tuple(piece for piece in row.pieces if piece.name not in _HEAD)
        return replace(row, cells=head or rest, pieces=rest if head else (), rows=tuple(map(self._row, line.lines)))

    def _row(self, line: Line, *, ticked: bool = False, apart: bool = True) -> Row:
        found = tuple(Piece(part.name, shown_text(part.text)) for part in line.parts if part.text.strip())
        found = tuple(Piece(one.name if one.name in STYLED else "other", one.text) for one in found)
        when = found[0].text if apart and len(found) > 1 and found[0].name == "when" else ""
        return Row(
            when,
            (found[1:] if when else found) or (Piece("other", NOTHING),),
            _looks(line),
            ticked=ticked and line.state == "done",
            cited=self._cited(line),
            rows=tuple(self._row(one, apart=False) for one in line.lines),
        )

    def _cited(self, line: Line) -> str:
        """The short ids of what a line comes from, of a number those of what it counts; and whether it is reworded."""
        if self._short is None:
            return ""
        ids = " ".join(self._short[one] for one in dict.fromkeys(record_ids(line)))
        return " · ".join(filter(None, (visible(ids), _("reworded") if line.origin in OWN[1:] else "")))


def _is_own(line: Line) -> bool:
    return line.origin in OWN


def _looks(line: Line) -> str:
    looks = ("own" if _is_own(line) else "", "loud" if line.state in LOUD else "")
    return " ".join(filter(None, (*looks, "done" if line.state == "done" else "")))


_KINDS: Final[Sequence[tuple[str, Callable[[Line, str], bool]]]] = (
    ("cards", lambda line, _key: line.figure is not None),
    ("group", lambda line, _key: bool(line.lines) and not line.record_id),
    ("checks", lambda line, key: key == CHECKLIST and bool(line.record_id)),
    ("table", lambda _line, key: key in TABLES),
    ("accounts", lambda line, key: key == "activity" and line.noun == "account" and not _is_own(line)),
)


def _kind(line: Line, key: str) -> str:
    return next((kind for kind, holds in _KINDS if holds(line, key)), "rows")


def _apart(line: Line, key: str) -> Iterator[Line]:
    """A line as the head of the page has it: of help each that is asked for, behind whom it is asked of."""
    if key == "help" and line.lines:
        yield from (replace(one, parts=(*line.parts, *one.parts)) for one in line.lines)
    elif key != "promises" or line.state == "overdue":
        yield line
