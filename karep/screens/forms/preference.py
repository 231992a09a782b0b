"""The form of a preference."""

from karep.db import people
from karep.db.views.people import get_person, list_preferences
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.vocabulary import PREFERENCE_KINDS, PRIVACY
from karep.screens.form import Field, Form
from karep.screens.forms.words import choices


class PreferenceForm(Form):
    """Add a preference of a person, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New preference") if self.kind == "preference.add" else _("Change preference")

    async def fields(self) -> tuple[Field, ...]:
        """Kind, words, and who may see it."""
        return (
            Field("kind", field_name("kind"), "choice", choices(PREFERENCE_KINDS), required=True),
            Field("text", field_name("text"), required=True),
            Field("privacy", field_name("privacy"), "choice", choices(PRIVACY), required=True),
        )

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        if self.kind == "preference.add":
            return {"kind": "communication", "privacy": "personal"}
        known = await self.karep.desk.read(list_preferences, self.about["person_id"])
        one = next((one for one in known if one.id == self.about["preference_id"]), None)
        return {"kind": one.kind, "text": one.text, "privacy": one.privacy} if one else {}

    async def save(self, values: dict[str, str]) -> None:
        """Store the preference."""
        person = await self.karep.desk.read(get_person, self.about["person_id"])
        label = person.name if person else ""
        if self.kind == "preference.add":
            fields = {**values, "person_id": self.about["person_id"]}
            await self.karep.save(self.kind, label, people.add_preference, fields)
        else:
            await self.karep.save(self.kind, label, people.change_preference, self.about["preference_id"], values)
