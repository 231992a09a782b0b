"""The box that finds anything, over any screen."""

import sqlite3
from collections.abc import Callable
from typing import Final

from textual import work
from textual.content import Content
from textual.worker import Worker

from karep.db.views.finding import MOST
from karep.i18n import _
from karep.reports.finding import TITLES, find_everything
from karep.reports.report import Line, Report
from karep.reports.report import Section as Group
from karep.rules.clock import Clock
from karep.screens.find_box import FindBox, Target
from karep.screens.find_rows import found_row, found_words, target_of
from karep.screens.privacy import Eyes
from karep.screens.recent import current_place, no_places, place_sections, read_places
from karep.screens.widgets.columns import Cell, Row
from karep.screens.widgets.section_list import Section

FEW: Final = 8
"""How many lines each group shows."""
_MORE: Final = "more "


class FindDialog(FindBox):
    """Grouped answers to what is typed, read off the event loop; the words come back at the next opening."""

    def __init__(self) -> None:
        """Find nothing yet."""
        super().__init__()
        self._only = ""
        self._lines: dict[str, Line] = {}
        self._answered: tuple[str, str] | None = None
        self._hasty = False
        """Whether the first line that answers is opened as soon as it is there."""
        self._looking: Worker[None] | None = None

    def caption(self) -> str:
        """What is looked in."""
        return f"{_('Find')} · {_(TITLES[self._only])}" if self._only else _("Find")

    def placeholder(self) -> str:
        """What can be typed."""
        return _("name, initials, phone digits, or what was said")

    def first_words(self) -> str:
        """What was last looked for; nothing where others can see it."""
        return "" if self.karep.private else self.karep.find_words

    def detail(self, key: str) -> Content:
        """All that is known of the highlighted line."""
        line = self._lines.get(key)
        return found_words(line, Eyes.of(self.karep)) if line is not None else Content("")

    # --- looking -------------------------------------------------------------------------------------------------

    def look(self) -> None:
        """Look for the words; an answer that is still under way is dropped."""
        self.karep.find_words = "" if self.karep.private else self.words
        if self._only and not self.words.strip():
            self._widen("")
        self._hasty = False
        self._looking = self._look(self.words, self._only)

    @work(group="find", exclusive=True, exit_on_error=False)
    async def _look(self, words: str, only: str) -> None:
        try:
            if words.strip():
                await self._find(words, only)
            else:
                places = await self.karep.desk.read(read_places, current_place(self))
                self._lines = {}
                self.show_answers(*place_sections(places), no_places())
            self._answered = words, only
        except Exception as error:
            self.karep.report(error)
            return
        if self._hasty:
            self.action_find_open()

    async def _find(self, words: str, only: str) -> None:
        eyes = Eyes.of(self.karep)
        report = await self.karep.desk.read(
            _find_if_wanted,
            lambda: self.is_attached and (words, only) == (self.words, self._only),
            words,
            self.karep.clock,
            limit=MOST if only else FEW,
            private=not eyes.private,
            only=only or None,
        )
        if report is not None:
            self._show(report, eyes)

    def _show(self, report: Report, eyes: Eyes) -> None:
        lines, targets, sections = dict[str, Line](), dict[str, Target](), list[Section]()
        for group in report.sections:
            rows = dict[str, Row]()
            for line in group.lines:
                if eyes.sees(line):
                    key = f"{line.noun}:{line.record_id}"
                    rows[key], lines[key], targets[key] = found_row(line, eyes), line, target_of(line)
            if group.more and not self._only:
                rows[_MORE + group.key] = Row({"what": Cell(_("… more: Enter shows them"), "muted")})
            sections.append(Section(self._title(group), rows))
        self._lines = lines
        self.show_answers(sections, targets, _nothing_found(), note=report.note)

    def _title(self, group: Group) -> str:
        if self._only and (group.more or len(group.lines) >= MOST):
            return _("{group}: the first {n}").format(group=group.title, n=len(group.lines))
        return group.title

    # --- one group alone -----------------------------------------------------------------------------------------

    def _widen(self, only: str) -> None:
        """Show one group alone, or all of them."""
        self._only = only
        self.show_edges()

    def action_find_open(self) -> None:
        """Open the highlighted line; when what was typed is still being looked for, the first line that answers."""
        if self._answered != (self.words, self._only):
            if self._looking is None or self._looking.is_finished:
                # it failed, as while another program was writing
                self.look()
            self._hasty = True
            return
        self._hasty = False
        highlighted = self.answers.highlighted or ""
        if highlighted.startswith(_MORE):
            self._widen(highlighted.removeprefix(_MORE))
            self.look()
        else:
            super().action_find_open()

    def action_app_back(self) -> None:
        """Come back to all groups, then close; the words are kept."""
        if self._only:
            self._widen("")
            self.look()
        else:
            super().action_app_back()


def _find_if_wanted(
    connection: sqlite3.Connection,
    wanted: Callable[[], bool],
    words: str,
    clock: Clock,
    *,
    limit: int,
    private: bool,
    only: str | None,
) -> Report | None:
    """What answers to the words, unless other words were typed before their turn came."""
    if not wanted():
        return None
    return find_everything(connection, words, clock, limit=limit, private=private, only=only)


def _nothing_found() -> str:
    return _(
        "Nothing answers to that.\n\n"
        "Try fewer letters, the initials (hwjs), a part of the name,\n"
        "the last four digits of a phone, or one word of what was said."
    )
