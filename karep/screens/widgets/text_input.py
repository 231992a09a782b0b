"""The fields that the rep types into: one line, and notes of several lines."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import events
from textual.binding import Binding, BindingType
from textual.document._document import EditResult, Location
from textual.suggester import Suggester
from textual.validation import Validator
from textual.widgets import Input, TextArea
from textual.widgets.input import Selection
from textual.widgets.text_area import Edit

from karep.i18n import N_
from karep.screens.bindings import app_bindings
from karep.screens.safe import one_line, safe, visible
from karep.screens.widgets.words import word_end, word_start

_STEPS_KEPT: Final = 100


class TextInput(Input):
    """One line of text.

    What is pasted or set is made harmless first: line breaks become blanks, control characters visible. A word is
    deleted with Chinese in mind, and every change can be taken back, because one key can empty a field.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+w,alt+backspace,ctrl+backspace",
            "delete_left_word",
            N_("Delete word"),
            show=False,
            id="text.delete_word",
            tooltip=N_("Delete the word before the cursor"),
        ),
        Binding(
            "alt+d",
            "delete_right_word",
            N_("Delete next word"),
            show=False,
            id="text.delete_next_word",
            tooltip=N_("Delete the word after the cursor"),
        ),
        Binding(
            "ctrl+z",
            "undo",
            N_("Undo typing"),
            show=False,
            id="text.undo",
            tooltip=N_("Take back the last change in this field"),
        ),
        *app_bindings("app.find", "app.recent"),
    ]

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        max_length: int = 0,
        suggester: Suggester | None = None,
        validators: Validator | Iterable[Validator] | None = None,
        validate_on: Iterable[str] = ("blur", "submitted"),
        compact: bool = True,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a field.

        Args:
            value: The text in it; the cursor stands at its end.
            placeholder: What to type, shown while the field is empty, already translated.
            max_length: The most characters it takes, 0 for any number.
            suggester: Completes what is typed.
            validators: What the text must be; an empty text is always allowed.
            validate_on: When to check: `changed`, `blur`, `submitted`.
            compact: Without a border, one line high.
            name: The name of the widget.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
            disabled: Whether it takes no input.
        """
        self._steps: list[tuple[str, Selection]] = []
        self._editing = False
        super().__init__(
            value,
            one_line(placeholder, " "),
            max_length=max_length,
            suggester=suggester,
            validators=validators,
            validate_on=validate_on,  # type: ignore[arg-type]
            valid_empty=True,
            select_on_focus=False,
            compact=compact,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )

    def validate_value(self, value: str) -> str:
        """Whatever is put into the field becomes one harmless line."""
        return _single(value)

    def replace(self, text: str, start: int, end: int) -> None:
        """Replace a part of the text; the old one can be had back with `undo`."""
        before = self.value, self.selection
        self._editing = True
        try:
            super().replace(_single(text), start, end)
        finally:
            self._editing = False
        if self.value != before[0]:
            self._steps.append(before)
            del self._steps[:-_STEPS_KEPT]

    def watch_value(self) -> None:
        """Forget the changes of a text that was replaced by the program: they belong to another one."""
        if not self._editing:
            self._steps.clear()

    def action_undo(self) -> None:
        """Take back the last change."""
        if self._steps:
            self._editing = True
            try:
                self.value, self.selection = self._steps.pop()
            finally:
                self._editing = False

    def action_delete_left_word(self) -> None:
        """Delete the selection, or the word before the cursor."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            self.delete(word_start(self.value, self.cursor_position), self.cursor_position)

    def action_delete_right_word(self) -> None:
        """Delete the selection, or the word after the cursor."""
        if not self.selection.is_empty:
            self.delete_selection()
        else:
            self.delete(self.cursor_position, word_end(self.value, self.cursor_position))

    def action_cursor_left_word(self, select: bool = False) -> None:
        """Move to the start of the word before the cursor."""
        self._move_to(word_start(self.value, self.cursor_position), select)

    def action_cursor_right_word(self, select: bool = False) -> None:
        """Move to the end of the word after the cursor."""
        self._move_to(word_end(self.value, self.cursor_position), select)

    def _move_to(self, position: int, select: bool) -> None:
        self.selection = Selection(self.selection.start if select else position, position)

    def on_focus(self) -> None:
        """Tell the terminal where the cursor is, so that an input method opens its window there and not in a corner."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset

    def _on_paste(self, event: events.Paste) -> None:
        """Take all lines of what is pasted, not only the first one."""
        event.prevent_default()
        event.stop()
        self.replace(event.text, *self.selection)


class Notes(TextArea):
    """Several lines of text. Tab leaves the field, ctrl+z takes typing back, and what is pasted is made harmless."""

    BINDINGS: ClassVar[list[BindingType]] = app_bindings("app.find", "app.recent")

    def __init__(
        self,
        text: str = "",
        placeholder: str = "",
        *,
        compact: bool = True,
        name: str | None = None,
        id: str | None = None,
        classes: str | None = None,
        disabled: bool = False,
    ) -> None:
        """Make a field.

        Args:
            text: The text in it.
            placeholder: What to type, shown while the field is empty, already translated.
            compact: Without a border.
            name: The name of the widget.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
            disabled: Whether it takes no input.
        """
        super().__init__(
            visible(text),
            soft_wrap=True,
            tab_behavior="focus",
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=safe(placeholder),
            compact=compact,
            name=name,
            id=id,
            classes=classes,
            disabled=disabled,
        )

    def load_text(self, text: str) -> None:
        """Show another text; what was typed before cannot be taken back any more."""
        super().load_text(visible(text))

    def edit(self, edit: Edit) -> EditResult:
        """Make what is typed or pasted harmless on its way in."""
        edit.text = visible(edit.text)
        return super().edit(edit)

    def get_cursor_word_left_location(self) -> Location:
        """Where the word before the cursor begins."""
        row, column = self.cursor_location
        if column == 0:
            return super().get_cursor_word_left_location()
        return row, word_start(self.document[row], column)

    def get_cursor_word_right_location(self) -> Location:
        """Where the word after the cursor ends."""
        row, column = self.cursor_location
        line = self.document[row]
        if column == len(line):
            return super().get_cursor_word_right_location()
        return row, word_end(line, column)

    def on_focus(self) -> None:
        """Tell the terminal where the cursor is, so that an input method opens its window there and not in a corner."""
        self.call_after_refresh(self._place_cursor)

    def _place_cursor(self) -> None:
        if self.has_focus:
            self.app.cursor_position = self.cursor_screen_offset


def _single(text: str) -> str:
    """One harmless line that keeps the blanks at its ends, so that typing a blank is possible."""
    if "\n" not in text and "\r" not in text:
        return visible(text)
    return one_line(text.replace("\r\n", "\n").replace("\r", "\n"), " ")
