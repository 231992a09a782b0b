"""What the log line is typed into: the line, what it will be stored as, what is open, a hint."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static, TextArea

from karep.actions import action
from karep.db import drafts
from karep.db.views import log_lines as log_line_views
from karep.db.views.called import StoredBook
from karep.db.views.follow_ups import get_follow_up
from karep.db.views.promises import get_promise
from karep.i18n import _
from karep.reports.log_preview import doubt_words, preview_rows, question_words
from karep.rules.log_line.understood import AtHand, Understood
from karep.screens.base import KarepDialog
from karep.screens.bindings import app_bindings, screen_bindings, spare_key
from karep.screens.log_rows import LogRows
from karep.screens.log_walking import CompletionWalk
from karep.screens.log_words import (
    KIND,
    day_order,
    empty_words,
    understand_if_wanted,
)
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.wrapped_input import WrappedInput

_KEYS: Final = ("form.save", "log.complete", "log.next", "log.accept", "log.form", "app.back")


class LogInput(WrappedInput):
    """The line itself; the keys that act on it are done by the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings(
        "log.complete", "log.complete_back", "log.next", "log.previous", "log.accept", "log.form",
        "form.save", "form.discard",
    )  # fmt: skip


class LogBox(KarepDialog[None]):
    """A line about what happened, and what is understood of it; what is typed is kept as a draft."""

    BINDINGS: ClassVar[list[BindingType]] = app_bindings("app.help", "app.quit")
    CSS_PATH = Path(__file__).with_name("log.tcss")
    AUTO_FOCUS = "#log-line"

    def __init__(self, **about: str) -> None:
        """Log something about the records named by id, or about whom the line names.

        Args:
            about: Any of ``account_id``, ``person_id``, ``opportunity_id``, ``follow_up_id`` (it is closed by what is
                saved) and ``promise_id`` (it is kept by it).
        """
        super().__init__()
        self.about = dict(about)
        self.line = LogInput(id="log-line")
        self.understood: Understood | None = None
        """What the text was understood as, the last time that an answer came."""
        self._at_hand: AtHand | None = None
        self._book: StoredBook | None = None
        """What was asked of the book, so that a line that is being typed asks nothing twice."""
        self._ready = asyncio.Event()
        self._caption = ""
        self._already_done = False
        self._saving = False
        self._insisted = False
        self._walk: CompletionWalk | None = None
        self._label: tuple[str, str] | None = None
        """The text before and after a label was put at its end, for a part that nothing was said of."""
        self._own_text: str | None = None
        """The text as the dialog itself changed it last: the highlight stays then."""

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Log line")

    @property
    def draft_key(self) -> str:
        """What the line is about."""
        return drafts.form_key(KIND, self.about)

    def draft(self) -> drafts.Draft:
        """The line."""
        return {"line": self.line.text}

    # --- the dialog --------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The line, its parts, what is open, a hint."""
        with Vertical(id="dialog"):
            self.line.placeholder = safe(_("Wang visit: what was said; objection: price; we: quote by Fri; next: Wed"))
            yield self.line
            yield Static(id="log-cover", markup=False)
            yield LogRows(id="log-rows")
            yield Static(id="log-open", markup=False)
            yield Static(id="log-hint", markup=False)

    def on_mount(self) -> None:
        """Let the rep type at once; what was typed before is put in front when it is read."""
        self.line.focus()
        self._show_edges()
        self._begin()

    @work(group="log-begin", exit_on_error=False)
    async def _begin(self) -> None:
        try:
            read = self.karep.desk.read
            self._at_hand = await read(log_line_views.at_hand, self.about)
            self._book = await read(StoredBook, self.karep.clock.today)
            await self._read_what_is_done()
            kept = await read(drafts.get_draft, self.draft_key)
        except Exception as error:
            self.karep.report(error)
            self.dismiss(None)
            return
        finally:
            self._ready.set()
        self._show_edges()
        self._fill((kept or {}).get("line", ""))

    def _fill(self, kept: str) -> None:
        if kept.strip():
            ahead = self.line.text
            self.line.text = f"{kept.rstrip()} {ahead}" if ahead else kept
            self._own_text = self.line.text
            self._hint(_("Your unsaved text is back. ^r throws it away."), "$text-warning")
        else:
            self._hint(self._usual_hint())
        self._cover_or_show()
        self._look()

    async def _read_what_is_done(self) -> None:
        """Find out what the line closes, to say so on top."""
        for noun, view in (("follow_up", get_follow_up), ("promise", get_promise)):
            record_id = self.about.get(f"{noun}_id")
            found = await self.karep.desk.read(view, record_id) if record_id else None
            if found is not None:
                self._caption = found.what
                self._already_done = bool(getattr(found, "done_at", None) or getattr(found, "kept_at", None))

    def _show_edges(self) -> None:
        dialog, eyes = self.query_one("#dialog"), Eyes.of(self.karep)
        if self._caption:
            what = fit(one_line(eyes.words(self._caption)), 34).rstrip()
            title = _("Done: {what} – what happened, and what is next?").format(what=what)
        else:
            at_hand = self._at_hand or AtHand()
            named = [one.name for one in (at_hand.account, at_hand.deal, at_hand.person) if one is not None]
            title = " · ".join([_("Log"), *(fit(one, 28).rstrip() for one in named)])
        dialog.border_title = assemble(title)
        keymap = self.karep.settings.keys
        keys = {"form.save": "⏎", "log.next": "↑↓"}
        hints = [f"{keys.get(one) or spare_key(one, keymap)} {_(action(one).words)}" for one in _KEYS]
        dialog.border_subtitle = assemble(" · ".join(hints))

    # --- understanding -----------------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _typed(self, event: TextArea.Changed) -> None:
        event.stop()
        if self._saving or not self._ready.is_set():
            return
        text = self.line.text
        if text != self._own_text:
            self._own_text = self._label = None
            self.query_one(LogRows).let_go()
            self._hint(self._usual_hint())
        self._insisted = False
        self._keep(text)
        self._look()

    def _keep(self, text: str) -> None:
        if text.strip():
            self.karep.draft_typed(self)
        else:
            self.karep.drop_draft(self)

    @work(group="log", exclusive=True, exit_on_error=False)
    async def _look(self) -> None:
        """Show what the text is understood as; an answer for another text is dropped."""
        try:
            found = await self._understand(self.line.text)
        except Exception as error:
            self.karep.report(error)
            return
        if found is not None and self.is_attached:
            self._show(found)

    async def _understand(self, text: str, *, wanted: Callable[[], bool] | None = None) -> Understood | None:
        return await self.karep.desk.read(
            understand_if_wanted,
            wanted or (lambda: self.is_attached and text == self.line.text),
            text,
            self._at_hand or AtHand(),
            today=self.karep.clock.today,
            order=day_order(self.karep.settings["dates"]),
            book=self._book,
        )

    async def _fresh(self) -> Understood:
        """What the text that stands there now is understood as."""
        await self._ready.wait()
        while self.understood is None or self.understood.text != self.line.text:
            found = await self._understand(self.line.text)
            if found is not None:
                self._show(found)
        return self.understood

    def _show(self, understood: Understood) -> None:
        self.understood = understood
        rows, typed = self.query_one(LogRows), bool(understood.text.strip())
        rows.empty = empty_words(closing=bool(self._caption))
        keys = spare_key("log.accept", self.karep.settings.keys)
        rows.show(preview_rows(understood, self.karep.clock) if typed else (), Eyes.of(self.karep), accept=keys)
        self._show_open(understood if typed else None)

    def _show_open(self, understood: Understood | None) -> None:
        """The questions and doubts as sentences."""
        eyes, shown = Eyes.of(self.karep), self.query_one("#log-open", Static)
        lines: list[Content] = []
        if understood is not None:
            sign, tone = ("✗ ", "bold $text-error") if self._insisted else ("? ", "$text-warning")
            key = spare_key("log.complete", self.karep.settings.keys)
            for question in understood.questions:
                words = eyes.words(question_words(question))
                if question.choices:
                    words = _("{question} – {key} puts one in").format(question=words, key=key)
                lines.append(assemble((sign + words, tone)))
            lines += [assemble(("▲ " + eyes.words(doubt_words(one)), "$text-warning")) for one in understood.doubts]
        shown.update(Content("\n").join(lines))
        shown.display = bool(lines)

    def _hint(self, words: str | Content, style: str = "") -> None:
        content = words if isinstance(words, Content) else assemble((words, style))
        self.query_one("#log-hint", Static).update(content, layout=False)

    def _usual_hint(self) -> str:
        keymap = self.karep.settings.keys
        named = [(one, _(action(one).words)) for one in ("form.discard", "app.privacy")]
        return " · ".join(f"{spare_key(one, keymap)} {words}" for one, words in named)

    # --- other eyes --------------------------------------------------------------------------------------------------

    def eyes_changed(self) -> None:
        """Show everything anew for whoever looks; a line with something private in it is covered."""
        self._show_edges()
        self._cover_or_show()
        if self.understood is not None:
            self._show(self.understood)

    def _cover_or_show(self) -> None:
        eyes, text = Eyes.of(self.karep), self.line.text
        hidden = eyes.private and ("!!" in text.replace("！", "!") or eyes.words(text) != text)
        cover = self.query_one("#log-cover", Static)
        cover.display, self.line.display = hidden, not hidden
        if hidden:
            key = spare_key("app.privacy", self.karep.settings.keys)
            cover.update(safe(_("The line holds something private; {key} shows it.").format(key=key)))
        else:
            self.line.focus()
