"""Today: the first screen. What is overdue, what is due, who is going cold, which days are near."""

import asyncio
import sqlite3
from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from karep.i18n import _, ngettext
from karep.reports.report import Report
from karep.reports.today import today
from karep.rules.clock import Clock
from karep.screens.report_list import ReportScreen, due_columns
from karep.screens.safe import assemble
from karep.screens.widgets.section_list import SectionList


class TodayScreen(ReportScreen):
    """What needs the rep today, the most pressing first."""

    PLACE = "today"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "brief.open", "record.done", "record.move", "touch.log", "follow_up.add", "record.edit"
    )  # fmt: skip
    CSS_PATH = "today.tcss"

    def compose_content(self) -> ComposeResult:
        """The day in one line, and the list."""
        yield Static(id="today-state", markup=False)
        yield SectionList(due_columns(), show_header=False, id="lines")
        yield Static(id="line-whole", markup=False)

    async def reload(self) -> None:
        """Read what is due; the first time what is urgent is shown before the rest is read."""
        if not self.lines:
            urgent = await self.karep.desk.read(today, self.karep.clock, urgent_only=True)
            if any(section.lines for section in urgent.sections):
                self._show(urgent, True)
                await self._painted()
        self._show(*await self.karep.desk.read(_read, self.karep.clock))

    async def _painted(self) -> None:
        """Wait until what was set is on the screen; reading on meanwhile would slow that down."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _show(self, report: Report, any_account: bool) -> None:
        self.lines_list.empty = _all_done() if any_account else _empty_book()
        self.show_report(report)
        self.query_one("#today-state", Static).update(
            assemble((report.subtitle, "bold"), "   ", _state(report) if any_account else "")
        )


def _read(connection: sqlite3.Connection, clock: Clock) -> tuple[Report, bool]:
    report = today(connection, clock)
    if any(section.lines for section in report.sections):
        return report, True
    # the first screen does without what searching accounts needs, unless there is nothing to show
    from karep.db.views.accounts import count_accounts

    return report, count_accounts(connection) > 0


def _state(report: Report) -> str:
    """How much is overdue and how much is due today."""
    sections = [report.section(key) for key in ("promises", "follow_ups")]
    states = Counter(line.state for section in sections for line in section.lines)
    overdue, due = states["overdue"], states["due"]
    # what is not listed is not told apart
    further = "+" if any(section.more for section in sections) else ""
    return " · ".join(
        (
            ngettext("{n} overdue", "{n} overdue", overdue).format(n=f"{overdue}{further}"),
            ngettext("{n} due today", "{n} due today", due).format(n=f"{due}{further}"),
        )
    )


def _all_done() -> str:
    return _("Nothing is due today, and nobody is waiting.\n\n2 opens your accounts, 3 the next two weeks.")


def _empty_book() -> str:
    return _(
        "Your book is empty.\n\n"
        "i brings in accounts and people from a sheet.\n"
        "2, then a, adds an account by hand.\n\n"
        "Then this page shows every day what is due and who is waiting."
    )
