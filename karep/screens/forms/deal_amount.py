"""The amount of a deal as it is typed, in its form and where it is won."""

from typing import Final

from karep.db.errors import Refused
from karep.i18n import _, language
from karep.rules.money import format_amount, parse_amount
from karep.screens.forms import typed

LARGEST: Final = 10**15
"""The largest amount of a deal, in minor units."""


def amount_preview(text: str) -> str:
    """What karep understands by an amount, or what is wrong with it."""
    if _too_large(text):
        return f"? {_largest_words()}"
    if (parse_amount(text) or 0) < 0:
        return f"? {_('The amount of a deal cannot be negative.')}"
    return typed.amount_preview(text)


def read_amount(text: str) -> int | None:
    """The amount in minor units, or None for an empty field.

    Raises:
        Refused: If it is no amount, negative, or larger than any deal.
    """
    if _too_large(text):
        raise Refused(_largest_words(), field="amount")
    amount = typed.amount({"amount": text.strip()}, "amount")
    if amount is not None and amount < 0:
        raise Refused(_("The amount of a deal cannot be negative."), field="amount")
    return amount


def _too_large(text: str) -> bool:
    """Whether it is an amount of more figures than any deal has; what goes beyond them is not read at all."""
    return sum(one.isdigit() for one in text) > len(str(LARGEST)) or (parse_amount(text) or 0) > LARGEST


def _largest_words() -> str:
    most = format_amount(LARGEST, language(), short=True)
    return _("The amount of a deal cannot be larger than {most}.").format(most=most)
