"""What the questions about a deal share: the deal, lines to type into, a draft of them.

What is typed is kept as a draft, as in a form: Escape, a crash or a closed window lose none of it.
"""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from karep.actions import action
from karep.db import drafts, errors
from karep.db.views.deals import Deal, get_deal
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
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

    def put(self, name: str, text: str) -> None:
        """Write a text into a line; the cursor stands at its end."""
        line = self.line(name)
        line.value = text
        line.cursor_position = len(line.value)

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
            self.put(name, kept.get(name, ""))

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
        if self.is_typed():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)

    def is_typed(self) -> bool:
        """Whether the lines hold anything that would be missed."""
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
        if self.is_typed():
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


def item_words(item_id: str) -> str:
    """The title of a checklist item, the text of an exit fact or of a question, the name of a card; else the id."""
    book = playbook(language())
    card = book.card(item_id)
    return card.name if card else book.words(item_id)
