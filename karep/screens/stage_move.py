"""Where a deal goes: what is still open is shown and can be ticked, a reason is asked for, and nothing is refused."""

from collections.abc import Iterable
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from karep.db import drafts, errors, opportunities
from karep.db.views.opportunities import Tick, list_ticks
from karep.i18n import N_, _, language, ngettext
from karep.playbook.book import Stage
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.stages import next_stage, reason_needed, unmet_between
from karep.rules.vocabulary import STAGES
from karep.screens.safe import assemble, safe
from karep.screens.stage_asking import DealDialog, item_words
from karep.screens.widgets.text_input import TextInput

TICKED: Final = ("☑", "bold $text-success")
OPEN: Final = ("☐", "")
SKIPPED: Final = ("–", "$text-muted")


class OpenItems(OptionList):
    """What is not ticked yet; the arrow keys at the sides choose another stage instead of scrolling."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "screen.target(-1)", N_("Stage before"), show=False, id="move.left"),
        Binding("right", "screen.target(1)", N_("Stage after"), show=False, id="move.right"),
    ]


class MoveDialog(DealDialog):
    """Where a deal goes. `about` holds ``opportunity_id``, and ``target`` where a stage is meant already."""

    KIND = "stage.move"
    LINES = ("reason",)

    def __init__(self, **about: str) -> None:
        """Ask where the deal ``opportunity_id`` goes."""
        super().__init__(**about)
        self._stages: dict[str, Stage] = {}
        self._ticks: dict[str, Tick] = {}
        self._before: frozenset[str] = frozenset()
        """What was ticked when the dialog opened: what is ticked in it stays in sight."""
        self._target = about.get("target", "")
        self._warned = False
        self._typing = False
        """Whether letters that were typed over the list are on their way into the line."""

    @property
    def draft_key(self) -> str:
        """The deal alone: another stage is part of what is kept."""
        return drafts.form_key(self.KIND, {"opportunity_id": self.about["opportunity_id"]})

    @property
    def target(self) -> str:
        """The stage that the deal would go to."""
        if self._target in STAGES and self._target != self.deal.stage:
            return self._target
        return next_stage(self.deal.stage) or STAGES[-2]

    def question(self) -> str:
        """What is asked."""
        return _("Move {stage} → {target}").format(stage=stage_words(self.deal.stage), target=stage_words(self.target))

    def compose_questions(self) -> ComposeResult:
        """The stages, what is still open, one line of why."""
        yield Static(id="targets", markup=False)
        yield OpenItems(id="open-items", markup=False, compact=True)
        yield Static(id="why", markup=False)
        yield TextInput(id="line-reason", placeholder=_("One line is enough"))
        yield Static(_("← → another stage · ␣ ticks what is met · type to say why"), classes="muted")

    async def prepare(self) -> None:
        """Read what is ticked."""
        self._stages = dict(playbook(language()).stages)
        self._ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        self._before = frozenset(self._ticks)
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
            else:
                self._typing = True
                line.focus()
                line.insert_text_at_cursor(event.character)
        elif line.has_focus and event.key == "up":
            event.stop()
            listed.focus()
        elif event.key == "enter" and listed.has_focus and listed.highlighted is None:
            await self._go_on()

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        self._typing = False

    # --- the stage and what is open ------------------------------------------------------------------------------

    def action_target(self, step: int) -> None:
        """Mean the next stage, or the one before; the deal's own is passed over."""
        place = STAGES.index(self.target) + step
        if 0 <= place < len(STAGES) and STAGES[place] == self.deal.stage:
            place += step
        if 0 <= place < len(STAGES):
            self._target = STAGES[place]
            self._warned = False
            self._show()
            if self.line("reason").value.strip():
                self.karep.draft_typed(self)

    async def _tick(self) -> None:
        """Tick what is highlighted, or take it back: saved at once."""
        highlighted = self.query_one("#open-items", OptionList).highlighted_option
        item = highlighted.id if highlighted else None
        if item is None:
            return
        label = f"{self.deal.name}: {item_words(item)}"
        if item in self._ticks:
            await self.karep.save("stage.tick", label, opportunities.untick, self.deal.id, item)
        else:
            by = self.karep.settings["name"]
            await self.karep.save("stage.tick", label, opportunities.tick, self.deal.id, item, by=by)
        self._ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        self._warned = False
        self._show()

    def _show(self) -> None:
        self.query_one("#dialog").border_title = safe(self.question())
        self.query_one("#targets", Static).update(self._bar())
        self._show_items()
        reason_for, facts = reason_needed(self.deal.stage, self.target), self.unmet()
        because = {"skip": _("Why skip a stage?"), "back": _("Why go back?")}.get(reason_for, "")
        if not because:
            because = _("Why move all the same?") if facts else _("Remark, if you like:")
        warning = ngettext("{n} fact not met yet", "{n} facts not met yet", len(facts)).format(n=len(facts))
        lead = ((f"⚠ {warning} · ", "bold $text-warning"),) if facts else ()
        self.query_one("#why", Static).update(assemble(*lead, because))

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
        exits = {stage.id: [fact.id for fact in stage.exit] for stage in self._stages.values()}
        return unmet_between(self.deal.stage, self.target, set(self._ticks), exits)

    # --- the answer ----------------------------------------------------------------------------------------------

    def draft(self) -> drafts.Draft:
        """The line and the stage."""
        reason = self.line("reason").value
        return {"reason": reason, **({"to": self.target} if reason.strip() else {})}

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back, with the stage it was meant for unless another one is meant now."""
        super().fill(kept)
        self._target = self.about.get("target") or kept.get("to", "")
        self._show()

    @on(OptionList.OptionSelected)
    async def _choose(self) -> None:
        await self._go_on()

    async def _go_on(self) -> None:
        """Go on to the reason where one is asked for; else move."""
        if (self.unmet() or reason_needed(self.deal.stage, self.target)) and not self.line("reason").value.strip():
            self.line("reason").focus()
        else:
            await self.action_form_save()

    async def save(self) -> None:
        """Move the deal; a missing reason is asked for once more, then left out."""
        reason, unmet = self.line("reason").value.strip(), self.unmet()
        if not reason and not self._warned and (unmet or reason_needed(self.deal.stage, self.target)):
            self._warned = True
            raise errors.Refused(_("A reason helps you later; Enter again moves without one."), field="reason")
        moved = opportunities.move_stage
        await self.karep.save(self.KIND, self.deal.name, moved, self.deal.id, self.target, reason=reason, unmet=unmet)
        self.karep.say(_("{name} is in {stage} now.").format(name=self.deal.name, stage=stage_words(self.target)))
