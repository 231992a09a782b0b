"""The form: fields in one column, drafts that survive anything, faults beside their fields."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, Select, Static, TextArea

from karep.db import drafts, errors
from karep.frozen import frozen
from karep.i18n import _
from karep.rules.privacy import MASK, PHONES
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, spare_key
from karep.screens.privacy import Eyes
from karep.screens.safe import one_line, safe
from karep.screens.widgets.checks import Checks
from karep.screens.widgets.choice import Choice
from karep.screens.widgets.text_input import Notes, TextInput

Choices = Mapping[str, str]
"""Stored value to words; the words are shown as they are."""


@frozen
class Field:
    """One field of a form; its value is always a text, as typed or chosen."""

    name: str
    words: str
    """What the field is called, in the language in use."""
    kind: str = "line"
    """``line``, ``notes``, ``choice`` or ``checks`` (several, joined by commas)."""
    choices: Choices | None = None
    hint: str = ""
    """What may be typed, shown while the field is empty."""
    preview: Callable[[str], str] | None = None
    """What karep understands by the text typed so far, shown below the field."""
    required: bool = False


class Form(KarepScreen):
    """A form over the screen below. A noun's form gives the fields, the first values, and what saving does.

    What is typed is kept as a draft under `draft_key` within a second, comes back when the form is opened again, and
    is forgotten when it is saved or thrown away.
    """

    FOOTER = ("form.save", "app.back", "form.discard")
    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save", "form.discard")
    CSS_PATH = Path(__file__).with_name("form.tcss")
    AUTO_FOCUS = ""

    def __init__(self, kind: str, about: Mapping[str, str]) -> None:
        """Make the form of `kind`, about the records named by id in `about`."""
        super().__init__()
        self.kind = kind
        self.about = dict(about)
        self.shown_fields: tuple[Field, ...] = ()
        self._first: dict[str, str] = {}
        self._first_shown: dict[str, str] = {}
        self._filling = True
        self._typed_ahead = ""

    # --- what a noun's form gives --------------------------------------------------------------------------------

    def heading(self) -> str:
        """What the form is for, as its title."""
        raise NotImplementedError

    async def fields(self) -> tuple[Field, ...]:
        """The fields, in order."""
        raise NotImplementedError

    async def first_values(self) -> dict[str, str]:
        """What stands in the fields before anything is typed, by name; missing ones are empty."""
        return {}

    async def save(self, values: dict[str, str]) -> None:
        """Store what was typed.

        Raises:
            Refused: If a value does not fit; its field is shown with the reason.
        """
        raise NotImplementedError

    # --- the form itself -----------------------------------------------------------------------------------------

    @property
    def draft_key(self) -> str:
        """The kind and the records that the form is about."""
        return drafts.form_key(self.kind, self.about)

    def compose_content(self) -> ComposeResult:
        """A title, the fields, and a line for what is wrong."""
        yield Static(id="form-title", markup=False)
        yield Static(id="form-draft", markup=False)
        yield VerticalScroll(id="form-fields", can_focus=False)
        yield Static(id="form-fault", markup=False)

    async def recompose(self) -> None:
        """Write the form anew in the language in use, with what was typed."""
        self._filling = True
        await super().recompose()

    async def reload(self) -> None:
        """Fill the form once; a change of the store does not touch what is being typed."""
        if not self._filling:
            self._hide_private()
            return
        self.query_one("#form-title", Static).update(safe(self.heading()))
        self.shown_fields = await self.fields()
        self._first = await self.first_values()
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key)
        body = self.query_one("#form-fields", VerticalScroll)
        await body.remove_children()
        await body.mount_all(self._rows())
        self._fill(self._first)
        self._first_shown = dict(self.draft())
        self._fill({**self._first_shown, **(kept or {})})
        self._hide_private()
        self._show_draft_note(kept is not None)
        self._type_ahead()
        first = self._first_field()
        if first is not None:
            self._control(first).focus()
        self.call_after_refresh(self._begin)

    def on_key(self, event: events.Key) -> None:
        """Keep what is typed ahead of the fields, which are still being read."""
        if self._filling and event.is_printable and event.character:
            self._typed_ahead += event.character
            event.stop()

    def _begin(self) -> None:
        self._filling = False
        self._type_ahead()

    def _type_ahead(self) -> None:
        """Put what was typed before there were fields into the one that it was meant for."""
        target = self._first_field()
        control = self._control(target) if target else None
        if self._typed_ahead and isinstance(control, Input):
            control.insert_text_at_cursor(self._typed_ahead)
            self.karep.draft_typed(self)
        self._typed_ahead = ""

    def _rows(self) -> list[Widget]:
        rows: list[Widget] = []
        for field in self.shown_fields:
            label = Static(safe(field.words + (" *" if field.required else "")), classes="form-label")
            cover = Static(id=f"cover-{field.name}", classes="form-cover", markup=False)
            rows.append(Horizontal(label, _control(field), cover, classes=f"form-row -{field.kind}"))
            if field.preview:
                rows.append(Static(id=f"preview-{field.name}", classes="form-preview", markup=False))
        return rows

    def _fill(self, values: Mapping[str, str]) -> None:
        for field in self.shown_fields:
            _set_value(self._control(field), values.get(field.name, ""))
            self._show_preview(field)

    def _hide_private(self) -> None:
        """Cover what is private while others can see it: the fields below keep their text, and save it as ever."""
        eyes, values = Eyes.of(self.karep), self.draft()
        noun, _dot, verb = self.kind.partition(".")
        for field in self.shown_fields:
            value = values[field.name]
            given = verb == "add" and field.kind == "choice"
            hidden = bool(value) and not given and eyes.covers(noun, field.name, values)
            self._control(field).display = not hidden
            cover = self.query_one(f"#cover-{field.name}", Static)
            cover.display = hidden
            if hidden:
                shown = eyes.phone(value) if field.name in PHONES else MASK
                key = spare_key("app.privacy", self.karep.settings.keys)
                cover.update(safe(_("{hidden}  {key} shows it").format(hidden=one_line(shown), key=key)))
            if field.preview:
                self.query_one(f"#preview-{field.name}").display = not hidden

    def _first_field(self) -> Field | None:
        """The field that the form begins at: the first one that must be filled and is empty, else the first."""
        open_fields = [one for one in self.shown_fields if self._control(one).display]
        empty = (one for one in open_fields if one.required and not self._first_shown.get(one.name))
        return next(empty, open_fields[0] if open_fields else None)

    def _control(self, field: Field) -> Widget:
        return self.query_one(f"#field-{field.name}")

    def _value(self, field: Field) -> str:
        return _get_value(self._control(field))

    def draft(self) -> drafts.Draft:
        """What stands in the fields now, by name."""
        return {field.name: self._value(field) for field in self.shown_fields}

    def _show_draft_note(self, shown: bool) -> None:
        note = self.query_one("#form-draft", Static)
        note.display = shown
        note.update(_("Your unsaved text is back. ^r throws it away."))

    def _show_preview(self, field: Field) -> None:
        if field.preview:
            typed = self._value(field)
            understood = field.preview(typed) if typed.strip() else field.hint
            self.query_one(f"#preview-{field.name}", Static).update(safe(understood))

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Checks.Changed)
    def _typed(self, event: Message) -> None:
        """Keep what is typed, and show what it is understood as."""
        if self._filling:
            return
        control = event.control
        field = next(
            (one for one in self.shown_fields if control is not None and control.id == f"field-{one.name}"), None
        )
        if field is not None:
            self._show_preview(field)
            self.karep.draft_typed(self)

    @on(Input.Submitted)
    def _next_field(self) -> None:
        """Enter goes on to the next field."""
        self.focus_next()

    @on(events.DescendantBlur)
    def _left_field(self) -> None:
        """Text is kept as soon as its field is left, and covered if it is nobody else's business."""
        self.karep.keep_drafts()
        if not self._filling:
            self._hide_private()

    def action_app_back(self) -> None:
        """Go back; what was typed is kept and comes back with the form."""
        if self._filling:  # what was kept before stays kept
            self.app.pop_screen()
            return
        self.karep.keep_drafts()
        if self.shown_fields and self._is_typed():
            self.say(_("Kept unsaved; it comes back when you open this form again."))
        else:
            self.karep.drop_draft(self)
        self.app.pop_screen()

    def _is_typed(self) -> bool:
        return dict(self.draft()) != self._first_shown

    def action_form_discard(self) -> None:
        """Throw away what was typed; while the fields are being read there is nothing yet."""
        if self._filling:
            return
        self.karep.drop_draft(self)
        self._filling = True
        self._fill(self._first)
        self._hide_private()
        self._show_draft_note(False)
        self.call_after_refresh(self._begin)

    async def action_form_save(self) -> None:
        """Save, and go back; a value that does not fit is shown in its place instead."""
        if self._filling:
            return
        values = {field.name: self._stored(field) for field in self.shown_fields}
        try:
            await self._check_and_save(values)
        except errors.StoreError as error:
            self._show_fault(error)
            return
        self.karep.drop_draft(self)
        if self.is_current:
            self.app.pop_screen()
        self.say(_("Saved: {what}").format(what=self.heading()))

    def _stored(self, field: Field) -> str:
        """What was typed; a text that was left alone is the stored one, control characters and all."""
        shown = self._value(field)
        return self._first.get(field.name, "") if shown == self._first_shown.get(field.name) else shown.strip()

    async def _check_and_save(self, values: dict[str, str]) -> None:
        for field in self.shown_fields:
            if field.required and not values[field.name]:
                raise errors.Refused(_("{field}: must not be empty").format(field=field.words), field=field.name)
        await self.save(values)

    def _show_fault(self, error: errors.StoreError) -> None:
        self.app.clear_notifications()
        self.query_one("#form-fault", Static).update(Content.assemble(("✗ ", "$text-error"), safe(str(error))))
        at_fault = error.field if isinstance(error, errors.Refused) else ""
        field = next((one for one in self.shown_fields if one.name == at_fault), None)
        if field is not None:
            self._control(field).focus()


_NOTHING: Final = ""


def _control(field: Field) -> Widget:
    """The widget that a kind of field is typed or chosen in."""
    name = f"field-{field.name}"
    choices = field.choices or {}
    if field.kind == "notes":
        return Notes(id=name, placeholder=field.hint)
    if field.kind == "choice":
        return Choice(choices, required=field.required, id=name)
    if field.kind == "checks":
        return Checks(choices, id=name)
    line = TextInput(id=name, placeholder="" if field.preview else field.hint)
    line.select_on_focus = field.preview is not None
    return line


def _get_value(control: Widget) -> str:
    if isinstance(control, Notes):
        return control.text
    if isinstance(control, Select):
        return _NOTHING if control.value is Select.NULL else str(control.value)
    assert isinstance(control, Input | Checks)
    return control.value


def _set_value(control: Widget, value: str) -> None:
    if isinstance(control, Notes):
        control.text = value
    elif isinstance(control, Select):
        known = {key for _words, key in control._options}
        if value in known:
            control.value = value
        elif Select.NULL in known:
            control.clear()
    elif isinstance(control, Input | Checks):
        control.value = value
