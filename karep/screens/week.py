"""The week: the summary as it will be handed on, part by part; months, quarters and years as well."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from karep.i18n import _, language
from karep.reports.own_words import VANISHED, may_be_reworded
from karep.reports.report import Line, Report
from karep.reports.report_parts import report_parts
from karep.reports.week import report as put_together
from karep.rules.periods import SPANS, Period, period_label, period_of, read_period
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes
from karep.screens.report_list import ReportScreen
from karep.screens.safe import one_line, safe
from karep.screens.week_edit import WeekEditing, is_own
from karep.screens.week_head import figure_lines, legend, part_strip, span_words, state_line
from karep.screens.week_parts import PartList, SummaryList
from karep.screens.week_reading import Copying, read_counted
from karep.screens.week_rows import MORE_LINES, MOST_LINES, Rows, part_words, places_of, rows_of
from karep.screens.widgets.section_list import SectionList

if TYPE_CHECKING:
    from karep.app import KarepApp

MOST_ROWS: Final = 8
"""Rows of one line; a longer note is read where it stands."""
_HAPPENED: Final = ("headline", "accounts", "deals", "voices", "market")
"""The parts that tell what happened; the others are about what is planned and what stands at the end."""
_YEARS: Final = range(2, 9998)
"""The summary looks at the periods around it too."""


class WeekScreen(WeekEditing, ReportScreen):
    """The summary of a period: look at it, open what it is made of, put it in your own words, hand it on."""

    PLACE = "week"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "week.earlier", "week.later", "week.add", "week.edit", "week.export", "week.copy"
    )  # fmt: skip
    CSS_PATH = "week.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        *("week.earlier", "week.later", "week.now", "week.span", "pane.next", "pane.previous", "week.part"),
        *("week.edit", "week.add", "week.leave_out", "week.up", "week.down"),
        *("week.targets", "week.export", "week.copy"),
    )

    def __init__(self) -> None:
        """Begin with this week."""
        super().__init__()
        self.span = SPANS[0]
        self._period: Period | None = None
        """The period that is shown where it is not that of today."""
        self.report: Report | None = None
        self.rows: Rows | None = None
        self._parts: dict[str, str] = {}
        """The parts with their numbers, as they are named."""
        self._most: dict[str, int] = {}
        """How many lines of the long sections are listed, by their keys, where the rep asked for more."""
        self._own: set[str] | None = None
        """The own lines that were listed last: one that comes is highlighted. None where another period is shown."""
        self._wanted = ""
        """What is highlighted as soon as it is there: ``noun:id`` of a record."""
        self._copying: Copying | None = None
        """How far the summary was copied."""

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self._period or period_of(self.span, self.karep.clock.today)

    def compose_content(self) -> ComposeResult:
        """Which period, its numbers; the parts beside the content where there is room, else above it."""
        yield Static(id="week-state", markup=False)
        yield Static(id="week-figures", markup=False)
        yield Static(id="week-strip", markup=False)
        with Horizontal():
            yield PartList(id="parts", markup=False)
            yield SummaryList(most=MOST_ROWS, id="lines")
        yield Static(id="week-told", markup=False)

    # --- showing -----------------------------------------------------------------------------------------------------

    async def reload(self) -> None:
        """Put the summary together."""
        self._show_state(_("reading …"))
        self.report = await self.karep.desk.read(put_together, self.karep.clock, self.period, **self._whose())
        self._copying = None
        self._show_figures()
        self._show_rows()
        self._show_parts()
        self._show_place()

    def _whose(self) -> dict[str, Any]:
        settings = self.karep.settings
        practice = self.karep.practice
        return {"author": settings["name"], "department": settings["department"], "practice": practice}

    def _show_state(self, *rest: str) -> None:
        back = _("{key} comes back to now").format(key=self._key("week.now")) if self._period is not None else ""
        span = _("{key} shows a {span}").format(key=self._key("week.span"), span=span_words(_next(self.span)))
        label, room = period_label(self.period, language()), max(20, self.size.width - 2)
        self.query_one("#week-state", Static).update(state_line(label, (span, back, *rest), room))

    def _show_figures(self) -> None:
        if self.report is not None:
            room = max(20, self.size.width - 2)
            wide, tall, plain = self.has_class("-wide"), self.has_class("-tall"), self.app.has_class("-plain")
            self._show_state(*legend(self.span, plain=plain))
            words = figure_lines(self.report, room, wide=wide, tall=tall, plain=plain)
            self.query_one("#week-figures", Static).update(words)

    def _show_rows(self) -> None:
        if self.report is None:
            return
        self.rows = rows_of(self.report, Eyes.of(self.karep), most=self._most, note=self._nothing_words())
        self.lines = dict(self.rows.lines)
        self._text.set_parts(self.rows.parts)
        own = {line.record_id for line in self.lines.values() if line.noun == "remark"} - {""}
        if self._own is not None and len(came := own - self._own) == 1:
            self._wanted = f"remark:{came.pop()}"
        self._own = own
        if self._wanted:
            wanted, self._wanted = self._wanted, ""
            next((key for key in self.lines if wanted in key and self._text.highlight(key)), None)

    @property
    def _text(self) -> SummaryList:
        return self.query_one("#lines", SummaryList)

    def _nothing_words(self) -> str:
        """What to press where nothing happened in the period."""
        assert self.report is not None
        if self.karep.clock.today < self.period.first:
            return _("This lies ahead; {back} goes back.").format(back=self._key("week.earlier"))
        for section in self.report.sections:
            known = (line for line in section.lines if section.part in _HAPPENED or line.noun == "remark")
            if any(line.figure is None or line.figure.value for line in known):
                return ""
        words = _("Nothing is noted here yet: {log} logs a visit, {add} adds a line of your own, {back} goes back.")
        keys = {"log": "touch.log", "add": "week.add", "back": "week.earlier"}
        return words.format(**{name: self._key(one) for name, one in keys.items()})

    def _show_parts(self) -> None:
        if self.report is None:
            return
        self._parts = {one.key: part_words(one) for one in report_parts(self.report)}
        options = self.query_one(PartList)
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(Option(safe(words), id=part) for part, words in self._parts.items())

    @on(SectionList.Highlighted, "#lines")
    def _show_place(self) -> None:
        """Mark the part at hand, and say what can be done with the highlighted line."""
        if not self._parts:
            return
        part = self.part_at_hand()
        options = self.query_one(PartList)
        with self.prevent(OptionList.OptionHighlighted):
            options.highlighted = list(self._parts).index(part)
        room = max(20, self.size.width - 2)
        self.query_one("#week-strip", Static).update(part_strip(self._parts, part, room))
        self.query_one("#week-told", Static).update(safe(one_line(Eyes.of(self.karep).words(self._told()))))

    def _told(self) -> str:
        """What the row has no room for: the words that were generated, or which key leads on."""
        line = self.line_at_hand()
        if line is None:
            return "" if self._more_at_hand() else _("{key} adds a line of your own").format(key=self._key("week.add"))
        if line.origin == "hidden":
            sentence = _("It is left out of what you hand on; {key} brings it back.")
            return sentence.format(key=self._key("week.leave_out"))
        if line.noun == VANISHED:
            words = _("What these words stood for is not told of any more; {key} takes them away.")
            return words.format(key=self._key("week.leave_out"))
        if line.level:
            return _("It stays here: it is private, and leaves the program in no form.")
        if line.origin in ("reworded", "outdated") and line.generated:
            return _("Generated: {words}").format(words=line.generated)
        keys = {
            "edit": "week.edit", "out": "week.leave_out", "up": "week.up", "down": "week.down",
            "targets": "week.targets", "jump": "week.part",
        }  # fmt: skip
        if line.figure is not None:
            words = _("⏎ what is counted · {targets} targets · {out} leaves out · {up} {down} move · {jump} parts")
        elif is_own(line):
            words = _("{edit} changes it · {out} removes it · {up} {down} move · {targets} targets · {jump} parts")
        elif not may_be_reworded(line):
            words = _("{out} leaves out what stands here · {up} {down} move · {targets} targets · {jump} parts")
        else:
            words = _("{edit} other words · {out} leaves out · {up} {down} move · {targets} targets · {jump} parts")
        return words.format(**{name: self._key(one) for name, one in keys.items()})

    def on_resize(self, event: events.Resize) -> None:
        """Share the room anew."""
        self.call_after_refresh(self._shared_anew)

    def _shared_anew(self) -> None:
        self._show_figures()
        self._show_place()

    # --- what is at hand ---------------------------------------------------------------------------------------------

    def line_at_hand(self) -> Line | None:
        """The highlighted line."""
        return self.lines.get(self._text.highlighted or "")

    def key_at_hand(self) -> str:
        """The key of the highlighted line; empty where the highlighted row is none."""
        key = self._text.highlighted or ""
        return key if key in self.lines else ""

    def part_at_hand(self) -> str:
        """The part that the highlighted row stands in."""
        part_of = self.rows.part_of if self.rows else {}
        return part_of.get(self._text.highlighted or "", "headline")

    def beside(self, key: str) -> list[str]:
        """The keys of the lines that stand below the same heading as one, in order, and before them that of it."""
        places = places_of(self.report).get(key.partition("/")[0], {}) if self.report else {}
        if key not in places:
            return []
        above = places[key].above
        return [above, *(one for one, place in places.items() if place.above == above)]

    def _more_at_hand(self) -> str:
        """The section whose further lines the highlighted row lists; empty where it is no such row."""
        return self.rows.more.get(self._text.highlighted or "", "") if self.rows else ""

    async def action_record_open(self) -> None:
        """Open what a number counts, the record of the highlighted line, or the rest of a section."""
        line = self.line_at_hand()
        if more := self._more_at_hand():
            listed = set(self.lines)
            self._most[more] = self._most.get(more, MOST_LINES) + MORE_LINES
            self._show_rows()
            self._text.highlight(next(key for key in self.lines if key not in listed))
        elif line is None:
            await self.action_week_add()
        elif line.figure is not None:
            await self._open_number(line)
        elif line.noun == "remark" and line.record_id:
            await places.open_form(self.karep, "remark.change", remark_id=line.record_id)
        else:
            await super().action_record_open()

    async def _open_number(self, line: Line) -> None:
        from karep.screens.counted import CountedDialog

        counts = line.lines
        if not counts and line.name:
            practice = self.karep.practice
            counts = await self.karep.desk.read(read_counted, self.karep.clock, self.period, line.name, practice)
        if counts:
            await self.app.push_screen(
                CountedDialog(replace(line, lines=counts), str(self.period)), self._counted_chosen
            )
        else:
            self.say(_("Nothing is listed behind this number."))

    async def _counted_chosen(self, line: Line | None) -> None:
        if line is not None and line.record_id:
            await self.open_line(line)

    # --- parts -------------------------------------------------------------------------------------------------------

    def _go_to_part(self, part: str) -> None:
        if self.rows is not None:
            self._text.go_to(self.rows.firsts[part])

    @on(OptionList.OptionSelected, "#parts")
    def _part_chosen(self, event: OptionList.OptionSelected) -> None:
        self._go_to_part(event.option_id or "")

    def _step_part(self, step: int) -> None:
        if self.rows is not None:
            names = list(self.rows.firsts)
            self._go_to_part(names[(names.index(self.part_at_hand()) + step) % len(names)])

    def action_pane_next(self) -> None:
        """Go to the next part."""
        self._step_part(1)

    def action_pane_previous(self) -> None:
        """Go to the part before."""
        self._step_part(-1)

    async def action_week_part(self) -> None:
        """Choose a part."""
        from karep.screens.week_part_choice import PartDialog

        if self.report is not None:
            await self.app.push_screen(PartDialog(report_parts(self.report)), self._part_named)

    def _part_named(self, part: str | None) -> None:
        if part is not None:
            self._go_to_part(part)

    # --- periods -----------------------------------------------------------------------------------------------------

    def go_to(self, period: Period, at: str = "") -> None:
        """Show a period, with the record `at` (``noun:id``) highlighted."""
        if period.first.year not in _YEARS:
            return
        self.span = period.span
        self._period = None if self.karep.clock.today in period else period
        self._most.clear()
        self._own, self._wanted = None, at
        self.refresh_content()

    def _step(self, number: int) -> None:
        try:
            self.go_to(self.period.step(number))
        except OverflowError:
            return

    def action_week_earlier(self) -> None:
        """Go to the period before."""
        self._step(-1)

    def action_week_later(self) -> None:
        """Go to the period after."""
        self._step(1)

    def action_week_now(self) -> None:
        """Come back to the period that today is in."""
        self.go_to(period_of(self.span, self.karep.clock.today))

    def action_week_span(self) -> None:
        """Show the month around a week, the quarter around a month, the year, then a week again."""
        # of what holds today it is today's; else where it ends, so that the way back leads to what is known last
        day = self.karep.clock.today if self._period is None else self._period.last
        self.go_to(period_of(_next(self.span), day))

    # --- handing on --------------------------------------------------------------------------------------------------

    async def action_week_targets(self) -> None:
        """See how far the targets are reached, and set them."""
        from karep.screens.targets import open_targets

        await open_targets(self.karep, self.period)

    async def action_week_export(self) -> None:
        """Ask for form, language and place, and write the summary."""
        from karep.screens.week_export import open_week_export

        await open_week_export(self.karep, self.period)

    async def action_week_copy(self) -> None:
        """Copy the summary for a chat: the short message, then the whole, one piece at each press."""
        if self.report is not None:
            self._copying = self._copying or Copying(self.karep, self.period)
            await self._copying.step()


def _next(span: str) -> str:
    return SPANS[(SPANS.index(span) + 1) % len(SPANS)]


async def open_week(app: "KarepApp", period: str, at: str = "") -> None:
    """Go to the summary of a period.

    Args:
        app: The app.
        period: As `karep.rules.periods.Period` writes itself; where it is none, the screen stays as it is.
        at: What is highlighted there, as ``noun:id``, such as a remark.
    """
    page = await places.open_place(app, "week")
    found = read_period(period)
    if isinstance(page, WeekScreen) and found is not None:
        page.go_to(found, at)
