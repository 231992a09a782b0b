"""The line that plans what comes next: one line of text on top, what it plans below, Enter saves it as one action."""

import asyncio
import sqlite3
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from karep.actions import action
from karep.db import drafts, errors, follow_ups
from karep.db.change import Change
from karep.db.views.called import StoredBook, at_hand
from karep.db.views.follow_up_lines import understand_follow_up
from karep.db.views.promises import get_promise
from karep.i18n import _
from karep.reports.follow_up_preview import open_question, preview_lines, saved_words
from karep.rules.date_words import Order
from karep.rules.follow_up_line import FollowUpLine
from karep.rules.log_line.understood import AtHand
from karep.screens import places
from karep.screens.base import KarepDialog
from karep.screens.bindings import app_bindings, bindings, key_shown, screen_bindings, spare_key
from karep.screens.log_words import day_order, line_reference, read_line_reference
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.wrapped_input import WrappedInput

KIND: Final = "follow_up.line"
"""What the draft of a line is kept under, with what it is about; ``follow_up.add`` is the form's."""
_HINTS: Final = ("log.form", "form.discard", "app.privacy", "app.back")
_LABEL_WIDTH: Final = 8
_LONGEST: Final = 150
"""So many cells of a part are shown; what was typed stands above."""


class FollowUpInput(WrappedInput):
    """The line itself; the keys that act on it are done by the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("log.complete", "log.form", "form.save", "form.discard")


class FollowUpBox(KarepDialog[None]):
    """One line about what comes next. What is typed is kept until it is saved or thrown away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("form.save", "form.discard"),
        *app_bindings("app.help", "app.quit"),
    ]
    CSS_PATH = Path(__file__).with_name("follow_up_box.tcss")
    AUTO_FOCUS = "#follow-up-line"

    def __init__(self, **about: str) -> None:
        """Plan something about the records named by id, or about whom the line names.

        Args:
            about: Any of ``account_id``, ``person_id``, ``opportunity_id``, ``promise_id`` (it is to be kept by it) and
                ``touch_id`` (it was agreed in it).
        """
        super().__init__()
        self.about = {name: record for name, record in about.items() if record}
        self.line = FollowUpInput(id="follow-up-line")
        self.planned: FollowUpLine | None = None
        """What the text plans, as of the last time that an answer came."""
        self._at_hand = AtHand()
        self._book: StoredBook | None = None
        self._ready = asyncio.Event()
        self._promised = ""
        self._first = ""
        """What stood in the line before anything was typed."""
        self._own_text = ""
        """The text as the dialog itself put it in: the hint stays then."""
        self._choice = 0
        self._saving = False

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Follow up in one line")

    @property
    def draft_key(self) -> str:
        """What the line is about."""
        return drafts.form_key(KIND, self.about)

    def draft(self) -> drafts.Draft:
        """The line."""
        return {"line": self.line.text}

    # --- the dialog --------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The line, what it plans, what is open, a hint."""
        with Vertical(id="dialog"):
            self.line.placeholder = safe(_("who, what and when: Wang, send the offer, next Wed 10:00"))
            yield self.line
            yield Static(id="follow-up-cover", markup=False)
            yield Static(id="follow-up-plan", markup=False)
            yield Static(id="follow-up-hint", markup=False)

    def on_mount(self) -> None:
        """Let the rep type at once; what was typed before is put in front when it is read."""
        self.line.focus()
        self._show_edges()
        self._begin()

    @work(group="follow-up-begin", exit_on_error=False)
    async def _begin(self) -> None:
        read = self.karep.desk.read
        try:
            self._at_hand = await read(at_hand, self.about)
            self._book = await read(StoredBook, self.karep.clock.today)
            self._first = await self._promise_words()
            kept = await read(drafts.get_draft, self.draft_key)
        except Exception as error:
            self.karep.report(error)
            self.dismiss(None)
            return
        finally:
            self._ready.set()
        self._show_edges()
        ahead, before = self.line.text, (kept or {}).get("line", "").strip()
        if before:
            self._hint(_("Your unsaved text is back. ^r throws it away."), "$text-warning")
        if before or self._first:
            self._own_text = " ".join(filter(None, (before or self._first, ahead)))
            self.line.text = self._own_text
        self._hide_line()
        self._look()

    async def _promise_words(self) -> str:
        """The day and the words of the promise that is to be kept."""
        promise_id = self.about.get("promise_id")
        found = await self.karep.desk.read(get_promise, promise_id) if promise_id else None
        if found is None:
            return ""
        self._promised = found.what
        # a day that has passed is none to plan for; the mark parts the day from a weekday in the words
        due = f"{found.due}; " if found.due and found.due >= self.karep.clock.today.isoformat() else ""
        return f"{due}{found.what}"

    def _show_edges(self) -> None:
        dialog, eyes = self.query_one("#dialog"), Eyes.of(self.karep)
        named = [one.name for one in (self._at_hand.account, self._at_hand.deal) if one is not None]
        title = [_("Follow up"), *(fit(one, 24).rstrip() for one in named)]
        if self._promised:
            title[0] = _("Keep the promise: {what}").format(what=fit(one_line(eyes.words(self._promised)), 24).rstrip())
        dialog.border_title = assemble(" · ".join(title))
        keymap = self.karep.settings.keys
        hints = [f"{spare_key(one, keymap)} {_(action(one).words)}" for one in _HINTS]
        dialog.border_subtitle = assemble(" · ".join([f"⏎ {_(action('form.save').words)}", *hints]))

    # --- understanding -----------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._saving or not self._ready.is_set():
            return
        if self.line.text != self._own_text:
            self._own_text = ""
            self._hint("")
        if self._is_typed():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)
        self._look()

    def _is_typed(self) -> bool:
        return self.line.text.strip() not in ("", self._first)

    @work(group="follow-up-line", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Show what the text plans; an answer for another text is dropped."""
        try:
            found = await self._understand(self.line.text)
        except Exception as error:
            self.karep.report(error)
            return
        if found is not None and self.is_attached:
            self._show(found)

    async def _understand(self, text: str) -> FollowUpLine | None:
        return await self.karep.desk.read(
            understand_follow_up,
            text,
            self._at_hand,
            today=self.karep.clock.today,
            order=day_order(self.karep.settings["dates"]),
            book=self._book,
            wanted=lambda: self.is_attached and text == self.line.text,
        )

    async def _fresh(self) -> FollowUpLine:
        """What the text that stands there now plans."""
        await self._ready.wait()
        while self.planned is None or self.planned.text != self.line.text:
            found = await self._understand(self.line.text)
            if found is not None:
                self._show(found)
        return self.planned

    def _show(self, planned: FollowUpLine) -> None:
        self.planned = planned
        eyes = Eyes.of(self.karep)
        rows = [
            assemble(
                (f"{fit(label, _LABEL_WIDTH)} ", "$text-muted"), fit(one_line(eyes.words(words)), _LONGEST).rstrip()
            )
            for label, words in preview_lines(planned, self.karep.clock.today)
        ]
        if planned.question is not None and planned.text.strip():
            words = open_question(planned.question)
            if planned.question.choices:
                key = spare_key("log.complete", self.karep.settings.keys)
                words = _("{question} – {key} puts one in").format(question=words, key=key)
            rows.append(assemble(("? " + one_line(eyes.words(words)), "$text-warning")))
        self.query_one("#follow-up-plan", Static).update(Content("\n").join(rows))

    def _hint(self, words: str, style: str = "$text-muted") -> None:
        self.query_one("#follow-up-hint", Static).update(assemble((words, style)), layout=False)

    # --- other eyes --------------------------------------------------------------------------------------------------

    def eyes_changed(self) -> None:
        """Show everything anew for whoever looks; a line with a phone number in it is covered."""
        self._show_edges()
        self._hide_line()
        if self.planned is not None:
            self._show(self.planned)

    def _hide_line(self) -> None:
        eyes, text = Eyes.of(self.karep), self.line.text
        hidden = eyes.words(text) != text
        cover = self.query_one("#follow-up-cover", Static)
        cover.display, self.line.display = hidden, not hidden
        if hidden:
            key = spare_key("app.privacy", self.karep.settings.keys)
            cover.update(safe(_("The line holds something private; {key} shows it.").format(key=key)))
        else:
            self.line.focus()

    # --- keys --------------------------------------------------------------------------------------------------------

    async def action_log_complete(self) -> None:
        """Put in the next of those whom a word may mean."""
        planned = await self._fresh()
        question = planned.question
        if question is None or not question.choices or question.word not in planned.text:
            self._hint(_("Nothing completes that word."))
            return
        one = question.choices[self._choice % len(question.choices)]
        self._choice += 1
        alone = [each.name for each in question.choices].count(one.name) == 1
        name = one.name if alone or not one.title else f"{one.name}({one.title})"
        start = planned.text.index(question.word)
        self.line.put(name, start, start + len(question.word))

    @on(WrappedInput.Submitted)
    async def _submitted(self) -> None:
        await self.action_form_save()

    async def action_form_save(self) -> None:
        """Save the line as one action; while it is not clear whom it is about, say so instead."""
        if self._saving:
            return
        self._saving = True
        self.line.read_only = True
        try:
            planned = await self._fresh()
            if not planned.text.strip():
                self._hint(_("Type what is next; who and when may stand anywhere in the line."), "$text-warning")
            elif planned.question is not None:
                self._hint(open_question(planned.question), "bold $text-error")
            else:
                await self._save(planned)
        except errors.StoreError as error:
            self._hint(f"✗ {error}", "$text-error")
        finally:
            self._saving = False
            self.line.read_only = False

    async def _save(self, planned: FollowUpLine) -> None:
        self.karep.keep_drafts()
        what = planned.what or _("Get in touch")
        zone = self.karep.clock.zone
        await self.karep.save("follow_up.add", what, _store, self.draft_key, planned, what, zone, self.about)
        self.karep.drop_draft(self)
        key = key_shown(self.karep.settings.keys.get("edit.undo", action("edit.undo").keys))
        words = Eyes.of(self.karep).words(saved_words(planned, what, self.karep.clock.today))
        self.karep.say(_("Planned: {what}. {key} takes it back.").format(what=words, key=key))
        if self.is_attached:
            self.dismiss(None)

    async def action_log_form(self) -> None:
        """Go on in the form, with everything that was understood; the line is kept until that is saved."""
        planned = await self._fresh()
        if planned.account is None:
            self._hint(_("The form needs to know the account first."), "$text-warning")
            return
        about = {**self.about, "account_id": planned.account.id}
        if self._is_typed():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            about["line"] = line_reference(self.about)
        self.dismiss(None)
        await places.open_form(self.karep, "follow_up.add", **about)

    def action_app_back(self) -> None:
        """Close; what was typed comes back when the line is opened again."""
        if self._is_typed():
            self.karep.draft_typed(self)
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        else:
            self.karep.drop_draft(self)
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.line.text = self._first
        self.karep.drop_draft(self)
        self._hint("")
        self._hide_line()

    def on_key(self, event: events.Key) -> None:
        """What is typed while the line has lost the focus, as to a click beside it, goes into the line."""
        if event.is_printable and event.character and self.line.display and not self.line.has_focus:
            event.stop()
            self.line.focus()
            self.line.put(event.character, self.line.cursor, self.line.cursor)


def kept_line_key(reference: str) -> str:
    """The key of the draft of the line with that reference."""
    return drafts.form_key(KIND, read_line_reference(reference))


def read_kept_line(connection: sqlite3.Connection, reference: str, today: date, order: Order) -> FollowUpLine | None:
    """The kept line with that reference as it is understood now; None when it was saved or thrown away."""
    kept = drafts.get_draft(connection, kept_line_key(reference))
    if not kept or not kept.get("line"):
        return None
    given = at_hand(connection, read_line_reference(reference))
    return understand_follow_up(connection, kept["line"], given, today=today, order=order)


def _store(
    change: Change, draft_key: str, planned: FollowUpLine, what: str, zone: str, about: Mapping[str, str]
) -> str:
    """Store a line and forget its draft, both or neither; the follow-up's id.

    Raises:
        Refused: If a value does not fit.
    """
    drafts.drop_draft(change.connection, draft_key)
    origins = {name: about[name] for name in ("promise_id", "touch_id") if name in about}
    return follow_ups.add_follow_up(change, {**follow_ups.fields_of_line(planned, zone=zone), "what": what, **origins})
