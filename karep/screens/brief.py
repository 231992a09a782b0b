"""The brief: everything for one meeting on one page, to be read in two minutes; every line opens its record."""

from dataclasses import replace
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from karep import paths
from karep.db.errors import NotFound
from karep.db.views.subjects import account_of
from karep.i18n import _
from karep.reports.brief import Subject, brief
from karep.reports.brief_goal import PLAN
from karep.reports.render import as_text, line_words, more_words
from karep.reports.report import Line, Report, walk
from karep.rules.gifts import Allowance
from karep.screens import places
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings, described
from karep.screens.privacy import Eyes
from karep.screens.report_list import SIGNS, TONES, line_key
from karep.screens.safe import one_line, safe
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.wrapped_list import Paragraph, Paragraphs, WrappedList

MOST_ROWS: Final = 10
"""Rows of one line; a longer note is read where it stands."""
_INDENT: Final = 2
_WARNING: Final = "▲"
"""Stands before what to avoid, so that it is not told by its colour alone."""


class BriefScreen(KarepScreen):
    """What the rep should know before a meeting."""

    FOOTER = ("record.open", "brief.prepare", "brief.room", "brief.copy", "brief.save", "app.back")
    CSS_PATH = "brief.tcss"
    AUTO_FOCUS = "#lines"
    BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.open", "brief.next", "brief.previous", "brief.prepare", "brief.room", "brief.copy", "brief.save",
        "touch.log",
    )  # fmt: skip

    def __init__(self, noun: str, record_id: str) -> None:
        """Prepare for a meeting about the account, the person, the deal or the follow-up with that id."""
        super().__init__()
        self.subject = Subject(noun, record_id)
        self.report: Report | None = None
        self.lines: dict[str, Line] = {}
        self._preparing = False
        self._from_top = False
        """Whether the page is shown from its beginning when it is made the next time."""

    def compose_content(self) -> ComposeResult:
        """Who, when and where; then the sections."""
        yield Static(id="brief-head", markup=False)
        yield WrappedList(most=MOST_ROWS, id="lines")

    @property
    def lines_list(self) -> WrappedList:
        """The list."""
        return self.query_one("#lines", WrappedList)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """After a preparation was saved show the page from its beginning."""
        self._from_top = self._from_top or (self._preparing and self.stale)
        self._preparing = False

    async def reload(self) -> None:
        """Put the brief together, with what is private unless it is hidden."""
        clock, private, days = self.karep.clock, not self.karep.private, self.karep.practice.days
        try:
            allowance = Allowance.of(self.karep.settings)
            self.report = await self.karep.desk.read(
                brief, self.subject, clock, private=private, days=days, allowance=allowance
            )
        except NotFound:
            self._show_gone()
            return
        self._show_head(self.report)
        self._show_lines(self.report)

    def _show_gone(self) -> None:
        self.report, self.lines = None, {}
        gone = _("What this brief is about was removed; u brings it back, esc goes back.")
        self.query_one("#brief-head", Static).update(safe(gone))
        self.lines_list.set_parts([])

    def _show_head(self, report: Report) -> None:
        eyes = Eyes.of(self.karep)
        title = Content.assemble(("◆ ", "$text-accent"), safe(one_line(eyes.words(report.title))).stylize("bold"))
        below = safe("  " + one_line(eyes.words(report.subtitle)))
        self.query_one("#brief-head", Static).update(Content("\n").join([title, below] if report.subtitle else [title]))

    def _show_lines(self, report: Report) -> None:
        eyes = Eyes.of(self.karep)
        self.lines, parts = {}, []
        for section in report.sections:
            shown: dict[str, Paragraph] = {}
            for depth, line in walk(section.lines):
                if eyes.sees(line):
                    key = line_key(section.key, line, self.lines)
                    self.lines[key] = line
                    shown[key] = _paragraph(line, depth, eyes)
            more = more_words(section.more) if section.more else ""
            parts.append(Paragraphs("  ".join(filter(None, (section.title, more))), shown, section.empty))
        self.lines_list.set_parts(parts)
        if self._from_top:
            self._from_top = False
            self.lines_list.go_to_top()

    # --- walking and opening -------------------------------------------------------------------------------------

    def action_brief_next(self) -> None:
        """Go to the next line."""
        self.lines_list.action_move(1)

    def action_brief_previous(self) -> None:
        """Go to the line before."""
        self.lines_list.action_move(-1)

    @on(RowList.Selected, "#lines")
    async def action_record_open(self) -> None:
        """Open the record of the highlighted line where it stands."""
        line = self.lines.get(self.lines_list.highlighted or "")
        if line is not None and line.record_id:
            await places.open_line(self.karep, line)

    # --- the meeting ---------------------------------------------------------------------------------------------

    async def action_brief_prepare(self) -> None:
        """Write down what the visit shall reach; where no visit is planned, plan it first."""
        if self.report is None:
            return
        follow_up_id = self._planned(self.report)
        if follow_up_id is not None:
            self._preparing = True
            await places.open_form(self.karep, "follow_up.prepare", follow_up_id=follow_up_id)
            return
        noun, record_id = self.subject.noun, self.subject.id
        account_id = await self.karep.desk.read(account_of, noun, record_id)
        if account_id is None:
            self.say(_("A visit is planned with an account, and this person belongs to none."))
            return
        about = {"account_id": account_id}
        if noun in ("person", "opportunity"):
            about[f"{noun}_id"] = record_id
        await places.open_follow_up(self.karep, **about)
        key = described("brief.prepare", self.karep.settings.keys)[0]
        self.say(_("No visit is planned yet: plan it here, then {key} prepares it.").format(key=key))

    def _planned(self, report: Report) -> str | None:
        """The id of the follow-up for which the rep meets them, as the brief itself says it."""
        if self.subject.noun == "follow_up":
            return self.subject.id
        goal = report.section("goal")
        return next((line.record_id for line in goal.lines if line.noun == "follow_up" and line.part(PLAN)), None)

    async def action_touch_log(self) -> None:
        """Log what happened at the meeting; a follow-up that the brief was for is done with it."""
        await places.open_log(self.karep, **{f"{self.subject.noun}_id": self.subject.id})

    async def action_brief_room(self) -> None:
        """Choose who will be there; the brief is made for them."""
        from karep.screens.brief_room import RoomDialog, who_could_come

        if self.report is None:
            return
        people = await self.karep.desk.read(who_could_come, self.subject.noun, self.subject.id)
        if not people:
            self.say(_("Nobody is known there yet."))
            return
        own = (self.subject.id,) if self.subject.noun == "person" else ()
        await self.app.push_screen(RoomDialog(people, self.subject.people or own), self._room_chosen)

    def _room_chosen(self, room: tuple[str, ...] | None) -> None:
        if room is not None:
            self.subject = replace(self.subject, people=room)
            self._from_top = True
            self.refresh_content()

    # --- handing on ----------------------------------------------------------------------------------------------

    async def _report_to_hand_on(self) -> Report:
        """The brief without what is for the rep's own screen only.

        Raises:
            NotFound: If what it is about was removed.
        """
        days = self.karep.practice.days
        return await self.karep.desk.read(brief, self.subject, self.karep.clock, private=False, days=days)

    async def action_brief_copy(self) -> None:
        """Copy the brief as plain text, without what is private."""
        from karep.screens.clipboard import hand_over

        key = described("brief.save", self.karep.settings.keys)[0]
        await hand_over(self.karep, as_text(await self._report_to_hand_on()), key)

    async def action_brief_save(self) -> None:
        """Ask for a file, and write the brief to it, without what is private."""
        from karep.screens.save_report import SaveDialog, file_name

        report = await self._report_to_hand_on()
        name = f"{file_name(report.title, self.karep.clock.today.isoformat())}.md"
        folders = [paths.documents_folder(), paths.export_folder()]
        await self.app.push_screen(SaveDialog(report, _("Write the brief to a file"), name, folders, "brief"))


def _paragraph(line: Line, depth: int, eyes: Eyes) -> Paragraph:
    """A line with its sign; of a person the name stands out, and what to avoid stands on a row of its own."""
    tone = TONES.get(line.state, "") if line.state != "done" else ""
    avoid = line.part("avoid") if line.noun == "person" else ""
    kept = replace(line, parts=tuple(part for part in line.parts if part.name != "avoid")) if avoid else line
    words = one_line(eyes.words(SIGNS.get(line.state, "") + line_words(kept)))
    name = one_line(eyes.words(line.part("who").strip())) if line.noun == "person" else ""
    lead = len(name) if words.startswith(name) else 0
    return Paragraph(words, tone, _INDENT * depth, lead, f"{_WARNING} {eyes.words(avoid)}" if avoid else "")
