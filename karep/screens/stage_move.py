"""Where a deal goes: what is still open is shown and can be ticked, a reason is asked for, and nothing is refused."""

from collections.abc import Iterable
from functools import partial
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, opportunities
from karep.db.views.concessions import list_concessions
from karep.db.views.opportunities import Tick, list_ticks
from karep.i18n import N_, _, language, ngettext
from karep.playbook.book import Stage
from karep.playbook.shelf import playbook
from karep.reports import tick_signs
from karep.reports.words import stage_words
from karep.rules import signing
from karep.rules.stages import next_stage, reason_needed, unmet_between
from karep.rules.vocabulary import STAGES
from karep.screens.forms import typed
from karep.screens.forms.deal_amount import amount_preview, read_amount
from karep.screens.safe import assemble, safe
from karep.screens.stage_asking import DealDialog, item_words
from karep.screens.stage_loss import LoseDialog
from karep.screens.stage_told import tell_won
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

TICKED: Final = (tick_signs.TICKED, "bold $text-success")
OPEN: Final = (tick_signs.OPEN, "")
SKIPPED: Final = (tick_signs.SKIPPED, "$text-muted")


class OpenItems(PointedList):
    """What is not ticked yet; the arrow keys at the sides choose another stage instead of scrolling."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.target(-1)", N_("Stage before"), show=False, id="move.left"),
        Binding("right", "screen.target(1)", N_("Stage after"), show=False, id="move.right"),
    ]


class MoveDialog(DealDialog):
    """Where a deal goes. `about` holds ``opportunity_id``, and ``target`` where a stage is meant already.

    An open deal that goes to delivery or beyond is won by it: the dialog says so, and asks for the amount as well.
    """

    KIND = "stage.move"
    LINES = ("amount", "reason")

    def __init__(self, **about: str) -> None:
        """Ask where the deal ``opportunity_id`` goes."""
        super().__init__(**about)
        self._stages: dict[str, Stage] = {}
        self._ticks: dict[str, Tick] = {}
        self._before: frozenset[str] = frozenset()
        """What was ticked when the dialog opened: what is ticked in it stays in sight."""
        self._target = about.get("target", "")
        self._proposed_amount = ""
        self._of_another_move = False
        """Whether a draft is kept that was written for another move of the deal; it is left alone."""
        self._typing = False
        """Whether letters that were typed over the list are on their way into the line."""

    @property
    def draft_key(self) -> str:
        """The deal alone: the stages are part of what is kept."""
        return drafts.form_key(self.KIND, {"opportunity_id": self.about["opportunity_id"]})

    @property
    def targets(self) -> tuple[str, ...]:
        """The stages that may be meant."""
        return tuple(stage for stage in STAGES if stage != self.deal.stage)

    @property
    def target(self) -> str:
        """The stage that the deal would go to."""
        return self._target if self._target in self.targets else next_stage(self.deal.stage) or STAGES[-2]

    @property
    def wins(self) -> bool:
        """Whether the move wins the deal."""
        return self.deal.status == "open" and self.target >= signing.STAGE

    @property
    def reopens(self) -> bool:
        """Whether the move opens a won deal again."""
        return self.deal.status == "won" and self.target < signing.STAGE

    def question(self) -> str:
        """What is asked."""
        words = _("Win the deal: {stage} → {target}") if self.wins else _("Move {stage} → {target}")
        return words.format(stage=stage_words(self.deal.stage), target=stage_words(self.target))

    def compose_questions(self) -> ComposeResult:
        """The stages, what a move means, what is still open, the amount of what is won, one line of why."""
        yield Static(id="targets", markup=False)
        yield Static(id="outcome", markup=False)
        yield OpenItems(id="open-items", markup=False, compact=True)
        yield Static(id="amount-words", markup=False)
        yield TextInput(id="line-amount")
        yield Static(id="why", markup=False)
        yield TextInput(id="line-reason", placeholder=_("One line is enough; ⏎ goes on without one"))
        yield Static(_("← → another stage · ␣ ticks what is met · type to say why"), classes="muted")

    async def prepare(self) -> None:
        """Read what is ticked, and what the deal goes for now."""
        self._stages = dict(playbook(language()).stages)
        self._ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        self._before = frozenset(self._ticks)
        steps = await self.karep.desk.read(list_concessions, self.deal.id)
        prices = [one.price for one in steps if one.made_at and one.price is not None]
        self._proposed_amount = typed.amount_text(prices[-1] if prices else self.deal.amount)
        self.put("amount", self._proposed_amount)
        self._show()

    def begin(self) -> None:
        """What is open comes first."""
        self.query_one("#open-items").focus()

    async def on_key(self, event: events.Key) -> None:
        """Letters belong to the reason, also while the stage is being chosen; up comes back from it.

        The line takes its own letters: those that come here were typed over the list, maybe so fast that the line will
        only get the focus. A blank among them is a blank and no tick.
        """
        listed, line = self.query_one("#open-items", OptionList), self.line("reason")
        if event.is_printable and event.character:
            event.stop()
            event.prevent_default()
            if event.character == " " and listed.has_focus and not self._typing:
                await self._tick()
            elif event.character in "LＬ" and listed.has_focus and self.wins and not line.value and not self._typing:
                self._lose_instead()
            else:
                self._typing = True
                line.focus()
                line.insert_text_at_cursor(event.character)
        elif event.key == "up" and (line.has_focus or self.line("amount").has_focus):
            event.stop()
            listed.focus()
        elif event.key == "enter" and listed.has_focus:
            event.stop()
            event.prevent_default()
            await self._go_on()

    def _lose_instead(self) -> None:
        app, deal_id = self.app, self.deal.id
        self.action_app_back()
        app.push_screen(LoseDialog(opportunity_id=deal_id))

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        self._typing = False

    # --- the stage and what is open ------------------------------------------------------------------------------

    def action_target(self, step: int) -> None:
        """Mean the next stage, or the one before; the deal's own is passed over."""
        place = self.targets.index(self.target) + step
        if 0 <= place < len(self.targets):
            self._target = self.targets[place]
            self._show()
            if self.is_typed():
                self.karep.draft_typed(self)

    @on(OptionList.OptionSelected)
    async def _tick(self) -> None:
        """Tick what is highlighted, or take it back: saved at once."""
        highlighted = self.query_one("#open-items", OptionList).highlighted_option
        item = highlighted.id if highlighted else None
        if item is None:
            return
        label = f"{self.deal.name}: {item_words(item)}"
        if item in self._ticks:
            await self.karep.save("stage.untick", label, opportunities.untick, self.deal.id, item)
        else:
            by = self.karep.settings["name"]
            await self.karep.save("stage.tick", label, opportunities.tick, self.deal.id, item, by=by)
        self._ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        self._show()

    def _show(self) -> None:
        self.query_one("#dialog").border_title = safe(self.question())
        self.query_one("#targets", Static).update(self._bar())
        self.set_class(self.wins, "-wins")
        outcome = self.query_one("#outcome", Static)
        outcome.update(assemble((self.outcome(), "bold $text-success" if self.wins else "bold $text-warning")))
        outcome.display = bool(self.outcome())
        self._show_amount()
        self._show_items()
        reason_for, facts = reason_needed(self.deal.stage, self.target), self.unmet()
        because = {"skip": _("Why skip a stage?"), "back": _("Why go back?")}.get(reason_for, "")
        if not because:
            because = _("Why move all the same?") if facts and not self.wins else _("Remark, if you like:")
        warning = ngettext("{n} fact not met yet", "{n} facts not met yet", len(facts)).format(n=len(facts))
        lead = ((f"⚠ {warning} · ", "bold $text-warning"),) if facts else ()
        self.query_one("#why", Static).update(assemble(*lead, because))

    def outcome(self) -> str:
        """What the move means for the deal, if more than another stage."""
        if self.wins:
            return _("✓ This wins the deal; L loses it.")
        return _("This opens the deal again: it is won no more.") if self.reopens else ""

    @on(Input.Changed, "#line-amount")
    def _show_amount(self) -> None:
        text = self.line("amount").value.strip()
        currency = self.deal.currency or self.karep.settings["currency"]
        label = _("Won for how much, in {currency}?").format(currency=currency)
        understood = amount_preview(text) if text else ""
        self.query_one("#amount-words", Static).update(assemble(label, (f"  {understood}", "$text-muted")))
        for shown in ("#amount-words", "#line-amount"):
            self.query_one(shown).display = self.wins

    def _bar(self) -> Content:
        """All stages in one line: brackets round the deal's, the meant one stands out."""
        parts: list[Content] = []
        for stage in STAGES:
            if stage == self.deal.stage:
                parts.append(assemble((f"[{stage_words(stage)}]", "bold")))
            elif stage == self.target:
                parts.append(assemble((f"‹{stage_words(stage)}›", "bold reverse")))
            else:
                parts.append(assemble((stage, "$text-muted")))
        return Content("  ").join(parts)

    def _show_items(self) -> None:
        listed = self.query_one("#open-items", OptionList)
        kept = listed.highlighted_option.id if listed.highlighted_option else None
        options = list(self._options())
        listed.clear_options()
        listed.add_options(options)
        ids = [one.id for one in options]
        first = next((place for place, one in enumerate(options) if not one.disabled), None)
        listed.highlighted = ids.index(kept) if kept is not None and kept in ids else first
        if listed.highlighted == first:
            listed.scroll_to(y=0, animate=False, force=True)

    def _options(self) -> Iterable[Option]:
        """What is not done yet of the stages that the deal leaves; nothing for a move back."""
        place, meant = STAGES.index(self.deal.stage), STAGES.index(self.target)
        if meant < place:
            yield Option(safe(_("Ticks stay as they are when a deal goes back.")), disabled=True)
            return
        groups = [
            (_("{stage}: not met yet").format(stage=stage), [(fact.id, fact.text) for fact in self._stages[stage].exit])
            for stage in STAGES[place:meant]
        ]
        checklist = [(item.id, item.title) for item in self._stages[self.deal.stage].checklist]
        groups.append((_("{stage}: not ticked").format(stage=self.deal.stage), checklist))
        nothing = True
        for title, items in groups:
            left = [(item, words) for item, words in items if item not in self._before]
            if left:
                nothing = False
                open_now = sum(item not in self._ticks for item, _words in left)
                yield Option(assemble((f"{title} ({open_now})", "bold $text-accent")), disabled=True)
                yield from (Option(assemble(self._sign(item), " ", words), id=item) for item, words in left)
        if nothing:
            yield Option(assemble(("✓ ", "$text-success"), _("Everything is ticked.")), disabled=True)

    def _sign(self, item: str) -> tuple[str, str]:
        tick = self._ticks.get(item)
        return OPEN if tick is None else SKIPPED if tick.not_applicable else TICKED

    def unmet(self) -> list[str]:
        """The ids of the exit facts that the move leaves open."""
        return unmet_between(self.deal.stage, self.target, set(self._ticks), playbook(language()).exits())

    # --- the answer ----------------------------------------------------------------------------------------------

    def is_typed(self) -> bool:
        """Whether there is a reason, or another amount than proposed."""
        return bool(self.line("reason").value.strip()) or self._is_amount_typed()

    def _is_amount_typed(self) -> bool:
        return self.wins and self.line("amount").value.strip() != self._proposed_amount

    def draft(self) -> drafts.Draft:
        """The lines, and the move that they belong to."""
        kept = {"reason": self.line("reason").value}
        if self._is_amount_typed():
            kept["amount"] = self.line("amount").value
        return {**kept, "from": self.deal.stage, "to": self.target} if self.is_typed() else kept

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back, with the stage it was meant for; one of another move says nothing about this one."""
        meant = self.about.get("target", "")
        to_stage = kept.get("to") or meant
        if kept.get("from", self.deal.stage) != self.deal.stage or (meant and to_stage != meant):
            self._of_another_move = True
            return
        self._target = meant or to_stage
        self.put("reason", kept.get("reason", ""))
        self.put("amount", kept.get("amount", self._proposed_amount))
        self._show()

    def action_app_back(self) -> None:
        """Close; a draft of another move stays as it is."""
        if self._of_another_move and not self.is_typed():
            self.dismiss(None)
        else:
            super().action_app_back()

    async def go_on_from(self, name: str) -> None:
        """From the amount to the reason where one is asked for; else save."""
        if name == "amount":
            await self._go_on()
        else:
            await self.action_form_save()

    async def _go_on(self) -> None:
        """Go on to the reason where one is asked for, so that it is seen; else save."""
        line = self.line("reason")
        if (self.unmet() or reason_needed(self.deal.stage, self.target)) and not line.value.strip():
            line.focus()
            line.scroll_visible(animate=False)
        else:
            await self.action_form_save()

    async def save(self) -> None:
        """Move the deal, or win it.

        Raises:
            Refused: If the amount is none.
        """
        reason, unmet, deal, today = self.line("reason").value.strip(), self.unmet(), self.deal, self.karep.clock.today
        if self.wins:
            planned = await self.karep.save(
                "opportunity.win", deal.name, opportunities.win, deal.id, on=today, unmet=unmet,
                to_stage=self.target, reason=reason, amount=read_amount(self.line("amount").value),
                practice=self.karep.practice,
            )  # fmt: skip
            await tell_won(self.karep, deal, self.target, len(planned))
            return
        told = _("{name} is in {stage} now.").format(name=deal.name, stage=stage_words(self.target))
        if self.reopens:
            told = f"{_('Open again: {name}.').format(name=deal.name)}\n{told}"
        move = partial(opportunities.move_stage, practice=self.karep.practice)
        await self.karep.save(self.KIND, deal.name, move, deal.id, self.target, reason=reason, unmet=unmet, on=today)
        self.karep.say(told)
