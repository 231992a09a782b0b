"""Makes the files that the program reads its cards from, and checks them.

Use: ``python scripts/cards.py compile`` after a card was changed; ``python scripts/cards.py check`` in CI.
"""

import sys

from karep.playbook.card import Card, CardError, read_card
from karep.playbook.checking import language_faults, width_faults
from karep.playbook.kinds import KINDS, check_card
from karep.playbook.shelf import card_files, read_playbook
from karep.playbook.shipped import CARDS, LANGUAGES, compiled_file, dumped


def read(language: str) -> tuple[dict[str, Card], list[CardError]]:
    """Our cards in a language by id, in the order of the kinds, and what is wrong with them."""
    cards, faults = dict[str, Card](), list[CardError]()
    for kind in KINDS.values():
        for path in card_files(CARDS / language / kind.folder):
            try:
                card = read_card(path, path.relative_to(CARDS).as_posix())
            except CardError as error:
                faults.append(error)
                continue
            faults += check_card(card)
            if card.id in cards:
                faults.append(card.error(1, f"{cards[card.id].source} has the id {card.id} too"))
            cards[card.id] = card
    return cards, faults


def main() -> int:
    """Compile or check; what is wrong is printed, and the exit code is 1."""
    verb = sys.argv[1:]
    if verb not in (["compile"], ["check"]):
        print(__doc__)
        return 2
    faults, cards = list[str](), dict[str, dict[str, Card]]()
    for language in LANGUAGES:
        cards[language], wrong = read(language)
        faults += map(str, [*wrong, *width_faults(cards[language], language)])
        text = dumped(cards[language])
        if verb == ["compile"]:
            compiled_file(language).write_text(text, "utf-8")
        elif not compiled_file(language).exists() or compiled_file(language).read_text("utf-8") != text:
            faults.append(f"{compiled_file(language).name} is older than the cards: run scripts/cards.py compile")
    faults += map(str, language_faults(cards))
    if not faults:
        faults += [str(fault) for language in LANGUAGES for fault in read_playbook(language, ()).faults]
    for fault in faults:
        print(fault)
    if not faults:
        print(f"{len(cards['en'])} cards in each language, sound.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
