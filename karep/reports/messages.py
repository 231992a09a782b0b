"""A report as messages for a chat such as WeChat or DingTalk: plain text in pieces that fit, without tables or signs of
Markdown.

A report is cut between its parts where that fits, else between lines, and a line that is longer than a message behind a
word or a sign of punctuation. Every piece begins with what it is: “周报 2026-W47 (1/3)”.
"""

import unicodedata
from collections.abc import Callable, Iterator
from typing import Final

from karep.i18n import _, pgettext
from karep.reports.figure_words import span_of
from karep.reports.render import BETWEEN, INDENT, cited, more_words, single, tick_sign, words_in
from karep.reports.report import NONE, Line, Report, Section, leaving, walk
from karep.reports.report_parts import TITLES, has_parts, report_parts, sections_beside

LIMIT: Final = 2000
"""How long a message may be, in units of UTF-16: a rare character or an emoji takes two and more."""
SMALLEST_LIMIT: Final = 100
"""The shortest limit that leaves room for words beside the head."""
BETWEEN_MESSAGES: Final = "=" * 24
"""Stands between the pieces where they are written into one file."""
BULLET: Final = "•"
SECTION: Final = "▸"
"""Stands before the title of a section within a part."""

_STOPS: Final = frozenset("，。；、！？：）》」』”’…,.;!?:)]}·/-")
"""A line may be cut behind these."""
_FULL_ENOUGH: Final = 2
"""A part that does not fit into what is left of a message starts a new one, unless more than one in so many units of it
would stay empty."""

_Block = list[str]
"""The lines of a part; the first is its heading."""


def messages(report: Report, limit: int = LIMIT, *, cite: bool = False) -> list[str]:
    """The report in pieces of at most so many units of UTF-16, each with its head.

    Args:
        report: The report. Lines that never leave the program are left out.
        limit: How long a piece may be, its head included.
        cite: End every line with the ids of its records.

    Raises:
        ValueError: If the limit is below `SMALLEST_LIMIT`.
    """
    if limit < SMALLEST_LIMIT:
        raise ValueError(f"a message needs room for {SMALLEST_LIMIT} units of UTF-16")
    report = leaving(report)
    name = _name(report)
    blocks = list(_blocks(report, cited(report) if cite else words_in(report)))
    digits = 1
    while True:
        room = limit - units(_head(name, 10**digits - 1, 10**digits - 1)) - 1
        pieces = _packed(blocks, room)
        if len(pieces) < 10**digits:
            heads = (_head(name, number, len(pieces)) for number in range(1, len(pieces) + 1))
            return ["\n".join((head, *piece)) for head, piece in zip(heads, pieces, strict=True)]
        digits += 1


def units(text: str) -> int:
    """How many units of UTF-16 a text takes, which is what chat programs count."""
    return len(text) + sum(1 for one in text if one > "\uffff")


def _name(report: Report) -> str:
    """What the report is, for the head of every piece; of a report that is not on a period the beginning of its
    title.
    """
    span = span_of(report.period)
    if span:
        return f"{_(TITLES[span])} {report.period}"
    return next(_cut_line(single(report.title) or "–", SMALLEST_LIMIT // 3))


def _head(name: str, number: int, of: int) -> str:
    return name if of == 1 else f"{name} ({number}/{of})"


def _blocks(report: Report, words: Callable[[Line], str]) -> Iterator[_Block]:
    title = single(report.title)
    span = span_of(report.period)
    if span:
        title = title.removeprefix(_(TITLES[span])).removeprefix(BETWEEN)
    yield [row for row in (title, single(report.subtitle)) if row]
    empty: _Block = []
    further: list[str] = []
    for part in report_parts(report) if has_parts(report) else ():
        if report.compact and part.shown and not any(one.lines for one in part.shown):
            further.append(f"{_short_titles()[part.key]} {sum(one.more for one in part.shown)}")
            continue
        if not part.shown:
            empty.append(_("{label}: {text}").format(label=part.heading, text=_(NONE)))
            continue
        yield empty
        empty, rows = [], [part.heading]
        for section in part.shown:
            heading = single(part.section_heading(section))
            rows += [f"{SECTION} {heading}"] if heading else []
            rows += _rows(section, words)
        yield rows
    yield empty
    yield [_("Further: {parts}").format(parts=_(", ").join(further))] if further else []
    for section in sections_beside(report) if has_parts(report) else report.shown:
        yield [single(section.title), *_rows(section, words)]


def _short_titles() -> dict[str, str]:
    """The parts where they are only counted, by their keys."""
    return {
        "headline": pgettext("part", "in short"),
        "accounts": pgettext("part", "accounts"),
        "deals": pgettext("part", "deals"),
        "commitments": pgettext("part", "promises"),
        "voices": pgettext("part", "needs"),
        "market": pgettext("part", "market"),
        "warnings": pgettext("part", "warnings"),
        "coverage": pgettext("part", "coverage"),
        "growth": pgettext("part", "growth"),
        "gifts": pgettext("part", "gifts"),
        "lessons": pgettext("part", "lessons"),
        "help": pgettext("part", "help"),
        "next": pgettext("part", "next"),
    }


def _rows(section: Section, words: Callable[[Line], str]) -> Iterator[str]:
    for depth, line in walk(section.lines):
        sign = tick_sign(section, line, depth) or BULLET
        yield f"{INDENT * depth}{sign} {single(words(line))}"
    if section.more:
        yield f"{BULLET} {more_words(section.more)}"
    elif not section.lines:
        yield f"{BULLET} {section.empty or _(NONE)}"


def _packed(blocks: list[_Block], room: int) -> list[list[str]]:
    """The lines of the pieces. Parts stay whole where they can, and an empty line stands between two of them."""
    pieces: list[list[str]] = [[]]
    left = room
    for block in filter(None, blocks):
        size = sum(units(row) + 1 for row in block)
        if pieces[-1] and size > left and left * _FULL_ENOUGH <= room:
            pieces.append([])
            left = room
        if pieces[-1]:
            pieces[-1].append("")
            left -= 1
        for number, row in enumerate(block):
            begun = _is_heading(block, number - 1) and left > room // 4
            if pieces[-1] and not begun and _kept_together(block, number) > left:
                pieces.append([])
                left = room
            left = _place(row, pieces, left, room, first=left if begun else room)
    return [_trimmed(piece) for piece in pieces]


def _kept_together(block: _Block, number: int) -> int:
    """How many units a line takes together with the one behind it where it is a heading: that never stands last."""
    size = units(block[number])
    while number + 1 < len(block) and _is_heading(block, number):
        number += 1
        size += 1 + units(block[number])
    return size


def _is_heading(block: _Block, number: int) -> bool:
    return number == 0 or (number > 0 and block[number].startswith(SECTION))


def _place(row: str, pieces: list[list[str]], left: int, room: int, *, first: int) -> int:
    """Put a line into the last piece, or into as many as it takes.

    Args:
        row: The line.
        pieces: The pieces so far.
        left: How much room is left in the last one.
        room: How much there is in a new one.
        first: How long the beginning of the line may be: behind a heading it takes what is left there.

    Returns:
        How much room is left in the last piece.
    """
    for cut in _cut_line(row, room, first):
        if pieces[-1] and units(cut) > left:
            pieces.append([])
            left = room
        pieces[-1].append(cut)
        left -= units(cut) + 1
    return left


def _trimmed(piece: list[str]) -> list[str]:
    """The lines of a piece without an empty one at its end."""
    return piece[:-1] if piece and not piece[-1] else piece


def _cut_line(row: str, room: int, first: int = 0) -> Iterator[str]:
    """A line in pieces that fit: cut at a blank or behind punctuation in their last half, else between two characters,
    never inside what is read as one.

    Args:
        row: The line.
        room: How many units a piece may take.
        first: How many the first one may take, where that is fewer.
    """
    most_units = first or room
    while units(row) > most_units:
        most = _fitting(row, most_units)
        at = next((place for place in range(most, most // 2, -1) if _may_end(row, place)), 0)
        if not at:
            at = next((place for place in range(most, 0, -1) if not _is_one(row, place)), most)
        yield row[:at].rstrip(" ")
        row, most_units = row[at:].lstrip(" "), room
    yield row


def _fitting(row: str, room: int) -> int:
    """How many characters fit into so many units."""
    taken = 0
    for place, character in enumerate(row):
        taken += 2 if character > "\uffff" else 1
        if taken > room:
            return place
    return len(row)


def _may_end(row: str, place: int) -> bool:
    if row[place] == " ":
        return bool(row[:place].strip(" "))
    return row[place - 1] in _STOPS and not row[place].isdigit() and not _is_one(row, place)


def _is_one(row: str, place: int) -> bool:
    """Whether the characters around a place are read as one: a letter with its marks, an emoji of several, a flag."""
    before, after = row[place - 1], row[place]
    if "\u200d" in (before, after) or unicodedata.category(after) in ("Mn", "Me", "Mc"):
        return True
    if "\U0001f3fb" <= after <= "\U0001f3ff" or "\U000e0020" <= after <= "\U000e007f":  # skin tones, spelled flags
        return True
    if "\u1100" <= before <= "\u11ff" and "\u1160" <= after <= "\u11ff":  # a Korean syllable in its letters
        return True
    if not (_is_flag_letter(before) and _is_flag_letter(after)):
        return False
    run = next((back for back in range(place - 1, -1, -1) if not _is_flag_letter(row[back])), -1)
    return (place - 1 - run) % 2 == 1


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
