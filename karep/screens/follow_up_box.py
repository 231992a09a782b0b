"""The line that plans what comes next: one line of text on top, what it plans below, Enter saves it as one action."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.db import drafts, follow_ups
from karep.db.change import Change
from karep.db.views.follow_up_lines import understand_follow_up
from karep.db.views.promises import get_promise
from karep.i18n import _
from karep.reports.follow_up_preview import open_question, preview_lines, saved_words
from karep.rules.follow_up_line import FollowUpLine
from karep.rules.log_line.understood import AtHand
from karep.rules.privacy import MASK
from karep.screens import care_plan
from karep.screens.bindings import screen_bindings, spare_key
from karep.screens.covered_line import in_confidence
from karep.screens.line_box import LineBox
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.wrapped_input import WrappedInput

_LABEL_WIDTH: Final = 8
_LONGEST: Final = 150
"""So many cells of a part are shown; what was typed stands above."""


class FollowUpInput(WrappedInput):
    """The line itself; the keys that act on it are done by the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = screen_bindings("log.complete", "log.form", "form.save", "form.discard")


class FollowUpBox(LineBox[FollowUpLine]):
    """One line about what comes next."""

    CSS_PATH = Path(__file__).with_name("follow_up_box.tcss")
    FORM = "follow_up.add"
    EDGE_KEYS = ("form.save", "log.form", "form.discard", "app.privacy", "app.back")

    def __init__(self, *, first: str = "", **about: str) -> None:
        """Plan something about the records named by id, or about whom the line names.

        Args:
            first: What the line begins with, such as a day that is proposed.
            about: Any of ``account_id``, ``person_id``, ``opportunity_id``, ``promise_id`` (it is to be kept by it) and
                ``touch_id`` (it was agreed in it); for what is planned for an important day, see `care_plan`.
        """
        super().__init__(FollowUpInput(id="line"), about)
        self.first = first
        self._promised = ""
        self._choice = 0

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Follow up in one line")

    def edge_words(self) -> str:
        """What is planned here."""
        first = _("Follow up")
        if self._promised:
            words = one_line(Eyes.of(self.karep).words(self._promised))
            first = _("Keep the promise: {what}").format(what=fit(words, 24).rstrip())
        return " · ".join([first, *self.names_at_hand(24)])

    def placeholder(self) -> str:
        """An example."""
        return _("who, what and when: Wang, send the offer, next Wed 10:00")

    def compose_meaning(self) -> ComposeResult:
        """What the line plans."""
        yield Static(id="follow-up-plan", markup=False)

    async def read_about(self) -> None:
        """Begin the line with the day and the words of the promise that is to be kept."""
        if "care_act" in self.about:
            self.first = care_plan.first_words(self.about)
        promise_id = self.about.get("promise_id")
        found = await self.karep.desk.read(get_promise, promise_id) if promise_id else None
        if found is not None:
            self._promised = found.what
            # a day that has passed is none to plan for; the mark parts the day from a weekday in the words
            due = f"{found.due}; " if found.due and found.due >= self.karep.clock.today.isoformat() else ""
            self.first = f"{due}{found.what}"

    # --- what it means -----------------------------------------------------------------------------------------------

    def understand(self, connection: sqlite3.Connection, text: str, given: AtHand, **asked: Any) -> FollowUpLine:
        """What a text plans."""
        return understand_follow_up(connection, text, given, practice=self.karep.practice, **asked)

    def show_meaning(self, understood: FollowUpLine) -> None:
        """Show what the line plans, and what has to be answered."""
        eyes = Eyes.of(self.karep)
        if self.karep.private and in_confidence(understood.text):
            self.query_one("#follow-up-plan", Static).update(safe(MASK))
            return
        rows = [
            assemble(
                (f"{fit(label, _LABEL_WIDTH)} ", "$text-muted"), fit(one_line(eyes.words(words)), _LONGEST).rstrip()
            )
            for label, words in preview_lines(understood, self.karep.clock.today, self.karep.practice.rest)
        ]
        if understood.question is not None and understood.text.strip():
            words = open_question(understood.question)
            if understood.question.choices:
                key = spare_key("log.complete", self.karep.settings.keys)
                words = _("{question} – {key} puts one in").format(question=words, key=key)
            rows.append(assemble(("? " + one_line(eyes.words(words)), "$text-warning")))
        self.query_one("#follow-up-plan", Static).update(Content("\n").join(rows))

    def ask(self, understood: FollowUpLine) -> None:
        """Say what has to be answered before it can be saved."""
        if understood.question is not None:
            self.hint(Eyes.of(self.karep).words(open_question(understood.question)), "bold $text-error")

    # --- keys --------------------------------------------------------------------------------------------------------

    async def action_log_complete(self) -> None:
        """Put in the next of those whom a word may mean."""
        planned = await self.fresh()
        if planned is None:
            return
        question = planned.question
        if question is None or not question.choices or question.word not in planned.text:
            self.hint(_("Nothing completes that word."))
            return
        one = question.choices[self._choice % len(question.choices)]
        self._choice += 1
        alone = [each.name for each in question.choices].count(one.name) == 1
        name = one.name if alone or not one.title else f"{one.name}({one.title})"
        start = planned.text.index(question.word)
        self.line.put(name, start, start + len(question.word))

    async def save_line(self, understood: FollowUpLine) -> None:
        """Plan it; while it is not clear whom it is about, ask."""
        if not understood.text.strip():
            self.hint(_("Type what is next; who and when may stand anywhere in the line."), "$text-warning")
            return
        if in_confidence(understood.text):
            refusal = _("A follow-up keeps nothing in confidence; write what stands behind !! in the log line.")
            self.hint(refusal, "$text-warning")
            return
        if understood.question is not None:
            self.ask(understood)
            return
        self.karep.keep_drafts()
        what = understood.what or _("Get in touch")
        zone = self.karep.clock.zone
        await self.store("follow_up.add", what, _store, self.draft_key, understood, what, zone, self.about)
        words = Eyes.of(self.karep).words(saved_words(understood, what, self.karep.clock.today))
        self.leave(_("Planned: {what}.").format(what=words))


def _store(
    change: Change, draft_key: str, planned: FollowUpLine, what: str, zone: str, about: Mapping[str, str]
) -> str:
    """Store a line and forget its draft, both or neither; the follow-up's id.

    Raises:
        Refused: If a value does not fit.
    """
    drafts.drop_draft(change.connection, draft_key)
    origins = {name: about[name] for name in ("promise_id", "touch_id") if name in about}
    fields = {**follow_ups.fields_of_line(planned, zone=zone), "what": what, **origins}
    follow_up_id = follow_ups.add_follow_up(change, fields)
    if "care_act" in about:
        care_plan.note_planned(change, about, follow_up_id)
    return follow_up_id
