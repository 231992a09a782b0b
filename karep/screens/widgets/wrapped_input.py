"""A line of text that is shown whole: as many rows as it needs, without a line break in it."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets.text_area import Edit, EditResult, Selection

from karep.screens.widgets.text_input import Notes


class WrappedInput(Notes):
    """One line over several rows. Enter submits it; line breaks that are pasted or set become blanks."""

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        input: WrappedInput
        pressed: float
        """When, in seconds by the clock of all messages."""

        @property
        def control(self) -> WrappedInput:
            """The line that sent it."""
            return self.input

    @property
    def cursor(self) -> int:
        """Where the cursor stands in the text, or the end of what is selected."""
        return self.cursor_location[1]

    def select(self, start: int, end: int) -> None:
        """Select ``text[start:end]``; what is typed replaces it."""
        size = len(self.text)
        self.selection = Selection((0, min(start, size)), (0, min(end, size)))

    def put(self, text: str, start: int, end: int) -> None:
        """Put a text in place of ``text[start:end]``, with the cursor behind it; ctrl+z takes it back."""
        self.history.checkpoint()
        self.replace(text, (0, start), (0, end), maintain_selection_offset=False)
        self.history.checkpoint()
        place = (0, min(start + len(_single(text)), len(self.text)))
        self.selection = Selection(place, place)

    def load_text(self, text: str) -> None:
        """Show another text, with the cursor at its end."""
        super().load_text(_single(text))
        self.select(len(self.text), len(self.text))

    def edit(self, edit: Edit) -> EditResult:
        """Keep what is typed or pasted one line."""
        edit.text = _single(edit.text)
        return super().edit(edit)

    def action_delete_to_start_of_line(self) -> None:
        """Delete everything before the cursor, however many rows it fills."""
        self.put("", 0, self.cursor)

    def action_delete_to_end_of_line(self) -> None:
        """Delete everything behind the cursor, however many rows it fills."""
        self.put("", self.cursor, len(self.text))

    async def _on_key(self, event: events.Key) -> None:
        """Enter is no line break here."""
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self, event.time))


def _single(text: str) -> str:
    """A text without line breaks; blanks at its ends stay, so that typing a blank is possible."""
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")
