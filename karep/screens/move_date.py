"""Moving a follow-up or a promise to another day: words for the day, and what they are understood as."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from karep.db import drafts, errors, follow_ups, promises
from karep.db.views.follow_ups import FollowUp, get_follow_up
from karep.db.views.promises import Promise, get_promise
from karep.i18n import _
from karep.reports.words import local_due
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.forms import typed
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.text_input import TextInput


class MoveDateDialog(KarepDialog[None]):
    """Asks for a day. What was typed is kept when it is left, and stands in the record's form too."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    AUTO_FOCUS = "#day"
    DEFAULT_CSS = """
    MoveDateDialog #dialog { width: 64; }
    MoveDateDialog #what, MoveDateDialog #understood, MoveDateDialog #hint { height: auto; }
    MoveDateDialog #understood { text-style: italic; color: $text-muted; }
    MoveDateDialog #hint { color: $text-muted; }
    """

    record: FollowUp | Promise

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
        return {**self._kept, "due": self.query_one("#day", Input).value}

    def compose(self) -> ComposeResult:
        """What is moved, the field, the day as it is understood."""
        with Vertical(id="dialog"):
            yield Static(id="what", markup=False)
            yield TextInput(id="day", placeholder=_("下周三, 明天下午3点, next fri, +3d, 2026-12-01"))
            yield Static(id="understood", markup=False)
            yield Static(_("Enter moves it, Esc leaves it where it is."), id="hint", markup=False)

    async def on_mount(self) -> None:
        """Say what is moved, and bring back what was typed before."""
        self.query_one("#dialog").border_title = Content(_("Move to another day"))
        read = self.karep.desk.read
        found = await read(get_follow_up if self.noun == "follow_up" else get_promise, self.record_id)
        if found is None:
            self.dismiss(None)
            raise errors.NotFound(_("That record is not in the store."))
        self.record = found
        self._show_what()
        kept = await read(drafts.get_draft, self.draft_key)
        self._kept = kept or {}
        field = self.query_one("#day", Input)
        with self.prevent(Input.Changed):
            field.value = self._kept.get("due", "")
        self._preview()
        self._filled = True

    def _show_what(self) -> None:
        what = " · ".join((one_line(self.record.account_name), one_line(Eyes.of(self.karep).words(self.record.what))))
        now = _("now: {day}").format(day=self._day_now() or "–")
        self.query_one("#what", Static).update(assemble((what, "bold"), "\n", now))

    def eyes_changed(self) -> None:
        """Write what is moved for whoever looks."""
        if self._filled:
            self._show_what()

    def _day_now(self) -> str | None:
        """The day that Today shows it on: a follow-up with a time in another zone may fall on another day here."""
        if isinstance(self.record, FollowUp):
            return local_due(self.record, self.karep.clock)[0].isoformat()
        return self.record.due

    @on(Input.Changed, "#day")
    def _typed(self) -> None:
        self._preview()
        if self._filled:
            self.karep.draft_typed(self)

    def _preview(self) -> None:
        text = self.query_one("#day", Input).value
        shown = typed.when_preview(text, self.karep.clock, self.karep.settings["dates"]) if text.strip() else ""
        self.query_one("#understood", Static).update(safe(shown))

    def action_app_back(self) -> None:
        """Leave; what is typed is kept and comes back."""
        if self.query_one("#day", Input).value.strip():
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this form again."))
        else:
            self._forget()
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        self.query_one("#day", Input).value = ""
        self._forget()

    @on(Input.Submitted, "#day")
    async def action_form_save(self) -> None:
        """Move it to the day that was typed."""
        values = {"due": self.query_one("#day", Input).value.strip()}
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
        due, label = found.day.isoformat(), record.account_name
        if isinstance(record, Promise):
            await app.save("promise.change", label, promises.change_promise, record.id, {"due": due})
        elif found.time is None:
            await app.save("follow_up.change", label, follow_ups.move_follow_up, record.id, due)
        else:
            moved = {"due": due, "due_time": f"{found.time:%H:%M}", "zone": app.clock.zone}
            await app.save("follow_up.change", label, follow_ups.change_follow_up, record.id, moved)
        app.say(_("Moved to {day}.").format(day=due))

    def _forget(self) -> None:
        """Forget the day that was typed; other unsaved fields of its form stay."""
        rest = {name: text for name, text in self._kept.items() if name != "due"}
        self.karep.drop_draft(self)
        if rest:
            self.karep.keep_draft(self.draft_key, rest)
