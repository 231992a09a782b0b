"""Moving a follow-up or a promise to another day: words for the day, what they are understood as, and why it moves."""

from datetime import date, time
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from karep.db import drafts, errors, follow_ups, promises
from karep.db.change import Change
from karep.db.views.follow_ups import FollowUp, get_follow_up
from karep.db.views.moves import Moves, get_moves
from karep.db.views.promises import Promise, get_promise
from karep.i18n import _
from karep.reports.promise_words import moved_words
from karep.reports.words import dated_words, local_due, read_day, there_words
from karep.rules.date_words import When
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.forms import typed
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.text_input import TextInput

_FIELDS: Final = {"due": "#day", "moved_reason": "#reason"}
"""The fields of the record that are typed here, and where."""


class MoveDateDialog(KarepDialog[None]):
    """Asks for a day, and why if the rep wants to tell. What was typed is kept when it is left."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    AUTO_FOCUS = "#day"
    DEFAULT_CSS = """
    MoveDateDialog #dialog { width: 64; }
    MoveDateDialog #what, MoveDateDialog #understood, MoveDateDialog #hint { height: auto; }
    MoveDateDialog #what { max-height: 6; }
    MoveDateDialog #understood { text-style: italic; color: $text-muted; }
    MoveDateDialog #hint { color: $text-muted; }
    """

    record: FollowUp | Promise
    moves: Moves

    def __init__(self, noun: str, record_id: str) -> None:
        """Move the ``follow_up`` or the ``promise`` with that id."""
        super().__init__()
        self.noun = noun
        self.record_id = record_id
        self._kept: dict[str, str] = {}
        self._filled = False

    @property
    def draft_key(self) -> str:
        """The record's own form: the text comes back there as well."""
        return drafts.form_key(f"{self.noun}.change", {f"{self.noun}_id": self.record_id})

    def draft(self) -> drafts.Draft:
        """What is typed, beside what its form holds unsaved."""
        return {**self._kept, **self._typed_now()}

    def _typed_now(self) -> dict[str, str]:
        return {name: self.query_one(field, Input).value for name, field in _FIELDS.items()}

    def compose(self) -> ComposeResult:
        """What is moved, the day, the day as it is understood, the reason."""
        with Vertical(id="dialog"):
            yield Static(id="what", markup=False)
            yield TextInput(id="day", placeholder=_("下周三, 明天下午3点, next fri, +3d, 2026-12-01"))
            yield Static(id="understood", markup=False)
            yield TextInput(id="reason", placeholder=_("why, if it should be remembered"))
            yield Static(_("Enter moves it, Tab goes to the reason, Esc leaves it."), id="hint", markup=False)

    async def on_mount(self) -> None:
        """Say what is moved, and bring back what was typed before."""
        self.query_one("#dialog").border_title = Content(_("Move to another day"))
        read = self.karep.desk.read
        found = await read(get_follow_up if self.noun == "follow_up" else get_promise, self.record_id)
        if found is None:
            self.dismiss(None)
            raise errors.NotFound(_("That record is not in the store."))
        self.record = found
        self.moves = await read(get_moves, "follow_up" if self.noun == "follow_up" else "promise", self.record_id)
        self._show_what()
        kept = await read(drafts.get_draft, self.draft_key)
        self._kept = kept or {}
        with self.prevent(Input.Changed):
            for name, field in _FIELDS.items():
                self.query_one(field, Input).value = self._kept.get(name, "")
        self._preview()
        self._filled = True

    def _show_what(self) -> None:
        what = " · ".join((one_line(self.record.account_name), one_line(Eyes.of(self.karep).words(self.record.what))))
        day = self._day_now()
        at, there = self._time_now()
        now = _("now: {day}").format(day=dated_words(day, self.karep.clock.today) if day else "–")
        now = " ".join(filter(None, (now, f"{at:%H:%M}" if at else "")))
        moved = moved_words(self.moves.moves, self.moves.first_due, self.karep.clock.today)
        reason = one_line(Eyes.of(self.karep).words(self.moves.reason or ""))
        told = " · ".join(filter(None, (now, there, moved)))
        self.query_one("#what", Static).update(assemble((what, "bold"), "\n", told, f"\n{reason}" if reason else ""))

    def eyes_changed(self) -> None:
        """Write what is moved for whoever looks."""
        if self._filled:
            self._show_what()

    def _day_now(self) -> date | None:
        """The day that Today shows it on: a follow-up with a time in another zone may fall on another day here."""
        if isinstance(self.record, FollowUp):
            return local_due(self.record, self.karep.clock)[0]
        return read_day(self.record.due)

    def _time_now(self) -> tuple[time | None, str]:
        """Its time by the rep's clock, and what the clock says where it takes place if that differs."""
        if not isinstance(self.record, FollowUp):
            return None, ""
        due, at = local_due(self.record, self.karep.clock)
        return at, there_words(self.record, due, at)

    @on(Input.Changed)
    def _typed(self) -> None:
        self._preview()
        if self._filled:
            self.karep.draft_typed(self)

    def _preview(self) -> None:
        text = self.query_one("#day", Input).value
        clock, order, rest = self.karep.clock, self.karep.settings["dates"], self.karep.practice.rest
        shown = typed.when_preview(text, clock, order, rest=rest) if text.strip() else ""
        found = typed.read_when(text, clock, order) if shown else None
        if found and found.time and self._time_now()[1]:
            # it was meant in another zone before
            shown = " · ".join((shown, _("by your own clock ({zone})").format(zone=clock.zone)))
        self.query_one("#understood", Static).update(safe(shown))

    def action_app_back(self) -> None:
        """Leave; what is typed is kept and comes back."""
        if any(text.strip() for text in self._typed_now().values()):
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this form again."))
        else:
            self._forget()
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        for field in _FIELDS.values():
            self.query_one(field, Input).value = ""
        self._forget()

    @on(Input.Submitted)
    async def action_form_save(self) -> None:
        """Move it to the day that was typed."""
        values = {name: text.strip() for name, text in self._typed_now().items()}
        try:
            await self._move(values)
        except errors.StoreError as error:
            self.query_one("#understood", Static).update(Content.assemble(("✗ ", "$text-error"), safe(str(error))))
            return
        self._forget()
        self.dismiss(None)

    async def _move(self, values: dict[str, str]) -> None:
        app, record = self.karep, self.record
        found = typed.when(values, "due", app.clock, app.settings["dates"])
        if found is None:
            raise errors.Refused(_("Type a day first."), field="due")
        due, label, reason = found.day.isoformat(), record.account_name, values["moved_reason"]
        if isinstance(record, Promise):
            await app.save("promise.move", label, promises.move_promise, record.id, due, reason=reason)
        elif found.time is None:
            await app.save("follow_up.move", label, follow_ups.move_follow_up, record.id, due, reason=reason)
        else:
            await app.save("follow_up.move", label, _move_here, record.id, found, app.clock.zone, reason=reason)
        app.say(_("Moved to {day}.").format(day=dated_words(found.day, app.clock.today)))

    def _forget(self) -> None:
        """Forget what was typed here; other unsaved fields of its form stay."""
        rest = {name: text for name, text in self._kept.items() if name not in _FIELDS}
        self.karep.drop_draft(self)
        if rest:
            self.karep.keep_draft(self.draft_key, rest)


def _move_here(change: Change, follow_up_id: str, when: When, zone: str, *, reason: str) -> None:
    """Put a follow-up on a day and a time by the rep's own clock, whichever zone it was meant in before."""
    due_time = f"{when.time:%H:%M}" if when.time else None
    follow_ups.move_follow_up(change, follow_up_id, when.day, due_time, reason=reason)
    follow_ups.change_follow_up(change, follow_up_id, {"zone": zone})
