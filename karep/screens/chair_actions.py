"""What an account's page does with its people and with the chairs that nobody sits in."""

from typing import ClassVar

from textual.binding import BindingType

from karep.i18n import _
from karep.reports.standing import Standing
from karep.rules.vocabulary import ROLES
from karep.screens import places
from karep.screens.bindings import bindings
from karep.screens.person_actions import PersonActions


class ChairActions(PersonActions):
    """The page of an account mixes this in and says which chair is highlighted."""

    CHAIR_BINDINGS: ClassVar[list[BindingType]] = [*bindings("chair.absent"), *PersonActions.PERSON_BINDINGS]

    standing: Standing | None = None
    """How the account is covered, as far as it was read."""

    def chair_at_hand(self) -> str | None:
        """The role of the highlighted chair."""
        raise NotImplementedError

    def account_at_hand(self) -> str | None:
        """The account of the page."""
        raise NotImplementedError

    async def open_chair_or_person(self) -> bool:
        """Seat somebody in the highlighted chair, or open the highlighted person's page; False where it is neither."""
        account_id, person_id, role = self.account_at_hand(), self.person_at_hand(), self.chair_at_hand()
        if account_id and role:
            await places.open_form(self.karep, "person.add", account_id=account_id, role=role)
        elif person_id:
            places.open_person(self.karep, person_id)
        return bool(role or person_id)

    async def action_person_add(self) -> None:
        """Add a person, into the highlighted chair if one is."""
        account_id, role = self.account_at_hand(), self.chair_at_hand()
        if account_id:
            about = {"account_id": account_id, **({"role": role} if role else {})}
            await places.open_form(self.karep, "person.add", **about)

    async def action_chair_absent(self) -> None:
        """Note that nobody has the highlighted role here, or that somebody could."""
        from karep.db import people

        account_id, role, standing = self.account_at_hand(), self.chair_at_hand(), self.standing
        if not account_id or not role or standing is None:
            self.karep.say(_("Highlight an empty chair of the decision chain first."))
            return
        absent = role not in standing.absent
        name = standing.care.short_name or standing.care.name
        await self.karep.save("chair.absent", name, people.mark_absent, account_id, role, absent=absent)
        if absent:
            sentence = _("Nobody is {role} here: the chair no longer counts; a takes it back.")
        else:
            sentence = _("The chair counts again: {role}.")
        self.karep.say(sentence.format(role=_(ROLES[role])))
