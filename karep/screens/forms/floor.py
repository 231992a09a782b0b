"""The form of a deal's floor: the least that was approved, for the rep alone."""

from karep.db import opportunities
from karep.db.errors import Refused
from karep.db.views.concessions import get_floor
from karep.db.views.opportunities import get_opportunity
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.form import Field, Form
from karep.screens.forms import typed


class FloorForm(Form):
    """Write down the least price and terms that were approved, by whom and when."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Floor, for you alone")

    async def fields(self) -> tuple[Field, ...]:
        """Price and terms, who approved them and when."""
        return (
            Field(
                "floor_amount", field_name("floor_amount"), hint=_("120万, 1.2m or 1,200,000"),
                preview=typed.amount_preview,
            ),
            Field("floor_terms", field_name("floor_terms"), "notes", hint=_("payment, delivery, warranty: the least")),
            Field("floor_approver", field_name("floor_approver"), hint=_("who may allow it, by name")),
            Field(
                "floor_approved_on", field_name("floor_approved_on"), hint=_("today, 下周三, 2026-12-01"),
                preview=self._preview,
            ),
        )  # fmt: skip

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        floor = await self.karep.desk.read(get_floor, self.about["opportunity_id"])
        return {
            "floor_amount": typed.amount_text(floor.amount),
            "floor_terms": floor.terms or "",
            "floor_approver": floor.approver or "",
            "floor_approved_on": floor.approved_on or "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the floor; the journal's label names the deal only."""
        deal = await self.karep.desk.read(get_opportunity, self.about["opportunity_id"])
        if deal is None:
            raise Refused(_("That record is not in the store."))
        amount = typed.amount(values, "floor_amount")
        if amount is not None and amount < 0:
            raise Refused(_("A price cannot be negative."), field="floor_amount")
        approved = typed.when(values, "floor_approved_on", self.karep.clock, self.karep.settings["dates"], past=True)
        fields = {
            "floor_amount": amount,
            "floor_terms": values["floor_terms"] or None,
            "floor_approver": values["floor_approver"] or None,
            "floor_approved_on": approved.day.isoformat() if approved else None,
        }
        await self.karep.save(self.kind, deal.name, opportunities.change_opportunity, deal.id, fields)
