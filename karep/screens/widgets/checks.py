"""Several of a few: a list of boxes that say with a sign, not a colour, what is chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from karep.i18n import N_
from karep.rules.matching import fold
from karep.screens.safe import one_line, safe


class Checks(OptionList):
    """Boxes to tick with space; the chosen keys stand in the order of the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "select", N_("Tick"), id="checks.tick", show=False),
        Binding("enter", "leave", N_("Next"), id="checks.leave", show=False),
    ]
    DEFAULT_CSS = """
    Checks { height: auto; max-height: 7; border: none; padding: 0; }
    Checks:focus { border: none; }
    """

    @dataclass
    class Changed(Message):
        """Another set is chosen."""

        checks: "Checks"

        @property
        def control(self) -> "Checks":
            """The list that sent it."""
            return self.checks

    def __init__(self, choices: Mapping[str, str], *, id: str | None = None) -> None:
        """Offer `choices`: key to words."""
        self._words = dict(choices)
        self._chosen: set[str] = set()
        self._typed = ""
        super().__init__(*(Option(self._line(key)) for key in choices), id=id, markup=False, compact=True)

    @property
    def value(self) -> str:
        """The chosen keys, joined by commas."""
        return ",".join(key for key in self._words if key in self._chosen)

    @value.setter
    def value(self, keys: str) -> None:
        self._chosen = set(keys.split(",")) & set(self._words)
        for index, key in enumerate(self._words):
            self.replace_option_prompt_at_index(index, self._line(key))

    def on_key(self, event: events.Key) -> None:
        """Letters go to the line that holds them, so that a name that is typed finds its person."""
        if not event.is_printable or event.character in (None, " "):
            return
        event.stop()
        event.prevent_default()
        for typed in (self._typed + str(event.character), str(event.character)):
            found = next((n for n, words in enumerate(self._words.values()) if fold(typed) in fold(words)), None)
            if found is not None:
                self._typed, self.highlighted = typed, found
                return
        self._typed = ""
        self.app.bell()

    def on_blur(self) -> None:
        """What is typed next is another name."""
        self._typed = ""

    def on_focus(self) -> None:
        """Something is always highlighted, so that space has something to tick."""
        if self.highlighted is None and self._words:
            self.highlighted = 0

    def _line(self, key: str) -> Content:
        chosen = key in self._chosen
        mark = Content.styled("[x] " if chosen else "[ ] ", "bold $text-accent" if chosen else "$text-muted")
        return Content.assemble(mark, safe(one_line(self._words[key])))

    @on(OptionList.OptionSelected)
    def _toggle(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        key = list(self._words)[event.option_index]
        self._chosen ^= {key}
        self.replace_option_prompt_at_index(event.option_index, self._line(key))
        self.post_message(self.Changed(self))

    def action_leave(self) -> None:
        """Enter goes on to the next field."""
        self.screen.focus_next()
