"""The stage page of a deal: what is done, what is open, what to ask and how to answer."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.widgets import OptionList, Static

from karep.db import opportunities
from karep.db.views.deals import Deal, get_deal, list_stays
from karep.db.views.evidence import list_proofs
from karep.db.views.growth import list_relatives
from karep.db.views.objections import list_objections
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language
from karep.playbook.book import Stage
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.expansion import FIRST_STAGE
from karep.rules.stages import by_stage, usual_days
from karep.rules.vocabulary import BUYER_STAGES, STAGES
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.card_glance import open_card
from karep.screens.deal_actions import DealActions, about
from karep.screens.deal_words import seen
from karep.screens.evidence import choose_evidence
from karep.screens.outcome import step_outcome
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, safe
from karep.screens.stage_dialogs import SkipDialog, item_words
from karep.screens.stage_guide import GuideList
from karep.screens.stage_header import Limits, header
from karep.screens.stage_rows import HEARD, RELATIVE, Page, checklist, guide, item_detail, next_question
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Column
from karep.screens.widgets.row_list import RowList


class StageScreen(DealActions):
    """One deal: its stages, the checklist of the stage looked at, and the guide to it.

    On a wide terminal checklist and guide stand side by side; on a narrow one Tab goes from one to the other.
    """

    PLACE = "deals"
    FOOTER = ("brief.open", "stage.tick", "stage.move", "stage.guide", "objection.add", "touch.log")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "stage.tick", "stage.skip", "stage.evidence", "stage.touch", "stage.move", "stage.advance", "stage.retreat",
        "stage.earlier", "stage.later", "stage.guide", "stage.buyer", "opportunity.win", "opportunity.lose",
        "opportunity.reopen", "opportunity.expand", "opportunity.members", "opportunity.account", "objection.add",
        "touch.log", "touch.form", "follow_up.add", "record.edit", "record.history", "brief.open", "timeline.open",
        "deal.closing", "deal.concessions", "objection.outcome",
    )  # fmt: skip
    CSS_PATH = "stage.tcss"
    AUTO_FOCUS = "#checklist"

    def __init__(self, opportunity_id: str) -> None:
        """Show the deal with that id."""
        super().__init__()
        self.opportunity_id = opportunity_id
        self.deal: Deal | None = None
        """The deal; None while it is not read, or is gone."""
        self.page_of = ("opportunity", opportunity_id)
        self.looked_at = ""
        """The stage whose checklist is shown; empty until the deal is read."""
        self._at = ""
        self._page: Page | None = None
        self._usual: dict[str, int] = {}

    def compose_content(self) -> ComposeResult:
        """The deal above; checklist and guide below."""
        yield Static(id="deal-header", markup=False)
        with Horizontal(id="stage-sides"):
            with Vertical(id="checklist-side", classes="pane"):
                columns = (Column("mark", "", width=1, priority=9), Column("what", "", fraction=1, priority=9))
                when = Column("when", "", width=12, align="right", priority=1)
                yield ArrowList((*columns, when), id="checklist", show_header=False)
                yield Static(id="item-detail", markup=False)
            with Vertical(id="guide-side", classes="pane"):
                yield GuideList(id="guide")

    # --- reading -------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the deal, its ticks and what proves them, the objections that were heard, what grew out of it."""
        read, former = self.karep.desk.read, self.deal
        deal = await read(get_deal, self.opportunity_id)
        if deal is None:
            self._show_gone()
            return
        if former is None or deal.last_moved_at != former.last_moved_at:
            # what all deals say does not change while one of them is worked on
            self._usual = usual_days(await read(list_stays), by_stage(self.karep.settings.numbers("usual_days")))
        self._page = Page(
            deal,
            playbook(language()),
            Eyes.of(self.karep),
            self.karep.clock,
            ticks=await read(list_ticks, deal.id),
            proofs=await read(list_proofs, deal.id),
            heard=await read(list_objections, opportunity_id=deal.id),
            relatives=await read(list_relatives, deal.id),
            usual_days=self._usual,
        )
        moved = former is not None and deal.stage != former.stage
        if former is None or moved or self.looked_at not in STAGES:
            self.looked_at = deal.stage
        self.deal = deal
        self._show()
        if moved:
            self._go_to_first_open()

    def _show_gone(self) -> None:
        self.deal, self._page = None, None
        gone = _("This deal was removed. Undo (u) brings it back; esc goes back.")
        self.query_one("#deal-header", Static).update(safe(gone))
        self.query_one("#checklist", ArrowList).set_sections([])
        self.query_one("#item-detail", Static).update("")
        self.query_one("#guide", GuideList).show([])

    def _show(self) -> None:
        page = self._page
        if page is None:
            return
        stage, settings = page.book.stages[self.looked_at], self.karep.settings
        limits = Limits(
            page.usual_days.get(page.deal.stage, 0), settings.number("idle_days"), settings.number("next_step_days"),
            begun_in=FIRST_STAGE if any(one.is_origin for one in page.relatives) else STAGES[0],
        )  # fmt: skip
        width = max(40, self.size.width - 2)
        self.query_one("#deal-header", Static).update(
            header(seen(page.deal, page.eyes), stage.id, page.book.stages, set(page.ticks), page.clock, width, limits)
        )
        listed = self.query_one("#checklist", ArrowList)
        fresh = listed.highlighted is None
        listed.set_sections(checklist(page, stage))
        if fresh:
            listed.highlight(self._at)
        self._show_titles(stage)
        self.query_one("#guide", GuideList).show(guide(page, stage))
        self._show_detail(listed.highlighted)

    def _go_to_first_open(self) -> None:
        """Highlight what is to be done first in the stage that the deal came to."""
        assert self._page is not None
        stage = self._page.book.stages[self.looked_at]
        ids = [*(item.id for item in stage.checklist), *(fact.id for fact in stage.exit)]
        self._at = next((one for one in ids if one not in self._page.ticks), ids[0] if ids else "")
        self.query_one("#checklist", ArrowList).highlight(self._at)

    def _show_titles(self, stage: Stage) -> None:
        here = self.deal is not None and stage.id == self.deal.stage
        words = stage_words(stage.id)
        side = self.query_one("#checklist-side")
        side.border_title = safe(words if here else _("{stage} (not the deal's stage)").format(stage=words))
        side.border_subtitle = safe(_("k not applicable · p evidence · [ ] other stages"))
        self.query_one("#guide-side").border_title = assemble(words, " · ", _("Guide"))
        self.query_one("#guide-side").border_subtitle = safe(_("␣ asked, seen · ⏎ opens · Y outcome · tab goes back"))

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        highlighted = self.query_one("#checklist", ArrowList).highlighted
        if event.id is not None and event.id == highlighted:
            self._at = event.id
        self._show_detail(highlighted)

    def _show_detail(self, item_id: str | None) -> None:
        detail = self.query_one("#item-detail", Static)
        width = max(20, self.query_one("#checklist-side").size.width - 2)
        detail.update(item_detail(self._page, item_id, width) if self._page and item_id else "")

    # --- looking around ------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Write the header for the new width."""
        if self._page is not None:
            self.call_after_refresh(self._show)

    def action_stage_earlier(self) -> None:
        """Look at the stage before."""
        self._look(-1)

    def action_stage_later(self) -> None:
        """Look at the stage after."""
        self._look(1)

    def _look(self, step: int) -> None:
        if self._page is None:
            return
        place = STAGES.index(self.looked_at) + step
        if 0 <= place < len(STAGES):
            self.looked_at = STAGES[place]
            self._show()
            self.query_one("#checklist", ArrowList).action_first()
            self.query_one("#guide", GuideList).action_first()

    def action_stage_guide(self) -> None:
        """Go from the checklist to the guide, or back; a narrow terminal shows one of them."""
        to_guide = not self.query_one("#guide").has_focus
        self.set_class(to_guide, "-guide")
        self.query_one("#guide" if to_guide else "#checklist").focus()

    @on(OptionList.OptionSelected, "#guide")
    async def _open_entry(self, event: OptionList.OptionSelected) -> None:
        key = event.option.id or ""
        if self._page is None:
            return
        if key.startswith(HEARD):
            await places.open_form(self.karep, "objection.change", objection_id=key.removeprefix(HEARD))
        elif key.startswith(RELATIVE):
            places.open_opportunity(self.karep, key.removeprefix(RELATIVE))
        elif key in self._page.book.ticked:
            await self._enter(key)
        elif key in self._page.book.objections or key in self._page.book.techniques:
            self._open_card(key)

    def _open_card(self, card_id: str) -> None:
        """Show a card at a glance; what is noted from it belongs to this deal."""
        assert self._page is not None
        stage = self._page.book.stages[self.looked_at]
        among = stage.objections if card_id in self._page.book.objections else stage.techniques
        open_card(self.karep, card_id, among=among, **about(self._page.deal))

    @on(RowList.Selected)
    async def _chosen_item(self, event: RowList.Selected) -> None:
        await self._enter(event.id)

    async def _enter(self, item_id: str) -> None:
        """Enter opens what proves an item; where there is nothing to open it ticks as the space bar does."""
        if self._page is not None and self._page.proof(item_id):
            await self.action_stage_touch()
        else:
            await self.action_stage_tick()

    # --- changing ------------------------------------------------------------------------------------------------

    def _item(self) -> str | None:
        """The highlighted item of the checklist, or the highlighted question or signal of the guide."""
        listed = self.query_one("#guide", GuideList)
        if listed.has_focus:
            key = listed.highlighted_option.id if listed.highlighted_option else None
            if key is None or self._page is None or key not in self._page.book.ticked:
                self.say(_("Highlight a question or a sign to tick it; Tab goes back to the checklist."))
                return None
            return key
        if not self.query_one("#checklist-side").display:
            self.say(_("Tab goes back to the checklist."))
            return None
        item = self.query_one("#checklist", ArrowList).highlighted if self._page else None
        if item is None:
            self.say(_("No item is highlighted."))
        return item

    async def action_stage_tick(self) -> None:
        """Tick the highlighted item, the question that was asked, the sign that was seen; or take the tick back."""
        item = self._item()
        if item is None or self._page is None:
            return
        deal = self._page.deal
        label = f"{deal.name}: {item_words(item)}"
        if item in self._page.ticks:
            await self.karep.save("stage.untick", label, opportunities.untick, deal.id, item)
            return
        self._go_on_asking(item)
        by = self.karep.settings["name"]
        await self.karep.save("stage.tick", label, opportunities.tick, deal.id, item, by=by)

    def _go_on_asking(self, asked: str) -> None:
        """A question that was asked goes below the others: highlight the one that comes next."""
        listed = self.query_one("#guide", GuideList)
        if not listed.has_focus or self._page is None:
            return
        if following := next_question(self._page, self._page.book.stages[self.looked_at], asked):
            listed.highlighted = listed.get_option_index(following)

    def deal_at_hand(self) -> Deal | None:
        """The deal, while it is there."""
        return self.deal

    async def action_objection_outcome(self) -> None:
        """Note what became of the highlighted objection of the guide."""
        listed = self.query_one("#guide", GuideList)
        key = (listed.highlighted_option.id or "") if listed.has_focus and listed.highlighted_option else ""
        if not key.startswith(HEARD) and self._page and len(self._page.heard) == 1:
            key = f"{HEARD}{self._page.heard[0].id}"
        if key.startswith(HEARD):
            await step_outcome(self.karep, key.removeprefix(HEARD))
        else:
            self.say(_("Highlight an objection that was heard first."))

    def action_stage_skip(self) -> None:
        """Ask why the highlighted item does not apply."""
        if item := self._item():
            self.app.push_screen(SkipDialog(opportunity_id=self.opportunity_id, item_id=item))

    async def action_stage_evidence(self) -> None:
        """Choose the touch that proves the highlighted item."""
        if (item := self._item()) and self._page:
            await choose_evidence(self.karep, self._page.deal, item, self._page.ticks.get(item))

    async def action_stage_touch(self) -> None:
        """Open the touch that proves the highlighted item."""
        item = self._item()
        if item is None or self._page is None:
            return
        if proof := self._page.proof(item):
            await places.open_record(self.karep, "touch", proof.touch_id, account_id=proof.account_id)
        else:
            self.say(_("No touch proves this yet; p chooses one."))

    async def action_stage_buyer(self) -> None:
        """Say where the buyer stands: on by one each time, and round again; at first where buyers usually are."""
        if self._page is None:
            return
        deal, known = self._page.deal, tuple(BUYER_STAGES)
        usual = self._page.book.stages[deal.stage].buyer_stages
        if deal.buyer_stage in known:
            now = known[(known.index(deal.buyer_stage) + 1) % len(known)]
        else:
            now = usual[0] if usual else known[0]
        change = opportunities.change_opportunity
        await self.karep.save("stage.buyer", deal.name, change, deal.id, {"buyer_stage": now})
        words = " / ".join(_(BUYER_STAGES[one]) for one in usual)
        sentence = _("Buyer: {now}. In {stage} usually: {usual}.")
        self.say(sentence.format(now=_(BUYER_STAGES[now]), stage=deal.stage, usual=words))
