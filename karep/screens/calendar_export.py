"""The agenda into a calendar file: where to, how far ahead, and how much of it is told."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from karep import paths
from karep.exchange.calendar_entries import AHEAD, Choice
from karep.exchange.output import NotWritten, private_file
from karep.i18n import N_, _
from karep.reports.report import Report
from karep.screens.bindings import spare_key
from karep.screens.safe import safe
from karep.screens.save_report import SaveDialog, file_name
from karep.screens.widgets.pointed_list import PointedList
from karep.screens.widgets.text_input import TextInput

if TYPE_CHECKING:
    from karep.app import KarepApp

_MOST_DAYS: Final = 3650
TOLD: Final = {
    "details": N_("Tell subjects, people and purposes"),
    "private": N_("Take birthdays and other personal days along"),
    "festivals": N_("Take the festivals along"),
}
"""What can be told besides, each off at first."""


async def open_export(app: "KarepApp") -> None:
    """Ask how the agenda shall be written."""
    await app.push_screen(CalendarDialog(file_name("karep-agenda", app.clock.today.isoformat())))


class CalendarDialog(SaveDialog):
    """Asks for the file and what is told in it; says what is left out."""

    FORMS: ClassVar[Mapping[str, tuple[str, str]]] = {".ics": ("ics", N_("calendar"))}
    DEFAULT_CSS = """
    CalendarDialog #calendar-days { height: 1; }
    CalendarDialog #days-words { width: auto; padding-right: 1; color: $text-muted; }
    CalendarDialog #days { width: 8; }
    CalendarDialog OptionList { height: auto; border: none; margin-top: 1; }
    """

    def __init__(self, name: str) -> None:
        """Write the agenda to a file called `name`, unless another is typed."""
        folders = [paths.documents_folder(), paths.export_folder()]
        caption = _("Write the agenda as a calendar")
        super().__init__(Report("", "", ()), caption, f"{name}.ics", folders, "agenda")
        self._told: set[str] = set()
        self._content = b""

    def choices(self) -> ComposeResult:
        """How many days ahead, and what is told."""
        with Horizontal(id="calendar-days"):
            yield Static(safe(_("Days ahead")), id="days-words")
            yield TextInput(str(AHEAD.days), id="days")
        yield PointedList(*self._options(), markup=False, id="told")

    def hint(self) -> str:
        """What is left out, now."""
        left = [
            "" if "details" in self._told else _("subjects, people, purposes"),
            "" if "private" in self._told else _("birthdays and other personal days"),
            _("and always: what is private, bottom lines, floors"),
        ]
        return _("Left out: {what}.").format(what=_(", ").join(filter(None, left)))

    def keys_line(self) -> str:
        """The keys that the lower edge names: Enter on a line of the list turns it."""
        save = spare_key("form.save", self.karep.settings.keys)
        return _("⏎ or {save} writes it · ⏎ on a line turns it").format(save=save)

    def _options(self) -> list[Option]:
        return [
            Option(safe(f"{'[x]' if one in self._told else '[ ]'} {_(words)}"), id=one) for one, words in TOLD.items()
        ]

    @on(OptionList.OptionSelected, "#told")
    def _turned(self, event: OptionList.OptionSelected) -> None:
        self._told ^= {event.option_id or ""}
        told = self.query_one("#told", OptionList)
        highlighted = told.highlighted
        told.set_options(self._options())
        told.highlighted = highlighted
        self.query_one("#hint", Static).update(safe(self.hint()))

    @on(Input.Submitted, "#days")
    async def _days_typed(self) -> None:
        await self.action_form_save()

    @property
    def days(self) -> int:
        """How many days ahead are written.

        Raises:
            NotWritten: If what is typed is no such number.
        """
        typed = self.query_one("#days", Input).value.strip()
        if not typed.isdecimal() or not 1 <= int(typed) <= _MOST_DAYS:
            raise NotWritten(_("Days ahead: a whole number from 1 to {most}.").format(most=f"{_MOST_DAYS:,}"))
        return int(typed)

    async def prepare(self) -> None:
        """Read the agenda.

        Raises:
            NotWritten: If the days are no number.
        """
        from dataclasses import replace
        from datetime import timedelta

        from karep.exchange.calendar_out import write_agenda

        today = self.karep.clock.today
        usual = Choice.of(today)
        last = today + timedelta(days=self.days)
        choice = replace(
            usual,
            last=last,
            yearly_last=max(last, usual.yearly_last),
            details="details" in self._told,
            private="private" in self._told,
            festivals="festivals" in self._told,
        )
        target = BytesIO()
        await self.karep.desk.read(write_agenda, target, self.karep.clock, choice, self.karep.practice)
        self._content = target.getvalue()

    def write(self, target: Path) -> None:
        """Write the file.

        Raises:
            NotWritten: If it cannot be written.
        """
        with private_file(target, force=self.replaces(target)) as file:
            file.write(self._content)
