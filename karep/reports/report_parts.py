"""The parts of a report on a period, in their order and numbered; every renderer lays it out from these."""

from typing import Final, NamedTuple

from karep.i18n import N_, _, language
from karep.reports.report import Report, Section
from karep.rules.vocabulary import REPORT_PARTS

TITLES: Final = {
    "week": N_("Weekly summary"),
    "month": N_("Monthly summary"),
    "quarter": N_("Quarterly summary"),
    "year": N_("Yearly summary"),
}
"""What a report is called, by the kind of its period."""
OWN_TITLES: Final = {
    "highlights": N_("Highlights"),
    "market": N_("Market news"),
    "lessons": REPORT_PARTS["lessons"],
    "help": REPORT_PARTS["help"],
}
"""The headings of the sections of own words that are always there, by their keys."""
_CHINESE: Final = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三")


class ReportPart(NamedTuple):
    """One of the parts with its sections."""

    key: str
    """Which of `karep.rules.vocabulary.REPORT_PARTS`."""
    number: int
    """Its place, from 1."""
    title: str
    """Its name in the language in use."""
    sections: tuple[Section, ...]
    """Its sections, the empty ones among them."""

    @property
    def shown(self) -> tuple[Section, ...]:
        """The sections that are printed: those that have lines, or that count what they do not list."""
        return tuple(section for section in self.sections if section.lines or section.more)

    @property
    def heading(self) -> str:
        """Its title with its number: “2. Deals”, “二、商机”."""
        if language() == "zh":
            return f"{_CHINESE[self.number - 1]}、{self.title}"
        return f"{self.number}. {self.title}"

    def section_heading(self, section: Section) -> str:
        """The title of one of its sections; empty where it would only say the title of the part again."""
        return "" if section.title == self.title else section.title


def has_parts(report: Report) -> bool:
    """Whether the report is one on a period, which is printed by parts."""
    return any(section.part for section in report.sections)


def report_parts(report: Report) -> tuple[ReportPart, ...]:
    """All thirteen parts in their order, the empty ones too. Sections that belong to none of them are not among them:
    `sections_beside` has these.
    """
    found: dict[str, list[Section]] = {key: [] for key in REPORT_PARTS}
    for section in report.sections:
        if section.part in found:
            found[section.part].append(section)
    return tuple(
        ReportPart(key, number, _(REPORT_PARTS[key]), tuple(sections))
        for number, (key, sections) in enumerate(found.items(), 1)
    )


def sections_beside(report: Report) -> tuple[Section, ...]:
    """The sections that are printed and belong to none of the parts."""
    return tuple(section for section in report.shown if section.part not in REPORT_PARTS)
