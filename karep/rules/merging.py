"""Two records of one: what the one that stays should say, field by field."""

import re
from collections.abc import Mapping
from typing import Any, Final, Literal

from karep.frozen import frozen
from karep.rules.matching import company_key, domain_key, email_key, exact_key, fold, phone_key

Row = Mapping[str, Any]
"""All columns of a record by name."""
Side = Literal["kept", "other", "both"]
"""Whose value: that of the record that stays, that of the one that goes, or both joined."""

NOT_CHOSEN: Final = frozenset(
    {"id", "created_at", "changed_at", "removed_at", "match_key", "placeholder", "pinned", "tier_origin", "status_on"},
)
"""Columns that follow from the others, and are no choice of the rep's."""
ONLY_IN_HISTORY: Final = frozenset(
    {
        *("tier", "status", "stance", "strength", "left_on", "absent_roles", "concerns"),
        *("credibility", "reliability", "intimacy", "self_orientation"),
        *("government", "gift_limit", "referred_groups", "referred_cards"),
        *("yearly_purchases", "yearly_units", "revenue_group", "province_registered", "agreement_on", "registered_on"),
    }
)
"""Fields of which only the latest view counts; the one that was dropped is in the history, and in no fact."""
_JOINED: Final = {"note": 100_000, "tags": 400}
"""The fields that can hold both, with the most characters that they may have."""
_UNSET: Final = frozenset({"strength", "government"})
"""Fields that say nothing while they are 0."""
_OF_THE_PLACE: Final = frozenset({"left_on", "reports_to_id"})
"""Fields of a person that say something about the account, and nothing about another one."""
_BETWEEN_TAGS: Final = re.compile(r"[,，、;；]")
_QUESTION: Final = ("?", "？")


@frozen
class MergeField:
    """A field in which the two records differ."""

    name: str
    kept: Any
    """What the record that stays says; None where it says nothing."""
    other: Any
    """What the one that goes says."""
    suggestion: Side
    both: str | None = None
    """The two joined, where that makes sense."""
    kept_words: str | None = None
    """Of a field that points to another record, what that one is called."""
    other_words: str | None = None

    def value(self, side: Side) -> Any:
        """What the kept record says when that side is chosen."""
        return self.both if side == "both" else self.kept if side == "kept" else self.other

    @property
    def sides(self) -> tuple[Side, ...]:
        """What can be chosen."""
        return ("kept", "other") if self.both is None else ("kept", "other", "both")


def differing_fields(kept: Row, other: Row) -> list[MergeField]:
    """The fields in which two records of a noun differ, each with a suggestion, in the order of the columns."""
    own = {kept["id"], other["id"]}
    found = []
    for name in kept:
        mine, theirs = (_said(name, row[name], own) for row in (kept, other))
        if name not in NOT_CHOSEN and mine != theirs:
            both = joined(name, mine, theirs)
            found.append(MergeField(name, mine, theirs, _suggestion(name, kept, other, mine, theirs, both), both))
    return found


def default_values(kept: Row, other: Row) -> dict[str, Any]:
    """What the kept record says when nobody chose: its own, else the other one's; the notes and tags of both."""
    values = {}
    for field in differing_fields(kept, other):
        away = field.name in _OF_THE_PLACE and _moved(kept, other)
        if field.both is not None:
            values[field.name] = field.both
        elif is_blank(field.name, field.kept) and not away:
            values[field.name] = field.other
    return values


def is_blank(field: str, value: Any) -> bool:
    """Whether a field says nothing; a relationship of 0 is unknown, and so is who does not serve the state."""
    unset = field in _UNSET and not value
    return value is None or (isinstance(value, str) and not value.strip()) or unset


def _said(field: str, value: Any, own: set[Any]) -> Any:
    """A value to compare; a record that points to the other one of the two points to nobody."""
    if field != "id" and field.endswith("_id") and value in own:
        return None
    return None if isinstance(value, str) and not value.strip() else value


def _moved(kept: Row, other: Row) -> bool:
    """Whether the two are of different accounts."""
    return kept.get("account_id") != other.get("account_id")


def _suggestion(field: str, kept: Row, other: Row, mine: Any, theirs: Any, both: str | None) -> Side:
    if both is not None:
        return "both"
    if field in _OF_THE_PLACE and _moved(kept, other):
        return _home(kept, other)
    if field == "account_id" and mine and theirs:
        return _home(kept, other)
    if is_blank(field, mine) or is_blank(field, theirs):
        return "other" if is_blank(field, mine) else "kept"
    if field == "name" and bool(kept.get("placeholder")) != bool(other.get("placeholder")):
        return "other" if kept["placeholder"] else "kept"
    if field == "name" and len(mine) != len(theirs):
        # 王建国 says more than 王总, 华为技术有限公司 more than 华为
        return "other" if len(theirs) > len(mine) else "kept"
    if isinstance(mine, str) and isinstance(theirs, str):
        short, long = fold(mine), fold(theirs)
        if short != long and (short in long or long in short):
            return "other" if short in long else "kept"
    return _newer(kept, other)


def _home(kept: Row, other: Row) -> Side:
    """The one whose account is right: who has not left it; of two the one that was changed last."""
    if bool(kept.get("left_on")) != bool(other.get("left_on")):
        return "other" if kept.get("left_on") else "kept"
    if not (kept.get("account_id") and other.get("account_id")):
        return "kept" if kept.get("account_id") else "other"
    return _newer(kept, other)


def _newer(kept: Row, other: Row) -> Side:
    return "other" if other["changed_at"] > kept["changed_at"] else "kept"


def joined(field: str, mine: Any, theirs: Any) -> str | None:
    """Both texts in one field; None where that makes no sense, adds nothing, or is more than the field holds."""
    limit = _JOINED.get(field)
    if limit is None or not mine or not theirs:
        return None
    if field == "tags":
        tags = [tag.strip() for tag in _BETWEEN_TAGS.split(f"{mine},{theirs}") if tag.strip()]
        text = ", ".join({tag.casefold(): tag for tag in reversed(tags)}[key] for key in _once(tags))
    elif theirs in mine or mine in theirs:
        return None
    else:
        text = f"{mine}\n{theirs}"
    return text if len(text) <= limit and text not in (mine, theirs) else None


def _once(tags: list[str]) -> list[str]:
    return list(dict.fromkeys(tag.casefold() for tag in tags))


def is_placeholder_name(name: str) -> bool:
    """Whether a name only says that somebody is not known yet, such as “采购总监?”."""
    return name.rstrip().endswith(_QUESTION)


def placeholder_name(name: str) -> str:
    """The name of somebody who is not known yet, as it is shown: with a question mark."""
    return name if is_placeholder_name(name) else f"{name}?"


def real_name(name: str) -> str:
    """The name without the question mark."""
    return name.rstrip().rstrip("".join(_QUESTION)).rstrip()


def likeness(noun: str, one: Row, two: Row) -> int:
    """How likely two records are the same: 0 nothing speaks for it, 1 perhaps, 2 probably, 3 almost surely."""
    if _same(one, two, "email", email_key) or _same(one, two, "external_id", exact_key):
        return 3
    if noun == "account":
        return _company_likeness(one, two)
    if _same(one, two, "mobile", phone_key) or _same(one, two, "wechat", exact_key):
        return 3
    return _person_likeness(one, two)


def _same(one: Row, two: Row, field: str, key: Any) -> bool:
    mine = key(one.get(field) or "")
    return bool(mine) and mine == key(two.get(field) or "")


def _company_likeness(one: Row, two: Row) -> int:
    (exact, stripped), (its_exact, its_stripped) = company_key(one["name"]), company_key(two["name"])
    if exact == its_exact:
        return 3
    if stripped == its_stripped or _same(one, two, "website", domain_key):
        return 2
    short_names = [exact_key(row.get("short_name") or "") for row in (one, two)]
    if _same(one, two, "phone", phone_key) or (short_names[0] and short_names[0] == short_names[1]):
        return 2
    return int(_holds(stripped, its_stripped))


def _person_likeness(one: Row, two: Row) -> int:
    mine, theirs = exact_key(real_name(one["name"])), exact_key(real_name(two["name"]))
    here = one.get("account_id") == two.get("account_id")
    if mine and mine == theirs:
        return 3 if here else 2
    if not here:
        return 0
    addresses = {exact_key(row.get("form_of_address") or "") for row in (one, two)} - {""}
    if {mine, theirs} & addresses:
        return 2
    titles = [exact_key(row.get("title") or "") for row in (one, two)]
    if one.get("placeholder") or two.get("placeholder"):
        # 采购总监? may well be the 采购总监 who is in the book
        return 2 if any(_holds(name, title) for name, title in ((mine, titles[1]), (theirs, titles[0]))) else 0
    return int(_holds(mine, theirs) or (mine[:1] == theirs[:1] and _called_briefly(mine, theirs)))


def _called_briefly(mine: str, theirs: str) -> bool:
    """Whether one of two Chinese names with one surname is only a form of address: 王工, 李处, 张总."""
    return min(len(mine), len(theirs)) == 2 and not f"{mine}{theirs}".isascii() and max(len(mine), len(theirs)) <= 4


def _holds(mine: str, theirs: str) -> bool:
    short, long = sorted((mine, theirs), key=len)
    return len(short) >= 2 and short in long
