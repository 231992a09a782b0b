"""The coverage matrix: who of ours knows whom of theirs, what that is worth, and what is missing."""

from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from karep.i18n import _
from karep.reports.standing import Standing, active_words, read_standing, score_words
from karep.screens import places
from karep.screens.account_actions import AccountActions
from karep.screens.base import KarepScreen
from karep.screens.bindings import bindings
from karep.screens.chair_actions import ChairActions
from karep.screens.coverage_rows import (
    MEETING_WIDTH,
    WHY_COLUMNS,
    matrix_columns,
    matrix_section,
    pair_words,
    why_section,
)
from karep.screens.people_rows import warned
from karep.screens.privacy import Eyes
from karep.screens.record_actions import RecordActions
from karep.screens.safe import assemble, one_line, safe
from karep.screens.widgets.columns import GAP
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import SectionList

_MARGIN: Final = 5
"""Cells beside the columns: the pointer, the scrollbar."""


class CoverageScreen(ChairActions, AccountActions, RecordActions, KarepScreen):
    """Our people against the people of one account."""

    PLACE = "accounts"
    LISTS_ACCOUNTS = False
    FOOTER = ("record.open", "coverage.why", "touch.log", "person.rate", "record.edit", "app.back")
    CSS_PATH = "coverage.tcss"
    AUTO_FOCUS = "#matrix"
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("coverage.left", "coverage.right", "coverage.why", "chair.absent"),
        *bindings("person.rate", "person.pram", "person.parts"),
        *AccountActions.ACCOUNT_BINDINGS,
        *bindings("record.open", "record.edit", "record.history"),
    ]

    def __init__(self, account_id: str) -> None:
        """Show the matrix of the account with that id."""
        super().__init__()
        self.account_id = account_id
        self._first = 0
        """The place of the first of ours that is shown."""

    def compose_content(self) -> ComposeResult:
        """The head with the warnings, the matrix, what the score is made of, the highlighted row in full."""
        yield Static(id="coverage-head", markup=False)
        yield Static(id="coverage-warnings", markup=False)
        yield SectionList(matrix_columns((), 0), id="matrix")
        yield SectionList(WHY_COLUMNS, id="why", show_header=False)
        yield Static(id="coverage-detail", markup=False)

    async def reload(self) -> None:
        """Read how the account is covered."""
        own_name = self.karep.settings["name"]
        self.standing = await self.karep.desk.read(read_standing, self.account_id, self.karep.clock, own_name)
        self._show()

    @property
    def matrix(self) -> SectionList:
        """The matrix."""
        return self.query_one("#matrix", SectionList)

    @property
    def why(self) -> SectionList:
        """What the score is made of."""
        return self.query_one("#why", SectionList)

    def _show(self) -> None:
        standing, eyes = self.standing, Eyes.of(self.karep)
        if standing is None:
            gone = _("This account was removed; u brings it back, esc goes back.")
            self.query_one("#coverage-head", Static).update(safe(gone))
            self.query_one("#coverage-warnings").display = False
            self.matrix.set_sections([])
            self.why.set_sections([])
            return
        self._show_head(standing, eyes)
        self._show_matrix(standing, eyes)
        self.why.set_sections([why_section(standing, eyes)])
        self._show_detail()

    def _show_head(self, standing: Standing, eyes: Eyes) -> None:
        """Whose matrix it is, the score, how many are active."""
        name = safe(one_line(standing.care.short_name or standing.care.name)).stylize("bold")
        hidden = eyes.hides("person", "strength")
        beside = [_("Coverage")] if hidden else [score_words(standing), active_words(standing)]
        told = " · ".join(beside) if standing.here else _("Coverage")
        self.query_one("#coverage-head", Static).update(assemble(("◆ ", "$text-accent"), name, f"  {told}"))
        warnings = [] if hidden else warned(standing)
        shown = self.query_one("#coverage-warnings", Static)
        shown.display = bool(warnings)
        shown.update(safe("\n".join(warnings)))

    def _show_matrix(self, standing: Standing, eyes: Eyes) -> None:
        room = self._room()
        self._first = max(0, min(self._first, len(standing.ours) - room))
        shown = standing.ours[self._first : self._first + room]
        self.matrix.set_columns(matrix_columns(shown, self.size.width))
        beyond = (self._first, len(standing.ours) - self._first - len(shown))
        self.matrix.set_sections([matrix_section(standing, shown, beyond, eyes)])

    def _room(self) -> int:
        """How many of ours are shown at once."""
        theirs = sum(column.width + GAP for column in matrix_columns((), self.size.width))
        return max(1, (self.size.width - _MARGIN - theirs + GAP) // (MEETING_WIDTH + GAP))

    def on_resize(self) -> None:
        """Show as many of ours as there is room for."""
        self.call_after_refresh(self._show)

    @on(RowList.Highlighted)
    @on(events.DescendantFocus)
    def _show_detail(self) -> None:
        """The highlighted person with everybody of ours who knows them; the keys where a chair is empty."""
        detail, standing = self.query_one("#coverage-detail", Static), self.standing
        person_id = self.person_at_hand()
        person = next((one for one in standing.here if one.id == person_id), None) if standing else None
        if standing is not None and person is not None:
            detail.update(safe(pair_words(person, standing, Eyes.of(self.karep))))
        elif self.chair_at_hand():
            detail.update(_("Nobody sits here: ⏎ or p adds somebody, a says that nobody has the role."))
        else:
            detail.update("")

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_coverage_left(self) -> None:
        """Show the people of ours further left."""
        self._scroll(-1)

    def action_coverage_right(self) -> None:
        """Show the people of ours further right."""
        self._scroll(1)

    def _scroll(self, step: int) -> None:
        if self.standing is not None:
            last = max(0, len(self.standing.ours) - self._room())
            self._first = max(0, min(self._first + step, last))
            self._show_matrix(self.standing, Eyes.of(self.karep))

    def action_coverage_why(self) -> None:
        """Go to what the score is made of, or back to the matrix."""
        (self.matrix if self.why.has_focus else self.why).focus()

    # --- what is at hand -----------------------------------------------------------------------------------------

    def _highlighted(self) -> tuple[str, str]:
        highlighted = (self.why if self.why.has_focus else self.matrix).highlighted or ""
        noun, _colon, record_id = highlighted.partition(":")
        return noun, record_id.partition(":")[0]

    def chair_at_hand(self) -> str | None:
        """The role of the highlighted chair that nobody sits in."""
        noun, role = self._highlighted()
        return role if noun == "chair" else None

    def person_at_hand(self) -> str | None:
        """The highlighted person."""
        noun, person_id = self._highlighted()
        return person_id if noun == "person" else None

    def account_at_hand(self) -> str | None:
        """The account."""
        return self.account_id

    def record_at_hand(self) -> tuple[str, str] | None:
        """The highlighted person, else the account."""
        person_id = self.person_at_hand()
        return ("person", person_id) if person_id else ("account", self.account_id)

    async def action_record_open(self) -> None:
        """Open the highlighted person's page, or a form to fill an empty chair."""
        await self.open_chair_or_person()

    async def action_record_edit(self) -> None:
        """Change the highlighted person."""
        person_id = self.person_at_hand()
        if person_id:
            await places.open_form(self.karep, "person.change", person_id=person_id)
        else:
            await self.open_chair_or_person()

    @on(RowList.Selected)
    async def _selected(self) -> None:
        await self.action_record_open()
