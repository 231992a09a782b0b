"""The questions about a deal by their kinds; why an item does not apply is asked here."""

from typing import Final

from textual.app import ComposeResult
from textual.widgets import Static

from karep.db import errors, opportunities
from karep.db.views.opportunities import list_ticks
from karep.i18n import _
from karep.screens.safe import safe
from karep.screens.stage_asking import DealDialog, item_words
from karep.screens.stage_expand import ExpandDialog
from karep.screens.stage_loss import LoseDialog
from karep.screens.stage_move import MoveDialog
from karep.screens.stage_win import WinDialog
from karep.screens.widgets.text_input import TextInput

__all__ = [
    "DIALOGS", "DealDialog", "ExpandDialog", "LoseDialog", "MoveDialog", "SkipDialog", "WinDialog", "item_words",
]  # fmt: skip


class SkipDialog(DealDialog):
    """Why a checklist item does not apply to a deal; `about` holds ``opportunity_id`` and ``item_id``."""

    KIND = "stage.skip"
    LINES = ("reason",)

    def question(self) -> str:
        """What is asked."""
        return _("Not applicable: why?")

    def compose_questions(self) -> ComposeResult:
        """The item and the reason."""
        yield Static(safe(item_words(self.about["item_id"])), id="item")
        yield TextInput(id="line-reason", placeholder=_("One line is enough"))

    async def prepare(self) -> None:
        """A reason that was given before can be changed."""
        ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        known = ticks.get(self.about["item_id"])
        self.put("reason", (known.reason or "") if known else "")

    async def save(self) -> None:
        """Mark the item as not applicable.

        Raises:
            Refused: If the reason is missing.
        """
        reason, item = self.line("reason").value.strip(), self.about["item_id"]
        if not reason:
            raise errors.Refused(_("Say in a few words why it does not apply."), field="reason")
        by, tick = self.karep.settings["name"], opportunities.tick
        label = f"{self.deal.name}: {item_words(item)}"
        await self.karep.save(self.KIND, label, tick, self.deal.id, item, by=by, not_applicable=True, reason=reason)


DIALOGS: Final[dict[str, type[DealDialog]]] = {
    dialog.KIND: dialog for dialog in (MoveDialog, WinDialog, LoseDialog, SkipDialog, ExpandDialog)
}
"""The dialogs by their kind, to open a kept draft again: ``DIALOGS[kind](**about)``."""
