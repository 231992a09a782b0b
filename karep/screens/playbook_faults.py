"""What is wrong with the cards of the company or the rep: in one line, and all of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from karep.i18n import _, ngettext
from karep.playbook.card import CardError, Meanwhile
from karep.reports.card_faults import meanwhile_words
from karep.screens.base import KarepDialog
from karep.screens.safe import assemble, safe


def faults_words(faults: Sequence[CardError]) -> str:
    """How many cards could not be used, and the first fault with the name of its file and the line."""
    cards = len({fault.source for fault in faults})
    words = ngettext("{n} card could not be used: {first}", "{n} cards could not be used: {first}", cards)
    first = faults[0]
    return words.format(n=cards, first=f"{Path(first.source).name}:{first.line}: {first.reason}")


class FaultsDialog(KarepDialog[None]):
    """All faults of the rep's own cards, each with its file and line, and what is used until it was put right."""

    DEFAULT_CSS = """
    FaultsDialog > #dialog { width: 100; }
    FaultsDialog Static { margin-bottom: 1; }
    """

    def __init__(self, faults: Sequence[CardError], meanwhile: Mapping[str, Meanwhile]) -> None:
        """Show these faults, with what is used of each file meanwhile."""
        super().__init__()
        self._faults = tuple(faults)
        self._meanwhile = meanwhile

    def compose(self) -> ComposeResult:
        """A line each, and what is used meanwhile."""
        with VerticalScroll(id="dialog"):
            for fault in self._faults:
                used = meanwhile_words(self._meanwhile.get(fault.source))
                yield Static(assemble(str(fault), (f"\n  {used}", "$text-muted")))

    def on_mount(self) -> None:
        """Let the arrow keys scroll."""
        dialog = self.query_one("#dialog")
        dialog.border_title = safe(_("Cards of your own that could not be used"))
        dialog.border_subtitle = safe(_("esc closes"))
        dialog.focus()
