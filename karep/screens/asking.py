"""What questions with lines to type into share: a draft of what is typed, what is wrong with it, how they close.

What is typed is kept as a draft, as in a form: Escape, a crash or a closed window lose none of it.
"""

from typing import ClassVar

from textual.widgets import Static

from karep.actions import action
from karep.db import drafts, errors
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.safe import assemble
from karep.screens.widgets.text_input import TextInput


class AskingDialog(KarepDialog[None]):
    """A question with lines to type into, each with the id ``line-NAME``, and a line ``#fault`` for what is wrong.

    Attributes:
        KIND: The action that the dialog completes; its draft is kept under it and the records in `about`.
        LINES: The names of the lines to type into, in order.
        about: The records that it is about, by name.
        asking: Whether what stands there is the rep's: the draft is back in its lines, and they may be typed into.
    """

    KIND: ClassVar[str] = ""
    LINES: ClassVar[tuple[str, ...]] = ()
    AUTO_FOCUS = ""

    def __init__(self, **about: str) -> None:
        """Ask about the records named by id."""
        super().__init__()
        self.about = about
        self.asking = False

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

    def is_typed(self) -> bool:
        """Whether there is anything that would be missed."""
        raise NotImplementedError

    async def save(self) -> None:
        """Store the answer.

        Raises:
            Refused: If something is missing or not understood; `field` names the line.
        """
        raise NotImplementedError

    def begin_asking(self) -> None:
        """From here on, what stands there is the rep's."""
        self.asking = True

    def keep_typed(self) -> None:
        """Keep what is typed, and say no more what was wrong with it."""
        self.query_one("#fault", Static).display = False
        if self.is_typed():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)

    def keep_now(self) -> None:
        """Keep what is typed at once, for the dialog is about to close."""
        self.karep.draft_typed(self)
        self.karep.keep_drafts()

    def action_app_back(self) -> None:
        """Close; what was typed comes back when the question is asked again."""
        # a draft that is not back in its lines yet is not to be taken for one that was emptied
        if self.asking and self.is_typed():
            self.keep_now()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        elif self.asking:
            self.karep.drop_draft(self)
        self.dismiss(None)

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
        # what is told in the corner may lie over the sentence
        self.app.clear_notifications()
        fault = self.query_one("#fault", Static)
        fault.update(assemble(("✗ ", "$text-error"), str(error)))
        fault.display = True
        if isinstance(error, errors.Refused) and error.field in self.LINES:
            self.line(error.field).focus()
