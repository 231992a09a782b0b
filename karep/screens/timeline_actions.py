"""What can be done with the highlighted item of a timeline: open it where it stands, change it, go to its people."""

from typing import Final

from karep.db.views.timeline import TimelineItem
from karep.i18n import _
from karep.screens import places
from karep.screens.choose import ChooseDialog
from karep.screens.record_actions import RecordActions

_OF_THE_DEAL: Final = ("stage_change", "closing", "tick")
"""The kinds that stand on the page of their deal."""
_AS_IT_WAS: Final = (*_OF_THE_DEAL, "fact", "import")
"""The kinds that no form changes and no key removes."""


class TimelineActions(RecordActions):
    """A screen mixes this in and says which item is at hand; of anything else the records' own actions apply."""

    def item_at_hand(self) -> TimelineItem | None:
        """The highlighted item, if one is."""
        raise NotImplementedError

    async def action_record_open(self) -> None:
        """Open the item: a move on the page of its deal, a fact on its account's, any other in its form."""
        item = self.item_at_hand()
        if item is None:
            await super().action_record_open()
        elif item.kind in _OF_THE_DEAL:
            if item.opportunity_id:
                places.open_opportunity(self.karep, item.opportunity_id)
        elif item.kind == "import":
            await self.action_record_history()
        elif item.kind == "fact":
            await places.open_record(self.karep, item.noun, item.id, account_id=item.account_id or "")
        else:
            await super().action_record_edit()

    async def action_record_edit(self) -> None:
        """Change the item; what only followed from something else is changed there."""
        item = self.item_at_hand()
        if item is not None and item.kind in _AS_IT_WAS:
            self.karep.say(_("This cannot be changed here; enter shows where it comes from."))
        else:
            await super().action_record_edit()

    async def action_record_remove(self) -> None:
        """Remove the item; undo brings it back."""
        item = self.item_at_hand()
        if item is not None and item.kind in _AS_IT_WAS:
            self.karep.say(_("This cannot be removed here; enter shows where it comes from."))
        else:
            await super().action_record_remove()

    async def action_record_history(self) -> None:
        """Show everything that ever changed about the item; of an import, about what it changed."""
        item = self.item_at_hand()
        if item is not None and item.kind in ("closing", "tick"):
            name = self._called("opportunity", item.opportunity_name or "")
            places.open_history(self.karep, "opportunity", item.opportunity_id or item.id, name)
        elif item is not None and item.kind == "import":
            noun, record_id, name = self.imported_at_hand()
            places.open_history(self.karep, noun, record_id, self._called(noun, name))
        else:
            await super().action_record_history()

    def imported_at_hand(self) -> tuple[str, str, str]:
        """Noun, id and name of what the imports in this timeline brought in or changed."""
        raise NotImplementedError

    async def action_timeline_people(self) -> None:
        """Go to the person of the item; of several the rep chooses."""
        item = self.item_at_hand()
        people = dict(item.people) if item is not None else {}
        if not people:
            self.karep.say(_("Nobody of theirs is noted there."))
        elif len(people) == 1:
            await self._open_person(next(iter(people)))
        else:
            await self.karep.push_screen(ChooseDialog(_("Who?"), people), self._person_chosen)

    def _person_chosen(self, person_id: str | None) -> None:
        if person_id:
            self.karep.call_later(self._open_person, person_id)

    async def _open_person(self, person_id: str) -> None:
        """Open a person where they stand now: on the page of their account, or in their own form."""
        from karep.db.views.people import get_person

        person = await self.karep.desk.read(get_person, person_id)
        if person is not None:
            await places.open_record(self.karep, "person", person_id, account_id=person.account_id or "")
