"""Gifts in words: what was given and for which day, what a year comes to, what to look out for."""

from datetime import date
from typing import Final

from karep.db.views.gifts import Gift
from karep.i18n import _, language, ngettext
from karep.rules.concessions import is_named
from karep.rules.cutting import cut
from karep.rules.festivals import festival_name, year_meant
from karep.rules.gifts import (
    GOVERNMENT,
    NEAR,
    OVER,
    UNJUDGED,
    Allowance,
    GiftReading,
    GiftWarnings,
    YearTotal,
    limit_reading,
)
from karep.rules.money import format_amount
from karep.rules.vocabulary import GIFT_KINDS, OCCASION_KINDS

WARNING: Final = "⚠"
"""Stands before what the rep should look out for."""
_ITEM_WIDTH: Final = 60


def gift_day_words(gift: Gift) -> str:
    """For which day it was, with that day's year, “Mid-Autumn Festival 2025”; where it was for none, the month."""
    name = cut(gift_reason(gift), _ITEM_WIDTH)
    return f"{name} {_day_year(gift)}" if name else gift.given_on[:7]


def _day_year(gift: Gift) -> int:
    """The year of the day that it was for, which may be the one after it was given."""
    meant = year_meant(gift.festival, date.fromisoformat(gift.given_on)) if gift.festival else None
    return gift.noted_year or meant or gift.year


def gift_reason(gift: Gift) -> str:
    """The festival or important day that it was for; nothing where it was for none."""
    if gift.festival:
        return festival_name(gift.festival, language())
    if gift.occasion_kind:
        return gift.occasion_label or _(OCCASION_KINDS.get(gift.occasion_kind, OCCASION_KINDS["other"]))
    return ""


def gift_value_words(gift: Gift) -> str:
    """What it was worth, or nothing."""
    return "" if gift.value is None else format_amount(gift.value, language(), currency=gift.currency or "")


def gift_words(gift: Gift) -> str:
    """What it was and for which day: “Longjing tea (Mid-Autumn Festival 2025)”."""
    item = cut(gift.item, _ITEM_WIDTH)
    named = item if gift.kind == "gift" else f"{_(GIFT_KINDS.get(gift.kind, GIFT_KINDS['gift']))} {item}"
    return _("{name} ({form})").format(name=named, form=gift_day_words(gift))


def limit_words(total: int, limit: int, allowance: Allowance) -> str:
    """How much of the limit is used: “¥320 of ¥500”."""
    shown = [format_amount(one, language(), currency=allowance.currency) for one in (total, limit)]
    return _("{total} of {limit}").format(total=shown[0], limit=shown[1])


def state_words(state: str) -> str:
    """A reading of the limit in words: within, near, over, or not judged."""
    known = {NEAR: _("near the limit"), OVER: _("over the limit"), UNJUDGED: _("not judged: other currencies")}
    return known.get(state, _("within the limit"))


def year_words(total: YearTotal, limit: int, allowance: Allowance) -> str:
    """A year's total of the limit, how it reads, and what does not count: other currencies, gifts without a value."""
    state = limit_reading(total.counted, limit)
    told = [limit_words(total.counted, limit, allowance), state_words(state) if state in (NEAR, OVER) else ""]
    told += others_words(total)
    return " · ".join(filter(None, told))


def others_words(total: YearTotal) -> list[str]:
    """What of a year does not count towards the limit, and why."""
    told = []
    if total.others:
        amounts = _(", ").join(
            format_amount(value, language(), currency=code) for code, value in sorted(total.others.items())
        )
        told.append(_("{amounts} in another currency, not added").format(amounts=amounts))
    if total.unvalued:
        told.append(ngettext("{n} without a value", "{n} without a value", total.unvalued).format(n=total.unvalued))
    return told


def needed_words(reading: GiftReading, approver: str) -> list[str]:
    """What has to be done before a gift can be noted, each in a few words; an approval that is there is said too."""
    if reading.cash:
        # no approval helps, so none is asked for
        return [_("“{word}” is as good as cash: never").format(word=reading.cash)]
    told = []
    if GOVERNMENT in reading.needs_approval:
        told.append(_("serves the state: every gift needs approval"))
    if reading.needs_approval and is_named(approver):
        told.append(_("approved by {name}").format(name=cut(approver.strip(), _ITEM_WIDTH)))
    elif reading.needs_approval:
        told.append(_("name who approved it"))
    return told


def warning_words(warnings: GiftWarnings) -> list[str]:
    """What to look out for, each a short sentence without its full stop."""
    told = []
    if warnings.taboo:
        told.append(_("meets a taboo: {text}").format(text=cut(warnings.taboo, _ITEM_WIDTH)))
    if warnings.repeated:
        told.append(_("given before: {text}").format(text=cut(warnings.repeated, _ITEM_WIDTH)))
    if warnings.unlucky:
        told.append(_("bad sign to many Chinese: {why}").format(why=_(warnings.unlucky.why)))
    return told
