"""What the playbook costs to read, beside `json.loads` of the same file; and a look whether a card was saved.

Run it with ``python tests/bench/bench_playbook.py``.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from rounds import Measured, paired
from table import show

from karep.playbook import shelf
from karep.playbook.card import read_card
from karep.playbook.finding import find_entries
from karep.playbook.shipped import CARDS, LANGUAGES, compiled_file, shipped_cards
from karep.playbook.writing import written

ROUNDS = 31
SENTENCES = {"en": "your price is 20% above the others", "zh": "你们比别家贵两成"}


def measure(rounds: int = ROUNDS) -> list[Measured]:
    """Name, our time in ms, the floor's time in ms, and the budget."""
    found = []
    for language in LANGUAGES:
        text = compiled_file(language).read_text("utf-8")
        floor = _timed(lambda text=text: json.loads(text))

        def pair(name: str, action: Callable[[], object], budget: str, floor: Callable[[], float] = floor) -> Measured:
            return (name, *paired(rounds, _timed(action), floor), budget)

        files = sorted((CARDS / language).rglob("*.md"))
        found += [
            pair(f"our cards, {language}", lambda one=language: shipped_cards(one), "json.loads of the file"),
            pair(f"the playbook, {language}", lambda one=language: shelf.read_playbook(one, ()), "≤ 8 × json.loads"),
            pair(f"{len(files)} Markdown files, {language}", lambda some=files: [read_card(one) for one in some], ""),
        ]
        shelf.playbook(language)
        find_entries(SENTENCES[language], language, 4)
        found.append(
            pair(f"a customer's sentence, {language}", lambda one=language: find_entries(SENTENCES[one], one, 4), "")
        )
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        cards = shipped_cards("en")
        for number, (card_id, card) in enumerate(cards.items()):
            path = folder / "en" / f"{number}.md"
            path.parent.mkdir(exist_ok=True)
            path.write_text(f"+++\n{written(card, 'en')}", "utf-8")
            assert card_id
        missing, whole = folder / "none", [folder]
        nothing = _timed(lambda: missing.exists())
        shelf.use_folders(missing)
        shelf.playbook("en")
        found.append(("a look, no folder of one's own", *paired(rounds, _timed(shelf.refresh), nothing), "one stat"))
        shelf.use_folders(*whole)
        shelf.playbook("en")
        found.append((f"a look, {len(cards)} cards", *paired(rounds, _timed(shelf.refresh), nothing), "one stat"))
        overlaid = _timed(lambda: shelf.read_playbook("en", whole))
        found.append((f"{len(cards)} cards of one's own", *paired(9, overlaid, floor), ""))
    shelf.use_own_folders()
    return found


def _timed(action: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        start = perf_counter()
        action()
        return (perf_counter() - start) * 1000

    return run


if __name__ == "__main__":
    show(measure())
