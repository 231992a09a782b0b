"""What the questions about a deal share: the deal above, lines to type into, Enter that goes from one to the next."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.widgets import Input, Static

from karep.db import drafts, errors
from karep.db.views.deals import Deal, get_deal
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.screens.asking import AskingDialog
from karep.screens.bindings import bindings
from karep.screens.safe import assemble, fit, safe


class DealDialog(AskingDialog):
    """A question about a deal; `about` holds at least ``opportunity_id``. Enter saves at the last line."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    CSS_PATH = "stage_dialogs.tcss"

    deal: Deal

    def put(self, name: str, text: str) -> None:
        """Write a text into a line; the cursor stands at its end."""
        line = self.line(name)
        line.value = text
        line.cursor_position = len(line.value)

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
        self.call_after_refresh(self.begin_asking)

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.asking:
            self.keep_typed()

    def is_typed(self) -> bool:
        """Whether the lines hold anything that would be missed."""
        return any(self.line(name).value.strip() for name in self.LINES)

    @on(Input.Submitted)
    async def _next_line(self, event: Input.Submitted) -> None:
        await self.go_on_from((event.input.id or "").removeprefix("line-"))

    async def go_on_from(self, name: str) -> None:
        """Go from a line that is answered to the next one; from the last one save."""
        following = self.LINES[self.LINES.index(name) + 1 :]
        if following:
            self.line(following[0]).focus()
        else:
            await self.action_form_save()

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.fill({})
        self.karep.drop_draft(self)
        self.begin()


def item_words(item_id: str) -> str:
    """The title of a checklist item, the text of an exit fact or of a question, the name of a card; else the id."""
    book = playbook(language())
    card = book.card(item_id)
    return card.name if card else book.words(item_id)
