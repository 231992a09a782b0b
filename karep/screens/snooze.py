"""Putting something of Today off until a day, and letting it come back."""

from datetime import date, timedelta
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep.actions import action
from karep.db import drafts, errors, snoozes
from karep.db.views.snoozes import Snooze, describe_thing, list_snoozes
from karep.db.words import field_name
from karep.i18n import _
from karep.reports.snooze_words import is_personal, snooze_words
from karep.reports.words import dated_words, read_day
from karep.rules.calendar_steps import add_months
from karep.rules.privacy import MASK
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings, described, spare_key
from karep.screens.forms import typed
from karep.screens.privacy import Eyes
from karep.screens.safe import assemble, fit, one_line, safe
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

_FIELDS: Final = {"until": "#day", "reason": "#reason"}


class SnoozeDialog(KarepDialog[None]):
    """Asks until when, and why. What was typed is kept when it is left."""

    KIND: ClassVar[str] = "snooze.add"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard", "snooze.week", "snooze.month")
    AUTO_FOCUS = "#day"
    DEFAULT_CSS = """
    SnoozeDialog #dialog { width: 64; }
    SnoozeDialog #what, SnoozeDialog #understood, SnoozeDialog #hint { height: auto; }
    SnoozeDialog #what { max-height: 4; text-style: bold; }
    SnoozeDialog .line { height: 1; }
    SnoozeDialog .line Static { width: 10; color: $text-muted; }
    SnoozeDialog .line Input { width: 1fr; }
    SnoozeDialog #understood { text-style: italic; color: $text-muted; }
    SnoozeDialog #hint { color: $text-muted; }
    """

    thing: Snooze

    def __init__(self, *, about: str, **things: str) -> None:
        """Put one thing off.

        Args:
            about: One of `karep.rules.vocabulary.SNOOZED`.
            things: Whose it is: ``account_id``, ``person_id``, ``occasion_id``, ``opportunity_id``, ``festival``.
        """
        super().__init__()
        self.about = about
        self.things = {name: value for name, value in things.items() if value}
        self._filled = False
        self._moved: dict[date, date] = {}
        """The free days in whose place a working day was offered, by that."""

    @property
    def draft_key(self) -> str:
        """The kind, and what is put off."""
        return drafts.form_key(self.KIND, {"about": self.about, **self.things})

    def heading(self) -> str:
        """What the list of kept drafts calls it."""
        return _("Put off")

    def draft(self) -> drafts.Draft:
        """What is typed."""
        return {name: self.query_one(field, Input).value for name, field in _FIELDS.items()}

    def compose(self) -> ComposeResult:
        """What is put off, the day, the day as it is understood, the reason."""
        keymap = self.karep.settings.keys
        offered = [f"{spare_key(one, keymap)} {_(action(one).words)}" for one in ("snooze.week", "snooze.month")]
        with Vertical(id="dialog"):
            yield Static(id="what", markup=False)
            with Horizontal(classes="line"):
                yield Static(safe(field_name("until")))
                yield TextInput(id="day", placeholder=_("下周三, next fri, +3d, 2026-12-01"))
            yield Static(id="understood", markup=False)
            with Horizontal(classes="line"):
                yield Static(safe(field_name("reason")))
                yield TextInput(id="reason", placeholder=_("why, for yourself"))
            yield Static(safe(" · ".join(offered)), id="offered")
            yield Static(
                _("Enter puts it off, Tab goes on, Esc leaves it and keeps your text."), id="hint", markup=False
            )

    async def on_mount(self) -> None:
        """Say what is put off, and bring back what was typed before."""
        self.query_one("#dialog").border_title = Content(_("Put off until a day"))
        found = await self.karep.desk.read(describe_thing, self.about, self.things)
        if found is None:
            self.dismiss(None)
            raise errors.NotFound(_("That record is not in the store."))
        self.thing = found
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key) or {}
        with self.prevent(Input.Changed):
            for name, field in _FIELDS.items():
                self.query_one(field, Input).value = kept.get(name, "")
        self._filled = True
        self.eyes_changed()
        self._preview()

    def eyes_changed(self) -> None:
        """Write what is put off for whoever looks."""
        if self._filled:
            self.query_one("#what", Static).update(safe(shown_words(self.thing, Eyes.of(self.karep))))

    @on(Input.Changed)
    def _typed(self) -> None:
        self._preview()
        if self._filled:
            self.karep.draft_typed(self)

    def _preview(self) -> None:
        clock, order = self.karep.clock, self.karep.settings["dates"]
        text = self.query_one("#day", Input).value.strip()
        shown = typed.when_preview(text, clock, order) if text else ""
        found = typed.read_when(text, clock, order) if text else None
        if found is not None:
            shown = " · ".join(filter(None, (shown, self._rest_words(found.day))))
        self.query_one("#understood", Static).update(safe(shown))

    def _rest_words(self, day: date) -> str:
        """What a free day is called, or which free day gave way to it; nothing for an ordinary day."""
        rest = self.karep.practice.rest
        if day in self._moved:
            return _("{day} is a day off").format(day=dated_words(self._moved[day], self.karep.clock.today))
        return rest.name(day) or _("weekend") if rest.is_free(day) else rest.name(day)

    def action_snooze_week(self) -> None:
        """Offer the day in a week."""
        self._offer(self.karep.clock.today + timedelta(days=7))

    def action_snooze_month(self) -> None:
        """Offer the day in a month."""
        self._offer(add_months(self.karep.clock.today, 1))

    def _offer(self, day: date) -> None:
        """Put a day into the field; where that is free, the working day before it."""
        wanted, day = day, self.karep.practice.rest.working_day(day, after=self.karep.clock.today)
        self._moved = {} if day == wanted else {day: wanted}
        field = self.query_one("#day", Input)
        field.value = day.isoformat()
        field.cursor_position = len(field.value)

    def action_app_back(self) -> None:
        """Leave; what is typed is kept and comes back."""
        if any(text.strip() for text in self.draft().values()):
            self.karep.keep_drafts()
            self.karep.say(_("Kept unsaved; it comes back when you open this again."))
        else:
            self.karep.drop_draft(self)
        self.dismiss(None)

    def action_form_discard(self) -> None:
        """Throw away what was typed."""
        with self.prevent(Input.Changed):
            for field in _FIELDS.values():
                self.query_one(field, Input).value = ""
        self._preview()
        self.karep.drop_draft(self)

    @on(Input.Submitted)
    async def action_form_save(self) -> None:
        """Put it off until the day that was typed."""
        values = {name: text.strip() for name, text in self.draft().items()}
        try:
            day = await self._save(values)
        except errors.StoreError as error:
            self.query_one("#understood", Static).update(Content.assemble(("✗ ", "$text-error"), safe(str(error))))
            return
        self.karep.drop_draft(self)
        self.dismiss(None)
        key = described("snooze.list", self.karep.settings.keys)[0]
        words = dated_words(day, self.karep.clock.today)
        self.karep.say(_("Put off until {day}; {key} lists what is put off.").format(day=words, key=key))

    async def _save(self, values: dict[str, str]) -> date:
        app = self.karep
        found = typed.when(values, "until", app.clock, app.settings["dates"])
        if found is None:
            raise errors.Refused(_("Type a day first."), field="until")
        await app.save(
            self.KIND,
            snooze_label(self.thing),
            snoozes.snooze,
            about=self.about,
            until=found.day,
            reason=values["reason"],
            today=app.clock.today,
            **self.things,
        )
        return found.day


class SnoozedDialog(KarepDialog[None]):
    """Everything that is put off, what comes back first first; Enter lets it come back at once."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("edit.undo")
    DEFAULT_CSS = """
    SnoozedDialog #dialog { width: 96; }
    SnoozedDialog OptionList, SnoozedDialog OptionList:focus { height: auto; max-height: 18; border: none; padding: 0; }
    SnoozedDialog #hint { color: $text-muted; height: auto; }
    """

    def __init__(self, put_off: list[Snooze]) -> None:
        """List what is `put_off`; there is something."""
        super().__init__()
        self._put_off = put_off

    def compose(self) -> ComposeResult:
        """One line each."""
        with Vertical(id="dialog"):
            yield PointedList(markup=False)
            undo = described("edit.undo", self.karep.settings.keys)[0]
            hint = _("Enter lets it come back now, {key} takes that back, Esc goes back.").format(key=undo)
            yield Static(safe(hint), id="hint")

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one("#dialog").border_title = Content(_("What is put off"))
        self.eyes_changed()

    def eyes_changed(self) -> None:
        """Write the lines for whoever looks."""
        options = self.query_one(OptionList)
        highlighted = options.highlighted or 0
        options.set_options(Option(self._words(one)) for one in self._put_off)
        options.highlighted = min(highlighted, len(self._put_off) - 1) if self._put_off else None

    def _words(self, one: Snooze) -> Content:
        eyes, today = Eyes.of(self.karep), self.karep.clock.today
        until = read_day(one.until)
        day = dated_words(until, today) if until else one.until
        words = shown_words(one, eyes)
        reason = one.reason and eyes.text("snooze", "reason", one.reason)
        return assemble(f"{day}  ", words, (f" · {one_line(reason)}" if reason else "", "$text-muted"))

    @on(OptionList.OptionSelected)
    async def _wake(self, event: OptionList.OptionSelected) -> None:
        chosen = self._put_off[event.option_index]
        await self.karep.save("snooze.wake", snooze_label(chosen), snoozes.wake, chosen.id)
        await self._read_again()
        name = fit(snooze_label(chosen), 40).rstrip()
        self.karep.say(_("Back: {name}; u puts it off again.").format(name=name) if name else _("It is back."))

    async def _read_again(self) -> None:
        self._put_off = await self.karep.desk.read(list_snoozes, self.karep.clock.today)
        if self._put_off:
            self.eyes_changed()
        elif self.is_current:
            self.dismiss(None)

    async def action_edit_undo(self) -> None:
        """Take back what was done last, and list what is put off then."""
        await self.karep.action_edit_undo()
        await self._read_again()


def shown_words(snooze: Snooze, eyes: Eyes) -> str:
    """What is put off, for whoever looks: a person's own day is nobody else's business."""
    return MASK if eyes.private and is_personal(snooze) else one_line(eyes.words(snooze_words(snooze)))


def snooze_label(snooze: Snooze) -> str:
    """What the journal calls it: whose it is, and nothing that is private."""
    return snooze.account_name or snooze.person_name or snooze.opportunity_name or ""
