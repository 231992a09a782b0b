"""The box that a line of words is typed into: the line on top, what it means below, Enter saves it as one action."""

import asyncio
import sqlite3
from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Generic

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static, TextArea

from karep.actions import action
from karep.db import drafts, errors
from karep.db.views.called import StoredBook, at_hand
from karep.i18n import _
from karep.rules.date_words import day_order
from karep.rules.log_line.understood import AtHand
from karep.screens import places
from karep.screens.bindings import app_bindings, bindings, described, spare_key
from karep.screens.covered_line import CoveredLine
from karep.screens.kept_lines import LINES, OWN, WINDOW, find_kept_line, line_reference
from karep.screens.line_meaning import Read, understand_if_wanted
from karep.screens.safe import assemble, fit, safe
from karep.screens.widgets.wrapped_input import WrappedInput


class LineBox(CoveredLine, Generic[Read]):
    """A line that is understood while it is typed; what is typed is kept until it is saved or thrown away.

    Attributes:
        FORM: The kind of the form that can go on with the line.
        EDGE_KEYS: The actions whose keys stand in the lower edge, Enter first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*bindings("form.save", "form.discard"), *app_bindings("app.help")]
    AUTO_FOCUS = "#line"
    DEFAULT_CSS = """
    LineBox { align: center top; }
    LineBox #line { height: auto; min-height: 2; max-height: 5; border: none; padding: 0; background: $surface; }
    LineBox #cover { height: 2; color: $text-muted; display: none; }
    LineBox #hint { height: 1; color: $text-muted; overflow: hidden; }
    """
    FORM: ClassVar[str]
    EDGE_KEYS: ClassVar[tuple[str, ...]]

    first = ""
    """What the dialog itself put into the line before anything was typed."""

    def __init__(self, line: WrappedInput, about: Mapping[str, str]) -> None:
        """Type into `line`, about the records named by id, or about whom the line names."""
        super().__init__()
        self.about = dict(about)
        self.line = line
        self.understood: Read | None = None
        """What the text was understood as, the last time that an answer came."""
        self.at_hand = AtHand()
        self.own_text: str | None = None
        """The text as the dialog itself changed it last: the hint stays then."""
        self._book: StoredBook | None = None
        """What was asked of the book, so that a line that is being typed asks nothing twice."""
        self._kept_about, self._is_chosen = {WINDOW: OWN, **self.about}, False
        """What the draft is kept under, and whether the rep chose exactly that one."""
        self._ready = asyncio.Event()
        self._seen_at: float | None = 0.0
        """Since when everything that stands in the line has been shown; None until it is."""
        self._saving = False
        self._leaves_after = False
        """Whether Escape was pressed while the line is being saved: Enter was first."""
        self._done = False
        """Whether the line is stored or left, for good: nothing is done with it any more."""

    # --- what each line is -------------------------------------------------------------------------------------------

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        raise NotImplementedError

    def edge_words(self) -> str:
        """What stands in the upper edge."""
        raise NotImplementedError

    def placeholder(self) -> str:
        """What stands in the empty line."""
        raise NotImplementedError

    def compose_meaning(self) -> ComposeResult:
        """The widgets that show what the line means."""
        raise NotImplementedError

    def understand(self, connection: sqlite3.Connection, text: str, given: AtHand, **asked: Any) -> Read:
        """What a text means in this book, as the view of such lines says."""
        raise NotImplementedError

    def show_meaning(self, understood: Read) -> None:
        """Show what the line means."""
        raise NotImplementedError

    def ask(self, understood: Read) -> None:
        """Insist on what is not clear in it."""
        raise NotImplementedError

    async def save_line(self, understood: Read) -> None:
        """Save the line as one action and close, or say why not.

        Raises:
            StoreError: If it cannot be saved; the box says it.
        """
        raise NotImplementedError

    async def read_about(self) -> None:
        """Read what the title and the line begin with."""

    def text_changed(self, *, own: bool) -> None:
        """The text is another one; `own` if it was the dialog that changed it."""

    def settle(self) -> None:
        """Take out of the line what was put there for the rep to go on with, and was not."""

    def usual_hint(self) -> str:
        """What the hint says when there is nothing else to say."""
        return ""

    # --- the dialog --------------------------------------------------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """What the line is about, and the window that it is typed in."""
        return drafts.form_key(LINES[self.FORM], self._kept_about)

    def draft(self) -> drafts.Draft:
        """The line."""
        return {"line": self.line.text}

    def choose_kept(self) -> None:
        """Go on with the draft that is kept under exactly what the line is about, and with no other."""
        self._kept_about, self._is_chosen = dict(self.about), True

    def compose(self) -> ComposeResult:
        """The line, what it means, a hint."""
        with Vertical(id="dialog"):
            self.line.placeholder = safe(self.placeholder())
            yield self.line
            yield Static(id="cover", markup=False)
            yield from self.compose_meaning()
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Let the rep type at once; what was typed before is put in front when it is read."""
        self.line.focus()
        self._show_edges()
        self._begin()

    @work(group="line-begin", exit_on_error=False)
    async def _begin(self) -> None:
        read = self.karep.desk.read
        try:
            self.at_hand = await read(at_hand, self.about)
            self._book = await read(StoredBook, self.karep.clock.today)
            await self.read_about()
            self._kept_about, kept = await read(
                find_kept_line, self.FORM, self._kept_about, self.karep.kept_here, chosen=self._is_chosen
            )
        except Exception as error:
            self.karep.report(error)
            self._close()
            return
        finally:
            self._ready.set()
        self._show_edges()
        self._fill(kept)
        self.cover_or_show()
        self._look()

    def _fill(self, kept: str) -> None:
        """Put in what was typed before, in front of what is typed already."""
        if kept.strip():
            self.hint(_("Your unsaved text is back. ^r throws it away."), "$text-warning")
        else:
            self.hint(self.usual_hint())
        before, ahead = kept if kept.strip() else self.first, self.line.text
        if before:
            self.line.text = before if kept.strip() and not ahead else f"{before.rstrip()} {ahead}"
            self.own_text = self.line.text
            self._seen_at = None
            self.call_after_refresh(self._note_seen)

    def _note_seen(self) -> None:
        self._seen_at = Message().time

    def _show_edges(self) -> None:
        dialog, keymap = self.query_one("#dialog"), self.karep.settings.keys
        dialog.border_title = assemble(self.edge_words())
        shown = {"form.save": "⏎", "log.next": "↑↓"}
        hints = [f"{shown.get(one) or spare_key(one, keymap)} {_(action(one).words)}" for one in self.EDGE_KEYS]
        dialog.border_subtitle = assemble(" · ".join(hints))

    def names_at_hand(self, cells: int) -> list[str]:
        """What the line is about, each name in so many cells at most; or another account that is named."""
        named, at_hand = self.understood.account if self.understood else None, self.at_hand
        elsewhere = named is not None and (at_hand.account is None or named.id != at_hand.account.id)
        found = (named,) if elsewhere else (at_hand.account, at_hand.deal, at_hand.person)
        return [fit(one.name, cells).rstrip() for one in found if one is not None]

    # --- understanding -----------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._saving or self._done or not self._ready.is_set():
            return
        own = self.line.text == self.own_text
        if not own:
            self.own_text = None
            self.hint(self.usual_hint())
        self.text_changed(own=own)
        if self.is_typed():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)
        self._look()

    def is_typed(self) -> bool:
        """Whether there is anything in the line that the rep typed."""
        return self.line.text.strip() not in ("", self.first.strip())

    @work(group="line", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Show what the text is understood as; an answer for another text is dropped."""
        try:
            found = await self._understand(self.line.text)
        except Exception as error:
            self.karep.report(error)
            return
        if found is not None and self.is_attached:
            self._show(found)

    async def _understand(self, text: str) -> Read | None:
        return await self.karep.desk.read(
            understand_if_wanted,
            lambda: self._is_open() and text == self.line.text,
            self.understand,
            text,
            self.at_hand,
            today=self.karep.clock.today,
            order=day_order(self.karep.settings["dates"]),
            book=self._book,
        )

    async def fresh(self) -> Read | None:
        """What the text that stands there now is understood as; None when the box was left meanwhile."""
        await self._ready.wait()
        while self._is_open() and (self.understood is None or self.understood.text != self.line.text):
            found = await self._understand(self.line.text)
            if found is not None and self._is_open():
                self._show(found)
        return self.understood if self._is_open() else None

    def _is_open(self) -> bool:
        return self.is_attached and not self._done

    def _show(self, understood: Read) -> None:
        moved = (self.understood.account if self.understood else None) != understood.account
        self.understood = understood
        if moved:
            self._show_edges()
        self.show_meaning(understood)

    # --- other eyes --------------------------------------------------------------------------------------------------

    def eyes_changed(self) -> None:
        """Show everything anew for whoever looks; a line with something private in it is covered."""
        self._show_edges()
        self.cover_or_show()
        if self.understood is not None:
            self.show_meaning(self.understood)

    # --- saving and leaving ------------------------------------------------------------------------------------------

    @on(WrappedInput.Submitted)
    async def _submitted(self, event: WrappedInput.Submitted) -> None:
        event.stop()
        await self._save(event.pressed)

    async def action_form_save(self) -> None:
        """Save the line as one action; while something is not clear, ask for it instead."""
        await self._save(Message().time)

    async def _save(self, pressed: float) -> None:
        """Save the line, once.

        Args:
            pressed: When that was asked for: what had not been shown by then is not what the rep meant to save.
        """
        if self._saving or not self._is_open():
            return
        self._saving = True
        self.line.read_only = True
        try:
            await self._ready.wait()
            if self._seen_at is not None and self._seen_at <= pressed:
                self.settle()
                understood = await self.fresh()
                if understood is not None:
                    await self.save_line(understood)
        except errors.StoreError as error:
            self.hint(Content.assemble(("✗ ", "$text-error"), safe(str(error))))
        finally:
            self._saving = False
            self.line.read_only = self._done
        if self._leaves_after:
            self._go_back()

    async def store(self, kind: str, label: str, verb: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        """Run a verb as one action; from then on the line is done with, whatever keys are still to come.

        Raises:
            StoreError: If it was refused or could not be saved.
        """
        await self.karep.save(kind, label, verb, *args, **kwargs)
        self._done = True

    def leave(self, sentence: str) -> None:
        """Close what was saved, and say so with how it is taken back."""
        self.karep.drop_draft(self)
        if sentence:
            key = described("edit.undo", self.karep.settings.keys)[0]
            self.karep.say(_("{sentence} {key} takes it back.").format(sentence=sentence, key=key))
        self._close()

    def _close(self) -> None:
        """Close, at once or as soon as nothing stands over it."""
        self._done = True
        self.on_screen_resume()

    def on_screen_resume(self) -> None:
        """Close what is done with, but only when nothing stands over it any more: that would be closed instead."""
        if self._done and self.app.screen is self:
            self.dismiss(None)

    async def action_log_form(self) -> None:
        """Go on in the form, with everything that was understood; the line is kept until that is saved."""
        understood = await self.fresh()
        if understood is None or self._saving:
            return
        if understood.account is None:
            self.ask(understood)
            self.hint(_("The form needs to know the account first."), "$text-warning")
            return
        self.settle()
        about = {**self.about, "account_id": understood.account.id}
        if self.is_typed():
            self._keep_now()
            about["line"] = line_reference(self._kept_about)
        self._close()
        await places.open_form(self.karep, self.FORM, **about)

    def _keep_now(self) -> None:
        self.karep.draft_typed(self)
        self.karep.keep_drafts()

    def action_app_back(self) -> None:
        """Close; what was typed comes back when the line is opened again."""
        if self._ready.is_set():
            self._go_back()
        else:
            self._go_back_when_read()

    @work(group="line-back", exclusive=True, exit_on_error=False)
    async def _go_back_when_read(self) -> None:
        """What was kept before belongs in front of what is typed already."""
        await self._ready.wait()
        self._go_back()

    def _go_back(self) -> None:
        self._leaves_after = self._saving
        if self._saving or not self._is_open():
            return
        self.settle()
        if self.is_typed():
            self._keep_now()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        else:
            self.karep.drop_draft(self)
        self._close()

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        if self._saving or self._done:
            return
        self.line.text = self.first
        self.karep.drop_draft(self)
        self.hint(self.usual_hint())
        self.cover_or_show()
