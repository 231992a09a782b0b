"""What a change did to a record, field by field, in the rep's words."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from karep.db.words import field_name, noun_name
from karep.i18n import _, language
from karep.reports.words import status_words
from karep.rules import vocabulary
from karep.rules.festivals import festival_name
from karep.rules.privacy import never_told
from karep.rules.tier_names import tier_name
from karep.rules.visible import one_line

if TYPE_CHECKING:
    from karep.db.views.journal import Entry

_STAMP: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
"""A moment as the store keeps it."""
_HIDDEN: Final = frozenset({"match_key", "removed_at"})
_YES_OR_NO: Final = frozenset(
    {"placeholder", "leap_month", "not_applicable", "pinned", "hidden", "below_floor", "province_registered"}
    | {"government", "left_out"}
)
_MONEY: Final = frozenset(
    {"annual_revenue", "yearly_purchases", "amount", "price", "floor_amount", "gift_limit", "value"}
)
_TIERS: Final = frozenset({("account", "tier"), ("tier_change", "from_tier"), ("tier_change", "to_tier")})
CLOSED_LISTS: Final[Mapping[tuple[str, str], Mapping[str, str]]] = {
    ("account", "tier_origin"): vocabulary.TIER_ORIGINS,
    ("account", "status"): vocabulary.ACCOUNT_STATUSES,
    ("tier_change", "origin"): vocabulary.TIER_ORIGINS,
    ("tier_change", "scheme"): vocabulary.TIER_SCHEMES,
    ("role", "role"): vocabulary.ROLES,
    ("preference", "kind"): vocabulary.PREFERENCE_KINDS,
    ("preference", "privacy"): vocabulary.PRIVACY,
    ("occasion", "kind"): vocabulary.OCCASION_KINDS,
    ("occasion", "calendar"): vocabulary.CALENDARS,
    ("touch", "kind"): vocabulary.TOUCH_KINDS,
    ("opportunity", "kind"): vocabulary.OPPORTUNITY_KINDS,
    ("opportunity", "status"): vocabulary.OPPORTUNITY_STATUSES,
    ("opportunity", "buyer_stage"): vocabulary.BUYER_STAGES,
    ("objection", "outcome"): vocabulary.OBJECTION_OUTCOMES,
    ("promise", "owed_by"): vocabulary.OWED_BY,
    ("gift", "kind"): vocabulary.GIFT_KINDS,
    ("remark", "part"): vocabulary.REPORT_PARTS,
    ("remark", "lesson"): vocabulary.LESSONS,
    ("remark", "department"): vocabulary.DEPARTMENTS,
    ("remark", "privacy"): vocabulary.PRIVACY,
}
"""The words of closed lists, by noun and field; tiers are not among them, for their scheme names them."""


def closed_word(noun: str, field: str, value: Any) -> str | None:
    """What a value of a closed list is called, in the language in use; None for what is in none."""
    if (noun, field) in _TIERS and value in vocabulary.TIERS:
        return tier_name(str(value))
    words = CLOSED_LISTS.get((noun, field), {})
    return _(words[value]) if value in words else None


def named_ids(entries: Iterable["Entry"]) -> set[str]:
    """The ids in entries behind which a name may stand."""
    return {
        value
        for entry in entries
        for side in (entry.before, entry.after)
        for field, value in side.items()
        if field.endswith("_id") and isinstance(value, str)
    }


def change_lines(
    entry: "Entry", names: Mapping[str, str], *, own: bool, hides: Callable[[str, str], bool] = never_told
) -> Iterator[str]:
    """What an entry changed, a field a line.

    Args:
        entry: The entry.
        names: Names of accounts, people and opportunities by id.
        own: Whether it is the record that was asked for, which need not be named again.
        hides: Whether of a noun's field nothing is said but that it changed.
    """
    lead = "" if own else noun_name(entry.noun) + ": "
    if entry.op == "add":
        yield lead + _("added")
    elif "removed_at" in entry.after:
        yield lead + (_("removed") if entry.after["removed_at"] else _("brought back"))
    for field, after in entry.after.items():
        new = entry.op == "add"
        if field in _HIDDEN or (new and (_says_nothing(field, after) or (not own and after in names))):
            continue
        if hides(entry.noun, field):
            yield f"{'  ' if new else lead}{field_name(field)}: {_('changed')}"
            continue
        now = shown(entry.noun, field, after, names)
        if new:
            yield f"  {field_name(field)}: {now}"
        else:
            yield f"{lead}{field_name(field)}: {shown(entry.noun, field, entry.before.get(field), names)} → {now}"


def _says_nothing(field: str, value: Any) -> bool:
    """Whether a new record has this value because none was given."""
    return value is None or (field in (*_YES_OR_NO, "moves") and not value)


def shown(noun: str, field: str, value: Any, names: Mapping[str, str]) -> str:
    """A stored value in the rep's words, on one line."""
    if value is None or value == "":
        return "–"
    if field in _YES_OR_NO:
        return _("yes") if value else _("no")
    if field in _MONEY and isinstance(value, int):
        from karep.rules.money import format_amount

        return format_amount(value, language())
    if field in ("stage", "from_stage", "to_stage"):
        return f"{value} {vocabulary.stage_name(value)}"
    if isinstance(value, str) and _STAMP.fullmatch(value):
        return datetime.fromisoformat(value).astimezone().strftime("%Y-%m-%d %H:%M")
    if (noun, field) == ("opportunity", "status"):
        return status_words(str(value))
    if field == "festival":
        return one_line(festival_name(str(value), language()))
    word = closed_word(noun, field, value)
    return word if word is not None else one_line(names.get(str(value), str(value)))
