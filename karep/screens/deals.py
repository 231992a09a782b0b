"""Deals: every opportunity by stage, with what it is worth and what comes next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from karep.db import opportunities
from karep.db.views.deals import Deal, list_deals, list_stays
from karep.db.views.members import count_members
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.matching import fold
from karep.rules.stages import next_stage, previous_stage, reason_needed, unmet_between
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.deal_words import seen
from karep.screens.deals_board import DealBoard
from karep.screens.deals_shown import Shown, columns
from karep.screens.privacy import Eyes
from karep.screens.safe import safe
from karep.screens.stage_dialogs import LoseDialog, MoveDialog
from karep.screens.stage_win import reopen_deal, win_deal
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.text_input import TextInput


class DealsScreen(KarepScreen):
    """The pipeline: a board of the open deals on a wide terminal, a list by stage on a narrow one.

    Both show the same deals under the same keys, and the highlight goes from one to the other. The won and the lost
    stand below the list; on a wide terminal a key shows them in place of the board.
    """

    PLACE = "deals"
    FOOTER = ("brief.open", "stage.advance", "stage.move", "opportunity.win", "touch.log", "follow_up.add")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "stage.move", "stage.advance", "stage.retreat", "opportunity.win", "opportunity.lose", "opportunity.reopen",
        "opportunity.account", "opportunity.members", "deals.closed", "deals.filter", "deals.clear",
        "opportunity.add", "touch.log", "touch.form", "follow_up.add", "record.edit", "record.history",
        "brief.open", "timeline.open",
    )  # fmt: skip
    CSS_PATH = "deals.tcss"
    AUTO_FOCUS = "#deal-board, #deal-list"

    def __init__(self) -> None:
        """Make the page; it reads the store when it is shown."""
        super().__init__()
        self._deals: dict[str, Deal] = {}
        self._at = ""
        self._shown: Shown | None = None
        self._wants_open = True
        """Whether a wide terminal shows the open deals; otherwise the won and the lost."""

    def compose_content(self) -> ComposeResult:
        """The totals, the filter, the board and the list, the words about the highlighted deal."""
        yield Static(id="deal-totals", markup=False)
        yield TextInput(id="deal-filter", placeholder=_("any part of the account's or the deal's name"))
        yield DealBoard(id="deal-board")
        yield ArrowList(columns(idle=False), id="deal-list", empty=_no_deals())
        yield Static(id="deal-detail", markup=False)

    # --- what is shown -------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read all deals."""
        found = await self.karep.desk.read(list_deals)
        stays = await self.karep.desk.read(list_stays)
        groups = await self.karep.desk.read(count_members)
        self._deals = {deal.id: deal for deal in found}
        self._shown = Shown.under(self.karep.settings, self.karep.clock, stays, groups)
        self._show()

    def _show(self, *, go: bool = False) -> None:
        """Write the board or the list anew, whichever the terminal has room for.

        It keeps its own highlight, unless it has none yet, or `go` takes it to the deal that was highlighted last.
        """
        if self._shown is None:
            return
        fresh = not self._highlighted_id
        shown, eyes = self._shown, Eyes.of(self.karep)
        words = self.query_one("#deal-filter", Input).value
        deals = [seen(deal, eyes) for deal in self._deals.values() if _fits(deal, words)]
        self.set_class(self._wants_open and any(deal.status == "open" for deal in deals), "-board")
        if self._is_board:
            self.query_one(DealBoard).set_lanes(shown.lanes(deals))
        else:
            self._list(deals, _nothing_fits() if words else _no_deals())
        self.query_one("#deal-filter").display = bool(words) or self.query_one("#deal-filter").has_focus
        state = " · ".join(filter(None, (f"“{words}”" if words else "", shown.totals(deals))))
        self.query_one("#deal-totals", Static).update(safe(state))
        self._settle(go=go or fresh)

    def _list(self, deals: list[Deal], empty: str) -> None:
        assert self._shown is not None
        listed = self.query_one("#deal-list", ArrowList)
        listed.empty = empty
        listed.set_columns(columns(idle=any(self._shown.idle(deal) for deal in deals)))
        still = [] if self.has_class("-wide") and not self._wants_open else self._shown.open_sections(deals)
        listed.set_sections([*still, *self._shown.closed_sections(deals)])

    def _settle(self, *, go: bool) -> None:
        """Let the one of the two that is shown have the highlight and the focus."""
        board, listed = self.query_one(DealBoard), self.query_one("#deal-list", ArrowList)
        front = board if self._is_board else listed
        if go and self._at in self._deals:
            front.highlight(self._at)
        if self.focused is None or self.focused in (board, listed):
            front.focus()
        self._show_detail()

    @property
    def _is_board(self) -> bool:
        return self.has_class("-wide") and self.has_class("-board")

    @property
    def _highlighted_id(self) -> str:
        front = self.query_one(DealBoard) if self._is_board else self.query_one("#deal-list", ArrowList)
        return front.highlighted or ""

    def on_resize(self) -> None:
        """Go from the board to the list, or back, with the deal that is highlighted."""
        self.call_after_refresh(self._resized)

    def _resized(self) -> None:
        deal = self._deals.get(self._at)
        if deal is not None:
            self._wants_open = deal.status == "open"
        self._show(go=True)

    def _show_detail(self) -> None:
        deal = self._deals.get(self._highlighted_id)
        detail = self.query_one("#deal-detail", Static)
        if deal is None or self._shown is None:
            detail.update("")
        else:
            detail.update(self._shown.detail(seen(deal, Eyes.of(self.karep))))

    @on(RowList.Highlighted)
    @on(DealBoard.Highlighted)
    def _highlighted(self, event: RowList.Highlighted | DealBoard.Highlighted) -> None:
        """Remember the deal for when the list is written anew in another language, or another width."""
        front = isinstance(event, DealBoard.Highlighted) == self._is_board
        if front and event.id is not None and event.id == self._highlighted_id:
            self._at = event.id
            self._show_detail()

    @on(RowList.Selected)
    @on(DealBoard.Selected)
    def _open(self, event: RowList.Selected | DealBoard.Selected) -> None:
        places.open_opportunity(self.karep, event.id)

    # --- won and lost, filter ------------------------------------------------------------------------------------

    def action_deals_closed(self) -> None:
        """Go to the won and lost deals, or back to the open ones."""
        here = self._deals.get(self._highlighted_id)
        to_closed = self._wants_open if self.has_class("-wide") else here is None or here.status == "open"
        target = next((one.id for one in self._deals.values() if (one.status == "open") != to_closed), "")
        if to_closed and not target:
            self.say(_("No deal was won or lost yet."))
            return
        self._at, self._wants_open = target, not to_closed
        self._show(go=True)

    @on(Input.Changed, "#deal-filter")
    def _filter_typed(self) -> None:
        self._show()

    @on(Input.Submitted, "#deal-filter")
    def _filter_done(self) -> None:
        self._leave_filter()

    def _leave_filter(self) -> None:
        self.set_focus(None)
        self._show()

    def action_deals_filter(self) -> None:
        """Type into the filter."""
        field = self.query_one("#deal-filter", Input)
        field.display = True
        field.focus()
        field.action_select_all()

    def action_deals_clear(self) -> None:
        """Show all deals again."""
        self.query_one("#deal-filter", Input).value = ""
        self._leave_filter()

    def action_app_back(self) -> None:
        """Leave the filter, then clear it, then leave the won and lost deals."""
        field = self.query_one("#deal-filter", Input)
        if field.has_focus:
            self._leave_filter()
        elif field.value:
            self.action_deals_clear()
        elif self.has_class("-wide") and not self._wants_open:
            self.action_deals_closed()

    # --- what can be done ----------------------------------------------------------------------------------------

    def _chosen(self) -> Deal | None:
        """The highlighted deal; without one the rep is told what to do."""
        deal = self._deals.get(self._highlighted_id)
        if deal is None:
            self.say(_("No deal is highlighted."))
        return deal

    async def action_brief_open(self) -> None:
        """Be ready for a meeting about the highlighted deal."""
        if deal := self._chosen():
            await places.open_brief(self.karep, "opportunity", deal.id)

    async def action_timeline_open(self) -> None:
        """Show everything that happened about the highlighted deal."""
        if deal := self._chosen():
            await places.open_timeline(self.karep, "opportunity", deal.id)

    def action_stage_move(self) -> None:
        """Ask where the highlighted deal goes."""
        if deal := self._chosen():
            self.app.push_screen(MoveDialog(opportunity_id=deal.id))

    async def action_stage_advance(self) -> None:
        """Move the highlighted deal on to the next stage."""
        if deal := self._chosen():
            await self._move(deal, next_stage(deal.stage), _("This deal is in the last stage."))

    async def action_stage_retreat(self) -> None:
        """Move the highlighted deal back to the stage before."""
        if deal := self._chosen():
            await self._move(deal, previous_stage(deal.stage), _("This deal is in the first stage."))

    async def _move(self, deal: Deal, target: str | None, nowhere: str) -> None:
        """Move a deal at once; where it goes back or leaves exit facts open, the dialog shows them and asks why."""
        if deal.status == "lost":
            self.say(_("This deal was lost; R opens it again."))
        elif target is None:
            self.say(nowhere)
        elif reason_needed(deal.stage, target) or await self._unmet(deal, target):
            self.app.push_screen(MoveDialog(opportunity_id=deal.id, target=target))
        else:
            await self.karep.save("stage.move", deal.name, opportunities.move_stage, deal.id, target)
            sentence = _("{name} is in {stage} now; u takes it back.")
            self.say(sentence.format(name=deal.name, stage=stage_words(target)))

    async def _unmet(self, deal: Deal, target: str) -> list[str]:
        ticked = set(await self.karep.desk.read(list_ticks, deal.id))
        stages = playbook(language()).stages
        exits = {name: [fact.id for fact in stage.exit] for name, stage in stages.items()}
        return unmet_between(deal.stage, target, ticked, exits)

    def action_opportunity_members(self) -> None:
        """Open the members of the highlighted group-buy."""
        if deal := self._chosen():
            if deal.kind == "group_buy":
                places.open_members(self.karep, deal.id)
            else:
                self.say(_("This deal is no group-buy; change its kind first (e)."))

    async def action_opportunity_win(self) -> None:
        """Mark the highlighted deal as won."""
        if deal := self._chosen():
            await win_deal(self, deal)

    def action_opportunity_lose(self) -> None:
        """Ask why the highlighted deal was lost and when to come back."""
        if deal := self._chosen():
            self.app.push_screen(LoseDialog(opportunity_id=deal.id))

    async def action_opportunity_reopen(self) -> None:
        """Open a won or lost deal again."""
        if deal := self._chosen():
            await reopen_deal(self, deal)

    def action_opportunity_account(self) -> None:
        """Open the account of the highlighted deal."""
        if deal := self._chosen():
            places.open_account(self.karep, deal.account_id)

    def action_opportunity_add(self) -> None:
        """A deal belongs to an account: say where it is added."""
        self.say(_("A deal belongs to an account: open the account first (a or 2), then press g."))

    async def action_touch_log(self) -> None:
        """Log a touch about the highlighted deal, or about whom the line names."""
        deal = self._deals.get(self._highlighted_id)
        about = {"listed_account_id": deal.account_id, "opportunity_id": deal.id} if deal else {}
        await places.open_log(self.karep, **about)

    async def action_touch_form(self) -> None:
        """Log a touch about the highlighted deal in a form."""
        if deal := self._chosen():
            await places.open_form(self.karep, "touch.log", account_id=deal.account_id, opportunity_id=deal.id)

    async def action_follow_up_add(self) -> None:
        """Plan the next step of the highlighted deal."""
        if deal := self._chosen():
            await places.open_follow_up(self.karep, account_id=deal.account_id, opportunity_id=deal.id)

    async def action_record_edit(self) -> None:
        """Change the highlighted deal."""
        if deal := self._chosen():
            await places.open_form(self.karep, "opportunity.change", opportunity_id=deal.id)

    def action_record_history(self) -> None:
        """Show what changed on the highlighted deal."""
        if deal := self._chosen():
            places.open_history(self.karep, "opportunity", deal.id, deal.name)


def _fits(deal: Deal, words: str) -> bool:
    """Whether the account's and the deal's name hold every one of the words."""
    names = fold(f"{deal.account_name} {deal.name}")
    return all(fold(word) in names for word in words.split())


def _no_deals() -> str:
    return _("No deals yet.\nOpen an account (2, then Enter) and press g to add one.")


def _nothing_fits() -> str:
    return _("No deal fits.\nPress c to show all deals again.")
