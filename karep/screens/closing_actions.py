"""What is done about closing from any page: the outcome of an objection by one key, the ways to signals and plan."""

from typing import TYPE_CHECKING, ClassVar, Final

from textual.binding import BindingType

from karep.db.views.objections import get_objection
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.rules.vocabulary import OBJECTION_OUTCOMES
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes
from karep.screens.safe import fit

if TYPE_CHECKING:
    from karep.app import KarepApp

NEXT_OUTCOME: Final = {"open": "worked", "answered": "worked", "worked": "failed", "failed": "open"}
"""What one key makes of an outcome: it worked, it failed, it is open again."""
_NAMED: Final = 40
"""As many cells of an objection stand in a sentence about it."""


async def step_outcome(app: "KarepApp", objection_id: str) -> None:
    """Note what became of an objection: from open to worked, to failed, to open again."""
    from karep.db import objections

    known = await app.desk.read(get_objection, objection_id)
    if known is None:
        app.say(_("That record is not in the store."))
        return
    outcome = NEXT_OUTCOME.get(known.outcome, "worked")
    card = playbook(language()).objections.get(known.card or "")
    name = known.words or (card.name if card else known.card) or "?"
    await app.save("objection.outcome", name, objections.set_outcome, objection_id, outcome)
    shown = fit(Eyes.of(app).words(name), _NAMED).rstrip()
    app.say(_("{outcome}: {name}").format(outcome=_(OBJECTION_OUTCOMES[outcome]), name=shown))


class ClosingActions:
    """The page of a deal mixes this in, and says which deal and which of its objections are at hand."""

    CLOSING_BINDINGS: ClassVar[list[BindingType]] = bindings("deal.closing", "deal.concessions", "objection.outcome")

    karep: "KarepApp"

    def deal_at_hand(self) -> str | None:
        """The id of the deal."""
        raise NotImplementedError

    def objection_at_hand(self) -> str | None:
        """The id of the highlighted objection, if one is."""
        raise NotImplementedError

    def action_deal_closing(self) -> None:
        """Show the signals of the deal, and how to ask for the next yes."""
        if deal_id := self.deal_at_hand():
            places.open_closing(self.karep, deal_id)

    def action_deal_concessions(self) -> None:
        """Show what may be given on the deal, and for what."""
        if deal_id := self.deal_at_hand():
            places.open_concessions(self.karep, deal_id)

    async def action_objection_outcome(self) -> None:
        """Note what became of the highlighted objection."""
        objection_id = self.objection_at_hand()
        if objection_id is None:
            self.karep.say(_("Highlight an objection that was heard first."))
        else:
            await step_outcome(self.karep, objection_id)
