"""Finding what the playbook says by any of its words, or by what the customer said."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from karep.playbook.book import Objection, Playbook, Question
from karep.playbook.objection_words import SURE, objections_said
from karep.playbook.shelf import playbook
from karep.rules.searching.match import Fields, match
from karep.rules.searching.query import Query

KINDS: Final = ("objection", "technique", "battle", "item", "question", "signal", "questions", "stage", "guide")
"""The kinds of entries, those first that a rep looks for in a hurry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the playbook says."""

    id: str
    """The id of the card, or of the line of one."""
    kind: str
    """One of `KINDS`."""
    stage_id: str
    """The stage that it belongs to; empty for what belongs to none."""
    title: str
    text: str
    """What it says beyond its title."""
    aliases: tuple[str, ...] = ()
    """What else it is called."""


def find_entries(words: str, language: str, limit: int) -> list[Entry]:
    """The entries that answer to `words`, the best first.

    An objection that the customer's words surely mean comes first; then what holds every word that was typed; then
    the objections that the words may mean.

    Args:
        words: What the rep typed, or what the customer said.
        language: The language of the cards.
        limit: How many at most.
    """
    query = Query.of(words)
    if not query:
        return []
    entries = _entries(playbook(language))
    said = [(nearness, _objection(card)) for nearness, card in objections_said(words, language)]
    ranked = []
    for place, (entry, fields) in enumerate(entries):
        rank = match(query.words, fields)
        if rank is not None:
            ranked.append((rank, KINDS.index(entry.kind), place, entry))
    held = [entry for *_order, entry in sorted(ranked, key=lambda one: one[:3])]
    sure = [entry for nearness, entry in said if nearness >= SURE]
    found = {entry.id: entry for entry in (*sure, *held, *(entry for _nearness, entry in said))}
    return list(found.values())[:limit]


_Entries = tuple[tuple[Entry, Fields], ...]
_made: dict[str, tuple[Playbook, _Entries]] = {}


def _entries(book: Playbook) -> _Entries:
    """The entries of a playbook, made once for as long as it is in force."""
    known = _made.get(book.language)
    if known is None or known[0] is not book:
        made = tuple((one, Fields((one.title, *one.aliases), (), (one.stage_id, one.text))) for one in _all(book))
        known = _made[book.language] = book, made
    return known[1]


def _objection(card: Objection) -> Entry:
    answers = (f"{one.name}: {one.say}" for one in card.answers)
    text = (*card.clarify, *answers, *card.evidence, card.concession, card.fails, *card.hides)
    return Entry(card.id, "objection", card.stage_id, card.name, "\n".join(text), card.aliases)


def _all(book: Playbook) -> Iterator[Entry]:
    for stage in book.stages.values():
        about = (stage.purpose, *stage.know, *stage.mistakes, *stage.log)
        yield Entry(stage.id, "stage", stage.id, stage.name, "\n".join(about))
        for item in stage.checklist:
            yield Entry(item.id, "item", stage.id, item.title, f"{item.how}\n{item.evidence}")
        for fact in stage.exit:
            yield Entry(fact.id, "item", stage.id, fact.text, "")
        yield from _questions(stage.questions, stage.id)
        for signal in stage.signals:
            yield Entry(signal.id, "signal", stage.id, signal.text, "")
    yield from map(_objection, book.objections.values())
    for technique in book.techniques.values():
        text = (*(one.text for one in technique.say), *technique.when, *technique.when_not, technique.after)
        stage_id = technique.stages[0] if technique.stages else ""
        yield Entry(technique.id, "technique", stage_id, technique.name, "\n".join(text), technique.aliases)
    for some in book.questions.values():
        yield Entry(some.id, "questions", "", some.name, "\n".join((some.purpose, *some.listen)), some.aliases)
        yield from _questions(some.questions, "")
    for battle in book.battles.values():
        text = (battle.purpose, *battle.strong, *battle.weak, *(one.text for one in (*battle.ask, *battle.say)))
        yield Entry(battle.id, "battle", "", battle.name, "\n".join((*text, *battle.proof)), battle.aliases)
    for guide in book.guides.values():
        lines = (f"{line.text} {line.how}".strip() for part in guide.parts for line in part.lines)
        text = (*(part.paragraph for part in guide.parts if part.paragraph), *lines)
        yield Entry(guide.id, "guide", "", guide.name, "\n".join(text), guide.aliases)


def _questions(questions: tuple[Question, ...], stage_id: str) -> Iterator[Entry]:
    for one in questions:
        yield Entry(one.id, "question", stage_id, one.text, "")
