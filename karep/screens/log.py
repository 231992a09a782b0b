"""The log line: one line of text on top, what it will be stored as below, Enter saves it as one action."""

from typing import ClassVar

from textual import events, on
from textual.binding import BindingType
from textual.content import Content

from karep.actions import action
from karep.db import errors, follow_ups, promises
from karep.i18n import _, language
from karep.reports.log_preview import PreviewRow, saved_words
from karep.rules.log_line.understood import AtHand, Understood
from karep.screens import places
from karep.screens.bindings import bindings, key_shown
from karep.screens.log_box import LogBox
from karep.screens.log_completion import label_text
from karep.screens.log_rows import LogRows
from karep.screens.log_walking import CompletionWalk, find_completions
from karep.screens.log_words import (
    line_reference,
    step_text,
    store,
    with_more,
)
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, safe
from karep.screens.widgets.wrapped_input import WrappedInput


class LogDialog(LogBox):
    """Goes to the parts of the line, completes its words, and saves it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")

    # --- going to a part ---------------------------------------------------------------------------------------------

    def action_log_next(self) -> None:
        """Go to the next part, and select its words."""
        self._go(1)

    def action_log_previous(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self._take_label_back()
        self._choose(self.query_one(LogRows).step(step))

    @on(LogRows.Chosen)
    def _clicked(self, event: LogRows.Chosen) -> None:
        self._take_label_back()
        self._choose(self.query_one(LogRows).rows_by_key.get(event.key))
        self.line.focus()

    def _choose(self, row: PreviewRow | None) -> None:
        """Select the words of a part; one that was not typed gets its label, to be filled in."""
        text = self.line.text
        if row is None:
            self.line.select(len(text), len(text))
        elif row.part is not None:
            self.line.select(min(row.part.value_start, row.part.end), row.part.end)
        else:
            self._put_label(row, text)

    def _put_label(self, row: PreviewRow, text: str) -> None:
        label = label_text(row.kind, language())
        known = self.understood
        after = with_more(known, label) if known and known.text == text else f"{text.rstrip()} {label}".lstrip()
        self._label, self._own_text = (text, after), after
        self.line.put(after, 0, len(text))

    def _take_label_back(self) -> None:
        """Take a label out again that nothing was written behind."""
        if self._label is not None and self.line.text == self._label[1]:
            self._own_text = self._label[0]
            self.line.put(self._label[0], 0, len(self._label[1]))
        self._label = None

    # --- completing --------------------------------------------------------------------------------------------------

    async def action_log_complete(self) -> None:
        """Complete the word before the cursor, or put in the next choice."""
        await self._complete(1)

    async def action_log_complete_back(self) -> None:
        """Go back to the completion before."""
        await self._complete(-1)

    async def _complete(self, step: int) -> None:
        if self._walk is None or not self._walk.stands(self.line.text, self.line.cursor):
            understood = await self._fresh()
            found = await find_completions(
                self.karep, understood, self.line.cursor, self._at_hand or AtHand(), asked_first=self._insisted
            )
            self._walk = CompletionWalk(self.line.text, self.line.cursor, found) if found else None
        if self._walk is None:
            self._hint(_("Nothing completes that word."))
            return
        text, cursor = self._walk.advance(step)
        self._own_text = text
        self.line.put(text, 0, len(self.line.text))
        self.line.select(cursor, cursor)
        self._show_choices(self._walk)

    def _show_choices(self, walk: CompletionWalk) -> None:
        width = max(20, self.query_one("#log-hint").size.width)
        pieces = walk.words(width)
        self._hint(assemble(*((words, "bold reverse" if chosen else "") for words, chosen in pieces)))

    async def action_log_accept(self) -> None:
        """Take the proposed next step into the line."""
        understood = await self._fresh()
        if understood.proposal is None or understood.next_steps:
            self._hint(_("No next step is proposed."))
            return
        step = label_text("next", language()) + step_text(understood.proposal, self.karep.clock.today)
        self.line.put(with_more(understood, step), 0, len(self.line.text))

    # --- saving ------------------------------------------------------------------------------------------------------

    @on(WrappedInput.Submitted)
    async def _submitted(self) -> None:
        await self.action_form_save()

    async def action_form_save(self) -> None:
        """Save the line as one action; while a question is open, show it instead."""
        if self._saving:
            return
        self._saving = True
        self.line.read_only = True
        try:
            self._take_label_back()
            await self._check_and_save(await self._fresh())
        except errors.StoreError as error:
            self._hint(Content.assemble(("✗ ", "$text-error"), safe(str(error))))
        finally:
            self._saving = False
            self.line.read_only = False

    async def _check_and_save(self, understood: Understood) -> None:
        if not understood.text.strip():
            await self._close_only()
        elif understood.questions:
            self._insisted = True
            self._show_open(understood)
        else:
            self.karep.keep_drafts()
            await self.karep.save(
                "touch.log",
                understood.account.name if understood.account else "",
                store,
                self.draft_key,
                understood,
                self.karep.clock,
                self.about,
            )
            self._leave(_("Logged: {what}.").format(what=Eyes.of(self.karep).words(saved_words(understood))))

    async def _close_only(self) -> None:
        """An empty line closes the follow-up or the promise that it is about, and nothing else."""
        if self._caption and not self._already_done:
            if follow_up_id := self.about.get("follow_up_id"):
                finish, kind, record_id = follow_ups.finish_follow_up, "follow_up.finish", follow_up_id
                await self.karep.save(kind, self._caption, finish, record_id)
            else:
                keep, record_id = promises.keep_promise, self.about["promise_id"]
                await self.karep.save("promise.keep", self._caption, keep, record_id)
            self._leave(_("Done: {name}.").format(name=Eyes.of(self.karep).words(self._caption)))
        elif self._caption:
            self._leave("")
        else:
            self._hint(_("Type who it was and what was said; nothing else is needed."), "$text-warning")

    def _leave(self, sentence: str) -> None:
        self.karep.drop_draft(self)
        if sentence:
            key = key_shown(self.karep.settings.keys.get("edit.undo", action("edit.undo").keys))
            self.karep.say(_("{sentence} {key} takes it back.").format(sentence=sentence, key=key))
        if self.is_attached:
            self.dismiss(None)

    # --- leaving -----------------------------------------------------------------------------------------------------

    async def action_log_form(self) -> None:
        """Go on in the form, with everything that was understood; the line is kept until that is saved."""
        understood = await self._fresh()
        if understood.account is None:
            self._insisted = True
            self._show_open(understood)
            self._hint(_("The form needs to know the account first."), "$text-warning")
            return
        self._take_label_back()
        about = {**self.about, "account_id": understood.account.id}
        if self.line.text.strip():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            about["line"] = line_reference(self.about)
        self.dismiss(None)
        await places.open_form(self.karep, "touch.log", **about)

    def action_app_back(self) -> None:
        """Close; what was typed comes back when the line is opened again."""
        self._take_label_back()
        if self.line.text.strip():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        else:
            self.karep.drop_draft(self)
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.line.text = ""
        self.karep.drop_draft(self)
        self._walk = self._label = None
        self._hint(self._usual_hint())
        self._cover_or_show()

    def on_key(self, event: events.Key) -> None:
        """What is typed while the line has lost the focus, as to a click beside it, goes into the line."""
        if event.is_printable and event.character and self.line.display and not self.line.has_focus:
            event.stop()
            self.line.focus()
            self.line.put(event.character, self.line.cursor, self.line.cursor)
