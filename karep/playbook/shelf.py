"""The playbook in force: our cards, with those of the company and of the rep laid over them, item by item.

It is read once a language. `refresh` looks whether a card of theirs was saved since, and lets go of what was read.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from karep import paths
from karep.i18n import _
from karep.playbook.book import Playbook
from karep.playbook.building import build
from karep.playbook.card import Card, CardError, read_card
from karep.playbook.kinds import check_card
from karep.playbook.overlay import lay_over
from karep.playbook.shipped import LANGUAGES, shipped_cards

MOST_CARDS: Final = 2_000
"""As many files of a folder are looked at: a folder with more is not one of cards."""

_folders: list[Path] | None = None
_read: dict[str, Playbook] = {}
_stamp: tuple[object, ...] = ()


def folders() -> list[Path]:
    """The folders whose cards are laid over ours, each over the one before; the rep's own is the last."""
    return [paths.playbook_folder()] if _folders is None else list(_folders)


def use_folders(*chosen: Path) -> None:
    """Lay the cards of these folders over ours, instead of those of the rep's own folder alone."""
    global _folders
    _folders = list(chosen)
    forget()


def forget() -> None:
    """Let go of what was read; it is read again when it is asked for."""
    _read.clear()


def playbook(language: str) -> Playbook:
    """The playbook in force in a language of `LANGUAGES`.

    Raises:
        ValueError: The language has no cards.
    """
    global _stamp
    if language not in _read:
        if not _read:
            _stamp = _stamp_of(folders())
        _read[language] = read_playbook(language, folders())
    return _read[language]


def refresh() -> bool:
    """Whether a card of the company or the rep was saved, added or deleted since the playbook was read."""
    if not _read or _stamp_of(folders()) == _stamp:
        return False
    forget()
    return True


def read_playbook(language: str, above: Sequence[Path]) -> Playbook:
    """Our cards in a language with those of the folders above laid over them, in order.

    A card that cannot be used is among the faults, and what it would have changed stays as it was.

    Raises:
        ValueError: The language has no cards.
    """
    cards = shipped_cards(language)
    own, faults = set[str](), list[CardError]()
    for folder in above:
        for other in (*(one for one in LANGUAGES if one != language), language):
            for card in _cards_of(folder / other, faults):
                _lay(cards, card, own, faults, only_add=other != language)
    return build(language, cards, own, dict.fromkeys(faults))


def _lay(cards: dict[str, Card], card: Card, own: set[str], faults: list[CardError], *, only_add: bool) -> None:
    """Lay one card over what there is, unless it cannot be used."""
    below = cards.get(card.id)
    wrong = check_card(card, whole=below is None)
    laid = card if below is None else lay_over(below, card, only_add=only_add)
    wrong = wrong or check_card(laid)
    if wrong:
        faults += wrong if not only_add else ()
    else:
        cards[card.id] = laid
        own.add(card.id)


def _cards_of(folder: Path, faults: list[CardError]) -> Iterator[Card]:
    for path in card_files(folder):
        try:
            card = read_card(path)
        except CardError as error:
            faults.append(error)
            continue
        if not card.id:
            faults.append(card.error(1, _("the front matter lacks {key}, a text").format(key="id")))
        else:
            yield card


def card_files(folder: Path) -> list[Path]:
    """The cards of a folder and of those in it, in the order of their names; none where there is no such folder."""
    found = []
    for place, inside, names in os.walk(folder):
        inside.sort()
        found += [Path(place) / name for name in sorted(names) if name.endswith(".md") and not name.startswith(".")]
        if len(found) > MOST_CARDS:
            return found[:MOST_CARDS]
    return found


def _stamp_of(chosen: Sequence[Path]) -> tuple[object, ...]:
    found: list[object] = []
    for folder in chosen:
        for path in card_files(folder):
            try:
                known = path.stat()
            except OSError:
                continue
            found.append((str(path), known.st_mtime_ns, known.st_size))
    return tuple(found)
