"""Finding what the playbook says by any of its words, or by what the customer said."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from karep.frozen import frozen
from karep.playbook.book import Objection, Playbook, Question
from karep.playbook.kinds import card_id_of
from karep.playbook.objection_words import LIKELY, PROBABLE, SURE, objections_said
from karep.playbook.shelf import playbook
from karep.rules.searching.match import ELSEWHERE, WHOLE, Fields, match
from karep.rules.searching.query import Query

KINDS: Final = ("objection", "technique", "battle", "item", "question", "signal", "questions", "stage", "guide")
"""The kinds of entries, those first that a rep looks for in a hurry."""


@frozen
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


def find_entries(words: str, language: str, limit: int, least: float = LIKELY) -> list[Entry]:
    """The entries that answer to `words`, the best first.

    What is called just so comes first, and an objection that the customer's words surely mean; then what is called by
    every word that was typed; then the objections that the words probably mean, what says every word, and the
    objections that they may mean.

    Args:
        words: What the rep typed, or what the customer said.
        language: The language of the cards.
        limit: How many at most.
        least: How near the words must come to an objection that does not hold them all.
    """
    query = Query.of(words)
    if not query:
        return []
    entries = _entries(playbook(language))
    known = {entry.id: entry for entry, _fields in entries}
    near = objections_said(words, language)
    said = [(nearness, known[card.id]) for nearness, card in near if nearness >= least]
    ranked = []
    for place, (entry, fields) in enumerate(entries):
        rank = match(query.words, fields)
        if rank is not None:
            ranked.append((rank, KINDS.index(entry.kind), place, entry))
    ranked.sort(key=lambda one: one[:3])
    called = [entry for rank, *_order, entry in ranked if rank < ELSEWHERE]
    held = [entry for rank, *_order, entry in ranked if rank >= ELSEWHERE]
    sure, probably = ([entry for nearness, entry in said if nearness >= least] for least in (SURE, PROBABLE))
    just_so = [entry for rank, *_order, entry in ranked if rank == WHOLE]
    perhaps = [entry for _nearness, entry in said]
    found = {entry.id: entry for entry in (*just_so, *sure, *called, *probably, *held, *perhaps)}
    # a card that was begun and not written yet has no answer, so whatever has one comes before it
    return sorted(found.values(), key=lambda one: one.kind in _BEGUN and not one.text)[:limit]


_BEGUN: Final = ("objection", "technique", "battle", "questions", "guide")
"""The kinds of which a card can be new."""
_Entries = tuple[tuple[Entry, Fields], ...]
_made: dict[str, tuple[Playbook, _Entries]] = {}


def _entries(book: Playbook) -> _Entries:
    """The entries of a playbook, made once for as long as it is in force."""
    known = _made.get(book.language)
    if known is None or known[0] is not book:
        written = _written(book)
        made = tuple((one, Fields((one.title, *one.aliases), (), (one.stage_id, one.text))) for one in written)
        known = _made[book.language] = book, made
    return known[1]


def _written(book: Playbook) -> Iterator[Entry]:
    """The entries, without the sentences that only say what is to be written in their place."""
    if not book.own:
        yield from _all(book)
        return
    from karep.playbook.writing import template_words

    left_out = template_words()
    for entry in _all(book):
        if card_id_of(entry.id) not in book.own:
            yield entry
        elif entry.title not in left_out:
            lines = [one for one in entry.text.split("\n") if one not in left_out]
            yield replace(entry, text="\n".join(lines))


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
