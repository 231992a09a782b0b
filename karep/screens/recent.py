"""Pinned accounts and the places that were open lately: one key and Enter lead back."""

import sqlite3

from textual import work

from karep.db.views.recent import Place, list_pinned, list_recent
from karep.i18n import _
from karep.rules.matching import fold
from karep.screens.base import KarepScreen
from karep.screens.find_box import FindBox, Target
from karep.screens.find_rows import place_row, place_target
from karep.screens.widgets.section_list import Section

SHOWN = 20
"""How many of the places that were open lately are offered."""

Places = tuple[list[Place], list[Place]]
"""The pinned accounts, and the places that were open lately without those."""


def read_places(connection: sqlite3.Connection, current: tuple[str, str] | None) -> Places:
    """The places to offer, but for the one that is `current`: its noun and id."""
    pinned = [one for one in list_pinned(connection) if (one.noun, one.id) != current]
    known = {(one.noun, one.id) for one in pinned} | ({current} if current else set())
    # as many more are read as may be left out
    lately = [one for one in list_recent(connection, SHOWN + len(known)) if (one.noun, one.id) not in known]
    return pinned, lately[:SHOWN]


def place_sections(places: Places, words: str = "") -> tuple[list[Section], dict[str, Target]]:
    """The places that hold the words, as sections, and where each leads."""
    wanted = fold(words)
    sections, targets = list[Section](), dict[str, Target]()
    for title, group in ((_("Pinned"), places[0]), (_("Recent"), places[1])):
        kept = [one for one in group if wanted in fold(f"{one.name} {one.account_name}")]
        rows = {f"{one.noun}:{one.id}": place_row(one) for one in kept}
        targets |= {f"{one.noun}:{one.id}": place_target(one) for one in kept}
        sections.append(Section(title, rows))
    return sections, targets


def current_place(box: FindBox) -> tuple[str, str] | None:
    """Noun and id of the record whose page is below a box."""
    below = next((one for one in reversed(box.app.screen_stack) if isinstance(one, KarepScreen)), None)
    return below.page_of if below is not None else None


def no_places() -> str:
    """What stands where there are no places yet."""
    return _("No place yet.\n\nWhat you open is listed here; * on an account keeps it at hand.")


class RecentDialog(FindBox):
    """The pinned accounts, then the places that were open lately; typing narrows them."""

    def __init__(self) -> None:
        """Read nothing yet."""
        super().__init__()
        self._places: Places | None = None

    def caption(self) -> str:
        """What is listed."""
        return _("Pinned and recent")

    def placeholder(self) -> str:
        """What can be typed."""
        return _("type to narrow")

    def look(self) -> None:
        """Show the places that hold the words."""
        if self._places is None:
            self._read()
        else:
            self._show(self._places)

    @work(group="find", exclusive=True, exit_on_error=False)
    async def _read(self) -> None:
        try:
            self._places = await self.karep.desk.read(read_places, current_place(self))
        except Exception as error:
            self.karep.report(error)
        else:
            self._show(self._places)

    def action_find_open(self) -> None:
        """Open what is highlighted; where the places could not be read, read them again."""
        if self._places is None:
            self.look()
        else:
            super().action_find_open()

    def _show(self, places: Places) -> None:
        sections, targets = place_sections(places, self.words)
        nothing = _("No place is called that.\n\n/ finds anything.") if self.words.strip() else no_places()
        self.show_answers(sections, targets, nothing)
