"""What an account's page shows of purchases, groups, agreement and registration."""

from karep.db.views.accounts import Account
from karep.db.words import field_name
from karep.i18n import _, language
from karep.rules.money import format_amount
from karep.rules.tier_names import tiers_in_force
from karep.screens.privacy import Eyes
from karep.screens.widgets.columns import Cell, Row


def tier_fields(account: Account, eyes: Eyes) -> dict[str, Row]:
    """The fields that tiers depend on, as far as they are known, by the id of their row."""
    currency = tiers_in_force().currency
    amount, units, group = account.yearly_purchases, account.yearly_units, account.revenue_group
    told = {
        "yearly_purchases": "" if amount is None else format_amount(amount, language(), currency=currency, short=True),
        "yearly_units": "" if units is None else f"{units:,}",
        "revenue_group": "" if group is None else str(group),
        "province_registered": _("yes") if account.province_registered else "",
        "agreement_on": eyes.on(account.agreement_on) if account.agreement_on else "",
        "registered_on": eyes.on(account.registered_on) if account.registered_on else "",
        "status_on": eyes.on(account.status_on) if account.status_on and account.status != "active" else "",
    }
    return {
        f"account:{account.id}:{name}": Row({"when": Cell(field_name(name), "muted"), "what": words})
        for name, words in told.items()
        if words
    }
