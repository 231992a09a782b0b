"""The form of a follow-up."""

from karep.db import follow_ups
from karep.db.errors import Refused
from karep.db.views.follow_ups import FollowUp, get_follow_up
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.form import Field, Form
from karep.screens.forms import typed


class FollowUpForm(Form):
    """Schedule a next step, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Follow up") if self.kind == "follow_up.add" else _("Change follow-up")

    async def fields(self) -> tuple[Field, ...]:
        """What and when first."""
        account_id = await self._account_id()
        known = await self.karep.desk.read(list_people, account_id)
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        return (
            Field("what", field_name("what"), required=True),
            Field(
                "due",
                field_name("due"),
                hint=_("下周三, 明天下午3点, next fri, +3d, 2026-12-01 14:30"),
                preview=self._preview,
                required=True,
            ),
            Field("person_id", field_name("person_id"), "choice", {one.id: one.name for one in known}),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
        )

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"])

    async def _follow_up(self) -> FollowUp | None:
        follow_up_id = self.about.get("follow_up_id")
        return await self.karep.desk.read(get_follow_up, follow_up_id) if follow_up_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._follow_up()
        if known is None:
            raise Refused(_("That follow-up is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._follow_up()
        if known is None:
            only = await typed.only_open_deal(self.karep.desk, self.about["account_id"])
            person, deal = self.about.get("person_id", ""), self.about.get("opportunity_id", only)
            return {"person_id": person, "opportunity_id": deal}
        return {
            "due": f"{known.due} {known.due_time}" if known.due_time else known.due,
            "what": known.what,
            "person_id": known.person_id or "",
            "opportunity_id": known.opportunity_id or "",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the follow-up."""
        clock = self.karep.clock
        found = typed.when(values, "due", clock, self.karep.settings["dates"])
        assert found is not None
        known = await self._follow_up()
        fields: dict[str, object] = {
            "what": values["what"],
            "due": found.day.isoformat(),
            "due_time": f"{found.time:%H:%M}" if found.time else None,
            "zone": ((known.zone if known else None) or clock.zone) if found.time else None,
            "person_id": values["person_id"] or None,
            "opportunity_id": values["opportunity_id"] or None,
        }
        if known is None:
            fields["account_id"] = self.about["account_id"]
            await self.karep.save(self.kind, values["what"], follow_ups.add_follow_up, fields)
        else:
            await self.karep.save(self.kind, values["what"], follow_ups.change_follow_up, known.id, fields)
