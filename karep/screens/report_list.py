"""A screen whose list is a report: every line stands for a record, and what can be done with a record works on it."""

from collections.abc import Container, Mapping
from typing import ClassVar, Final

from textual import on
from textual.binding import BindingType
from textual.widgets import Static

from karep.db.views.subjects import subject_of
from karep.i18n import _
from karep.reports.render import BETWEEN, line_words, more_words
from karep.reports.report import Line, Report
from karep.reports.report import Section as ReportSection
from karep.rules.cutting import cut
from karep.screens import places
from karep.screens.account_actions import AccountActions
from karep.screens.base import KarepScreen
from karep.screens.privacy import Eyes
from karep.screens.record_actions import RecordActions
from karep.screens.safe import one_line, safe
from karep.screens.widgets.columns import Cell, Column, Row, Tone
from karep.screens.widgets.section_list import Section, SectionList

TONES: Final[Mapping[str, Tone]] = {
    "overdue": "error", "due": "warning", "cold": "warning", "unplanned": "accent", "stuck": "accent",
    "done": "success",
}  # fmt: skip
_SPARE: Final = 12
"""So many cells stay empty where words are wrapped."""
SIGNS: Final[Mapping[str, str]] = {"overdue": "! ", "due": "● ", "done": "✓ "}
"""What says the state beside the colour; the words of the line say it too."""


def due_columns() -> tuple[Column, ...]:
    """When, which account, and everything else."""
    return (
        Column("when", _("When"), width=15, priority=9),
        Column("account", _("Account"), width=14, fraction=1, priority=8),
        Column("what", _("What"), width=18, fraction=3, priority=9),
    )


def due_row(line: Line, eyes: Eyes) -> Row:
    """A line with its day and account in columns of their own; of the rest the deal comes last, it is cut first."""
    rest = [part.text for part in line.parts if part.name not in ("when", "account", "deal")] + [line.part("deal")]
    when = SIGNS.get(line.state, "  ") + line.part("when")
    return Row(
        {
            "when": Cell(when, TONES.get(line.state, "")),
            "account": line.part("account"),
            "what": eyes.words(BETWEEN.join(filter(None, rest))),
        },
        tone="muted" if line.state == "done" else "",
    )


def line_key(section: str, line: Line, taken: Container[str]) -> str:
    """What a line is known by in a list, so that the highlight stays on it when the report is made anew.

    Args:
        section: The key of its section.
        line: The line.
        taken: The keys of the lines before it; of one record there may be several in a section.
    """
    key, number = f"{section} {line.noun} {line.record_id}", 1
    while f"{key} {number}" in taken:
        number += 1
    return f"{key} {number}"


class ReportScreen(AccountActions, RecordActions, KarepScreen):
    """Shows a report in a list with the id ``lines``, and acts on the highlighted line.

    A `Static` with the id ``line-whole``, if the screen has one, says all of that line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [*AccountActions.ACCOUNT_BINDINGS, *RecordActions.RECORD_BINDINGS]
    AUTO_FOCUS = "#lines"
    more_key = ""
    """The key that lists what is only counted, where there is one."""
    DEFAULT_CSS = """
    ReportScreen #line-whole { height: 2; padding: 0 1; color: $text-muted; overflow: hidden; }
    """

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self.lines: dict[str, Line] = {}

    @property
    def lines_list(self) -> SectionList:
        """The list."""
        return self.query_one("#lines", SectionList)

    def line_at_hand(self) -> Line | None:
        """The highlighted line."""
        return self.lines.get(self.lines_list.highlighted or "")

    def show_report(self, report: Report, *, notes: bool = False) -> None:
        """Show the sections of a report; the empty ones with their words only when `notes` is set."""
        self.lines = {}
        sections = [self._section(one) for one in report.sections]
        self.lines_list.set_sections([one for one in sections if notes or one.rows])
        self._show_whole()

    @on(SectionList.Highlighted, "#lines")
    def _show_whole(self) -> None:
        """Say everything about the highlighted line: its row has no room for it."""
        line = self.line_at_hand()
        words = one_line(Eyes.of(self.karep).words(line_words(line))) if line else ""
        for whole in self.query("#line-whole").results(Static):
            if line is not None and line.points:
                # what the points are for has the last row for itself
                room = whole.content_size.width * max(1, whole.content_size.height - 1) - _SPARE
                words = f"{cut(words, max(1, room))}\n{line.points}"
            whole.update(safe(words))

    def _section(self, section: ReportSection) -> Section:
        rows: dict[str, Row] = {}
        eyes = Eyes.of(self.karep)
        for line in section.lines:
            if eyes.sees(line):
                key = line_key(section.key, line, self.lines)
                self.lines[key] = line
                rows[key] = due_row(line, eyes)
        title = f"{section.title} ({len(rows) + section.more})" if rows else section.title
        if section.more:
            title = f"{title}  {more_words(section.more)}{f' ({self.more_key})' if self.more_key else ''}"
        return Section(title, rows, section.empty)

    # --- acting on a line ----------------------------------------------------------------------------------------

    def record_at_hand(self) -> tuple[str, str] | None:
        """Noun and id of the record behind the highlighted line."""
        line = self.line_at_hand()
        return (line.noun, line.record_id) if line and line.record_id else None

    def account_at_hand(self) -> str | None:
        """The account of the highlighted line."""
        line = self.line_at_hand()
        return line.account_id or None if line else None

    def person_at_hand(self) -> str | None:
        """The highlighted person, if one is."""
        line = self.line_at_hand()
        return line.record_id if line and line.noun == "person" else None

    async def subject_at_hand(self) -> tuple[str, str] | None:
        """What the highlighted line leads to: its follow-up, deal or person, else its account."""
        line = self.line_at_hand()
        found = await self.karep.desk.read(subject_of, line.noun, line.record_id) if line and line.record_id else None
        return found or await super().subject_at_hand()

    def opportunity_at_hand(self) -> str | None:
        """The deal of the highlighted line, if it has one."""
        line = self.line_at_hand()
        return line.opportunity_id or None if line else None

    async def action_record_done(self) -> None:
        """Close what is due; of an important day or a festival note what was done for it."""
        line = self.line_at_hand()
        if line is not None and line.noun in ("occasion", "festival"):
            await self._open_care(line)
        else:
            await super().action_record_done()

    async def action_record_move(self) -> None:
        """Move what is due; an important day stays where it is."""
        line = self.line_at_hand()
        if line is not None and line.noun in ("occasion", "festival"):
            self.karep.say(_("An important day stays where it is; Enter opens it, space notes what was done."))
        else:
            await super().action_record_move()

    async def action_record_history(self) -> None:
        """Show everything that ever changed with the highlighted record."""
        line = self.line_at_hand()
        if line is not None and line.noun == "festival":
            self.karep.say(_("A festival has no history; Enter shows who is to be greeted."))
        else:
            await super().action_record_history()

    async def _open_care(self, line: Line) -> None:
        from karep.screens.care import open_care

        thing = {"festival": line.record_id} if line.noun == "festival" else {"occasion_id": line.record_id}
        await open_care(self.karep, **thing, day=line.due, account_id=line.account_id)

    @on(SectionList.Selected, "#lines")
    async def _selected(self) -> None:
        await self.action_record_open()

    async def action_record_open(self) -> None:
        """Open the record of the highlighted line where it stands."""
        line = self.line_at_hand()
        if line is not None and line.record_id:
            await self.open_line(line)

    async def open_line(self, line: Line) -> None:
        """Open what a line is about: what to do for an important day or a festival, else the record where it stands.

        Of a deal that moved it is the deal's own page, from which it moves on.
        """
        if line.noun == "stage_change":
            places.open_opportunity(self.karep, line.opportunity_id)
        elif line.noun in ("occasion", "festival"):
            await self._open_care(line)
        else:
            await places.open_line(self.karep, line)
