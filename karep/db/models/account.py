"""Account: a company, authority or person that buys."""

from typing import Annotated

from sqlalchemy import Index, text
from sqlmodel import Field

from karep.db.models.base import Day, Key, Line, Name, Record, Text, one_of, within
from karep.rules.vocabulary import ACCOUNT_STATUSES, TIER_ORIGINS, TIERS


class Account(Record, table=True):
    """A customer in the rep's book."""

    __tablename__ = "account"
    __table_args__ = (
        Index("ix_account_removed_at_name_id", "removed_at", "name", "id"),
        Index("ix_account_pinned", "pinned", sqlite_where=text("pinned = 1")),
        Index("ix_account_city", "city", sqlite_where=text("city IS NOT NULL AND removed_at IS NULL")),
    )

    name: Name
    short_name: Line = None
    external_id: Line = None
    """Its id in the system that it was imported from."""
    kind: Line = None
    industry: Line = None
    region: Line = None
    country: Line = None
    city: Line = None
    district: Line = None
    address: Text = None
    postal_code: Line = None
    phone: Line = None
    email: Line = None
    website: Line = None
    tier: Annotated[Line, one_of(TIERS)] = None
    tier_origin: Annotated[Line, one_of(TIER_ORIGINS)] = None
    """Whether the tier follows the scheme or was set by hand; an unknown origin counts as by hand."""
    status: Annotated[str, one_of(ACCOUNT_STATUSES)] = "active"
    status_on: Day = None
    """Since when it has this status."""
    owner: Line = None
    backup: Line = None
    parent_id: Key = Field(default=None, foreign_key="account.id")
    lead_source: Line = None
    tags: Line = None
    """Words that the rep sorts by, separated by commas."""
    annual_revenue: Annotated[int | None, within(-(10**17), 10**17)] = None
    """What the customer itself turns over a year, in minor units (fen, cents)."""
    yearly_purchases: Annotated[int | None, within(0, 10**17)] = None
    """What it buys from us a year, in minor units; schemes of tiers go by it."""
    yearly_units: Annotated[int | None, within(0, 10**9)] = None
    """How many units it buys from us a year; a scheme of tiers goes by it."""
    revenue_group: Annotated[int | None, within(1, 3)] = None
    """The group of our office: 2 and 3 have lower limits."""
    province_registered: bool = False
    """Whether it is an upstream account registered at province level."""
    agreement_on: Day = None
    """When the agreement that its tier needs was signed."""
    registered_on: Day = None
    """When it was registered."""
    employees: Annotated[int | None, within(0, 100_000_000)] = None
    absent_roles: Line = None
    """Chairs that this account has nobody for by its nature, comma-separated keys of `ROLES`."""
    note: Text = None
    pinned: bool = False
    """Whether the rep keeps it at hand, first in every list of places."""
    match_key: str = ""
    """The folded name by which imports recognise the account."""
