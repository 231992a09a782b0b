"""The cards of the playbook as shelves: stages, objections by stage, techniques, question sets, rivals, guides."""

from collections.abc import Iterable, Sequence
from typing import Final

from karep.i18n import _
from karep.playbook.book import AnyCard
from karep.playbook.finding import Entry
from karep.reports.card_kinds import CARD_KINDS
from karep.reports.words import stage_words
from karep.screens.card_whole import Reading
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.section_list import Section

OWN: Final = "*"
"""Stands before a card that the company or the rep changed or added."""


def shelves(reading: Reading) -> list[Section]:
    """All cards; each shelf says how many stand on it, and a card of the rep's own says so."""
    book = reading.book
    stages = {one: _row(stage_words(one), one in book.own) for one in book.stages}
    by_stage: dict[str, list[AnyCard]] = {one: [] for one in (*book.stages, "")}
    for card in book.objections.values():
        by_stage[card.stage_id if card.stage_id in by_stage else ""].append(card)
    objections = [
        _shelf(_("Objections · {stage}").format(stage=stage_words(stage)) if stage else _("Objections"), some, book.own)
        for stage, some in by_stage.items()
    ]
    return [
        Section(_counted(_("Stages"), len(stages)), stages),
        *objections,
        _shelf(_("Ways to ask"), book.techniques.values(), book.own),
        _shelf(_("Question sets"), book.questions.values(), book.own),
        _shelf(_("Rivals"), book.battles.values(), book.own),
        _shelf(_("Guides"), book.guides.values(), book.own),
    ]


def _shelf(title: str, cards: Iterable[AnyCard], own: frozenset[str]) -> Section:
    rows = {card.id: _row(card.name, card.id in own) for card in cards}
    return Section(_counted(title, len(rows)), rows)


def _counted(title: str, number: int) -> str:
    return f"{title} {number}"


def _row(name: str, is_own: bool) -> Row:
    return Row({"name": Cell(f"{OWN} {name}", "accent") if is_own else name})


def found_section(found: Sequence[Entry]) -> list[Section]:
    """What was found, the best first, each with what it is and where it belongs."""
    rows = {one.id: Row({"name": one.title, "about": Cell(about_words(one), "muted")}) for one in found}
    return [Section(_("Answers"), rows)] if rows else []


def about_words(entry: Entry) -> str:
    """What an entry is, and its stage."""
    stage = entry.stage_id if entry.kind != "stage" else ""
    return " · ".join(one for one in (_(CARD_KINDS[entry.kind]), stage) if one)
