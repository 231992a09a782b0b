"""The week: the summary as it will be handed on, part by part."""

from datetime import timedelta
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from karep import paths
from karep.i18n import _
from karep.reports.render import line_words
from karep.reports.report import Line, Report, walk
from karep.reports.week import week
from karep.rules.privacy import MASK
from karep.rules.weeks import Week, week_of
from karep.screens.bindings import bindings, described
from karep.screens.privacy import Eyes
from karep.screens.report_list import SIGNS, TONES, ReportScreen, line_key
from karep.screens.safe import assemble, safe
from karep.screens.widgets.columns import Column, Row
from karep.screens.widgets.section_list import Section, SectionList
from karep.screens.wrapped import wrapped

_INDENT: Final = "  "
_FURTHER: Final = "    "
_ROOM: Final = 6
"""Cells beside the words: the pointer, the scrollbar, the frame."""


class WeekScreen(ReportScreen):
    """The weekly summary: look at it, open what it is made of, hand it on."""

    PLACE = "week"
    FOOTER: ClassVar[tuple[str, ...]] = (
        "week.earlier", "week.later", "week.export", "week.copy", "record.open"
    )  # fmt: skip
    CSS_PATH = "week.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "week.earlier", "week.later", "week.now", "week.export", "week.copy"
    )

    def __init__(self) -> None:
        """Begin with this week."""
        super().__init__()
        self._week: Week | None = None
        self.report: Report | None = None
        self._firsts: dict[str, str] = {}

    @property
    def week(self) -> Week:
        """The week that is shown."""
        return self._week or week_of(self.karep.clock.today)

    def compose_content(self) -> ComposeResult:
        """The week in one line; the parts beside the content where there is room."""
        yield Static(id="week-state", markup=False)
        with Horizontal():
            yield OptionList(id="parts", markup=False)
            yield SectionList((Column("what", "", fraction=1),), show_header=False, id="lines")

    async def reload(self) -> None:
        """Put the summary together."""
        author = self.karep.settings["name"]
        practice = self.karep.practice
        self.report = await self.karep.desk.read(
            week, self.karep.clock, of=self.week.first, author=author, practice=practice
        )
        self.query_one("#week-state", Static).update(assemble((self.report.title, "bold"), "   ", self.report.subtitle))
        self._show_parts(self.report)
        self._show_lines(self.report)

    def _show_parts(self, report: Report) -> None:
        options = self.query_one("#parts", OptionList)
        at = options.highlighted
        with self.prevent(OptionList.OptionHighlighted):
            options.set_options(
                Option(safe(f"{one.title}{f'  {len(one.lines)}' if one.key != 'numbers' else ''}"), id=one.key)
                for one in report.sections
            )
            options.highlighted = at if at is not None else 0

    def _show_lines(self, report: Report) -> None:
        """Show all lines whole, broken into as many rows as they need."""
        width = max(20, self.lines_list.size.width - _ROOM)
        self.lines, self._firsts, eyes = {}, {}, Eyes.of(self.karep)
        sections = []
        for section in report.sections:
            rows: dict[str, Row] = {}
            hidden = False
            for depth, line in walk(section.lines):
                if not eyes.sees(line):
                    hidden = True
                    continue
                rows |= self._rows(line_key(section.key, line, self.lines), line, depth, width)
            if rows:
                self._firsts[section.key] = next(iter(rows))
            note = MASK if hidden else section.empty or " "
            sections.append(Section(section.title, rows, note))
        self.lines_list.set_sections(sections)

    def _rows(self, key: str, line: Line, depth: int, width: int) -> dict[str, Row]:
        indent = _INDENT * depth
        tone = TONES.get(line.state, "") if depth == 0 and line.state != "done" else ""
        sign = SIGNS.get(line.state, "") if depth == 0 else ""
        rows = {}
        text = Eyes.of(self.karep).words(sign + line_words(line))
        for number, words in enumerate(wrapped(text, width - len(indent), width - len(indent) - 4)):
            row_key = f"{key} +{number}" if number else key
            self.lines[row_key] = line
            rows[row_key] = Row({"what": f"{indent}{_FURTHER if number else ''}{words}"}, tone=tone)
        return rows

    def on_resize(self, event: events.Resize) -> None:
        """Break the lines anew."""
        if self.report is not None:
            self.call_after_refresh(self._show_lines, self.report)

    @on(OptionList.OptionHighlighted, "#parts")
    @on(OptionList.OptionSelected, "#parts")
    def _go_to_part(self, event: OptionList.OptionHighlighted | OptionList.OptionSelected) -> None:
        key = self._firsts.get(event.option_id or "")
        if key is not None:
            self.lines_list.highlight(key)

    async def action_record_open(self) -> None:
        """Open what a number counts, or the record of the highlighted line."""
        line = self.line_at_hand()
        if line is None or line.figure is None:
            await super().action_record_open()
            return
        from karep.screens.counted import CountedDialog

        await self.app.push_screen(CountedDialog(line), self._counted_chosen)

    async def _counted_chosen(self, line: Line | None) -> None:
        if line is not None:
            await self.open_line(line)

    # --- weeks ---------------------------------------------------------------------------------------------------

    def _go(self, weeks: int) -> None:
        try:
            wanted = self.week.step(weeks)
            # the summary looks at the weeks beside it too
            wanted.first - timedelta(days=21), wanted.last + timedelta(days=21)
        except OverflowError:
            return
        self._week = None if wanted == week_of(self.karep.clock.today) else wanted
        self.refresh_content()

    def action_week_earlier(self) -> None:
        """Go to the week before."""
        self._go(-1)

    def action_week_later(self) -> None:
        """Go to the week after."""
        self._go(1)

    def action_week_now(self) -> None:
        """Come back to this week."""
        self._week = None
        self.refresh_content()

    # --- handing on ----------------------------------------------------------------------------------------------

    async def action_week_export(self) -> None:
        """Ask for a file, and write the summary to it."""
        if self.report is not None:
            from karep.screens.save_report import SaveDialog

            caption, name = _("Write the summary to a file"), f"week-{self.week}.md"
            await self.app.push_screen(SaveDialog(self.report, caption, name, [paths.export_folder()]))

    async def action_week_copy(self) -> None:
        """Copy the summary as plain text."""
        if self.report is None:
            return
        from karep.reports.render import as_text
        from karep.screens.clipboard import hand_over

        await hand_over(self.karep, as_text(self.report), described("week.export", self.karep.settings.keys)[0])
