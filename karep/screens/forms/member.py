"""The form of a member of a group-buy."""

from karep.db import members
from karep.db.errors import NotFound
from karep.db.views.members import Member, get_member
from karep.i18n import _
from karep.screens.form import Field, Form
from karep.screens.forms import typed


class MemberForm(Form):
    """Change what a member wants, and when the member joined."""

    _member: Member | None = None

    def heading(self) -> str:
        """What the form is for."""
        return _("Change member")

    async def fields(self) -> tuple[Field, ...]:
        """The wish, and the day of joining."""
        return (
            Field("wish", _("Wish"), hint=_("what the member wants: model, number, colour")),
            Field("joined_at", _("Joined on"), hint=_("empty while undecided"), preview=self._preview),
        )

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    async def _read(self) -> Member:
        known = await self.karep.desk.read(get_member, self.about["member_id"])
        if known is None:
            raise NotFound(_("That record is not in the store."))
        return known

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        self._member = known = await self._read()
        joined = typed.local_words(known.joined_at, self.karep.clock) if known.joined_at else ""
        return {"wish": known.wish or "", "joined_at": joined}

    async def save(self, values: dict[str, str]) -> None:
        """Store the member."""
        known = self._member or await self._read()
        clock = self.karep.clock
        joined = typed.stamp(values, "joined_at", clock, self.karep.settings["dates"]) if values["joined_at"] else None
        if known.joined_at and values["joined_at"] == typed.local_words(known.joined_at, clock):
            # the words have no seconds: a moment that was left alone stays as it is
            joined = known.joined_at
        fields = {"wish": values["wish"] or None, "joined_at": joined}
        await self.karep.save(self.kind, known.person_name, members.change_member, known.id, fields)
