"""What a rep does with tiers: set one by hand, or let it follow the scheme. Every change of a tier is kept.

A tier that was set by hand wins over the scheme. One that follows the scheme is found anew whenever something that the
scheme goes by changes; another scheme, or other limits, rewrite nothing by themselves.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final

from karep.db import errors
from karep.db.change import Change, Values
from karep.db.imports import add_rows, new_ids
from karep.db.views.blocks import blocks
from karep.db.views.tiers import TierStanding, get_tier_standing, tier_standings
from karep.db.words import field_name
from karep.i18n import _
from karep.rules.clock import local_zone
from karep.rules.tier_names import tiers_in_force
from karep.rules.tiers import TierSettings
from karep.rules.zones import local_day

INPUTS: Final = ("yearly_purchases", "yearly_units", "revenue_group", "province_registered")
"""What schemes go by; agreement and registration only say whether a tier is provisional."""
_WATCHED: Final = (*INPUTS, "tier", "tier_origin", "status")
_SELECT: Final = f"SELECT id, {', '.join(_WATCHED)} FROM account WHERE id IN "

Former = Mapping[str, Mapping[str, Any]]
"""What some accounts said before they were changed, by id."""


def set_tier(
    change: Change,
    account_id: str,
    tier: str | None,
    *,
    reason: str = "",
    approver: str = "",
    settings: TierSettings | None = None,
) -> str | None:
    """Set a tier by hand, whatever the scheme says; the same tier again says that it stays, with a reason.

    Args:
        change: The open action.
        account_id: The account.
        tier: The tier; None for none.
        reason: Why, in the rep's words.
        approver: Who approved it.
        settings: The scheme that is in force; the one set at the start if it is not given.

    Returns:
        The id of the step in the tier's history; None when nothing changed.

    Raises:
        NotFound: If there is no such account.
        Refused: If it is no tier.
    """
    former = _require(change, account_id, settings)
    change.change("account", account_id, {"tier": tier, "tier_origin": "hand"})
    if former.tier == tier and former.origin == "hand" and not reason.strip() and not approver.strip():
        return None
    return _note(change, former, tier, "hand", reason, approver, settings)


def follow_scheme(
    change: Change,
    account_id: str,
    *,
    reason: str = "",
    approver: str = "",
    settings: TierSettings | None = None,
) -> str | None:
    """Let the tier of an account follow the scheme from now on, and set it to what the scheme says.

    Returns:
        The id of the step in the tier's history; None when nothing changed.

    Raises:
        NotFound: If there is no such account.
        Refused: If too little is known of the account for the scheme to say anything.
    """
    former = _require(change, account_id, settings)
    reading = former.reading
    if not reading.known:
        sentence = _("The scheme says nothing yet: fill in “{field}” first.")
        raise errors.Refused(sentence.format(field=field_name(reading.unknown)), noun="account", field=reading.unknown)
    change.change("account", account_id, {"tier": reading.tier, "tier_origin": "scheme"})
    if former.tier == reading.tier and former.follows and not reason.strip() and not approver.strip():
        return None
    return _note(change, former, reading.tier, "scheme", reason, approver, settings)


def accept_scheme(change: Change, account_ids: Iterable[str], *, settings: TierSettings | None = None) -> int:
    """Let the tiers of many accounts follow the scheme, and set them to what it says.

    Accounts of which too little is known, and those that are not there, are left alone.

    Returns:
        How many accounts follow the scheme now.
    """
    change.session.flush()
    standings = tier_standings(change.connection, account_ids, settings or tiers_in_force())
    told = [one for one in standings.values() if one.reading.known and (one.differs or not one.follows)]
    _set_many(change, told, settings)
    return len(told)


# --- what other verbs do to a tier on their way --------------------------------------------------------------------


def former_values(change: Change, account_ids: Iterable[str]) -> Former:
    """What accounts say about tier and status before they are changed, by id."""
    change.session.flush()
    found: dict[str, Mapping[str, Any]] = {}
    for block in blocks(account_ids):
        for row in change.rows(f"{_SELECT}({', '.join('?' * len(block))})", *block):
            found[row["id"]] = dict(row)
    return found


def touches_tier(values: Values) -> bool:
    """Whether a change of an account is about its tier, its status, or what a scheme goes by."""
    return any(field in values for field in _WATCHED)


def completed(former: Mapping[str, Any], values: Values, change: Change, on: date | None = None) -> dict[str, Any]:
    """The new values of an account with what follows from them: who set the tier, since when it has its status.

    Args:
        former: What the account said before.
        values: What is set.
        change: The open action.
        on: The rep's own day; the day where the program runs if it is not given.
    """
    known = dict(values)
    if "tier" in known and (known["tier"] or None) != former["tier"]:
        known.setdefault("tier_origin", "hand")
    if "status" in known and known["status"] != former["status"]:
        known.setdefault("status_on", (on or local_day(change.at, local_zone())).isoformat())
    return known


def settle(change: Change, former: Former, settings: TierSettings | None = None) -> None:
    """After accounts were changed: keep the steps of their tiers, and let those that follow the scheme follow it.

    Args:
        change: The open action.
        former: What the accounts said before, from `former_values`.
        settings: The scheme that is in force; the one set at the start if it is not given.
    """
    now = former_values(change, former)
    scheme = (settings or tiers_in_force()).scheme
    ids = new_ids()
    rows, anew = [], []
    for account_id, before in former.items():
        after = now[account_id]
        if after["tier"] != before["tier"]:
            step = {"account_id": account_id, "from_tier": before["tier"], "to_tier": after["tier"], "scheme": scheme}
            rows.append({"id": next(ids), **step, "at": change.at, "origin": after["tier_origin"] or "hand"})
        elif after["tier_origin"] == "scheme" and any(after[field] != before[field] for field in INPUTS):
            anew.append(account_id)
    add_rows(change, "tier_change", rows)
    if anew:
        standings = tier_standings(change.connection, anew, settings or tiers_in_force())
        _set_many(change, [one for one in standings.values() if one.differs], settings)


def _set_many(change: Change, standings: list[TierStanding], settings: TierSettings | None) -> None:
    """Set accounts to what the scheme says, and keep the steps."""
    scheme = (settings or tiers_in_force()).scheme
    ids = new_ids()
    values = ((one.account_id, {"tier": one.reading.tier, "tier_origin": "scheme"}) for one in standings)
    change.change_many("account", values)
    steps = ((one, {"from_tier": one.tier, "to_tier": one.reading.tier, "scheme": scheme}) for one in standings)
    rows = [
        {"id": next(ids), "account_id": one.account_id, **step, "at": change.at, "origin": "scheme"}
        for one, step in steps
    ]
    add_rows(change, "tier_change", rows)


def _require(change: Change, account_id: str, settings: TierSettings | None) -> TierStanding:
    change.session.flush()
    found = get_tier_standing(change.connection, account_id, settings or tiers_in_force())
    if found is None:
        change.change("account", account_id, {})  # says why it is not there
        raise errors.NotFound(_("That record is not in the store."))
    return found


def _note(
    change: Change,
    former: TierStanding,
    tier: str | None,
    origin: str,
    reason: str,
    approver: str,
    settings: TierSettings | None,
) -> str:
    step = {"account_id": former.account_id, "from_tier": former.tier, "to_tier": tier, "at": change.at}
    told = {"reason": reason.strip() or None, "approver": approver.strip() or None}
    scheme = (settings or tiers_in_force()).scheme
    return change.add("tier_change", {**step, "origin": origin, "scheme": scheme, **told})
