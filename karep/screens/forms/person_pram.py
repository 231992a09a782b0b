"""The form of the four PRAM fields: how the relationship with a person is planned, earned, agreed and kept."""

from typing import Final

from karep.i18n import N_, _
from karep.screens.form import Field
from karep.screens.forms.person_part import PersonPartForm

PRAM: Final = {
    "pram_plan": N_("What could make them want to help you?"),
    "pram_relationship": N_("Common ground, how you listen, what earns liking and trust"),
    "pram_agreement": N_("What both sides gain, honest pros and cons, what was agreed"),
    "pram_maintenance": N_("Promises to keep, what to report back, the next gain for them"),
}
"""The fields, with what to write into each."""
LABELS: Final = {
    "pram_plan": N_("P plan"),
    "pram_relationship": N_("R relationship"),
    "pram_agreement": N_("A agreement"),
    "pram_maintenance": N_("M maintenance"),
}
"""What the fields are called where there is little room."""


class PersonPramForm(PersonPartForm):
    """Plan a relationship."""

    def heading(self) -> str:
        """What the form is for."""
        return _("PRAM: {name}").format(name=self._name) if self._name else _("PRAM of a person")

    async def reload(self) -> None:
        """Fill the form once, with the person's name above it."""
        if self._filling:
            await self.person()
        await super().reload()

    async def fields(self) -> tuple[Field, ...]:
        """The four fields."""
        return tuple(Field(name, _(LABELS[name]), "notes", hint=_(hint)) for name, hint in PRAM.items())

    async def first_values(self) -> dict[str, str]:
        """What was written."""
        person = await self.person()
        return {name: getattr(person, name) or "" for name in PRAM}

    async def save(self, values: dict[str, str]) -> None:
        """Store what was written."""
        await self.store({name: values[name] or None for name in PRAM})
