"""Makes the files that the program reads its cards from, and checks them.

Use: ``python scripts/cards.py compile`` after a card was changed; ``python scripts/cards.py check`` in CI.
"""

import sys

from karep.playbook.card import Card, CardError, read_card
from karep.playbook.checking import shipped_faults
from karep.playbook.folders import card_files
from karep.playbook.kinds import KINDS, kind_of
from karep.playbook.shipped import CARDS, LANGUAGES, compiled_file, dumped


def read(language: str) -> tuple[dict[str, Card], list[CardError]]:
    """Our cards in a language by id, in the order of the kinds, and what is wrong with their files."""
    cards, faults = dict[str, Card](), list[CardError]()
    for kind in KINDS.values():
        for path in card_files(CARDS / language / kind.folder):
            try:
                card = read_card(path, path.relative_to(CARDS).as_posix())
            except CardError as error:
                faults.append(error)
                continue
            if card.id in cards:
                faults.append(card.error(1, f"{cards[card.id].source} has the id {card.id} already"))
            if kind_of(card.id) is not kind:
                faults.append(card.error(1, f"a card with the id {card.id!r} does not belong to {kind.folder}"))
            cards[card.id] = card
    return cards, faults


def problems() -> list[str]:
    """What is wrong with the cards, a line each; nothing when they are sound and compiled."""
    cards, faults = dict[str, dict[str, Card]](), list[str]()
    for language in LANGUAGES:
        cards[language], wrong = read(language)
        faults += map(str, wrong)
        file = compiled_file(language)
        if not file.exists() or file.read_text("utf-8") != dumped(cards[language]):
            faults.append(f"{file.name} is older than the cards: run scripts/cards.py compile")
    return [*faults, *map(str, shipped_faults(cards))]


def main() -> int:
    """Compile or check; what is wrong is printed, and the exit code is 1."""
    verb = sys.argv[1:]
    if verb not in (["compile"], ["check"]):
        print(__doc__)
        return 2
    if verb == ["compile"]:
        for language in LANGUAGES:
            compiled_file(language).write_text(dumped(read(language)[0]), "utf-8")
    found = problems()
    print("\n".join(found) or f"{len(read(LANGUAGES[0])[0])} cards in each language, sound.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
