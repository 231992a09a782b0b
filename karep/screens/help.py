"""Help: what works on the screen below, with its keys, written from the registry; the screen's own actions first."""

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from karep.actions import ACTIONS, SCOPES
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings, key_shown


class HelpScreen(KarepDialog[None]):
    """The keys of a screen; Escape or ``?`` closes it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("app.help")
    DEFAULT_CSS = """
    HelpScreen > #dialog { width: 78; height: 92%; }
    """

    def __init__(self, below: Screen[Any]) -> None:
        """Explain the screen `below`."""
        super().__init__()
        self._live = {one.binding.id: one.binding.key for one in below.active_bindings.values() if one.binding.id}

    def compose(self) -> ComposeResult:
        """The actions that work, by where they work."""
        with VerticalScroll(id="dialog"):
            yield Static(self._content())

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        self.query_one("#dialog").border_title = Content(_("Keys"))
        self.query_one("#dialog").focus()

    def _content(self) -> Content:
        keymap = self.karep.settings.keys
        blocks: list[Content] = []
        for scope, title in sorted(SCOPES.items(), key=lambda one: one[0] == "everywhere"):
            lines = [
                Content.assemble((_all_keys(keymap.get(one.id, one.keys)).ljust(16), "bold $text-accent"), _(one.help))
                for one in ACTIONS
                if one.scope == scope and one.id in self._live
            ]
            if lines:
                blocks += [Content.styled(_(title), "bold $text-primary"), *lines, Content("")]
        return Content("\n").join(blocks)

    def action_app_help(self) -> None:
        """Close."""
        self.dismiss(None)


def _all_keys(keys: str) -> str:
    """The keys that a rep can tell apart: full-width forms of the first are left out."""
    shown = [key_shown(key) for key in keys.split(",") if key.strip().isascii()]
    return "  ".join(dict.fromkeys(shown))
