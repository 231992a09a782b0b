"""What the short forms of a person share: each changes a few fields of somebody who is in the book."""

from collections.abc import Mapping

from karep.db import people
from karep.db.errors import Refused
from karep.db.views.people import Person, get_person
from karep.i18n import _
from karep.screens.form import Field, Form


class PersonPartForm(Form):
    """Some fields of one person."""

    def __init__(self, kind: str, about: Mapping[str, str]) -> None:
        """Make the form about the person with the id ``person_id``."""
        super().__init__(kind, about)
        self.begin_at = ""
        """The field that the form begins at; the first one when it is empty."""
        self._name = ""

    async def person(self) -> Person:
        """The person.

        Raises:
            Refused: If the person was removed meanwhile.
        """
        found = await self.karep.desk.read(get_person, self.about["person_id"])
        if found is None:
            raise Refused(_("That person is not in the store."))
        self._name = found.name
        return found

    async def store(self, fields: Mapping[str, object]) -> None:
        """Change the person."""
        person = await self.person()
        await self.karep.save("person.change", person.name, people.change_person, person.id, fields)

    def _first_field(self) -> Field | None:
        wanted = (one for one in self.shown_fields if one.name == self.begin_at and self._control(one).display)
        return next(wanted, None) or super()._first_field()
