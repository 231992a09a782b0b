"""The box that leads to a record: what is typed above, what answers below; the keys go to both."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from karep.actions import action
from karep.frozen import frozen
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import app_bindings, bindings, spare_key
from karep.screens.safe import assemble, safe
from karep.screens.widgets.columns import Column
from karep.screens.widgets.row_list import RowList
from karep.screens.widgets.section_list import Section, SectionList
from karep.screens.widgets.text_input import TextInput


@frozen
class Target:
    """What was chosen in a box."""

    noun: str
    record_id: str
    account_id: str = ""
    """The account that it belongs to, if any."""
    opportunity_id: str = ""
    """The deal that it belongs to, if any."""
    brief: bool = False
    """Whether its brief is wanted, and not its page."""


class AnswerList(SectionList, can_focus=False):
    """A list that never has the focus: the box moves in it while the rep types."""


class FindBox(KarepDialog[Target]):
    """A line to type into over a list in groups. The line keeps the focus; only named keys move in the list."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings("find.open", "find.next", "find.previous", "brief.open"),
        *app_bindings("app.help"),
    ]
    CSS_PATH = Path(__file__).with_name("find.tcss")
    HINTS: ClassVar[tuple[str, ...]] = ("find.open", "find.next", "brief.open", "app.privacy", "app.back")
    """The actions that the lower edge names."""

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__()
        self._targets: dict[str, Target] = {}

    # --- what a box says -----------------------------------------------------------------------------------------

    def caption(self) -> str:
        """The words in the upper edge."""
        raise NotImplementedError

    def placeholder(self) -> str:
        """What can be typed."""
        raise NotImplementedError

    def first_words(self) -> str:
        """What stands in the line at first, selected: what is typed replaces it."""
        return ""

    def detail(self, key: str) -> Content:
        """What the row with that key has no room for."""
        return Content("")

    def look(self) -> None:
        """Find what answers to the words."""
        raise NotImplementedError

    # --- the box -------------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The line, a note, the list, the highlighted row in full."""
        with Vertical(id="dialog"):
            yield TextInput(self.first_words(), placeholder=self.placeholder(), id="find-words")
            yield Static(id="find-note", markup=False)
            yield AnswerList(_columns(), show_header=False, id="find-answers")
            yield Static(id="find-detail", markup=False)

    def on_mount(self) -> None:
        """Let the rep type, or look at once."""
        self.begin_anew()
        self.show_edges()
        self.look()

    def eyes_changed(self) -> None:
        """Look again; what was shown is gone at once, however long the answer takes."""
        self.show_answers([], {}, "")
        self.look()

    def show_edges(self) -> None:
        """Write the words in the edges."""
        dialog = self.query_one("#dialog")
        dialog.border_title = assemble(self.caption())
        keymap = self.karep.settings.keys
        hints = [(spare_key(one, keymap), _(action(one).words)) for one in self.HINTS]
        dialog.border_subtitle = assemble(" · ".join(f"{key} {words}" for key, words in hints))

    @property
    def words(self) -> str:
        """What stands in the line."""
        return self.query_one(TextInput).value

    @property
    def answers(self) -> SectionList:
        """The list."""
        return self.query_one("#find-answers", SectionList)

    def show_answers(
        self, sections: list[Section], targets: Mapping[str, Target], nothing: str, *, note: str = ""
    ) -> None:
        """Show what answers, the first one highlighted.

        Args:
            sections: The answers in groups.
            targets: Where the row with each key leads.
            nothing: What stands there when there is no answer.
            note: What is to be said about the answers.
        """
        self._targets = dict(targets)
        self.query_one("#find-note", Static).update(safe(note), layout=False)
        self.answers.empty = nothing
        self.answers.set_sections(sections, keep_highlight=False)
        self._show_detail()

    def target(self) -> Target | None:
        """What is highlighted."""
        return self._targets.get(self.answers.highlighted or "")

    @on(RowList.Highlighted)
    def _show_detail(self) -> None:
        highlighted = self.answers.highlighted
        words = self.detail(highlighted) if highlighted else Content("")
        shown = self.query_one("#find-detail", Static)
        shown.update(words, layout=False)
        shown.display = bool(words)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.look()

    @on(Input.Submitted)
    @on(RowList.Selected)
    def _chosen(self) -> None:
        self.action_find_open()

    # --- keys ----------------------------------------------------------------------------------------------------

    def on_key(self, event: events.Key) -> None:
        """Arrows and page keys move in the list while the line is typed into."""
        moved = self.answers
        moves = {
            "up": (moved.action_move, -1),
            "down": (moved.action_move, 1),
            "pageup": (moved.action_page, -1),
            "pagedown": (moved.action_page, 1),
        }
        if event.key in moves:
            event.stop()
            event.prevent_default()
            move, step = moves[event.key]
            move(step)

    def action_find_open(self) -> None:
        """Open what is highlighted."""
        target = self.target()
        if target is not None:
            self.dismiss(target)

    def action_find_next(self) -> None:
        """Go to the next group."""
        self.answers.action_section(1)

    def action_find_previous(self) -> None:
        """Go to the group before."""
        self.answers.action_section(-1)

    def action_brief_open(self) -> None:
        """Open the brief for what is highlighted; the playbook's cards have none."""
        target = self.target()
        if target is not None and target.noun != "card":
            self.dismiss(replace(target, brief=True))

    def begin_anew(self) -> None:
        """Select the words: what is typed replaces them."""
        self.query_one(TextInput).action_select_all()


def _columns() -> tuple[Column, ...]:
    """What it is, and what makes it recognisable."""
    return (
        Column("what", "", width=20, fraction=3, priority=9),
        Column("about", "", width=16, fraction=2, priority=5),
    )
