"""The form of an opportunity."""

from karep.db import opportunities
from karep.db.errors import Refused
from karep.db.views.opportunities import get_opportunity
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.vocabulary import BUYER_STAGES, OPPORTUNITY_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices, stages

_TEXTS = ("currency", "external_id", "note")


class OpportunityForm(Form):
    """Open an opportunity, or change one. The stage of an open one moves on the stage page."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New deal") if self.kind == "opportunity.add" else _("Change deal")

    async def fields(self) -> tuple[Field, ...]:
        """Name and money first."""
        new = self.kind == "opportunity.add"
        first_stage = (Field("stage", field_name("stage"), "choice", stages(), required=True),) if new else ()
        return (
            Field("name", field_name("name"), required=True),
            Field("kind", field_name("kind"), "choice", choices(OPPORTUNITY_KINDS), required=True),
            *first_stage,
            Field("amount", field_name("amount"), hint=_("120万, 1.2m or 1,200,000"), preview=typed.amount_preview),
            Field("currency", field_name("currency")),
            Field(
                "expected_close", field_name("expected_close"), hint=_("年底, eom, 2026-12-31"), preview=self._preview
            ),
            Field("buyer_stage", field_name("buyer_stage"), "choice", choices(BUYER_STAGES)),
            Field("external_id", field_name("external_id")),
            Field("note", field_name("note"), "notes"),
        )

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"])

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        if self.kind == "opportunity.add":
            return {"kind": "new", "stage": "S1", "currency": self.karep.settings["currency"]}
        known = await self.karep.desk.read(get_opportunity, self.about["opportunity_id"])
        if known is None:
            return {}
        return {
            **{name: getattr(known, name) or "" for name in ("name", "kind", "buyer_stage", *_TEXTS)},
            "amount": typed.amount_text(known.amount),
            "expected_close": known.expected_close or "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the opportunity."""
        amount = typed.amount(values, "amount")
        if amount is not None and amount < 0:
            raise Refused(_("The amount of a deal cannot be negative."), field="amount")
        fields: dict[str, object] = {name: values[name] or None for name in ("buyer_stage", *_TEXTS)}
        fields |= {
            "name": values["name"],
            "kind": values["kind"],
            "amount": amount,
            "expected_close": typed.day(values, "expected_close", self.karep.clock, self.karep.settings["dates"]),
        }
        if self.kind == "opportunity.add":
            fields |= {"account_id": self.about["account_id"], "stage": values["stage"]}
            await self.karep.save(self.kind, values["name"], opportunities.add_opportunity, fields)
        else:
            opportunity_id = self.about["opportunity_id"]
            await self.karep.save(self.kind, values["name"], opportunities.change_opportunity, opportunity_id, fields)
