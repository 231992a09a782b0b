"""Give and get: the floor that was approved, what may be given and for what, and what was given.

Nothing here leaves the program before it was said to the customer; the floor never does.
"""

from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from karep.db import concessions
from karep.db.views.concessions import Concession, Floor, get_floor, list_concessions
from karep.db.views.deals import Deal, get_deal
from karep.i18n import N_, _, language
from karep.playbook.shelf import playbook
from karep.reports import words
from karep.rules.concessions import Step, warnings
from karep.rules.privacy import MASK
from karep.screens import places
from karep.screens.bindings import bindings, described
from karep.screens.deal_actions import DealActions
from karep.screens.deal_words import day_words
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section

WARNED: Final = {
    "no_approver": N_("below the floor, and nobody approved it"),
    "below_floor": N_("below the floor, approved by {who}"),
    "no_return": N_("nothing comes back for it"),
    "larger_step": N_("a larger step than the one before"),
    "no_step": N_("the price does not fall by it"),
}
"""What can be wrong with a step, by the keys of `karep.rules.concessions.WARNINGS`."""


class ConcessionsScreen(DealActions):
    """The give/get plan of one deal."""

    PLACE = "deals"
    FOOTER = ("concession.add", "concession.make", "concession.edit", "opportunity.floor", "edit.undo", "app.privacy")
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "concession.add", "concession.make", "concession.edit", "concession.remove", "concession.earlier",
        "concession.later", "opportunity.floor", "concession.history", "touch.log",
    )  # fmt: skip
    CSS_PATH = "concessions.tcss"
    AUTO_FOCUS = "#plan"

    def __init__(self, opportunity_id: str, at: str = "") -> None:
        """Show the plan of the deal with that id, with the concession `at` highlighted."""
        super().__init__()
        self.opportunity_id = opportunity_id
        self._at = at
        self._adds = False
        """Whether the rep went to plan a step: the highlight goes to it."""
        self._deal: Deal | None = None
        self._floor = Floor()
        self._steps: dict[str, Concession] = {}
        self._warned: dict[str, tuple[str, ...]] = {}

    def compose_content(self) -> ComposeResult:
        """Deal and floor above, the steps, the highlighted one whole."""
        yield Static(id="plan-head", markup=False)
        with Vertical(id="plan-side", classes="pane"):
            columns = (
                Column("mark", "", width=2, priority=9),
                Column("give", _("We give"), fraction=1, priority=9),
                Column("get", _("We get"), fraction=1, priority=8),
                Column("price", _("Price after it"), width=14, align="right", priority=7),
                Column("when", _("Made"), width=13, align="right", priority=5),
            )
            yield ArrowList(columns, id="plan")
            yield Static(id="step", markup=False)

    # --- reading -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the deal, its floor and its steps."""
        read = self.karep.desk.read
        self._deal = deal = await read(get_deal, self.opportunity_id)
        plan = self.query_one("#plan", ArrowList)
        if deal is None:
            gone = _("This deal was removed. Undo (u) brings it back; esc goes back.")
            self.query_one("#plan-head", Static).update(safe(gone))
            self._steps = {}
            plan.set_sections([])
            return
        self._floor = await read(get_floor, deal.id)
        steps = await read(list_concessions, deal.id)
        former, self._steps = self._steps, {one.id: one for one in steps}
        if self._adds and (added := [one.id for one in steps if one.id not in former]):
            self._at, self._adds = added[-1], False
        ordered = [Step(one.get or "", one.price, one.below_floor, one.approver or "") for one in steps]
        self._warned = dict(zip(self._steps, warnings(ordered, deal.amount, self._floor.amount), strict=True))
        self.query_one("#plan-head", Static).update(self._head(deal))
        plan.set_sections(self._sections(deal))
        self.query_one("#plan-side").border_title = safe(_("Give and get"))
        order = _("␣ made · [ ] the order · F the floor · z hides all")
        self.query_one("#plan-side").border_subtitle = safe(order)
        self.go_to(self._at)
        self._at = ""
        self._show_step()

    def go_to(self, concession_id: str) -> None:
        """Highlight a step."""
        if concession_id in self._steps:
            self.query_one("#plan", ArrowList).highlight(concession_id)
        elif concession_id:
            self._at = concession_id

    def _head(self, deal: Deal) -> Content:
        eyes = Eyes.of(self.karep)
        made = [one for one in self._steps.values() if one.made_at]
        amount = words.amount_words(deal.amount, deal.currency, short=False) or "–"
        name = assemble((one_line(deal.account_name), "bold"), " · ", one_line(eyes.words(deal.name)), f" · {amount}")
        priced = [one.price for one in made if one.price is not None]
        told = _("{n} made").format(n=len(made)) if self._steps else ""
        if priced and not eyes.hides("concession", "price"):
            now = words.amount_words(priced[-1], deal.currency, short=False)
            told = " · ".join((told, _("price now {amount}").format(amount=now)))
        return Content("\n").join([name, self._floor_line(deal), *([assemble((told, "$text-muted"))] if told else [])])

    def _floor_line(self, deal: Deal) -> Content:
        """The floor, for the rep alone."""
        eyes, floor = Eyes.of(self.karep), self._floor
        sign, sentence = ("▲ ", "bold $text-warning"), _("Floor, for you alone: {text}")
        if not floor:
            key = described("opportunity.floor", self.karep.settings.keys)[0]
            nothing = _("none yet. Have it approved before you bargain, and write it down with {key}.").format(key=key)
            return assemble(sign, sentence.format(text=nothing))
        if eyes.hides("opportunity", "floor_amount"):
            return assemble(sign, sentence.format(text=MASK))
        approved = floor.approver and _("approved by {who}").format(who=floor.approver)
        day = floor.approved_on and day_words(floor.approved_on, self.karep.clock.today)
        by = " ".join(filter(None, (approved, f"({day})" if day else "")))
        amount = words.amount_words(floor.amount, deal.currency, short=False)
        told = [amount, floor.terms, by or _("⚠ nobody approved it yet")]
        return assemble(sign, sentence.format(text=" · ".join(one_line(eyes.words(one)) for one in told if one)))

    def _sections(self, deal: Deal) -> list[Section]:
        planned = [one for one in self._steps.values() if not one.made_at]
        made = [one for one in self._steps.values() if one.made_at]
        key = described("concession.add", self.karep.settings.keys)[0]
        nothing = _("Nothing planned: {key} plans what you may give, and for what.").format(key=key)
        return [
            Section(_("Given so far"), {one.id: self._row(one, deal, "✓") for one in made}),
            Section(
                _("Planned, in this order"),
                {one.id: self._row(one, deal, str(number)) for number, one in enumerate(planned, 1)},
                nothing,
            ),
        ]

    def _row(self, one: Concession, deal: Deal, mark: str) -> Row:
        eyes = Eyes.of(self.karep)
        wrong = self._warned[one.id]
        tone: Tone = "error" if "no_approver" in wrong else "warning" if wrong else "success" if one.made_at else ""
        give, get = (eyes.text("concession", name, one_line(getattr(one, name) or "")) for name in ("give", "get"))
        price = words.amount_words(one.price, deal.currency, short=False)
        day = eyes.on(eyes.day_of(one.made_at).isoformat()) if one.made_at else ""
        return Row(
            {
                "mark": Cell(f"{mark}!" if wrong else mark, tone),
                "give": give,
                "get": get or Cell("–", "muted"),
                "price": eyes.text("concession", "price", price),
                "when": Cell(day, "muted"),
            }
        )

    @on(RowList.Highlighted)
    def _show_step(self) -> None:
        """Below the list: the highlighted step whole, and what is wrong with it."""
        one = self._highlighted()
        self.query_one("#step", Static).update(Content("\n").join(self._told(one) if one else []))

    def _told(self, one: Concession) -> list[Content]:
        eyes = Eyes.of(self.karep)
        if eyes.hides("concession", "give"):
            return [safe(MASK)]
        lines = [assemble((one_line(eyes.words(one.give)), "bold"), " ↔ ", one_line(eyes.words(one.get or "–")))]
        who = one.person_name and _("to {who}").format(who=one.person_name)
        heard = self._heard(one)
        approved = one.approver and _("approved by {who}").format(who=one.approver)
        told = " · ".join(one_line(eyes.words(text)) for text in (who, heard, approved) if text)
        lines += [assemble((told, "$text-muted"))] if told else []
        for key in self._warned[one.id]:
            lines.append(assemble(("⚠ ", "$text-warning"), _(WARNED[key]).format(who=one_line(one.approver or ""))))
        return lines

    def _heard(self, one: Concession) -> str:
        """The objection that it answers."""
        if not one.objection_id:
            return ""
        card = playbook(language()).objections.get(one.objection_card or "")
        return _("for “{objection}”").format(objection=one.objection_words or (card.name if card else "?"))

    def _highlighted(self) -> Concession | None:
        return self._steps.get(self.query_one("#plan", ArrowList).highlighted or "")

    # --- changing ----------------------------------------------------------------------------------------------------

    async def action_concession_add(self) -> None:
        """Plan a step."""
        if self._deal:
            self._adds = True
            await places.open_form(self.karep, "concession.add", opportunity_id=self._deal.id)

    async def action_concession_make(self) -> None:
        """Note that the highlighted step was made: when, to whom, for what; one that was made is planned again."""
        one = self._highlighted()
        if one is None or self._deal is None:
            self.say(_("Highlight a step first."))
        elif one.made_at:
            await self.karep.save("concession.again", self._deal.name, concessions.plan_again, one.id)
            self.say(_("It is planned again."))
        else:
            await places.open_form(self.karep, "concession.make", concession_id=one.id)

    @on(RowList.Selected)
    async def action_concession_edit(self) -> None:
        """Change the highlighted step."""
        if one := self._highlighted():
            await places.open_form(self.karep, "concession.change", concession_id=one.id)

    async def action_concession_remove(self) -> None:
        """Take the highlighted step out."""
        one = self._highlighted()
        if one and self._deal:
            await self.karep.save("record.remove", self._deal.name, concessions.remove_concession, one.id)
            self.say(_("Removed; u brings it back."))

    async def action_concession_earlier(self) -> None:
        """Let the highlighted step change places with the one before."""
        await self._swap(-1)

    async def action_concession_later(self) -> None:
        """Let the highlighted step change places with the one after."""
        await self._swap(1)

    async def _swap(self, step: int) -> None:
        planned = [one.id for one in self._steps.values() if not one.made_at]
        one = self._highlighted()
        if one is None or self._deal is None or one.id not in planned:
            self.say(_("Highlight a planned step first."))
            return
        to = planned.index(one.id) + step
        if 0 <= to < len(planned):
            self._at = planned[to]
            await self.karep.save("concession.order", self._deal.name, concessions.swap_planned, one.id, planned[to])

    async def action_opportunity_floor(self) -> None:
        """Write down the floor."""
        if self._deal:
            await places.open_form(self.karep, "opportunity.floor", opportunity_id=self._deal.id)

    def action_concession_history(self) -> None:
        """Show what changed about the highlighted step."""
        one = self._highlighted()
        if one and self._deal:
            places.open_history(self.karep, "concession", one.id, self._deal.name)

    def deal_at_hand(self) -> Deal | None:
        """The deal, while it is there."""
        return self._deal
