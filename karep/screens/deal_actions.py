"""What can be done about the deal at hand, the same on its page, on those of its parts, and among all deals."""

from karep.db.views.deals import Deal
from karep.i18n import _
from karep.rules.stages import next_stage, previous_stage
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.stage_dialogs import ExpandDialog, LoseDialog, MoveDialog
from karep.screens.stage_win import reopen_deal, win_deal


class DealActions(KarepScreen):
    """A page about deals; it says which one is at hand."""

    def deal_at_hand(self) -> Deal | None:
        """The deal that an action is about; None where there is none, and the action does nothing then."""
        raise NotImplementedError

    # --- the deal itself -----------------------------------------------------------------------------------------

    def action_stage_move(self) -> None:
        """Ask where the deal goes."""
        if deal := self.deal_at_hand():
            self.app.push_screen(MoveDialog(opportunity_id=deal.id))

    async def action_stage_advance(self) -> None:
        """Move the deal on to the next stage."""
        if deal := self.deal_at_hand():
            await self.move(deal, next_stage(deal.stage), _("This deal is in the last stage."))

    async def action_stage_retreat(self) -> None:
        """Move the deal back to the stage before."""
        if deal := self.deal_at_hand():
            await self.move(deal, previous_stage(deal.stage), _("This deal is in the first stage."))

    async def move(self, deal: Deal, target: str | None, nowhere: str) -> None:
        """Ask whether a deal goes to a stage; where there is none, say so with `nowhere`."""
        if target is None:
            self.say(nowhere)
        else:
            self.app.push_screen(MoveDialog(opportunity_id=deal.id, target=target))

    def action_opportunity_win(self) -> None:
        """Ask with what amount the deal was won."""
        if deal := self.deal_at_hand():
            win_deal(self, deal)

    def action_opportunity_lose(self) -> None:
        """Ask why the deal was lost and when to come back."""
        if deal := self.deal_at_hand():
            self.app.push_screen(LoseDialog(opportunity_id=deal.id))

    async def action_opportunity_reopen(self) -> None:
        """Open a won or lost deal again."""
        if deal := self.deal_at_hand():
            await reopen_deal(self, deal)

    def action_opportunity_expand(self) -> None:
        """Ask what grows out of a deal that was won."""
        if (deal := self.deal_at_hand()) and deal.status != "won":
            self.say(_("Only a deal that was won grows into a new one."))
        elif deal:
            self.app.push_screen(ExpandDialog(opportunity_id=deal.id))

    async def action_record_edit(self) -> None:
        """Change the deal."""
        if deal := self.deal_at_hand():
            await places.open_form(self.karep, "opportunity.change", opportunity_id=deal.id)

    def action_record_history(self) -> None:
        """Show what changed on the deal."""
        if deal := self.deal_at_hand():
            places.open_history(self.karep, "opportunity", deal.id, deal.name)

    # --- what belongs to it --------------------------------------------------------------------------------------

    def action_opportunity_account(self) -> None:
        """Open the account of the deal."""
        if deal := self.deal_at_hand():
            places.open_account(self.karep, deal.account_id)

    def action_opportunity_members(self) -> None:
        """Open the members of a group-buy."""
        if (deal := self.deal_at_hand()) and deal.kind != "group_buy":
            self.say(_("This deal is no group-buy; change its kind first (e)."))
        elif deal:
            places.open_members(self.karep, deal.id)

    def action_deal_closing(self) -> None:
        """Show the signals of the deal, and how to ask for the next yes."""
        if deal := self.deal_at_hand():
            places.open_closing(self.karep, deal.id)

    def action_deal_concessions(self) -> None:
        """Show what may be given on the deal, and for what."""
        if deal := self.deal_at_hand():
            places.open_concessions(self.karep, deal.id)

    async def action_brief_open(self) -> None:
        """Be ready for a meeting about the deal."""
        if deal := self.deal_at_hand():
            await places.open_brief(self.karep, "opportunity", deal.id)

    async def action_timeline_open(self) -> None:
        """Show everything that happened on the deal."""
        if deal := self.deal_at_hand():
            await places.open_timeline(self.karep, "opportunity", deal.id)

    async def action_objection_add(self) -> None:
        """Note what the customer objected."""
        if deal := self.deal_at_hand():
            await places.open_objection(self.karep, **about(deal))

    async def action_touch_log(self) -> None:
        """Log a touch about the deal."""
        if deal := self.deal_at_hand():
            await places.open_log(self.karep, **about(deal))

    async def action_touch_form(self) -> None:
        """Log a touch about the deal in a form."""
        if deal := self.deal_at_hand():
            await places.open_form(self.karep, "touch.log", **about(deal))

    async def action_follow_up_add(self) -> None:
        """Plan the next step of the deal."""
        if deal := self.deal_at_hand():
            await places.open_follow_up(self.karep, **about(deal))


def about(deal: Deal) -> dict[str, str]:
    """The records that are at hand with a deal."""
    return {"account_id": deal.account_id, "opportunity_id": deal.id}
