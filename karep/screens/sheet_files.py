"""The first step of an import: the path of the file, typed, completed, pasted, dropped or chosen from the list."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import ClassVar, Final

from textual import events, on
from textual.binding import BindingType
from textual.message import Message
from textual.widgets import Input

from karep.db.drafts import Draft
from karep.exchange.calendar_file import is_calendar
from karep.i18n import _
from karep.screens.bindings import bindings
from karep.screens.sheet_choosing import SheetChoosing
from karep.screens.sheet_path import Listing, completed, list_sheets, understood
from karep.screens.sheet_reading import Choices
from karep.screens.widgets.text_input import TextInput


class Step(StrEnum):
    """Where an import stands."""

    FILE = "file"
    READING = "reading"
    ASKING = "asking"
    PREVIEW = "preview"
    IMPORTING = "importing"
    REPORT = "report"


FOOTERS: Final = {
    Step.FILE: ("import.choose", "import.complete", "app.back"),
    Step.READING: ("app.back",),
    Step.ASKING: ("import.choose", "app.back"),
    Step.PREVIEW: ("import.start", "import.choose", "app.back"),
    Step.IMPORTING: ("app.back",),
    Step.REPORT: ("edit.undo", "app.import", "app.back"),
}


class PathInput(TextInput):
    """The field for the file. Tab completes; a dropped file replaces what stands there."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("import.complete")

    class Complete(Message):
        """The rep asks for the rest of the name."""

    def action_import_complete(self) -> None:
        """Complete the name."""
        self.post_message(self.Complete())

    def key_down(self) -> None:
        """The arrow goes into the list."""
        self.screen.focus_next()

    def _on_paste(self, event: events.Paste) -> None:
        if Path(understood(event.text)).is_absolute():
            self.action_select_all()
        super()._on_paste(event)


class SheetFiles(SheetChoosing):
    """The path and the files that complete it."""

    draft_key = "import"
    """There is one draft for all imports."""
    step = Step.FILE
    """Where the import stands."""
    path_text = ""
    """What stands in the field."""
    file: Path | None = None
    """The file that was chosen; its name may hold characters that the field can only show as pictures."""
    listings: tuple[Listing, ...] = ()
    """What the list offers."""

    def show(self) -> None:
        """Show where the import stands."""
        raise NotImplementedError

    def go(self, step: Step, *, note: str = "", fault: str = "") -> None:
        """Show another step, with a `note` before its words or a `fault` in their place."""
        raise NotImplementedError

    def forget(self) -> None:
        """Stop what is being read; its answer is not waited for."""
        raise NotImplementedError

    # --- the draft -----------------------------------------------------------------------------------------------

    def heading(self) -> str:
        """What the draft is called."""
        return _("Import of a sheet")

    def draft(self) -> Draft:
        """The path, and what was chosen about it."""
        return {"path": self.path_text, "choices": self.choices.to_text()}

    def keep(self) -> None:
        """Keep the path and the choices within a second."""
        self.karep.draft_typed(self)

    def drop(self) -> None:
        """Forget the draft: it was imported, or emptied."""
        self.karep.drop_draft(self)

    # --- the path ------------------------------------------------------------------------------------------------

    async def list_files(self) -> None:
        """Look what is in the folder, in a thread: a folder on a network may take its time."""
        self.listings = await asyncio.to_thread(list_sheets, self.path_text)

    @on(Input.Changed, "#import-path")
    def _path_typed(self, event: Input.Changed) -> None:
        if event.value == self.path_text:
            return
        self.path_text, self.file, self.choices = event.value, None, Choices()
        self.forget()
        self.step = Step.FILE
        if self.path_text:
            self.keep()
        else:
            self.drop()
        self.go(Step.FILE)
        self.refresh_content()

    @on(PathInput.Complete)
    async def _complete(self) -> None:
        """Add what is certain of the name; when nothing is, go to the list."""
        rest = None
        if self.step is Step.FILE and self.path_text:
            await self.list_files()
            rest = completed(self.path_text, self.listings[0])
        if rest is None:
            self.query_one("#import-list").focus()
        else:
            self.query_one(PathInput).value = rest

    @on(Input.Submitted, "#import-path")
    def submit(self) -> None:
        """Read the file in the field, or go into the folder."""
        if not self.path_text.strip():
            self.go(Step.FILE, fault=_("Which file? Type its path, or choose one below."))
            return
        path = self.file or Path(understood(self.path_text))
        if path.is_dir():
            self._enter(path)
        elif is_calendar(path):
            self._open_calendar(path)
        else:
            self.file = path
            self.read()

    def choose_file(self, key: str) -> None:
        """Open the highlighted file or go into the folder; `key` is the row's."""
        listing, position = key.split(":")[1:]
        entry = self.listings[int(listing)].entries[int(position)]
        if entry.is_folder:
            self._enter(entry.path)
            return
        if is_calendar(entry.path):
            self._open_calendar(entry.path)
            return
        if str(entry.path) != understood(self.path_text):
            self.choices = Choices()
        field = self.query_one(PathInput)
        with self.prevent(Input.Changed):
            field.value = str(entry.path)
        self.path_text, self.file = field.value, entry.path
        self.keep()
        self.read()

    def _enter(self, folder: Path) -> None:
        field = self.query_one(PathInput)
        field.value = f"{folder}/" if str(folder) != "/" else "/"
        field.focus()

    def _open_calendar(self, path: Path) -> None:
        """A calendar has a page of its own."""
        from karep.screens.calendar_import import CalendarImportScreen

        self.app.push_screen(CalendarImportScreen(path))
