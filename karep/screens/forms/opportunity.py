"""The form of an opportunity."""

from typing import Final

from textual import on
from textual.widget import Widget
from textual.widgets import Select, Static

from karep.db import opportunities
from karep.db.errors import Refused
from karep.db.views.members import GroupBuy, get_group_buy
from karep.db.views.opportunities import get_opportunity
from karep.db.views.people import list_people
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.money import read_currency
from karep.rules.vocabulary import BUYER_STAGES, OPPORTUNITY_KINDS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.deal_amount import amount_preview, read_amount
from karep.screens.forms.words import choices, stages
from karep.screens.safe import assemble, one_line

_TEXTS: Final = ("currency", "external_id", "note")
_GROUP: Final = ("leader_id", "vip_service")
"""The fields that only a group-buy has."""


class OpportunityForm(Form):
    """Open an opportunity, or change one. The stage of an open one moves on the stage page.

    A group-buy has two fields more; they come and go with the chosen kind.
    """

    _group: GroupBuy | None = None

    def heading(self) -> str:
        """What the form is for."""
        return _("New deal") if self.kind == "opportunity.add" else _("Change deal")

    async def fields(self) -> tuple[Field, ...]:
        """Name and money first."""
        new = self.kind == "opportunity.add"
        self._group = None if new else await self.karep.desk.read(get_group_buy, self.about["opportunity_id"])
        account_id = self.about["account_id"] if new else self._group.account_id if self._group else ""
        known = [one for one in await self.karep.desk.read(list_people, account_id) if not one.placeholder]
        leaders = {one.id: one.name for one in known}
        if self._group and self._group.leader_id:
            # a member of another account may lead
            leaders.setdefault(self._group.leader_id, self._group.leader_name or "?")
        self._tell_origin()
        first_stage = (Field("stage", field_name("stage"), "choice", stages(), required=True),) if new else ()
        return (
            Field("name", field_name("name"), required=True),
            Field("kind", field_name("kind"), "choice", choices(OPPORTUNITY_KINDS), required=True),
            Field("leader_id", field_name("leader_id"), "choice", leaders),
            Field("vip_service", _("VIP service"), "choice", {"0": _("no"), "1": _("yes")}, required=True),
            *first_stage,
            Field("amount", field_name("amount"), hint=_("120万, 1.2m or 1,200,000"), preview=amount_preview),
            Field("currency", field_name("currency"), hint=_("CNY, USD, EUR …"), preview=_currency_preview),
            Field(
                "expected_close", field_name("expected_close"), hint=_("年底, eom, 2026-12-31"), preview=self._preview
            ),
            Field("buyer_stage", field_name("buyer_stage"), "choice", choices(BUYER_STAGES)),
            Field("external_id", field_name("external_id")),
            Field("note", field_name("note"), "notes"),
        )

    def _preview(self, text: str) -> str:
        rest = self.karep.practice.rest
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], rest=rest)

    def _tell_origin(self) -> None:
        """Say in the title which deal this one grew out of."""
        if self._group and self._group.grown_from:
            words = _("grown from {name}").format(name=one_line(self._group.grown_from))
            title = assemble(self.heading(), (f" · {words}", "$text-muted"))
            self.query_one("#form-title", Static).update(title)

    async def reload(self) -> None:
        """Fill the form once, and show what its kind has."""
        await super().reload()
        self._show_group_fields()

    @on(Select.Changed, "#field-kind")
    def _show_group_fields(self) -> None:
        """Show the fields of a group-buy for a group-buy only."""
        is_group = any(one.value == "group_buy" for one in self.query("#field-kind").results(Select))
        for name in _GROUP:
            for control in self.query(f"#field-{name}"):
                if isinstance(control.parent, Widget):
                    control.parent.display = is_group

    async def first_values(self) -> dict[str, str]:
        """What is known."""
        if self.kind == "opportunity.add":
            return {"kind": "new", "stage": "S1", "currency": self.karep.settings["currency"], "vip_service": "0"}
        known = await self.karep.desk.read(get_opportunity, self.about["opportunity_id"])
        if known is None:
            return {}
        return {
            **{name: getattr(known, name) or "" for name in ("name", "kind", "buyer_stage", *_TEXTS)},
            "amount": typed.amount_text(known.amount),
            "expected_close": known.expected_close or "",
            "leader_id": (self._group.leader_id if self._group else None) or "",
            "vip_service": str(int(self._group.vip_service)) if self._group else "0",
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the opportunity."""
        amount = read_amount(values["amount"])
        fields: dict[str, object] = {name: values[name] or None for name in ("buyer_stage", *_TEXTS)}
        if values["currency"] != self._first.get("currency", ""):
            # one that came with an import and was left alone stays as it is
            fields["currency"] = _currency(values)
        fields |= {
            "name": values["name"],
            "kind": values["kind"],
            "amount": amount,
            "expected_close": typed.day(values, "expected_close", self.karep.clock, self.karep.settings["dates"]),
        }
        if values["kind"] == "group_buy":
            fields |= {"leader_id": values["leader_id"] or None, "vip_service": values["vip_service"] == "1"}
        if self.kind == "opportunity.add":
            fields |= {"account_id": self.about["account_id"], "stage": values["stage"]}
            await self.karep.save(self.kind, values["name"], opportunities.add_opportunity, fields)
        else:
            opportunity_id = self.about["opportunity_id"]
            await self.karep.save(self.kind, values["name"], opportunities.change_opportunity, opportunity_id, fields)


def _currency_preview(text: str) -> str:
    """What karep understands by a currency, or that it is none."""
    code = read_currency(text)
    return f"→ {code}" if code else f"? {_no_currency(text)}"


def _no_currency(text: str) -> str:
    return _("“{typed}” is no currency; try CNY, USD or EUR.").format(typed=one_line(text))


def _currency(values: dict[str, str]) -> str | None:
    """The code of the currency, or None for an empty field.

    Raises:
        Refused: If it is no currency.
    """
    text = values["currency"].strip()
    code = read_currency(text)
    if text and code is None:
        raise Refused(_no_currency(text), field="currency")
    return code
