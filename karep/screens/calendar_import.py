"""Bringing in a calendar: what becomes of each event, then all of it at once; errors stay on the page."""

import asyncio
import sqlite3
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.calendars.practice import practice_of
from karep.db import journal
from karep.db.errors import StoreError
from karep.db.views.journal import get_action
from karep.db.views.names import names_of
from karep.exchange.calendar_file import CalendarFile, open_calendar
from karep.exchange.calendar_holidays import (
    HOLIDAYS,
    MEETINGS,
    HolidayPlan,
    guess_kind,
    holiday_report,
    plan_holidays,
    run_holidays,
)
from karep.exchange.calendar_in import (
    OUTCOMES,
    STORED,
    MeetingPlan,
    Row,
    plan_meetings,
    preview_meetings,
    run_meetings,
)
from karep.exchange.errors import EncodingUndecided, SheetRefused
from karep.exchange.report import ImportReport
from karep.i18n import _, ngettext
from karep.screens import calendar_pages as pages
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.choose import ChooseDialog
from karep.screens.find_box import Target
from karep.screens.find_one import FindOneDialog
from karep.screens.safe import one_line, safe
from karep.screens.sheet_pages import Page, counts_words, encoding_words
from karep.screens.widgets.arrow_list import ArrowList
from karep.screens.widgets.chrome import KeyLine
from karep.screens.widgets.row_list import RowList

_BEFORE: Final = ("import.start", "import.choose", "app.back")
_AFTER: Final = ("edit.undo", "app.back")
_WIDEST: Final = 40


class CalendarImportScreen(KarepScreen):
    """The import of a calendar file."""

    FOOTER = _BEFORE
    AUTO_FOCUS = "#calendar-events"
    BINDINGS: ClassVar[list[BindingType]] = bindings("import.start", "import.choose", "edit.undo")
    DEFAULT_CSS = """
    CalendarImportScreen #calendar-state { height: auto; max-height: 3; padding: 0 1; text-style: bold; }
    CalendarImportScreen #calendar-hint { height: auto; max-height: 2; padding: 0 1; color: $text-muted; }
    CalendarImportScreen #calendar-events { height: 1fr; margin-top: 1; }
    CalendarImportScreen #calendar-detail { height: 3; padding: 0 1; color: $text-muted; overflow: hidden; }
    """

    def __init__(self, path: Path) -> None:
        """Read the calendar at `path`."""
        super().__init__()
        self.path = path
        self.file: CalendarFile | None = None
        self.reading = pages.Reading(MEETINGS)
        self.plan: MeetingPlan | HolidayPlan | None = None
        self.report: ImportReport | None = None
        """The outcome, once it was imported."""
        self._account = ""
        self._named: dict[int, tuple[str, str]] = {}
        """The accounts of single meetings, id and name, by their lines."""
        self._meetings: MeetingPlan | None = None
        """The last plan of meetings, which knows the names of the book."""
        self._encoding: str | None = None
        self._fault = ""
        self._undone = False
        self._page = Page()

    def compose_content(self) -> ComposeResult:
        """What is, what can be done, the events, and the highlighted one in full."""
        yield Static(id="calendar-state", markup=False)
        yield Static(id="calendar-hint", markup=False)
        yield ArrowList(self._page.columns, show_header=False, id="calendar-events")
        yield Static(id="calendar-detail", markup=False)

    # --- reading -------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Compare the calendar with the book, unless it was imported already."""
        if self.report is not None:
            action = await self.karep.desk.read(get_action, self.report.action) if self.report.action else None
            self._undone = action is not None and action.undone_by is not None
            self.show()
            return
        try:
            await self._read()
            self._fault = ""
        except EncodingUndecided as undecided:
            self._fault = _("This file does not say which characters it is written in. Which rows look right?")
            self._ask_encoding(undecided)
        except (SheetRefused, StoreError) as error:
            self._fault, self.plan = str(error), None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            self._fault, self.plan = _("{path}: {reason}.").format(path=self.path, reason=reason), None
        self.show()

    async def _read(self) -> None:
        if self.file is None:
            self.file = await asyncio.to_thread(open_calendar, self.path, encoding=self._encoding)
            kind = await asyncio.to_thread(guess_kind, self.file)
            self.reading = replace(self.reading, kind=kind)
        if self.reading.kind == HOLIDAYS:
            self.plan = await asyncio.to_thread(plan_holidays, self.file)
        else:
            self.plan = self._meetings = await self.karep.desk.read(self._make_plan)

    def _make_plan(self, connection: sqlite3.Connection) -> MeetingPlan:
        assert self.file is not None
        return plan_meetings(
            connection,
            self.file,
            self.karep.clock,
            account=(self._account, self.reading.account) if self._account else None,
            named=self._named,
            past=self.reading.past,
            before=self._meetings,
        )

    def _ask_encoding(self, undecided: EncodingUndecided) -> None:
        def chosen(answer: str | None) -> None:
            if answer is not None:
                self._encoding = answer
                self.refresh_content()

        offered = {one.encoding: encoding_words(one.encoding) for one in undecided.candidates}
        self.app.push_screen(ChooseDialog(_("Encoding"), offered), chosen)

    # --- what is shown -------------------------------------------------------------------------------------------

    def show(self) -> None:
        """Show where the import stands."""
        if not self.is_mounted:
            return
        private = self.karep.private
        if isinstance(self.plan, MeetingPlan):
            self._page = pages.meetings_page(self.plan, self.reading, private=private)
        elif self.plan is not None:
            self._page = pages.holidays_page(self.plan, self.reading)
        else:
            self._page = Page()
        state, hint = self._words()
        line = Content.assemble(("✗ ", "$text-error"), safe(self._fault)) if self._fault else safe(state)
        self.query_one("#calendar-state", Static).update(line)
        self.query_one("#calendar-hint", Static).update(safe(hint))
        rows = self.query_one("#calendar-events", ArrowList)
        rows.set_columns(self._page.columns)
        rows.set_sections(self._page.sections)
        self._show_detail(rows.highlighted)
        self.query_one("#keys", KeyLine).show_actions(_AFTER if self.report else _BEFORE)

    def _words(self) -> tuple[str, str]:
        """The line that says what is, and the one that says what can be done."""
        name = one_line(self.path.name)
        if self._undone:
            return _("Taken back: the book is as it was before."), ""
        if isinstance(self.plan, HolidayPlan):
            free = ngettext("{n} free day", "{n} free days", self.plan.free).format(n=self.plan.free)
            worked = ngettext("{n} make-up working day", "{n} make-up working days", self.plan.worked)
            days = _("{free}, {worked}").format(free=free, worked=worked.format(n=self.plan.worked))
            if self.report is not None:
                return _("Imported. {counts}").format(counts=days), _("They are in your file of free days.")
            return f"{name}: {days}", _("Nothing is stored yet. Enter changes the highlighted line.")
        if self.report is not None:
            return _("Imported. {counts}").format(counts=counts_words(self.report)), _("u takes it all back.")
        if self.plan is not None:
            counts = counts_words(preview_meetings(self.plan))
            return f"{name}: {counts}", _(
                "Nothing is stored yet. Enter on a meeting names its account, that one's alone."
            )
        return "" if self._fault else _("Reading {file} …").format(file=name), ""

    @on(RowList.Highlighted)
    def _highlighted(self, event: RowList.Highlighted) -> None:
        self._show_detail(event.id)

    def _show_detail(self, key: str | None) -> None:
        self.query_one("#calendar-detail", Static).update(safe(self._page.details.get(key or "", "")))

    # --- choosing ------------------------------------------------------------------------------------------------

    def action_import_choose(self) -> None:
        """Change what is highlighted."""
        self._take(self.query_one("#calendar-events", ArrowList).highlighted)

    @on(RowList.Selected)
    def _selected(self, event: RowList.Selected) -> None:
        self._take(event.id)

    def _take(self, key: str | None) -> None:
        if self.report is not None:
            return
        if key == "choice:kind":
            kind = MEETINGS if self.reading.kind == HOLIDAYS else HOLIDAYS
            self._read_as(replace(self.reading, kind=kind))
        elif key == "choice:past":
            self._read_as(replace(self.reading, past=not self.reading.past))
        elif key == "choice:account":
            self.app.push_screen(AccountDialog(_("With which account are all meetings?")), self._account_chosen)
        elif isinstance(self.plan, MeetingPlan) and (row := pages.row_of(self.plan, key)) is not None:
            self._name_account(row)

    def _name_account(self, row: Row) -> None:
        """Ask with which account one meeting is, where that can be chosen."""

        async def chosen(target: Target | None) -> None:
            if target is not None:
                names = await self.karep.desk.read(names_of, [target.record_id])
                self._named[row.line] = (target.record_id, names.get(target.record_id, ""))
                self._read_as(self.reading)

        if row.helps == "account" or row.outcome in STORED:
            when = f"{row.day} {row.at}".strip()
            subject = "" if self.karep.private else one_line(row.subject)
            words = " · ".join(filter(None, (when, one_line(subject)[:_WIDEST])))
            self.app.push_screen(AccountDialog(_("With which account? {meeting}").format(meeting=words)), chosen)
        elif row.helps == "past":
            self.say(_("It is past. “Past meetings” above logs it as a touch."))
        else:
            self.say(_("Nothing can be chosen for it: {reason}.").format(reason=row.reason or _(OUTCOMES[row.outcome])))

    def _read_as(self, reading: pages.Reading) -> None:
        self.reading, self.plan = reading, None
        self.refresh_content()

    async def _account_chosen(self, target: Target | None) -> None:
        if target is not None:
            self._account = target.record_id
            names = await self.karep.desk.read(names_of, [target.record_id])
            self._read_as(replace(self.reading, account=names.get(target.record_id, "")))

    # --- importing -----------------------------------------------------------------------------------------------

    def action_import_start(self) -> None:
        """Bring in what the page shows."""
        if self.report is not None or self.plan is None:
            return
        if isinstance(self.plan, HolidayPlan) and self.plan.events > self.plan.known:
            self._work(self._take_days(self.plan))
        elif isinstance(self.plan, HolidayPlan):
            self.say(_("There is nothing to import: your file of free days says all of it."))
        elif any(step.outcome != "unchanged" for row in self.plan.rows for step in row.steps):
            self._work(self._take_meetings())
        else:
            self.say(_("There is nothing to import: no event says anything new."))

    @work(group="import", exclusive=True, exit_on_error=False)
    async def _work(self, work: Coroutine[Any, Any, None]) -> None:
        """Do the work; what goes wrong is said on the page."""
        try:
            await work
        except (SheetRefused, StoreError, OSError, ValueError) as error:
            self._fault = str(error)
            self.show()
        except Exception as error:
            self.karep.report(error)

    async def _take_meetings(self) -> None:
        self.report, self.plan = await self.karep.desk.use(
            run_meetings, self._make_plan, label=self.path.name, plan=self._meetings
        )
        self.show()
        self.karep.store_changed()

    async def _take_days(self, plan: HolidayPlan) -> None:
        await asyncio.to_thread(run_holidays, plan)
        self.karep.practice = await asyncio.to_thread(practice_of, self.karep.settings, self.karep.clock.today)
        self.report = holiday_report(plan, dry_run=False)
        self.show()
        self.karep.store_changed()

    async def action_edit_undo(self) -> None:
        """Take this import back when it was one, else the last action."""
        number = self.report.action if self.report else None
        if number is None:
            await self.karep.action_edit_undo()
        elif not self._undone:
            await self.karep.desk.use(journal.undo, number)
            self.karep.store_changed()


class AccountDialog(FindOneDialog):
    """Finds the account that meetings are with."""

    def __init__(self, question: str) -> None:
        """Find an account, as the answer to a question."""
        super().__init__("account")
        self._question = question

    def caption(self) -> str:
        """What is asked."""
        return self._question
