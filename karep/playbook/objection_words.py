"""What customers say, and what reps call it: which objection that is."""

from functools import lru_cache
from typing import Final

from karep.i18n import language
from karep.playbook.book import Objection, Playbook
from karep.playbook.kinds import card_id_of
from karep.playbook.shelf import playbook
from karep.playbook.shipped import LANGUAGES
from karep.rules.lazy_pattern import pattern
from karep.rules.matching import fold
from karep.rules.numerals import fold_width
from karep.rules.scripts import simplified
from karep.rules.searching.saying import Sayings

SURE: Final = 0.7
"""From this nearness on the words name the objection; below it the rep is offered it."""
PROBABLE: Final = 0.5
"""From this nearness on an objection is more probable than a card that merely says the same words somewhere."""
LIKELY: Final = 0.25
"""From this nearness on an objection is worth to be looked at."""
_SHORTEST, _SHORTEST_LATIN = 2, 4
_SCRIPTS: Final = {"en": pattern("[A-Za-zＡ-Ｚａ-ｚ]"), "zh": pattern("[\u3400-\u9fff]")}
"""What words of each language are written in: those of another need not be looked through."""


def objections_called(words: str, language: str) -> list[Objection]:
    """The objections whose title, or another name, has a word that begins like this; all where nothing is written.

    Those that begin so come first. In Chinese, where nothing parts the words, one may begin anywhere in a title.

    Args:
        words: As typed so far.
        language: The language of the titles.
    """
    wanted = " ".join(fold_width(words).split())
    cards = playbook(language).objections.values()
    ranked = [(_rank(wanted, fold_width(card.name), tuple(map(fold_width, card.aliases))), card) for card in cards]
    return [card for found, card in sorted(((rank, one) for rank, one in ranked if rank), key=lambda one: one[0])]


def objections_said(words: str, language: str) -> list[tuple[float, Objection]]:
    """The objections by how near the customer's words come to what is known to be said, from `LIKELY` on.

    Args:
        words: What the customer said.
        language: The language of the cards; the words may be of any that has cards.
    """
    nearest = dict[str, float]()
    for one in (one for one in LANGUAGES if _SCRIPTS[one].search(words)):
        for nearness, card_id in _sayings(playbook(one)).nearest(words):
            nearest[card_id] = max(nearness, nearest.get(card_id, 0))
    cards = playbook(language).objections
    found = [(nearness, cards[one]) for one, nearness in nearest.items() if nearness >= LIKELY and one in cards]
    return sorted(found, key=lambda one: -one[0])


def objection_named(words: str) -> str | None:
    """The id of the card that the customer's words name, in either language; None where they name none.

    They do where they are another name of it, or hold its title, or are a part of that, or come near enough.
    """
    wanted = fold(simplified(words))
    if len(wanted) < (_SHORTEST_LATIN if wanted.isascii() else _SHORTEST):
        return None
    for one in reversed(LANGUAGES):
        for card in playbook(one).objections.values():
            title = fold(card.name)
            if wanted in map(fold, card.aliases) or wanted in title or title in wanted:
                return card.id
    said = objections_said(words, LANGUAGES[0])
    return said[0][1].id if said and said[0][0] >= SURE else None


def answer_kept(answer_id: str, words: str) -> str:
    """What is kept as the answer: the rep's words, or what the card calls the answer that was used.

    So it can be read later what was answered, even where the card was changed or taken out since.

    Args:
        answer_id: The id of the card's answer; "" for none.
        words: The rep's own words; the name of another answer of the card is none of them.
    """
    used = playbook(language()).answer(answer_id) if answer_id else None
    card = playbook(language()).objections.get(card_id_of(answer_id)) if used else None
    if used and card and (not words or any(names_answer(one.id, words) for one in card.answers)):
        return used.name
    return words


def names_answer(answer_id: str, words: str) -> bool:
    """Whether words are nothing but what the card calls this answer, in any language."""
    return any((used := playbook(one).answer(answer_id)) is not None and used.name == words for one in LANGUAGES)


@lru_cache(maxsize=2 * len(LANGUAGES))
def _sayings_of(cards: tuple[tuple[str, tuple[str, ...]], ...]) -> Sayings:
    return Sayings.of(dict(cards))


def _sayings(book: Playbook) -> Sayings:
    return _sayings_of(tuple((card.id, (card.name, *card.aliases)) for card in book.objections.values()))


def _rank(wanted: str, title: str, names: tuple[str, ...]) -> tuple[int, int] | None:
    """0 where the title begins so, 1 another name, 2 and 3 a word in them; None where nothing does.

    Beside it the length of that name, because what was typed says more of a short one; 0 where nothing was.
    """
    if not wanted:
        return 0, 0
    if title.startswith(wanted):
        return 0, len(title)
    if begun := [len(name) for name in names if name.startswith(wanted)]:
        return 1, min(begun)
    if _has_word(wanted, title):
        return 2, len(title)
    held = [len(name) for name in names if _has_word(wanted, name)]
    return (3, min(held)) if held else None


def _has_word(wanted: str, text: str) -> bool:
    """Whether a word of the text, and what follows it, begins so."""
    if not wanted.isascii():
        return wanted in text
    return any(text.startswith(wanted, at) and not text[at - 1 : at].isalnum() for at in range(len(text)))
