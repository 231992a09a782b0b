"""The log line: one line of text on top, what it will be stored as below, Enter saves it as one action."""

import sqlite3
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.actions import action
from karep.db import follow_ups, promises
from karep.db.views import log_lines
from karep.db.views.follow_ups import get_follow_up, get_next_follow_up
from karep.db.views.promises import get_promise
from karep.i18n import _, language
from karep.reports.log_preview import PreviewRow, doubt_words, preview_rows, question_words, saved_words
from karep.reports.words import dated_words
from karep.rules.log_line.understood import AtHand, Understood
from karep.rules.privacy import MASK
from karep.screens.bindings import screen_bindings, spare_key
from karep.screens.covered_line import in_confidence
from karep.screens.line_box import LineBox
from karep.screens.log_completion import label_text
from karep.screens.log_rows import LogRows
from karep.screens.log_walking import CompletionWalk, find_completions
from karep.screens.log_words import empty_words, step_text, store, with_more
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line
from karep.screens.widgets.wrapped_input import WrappedInput

_ALWAYS_SHOWN: Final = ("kind", "when")
"""The parts that say nothing in the rep's words."""


class LogInput(WrappedInput):
    """The line itself; the keys that act on it are done by the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings(
        "log.complete", "log.complete_back", "log.next", "log.previous", "log.accept", "log.form",
        "form.save", "form.discard",
    )  # fmt: skip


class LogDialog(LineBox[Understood]):
    """A line about what happened, and what is understood of it."""

    CSS_PATH = Path(__file__).with_name("log.tcss")
    FORM = "touch.log"
    EDGE_KEYS = ("form.save", "log.complete", "log.next", "log.accept", "log.form", "app.back")

    def __init__(self, **about: str) -> None:
        """Log something about the records named by id, or about whom the line names.

        Args:
            about: Any of ``account_id``, ``person_id``, ``opportunity_id``, ``follow_up_id`` (it is closed by what is
                saved) and ``promise_id`` (it is kept by it).
        """
        super().__init__(LogInput(id="line"), about)
        self._closes = ""
        """The words of the follow-up or the promise that is closed."""
        self._already_done = False
        self._insisted = False
        self._walk: CompletionWalk | None = None
        self._label: tuple[str, str] | None = None
        """The text before and after a label was put at its end, for a part that nothing was said of."""

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Log line")

    def edge_words(self) -> str:
        """What is logged here, or what is closed by it."""
        if self._closes:
            what = fit(one_line(Eyes.of(self.karep).words(self._closes)), 34).rstrip()
            return _("Done: {what} – what happened, and what is next?").format(what=what)
        return " · ".join([_("Log"), *self.names_at_hand(28)])

    def placeholder(self) -> str:
        """An example."""
        return _("Wang visit: what was said; objection: price; we: quote by Fri; next: Wed")

    def compose_meaning(self) -> ComposeResult:
        """The parts of the line, and what is open."""
        yield LogRows(id="log-rows")
        yield Static(id="log-open", markup=False)

    async def read_about(self) -> None:
        """Find out what the line closes, to say so on top."""
        for noun, view in (("follow_up", get_follow_up), ("promise", get_promise)):
            record_id = self.about.get(f"{noun}_id")
            found = await self.karep.desk.read(view, record_id) if record_id else None
            if found is not None:
                self._closes = found.what
                self._already_done = bool(getattr(found, "done_at", None) or getattr(found, "kept_at", None))

    # --- what it means -----------------------------------------------------------------------------------------------

    def understand(self, connection: sqlite3.Connection, text: str, given: AtHand, **asked: Any) -> Understood:
        """What a text says."""
        return log_lines.understand(connection, text, given, practice=self.karep.practice, **asked)

    def show_meaning(self, understood: Understood) -> None:
        """Show every part, and what is open."""
        rows, typed = self.query_one(LogRows), bool(understood.text.strip())
        rows.empty = empty_words(closing=bool(self._closes))
        key = spare_key("log.accept", self.karep.settings.keys)
        shown = preview_rows(understood, self.karep.clock, self.karep.practice.rest) if typed else ()
        if self._is_unsure(understood):
            shown = tuple(one if one.record_id or one.kind in _ALWAYS_SHOWN else _hidden(one) for one in shown)
        rows.show(shown, Eyes.of(self.karep), accept=key)
        self._show_open(understood if typed else None)

    def _show_open(self, understood: Understood | None) -> None:
        """The questions and doubts as sentences."""
        eyes, shown = Eyes.of(self.karep), self.query_one("#log-open", Static)
        lines: list[Content] = []
        if understood is not None:
            sign, tone = ("✗ ", "bold $text-error") if self._insisted else ("? ", "$text-warning")
            key = spare_key("log.complete", self.karep.settings.keys)
            unsure = self._is_unsure(understood)
            for question in understood.questions:
                words = MASK if unsure else eyes.words(question_words(question))
                if question.choices:
                    words = _("{question} – {key} puts one in").format(question=words, key=key)
                lines.append(assemble((sign + words, tone)))
            doubts = [MASK if unsure else eyes.words(doubt_words(one)) for one in understood.doubts]
            lines += [assemble(("▲ " + one, "$text-warning")) for one in doubts]
        shown.update(Content("\n").join(lines))
        shown.display = bool(lines)

    def ask(self, understood: Understood) -> None:
        """Let the questions stand out; Tab answers them wherever the cursor stands."""
        self._insisted = True
        self._show_open(understood)

    def text_changed(self, *, own: bool) -> None:
        """Let go of the part that was gone to, unless the dialog itself changed the text."""
        self._insisted = False
        if not own:
            self._label = None
            self.query_one(LogRows).let_go()

    def usual_hint(self) -> str:
        """The keys that have no place in the lower edge."""
        keymap = self.karep.settings.keys
        named = [(one, _(action(one).words)) for one in ("form.discard", "app.privacy")]
        return " · ".join(f"{spare_key(one, keymap)} {words}" for one, words in named)

    def _is_unsure(self, understood: Understood) -> bool:
        """Whether others look, and something stands under ``!!`` that may not have been taken as said in confidence."""
        text, places = understood.text, [one for one in understood.parts if one.kind == "private"]
        outside = list(text)
        for one in places:
            outside[one.start : one.end] = " " * (one.end - one.start)
        inside = " ".join(text[one.value_start : one.end] for one in places)
        return self.karep.private and (in_confidence("".join(outside)) or in_confidence(inside))

    # --- going to a part ---------------------------------------------------------------------------------------------

    def action_log_next(self) -> None:
        """Go to the next part, and select its words."""
        self._go(1)

    def action_log_previous(self) -> None:
        """Go to the part before."""
        self._go(-1)

    def _go(self, step: int) -> None:
        self.settle()
        self._choose(self.query_one(LogRows).step(step))

    @on(LogRows.Chosen)
    def _clicked(self, event: LogRows.Chosen) -> None:
        self.settle()
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
        self._label, self.own_text = (text, after), after
        self.line.put(after, 0, len(text))

    def settle(self) -> None:
        """Take a label out again that nothing was written behind."""
        if self._label is not None and self.line.text == self._label[1]:
            self.own_text = self._label[0]
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
            understood = await self.fresh()
            if understood is None:
                return
            found = await find_completions(
                self.karep, understood, self.line.cursor, self.at_hand, asked_first=self._insisted
            )
            self._walk = CompletionWalk(self.line.text, self.line.cursor, found) if found else None
        if self._walk is None:
            self.hint(_("Nothing completes that word."))
            return
        text, cursor = self._walk.advance(step)
        self.own_text = text
        self.line.put(text, 0, len(self.line.text))
        self.line.select(cursor, cursor)
        self._show_choices(self._walk)

    def _show_choices(self, walk: CompletionWalk) -> None:
        width = max(20, self.query_one("#hint").size.width)
        pieces = walk.words(width)
        self.hint(assemble(*((words, "bold reverse" if chosen else "") for words, chosen in pieces)))

    async def action_log_accept(self) -> None:
        """Take the proposed next step into the line."""
        understood = await self.fresh()
        if understood is None:
            return
        if understood.proposal is None or understood.next_steps:
            self.hint(_("No next step is proposed."))
            return
        step = label_text("next", language()) + step_text(understood.proposal, self.karep.clock.today)
        self.line.put(with_more(understood, step), 0, len(self.line.text))

    # --- saving ------------------------------------------------------------------------------------------------------

    async def save_line(self, understood: Understood) -> None:
        """Store everything that the line says; while a question is open, show it instead."""
        if not understood.text.strip():
            await self._close_only()
        elif understood.questions:
            self.ask(understood)
        else:
            self.karep.keep_drafts()
            label = understood.account.name if understood.account else ""
            store_it = partial(store, practice=self.karep.practice)
            await self.store("touch.log", label, store_it, self.draft_key, understood, self.karep.clock, self.about)
            unsure = self._is_unsure(understood)
            words = MASK if unsure else Eyes.of(self.karep).words(saved_words(understood))
            self.leave(_("Logged: {what}.").format(what=await self._with_next(words)))

    async def _close_only(self) -> None:
        """An empty line closes the follow-up or the promise that it is about, and nothing else."""
        if not self._closes:
            self.hint(_("Type who it was and what was said; nothing else is needed."), "$text-warning")
        elif self._already_done:
            self.leave("")
        else:
            today = self.karep.clock.today
            if follow_up_id := self.about.get("follow_up_id"):
                finish = follow_ups.finish_follow_up
                await self.store("follow_up.finish", self._closes, finish, follow_up_id, on=today)
            else:
                keep, promise_id = promises.keep_promise, self.about["promise_id"]
                await self.store("promise.keep", self._closes, keep, promise_id, on=today)
            words = Eyes.of(self.karep).words(self._closes)
            self.leave(_("Done: {name}.").format(name=await self._with_next(words)))

    async def _with_next(self, words: str) -> str:
        """What was done, and when the follow-up that was closed by it comes again."""
        follow_up_id = self.about.get("follow_up_id")
        if not follow_up_id or self._already_done:
            return words
        found = await self.karep.desk.read(get_next_follow_up, follow_up_id)
        if found is None:
            return words
        day = dated_words(Eyes.of(self.karep).due(found)[0], self.karep.clock.today)
        return " · ".join([words, _("next on {day}").format(day=day)])

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self._walk = self._label = None
        super().action_form_discard()


def _hidden(row: PreviewRow) -> PreviewRow:
    """A row whose words others must not see."""
    return replace(row, level="personal")
