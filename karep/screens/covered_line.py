"""A dialog around one line of text that is covered while it holds something private and others can see the screen."""

from typing import Final

from textual import events
from textual.content import Content
from textual.widgets import Static

from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import spare_key
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, safe
from karep.screens.widgets.wrapped_input import WrappedInput

_EDITING: Final = ("enter", "tab", "shift+tab", "backspace", "delete", "up", "down")
"""What is done to a line beside typing."""


def in_confidence(text: str) -> bool:
    """Whether a text has the sign of a sentence in confidence anywhere, understood as one or not."""
    return "!!" in text.replace("！", "!")


class CoveredLine(KarepDialog[None]):
    """A dialog with a line, a cover ``#cover`` in its place, and a hint ``#hint`` below."""

    line: WrappedInput

    def hint(self, words: str | Content, style: str = "$text-muted") -> None:
        """Say something in the lowest line."""
        content = words if isinstance(words, Content) else assemble((words, style))
        self.query_one("#hint", Static).update(content, layout=False)

    def is_private(self, text: str) -> bool:
        """Whether others look, and a text has something said in confidence or a phone number in it."""
        return self.karep.private and (in_confidence(text) or Eyes.of(self.karep).words(text) != text)

    def cover_or_show(self) -> None:
        """Cover a line with something private in it while others look, or show it."""
        hidden = self.is_private(self.line.text)
        cover = self.query_one("#cover", Static)
        cover.display, self.line.display = hidden, not hidden
        if hidden:
            words = _("The line holds something private; {key} shows it.").format(key=self._key_that_shows())
            cover.update(safe(words))
        else:
            self.line.focus()

    def _key_that_shows(self) -> str:
        return spare_key("app.privacy", self.karep.settings.keys)

    def on_key(self, event: events.Key) -> None:
        """What is typed while the line has lost the focus, as to a click beside it, goes into the line.

        Nothing goes into a line that is covered, and no letter uncovers it: the rep may be typing without looking.
        """
        if not self.line.display and (event.is_printable or event.key in _EDITING):
            event.stop()
            event.prevent_default()
            words = _("The line is covered, so nothing goes into it; {key} shows it.")
            self.hint(words.format(key=self._key_that_shows()), "$text-warning")
        elif event.is_printable and event.character and not self.line.has_focus:
            event.stop()
            self.line.focus()
            self.line.put(event.character, self.line.cursor, self.line.cursor)
