"""The rep's own words in a report: own lines, and generated ones that were reworded, left out or put in order."""

import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from karep.db.views.remarks import Remark, list_remarks
from karep.db.views.rewordings import Rewording, list_rewordings
from karep.i18n import LANGUAGES, N_, _, language
from karep.reports.report import Line, Part, Report, Section, Withheld, parts
from karep.reports.words import stage_words
from karep.rules.periods import Period
from karep.rules.privacy import has_confidence, outward
from karep.rules.vocabulary import DEPARTMENTS, LESSONS, REPORT_PARTS

OWN_SECTIONS: Final = {"headline": "highlights", "market": "market", "lessons": "lessons", "help": "help"}
"""The sections of own words, by part; those of any other part stand in ``own.<part>``."""

REWORDED: Final = "reworded"
"""The name of the one piece that a reworded line has."""

_TITLES: Final = {
    "highlights": N_("Highlights"),
    "market": N_("Market news"),
    "lessons": N_("Lessons"),
    "help": N_("Help needed"),
}
_TITLE: Final = N_("In my words")
_OWN: Final = "remark"
"""The noun of an own line, and of the headings above them."""
_VANISHED: Final = "rewording"
"""The noun of a line whose words stood instead of a generated line that is there no more."""
_LONGEST_STEP: Final = 80
"""As many characters of a name stand in a key, which has an end."""


def read_own(connection: sqlite3.Connection, period: Period) -> tuple[list[Remark], list[Rewording]]:
    """What the rep wrote for the report of a period: own lines, and how generated ones shall stand."""
    return list_remarks(connection, str(period)), list_rewordings(connection, str(period))


def keyed(report: Report) -> Iterator[tuple[str, Line]]:
    """Every line at any depth, as it is printed, each with its key: what an override names, and JSON calls it by.

    A key is the section and the record, wherever in the section it stands (``activity/touch:019…``); where a record
    stands there more than once, the lines above it are between (``activity/account:019…/touch:019…``). A line that has
    a name goes by that, below the line above (``numbers/visits``). Of two that would be the same, the second one ends
    in ``#2``. Keys are the same in every language.
    """
    for section in report.sections:
        yield from _Keys(section).all(section.key, section.lines)


def dress(report: Report, remarks: Sequence[Remark], rewordings: Sequence[Rewording]) -> Report:
    """The report with the rep's own words.

    Own lines stand in the section of own words of their part; other words stand instead of generated ones, which are
    kept in `Line.generated`; what is left out is marked so, listed among what is withheld, and dropped only by
    `karep.reports.report.leaving`. The lines of a section stand in the rep's order; new ones stay behind the one that
    they are generated behind. Words for a line that is there no more stand at the end of its section. Nothing is lost.

    Args:
        report: What was generated.
        remarks: The rep's own lines for its period.
        rewordings: How the rep wants the lines of its period to stand; of several for a line the last one holds.
    """
    if not remarks and not rewordings:
        return report
    plain = _undressed(report)
    by_line = {one.line: one for one in rewordings}
    with_own = _with_own(plain.sections, remarks)
    sections = _with_vanished(with_own, rewordings, by_line)
    speech = report.language or language()
    dressed = tuple(_Dresser(section, by_line, speech).dressed() for section in sections)
    withheld = dict.fromkeys((*plain.withheld, *_withheld(dressed, remarks, by_line.values())))
    return replace(plain, sections=dressed, withheld=tuple(withheld))


def generated_words(line: Line, language: str) -> str:
    """What `karep.db.rewordings.reword` keeps as generated of a line of a report in that language."""
    return f"{language}: {_words(line)}"


def may_be_reworded(line: Line) -> bool:
    """Whether other words can stand instead of a line's own: not of a number, a heading or one of the rep's own."""
    return bool(line.record_id) and line.figure is None and line.noun != _OWN


# --- keys --------------------------------------------------------------------------------------------------------


class _Keys:
    """The keys of the lines of one section."""

    def __init__(self, section: Section) -> None:
        self._section = section.key
        self._times = Counter(_step(line) for line in _all_lines(section.lines))

    def of(self, above: str, lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
        """The lines that stand side by side below the line or section with the key `above`, each with its key."""
        seen: Counter[str] = Counter()
        for line in lines:
            step = _step(line)
            seen[step] += 1
            # a record is found again wherever in its section it comes to stand
            key = self.of_record(line) if not line.name and self._times[step] == 1 else f"{above}/{step}"
            yield key + (f"#{seen[step]}" if seen[step] > 1 else ""), line

    def of_record(self, line: Line) -> str:
        """The key of a line if its record stands in the section once."""
        return f"{self._section}/{_step(line)}"

    def all(self, above: str, lines: Sequence[Line]) -> Iterator[tuple[str, Line]]:
        """The lines and all below them, as they are printed."""
        for key, line in self.of(above, lines):
            yield key, line
            yield from self.all(key, line.lines)


def _step(line: Line) -> str:
    """The last step of a line's key."""
    return line.name[:_LONGEST_STEP].replace("/", "∕").replace("#", "＃") or f"{line.noun}:{line.record_id}"


def _all_lines(lines: Sequence[Line]) -> Iterator[Line]:
    for line in lines:
        yield line
        yield from _all_lines(line.lines)


# --- own lines ---------------------------------------------------------------------------------------------------


def _undressed(report: Report) -> Report:
    """The report without what `dress` adds to it; words that stand instead of others stay."""
    sections = (
        replace(section, lines=tuple(line for line in section.lines if line.noun not in (_OWN, _VANISHED)))
        for section in report.sections
    )
    kept = tuple(one for one in report.withheld if one.noun not in (_OWN, _VANISHED) and one.why != "hidden")
    return replace(report, sections=tuple(sections), withheld=kept)


def _with_own(sections: Sequence[Section], remarks: Sequence[Remark]) -> list[Section]:
    found = list(sections)
    for part in dict.fromkeys(one.part for one in remarks):
        key = OWN_SECTIONS.get(part, f"own.{part}")
        _append(found, key, part, _own_lines(part, [one for one in remarks if one.part == part]))
    return found


def _append(sections: list[Section], key: str, part: str, lines: Sequence[Line]) -> None:
    """Put lines at the end of a section, which comes into being where it belongs when it is not there."""
    at = next((place for place, one in enumerate(sections) if one.key == key), None)
    if at is None:
        at = _place(sections, key, part)
        sections.insert(at, Section(key, _(_TITLES.get(key, _TITLE)), (), part=part))
    sections[at] = replace(sections[at], lines=(*sections[at].lines, *lines))


def _place(sections: Sequence[Section], key: str, part: str) -> int:
    """Where a section comes into being: highlights at the beginning of their part, others at the end of theirs."""
    order = {name: place for place, name in enumerate(REPORT_PARTS)}
    wanted = order.get(part, len(order)) - (key == OWN_SECTIONS["headline"])
    later = (place for place, one in enumerate(sections) if order.get(one.part, len(order)) > wanted)
    return next(later, len(sections))


def _own_lines(part: str, remarks: Sequence[Remark]) -> list[Line]:
    if part == "lessons":
        kinds = [None, *LESSONS]
        remarks = sorted(remarks, key=lambda one: kinds.index(one.lesson) if one.lesson in kinds else len(kinds))
    lines = {one.id: _own_line(one) for one in remarks}
    if part != "help":
        return list(lines.values())
    departments = {one.department for one in remarks if one.department}
    known = [*(one for one in DEPARTMENTS if one in departments), *sorted(departments - set(DEPARTMENTS))]
    grouped = [lines[one.id] for one in remarks if not one.department]
    for department in known:
        below = tuple(lines[one.id] for one in remarks if one.department == department)
        heading = parts(what=department_words(department))
        grouped.append(Line(_OWN, "", heading, lines=below, name=department, origin="own"))
    return grouped


def department_words(department: str) -> str:
    """A department by its name in the language in use, or as it was typed."""
    return _(DEPARTMENTS[department]) if department in DEPARTMENTS else department


def _own_line(remark: Remark) -> Line:
    told = outward(remark.text).strip()
    said = parts(
        kind=_(LESSONS[remark.lesson]) if remark.lesson in LESSONS else remark.lesson,
        stage=stage_words(remark.stage) if remark.stage else None,
        account=remark.account_name,
        what=told or remark.text.strip(),
    )
    private = remark.privacy != "internal" or not told
    level = "inward" if private else ""
    return Line(_OWN, remark.id, said, account_id=remark.account_id or "", level=level, origin="own")


# --- generated lines ---------------------------------------------------------------------------------------------


def _with_vanished(
    sections: list[Section], rewordings: Sequence[Rewording], by_line: Mapping[str, Rewording]
) -> Sequence[Section]:
    """The sections with the words for which there is no generated line any more."""
    there = {
        one
        for section in sections
        for key, line in _Keys(section).all(section.key, section.lines)
        if may_be_reworded(line)
        for one in (key, f"{section.key}/{_step(line)}")
    }
    parts_of = {section.key: section.part for section in sections}
    for one in rewordings:
        applies = one.line in there and by_line[one.line] is one
        if one.text and not applies:
            key, part = _section_of(one.line, parts_of)
            said = Part(REWORDED, _told(one.text) or one.text)
            line = Line(
                _VANISHED,
                one.id,
                (said,),
                level="" if _told(one.text) else "inward",
                origin="hidden" if one.left_out or not _told(one.text) else "outdated",
                generated=one.generated or "",
            )
            _append(sections, key, part, [line])
            there.add(f"{key}/{_VANISHED}:{one.id}")
    return sections


def _section_of(line: str, parts_of: Mapping[str, str]) -> tuple[str, str]:
    """The section of a line that is there no more, and its part."""
    key = line.partition("/")[0]
    if key in parts_of:
        return key, parts_of[key]
    own = {name: part for part, name in OWN_SECTIONS.items()} | {f"own.{part}": part for part in REPORT_PARTS}
    return (key, own[key]) if key in own else ("own.headline", "headline")


class _Dresser:
    """What puts a section as the rep wants it."""

    def __init__(self, section: Section, by_line: Mapping[str, Rewording], speech: str) -> None:
        self._section, self._by_line, self._speech = section, by_line, speech
        self._keys = _Keys(section)

    def dressed(self) -> Section:
        """The section with other words, marks and order."""
        return replace(self._section, lines=self._lines(self._section.key, self._section.lines))

    def _lines(self, above: str, lines: Sequence[Line]) -> tuple[Line, ...]:
        known = []
        for key, line in self._keys.of(above, lines):
            # where a record came to stand there a second time, what was said of it holds for both
            override = self._by_line.get(key) or self._by_line.get(self._keys.of_record(line))
            dressed = _override(line, override, self._speech)
            known.append((key, replace(dressed, lines=self._lines(key, line.lines)) if line.lines else dressed))
        order = self._order(above) or self._order(self._section.key)
        return tuple(_ordered(known, order)) if order else tuple(line for _key, line in known)

    def _order(self, key: str) -> tuple[str, ...]:
        return self._by_line[key].sequence if key in self._by_line else ()


def _override(line: Line, override: Rewording | None, speech: str) -> Line:
    if override is None:
        return line
    text = _told(override.text or "") if may_be_reworded(line) else ""
    if text:
        otherwise = line.origin == "outdated" if line.part(REWORDED) else _differs(override.generated, line, speech)
        line = replace(
            line,
            parts=(Part(REWORDED, text),),
            marks={},
            origin="outdated" if otherwise else "reworded",
            generated=_words(line),
        )
    return replace(line, origin="hidden") if override.left_out else line


def _told(text: str) -> str:
    return outward(text).strip()


def _words(line: Line) -> str:
    """What is generated for a line, in words that are the same on every day and in every width."""
    if line.part(REWORDED) and line.noun != _VANISHED:
        return line.generated
    return " · ".join(_in_full(one) for one in line.parts)


def _in_full(part: Part) -> str:
    """A piece; a day or a moment by its date, because “today” is another day tomorrow."""
    if isinstance(part.value, datetime):
        return part.value.isoformat(" ", "minutes")
    return part.value.isoformat() if isinstance(part.value, date) else part.text


def _differs(before: str | None, line: Line, speech: str) -> bool:
    """Whether something else is generated than before; in another language that cannot be told."""
    if before is None or before in (generated_words(line, speech), _words(line)):
        return False
    tag = before.partition(": ")[0]
    return tag == speech or tag not in LANGUAGES


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
        elif line.noun == _VANISHED:
            ends.append(line)
            continue
        groups.setdefault(behind, []).append(line)
    for key in ("", *wanted):
        yield from groups.get(key, ())
    yield from ends


def _withheld(
    sections: Iterable[Section], remarks: Sequence[Remark], rewordings: Collection[Rewording]
) -> Iterator[Withheld]:
    for one in remarks:
        if one.privacy != "internal":
            yield Withheld(_OWN, one.id, "", "privacy")
        elif has_confidence(one.text):
            yield Withheld(_OWN, one.id, "text", "private_line")
    for other in rewordings:
        if has_confidence(other.text):
            yield Withheld(_VANISHED, other.id, "text", "private_line")
    for section in sections:
        for line in _all_lines(section.lines):
            if line.origin == "hidden":
                yield Withheld(line.noun, line.record_id, "", "hidden")
