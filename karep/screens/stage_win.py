"""Winning a deal and opening it again, from wherever it is shown."""

from karep.db import opportunities
from karep.db.views.deals import Deal
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules import signing
from karep.rules.stages import unmet_between
from karep.rules.vocabulary import STAGES
from karep.screens.base import KarepScreen
from karep.screens.stage_move import MoveDialog


class WinDialog(MoveDialog):
    """With what amount a deal was won: it goes to delivery, its follow-ups are planned. Enter, Enter confirms."""

    KIND = "opportunity.win"

    @property
    def targets(self) -> tuple[str, ...]:
        """Delivery and what comes after it."""
        return STAGES[STAGES.index(signing.STAGE) :]

    @property
    def target(self) -> str:
        """The stage that was chosen; at first delivery, or where the deal stands already."""
        return self._target if self._target in self.targets else max(self.deal.stage, signing.STAGE)

    @property
    def wins(self) -> bool:
        """It does."""
        return True

    def question(self) -> str:
        """What is asked."""
        if self.target == self.deal.stage:
            return _("Win the deal in {stage}").format(stage=stage_words(self.target))
        return super().question()

    def outcome(self) -> str:
        """What a signature sets off."""
        return _("✓ This wins the deal and plans what follows a signature.")

    def begin(self) -> None:
        """The amount comes first."""
        self.line("amount").focus()


def win_deal(screen: KarepScreen, deal: Deal) -> None:
    """Ask with what amount a deal was won."""
    if deal.status == "won":
        screen.say(_("This deal is won already."))
    else:
        screen.app.push_screen(WinDialog(opportunity_id=deal.id))


async def unmet_facts(screen: KarepScreen, deal: Deal, to_stage: str) -> list[str]:
    """The ids of the exit facts that a move of a deal leaves open."""
    ticked = set(await screen.karep.desk.read(list_ticks, deal.id))
    return unmet_between(deal.stage, to_stage, ticked, playbook(language()).exits())


async def reopen_deal(screen: KarepScreen, deal: Deal) -> None:
    """Open a deal again that was won or lost."""
    if deal.status == "open":
        screen.say(_("This deal is open."))
        return
    await screen.karep.save("opportunity.reopen", deal.name, opportunities.reopen, deal.id)
    screen.say(_("Open again: {name}.").format(name=deal.name))
