"""The stage page of a deal: what is done, what is open, what to ask and how to answer."""

from collections.abc import Collection
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from karep.db import opportunities
from karep.db.views.deals import Deal, get_deal
from karep.db.views.opportunities import Objection, Tick, list_objections, list_ticks
from karep.i18n import _, language
from karep.playbook.book import OBJECTION_RULE, Stage
from karep.playbook.book import Objection as Answer
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.vocabulary import OBJECTION_OUTCOMES, STAGES
from karep.rules.zones import local_day
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.deal_words import day_words, seen
from karep.screens.deals import reopen_deal, win_deal
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, safe
from karep.screens.stage_dialogs import LoseDialog, MoveDialog, SkipDialog, item_words
from karep.screens.stage_guide import ASKED, SKIPPED, Entry, Group, GuideList, ObjectionDialog, deal_guide
from karep.screens.stage_header import header
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

_HEARD = "heard "


class StageScreen(KarepScreen):
    """One deal: its stages, the checklist of the stage looked at, and the guide to it.

    On a wide terminal checklist and guide stand side by side; on a narrow one Tab goes from one to the other.
    """

    PLACE = "deals"
    FOOTER = ("brief.open", "stage.tick", "stage.move", "stage.guide", "objection.add", "touch.log")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "stage.tick", "stage.skip", "stage.move", "stage.earlier", "stage.later", "stage.guide", "opportunity.win",
        "opportunity.lose", "opportunity.reopen", "opportunity.account", "objection.add",
        "touch.log", "touch.form", "follow_up.add", "record.edit", "record.history", "brief.open", "timeline.open",
    )  # fmt: skip
    CSS_PATH = "stage.tcss"
    AUTO_FOCUS = "#checklist"

    def __init__(self, opportunity_id: str) -> None:
        """Show the deal with that id."""
        super().__init__()
        self.opportunity_id = opportunity_id
        self.page_of = ("opportunity", opportunity_id)
        self.looked_at = ""
        """The stage whose checklist is shown; empty until the deal is read."""
        self._at = ""
        self._deal: Deal | None = None
        self._ticks: dict[str, Tick] = {}
        self._heard: dict[str, Objection] = {}
        self._stages: dict[str, Stage] = {}

    def compose_content(self) -> ComposeResult:
        """The deal above; checklist and guide below."""
        yield Static(id="deal-header", markup=False)
        with Horizontal(id="stage-sides"):
            with Vertical(id="checklist-side", classes="pane"):
                columns = (Column("mark", "", width=1, priority=9), Column("what", "", fraction=1, priority=9))
                when = Column("when", "", width=10, align="right", priority=1)
                yield ArrowList((*columns, when), id="checklist", show_header=False)
                yield Static(id="item-detail", markup=False)
            with Vertical(id="guide-side", classes="pane"):
                yield GuideList(id="guide")

    # --- reading -------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the deal, its ticks and the objections that were heard on it."""
        deal = await self.karep.desk.read(get_deal, self.opportunity_id)
        if deal is None:
            self._show_gone()
            return
        self._ticks = await self.karep.desk.read(list_ticks, deal.id)
        heard = await self.karep.desk.read(list_objections, opportunity_id=deal.id)
        self._heard = {f"{_HEARD}{one.id}": one for one in heard}
        self._stages = dict(playbook(language()).stages)
        if self._deal is None or deal.stage != self._deal.stage:
            self.looked_at = deal.stage
        self._deal = deal
        self._show()

    def _show_gone(self) -> None:
        self._deal, self._ticks, self._heard = None, {}, {}
        gone = _("This deal was removed. Undo (u) brings it back; esc goes back.")
        self.query_one("#deal-header", Static).update(safe(gone))
        self.query_one("#checklist", ArrowList).set_sections([])
        self.query_one("#item-detail", Static).update("")
        self.query_one("#guide", GuideList).show([])

    def _show(self) -> None:
        assert self._deal is not None
        stage = self._stages[self.looked_at]
        width = max(40, self.size.width - 2)
        deal = seen(self._deal, Eyes.of(self.karep))
        self.query_one("#deal-header", Static).update(
            header(deal, self.looked_at, self._stages, set(self._ticks), self.karep.clock, width)
        )
        checklist = self.query_one("#checklist", ArrowList)
        fresh = checklist.highlighted is None
        checklist.set_sections(self._sections(stage))
        if fresh:
            checklist.highlight(self._at)
        self._show_titles(stage)
        self.query_one("#guide", GuideList).show([*self._heard_group(), *self._guide(stage)])
        self._show_detail(checklist.highlighted)

    def _guide(self, stage: Stage) -> list[Group]:
        signs = {one: SKIPPED if tick.not_applicable else ASKED for one, tick in self._ticks.items()}
        return deal_guide(stage, self._answers(stage), signs)

    def _answers(self, stage: Stage) -> list[Answer]:
        """The objections of the stage, then those of the stage that serves here too."""
        return playbook(language()).objections_of(stage.id)

    def _show_titles(self, stage: Stage) -> None:
        here = self._deal is not None and stage.id == self._deal.stage
        words = stage_words(stage.id)
        side = self.query_one("#checklist-side")
        side.border_title = safe(words if here else _("{stage} (not the deal's stage)").format(stage=words))
        side.border_subtitle = safe(_("k not applicable · [ ] other stages"))
        self.query_one("#guide-side").border_title = assemble(words, " · ", _("Guide"))
        self.query_one("#guide-side").border_subtitle = safe(_("␣ asked · ⏎ opens an answer · tab goes back"))

    def _sections(self, stage: Stage) -> list[Section]:
        """The checklist, the exit facts, and ticks that the playbook has no words for any more."""
        items = {item.id: self._row(item.id, item.title) for item in stage.checklist}
        facts = {fact.id: self._row(fact.id, fact.text) for fact in stage.exit}
        lost = {one: self._row(one, one) for one in self._ticks if item_words(one) == one}
        return [
            Section(self._counted(stage.headings["checklist"], items), items),
            Section(self._counted(stage.headings["exit"], facts), facts),
            Section(_("No longer in the playbook"), lost),
        ]

    def _counted(self, words: str, ids: Collection[str]) -> str:
        return f"{words} {sum(one in self._ticks for one in ids)}/{len(ids)}"

    def _row(self, item_id: str, words: str) -> Row:
        tick = self._ticks.get(item_id)
        if tick is None:
            return Row({"mark": "☐", "what": words})
        if tick.not_applicable:
            return Row({"mark": "–", "what": words, "when": _("n/a")}, tone="muted")
        when = local_day(tick.at, self.karep.clock.zone).isoformat()
        return Row({"mark": Cell("☑", "success"), "what": words, "when": Cell(when, "muted")})

    def _day(self, stamp: str) -> str:
        return day_words(local_day(stamp, self.karep.clock.zone).isoformat(), self.karep.clock.today)

    def _heard_group(self) -> list[Group]:
        """What the customer objected on this deal."""
        entries, eyes = [], Eyes.of(self.karep)
        for key, one in self._heard.items():
            card = playbook(language()).objections.get(one.card or "")
            words = eyes.words(one.words or (card.name if card else one.card) or "?")
            outcome = _(OBJECTION_OUTCOMES.get(one.outcome, one.outcome))
            shown = assemble(("! ", "bold $text-warning"), words, (f"  {outcome}", "italic $text-muted"))
            entries.append(Entry(key, shown, words))
        return [Group(_("Heard on this deal"), tuple(entries))] if entries else []

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        highlighted = self.query_one("#checklist", ArrowList).highlighted
        if event.id is not None and event.id == highlighted:
            self._at = event.id
        self._show_detail(highlighted)

    def _show_detail(self, item_id: str | None) -> None:
        """Below the list: how the highlighted item is done, and who ticked it when."""
        lines: list[Content] = []
        if item_id is not None:
            items = (one for stage in self._stages.values() for one in stage.checklist)
            item = next((one for one in items if one.id == item_id), None)
            lines.append(safe(item.how if item else item_words(item_id)))
            if tick := self._ticks.get(item_id):
                lines.insert(0, self._tick_line(tick))
        self.query_one("#item-detail", Static).update(Content("\n").join(lines))

    def _tick_line(self, tick: Tick) -> Content:
        day, by = self._day(tick.at), tick.by or _("you")
        if tick.not_applicable:
            words = _("– not applicable: {reason}").format(reason=tick.reason or "?")
            return assemble((words, "bold"), f" ({by}, {day})")
        return assemble(("☑ ", "bold $text-success"), _("ticked by {who}, {day}").format(who=by, day=day))

    # --- looking around ------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Write the header for the new width."""
        if self._deal is not None:
            self.call_after_refresh(self._show)

    def action_stage_earlier(self) -> None:
        """Look at the stage before."""
        self._look(-1)

    def action_stage_later(self) -> None:
        """Look at the stage after."""
        self._look(1)

    def _look(self, step: int) -> None:
        if self._deal is None:
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
        if key in self._heard:
            await places.open_form(self.karep, "objection.change", objection_id=self._heard[key].id)
        elif key in playbook(language()).ticked:
            await self.action_stage_tick()
        elif one := playbook(language()).objections.get(key):
            self.app.push_screen(ObjectionDialog(one, playbook(language()).guides[OBJECTION_RULE]))

    @on(RowList.Selected)
    async def _chosen_item(self) -> None:
        """Enter ticks as the space bar does."""
        await self.action_stage_tick()

    # --- changing ------------------------------------------------------------------------------------------------

    def _item(self) -> str | None:
        """The highlighted item of the checklist, or the highlighted question of the guide."""
        guide = self.query_one("#guide", GuideList)
        if guide.has_focus:
            key = guide.highlighted_option.id if guide.highlighted_option else None
            if key is None or key not in playbook(language()).ticked:
                self.say(_("Highlight a question to say that it was asked; Tab goes back to the checklist."))
                return None
            return key
        if not self.query_one("#checklist-side").display:
            self.say(_("Tab goes back to the checklist."))
            return None
        item = self.query_one("#checklist", ArrowList).highlighted if self._deal else None
        if item is None:
            self.say(_("No item is highlighted."))
        return item

    async def action_stage_tick(self) -> None:
        """Tick the highlighted item, or the question that was asked; or take the tick back."""
        item = self._item()
        if item is None or self._deal is None:
            return
        label = f"{self._deal.name}: {item_words(item)}"
        if item in self._ticks:
            await self.karep.save("stage.tick", label, opportunities.untick, self._deal.id, item)
        else:
            by = self.karep.settings["name"]
            await self.karep.save("stage.tick", label, opportunities.tick, self._deal.id, item, by=by)

    def action_stage_skip(self) -> None:
        """Ask why the highlighted item does not apply."""
        if item := self._item():
            self.app.push_screen(SkipDialog(opportunity_id=self.opportunity_id, item_id=item))

    def action_stage_move(self) -> None:
        """Ask where the deal goes."""
        if self._deal:
            self.app.push_screen(MoveDialog(opportunity_id=self.opportunity_id))

    async def action_opportunity_win(self) -> None:
        """Mark the deal as won."""
        if self._deal:
            await win_deal(self, self._deal)

    def action_opportunity_lose(self) -> None:
        """Ask why the deal was lost and when to come back."""
        if self._deal:
            self.app.push_screen(LoseDialog(opportunity_id=self.opportunity_id))

    async def action_opportunity_reopen(self) -> None:
        """Open a won or lost deal again."""
        if self._deal:
            await reopen_deal(self, self._deal)

    def action_opportunity_account(self) -> None:
        """Open the account of the deal."""
        if self._deal:
            places.open_account(self.karep, self._deal.account_id)

    async def action_brief_open(self) -> None:
        """Be ready for a meeting about the deal."""
        if self._deal:
            await places.open_brief(self.karep, "opportunity", self._deal.id)

    async def action_timeline_open(self) -> None:
        """Show everything that happened on the deal."""
        if self._deal:
            await places.open_timeline(self.karep, "opportunity", self._deal.id)

    async def action_objection_add(self) -> None:
        """Note what the customer objected."""
        await self._open_form("objection.add")

    async def action_touch_log(self) -> None:
        """Log a touch about the deal."""
        if self._deal:
            about = {"account_id": self._deal.account_id, "opportunity_id": self._deal.id}
            await places.open_log(self.karep, **about)

    async def action_touch_form(self) -> None:
        """Log a touch about the deal in a form."""
        await self._open_form("touch.log")

    async def action_follow_up_add(self) -> None:
        """Plan the next step of the deal."""
        if self._deal:
            about = {"account_id": self._deal.account_id, "opportunity_id": self._deal.id}
            await places.open_follow_up(self.karep, **about)

    async def _open_form(self, kind: str) -> None:
        if self._deal:
            about = {"account_id": self._deal.account_id, "opportunity_id": self._deal.id}
            await places.open_form(self.karep, kind, **about)

    async def action_record_edit(self) -> None:
        """Change the deal."""
        if self._deal:
            await places.open_form(self.karep, "opportunity.change", opportunity_id=self._deal.id)

    def action_record_history(self) -> None:
        """Show what changed on the deal."""
        if self._deal:
            places.open_history(self.karep, "opportunity", self._deal.id, self._deal.name)
