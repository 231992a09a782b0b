"""The two lines around every screen: the places above, the keys below; and the sentence for tiny terminals."""

from textual import events
from textual.app import RenderResult
from textual.content import Content
from textual.widget import Widget

from karep.i18n import _
from karep.screens.bindings import described, perform
from karep.settings import PLACES


def _keymap(widget: Widget) -> dict[str, str]:
    settings = getattr(widget.app, "settings", None)
    return dict(settings.keys) if settings else {}


class PlaceLine(Widget):
    """The six places with their keys, the current one marked by more than colour."""

    DEFAULT_CSS = """
    PlaceLine { height: 1; dock: top; background: $panel; color: $text-muted; padding: 0 1; }
    """

    def __init__(self, place: str, *, id: str | None = None) -> None:
        """Mark `place`."""
        super().__init__(id=id)
        self.place = place

    def render(self) -> RenderResult:
        """One line of places."""
        parts: list[Content] = []
        for place in PLACES:
            key, words, _help = described(f"place.{place}", _keymap(self))
            text = f"[{key} {words}]" if place == self.place else f" {key} {words} "
            parts.append(Content.styled(text, "bold $text" if place == self.place else ""))
        notes = [note() for note in getattr(self.app, "status_notes", ())]
        shown = Content("").join(parts)
        tail = Content.styled("  ".join(one for one in notes if one), "bold $text-warning")
        room = self.size.width - shown.cell_length - tail.cell_length
        name = "karep " if room >= len("karep ") else ""
        return Content.assemble((name, "bold $text-primary"), shown, " " * max(1, room - len(name)), tail)


class KeyLine(Widget):
    """At most six actions with their keys, and how to see the rest; what does not fit is left out from the right."""

    DEFAULT_CSS = """
    KeyLine { height: 1; dock: bottom; background: $panel; padding: 0 1; }
    """

    def __init__(self, action_ids: tuple[str, ...], *, id: str | None = None) -> None:
        """Show the actions with those ids."""
        super().__init__(id=id)
        self.action_ids = action_ids
        self._ends: list[tuple[int, str]] = []

    def show_actions(self, action_ids: tuple[str, ...]) -> None:
        """Show other actions from now on."""
        self.action_ids = action_ids
        self.refresh()

    def render(self) -> RenderResult:
        """One line of keys, help at the right."""
        keymap = _keymap(self)
        help_key, help_words, _sentence = described("app.help", keymap)
        tail = Content.assemble((help_key, "bold $text-accent"), f" {help_words}")
        room = self.size.width - tail.cell_length
        line, self._ends = Content(""), []
        for action_id in self.action_ids:
            key, words, _sentence = described(action_id, keymap)
            part = Content.assemble((key, "bold $text-accent"), f" {words}   ")
            if line.cell_length + part.cell_length > room:
                break
            line = Content.assemble(line, part)
            self._ends.append((line.cell_length, action_id))
        return Content.assemble(line, " " * max(0, self.size.width - line.cell_length - tail.cell_length), tail)

    async def on_click(self, event: events.Click) -> None:
        """Do what the clicked key does."""
        column = event.x - self.styles.padding.left
        chosen = next((one for end, one in self._ends if column < end), None)
        if chosen is None and column >= self.size.width - 10:
            chosen = "app.help"
        if chosen is not None:
            await perform(self.app, chosen)


class TooSmall(Widget):
    """What a terminal under 60×16 shows instead of a screen."""

    DEFAULT_CSS = """
    TooSmall { display: none; layer: tiny; width: 100%; height: 100%; }
    """

    def render(self) -> RenderResult:
        """One plain sentence."""
        return Content(_("karep needs a terminal of at least 60 × 16. What you typed is safe."))
