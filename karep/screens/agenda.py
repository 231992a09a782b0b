"""The agenda: two weeks, day by day."""

from datetime import date, timedelta
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from karep.i18n import _
from karep.reports.agenda import DAYS, agenda
from karep.screens.bindings import bindings
from karep.screens.report_list import ReportScreen, due_columns
from karep.screens.safe import assemble
from karep.screens.widgets.section_list import SectionList


class AgendaScreen(ReportScreen):
    """Follow-ups, promises, important days and festivals of two weeks."""

    PLACE = "agenda"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "brief.open", "record.done", "record.move", "touch.log", "agenda.earlier", "agenda.later"
    )  # fmt: skip
    CSS_PATH = "agenda.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("agenda.earlier", "agenda.later", "agenda.now")

    def __init__(self) -> None:
        """Begin today."""
        super().__init__()
        self._steps = 0

    @property
    def first(self) -> date:
        """The first day that is shown."""
        return self.karep.clock.today + timedelta(days=DAYS * self._steps)

    def compose_content(self) -> ComposeResult:
        """The two weeks in one line, and the list."""
        yield Static(id="agenda-state", markup=False)
        yield SectionList(due_columns(), show_header=False, id="lines")
        yield Static(id="line-whole", markup=False)

    async def reload(self) -> None:
        """Read the two weeks."""
        report = await self.karep.desk.read(agenda, self.karep.clock, first=self.first)
        self.show_report(report, notes=True)
        here = "" if self._steps == 0 else _("0 comes back to today")
        self.query_one("#agenda-state", Static).update(assemble((report.subtitle, "bold"), "   ", here))

    def _go(self, steps: int) -> None:
        try:
            self.karep.clock.today + timedelta(days=DAYS * (steps + 2))
            self.karep.clock.today + timedelta(days=DAYS * (steps - 2))
        except OverflowError:
            return
        self._steps = steps
        self.refresh_content()

    def action_agenda_earlier(self) -> None:
        """Go to the two weeks before."""
        self._go(self._steps - 1)

    def action_agenda_later(self) -> None:
        """Go to the two weeks after."""
        self._go(self._steps + 1)

    def action_agenda_now(self) -> None:
        """Come back to today."""
        self._go(0)
