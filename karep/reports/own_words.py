"""The rep's own words in a report: own lines, and generated ones that were reworded, left out or put in order."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from karep.db.views.remarks import Remark, list_remarks
from karep.db.views.rewordings import Rewording, list_left_out, list_rewordings, read_mark
from karep.frozen import frozen
from karep.i18n import _
from karep.reports.own_keys import Keys, all_lines, keyed
from karep.reports.own_lines import OWN, OWN_SECTIONS, append, department_words, with_own, withheld_remarks
from karep.reports.render import line_words
from karep.reports.report import Line, Part, Report, Section, Withheld
from karep.rules.inner_periods import belongs_to, inner_periods
from karep.rules.line_keys import is_whole, left_out_with, record_of
from karep.rules.periods import Period
from karep.rules.privacy import has_confidence, outward
from karep.rules.vocabulary import REPORT_PARTS

__all__ = [
    "OWN_SECTIONS",
    "REWORDED",
    "VANISHED",
    "department_words",
    "dress",
    "generated_words",
    "keyed",
    "left_out_records",
    "may_be_reworded",
    "read_own",
    "words_to_reword",
]

REWORDED: Final = "reworded"
"""The name of the piece that the rep's words are."""
STATE: Final = "state"
"""The name of the piece that says what became of something: overdue, done, moved. It is never reworded."""
VANISHED: Final = "rewording"
"""The noun of a line whose words stood instead of a generated line that is there no more."""


def read_own(connection: sqlite3.Connection, period: Period) -> tuple[list[Remark], list[Rewording]]:
    """What the rep wrote for the report of a period: own lines, and how generated ones shall stand.

    What was written for the shorter periods within it is told too, as far as others may read it, and what was left out
    of them stays left out, unless it was brought back here.
    """
    remarks, own = list_remarks(connection, str(period)), list_rewordings(connection, str(period))
    inner = list(inner_periods(period))
    if not inner:
        return remarks, own
    told = (one for each in inner if belongs_to(each, period) for one in list_remarks(connection, str(each)))
    remarks += (one for one in told if one.privacy == "internal" and outward(one.text).strip())
    shown = {key for one in own if one.shown for key in (one.line, left_out_with(one.line))}
    carried = [
        one
        for one in list_left_out(connection, [str(each) for each in inner])
        if one.line not in shown and left_out_with(one.line) not in shown - {None}
    ]
    return remarks, [*carried, *own]


def left_out_records(report: Report, rewordings: Iterable[Rewording]) -> set[tuple[str, str]]:
    """The records that are left out of a dressed report, those below a line that is left out too."""
    found = {record_of(one.line) for one in rewordings if one.left_out and is_whole(one.line)}
    for section in report.sections:
        for line in all_lines(section.lines):
            if line.origin == "hidden":
                found |= {(one.noun, one.record_id) for one in all_lines((line,)) if not one.name}
    return {one for one in found if one[1]}


def dress(report: Report, remarks: Sequence[Remark], rewordings: Sequence[Rewording]) -> Report:
    """The report with the rep's own words.

    Own lines stand in the section of own words of their part; other words stand instead of generated ones, which are
    kept in `Line.generated`; what is left out is marked so in every section that tells of its record, listed among what
    is withheld, and dropped only by `karep.reports.report.leaving`. The lines of a section stand in the rep's order;
    new ones stay behind the one that they are generated behind. Words for a line that is there no more stand at the end
    of its section, and stay inside where the record was removed or is private now. Nothing is lost.

    Args:
        report: What was generated.
        remarks: The rep's own lines for its period.
        rewordings: How the rep wants the lines of its period to stand; of several for a line the last one holds.
    """
    if not remarks and not rewordings:
        return report
    plain = _undressed(report)
    by_line = {one.line: one for one in rewordings}
    with_lines = with_own(plain.sections, remarks, report.period)
    sections = _with_vanished(with_lines, rewordings, by_line)
    away = _left_out(rewordings)
    dressed = tuple(_Dresser(section, by_line, away).dressed() for section in sections)
    withheld = dict.fromkeys((*plain.withheld, *_withheld(dressed, remarks, rewordings)))
    return replace(plain, sections=dressed, withheld=tuple(withheld))


def generated_words(line: Line, language: str) -> str:
    """What `karep.db.rewordings.reword` keeps as generated of a line of a report in that language.

    It holds the words, for the rep to see, and the records that they come from, by which a later report in whatever
    language sees that these say something else: the words themselves are others on another day.
    """
    import json

    sources = [list(one) for one in line.sources]
    return json.dumps({"language": language, "words": _words(line), "sources": sources}, ensure_ascii=False)


def may_be_reworded(line: Line) -> bool:
    """Whether other words can stand instead of a line's own: not of a number, a heading or one of the rep's own."""
    return bool(line.record_id) and line.figure is None and line.noun != OWN


# --- what is left out --------------------------------------------------------------------------------------------


@frozen
class _LeftOut:
    """What is left out of a report."""

    keys: frozenset[str]
    records: frozenset[tuple[str, str]]
    """Those that are told of nowhere."""
    partly: Mapping[tuple[str, str], str]
    """Records of which one section leaves out a part: no other section, which could tell that part, tells of them."""


def _left_out(rewordings: Iterable[Rewording]) -> _LeftOut:
    keys = {one.line for one in rewordings if one.left_out}
    records = {record for record in map(left_out_with, keys) if record is not None}
    partly = {record_of(key): key.partition("/")[0] for key in keys if record_of(key)[1] and _is_part(key)}
    return _LeftOut(frozenset(keys), frozenset(records), partly)


def _is_part(key: str) -> bool:
    """Whether a key is that of something said below a record which is told in one line elsewhere."""
    return not is_whole(key) and record_of(key)[0] not in ("account", "person", "opportunity", OWN)


def _without(line: Line, away: _LeftOut) -> Line:
    """A line that neither names records that are left out among its sources nor says what such a step is."""
    if away.records.isdisjoint(line.sources):
        return line
    gone = {noun for noun, one in line.sources if (noun, one) in away.records}
    told = tuple(one for one in line.parts if one.name != "next") if "follow_up" in gone else line.parts
    return replace(line, parts=told, sources=tuple(one for one in line.sources if one not in away.records))


# --- generated lines ---------------------------------------------------------------------------------------------


def _undressed(report: Report) -> Report:
    """The report without what `dress` adds to it; words that stand instead of others stay."""
    sections = (
        replace(section, lines=tuple(line for line in section.lines if line.noun not in (OWN, VANISHED)))
        for section in report.sections
    )
    kept = tuple(one for one in report.withheld if one.noun not in (OWN, VANISHED) and one.why != "hidden")
    return replace(report, sections=tuple(sections), withheld=kept)


def _with_vanished(
    sections: list[Section], rewordings: Sequence[Rewording], by_line: Mapping[str, Rewording]
) -> Sequence[Section]:
    """The sections with the words for which there is no generated line any more, or none that others may read."""
    there = {
        one
        for section in sections
        for keys in (Keys(section),)
        for key, line in keys.all(section.key, section.lines)
        if may_be_reworded(line)
        for one in (key, keys.of_record(line))
    }
    parts_of = {section.key: section.part for section in sections}
    for one in rewordings:
        applies = one.line in there and by_line[one.line] is one and not one.gone
        if one.text and not applies:
            key, part = _section_of(one.line, parts_of)
            append(sections, key, part, [_vanished(one, one.text)])
            there.add(f"{key}/{VANISHED}:{one.id}")
    return sections


def _vanished(one: Rewording, text: str) -> Line:
    """The rep's words for a line that is there no more."""
    told = _told(text)
    said = [Part(REWORDED, told or text)]
    if one.gone:
        said.append(Part("state", _("stays with you: the record was removed or is private now")))
    words = read_mark(one.generated).get("words")
    return Line(
        VANISHED,
        one.id,
        tuple(said),
        level="inward" if one.gone or not told else "",
        origin="outdated" if told else "hidden",
        generated=words if isinstance(words, str) else one.generated or "",
    )


def _section_of(line: str, parts_of: Mapping[str, str]) -> tuple[str, str]:
    """The section of a line that is there no more, and its part."""
    key = line.partition("/")[0]
    if key in parts_of:
        return key, parts_of[key]
    own = {name: part for part, name in OWN_SECTIONS.items()} | {f"own.{part}": part for part in REPORT_PARTS}
    return (key, own[key]) if key in own else ("own.headline", "headline")


class _Dresser:
    """What puts a section as the rep wants it."""

    def __init__(self, section: Section, by_line: Mapping[str, Rewording], away: _LeftOut) -> None:
        self._section, self._by_line, self._away = section, by_line, away
        self._keys = Keys(section)
        # words that have no line any more are as left out as the line was
        self._vanished = {one.id: one.left_out for one in by_line.values()}

    def dressed(self) -> Section:
        """The section with other words, marks and order."""
        return replace(self._section, lines=self._lines(self._section.key, self._section.lines))

    def _lines(self, above: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        known = []
        for key, line in self._keys.of(above, lines):
            # where a record came to stand there a second time, what was said of it holds for both
            override = self._by_line.get(key) or self._by_line.get(self._keys.of_record(line))
            dressed = _reworded(_without(line, self._away), override)
            if self._is_left_out(key, line):
                dressed = replace(dressed, origin="hidden")
            known.append((key, replace(dressed, lines=self._lines(key, line.lines)) if line.lines else dressed))
        order = self._order(above) or self._order(self._section.key)
        return tuple(_ordered(known, order)) if order else tuple(line for _key, line in known)

    def _is_left_out(self, key: str, line: Line) -> bool:
        if key in self._away.keys or self._keys.of_record(line) in self._away.keys:
            return True
        record = (line.noun, line.record_id)
        if line.noun == VANISHED and self._vanished.get(line.record_id):
            return True
        elsewhere = self._away.partly.get(record, self._section.key) != self._section.key
        return bool(line.record_id) and (record in self._away.records or elsewhere)

    def _order(self, key: str) -> tuple[str, ...]:
        return self._by_line[key].sequence if key in self._by_line else ()


def words_to_reword(line: Line) -> str:
    """The words of a line that the rep may put otherwise, or has: all but what became of it, which stays generated."""
    return line.part(REWORDED) or line_words(replace(line, parts=tuple(one for one in line.parts if one.name != STATE)))


def _reworded(line: Line, override: Rewording | None) -> Line:
    """A line in the rep's words, where there are such and others may read of its record."""
    text = _told(override.text or "") if override and not override.gone and may_be_reworded(line) else ""
    if override is None or not text:
        return line
    return replace(
        line,
        # what became of it is told as it is now, whatever the rest is called
        parts=(*(one for one in line.parts if one.name == STATE), Part(REWORDED, text)),
        marks={},
        origin="outdated" if override.changed or _has_more_sources(line, override) else "reworded",
        generated=_words(line),
    )


def _has_more_sources(line: Line, override: Rewording) -> bool:
    """Whether a line comes from records from which it did not come when it was reworded."""
    before = read_mark(override.generated).get("sources")
    return isinstance(before, list) and any(list(one) not in before for one in line.sources)


def _told(text: str) -> str:
    return outward(text).strip()


def _words(line: Line) -> str:
    """What is generated for a line, as it is shown."""
    return line.generated if line.part(REWORDED) and line.noun != VANISHED else words_to_reword(line)


def _ordered(known: Sequence[tuple[str, Line]], order: Sequence[str]) -> Iterator[Line]:
    """The lines in the rep's order; one that is not in it stays behind the one that it is generated behind.

    Lines with the same key but for its number stay together. Words for a line that is no more stay at the end.
    """
    wanted, groups, ends = dict.fromkeys(order), {"": list[Line]()}, list[Line]()
    behind = ""
    for key, line in known:
        first = key[: key.rindex("/")] + key[key.rindex("/") :].partition("#")[0]
        if first in wanted:
            behind = first
        elif line.noun == VANISHED:
            ends.append(line)
            continue
        groups.setdefault(behind, []).append(line)
    for key in ("", *wanted):
        yield from groups.get(key, ())
    yield from ends


def _withheld(
    sections: Iterable[Section], remarks: Sequence[Remark], rewordings: Collection[Rewording]
) -> Iterator[Withheld]:
    yield from withheld_remarks(remarks)
    for one in rewordings:
        if one.text and one.gone:
            yield Withheld(VANISHED, one.id, "", "gone")
        elif has_confidence(one.text):
            yield Withheld(VANISHED, one.id, "text", "private_line")
    for section in sections:
        for line in all_lines(section.lines):
            if line.origin == "hidden":
                yield Withheld(line.noun, line.record_id, "", "hidden")
