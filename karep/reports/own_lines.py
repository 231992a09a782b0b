"""The rep's own lines in a report: where they stand, and how they are said."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from karep.db.views.remarks import Remark
from karep.i18n import N_, _
from karep.reports.report import Line, Section, Withheld, parts
from karep.reports.report_parts import OWN_TITLES
from karep.reports.words import stage_words
from karep.rules.privacy import has_confidence, outward
from karep.rules.vocabulary import DEPARTMENTS, LESSONS, REPORT_PARTS

OWN_SECTIONS: Final = {"headline": "highlights", "market": "market", "lessons": "lessons", "help": "help"}
"""The sections of own words, by part; those of any other part stand in ``own.<part>``."""

OWN: Final = "remark"
"""The noun of an own line, and of the headings above them."""

_TITLE: Final = N_("In my words")


def with_own(sections: Sequence[Section], remarks: Sequence[Remark], period: str) -> list[Section]:
    """The sections with the rep's own lines; those of shorter periods say of which, and stand behind the others."""
    found = list(sections)
    remarks = sorted(remarks, key=lambda one: one.period != period)
    for part in dict.fromkeys(one.part for one in remarks):
        key = OWN_SECTIONS.get(part, f"own.{part}")
        append(found, key, part, _own_lines(part, [one for one in remarks if one.part == part], period))
    return found


def append(sections: list[Section], key: str, part: str, lines: Sequence[Line]) -> None:
    """Put lines at the end of a section, which comes into being where it belongs when it is not there."""
    at = next((place for place, one in enumerate(sections) if one.key == key), None)
    if at is None:
        at = _place(sections, key, part)
        sections.insert(at, Section(key, _(OWN_TITLES.get(key, _TITLE)), (), part=part))
    sections[at] = replace(sections[at], lines=(*sections[at].lines, *lines))


def _place(sections: Sequence[Section], key: str, part: str) -> int:
    """Where a section comes into being: highlights at the beginning of their part, others at the end of theirs."""
    order = {name: place for place, name in enumerate(REPORT_PARTS)}
    wanted = order.get(part, len(order)) - (key == OWN_SECTIONS["headline"])
    later = (place for place, one in enumerate(sections) if order.get(one.part, len(order)) > wanted)
    return next(later, len(sections))


def _own_lines(part: str, remarks: Sequence[Remark], period: str) -> list[Line]:
    if part == "lessons":
        kinds = [None, *LESSONS]
        remarks = sorted(remarks, key=lambda one: kinds.index(one.lesson) if one.lesson in kinds else len(kinds))
    lines = {one.id: _own_line(one, period) for one in remarks}
    if part != "help":
        return list(lines.values())
    wanted = {one.id: outward(one.department or "").strip() for one in remarks}
    departments = set(wanted.values()) - {""}
    known = [*(one for one in DEPARTMENTS if one in departments), *sorted(departments - set(DEPARTMENTS))]
    grouped = [lines[one.id] for one in remarks if not wanted[one.id]]
    for department in known:
        below = tuple(lines[one.id] for one in remarks if wanted[one.id] == department)
        heading = parts(what=department_words(department))
        grouped.append(Line(OWN, "", heading, lines=below, name=department, origin="own"))
    return grouped


def department_words(department: str) -> str:
    """A department by its name in the language in use, or as it was typed."""
    return _(DEPARTMENTS[department]) if department in DEPARTMENTS else department


def _own_line(remark: Remark, period: str) -> Line:
    told = outward(remark.text).strip()
    said = parts(
        period=remark.period if remark.period != period else None,
        kind=_(LESSONS[remark.lesson]) if remark.lesson in LESSONS else remark.lesson,
        stage=stage_words(remark.stage) if remark.stage else None,
        account=remark.account_name,
        what=told or remark.text.strip(),
    )
    private = remark.privacy != "internal" or not told
    level = "inward" if private else ""
    return Line(OWN, remark.id, said, account_id=remark.account_id or "", level=level, origin="own")


def withheld_remarks(remarks: Sequence[Remark]) -> Iterator[Withheld]:
    """What of the rep's own lines does not leave."""
    for one in remarks:
        if one.privacy != "internal":
            yield Withheld(OWN, one.id, "", "privacy")
            continue
        for field, text in (("text", one.text), ("department", one.department)):
            if has_confidence(text):
                yield Withheld(OWN, one.id, field, "private_line")
