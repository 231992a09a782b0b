"""One of a few: a field whose letters choose instead of being taken for keys of the page."""

from collections.abc import Mapping
from typing import Any

from textual import events
from textual.widgets import Select

from karep.rules.matching import fold
from karep.screens.safe import safe


class Choice(Select[Any]):
    """A choice by enter or the arrow keys, or by the first letter or the number of its words."""

    def __init__(self, choices: Mapping[str, str], *, required: bool, id: str) -> None:
        """Offer `choices`: key to words; nothing at all is among them unless it is `required`."""
        options = [(safe(words), key) for key, words in choices.items()]
        super().__init__(options, id=id, prompt="–", compact=True, allow_blank=not required)
        self._words = dict(choices)

    def on_key(self, event: events.Key) -> None:
        """A letter or digit goes on to the next choice that begins with it, or whose first word holds it."""
        if self.expanded or not event.is_printable or event.character in (None, " "):
            return
        event.stop()
        event.prevent_default()
        typed, keys = fold(str(event.character)), list(self._words)
        place = keys.index(self.value) + 1 if self.value in self._words else 0
        ahead = keys[place:] + keys[:place]
        begins = [key for key in ahead if fold(self._words[key]).startswith(typed)]
        holds = [key for key in ahead if typed in fold(self._words[key].partition(" ")[0])]
        if typed and (found := begins or holds):
            self.value = found[0]
        else:
            self.app.bell()
