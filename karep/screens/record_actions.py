"""What can be done with the highlighted record, whatever its noun: open, edit, remove, finish, look back."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, ClassVar, Final

from textual.binding import BindingType

from karep.db.views.follow_ups import get_follow_up
from karep.db.views.promises import get_promise
from karep.db.views.records import person_of, record_name
from karep.db.words import noun_name
from karep.i18n import _
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.privacy import Eyes

if TYPE_CHECKING:
    from karep.app import KarepApp

_CHANGEABLE: Final = frozenset(
    (
        *("account", "person", "preference", "occasion", "touch", "promise", "follow_up", "opportunity", "objection"),
        *("need", "competitor", "concession", "gift"),
    )
)
"""The nouns that a form changes and that can be removed."""
_CLOSABLE: Final = ("follow_up", "promise")
"""The nouns that are due on a day: they can be closed, opened again, and moved."""


def _remover(noun: str) -> Callable[..., Any]:
    """The verb that removes a record; the verbs are imported when one is used, not before the first screen."""
    from karep.db import (
        accounts,
        competitors,
        concessions,
        follow_ups,
        gifts,
        needs,
        objections,
        occasions,
        opportunities,
        people,
        promises,
        touches,
    )

    removers: dict[str, Callable[..., Any]] = {
        "account": accounts.remove_account,
        "person": people.remove_person,
        "preference": people.remove_preference,
        "occasion": occasions.remove_occasion,
        "touch": touches.remove_touch,
        "promise": promises.remove_promise,
        "follow_up": follow_ups.remove_follow_up,
        "opportunity": opportunities.remove_opportunity,
        "objection": objections.remove_objection,
        "concession": concessions.remove_concession,
        "need": needs.remove_need,
        "competitor": competitors.remove_competitor,
        "gift": gifts.remove_gift,
    }
    return removers[noun]


class RecordActions:
    """A screen mixes this in and says which record is at hand."""

    RECORD_BINDINGS: ClassVar[list[BindingType]] = bindings(
        "record.open",
        "record.edit",
        "record.remove",
        "record.history",
        "record.done",
        "record.move",
        "promise.break",
        "follow_up.prepare",
        "objection.outcome",
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

    def promise_at_hand(self) -> str | None:
        """The highlighted promise, if one is: a follow-up is then made from it."""
        noun, record_id = self.record_at_hand() or ("", "")
        return record_id if noun == "promise" else None

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
            self.karep.say(_("There is nothing here to change."))
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
            self.karep.say(_("There is nothing here to remove."))
            return
        noun, record_id = record
        name = await self.karep.desk.read(record_name, noun, record_id)
        await self.karep.save("record.remove", f"{noun_name(noun)} {name}", _remover(noun), record_id)
        self.karep.say(_("Removed {name}; u brings it back.").format(name=self._called(noun, name)))

    def _called(self, noun: str, name: str) -> str:
        """What the rep calls a record, in a sentence that others may read over the shoulder."""
        if noun in ("preference", "occasion", "concession", "gift"):
            # these are known by whose they are
            return " · ".join(part for part in (noun_name(noun), name) if part)
        if noun == "touch" and self.karep.private:
            return noun_name(noun)
        return Eyes.of(self.karep).words(name) or noun_name(noun)

    # --- what is due on a day ------------------------------------------------------------------------------------

    async def action_record_done(self) -> None:
        """Keep a promise; ask what was done with a follow-up and what is next; what is closed is opened again."""
        noun, record_id = self.record_at_hand() or ("", "")
        if noun == "promise":
            await self._keep_or_reopen(record_id)
        elif noun == "follow_up":
            await self._finish_or_reopen(record_id)
        else:
            self.karep.say(_("Highlight a follow-up or a promise first."))

    async def _keep_or_reopen(self, promise_id: str) -> None:
        from karep.db import promises

        promise = await self.karep.desk.read(get_promise, promise_id)
        if promise is None:
            self.karep.say(_("That record is not in the store."))
        elif promise.kept_at or promise.broken_at:
            await self._reopen("promise", promise_id, promise.what, promises.reopen_promise)
        else:
            today = self.karep.clock.today
            await self.karep.save("promise.keep", promise.what, promises.keep_promise, promise_id, on=today)
            if promise.follow_up_id:
                sentence = _("Kept: {name}, and its follow-up is done; u takes it back.")
            else:
                sentence = _("Kept: {name}; u takes it back.")
            self.karep.say(sentence.format(name=self._called("promise", promise.what)))

    async def _finish_or_reopen(self, follow_up_id: str) -> None:
        from karep.db import follow_ups

        follow_up = await self.karep.desk.read(get_follow_up, follow_up_id)
        if follow_up is None:
            self.karep.say(_("That record is not in the store."))
        elif follow_up.done_at:
            await self._reopen("follow_up", follow_up_id, follow_up.what, follow_ups.reopen_follow_up)
        else:
            about = {"account_id": follow_up.account_id, "follow_up_id": follow_up_id}
            await places.open_log(self.karep, **about)

    async def _reopen(self, noun: str, record_id: str, name: str, verb: Callable[..., Any]) -> None:
        await self.karep.save(f"{noun}.reopen", name, verb, record_id)
        self.karep.say(_("Open again: {name}.").format(name=self._called(noun, name)))

    async def action_promise_break(self) -> None:
        """Note that the highlighted promise was not kept."""
        from karep.db import promises

        promise_id = self.promise_at_hand()
        promise = await self.karep.desk.read(get_promise, promise_id) if promise_id else None
        if promise is None:
            self.karep.say(_("Highlight a promise first."))
        elif promise.kept_at or promise.broken_at:
            self.karep.say(_("That promise is closed; open it again first."))
        else:
            await self.karep.save("promise.break", promise.what, promises.break_promise, promise.id)
            name = self._called("promise", promise.what)
            self.karep.say(_("Not kept: {name}; u takes it back.").format(name=name))

    async def action_record_move(self) -> None:
        """Move what is due to another day."""
        record = self.record_at_hand()
        if record is None or record[0] not in _CLOSABLE:
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

    async def action_objection_outcome(self) -> None:
        """Note what became of the highlighted objection: it worked, it failed, it is open again."""
        from karep.screens.outcome import step_outcome

        noun, record_id = self.record_at_hand() or ("", "")
        if noun == "objection":
            await step_outcome(self.karep, record_id)
        else:
            self.karep.say(_("Highlight an objection first."))

    async def action_record_history(self) -> None:
        """Show everything that ever changed here."""
        record = self.record_at_hand()
        if record is not None:
            name = await self.karep.desk.read(record_name, *record)
            places.open_history(self.karep, *record, self._called(record[0], name))
