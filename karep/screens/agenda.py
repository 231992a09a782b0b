"""The agenda: one day, two weeks day by day, or a month as a grid."""

import sqlite3
from dataclasses import replace
from datetime import date, timedelta
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep.frozen import frozen
from karep.i18n import _, language
from karep.reports import words
from karep.reports.agenda import DAYS, Agenda, agenda_report, day_title, read_agenda
from karep.reports.day_load import load_words, week_bar, week_words
from karep.reports.render import line_words
from karep.reports.report import Section as ReportSection
from karep.rules.clock import Clock
from karep.rules.day_words import MONTH_NAMES, weekday_words
from karep.rules.practice import Practice
from karep.screens import places
from karep.screens.agenda_month import grid_day
from karep.screens.bindings import bindings, described
from karep.screens.near import open_near
from karep.screens.privacy import Eyes
from karep.screens.report_list import due_columns
from karep.screens.safe import assemble, one_line, safe
from karep.screens.today_actions import TodayActions
from karep.screens.widgets.columns import Row
from karep.screens.widgets.month_grid import MonthGrid, month_away, month_weeks
from karep.screens.widgets.section_list import Section, SectionList

SPANS: Final = ("weeks", "month", "day")
"""What is shown at once, in the order in which one key goes through them."""
_YEARS: Final = range(2, 9998)
_FREE: Final = "free"


@frozen
class Page:
    """What is read for the screen."""

    whole: Agenda
    """Whole weeks, for what a week holds."""
    shown: Agenda
    """The days that are listed."""


class AgendaScreen(TodayActions):
    """Follow-ups, promises, important days, festivals and free days."""

    PLACE = "agenda"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "record.done", "record.move", "follow_up.add", "near.open", "agenda.span", "agenda.later"
    )  # fmt: skip
    CSS_PATH = "agenda.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "agenda.span", "agenda.earlier", "agenda.later", "agenda.now", "calendar.export", "pane.next", "pane.previous"
    )

    def __init__(self) -> None:
        """Begin today, with two weeks."""
        super().__init__()
        self.span = "weeks"
        self._day: date | None = None
        self._first: date | None = None
        """The first of the two weeks, where that is not today."""
        self._came_from = ""
        """The span out of which a day was opened."""
        self._page: Page | None = None
        self._arrives = True
        """Whether the highlight goes to the day at hand: other days are shown than before."""

    @property
    def day(self) -> date:
        """The day at hand: the one that is highlighted, or whose line is."""
        return self._day or self.karep.clock.today

    @property
    def reach(self) -> tuple[date, int]:
        """The first day that is listed, and how many."""
        if self.span == "day":
            return self.day, 1
        if self.span == "month":
            return month_weeks(self.day)
        return self._first or self.karep.clock.today, DAYS

    def compose_content(self) -> ComposeResult:
        """Which days, what their week holds, the list or the month, and the highlighted line whole."""
        yield Static(id="agenda-state", markup=False)
        yield Static(id="agenda-week", markup=False)
        yield SectionList(due_columns(), show_header=False, id="lines")
        yield MonthGrid(id="month")
        yield Static(id="line-whole", markup=False)

    # --- reading -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Read the days."""
        first, days = self.reach
        self._page = await self.karep.desk.read(_read, self.karep.clock, self.karep.practice, first, days)
        is_month = self.span == "month"
        self.set_class(is_month, "-month")
        if is_month:
            self.lines = {}
            self._show_month()
        else:
            self._show_list(self._page.shown)
        self._arrives = False
        self._show_week()
        shown = self.query_one("#month" if is_month else "#lines")
        if self.is_current and self.focused is not shown:
            shown.focus()

    def _show_list(self, shown: Agenda) -> None:
        self.show_report(agenda_report(shown, self.karep.clock.today), notes=True)
        if self._arrives:
            self._highlight(self.day.isoformat())

    def _highlight(self, day: str) -> None:
        """Go to the first line of a day; where it has none, to the first line at all."""
        if not any(key.startswith(day) and self.lines_list.highlight(key) for key in self.lines):
            wanted = day if self._day and self._day != self.karep.clock.today else ""
            keys = [f"{wanted} {_FREE}", *self.lines]
            next((key for key in keys if self.lines_list.highlight(key)), None)

    def _section(self, section: ReportSection) -> Section:
        shown = super()._section(section)
        day = words.read_day(section.key)
        if day is None or self._page is None:
            return shown
        if not shown.rows:
            key = described("follow_up.add", self.karep.settings.keys)[0]
            nothing = _("nothing planned – {key} plans something").format(key=key)
            return replace(shown, rows={f"{section.key} {_FREE}": Row({"what": nothing}, tone="muted")})
        load = load_words(self._page.shown.of(day))
        return replace(shown, title=" · ".join(filter(None, (section.title, load))))

    def _show_month(self) -> None:
        assert self._page is not None
        today, eyes, days = self.karep.clock.today, Eyes.of(self.karep), self._page.shown.days
        self.query_one(MonthGrid).show_month(
            [grid_day(one, today, eyes) for one in days],
            day=self.day,
            today=today,
            weekdays=[weekday_words(one.day, language()) for one in days[:7]],
            weeks=[week_words(one.day) for one in days[::7]],
        )
        self._show_day()

    def _show_day(self) -> None:
        """Below the month: what falls on the highlighted day."""
        if self._page is None or self.span != "month":
            return
        eyes, one = Eyes.of(self.karep), self._page.whole.of(self.day)
        told = [eyes.words(line_words(line)) for line in one.lines if eyes.sees(line)]
        key = described("follow_up.add", self.karep.settings.keys)[0]
        nothing = _("nothing planned – {key} plans something").format(key=key)
        lines = [one_line(text) for text in told] or [nothing]
        title = " · ".join(filter(None, (day_title(one, self.karep.clock.today), load_words(one))))
        wide = self.has_class("-wide")
        rows = [assemble((title, "bold")), *map(safe, lines)]
        between = Content("\n  ") if wide else Content(" · ")
        self.query_one("#line-whole", Static).update(between.join(rows))

    def _show_week(self) -> None:
        """Above: which days are shown, and what the week of the day at hand holds."""
        if self._page is None:
            return
        here = " · ".join(filter(None, (self._now_words(), self._back_words())))
        self.query_one("#agenda-state", Static).update(assemble((self._span_words(), "bold"), "   ", here))
        room = max(self.query_one("#agenda-week").content_size.width, self.size.width - 2)
        week = self._page.whole.week_of(self.day)
        self.query_one("#agenda-week", Static).update(safe(week_bar(week, room)))

    def _now_words(self) -> str:
        """Which key comes back to today, and to what."""
        if self._is_now():
            return ""
        key = described("agenda.now", self.karep.settings.keys)[0]
        told = {
            "weeks": _("{key} comes back to the two weeks from today"),
            "month": _("{key} comes back to this month"),
            "day": _("{key} comes back to today"),
        }
        return told[self.span].format(key=key)

    def _back_words(self) -> str:
        """Where the key that goes back leads, out of a day that was opened."""
        if self.span != "day" or not self._came_from:
            return ""
        key = described("app.back", self.karep.settings.keys)[0]
        told = {"weeks": _("{key} goes back to the two weeks"), "month": _("{key} goes back to the month")}
        return told[self._came_from].format(key=key)

    def _is_now(self) -> bool:
        first, days = self.reach
        today = self.karep.clock.today
        if self.span == "month":
            return (self.day.year, self.day.month) == (today.year, today.month)
        return first <= today < first + timedelta(days=days)

    def _span_words(self) -> str:
        if self.span == "month":
            year, month = self.day.year, self.day.month
            return f"{year}年{month}月" if language() == "zh" else f"{MONTH_NAMES[month - 1]} {year}"
        assert self._page is not None
        return agenda_report(self._page.shown, self.karep.clock.today).subtitle

    def on_resize(self) -> None:
        """Say what the week holds in as many words as there is room for."""
        self.call_after_refresh(self._show_week)

    def go_to(self, day: date) -> None:
        """Show one day."""
        self._came_from = ""
        self._show(day, "day")

    def _zoom_in(self, day: date) -> None:
        """Show one day, and come back from it to what is shown now."""
        self._came_from = self.span
        self._show(day, "day")

    def action_app_back(self) -> None:
        """Out of a day that was opened go back to the month, or the two weeks, that it was opened from."""
        if self.span == "day" and self._came_from:
            self._show(self.day, self._came_from)
        else:
            super().action_app_back()

    # --- moving ------------------------------------------------------------------------------------------------------

    @on(SectionList.Highlighted, "#lines")
    def _day_of_line(self) -> None:
        """The day at hand is that of the highlighted line."""
        found = words.read_day((self.lines_list.highlighted or "").partition(" ")[0])
        if found is not None and self.span != "month" and found != self._day:
            self._day = found
            self._show_week()

    @on(MonthGrid.DayMoved)
    def _moved_in_month(self, event: MonthGrid.DayMoved) -> None:
        if self.span != "month" or self._page is None:
            return
        if event.day.year not in _YEARS:
            event.grid.day = self.day
            return
        other = (event.day.year, event.day.month) != (self.day.year, self.day.month)
        self._day = event.day
        if other:
            self.refresh_content()
        else:
            self._show_week()
            self._show_day()

    @on(MonthGrid.Selected)
    def _day_chosen(self, event: MonthGrid.Selected) -> None:
        self._zoom_in(event.day)

    def _show(self, day: date, span: str) -> None:
        """Show other days."""
        if day.year in _YEARS:
            self._day, self.span, self._arrives = day, span, True
            today = self.karep.clock.today
            fortnights = (day - today).days // DAYS
            self._first = today + timedelta(days=fortnights * DAYS) if fortnights else None
            self.refresh_content()

    def _step(self, steps: int) -> None:
        if self.span == "month":
            day = month_away(self.day, steps)
        else:
            # from the first of the days that are listed, so that none is left out
            try:
                day = self.reach[0] + timedelta(days=steps * self.reach[1])
            except OverflowError:
                day = None
        if day is not None:
            self._show(day, self.span)

    def action_agenda_span(self) -> None:
        """Show a day, two weeks or a month round the day at hand."""
        self._came_from = ""
        self._show(self.day, SPANS[(SPANS.index(self.span) + 1) % len(SPANS)])

    def action_agenda_earlier(self) -> None:
        """Go to the days before."""
        self._step(-1)

    def action_agenda_later(self) -> None:
        """Go to the days after."""
        self._step(1)

    async def action_calendar_export(self) -> None:
        """Write the agenda as a calendar file."""
        from karep.screens.calendar_export import open_export

        await open_export(self.karep)

    def action_agenda_now(self) -> None:
        """Come back to today."""
        self._show(self.karep.clock.today, self.span)

    def action_pane_next(self) -> None:
        """Go to the first line of the next day that is listed."""
        if self.span != "month":
            self.lines_list.action_section(1)

    def action_pane_previous(self) -> None:
        """Go to the first line of the day before that is listed."""
        if self.span != "month":
            self.lines_list.action_section(-1)

    async def action_record_open(self) -> None:
        """Open the record of the highlighted line; of a free day the day itself."""
        if self.line_at_hand() is not None:
            await super().action_record_open()
        elif self.span == "weeks":
            self._zoom_in(self.day)

    async def action_near_open(self) -> None:
        """List who else is near what is highlighted, for a plan of the day at hand."""
        if account_id := self.account_at_hand():
            open_near(self.karep, account_id, day=self.day)
        else:
            self.say(_("Highlight an account or something planned with one first."))

    async def action_follow_up_add(self) -> None:
        """Plan something on the day at hand."""
        at_hand = {
            "account_id": self.account_at_hand(),
            "opportunity_id": self.opportunity_at_hand(),
            "promise_id": self.promise_at_hand(),
        }
        about = {name: record for name, record in at_hand.items() if record}
        # what is to be kept by it has a day of its own
        has_day = "promise_id" in about or self.day < self.karep.clock.today
        await places.open_follow_up(self.karep, first="" if has_day else f"{self.day.isoformat()}; ", **about)


def _read(connection: sqlite3.Connection, clock: Clock, practice: Practice, first: date, days: int) -> Page:
    """The days, and those around them up to whole weeks."""
    monday = first - timedelta(days=first.weekday())
    last = first + timedelta(days=days - 1)
    sunday = last + timedelta(days=6 - last.weekday())
    whole = read_agenda(connection, clock, first=monday, days=(sunday - monday).days + 1, practice=practice)
    return Page(whole, whole.part(first, days))
