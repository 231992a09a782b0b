"""The ways from a deal's page to what belongs to the deal: account, brief, log line, forms, members."""

from collections.abc import Callable

from karep.db.views.deals import Deal
from karep.i18n import _
from karep.rules.stages import next_stage, previous_stage
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.stage_dialogs import ExpandDialog, LoseDialog, MoveDialog
from karep.screens.stage_win import reopen_deal, win_deal


class DealScreen(KarepScreen):
    """A page about one deal; all its ways say nothing while the deal is gone."""

    deal: Deal | None = None

    @property
    def _about(self) -> dict[str, str]:
        """The records that are at hand on the page."""
        assert self.deal is not None
        return {"account_id": self.deal.account_id, "opportunity_id": self.deal.id}

    # --- the deal itself -----------------------------------------------------------------------------------------

    def action_stage_move(self) -> None:
        """Ask where the deal goes."""
        if self.deal:
            self.app.push_screen(MoveDialog(opportunity_id=self.deal.id))

    def action_stage_advance(self) -> None:
        """Ask whether the deal goes on to the next stage."""
        self._ask_to_move(next_stage, _("This deal is in the last stage."))

    def action_stage_retreat(self) -> None:
        """Ask whether the deal goes back to the stage before."""
        self._ask_to_move(previous_stage, _("This deal is in the first stage."))

    def _ask_to_move(self, step: Callable[[str], str | None], nowhere: str) -> None:
        if self.deal is None:
            return
        if target := step(self.deal.stage):
            self.app.push_screen(MoveDialog(opportunity_id=self.deal.id, target=target))
        else:
            self.say(nowhere)

    async def action_opportunity_win(self) -> None:
        """Mark the deal as won."""
        if self.deal:
            await win_deal(self, self.deal)

    def action_opportunity_lose(self) -> None:
        """Ask why the deal was lost and when to come back."""
        if self.deal:
            self.app.push_screen(LoseDialog(opportunity_id=self.deal.id))

    async def action_opportunity_reopen(self) -> None:
        """Open a won or lost deal again."""
        if self.deal:
            await reopen_deal(self, self.deal)

    def action_opportunity_expand(self) -> None:
        """Ask what grows out of a deal that was won."""
        if self.deal and self.deal.status != "won":
            self.say(_("Only a deal that was won grows into a new one."))
        elif self.deal:
            self.app.push_screen(ExpandDialog(opportunity_id=self.deal.id))

    async def action_record_edit(self) -> None:
        """Change the deal."""
        if self.deal:
            await places.open_form(self.karep, "opportunity.change", opportunity_id=self.deal.id)

    def action_record_history(self) -> None:
        """Show what changed on the deal."""
        if self.deal:
            places.open_history(self.karep, "opportunity", self.deal.id, self.deal.name)

    # --- what belongs to it --------------------------------------------------------------------------------------

    def action_opportunity_account(self) -> None:
        """Open the account of the deal."""
        if self.deal:
            places.open_account(self.karep, self.deal.account_id)

    def action_opportunity_members(self) -> None:
        """Open the members of a group-buy."""
        if self.deal and self.deal.kind != "group_buy":
            self.say(_("This deal is no group-buy; change its kind first (e)."))
        elif self.deal:
            places.open_members(self.karep, self.deal.id)

    async def action_brief_open(self) -> None:
        """Be ready for a meeting about the deal."""
        if self.deal:
            await places.open_brief(self.karep, "opportunity", self.deal.id)

    async def action_timeline_open(self) -> None:
        """Show everything that happened on the deal."""
        if self.deal:
            await places.open_timeline(self.karep, "opportunity", self.deal.id)

    async def action_objection_add(self) -> None:
        """Note what the customer objected."""
        if self.deal:
            await places.open_objection(self.karep, **self._about)

    async def action_touch_log(self) -> None:
        """Log a touch about the deal."""
        if self.deal:
            await places.open_log(self.karep, **self._about)

    async def action_touch_form(self) -> None:
        """Log a touch about the deal in a form."""
        if self.deal:
            await places.open_form(self.karep, "touch.log", **self._about)

    async def action_follow_up_add(self) -> None:
        """Plan the next step of the deal."""
        if self.deal:
            await places.open_follow_up(self.karep, **self._about)
