"""Finding what the playbook holds by any of its words: stages, checklist items, questions, objections."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from karep.playbook.stages import RULE_ID, load_stages, objection_rule
from karep.rules.searching.match import Fields, match
from karep.rules.searching.query import Query

KINDS: Final = ("objection", "item", "question", "stage", "rule")
"""The kinds of entries, those first that a rep looks for in a hurry."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that the playbook says."""

    id: str
    """The id of the stage, item, question or objection; `RULE_ID` for what holds for every objection."""
    kind: str
    """One of `KINDS`."""
    stage_id: str
    """The stage that it belongs to; empty for what belongs to none."""
    title: str
    text: str
    """What it says beyond its title."""


def find_entries(words: str, language: str, limit: int) -> list[Entry]:
    """The entries that answer to `words`, the best first.

    Args:
        words: What the rep typed, or what the customer said.
        language: The language of the cards.
        limit: How many at most.
    """
    query = Query.of(words)
    if not query:
        return []
    ranked = []
    for place, (entry, fields) in enumerate(_entries(language)):
        rank = match(query.words, fields)
        if rank is not None:
            ranked.append((rank, KINDS.index(entry.kind), place, entry))
    return [entry for *_order, entry in sorted(ranked, key=lambda one: one[:3])[:limit]]


@cache
def _entries(language: str) -> tuple[tuple[Entry, Fields], ...]:
    return tuple((entry, Fields((entry.title,), (), (entry.stage_id, entry.text))) for entry in _all(language))


def _all(language: str) -> Iterator[Entry]:
    for stage in load_stages(language):
        about = (stage.purpose, *stage.know, *stage.signals, *stage.techniques, *stage.mistakes)
        yield Entry(stage.id, "stage", stage.id, stage.name, "\n".join(about))
        for item in stage.checklist:
            yield Entry(item.id, "item", stage.id, item.title, item.how)
        for fact in stage.exit:
            yield Entry(fact.id, "item", stage.id, fact.text, "")
        for question in stage.questions:
            yield Entry(question.id, "question", stage.id, question.text, "")
        for one in stage.objections:
            answer = (one.clarify, one.respond, one.evidence, one.concession)
            yield Entry(one.id, "objection", stage.id, one.title, "\n".join(answer))
    rule = objection_rule(language)
    yield Entry(RULE_ID, "rule", "", rule.name, "\n".join((*rule.steps, *rule.concession)))
