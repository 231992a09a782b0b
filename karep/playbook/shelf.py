"""The playbook in force: our cards, with those of the company and of the rep laid over them, item by item.

It is read once a language. `refresh` looks whether a card of theirs was saved since, and reads anew if so.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from karep import paths
from karep.playbook.book import Playbook
from karep.playbook.building import build, dead_links
from karep.playbook.folders import missing, own_files, read_folder, stamp_of
from karep.playbook.layers import LastGood, Layers
from karep.playbook.shipped import LANGUAGES, shipped_cards

_folders: list[Path] | None = None
_read: dict[str, Playbook] = {}
_stamp: tuple[object, ...] = ()
_last_good: LastGood = {}
"""The last sound version of each file while the program runs."""


def folders() -> list[Path]:
    """The folders whose cards are laid over ours, each over the one before: the company's, then the rep's own."""
    global _folders
    if _folders is None:
        from karep import settings

        company = settings.load()["playbook"]
        _folders = [*([_named(company)] if company else []), paths.playbook_folder()]
    return list(_folders)


def _named(company: str) -> Path:
    """The folder that the settings name; a path that begins nowhere begins where the settings are."""
    folder = Path(company.replace("\0", "␀"))
    # Of somebody whom this computer does not know it is a folder that is not there, and said to be.
    with suppress(RuntimeError):
        folder = folder.expanduser()
    return paths.settings_file().parent / folder


def use_folders(*chosen: Path) -> None:
    """Lay the cards of these folders over ours, instead of those of the settings and of the rep."""
    global _folders
    _folders = list(chosen)
    _last_good.clear()
    forget()


def use_own_folders() -> None:
    """Lay the cards of the folder in the settings and of the rep's own over ours, as at the start."""
    global _folders
    _folders = None
    _last_good.clear()
    forget()


def forget() -> None:
    """Let go of what was read; it is read again when it is asked for. What was sound last is remembered."""
    _read.clear()


def has_own_cards() -> bool:
    """Whether the company or the rep has a card; a folder that the settings name and that is not there counts too."""
    return any(own_files(folder) or missing(folder) for folder in folders())


def playbook(language: str) -> Playbook:
    """The playbook in force in a language of `LANGUAGES`.

    Raises:
        ValueError: The language has no cards.
    """
    global _stamp
    known = _read.get(language)
    if known is None:
        if not _read:
            _stamp = _stamp_of(folders())
        # kept in a name of its own: another thread may let go of what was read at any time
        known = _read[language] = read_playbook(language, folders())
    return known


def refresh() -> bool:
    """Whether a card of the company or the rep was saved, added or deleted since the playbook was read.

    If so, it is read again. May be called from any thread: whoever asks meanwhile gets the playbook as it was.
    """
    global _read, _stamp
    if not _read:
        return False
    stamp = _stamp_of(folders())
    if stamp == _stamp:
        return False
    _read, _stamp = {language: read_playbook(language, folders()) for language in tuple(_read)}, stamp
    return True


def read_playbook(language: str, above: Sequence[Path]) -> Playbook:
    """Our cards in a language with those of the folders above laid over them, in order.

    A card that cannot be used is among the faults. Its last sound version is used, if it had one since the program
    began; else what it would have changed stays as it is without it.

    Raises:
        ValueError: The language has no cards.
    """
    layers = read_layers(language, above)
    book = build(language, layers.cards, layers.own)
    faults = {str(one): one for one in (*layers.faults, *dead_links(layers.written, book))}
    return replace(book, faults=tuple(faults.values()), meanwhile=layers.meanwhile)


def read_layers(language: str, above: Sequence[Path]) -> Layers:
    """The cards themselves that `read_playbook` makes a playbook of."""
    layers = Layers(shipped_cards(language), _last_good)
    for folder in above:
        layers.faults += missing(folder)
        # What is written in another language alone is better read in that than not at all.
        for written in (language, *(one for one in LANGUAGES if one != language)):
            cards, faults = read_folder(folder, written)
            layers.faults += faults
            only_add, ids = written != language, {card.id for card in cards}
            there = {*(card.source for card in cards), *(fault.source for fault in faults)}
            for card in cards:
                layers.lay(card, only_add=only_add)
            for source in sorted({fault.source for fault in faults}):
                known = _last_good.get((source, only_add))
                if known is None or known.id not in ids:
                    layers.lay_last_good(source, only_add=only_add)
            _forget_files_that_went(folder / written, there)
    return layers


def _forget_files_that_went(folder: Path, there: set[str]) -> None:
    """A file that was deleted has no last version: what is written anew under its name is another card."""
    for source, only_add in tuple(_last_good):
        if source not in there and Path(source).is_relative_to(folder):
            _last_good.pop((source, only_add), None)


def _stamp_of(chosen: Sequence[Path]) -> tuple[object, ...]:
    """What changes whenever a card is saved, added, renamed or deleted."""
    return tuple((path, stamp_of(path)) for folder in chosen for path in own_files(folder))
