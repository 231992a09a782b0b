"""What cards must hold beyond the shape of each: both languages alike, links that lead somewhere, lines that fit."""

import re
from collections.abc import Iterator, Mapping
from itertools import permutations
from pathlib import Path
from typing import Final

from karep.i18n import _
from karep.playbook.building import build, dead_links
from karep.playbook.card import Card, CardError
from karep.playbook.folders import missing, read_folder
from karep.playbook.kinds import check_card
from karep.playbook.layers import Layers
from karep.playbook.shipped import LANGUAGES, shipped_cards
from karep.rules.cutting import cells

GLANCE_WIDTH: Final = 64
"""Columns of one line of an objection at a glance, beside its label, on a terminal of 80."""
_WIDEST: Final = {"title": 40, "how": 110, "question": 90}
"""Columns of the parts of a stage's lines."""
_SENTENCE: Final = re.compile(r".*?(?:[。！？!?]+[”」’]*|\.(?=\s|$)[”’]*)", re.DOTALL)


def shipped_faults(cards: Mapping[str, Mapping[str, Card]] | None = None) -> list[CardError]:
    """Everything that is wrong with our own cards, by language and id: those of the compiled files when none are given.

    What is in the files but not in `cards`, such as an id that two files have, whoever reads the files must look at.
    """
    ours = cards if cards is not None else {language: shipped_cards(language) for language in LANGUAGES}
    found = list[CardError]()
    for language, some in ours.items():
        wrong = [fault for card in some.values() for fault in check_card(card)]
        # A card that lacks something has no width, and no playbook can be made of it.
        found += wrong or [*width_faults(some), *dead_links(some.values(), build(language, some, ()))]
    return [*found, *language_faults(ours), *_count_faults(ours)]


def folder_faults(*folders: Path) -> list[CardError]:
    """Everything that is wrong with folders of cards, each laid over the one before: shape, ids, links, languages.

    That a whole card is missing in one language is a remark.
    """
    found, layers = list[CardError](), dict[str, Layers]()
    for language in LANGUAGES:
        layers[language] = one = Layers(shipped_cards(language))
        for folder in folders:
            cards, faults = read_folder(folder, language)
            one.faults += [*missing(folder), *faults]
            for card in cards:
                one.lay(card, only_add=False)
        found += one.faults
    for language, one in layers.items():
        # A link may lead to a card that only the other language has; that it is missing here is said of the card.
        known = dict[str, Card]()
        for beside in (*layers.values(), one):
            known |= beside.cards
        found += dead_links(one.written, build(language, known, ()))
    found += language_faults({language: one.cards for language, one in layers.items()})
    return sorted({str(one): one for one in found}.values(), key=lambda one: (one.source, one.line))


def width_faults(cards: Mapping[str, Card]) -> Iterator[CardError]:
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


def first_sentence(text: str) -> str:
    """A text up to the end of its first sentence; all of it where it ends in none."""
    found = _SENTENCE.match(text)
    return found[0].strip() if found else text


def _count_faults(cards: Mapping[str, Mapping[str, Card]]) -> Iterator[CardError]:
    """Sections that have more lines in one language than in the other."""
    for one, other in permutations(cards, 2):
        for card_id in cards[one].keys() & cards[other].keys():
            for key, section in cards[one][card_id].sections.items():
                beside = cards[other][card_id].sections.get(key)
                if beside is not None and len(section.items) > len(beside.items):
                    reason = _("the section {key} has fewer lines in {language}; write them there too")
                    yield cards[one][card_id].error(section.line, reason.format(key=key, language=other))


def language_faults(cards: Mapping[str, Mapping[str, Card]]) -> Iterator[CardError]:
    """Cards, sections and lines that one language has and another lacks; `cards` by language and id."""
    for language, other in permutations(cards, 2):
        for card in cards[language].values():
            twin = cards[other].get(card.id)
            if twin is None:
                reason = _("this card is missing in {language}; karep --lang {language} playbook edit {id} makes it")
                # what is written in one language is seen in the other too, so it can wait
                yield CardError(card.source, 1, reason.format(language=other, id=card.id), is_remark=True)
            else:
                yield from _lacking(card, twin, other)


def _lacking(card: Card, twin: Card, language: str) -> Iterator[CardError]:
    """What a card has and its twin in another language lacks; it is seen there too, so it can wait."""
    for key, section in card.sections.items():
        beside = twin.sections.get(key)
        if beside is None:
            reason = _("the section {key} is missing in {language}; write it there too")
            yield CardError(card.source, section.line, reason.format(key=key, language=language), is_remark=True)
            continue
        known = {item.id for item in beside.items}
        for item in section.items:
            if item.id not in known:
                reason = _("the line {id} is missing in {language}; write it there too")
                told = reason.format(id=item.id or item.text, language=language)
                yield CardError(card.source, item.line, told, is_remark=True)
