"""What a folder of cards must hold beyond the shape of each card: both languages alike, lines that fit at a glance."""

import re
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Final

from karep.i18n import _
from karep.playbook.card import Card, CardError, read_card
from karep.playbook.shelf import card_files, read_playbook
from karep.playbook.shipped import LANGUAGES
from karep.rules.cutting import cells

GLANCE_WIDTH: Final = 64
"""Columns of one line of an objection at a glance, beside its label, on a terminal of 80."""
_WIDEST: Final = {"title": 40, "how": 110, "evidence": 110, "question": 90}
"""Columns of the parts of a stage's lines."""
_SENTENCE: Final = re.compile(r".*?(?:[。！？!?]+[”」’]*|[.;；](?=\s|$)[”’]*)", re.DOTALL)


def width_faults(cards: Mapping[str, Card], language: str) -> Iterator[CardError]:
    """Lines that do not fit where they are read at a glance, six lines of 80 columns an objection."""
    for card in cards.values():
        if card.id.startswith("o."):
            yield from _glance_faults(card)
        for section in card.sections.values():
            for item in section.items:
                if section.key == "checklist":
                    yield from _too_wide(card, item.line, item.text, _WIDEST["title"])
                    for words in item.labels.values():
                        yield from _too_wide(card, item.line, words, _WIDEST["how"])
                elif section.key == "questions":
                    yield from _too_wide(card, item.line, item.text, _WIDEST["question"])


def _glance_faults(card: Card) -> Iterator[CardError]:
    clarify, answers, evidence = (card.sections[one].items[0] for one in ("clarify", "answers", "evidence"))
    yield from _too_wide(card, clarify.line, clarify.text, GLANCE_WIDTH)
    yield from _too_wide(card, answers.line, answers.labels.get("say", ""), 2 * GLANCE_WIDTH)
    yield from _too_wide(card, evidence.line, evidence.text, GLANCE_WIDTH)
    for key in ("concession", "fails"):
        section = card.sections[key]
        yield from _too_wide(card, section.line, first_sentence(section.paragraph), GLANCE_WIDTH)


def _too_wide(card: Card, line: int, words: str, most: int) -> Iterator[CardError]:
    if (width := cells(words)) > most:
        reason = _("this is {width} columns wide, of at most {most}: {words}")
        yield card.error(line, reason.format(width=width, most=most, words=words))


def language_faults(cards: Mapping[str, Mapping[str, Card]]) -> Iterator[CardError]:
    """Cards, sections and lines that one language has and another lacks; `cards` by language and id."""
    for language, other in permutations(cards, 2):
        yield from _missing(cards[language], cards[other])


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence; all of it where it ends in none."""
    found = _SENTENCE.match(text)
    return found[0].strip() if found else text


def _missing(cards: Mapping[str, Card], others: Mapping[str, Card]) -> Iterator[CardError]:
    """What these cards have and the others lack."""
    for card in cards.values():
        twin = others.get(card.id)
        if twin is None:
            yield card.error(1, _("no card in the other language has the id {id}").format(id=card.id))
            continue
        for key, section in card.sections.items():
            beside = twin.sections.get(key)
            if beside is None:
                yield card.error(section.line, _("{file} lacks the section {key}").format(file=twin.source, key=key))
                continue
            known = {item.id for item in beside.items}
            for item in section.items:
                if item.id not in known:
                    reason = _("{file} lacks a line with the id {id}")
                    yield card.error(item.line, reason.format(file=twin.source, id=item.id))
            if len(beside.items) != len(section.items) and {i.id for i in section.items} == known:
                reason = _("{file} has {other} lines here, and this card {own}")
                yield card.error(
                    section.line, reason.format(file=twin.source, other=len(beside.items), own=len(section.items))
                )


def folder_faults(folder: Path) -> list[CardError]:
    """Everything that is wrong with a company's or a rep's folder of cards: shape, ids, links, languages."""
    found, own = list[CardError](), dict[str, dict[str, Card]]()
    for language in LANGUAGES:
        own[language] = {}
        for path in card_files(folder / language):
            try:
                card = read_card(path)
            except CardError:
                continue
            if card.id in own[language]:
                known = own[language][card.id].source
                found.append(card.error(1, _("{file} has the id {id} too").format(file=known, id=card.id)))
            own[language][card.id] = card
        found += read_playbook(language, (folder,)).faults
    found += language_faults(own)
    return sorted({str(one): one for one in found}.values(), key=lambda one: (one.source, one.line))
