"""What a rep does with accounts."""

from datetime import date
from typing import Any

from karep.db import tiers
from karep.db.change import Change, Values
from karep.db.circles import refuse_circle
from karep.rules.matching import company_key
from karep.rules.tiers import TierSettings


def add_account(change: Change, values: Values) -> str:
    """Store a new account and return its id; only its name is required.

    Raises:
        Refused: If a value does not fit.
    """
    return change.add("account", _keyed(values))


def change_account(
    change: Change,
    account_id: str,
    values: Values,
    *,
    on: date | None = None,
    settings: TierSettings | None = None,
) -> None:
    """Set some fields of an account.

    Another tier is one set by hand, and stands in the tier's history; a tier that follows the scheme follows what
    changes here. Another status is kept with the day since when it has it.

    Args:
        change: The open action.
        account_id: The account.
        values: The fields.
        on: The rep's own day; the day where the program runs if it is not given.
        settings: The scheme of tiers in force; the one set at the start if it is not given.

    Raises:
        NotFound: If there is no such account.
        Refused: If a value does not fit, or its parent is the account itself or one below it.
    """
    if values.get("parent_id"):
        refuse_circle(change, "account", "parent_id", account_id, values["parent_id"])
    former = tiers.former_values(change, [account_id]) if tiers.touches_tier(values) else {}
    known = tiers.completed(former[account_id], values, change, on) if account_id in former else values
    change.change("account", account_id, _keyed(known))
    if former:
        tiers.settle(change, former, settings)


def remove_account(change: Change, account_id: str) -> None:
    """Take an account out of the book; everything that hangs on it goes out of sight with it.

    Raises:
        NotFound: If there is no such account.
    """
    change.remove("account", account_id)


def restore_account(change: Change, account_id: str) -> None:
    """Bring a removed account back with everything that hangs on it.

    Raises:
        NotFound: If there is no such account.
    """
    change.restore("account", account_id)


def pin_account(change: Change, account_id: str) -> None:
    """Keep an account at hand, first among the places to go to.

    Raises:
        NotFound: If there is no such account.
    """
    change.change("account", account_id, {"pinned": True})


def unpin_account(change: Change, account_id: str) -> None:
    """Put an account back among the others.

    Raises:
        NotFound: If there is no such account.
    """
    change.change("account", account_id, {"pinned": False})


def _keyed(values: Values) -> dict[str, Any]:
    keyed = dict(values)
    if isinstance(keyed.get("name"), str):
        keyed["match_key"] = company_key(keyed["name"])[0]
    return keyed
