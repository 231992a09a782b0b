"""The form of a concession: what is given, what comes back, the price after it; and, once made, when and to whom."""

from typing import Final

from karep.db import concessions
from karep.db.errors import Refused
from karep.db.views.concessions import Concession, get_concession
from karep.db.views.objections import list_objections
from karep.db.views.opportunities import Opportunity, get_opportunity
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _, language
from karep.playbook.shelf import playbook
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.safe import fit

_TEXTS: Final = ("give", "get", "approver", "objection_id", "person_id")
_SHOWN: Final = 40
"""As many cells of an objection are shown in a choice."""


class ConcessionForm(Form):
    """Plan a concession, change one, or note that one was made."""

    def heading(self) -> str:
        """What the form is for."""
        verbs = {"concession.add": _("Plan a step"), "concession.make": _("The step was made")}
        return verbs.get(self.kind, _("Change step"))

    async def fields(self) -> tuple[Field, ...]:
        """What is given and got, the price after it; then what is known once it is made."""
        deal = await self._deal()
        people = await self.karep.desk.read(list_people, deal.account_id)
        terms = {"0": _("within what was approved"), "1": _("below what was approved")}
        plan = (
            Field("give", field_name("give"), hint=_("3 % for the frame, free training, 60 days …"), required=True),
            Field("get", field_name("get"), hint=_("volume, term, cash, a reference: something back")),
            Field(
                "price", field_name("price"), hint=_("the whole price of the deal after it"),
                preview=typed.amount_preview,
            ),
            Field("below_floor", _("Terms"), "choice", terms, required=True),
        )  # fmt: skip
        made = (
            Field("made_at", _("Made on"), hint=_("empty while it is planned"), preview=self._preview),
            Field("person_id", _("To whom"), "choice", {one.id: one.name for one in people}),
            Field("objection_id", _("For the objection"), "choice", await self._objections(deal)),
            Field("approver", field_name("approver"), hint=_("needed below the floor: who allowed it, by name")),
        )
        return (*made, *plan) if self.kind == "concession.make" else (*plan, *made)

    async def _objections(self, deal: Opportunity) -> dict[str, str]:
        """Those of the deal first, then the others of the account."""
        heard = await self.karep.desk.read(list_objections, account_id=deal.account_id)
        cards = playbook(language()).objections
        found = {}
        for one in sorted(heard, key=lambda one: one.opportunity_id != deal.id):
            card = cards.get(one.card or "")
            found[one.id] = fit(one.words or (card.name if card else one.card) or "?", _SHOWN).rstrip()
        return found

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    async def _concession(self) -> Concession | None:
        concession_id = self.about.get("concession_id")
        return await self.karep.desk.read(get_concession, concession_id) if concession_id else None

    async def _deal(self) -> Opportunity:
        known = await self._concession()
        deal_id = known.opportunity_id if known else self.about.get("opportunity_id", "")
        deal = await self.karep.desk.read(get_opportunity, deal_id)
        if deal is None:
            raise Refused(_("That record is not in the store."))
        return deal

    async def first_values(self) -> dict[str, str]:
        """What is known; what is being made was made today unless the rep says otherwise."""
        known = await self._concession()
        if known is None:
            return {"below_floor": "0", "objection_id": self.about.get("objection_id", "")}
        made = typed.local_words(known.made_at, self.karep.clock) if known.made_at else ""
        if self.kind == "concession.make" and not made:
            made = self.karep.clock.today.isoformat()
        return {
            **{name: getattr(known, name) or "" for name in _TEXTS},
            "price": typed.amount_text(known.price),
            "below_floor": str(int(known.below_floor)),
            "made_at": made,
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the concession; the journal's label names the deal only, for a plan is nobody else's business."""
        deal = await self._deal()
        price = typed.amount(values, "price")
        if price is not None and price < 0:
            raise Refused(_("A price cannot be negative."), field="price")
        if self.kind == "concession.make" and not values["made_at"]:
            raise Refused(_("When was it made? Give it a day, such as today."), field="made_at")
        fields: dict[str, object] = {name: values[name] or None for name in _TEXTS}
        fields |= {
            "price": price,
            "below_floor": values["below_floor"] == "1",
            "made_at": await self._made_at(values),
        }
        if self.kind == "concession.add":
            fields |= {"account_id": deal.account_id, "opportunity_id": deal.id}
            await self.karep.save(self.kind, deal.name, concessions.add_concession, fields)
        elif self.kind == "concession.make":
            await self.karep.save(
                self.kind, deal.name, concessions.make_concession, self.about["concession_id"], fields
            )
        else:
            await self.karep.save(
                self.kind, deal.name, concessions.change_concession, self.about["concession_id"], fields
            )
        if not values["get"]:
            self.karep.say(_("Nothing comes back for it: a gift teaches them to ask again."), severity="warning")

    async def _made_at(self, values: dict[str, str]) -> str | None:
        """When it was made; a moment that was left alone stays to the second."""
        if not values["made_at"]:
            return None
        known = await self._concession()
        if known and known.made_at and typed.local_words(known.made_at, self.karep.clock) == values["made_at"]:
            return known.made_at
        return typed.stamp(values, "made_at", self.karep.clock, self.karep.settings["dates"])
