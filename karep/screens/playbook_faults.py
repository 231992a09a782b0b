"""What is wrong with the cards of the company or the rep: in one line, and all of it."""

from collections.abc import Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from karep.i18n import _, ngettext
from karep.playbook.card import CardError
from karep.screens.base import KarepDialog
from karep.screens.safe import safe


def faults_words(faults: Sequence[CardError]) -> str:
    """How many cards could not be used, and the first fault with the name of its file and the line."""
    cards = len({fault.source for fault in faults})
    words = ngettext("{n} card could not be used: {first}", "{n} cards could not be used: {first}", cards)
    first = faults[0]
    return words.format(n=cards, first=f"{Path(first.source).name}:{first.line}: {first.reason}")


class FaultsDialog(KarepDialog[None]):
    """All faults of the rep's own cards, each with its file and line."""

    DEFAULT_CSS = """
    FaultsDialog > #dialog { width: 100; }
    FaultsDialog Static { margin-bottom: 1; }
    """

    def __init__(self, faults: Sequence[CardError]) -> None:
        """Show these faults."""
        super().__init__()
        self._faults = tuple(faults)

    def compose(self) -> ComposeResult:
        """What is used meanwhile, and a line each."""
        with VerticalScroll(id="dialog"):
            yield Static(safe(_("Until this is put right, the card as it was before is used.")), classes="muted")
            for fault in self._faults:
                yield Static(safe(str(fault)))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        dialog = self.query_one("#dialog")
        dialog.border_title = safe(_("Cards of your own that could not be used"))
        dialog.border_subtitle = safe(_("esc closes"))
        dialog.focus()
