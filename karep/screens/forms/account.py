"""The form of an account."""

from karep.db import accounts
from karep.db.views.accounts import get_account
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.vocabulary import ACCOUNT_STATUSES, TIERS
from karep.screens.form import Field, Form
from karep.screens.forms import typed
from karep.screens.forms.words import choices

_LINES = ("short_name", "industry", "kind", "region", "city", "country", "address", "postal_code", "phone", "email")
_MORE = ("website", "owner", "backup", "lead_source", "tags", "external_id")


class AccountForm(Form):
    """Add an account, or change one."""

    def heading(self) -> str:
        """What the form is for."""
        return _("New account") if self.kind == "account.add" else _("Change account")

    async def fields(self) -> tuple[Field, ...]:
        """Everything that is kept about an account."""
        return (
            Field("name", field_name("name"), required=True),
            Field("tier", field_name("tier"), "choice", choices(TIERS)),
            Field("status", field_name("status"), "choice", choices(ACCOUNT_STATUSES), required=True),
            *(Field(name, field_name(name)) for name in _LINES),
            *(Field(name, field_name(name)) for name in _MORE),
            Field("parent", field_name("parent_id"), hint=_("name of an account in the book")),
            Field(
                "annual_revenue",
                field_name("annual_revenue"),
                hint=_("120万, 1.2m or 1,200,000"),
                preview=typed.amount_preview,
            ),
            Field("employees", field_name("employees")),
            Field("note", field_name("note"), "notes"),
        )

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
            "employees": "" if account.employees is None else str(account.employees),
        }

    async def save(self, values: dict[str, str]) -> None:
        """Store the account."""
        fields: dict[str, object] = {name: values[name] or None for name in ("tier", "note", *_LINES, *_MORE)}
        fields |= {
            "name": values["name"],
            "status": values["status"],
            "annual_revenue": typed.amount(values, "annual_revenue"),
            "employees": typed.whole(values, "employees"),
            "parent_id": await typed.account_named(self.karep.desk, values, "parent", self.about.get("account_id")),
        }
        if self.kind == "account.add":
            await self.karep.save(self.kind, values["name"], accounts.add_account, fields)
        else:
            account_id = self.about["account_id"]
            await self.karep.save(self.kind, values["name"], accounts.change_account, account_id, fields)
