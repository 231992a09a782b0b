"""The fields of a person's form that say how to deal with gifts, and whom the person has brought us."""

from collections.abc import Mapping
from typing import Final

from karep.db.errors import Refused
from karep.db.views.gifts import Recipient
from karep.db.words import field_name
from karep.i18n import _
from karep.screens.form import Field
from karep.screens.forms import typed

_REFERRED: Final = ("referred_groups", "referred_cards")
_MOST_REFERRED: Final = 10**6
_LARGEST: Final = 10**15


def care_fields() -> tuple[Field, ...]:
    """Whether the person serves the state, the own limit of gifts, and how many the person brought us."""
    hint = _("empty: the usual limit of the settings")
    return (
        Field("government", field_name("government"), "choice", {"0": _("no"), "1": _("yes")}, required=True),
        Field("gift_limit", field_name("gift_limit"), hint=hint, preview=typed.amount_preview),
        *(Field(name, field_name(name)) for name in _REFERRED),
    )


def care_values(known: Recipient | None) -> dict[str, str]:
    """What stands in these fields for somebody who is known, or new."""
    if known is None:
        return {"government": "0"}
    return {
        "government": str(int(known.government)),
        "gift_limit": typed.amount_text(known.gift_limit),
        **{name: "" if (value := getattr(known, name)) is None else str(value) for name in _REFERRED},
    }


def care_typed(values: Mapping[str, str]) -> dict[str, object]:
    """The fields as the store keeps them.

    Raises:
        Refused: If a figure does not fit.
    """
    limit = typed.amount(values, "gift_limit")
    if limit is not None and not 0 <= limit <= _LARGEST:
        raise Refused(_("A limit cannot be that: type an amount, or nothing."), field="gift_limit")
    return {
        "government": values["government"] == "1",
        "gift_limit": limit,
        **{name: _number(values, name) for name in _REFERRED},
    }


def _number(values: Mapping[str, str], name: str) -> int | None:
    number = typed.whole(values, name)
    if number is not None and not 0 <= number <= _MOST_REFERRED:
        sentence = _("{field}: must be from 0 to {most}")
        raise Refused(sentence.format(field=field_name(name), most=_MOST_REFERRED), field=name)
    return number
