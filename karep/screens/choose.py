"""Choosing one of a few: type to narrow, Enter to take."""

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from karep.rules.matching import fold
from karep.screens.base import KarepDialog
from karep.screens.safe import one_line, safe
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput


class ChooseDialog(KarepDialog[str]):
    """Answers with the key of the chosen line, or None."""

    DEFAULT_CSS = """
    ChooseDialog OptionList { height: auto; max-height: 16; border: none; }
    """

    def __init__(self, title: str, choices: Mapping[str, str]) -> None:
        """Offer `choices`: key to words."""
        super().__init__()
        self._caption = title
        self._choices = dict(choices)
        self._shown: list[str] = []

    def compose(self) -> ComposeResult:
        """A filter over the lines."""
        with Vertical(id="dialog"):
            yield TextInput()
            yield PointedList(markup=False)

    def on_mount(self) -> None:
        """Show every line."""
        self.query_one("#dialog").border_title = safe(self._caption)
        self._show("")

    def _show(self, words: str) -> None:
        self._shown = self.found(words)
        options = self.query_one(OptionList)
        options.set_options(Option(safe(one_line(self._choices[key]))) for key in self._shown)
        options.highlighted = 0 if self._shown else None

    def found(self, words: str) -> list[str]:
        """The keys of the lines that what is typed leaves, the one that is meant first."""
        wanted = fold(words)
        return [key for key, text in self._choices.items() if wanted in fold(text)]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    @on(Input.Submitted)
    def _taken(self) -> None:
        highlighted = self.query_one(OptionList).highlighted
        if highlighted is not None:
            self.dismiss(self._shown[highlighted])

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._shown[event.option_index])

    def key_down(self) -> None:
        """The arrow keys move the highlight while the filter is typed into."""
        self.query_one(OptionList).action_cursor_down()

    def key_up(self) -> None:
        """The arrow keys move the highlight while the filter is typed into."""
        self.query_one(OptionList).action_cursor_up()
