"""What can be done with the highlighted record, whatever its noun: open, edit, remove, finish, look back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import BindingType

from karep.db.views.records import person_of, record_name
from karep.db.words import noun_name
from karep.i18n import _
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes

if TYPE_CHECKING:
    from karep.app import KarepApp

_CHANGEABLE: Final = frozenset(
    ("account", "person", "preference", "occasion", "touch", "promise", "follow_up", "opportunity", "objection")
)
"""The nouns that a form changes and that can be removed."""
_FINISHED: Final = {"follow_up": "follow_up.finish", "promise": "promise.keep"}
"""The action that finishes each noun that can be finished."""


def _remover(noun: str) -> Callable[..., Any]:
    """The verb that removes a record; the verbs are imported when one is used, not before the first screen."""
    from karep.db import accounts, follow_ups, occasions, opportunities, people, promises, touches

    removers: dict[str, Callable[..., Any]] = {
        "account": accounts.remove_account,
        "person": people.remove_person,
        "preference": people.remove_preference,
        "occasion": occasions.remove_occasion,
        "touch": touches.remove_touch,
        "promise": promises.remove_promise,
        "follow_up": follow_ups.remove_follow_up,
        "opportunity": opportunities.remove_opportunity,
        "objection": opportunities.remove_objection,
    }
    return removers[noun]


def _finisher(noun: str) -> Callable[..., Any]:
    from karep.db import follow_ups, promises

    return follow_ups.finish_follow_up if noun == "follow_up" else promises.keep_promise


class RecordActions:
    """A screen mixes this in and says which record is at hand."""

    RECORD_BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.open",
        "record.edit",
        "record.remove",
        "record.history",
        "record.done",
        "record.move",
        "follow_up.prepare",
    )

    karep: "KarepApp"

    def record_at_hand(self) -> tuple[str, str] | None:
        """Noun and id of the highlighted record."""
        raise NotImplementedError

    def account_at_hand(self) -> str | None:
        """The account that the record belongs to."""
        raise NotImplementedError

    def person_at_hand(self) -> str | None:
        """The highlighted person, if one is."""
        return None

    async def action_record_open(self) -> None:
        """Open the record: a deal's stage page, any other record's form."""
        record = self.record_at_hand()
        if record and record[0] == "opportunity":
            places.open_opportunity(self.karep, record[1])
        else:
            await self.action_record_edit()

    async def action_record_edit(self) -> None:
        """Change the record."""
        record = self.record_at_hand()
        if record is None or record[0] not in _CHANGEABLE:
            return
        noun, record_id = record
        about = {f"{noun}_id": record_id}
        if noun == "occasion" and (account_id := self.account_at_hand()):
            about["account_id"] = account_id
        if noun == "preference":
            person_id = await self.karep.desk.read(person_of, noun, record_id)
            about["person_id"] = person_id or ""
        await places.open_form(self.karep, f"{noun}.change", **about)

    async def action_record_remove(self) -> None:
        """Remove the record; undo brings it back."""
        record = self.record_at_hand()
        if record is None or record[0] not in _CHANGEABLE:
            return
        noun, record_id = record
        name = await self.karep.desk.read(record_name, noun, record_id)
        await self.karep.save("record.remove", f"{noun_name(noun)} {name}", _remover(noun), record_id)
        self.karep.say(_("Removed {name}; u brings it back.").format(name=self._called(noun, name)))

    def _called(self, noun: str, name: str) -> str:
        """What the rep calls a record, in a sentence that others may read over the shoulder."""
        if noun in ("preference", "occasion"):
            # these are known by whose they are
            return " · ".join(part for part in (noun_name(noun), name) if part)
        if noun == "touch" and self.karep.private:
            return noun_name(noun)
        return Eyes.of(self.karep).words(name) or noun_name(noun)

    async def action_record_done(self) -> None:
        """Mark a follow-up as done or a promise as kept."""
        record = self.record_at_hand()
        if record is None or record[0] not in _FINISHED:
            self.karep.say(_("Highlight a follow-up or a promise first."))
            return
        name = await self.karep.desk.read(record_name, *record)
        await self.karep.save(_FINISHED[record[0]], name, _finisher(record[0]), record[1])
        self.karep.say(_("Done: {name}. n logs what happened.").format(name=self._called(record[0], name)))

    async def action_record_move(self) -> None:
        """Move a follow-up or a promise to another day."""
        record = self.record_at_hand()
        if record is None or record[0] not in _FINISHED:
            self.karep.say(_("Highlight a follow-up or a promise first."))
            return
        from karep.screens.move_date import MoveDateDialog

        await self.karep.push_screen(MoveDateDialog(*record))

    async def action_follow_up_prepare(self) -> None:
        """Prepare the visit of the highlighted follow-up."""
        record = self.record_at_hand()
        if record is None or record[0] != "follow_up":
            self.karep.say(_("Highlight a follow-up first."))
            return
        await places.open_form(self.karep, "follow_up.prepare", follow_up_id=record[1])

    async def action_record_history(self) -> None:
        """Show everything that ever changed here."""
        record = self.record_at_hand()
        if record is not None:
            name = await self.karep.desk.read(record_name, *record)
            places.open_history(self.karep, *record, self._called(record[0], name))
