"""The folder of a company's or a rep's cards: `en/` and `zh/` with Markdown files in them or in folders of theirs."""

import os
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from karep import paths
from karep.i18n import _
from karep.playbook.card import FENCE, Card, CardError, read_card
from karep.playbook.kinds import check_card
from karep.playbook.shipped import LANGUAGES

MOST_CARDS: Final = 2_000
"""As many files of a folder are looked at: a folder with more is not one of cards."""
MOST_FOLDERS: Final = 200
"""As many folders of a folder are looked into."""
_SETTLED: Final = 1_000_000_000
"""Nanoseconds after which a file has a time that it had at no other saving."""
Stamp = tuple[int, int, int]
"""When a file was saved, its size, and which file it is."""
_read: dict[Path, tuple[Stamp, Card]] = {}
_NO_CARDS: Final = ("readme.md",)
"""What may lie beside the folders of cards."""


def card_files(folder: Path, unreadable: Callable[[OSError], object] | None = None) -> list[Path]:
    """The cards of a folder and of those in it, in the order of their names; none where there is no such folder.

    Links to other folders are not followed, and what begins with a dot is no card.

    Args:
        folder: Where to look.
        unreadable: Is told about each folder that cannot be looked into.
    """
    found = list[Path]()
    for number, (place, inside, names) in enumerate(os.walk(folder, onerror=unreadable)):
        inside[:] = sorted(one for one in inside if not one.startswith("."))
        found += [Path(place, name) for name in sorted(names) if _is_card(name)]
        if number == MOST_FOLDERS or len(found) > MOST_CARDS:
            break
    return found[:MOST_CARDS]


def missing(folder: Path) -> list[CardError]:
    """That there is no such folder, or that nobody may look at it; the rep's own need not be there."""
    try:
        if folder == paths.playbook_folder() or folder.is_dir():
            return []
    except OSError as error:  # a folder above it is closed, or the network is gone
        return [CardError(str(folder), 1, _unreadable().format(reason=error.strerror))]
    return [CardError(str(folder), 1, _("there is no such folder of cards; the setting playbook names it"))]


def _unreadable() -> str:
    return _("the folder cannot be looked into ({reason})")


def own_files(folder: Path) -> list[Path]:
    """All cards of a folder of cards, in every language, and those that lie beside the languages' folders."""
    return [*(path for language in LANGUAGES for path in card_files(folder / language)), *_beside(folder)]


def read_folder(folder: Path, language: str) -> tuple[list[Card], list[CardError]]:
    """The cards of a folder in one language, and what is wrong with its other files.

    Each of the cards has an id, and no other has the same; nothing else of them is checked.
    """
    cards, faults = dict[str, Card](), list[CardError]()

    def unreadable(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):
            reason = _unreadable().format(reason=error.strerror)
            faults.append(CardError(str(error.filename), 1, reason))

    for path in card_files(folder / language, unreadable):
        try:
            card = _card_of(path)
        except CardError as error:
            faults.append(error)
            continue
        if not card.id:
            reason = _('the front matter lacks {key}; write it like {key} = "words"')
            faults.append(card.front_error("id", reason.format(key="id")))
        elif card.id in cards:
            reason = _("the card {file} has the id {id} already; put both into one file")
            faults.append(card.front_error("id", reason.format(file=cards[card.id].source, id=card.id)))
            # what else is wrong with it is not to come to light only after that
            faults += check_card(card, whole=False)
        else:
            cards[card.id] = card
    return list(cards.values()), [*faults, *map(_stray, _beside(folder))]


def stamp_of(path: Path) -> Stamp | None:
    """What changes whenever a file is saved, or another one takes its place; None where it is not there."""
    try:
        known = path.stat()
    except OSError:
        return None
    return known.st_mtime_ns, known.st_size, known.st_ino


def _card_of(path: Path) -> Card:
    """The card of a file, as it was read before if the file is as it was then."""
    stamp = stamp_of(path)
    known = _read.get(path)
    if known is not None and known[0] == stamp:
        return known[1]
    card = read_card(path)
    # A file that was saved just now may be saved again without another time.
    if stamp is not None and time.time_ns() - stamp[0] > _SETTLED:
        if len(_read) > MOST_CARDS:
            _read.clear()
        _read[path] = stamp, card
    return card


def _stray(path: Path) -> CardError:
    reason = _("this card lies beside the folders {languages}; put it into one of them")
    return CardError(str(path), 1, reason.format(languages=", ".join(LANGUAGES)))


def _beside(folder: Path) -> list[Path]:
    """The cards that lie in a folder of cards itself, where nobody reads them."""
    try:
        paths = sorted(folder.iterdir())
    except OSError:
        return []
    named = (path for path in paths if _is_card(path.name) and path.name.casefold() not in _NO_CARDS)
    return [path for path in named if _begins_as_card(path)]


def _begins_as_card(path: Path) -> bool:
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            return file.read(16).removeprefix(b"\xef\xbb\xbf").startswith(FENCE.encode())
    except OSError:
        return False


def _is_card(name: str) -> bool:
    return name.casefold().endswith(".md") and not name.startswith(".")
