"""Deals: every opportunity by stage, with what it is worth and what comes next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from karep.db import opportunities
from karep.db.views.deals import Deal, list_deals, list_stays
from karep.db.views.members import count_members
from karep.i18n import _
from karep.reports.words import stage_words
from karep.rules import signing
from karep.rules.matching import fold
from karep.rules.stages import reason_needed
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.deal_actions import DealActions
from karep.screens.deal_words import seen
from karep.screens.deals_board import DealBoard
from karep.screens.deals_shown import Shown, columns
from karep.screens.privacy import Eyes
from karep.screens.safe import safe
from karep.screens.stage_dialogs import MoveDialog
from karep.screens.stage_win import unmet_facts
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.text_input import TextInput


class DealsScreen(DealActions):
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
        self._gone = ("", "-")
        """The deal that was won or lost last, and the one that is highlighted in its place."""
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
        former, self._deals = self._deals, {deal.id: deal for deal in found}
        self._shown = Shown.under(self.karep.settings, self.karep.clock, stays, groups)
        beside = self._beside(former)
        self._at = beside or self._at
        self._show(go=bool(beside) and not self._is_board)
        self._at = self._highlighted_id or self._at

    def _beside(self, former: dict[str, Deal]) -> str:
        """Where the highlight of the list goes when its deal was won or lost just now: to the next one that is open.

        When that is taken back, the highlight goes back too. "" where it stays.
        """
        here = self._highlighted_id
        gone, neighbour = self._gone
        if here == neighbour and gone in self._deals and self._deals[gone].status == "open":
            self._gone = ("", "-")
            return gone
        before = former.get(here)
        now = self._deals.get(here)
        if before is None or now is None or before.status != "open" or now.status == "open":
            return ""
        words = self.query_one("#deal-filter", Input).value
        order = [deal.id for deal in former.values() if deal.status == "open" and _fits(deal, words)]
        place = order.index(here) if here in order else 0
        nearest = (*order[place + 1 :], *reversed(order[:place]))
        found = next((one for one in nearest if one in self._deals and self._deals[one].status == "open"), "")
        self._gone = (here, found) if found else ("", "-")
        return found

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

    def deal_at_hand(self) -> Deal | None:
        """The highlighted deal; without one the rep is told what to do."""
        deal = self._deals.get(self._highlighted_id)
        if deal is None:
            self.say(_("No deal is highlighted."))
        return deal

    async def move(self, deal: Deal, target: str | None, nowhere: str) -> None:
        """Move a deal at once; where it goes back, is won or leaves exit facts open, the dialog says so and asks."""
        if deal.status == "lost":
            self.say(_("This deal was lost; R opens it again."))
        elif target is None:
            self.say(nowhere)
        elif (
            reason_needed(deal.stage, target)
            or (deal.status == "open" and target >= signing.STAGE)
            or await unmet_facts(self, deal, target)
        ):
            self.app.push_screen(MoveDialog(opportunity_id=deal.id, target=target))
        else:
            await self.karep.save("stage.move", deal.name, opportunities.move_stage, deal.id, target)
            sentence = _("{name} is in {stage} now; u takes it back.")
            self.say(sentence.format(name=deal.name, stage=stage_words(target)))

    def action_opportunity_add(self) -> None:
        """A deal belongs to an account: say where it is added."""
        self.say(_("A deal belongs to an account: open the account first (a or 2), then press g."))

    async def action_touch_log(self) -> None:
        """Log a touch about the highlighted deal, or about whom the line names."""
        deal = self._deals.get(self._highlighted_id)
        about = {"listed_account_id": deal.account_id, "opportunity_id": deal.id} if deal else {}
        await places.open_log(self.karep, **about)


def _fits(deal: Deal, words: str) -> bool:
    """Whether the account's and the deal's name hold every one of the words."""
    names = fold(f"{deal.account_name} {deal.name}")
    return all(fold(word) in names for word in words.split())


def _no_deals() -> str:
    return _("No deals yet.\nOpen an account (2, then Enter) and press g to add one.")


def _nothing_fits() -> str:
    return _("No deal fits.\nPress c to show all deals again.")
