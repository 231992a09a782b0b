"""Tiers: how an account came to its own, what the scheme says about it, and where the two differ in the book."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

from karep.db.views.blocks import blocks
from karep.rules.tiers import TierInputs, TierReading, TierSettings, missing_papers, places, tier_by_scheme


class TierStanding(NamedTuple):
    """The tier of an account beside what the scheme says."""

    account_id: str
    name: str
    status: str
    tier: str | None
    origin: str | None
    """``scheme`` where the tier follows the scheme, ``hand`` where the rep decided; None where nobody said."""
    created_at: str
    inputs: TierInputs
    reading: TierReading
    missing: tuple[str, ...]
    """What keeps the tier that it has provisional: ``agreement_on``, ``registered_on``."""

    @property
    def follows(self) -> bool:
        """Whether the tier follows the scheme."""
        return self.origin == "scheme"

    @property
    def by_hand(self) -> bool:
        """Whether the rep decided the tier; one of which nobody said how it came about counts as decided."""
        return self.origin == "hand" or (self.origin is None and self.tier is not None)

    @property
    def differs(self) -> bool:
        """Whether the scheme says another tier; it never does while too little is known."""
        return self.reading.known and self.reading.tier != self.tier


class TierChange(NamedTuple):
    """One step in the history of an account's tier."""

    id: str
    account_id: str
    from_tier: str | None
    to_tier: str | None
    at: str
    """The moment, UTC."""
    origin: str
    scheme: str | None
    """The scheme that was in force."""
    reason: str | None
    approver: str | None

    @property
    def confirms(self) -> bool:
        """Whether the tier stayed as it was, by a decision."""
        return self.from_tier == self.to_tier


_STANDING: Final = (
    "id, name, status, tier, tier_origin, created_at, yearly_purchases, yearly_units, revenue_group, "
    "province_registered, agreement_on, registered_on"
)
_KNOWN: Final = "(tier IS NOT NULL OR yearly_purchases IS NOT NULL OR yearly_units IS NOT NULL OR province_registered)"
_FEW: Final = 3
"""The places of so many accounts are counted; for more the whole book is put in order."""
_CHANGE: Final = "id, account_id, from_tier, to_tier, at, origin, scheme, reason, approver"


def get_tier_standing(connection: sqlite3.Connection, account_id: str, settings: TierSettings) -> TierStanding | None:
    """The tier of one account beside what the scheme says; None when the account is not there or was removed."""
    return tier_standings(connection, [account_id], settings).get(account_id)


def tier_standings(
    connection: sqlite3.Connection, account_ids: Iterable[str], settings: TierSettings
) -> dict[str, TierStanding]:
    """The tiers of some accounts beside what the scheme says, by account; those that are not there are left out."""
    rows = []
    for block in blocks(account_ids):
        marks = ", ".join("?" * len(block))
        query = f"SELECT {_STANDING} FROM account WHERE +removed_at IS NULL AND id IN ({marks})"
        rows += connection.execute(query, block).fetchall()
    ranking: Mapping[int, int] = {}
    if settings.scheme == "metal" and rows:
        few = len(rows) <= _FEW
        ranking = _places_of(connection, {row[6] for row in rows if row[6]}) if few else _ranking(connection)
    return {row[0]: _standing(row, ranking, settings) for row in rows}


def list_tier_standings(connection: sqlite3.Connection, settings: TierSettings) -> Iterator[TierStanding]:
    """Every account that has a tier, or of which something is known that a scheme goes by."""
    ranking = _ranking(connection) if settings.scheme == "metal" else {}
    query = f"SELECT {_STANDING} FROM account NOT INDEXED WHERE removed_at IS NULL AND {_KNOWN}"
    return (_standing(row, ranking, settings) for row in connection.execute(query))


def count_unread(connection: sqlite3.Connection, settings: TierSettings) -> int:
    """Of how many accounts too little is known for the scheme to say anything."""
    unknown = {
        "units": "yearly_units IS NULL",
        "revenue": "yearly_purchases IS NULL AND NOT coalesce(province_registered, 0)",
    }.get(settings.scheme, "yearly_purchases IS NULL")
    row = connection.execute(f"SELECT count(*) FROM account NOT INDEXED WHERE removed_at IS NULL AND {unknown}")
    return int(row.fetchone()[0])


def list_tier_changes(connection: sqlite3.Connection, account_id: str) -> list[TierChange]:
    """How the tier of an account came about, the latest step first."""
    rows = connection.execute(
        f"SELECT {_CHANGE} FROM tier_change WHERE account_id = ? AND removed_at IS NULL ORDER BY at DESC, id DESC",
        (account_id,),
    )
    return [TierChange(*row) for row in rows]


def last_tier_changes(connection: sqlite3.Connection) -> dict[str, TierChange]:
    """The latest step of every account whose tier ever changed, by account."""
    rows = connection.execute(f"SELECT {_CHANGE} FROM tier_change WHERE removed_at IS NULL ORDER BY at, id")
    return {row[1]: TierChange(*row) for row in rows}


def _places_of(connection: sqlite3.Connection, amounts: Iterable[int]) -> Mapping[int, int]:
    """What `_ranking` says of some amounts, counted one by one."""
    query = (
        "SELECT count(*), 1 + total(yearly_purchases > ?) FROM account NOT INDEXED "
        "WHERE removed_at IS NULL AND yearly_purchases > 0"
    )
    found: dict[int, int] = {}
    for amount in amounts:
        found[0], place = connection.execute(query, (amount,)).fetchone()
        found[amount] = int(place)
    return found


def _ranking(connection: sqlite3.Connection) -> Mapping[int, int]:
    """The place of every amount of yearly purchases, and how many accounts buy anything under 0."""
    rows = connection.execute(
        "SELECT yearly_purchases FROM account NOT INDEXED WHERE removed_at IS NULL AND yearly_purchases > 0"
    )
    amounts = [row[0] for row in rows]
    return {**places(amounts), 0: len(amounts)}


def _standing(row: tuple[Any, ...], ranking: Mapping[int, int], settings: TierSettings) -> TierStanding:
    account_id, name, status, tier, origin, created_at, purchases, units, group, province, agreed, registered = row
    inputs = TierInputs(
        yearly_purchases=purchases,
        yearly_units=units,
        revenue_group=group,
        province_registered=bool(province),
        agreed=bool(agreed),
        registered=bool(registered),
        place=ranking.get(purchases) if purchases else None,
        ranked=ranking.get(0, 0),
    )
    reading, missing = tier_by_scheme(inputs, settings), missing_papers(tier, inputs, settings)
    return TierStanding(account_id, name, status, tier, origin, created_at, inputs, reading, missing)
