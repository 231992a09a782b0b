"""The form of an account."""

from karep.db import accounts
from karep.db.errors import Refused
from karep.db.views.accounts import get_account
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.money import parse_amount
from karep.rules.tier_names import tier_names
from karep.rules.vocabulary import ACCOUNT_STATUSES
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices

_LINES = ("short_name", "industry", "kind", "region", "city", "district", "country", "address")
_REACHED = ("postal_code", "phone", "email")
_DAYS = ("agreement_on", "registered_on")
_NUMBERS = ("employees", "yearly_units", "revenue_group")
_MORE = (*_REACHED, "website", "owner", "backup", "lead_source", "tags", "external_id")


class AccountForm(Form):
    """Add an account, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New account") if self.kind == "account.add" else _("Change account")

    async def fields(self) -> tuple[Field, ...]:
        """Everything that is kept about an account."""
        return (
            Field("name", field_name("name"), required=True),
            Field("tier", field_name("tier"), "choice", tier_names()),
            Field("status", field_name("status"), "choice", choices(ACCOUNT_STATUSES), required=True),
            *(Field(name, field_name(name)) for name in (*_LINES, *_MORE)),
            Field("parent", field_name("parent_id"), hint=_("name of an account in the book")),
            Field(
                "annual_revenue",
                field_name("annual_revenue"),
                hint=_("120万, 1.2m or 1,200,000"),
                preview=typed.amount_preview,
            ),
            Field("employees", field_name("employees")),
            *self._tier_fields(),
            Field("note", field_name("note"), "notes"),
        )

    def _tier_fields(self) -> tuple[Field, ...]:
        """What schemes of tiers go by."""
        percents = self.karep.practice.tiers.group_percent
        hint = _("2026-03-01, last friday")
        groups = {str(number): f"{number} ({percent} %)" for number, percent in enumerate(percents, 1)}
        return (
            Field(
                "yearly_purchases",
                field_name("yearly_purchases"),
                hint=_("what they buy from us: 120万, 1.2m"),
                preview=_bought_preview,
            ),
            Field("yearly_units", field_name("yearly_units")),
            Field("revenue_group", field_name("revenue_group"), "choice", groups),
            Field("province_registered", field_name("province_registered"), "choice", {"yes": _("yes")}),
            *(Field(one, field_name(one), hint=hint, preview=self._day_preview) for one in _DAYS),
        )

    def _day_preview(self, text: str) -> str:
        return typed.when_preview(text, self.karep.clock, self.karep.settings["dates"], past=True)

    def _day(self, values: dict[str, str], name: str) -> str | None:
        found = typed.when(values, name, self.karep.clock, self.karep.settings["dates"], past=True)
        return found.day.isoformat() if found else None

    async def first_values(self) -> dict[str, str]:
        """What is known about the account."""
        if self.kind == "account.add":
            return {"status": "active"}
        account = await self.karep.desk.read(get_account, self.about["account_id"])
        if account is None:
            return {}
        return {
            **{name: getattr(account, name) or "" for name in ("name", "tier", "status", "note", *_LINES, *_MORE)},
            "parent": account.parent_name or "",
            "annual_revenue": typed.amount_text(account.annual_revenue),
            "yearly_purchases": typed.amount_text(account.yearly_purchases),
            "province_registered": "yes" if account.province_registered else "",
            **{name: getattr(account, name) or "" for name in _DAYS},
            **{name: "" if (number := getattr(account, name)) is None else str(number) for name in _NUMBERS},
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the account."""
        fields: dict[str, object] = {name: values[name] or None for name in ("tier", "note", *_LINES, *_MORE)}
        fields |= {
            "name": values["name"],
            "status": values["status"],
            "annual_revenue": typed.amount(values, "annual_revenue"),
            "yearly_purchases": _bought(values),
            "province_registered": values["province_registered"] == "yes",
            **{name: self._day(values, name) for name in _DAYS},
            **{name: typed.whole(values, name) for name in _NUMBERS},
            "parent_id": await typed.account_named(self.karep.desk, values, "parent", self.about.get("account_id")),
        }
        if self.kind == "account.add":
            await self.karep.save(self.kind, values["name"], accounts.add_account, fields)
        else:
            account_id, change = self.about["account_id"], accounts.change_account
            now, scheme = self.karep.clock.today, self.karep.practice.tiers
            await self.karep.save(self.kind, values["name"], change, account_id, fields, on=now, settings=scheme)


def _bought(values: dict[str, str]) -> int | None:
    """What they buy a year, in minor units.

    Raises:
        Refused: If it is no amount, or less than nothing.
    """
    amount = typed.amount(values, "yearly_purchases")
    if amount is not None and amount < 0:
        raise Refused(_("Nobody buys less than nothing."), field="yearly_purchases")
    return amount


def _bought_preview(text: str) -> str:
    """What karep understands by what they buy, or what is wrong with it."""
    if (parse_amount(text) or 0) < 0:
        return f"? {_('Nobody buys less than nothing.')}"
    return typed.amount_preview(text)
