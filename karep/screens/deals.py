"""Deals: every opportunity by stage, with what it is worth and what comes next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db import opportunities
from karep.db.views.deals import Deal, list_deals
from karep.i18n import _, ngettext
from karep.reports.words import stage_words
from karep.rules.vocabulary import STAGES
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.deal_words import (
    amount_words,
    days_words,
    idle_days,
    seen,
    step_alarms,
    step_words,
    total_words,
)
from karep.screens.privacy import Eyes
from karep.screens.safe import fit
from karep.screens.stage_dialogs import LoseDialog, MoveDialog
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section


class DealsScreen(KarepScreen):
    """The pipeline: open deals by stage, the furthest first, then the won and the lost."""

    PLACE = "deals"
    FOOTER = ("brief.open", "stage.move", "opportunity.win", "opportunity.lose", "touch.log", "follow_up.add")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "stage.move", "opportunity.win", "opportunity.lose", "opportunity.reopen", "opportunity.account",
        "opportunity.add", "touch.log", "touch.form", "follow_up.add", "record.edit", "record.history",
        "brief.open", "timeline.open",
    )  # fmt: skip
    CSS_PATH = "deals.tcss"
    AUTO_FOCUS = "#deal-list"

    def __init__(self) -> None:
        """Make the page; it reads the store when it is shown."""
        super().__init__()
        self._deals: dict[str, Deal] = {}
        self._at = ""

    def compose_content(self) -> ComposeResult:
        """The sums of the stages (wide terminals), then the list."""
        yield Static(id="stage-sums", markup=False)
        yield ArrowList(_columns(idle=False), id="deal-list", empty=_no_deals())

    async def reload(self) -> None:
        """Read all deals."""
        found = await self.karep.desk.read(list_deals)
        self._deals = {deal.id: deal for deal in found}
        deals = self.query_one("#deal-list", ArrowList)
        deals.set_columns(_columns(idle=any(idle_days(deal, self.karep.clock) for deal in found)))
        fresh = deals.highlighted is None
        eyes = Eyes.of(self.karep)
        deals.set_sections(self._sections([seen(deal, eyes) for deal in found]))
        if fresh:
            deals.highlight(self._at)
        self._show_sums()

    def on_resize(self) -> None:
        """Share the width between the stages again."""
        self.call_after_refresh(self._show_sums)

    def _show_sums(self) -> None:
        """Eight columns: the stage, the number of its open deals, their sum."""
        width = max(1, (self.size.width - 2) // len(STAGES))
        upper, lower = list[Content](), list[Content]()
        for stage in STAGES:
            deals = [deal for deal in self._deals.values() if deal.status == "open" and deal.stage == stage]
            upper.append(
                Content.styled(
                    fit(stage_words(stage), width - 1) + " ", "bold $text-primary" if deals else "$text-muted"
                )
            )
            numbers = f"{len(deals)} · {total_words(deals)}".rstrip(" ·") if deals else "–"
            lower.append(Content.styled(fit(numbers, width - 1) + " ", "" if deals else "$text-muted"))
        self.query_one("#stage-sums", Static).update(
            Content("\n").join([Content("").join(upper), Content("").join(lower)])
        )

    def _sections(self, deals: list[Deal]) -> list[Section]:
        sections = []
        for stage in reversed(STAGES):
            here = [deal for deal in deals if deal.status == "open" and deal.stage == stage]
            sections.append(
                Section(_heading(stage_words(stage), here), {deal.id: self._open_row(deal) for deal in here})
            )
        for status, words in (("won", _("Won")), ("lost", _("Lost deals, with the day to ask again and the reason"))):
            here = [deal for deal in deals if deal.status == status]
            sections.append(Section(_heading(words, here), {deal.id: self._closed_row(deal) for deal in here}))
        return sections

    def _open_row(self, deal: Deal) -> Row:
        today = self.karep.clock.today
        idle = idle_days(deal, self.karep.clock)
        return Row(
            {
                "name": deal.name,
                "account": deal.account_name,
                "amount": amount_words(deal),
                "close": deal.expected_close or "",
                "next": Cell(step_words(deal, today), "warning" if step_alarms(deal, today) else ""),
                "idle": Cell(days_words(idle), "warning") if idle else "",
            }
        )

    def _closed_row(self, deal: Deal) -> Row:
        lost = deal.status == "lost"
        return Row(
            {
                "name": deal.name,
                "account": deal.account_name,
                "amount": amount_words(deal),
                "close": (deal.revisit_on if lost else deal.expected_close) or "",
                "next": (deal.lost_reason or "") if lost else Cell(_("✓ won"), "success"),
            },
            tone="muted" if lost else "",
        )

    # --- what can be done ----------------------------------------------------------------------------------------

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        """Remember the deal for when the list is written anew in another language."""
        if event.id is not None and event.id == self.query_one("#deal-list", ArrowList).highlighted:
            self._at = event.id

    @on(RowList.Selected)
    def _open(self, event: RowList.Selected) -> None:
        places.open_opportunity(self.karep, event.id)

    def _chosen(self) -> Deal | None:
        """The highlighted deal; without one the rep is told what to do."""
        deal = self._deals.get(self.query_one("#deal-list", ArrowList).highlighted or "")
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
        deal = self._deals.get(self.query_one("#deal-list", ArrowList).highlighted or "")
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


async def win_deal(screen: KarepScreen, deal: Deal) -> None:
    """Mark a deal as won, unless it is."""
    if deal.status == "won":
        screen.say(_("This deal is won already."))
        return
    planned = await screen.karep.save(
        "opportunity.win", deal.name, opportunities.win, deal.id, on=screen.karep.clock.today
    )
    if not planned:
        screen.say(_("Won: {name}. Undo takes it back.").format(name=deal.name))
        return
    sentence = ngettext(
        "Won: {name}. {n} follow-up is planned; undo takes it back.",
        "Won: {name}. {n} follow-ups are planned; undo takes it back.",
        len(planned),
    )
    screen.say(sentence.format(name=deal.name, n=len(planned)))


async def reopen_deal(screen: KarepScreen, deal: Deal) -> None:
    """Open a won or lost deal again."""
    if deal.status == "open":
        screen.say(_("This deal is open."))
        return
    await screen.karep.save("opportunity.reopen", deal.name, opportunities.reopen, deal.id)
    screen.say(_("Open again: {name}.").format(name=deal.name))


def _heading(words: str, deals: list[Deal]) -> str:
    return " · ".join(filter(None, (words, str(len(deals)), total_words(deals))))


def _no_deals() -> str:
    return _("No deals yet.\nOpen an account (2, then Enter) and press g to add one.")


def _columns(*, idle: bool) -> tuple[Column, ...]:
    """The columns; that of the idle days only where there are any, for it costs the others their room."""
    return (
        Column("name", _("Deal"), width=12, fraction=4, priority=9),
        Column("account", _("Account"), width=10, fraction=3, priority=7),
        Column("amount", _("Amount"), width=9, align="right", priority=6),
        Column("close", _("Closes on"), width=10, priority=4),
        Column("next", _("Next step"), width=14, fraction=3, priority=8),
        *((Column("idle", _("Idle"), width=7, priority=5),) if idle else ()),
    )
