"""The questions about a deal: where it moves, why it was lost, why an item does not apply.

What is typed is kept as a draft, as in a form: Escape, a crash or a closed window lose none of it.
"""

from datetime import date
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.actions import action
from karep.db import drafts, errors, opportunities
from karep.db.views.deals import Deal, get_deal
from karep.db.views.opportunities import list_ticks
from karep.i18n import _, language, ngettext
from karep.playbook.book import Point, Stage
from karep.playbook.shelf import playbook
from karep.reports.words import stage_words
from karep.rules.stages import next_stage, reason_needed, unmet_between
from karep.rules.vocabulary import STAGES
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.forms import typed
from karep.screens.safe import assemble, fit, safe
from karep.screens.widgets.text_input import TextInput


class DealDialog(KarepDialog[None]):
    """A question about a deal with lines to type into. Enter goes on to the next line and saves at the last.

    Attributes:
        KIND: The action that the dialog completes; its draft is kept under it and the records in `about`.
        LINES: The names of the lines to type into, in order.
    """

    KIND: ClassVar[str] = ""
    LINES: ClassVar[tuple[str, ...]] = ()
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    CSS_PATH = "stage_dialogs.tcss"
    AUTO_FOCUS = ""

    deal: Deal

    def __init__(self, **about: str) -> None:
        """Ask about the records named by id, at least ``opportunity_id``."""
        super().__init__()
        self.about = about
        self._asking = False

    @property
    def draft_key(self) -> str:
        """The kind and the records that the dialog is about."""
        return drafts.form_key(self.KIND, self.about)

    def draft(self) -> drafts.Draft:
        """What stands in the lines now."""
        return {name: self.line(name).value for name in self.LINES}

    def line(self, name: str) -> TextInput:
        """The line of that name."""
        return self.query_one(f"#line-{name}", TextInput)

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _(action(self.KIND).words)

    def question(self) -> str:
        """What is asked."""
        raise NotImplementedError

    def compose_questions(self) -> ComposeResult:
        """What stands between the title and the keys."""
        raise NotImplementedError

    async def prepare(self) -> None:
        """Read what the dialog shows."""

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back."""
        for name in self.LINES:
            self.line(name).value = kept.get(name, "")

    def begin(self) -> None:
        """Focus what is answered first."""
        self.line(self.LINES[0]).focus()

    async def save(self) -> None:
        """Store the answer.

        Raises:
            Refused: If something is missing or not understood; `field` names the line.
        """
        raise NotImplementedError

    # --- the dialog itself ---------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The questions, a line for what is wrong, the keys."""
        with VerticalScroll(id="dialog", can_focus=False):
            yield Static(id="about", markup=False)
            yield from self.compose_questions()
            yield Static(id="fault", markup=False)
            yield Static(_("⏎ saves · esc goes back, your text is kept · ^r throws it away"), classes="muted")

    async def on_mount(self) -> None:
        """Read the deal and the draft, then ask."""
        found = await self.karep.desk.read(get_deal, self.about["opportunity_id"])
        if found is None:
            self.dismiss(None)
            raise errors.NotFound(_("That record is not in the store."))
        self.deal = found
        self.query_one("#dialog").border_title = safe(self.question())
        self.query_one("#about", Static).update(
            assemble((fit(found.account_name, 34).rstrip(), "bold"), " · ", fit(found.name, 30).rstrip())
        )
        await self.prepare()
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        if kept:
            self.fill(kept)
        self.begin()
        self.call_after_refresh(self._start)

    def _start(self) -> None:
        self._asking = True

    @on(Input.Changed)
    def _typed(self) -> None:
        if not self._asking:
            return
        self.query_one("#fault", Static).display = False
        if self._is_typed():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)

    def _is_typed(self) -> bool:
        return any(self.line(name).value.strip() for name in self.LINES)

    @on(Input.Submitted)
    async def _next_line(self, event: Input.Submitted) -> None:
        name = (event.input.id or "").removeprefix("line-")
        following = self.LINES[self.LINES.index(name) + 1 :]
        if following:
            self.line(following[0]).focus()
        else:
            await self.action_form_save()

    def action_app_back(self) -> None:
        """Close; what was typed comes back when the question is asked again."""
        if self._is_typed():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        else:
            self.karep.drop_draft(self)
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.fill({})
        self.karep.drop_draft(self)
        self.begin()

    async def action_form_save(self) -> None:
        """Save and close; what is wrong is said in the dialog."""
        try:
            await self.save()
        except errors.StoreError as error:
            self._show_fault(error)
            return
        self.karep.drop_draft(self)
        if self.is_current:
            self.dismiss(None)

    def _show_fault(self, error: errors.StoreError) -> None:
        fault = self.query_one("#fault", Static)
        fault.update(assemble(("✗ ", "$text-error"), str(error)))
        fault.display = True
        if isinstance(error, errors.Refused) and error.field in self.LINES:
            self.line(error.field).focus()


class MoveDialog(DealDialog):
    """Where a deal goes. What is still open is shown, and a reason asked for; the move is never refused for it."""

    KIND = "stage.move"
    LINES = ("reason",)

    def __init__(self, **about: str) -> None:
        """Ask where the deal ``opportunity_id`` goes."""
        super().__init__(**about)
        self._stages: dict[str, Stage] = {}
        self._ticked: set[str] = set()
        self._warned = False

    def question(self) -> str:
        """What is asked."""
        return _("Move {stage} → {target}").format(stage=stage_words(self.deal.stage), target=stage_words(self.target))

    def compose_questions(self) -> ComposeResult:
        """The stages, what is still open, one line of why."""
        yield OptionList(id="targets", markup=False, compact=True)
        with VerticalScroll(id="open-items"):
            yield Static(id="open-text", markup=False)
        yield Static(id="why", markup=False)
        yield TextInput(id="line-reason", placeholder=_("One line is enough"))

    async def prepare(self) -> None:
        """Offer the stages with the next one highlighted."""
        self._stages = dict(playbook(language()).stages)
        self._ticked = set(await self.karep.desk.read(list_ticks, self.deal.id))
        targets = self.query_one("#targets", OptionList)
        for stage in STAGES:
            here = stage == self.deal.stage
            note = _("it is here now") if here else ""
            targets.add_option(Option(safe(f"{stage_words(stage)}  {note}"), id=stage, disabled=here))
        self._highlight(next_stage(self.deal.stage) or STAGES[-2])

    def _highlight(self, stage: str) -> None:
        targets = self.query_one("#targets", OptionList)
        if stage in STAGES and stage != self.deal.stage:
            targets.highlighted = targets.get_option_index(stage)

    def begin(self) -> None:
        """The stages come first."""
        self.query_one("#targets", OptionList).focus()

    def on_key(self, event: events.Key) -> None:
        """Letters belong to the reason, also while a stage is being chosen."""
        if event.is_printable and event.character and self.query_one("#targets").has_focus:
            event.stop()
            event.prevent_default()
            self.line("reason").focus()
            self.line("reason").insert_text_at_cursor(event.character)

    @property
    def target(self) -> str:
        """The highlighted stage."""
        targets = self.query_one("#targets", OptionList)
        option = targets.highlighted_option
        return (option.id if option else None) or self.deal.stage

    def draft(self) -> drafts.Draft:
        """The line and the stage."""
        return {
            "reason": self.line("reason").value,
            **({"to": self.target} if self.line("reason").value.strip() else {}),
        }

    def fill(self, kept: drafts.Draft) -> None:
        """Put a draft back, with the stage it was meant for."""
        super().fill(kept)
        self._highlight(kept.get("to", ""))

    @on(OptionList.OptionHighlighted)
    def _show_open_items(self) -> None:
        self._warned = False
        self.query_one("#dialog").border_title = safe(self.question())
        facts, reason_for = self.unmet(), reason_needed(self.deal.stage, self.target)
        self.query_one("#open-text", Static).update(self._open_text(facts))
        because = {"skip": _("Why skip a stage?"), "back": _("Why go back?")}.get(reason_for, "")
        if not because:
            because = _("Why move all the same?") if facts else _("Remark, if you like:")
        self.query_one("#why", Static).update(safe(because))

    def unmet(self) -> tuple[Point, ...]:
        """The exit facts that the move leaves open."""
        exits = {stage.id: [fact.id for fact in stage.exit] for stage in self._stages.values()}
        wanted = unmet_between(self.deal.stage, self.target, self._ticked, exits)
        return tuple(fact for stage in self._stages.values() for fact in stage.exit if fact.id in wanted)

    def _open_text(self, facts: tuple[Point, ...]) -> Content:
        """What is not done yet of the stage that the deal leaves; nothing for a move back."""
        if STAGES.index(self.target) < STAGES.index(self.deal.stage):
            return safe(_("Ticks stay as they are when a deal goes back."))
        lines = [assemble(("⚠ ", "$text-warning"), f"{fact.id[:2].upper()} ", fact.text) for fact in facts]
        if facts:
            lines.insert(0, assemble((_("Not met yet:"), "bold $text-warning")))
        left = [item for item in self._stages[self.deal.stage].checklist if item.id not in self._ticked]
        if left:
            count = ngettext("{n} item not ticked", "{n} items not ticked", len(left)).format(n=len(left))
            lines.append(assemble((f"☐ {count}: ", "bold"), "; ".join(item.title for item in left)))
        return Content("\n").join(lines) if lines else assemble(("✓ ", "$text-success"), _("Everything is ticked."))

    @on(OptionList.OptionSelected)
    async def _choose(self) -> None:
        """Go on to the reason where one is asked for; else move."""
        if (self.unmet() or reason_needed(self.deal.stage, self.target)) and not self.line("reason").value.strip():
            self.line("reason").focus()
        else:
            await self.action_form_save()

    async def save(self) -> None:
        """Move the deal; a missing reason is asked for once more, then left out."""
        reason, facts = self.line("reason").value.strip(), self.unmet()
        if not reason and not self._warned and (facts or reason_needed(self.deal.stage, self.target)):
            self._warned = True
            raise errors.Refused(_("A reason helps you later; Enter again moves without one."), field="reason")
        unmet = [fact.id for fact in facts]
        moved = opportunities.move_stage
        await self.karep.save(self.KIND, self.deal.name, moved, self.deal.id, self.target, reason=reason, unmet=unmet)
        self.karep.say(_("{name} is in {stage} now.").format(name=self.deal.name, stage=stage_words(self.target)))


class LoseDialog(DealDialog):
    """Why a deal was lost, and when to ask again: both are needed, for a lost deal without them is lost twice."""

    KIND = "opportunity.lose"
    LINES = ("lost_reason", "revisit_on")

    def question(self) -> str:
        """What is asked."""
        return _("Mark as lost")

    def compose_questions(self) -> ComposeResult:
        """The reason, the day, and the day as it is understood."""
        yield Static(_("Why was it lost?"))
        yield TextInput(id="line-lost_reason", placeholder=_("price, a rival, no budget, no decision …"))
        yield Static(_("When will you ask again?"))
        yield TextInput(id="line-revisit_on", placeholder=_("in 3 months, 1 March, +90d …"))
        yield Static(id="understood", markup=False, classes="muted")

    @on(Input.Changed, "#line-revisit_on")
    def _show_day(self) -> None:
        text = self.line("revisit_on").value
        shown = typed.when_preview(text, self.karep.clock, self.karep.settings["dates"]) if text.strip() else ""
        self.query_one("#understood", Static).update(safe(shown))

    def _day(self) -> date | None:
        when = typed.read_when(self.line("revisit_on").value, self.karep.clock, self.karep.settings["dates"])
        return when.day if when else None

    async def save(self) -> None:
        """Mark the deal as lost.

        Raises:
            Refused: If the reason is missing, or the day is not understood or has passed.
        """
        reason, day = self.line("lost_reason").value.strip(), self._day()
        if not reason:
            raise errors.Refused(_("Say in a few words why it was lost."), field="lost_reason")
        if day is None:
            raise errors.Refused(_("Say when to ask again, such as: in 3 months, 2027-03-01."), field="revisit_on")
        if day < self.karep.clock.today:
            raise errors.Refused(_("That day has passed; choose one ahead."), field="revisit_on")
        await self.karep.save(self.KIND, self.deal.name, opportunities.lose, self.deal.id, reason, day)
        self.karep.say(_("Lost: {name}. Undo takes it back.").format(name=self.deal.name))


class SkipDialog(DealDialog):
    """Why a checklist item does not apply to a deal; `about` holds ``opportunity_id`` and ``item_id``."""

    KIND = "stage.skip"
    LINES = ("reason",)

    def question(self) -> str:
        """What is asked."""
        return _("Not applicable: why?")

    def compose_questions(self) -> ComposeResult:
        """The item and the reason."""
        yield Static(safe(item_words(self.about["item_id"])), id="item")
        yield TextInput(id="line-reason", placeholder=_("One line is enough"))

    async def prepare(self) -> None:
        """A reason that was given before can be changed."""
        ticks = await self.karep.desk.read(list_ticks, self.deal.id)
        known = ticks.get(self.about["item_id"])
        self.line("reason").value = (known.reason or "") if known else ""

    async def save(self) -> None:
        """Mark the item as not applicable.

        Raises:
            Refused: If the reason is missing.
        """
        reason, item = self.line("reason").value.strip(), self.about["item_id"]
        if not reason:
            raise errors.Refused(_("Say in a few words why it does not apply."), field="reason")
        by, tick = self.karep.settings["name"], opportunities.tick
        label = f"{self.deal.name}: {item_words(item)}"
        await self.karep.save(self.KIND, label, tick, self.deal.id, item, by=by, not_applicable=True, reason=reason)


DIALOGS: Final = {dialog.KIND: dialog for dialog in (MoveDialog, LoseDialog, SkipDialog)}
"""The dialogs by their kind, to open a kept draft again: ``DIALOGS[kind](**about)``."""


def item_words(item_id: str) -> str:
    """The title of a checklist item, the text of an exit fact or of a question; else the id, which no card has."""
    return playbook(language()).words(item_id)
