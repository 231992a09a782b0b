"""Today: the first screen. What is overdue, what is due, who is going cold, which days are near."""

import asyncio
import sqlite3
from collections import Counter
from typing import ClassVar

from textual.app import ComposeResult
from textual.widgets import Static

from karep.db.views.planned import has_rhythm
from karep.db.views.snoozes import count_snoozes
from karep.frozen import frozen
from karep.i18n import _, ngettext
from karep.reports.reminder import NOUN as REMINDED
from karep.reports.report import Report
from karep.reports.today import today
from karep.rules.clock import Clock
from karep.rules.practice import Practice
from karep.screens.bindings import described
from karep.screens.report_list import due_columns
from karep.screens.safe import assemble
from karep.screens.today_actions import TodayActions
from karep.screens.widgets.section_list import SectionList


@frozen
class Page:
    """What is read for the screen."""

    report: Report
    any_account: bool
    put_off: int
    """How much is put off."""
    has_rhythm: bool = True
    """Whether any account has a tier or a next step; asked only when there is nothing to show."""


class TodayScreen(TodayActions):
    """What needs the rep today, the most pressing first."""

    PLACE = "today"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "brief.open", "record.done", "record.move", "snooze.add", "touch.log", "follow_up.add"
    )  # fmt: skip
    CSS_PATH = "today.tcss"

    def compose_content(self) -> ComposeResult:
        """The day in one line, and the list."""
        yield Static(id="today-state", markup=False)
        yield SectionList(due_columns(), show_header=False, id="lines")
        yield Static(id="line-whole", markup=False)

    whole = False
    """Whether everything is listed, or only the most pressing lines of each section."""

    def action_today_whole(self) -> None:
        """List everything, or only the most pressing lines again."""
        self.whole = not self.whole
        self.refresh_content()
        self.say(_("Everything is listed.") if self.whole else _("The most pressing lines are listed."))

    async def reload(self) -> None:
        """Read what is due; the first time what is urgent is shown before the rest is read."""
        read, clock, practice = self.karep.desk.read, self.karep.clock, self.karep.practice
        if not self.lines:
            urgent = await read(today, clock, practice=practice, urgent_only=True)
            if any(section.lines for section in urgent.sections):
                self._show(Page(urgent, True, 0))
                await self._painted()
        page = await read(_read, clock, practice, self.whole, self._hand_on())
        before = self.lines_list.highlighted
        is_first = before is None or before == self._first
        self._show(page)
        if is_first:
            self._begin_below_reminder()

    @property
    def _first(self) -> str | None:
        """The key of the first line that is not the reminder of a report."""
        return next((key for key, line in self.lines.items() if line.noun != REMINDED), None)

    def _begin_below_reminder(self) -> None:
        """Highlight the first line that presses, with the reminder of a report above it in view."""
        if self._first is not None:
            self.lines_list.highlight(self._first)
        self.lines_list.scroll_to(y=0, animate=False, force=True)

    def _hand_on(self) -> str:
        """The keys that lead to last week's report and its export; none where the rep does not want to be reminded."""
        settings = self.karep.settings
        if settings["week_reminder"] != "on":
            return ""
        return ", ".join(described(one, settings.keys)[0] for one in ("place.week", "week.earlier", "week.export"))

    async def _painted(self) -> None:
        """Wait until what was set is on the screen; reading on meanwhile would slow that down."""
        painted = asyncio.Event()
        self.call_after_refresh(painted.set)
        await painted.wait()

    def _show(self, page: Page) -> None:
        keys = self.karep.settings.keys
        if not page.any_account:
            self.lines_list.empty = _empty_book()
        else:
            self.lines_list.empty = _all_done() if page.has_rhythm else _no_rhythm(keys)
        self.more_key = described("today.whole", keys)[0]
        self.show_report(page.report)
        key = described("snooze.list", keys)[0]
        state = _state(page, key) if page.any_account else ""
        self.query_one("#today-state", Static).update(assemble((page.report.subtitle, "bold"), "   ", state))


def _read(connection: sqlite3.Connection, clock: Clock, practice: Practice, whole: bool, hand_on: str) -> Page:
    report = today(connection, clock, practice=practice, whole=whole, hand_on=hand_on)
    put_off = count_snoozes(connection, clock.today)
    if put_off or any(section.lines for section in report.sections):
        return Page(report, True, put_off)
    # the first screen does without what searching accounts needs, unless there is nothing to show
    from karep.db.views.accounts import count_accounts

    return Page(report, count_accounts(connection) > 0, put_off, has_rhythm(connection))


def _state(page: Page, key: str) -> str:
    """How much is overdue, due today and put off; `key` lists that."""
    sections = [page.report.section(key) for key in ("promises", "owed_to_us", "follow_ups")]
    states = Counter(line.state for section in sections for line in section.lines)
    overdue, due = states["overdue"], states["due"]
    # what is not listed is not told apart
    further = "+" if any(section.more for section in sections) else ""
    told = [
        ngettext("{n} overdue", "{n} overdue", overdue).format(n=f"{overdue}{further}"),
        ngettext("{n} due today", "{n} due today", due).format(n=f"{due}{further}"),
    ]
    if page.put_off:
        put_off = ngettext("{n} put off ({key})", "{n} put off ({key})", page.put_off)
        told.append(put_off.format(n=page.put_off, key=key))
    return " · ".join(told)


def _all_done() -> str:
    return _("Nothing is due today, and nobody is waiting.\n\n2 opens your accounts, 3 the next two weeks.")


def _no_rhythm(keys: dict[str, str]) -> str:
    tier, plan = (described(one, keys)[0] for one in ("account.tier", "follow_up.add"))
    return _(
        "No account has a tier or a next step yet, so nobody can be due.\n\n"
        "2 opens your accounts; Enter on one, then {tier}, gives it a tier: with it comes how often it should hear from"
        " you.\n{plan} plans what is next."
    ).format(tier=tier, plan=plan)


def _empty_book() -> str:
    return _(
        "Your book is empty.\n\n"
        "i brings in accounts and people from a sheet.\n"
        "2, then a, adds an account by hand.\n\n"
        "Then this page shows every day what is due and who is waiting."
    )
