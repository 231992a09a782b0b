"""Who will be in the room: boxes to tick, and the brief is made for those."""

import sqlite3
from collections.abc import Collection, Mapping
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from karep.db.views.people import get_person, list_people
from karep.db.views.subjects import account_of
from karep.i18n import _
from karep.screens.base import KarepDialog
from karep.screens.bindings import bindings
from karep.screens.widgets.checks import Checks


def who_could_come(connection: sqlite3.Connection, noun: str, record_id: str) -> dict[str, str]:
    """Those who could be in a meeting about an account, a person, a deal or a follow-up, by id, with their titles.

    Everybody of the account who has not left; of a person without an account, that person.
    """
    account_id = account_of(connection, noun, record_id)
    if account_id is None:
        person = get_person(connection, record_id)
        people = [person] if person else []
    else:
        people = [one for one in list_people(connection, account_id) if not one.left_on]
    return {one.id: f"{one.name} · {one.title}" if one.title else one.name for one in people}


class RoomChecks(Checks):
    """Boxes whose Enter ends the question."""

    DEFAULT_CSS = """
    RoomChecks { max-height: 14; }
    """

    class Taken(Message):
        """Those who are ticked shall be taken."""

    def action_leave(self) -> None:
        """Take those who are ticked."""
        self.post_message(self.Taken())


class RoomDialog(KarepDialog[tuple[str, ...]]):
    """Answers with the ids of those who are ticked."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("form.save")
    AUTO_FOCUS = "#room"

    def __init__(self, people: Mapping[str, str], chosen: Collection[str]) -> None:
        """Offer `people`, id to words, with some of them ticked."""
        super().__init__()
        self._people = dict(people)
        self._chosen = tuple(chosen)

    def compose(self) -> ComposeResult:
        """The boxes, and what the keys do."""
        with Vertical(id="dialog"):
            yield RoomChecks(self._people, id="room")
            hint = _("␣ ticks · a name that is typed is found · ⏎ takes them · nobody ticked: everyone who matters")
            yield Static(hint, classes="muted", markup=False)

    def on_mount(self) -> None:
        """Tick those who are chosen already."""
        self.query_one("#dialog").border_title = Content(_("Who will be in the room?"))
        self.query_one(RoomChecks).value = ",".join(self._chosen)

    @on(RoomChecks.Taken)
    def action_form_save(self) -> None:
        """Answer with those who are ticked."""
        self.dismiss(tuple(filter(None, self.query_one(RoomChecks).value.split(","))))
