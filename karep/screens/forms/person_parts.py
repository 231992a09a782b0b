"""The form of a person's parts: in the whole account, and in each of its deals."""

from typing import Final

from karep.db import people
from karep.db.change import Change
from karep.db.errors import Refused
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import Person, list_person_roles
from karep.i18n import _
from karep.rules.vocabulary import ROLES
from karep.screens.form import Field
from karep.screens.forms.person_part import PersonPartForm
from karep.screens.forms.words import choices

_DEAL: Final = "deal_"
"""Before the id of a deal in the name of its field."""


class PersonPartsForm(PersonPartForm):
    """Say what a person is in which decision."""

    deals: tuple[tuple[str, str], ...] = ()
    """The deals that the form asks about, ids and names: the open ones, and those in which there is a part already."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Roles: {name}").format(name=self._name) if self._name else _("Roles of a person")

    async def reload(self) -> None:
        """Fill the form once, with the person's name above it."""
        if self._filling:
            await self._read_deals(await self.person())
        await super().reload()

    async def _read_deals(self, person: Person) -> None:
        played = await self.karep.desk.read(list_person_roles, person.id)
        found = {deal: name for deal, name, _role in played}
        if person.account_id:
            listed = await self.karep.desk.read(list_opportunities, account_id=person.account_id)
            mine = {one.id: one.name for one in listed if one.status == "open" or one.id in found}
            found = {one: name for one, name in mine.items()}
        self.deals = tuple(found.items())

    async def fields(self) -> tuple[Field, ...]:
        """The account first, then each deal."""
        return (
            Field("roles", _("Whole account"), "checks", choices(ROLES)),
            *(Field(f"{_DEAL}{deal}", name, "checks", choices(ROLES)) for deal, name in self.deals),
        )

    async def first_values(self) -> dict[str, str]:
        """The parts that are known."""
        person = await self.person()
        played = await self.karep.desk.read(list_person_roles, person.id)
        return {
            "roles": ",".join(person.account_roles),
            **{
                f"{_DEAL}{deal_id}": ",".join(role for deal, _name, role in played if deal == deal_id)
                for deal_id, _deal_name in self.deals
            },
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store all parts as one action."""
        person = await self.person()
        if not person.account_id:
            raise Refused(_("Roles need an account: give the person one first (e)."), field="roles")
        wanted: dict[str | None, tuple[str, ...]] = {None: _listed(values["roles"])}
        wanted |= {deal: _listed(values[f"{_DEAL}{deal}"]) for deal, _name in self.deals}
        await self.karep.save("person.change", person.name, _set_all, person.id, person.account_id, wanted)


def _listed(value: str) -> tuple[str, ...]:
    return tuple(filter(None, value.split(",")))


def _set_all(change: Change, person_id: str, account_id: str, wanted: dict[str | None, tuple[str, ...]]) -> None:
    """Set the parts in the account and in each deal as one action."""
    for deal, roles in wanted.items():
        people.set_roles(change, person_id, account_id, roles, opportunity_id=deal)
