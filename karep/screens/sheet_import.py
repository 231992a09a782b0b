"""Bringing in a sheet: choose the file, look at what would happen, do it, read the report."""

import asyncio
import contextvars
import threading
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, ProgressBar, Static

from karep.db import drafts, journal
from karep.db.errors import StoreError
from karep.db.views.journal import get_action
from karep.exchange.errors import DateOrderConflict, DateOrderUndecided, EncodingUndecided, SheetRefused
from karep.exchange.importing import ImportCancelled, ImportReport, Progress, preview, run_import
from karep.i18n import _
from karep.screens import places
from karep.screens import sheet_pages as pages
from karep.screens.bindings import bindings
from karep.screens.safe import one_line, safe
from karep.screens.sheet_files import FOOTERS, PathInput, SheetFiles, Step
from karep.screens.sheet_path import understood
from karep.screens.sheet_reading import Choices, Reading, read_file
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.chrome import KeyLine
from karep.screens.widgets.row_list import RowList


class ImportScreen(SheetFiles):
    """The import of a sheet. The path and every choice about it are kept as a draft."""

    FOOTER = FOOTERS[Step.FILE]
    CSS_PATH = "sheet_import.tcss"
    AUTO_FOCUS = "#import-path"
    BINDINGS: ClassVar[list[BindingType]] = bindings("import.start", "import.choose", "edit.undo", "app.import")

    def __init__(self) -> None:
        """Begin with the file that was typed last and not imported."""
        super().__init__()
        self.choices = Choices()
        self.reading: Reading | None = None
        self.report: ImportReport | None = None
        """The dry run's outcome in the preview, then the import's."""
        self._good = Choices()
        self._question: SheetRefused | None = None
        self._note = ""
        self._fault = ""
        self._undone = False
        self._begun = False
        self._done = 0
        self._writing = False
        self._stop = threading.Event()
        self._page = pages.Page()

    def compose_content(self) -> ComposeResult:
        """The path, what it says, the list, and the whole of what is highlighted."""
        with Horizontal(id="import-file"):
            yield Static(safe(_("Sheet")), id="import-label")
            yield PathInput(self.path_text, placeholder=_("type, paste or drop the file here"), id="import-path")
        yield Static(id="import-guide", markup=False)
        yield Static(id="import-state", markup=False)
        yield ProgressBar(id="import-progress", show_eta=False)
        yield Static(id="import-hint", markup=False)
        yield ArrowList(pages.FILE_COLUMNS, show_header=False, id="import-list")
        yield Static(id="import-detail", markup=False)

    async def _begin(self) -> None:
        kept = await self.karep.desk.read(drafts.get_draft, self.draft_key) or {}
        self.choices = Choices.from_text(kept.get("choices", ""))
        field = self.query_one(PathInput)
        if not self.path_text and kept.get("path"):
            self.path_text = kept["path"]
            with self.prevent(Input.Changed):
                field.value = self.path_text
                # what is typed replaces it; an arrow key keeps it
                field.action_select_all()

    # --- what is shown -------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Catch up with the store and the language; what the rep chose stays."""
        if not self._begun:
            self._begun = True
            await self._begin()
        if self.step is Step.FILE:
            await self.list_files()
        elif self.step in (Step.ASKING, Step.PREVIEW):
            self.read()
        elif self.step is Step.REPORT and self.report is not None and self.report.action is not None:
            action = await self.karep.desk.read(get_action, self.report.action)
            self._undone = action is not None and action.undone_by is not None
        self.show()

    def show(self) -> None:
        """Show where the import stands."""
        if not self.is_mounted:
            return
        page = self._page_now()
        self._page = pages.covered(page) if self.karep.private else page
        guide = self.query_one("#import-guide", Static)
        guide.display = self.step is Step.FILE and not self.path_text
        guide.update(safe(pages.guide()))
        state, hint = self._words()
        line = self.query_one("#import-state", Static)
        line.display = bool(state or self._fault)
        line.update(Content.assemble(("✗ ", "$text-error"), safe(self._fault)) if self._fault else safe(state))
        self.query_one("#import-hint", Static).update(safe(hint))
        self.query_one("#import-progress").display = self.step is Step.IMPORTING
        rows = self.query_one("#import-list", ArrowList)
        rows.set_columns(self._page.columns)
        rows.set_sections(self._page.sections)
        self._show_detail(rows.highlighted)
        self.query_one(PathInput).disabled = self.step is Step.IMPORTING
        self.query_one("#keys", KeyLine).show_actions(FOOTERS[self.step])

    def _page_now(self) -> pages.Page:
        if self.step is Step.FILE:
            return pages.files_page(self.listings, self.karep.clock.today)
        if self.step is Step.ASKING:
            if isinstance(self._question, EncodingUndecided):
                return pages.encoding_page(self._question)
            if self.reading is None:
                return pages.Page()
            if isinstance(self._question, DateOrderUndecided | DateOrderConflict):
                return pages.dates_page(self._question, self.reading, self.choices)
            return pages.names_page(self.reading, self.choices)
        if self.step is Step.REPORT and self.report:
            return pages.report_page(self.report, self._undone)
        if self.step in (Step.PREVIEW, Step.IMPORTING) and self.reading:
            return pages.preview_page(self.reading, self.choices, self.report)
        return pages.Page()

    def _words(self) -> tuple[str, str]:
        """The line that says what is, and the one that says what can be done."""
        match self.step:
            case Step.READING:
                return _("Reading {file} …").format(file=self._file_name()), ""
            case Step.ASKING:
                return pages.question_words(self._question, self.reading), _("Enter chooses.")
            case Step.PREVIEW if self.report is None:
                return self._with_note(_("Comparing with the book … {n} rows").format(n=f"{self._done:,}")), ""
            case Step.PREVIEW if self.report is not None:
                hint = _("Nothing is stored yet. Enter changes the highlighted line.")
                return self._with_note(pages.counts_words(self.report)), hint
            case Step.IMPORTING:
                return self._importing_words(), _("Escape stops; nothing is kept then.")
            case Step.REPORT if self.report is not None and self._undone:
                return _("Taken back: the book is as it was before."), _("Enter opens the book.")
            case Step.REPORT if self.report is not None:
                hint = _("Enter opens the book; u takes it all back.")
                return _("Imported. {counts}").format(counts=pages.counts_words(self.report)), hint
        return "", "" if not self.path_text else _("Enter reads the file, ↓ goes to the list.")

    def _with_note(self, words: str) -> str:
        return f"{self._note} {words}" if self._note else words

    def _importing_words(self) -> str:
        rows = self._rows()
        words = _("Importing … {n} of {total} rows") if self._writing else _("Comparing … {n} of {total} rows")
        return words.format(n=f"{min(self._done, rows):,}", total=f"{rows:,}")

    def _rows(self) -> int:
        """How many rows there are to do, as the dry run counted them."""
        return max(self.report.rows if self.report else 0, 1)

    def _file_name(self) -> str:
        return one_line(self.file.name) if self.file else ""

    def go(self, step: Step, *, note: str = "", fault: str = "") -> None:
        """Show another step, from its first row on."""
        new = step is not self.step
        self.step, self._note, self._fault = step, note, fault
        self.show()
        rows = self.query_one("#import-list", ArrowList)
        if new:
            first = next((key for section in self._page.sections for key in section.rows), None)
            if first is not None:
                rows.highlight(first)
        if step is Step.FILE:
            self.query_one(PathInput).focus()
        elif new and step is not Step.READING:
            rows.focus()

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        self._show_detail(event.id)

    def _show_detail(self, key: str | None) -> None:
        self.query_one("#import-detail", Static).update(safe(self._page.details.get(key or "", "")))

    # --- reading -------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the file as chosen, and show what would happen."""
        if self.step is not Step.IMPORTING:
            self.forget()
            # What is shown no longer holds, so it cannot be imported either.
            self.report = None
            self._work(self._read(), "read")

    def _work(self, work: Coroutine[Any, Any, None], group: str) -> None:
        self.run_worker(self._said(work), group=group, exclusive=True, exit_on_error=False)

    async def _said(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work; what goes wrong is said in words, and the file can be chosen again."""
        try:
            await work
        except ImportCancelled:
            return
        except (SheetRefused, StoreError) as error:
            self._refuse(str(error))
        except Exception as error:
            self.karep.report(error)
            self._refuse(_("This went wrong; nothing was stored. Look at the file, or save it again as “CSV UTF-8”."))

    def _refuse(self, sentence: str) -> None:
        """Say why it does not go on: with the last choice taken back if one was at fault, else at the file."""
        if self.choices != self._good and self.reading is not None and self.reading.path == self.file:
            self.say(sentence, severity="error")
            self.choices = self._good
            self.read()
        else:
            # Choices that were kept for an earlier form of the file must not keep it from being read.
            self.choices = Choices()
            self.go(Step.FILE, fault=sentence)

    async def _read(self) -> None:
        if self.file is None:
            self.file = Path(understood(self.path_text))
        stop = self._stop = threading.Event()
        path, choices = self.file, self.choices
        if self.reading is None or self.reading.path != path:
            self.reading, self._good = None, choices
        if self.reading is None or self.step is not Step.PREVIEW:
            self.go(Step.READING)
        try:
            reading = await asyncio.to_thread(read_file, path, choices)
        except EncodingUndecided as error:
            self._question = error
            self.go(Step.ASKING)
            return
        self.reading, self.report, self._done = reading, None, 0
        if reading.plan is None:
            self._question = reading.fault
            self.go(Step.ASKING)
            return
        self._good = choices
        self.go(Step.PREVIEW)
        try:
            self.report = await self.karep.desk.read(
                preview, reading.plan, on_match=choices.on_match, progress=self._progress(stop)
            )
        finally:
            stop.set()
        self.show()

    def forget(self) -> None:
        """Stop what is being read; its answer is not waited for."""
        self._stop.set()
        self.workers.cancel_group(self, "read")

    def on_unmount(self) -> None:
        """A sheet that is still read is read for nobody; an import that was begun is finished."""
        if self.step is not Step.IMPORTING:
            self._stop.set()

    def _progress(self, stop: threading.Event) -> Progress:
        """What the store's thread tells about its progress; it must neither wait nor touch a widget."""
        loop, context = asyncio.get_running_loop(), contextvars.copy_context()

        def told(done: int, total: int | None) -> bool:
            # The loop is closed when the program ended meanwhile.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._show_progress, stop, done, total, context=context)
            return not stop.is_set()

        return told

    def _show_progress(self, stop: threading.Event, done: int, total: int | None) -> None:
        if stop is not self._stop or stop.is_set() or not self.is_mounted:
            return
        self._done, self._writing = done, total is not None
        # The rows are first compared, then written: half of the bar each.
        rows = self._rows()
        self.query_one("#import-progress", ProgressBar).update(total=2 * rows, progress=done + rows * self._writing)
        self.query_one("#import-state", Static).update(safe(self._words()[0]))

    # --- importing -----------------------------------------------------------------------------------------------

    def action_import_start(self) -> None:
        """Bring in what the preview shows; before the preview, read the file."""
        if self.step is Step.FILE:
            self.submit()
        elif self.step is Step.ASKING:
            self.say(_("First answer the question above."))
        elif self.step is Step.PREVIEW and self.report is None:
            self.say(_("One moment: the file is still compared with the book."))
        elif self.step is Step.PREVIEW and self.report is not None:
            if self.report.stored + self.report.merged:
                self._work(self._import(), "import")
            else:
                self.say(_("There is nothing to import: no row says anything new."))

    async def _import(self) -> None:
        if self.reading is None or self.reading.plan is None or self.report is None:
            return
        stop = self._stop = threading.Event()
        self._done, self._writing = 0, False
        self.go(Step.IMPORTING)
        self.query_one("#import-progress", ProgressBar).update(total=2 * self._rows(), progress=0)
        try:
            self.report = await self.karep.desk.use(
                run_import,
                self.reading.plan,
                on_match=self.choices.on_match,
                label=self._file_name(),
                progress=self._progress(stop),
            )
        except ImportCancelled:
            self.go(Step.PREVIEW, note=_("Stopped; nothing was kept."))
            return
        except (SheetRefused, StoreError) as error:
            self.go(Step.PREVIEW)
            self.say(str(error), severity="error")
            return
        self._undone = False
        self.drop()
        self.go(Step.REPORT)
        if not self.is_current:
            self.say(_("Imported. {counts}").format(counts=pages.counts_words(self.report)))
        self.karep.store_changed()

    async def action_edit_undo(self) -> None:
        """Take this import back when its report is shown, else the last action."""
        number = self.report.action if self.step is Step.REPORT and self.report else None
        if number is None:
            await self.karep.action_edit_undo()
        elif not self._undone:
            self._work(self._take_back(number), "undo")

    async def _take_back(self, number: int) -> None:
        try:
            await self.karep.desk.use(journal.undo, number)
        except StoreError as error:
            self.karep.report(error)
        # Reading the store again finds out whether it was taken back.
        self.karep.store_changed()

    # --- going on and back ---------------------------------------------------------------------------------------

    def action_import_choose(self) -> None:
        """Read the file, or change what is highlighted."""
        key = self.query_one("#import-list", ArrowList).highlighted
        if self.query_one(PathInput).has_focus or key is None:
            self.submit()
        else:
            self._take(key)

    @on(RowList.Selected)
    def _selected(self, event: RowList.Selected) -> None:
        self._take(event.id)

    def _take(self, key: str) -> None:
        if self.step is Step.REPORT:
            self.app.call_later(places.open_book, self.karep)
        elif self.step is not Step.IMPORTING:
            self.chosen(key)

    def action_app_import(self) -> None:
        """Choose another file."""
        if self.step is not Step.IMPORTING:
            self._to_file()

    def _to_file(self) -> None:
        self.forget()
        self.go(Step.FILE)
        self.refresh_content()

    def action_app_back(self) -> None:
        """Stop an import; from the preview go to the file; from there leave, with the path kept."""
        if self.step is Step.IMPORTING:
            self._stop.set()
        elif self.step in (Step.READING, Step.ASKING, Step.PREVIEW):
            self._to_file()
        else:
            self._leave()

    def _leave(self) -> None:
        if self.step is Step.FILE and self.path_text:
            self.keep()
            self.karep.keep_drafts()
            self.say(_("The path is kept; it comes back when you import again."))
        super().action_app_back()
