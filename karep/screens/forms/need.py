"""The form of a need."""

from typing import Final

from karep.db import needs
from karep.db.errors import Refused
from karep.db.views.needs import Need, get_need
from karep.db.views.opportunities import list_opportunities
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.form import Field, Form
from karep.screens.forms import typed

_TEXTS: Final = ("what", "problem", "cause", "effect", "value")
_LINKS: Final = ("person_id", "opportunity_id")


class NeedForm(Form):
    """Note what a customer wants or lacks, or change it."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Need") if self.kind == "need.add" else _("Change need")

    async def fields(self) -> tuple[Field, ...]:
        """What, whose, the problem behind it and what it is worth, whether it was voiced."""
        account_id = await self._account_id()
        known = await self.karep.desk.read(list_people, account_id)
        deals = await self.karep.desk.read(list_opportunities, account_id=account_id)
        voiced = {"0": _("voiced by the customer"), "1": _("not voiced yet")}
        return (
            Field("what", field_name("what"), hint=_("what they want or lack, in their words"), required=True),
            Field("person_id", field_name("person_id"), "choice", {one.id: one.name for one in known}),
            Field("hidden", _("Voiced"), "choice", voiced, required=True),
            Field("problem", field_name("problem"), hint=_("what goes wrong today")),
            Field("cause", field_name("cause"), hint=_("why it goes wrong")),
            Field("effect", field_name("effect"), hint=_("what it leads to, and for whom")),
            Field("value", _("Worth"), hint=_("what solving it is worth to them")),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
        )

    async def _need(self) -> Need | None:
        need_id = self.about.get("need_id")
        return await self.karep.desk.read(get_need, need_id) if need_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._need()
        if known is None:
            raise Refused(_("That need is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._need()
        if known is None:
            return {"hidden": "0", **{name: self.about.get(name, "") for name in _LINKS}}
        return {"hidden": str(int(known.hidden)), **{name: getattr(known, name) or "" for name in (*_TEXTS, *_LINKS)}}

    async def save(self, values: dict[str, str]) -> None:
        """Store the need."""
        fields: dict[str, object] = {name: values[name] or None for name in (*_TEXTS, *_LINKS)}
        fields["hidden"] = values["hidden"] == "1"
        if self.kind == "need.add":
            fields |= {
                "account_id": self.about["account_id"],
                "at": typed.stamp({"at": ""}, "at", self.karep.clock, "ymd"),
            }
            await self.karep.save(self.kind, values["what"], needs.add_need, fields)
        else:
            await self.karep.save(self.kind, values["what"], needs.change_need, self.about["need_id"], fields)
