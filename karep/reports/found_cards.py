"""Cards of the playbook that were found, as lines: what it is called, what it is, and the words that answer."""

from collections.abc import Callable
from typing import Final

from karep.i18n import _, language
from karep.playbook.finding import Entry
from karep.playbook.objection_words import SURE, objections_said
from karep.playbook.shelf import playbook
from karep.reports.card_kinds import CARD_KINDS
from karep.reports.report import Line, parts
from karep.reports.words import stage_words
from karep.rules.cutting import cells
from karep.rules.searching.match import marks
from karep.rules.searching.query import Query

CARD: Final = "card"
"""The key of the section of the playbook's cards, and the noun of its lines."""
_NOTHING: Final = Query.of("")
_SENTENCE: Final = 6
"""Terminal cells from which one word may be a sentence: three Chinese characters."""
_TITLE_SHARE: Final = 0.25
"""A word that is less of an objection's title than this is only mentioned there."""


def card_line(entry: Entry, query: Query, excerpt: Callable[[str, Query], str]) -> Line:
    """An entry of the playbook as a line; an objection with the words that answer it.

    Args:
        entry: What was found.
        query: What it was found by.
        excerpt: Cuts a long text to what was found in it.
    """
    text = excerpt(entry.text.replace("\n", " "), query)
    found = {"name": marks(query, entry.title, "name"), "what": marks(query, text, "text")}
    card = playbook(language()).objections.get(entry.id)
    if card and card.answers and card.answers[0].say in entry.text:
        # the answer from its beginning: what was typed may be found in the middle of it, or in another line
        text = excerpt(card.answers[0].say, _NOTHING)
        found["what"] = marks(query, text, "text")
    shown = parts(
        name=entry.title,
        kind=_(CARD_KINDS[entry.kind]),
        stage=stage_words(entry.stage_id) if entry.stage_id and entry.kind != "stage" else "",
        what=text if found["what"] or card else "",
    )
    return Line(CARD, entry.id, shown, marks={name: spans for name, spans in found.items() if spans})


def is_said(words: str, entry: Entry, query: Query) -> bool:
    """Whether the rep typed what a customer objects: then the answer is wanted before what is only noted somewhere.

    A single word is looked for in the notes rather, unless the objection has it in its title.
    """
    if entry.kind != "objection":
        return False
    named = sum(cells(entry.title[start:end]) for start, end in marks(query, entry.title, "name"))
    if named >= _TITLE_SHARE * cells(entry.title):
        return True
    said = objections_said(words, language()) if len(query.words) > 1 or cells(words.strip()) >= _SENTENCE else []
    return bool(said) and said[0][0] >= SURE and said[0][1].id == entry.id
