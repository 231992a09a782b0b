"""The form of a competitor."""

from typing import Final

from karep.db import competitors
from karep.db.errors import Refused
from karep.db.views.competitors import Competitor, get_competitor
from karep.db.views.opportunities import list_opportunities
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.form import Field, Form
from karep.screens.forms import typed

_FIELDS: Final = ("name", "note", "opportunity_id")


class CompetitorForm(Form):
    """Note that a rival was seen at an account, or change what was noted."""

    def heading(self) -> str:
        """What the form is for."""
        return _("Competitor") if self.kind == "competitor.add" else _("Change competitor")

    async def fields(self) -> tuple[Field, ...]:
        """Who, when, what was said of them, after which deal they are."""
        deals = await self.karep.desk.read(list_opportunities, account_id=await self._account_id())
        return (
            Field("name", field_name("name"), hint=_("the company that is after the same business"), required=True),
            Field("at", field_name("at"), hint=_("now, 昨天下午, last fri"), preview=self._preview),
            Field("note", field_name("note"), "notes"),
            Field("opportunity_id", field_name("opportunity_id"), "choice", {one.id: one.name for one in deals}),
        )

    def _preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    async def _competitor(self) -> Competitor | None:
        competitor_id = self.about.get("competitor_id")
        return await self.karep.desk.read(get_competitor, competitor_id) if competitor_id else None

    async def _account_id(self) -> str:
        if "account_id" in self.about:
            return self.about["account_id"]
        known = await self._competitor()
        if known is None:
            raise Refused(_("That competitor is not in the store."))
        return known.account_id

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        known = await self._competitor()
        if known is None:
            return {"opportunity_id": self.about.get("opportunity_id", "")}
        shown = {name: getattr(known, name) or "" for name in _FIELDS}
        return shown | {"at": typed.local_words(known.at, self.karep.clock)}

    async def save(self, values: dict[str, str]) -> None:
        """Store the competitor; the moment stays as it is while nothing else is typed for it."""
        fields: dict[str, object] = {name: values[name] or None for name in _FIELDS}
        known = await self._competitor()
        if known is None or values["at"] != typed.local_words(known.at, self.karep.clock):
            fields["at"] = typed.stamp(values, "at", self.karep.clock, self.karep.settings["dates"])
        if self.kind == "competitor.add":
            fields["account_id"] = self.about["account_id"]
            await self.karep.save(self.kind, values["name"], competitors.add_competitor, fields)
        else:
            verb, record = competitors.change_competitor, self.about["competitor_id"]
            await self.karep.save(self.kind, values["name"], verb, record, fields)
