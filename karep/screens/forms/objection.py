"""The form of an objection."""

from karep.db import opportunities
from karep.db.errors import Refused
from karep.db.views.opportunities import Objection, get_objection, list_opportunities
from karep.db.words import field_name
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.rules.vocabulary import OBJECTION_OUTCOMES
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices


class ObjectionForm(Form):
    """Note an objection with the answer given, or change it."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Objection") if self.kind == "objection.add" else _("Change objection")

    async def fields(self) -> tuple[Field, ...]:
        """The customer's words, the playbook's card, the answer, what became of it."""
        deals = await self.karep.desk.read(list_opportunities, account_id=await self._account_id())
        cards = {one.id: f"{one.stage_id} {one.name}" for one in playbook(language()).objections.values()}
        return (
            Field("words", field_name("words")),
            Field("card", field_name("card"), "choice", cards),
            Field("answer", field_name("answer"), "notes"),
            Field("outcome", field_name("outcome"), "choice", choices(OBJECTION_OUTCOMES), required=True),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
        )

    async def _objection(self) -> Objection | None:
        objection_id = self.about.get("objection_id")
        return await self.karep.desk.read(get_objection, objection_id) if objection_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._objection()
        if known is None:
            raise Refused(_("That objection is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._objection()
        if known is None:
            return {"outcome": "open", "opportunity_id": self.about.get("opportunity_id", "")}
        return {name: getattr(known, name) or "" for name in ("words", "card", "answer", "outcome", "opportunity_id")}

    async def save(self, values: dict[str, str]) -> None:
        """Store the objection."""
        if not values["words"] and not values["card"]:
            raise Refused(_("What did the customer say? Type the words or choose a card."), field="words")
        fields: dict[str, object] = {name: value or None for name, value in values.items()}
        label = values["words"] or values["card"]
        if self.kind == "objection.add":
            fields |= {
                "account_id": self.about["account_id"],
                "at": typed.stamp({"at": ""}, "at", self.karep.clock, "ymd"),
            }
            await self.karep.save(self.kind, label, opportunities.add_objection, fields)
        else:
            await self.karep.save(self.kind, label, opportunities.change_objection, self.about["objection_id"], fields)
